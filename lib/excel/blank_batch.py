"""Write the workbook of many units: one row a unit, one column a figure, groups on further sheets keyed by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.model import Field, Form
from lib.excel import styling as look
from lib.excel.blank import (
    ChoiceBook,
    apply,
    cell_value,
    column_width,
    group_head,
    head,
    hint_of,
    mark_sheet,
    new_workbook,
    rule_for,
    title,
)
from lib.excel.shape import (
    BATCH,
    CHOICES,
    GUIDE,
    HEADER,
    LABELS,
    NUMBER,
    PARENT,
    PERIOD,
    UNIT,
    GroupShape,
    Marker,
    group_keys,
    groups_of,
    label_of,
    sheet_names,
    sibling_keys,
)

_FIRST = 5  # the first row of units: keys, title, sections, headings stand above
_SPARE = 50  # rows at least that are ready for further units
_GUARDED = 5_000  # rows that have rules
Given = tuple[str, str, Mapping[str, Any]]  # unit, period, raw


def blank_batch_workbook(form: Form, *, units: Sequence[str] = (), period: str = "") -> bytes:
    """Return the .xlsx for many units, their names and the period filled in; same arguments, same bytes."""
    return entries_workbook(form, [(unit, period, {}) for unit in units])


def entries_workbook(form: Form, entries: Sequence[Given]) -> bytes:
    """Return the batch .xlsx filled with entries; `read_workbook` gives them back.

    Raises RefusedError for text a cell can't hold.
    """
    workbook = new_workbook(form)
    _guide(workbook.create_sheet(GUIDE), form)
    book = ChoiceBook(workbook)
    _units(workbook.create_sheet(BATCH), form, entries, book)
    shapes = groups_of(form)
    for shape, name in zip(shapes, sheet_names([one.label for one in shapes], (GUIDE, BATCH, CHOICES)), strict=True):
        _group(workbook.create_sheet(name), form, shape, list(_rows(shape, entries)), book)
    workbook.active = workbook.sheetnames.index(BATCH)
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == BATCH
    return look.fixed_bytes(workbook)


def _guide(sheet: Worksheet, form: Form) -> None:
    lines = (
        f"{form.label}批量填报表：填表说明",
        "1. “数据”表一行填一个单位，一列是一项；标 * 的列必填，没有就留空，确实为零就填 0。",
        "2. 报告期写成 2025年第二季度、2025年上半年、2025年度（或 2025Q2、2025H1、2025）。",
        "3. 其余各表一行写一条，先写单位名称（与“数据”表一致）；同一单位可写多行。",
        "4. 下级表用“上级序号”写明属于该单位的第几条；“序号”可不填，按先后算。",
        "5. 隐藏的行列是程序认表用的，请不要删除；列的先后可以调整，多出来的列不读。",
        "6. 填好后保存为 .xlsx，在网页上导入或用命令行 batch 生成；有问题的格会标色并写明原因。",
    )
    for row, line in enumerate(lines, 1):
        cell = look.put(sheet.cell(row, 1), line)
        look.dress(cell, font=look.TITLE if row == 1 else look.PLAIN, border=False)
    look.widths(sheet, (96,))
    look.page(sheet, landscape=False, footer=False)
    look.protect(sheet)


def _units(sheet: Worksheet, form: Form, entries: Sequence[Given], book: ChoiceBook) -> None:
    fields = [one for one in form.fields() if not one.is_group]
    used = {key for _, _, raw in entries for key in raw if "." in key}
    keys = [UNIT, PERIOD, *sibling_keys(fields, used)]
    mark_sheet(sheet, Marker("批量", "", form.name, form.version), dict(enumerate(keys, 2)))
    title(sheet, 2, f"{form.label}批量填报表（一行一个单位）", min(len(keys) + 1, 12))
    look.put(sheet.cell(4, 1), HEADER)
    named = {one.name: one for one in fields}
    section = ""
    for column, key in enumerate(keys, 2):
        one = named.get(key.partition(".")[0])
        above = form.section_of(one.name) if one else None
        head(sheet, 3, column, above.label if above and above.label != section else "")
        section = above.label if above else section
        required = one is None or (one.required and "." not in key)
        cell = head(sheet, 4, column, label_of(key, fields), required=required)
        if one is not None and "." not in key:
            look.note(cell, hint_of(one))
        if one is None and key == PERIOD:
            look.note(cell, "写成 2025年第二季度、2025年上半年、2025年度，或 2025Q2、2025H1、2025")
    sheet.row_dimensions[4].height = 48
    rows = [(unit, {UNIT: unit, PERIOD: period, **raw}) for unit, period, raw in entries]
    _fill(sheet, _FIRST, keys, fields, rows, book)
    look.widths(sheet, (4, 30, 18, *(column_width(named.get(key.partition(".")[0]), key) for key in keys[2:])))
    sheet.freeze_panes = sheet.cell(_FIRST, 4)
    look.page(sheet, titles="2:4")
    look.protect(sheet)


def _fill(
    sheet: Worksheet,
    first: int,
    keys: Sequence[str],
    fields: Sequence[Field],
    rows: Sequence[tuple[str, Mapping[str, Any]]],
    book: ChoiceBook,
) -> None:
    """Write the rows (unit, key → value) and ready some spare ones; whole columns stay open for further units."""
    named = {one.name: one for one in fields}
    count = max(len(rows) + 20, _SPARE)
    for column, key in enumerate(keys, 2):
        one = named.get(key.partition(".")[0])
        label, letter = label_of(key, fields), look.get_column_letter(column)
        style = _style(sheet.cell(first, column), one, key)
        sheet.column_dimensions[letter].protection = look.OPEN
        for offset in range(count):
            cell = sheet.cell(first + offset, column)
            cell._style = copy(style)  # dressing each cell anew takes ten times as long
            if offset < len(rows):
                unit, values = rows[offset]
                value = values.get(key)
                look.put(cell, value if key in LABELS else cell_value(one, key, value), f"{unit}：{label}")
        area = f"{letter}{first}:{letter}{first + max(count, _GUARDED)}"
        if key == UNIT and first != _FIRST:
            names = f"{BATCH}!$B${_FIRST}:$B${_FIRST + _GUARDED}"
            apply(sheet, look.choice_rule((), "单位名称", names, strict=False), area)
        elif one is not None:
            apply(sheet, rule_for(one, key, book), area)


def _style(model: Cell, one: Field | None, key: str) -> Any:
    """Return the style of a column's cells: open, bordered, text where text is asked for."""
    written = one is not None and one.type in ("text", "paragraphs")
    look.dress(model, align=look.TOP if written else look.WRAP, open_=True)
    if written or "." in key or key in (UNIT, PERIOD):
        model.number_format = "@"
    return copy(model._style)


