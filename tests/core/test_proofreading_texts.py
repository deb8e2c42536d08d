"""Texts written by people who had not seen the rules: nearly all of what was planted is found, nearly nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.core.proofreading import proofread
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import passages, texts

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
TEXTS = texts()
FOUND = 0.95  # of the planted defects
PASSAGES_FOUND = 0.97
CHARACTERS = 2000  # clean characters to one false error or warning


def loud(text, context):
    return [one for one in proofread(text, context=context, words=WORDS) if one.level != "info"]


@pytest.fixture(scope="module")
def planted():
    """The text, what was found in it, its defects: for every text that has some."""
    return [(one, loud(one.planted, one.context)) for one in TEXTS if one.defects]


def test_there_is_enough_to_measure():
    assert len(TEXTS) > 90 and sum(len(one.defects) for one in TEXTS) > 700
    assert sum(len(one.clean) for one in TEXTS) > 100_000


def test_of_the_planted_defects_nearly_all_are_found(planted):
    missed = [
        (case.name, defect.kind, defect.words)
        for case, findings in planted
        for defect in case.defects
        if not any(defect.hit(one.start, one.end) for one in findings)
    ]
    assert len(missed) <= (1 - FOUND) * sum(len(one.defects) for one in TEXTS), missed


def test_clean_texts_are_nearly_quiet():
    read = TEXTS[::2]  # the benchmark reads them all
    false = [(case.name, one.rule, one.message) for case in read for one in loud(case.clean, case.context)]
    assert len(false) * CHARACTERS <= sum(len(one.clean) for one in read), false


def test_beside_the_planted_defects_nearly_nothing_is_found(planted):
    false = [
        (case.name, one.rule, one.message)
        for case, findings in planted
        for one in findings
        if not any(defect.hit(one.start, one.end) for defect in case.defects)
    ]
    assert len(false) * CHARACTERS <= sum(len(case.planted) for case, _ in planted), false


OF_DOCUMENTS = ("R-C1", "R-T")  # ask for a whole document, which a passage isn't


@pytest.fixture(scope="module")
def read_passages():
    """The passage, and what was found in it; its heading, put there for all alike, left out."""
    return [
        (
            one,
            [
                found
                for found in loud(one.planted, one.context)
                if found.end > one.planted.index("\n") and (one.defects or not found.rule.startswith(OF_DOCUMENTS))
            ],
        )
        for one in passages()[::3]  # some of every row; all of them take three times as long
    ]


def test_nearly_all_defects_of_every_row_are_found_in_passages(read_passages):
    missed = [
        (case.name, defect.kind, defect.words)
        for case, findings in read_passages
        for defect in case.defects
        if not any(defect.hit(one.start, one.end) for one in findings) and not title_is_wrong(case, defect)
    ]
    assert len(read_passages) > 700
    assert len(missed) <= (1 - PASSAGES_FOUND) * sum(len(case.defects) for case, _ in read_passages), missed


def title_is_wrong(case, defect):
    """A defect of the title itself, which the fixture leaves out."""
    return defect.end <= case.planted.index("\n") and any(
        defect.hit(one.start, one.end) for one in loud(case.planted, case.context)
    )


def test_passages_without_a_defect_are_nearly_quiet(read_passages):
    clean = [(case, findings) for case, findings in read_passages if not case.defects]
    false = [(case.name, one.rule, one.message) for case, findings in clean for one in findings]
    assert len(false) * CHARACTERS <= sum(len(case.clean) for case, _ in clean), false


SAID_AGAIN = """
from pathlib import Path
from lib.core.proofreading import proofread
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import passages, texts
words = load_words(Path("forms/words"))
for one in texts()[::16]:
    print(*proofread(one.planted, context=one.context, words=words), sep="\\n")
"""


def test_the_same_text_gets_the_same_findings_in_every_process():
    said = [
        subprocess.run(
            [sys.executable, "-c", SAID_AGAIN],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] and said[0].count(b"Finding(") > 50
