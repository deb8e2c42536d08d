"""Paragraphs and runs as XML. Text goes in escaped and whole; styles go in by id."""

from __future__ import annotations

from xml.sax.saxutils import escape


def run(text: str, style: str = "") -> str:
    """Return a w:r; newlines become line breaks, tabs tabs. An empty text gives nothing."""
    if not text:
        return ""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = text.split("\n")
    inner = "<w:br/>".join("<w:tab/>".join(map(_words, line.split("\t"))) for line in lines)
    return f"<w:r>{properties}{inner}</w:r>"


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def paragraph(style: str, text: str = "", *, runs: str = "", extra: str = "") -> str:
    """Return a w:p in a style; `runs` is ready XML, `extra` further paragraph properties in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs or run(text)}</w:p>'
