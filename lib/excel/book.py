"""Read every sheet of a workbook into plain cells, in one bounded pass over its XML. It does not know forms.

openpyxl's reader is not used here: it can't be bounded (SAFETY.md), gives either formulas or their values, and
rounds long numbers before one can say so. openpyxl writes the workbooks and marks the ones handed back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from lib.errors import InputFileError
from lib.excel.package import Package, feed, open_package, strict_parser
from lib.excel.parts import local, number_formats, shared_strings, sheet_parts, unescape, whole, workbook_part

MAX_ROW, MAX_COLUMN = 100_000, 2_000  # the last cell that holds something
MAX_CELLS = 600_000  # cells that hold something, in the whole workbook
MAX_ELEMENTS = 3_000_000  # rows and cells, empty ones included
MAX_MERGE = 50_000  # cells of one merged area
MAX_MERGES = 20_000
_FIFTEEN = Context(prec=15)  # Excel keeps 15 significant digits
_DIGITS = "0123456789"
_DIMENSION = re.compile(r"[A-Z]+(\d+)(?::([A-Z]+)(\d+))?$")


class Cell(NamedTuple):
    """What a cell shows and what it is.

    kind: text | number | rounded (a number beyond 15 digits) | date | bool | error | uncalculated (a formula that
    was never computed) | picture (WPS DISPIMG). `text`: numbers as exact plain decimals, dates as ISO, bool 是/否.
    """

    text: str
    kind: str = "text"
    format: str = ""
    formula: bool = False


@dataclass(slots=True)
class Sheet:
    """One worksheet: `rows` maps row → column → Cell, both from 1, only cells that hold something."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, last row, last column
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    declared_rows: int = 0

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return cell.text if cell else ""

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @property
    def last_column(self) -> int:
        return max((max(cells) for cells in self.rows.values() if cells), default=0)


@dataclass(slots=True)
class Book:
    """All worksheets (chart sheets left out) and the date system."""

    sheets: list[Sheet]
    date1904: bool = False
    macros: bool = False


def scan_workbook(content: bytes) -> None:
    """Raise InputFileError, in one Chinese line, for a file that can't or mustn't be opened; memory stays bounded."""
    load_book(content)


def load_book(content: bytes) -> Book:
    """Read an uploaded workbook; raises InputFileError for all that open_package refuses and for absurd extents."""
    package = open_package(content)
    workbook = workbook_part(package)
    parts = sheet_parts(package, workbook)
    if not parts.sheets:
        raise InputFileError("工作簿里没有数据工作表（只有图表或宏表），请换一份")
    strings = shared_strings(package, parts.related("sharedStrings"))
    formats = number_formats(package, parts.related("styles"))
    book = Book([], parts.date1904, any(name.endswith("vbaproject.bin") for name in package.names))
    budget = _Budget()
    for name, hidden, target in parts.sheets:
        reader = _SheetReader(Sheet(name, hidden), strings, formats, parts.date1904, budget)
        book.sheets.append(reader.read(package, target))
    return book


def reference(row: int, column: int) -> str:
    """Return a cell's name, e.g. C10."""
    return f"{get_column_letter(column)}{row}"


@dataclass(slots=True)
class _Budget:
    """What a whole workbook may still spend."""

    cells: int = MAX_CELLS
    elements: int = MAX_ELEMENTS


