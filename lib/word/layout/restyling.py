"""A preset laid over a .docx already built by this room: page, named styles, fonts, page numbers. Touches no words."""

from __future__ import annotations

import re

from lib.word.layout.base import font_table, footer, packed, page_margins, settings
from lib.word.layout.measures import twips_of_mm
from lib.word.layout.presets import Preset
from lib.word.layout.settling import settle
from lib.word.layout.styles import frame_of, styles_xml
from lib.word.packages import open_package

_STYLE = re.compile(r"<w:style [^>]*?w:styleId=\"(Gw\w+|Normal)\".*?</w:style>", re.DOTALL)
_DEFAULTS = re.compile(r"<w:docDefaults>.*?</w:docDefaults>", re.DOTALL)
_MARGINS = re.compile(r"<w:pgMar [^>]*/>")
_GRID = re.compile(r"<w:docGrid [^>]*/>")
_FRAME = re.compile(r'(<w:pStyle w:val="(Gw\w+)"/>)<w:framePr [^>]*/>')
_TABLE = re.compile(r'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/>.*?</w:tbl>', re.DOTALL)
_WIDTH = re.compile(r'(<w:(?:tblW|tcW|gridCol) w:w=")(\d+)(")')
_INDENT = re.compile(r'w:rightChars="(\d+)" w:right="\d+"')
_FOOTER = re.compile(r'<w:pStyle w:val="(GwPage\w+)"/>')


def apply_preset(content: bytes, preset: Preset) -> bytes:
    """Return a .docx of this room, filled or not, in another preset; the same bytes for the same call.

    Styles, page margins, table widths, page numbers and the places that hang on them change. A document without our
    styles changes its margins only. Raises TemplateError for what is no readable .docx.
    """
    parts: dict[str, str | bytes] = {name: one.data for name, one in open_package(content).members.items()}
    ours = b'w:styleId="GwBody"' in _bytes(parts.get("word/styles.xml", b""))
    for name in [name for name in parts if name.endswith(".xml") and name.startswith("word/")]:
        text = _bytes(parts[name]).decode("utf-8")
        if name == "word/document.xml":
            parts[name] = _document(text, preset, ours=ours)
        elif ours and name in _WHOLE:
            parts[name] = _WHOLE[name](text, preset)
        elif ours and (number := _FOOTER.search(text)) and "PAGE" in text:
            parts[name] = footer(number[1], preset)
    return packed(parts)


def settle_document(content: bytes, preset: Preset) -> bytes:
    """Return a filled document with its titles balanced and its signatures placed, all else as it was (7.3.1, 7.3.5)."""
    parts: dict[str, str | bytes] = {name: one.data for name, one in open_package(content).members.items()}
    body = _bytes(parts["word/document.xml"]).decode("utf-8") if "word/document.xml" in parts else ""
    settled = settle(body, preset)
    return content if settled == body else packed(parts | {"word/document.xml": settled})


def _bytes(part: str | bytes) -> bytes:
    return part.encode("utf-8") if isinstance(part, str) else part


def _document(text: str, preset: Preset, *, ours: bool) -> str:
    text = _MARGINS.sub(page_margins(preset), text)
    if not ours:
        return text
    text = _GRID.sub("", text)
    text = _FRAME.sub(lambda found: found[1] + frame_of(found[2], preset), text)
    text = _TABLE.sub(lambda found: _resized(found[0], twips_of_mm(preset.width)), text)
    size = preset.sizes["正文"]
    text = _INDENT.sub(lambda found: f'w:rightChars="{found[1]}" w:right="{round(int(found[1]) * size / 5)}"', text)
    return settle(text, preset)


def _resized(table: str, width: int) -> str:
    """Return a table scaled to a new text width, its columns keeping their shares."""
    was = int(_WIDTH.search(table)[2])  # type: ignore[index]  # every table of ours has its width first
    return table if was == width else _WIDTH.sub(lambda one: f"{one[1]}{round(int(one[2]) * width / was)}{one[3]}", table)


def _styles(text: str, preset: Preset) -> str:
    """Return a styles part with our rows new and any other row as it was."""
    new = styles_xml(preset)
    rows = {found[1]: found[0] for found in _STYLE.finditer(new)}
    kept = _STYLE.sub(lambda found: rows.pop(found[1], found[0]), text)
    kept = _DEFAULTS.sub(lambda _: _DEFAULTS.search(new)[0], kept)  # type: ignore[index]  # ours always has them
    return kept.replace("</w:styles>", "".join(rows.values()) + "</w:styles>")


_WHOLE = {
    "word/styles.xml": _styles,
    "word/settings.xml": lambda _, preset: settings(preset),
    "word/fontTable.xml": lambda _, preset: font_table(preset),
}
