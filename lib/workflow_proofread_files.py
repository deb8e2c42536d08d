"""What proofreading found, written out: a Word file with tracked changes and comments, a corrected text, a workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lib.core.model import Finding
from lib.core.proofreading import HEADINGS, applicable, rows
from lib.excel.listing import table_workbook
from lib.word.annotating import annotate
from lib.word.layout import layout_paragraphs, recognise
from lib.word.layout.recognising import TABLE
from lib.word.reading import read_document
from lib.workflow_proofread import Proofread

_WIDTHS = (6, 8, 10, 10, 30, 70, 30)


def corrected_document(read: Proofread, chosen: Collection[Finding], moment: datetime | None = None) -> bytes:
    """Return the .docx with the chosen corrections as tracked changes and the other findings as comments.

    A text is laid out first, a paragraph for each of its lines. `chosen` are of `read.findings`.
    """
    when = moment or datetime.now(UTC)
    wanted = [read.place(one) for one in read.findings if one.start is not None]
    picked = [read.place(one) for one in chosen if applicable(one)]
    if read.content:
        return annotate(read.content, wanted, corrections=picked, moment=when)
    content, shift = _as_word(read.paragraphs)
    moved = [[_shifted(one, shift) for one in group if one.paragraph in shift] for group in (wanted, picked)]
    return annotate(content, moved[0], corrections=moved[1], moment=when)


def corrected_text(read: Proofread, chosen: Collection[Finding]) -> str:
    """Return the text with the chosen corrections made; of two that overlap the first stands."""
    lines, held = list(read.paragraphs), [read.place(one) for one in chosen if applicable(one)]
    edges: dict[int, int] = {}
    for one in sorted(held, key=lambda one: (-(one.start or 0), -(one.end or 0))):
        index, start, end = one.paragraph or 0, one.start or 0, one.end or 0
        if end <= edges.get(index, len(lines[index])):
            lines[index] = lines[index][:start] + (one.suggestion or "") + lines[index][end:]
            edges[index] = start
    return "\n".join(lines)


def findings_table(read: Proofread) -> bytes:
    """Return the findings as an .xlsx: level, rule, paragraph, words, what is wrong, what to write."""
    columns = tuple(zip(HEADINGS, _WIDTHS, strict=True))
    return table_workbook({"问题": (columns, rows(read.placed, read.paragraphs))})


def _as_word(lines: Sequence[str]) -> tuple[bytes, dict[int, tuple[int, list[int]]]]:
    """Lay lines out, one a paragraph; return the .docx and line → (its paragraph, where each character stands there)."""
    kept = [index for index, line in enumerate(lines) if line.strip()]
    roles = {line: role for text, role in recognise("\n".join(lines)) if role != TABLE for line in text.split("\n")}
    texts = [lines[index].strip() for index in kept]
    for named in (roles, {}):  # where the layout joins or parts lines, each becomes plain body text
        content = layout_paragraphs([(text, named.get(text, "正文")) for text in texts])
        written = [one.text for one in read_document(content)]
        places = _follow([lines[index] for index in kept], written)
        if len(places) == len(kept):
            break
    return content, dict(zip(kept, places, strict=False))


def _follow(lines: Sequence[str], written: Sequence[str]) -> list[tuple[int, list[int]]]:
    """Return where each line stands among the paragraphs written, in order; ends at the first that is not there."""
    places: list[tuple[int, list[int]]] = []
    following = 0
    for line in lines:
        found = next(((n, at) for n in range(following, len(written)) if (at := _aligned(line, written[n])) is not None), None)
        if found is None:
            break
        places.append(found)
        following = found[0] + 1
    return places


def _aligned(line: str, written: str) -> list[int] | None:
    """Return the place of each character of a line in the text written, blanks aside (a balanced title has breaks)."""
    if "".join(line.split()) != "".join(written.split()):
        return None
    places, here = [], 0
    for char in line:
        while not char.isspace() and written[here].isspace():
            here += 1
        places.append(here)
        here += here < len(written) and written[here] == char
    return places


def _shifted(one: Finding, shift: dict[int, tuple[int, list[int]]]) -> Finding:
    number, places = shift[one.paragraph or 0]
    start, end = one.start or 0, one.end or 0
    last = places[end - 1] + 1 if end else 0
    first = places[start] if start < len(places) else last
    return replace(one, paragraph=number, start=first, end=last if end > start else first)
