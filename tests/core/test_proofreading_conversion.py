"""Texts as other programs hand them over: lines run together, torn by a hard wrap, with page numbers and stray numbers in them."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from lib.core.proofreading import correct, proofread, read_tree
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import texts

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
TEXTS = texts()[::24]
CHARACTERS = 4000  # clean characters to one false error or warning that the conversion alone brings
WIDTH = 30


def run_together(text: str, chance: random.Random) -> str:
    return text.replace("\n", "")


def run_together_with_spaces(text: str, chance: random.Random) -> str:
    return re.sub(r"\n+", " ", text)


def with_page_numbers(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    marks = ("- {} -", "— {} —", "{}", "第{}页", "－{}－")
    for place in sorted(chance.sample(range(3, len(lines)), max(len(lines) // 7, 1)), reverse=True):
        lines.insert(place, chance.choice(marks).format(chance.randint(1, 9)))
    return "\n".join(lines)


def with_stray_numbers(text: str, chance: random.Random) -> str:
    def torn(line: str) -> str:
        at = chance.randint(30, 60)
        return (
            f"{line[:at]}\n{chance.randint(5, 20)}、{line[at:]}" if len(line) > 80 and chance.random() < 0.4 else line
        )

    return "\n".join(map(torn, text.split("\n")))


def wrapped(text: str, chance: random.Random) -> str:
    lines = [f"　　{line}" if line else "" for line in text.split("\n")]
    return "\n".join(line[at : at + WIDTH] for line in lines for at in range(0, len(line) or 1, WIDTH))


def wrapped_without_indents(text: str, chance: random.Random) -> str:
    lines = [line for line in text.split("\n") if line]
    return "\n".join(line[at : at + WIDTH] for line in lines for at in range(0, len(line), WIDTH))


CONVERSIONS = (
    run_together,
    run_together_with_spaces,
    with_page_numbers,
    with_stray_numbers,
    wrapped,
    wrapped_without_indents,
)


def told(text, context):
    return Counter(
        (one.rule, one.message) for one in proofread(text, context=context, words=WORDS) if one.level != "info"
    )


@pytest.mark.parametrize("convert", CONVERSIONS)
def test_conversion_brings_no_chains_of_false_alarms(convert):
    chance = random.Random(7)
    brought = {
        case.name: found
        for case in TEXTS
        if (found := told(convert(case.clean, chance), case.context) - told(case.clean, case.context))
    }
    assert sum(map(Counter.total, brought.values())) * CHARACTERS <= sum(len(case.clean) for case in TEXTS), brought


@pytest.mark.parametrize("convert", CONVERSIONS)
def test_what_is_wrong_is_found_after_conversion_too(convert):
    chance = random.Random(7)
    plain = converted = 0
    for case in TEXTS:
        had, has = told(case.planted, case.context), told(convert(case.planted, chance), case.context)
        plain, converted = plain + had.total(), converted + (had & has).total()
    assert converted >= 0.85 * plain


@pytest.mark.parametrize(
    "text",
    [
        "一、压实责任1.抓书记。书记每季度带头讲党课。2.抓班子。做好。二、管好阵地3.查书屋。做好。4.查广播。做好。",
        "一、压实责任（一）签订责任书。逐级签订。（责任科室：办公室）二、建强队伍（二）办好培训。全年4期。三、强化督查（三）逐季检查。结果通报。",
    ],
)
def test_headings_run_into_their_first_item_are_cut(text):
    starts = [one.text for one in read_tree(f"青石镇2026年工作要点{text}").paragraphs]
    for mark in re.findall("[一二三]、|[1-4]\\.|（[一二三]）", text):
        assert any(start.startswith(mark) for start in starts), (mark, starts)


def test_a_stray_number_is_told_from_an_item_written_in_another_way():
    tree = read_tree(
        "（二）办好宣讲。全年组织宣讲不少于24场，覆盖全部行政村和社区，群众参与不少于3000人次。\n3.建强队伍。做好。"
    )
    assert [one.number for one in tree.paragraphs][-1] == 3
    tree = read_tree(
        "二是用好宣传栏。全年更换宣传栏48块，利用大喇叭播报政策120余次，做到家喻户晓；\n13、三是开展宣讲。"
    )
    assert len(tree.paragraphs) == 1 and len(tree.scraps) == 1


def full_width(text: str, chance: random.Random) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def spaced(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[一-龥])(?=\d)|(?<=\d)(?=[一-龥])", " ", text)


def markdown(text: str, chance: random.Random) -> str:
    title, *lines = text.split("\n")
    return "\n".join(
        [f"# {title}", *(f"## {line}" if re.match("[一二三四五六七]、", line) else line for line in lines)]
    )


@pytest.mark.parametrize("convert", (full_width, spaced, markdown))
def test_other_ways_of_writing_figures_and_headings_bring_nothing(convert):
    chance = random.Random(7)
    for case in TEXTS:
        assert told(convert(case.clean, chance), case.context) == told(case.clean, case.context), case.name


def test_full_width_figures_are_told_and_corrected():
    text = "青石镇２０２５年工作要点\n\n一、总体要求\n全年宣讲不少于１２场，每季度不少于３场。"
    found = proofread(text, words=WORDS)
    assert [text[one.start : one.end] for one in found if one.rule == "R-D6"] == ["２０２５", "１２", "３"]
    assert "全年宣讲不少于12场，每季度不少于3场" in correct(text, found)
