"""Any table of given columns is read whatever was done to the sheet, or told; every adversarial workbook is held to it."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lib.errors import InputFileError
from lib.excel.tables import Column, TableResult, read_table

COLUMNS = (
    Column("单位名称", unique=True),
    Column("报送日期", "date"),
    Column("完成数", "number", unit="次"),
    Column("备注", required=False),
)
HEAD = ["单位名称", "报送日期", "完成数", "备注"]
DAY = datetime.date(2026, 1, 5)
CASES = Path(__file__).parent / "workbooks"


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def table(*rows, head=HEAD, **kinds) -> TableResult:
    workbook = openpyxl.Workbook()
    for row in (head, *rows):
        workbook.active.append(row)
    return read_table(saved(workbook), COLUMNS, **kinds)


def said(result: TableResult) -> str:
    return "\n".join(f"{one.level} {one.message}" for one in result.findings)


def column(result: TableResult, name: str) -> list:
    return [row.values.get(name) for row in result.rows]


@pytest.mark.parametrize(
    "case", json.loads((CASES / "workbooks.json").read_text("utf-8")), ids=lambda case: case["file"]
)
def test_an_adversarial_workbook(case):
    content = (CASES / Path(case["file"]).name).read_bytes()
    try:
        result = read_table(content, COLUMNS)
    except InputFileError as error:
        assert case["expect"] in ("reject", "import_or_reject", "ask")
        assert any(word in str(error) for word in case.get("must_mention_any", [""])) and "\n" not in str(error)
        return
    assert case["expect"] != "reject"
    if case["expect"] == "ask":
        assert result.asked and any(word in said(result) for word in case["must_mention_any"])
        return
    assert len(result.rows) >= case["rows"]
    assert all(word in said(result) for word in case["errors_mention"])
    by_name = {row.values["单位名称"]: row.values for row in result.rows}
    assert {name: str(by_name[name]["完成数"]) for name in case.get("values", {})} == case.get("values", {})
    assert {name: by_name[name]["报送日期"].isoformat() for name in case.get("dates", {})} == case.get("dates", {})
    assert set(case.get("names", [])) <= set(by_name)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１２", 12),
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("6千", 6000),
        ("12次", 12),
        (12.5, Decimal("12.5")),
        (" 7 ", 7),
    ],
)
def test_numbers_as_typed(typed, number):
    result = table(["甲局", DAY, typed])
    assert column(result, "完成数") == [number]


@pytest.mark.parametrize("typed", ["十多个", "30-40", "1,23", "—"])
def test_what_is_no_number_is_told_at_its_cell(typed):
    result = table(["甲局", DAY, typed])
    assert "（C2）" in said(result) and column(result, "完成数") == [None]


@pytest.mark.parametrize(
    "typed",
    [DAY, datetime.datetime(2026, 1, 5, 8, 30), "2026-01-05", "2026年1月5日", "2026/1/5", "2026.1.5", 46027, 20260105],
)
def test_dates_as_typed(typed):
    assert column(table(["甲局", typed, 1]), "报送日期") == [DAY]


@pytest.mark.parametrize("typed", ["2026-02-30", "1月5日", "下周", 5, "2026-13-01"])
def test_what_is_no_date_is_told_at_its_cell(typed):
    result = table(["甲局", typed, 1])
    assert "（B2）" in said(result) and column(result, "报送日期") == [None]


def test_a_long_number_is_told_never_rounded_silently():
    result = table([123456789012345678, DAY, 1], ["乙", DAY, 123456789012345678])
    assert "（A2）：数字" in said(result) and "（C3）：数字" in said(result)
    assert column(table(["1234567890123456789", DAY, 1]), "单位名称") == ["1234567890123456789"]


def test_zeros_that_a_format_shows_are_kept_in_text():
    workbook = openpyxl.Workbook()
    workbook.active.append(HEAD)
    workbook.active.append([7, DAY, 1])
    workbook.active["A2"].number_format = "000"
    result = read_table(saved(workbook), COLUMNS)
    assert column(result, "单位名称") == ["007"] and "（A2）：单元格显示为“007”" in said(result)


def test_an_embedded_picture_is_told():
    result = table(["甲局", DAY, '=DISPIMG("ID_1",1)'])
    assert "（C2）：是嵌在单元格里的图片" in said(result)


def test_control_characters_in_escapes_are_decoded():
    assert column(table(["甲_x000B_局", DAY, 1]), "单位名称") == ["甲\x0b局"]


def test_titles_two_line_headings_and_an_order_of_ones_own():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["一季度报表"], ["完成情况", None, "单位名称", "报送日期"], ["完成数", "备注"], [3, "好", "甲局", DAY]):
        sheet.append(row)
    for area in ("A1:D1", "A2:B2", "C2:C3", "D2:D3"):
        sheet.merge_cells(area)
    result = read_table(saved(workbook), COLUMNS)
    assert result.rows[0].values == {"单位名称": "甲局", "报送日期": DAY, "完成数": 3, "备注": "好"}


def test_headings_that_differ_by_width_blanks_and_stars():
    result = table(["甲局", DAY, 1], head=["单位 名称", "报送日期：", "完成数（次）*", "备注"])
    assert column(result, "完成数") == [1]


def test_totals_signatures_blanks_and_repeated_headings_are_skipped_and_told():
    result = table(["甲局", DAY, 1], [None], HEAD, ["合 计", None, 1], ["填表人：张三", None, "审核人：李四"])
    assert len(result.rows) == 1 and said(result).count("没有读入") == 3


def test_hidden_rows_columns_and_sheets_are_told():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (HEAD, ["甲局", DAY, 1], ["乙局", DAY, 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = workbook.create_sheet("旧数据")
    other.sheet_state = "hidden"
    other.append(HEAD)
    result = read_table(saved(workbook), COLUMNS)
    assert len(result.rows) == 2
    for words in ("第3行，乙局：是隐藏的行", "完成数（C1）：是隐藏的列", "工作表 旧数据：是隐藏的工作表，没有读入"):
        assert words in said(result)


def test_an_instruction_sheet_before_the_data_is_passed_over():
    workbook = openpyxl.Workbook()
    workbook.active.title = "填表说明"
    workbook.active["A1"] = "单位名称请写全称，报送日期写到日"
    data = workbook.create_sheet("随便叫什么")
    data.append(HEAD)
    data.append(["甲局", DAY, 1])
    assert read_table(saved(workbook), COLUMNS).sheet == "随便叫什么"


def test_one_of_several_sheets_can_be_chosen():
    content = (CASES / "w36_many_sheets.xlsx").read_bytes()
    assert column(read_table(content, COLUMNS, sheet="2月"), "完成数") == [2]
    with pytest.raises(InputFileError, match="没有名为“5月”的工作表，现有"):
        read_table(content, COLUMNS, sheet="5月")


def test_two_columns_of_one_name_are_told():
    result = table(["甲局", DAY, 1, None, 2], head=[*HEAD, "完成数"])
    assert "完成数（E1）：同名的列有两个" in said(result) and column(result, "完成数") == [1]


def test_names_that_differ_by_width_only_are_told_as_twins():
    result = table(["ABC局", DAY, 1], ["ＡＢＣ 局", DAY, 2])
    assert len(result.rows) == 2 and "（A3）：“ＡＢＣ 局”重复：A2" in said(result)


def test_a_computed_formula_gives_its_value_and_an_empty_one_is_told():
    workbook = openpyxl.Workbook()
    workbook.active.append(HEAD)
    workbook.active.append(["甲局", DAY, "=1+1"])
    result = read_table(saved(workbook), COLUMNS)
    assert "（C2）：是公式，还没有计算结果，请在 Excel/WPS 中打开并保存一次" in said(result)