def _rows(shape: GroupShape, entries: Iterable[Given]) -> Iterable[tuple[str, int, Mapping[str, Any]]]:
    """Yield (unit, number, row): the row's own number, or its parent's for a nested group."""
    for unit, _, raw in entries:
        rows = [row for row in raw.get(shape.parent or shape.path) or () if isinstance(row, Mapping)]
        for number, row in enumerate(rows, 1):
            if not shape.parent:
                yield unit, number, row
                continue
            for inner in row.get(shape.field.name) or ():
                yield unit, number, inner


def _group(
    sheet: Worksheet, form: Form, shape: GroupShape, rows: list[tuple[str, int, Mapping[str, Any]]], book: ChoiceBook
) -> None:
    keys = [UNIT, PARENT if shape.parent else NUMBER, *group_keys(shape, [row for _, _, row in rows])]
    mark_sheet(sheet, Marker("组", shape.path, form.name, form.version), dict(enumerate(keys, 2)))
    title(sheet, 2, f"{shape.label}（一行一条）", len(keys) + 1)
    group_head(sheet, 3, shape, keys)
    named = {one.name: one for one in shape.columns}
    filled = [(unit, {UNIT: unit, NUMBER: number, PARENT: number, **given}) for unit, number, given in rows]
    _fill(sheet, 4, keys, shape.columns, filled, book)
    look.widths(sheet, (4, 30, 10, *(column_width(named.get(key.partition(".")[0]), key) for key in keys[2:])))
    sheet.freeze_panes = "D4"
    look.page(sheet, titles="2:3")
    look.protect(sheet)
