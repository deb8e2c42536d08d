"""A filled workbook comes back as raw text, cell by cell; what can't be read is told at its cell."""

from __future__ import annotations

import io

import openpyxl
import pytest

from lib.definitions import parse_form
from lib.errors import InputFileError, RefusedError
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import blank_batch_workbook, entries_workbook
from lib.excel.reading import read_workbook

FORM = parse_form("""
format: 试报
periods: [季度]
template: x.docx
title: "{单位}{期}"
sections:
  - name: 甲
    label: 甲部分
    fields:
      - {name: 宣传单数, type: figure, label: 宣传单, unit: 份, units: [份, 张], hint: 发出去的份数, required: true, compare: true}
      - {name: 整改率, type: rate, label: 整改率, maximum: 100}
      - {name: 标题词, type: text, label: 标题词, default: 强化}
      - {name: 日子, type: date, label: 日子}
      - {name: 主体, type: select, label: 主体, choices: [个人, 班子]}
      - {name: 开关, type: switch, label: 开关}
      - {name: 情况, type: paragraphs, label: 情况, required: true}
      - {name: 其他, type: figures, label: 其他数字}
      - name: 活动
        type: group
        label: 活动
        max_rows: 6
        row_label: "{名称}"
        fields:
          - {name: 名称, type: text, label: 名称, required: true}
          - {name: 场次, type: figure, label: 场次, unit: 场}
          - name: 措施
            type: group
            label: 措施
            fields: [{name: 做法, type: text, label: 做法}, {name: 人数, type: figure, label: 人数, unit: 人}]
""")
RAW = {
    "宣传单数": "6012", "宣传单数.量词": "张", "宣传单数.来源": "=A1", "整改率": "98.5", "标题词": "", "日子": "2025-06-25",
    "主体": "班子", "开关": "是", "情况": "一\n二", "其他": [{"名称": "甲", "数值": "３"}],
    "活动": [
        {"名称": "+1", "场次": "6千"},
        {"名称": "乙", "措施": [{"做法": "@SUM(A1)", "人数": "3"}, {"做法": "-b"}]},
    ],
}  # fmt: skip
UNIT, PERIOD = "清泉街道柳湾社区", "2025年第二季度"


def filled(**raw) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(blank_workbook(FORM, unit=UNIT, period=PERIOD, raw=raw)))


def batch(*entries) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(entries_workbook(FORM, entries)))


def read(workbook: openpyxl.Workbook | bytes, form=FORM):
    if isinstance(workbook, bytes):
        return read_workbook(workbook, form)
    stream = io.BytesIO()
    workbook.save(stream)
    return read_workbook(stream.getvalue(), form)


def messages(result) -> str:
    return "\n".join(f"{one.level} {one.message}" for one in result.findings)


def row_of(sheet, label: str) -> int:
    return next(cell.row for cell in sheet["C"] if str(cell.value or "").startswith(label))


def raw_of(result) -> dict:
    return result.entries[0].raw


def test_an_entry_comes_back_as_it_was_typed():
    result = read(blank_workbook(FORM, unit=UNIT, period=PERIOD, raw=RAW))
    assert (result.entries[0].unit, result.entries[0].period) == (UNIT, "2025Q2")
    assert raw_of(result) == RAW and not result.findings


def test_every_value_knows_its_cell():
    places = read(filled(**RAW)).entries[0].places
    assert places["宣传单数"].cell == "E6" and places["活动[2].措施[1].人数"].cell == "D4"
    assert places["活动[1].场次"].words("场次") == "工作表 活动，第4行，场次（D4）"


def test_a_batch_comes_back_row_by_row():
    raw = {**RAW}
    del raw["标题词"]
    result = read(entries_workbook(FORM, [("甲社区", "2025Q2", raw), ("乙社区", "2025Q2", {"宣传单数": "5"})]))
    assert [(one.unit, one.period) for one in result.entries] == [("甲社区", "2025Q2"), ("乙社区", "2025Q2")]
    assert result.entries[0].raw == raw and result.entries[1].raw == {"宣传单数": "5"} and not result.findings


def test_same_arguments_same_bytes():
    assert blank_workbook(FORM, unit=UNIT, raw=RAW) == blank_workbook(FORM, unit=UNIT, raw=RAW)
    assert blank_batch_workbook(FORM, units=["甲"]) == blank_batch_workbook(FORM, units=["甲"])


def test_a_blank_batch_workbook_holds_the_units():
    result = read(blank_batch_workbook(FORM, units=["甲社区", "乙社区"], period=PERIOD))
    assert [one.unit for one in result.entries] == ["甲社区", "乙社区"] and not result.findings


