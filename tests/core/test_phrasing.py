"""Values into the template's words: clauses, zeros, comparisons, free rows, annex, drafts."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lib.core.model import History, Values
from tests.little import context_of, form, words_of

FIELDS = """
- {name: 研究, type: figure, label: 专题研究, unit: 次, phrase: "专题研究{数}", zero: keep, compare: true}
- {name: 单子, type: figure, label: 宣传单, unit: 份, units: [份, 张], phrase: "发放宣传单{数}", wording: 余, compare: true}
- {name: 舆情, type: figure, label: 舆情, unit: 起, phrase: "处置舆情{数}", zero: incident, zero_phrase: 未发生网络舆情事件, kind: incident}
- {name: 其他, type: figures, label: 其他数字}
"""
SENTENCE = "{本期}，{研究}，{单子}，{其他}，{舆情}。"
FORM = form(FIELDS, SENTENCE)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"研究": 1, "单子": 6012, "舆情": 0}, "本季度，专题研究1次，发放宣传单6000余份，未发生网络舆情事件。"),
        ({"研究": 0, "单子": 0}, "本季度，专题研究0次。"),
        ({"单子": 6012, "单子.量词": "张", "单子.写法": "近"}, "本季度，发放宣传单6000余张。"),
        ({"单子": 5900, "单子.写法": "近"}, "本季度，发放宣传单近6000份。"),
        ({}, ""),
        ({"其他": [{"名称": "义诊", "数值": 3, "量词": "场"}, {"名称": "展板", "数值": 12, "量词": "块", "动词": "制作"}]},
         "本季度，开展义诊3场，制作展板12块。"),
    ],
)
def test_words_the_section(raw: dict, expected: str) -> None:
    assert words_of(FORM, raw) == expected


def test_comparison_is_off_until_switched_on() -> None:
    before = History(previous=Values({"研究": D(1), "单子": D(5000)}), last_year=Values({"单子": D(3000)}))
    assert "较" not in words_of(FORM, {"单子": 6000}, before)
    raw = {"单子": 6000, "单子.比较": "上期"}
    assert words_of(FORM, raw, before) == "本季度，发放宣传单6000份，较上季度增加1000份，增长20%。"
    both = words_of(FORM, raw | {"单子.比较": "两者"}, before)
    assert both.endswith("增长20%，是去年同期的2倍。")


def test_comparison_may_be_switched_for_the_whole_report() -> None:
    switch = FIELDS + "- {name: 比较, type: select, label: 比较, choices: [不写, 上期, 同期, 两者], default: 不写}"
    whole = form(switch, SENTENCE, options="{comparison: 比较}")
    before = History(previous=Values({"研究": D(1), "单子": D(5000)}))
    raw = {"研究": 1, "单子": 6000, "比较": "上期", "单子.比较": "不写"}
    assert words_of(whole, raw, before) == "本季度，专题研究1次，与上季度持平；发放宣传单6000份。"


def test_a_figure_in_a_template_is_worded_with_its_parts() -> None:
    figure = context_of(FORM, {"单子": "6012"})["单子"]
    assert (figure, figure.数, figure.量词, figure.值, figure.句) == ("6000余份", "6000余份", "份", "6012", "发放宣传单6000余份")


def test_title_and_context_words() -> None:
    context = context_of(FORM, {})
    assert context["标题"] == "清泉街道柳湾社区2025年第二季度报告"
    assert (context["本期"], context["上期"], context["年"], context["党组织"][:2]) == ("本季度", "上季度", "2025", "中共")


def test_annex_lists_exact_figures_free_rows_included() -> None:
    raw = {"单子": 6012, "其他": [{"名称": "义诊", "数值": 3, "量词": "场"}]}
    rows = context_of(FORM, raw, History(previous=Values({"单子": D(5000)})))["附表"]
    assert [(r["序号"], r["指标"], r["数值"], r["量词"], r["上期"]) for r in rows] == [
        ("1", "宣传单", "6012", "份", "5000"), ("2", "义诊", "3", "场", "")]


def test_a_draft_shows_what_is_missing_and_a_final_text_does_not() -> None:
    fields = """
    - {name: 研究, type: figure, label: 研究, unit: 次, required: true, phrase: "研究{数}"}
    - {name: 署名, type: text, label: 署名, required: true}
    - {name: 情况, type: paragraphs, label: 情况}
    """
    draft = context_of(form(fields, "{研究}。"), {}, draft=True)
    assert (draft["研究"], draft["署名"], draft["情况"], draft["数字句"]["甲"]) == ("【待补】次", "【待补】", [], ["研究【待补】次。"])
    assert context_of(form(fields, "{研究}。"), {})["署名"] == ""


def test_a_list_in_brackets_keeps_comparisons_readable() -> None:
    one = form(FIELDS, "{研究}、{单子}。")
    before = History(previous=Values({"研究": D(1), "单子": D(5000)}))
    assert words_of(one, {"研究": 1, "单子": 6000, "单子.比较": "上期"}, before) == "专题研究1次、发放宣传单6000份（较上季度增加1000份，增长20%）。"


def test_annex_names_the_figures_of_rows() -> None:
    group = """
    - name: 活动
      type: group
      row_label: "{名称}"
      fields: [{name: 名称, type: text}, {name: 参与, type: figure, unit: 人次, label: 参与人次}, {name: 另, type: figures}]
    """
    raw = {"活动": [{"名称": "读书会", "参与": 30, "另": [{"名称": "赠书", "数值": 9, "量词": "册"}]}]}
    rows = context_of(form(group), raw)["附表"]
    assert [(r["指标"], r["数值"], r["量词"]) for r in rows] == [("读书会参与人次", "30", "人次"), ("赠书", "9", "册")]


def test_both_comparisons_are_told_without_saying_a_thing_twice() -> None:
    one = form(FIELDS, "{本期}，{研究}，{单子}。")
    same = Values({"研究": D(1), "单子": D(6000)})
    raw = {"研究": 1, "单子": 6000, "研究.比较": "两者", "单子.比较": "两者"}
    history = History(previous=same, last_year=same)
    said = words_of(one, raw, history)
    assert said == "本季度，专题研究1次，与上季度、去年同期均持平；发放宣传单6000份，与上季度、去年同期均持平。"
    assert words_of(one, raw, history, "2025") == "本年度，专题研究1次，与上年度持平；发放宣传单6000份，与上年度持平。"
