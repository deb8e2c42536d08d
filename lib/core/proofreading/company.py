"""The company words keep: which stand before and after which in documents of this kind. Judges nothing, reads no disk."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

_LONGEST = 4
_FIGURE = re.compile(
    r"\d[\d.]*[万余多]*(?:人次|场次|轮次|[一-龥])?$"
)  # 开展1轮巡查: a figure and its measure may stand between
_SIGHT = 12  # characters looked at for one
_BETWEEN = "的地得了和与及、等着"  # may stand between two words that belong together


@dataclass(frozen=True)
class Company:
    """Texts of 词语搭配.txt as its files hold them: `词|前 前|后 后` a line; indexed on first use."""

    text: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that have a line of their own."""
        return frozenset(line.split("|", 1)[0] for line in self._lines)

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """Word → the words known to stand before it."""
        return self._sides[0]

    @cached_property
    def after(self) -> Mapping[str, frozenset[str]]:
        """Word → the words known to stand after it."""
        return self._sides[1]

    @property
    def _lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.count("|") == 2 and not line.startswith("#")]

    @cached_property
    def _sides(self) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
        before: dict[str, set[str]] = defaultdict(set)
        after: dict[str, set[str]] = defaultdict(set)
        for line in self._lines:
            word, sooner, later = line.split("|")
            for other in sooner.split():
                before[word].add(other)
                after[other].add(word)
            for other in later.split():
                after[word].add(other)
                before[other].add(word)
        return tuple({word: frozenset(others) for word, others in side.items()} for side in (before, after))  # type: ignore[return-value]

    def support(self, text: str, start: int, end: int, word: str) -> int:
        """Tell on how many sides (0–2) a word at a place would stand beside a word it is known to keep company with."""
        return int(self._left(text, start, self.before.get(word))) + int(self._right(text, end, self.after.get(word)))

    def expected(self, text: str, start: int, end: int) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        """Return the words known to follow what stands before a place, and those known to precede what stands after it."""
        ends = _ends(text, start)
        starts = (end, end + 1) if end < len(text) and text[end] in _BETWEEN else (end,)
        sizes = range(2, _LONGEST + 1)
        left = (self.after.get(text[max(one - size, 0) : one]) for one in ends for size in sizes)
        right = (self.before.get(text[one : one + size]) for one in starts for size in sizes)
        return [one for one in left if one], [one for one in right if one]

    @staticmethod
    def _left(text: str, start: int, known: frozenset[str] | None) -> bool:
        if not known:
            return False
        ends = _ends(text, start)
        return any(text[end - size : end] in known for end in ends for size in range(2, min(_LONGEST, end) + 1))

    @staticmethod
    def _right(text: str, end: int, known: frozenset[str] | None) -> bool:
        if not known:
            return False
        starts = (end, end + 1) if end < len(text) and text[end] in _BETWEEN else (end,)
        return any(text[start : start + size] in known for start in starts for size in range(2, _LONGEST + 1))


def _ends(text: str, start: int) -> tuple[int, ...]:
    """Return where the word before a place may end: there, before a particle, before a figure."""
    if start and text[start - 1] in _BETWEEN:
        return start, start - 1
    figure = _FIGURE.search(text[max(start - _SIGHT, 0) : start])
    return (start, start - len(figure[0])) if figure else (start,)


@lru_cache(maxsize=2)
def company(text: str) -> Company:
    """Return one Company for the same text, so that it is indexed once in a process."""
    return Company(text)
