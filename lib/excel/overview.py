"""Write the overview (汇总) as a workbook: who has reported, and each figure over units and periods with totals and charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series import SeriesLabel, StrRef
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, FigureTable, Overview
from lib.excel import styling as look
from lib.excel.ledger import exact_number, number_format, show_axes
from lib.excel.shape import sheet_names

STATUS = "报送情况"
_TINTS = {NOT_BEGUN: look.ERROR_FILL, DRAFT: look.WARNING_FILL}
_FORMULAS = {"sum": "SUM", "max": "MAX", "mean": "AVERAGE"}
_CHARTED = 40  # units in a chart; more can't be read
Computed = dict[str, Decimal | int]


def overview_workbook(
    overview: Overview | None = None, tables: Sequence[FigureTable] = (), *, title: str = "汇总"
) -> bytes:
    """Return the .xlsx: 报送情况 (units × reports) and a sheet a figure (units × periods) with totals and charts.

    Totals are formulas with their values stored; what is missing stays blank, is noted at its cell and named below.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = title
    computed: dict[str, Computed] = {}
    if overview is not None:
        computed[STATUS] = _status(workbook.create_sheet(STATUS), overview)
    for table, name in zip(tables, sheet_names([one.field.label for one in tables], (STATUS,)), strict=True):
        computed[name] = _figure(workbook.create_sheet(name), table)
    if not workbook.worksheets:
        look.put(workbook.create_sheet(STATUS).cell(1, 1), "没有可以汇总的内容")
    return look.fixed_bytes(workbook, computed)


def _head(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        look.dress(look.put(sheet.cell(row, column), text), font=look.BOLD, fill=look.HEAD_FILL, align=look.CENTRE)


def _title(sheet: Worksheet, text: str, columns: int) -> None:
    look.dress(look.put(sheet.cell(1, 1), text), font=look.TITLE, align=look.CENTRE, border=False)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(columns, 2))
    sheet.row_dimensions[1].height = 28


def _status(sheet: Worksheet, overview: Overview) -> Computed:
    """Write units × reports; below, how many stand where, counted by formulas."""
    _title(sheet, "报送情况", len(overview.columns) + 2)
    _head(sheet, 2, ("单位", "级别", *(column.label for column in overview.columns)))
    for row, line in enumerate(overview.rows, 3):
        look.dress(look.put(sheet.cell(row, 1), line.unit)).alignment = look.Alignment(indent=min(line.depth, 8))
        look.dress(look.put(sheet.cell(row, 2), line.level), align=look.CENTRE)
        for column, one in enumerate(line.cells, 3):
            cell = look.dress(look.put(sheet.cell(row, column), one.status), align=look.CENTRE)
            if one.status in _TINTS:
                cell.fill = _TINTS[one.status]
            look.note(cell, one.note)
    last, computed = len(overview.rows) + 2, {}
    for offset, status in enumerate((NOT_BEGUN, DRAFT, FINAL), 1):
        row = last + offset
        look.dress(look.put(sheet.cell(row, 1), f"{status}（个）"), font=look.BOLD, fill=look.LOCKED_FILL)
        look.dress(sheet.cell(row, 2), fill=look.LOCKED_FILL)
        for place in range(len(overview.columns)):
            letter = look.get_column_letter(place + 3)
            cell = look.dress(sheet[f"{letter}{row}"], font=look.BOLD, fill=look.LOCKED_FILL, align=look.CENTRE)
            cell.value = f'=COUNTIF({letter}3:{letter}{max(last, 3)},"{status}")'
            computed[cell.coordinate] = overview.count(place)[status]
    look.widths(sheet, (34, 10, *(20 for _ in overview.columns)))
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = f"A2:{look.get_column_letter(len(overview.columns) + 2)}{max(last, 3)}"
    look.page(sheet, titles="2:2")
    if overview.columns:
        _status_chart(sheet, last, len(overview.columns))
    return computed


def _status_chart(sheet: Worksheet, last: int, count: int) -> None:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.title = "col", "stacked", 100, "各期报送情况"
    area = Reference(sheet, min_col=1, max_col=count + 2, min_row=last + 1, max_row=last + 3)
    for row in range(area.min_row, area.max_row + 1):
        line = Reference(sheet, min_col=3, max_col=count + 2, min_row=row, max_row=row)
        chart.add_data(line, from_rows=True, titles_from_data=False)
        chart.series[-1].tx = _name(sheet, row)
    chart.set_categories(Reference(sheet, min_col=3, max_col=count + 2, min_row=2, max_row=2))
    chart.height, chart.width = 8, 20
    show_axes(chart)
    sheet.add_chart(chart, f"A{last + 6}")


def _name(sheet: Worksheet, row: int) -> SeriesLabel:
    return SeriesLabel(strRef=StrRef(f"'{sheet.title}'!$A${row}"))


