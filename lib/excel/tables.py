"""Read any table of given columns from a workbook: which sheet, which heading row, which rows, what each cell means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from lib.core.dates import read_date
from lib.core.model import Finding
from lib.core.numerals import read_number
from lib.errors import InputFileError
from lib.excel.book import Book, Cell, Sheet, load_book
from lib.excel.grid import Grid, Headings, data_rows, fill_merges, tell_extra_columns
from lib.excel.places import CellFinding, Place, Teller, understand
from lib.excel.shape import normal

_FIRST_DAY, _LAST_DAY = 18_000, 80_000  # serials between 1949 and 2119 are taken for dates


@dataclass(frozen=True, slots=True)
class Column:
    """A column asked for. `unique`: the same content twice (width and blanks aside) is told as 重复."""

    name: str
    kind: Literal["text", "number", "date"] = "text"
    required: bool = True
    unique: bool = False
    unit: str = ""  # a measure word that may trail its numbers
    names: tuple[str, ...] = ()  # other headings it goes by


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row read: str, Decimal or date by column name (absent where blank or faulty), and each value's cell."""

    row: int
    values: Mapping[str, Any]
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class TableResult:
    """The rows recognised, faulty ones included, and what is said of the cells; `asked` lists sheets to choose from."""

    rows: tuple[TableRow, ...] = ()
    cell_findings: tuple[CellFinding, ...] = ()
    sheet: str = ""
    asked: tuple[str, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(one.finding for one in self.cell_findings)


def read_table(content: bytes, columns: Sequence[Column], *, sheet: str | None = None) -> TableResult:
    """Read the table with these columns from a workbook.

    Several sheets that hold it give no rows, one question (a finding that names 工作表) and `asked`; `sheet` chooses.
    Raises InputFileError where the file can't be read or no sheet has the required columns (named).
    """
    book = load_book(content)
    teller = Teller()
    headings = Headings({normal(word): one.name for one in columns for word in (one.name, *one.names)})
    grids = _candidates(book, headings, columns, sheet)
    if len(grids) > 1:
        names = tuple(grid.sheet.name for grid in grids)
        teller.tell(Place(""), f"有几个工作表都像要读的数据：{'、'.join(names)}。请指明读哪一个工作表，或只留一个")
        return TableResult((), tuple(teller.said), "", names)
    return _Table(grids[0], columns, headings, teller).read(book)


def _candidates(book: Book, headings: Headings, columns: Sequence[Column], chosen: str | None) -> list[Grid]:
    needed = {one.name for one in columns if one.required}
    sheets = [one for one in book.sheets if chosen is None or one.name == chosen]
    if not sheets:
        raise InputFileError(f"没有名为“{chosen}”的工作表，现有：{'、'.join(one.name for one in book.sheets)}")
    found = [grid for one in sheets if (grid := headings.find(one, needed.issubset))]
    shown = [grid for grid in found if not grid.sheet.hidden] or found
    filled = [grid for grid in shown if grid.sheet.last_row > grid.header_row] or shown
    if not filled:
        raise InputFileError(_missing(sheets, headings, columns, needed))
    return filled


def _missing(sheets: Sequence[Sheet], headings: Headings, columns: Sequence[Column], needed: set[str]) -> str:
    best = max(sheets, key=lambda one: len(headings.best(one)))
    have = headings.best(best)
    asked = "、".join(one.name for one in columns if one.name in needed)
    if not have:
        return f"工作簿里没有找到表头行，应有这些列：{asked}"
    lacking = "、".join(one.name for one in columns if one.name in needed - have)
    return f"工作表“{best.name}”缺少列：{lacking}。表头应有：{asked}"


class _Table:
    """One sheet being read."""

    def __init__(self, grid: Grid, columns: Sequence[Column], headings: Headings, teller: Teller) -> None:
        self.grid, self.teller = grid, teller
        self.columns = [one for one in columns if one.name in grid.columns]
        self.headings = headings

    def read(self, book: Book) -> TableResult:
        grid, teller = self.grid, self.teller
        for sheet in book.sheets:
            if sheet.hidden and sheet is not grid.sheet and sheet.rows:
                teller.tell(Place(sheet.name), "是隐藏的工作表，没有读入", level="info")
        if grid.sheet.hidden:
            teller.tell(Place(grid.sheet.name), "是隐藏的工作表，已照常读入", level="warning")
        if grid.sheet.declared_rows > 2 * grid.sheet.last_row + 1000:
            message = f"声明有 {grid.sheet.declared_rows} 行，实际到第{grid.sheet.last_row}行，已按实际的行读入"
            teller.tell(Place(grid.sheet.name), message, level="info")
        for key, column in self.headings.repeated(grid):
            place = Place(grid.sheet.name, grid.header_row, column)
            teller.tell(place, "同名的列有两个，只读了前一个，请删去或改名", label=key, level="warning")
        fill_merges(grid, teller)
        tell_extra_columns(grid, teller, {one.name for one in self.columns})
        lead = [one.name for one in self.columns if one.kind == "text"]
        rows = [self._row(number, cells, book.date1904) for number, cells in data_rows(grid, teller, lead)]
        for column in self.columns:
            if column.unique:
                self._twins(column, rows)
        return TableResult(tuple(rows), tuple(teller.said), grid.sheet.name)

    def _row(self, row: int, cells: Mapping[str, Cell], date1904: bool) -> TableRow:
        values: dict[str, Any] = {}
        places: dict[str, Place] = {}
        for column in self.columns:
            place = places[column.name] = self.grid.place(row, column.name)
            cell = cells.get(column.name)
            if cell is None:
                if column.required:
                    self.teller.tell(place, "没有填，请补上", label=column.name)
                continue
            value = self._value(cell, column, place, date1904)
            if value is not None:
                values[column.name] = value
        return TableRow(row, values, places)

    def _value(self, cell: Cell, column: Column, place: Place, date1904: bool) -> Any:
        meaning = understand(cell, column.kind)
        if meaning.level:
            self.teller.tell(place, meaning.message, label=column.name, level=meaning.level)
        if meaning.text is None:
            return None
        return _CONVERT[column.kind](self, cell, meaning.text, column, place, date1904)

    def text(self, cell: Cell, text: str, column: Column, place: Place, date1904: bool) -> str:
        trimmed = text.strip() if column.unique else text
        if trimmed != text:
            self.teller.tell(place, f"前后的空白已去掉，读作“{trimmed[:30]}”", label=column.name, level="info")
        return trimmed

    def number(self, cell: Cell, text: str, column: Column, place: Place, date1904: bool) -> Decimal | None:
        if cell.kind == "number":
            return Decimal(text)
        number, reason = read_number(text, {column.unit} - {""})
        if reason:
            self.teller.tell(place, reason, label=column.name)
        elif number is not None:
            shown = format(number, "f")
            if shown != text.strip():
                self.teller.tell(
                    place, f"是文字“{text.strip()[:30]}”，已读作数字 {shown}", label=column.name, level="info"
                )
        return number

    def date(self, cell: Cell, text: str, column: Column, place: Place, date1904: bool) -> date | None:
        if cell.kind == "number":
            return self._serial(text, column, place, date1904)
        if cell.kind == "date" and " " in text:
            self.teller.tell(place, f"带有时刻（{text}），只取日期", label=column.name, level="info")
            text = text.partition(" ")[0]
        try:
            day = read_date(text)
        except ValueError as error:
            self.teller.tell(place, str(error), label=column.name)
            return None
        if cell.kind == "text":
            message = f"是文字“{text.strip()[:30]}”，已读作日期 {day.isoformat()}"
            self.teller.tell(place, message, label=column.name, level="info")
        return day

    def _serial(self, text: str, column: Column, place: Place, date1904: bool) -> date | None:
        if len(text) == 8 and text.isdigit() and text[:2] in ("19", "20"):
            try:
                day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
            except ValueError:
                day = None
        else:
            serial = Decimal(text)
            inside = _FIRST_DAY <= serial <= _LAST_DAY
            epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
            day = epoch + timedelta(days=int(serial)) if inside else None
        if day is None:
            self.teller.tell(place, f"“{text}”不是日期，请写成2025-06-25的样子", label=column.name)
            return None
        self.teller.tell(
            place, f"存的是数字 {text}，已读作日期 {day.isoformat()}，请核对", label=column.name, level="warning"
        )
        return day

    def _twins(self, column: Column, rows: Sequence[TableRow]) -> None:
        first: dict[str, TableRow] = {}
        sheet, place = self.grid.sheet, self.grid.columns[column.name]
        for row in rows:
            value = row.values.get(column.name)
            if not isinstance(value, str):
                continue
            twin = first.setdefault(normal(value), row)
            if twin is not row and sheet.cell(row.row, place) is not sheet.cell(twin.row, place):  # not one merged cell
                message = (
                    f"“{value}”重复：{twin.places[column.name].cell} 已有“{twin.values[column.name]}”，请核对是否同一个"
                )
                self.teller.tell(row.places[column.name], message, label=column.name, level="warning")


_CONVERT = {"text": _Table.text, "number": _Table.number, "date": _Table.date}
