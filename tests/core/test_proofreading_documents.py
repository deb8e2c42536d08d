"""Whole documents: planted defects are found, clean texts stay quiet, places are exact; also texts nobody would write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.proofreading import about, applicable, correct, fingerprint, proofread, rows
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import cases

ROOT = Path(__file__).parents[2]
WORDS = load_words(ROOT / "forms" / "words")
CASES = {case.name: case for case in cases()}


def loud(text, context=None):
    return [one for one in proofread(text, context=context, words=WORDS) if one.level != "info"]


@pytest.mark.parametrize("name", CASES)
def test_clean_documents_stay_quiet(name):
    case = CASES[name]
    assert loud(case.clean, case.context) == []


@pytest.mark.parametrize("name", CASES)
def test_planted_defects_are_found(name):
    case = CASES[name]
    found = loud(case.planted, case.context)
    missed = [
        defect.words or defect.kind
        for defect in case.defects
        if not any(one.start < defect.end and one.end > defect.start for one in found)
    ]
    assert missed == []


@pytest.mark.parametrize("name", CASES)
def test_without_context_it_says_so_and_stays_quiet(name):
    findings = proofread(CASES[name].clean, words=WORDS)
    assert any(one.message.startswith("未核") for one in findings)
    assert [one for one in findings if one.level == "error"] == []


def test_a_correction_leaves_nothing_to_correct():
    text = "石桥镇2025年第二季度研判报告\n\n本季度，悬挂横福8条,张贴海报约60余张，进一步进一步抓好落实。"
    fixed = correct(text, proofread(text, words=WORDS))
    assert fixed.endswith("本季度，悬挂横幅8条，张贴海报60余张，进一步抓好落实。")
    assert [one for one in proofread(fixed, words=WORDS) if applicable(one)] == []


def test_an_ignored_finding_stays_ignored_when_the_text_moves():
    text = "本季度平稳。\n双和村党总支认真落实工作责任。"
    context = about("2025Q2", unit="石桥镇双河村")
    finding = next(one for one in proofread(text, context=context, words=WORDS) if one.rule == "R-N1")
    moved = "新的一段。\n" + text
    assert all(
        one.rule != "R-N1"
        for one in proofread(moved, context=context, words=WORDS, ignored={fingerprint(finding, text)})
    )


def test_always_in_this_unit_ignores_every_place():
    text = "双和村党总支认真落实工作责任。\n又去双和村走访。"
    context = about("2025Q2", unit="石桥镇双河村")
    finding = next(one for one in proofread(text, context=context, words=WORDS) if one.rule == "R-N1")
    assert all(
        one.rule != "R-N1"
        for one in proofread(text, context=context, words=WORDS, ignored={fingerprint(finding, text, wide=True)})
    )


def test_a_paragraph_kept_from_last_period_is_told():
    old = "社区党委每月召开一次碰头会，梳理网格里居民反映的意见，逐条登记、逐条回复，并在宣传栏公开办理结果，发放资料500份。"
    found = proofread("研判报告\n\n" + old.replace("500", "620"), words=WORDS, previous=[old])
    assert [one.message for one in found if one.rule == "R-G6"] == ["与上期雷同（97%）：核对是否照抄上期"]


def test_a_new_paragraph_is_not_like_the_last():
    old = "社区党委每月召开一次碰头会，梳理网格里居民反映的意见，逐条登记、逐条回复，并在宣传栏公开办理结果。"
    new = (
        "研判报告\n\n本季度新建议事亭两处，请老党员轮流坐班，听居民说停车、养犬、楼道堆物这些烦心事，当场能办的当场办。"
    )
    assert all(one.rule != "R-G6" for one in proofread(new, words=WORDS, previous=[old]))


def test_a_finding_names_the_field_that_made_its_words():
    context = about("2025Q2", values={"宣传单数": "发放宣传单37余份"})
    found = proofread("研判报告\n\n本季度平稳，发放宣传单37余份。", context=context, words=WORDS)
    assert "宣传单数" in {one.field for one in found if one.rule == "R-D3"}


def test_rows_have_place_words_and_suggestion():
    text = "石桥镇研判报告\n\n悬挂横福8条。"
    assert ("提醒", "R-W1") not in {row[1:3] for row in rows(proofread(text, words=WORDS), text)}
    assert ("错误", "R-W1", "第3段", "横福") in {row[1:5] for row in rows(proofread(text, words=WORDS), text)}


def test_page_numbers_and_scraps_make_no_chain_of_alarms():
    text = "石桥镇2025年度情况报告\n\n一、履职情况\n（一）镇党委认真落实意识形态工作责任制，召开专题会议4次，\n— 1 —\n签订责任书21份，推送信息\n13、310条，营造了浓厚氛围。\n（二）抓好学习，开展12次。"
    assert loud(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from(
            "一二三四（）()“”《》、，。；：1234567890.年月日第季度次场份余约近共其中由增至是个%X*_ \n\u3000学习工作意识形态责任制报告石桥镇双河村下一步问题"
        ),
        max_size=300,
    )
)
def test_any_text_is_read_and_every_place_lies_in_it(text):
    findings = proofread(text, context=about("2025Q2", unit="石桥镇双河村", form="研判报告"), words=WORDS)
    assert all(one.start is None or 0 <= one.start < one.end <= len(text) for one in findings)
    assert isinstance(correct(text, findings), str)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_characters_are_survived(text):
    proofread(text, context=about("2025", unit="石桥镇", form="述职报告"), words=WORDS, previous=[text, ""])
