"""Where a value stood in a workbook, what is said of it there, and what a cell means as typed text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from lib.core.model import Finding, Level
from lib.excel.book import Cell, plain, reference

RULE = "工作簿"
_SAVE = "是公式，还没有计算结果，请在 Excel/WPS 中打开并保存一次"
_PICTURE = "是嵌在单元格里的图片（WPS），读不出内容，请改填文字或数字"
_ROUNDED = "超过15位，Excel 只保留前15位，末几位已丢失，请把单元格格式设为“文本”后重填"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ZEROS = re.compile(r"0{2,}$")


class Place(NamedTuple):
    """A cell: sheet name, row and column from 1. Column 0 stands for the whole row, row 0 for the whole sheet."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        return reference(self.row, self.column) if self.row and self.column else ""

    def words(self, label: str = "") -> str:
        """Say the place: 工作表 数据，第12行，宣传单数（C12）."""
        parts = [f"工作表 {self.sheet}"]
        if self.row:
            parts.append(f"第{self.row}行")
        cell = f"（{self.cell}）" if self.cell else ""
        if label or cell:
            parts.append(f"{label or '单元格'}{cell}")
        return "，".join(parts)


NOWHERE = Place("")


class RowPlaces(MutableMapping[str, Place]):
    """The cells of an entry that stands on one row, worked out when asked: a workbook has hundreds of thousands.

    What is set (rows of groups on other sheets) stands beside them.
    """

    __slots__ = ("_columns", "_row", "_set", "_sheet")

    def __init__(self, sheet: str, row: int, columns: Mapping[str, int]) -> None:
        self._sheet, self._row, self._columns = sheet, row, columns
        self._set: dict[str, Place] = {}

    def __getitem__(self, path: str) -> Place:
        return self._set[path] if path in self._set else Place(self._sheet, self._row, self._columns[path])

    def __setitem__(self, path: str, place: Place) -> None:
        self._set[path] = place

    def __delitem__(self, path: str) -> None:
        del self._set[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._columns
        yield from self._set

    def __len__(self) -> int:
        return len(self._columns) + len(self._set)


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding and the cell it stands at; the finding's message already says where."""

    place: Place
    finding: Finding
    text: str  # the message without the place

    def as_json(self) -> dict[str, Any]:
        """Return DESIGN §4's finding with `sheet`, `row` and `cell` added."""
        return self.finding.as_json() | {"sheet": self.place.sheet, "row": self.place.row, "cell": self.place.cell}


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit's entry as a workbook holds it: raw text by field, and the cell of every field path."""

    unit: str
    period: str
    raw: Mapping[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = NOWHERE  # of the unit's name, or of the row
    labels: Mapping[str, str] = field(default_factory=dict)

    def located(self, findings: Iterable[Finding]) -> list[CellFinding]:
        """Put findings of the walk at their cells: the field's, else its group's first row, else the unit's."""
        found = []
        for one in findings:
            place = self._place(one.field)
            label = self.label(one.field) if one.field else self.unit
            message = f"{place.words(label)}：{one.message}" if place.sheet else one.message
            found.append(CellFinding(place, replace(one, message=message), f"{label}：{one.message}"))
        return found

    def label(self, path: str) -> str:
        """Return a field path as people call it: 风险隐患第2行·表现."""
        parts, names, known = [], "", ""
        for step in path.split("."):
            name, _, number = step.partition("[")
            names = f"{names}.{name}" if names else name
            known = self.labels.get(names, name)
            parts.append(f"{known}第{number[:-1]}行" if number else known)
        return "·".join(parts)

    def _place(self, path: str | None) -> Place:
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0] or (path.rpartition("[")[0] if "[" in path else "")
        return self.place


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a workbook holds: entries in the order of their rows, and what is said of its cells."""

    entries: tuple[Entry, ...]
    cell_findings: tuple[CellFinding, ...] = ()
    batch: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The cell findings as plain findings; every message names sheet, row and cell."""
        return tuple(one.finding for one in self.cell_findings)

    def cell_faults(self) -> dict[int, tuple[CellFinding, ...]]:
        """Return what is said at the cells of each entry, by the entry's position; entries without are left out."""
        found: dict[int, list[CellFinding]] = {}
        for position, one in self._owned():
            if position is not None:
                found.setdefault(position, []).append(one)
        return {position: tuple(said) for position, said in found.items()}

    def faults(self) -> dict[int, tuple[Finding, ...]]:
        """Return cell_faults as plain findings."""
        return {position: tuple(one.finding for one in said) for position, said in self.cell_faults().items()}

    def loose_findings(self) -> tuple[Finding, ...]:
        """Return what is said of no entry: of sheets, columns, rows that were not read."""
        return tuple(one.finding for position, one in self._owned() if position is None)

    def _owned(self) -> Iterator[tuple[int | None, CellFinding]]:
        """Yield each finding with the position of the entry it belongs to."""
        if not self.cell_findings:
            return
        owners: dict[Place, int] = {}
        for position, entry in enumerate(self.entries):
            for place in (*entry.places.values(), entry.place):
                owners[place] = position
                owners.setdefault(Place(place.sheet, place.row), position)
        for one in self.cell_findings:
            exact = owners.get(one.place)
            row = owners.get(Place(one.place.sheet, one.place.row)) if one.place.row and self.batch else None
            yield (exact if exact is not None else row), one


@dataclass(slots=True)
class Teller:
    """Gathers what is to be said of cells."""

    said: list[CellFinding] = field(default_factory=list)

    def tell(
        self, place: Place, message: str, *, label: str = "", level: Level = "error", path: str | None = None
    ) -> None:
        text = f"{place.words(label)}：{message}" if place.sheet else message
        self.said.append(
            CellFinding(place, Finding(RULE, level, text, field=path), f"{label}：{message}" if label else message)
        )


Kind = Literal["number", "percent", "date", "text"]


class Meaning(NamedTuple):
    """A cell as typed text (None: unreadable), and what to tell of it."""

    text: str | None
    level: Level | None = None
    message: str = ""


def understand(cell: Cell, kind: Kind) -> Meaning:
    """Return a cell's content as a clerk would have typed it into a field of this kind.

    `percent` is a figure counted in %: a cell that shows 12.5% gives 12.5; any other figure gives the exact value.
    """
    if cell.kind == "text":
        return Meaning(cell.text)
    if cell.kind == "number":
        return _number(cell, kind)
    return _RARE[cell.kind](cell, kind)


def _number(cell: Cell, kind: Kind) -> Meaning:
    if kind == "number":
        return Meaning(cell.text)
    if kind == "date":
        return Meaning(cell.text)
    if not cell.format or cell.format == "General":
        return Meaning(cell.text)
    shown = bare_format(cell.format)
    if "%" in shown:
        return Meaning(plain(Decimal(cell.text) * 100) + ("" if kind == "percent" else "%"))
    if kind == "text" and _ZEROS.match(shown) and cell.text.isdigit() and len(cell.text) < len(shown):
        text = cell.text.zfill(len(shown))
        return Meaning(text, "info", f"单元格显示为“{text}”（实际存的是 {cell.text}），已按显示的读入")
    return Meaning(cell.text)


def _date(cell: Cell, kind: Kind) -> Meaning:
    if kind == "date":
        return Meaning(cell.text)
    if kind in ("number", "percent"):
        return Meaning(None, "error", f"是日期（{cell.text}），这里应填数字，请把单元格格式改为“常规”后重填")
    shown = _shown_date(cell)
    return Meaning(shown, "info", f"是日期格式的单元格，已读作“{shown}”")


def _shown_date(cell: Cell) -> str:
    """Word a date as its format shows it: 2025年7月 or 7月5日 where year or day are left out."""
    parts = cell.text.split("-")
    if len(parts) != 3 or " " in cell.text:
        return cell.text
    year, month, day = (int(part) for part in parts)
    shown = bare_format(cell.format).lower()
    if "y" in shown and "d" not in shown:
        return f"{year}年{month}月"
    return f"{month}月{day}日" if "d" in shown and "y" not in shown else f"{year}年{month}月{day}日"


@lru_cache(maxsize=256)
def bare_format(code: str) -> str:
    """Return a number format's first section without quoted words, escapes and colours."""
    return _QUOTED.sub("", code.split(";")[0])


_RARE = {
    "date": _date,
    "bool": lambda cell, kind: Meaning(cell.text),
    "error": lambda cell, kind: Meaning(None, "error", f"公式出错（{cell.text}），请改正公式或直接填写"),
    "uncalculated": lambda cell, kind: Meaning(None, "error", _SAVE),
    "picture": lambda cell, kind: Meaning(None, "error", _PICTURE),
    "rounded": lambda cell, kind: Meaning(None, "error", f"数字 {cell.text} {_ROUNDED}"),
}
