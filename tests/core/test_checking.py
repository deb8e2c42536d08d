"""Values held against the form's rules: every finding at its place, with its arithmetic or its remedy."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lib.core.model import History, Values
from tests.little import findings_of, form, values_of

FIGURE = "- {name: 次数, type: figure, label: 研究次数, unit: 次, required: true, zero: keep, maximum: 50}"


def told(
    fields: str, raw: dict, checks: str = "", history: History | None = None, **top: object
) -> list[tuple[str, str, str]]:
    found = findings_of(form(fields, checks=checks, **top), raw, history)
    return [(one.level, one.field or "", one.message) for one in found]


@pytest.mark.parametrize(
    ("typed", "level", "words"),
    [
        ("", "error", "请填写研究次数"),
        ("−3", "error", "不能小于0次"),
        ("-3 次", "error", "不能小于0次"),
        ("51", "error", "不应超过50次"),
        ("1.5", "error", "应填整数"),
        ("0", "warning", "规定动作"),
    ],
)
def test_a_figure_out_of_bounds(typed: str, level: str, words: str) -> None:
    [(found, place, message)] = told(FIGURE, {"次数": typed})
    assert (found, place) == (level, "次数") and words in message


def test_a_fine_figure_is_silent() -> None:
    assert told(FIGURE, {"次数": "3"}) == []


def test_what_is_not_relevant_is_not_asked_for() -> None:
    fields = """
    - {name: 主体, type: select, choices: [个人, 班子], required: true, label: 主体}
    - {name: 职务, type: text, label: 职务, required: true, relevant: "主体 == '个人'"}
    """
    assert told(fields, {"主体": "班子"}) == []
    assert told(fields, {"主体": "个人"}) == [("error", "职务", "请填写职务")]


GROUP = """
- name: 问题
  type: group
  label: 问题
  min_rows: 2
  max_rows: 3
  fields:
    - {name: 标题, type: text, label: 标题, required: true}
    - {name: 原因, type: paragraphs, label: 原因, required: true}
"""


def test_rows_are_told_by_number_and_column() -> None:
    raw = {"问题": [{"标题": "甲", "原因": "乙"}, {}, {"标题": "丙"}]}
    assert told(GROUP, raw) == [("error", "问题[3].原因", "问题第3条：请填写原因")]


def test_too_few_and_too_many_rows() -> None:
    row = {"标题": "甲", "原因": "乙"}
    assert "至少要填2条，现在1条" in told(GROUP, {"问题": [row]})[0][2]
    assert "至少要填2条" in told(GROUP, {})[0][2]
    assert "最多填3条，现在4条" in told(GROUP, {"问题": [row] * 4})[0][2]


def test_pending_text_is_an_error() -> None:
    assert "【待补】" in told("- {name: 情况, type: paragraphs, label: 情况}", {"情况": "做了【待补】"})[0][2]


SUMS = """
- {name: 发现, type: figure, label: 发现, unit: 个}
- {name: 已改, type: figure, label: 已改, unit: 个}
- {name: 未改, type: figure, label: 未改, unit: 个}
"""
SUM = '- {rule: 整改, test: "已改 + 未改 == 发现", message: "已改{已改}＋未改{未改}与发现{发现}不一致", fields: [发现]}'


def test_a_rule_shows_its_arithmetic() -> None:
    assert told(SUMS, {"发现": 9, "已改": 5, "未改": 3}, SUM) == [("error", "发现", "已改5个＋未改3个与发现9个不一致")]
    assert told(SUMS, {"发现": 8, "已改": 5, "未改": 3}, SUM) == []


def test_a_rule_that_lacks_a_figure_says_so() -> None:
    [(level, place, message)] = told(SUMS, {"发现": 9, "已改": 5}, SUM)
    assert (level, place) == ("info", "发现") and message.startswith("未核") and "“未改”未填" in message
    assert told(SUMS, {}, SUM) == []


def test_a_rule_against_last_period() -> None:
    rule = (
        '- {rule: 变化, test: "发现 <= 上期.发现 * 3", level: warning, message: "发现{发现}，上期{上期.发现}，请确认"}'
    )
    before = History(previous=Values({"发现": D(2)}))
    assert told(SUMS, {"发现": 9}, rule, before) == [("warning", "", "发现9个，上期2个，请确认")]
    assert told(SUMS, {"发现": 9}, rule)[0][0] == "info"


def test_a_rule_may_hold_dates_against_the_period() -> None:
    rule = '- {rule: 日期, test: "日期 >= 期初 and 日期 <= 期末", message: "{日期}不在报告期内", fields: [日期]}'
    fields = "- {name: 日期, type: date, label: 日期}"
    assert told(fields, {"日期": "2025-07-01"}, rule) == [("error", "日期", "2025年7月1日不在报告期内")]
    assert told(fields, {"日期": "2025-06-30"}, rule) == []


def test_a_calculation_fills_and_a_typed_difference_is_told() -> None:
    fields = SUMS + '- {name: 率, type: rate, label: 整改率, calculation: "已改 / 发现 * 100"}'
    values, findings = values_of(form(fields), {"发现": 3, "已改": 2})
    assert values["率"] == D("66.7") and not findings
    assert values_of(form(fields), {"发现": 3, "已改": 2, "率": "66.7"})[1] == []
    [finding] = values_of(form(fields), {"发现": 3, "已改": 2, "率": "80"})[1]
    assert finding.level == "error" and finding.suggestion == "66.7" and "算得66.7%" in finding.message


def test_a_default_pattern_is_filled_by_the_unit() -> None:
    values, _ = values_of(form('- {name: 署名, type: text, label: 署名, default: "{党组织}"}'), {})
    assert values["署名"] == "中共清泉街道柳湾社区委员会"
    typed, _ = values_of(form('- {name: 署名, type: text, label: 署名, default: "{党组织}"}'), {"署名": "{单位}党委"})
    assert typed["署名"] == "{单位}党委"


def test_a_section_of_zeros_says_that_it_leaves() -> None:
    fields = "- {name: 场次, type: figure, label: 场次}\n- {name: 情况, type: paragraphs}"
    [(level, place, message)] = told(fields, {"场次": 0})
    assert (level, place) == ("info", "场次") and "甲的数字全部是0" in message
    assert told(fields, {"场次": 0, "情况": "没有条件开展。"}) == []


def test_what_could_not_be_checked_is_told_in_chinese() -> None:
    group = "- {name: 风险, type: group, fields: [{name: 方面, type: text}, {name: 表现, type: text}]}"
    rule = "- {rule: 重复, test: \"风险|map(attribute='方面')|join('、') != ''\", fields: [风险], message: 方面重复}"
    mixed = "- {rule: 混用, test: \"次数 + '甲' == 1\", fields: [次数], message: 不符}"
    messages = [told(group, {"风险": [{"表现": "有"}]}, rule), told(FIGURE, {"次数": "3"}, mixed)]
    for message in (one[2] for found in messages for one in found):
        assert "未核" in message and not any("a" <= letter <= "z" for letter in message.replace("'甲'", ""))
    assert messages[0][0][2].endswith("（“方面”未填）") and messages[1]
