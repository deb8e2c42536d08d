"""The ledger, the overview and lists go out as workbooks whose totals agree, and come back the same."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.core.cleaning import clean
from lib.core.model import Field, Finding
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, NOT_OWED, Cell, Column, FigureTable, Overview, StatusRow
from lib.core.period import Period
from lib.errors import RefusedError
from lib.excel.grid import _FOOTERS, _TOTALS
from lib.excel.ledger import LEDGER, TOTALS, LedgerEntry, ledger_workbook, read_ledger
from lib.excel.listing import findings_workbook, table_workbook
from lib.excel.overview import STATUS, overview_workbook
from lib.excel.shape import normal
from lib.excel.units import read_units, units_workbook

QUARTERS = tuple(Period(2025, "季度", part) for part in (1, 2, 3))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAMES = TEXTS.filter(lambda text: clean(text)[0].strip() == text and text != "")


def line(unit="甲社区", value="12", **more) -> LedgerEntry:
    start = {"format": "研判报告", "period": "2025Q2", "status": "draft", "path": "宣传单数", "label": "宣传单"}
    end = {"measure": "份", "source": "", "at": "2025-06-01T10:00:00", "by": "local"}
    return LedgerEntry(**{**start, **end, "unit": unit, "value": Decimal(value), **more})


def opened(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def figure(aggregate="sum", unit="份", **more) -> FigureTable:
    values = {
        "甲": (Decimal(1), Decimal(20), None),
        "乙": (Decimal(5), None, Decimal(3)),
        "丙": (Decimal("1000.5"),) * 3,
    }
    one = Field("宣传单数", "figure", "宣传单", unit=unit, aggregate=aggregate, decimals=1, **more)
    return FigureTable(one, QUARTERS, tuple(values), values, {("甲", "2025Q3"): "未填报", ("乙", "2025Q2"): "草稿"})


def overview() -> Overview:
    rows = (
        StatusRow("青石镇", "镇街", 0, (Cell(FINAL), Cell(DRAFT), Cell(NOT_BEGUN))),
        StatusRow("=甲社区", "社区", 1, (Cell(FINAL), Cell(NOT_OWED), Cell(NOT_BEGUN, note="已删除"))),
    )
    return Overview(tuple(Column("研判报告", period) for period in QUARTERS), rows)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            line,
            unit=NAMES,
            value=st.decimals(-(10**9), 10**9, places=3, allow_nan=False).map(str),
            label=NAMES,
            path=NAMES,
            source=TEXTS.map(lambda text: clean(text)[0]).filter(lambda text: text == "" or text.strip()),
            period=st.sampled_from(["2025Q1", "2025H2", "2024"]),
            status=st.sampled_from(["draft", "final"]),
            measure=st.sampled_from(["份", "%", ""]),
        ),
        max_size=6,
    )
)
def test_what_was_exported_comes_back_the_same(lines):
    assume(all(_is_unit(one.unit) for one in lines))
    entries, findings = read_ledger(ledger_workbook(lines))
    assert entries == lines and not [one for one in findings if one.level == "error"]


def _is_unit(name: str) -> bool:
    """Totals and signature lines are not data: no unit is called 合计."""
    return normal(name) not in {*_TOTALS, ""} and not _FOOTERS.match(name)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'甲", "＝1+1", "_x000B_", "007"]
)
def test_text_stays_text(text):
    content = ledger_workbook([line(source=text)])
    cell = opened(content)[LEDGER]["H2"]
    assert cell.data_type == "s" and read_ledger(content)[0][0].source == text
    if text[0] in "=+-@'":
        assert cell.quotePrefix


def test_control_characters_never_reach_a_cell():
    assert read_ledger(ledger_workbook([line(source="甲\x0b乙\ufffe")]))[0][0].source == "甲乙"


def test_what_a_cell_cannot_hold_is_refused_by_name():
    with pytest.raises(RefusedError, match="甲社区 宣传单.*32767"):
        ledger_workbook([line(source="长" * 32_768)])
    with pytest.raises(RefusedError, match="15位"):
        ledger_workbook([line(value="1234567890123456789")])


def test_totals_are_formulas_and_hold_the_values_they_give():
    content = ledger_workbook(
        [line(value="1"), line("乙", "2.5"), line(value="90", measure="%", path="率", label="率")]
    )
    formulas, values = opened(content)[TOTALS], opened(content, values=True)[TOTALS]
    assert formulas["E2"].value.startswith("=SUMPRODUCT(") and values["E2"].value == 3.5 and values["D2"].value == 2
    assert formulas["E3"].value is None and values["F3"].value == 90


def test_sheets_are_framed_for_screen_and_paper():
    sheet = opened(ledger_workbook([line(value="12345")]))[LEDGER]
    assert sheet.auto_filter.ref == "A1:K2" and sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "B2"
    assert sheet["F2"].number_format == "#,##0" and sheet.page_setup.paperSize == 9


@pytest.mark.parametrize("content", [ledger_workbook([line()]), overview_workbook(overview(), [figure()])])
def test_charts_are_native(content):
    assert any(name.startswith("xl/charts/chart") for name in zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_same_rows_same_bytes():
    assert ledger_workbook([line()]) == ledger_workbook([line()])
    assert overview_workbook(overview(), [figure()]) == overview_workbook(overview(), [figure()])


def test_the_overview_counts_and_adds_up():
    book = opened(overview_workbook(overview(), [figure()]), values=True)
    assert [cell.value for cell in book[STATUS]["C"]][2:7] == ["定稿", "定稿", 0, 0, 2]
    rows = list(book["宣传单"].iter_rows(min_row=3, max_col=5, values_only=True))
    assert rows[3][:4] == ("合计", 1006.5, 1020.5, 1003.5) and [row[4] for row in rows[:3]] == [21, 8, 3001.5]
    assert rows[4][2:4] == ("乙（草稿）", "甲（未填报）") and book[STATUS]["A4"].value == "=甲社区"


@pytest.mark.parametrize(
    ("aggregate", "down", "across"), [("last", 1006.5, 20), ("max", 1000.5, 20), ("mean", 335.5, 10.5)]
)
def test_each_way_of_putting_together(aggregate, down, across):
    sheet = opened(overview_workbook(None, [figure(aggregate)]), values=True)["宣传单"]
    assert (sheet["B6"].value, sheet["E3"].value) == (down, across)


def test_rates_have_no_total():
    sheet = opened(overview_workbook(None, [figure("none", "%")]))["宣传单"]
    assert sheet["B6"].value is None and sheet["E3"].value is None and sheet["B3"].number_format == '0.0"%"'


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ledger", "overview"])
def test_what_a_spreadsheet_recomputes_agrees(kind, tmp_path):
    lines = [line(f"第{n}社区", str(n) + ".25", path=f"项{n % 3}", label=f"项{n % 3}*") for n in range(30)]
    tables = [figure(one) for one in ("sum", "last", "max", "mean")]
    content = ledger_workbook(lines) if kind == "ledger" else overview_workbook(overview(), tables)
    bare = tmp_path / "bare.xlsx"
    opened(content).save(bare)  # formulas without their values: they must be computed
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [shutil.which("soffice"), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", tmp_path / "out", bare], check=True, capture_output=True, timeout=120)
    ours, theirs = opened(content, values=True), openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)
    formulas = opened(content)
    compared = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            mine, other = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
            assert mine == pytest.approx(other), (sheet.title, cell.coordinate)
            compared += 1
    assert compared > 8


def test_units_come_back_as_rows():
    rows = [dict(zip(("编号", "单位名称", "简称", "级别", "上级单位", "党组织", "主送上级"), row, strict=True)) for row in (
        ("1", "青石镇", "", "镇街", "", "中共青石镇委员会", "县委宣传部"),
        ("", "=甲社区", "甲", "社区", "青石镇", "", ""),
    )]  # fmt: skip
    back, result = read_units(units_workbook(rows))
    assert back == rows and not result.findings


def test_a_list_of_units_of_ones_own_reads_by_its_headings():
    workbook = openpyxl.Workbook()
    for row in (["单位列表"], ["单位全称", "上级", "主送机关"], ["甲社区", "青石镇", "镇党委"]):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    assert read_units(stream.getvalue())[0] == [{"单位名称": "甲社区", "上级单位": "青石镇", "主送上级": "镇党委"}]


def test_findings_go_out_one_a_row():
    found = Finding("R-H1", "error", "序号跳号", paragraph=2, start=0, end=3, suggestion="（三）")
    row = list(opened(findings_workbook([found], source="稿.docx"))["问题"].iter_rows(values_only=True))[1]
    assert row == (1, "错误", "R-H1", "第3段 第1—3字", "序号跳号", "（三）", "稿.docx")


def test_an_empty_table_is_still_a_workbook():
    assert opened(table_workbook({"空": ((("一", 10),), ())}))["空"]["A1"].value == "一"
    assert opened(overview_workbook()).sheetnames == [STATUS] and opened(ledger_workbook([])).sheetnames[0] == LEDGER
