"""Every registered rule hits its own examples at the marked place and leaves its counter-examples alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.core.proofreading import RULES, proofread
from lib.definitions_words import load_words

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take ⟦ ⟧ out of an example and return the places they marked."""
    places, plain, starts = [], "", []
    for char in text:
        if char == "⟦":
            starts.append(len(plain))
        elif char == "⟧":
            places.append((starts.pop(), len(plain)))
        else:
            plain += char
    return plain, places


def run(rule, example):
    text, context, previous = (*example, None, ())[:3] if isinstance(example, tuple) else (example, None, ())
    plain, places = unmark(text)
    return plain, places, proofread(plain, context=context, words=WORDS, previous=previous or (), rules=[rule])


CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{rule.check.__name__}-{n}")
    for rule in RULES
    for n, example in enumerate(rule.hits)
]
COUNTER_CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{rule.check.__name__}-{n}")
    for rule in RULES
    for n, example in enumerate(rule.misses)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_hits_its_examples(rule, example):
    plain, places, findings = run(rule, example)
    assert places
    for start, end in places:
        assert any(one.start < end and one.end > start for one in findings), (plain, findings)


@pytest.mark.parametrize(("rule", "example"), COUNTER_CASES)
def test_a_rule_leaves_its_counter_examples_alone(rule, example):
    plain, _, findings = run(rule, example)
    assert findings == [], plain


def test_every_rule_is_named_and_sourced():
    for rule in RULES:
        assert re.fullmatch(r"R-[A-Z]\d{1,2}", rule.id) and rule.name and rule.source
        assert rule.hits and rule.misses
