"""How our workbooks look and what may stand in a cell: fonts, tints, locks, A4, text that stays text, fixed bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.cleaning import clean
from lib.errors import RefusedError

MAX_TEXT = 32_767  # characters of one cell; openpyxl cuts beyond it without a word
_FONT = "宋体"
_THIN = Side(style="thin", color="BFBFBF")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
TITLE = Font(name=_FONT, size=16, bold=True)
BOLD = Font(name=_FONT, size=11, bold=True)
PLAIN = Font(name=_FONT, size=11)
GREY = Font(name=_FONT, size=10, color="7F7F7F")
HEAD_FILL = PatternFill("solid", fgColor="D9E2F0")
REQUIRED_FILL = PatternFill("solid", fgColor="FFF2CC")
LOCKED_FILL = PatternFill("solid", fgColor="F2F2F2")
ERROR_FILL = PatternFill("solid", fgColor="FFC7CE")
WARNING_FILL = PatternFill("solid", fgColor="FFEB9C")
WRAP = Alignment(vertical="center", wrap_text=True)
TOP = Alignment(vertical="top", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
DATE_FORMAT = "yyyy-mm-dd"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,9}[1-9])?$", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d$", re.ASCII)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)</c>')
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def safe_text(value: Any, place: str = "") -> str:
    """Return text fit for a cell: forbidden characters gone, `_x000D_` kept literal.

    Raises RefusedError, naming the place, for text beyond 32 767 characters: it would be cut.
    """
    text = clean(str(value))[0]
    if len(text) > MAX_TEXT:
        where = f"“{place}”" if place else "这一格"
        raise RefusedError(f"{where}有 {len(text)} 字，超过 Excel 单元格 {MAX_TEXT} 字的上限，请删减或拆成几段后再导出")
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def typed_value(raw: Any) -> Any:
    """Return what a cell should hold for a raw text: a number or date where it reads back the same, else the text."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, str):
        if _NUMBER.match(raw) and len(raw.replace(".", "").lstrip("-")) <= 15 and raw != "-0":
            return Decimal(raw) if "." in raw else int(raw)
        if _DAY.match(raw):
            try:
                day = date.fromisoformat(raw)
            except ValueError:
                return raw
            return day if day.year >= 1901 else raw
        return raw
    if isinstance(raw, float):
        return typed_value(format(Decimal(repr(raw)), "f").removesuffix(".0"))
    if isinstance(raw, int):
        return typed_value(str(raw))
    if isinstance(raw, (list, tuple)):
        return "\n".join(str(one) for one in raw)
    return raw


def put(cell: Cell, value: Any, place: str = "") -> Cell:
    """Set a cell; text is stored as text whatever it begins with (=, +, -, @), and says so to Excel (quotePrefix)."""
    if isinstance(value, str):
        text = safe_text(value, place)
        if text:
            cell.value = text
            cell.data_type = "s"
            if text[0] in "=+-@'":
                cell.quotePrefix = True
    elif value is not None:
        cell.value = value
        if isinstance(value, (date, datetime)):
            cell.number_format = DATE_FORMAT
    return cell


def streamed(sheet: Any, value: Any, place: str = "") -> WriteOnlyCell:
    """Return a cell of a write-only sheet, with text kept text."""
    return put(WriteOnlyCell(sheet), value, place)


@contextmanager
def streaming() -> Iterator[Workbook]:
    """Give a write-only workbook, whose rows go straight to disk; what refuses to be written leaves no file behind."""
    workbook = Workbook(write_only=True)
    try:
        yield workbook
    except BaseException:
        for sheet in workbook.worksheets:
            sheet.close()
            sheet._writer.cleanup()
        raise


def dress(
    cell: Cell,
    *,
    font: Font = PLAIN,
    fill: PatternFill | None = None,
    align: Alignment = WRAP,
    open_: bool = False,
    border: bool = True,
) -> Cell:
    """Give a cell our look; `open_` unlocks it in a protected sheet."""
    cell.font, cell.alignment = font, align
    if border:
        cell.border = BORDER
    if fill is not None:
        cell.fill = fill
    if open_:
        cell.protection = OPEN
    return cell


