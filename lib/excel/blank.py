"""Write the workbook of one entry: figures, paragraphs, one sheet a group, ready to fill without instruction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.model import Field, Form
from lib.excel import styling as look
from lib.excel.shape import (
    CHOICES,
    FIGURES,
    GUIDE,
    HEADER,
    LABELS,
    NUMBER,
    PARENT,
    PERIOD,
    ROLES,
    TEXTS,
    UNIT,
    VALUE,
    GroupShape,
    Marker,
    group_keys,
    groups_of,
    label_of,
    scalars_of,
    sheet_names,
)  # fmt: skip

SPARE_ROWS = 20  # empty rows of a group that says no maximum, or of one nested in another
_ROLE_WIDTHS = {"部分": 16, "指标": 30, "量词": 8, VALUE: 16, "上期": 12, "说明": 44, "写法": 8, "比较": 8, "来源": 18}
_WORDINGS = ("确数", "余", "多", "近", "超", "约")
_COMPARISONS = ("不写", "上期", "同期", "两者")


class ChoiceBook:
    """Puts lists that don't fit a rule (over 255 characters, or with commas) on a hidden sheet."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook, self.column = workbook, 0

    def rule(self, choices: Sequence[str], label: str, *, strict: bool = True) -> DataValidation:
        if sum(len(one) + 1 for one in choices) <= 255 and not any(set(one) & set(',"') for one in choices):
            return look.choice_rule(choices, label, strict=strict)
        if CHOICES not in self.workbook.sheetnames:
            self.workbook.create_sheet(CHOICES).sheet_state = "hidden"
        sheet = self.workbook[CHOICES]
        self.column += 1
        for row, choice in enumerate(choices, 1):
            look.put(sheet.cell(row, self.column), choice)
        letter = look.get_column_letter(self.column)
        return look.choice_rule(choices, label, f"{CHOICES}!${letter}$1:${letter}${len(choices)}", strict=strict)


def rule_for(one: Field, key: str, book: ChoiceBook) -> DataValidation | None:
    """Return the rule of a field's cells, or of what stands beside it (key `宣传单数.量词`)."""
    suffix = key.partition(".")[2]
    if suffix == "量词":
        return book.rule(one.units, f"{one.label}的量词", strict=False) if len(one.units) > 1 else None
    if suffix:
        known = {"写法": _WORDINGS, "比较": _COMPARISONS}.get(suffix)
        return book.rule(known, f"{one.label}的{suffix}") if known else None
    if one.is_figure:
        return look.number_rule(one.label, one.minimum, one.maximum, one.decimals)
    if one.type == "select":
        return book.rule(one.choices, one.label)
    if one.type == "switch":
        return book.rule(("是", "否"), one.label)
    return look.date_rule(one.label) if one.type == "date" else None


def apply(sheet: Worksheet, rule: DataValidation | None, area: str) -> None:
    if rule is not None:
        rule.add(area)
        sheet.add_data_validation(rule)


def hint_of(one: Field) -> str:
    """Return what a clerk is told about a field: its hint, limits, and whether it may stay empty."""
    parts = [one.hint]
    if one.calculation:
        parts.append("由其他数字算出，可不填")
    if one.minimum is not None and one.maximum is not None:
        parts.append(f"{one.minimum}～{one.maximum}")
    if one.type == "paragraphs":
        parts.append("一行一段（格内换行按 Alt+Enter）")
    if one.max_length:
        parts.append(f"不超过{one.max_length}字")
    if one.required:
        parts.append("必填")
    return "；".join(part.rstrip("。；") for part in parts if part)


def new_workbook(form: Form) -> Workbook:
    workbook = Workbook()
    workbook.properties.title = f"{form.label}填报表"
    workbook.remove(workbook.active)
    return workbook


