"""How likely one word follows another, from counts of words and of pairs; and which words another may have been typed for.

Built from plain texts (词频.txt, 词对.txt), judges nothing, reads no disk. All figures are natural logarithms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product

from lib.core.proofreading.lexicon import LONGEST, Lexicon

_LEVEL = 4.0  # levels in 词频.txt are logarithms times this
_SELDOM = -15.0  # of a word that isn't in 词频.txt
_APART = -1.4  # of a pair that isn't in 词对.txt, against its second word by itself
_HALF = 0.5  # a strength is told in whole steps
_USUAL = -11.8  # what may be proposed stands at least so often
_KNOWN = 2.0  # and is counted at least e to this in 词典.txt
_THREE = 4.5  # the same of a word of three characters
_SCARCE, _NEVER = 3.0, 0.01  # what is counted less is no word that was meant
_LONG_LINE = 200  # characters of a line that is looked through only once
_ROWS = 1 << 11  # words whose followers are kept as read
_REMEMBERED = 1 << 15  # rows of characters whose words are kept
_COMPLEMENTS = frozenset("到进出下上成好来去起过开回入完掉住满")  # go with any verb of one character: 递到, 充进
_PLACES = frozenset("省市州县区旗镇乡村")  # one place is not another: 江岭县, 江陵县
_HAN = re.compile(r"[一-龥]+")


@dataclass(frozen=True)
class Pairs:
    """Texts of 词频, 词对, 读音 as their files hold them, and a lexicon; indexed on first use."""

    frequencies: str = ""
    followers: str = ""
    sounds: str = ""
    lexicon: Lexicon | None = None
    common: frozenset[str] = frozenset()  # words that may be proposed, however seldom they stand

    @cached_property
    def counts(self) -> Mapping[str, float]:
        """Word → logarithm of how often it stands in such texts."""
        found: dict[str, float] = {}
        for line in _lines(self.frequencies):
            level, *words = line.split()
            found.update(dict.fromkeys(words, -int(level) / _LEVEL))
        return found

    @cached_property
    def _after(self) -> Mapping[str, str]:
        return dict(line.split("|", 1) for line in _lines(self.followers))  # type: ignore[misc]

    @cached_property
    def row(self) -> Callable[[str], Mapping[str, float]]:
        """Function of a word: the words known to follow it → by how much likelier they are there. Remembers the last."""
        return lru_cache(maxsize=_ROWS)(self._row)

    def _row(self, first: str) -> Mapping[str, float]:
        line = self._after.get(first, "")
        return {word: level + _HALF for level, words in enumerate(line.split("|"), 1) for word in words.split()}

    def follows(self, first: str, second: str) -> bool:
        """True where the second word is known after the first."""
        return f" {second} " in self._after.get(first, "")

    @cached_property
    def strength(self) -> Callable[[str | None, str | None], float]:
        """Function of two words: by how much the second is likelier after the first; 0 where they aren't known together."""
        return lru_cache(maxsize=_REMEMBERED)(self._strength)

    def _strength(self, first: str | None, second: str | None) -> float:
        line = self._after.get(first) if first and second else None
        if not line:
            return 0.0
        if len(line) > _LONG_LINE:
            return self.row(first).get(second, 0.0)
        place = line.find(f" {second} ")
        return line.count("|", 0, place) + 1 + _HALF if place >= 0 else 0.0

    def likely(self, words: Sequence[str | None]) -> float:
        """Return how likely the words are in a row; the first, and None for an edge, count for nothing themselves."""
        return sum(
            self.often(second) + (self.strength(first, second) or (_APART if first else 0.0))
            for first, second in pairwise(words)
            if second
        )

    @cached_property
    def often(self) -> Callable[[str], float]:
        """Function of a word: the logarithm of how often it stands in such texts, or in any where it isn't known in these."""
        return lru_cache(maxsize=_REMEMBERED)(self._often)

    def _often(self, word: str) -> float:
        found = self.counts.get(word)
        if found is not None or len(word) == 1 or self.lexicon is None:
            return _SELDOM if found is None else found
        return max(self.lexicon.counts.get(word, -99.0) - self.lexicon.total, _SELDOM - len(word))

    @cached_property
    def usual(self) -> frozenset[str]:
        """The words of two to four characters that may be proposed."""
        known = self.lexicon.counts if self.lexicon else {}
        often = {word for word, count in self.counts.items() if count > _USUAL}
        return frozenset(
            word
            for word in often | self.common
            if 1 < len(word) <= LONGEST and known.get(word, 0.0) > _KNOWN and _HAN.fullmatch(word)
        )

    @cached_property
    def _syllable(self) -> Sequence[str]:
        return [line.split(" ", 1)[1] for line in _lines(self.sounds)]

    @cached_property
    def _names(self) -> Sequence[str]:
        return [line.split(" ", 1)[0] for line in _lines(self.sounds)]

    @cached_property
    def _nearly(self) -> Mapping[str, str]:
        """Syllable as those who don't tell zh from z, n from l, -ng from -n say it → all its characters."""
        found: dict[str, str] = defaultdict(str)
        for name, chars in zip(self._names, self._syllable, strict=True):
            found[_plain(name)] += chars
        return found

    @cached_property
    def sounding(self) -> Mapping[str, Sequence[int]]:
        """Character → the syllables it is read as, tones apart."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, chars in enumerate(self._syllable):
            for char in chars:
                found[char].append(number)
        return found

    @cached_property
    def _alike(self) -> dict[str, Mapping[str, str]]:
        return {}

    def alike(self, found: str) -> Mapping[str, str]:
        """Return the characters one may have been typed for, each with how: 同音, 近音 or 形近."""
        others = self._alike.get(found)
        if others is None:
            shapes = self.lexicon.alike.get(found, "").partition("|")[2] if self.lexicon else ""
            others = dict.fromkeys(shapes, "形近")
            syllables = self.sounding.get(found, ())
            for syllable in syllables:
                others.update(dict.fromkeys(self._nearly[_plain(self._names[syllable])], "近音"))
            for syllable in syllables:
                others.update(dict.fromkeys(self._syllable[syllable], "同音"))
            others.pop(found, None)
            self._alike[found] = others
        return others

    @cached_property
    def mended(self) -> Callable[[str], Sequence[tuple[str, str]]]:
        """Function of some characters in a row: the words they make with one of them changed, each with how. Remembers the last."""
        return lru_cache(maxsize=_REMEMBERED)(self._mended)

    def _mended(self, found: str) -> Sequence[tuple[str, str]]:
        lexicon = self.lexicon
        if lexicon is None or len(found) > 2 and found[-1] in _PLACES:
            return ()
        return [
            (f"{found[:place]}{char}{found[place + 1 :]}", how[char])
            for place in range(len(found))
            if place or len(found) > 2 or found[1] not in _COMPLEMENTS
            if (fitting := lexicon.gaps.get(f"{found[:place]} {found[place + 1 :]}"))
            for how in (self.alike(found[place]),)
            for char in fitting
            if char in how
        ]

    @cached_property
    def _by_sound(self) -> Mapping[tuple[int, ...], Sequence[str]]:
        found: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for word in self.usual:
            if len(word) == 2:
                for key in self._syllables(word):
                    found[key].append(word)
        return found

    def _syllables(self, word: str) -> product[tuple[int, ...]]:
        return product(*(self.sounding.get(char, ()) for char in word))

    @cached_property
    def _homophones(self) -> dict[str, tuple[str, ...]]:
        return {}

    def homophones(self, word: str) -> tuple[str, ...]:
        """Return the usual words of two characters read like a word, tones apart."""
        found = self._homophones.get(word)
        if found is None:
            others = {other for key in self._syllables(word) for other in self._by_sound.get(key, ())}
            found = self._homophones[word] = tuple(sorted(others - {word}))
        return found

    @cached_property
    def turned(self) -> Mapping[str, Sequence[str]]:
        """A word with two neighbouring characters in the wrong order, where that is no word → such words."""
        found: dict[str, set[str]] = defaultdict(set)
        known = self.lexicon.counts if self.lexicon else {}
        for word in self.usual:
            for place in range(len(word) - 1):
                form = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
                if form != word and known.get(form, 0.0) < (_SCARCE if len(word) == 2 else _NEVER):
                    found[form].add(word)
        return {form: tuple(sorted(words)) for form, words in found.items()}

    @cached_property
    def broken(self) -> Mapping[str, Sequence[str]]:
        """What is left of a word of three or four characters without one of them, where that is no word → such words."""
        found: dict[str, set[str]] = defaultdict(set)
        known = self.lexicon.counts if self.lexicon else {}
        three = {word for word in self.usual if len(word) == 3}
        three |= {word for word in self.counts if len(word) == 3 and known.get(word, 0.0) > _THREE}
        for word in three:
            for place in range(3):
                rest = word[:place] + word[place + 1 :]
                if rest not in known:
                    found[rest].add(word)
        for rest, word in (self.lexicon.dropped if self.lexicon else {}).items():
            found[rest].add(word)
        return {rest: tuple(sorted(words)) for rest, words in found.items()}

    @cached_property
    def lacking(self) -> Mapping[str, Sequence[str]]:
        """What is left of a usual word of two or three characters without one of them → such words."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.usual:
            for place in range(len(word)) if len(word) < LONGEST else ():
                found[word[:place] + word[place + 1 :]].add(word)
        return {rest: tuple(sorted(words)) for rest, words in found.items()}


def _plain(syllable: str) -> str:
    """Return a syllable without what many speakers don't tell apart: zhang → zan, ling → nin."""
    found = re.sub(r"^([zcs])h", r"\1", syllable)
    found = re.sub(r"^l(?=[^v])", "n", found)
    return re.sub(r"(?<=[aei])ng$", "n", found)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=2)
def pairs(frequencies: str, followers: str, sounds: str, lexicon: Lexicon | None, common: frozenset[str]) -> Pairs:
    """Return one Pairs for the same texts, so that it is indexed once in a process."""
    return Pairs(frequencies, followers, sounds, lexicon, common)
