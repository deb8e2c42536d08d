"""Where a pattern can match at all: most of the rules' patterns match nowhere, and what tells so is cheaper than a search.

A document is cut into blocks of a few thousand characters. Of each it is kept which characters and which pairs of neighbours
stand in it; a pattern that needs a pair the block has not got is not searched for there. What is left is searched for once in
the block's joined text, and paragraph by paragraph only where that found something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from re import _constants as op  # what re.compile itself reads a pattern into: there is no public way to ask for it
from re import _parser as parser
from typing import Any

from lib.core.proofreading.masks import BLANK
from lib.core.proofreading.paragraphs import Paragraph

_SIZE = 2500  # characters a block: small enough that it holds few pairs, large enough that the blocks cost nothing
_PRODUCT = 64  # strings that a run of literals and small classes may stand for before it is cut
_UNION = 400  # strings that the branches of one alternation may stand for together
_CLASS = 24  # characters a class may name and still be as many literals

_BEHIND = r"\(\?<[=!](?:\[[^\]]*\]|[^()\[\]])*\)"
_LEADING = re.compile(rf"(?:{_BEHIND}|\(\?:(?:(?:\^|{_BEHIND})\|)*(?:\^|{_BEHIND})\))(?![*+?{{])")
_FIGURE_FIRST = re.compile(r"((?:\((?:\?P<\w+>|\?:)?)*)\\d\+(?!\+)")
_MAY_LACK = re.compile(
    r"\[\^?[^\]]+\]\{0,\d+\}\??|\(\?P<(\w+)>\[\^?[^\]]+\]\{0,\d+\}\??\)(?!.*\(\?P=\1\))"
)  # nothing may stand for it
_ENDS = re.compile(r"\\[AZzb]")


class Block:
    """Consecutive paragraphs of a document and what stands in each view of them (`text`, `bare` or `plain`)."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._texts: dict[str, str] = {}
        self._kinds: dict[str, int] = {}  # a bit for each paragraph

    def search(self, pattern: re.Pattern[str], view: str, kinds: str) -> Iterator[tuple[Paragraph, re.Match[str]]]:
        """Yield every match in paragraphs of a kind: `prose`, `all`, or one kind's name."""
        needs, loose = _reduced(pattern)
        where, may_be = self._where, self._of_kind(kinds)
        for need in needs:
            standing = need & self._grams
            if not standing:
                return
            here = 0
            for gram in standing:
                here |= where[gram]
            may_be &= here
            if not may_be:
                return
        may: list[Paragraph] = []
        while may_be:
            first = may_be & -may_be
            may.append(self._paragraphs[first.bit_length() - 1])
            may_be ^= first
        if len(may) * 2 > len(self._paragraphs) and loose and not loose.search(self._joined(view)):
            return
        for one in may:
            text = getattr(one, view)
            if loose is None or loose.search(text):
                for match in pattern.finditer(text):
                    yield one, match

    def may_hold(self, words: str) -> bool:
        """False where their first two characters stand nowhere in the block side by side."""
        return words[:2] in self._grams

    def _joined(self, view: str) -> str:
        if view not in self._texts:
            self._texts[view] = "\n".join(getattr(one, view) for one in self._paragraphs)
        return self._texts[view]

    @cached_property
    def _grams(self) -> set[str]:
        return set().union(*(one.grams for one in self._paragraphs))

    @cached_property
    def _where(self) -> dict[str, int]:
        """Character or pair → the paragraphs it stands in, a bit for each."""
        found: dict[str, int] = {}
        for place, one in enumerate(self._paragraphs):
            bit = 1 << place
            for gram in one.grams:
                found[gram] = found.get(gram, 0) | bit
        return found

    def _of_kind(self, kinds: str) -> int:
        if kinds not in self._kinds:
            self._kinds[kinds] = sum(
                1 << place
                for place, one in enumerate(self._paragraphs)
                if kinds == "all"
                or one.kind == kinds
                or (kinds == "prose" and (one.prose or one.kind in ("addressee", "byline")))
            )
        return self._kinds[kinds]


def blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Cut a document's paragraphs into blocks; no paragraph is divided."""
    made: list[Block] = []
    first = size = 0
    for place, one in enumerate(paragraphs, start=1):
        size += len(one.text)
        if size >= _SIZE or place == len(paragraphs):
            made.append(Block(paragraphs[first:place]))
            first, size = place, 0
    return made


