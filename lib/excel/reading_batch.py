"""Read a workbook of many units: one row a unit, groups on further sheets keyed by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.core.model import Field
from lib.excel.book import Cell
from lib.excel.context import Reading, kind_of
from lib.excel.grid import Grid, data_rows, fill_merges, tell_extra_columns
from lib.excel.groups import GroupRow, nest, read_group
from lib.excel.places import Entry, Kind, RowPlaces
from lib.excel.shape import PERIOD, UNIT, normal


def read_batch(reading: Reading, grid: Grid, tables: Mapping[str, list[Grid]]) -> tuple[Entry, ...]:
    """Return one entry a row; duplicated units, rows without a unit and group rows of no unit are told."""
    fill_merges(grid, reading.teller)
    known = {key for key in grid.columns if key.partition(".")[0] in reading.scalars} | {UNIT, PERIOD}
    tell_extra_columns(grid, reading.teller, known)
    asked = known - {UNIT, PERIOD}
    columns = {key: column for key, column in grid.columns.items() if key in asked}
    answers = [
        (key, one := reading.scalars[key.partition(".")[0]], "text" if "." in key else kind_of(one)) for key in columns
    ]
    groups = {path: read_group(reading, tables[f"组|{path}"][0], shape, (UNIT,))
              for path, shape in reading.shapes.items() if f"组|{path}" in tables}  # fmt: skip
    by_unit = _by_unit(groups)
    entries, taken = [], {}
    for row, cells in data_rows(grid, reading.teller, (UNIT,)):
        entry = _entry(reading, grid, row, cells, answers, RowPlaces(grid.sheet.name, row, columns))
        del grid.sheet.rows[row]  # read: memory is for the entries now
        if entry is None:
            continue
        name = normal(entry.unit)
        nest(reading, by_unit.get(name, {}), raw=entry.raw, places=entry.places)
        twin = taken.setdefault((name, entry.period), row)
        if twin != row:
            _tell_twins(reading, grid, entry, twin, row)
        entries.append(entry)
    units = {normal(entry.unit) for entry in entries}
    for name, rows in by_unit.items():
        if name not in units:
            _tell_strangers(reading, grid, rows)
    return tuple(entries)


def _by_unit(groups: Mapping[str, list[GroupRow]]) -> dict[str, dict[str, list[GroupRow]]]:
    found: dict[str, dict[str, list[GroupRow]]] = {}
    for path, rows in groups.items():
        for one in rows:
            found.setdefault(normal(one.unit), {}).setdefault(path, []).append(one)
    return found


def _entry(
    reading: Reading,
    grid: Grid,
    row: int,
    cells: Mapping[str, Cell],
    answers: Sequence[tuple[str, Field, Kind]],
    places: RowPlaces,
) -> Entry | None:
    unit_place = grid.place(row, UNIT)
    unit = reading.text(cells[UNIT], "text", unit_place, "单位名称") if UNIT in cells else None
    unit = (unit or "").strip()
    if not unit:
        reading.teller.tell(unit_place, "单位名称没有填，这一行没有读入，请补上", label="单位名称", path="单位")
        return None
    place = grid.place(row, PERIOD) if PERIOD in grid.columns else unit_place
    typed = reading.text(cells[PERIOD], "text", place, "报告期") if PERIOD in cells else ""
    raw: dict[str, Any] = {}
    for key, one, kind in answers:
        cell = cells.get(key)
        if cell is None:
            continue
        plain = cell.kind == "text" or cell.kind == kind
        text = cell.text if plain else reading.text(cell, kind, places[key], one.label, one.name)
        if text is not None and not (key.endswith(".量词") and text.strip() == one.unit):
            raw[key] = text
    return Entry(unit, reading.period((typed or "").strip(), place), raw, places, unit_place, reading.labels)


def _tell_twins(reading: Reading, grid: Grid, entry: Entry, first: int, row: int) -> None:
    message = "单位重复：第{}行也是同一单位、同一报告期，请删去一行或改正单位名称"
    reading.teller.tell(grid.place(row, UNIT), message.format(first), label=entry.unit, path="单位")
    reading.teller.tell(grid.place(first, UNIT), message.format(row), label=entry.unit, path="单位")


def _tell_strangers(reading: Reading, grid: Grid, rows: Mapping[str, list[GroupRow]]) -> None:
    for lines in rows.values():
        for one in lines:
            said = f"单位“{one.unit}”不在工作表“{grid.sheet.name}”里" if one.unit else "没有写单位名称"
            reading.teller.tell(one.place, f"{said}，这一行没有读入，请核对单位名称", label="单位名称")
