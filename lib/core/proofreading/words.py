"""The word lists as the rules want them: built from plain mappings (forms/words/*.yaml), indexed, never read from disk here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import ne
from typing import Any

from lib.core.model import Level
from lib.core.proofreading.company import Company
from lib.core.proofreading.lexicon import FREE, Lexicon
from lib.core.proofreading.pairs import Pairs

_LEVELS: Mapping[str, Level] = {"错误": "error", "提醒": "warning", "提示": "info"}
_LOOSE = FREE - frozenset("人大小新中日年外")  # in what is left of a word they may be words of their own
_SWAPPED = re.compile("换成“(.+?)”")
_WORD = 1.5  # logarithm of the count of what is a word, however rare
_POINTS = "，。；：、！？\n”）"  # end a clause
_SIZES = range(1, 6)  # characters of the words that tell what is left of one
LISTS = (
    "错词",
    "常用词误写",
    "易混词",
    "罕用同音词",
    "词头",
    "固定词语",
    "引号用语",
    "截断",
    "固定语",
    "会议",
    "过时词",
    "文件名",
    "量词",
    "搭配",
    "机器换词",
    "掉字",
    "单引号外用语",
    "叠用放行",
    "放行",
    "同音字",
    "形近字",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One wrong word or pattern: what to find, what to write, why, since when, and where it is right after all."""

    wrong: str
    right: str = ""
    reason: str = ""
    since: str = ""
    level: Level = "error"
    unless: tuple[str, ...] = ()  # longer words that hold it and are right
    rule: str = ""

    def excused(self, text: str, position: int) -> bool:
        """True where the wrong form at this place belongs to a longer word that is right."""
        for word in self.unless:
            shift = word.find(self.wrong)
            if shift >= 0 and position >= shift and text.startswith(word, position - shift):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Remnant:
    """What is left of a common word, and the words right before and right after it that tell so.

    Among them ^ stands for the start of a clause, 0 for a figure, 。 for a point or the paragraph's end.
    """

    word: str
    left: str
    before: frozenset[str]
    after: frozenset[str]

    def fits(self, text: str, start: int, end: int) -> bool:
        """True where text[start:end] stands between such words."""
        return self._ends(text, start) and self._starts(text, end)

    def _ends(self, text: str, start: int) -> bool:
        if "^" in self.before and (not start or text[start - 1] in _POINTS):
            return True
        return any(text[max(start - size, 0) : start] in self.before for size in _SIZES)

    def _starts(self, text: str, end: int) -> bool:
        after = text[end : end + 1]
        if "0" in self.after and after.isdigit() or "。" in self.after and (not after or after in _POINTS):
            return True
        return any(text[end : end + size] in self.after for size in _SIZES)


@dataclass(frozen=True, slots=True)
class Meeting:
    name: str
    day: date
    kind: str  # 大会 | 全会


@dataclass(frozen=True, slots=True)
class Term:
    """A term out of use since a day, with what is written now."""

    word: str
    until: date
    instead: str
    reason: str
    unless: tuple[str, ...] = ()