@lru_cache(maxsize=4096)
def _reduced(pattern: re.Pattern[str]) -> tuple[tuple[frozenset[str], ...], re.Pattern[str] | None]:
    return needed(pattern), loosened(pattern)


def loosened(pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """Return a pattern that matches in the joined paragraphs wherever this one may in one of them, and is found faster.

    What is asked of the characters before is left out: an expression that starts with a literal or a class is searched for
    far quicker. None where the pattern asks for the very start or end of a text.
    """
    source = pattern.pattern
    if _ENDS.search(source):
        return None
    while lead := _LEADING.match(source) or _MAY_LACK.match(source):
        source = source[lead.end() :]
    source = _FIGURE_FIRST.sub(r"\1\\d\\d*", source, count=1) if _FIGURE_FIRST.match(source) else source
    return re.compile(source or pattern.pattern, pattern.flags | re.MULTILINE)


def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Return sets of characters and pairs of neighbours: of every set one stands in each text the pattern matches in.

    Empty where nothing can be told: a pattern of classes only, or one that takes letters in either case.
    """
    if pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    found: list[frozenset[str]] = []
    for words in _required(parser.parse(pattern.pattern, pattern.flags)):
        found += {frozenset(word[:2] for word in words), frozenset(word[-2:] for word in words)}
    told = [grams for grams in found if not any(BLANK in gram for gram in grams)]
    return tuple(sorted(told, key=lambda grams: (min(map(len, grams)) == 1, len(grams), sorted(grams))))


def _required(nodes: Any) -> list[frozenset[str]]:
    """Return sets of strings, one of each of which every match of the sequence holds."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset([""])  # the strings that the nodes since the last cut may stand for

    def cut() -> None:
        nonlocal run
        if "" not in run:
            found.append(run)
        run = frozenset([""])

    for code, argument in nodes:
        if code in (op.AT, op.ASSERT_NOT):
            continue
        if code is op.ASSERT:
            found.extend(_required(argument[1]))
            continue
        words = _finite(code, argument)
        if words is None:
            cut()
            found.extend(_within(code, argument))
            continue
        if len(run) * len(words) > _PRODUCT:
            cut()
        run = frozenset(before + word for before in run for word in words)
    cut()
    return found


def _within(code: Any, argument: Any) -> list[frozenset[str]]:
    """Return what a node that stands for endlessly many strings needs all the same."""
    if code is op.SUBPATTERN:
        return [] if argument[1] & re.IGNORECASE else _required(argument[3])
    if code is op.ATOMIC_GROUP:
        return _required(argument)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _required(argument[2]) if argument[0] else []
    if code is op.BRANCH:
        chosen = [min(_required(branch), key=_common, default=None) for branch in argument[1]]
        if None in chosen or sum(map(len, chosen)) > _UNION:
            return []
        return [frozenset().union(*chosen)]
    return []


def _common(words: frozenset[str]) -> tuple[bool, int]:
    return min(map(len, words)) == 1, len(words)


def _finite(code: Any, argument: Any) -> frozenset[str] | None:
    """Return the strings a node stands for; None where they are endless or too many."""
    if code is op.LITERAL:
        return frozenset([chr(argument)])
    if code is op.IN:
        return _members(argument)
    if code is op.BRANCH:
        return _union([_sequence(branch) for branch in argument[1]])
    if code is op.SUBPATTERN and not argument[1] & re.IGNORECASE:
        return _sequence(argument[3])
    if code is op.ATOMIC_GROUP:
        return _sequence(argument)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and argument[1] == 1:
        words = _sequence(argument[2])
        return words if words is None or argument[0] else words | {""}
    return None


def _sequence(nodes: Any) -> frozenset[str] | None:
    run: frozenset[str] = frozenset([""])
    for code, argument in nodes:
        if code in (op.AT, op.ASSERT_NOT):
            continue
        words = None if code is op.ASSERT else _finite(code, argument)
        if words is None or len(run) * len(words) > _UNION:
            return None
        run = frozenset(before + word for before in run for word in words)
    return run


def _union(sets: list[frozenset[str] | None]) -> frozenset[str] | None:
    if None in sets:
        return None
    words = frozenset().union(*sets)
    return words if len(words) <= _UNION else None


def _members(items: Any) -> frozenset[str] | None:
    characters: set[str] = set()
    for code, argument in items:
        if code is op.LITERAL:
            characters.add(chr(argument))
        elif code is op.RANGE and argument[1] - argument[0] < _CLASS:
            characters.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return None
    return frozenset(characters) if len(characters) <= _CLASS else None
