"""A text as HTML with its findings marked, and a finding as a line of HTML; every word is escaped here. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from lib.core.model import LEVEL_NAMES, Finding

STYLE = Path(__file__).parent / "static" / "proofreading.css"
WHOLE = 40_000  # characters; of a longer text only the paragraphs with findings are shown
_RANK = {"error": 0, "warning": 1, "info": 2}


def marked_html(paragraphs: Sequence[str], findings: Sequence[tuple[int, Finding]]) -> str:
    """Return the text with marks. `findings`: (number, finding with its paragraph and its places there).

    Each mark carries the id `mark-<number>`; where places overlap the graver level is shown.
    """
    groups: dict[int, list[tuple[int, Finding]]] = {}
    for number, one in findings:
        if one.paragraph is not None and one.start is not None:
            groups.setdefault(one.paragraph, []).append((number, one))
    whole = sum(map(len, paragraphs)) <= WHOLE
    shown = range(len(paragraphs)) if whole else sorted(groups)
    note = "" if whole else '<p class="calm">文字较长，只列出有问题的段落。</p>'
    return note + "".join(_paragraph(index, paragraphs[index], groups.get(index, [])) for index in shown if paragraphs[index].strip())


def _paragraph(index: int, text: str, group: Sequence[tuple[int, Finding]]) -> str:
    edges = sorted({0, len(text), *(place for _, one in group for place in (one.start or 0, _end(one, text)) if place <= len(text))})
    seen: set[int] = set()
    pieces = []
    for start, end in pairwise(edges):
        over = [(number, one) for number, one in group if (one.start or 0) <= start and end <= _end(one, text)]
        pieces.append(_mark(text[start:end], over, seen) if over else escape(text[start:end]))
    return f'<p data-number="{index + 1}">{"".join(pieces)}</p>'


def _end(one: Finding, text: str) -> int:
    """A finding between two characters marks the one after it, or the last."""
    start, end = one.start or 0, one.end or 0
    return end if end > start else min(start + 1, len(text))


def _mark(words: str, over: Sequence[tuple[int, Finding]], seen: set[int]) -> str:
    _, worst = min(over, key=lambda pair: _RANK[pair[1].level])
    told = escape("；".join(one.message for _, one in over), quote=True)
    ids = "".join(f'<i id="mark-{number}"></i>' for number, _ in over if number not in seen)
    seen.update(number for number, _ in over)
    return f'{ids}<mark data-level="{worst.level}" title="{told}">{escape(words)}</mark>'


def finding_html(number: int, one: Finding, place: str, words: str) -> str:
    """Return a finding as a line: level, place (which leads to its mark), what is wrong, and its rule."""
    where = f'<a href="#mark-{number}" target="_self">{escape(place)}</a>' if one.start is not None else escape(place)
    quoted = f"“{escape(_short(words))}”" if words.strip() and words not in one.message else ""
    return (
        f'<div class="found"><b data-level="{one.level}">{LEVEL_NAMES[one.level]}</b><span class="where">{where}</span>'
        f"{quoted}{escape(one.message)}<small>{escape(one.rule)}</small></div>"
    )


def _short(words: str) -> str:
    return words if len(words) <= 24 else f"{words[:12]}…{words[-10:]}"
