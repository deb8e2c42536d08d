"""Pairs of words: what follows what, and which words another one may have been typed for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.proofreading import proofread
from lib.core.proofreading.lexicon import Lexicon
from lib.core.proofreading.pairs import Pairs
from lib.definitions_words import load_words

FOLDER = Path(__file__).parents[2] / "forms" / "words"
WORDS = load_words(FOLDER)
SMALL = Pairs(
    "32 整改 时限 实现 立即\n48 宣传栏\n",
    "整改| 时限 ||\n立即| | 整改 \n"
    + "的|"
    + "|".join(" 整改 " if level == 4 else " 长 " * 60 for level in range(6))
    + "\n",
    "shi 时实事\nxian 限现\nli 立\nji 即\n",
    Lexicon("20 2 整改时限实现立即\n20 3 宣传栏\n", "", "", "时 叶\n", ""),
)


def test_a_pair_is_as_strong_as_the_place_in_its_line():
    assert SMALL.strength("整改", "时限") == 1.5
    assert SMALL.strength("立即", "整改") == 2.5
    assert SMALL.strength("的", "整改") == 5.5  # a long line is looked through another way


@pytest.mark.parametrize("pair", [("整改", "实现"), ("时限", "整改"), (None, "整改"), ("整改", None), ("没有", "整改")])
def test_a_pair_nobody_counted_has_no_strength(pair):
    assert SMALL.strength(*pair) == 0.0


def test_a_row_is_likelier_with_words_that_are_used_together():
    assert SMALL.likely((None, "整改", "时限")) > SMALL.likely((None, "整改", "实现"))


def test_words_of_the_same_sound_tones_apart():
    assert SMALL.homophones("实现") == ("时限",)
    assert SMALL.homophones("宣传") == ()


def test_what_is_left_of_a_word_names_it():
    assert SMALL.lacking["时"] == ("时限",) and SMALL.broken["宣栏"] == ("宣传栏",)
    assert SMALL.turned["即立"] == ("立即",)


def test_a_character_may_stand_for_those_alike_in_sound_or_shape():
    assert SMALL.alike("实")["时"] == "同音" and SMALL.alike("叶")["时"] == "形近"
    assert "时" not in SMALL.alike("时")


def test_without_texts_nothing_is_said():
    nothing = Pairs()
    assert (nothing.strength("整改", "时限"), nothing.homophones("实现"), dict(nothing.lacking)) == (0.0, (), {})
    assert [
        one.rule for one in proofread("因制宜发展。", words=load_words(FOLDER / "没有")) if one.rule == "R-W2"
    ] == []


@given(st.text(alphabet="整改时限实现立即宣传栏的了一，。“”3", max_size=40))
def test_any_text_is_read(text):
    for one in proofread(text, words=WORDS):
        assert one.start is None or 0 <= one.start <= (one.end or 0) <= len(text)
