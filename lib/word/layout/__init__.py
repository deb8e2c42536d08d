"""The layout room: text and roles into official documents (GB/T 9704-2012), and presets over finished ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lib.word.layout.deviations import deviations
from lib.word.layout.fonts import FontWanted, fonts_wanted
from lib.word.layout.mending import Mending, mend_punctuation
from lib.word.layout.presets import FONT_SETS, PRESETS, Preset, preset_of
from lib.word.layout.recognising import Piece, recognise
from lib.word.layout.restyling import apply_preset, settle_document
from lib.word.layout.settling import settle
from lib.word.layout.source import SourceText, read_source
from lib.word.layout.styles import ROLES
from lib.word.layout.titles import balance_title
from lib.word.layout.writing import write

__all__ = [
    "FONT_SETS", "PRESETS", "ROLES", "FontWanted", "Mending", "Piece", "Preset", "SourceText", "apply_preset",
    "balance_title", "deviations", "fonts_wanted", "layout_paragraphs", "layout_text", "mend_punctuation", "preset_of",
    "read_source", "recognise", "settle", "settle_document",
]  # fmt: skip


def layout_text(
    text: str,
    *,
    preset: str | Preset | Mapping[str, Any] = "国标",
    fonts: str = "标准",
    sealed: bool | None = None,
) -> bytes:
    """Return the .docx of a text: its structure recognised, docxtpl tags left alone; same text, same bytes.

    `preset` is 国标, 通行 or an office's own mapping (see presets.PRESET_KEYS); `fonts` is 标准 or 免装字体;
    `sealed` leaves room for a seal over 署名 and 成文日期 (7.3.5), None as the preset says.
    Raises InputFileError for an empty or too long text, CallError for a preset that can't be.
    """
    return layout_paragraphs(recognise(text), preset=preset, fonts=fonts, sealed=sealed)


def layout_paragraphs(
    pieces: Sequence[tuple[str, str]],
    *,
    preset: str | Preset | Mapping[str, Any] = "国标",
    fonts: str = "标准",
    sealed: bool | None = None,
) -> bytes:
    """Return the .docx of (text, role) pairs, as recognised or as a person corrected them (roles: ROLES)."""
    chosen = preset_of(preset, fonts)
    if sealed is not None and sealed != chosen.sealed:
        chosen = replace(chosen, sealed=sealed)
    return write([Piece(*piece) for piece in pieces], chosen)