@dataclass
class WordLists:
    """All lists, ours and an office's own, indexed once. Build with `WordLists.build`."""

    entries: Sequence[Entry] = ()
    phrases: Sequence[str] = ()
    quoted: Sequence[str] = ()
    cuts: Sequence[Entry] = ()
    set_tails: Mapping[str, str] = field(default_factory=dict)  # a set phrase without its last character → the phrase
    set_heads: Mapping[str, str] = field(default_factory=dict)  # the same without its first
    meetings: Sequence[Meeting] = ()
    terms: Sequence[Term] = ()
    files: Sequence[str] = ()
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Sequence[Entry] = ()
    unbracketed: Sequence[str] = ()
    remnants: Mapping[str, Sequence[Remnant]] = field(default_factory=dict)  # what is left of a word → such words
    swapped: Sequence[tuple[str, str, str]] = ()  # what a spinning tool writes, what stood there, why
    repeats: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    heads: Mapping[str, str] = field(default_factory=dict)  # character → characters it makes a word with
    sounds: Sequence[str] = ()
    shapes: Sequence[str] = ()
    miswritten: Mapping[str, frozenset[str]] = field(default_factory=dict)  # word → how it is miswritten
    confused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a right word → words it is written for
    misplaced: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # a word such texts hardly use → the usual ones read alike
    lexicon: Lexicon | None = None
    company: Company = field(default_factory=Company)
    pairs: Pairs = field(default_factory=Pairs)

    @classmethod
    def build(
        cls,
        lists: Mapping[str, Sequence[Any]],
        lexicon: Lexicon | None = None,
        company: Company | None = None,
        pairs: Pairs | None = None,
    ) -> WordLists:
        """Build from list name → entries (a mapping, or a bare string). Entries an office puts under 放行 are taken out."""
        allowed = frozenset(_words(lists.get("放行", ())))
        wrongs = miswritten(lists.get("常用词误写", ()))
        return cls(
            entries=[
                *(_entry(one) for one in lists.get("错词", ()) if one["错"] not in allowed),
                *_variants(wrongs, allowed),
            ],
            phrases=[word for word in _words(lists.get("固定词语", ())) if word not in allowed],
            quoted=_words(lists.get("引号用语", ())),
            cuts=[_entry(one) for one in lists.get("截断", ()) if one["错"] not in allowed],
            set_tails={word[:-1]: word for word in _clipped_words(lists, "尾") if word not in allowed},
            set_heads={word[1:]: word for word in _clipped_words(lists, "首") if word not in allowed},
            meetings=sorted(
                (Meeting(one["词"], _day(one["日期"]), one["类"]) for one in lists.get("会议", ())), key=lambda m: m.day
            ),
            terms=[
                Term(one["词"], _day(one["停用"]), one.get("换", ""), one.get("因", ""), tuple(one.get("除", ())))
                for one in lists.get("过时词", ())
                if one["词"] not in allowed
            ],
            files=_words(lists.get("文件名", ())),
            measures={noun: tuple(one["可用"]) for one in lists.get("量词", ()) for noun in _words([one])},
            patterns=[_entry(one) for one in lists.get("搭配", ()) if one["错"] not in allowed],
            remnants=_remnants(one for one in lists.get("掉字", ()) if one["剩"] not in allowed),
            swapped=[
                (wrong, right, one.reason)
                for right, one in miswritten(lists.get("机器换词", ()), "词", "误").items()
                for wrong in sorted(one.forms)
                if wrong not in allowed
            ],
            unbracketed=_words(lists.get("单引号外用语", ())),
            repeats=frozenset(_words(lists.get("叠用放行", ()))),
            allowed=allowed,
            heads={str(one["词"]): str(one["接"]) for one in lists.get("词头", ())},
            common=frozenset(wrongs),
            sounds=_words(lists.get("同音字", ())),
            shapes=_words(lists.get("形近字", ())),
            miswritten={right: one.forms for right, one in wrongs.items()},
            confused=_confused(lists.get("易混词", ())),
            misplaced={
                wrong: rights
                for wrong, rights in _confused(lists.get("罕用同音词", ())).items()
                if wrong not in allowed
            },
            lexicon=lexicon,
            company=company or Company(),
            pairs=pairs or Pairs(),
        )

    def allows(self, text: str, start: int, end: int) -> bool:
        """True where text[start:end] is, or stands within, a word or phrase under 放行: 即时答复 lets 即时 pass."""
        near = text[max(start - 12, 0) : end + 12]
        start, end = start - max(start - 12, 0), end - max(start - 12, 0)
        return any(
            len(one) >= end - start and (place := near.find(one, max(end - len(one), 0))) >= 0 and place <= start
            for one in self.allowed
        )

    @cached_property
    def alike(self) -> Mapping[str, frozenset[str]]:
        """Character → characters it is mistaken for, by sound or by shape."""
        found: dict[str, set[str]] = defaultdict(set)
        for group in (*self.sounds, *self.shapes):
            for char in group:
                found[char].update(group)
        return {char: frozenset(others - {char}) for char, others in found.items()}

    @cached_property
    def by_head(self) -> Mapping[str, Sequence[Entry]]:
        """First two characters → wrong words that start with them."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for one in self.entries:
            found[one.wrong[:2]].append(one)
        return found

    @cached_property
    def by_pair(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Two adjacent characters → (phrase, where they stand in it), for the pairs that survive one wrong character."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for phrase in self.phrases:
            for shift in {0, len(phrase) - 2}:
                found[phrase[shift : shift + 2]].append((phrase, shift))
        return found

    @cached_property
    def stumps(self) -> Mapping[str, frozenset[str]]:
        """What is left of a word of two or three characters without one of them, where that is no word → such words."""
        found: dict[str, set[str]] = defaultdict(set)
        counts = self.lexicon.counts if self.lexicon else {}
        for word in self.company.words:
            for place in range(len(word)) if len(word) in (2, 3) else ():
                rest = word[:place] + word[place + 1 :]
                if not _LOOSE.intersection(rest) and (len(rest) == 1 or counts.get(rest, 0.0) < _WORD):
                    found[rest].add(word)
        return {rest: frozenset(words) for rest, words in found.items()}

    @cached_property
    def clipped(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """First two characters → (a phrase of five or more characters with an inner one left out, the phrase)."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        whole = set(self.phrases)
        for phrase in self.phrases:
            for place in range(1, len(phrase) - 1) if len(phrase) >= 5 else ():
                form = phrase[:place] + phrase[place + 1 :]
                if form not in whole and not any(form in other for other in whole):
                    found[form[:2]].append((form, phrase))
        return found

    @cached_property
    def cut_tails(self) -> re.Pattern[str]:
        """A set phrase without its last character, where a point or a particle follows."""
        return re.compile(rf"(?:{_any(self.set_tails)})(?=[，。；、！？）”》]|的|地(?![方区点])|$)")

    @cached_property
    def cut_heads(self) -> re.Pattern[str]:
        return re.compile(_any(self.set_heads))

    @cached_property
    def compiled(self) -> Sequence[tuple[Entry, re.Pattern[str], str]]:
        """Entries with their pattern and a word that stands wherever they may hit; "" where none is told."""
        found = ((one, re.compile(one.wrong), _SWAPPED.search(one.reason)) for one in self.patterns)
        return [(one, pattern, told[1] if told and told[1] in one.wrong else "") for one, pattern, told in found]

    @cached_property
    def compiled_cuts(self) -> Sequence[tuple[Entry, re.Pattern[str]]]:
        return [(one, re.compile(one.wrong)) for one in self.cuts]

    def wrong_words(self, text: str, pairs: Sequence[str]) -> Iterator[tuple[int, Entry]]:
        """Yield (position, entry) of every listed wrong word that stands in the text and is not excused; longest first.

        `pairs` are its neighbouring characters (`paragraphs.couples`).
        """
        heads = self.by_head
        skip = -1
        for position in [place for place, pair in enumerate(pairs) if pair in heads]:
            for one in heads[pairs[position]]:
                if position >= skip and text.startswith(one.wrong, position) and not one.excused(text, position):
                    yield position, one
                    if one.level == "error":  # a doubtful one hides no certain one beside it
                        skip = position + len(one.wrong)
                    break

    def near_phrases(self, text: str, pairs: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield (position, phrase) where the text has a fixed phrase with exactly one look- or sound-alike character wrong.

        `pairs` are its neighbouring characters (`paragraphs.couples`).
        """
        known, alike = self.by_pair, self.alike
        seen: set[int] = set()
        for position in [place for place, pair in enumerate(pairs) if pair in known]:
            for phrase, shift in known[pairs[position]]:
                start = position - shift
                end = start + len(phrase)
                if start < 0 or end > len(text):
                    continue
                found = text[start:end]
                if found == phrase or sum(map(ne, found, phrase)) != 1:
                    continue
                wrong = [index for index in range(len(phrase)) if found[index] != phrase[index]]
                if found[wrong[0]] in alike.get(phrase[wrong[0]], ()) and start + wrong[0] not in seen:
                    seen.add(start + wrong[0])
                    yield start, phrase


def _words(entries: Iterable[Any]) -> list[str]:
    found: list[str] = []
    for one in entries:
        word = one["词"] if isinstance(one, Mapping) else one
        found.extend(word if isinstance(word, list | tuple) else [str(word)])
    return found


def _clipped_words(lists: Mapping[str, Sequence[Any]], end: str) -> list[str]:
    return _words(one for one in lists.get("固定语", ()) if one["掉"] == end)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _entry(one: Mapping[str, Any]) -> Entry:
    return Entry(
        str(one["错"]),
        str(one.get("对", "")),
        str(one.get("因", "")),
        str(one.get("日期", "")),
        _LEVELS.get(str(one.get("级", "错误")), "error"),
        tuple(one.get("除") or ()),
        str(one.get("规则", "")),
    )


def _variants(table: Mapping[str, Miswritten], allowed: frozenset[str]) -> Iterator[Entry]:
    """Spell out common words and their miswritten forms, one entry each; only warnings, as they are derived."""
    for right, one in table.items():
        for wrong in one.forms:
            if wrong not in allowed:
                yield Entry(wrong, right, one.reason, one.since, "warning")


def _remnants(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[Remnant]]:
    found: dict[str, list[Remnant]] = {}
    for one in entries:
        remnant = Remnant(
            str(one["词"]), str(one["剩"]), frozenset(str(one["前"]).split()), frozenset(str(one["后"]).split())
        )
        found.setdefault(remnant.left, []).append(remnant)
    return found


@dataclass(frozen=True, slots=True)
class Miswritten:
    """How a right word is miswritten, why, and since when that is listed."""

    forms: frozenset[str]
    reason: str = ""
    since: str = ""


def miswritten(entries: Iterable[Mapping[str, Any]], right: str = "对", wrong: str = "错") -> dict[str, Miswritten]:
    """Read entries of one word each, or a 表 of many: a right word and its miswritten forms a line. A later one takes an earlier one's place."""
    found: dict[str, Miswritten] = {}
    for one in entries:
        reason, since = str(one.get("因", "")), str(one.get("日期", ""))
        lines = str(one["表"]).splitlines() if "表" in one else [f"{one[right]} {one[wrong]}"]
        for line in lines:
            word, *forms = line.split() or [""]
            if word:
                found[word] = Miswritten(frozenset(forms), reason, since)
    return found


def _confused(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """Return what stands there → the words it may have been written for."""
    found: dict[str, list[str]] = defaultdict(list)
    for right, one in miswritten(entries, "词", "误").items():
        for wrong in sorted(one.forms):
            found[wrong].append(right)
    return {wrong: tuple(dict.fromkeys(rights)) for wrong, rights in found.items()}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
