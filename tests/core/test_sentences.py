"""A clause whose figure is empty leaves, and the punctuation closes up behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.sentences import word_pattern

WORDS = {"本期": "本季度", "党组织": "社区党委"}
PATTERN = "{本期}，{a}，{b}，其中{c}、{d}、{e}，{f}。"


def worded(pattern: str, **content: str) -> str:
    return word_pattern(pattern, WORDS, lambda name, alone: {**WORDS, **content}.get(name, ""))


@pytest.mark.parametrize(
    ("pattern", "content", "expected"),
    [
        (PATTERN, dict(a="研究1次", b="活动9场", c="治理4场", d="议事3场"), "本季度，研究1次，活动9场，其中治理4场、议事3场。"),
        (PATTERN, dict(b="活动9场", d="议事3场", e="义诊1场"), "本季度，活动9场，其中议事3场、义诊1场。"),
        (PATTERN, dict(b="活动9场", d="议事3场"), "本季度，活动9场，议事3场。"),  # one left: 其中 goes
        (PATTERN, dict(a="研究1次", d="议事3场", e="义诊1场"), "本季度，研究1次，议事3场、义诊1场。"),  # no whole, no 其中
        (PATTERN, dict(f="参与70人次"), "本季度，参与70人次。"),
        (PATTERN, {}, ""),
        ("{本期}{党组织}召开{a}，{b}。", dict(b="学习3次"), "本季度社区党委学习3次。"),  # the subject survives its clause
        ("{本期}，{a}；{b}，{c}。组织{d}、{e}。", dict(c="听课1次", e="演出2场"), "本季度，听课1次。组织演出2场。"),
        ("{本期}，{a}。{b}。", dict(b="演出2场"), "本季度，演出2场。"),
        ("{本期}，{a}；{b}。", dict(a="听课1次", b="演出2场"), "本季度，听课1次；演出2场。"),
        ("发放{a}、{b}，营造氛围。", dict(b="手册3本"), "发放手册3本，营造氛围。"),
        ("{a}、{b}分别居前。", dict(b="甲村"), "甲村居前。"),
        ("加强管理，{a}", {}, ""),
    ],
)
def test_closes_up(pattern: str, content: dict[str, str], expected: str) -> None:
    assert worded(pattern, **content) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "做事1次", "发单20份"])))
def test_never_leaves_loose_punctuation(content: dict[str, str]) -> None:
    text = worded(PATTERN, **content)
    assert not any(pair in text for pair in ("，，", "，。", "、，", "、。", "；；", "。。", "其中，", "其中。"))
    assert bool(text) == any(content.values())
    assert not text or (text.startswith("本季度，") and text.endswith("。"))


def test_what_was_typed_is_not_taken_for_pattern() -> None:
    assert worded("{a}，{b}。", a="学习“一、二”{b}", b="听课") == "学习“一、二”{b}，听课。"