def note(cell: Cell, text: str) -> None:
    """Hang a note on a cell, sized to its text; does nothing for blank text."""
    text = clean(text)[0].strip()
    if text:
        cell.comment = Comment(text[:2000], "填报成文", height=min(400, 40 + 18 * (len(text) // 18 + 1)), width=260)


def page(sheet: Worksheet, *, landscape: bool = True, titles: str = "", footer: bool = True) -> None:
    """Set A4 paper, one page wide, with the heading rows (`titles`, e.g. 2:5) on every page."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.print_options.horizontalCentered = True
    if titles:
        sheet.print_title_rows = titles
    if footer:
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def protect(sheet: Worksheet) -> None:
    """Lock what is not open, without a password; sorting, filtering, widths and new rows stay allowed."""
    guard = sheet.protection
    guard.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(guard, allowed, False)


def widths(sheet: Any, sizes: Iterable[float]) -> None:
    for index, size in enumerate(sizes, 1):
        sheet.column_dimensions[get_column_letter(index)].width = size


def choice_rule(choices: Sequence[str], label: str, source: str = "", *, strict: bool = True) -> DataValidation:
    """Return a list to choose from; `source` is a range, needed where the choices are long or hold commas."""
    formula = source or '"' + ",".join(choices) + '"'
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="stop" if strict else "warning")
    rule.errorTitle, rule.error = "请从列表中选择", f"{label[:60]}：请从下拉列表中选一项"[:250]
    rule.showErrorMessage = True
    return rule


def number_rule(label: str, minimum: Decimal | None, maximum: Decimal | None, decimals: int) -> DataValidation:
    """Return a rule for figures: a warning one may pass, because 6千 and 1.2万 are understood too."""
    kind = "decimal" if decimals else "whole"
    low = minimum if minimum is not None else Decimal(0)
    asked = "数字" if decimals else "整数"
    if maximum is None:
        rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1=str(low), allow_blank=True)
        limits = f"不小于 {low} 的{asked}"
    else:
        rule = DataValidation(type=kind, operator="between", formula1=str(low), formula2=str(maximum), allow_blank=True)
        limits = f"{low} 到 {maximum} 之间的{asked}"
    rule.errorStyle, rule.showErrorMessage = "warning", True
    rule.errorTitle, rule.error = "请填数字", f"{label[:60]}：应填{limits}，请核对"
    return rule


def date_rule(label: str) -> DataValidation:
    rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True, errorStyle="warning")
    rule.errorTitle, rule.error, rule.showErrorMessage = "请填日期", f"{label[:60]}：请写成 2025-6-25 的样子", True
    return rule


def fixed_bytes(workbook: Workbook, computed: Mapping[str, Mapping[str, Decimal | int]] | None = None) -> bytes:
    """Save a workbook so that the same content gives the same bytes: no clock in the zip nor in the properties.

    `computed`: sheet → cell → the value of the formula there. openpyxl stores none, and whoever reads without
    calculating (a preview, our own import) would see blanks; Excel recomputes all when it opens the file.
    """
    workbook.properties.creator = "填报成文"
    values: dict[str, Mapping[str, Decimal | int]] = {}
    if computed:
        workbook.calculation.fullCalcOnLoad = True
        parts = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(workbook.sheetnames, 1)}
        values = {parts[name]: cells for name, cells in computed.items()}
    buffer = io.BytesIO()
    workbook.save(buffer)
    return freeze(buffer.getvalue(), values)


def freeze(content: bytes, computed: Mapping[str, Mapping[str, Decimal | int]] | None = None) -> bytes:
    """Rewrite an .xlsx with fixed zip dates and core properties, and formulas' values put in (part → cell → value)."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            elif computed and (cells := computed.get(info.filename)):
                data = _with_values(data, cells)
            fixed = copy(info)
            fixed.date_time, fixed.compress_type = _ZIP_DATE, zipfile.ZIP_DEFLATED
            target.writestr(fixed, data, compresslevel=6)
    return result.getvalue()


def _with_values(data: bytes, cells: Mapping[str, Decimal | int]) -> bytes:
    def fill(match: re.Match[bytes]) -> bytes:
        value = cells.get(match[2].decode())
        return match[0] if value is None else match[1] + b"<v>" + format(value, "f").encode() + b"</v></c>"

    return _FORMULA.sub(fill, data)
