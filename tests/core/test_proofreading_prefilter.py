"""Passing over paragraphs must never lose a match: what a pattern needs stands in every text it matches in."""

import importlib
import pkgutil
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core import proofreading
from lib.core.proofreading.masks import BLANK
from lib.core.proofreading.paragraphs import Paragraph, couples
from lib.core.proofreading.prefilter import blocks, loosened, needed
from tests.core.proofread_cases.reader import passages

PATTERNS = (
    r"约\d+(?:余|多)",
    r"(?:上述|以上)(?:三|四)个?问题",
    r"(?P<one>[一-龥]{2})、(?P=one)",
    r"(?<=向)[^，]{1,4}反应(?!迟)",
    r"[一二三]是(?:要)?",
    r"(?:^|(?<=。))(?P<before>[^。]{0,3}?)(?:举办|召开)(?=\d)",
    r"(?:一|二)(?:次|场)|第[1-3]期",
    r"(?:ab|cd)+e?",
    r"a{2}b?",
    r"(?>甲|乙丙)丁",
    r"x*|十",
)


def grams(text: str) -> set[str]:
    return {*text, *couples(text)}


def rule_patterns() -> list[re.Pattern[str]]:
    modules = [
        importlib.import_module(f"{proofreading.__name__}.{one.name}")
        for one in pkgutil.iter_modules(proofreading.__path__)
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]


@pytest.mark.parametrize("source", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_needed_stands_in_every_text_that_matches(source: str, data: st.DataObject) -> None:
    pattern = re.compile(source)
    text = data.draw(
        st.from_regex(
            pattern,
            alphabet=st.sampled_from("约余多1上述以三四个问题一二是、向反应举办召开。次场第期abcdexyz甲乙丙丁十23"),
        )
    )
    assert all(not need.isdisjoint(grams(text)) for need in needed(pattern))
    loose = loosened(pattern)
    assert loose is None or loose.search(text)


def test_rules_patterns_find_nothing_where_they_are_passed_over() -> None:
    texts = [line for one in passages()[::8] for line in one.planted.splitlines() if line]
    stand = [(text, grams(text)) for text in texts]
    lost = [
        (pattern.pattern, text)
        for pattern in rule_patterns()
        if (needs := needed(pattern))
        for text, has in stand
        if any(need.isdisjoint(has) for need in needs) and pattern.search(text)
    ]
    assert len(rule_patterns()) > 300
    assert not lost


def test_a_pattern_needs_one_of_its_alternatives_and_all_of_its_parts() -> None:
    assert needed(re.compile("(?:甲乙|丙丁)[^，]*戊己")) == (frozenset({"戊己"}), frozenset({"甲乙", "丙丁"}))
    assert needed(re.compile("[一-龥]+")) == ()
    assert needed(re.compile("(?i)abc")) == ()
    assert needed(re.compile(f"{BLANK}甲")) == ()


def test_blocks_hold_every_paragraph_once_and_find_matches_in_order() -> None:
    paragraphs = [
        Paragraph(f"第{number}段约{number}余人。" * 60, ((0, number, 0),), index=number) for number in range(1, 30)
    ]
    made = blocks(paragraphs)
    found = [one.index for block in made for one, _ in block.search(re.compile("第7段|第21段"), "text", "all")]
    assert len(made) > 3
    assert found == [7] * 60 + [21] * 60
    assert not [one for block in made for one in block.search(re.compile("第7段"), "text", "title")]
