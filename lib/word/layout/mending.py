"""Half-width punctuation between Chinese words made full-width, every change listed. Changes no word and no number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEAR = f"[{_HAN}，。；：！？、”’）》〉〕】…—]"
_PAIRS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|https?://\S+", re.DOTALL)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    *((re.compile(f"(?<={_NEAR}){re.escape(half)}(?!//)"), full) for half, full in _PAIRS.items()),
    # A half-width stop ends a sentence only after a word; 1. and 3.5 are numbers.
    (re.compile(f"(?<=[{_HAN}”’）》])\\.(?=[{_HAN}“‘（《\\s]|$)"), "。"),
    (re.compile(f"(?<=[0-9%A-Za-z])[,;:!?](?=[{_HAN}“‘（《])"), ""),
)
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_QUOTES = re.compile(r"\"([^\"\n]*)\"")


class Mending(NamedTuple):
    """One change: line (from 1), place in it (code points from 0, as typed), what stood there, what stands now."""

    line: int
    start: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"第{self.line}行第{self.start + 1}字：“{self.before}”改为“{self.after}”"


def mend_punctuation(text: str) -> tuple[str, list[Mending]]:
    """Return a text with its half-width marks among Chinese words made full-width, and the list of changes.

    Numbers (1,234, 3.5, 10:30), Latin words, addresses and docxtpl tags are left alone; a number that opens a line
    (1.) too. Straight double quotes in pairs become “ ”.
    """
    lines, found = [], []
    for number, line in enumerate(text.split("\n"), 1):
        mended = _mended(line)
        found += [
            Mending(number, place, old, new) for place, (old, new) in enumerate(zip(line, mended)) if old != new
        ]
        lines.append(mended)
    return "\n".join(lines), found


def _mended(line: str) -> str:
    """Return a line mended; every change is one character for one, so places stay."""
    changed = list(line)
    kept = {place for tag in _TAG.finditer(line) for place in range(*tag.span())}
    for place, mark in _changes(line):
        if place not in kept:
            changed[place] = mark
    return "".join(changed)


def _changes(line: str) -> Iterator[tuple[int, str]]:
    for pattern, full in _RULES:
        for match in pattern.finditer(line):
            yield match.start(), full or _PAIRS[match[0]]
    for brackets in _BRACKETS.finditer(line):
        if _is_chinese(line, brackets):
            yield brackets.start(), "（"
            yield brackets.end() - 1, "）"
    for quotes in _QUOTES.finditer(line):
        if _is_chinese(line, quotes):
            yield quotes.start(), "“"
            yield quotes.end() - 1, "”"


def _is_chinese(line: str, pair: re.Match[str]) -> bool:
    """Tell whether a pair of marks holds Chinese words, or stands between them."""
    around = line[max(0, pair.start() - 1) : pair.start()] + pair[1] + line[pair.end() : pair.end() + 1]
    return re.search(f"[{_HAN}]", around) is not None
