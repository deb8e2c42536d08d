"""Pieces into the body of a document: one rule for each style that is more than its text. Recognises nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lib.word.layout.base import package
from lib.word.layout.completing import complete
from lib.word.layout.letterhead import issuers, number_and_signer, printed
from lib.word.layout.presets import Preset
from lib.word.layout.recognising import TABLE, Piece, visible
from lib.word.layout.runs import paragraph, run
from lib.word.layout.settling import settle
from lib.word.layout.styles import BY_NAME, frame_of
from lib.word.layout.tables import table_xml

_PARTS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|[。]", re.DOTALL)


def write(pieces: Sequence[Piece], preset: Preset) -> bytes:
    """Return the .docx of these pieces in a preset."""
    title = next((visible(piece.text).replace("\n", "") for piece in pieces if piece.role == "公文标题"), "")
    return package(body_xml(pieces, preset), preset, title="" if "□" in title else title)


def body_xml(pieces: Sequence[Piece], preset: Preset) -> str:
    """Return the XML between w:body and its section."""
    pieces = complete(pieces, sealed=preset.sealed)
    written: list[str] = []
    for index, piece in enumerate(pieces):
        rule = _RULES.get(piece.role, _plain)
        written.append(rule(pieces, index, preset))
    if not pieces or pieces[-1].role == TABLE:
        written.append(paragraph("GwAfterTable"))  # a document must not end with a table
    return settle("".join(written), preset)


Rule = Callable[[Sequence[Piece], int, Preset], str]


def _plain(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    piece = pieces[index]
    style = BY_NAME.get(piece.role, BY_NAME["正文"]).id
    return paragraph(style, piece.text, extra=frame_of(style, preset))


def _table(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    following = pieces[index + 1].role if index + 1 < len(pieces) else ""
    between = paragraph("GwAfterTable") if following == TABLE else ""  # or Word would join the two
    return table_xml(pieces[index].text, preset) + between


def _heading(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    """A heading that runs on into its text: the heading's font up to the first 。, the body's after it (7.3.3)."""
    piece = pieces[index]
    end = first_stop(piece.text)
    head, rest = piece.text[:end], piece.text[end:]
    loose = '<w:keepNext w:val="0"/>' if rest else ""  # a page of run-in items must be able to part
    return paragraph(BY_NAME[piece.role].id, runs=run(head) + run(rest, "GwPlain"), extra=loose)


def first_stop(text: str) -> int:
    """Return where the first sentence ends (after its 。, tags read over), or the text's length."""
    for match in _PARTS.finditer(text):
        if match[0] == "。":
            return match.end()
    return len(text)


def _issuers(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    return issuers(pieces[index].text, preset)


def _number_and_signer(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    return number_and_signer(pieces[index])


def _printed(pieces: Sequence[Piece], index: int, preset: Preset) -> str:
    return printed(pieces[index].text, preset)


_RULES: dict[str, Rule] = {
    "联合发文机关标志": _issuers,
    "发文字号签发人": _number_and_signer,
    "续签发人": _number_and_signer,
    "印发": _printed,
    TABLE: _table,
    "一级标题": _heading,
    "二级标题": _heading,
    "三级标题": _heading,
    "四级标题": _heading,
    "连续三级标题": _heading,
}
