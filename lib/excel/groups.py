"""Read the sheets of repeating groups and put their rows into the entries they belong to."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from lib.excel.context import Reading, kind_of
from lib.excel.grid import Grid, data_rows, fill_merges, tell_extra_columns
from lib.excel.places import NOWHERE, Place
from lib.excel.shape import NUMBER, PARENT, PERIOD, UNIT, GroupShape


@dataclass(slots=True)
class GroupRow:
    """A row of a group as it stands on its sheet, before it is put into its entry."""

    row: int
    data: dict[str, Any]
    places: dict[str, Place]
    unit: str = ""
    number: str = ""
    parent: str = ""
    place: Place = NOWHERE


def read_group(reading: Reading, grid: Grid, shape: GroupShape, lead: tuple[str, ...]) -> list[GroupRow]:
    """Read a group's sheet; `lead` names the key columns that say whose row it is."""
    fill_merges(grid, reading.teller)
    fields = {one.name: one for one in shape.columns}
    known = {key for key in grid.columns if key.partition(".")[0] in fields} | {UNIT, NUMBER, PARENT, PERIOD}
    tell_extra_columns(grid, reading.teller, known)
    rows: list[GroupRow] = []
    for row, cells in data_rows(grid, reading.teller, (*lead, PARENT)):
        entry = GroupRow(
            row, {}, {}, place=grid.place(row, next((key for key in cells if not key.startswith("@")), ""))
        )
        for key, cell in cells.items():
            place = grid.place(row, key)
            one = fields.get(key.partition(".")[0])
            if one is None:
                continue
            kind = kind_of(one) if "." not in key else "text"
            text = reading.text(cell, kind, place, reading.labels.get(f"{shape.path}.{key}", key))
            if text is not None and not (key.endswith(".量词") and text.strip() == one.unit):
                entry.data[key] = text
            entry.places[key] = place
        for key, name in ((UNIT, "unit"), (NUMBER, "number"), (PARENT, "parent")):
            cell = grid.sheet.cell(row, grid.columns.get(key, 0))
            if cell is not None:
                setattr(entry, name, cell.text.strip())
        if any(not key.startswith("@") for key in cells):
            rows.append(entry)
    return rows


def nest(
    reading: Reading, rows: Mapping[str, list[GroupRow]], raw: dict[str, Any], places: MutableMapping[str, Place]
) -> None:
    """Put group rows into the entry they belong to, nested groups under the row their 上级序号 names."""
    for path, shape in reading.shapes.items():
        if path not in rows or shape.parent:
            continue
        raw[path] = [one.data for one in rows[path]] if rows[path] else raw.get(path, [])
        numbers = _numbers(rows[path])
        for index, one in enumerate(rows[path], 1):
            _place(places, f"{path}[{index}]", one)
        for inner_path, inner in reading.shapes.items():
            if inner.parent == path:
                for one in rows.get(inner_path, []):
                    _under(reading, inner, one, rows[path], numbers, places)


def _numbers(rows: list[GroupRow]) -> dict[str, int]:
    """Return the number a row goes by → its index: what 序号 says, else its order."""
    numbers = {str(index): index for index in range(1, len(rows) + 1)}
    if all(one.number for one in rows):
        numbers = {}
        for index, one in enumerate(rows, 1):
            numbers.setdefault(one.number, index)
    return numbers


def _place(places: MutableMapping[str, Place], path: str, one: GroupRow) -> None:
    places[path] = one.place
    for key, place in one.places.items():
        places[f"{path}.{key}"] = place


def _under(
    reading: Reading,
    shape: GroupShape,
    one: GroupRow,
    parents: list[GroupRow],
    numbers: Mapping[str, int],
    places: MutableMapping[str, Place],
) -> None:
    index = numbers.get(one.parent) or (1 if not one.parent and len(parents) == 1 else 0)
    if not index:
        said = f"上级序号“{one.parent}”在上级表里没有这一条" if one.parent else "没有写上级序号"
        place = Place(one.place.sheet, one.row, one.place.column)
        return reading.teller.tell(place, f"{said}，这一行没有读入，请填上级表的序号", label=shape.label)
    inner = parents[index - 1].data.setdefault(shape.field.name, [])
    inner.append(one.data)
    _place(places, f"{shape.parent}[{index}].{shape.field.name}[{len(inner)}]", one)
