"""Read a workbook of one entry: one answer a row on 数字 and 文字段落, groups on their own sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.core.model import Field
from lib.excel.book import Cell
from lib.excel.context import Reading, kind_of, names_of
from lib.excel.grid import Grid, fill_merges, tell_extra_columns
from lib.excel.groups import nest, read_group
from lib.excel.places import Entry, Place
from lib.excel.shape import LABELS, PERIOD, PERIOD_WORDS, SIBLINGS, UNIT, UNIT_WORDS, VALUE, bare, normal

_HEAD_WORDS = {normal(word): UNIT for word in UNIT_WORDS} | {normal(word): PERIOD for word in PERIOD_WORDS}


def read_single(reading: Reading, tables: Mapping[str, list[Grid]]) -> Entry:
    """Return the entry; unknown rows, doubled rows and hidden rows are told."""
    answers = _Answers(reading)
    for kind in ("数字", "段落"):
        for grid in tables.get(kind, [])[:1]:
            answers.read(grid)
    rows = {
        path: read_group(reading, tables[f"组|{path}"][0], shape, ())
        for path, shape in reading.shapes.items()
        if f"组|{path}" in tables
    }
    nest(reading, rows, answers.raw, answers.places)
    unit, place = answers.head.get(UNIT, ("", Place("")))
    period, period_place = answers.head.get(PERIOD, ("", place))
    if not unit:
        reading.teller.tell(place, "单位名称没有填，请补上", label="单位名称", path="单位")
    key = reading.period(period, period_place)
    return Entry(unit, key, answers.raw, answers.places, place, reading.labels)


@dataclass(slots=True)
class _Answers:
    """The answers read so far, with their cells."""

    reading: Reading
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    head: dict[str, tuple[str, Place]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def read(self, grid: Grid) -> None:
        fill_merges(grid, self.reading.teller)
        known = names_of(self.reading.scalars.values())
        for row in sorted(grid.sheet.rows):
            cells = grid.sheet.rows[row]
            if not grid.key_column and row < grid.header_row:
                self._loose_head(grid, row)
                continue
            key = _text(cells, grid.key_column)
            label = _text(cells, grid.columns.get("指标", 0))
            if not key and row > grid.header_row:
                key = known.get(normal(label)) or known.get(normal(bare(label)), "")
            self._row(grid, row, key, label, cells)
        if grid.marker is not None:
            tell_extra_columns(grid, self.reading.teller, set(grid.columns))

    def _row(self, grid: Grid, row: int, key: str, label: str, cells: Mapping[int, Cell]) -> None:
        place = grid.place(row, VALUE)
        if key in (UNIT, PERIOD):
            self._head(place, key, cells.get(place.column))
        elif key in self.reading.scalars:
            self._answer(grid, row, self.reading.scalars[key], cells)
        elif row > grid.header_row and not key.startswith("@") and _text(cells, place.column):
            shown = label.strip(" *") or key or "这一行"
            why = "这一项现在的表单里没有" if key else "这一行对不上表单里的任何一项"
            self.reading.teller.tell(place, f"{why}，填写的内容没有读入", label=shown, level="warning")

    def _answer(self, grid: Grid, row: int, one: Field, cells: Mapping[int, Cell]) -> None:
        teller, place = self.reading.teller, grid.place(row, VALUE)
        if one.name in self.rows:
            message = f"与第{self.rows[one.name]}行重复，同一项只能有一行，请删去一行"
            teller.tell(place, message, label=one.label, path=one.name)
            return
        self.rows[one.name], self.places[one.name] = row, place
        if row in grid.sheet.hidden_rows:
            teller.tell(place, "是隐藏的行，已照常读入", label=one.label, level="info")
        cell = cells.get(place.column)
        if cell is not None:
            text = self.reading.text(cell, kind_of(one), place, one.label, one.name)
            if text is not None:
                self.raw[one.name] = text
        elif one.default is not None:
            self.raw[one.name] = ""  # the default stood there and was taken out
        for suffix in SIBLINGS if one.is_figure else ():
            beside = grid.place(row, suffix)
            if beside.column and _text(cells, beside.column):
                self._sibling(one, suffix, cells[beside.column], beside)

    def _sibling(self, one: Field, suffix: str, cell: Cell, place: Place) -> None:
        text = self.reading.text(cell, "text", place, f"{one.label}的{suffix}", one.name)
        if text is not None and not (suffix == "量词" and text.strip() == one.unit):
            self.raw[f"{one.name}.{suffix}"] = text
            self.places[f"{one.name}.{suffix}"] = place

    def _head(self, place: Place, key: str, cell: Cell | None) -> None:
        text = self.reading.text(cell, "text", place, LABELS[key]) if cell else None
        self.head.setdefault(key, ((text or "").strip(), place))

    def _loose_head(self, grid: Grid, row: int) -> None:
        """Read 填报单位：… and 报告期：… above a table that has no keys."""
        cells = sorted(grid.sheet.rows[row].items())
        for index, (column, cell) in enumerate(cells):
            name, _, rest = cell.text.replace("：", ":").partition(":")
            key = _HEAD_WORDS.get(normal(name))
            if key and rest.strip():
                self.head.setdefault(key, (rest.strip(), Place(grid.sheet.name, row, column)))
            elif key and index + 1 < len(cells):
                self._head(Place(grid.sheet.name, row, cells[index + 1][0]), key, cells[index + 1][1])


def _text(cells: Mapping[int, Cell], column: int) -> str:
    cell = cells.get(column)
    return (cell.text.strip() or cell.kind) if cell and (cell.text.strip() or cell.kind != "text") else ""
