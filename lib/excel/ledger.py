"""Write the ledger (台账) as a workbook with its totals and a chart, and read it back. It asks nothing of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference

from lib.core.model import Finding
from lib.core.period import parse_period
from lib.errors import RefusedError
from lib.excel import styling as look
from lib.excel.tables import Column, read_table

LEDGER, TOTALS = "台账", "按指标合计"
_COLUMNS: Mapping[str, float] = {
    "单位名称": 28, "报告期": 18, "文种": 12, "状态": 8, "指标": 26, "数值": 14, "量词": 8, "来源说明": 34,
    "填报人": 12, "填报时间": 20, "字段": 24,
}  # fmt: skip
_TOTAL_COLUMNS: Mapping[str, float] = {
    "文种": 12, "指标": 28, "量词": 8, "条数": 8, "合计": 16, "平均": 16, "最大": 16, "字段": 24,
}  # fmt: skip
_RATES = ("%", "％")
_CHARTED = 20  # figures in the chart; more can't be read
_MAX_ROWS = 1_048_000  # Excel's own limit, less headings


class LedgerLine(Protocol):
    """A figure as the store's ledger gives it."""

    @property
    def format(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def measure(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A line of a ledger workbook read back; equal to the line it was written from, field by field."""

    format: str
    unit: str
    period: str
    status: str
    path: str
    label: str
    value: Decimal
    measure: str
    source: str
    at: str
    by: str


_STATUS = {"draft": "草稿", "final": "定稿"}


def ledger_workbook(rows: Iterable[LedgerLine], *, title: str = "数字台账") -> bytes:
    """Return the ledger as an .xlsx: every figure a row; on 按指标合计 a total per figure, as formula and value, with a chart.

    Raises RefusedError for a text or a number Excel can't hold.
    """
    rows = list(rows)
    if len(rows) > _MAX_ROWS:
        raise RefusedError(f"台账有 {len(rows)} 行，超过 Excel 一个工作表的行数，请按单位或年度分开导出")
    with look.streaming() as workbook:
        workbook.properties.title = title
        _lines(workbook.create_sheet(LEDGER), rows)
        computed = _totals(workbook.create_sheet(TOTALS), rows)
    return look.fixed_bytes(workbook, {TOTALS: computed} if computed else None)


def _frame(sheet: Any, columns: Mapping[str, float], freeze: str, count: int) -> None:
    """Set widths, frozen panes, filter and paper, and append the headings."""
    look.widths(sheet, columns.values())
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{look.get_column_letter(len(columns))}{count + 1}"
    look.page(sheet, titles="1:1")
    style = {"font": look.BOLD, "fill": look.HEAD_FILL, "align": look.CENTRE}
    sheet.append([look.dress(look.streamed(sheet, name), **style) for name in columns])


def _lines(sheet: Any, rows: Sequence[LedgerLine]) -> None:
    _frame(sheet, _COLUMNS, "B2", len(rows))
    for line in rows:
        place = f"{line.unit} {line.label}"
        period = parse_period(line.period)
        status = _STATUS.get(line.status, line.status)
        value = look.streamed(sheet, exact_number(line.value, place))
        value.number_format = number_format(line.value, line.measure)
        texts = (line.unit, period.label if period else line.period, line.format, status, line.label)
        cells = [look.streamed(sheet, text, place) for text in texts]
        after = (line.measure, line.source, line.by, line.at, line.path)
        sheet.append([*cells, value, *(look.streamed(sheet, text, place) for text in after)])


def exact_number(value: Decimal, place: str) -> Decimal:
    """Return a number Excel holds exactly; RefusedError where it has more than 15 digits."""
    if len(value.normalize().as_tuple().digits) > 15:
        raise RefusedError(f"“{place}”的数值 {value} 超过15位，Excel 存不下，请核对")
    return value


def number_format(value: Decimal, measure: str = "", decimals: int | None = None) -> str:
    """Return the number format of a figure: thousands for counts, its own decimals, % as it is counted in points."""
    places = decimals if decimals is not None else max(0, -int(value.normalize().as_tuple().exponent))
    code = "0" if measure in _RATES else "#,##0"
    code += f".{'0' * places}" if places else ""
    return f'{code}"%"' if measure in _RATES else code


def _totals(sheet: Any, rows: Sequence[LedgerLine]) -> dict[str, Decimal | int]:
    """Write a line a figure: how many entries, their total (rates: none), mean, largest; return the formulas' values."""
    groups: dict[tuple[str, str, str, str], list[Decimal]] = {}
    for line in rows:
        groups.setdefault((line.format, line.label, line.measure, line.path), []).append(line.value)
    ordered = sorted(groups.items(), key=lambda item: item[0][2] in _RATES)  # what has a total comes first
    _frame(sheet, _TOTAL_COLUMNS, "A2", len(ordered))
    last = len(rows) + 1
    span = {
        name: f"{LEDGER}!${letter}$2:${letter}${last}" for name, letter in zip(_COLUMNS, "ABCDEFGHIJK", strict=True)
    }
    computed: dict[str, Decimal | int] = {}
    for row, (key, values) in enumerate(ordered, 2):
        found = _formulas(row, values, key[2], span)
        computed |= {f"{letter}{row}": value for letter, (_, value) in found.items()}
        texts = [look.streamed(sheet, text) for text in key]
        sheet.append([*texts[:3], *(_formula_cell(sheet, found.get(one), one, key[2]) for one in "DEFG"), texts[3]])
    if ordered:
        _chart(sheet, min(len(ordered), _CHARTED) + 1)
    return computed


def _formula_cell(sheet: Any, found: tuple[str, Decimal | int] | None, letter: str, measure: str) -> Any:
    if found is None:
        return None
    cell = WriteOnlyCell(sheet, found[0])
    decimals = 2 if letter == "F" else None
    cell.number_format = "0" if letter == "D" else number_format(Decimal(found[1]), measure, decimals)
    return cell


def _formulas(
    row: int, values: Sequence[Decimal], measure: str, span: Mapping[str, str]
) -> dict[str, tuple[str, Decimal | int]]:
    """Return column → formula and its value. SUMPRODUCT compares whole texts; SUMIFS would read * as a wildcard."""
    same = f"({span['文种']}=A{row})*({span['字段']}=H{row})*({span['量词']}=C{row})*({span['指标']}=B{row})"
    total, mean = sum(values, Decimal(0)), sum(values, Decimal(0)) / len(values)
    found: dict[str, tuple[str, Decimal | int]] = {
        "D": (f"=SUMPRODUCT({same})", len(values)),
        "F": (f"=SUMPRODUCT({same}*{span['数值']})/D{row}", mean),
    }
    if measure not in _RATES:  # rates don't add up
        found["E"] = (f"=SUMPRODUCT({same}*{span['数值']})", total)
    if min(values) >= 0:
        found["G"] = (f"=SUMPRODUCT(MAX({same}*{span['数值']}))", max(values))
    return found


def _chart(sheet: Any, last: int) -> None:
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, "各指标合计"
    chart.add_data(Reference(sheet, min_col=5, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=last))
    chart.legend, chart.height, chart.width = None, max(7, 0.8 * last), 18
    show_axes(chart)
    chart.x_axis.scaling.orientation = "maxMin"  # the first figure on top
    sheet.add_chart(chart, "J2")


def show_axes(chart: BarChart) -> None:
    """Undo openpyxl's default that hides both axes in Excel."""
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = "#,##0"


def read_ledger(content: bytes) -> tuple[list[LedgerEntry], tuple[Finding, ...]]:
    """Read a workbook of `ledger_workbook` back; findings name the cells that can't be read.

    Raises InputFileError for a workbook that is none.
    """
    columns = [Column(name, "number" if name == "数值" else "text", required=name in _NEEDED) for name in _COLUMNS]
    result = read_table(content, columns, sheet=LEDGER)
    entries = [_entry(row.values) for row in result.rows if "数值" in row.values]
    return entries, result.findings


_NEEDED = ("单位名称", "报告期", "文种", "指标", "数值", "字段")
_STATUS_KEYS = {shown: key for key, shown in _STATUS.items()}


def _entry(values: Mapping[str, object]) -> LedgerEntry:
    def text(name: str) -> str:
        return str(values.get(name, ""))

    period = parse_period(text("报告期"))
    return LedgerEntry(
        format=text("文种"),
        unit=text("单位名称"),
        period=period.key if period else text("报告期"),
        status=_STATUS_KEYS.get(text("状态"), text("状态")),
        path=text("字段"),
        label=text("指标"),
        value=Decimal(str(values["数值"])),
        measure=text("量词"),
        source=text("来源说明"),
        at=text("填报时间"),
        by=text("填报人"),
    )
