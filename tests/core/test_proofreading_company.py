"""Words are known by the company they keep: it tells a wrong word from one that is only rare, and two right words apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.core.proofreading import proofread
from lib.core.proofreading.company import Company
from lib.core.proofreading.lexicon import Lexicon
from lib.core.proofreading.words import WordLists
from lib.definitions_words import load_words

FOLDER = Path(__file__).parents[2] / "forms" / "words"
KNOWN = Company("疏导|心理 情绪|情绪 工作\n反映|群众 及时|问题 诉求\n反应|应急 群众|强烈 迅速\n# 注\n坏行")
LEXICON = Lexicon("32 2 反映反应群众问题心理工作强烈\n24 2 疏导\n36 1 疏到反映应导\n", "", "dao 到导\nying 应映\n", "", "到")
LISTS = WordLists.build({"易混词": [{"词": "反映", "误": "反应"}]}, LEXICON, KNOWN)


@pytest.mark.parametrize(
    ("text", "sides"),
    [("开展心理疏导工作", 2), ("开展心理的疏导", 1), ("情绪、疏导。", 1), ("疏导", 0), ("交通疏导情绪", 1)],
)
def test_support_counts_the_sides(text, sides):
    start = text.index("疏导")
    assert KNOWN.support(text, start, start + 2, "疏导") == sides


def test_a_neighbour_of_one_word_is_one_of_the_other():
    assert "疏导" in KNOWN.after["心理"] and "心理" in KNOWN.before["疏导"]
    assert KNOWN.words == {"疏导", "反映", "反应"}


def found(text):
    return [(one.message, one.level) for one in proofread(text, words=LISTS) if one.rule == "R-W1"]


def test_what_has_company_is_warned_of_and_what_has_none_is_not():
    assert found("开展心理疏到工作。") == [("“疏到”疑为“疏导”（同音），请核", "warning")]
    assert all(level == "info" for _, level in found("把水疏到沟里。"))


def test_two_right_words_are_told_apart_by_what_stands_beside_them():
    assert found("群众反应强烈。") == []
    assert found("及时反应问题。") == [("“反应”疑应为“反映”，请核", "warning")]
    assert found("化学反应。") == []


def test_an_office_adds_company_of_its_own(tmp_path):
    (tmp_path / "词语搭配.txt").write_text("石艾|采摘 熏蒸|合作社\n", encoding="utf-8")
    words = load_words(FOLDER, tmp_path)
    assert words.company.support("采摘石艾。", 2, 4, "石艾") == 1
    assert "石艾" in words.lexicon.counts


def test_a_phrase_without_an_inner_character_is_found():
    text = "履行第一责人职责，建好新时代文实践站。"
    assert [text[one.start : one.end] for one in proofread(text, words=load_words(FOLDER)) if one.rule == "R-W2"] == [
        "第一责人",
        "新时代文实践",
    ]
