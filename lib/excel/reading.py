"""Read a filled workbook back into raw entries: the same text a browser would give, each value with its cell.

It judges only what a cell is (a formula never computed, an error value, a merged area); the walk judges the entry.
"""

from __future__ import annotations

from collections.abc import Mapping

from lib.core.model import Form
from lib.errors import InputFileError
from lib.excel.book import Sheet, load_book
from lib.excel.context import Reading, names_of
from lib.excel.grid import Grid, Headings, marked_grid
from lib.excel.places import Place, ReadResult
from lib.excel.reading_batch import read_batch
from lib.excel.reading_single import read_single
from lib.excel.shape import LABELS, NUMBER, PARENT, PERIOD, PERIOD_WORDS, UNIT, UNIT_WORDS, VALUE, normal

_ROLE_WORDS: Mapping[str, str] = {
    "指标": "指标", "指标名称": "指标", "项目": "指标", "量词": "量词", "计量单位": "量词", "本期": VALUE, "本期数": VALUE,
    "数值": VALUE, "内容": VALUE, "写法": "写法", "比较": "比较", "来源": "来源",
}  # fmt: skip
_BATCH_WORDS = {normal(word): UNIT for word in UNIT_WORDS} | {normal(word): PERIOD for word in PERIOD_WORDS}


def read_workbook(content: bytes, form: Form) -> ReadResult:
    """Read a workbook of `blank_workbook` or `blank_batch_workbook`, or one with their headings.

    Raises InputFileError for a file that can't be read, is another format's, or holds none of the form's tables.
    """
    reading = Reading(load_book(content), form)
    if reading.book.macros:
        reading.teller.tell(Place(""), "工作簿里有宏，只读了数据，宏没有运行", level="info")
    tables = _tables(reading)
    _refuse_other_form(reading, tables)
    batch = tables.get("批量")
    entries = read_batch(reading, batch[0], tables) if batch else (read_single(reading, tables),)
    return ReadResult(entries, tuple(reading.teller.said), bool(batch))


def _tables(reading: Reading) -> dict[str, list[Grid]]:
    """Return kind (数字 段落 批量 组|path) → tables, found by their markers, else by their headings."""
    tables: dict[str, list[Grid]] = {}
    for sheet in reading.book.sheets:
        if grid := marked_grid(sheet):
            tables.setdefault(_kind(grid), []).append(grid)
    if not any(kind in tables for kind in ("数字", "段落", "批量")):
        tables |= _by_headings(reading)
    for grids in tables.values():
        if len(grids) > 1:
            names = "”“".join(grid.sheet.name for grid in grids)
            message = f"工作表“{names}”是同一张表的几份，只读了第一份，请删去多余的工作表"
            reading.teller.tell(Place(grids[1].sheet.name), message)
    return tables


def _kind(grid: Grid) -> str:
    marker = grid.marker
    if marker is None:
        return ""
    return f"组|{marker.path}" if marker.kind == "组" else marker.kind


def _refuse_other_form(reading: Reading, tables: Mapping[str, list[Grid]]) -> None:
    form = reading.form
    markers = [grid.marker for grids in tables.values() for grid in grids if grid.marker]
    other = next((one.form for one in markers if one.form != form.name), "")
    if other:
        raise InputFileError(f"这份工作簿是“{other}”的填报表，不是“{form.name}”的，请选对文种或换一份工作簿")
    if any(one.version != form.version for one in markers):
        reading.teller.tell(Place(""), "工作簿是按较早版本的表单做的，能对上的都已读入，对不上的逐格列出", level="info")


def _by_headings(reading: Reading) -> dict[str, list[Grid]]:
    """Find the tables of a workbook without our keys by what their headings say."""
    roles = Headings({normal(word): role for word, role in _ROLE_WORDS.items()})
    units = Headings(names_of(reading.scalars.values()) | _BATCH_WORDS)
    found: dict[str, list[Grid]] = {}
    batches: list[Grid] = []
    for sheet in sorted(reading.book.sheets, key=lambda one: one.hidden):
        if grid := roles.find(sheet, lambda keys: {"指标", VALUE} <= keys):
            found.setdefault("段落" if "数字" in found else "数字", []).append(grid)
        elif grid := units.find(sheet, lambda keys: UNIT in keys and bool(keys - {UNIT, PERIOD})):
            batches.append(grid)
    if not found and batches:
        found["批量"] = [_one_of(batches)]
    if not found:
        raise InputFileError(
            f"工作簿里没有找到“{reading.form.name}”的填报表（第一列应是“指标”或“单位名称”），请用下载的空白表填写"
        )
    return found | _groups_by_headings(reading, [grid.sheet for grids in found.values() for grid in grids])


def _one_of(batches: list[Grid]) -> Grid:
    """Return the one sheet that holds the units; several that could be it are not guessed between."""
    open_ = [grid for grid in batches if not grid.sheet.hidden] or batches
    most = max(len(grid.columns) for grid in open_)
    best = [grid for grid in open_ if len(grid.columns) * 2 > most]
    if len(best) > 1:
        names = "、".join(grid.sheet.name for grid in best)
        raise InputFileError(f"有几个工作表都像数据表：{names}。请只留要读的一个工作表，其余的删去或另存")
    return best[0]


def _groups_by_headings(reading: Reading, taken: list[Sheet]) -> dict[str, list[Grid]]:
    found: dict[str, list[Grid]] = {}
    for shape in reading.shapes.values():
        known = names_of(shape.columns) | _BATCH_WORDS | {normal(LABELS[key]): key for key in (NUMBER, PARENT)}
        titles = {normal(shape.label), normal(shape.path), normal(shape.field.label)}
        for sheet in reading.book.sheets:
            if all(sheet is not one for one in taken) and normal(sheet.name) in titles:
                grid = Headings(known).find(sheet, lambda keys: any(not key.startswith("@") for key in keys))
                if grid:
                    found.setdefault(f"组|{shape.path}", []).append(grid)
    return found
