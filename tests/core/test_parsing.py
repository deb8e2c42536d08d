"""Raw into values: what was meant is understood, what can't be is told at its place, nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.parsing import flatten, parse
from tests.little import form

FORM = form("""
- {name: 宣传单数, type: figure, label: 宣传单, unit: 份, units: [份, 张], wording: 余}
- {name: 知晓率, type: rate, label: 知晓率}
- {name: 主送, type: text, label: 主送机关, default: 某某}
- {name: 情况, type: paragraphs, label: 工作情况}
- {name: 日期, type: date, label: 成文日期}
- {name: 程度, type: select, label: 程度, choices: [高, 中, 低]}
- {name: 附表, type: switch, label: 附表}
- {name: 其他, type: figures, label: 其他数字}
- name: 风险
  type: group
  label: 风险隐患
  max_rows: 3
  fields:
    - {name: 方面, type: text, label: 方面, required: true}
    - {name: 数, type: figure, label: 数}
""")


def parsed(**raw: Any) -> tuple[Any, list[str]]:
    values, findings = parse(FORM, raw)
    return values, [f"{one.field}: {one.message}" for one in findings if one.level == "error"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("１２", 12), ("1,234", 1234), ("6千", 6000), (" 12 ", 12), ("12份", 12), ("12 张", 12), (6012, 6012), ("3.5万", 35000)],
)
def test_reads_figures_as_typed(typed: Any, expected: int) -> None:
    values, told = parsed(宣传单数=typed)
    assert values["宣传单数"] == D(expected) and not told


@pytest.mark.parametrize("typed", ["１２ａ", "十几", "1,23", "X", "约60", True, [1], {"a": 1}, "nan", float("inf")])
def test_refuses_what_is_no_figure(typed: Any) -> None:
    values, told = parsed(宣传单数=typed)
    assert values["宣传单数"] is None
    assert len(told) == 1 and told[0].startswith("宣传单数: 宣传单")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("2025-06-25", date(2025, 6, 25)), ("２０２５年６月２５日", date(2025, 6, 25)), ("2025.7.5", date(2025, 7, 5)),
     ("二〇二五年六月二十五日", date(2025, 6, 25))],
)
def test_reads_dates(typed: str, expected: date) -> None:
    assert parsed(日期=typed)[0]["日期"] == expected


@pytest.mark.parametrize(
    ("typed", "why"),
    [("二月三十日", "2月没有30日"), ("2025年6月31日", "6月没有31日"), ("2025-02-29", "2025年2月没有29日"), ("6月25日", "缺少年份"),
     ("2025年13月1日", "没有13月"), ("昨天", "不是日期")],
)
def test_a_day_that_is_none_is_told(typed: str, why: str) -> None:
    values, told = parsed(日期=typed)
    assert values["日期"] is None and why in told[0]


def test_marks_beside_a_figure_are_read_and_defaulted() -> None:
    values, told = parsed(宣传单数="6012", **{"宣传单数.量词": "张", "宣传单数.写法": "近"})
    assert (values.marks["宣传单数"].unit, values.marks["宣传单数"].wording) == ("张", "近") and not told
    assert parsed()[0].marks["宣传单数"].wording == "余"
    assert "可选" in parsed(**{"宣传单数.写法": "大概"})[1][0]


def test_a_nested_figure_is_flattened() -> None:
    assert flatten({"宣传单数": {"数值": 6012, "量词": "张"}}) == {"宣传单数": 6012, "宣传单数.量词": "张"}


def test_unknown_names_are_told_with_the_nearest() -> None:
    assert "是否想写“宣传单数”" in parsed(宣传单=1)[1][0]
    assert parsed(宣传单=1)[1][0].startswith("宣传单: ")
    assert parsed(风险=[{"方面": "甲", "表象": "乙"}])[1][0].startswith("风险[1].表象: ")


def test_paragraphs_are_lines_without_their_typed_indent() -> None:
    assert parsed(情况="　　第一段。\r\n\r\n  第二段。\n")[0]["情况"] == ("第一段。", "第二段。")


def test_control_characters_go_and_are_told() -> None:
    values, findings = parse(FORM, {"情况": "甲\x0b乙\ud800丙"})
    assert values["情况"] == ("甲乙丙",)
    assert findings[0].level == "info" and "2个" in findings[0].message


def test_a_paragraph_beyond_the_limit_is_told_not_cut() -> None:
    values, told = parsed(情况="字" * 40_000)
    assert values["情况"] is None and "40000字" in told[0]


def test_blank_rows_are_left_out_and_places_stay() -> None:
    values, _ = parsed(风险=[{"方面": ""}, {"方面": "乙"}, {}])
    assert [(row.row, row["方面"]) for row in values["风险"]] == [(2, "乙")]
    assert parsed(其他=[{"动词": "开展", "写法": "确数"}])[0]["其他"] == ()


@pytest.mark.parametrize("rows", ["文字", 3, {"方面": "甲"}, [1], ["甲"]])
def test_a_group_that_is_no_rows_is_told(rows: Any) -> None:
    assert len(parsed(风险=rows)[1]) == 1


def test_a_default_counts_only_where_nothing_was_handed_in() -> None:
    assert parsed()[0]["主送"] == "某某"
    assert parsed(主送="")[0]["主送"] is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([one.name for one in FORM.fields()] + ["宣传单数.量词", "?"]), JSON))
def test_nothing_that_json_can_hold_is_a_crash(raw: dict[str, Any]) -> None:
    values, findings = parse(FORM, raw)
    assert set(values.data) == {one.name for one in FORM.fields()}
    assert all(one.message and one.field for one in findings)
