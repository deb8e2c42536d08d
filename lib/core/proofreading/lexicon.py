"""A lexicon with frequencies: the likeliest division of a run of characters into words, and what one other character would gain.

It judges nothing about texts; the rule that uses it stands in rules_characters. Built from plain texts, never reads the disk.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, repeat
from math import log

_SIGHT = 6  # characters looked at to either side
_BEFORE, _AFTER = re.compile(r"[一-龥]+\Z"), re.compile(r"[一-龥]*")
LONGEST = 4  # characters in a word
_REMEMBERED = 1 << 15  # runs whose division is kept
_LEVEL = 4.0  # levels in 词典.txt are natural logarithms times this
_OWN = 6.0  # logarithm of the count given to our own words: as common as 落实
_COMMON = {2: 3.4, 3: 2.7, 4: 1.7}  # a right word was counted thirty times; fifteen or six where it is longer
FREE = frozenset(  # words of one character that stand before or after anything
    "的了着过地得一二两三四五六七八九十百千万亿几数各每本该此其某另全半双单多少不未无没非可能会要应须以之如若所而与和及或并同向往从由"
    "自在到至于对为被把将让使给比按据就都也还又再已更最很太较颇极第首末初前后上下里外中内间旁左右东南西北大小新老旧高低好是有即则却因"
    "这那哪我你他她它们人年月日时分秒次个只条名份等含逐并共约近超余仅"
)
ENDINGS = frozenset(  # characters that end longer words: 抢修工, 校委
    "任校员工委餐园组队长者家手师生率性化度力式型类级所站室厅馆院科股办处部会社团班排点线面区段岗凡袋秤展费赛款播"
)
SHAPE = 2.0  # nats: a typist mistakes the sound far oftener than the shape
RARELY, _OFTEN = 1.5, 5.5  # nats off a right word counted less than e to this
_SEEN = 1.5  # a word counted five times is a word, however rare
LONELY = 1.5  # nats off a character that seldom stands alone
GENRE = 2.2  # nats for a right word that is known in this genre
_UNKNOWN = -1.0  # a character nobody counted


@dataclass(frozen=True, slots=True)
class Swap:
    """Another character at a place: the word it makes, where that starts, and how much likelier the run becomes (nats)."""

    place: int
    char: str
    word: str
    start: int
    gain: float
    how: str  # 同音 | 形近


@dataclass(frozen=True)
class Lexicon:
    """Texts of 词典, 词典补充, 同音, 形近, 单字 as their files hold them; indexed on first use."""

    words: str = ""
    own: str = ""
    sounds: str = ""
    shapes: str = ""
    singles: str = ""  # characters that often stand alone in this genre
    common: frozenset[str] = frozenset()  # words known to be common in this genre

    @cached_property
    def counts(self) -> Mapping[str, float]:
        """Word → natural logarithm of its count."""
        found: dict[str, float] = {}
        for line in _lines(self.words):
            level, length, joined = line.split(" ", 2)
            size, value = int(length), int(level) / _LEVEL
            found.update((joined[start : start + size], value) for start in range(0, len(joined), size))
        for line in _lines(self.own):
            for word in line.split():
                found[word] = max(found.get(word, 0.0), _OWN)
        alone = self.alone
        for char in {char for word in found for char in word} - alone:
            found[char] = found.get(char, _UNKNOWN) - LONELY
        return found

    @cached_property
    def alone(self) -> frozenset[str]:
        """Characters that often stand alone in documents of this kind."""
        return FREE.union(*_lines(self.singles))

    @cached_property
    def total(self) -> float:
        return log(6e7) if self.words else 0.0

    @cached_property
    def alike(self) -> Mapping[str, str]:
        """Character → those it may stand for: alike in sound, then a bar, then alike in shape."""
        sounds: dict[str, str] = defaultdict(str)
        shapes: dict[str, str] = defaultdict(str)
        for line in _lines(self.sounds):
            group = line.split(" ", 1)[1]
            for char in group:
                sounds[char] += group
        for line in _lines(self.shapes):
            char, others = line.split(" ", 1)
            shapes[char] += others
            for other in others:
                shapes[other] += char
        return {char: f"{sounds.get(char, '')}|{shapes.get(char, '')}" for char in {*sounds, *shapes}}

    @cached_property
    def gaps(self) -> Mapping[str, str]:
        """A common word with one character left out (as a space) → the characters that fill the gap."""
        found: dict[str, str] = {}
        for word, value in self.counts.items():
            if value >= _COMMON.get(len(word), 99.0):
                for place, char in enumerate(word):
                    gap = f"{word[:place]} {word[place + 1 :]}"
                    found[gap] = found.get(gap, "") + char
        return found

    @cached_property
    def _pairs(self) -> Mapping[str, str]:
        """Character → those that follow it inside longer words: 慎终 of 慎终追远."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.counts:
            if len(word) > 2:
                for char, after in pairwise(word):
                    found[char].add(after)
        return {char: "".join(others) for char, others in found.items()}

    @cached_property
    def _ours(self) -> frozenset[str]:
        return self.common | {word for line in _lines(self.own) for word in line.split()}

    @cached_property
    def dropped(self) -> Mapping[str, str]:
        """Three characters that are no word → the word of four they lack one of; pairs of words are left out."""
        found: dict[str, str] = {}
        for word, value in self.counts.items():
            if len(word) == LONGEST and value >= _COMMON[LONGEST]:
                for place in range(LONGEST):
                    rest = word[:place] + word[place + 1 :]
                    if rest not in self.counts:
                        found[rest] = word
        return found

    @cached_property
    def divide(self) -> Callable[[str], tuple[list[int], float]]:
        """Divide a run: where the words of its likeliest division end, and its log probability. Remembers the last runs."""
        return lru_cache(maxsize=_REMEMBERED)(self._divide)

    def _divide(self, run: str) -> tuple[list[int], float]:
        count, total, size = self.counts.get, self.total, len(run)
        best = [0.0] * (size + 1)
        came = [0] * (size + 1)
        for end, char in enumerate(run, 1):
            start = end - 1
            top = best[start] + count(char, _UNKNOWN)
            for first in range(end - 2, end - LONGEST - 1 if end > LONGEST else -1, -1):
                value = count(run[first:end])
                if value is not None and best[first] + value > top:
                    top, start = best[first] + value, first
            best[end], came[end] = top - total, start
        ends, place = [], size
        while place:
            ends.append(place)
            place = came[place]
        return ends[::-1], best[size]

    def swaps(self, run: str, *, rare: float, settled: Sequence[bool] = ()) -> Iterator[Swap]:
        """Yield the best other character for every place that stands alone or in a word counted less than `rare` (logarithm).

        `settled` tells of each word of the run whether it is to be left alone.
        """
        ends, _ = self.divide(run)
        starts = [0, *ends[:-1]]
        for start, end, leave in zip(starts, ends, settled or repeat(False), strict=False):
            if leave or end - start > 1 and self.counts[run[start:end]] >= rare:
                continue
            for place in range(start, end):
                best = max(self._tried(run, place, starts, ends), key=lambda one: one.gain, default=None)
                if best:
                    yield best

    def better(self, text: str, start: int, end: int, right: str) -> float:
        """How much likelier a text becomes with other words at a place (nats), looking at the run of characters around it."""
        left = _BEFORE.search(text, max(start - _SIGHT, 0), start)
        right_end = _AFTER.match(text, end, min(end + _SIGHT, len(text)))
        before = left[0] if left else ""
        after = right_end[0] if right_end else ""
        return self.divide(before + right + after)[1] - self.divide(before + text[start:end] + after)[1]

    def _tried(self, run: str, place: int, starts: list[int], ends: list[int]) -> Iterator[Swap]:
        """Try the characters alike that make a common word across this place."""
        alike = self.alike.get(run[place])
        if not alike:
            return
        seen: set[str] = set()
        for length in range(LONGEST, 1, -1):
            for start in range(max(place - length + 1, 0), min(place, len(run) - length) + 1):
                gap = f"{run[start:place]} {run[place + 1 : start + length]}"
                for char in self.gaps.get(gap, ""):
                    if char != run[place] and char in alike and char not in seen:
                        seen.add(char)
                        word = gap.replace(" ", char)
                        how = "同音" if char in alike.partition("|")[0] else "形近"
                        gain = self._gain(run, place, char, starts, ends) - self._doubt(run, place, word, start)
                        yield Swap(place, char, word, start, gain - (SHAPE if how == "形近" else 0.0), how)

    def _doubt(self, run: str, place: int, word: str, start: int) -> float:
        """How much speaks for what stands there: words one character long that go with anything, pairs known from longer words."""
        found = run[start : start + len(word)]
        doubt = 3.0 if self.counts.get(found, 0.0) > _SEEN else 0.0
        if len(word) > 2:
            return doubt
        other = run[start + 1] if place == start else run[start]
        doubt += 1.5 if word[place - start] in FREE else 0.0
        doubt += (2.0 if run[place] in FREE else 0.0) + (2.0 if other in FREE else 0.0)
        doubt += 4.0 if found[1] in self._pairs.get(found[0], "") else 0.0
        doubt += RARELY if self.counts[word] < _OFTEN else 0.0
        return doubt - (GENRE if word in self._ours else 0.0)

    def _gain(self, run: str, place: int, char: str, starts: list[int], ends: list[int]) -> float:
        """How much likelier the words around a place become; looks no further than a few characters to either side."""
        first = max(bisect_right(starts, place - LONGEST + 1) - 1, 0)
        last = min(bisect_left(ends, place + LONGEST), len(ends) - 1)
        left, right = starts[first], ends[last]
        old = sum(
            self.counts.get(run[starts[index] : ends[index]], _UNKNOWN) - self.total for index in range(first, last + 1)
        )
        return self.divide(run[left:place] + char + run[place + 1 : right])[1] - old


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=2)
def lexicon(
    words: str, own: str, sounds: str, shapes: str, singles: str, common: frozenset[str] = frozenset()
) -> Lexicon:
    """Return one lexicon for the same texts, so that it is indexed once in a process."""
    return Lexicon(words, own, sounds, shapes, singles, common)