def test_moved_rows_and_renamed_labels_and_sheets_read_back():
    workbook = filled(宣传单数="6012", 整改率="98.5")
    sheet = workbook["数字"]
    first, second = row_of(sheet, "宣传单"), row_of(sheet, "整改率")
    for column in range(1, 11):
        a, b = sheet.cell(first, column), sheet.cell(second, column)
        a.value, b.value = b.value, a.value
    sheet.cell(second, 3).value = "改了名的指标"
    sheet.title = "Sheet1"
    assert raw_of(read(workbook)) == {"宣传单数": "6012", "整改率": "98.5", "标题词": "强化", "其他": [], "活动": []}


def test_inserted_rows_and_columns_do_not_matter():
    workbook = filled(宣传单数="6012")
    workbook["数字"].insert_rows(1, 2)
    workbook["活动"].insert_cols(3)
    workbook["活动"]["D4"] = "宣讲"
    assert raw_of(read(workbook))["宣传单数"] == "6012"
    assert raw_of(read(workbook))["活动"] == [{"名称": "宣讲"}]


@pytest.mark.parametrize(
    ("value", "raw"),
    [("１２", "１２"), ("1,234", "1,234"), (1234, "1234"), (1234.5, "1234.5"), (0.1 + 0.2, "0.3"), (True, "是")],
)
def test_figures_are_read_as_typed(value, raw):
    workbook = filled()
    workbook["数字"]["E6"] = value
    assert raw_of(read(workbook))["宣传单数"] == raw


def test_a_percent_cell_gives_the_rate_it_shows():
    workbook = filled()
    sheet = workbook["数字"]
    sheet["E7"], sheet["E7"].number_format = 0.125, "0.0%"
    assert raw_of(read(workbook))["整改率"] == "12.5"


def test_dates_come_as_iso_whatever_their_system():
    import datetime

    workbook = filled()
    sheet = workbook["数字"]
    cell = sheet.cell(row_of(sheet, "日子"), 5)
    cell.value, cell.number_format = datetime.datetime(2025, 6, 25), "yyyy/m/d"
    assert raw_of(read(workbook))["日子"] == "2025-06-25"
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert raw_of(read(workbook))["日子"] == "2025-06-25"


def test_a_formula_never_computed_is_told_at_its_cell():
    workbook = filled()
    workbook["数字"]["E6"] = "=1+1"
    result = read(workbook)
    assert "工作表 数字，第6行，宣传单（E6）：是公式，还没有计算结果，请在 Excel/WPS 中打开并保存一次" in messages(
        result
    )
    assert "宣传单数" not in raw_of(result)


@pytest.mark.parametrize("value", ["#REF!", "#DIV/0!", "#N/A"])
def test_error_values_are_told_at_their_cell(value):
    workbook = filled()
    workbook["数字"]["E6"] = value
    workbook["数字"]["E6"].data_type = "e"
    assert f"（E6）：公式出错（{value}）" in messages(read(workbook))


def test_a_date_in_a_figure_is_told():
    import datetime

    workbook = filled()
    workbook["数字"]["E6"] = datetime.date(2025, 3, 5)
    assert "（E6）：是日期（2025-03-05），这里应填数字" in messages(read(workbook))


def test_an_older_version_of_the_form_is_read_and_told():
    older = parse_form("""
format: 试报
periods: [季度]
template: x.docx
title: "{单位}"
sections: [{name: 甲, label: 甲, fields: [
  {name: 宣传单数, type: figure, label: 宣传单, unit: 份}, {name: 旧指标, type: figure, label: 旧指标, unit: 次}]}]
""")
    content = blank_workbook(older, unit=UNIT, period=PERIOD, raw={"宣传单数": "3", "旧指标": "4"})
    result = read(content)
    assert raw_of(result)["宣传单数"] == "3"
    assert "较早版本" in messages(result) and "旧指标（E7）：这一项现在的表单里没有" in messages(result)


def test_another_format_is_refused():
    other = parse_form("""
format: 别的
periods: [季度]
template: x.docx
title: "{单位}"
sections: [{name: 甲, label: 甲, fields: [{name: 数, type: figure, label: 数}]}]
""")
    with pytest.raises(InputFileError, match="别的"):
        read(blank_workbook(other))


