"""The layout room: text and roles into official documents (GB/T 9704-2012), and presets over finished ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.word.layout.presets import PRESETS, Preset, preset_of
from lib.word.layout.recognising import Piece, recognise
from lib.word.layout.writing import write

__all__ = ["PRESETS", "Piece", "Preset", "layout_paragraphs", "layout_text", "preset_of", "recognise"]


def layout_text(text: str, *, preset: str | Preset | Mapping[str, Any] = "国标", fonts: str = "标准") -> bytes:
    """Return the .docx of a text: its structure recognised, docxtpl tags left alone; same text, same bytes.

    `preset` is 国标, 通行 or an office's own mapping (see presets.PRESET_KEYS); `fonts` is 标准 or 免装字体.
    Raises InputFileError for an empty or too long text, CallError for a preset that can't be.
    """
    return write(recognise(text), preset_of(preset, fonts))


def layout_paragraphs(
    pieces: Sequence[tuple[str, str]], *, preset: str | Preset | Mapping[str, Any] = "国标", fonts: str = "标准"
) -> bytes:
    """Return the .docx of (text, role) pairs, as recognised or as a person corrected them."""
    return write([Piece(*piece) for piece in pieces], preset_of(preset, fonts))
