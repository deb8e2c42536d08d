"""Read every sheet of a workbook into plain cells, in one bounded pass over its XML. It does not know forms.

openpyxl's reader is not used here: it can't be bounded (SAFETY.md), gives either formulas or their values, and
rounds long numbers before one can say so. openpyxl writes the workbooks and marks the ones handed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
MAX_CELLS = 1_200_000  # cells that hold something, in the whole workbook
MAX_ELEMENTS = 3_000_000  # rows and cells, empty ones included
MAX_MERGE = 50_000  # cells of one merged area
MAX_MERGES = 20_000
_FIFTEEN = Context(prec=15)  # Excel keeps 15 significant digits
_DIGITS = "0123456789"
_DIMENSION = re.compile(r"[A-Z]+(\d{1,9})(?::([A-Z]+)(\d{1,9}))?$")


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


_PLAIN_STYLE = ("", False)  # number format, whether it shows dates


class _SheetReader:
    """Reads one sheet's XML; what comes once a cell is written for speed, a workbook has hundreds of thousands."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[str], date1904: bool, budget: _Budget) -> None:
        self.sheet, self.strings, self.budget = sheet, strings, budget
        self.styles = {str(number): (code, bool(code) and is_date_format(code)) for number, code in enumerate(formats)}
        self.epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
        self.letters: dict[str, int] = {}

    def read(self, package: Package, part: str) -> Sheet:
        parser = strict_parser()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._handlers()
        feed(parser, package.chunks(part))
        return self.sheet

    def _handlers(self) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]]:
        rows, letters, locals_ = self.sheet.rows, self.letters, {"c": "c", "v": "v", "row": "row"}
        left, budget = self.budget.elements, self.budget
        row = column = 0
        cells: dict[int, Cell] = {}
        given: dict[str, str] = {}  # the attributes of the cell that is open
        formula, phonetic = False, False
        value: list[str] = []
        formula_text: list[str] = []
        sink: list[str] | None = None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, cells, given, formula, phonetic, sink, left
            tag = locals_.get(tag) or locals_.setdefault(tag, local(tag))
            if tag == "c":
                left -= 1
                if left < 0:
                    raise self._too_many()
                if "r" not in attributes:  # it stands right of the one before
                    before = given.get("r", "").rstrip(_DIGITS)
                    column = letters.get(before) or self._column_of(before) if before else column
                    column += 1
                    if column > 16_384:
                        raise self._too_far(row, column)
                    attributes["r"] = get_column_letter(column)
                given, formula = attributes, False
                if value:
                    value.clear()
            elif tag == "v" or tag == "t":
                sink = None if phonetic else value
            elif tag == "f":
                formula, sink = True, formula_text
            elif tag == "row":
                left -= 1
                if left < 0:
                    raise self._too_many()
                budget.elements = left
                row, column, cells, given = whole(attributes.get("r")) or row + 1, 0, {}, {}
                if attributes.get("hidden") in ("1", "true"):
                    self.sheet.hidden_rows.add(row)
            elif tag == "rPh":
                phonetic = True
            elif tag in ("mergeCell", "col", "dimension"):
                self._rare(tag, attributes)

        def end(tag: str) -> None:
            nonlocal phonetic, sink
            tag = locals_[tag]
            if tag == "c":
                if value or formula:
                    shown = value[0] if len(value) == 1 else "".join(value)
                    cell = self._cell(given.get("t", "n"), given.get("s", "0"), shown, formula, formula_text)
                    if cell is not None:
                        name = given["r"].rstrip(_DIGITS)
                        at = letters.get(name) or self._column_of(name)
                        if row > MAX_ROW or at > MAX_COLUMN:
                            raise self._too_far(row, at)
                        if not cells:
                            rows[row] = cells
                        cells[at] = cell
            elif tag == "v" or tag == "t" or tag == "f":
                sink = None
            elif tag == "rPh":
                phonetic = False

        def text(data: str) -> None:
            if sink is not None:
                sink.append(data)

        return start, end, text

    # ---- what a cell holds

    def _cell(self, kind: str, style: str, value: str, formula: bool, formula_text: list[str]) -> Cell | None:
        """Make the cell of a stored value; None where nothing shows."""
        self.budget.cells -= 1
        if self.budget.cells < 0:
            raise self._refuse(f"的单元格过多（超过{MAX_CELLS // 10_000}万格），请分成几份上传")
        if formula:
            picture = "DISPIMG" in "".join(formula_text)
            formula_text.clear()
            if picture:
                return Cell("", "picture", "", True)
        code, dated = self.styles.get(style, _PLAIN_STYLE)
        if kind == "n":
            return self._number(value.strip(), code, dated, formula)
        if kind == "s":
            index = int(value) if value.strip().isdigit() else -1
            if not 0 <= index < len(self.strings):
                raise self._refuse("引用了不存在的文字，工作簿已损坏，请在 Excel 或 WPS 中修复并另存")
            value = self.strings[index]
        elif kind in ("inlineStr", "str"):
            value = unescape(value)
        elif kind in _OTHER_KINDS and value.strip():
            return Cell(_OTHER_KINDS[kind][1](value.strip()), _OTHER_KINDS[kind][0], "", formula)
        return Cell(value, "text", code, formula) if value else None

    def _number(self, value: str, code: str, dated: bool, formula: bool) -> Cell | None:
        if not value:
            return Cell("", "uncalculated", "", True) if formula else None
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

    # ---- what is refused, and what comes seldom

    def _refuse(self, message: str) -> InputFileError:
        return InputFileError(f"工作表“{self.sheet.name}”{message}")

    def _too_many(self) -> InputFileError:
        many = MAX_ELEMENTS // 10_000
        return self._refuse(f"的行、列多得不正常（超过{many}万格），请删去数据以外的空行空列后再上传")

    def _too_far(self, row: int, column: int) -> InputFileError:
        place = f"{reference(row, column)}（第{row}行第{column}列）" if column <= 18_278 else f"第{row}行第{column}列"
        return self._refuse(f"在很远的 {place}还有内容，请删去数据以外的行和列后再上传")

    def _column_of(self, letters: str) -> int:
        try:
            index = column_index_from_string(letters)
        except ValueError:
            raise self._refuse("里有无法识别的单元格地址，工作簿已损坏") from None
        self.letters[letters] = index
        return index

    def _rare(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "dimension":
            match = _DIMENSION.match(attributes.get("ref", ""))
            self.sheet.declared_rows = int(match[3] or match[1]) if match else 0
        elif attributes.get("hidden") in ("1", "true"):
            first, last = whole(attributes.get("min")), min(whole(attributes.get("max")), MAX_COLUMN)
            self.sheet.hidden_columns.update(range(first, last + 1))

    def _merge(self, area: str) -> None:
        match = re.match(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$", area)
        if not match:
            return
        left, right = column_index_from_string(match[1]), column_index_from_string(match[3])
        top, bottom = int(match[2]), int(match[4])
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGE or len(self.sheet.merges) >= MAX_MERGES:
            raise self._refuse(f"的合并单元格 {area} 过大或过多（整行整列），请取消合并后再上传")
        self.sheet.merges.append((top, left, bottom, right))


_OTHER_KINDS: Mapping[str, tuple[str, Callable[[str], str]]] = {  # type of a stored value → kind, text
    "e": ("error", str),
    "b": ("bool", lambda value: "是" if value in ("1", "true") else "否"),
    "d": ("date", lambda value: value.removesuffix("Z").removesuffix("T00:00:00")),
}


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