class _SheetReader:
    """The handlers of one sheet's XML."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[str], date1904: bool, budget: _Budget) -> None:
        self.sheet, self.strings, self.budget = sheet, strings, budget
        self.formats = [(code, bool(code) and is_date_format(code)) for code in formats]
        self.epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
        self.row = self.column = 0
        self.kind, self.style, self.formula, self.phonetic = "n", 0, False, False
        self.value: list[str] = []
        self.formula_text: list[str] = []
        self.sink: list[str] | None = None
        self.locals: dict[str, str] = {}
        self.letters: dict[str, int] = {}
        self.cells: dict[int, Cell] = {}

    def read(self, package: Package, part: str) -> Sheet:
        parser = strict_parser()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        feed(parser, package.chunks(part))
        return self.sheet

    def refuse(self, message: str) -> InputFileError:
        return InputFileError(f"工作表“{self.sheet.name}”{message}")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = self.locals.get(tag) or self.locals.setdefault(tag, local(tag))
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "t":
            self.sink = None if self.phonetic else self.value
        elif tag == "f":
            self.formula, self.sink = True, self.formula_text
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col":
            self._column(attributes)
        elif tag == "dimension":
            match = _DIMENSION.match(attributes.get("ref", ""))
            self.sheet.declared_rows = int(match[3] or match[1]) if match else 0

    def text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def end(self, tag: str) -> None:
        tag = self.locals[tag]
        if tag == "v" or tag == "t" or tag == "f":
            self.sink = None
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self.phonetic = False

    def _spend(self) -> None:
        self.budget.elements -= 1
        if self.budget.elements < 0:
            raise self.refuse(
                f"的行、列多得不正常（超过{MAX_ELEMENTS // 10_000}万格），请删去数据以外的空行空列后再上传"
            )

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._spend()
        self.row = whole(attributes.get("r")) or self.row + 1
        self.column = 0
        self.cells = {}
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._spend()
        place = attributes.get("r")
        if place:
            letters = place.rstrip(_DIGITS)
            self.column = self.letters.get(letters) or self._letters(letters)
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
        if self.value:
            self.value.clear()
        self.formula = False

    def _letters(self, letters: str) -> int:
        try:
            index = column_index_from_string(letters)
        except ValueError:
            raise self.refuse("里有无法识别的单元格地址，工作簿已损坏") from None
        self.letters[letters] = index
        return index

    def _end_cell(self) -> None:
        if not self.value and not self.formula:
            return
        cell = self._cell("".join(self.value))
        self.formula_text.clear()
        if cell is None:
            return
        if self.row > MAX_ROW or self.column > MAX_COLUMN:
            place = reference(self.row, self.column) if self.column <= 18_278 else f"第{self.row}行"
            raise self.refuse(
                f"在很远的 {place}（第{self.row}行第{self.column}列）还有内容，请删去数据以外的行和列后再上传"
            )
        self.budget.cells -= 1
        if self.budget.cells < 0:
            raise self.refuse(f"的单元格过多（超过{MAX_CELLS // 10_000}万格），请分成几份上传")
        if not self.cells:
            self.sheet.rows[self.row] = self.cells
        self.cells[self.column] = cell

    def _cell(self, value: str) -> Cell | None:
        """Make the cell of a stored value; None where nothing shows."""
        formula, kind = self.formula, self.kind
        if formula and "DISPIMG" in "".join(self.formula_text):
            return Cell("", "picture", "", True)
        if kind == "s":
            index = whole(value)
            if index >= len(self.strings) or not value.strip().isdigit():
                raise self.refuse("引用了不存在的文字，工作簿已损坏，请在 Excel 或 WPS 中修复并另存")
            text = self.strings[index]
            return Cell(text, "text", self._format(), formula) if text else None
        if kind in ("inlineStr", "str"):
            text = unescape(value)
            return Cell(text, "text", self._format(), formula) if text else None
        if not value.strip():
            return Cell("", "uncalculated", "", True) if formula else None
        if kind == "e":
            return Cell(value, "error", "", formula)
        if kind == "b":
            return Cell("是" if value.strip() in ("1", "true") else "否", "bool", "", formula)
        if kind == "d":
            return Cell(value.removesuffix("T00:00:00").removesuffix("Z"), "date", "", formula)
        return self._number(value.strip(), formula)

    def _format(self) -> str:
        return self.formats[self.style][0] if self.style < len(self.formats) else ""

    def _number(self, value: str, formula: bool) -> Cell:
        code, dated = self.formats[self.style] if self.style < len(self.formats) else ("", False)
        if dated:
            text = serial_text(value, self.epoch, code)
            if text:
                return Cell(text, "date", code, formula)
        if len(value) <= 15 and value.isdigit():
            return Cell(value, "number", code, formula)
        try:
            number = Decimal(value)
        except InvalidOperation:
            return Cell(value, "text", code, formula)
        if not number.is_finite() or number.adjusted() > 300:
            return Cell(value, "text", code, formula)
        kind = "rounded" if number.adjusted() >= 15 else "number"
        return Cell(plain(_FIFTEEN.plus(number)), kind, code, formula)

    def _merge(self, area: str) -> None:
        match = re.match(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$", area)
        if not match:
            return
        left, right = column_index_from_string(match[1]), column_index_from_string(match[3])
        top, bottom = int(match[2]), int(match[4])
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGE or len(self.sheet.merges) >= MAX_MERGES:
            raise self.refuse(f"的合并单元格 {area} 过大或过多（整行整列），请取消合并后再上传")
        self.sheet.merges.append((top, left, bottom, right))

    def _column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = whole(attributes.get("min")), min(whole(attributes.get("max")), MAX_COLUMN)
            self.sheet.hidden_columns.update(range(first, last + 1))


def plain(number: Decimal) -> str:
    """Return a Decimal without exponent or idle zeros: 1E+3 → 1000, 0.30 → 0.3."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def serial_text(value: str, epoch: datetime, code: str = "") -> str:
    """Return an Excel serial as ISO text (date, date and minutes, or minutes alone); "" when it is no date."""
    try:
        serial = float(value)
    except ValueError:
        return ""
    if not 0 <= serial < 2_958_466 or is_timedelta_format(code):
        return ""
    if serial < 1:
        return (epoch + timedelta(seconds=round(serial * 86_400))).strftime("%H:%M")
    if epoch.year < 1904 and serial < 60:
        serial += 1  # the 1900 system counts a 29 February that never was
    moment = epoch + timedelta(seconds=round(serial * 86_400))
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
