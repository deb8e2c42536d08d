"""Sentence patterns: text with slots whose clauses leave when empty, and the punctuation that closes up behind them.

A pattern is sentences (。), of clauses (，；), of items (、). `{会议次数}` holds content, `{本期}` a context word,
`{平台名称}` a text that is neither. What stands before the first content of a list of items is its prefix and stays
while any item does (NUMBERS.md §3, R16).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\{([^{}]*)\}|([，；。、])|([^{}，；。、]+)")
_STRENGTH = {"": 0, "，": 1, "；": 2}
_AMONG = ("其中", "其中，", "包括")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern: the name it shows; content keeps its clause, a context word may be a sentence's subject."""

    name: str
    is_content: bool
    is_word: bool = False


Piece = str | Slot


@dataclass(frozen=True, slots=True)
class Clause:
    """Items joined by 、 after a separator, with what stands before and after them."""

    separator: str
    prefix: tuple[Piece, ...]
    items: tuple[tuple[Piece, ...], ...]
    suffix: tuple[Piece, ...]
    has_content: bool


def _is_content(piece: Piece) -> bool:
    return isinstance(piece, Slot) and piece.is_content


def _is_word(piece: Piece) -> bool:
    return isinstance(piece, Slot) and piece.is_word


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str, words: frozenset[str], texts: frozenset[str]) -> tuple[tuple[Clause, ...], ...]:
    """Split a pattern into sentences of clauses; `words` and `texts` are the names that are no content."""
    sentences: list[list[tuple[str, list[list[Piece]]]]] = [[("", [[]])]]
    for name, mark, text in _TOKEN.findall(pattern):
        clauses = sentences[-1]
        if mark == "。":
            sentences.append([("", [[]])])
        elif mark == "、":
            clauses[-1][1].append([])
        elif mark:
            clauses.append((mark, [[]]))
        else:
            clauses[-1][1][-1].append(text or Slot(name, name not in words and name not in texts, name in words))
    return tuple(
        tuple(_clause(separator, items) for separator, items in clauses if any(items))
        for clauses in sentences
        if any(any(items) for _, items in clauses)
    )


def _clause(separator: str, items: list[list[Piece]]) -> Clause:
    """Move what stands before the first content slot to the prefix, what stands after the last to the suffix."""
    first, last = items[0], items[-1]
    head = next((i for i, piece in enumerate(first) if _is_content(piece)), 0)
    prefix, items[0] = tuple(first[:head]), first[head:]
    last = items[-1]
    tail = len(last) - next((i for i, piece in enumerate(reversed(last)) if _is_content(piece)), 0)
    suffix, items[-1] = tuple(last[tail:]), last[:tail]
    has_content = any(_is_content(piece) for item in items for piece in item)
    return Clause(separator, prefix, tuple(map(tuple, items)), suffix, has_content)


def word_pattern(
    pattern: str, words: Collection[str], show: Callable[[str, bool], str], texts: Collection[str] = ()
) -> str:
    """Word a pattern; `words` are context words, `texts` names that are shown but keep no clause alive.

    `show(name, alone)` gives a slot's text, "" when empty; `alone` is false inside a list of several items. Returns ""
    when no content slot has anything to say. The subject (context words at the head) of a sentence that leaves passes
    to the next.
    """
    said: list[str] = []
    carried: tuple[Clause, ...] = ()
    for clauses in compile_pattern(pattern, frozenset(words), frozenset(texts)):
        lead = _lead(clauses)
        text = _sentence(clauses if lead or said else carried + clauses, show)
        if text:
            said.append(text + "。")
        elif lead:
            carried = lead
    return "".join(said)


def _lead(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return the clauses at the head that are context words alone (本季度，)."""
    count = 0
    while count < len(clauses) and not clauses[count].has_content and _is_subject(clauses[count]):
        count += 1
    return clauses[:count]


def _is_subject(clause: Clause) -> bool:
    slots = [piece for item in clause.items for piece in item if isinstance(piece, Slot)]
    return bool(slots) and all(slot.is_word for slot in slots)


def _sentence(clauses: tuple[Clause, ...], show: Callable[[str, bool], str]) -> str:
    out: list[str] = []
    pending = ""  # the strongest separator since the last clause that stayed
    subject = ""
    said = False  # a clause with content stayed
    inner = False  # the one before holds commas: a comparison follows its figure
    previous_stayed = True
    for clause in clauses:
        pending = max(pending, clause.separator, key=_STRENGTH.__getitem__)
        if not clause.has_content:
            text = _join(clause.items[0], show, True)
            stays = bool(text)
        else:
            text = _items(clause, show, previous_stayed)
            stays = previous_stayed = bool(text)
            if not stays and not out:
                subject = subject or _subject(clause.prefix, show)
        if stays:
            mark = pending if said else "，"  # behind the opening words a comma, whatever has left
            if inner and mark == "，" and not _is_among(clause):
                mark = "；"  # GB/T 15834 4.6.3.1: clauses that hold commas themselves are parted by semicolons
            out.append((mark if out else "") + (subject if clause.has_content else "") + text)
            said = said or clause.has_content
            inner = clause.has_content and "，" in text
            subject = "" if clause.has_content else subject
            pending = ""
    return "".join(out) if said else ""


def _is_among(clause: Clause) -> bool:
    """Tell whether a clause names parts of the one before it (其中)."""
    head = clause.prefix[0] if clause.prefix else ""
    return isinstance(head, str) and head.startswith(_AMONG)


def _subject(prefix: tuple[Piece, ...], show: Callable[[str, bool], str]) -> str:
    """Return a prefix up to its last context word: the subject that must survive its clause."""
    last = max((i for i, piece in enumerate(prefix) if _is_word(piece)), default=-1)
    return _join(prefix[: last + 1], show, True)


def _items(clause: Clause, show: Callable[[str, bool], str], previous_stayed: bool) -> str:
    alone = len(clause.items) == 1
    texts = [text for item in clause.items if (text := _item(item, show, alone))]
    if not texts:
        return ""
    if len(texts) == 1 and not alone:  # one item left of a list: it may say all it has to say
        texts = [text for item in clause.items if (text := _item(item, show, True))]
    prefix, suffix = _join(clause.prefix, show, True), _join(clause.suffix, show, True)
    if prefix in _AMONG and (len(texts) == 1 and not alone or not previous_stayed):
        prefix = ""
    if len(texts) == 1:
        prefix, suffix = prefix.replace("分别", ""), suffix.replace("分别", "")
    return prefix + "、".join(texts) + suffix


def _item(item: tuple[Piece, ...], show: Callable[[str, bool], str], alone: bool) -> str:
    """Return an item's text; empty when all its content is."""
    if len(item) == 1 and isinstance(item[0], Slot):
        return show(item[0].name, alone)
    content = [piece for piece in item if _is_content(piece)]
    if content and not any(show(piece.name, alone) for piece in content):
        return ""
    return _join(item, show, alone)


def _join(pieces: tuple[Piece, ...], show: Callable[[str, bool], str], alone: bool) -> str:
    return "".join(piece if isinstance(piece, str) else show(piece.name, alone) for piece in pieces)
