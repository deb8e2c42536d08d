"""A small language for the word room's tests: templates from lines, documents back to lines. Asserts nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from lxml import etree

from lib.word.compiling import build_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx(*lines: str, setup: Callable[[Any], None] | None = None) -> bytes:
    """Return a .docx of these paragraphs; `样式名>text` gives one a style of that name."""
    document = Document()
    for line in lines:
        style, _, text = line.rpartition(">") if ">" in line.split("{")[0] else ("", "", line)
        if style and style not in [one.name for one in document.styles]:
            document.styles.add_style(style, 1)
        document.add_paragraph(text, style or None)
    if setup:
        setup(document)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def edited(content: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """Return a copy of a zip with members changed, added or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in [*names, *(one for one in changes if one not in names)]:
            change = changes.get(name, lambda data: data)
            if change is not None:
                new.writestr(name, change(old.read(name) if name in names else b"") if callable(change) else change)
    return buffer.getvalue()


def text_of(content: bytes | etree._Element, name: str = "word/document.xml") -> str:
    """Return a part's text: paragraphs by lines, w:br a line break, w:tab a tab."""
    root = part(content, name) if isinstance(content, bytes) else content
    return "\n".join(paragraph_text(one) for one in root.iter(W + "p"))


def paragraph_text(paragraph: etree._Element) -> str:
    words = {W + "br": "\n", W + "tab": "\t", W + "cr": "\n"}
    mine = [one for one in paragraph.iter(W + "t", *words) if next(one.iterancestors(W + "p")) is paragraph]
    inside = [one for one in mine if next(one.iterancestors(), paragraph).tag != W + "tabs"]
    return "".join((one.text or "") if one.tag == W + "t" else words[one.tag] for one in inside)


def rendered(source: bytes, context: Mapping[str, Any], *, trusted: bool = True, **options: Any) -> bytes:
    return build_template(source, trusted=trusted).render(context, **options)