def test_extra_columns_hidden_rows_and_doubled_rows_are_told():
    workbook = filled(宣传单数="1", 整改率="2")
    sheet = workbook["数字"]
    sheet["L5"], sheet["L6"] = "联系人", "张三"
    sheet.row_dimensions[7].hidden = True
    sheet["A8"], sheet["E8"] = "宣传单数", 9
    said = messages(read(workbook))
    assert "联系人（L5）：这一列（1格有内容）不在表单里" in said
    assert "整改率（E7）：是隐藏的行" in said and "宣传单（E8）：与第6行重复" in said


def test_nested_rows_without_a_parent_are_told():
    workbook = filled(活动=[{"名称": "甲"}])
    workbook["活动·措施"]["B4"], workbook["活动·措施"]["C4"] = 5, "做法"
    assert "上级序号“5”在上级表里没有这一条" in messages(read(workbook))


def test_a_copied_sheet_is_told():
    workbook = filled(宣传单数="1")
    workbook.copy_worksheet(workbook["数字"])
    assert "同一张表的几份" in messages(read(workbook))


def test_a_batch_tells_twins_totals_signatures_and_strangers():
    workbook = batch(("甲社区", "2025Q2", {"宣传单数": "1"}), ("甲 社区", "2025Q2", {"宣传单数": "2"}))
    sheet = workbook["数据"]
    sheet["B7"], sheet["D7"] = "合计", 3
    sheet["B8"] = "填表人：张三"
    sheet["D9"] = 4
    workbook["活动"]["B4"], workbook["活动"]["D4"] = "丙社区", "宣讲"
    result = read(workbook)
    said = messages(result)
    assert len(result.entries) == 2 and said.count("单位重复") == 2
    assert "合计行，没有读入" in said and "落款或说明行，没有读入" in said
    assert "（B9）：单位名称没有填" in said and "单位“丙社区”不在工作表“数据”里" in said


def test_merged_units_and_figures_are_filled_down_and_told():
    workbook = batch(("甲社区", "2025Q2", {"宣传单数": "1"}), ("乙社区", "2025Q2", {}))
    workbook["数据"].merge_cells("D5:D6")
    result = read(workbook)
    assert [one.raw.get("宣传单数") for one in result.entries] == ["1", "1"]
    assert "合并单元格 D5:D6，内容“1”已填到第6—6行，请核对" in messages(result)


def test_a_table_of_ones_own_reads_by_its_headings():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["2025年第二季度各社区情况"])
    sheet.append(["单位 名称", "报告期", "宣传单（份）", "整改率", "联系电话"])
    sheet.append(["甲社区", "2025年第二季度", "６０１２", 98.5, "无"])
    result = read(workbook)
    assert (result.entries[0].unit, result.entries[0].raw) == ("甲社区", {"宣传单数": "６０１２", "整改率": "98.5"})
    assert "联系电话（E2）：这一列（1格有内容）不在表单里" in messages(result)


def test_a_plain_list_of_figures_reads_by_its_labels():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for line in (["填报单位：甲社区", None, "报告期", "2025Q2"], ["指标", "本期"], ["宣传单", 12], ["没有的指标", 3]):
        sheet.append(line)
    result = read(workbook)
    assert (result.entries[0].unit, result.entries[0].period, raw_of(result)) == (
        "甲社区",
        "2025Q2",
        {"宣传单数": "12"},
    )
    assert "没有的指标（B4）：这一行对不上表单里的任何一项" in messages(result)


def test_a_workbook_with_none_of_the_tables_is_refused():
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "通讯录"
    with pytest.raises(InputFileError, match="没有找到"):
        read(workbook)


def test_two_tables_of_units_are_not_guessed_between():
    workbook = openpyxl.Workbook()
    for sheet in (workbook.active, workbook.create_sheet("二月")):
        sheet.append(["单位名称", "宣传单"])
        sheet.append(["甲社区", 3])
    with pytest.raises(InputFileError, match="几个工作表"):
        read(workbook)


def test_missing_unit_and_strange_period_are_told_at_their_cells():
    said = messages(read(blank_workbook(FORM, period="下个月")))
    assert "（E3）：单位名称没有填" in said and "（E4）：报告期“下个月”看不懂" in said


def test_findings_of_the_walk_are_put_at_their_cells():
    from lib.core.parsing import parse

    entry = read(filled(宣传单数="约三百", 活动=[{"名称": "甲", "场次": "x"}])).entries[0]
    placed = entry.located(parse(FORM, entry.raw)[1])
    assert [one.place.cell for one in placed] == ["E6", "D4"]
    assert placed[0].finding.message.startswith("工作表 数字，第6行，宣传单（E6）：")


def test_text_beyond_a_cells_limit_is_refused_not_cut():
    with pytest.raises(RefusedError, match="32767"):
        blank_workbook(FORM, raw={"情况": "长" * 32_768})
