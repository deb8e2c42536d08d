"""Pieces an author leaves unsaid: room over a 发文机关标志, the red rule, an imprint's rules, hanging attachment notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.word.layout.recognising import TABLE, Piece

CORNER = ("份号", "密级", "紧急程度")
MARKS = ("发文机关标志", "联合发文机关标志")
NUMBERS = ("发文字号", "发文字号签发人", "续签发人")
IMPRINT = ("版记首线", "抄送", "版记分隔线", "印发", "版记末线", "版记留白")
_SIGNER = re.compile(r"[\s\u3000]*签发人[:：]")
_NUMBERED = re.compile(r"^附\s*件\s*[:：]\s*[0-9０-９]+[.．、]")
_OPENING = re.compile(r"\{%p\s+(?:if|for)\b")
_SEALED = {"署名": "用印署名", "成文日期": "用印成文日期"}


def complete(pieces: Sequence[Piece], *, sealed: bool) -> list[Piece]:
    """Return the pieces with everything implied written out; what an author wrote himself is not doubled."""
    pieces = [_exact(piece, sealed) for piece in pieces]
    marked = any(one.role in MARKS for one in pieces)
    done: list[Piece] = []
    for index, piece in enumerate(pieces):
        done += _before(piece, done, marked)
        done.append(piece)
        done += _after(piece, pieces[index + 1 : index + 2])
    return _imprinted(done)


def _exact(piece: Piece, sealed: bool) -> Piece:
    """Return a piece in the style its text asks for."""
    if piece.role == "发文字号" and _SIGNER.search(piece.text):
        return Piece(piece.text, "发文字号签发人")
    if piece.role == "附件说明" and _NUMBERED.match(piece.text):
        return Piece(piece.text, "附件说明首条")
    if piece.role == "附件说明" and not piece.text.startswith("附"):
        return Piece(piece.text, "附件说明续条")
    return Piece(piece.text, _SEALED.get(piece.role, piece.role)) if sealed else piece


def _before(piece: Piece, done: list[Piece], marked: bool) -> list[Piece]:
    last = _last_words(done)
    if piece.role in MARKS and (last is None or last.role not in (*MARKS, "版头留白")):
        return [Piece("", "版头留白")]
    if last is not None and last.role in CORNER and piece.role not in CORNER and not marked and not is_tag(piece):
        # Without a mark under them the corner's lines take their own room, or the title would stand beside them.
        return [Piece("", "空行")] * sum(one.role in CORNER for one in done)
    return []


def _after(piece: Piece, following: Sequence[Piece]) -> list[Piece]:
    next_role = following[0].role if following and not is_tag(following[0]) else ""
    if piece.role in NUMBERS and next_role and next_role not in (*NUMBERS, "红线"):
        return [Piece("", "红线")]
    if piece.role == "抄送" and next_role not in ("抄送", "版记分隔线"):
        return [Piece("", "版记分隔线")]
    return []


def _imprinted(pieces: list[Piece]) -> list[Piece]:
    """Give an imprint its first and last rules, and the paragraph its frame hangs on."""
    roles = [piece.role for piece in pieces]
    inside = [index for index, role in enumerate(roles) if role in IMPRINT]
    if not inside:
        return pieces
    first, last = inside[0], inside[-1]
    tail = [Piece("", role) for role in ("版记末线", "版记留白", "版记锚点") if role not in roles]
    while last + 1 < len(pieces) and _closes(pieces, first, last):
        last += 1
    head: list[Piece] = []
    if roles[first] != "版记首线":
        head = [Piece("", "版记首线")]
        while first > 0 and is_tag(pieces[first - 1]) and _opens_inside(pieces[first - 1 : last + 1]):
            first -= 1
    imprint = pieces[first : last + 1]
    return [*pieces[:first], *_room(pieces[:first], imprint), *head, *imprint, *tail, *pieces[last + 1 :]]


def _room(above: Sequence[Piece], imprint: Sequence[Piece]) -> list[Piece]:
    """Return blank lines between a table and an imprint: LibreOffice lets a table run under a frame."""
    if not above or above[-1].role != TABLE:
        return []
    copied = sum(len(piece.text) for piece in imprint if piece.role == "抄送")
    return [Piece("", "空行")] * (2 + copied // 26)


def _opens_inside(pieces: Sequence[Piece]) -> bool:
    """Tell whether the tag at the head of these opens what is closed among them, so that a rule must stand before it."""
    return _OPENING.match(pieces[0].text) is not None and _depth(pieces) <= 0


def _closes(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Tell whether the tag after `last` closes one opened inside the imprint."""
    return is_tag(pieces[last + 1]) and _depth(pieces[first : last + 1]) > 0


def _depth(pieces: Sequence[Piece]) -> int:
    tags = " ".join(piece.text for piece in pieces if is_tag(piece))
    return len(re.findall(r"\{%p\s+(?:if|for)\b", tags)) - len(re.findall(r"\{%p\s+end", tags))


def is_tag(piece: Piece) -> bool:
    """Tell whether a piece is a paragraph of a template's own, gone once it is filled."""
    return piece.text.startswith("{%p")


def _last_words(done: Sequence[Piece]) -> Piece | None:
    return next((piece for piece in reversed(done) if not is_tag(piece)), None)
