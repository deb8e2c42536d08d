"""Number headings while a document is written: typed numbers in heading styles become counters. Knows no Jinja."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from lib.word.names import W

DIGITS = "零一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十百零〇]+"
RUNNING = 5  # the level of style 连续三级标题: numbered like level 3, never restarted

# style name → level; level → the number as it is typed (groups: before, number, after)
LEVELS = {"一级标题": 1, "二级标题": 2, "三级标题": 3, "四级标题": 4, "连续三级标题": RUNNING}
TYPED = {
    1: re.compile(rf"()({_CHINESE})(?=、)"),
    2: re.compile(rf"([（(])({_CHINESE})(?=[）)])"),
    3: re.compile(r"()([0-9０-９]+)(?=[.．、])"),
    4: re.compile(r"([（(])([0-9０-９]+)(?=[）)])"),
    RUNNING: re.compile(r"()([0-9０-９]+)(?=[.．、])"),
}
_LEADING = re.compile(r"(?:\s|\{%.*?%\}|\{#.*?#\})*")


@dataclass(slots=True)
class Counters:
    """The numbers of one document being written."""

    counts: list[int] = field(default_factory=lambda: [0] * (RUNNING + 1))

    def next(self, level: int) -> str:
        """Return the number of the next heading of `level`; lower levels start again."""
        self.counts[level] += 1
        if level < RUNNING:
            self.counts[level + 1 : RUNNING] = [0] * (RUNNING - level - 1)
        number = self.counts[level]
        return chinese_number(number) if level in (1, 2) else str(number)


def chinese_number(number: int) -> str:
    """Return 1–999 in Chinese (GB/T 15835 writes 十一, not 一十一)."""
    if number < 10:
        return DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if not rest:
        return DIGITS[hundreds] + "百"
    tail = "零" + DIGITS[rest] if rest < 10 else ("一" if rest < 20 else "") + chinese_number(rest)
    return DIGITS[hundreds] + "百" + tail


def mark_headings(root: etree._Element, levels: dict[str, int], tag: str) -> bool:
    """Replace the typed number of each heading by `tag` % level; tell whether there was one.

    `levels` maps style ids (w:pStyle) to heading levels.
    """
    found = False
    for paragraph in root.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = levels.get(style.get(W + "val", "")) if style is not None else None
        if level is not None:
            found |= _mark(paragraph, level, tag)
    return found


def _mark(paragraph: etree._Element, level: int, tag: str) -> bool:
    pieces = [one for one in paragraph.iter(W + "t") if next(one.iterancestors(W + "p")) is paragraph]
    text = "".join(one.text or "" for one in pieces)
    start = _LEADING.match(text).end()  # type: ignore[union-attr]  # matches the empty text too
    number = TYPED[level].match(text, start)
    if number is None:
        return False
    _replace(pieces, number.start(2), number.end(2), tag % level)
    return True


def _replace(pieces: list[etree._Element], start: int, end: int, new: str) -> None:
    """Put `new` in the place of text[start:end] of consecutive w:t elements."""
    offset = 0
    for piece in pieces:
        text = piece.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        if low < high:
            piece.text = text[:low] + new + text[high:]
            new = ""  # the rest of a number split over runs only disappears
        offset += len(text)
