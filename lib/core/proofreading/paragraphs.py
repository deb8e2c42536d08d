"""Paragraphs with exact places, and the numbers headings carry; reads no text, judges nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import add

from lib.core.proofreading.masks import mask_all, mask_names

HAN_DIGITS = "一二三四五六七八九十"
NUMBERS = (  # GB/T 9704—2012 7.3.3: 一、 （一） 1. （1）
    re.compile(
        r"([一二三四五六七八九十]{1,3})\s*([、.．，,])(?![一二三四五六七八九十百两]*(?:季度|级|类|次|个|年|月|线))"
    ),
    re.compile(r"[（(]?\s*([一二三四五六七八九十]{1,3})\s*[）)]\s*([、.．，,]?)"),
    re.compile(r"(\d{1,3})\s*([.．、])(?!\d(?!\d?月|0\d\d年))"),
    re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*([、.．，,]?)"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph as its file gives it: text, style name (Word), kind `paragraph` or `table`.

    `breaks` are the places of line and page breaks, which stand in the text as spaces.
    """

    text: str
    style: str = ""
    kind: str = "paragraph"
    breaks: frozenset[int] = frozenset()


@dataclass
class Paragraph:
    """One logical paragraph. `pieces` maps its text to the source: (start here, source index, start there)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    kind: str = "body"  # title addressee heading body table signature date attachment scrap
    level: int = 0  # 1–4 where it is numbered or styled as a heading
    number: int | None = None
    mark: str = ""  # the point after the number
    head: int = 0  # where the text after the number starts
    section: str = ""  # "" | problems | plan | mixed | outlook
    annex: bool = False
    index: int = 0
    style: str = ""

    def place(self, position: int) -> tuple[int, int]:
        """Return (source index, position there) of a position in this paragraph."""
        here, source, there = self.pieces[max(bisect_right([piece[0] for piece in self.pieces], position) - 1, 0)]
        return source, there + position - here

    @cached_property
    def bare(self) -> str:
        """The text with titles 《…》, addresses and document numbers blanked out, same length."""
        return mask_names(self.text)

    @cached_property
    def grams(self) -> set[str]:
        """The characters and the pairs of neighbours in the text; `bare` and `plain` blank some out and add none."""
        return {*self.text, *couples(self.text)}

    @cached_property
    def couples(self) -> list[str]:
        """Every two neighbouring characters of `bare`, in their order."""
        return couples(self.bare)

    @cached_property
    def plain(self) -> str:
        """`bare` with quoted words blanked out too, same length."""
        return mask_all(self.text)

    @property
    def prose(self) -> bool:
        return self.kind in ("body", "heading")


def couples(text: str) -> list[str]:
    """Return every two neighbouring characters of a text, in their order."""
    return list(map(add, text, text[1:]))


def han_number(text: str) -> int | None:
    """Read 一 … 九十九 or 1 … 999; None for anything else."""
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return HAN_DIGITS.index(text) + 1 if len(text) == 1 and text in HAN_DIGITS else None
    values = [HAN_DIGITS.index(part) + 1 if part in HAN_DIGITS and part else 0 for part in (tens, ones)]
    return (values[0] or 1) * 10 + values[1]


def han_word(number: int) -> str:
    """Write 1 … 99 in Han digits; larger numbers stay Arabic."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else HAN_DIGITS[tens - 1] + "十")
    return head + (HAN_DIGITS[ones - 1] if ones else "")
