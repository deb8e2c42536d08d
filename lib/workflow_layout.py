"""The use cases of 规范排版: a text read, its structure recognised and corrected, set in a preset. Lays nothing out itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.definitions import read_yaml
from lib.errors import InputFileError, TemplateError
from lib.word.layout import (
    FONT_SETS,
    PRESETS,
    ROLES,
    FontWanted,
    Mending,
    Piece,
    Preset,
    deviations,
    fonts_wanted,
    layout_paragraphs,
    mend_punctuation,
    preset_of,
    read_source,
    recognise,
)
from lib.workflow import decode_text

__all__ = ["FONT_SETS", "PRESETS", "ROLES", "Laid", "Recognised", "own_preset", "preset_of", "read_file", "read_pasted", "set_pieces"]

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what Windows allows in no file name
MAX_PRESET = 100_000  # bytes of an office's own preset


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text as it was read: its pieces with their roles, the marks that were mended, notes on what was left behind."""

    text: str
    pieces: tuple[Piece, ...]
    mended: tuple[Mending, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished document: file name, bytes, the fonts it wants, and where its preset leaves the standard."""

    name: str
    content: bytes
    fonts: tuple[FontWanted, ...]
    deviations: tuple[str, ...]


def read_file(name: str, content: bytes, *, mend: bool = False) -> Recognised:
    """Read a .docx, .txt or .md and recognise its structure; `mend` makes half-width marks full-width and lists them.

    Raises InputFileError in one Chinese line for what can't be read.
    """
    source = read_source(content, name)
    return _recognised(source.text, mend, source.notes)


def read_pasted(text: str, *, mend: bool = False) -> Recognised:
    """Recognise the structure of a pasted text. Raises InputFileError when it is empty or too long."""
    return _recognised(text.replace("\r\n", "\n").replace("\r", "\n"), mend, ())


def _recognised(text: str, mend: bool, notes: tuple[str, ...]) -> Recognised:
    mended: list[Mending] = []
    while mend:  # a mark may be mended once the one before it is: (社区):
        text, more = mend_punctuation(text)
        mended += more
        mend = bool(more)
    return Recognised(text, tuple(recognise(text)), tuple(sorted(mended)), notes)


def own_preset(name: str, content: bytes) -> Mapping[str, Any]:
    """Read an office's own preset from a YAML file. Raises InputFileError; `preset_of` judges its keys."""
    if len(content) > MAX_PRESET:
        raise InputFileError(f"“{name}”过大，版面预设文件一般不到 2 KB")
    own = read_yaml(decode_text(content, name), name)
    if not isinstance(own, Mapping):
        raise InputFileError(f"“{name}”的最外层应是“键: 值”，如 行距: 28")
    return own


def set_pieces(
    pieces: Sequence[tuple[str, str]],
    preset: str | Preset | Mapping[str, Any] = "国标",
    fonts: str = "标准",
    *,
    sealed: bool | None = None,
) -> Laid:
    """Set pieces, as recognised or as corrected, in a preset. Raises CallError for a preset that can't be."""
    if not any(text.strip() for text, _ in pieces):
        raise InputFileError("没有可排版的文字")
    chosen = preset_of(preset, fonts)
    content = layout_paragraphs(pieces, preset=chosen, sealed=sealed)
    return Laid(f"{_name(pieces)}.docx", content, _fonts(content, pieces, chosen), tuple(deviations(chosen)))


def fonts_of(content: bytes) -> tuple[FontWanted, ...]:
    """Return the fonts a finished document wants, with where each comes from; none where it can't be told."""
    try:
        return tuple(fonts_wanted(content))
    except TemplateError:
        return ()


def _fonts(content: bytes, pieces: Sequence[tuple[str, str]], preset: Preset) -> tuple[FontWanted, ...]:
    """Return the fonts a document wants; one so even that it packs like a bomb is judged by one piece of each role."""
    try:
        return tuple(fonts_wanted(content))
    except TemplateError:
        sample = {role: (text, role) for text, role in reversed(pieces)}
        return tuple(fonts_wanted(layout_paragraphs(list(sample.values()), preset=preset)))


def _name(pieces: Sequence[tuple[str, str]]) -> str:
    """Return the title as a file name."""
    title = next((text for text, role in pieces if role == "公文标题"), pieces[0][0])
    return _UNSAFE.sub("", "".join(title.split())).strip(". ")[:60] or "公文"
