"""The lexicon: words are divided by their counts, one wrong character is seen, names and rare words are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.proofreading import about, proofread
from lib.core.proofreading.lexicon import Lexicon
from lib.definitions_words import load_words

FOLDER = Path(__file__).parents[2] / "forms" / "words"
WORDS = load_words(FOLDER)
SMALL = Lexicon("32 2 及时回应关切\n16 1 且切关时\n", "", "qie 切且\n", "", "")


def suspected(text, **more):
    return [one.message for one in proofread(text, words=WORDS, **more) if "疑为" in one.message]


def test_a_run_is_divided_into_its_likeliest_words():
    assert SMALL.divide("及时回应关切")[0] == [2, 4, 6]


def test_one_other_character_makes_a_word():
    assert [(one.word, one.how) for one in SMALL.swaps("及时回应关且", rare=4.0) if one.gain > 5] == [("关切", "同音")]


def test_a_lexicon_without_texts_says_nothing():
    assert list(Lexicon().swaps("及时回应关且", rare=4.0)) == []


def test_a_folder_without_a_lexicon_has_none(tmp_path):
    assert load_words(tmp_path).lexicon is None


def test_an_office_adds_its_own_words(tmp_path):
    (tmp_path / "词典补充.txt").write_text("燃尽 石艾\n", encoding="utf-8")
    assert "石艾" in load_words(FOLDER, tmp_path).lexicon.counts


@pytest.mark.parametrize("wrong", ["尝识", "挡案", "重要依具", "部们", "疑律"])
def test_wrong_characters_nobody_listed_are_suspected(wrong):
    assert suspected(f"本季度，对辖区开展工作，建立{wrong}，做好记录。")


@pytest.mark.parametrize(
    "text",
    [
        "联系人：石敬亭",
        "石桥镇双河村党总支认真研究。",
        "《行业风貌展视》一书",
        "开设“食话实说”栏目。",
        "拍摄Vlog视频8条。",
    ],
)
def test_names_titles_and_puns_are_left_alone(text):
    assert suspected(text, context=about("2025Q2", unit="石桥镇双河村")) == []


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
def test_any_run_is_divided_whole(run):
    ends, chance = WORDS.lexicon.divide(run)
    assert ends[-1] == len(run) and ends == sorted(set(ends)) and chance < 0
    for one in WORDS.lexicon.swaps(run, rare=4.0):
        assert one.start <= one.place < one.start + len(one.word) and one.word[one.place - one.start] == one.char