def _figure(sheet: Worksheet, table: FigureTable) -> Computed:
    """Write one figure: units down, periods across, totals both ways where the figure adds up."""
    one, count = table.field, len(table.periods)
    unit = f"（{one.unit}）" if one.unit else ""
    across = one.aggregate in (*_FORMULAS, "last") and count > 1
    _title(sheet, f"{one.label}{unit}", count + 1 + across)
    _head(sheet, 2, ("单位", *(period.label for period in table.periods), *(["合计"] if across else [])))
    code = number_format(Decimal(0), one.unit, one.decimals)
    for row, name in enumerate(table.units, 3):
        look.dress(look.put(sheet.cell(row, 1), name))
        for column, (period, value) in enumerate(zip(table.periods, table.values[name], strict=True), 2):
            cell = look.dress(sheet.cell(row, column))
            if value is not None:
                cell.value = exact_number(value, f"{name} {one.label}")
            cell.number_format = code
            look.note(cell, table.notes.get((name, period.key), ""))
    last = len(table.units) + 2
    computed = _unit_totals(sheet, table, last, code) | (_period_totals(sheet, table, code) if across else {})
    _below(sheet, table, last + 2)
    look.widths(sheet, (34, *(16 for _ in table.periods), 16))
    sheet.freeze_panes = "B3"
    if table.units:
        sheet.auto_filter.ref = f"A2:{look.get_column_letter(count + 1)}{last}"
        _figure_charts(sheet, table, last)
    look.page(sheet, titles="2:2")
    return computed


def _unit_totals(sheet: Worksheet, table: FigureTable, last: int, code: str) -> Computed:
    """Write the line below the units: sum (also of what stands at a period's end), largest or mean."""
    aggregate = "sum" if table.field.aggregate == "last" else table.field.aggregate
    function, computed = _FORMULAS.get(aggregate), {}
    if function is None or not table.units:
        return computed
    label = {"sum": "合计", "max": "最大", "mean": "平均"}[aggregate]
    look.dress(look.put(sheet.cell(last + 1, 1), label), font=look.BOLD, fill=look.LOCKED_FILL)
    for column, period in enumerate(table.periods, 2):
        letter = look.get_column_letter(column)
        cell = look.dress(sheet.cell(last + 1, column), font=look.BOLD, fill=look.LOCKED_FILL)
        cell.number_format = code
        total = table.of_units(period).value
        if total is not None:
            cell.value = f"={function}({letter}3:{letter}{last})"
            computed[cell.coordinate] = total
    return computed


def _period_totals(sheet: Worksheet, table: FigureTable, code: str) -> Computed:
    """Write the column behind the periods: sum, largest, mean, or the last that is known."""
    computed: Computed = {}
    column = len(table.periods) + 2
    end = look.get_column_letter(column - 1)
    for row, name in enumerate(table.units, 3):
        cell = look.dress(sheet.cell(row, column), font=look.BOLD, fill=look.LOCKED_FILL)
        cell.number_format = code
        total = table.of_periods(name).value
        if total is not None:
            function = _FORMULAS.get(table.field.aggregate)
            area = f"B{row}:{end}{row}"
            cell.value = (
                f"={function}({area})"
                if function
                else f"=INDEX({area},SUMPRODUCT(MAX(ISNUMBER({area})*(COLUMN({area})-1))))"
            )
            computed[cell.coordinate] = total
    return computed


def _below(sheet: Worksheet, table: FigureTable, row: int) -> None:
    missing = [table.of_units(period).missing_names for period in table.periods]
    if any(missing):
        look.dress(look.put(sheet.cell(row, 1), "未计入"), font=look.GREY)
        for column, names in enumerate(missing, 2):
            look.dress(look.put(sheet.cell(row, column), names[:2000]), font=look.GREY, align=look.TOP)


def _figure_charts(sheet: Worksheet, table: FigureTable, last: int) -> None:
    count, shown = len(table.periods), min(last, _CHARTED + 2)
    bars = BarChart()
    bars.type, bars.title = "col", f"各单位{table.field.label}"
    bars.add_data(Reference(sheet, min_col=2, max_col=count + 1, min_row=2, max_row=shown), titles_from_data=True)
    bars.set_categories(Reference(sheet, min_col=1, min_row=3, max_row=shown))
    bars.height, bars.width = 9, min(34, max(16, 1.2 * (shown - 2)))
    show_axes(bars)
    place = look.get_column_letter(count + 4)
    sheet.add_chart(bars, f"{place}2")
    if count > 1 and table.field.aggregate in (*_FORMULAS, "last"):
        line = LineChart()
        line.title = f"{table.field.label}逐期"
        line.add_data(
            Reference(sheet, min_col=1, max_col=count + 1, min_row=last + 1), from_rows=True, titles_from_data=True
        )
        line.set_categories(Reference(sheet, min_col=2, max_col=count + 1, min_row=2, max_row=2))
        line.height, line.width = 8, 16
        for one in line.series:
            one.smooth = False
        show_axes(line)
        sheet.add_chart(line, f"{place}22")
