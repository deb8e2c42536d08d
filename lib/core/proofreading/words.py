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
from lib.core.proofreading.lexicon import Lexicon

_LEVELS: Mapping[str, Level] = {"错误": "error", "提醒": "warning", "提示": "info"}
LISTS = (
    "错词",
    "常用词误写",
    "词头",
    "固定词语",
    "引号用语",
    "截断",
    "会议",
    "过时词",
    "文件名",
    "量词",
    "搭配",
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
    meetings: Sequence[Meeting] = ()
    terms: Sequence[Term] = ()
    files: Sequence[str] = ()
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Sequence[Entry] = ()
    unbracketed: Sequence[str] = ()
    repeats: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    heads: Mapping[str, str] = field(default_factory=dict)  # character → characters it makes a word with
    sounds: Sequence[str] = ()
    shapes: Sequence[str] = ()
    lexicon: Lexicon | None = None

    @classmethod
    def build(cls, lists: Mapping[str, Sequence[Any]], lexicon: Lexicon | None = None) -> WordLists:
        """Build from list name → entries (a mapping, or a bare string). Entries an office puts under 放行 are taken out."""
        allowed = frozenset(_words(lists.get("放行", ())))
        return cls(
            entries=[
                *(_entry(one) for one in lists.get("错词", ()) if one["错"] not in allowed),
                *_variants(lists.get("常用词误写", ()), allowed),
            ],
            phrases=[word for word in _words(lists.get("固定词语", ())) if word not in allowed],
            quoted=_words(lists.get("引号用语", ())),
            cuts=[_entry(one) for one in lists.get("截断", ()) if one["错"] not in allowed],
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
            unbracketed=_words(lists.get("单引号外用语", ())),
            repeats=frozenset(_words(lists.get("叠用放行", ()))),
            allowed=allowed,
            heads={str(one["词"]): str(one["接"]) for one in lists.get("词头", ())},
            common=frozenset(str(one["对"]) for one in lists.get("常用词误写", ())),
            sounds=_words(lists.get("同音字", ())),
            shapes=_words(lists.get("形近字", ())),
            lexicon=lexicon,
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
    def compiled(self) -> Sequence[tuple[Entry, re.Pattern[str]]]:
        return [(one, re.compile(one.wrong)) for one in self.patterns]

    @cached_property
    def compiled_cuts(self) -> Sequence[tuple[Entry, re.Pattern[str]]]:
        return [(one, re.compile(one.wrong)) for one in self.cuts]

    def wrong_words(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Yield (position, entry) of every listed wrong word that stands in the text and is not excused; longest first."""
        heads = self.by_head
        skip = -1
        for position in range(len(text) - 1):
            for one in heads.get(text[position : position + 2], ()):
                if position >= skip and text.startswith(one.wrong, position) and not one.excused(text, position):
                    yield position, one
                    skip = position + len(one.wrong)
                    break

    def near_phrases(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, phrase) where the text has a fixed phrase with exactly one look- or sound-alike character wrong."""
        pairs, alike = self.by_pair, self.alike
        seen: set[int] = set()
        for position in range(len(text) - 1):
            for phrase, shift in pairs.get(text[position : position + 2], ()):
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


def _variants(entries: Iterable[Mapping[str, Any]], allowed: frozenset[str]) -> Iterator[Entry]:
    """Spell out common words and their miswritten forms, one entry each; only warnings, as they are derived."""
    for one in entries:
        for wrong in str(one["错"]).split():
            if wrong not in allowed:
                yield Entry(str(wrong), str(one["对"]), str(one.get("因", "")), str(one.get("日期", "")), "warning")


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