def blank_workbook(
    form: Form,
    *,
    unit: str = "",
    period: str = "",
    previous: Mapping[str, str] | None = None,
    raw: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the .xlsx of one entry: 填表说明, 数字, 文字段落 and a sheet for each group.

    `previous` maps figures to what the period before said; `raw` fills the cells with an entry (read_workbook gives it
    back). Names stand in hidden keys, so rows may move and labels change. Same arguments, same bytes.
    Raises RefusedError for text a cell can't hold.
    """
    workbook, given = new_workbook(form), dict(raw or {})
    _guide(workbook.create_sheet(GUIDE), form)
    book = ChoiceBook(workbook)
    _figures(workbook.create_sheet(FIGURES), form, unit, period, previous or {}, given, book)
    if any(True for _ in scalars_of(form, texts=True)):
        _texts(workbook.create_sheet(TEXTS), form, given)
    shapes = groups_of(form)
    for shape, name in zip(shapes, sheet_names([one.label for one in shapes], (GUIDE, FIGURES, TEXTS, CHOICES))):
        _group(workbook.create_sheet(name), form, shape, _rows(shape, given), book)
    workbook.active = workbook.sheetnames.index(FIGURES)
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == FIGURES
    return look.fixed_bytes(workbook)


def _guide(sheet: Worksheet, form: Form) -> None:
    lines = (
        f"{form.label}填报表：填表说明",
        "1. 在“数字”表的“本期”一列填数，淡黄色的格必填；只填数字，量词在旁边一列改。",
        "2. 一项没有就留空，确实为零就填 0。",
        "3. “文字段落”表每格写一项内容，一行一段，格内换行按 Alt+Enter。",
        "4. 其余各表一行写一条；下级表用“上级序号”写明属于上级表的第几条。",
        "5. 灰色的格和隐藏的行列是程序认表用的，请不要删除；行可以移动，列宽可以调整。",
        "6. 填好后保存为 .xlsx，在网页上导入；有问题的格会标色并写明原因。",
    )
    for row, line in enumerate(lines, 1):
        cell = look.put(sheet.cell(row, 1), line)
        look.dress(cell, font=look.TITLE if row == 1 else look.PLAIN, border=False)
    look.widths(sheet, (96,))
    look.page(sheet, landscape=False, footer=False)
    look.protect(sheet)


def mark_sheet(sheet: Worksheet, marker: Marker, keys: Mapping[int, str]) -> None:
    """Write the hidden keys: the marker in A1, column keys along row 1."""
    look.put(sheet.cell(1, 1), str(marker))
    for column, key in keys.items():
        look.put(sheet.cell(1, column), key)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True


def head(sheet: Worksheet, row: int, column: int, text: str, *, required: bool = False) -> Cell:
    cell = look.put(sheet.cell(row, column), f"{text} *" if required else text)
    fill = look.REQUIRED_FILL if required else look.HEAD_FILL
    return look.dress(cell, font=look.BOLD, fill=fill, align=look.CENTRE)


def title(sheet: Worksheet, row: int, text: str, last: int) -> None:
    cell = look.put(sheet.cell(row, 2), text)
    look.dress(cell, font=look.TITLE, align=look.CENTRE, border=False)
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=max(last, 3))
    sheet.row_dimensions[row].height = 30


def _roles(roles: Sequence[str]) -> dict[str, int]:
    return {role: column for column, role in enumerate(roles, 2)}


def _figures(
    sheet: Worksheet,
    form: Form,
    unit: str,
    period: str,
    previous: Mapping[str, str],
    raw: Mapping[str, Any],
    book: ChoiceBook,
) -> None:
    roles = _roles(ROLES)
    mark_sheet(sheet, Marker("数字", "", form.name, form.version), {column: role for role, column in roles.items()})
    title(sheet, 2, f"{form.label}填报表（数字）", len(roles) + 1)
    for row, key, text in ((3, UNIT, unit), (4, PERIOD, period)):
        look.put(sheet.cell(row, 1), key)
        look.dress(look.put(sheet.cell(row, roles["指标"]), f"{LABELS[key]} *"), font=look.BOLD, fill=look.HEAD_FILL)
        cell = look.put(sheet.cell(row, roles[VALUE]), text)
        look.dress(cell, fill=look.REQUIRED_FILL, open_=True)
        sheet.merge_cells(start_row=row, start_column=cell.column, end_row=row, end_column=cell.column + 1)
    look.note(sheet.cell(4, roles[VALUE]), "写成 2025年第二季度、2025年上半年、2025年度，或 2025Q2、2025H1、2025")
    look.put(sheet.cell(5, 1), HEADER)
    for role, column in roles.items():
        head(sheet, 5, column, role)
    row = 6
    for section, one in scalars_of(form, texts=False):
        _figure_row(sheet, row, roles, section, one, previous, raw, book)
        row += 1
    look.widths(sheet, (4, *(_ROLE_WIDTHS[role] for role in ROLES)))
    sheet.freeze_panes = sheet.cell(6, roles["指标"] + 1)
    look.page(sheet, titles="2:5")
    look.protect(sheet)


def _figure_row(
    sheet: Worksheet,
    row: int,
    roles: Mapping[str, int],
    section: str,
    one: Field,
    previous: Mapping[str, str],
    raw: Mapping[str, Any],
    book: ChoiceBook,
) -> None:
    look.put(sheet.cell(row, 1), one.name)
    shown = {"部分": section, "指标": one.label + (" *" if one.required else ""), "上期": previous.get(one.name, ""),
             "说明": hint_of(one)}  # fmt: skip
    for role, text in shown.items():
        value = look.typed_value(text) if role == "上期" else text
        font = look.GREY if role == "说明" else look.PLAIN
        look.dress(look.put(sheet.cell(row, roles[role]), value), font=font, fill=look.LOCKED_FILL)
    look.note(sheet.cell(row, roles["指标"]), one.hint)
    value = raw.get(one.name, one.default if one.name not in raw else None)
    cell = look.put(sheet.cell(row, roles[VALUE]), look.typed_value(value), one.label)
    look.dress(cell, fill=look.REQUIRED_FILL if one.required else None, open_=True)
    apply(sheet, rule_for(one, one.name, book), cell.coordinate)
    for suffix in ("量词", "写法", "比较", "来源"):
        beside = sheet.cell(row, roles[suffix])
        asked = one.is_figure and (suffix != "比较" or one.compare or f"{one.name}.比较" in raw)
        look.dress(beside, open_=asked, fill=None if asked else look.LOCKED_FILL)
        if asked:
            default = one.unit if suffix == "量词" else ""
            look.put(beside, str(raw.get(f"{one.name}.{suffix}") or default), f"{one.label}的{suffix}")
            apply(sheet, rule_for(one, f"{one.name}.{suffix}", book), beside.coordinate)


def _texts(sheet: Worksheet, form: Form, raw: Mapping[str, Any]) -> None:
    roles = _roles(("部分", "指标", VALUE, "说明"))
    mark_sheet(sheet, Marker("段落", "", form.name, form.version), {column: role for role, column in roles.items()})
    title(sheet, 2, f"{form.label}填报表（文字段落）", len(roles) + 1)
    look.put(sheet.cell(3, 1), HEADER)
    for role, column in roles.items():
        head(sheet, 3, column, "内容" if role == VALUE else role)
    for row, (section, one) in enumerate(scalars_of(form, texts=True), 4):
        look.put(sheet.cell(row, 1), one.name)
        shown = {"部分": section, "指标": one.label + (" *" if one.required else ""), "说明": hint_of(one)}
        for role, text in shown.items():
            font = look.GREY if role == "说明" else look.PLAIN
            look.dress(look.put(sheet.cell(row, roles[role]), text), font=font, fill=look.LOCKED_FILL)
        look.note(sheet.cell(row, roles["指标"]), one.hint)
        value = raw.get(one.name, one.default if one.name not in raw else None)
        cell = look.put(sheet.cell(row, roles[VALUE]), as_text(value), one.label)
        fill = look.REQUIRED_FILL if one.required else None
        look.dress(cell, align=look.TOP, fill=fill, open_=True)
        cell.number_format = "@"
        if one.type == "paragraphs":
            sheet.row_dimensions[row].height = 90
    look.widths(sheet, (4, 16, 24, 80, 34))
    sheet.freeze_panes = "D4"
    look.page(sheet, titles="2:3")
    look.protect(sheet)


def as_text(value: Any) -> str:
    """Return a text answer as a cell shows it; a list of paragraphs is one a line."""
    if value is None:
        return ""
    return "\n".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def cell_value(one: Field | None, key: str, value: Any) -> Any:
    """Return what a cell holds for a raw value: texts stay texts, figures and dates become numbers and dates."""
    if one is None or "." in key or one.type in ("text", "paragraphs", "select"):
        return as_text(value)
    return look.typed_value(value)


def _rows(shape: GroupShape, raw: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Return (number of the parent's row, row); the number is 0 for a group of the first level."""
    if not shape.parent:
        return [(0, row) for row in raw.get(shape.path) or () if isinstance(row, Mapping)]
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for number, parent in enumerate(raw.get(shape.parent) or (), 1):
        inner = parent.get(shape.field.name) if isinstance(parent, Mapping) else None
        rows += [(number, row) for row in inner or () if isinstance(row, Mapping)]
    return rows


def _group(
    sheet: Worksheet, form: Form, shape: GroupShape, rows: list[tuple[int, Mapping[str, Any]]], book: ChoiceBook
) -> None:
    keys = [PARENT if shape.parent else NUMBER, *group_keys(shape, [row for _, row in rows])]
    mark_sheet(sheet, Marker("组", shape.path, form.name, form.version), dict(enumerate(keys, 2)))
    title(sheet, 2, f"{shape.label}（一行一条）", len(keys) + 1)
    group_head(sheet, 3, shape, keys)
    count = max(len(rows), SPARE_ROWS if shape.parent else min(shape.field.max_rows or SPARE_ROWS, 200))
    named = {one.name: one for one in shape.columns}
    for index in range(count):
        row = 4 + index
        parent, given = rows[index] if index < len(rows) else (0, {})
        for column, key in enumerate(keys, 2):
            cell = sheet.cell(row, column)
            one = named.get(key.partition(".")[0])
            if key == NUMBER:
                look.dress(look.put(cell, index + 1), align=look.CENTRE, fill=look.LOCKED_FILL)
                continue
            value = (parent or None) if key == PARENT else cell_value(one, key, given.get(key))
            look.put(cell, value, label_of(key, shape.columns))
            required = key == PARENT or (one is not None and one.required and "." not in key)
            tinted = required and index < max(shape.field.min_rows, 1)
            look.dress(cell, open_=True, fill=look.REQUIRED_FILL if tinted else None)
            if one is not None and one.type in ("text", "paragraphs"):
                cell.number_format = "@"
    for column, key in enumerate(keys, 2):
        letter = look.get_column_letter(column)
        area = f"{letter}4:{letter}{3 + count}"
        one = named.get(key.partition(".")[0])
        if key == PARENT:
            apply(sheet, look.number_rule("上级序号", look.Decimal(1), None, 0), area)
        elif one is not None:
            apply(sheet, rule_for(one, key, book), area)
    look.widths(sheet, (4, 10, *(column_width(named.get(key.partition(".")[0]), key) for key in keys[1:])))
    sheet.freeze_panes = "C4"
    look.page(sheet, titles="2:3")
    look.protect(sheet)


def group_head(sheet: Worksheet, row: int, shape: GroupShape, keys: Sequence[str], first: int = 2) -> None:
    """Write a group's headings with their hints as notes."""
    named = {one.name: one for one in shape.columns}
    look.put(sheet.cell(row, 1), HEADER)
    for column, key in enumerate(keys, first):
        one = named.get(key.partition(".")[0])
        required = key in (PARENT, UNIT) or one is not None and one.required and "." not in key
        cell = head(sheet, row, column, label_of(key, shape.columns), required=required)
        if one is not None and "." not in key:
            look.note(cell, hint_of(one))
    sheet.row_dimensions[row].height = 32


def column_width(one: Field | None, key: str) -> float:
    if one is None or "." in key:
        return 12
    if one.type in ("text", "paragraphs"):
        return 44 if one.type == "paragraphs" or (one.max_length or 100) > 40 else 24
    return 14
