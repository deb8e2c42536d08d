"""Read a Word file's paragraphs and table cells for proofreading, with the way back from each character to its run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from lib.core.proofreading import Source
from lib.errors import InputFileError, TemplateError
from lib.word.autonumbers import AutoNumbers, auto_numbers
from lib.word.loose import Loose, tie_off
from lib.word.packages import open_package

_RUN, _TEXT, _TAB, _BREAK = qn("w:r"), qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_HYPHEN = qn("w:noBreakHyphen")
_FALLBACK, _BOX = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:txbxContent")
_GONE = {
    qn("w:del"),
    qn("w:moveFrom"),
    _BOX,
    qn("w:instrText"),
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:rt"),  # the sounds above a ruby's words
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
    _FALLBACK,
}
_AROUND = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")
}  # hold paragraphs, rows, cells
_NOTES = {"/footnotes": qn("w:footnote"), "/endnotes": qn("w:endnote")}
_EDGES = ("/header", "/footer")
_HAN = re.compile(r"[一-龥]")
_LEAST = 4  # Han characters in a header or footer worth reading; fewer are page numbers and ornaments
_BROKEN = "文件打不开：里面有缺损的部件，不是完整的 .docx，请在 Word/WPS 里重新保存后再传"


@dataclass(frozen=True)
class Letter:
    """One character: the element that holds it and its place there; a number set by Word itself has no element."""

    node: etree._Element | None
    place: int
    char: str = ""


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph: what the rules see of it, its element, and one Letter for each character.

    `anchor` is the paragraph of the body that carries comments on it: itself, or the one nearest to a text box, note, header.
    `fixed` where its file part is only read, so that corrections can't be written into it.
    """

    source: Source
    element: etree._Element
    letters: tuple[Letter, ...]
    anchor: etree._Element
    fixed: bool = False

    @property
    def text(self) -> str:
        return self.source.text


def read_document(content: bytes) -> list[Source]:
    """Return the paragraphs of a .docx in reading order: text, style name (Word), kind (`paragraph` or `table`).

    Numbers that Word sets itself stand before the text. Text boxes follow the paragraph they hang on, notes, headers and
    footers the body; all three are of kind `table`. Deleted text and field codes are left out. Raises InputFileError.
    """
    document, _ = open_word(content)
    with sound():
        return [one.source for one in read_paragraphs(document)]


def open_word(content: bytes) -> tuple[WordDocument, Loose]:
    """Open a .docx that is no bomb; and name its relationships that lead nowhere. Raises InputFileError, one Chinese line."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InputFileError("这是旧版 .doc 或加密的文件：请在 Word/WPS 里另存为 .docx（不设密码）再传")
    try:
        package = open_package(content)
        root = package.tree(package.main)
    except TemplateError as error:
        raise InputFileError(str(error)) from error
    if root.tag != qn("w:document") or root.find(qn("w:body")) is None:
        raise InputFileError(_BROKEN)
    with sound():
        tied, loose = tie_off(package, content)
        return open_document(BytesIO(tied)), loose


@contextmanager
def sound() -> Iterator[None]:
    """Say in one line that a part of the file is broken, whatever python-docx stumbles over. Raises InputFileError."""
    try:
        yield
    except (
        AttributeError,
        IndexError,
        KeyError,
        LookupError,
        OSError,
        TypeError,
        ValueError,
        PackageNotFoundError,
        TemplateError,
        etree.LxmlError,
    ) as error:
        raise InputFileError(_BROKEN) from error


def read_paragraphs(document: WordDocument) -> list[ReadParagraph]:
    """Read the body's paragraphs in order, table cells and text boxes included; then notes, headers and footers."""
    names = {style.style_id: style.name or "" for style in document.styles}
    numbers = auto_numbers(document)
    found: list[ReadParagraph] = []
    notes: dict[tuple[str, str], etree._Element] = {}
    for element, kind in _walk(document.element.body):
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names.get(style.get(qn("w:val")), "") if style is not None else ""
        found.append(_read(element, name, kind, numbers))
        found.extend(_read(box, "", "table", numbers, element) for box in _boxes(element))
        for mark in element.iter(qn("w:footnoteReference"), qn("w:endnoteReference")):
            notes.setdefault((mark.tag.rpartition("}")[2][:-9], mark.get(qn("w:id"), "")), element)
    if found:
        found.extend(_around(document, notes, found[0].element))
    return found


def _read(
    element: etree._Element,
    style: str,
    kind: str,
    numbers: AutoNumbers | None = None,
    anchor: etree._Element | None = None,
    *,
    fixed: bool = False,
) -> ReadParagraph:
    letters = tuple(_letters(element))
    text = "".join(_letter_text(one) for one in letters)
    label = numbers.label(element) if numbers else ""
    if label and label[-1] == "." and text[:1].isdigit():
        label += " "
    letters = (*(Letter(None, place, char) for place, char in enumerate(label)), *letters)
    breaks = frozenset(place for place, one in enumerate(letters) if one.node is not None and one.node.tag in _BREAK)
    return ReadParagraph(
        Source(label + text, style, kind, breaks), element, letters, element if anchor is None else anchor, fixed
    )


def _around(
    document: WordDocument, notes: dict[tuple[str, str], etree._Element], first: etree._Element
) -> Iterator[ReadParagraph]:
    """Read footnotes and endnotes, then headers and footers that say something."""
    rels = [one for one in document.part.rels.values() if not one.is_external]
    for ending, tag in _NOTES.items():
        for rel in rels:
            if rel.reltype.endswith(ending):
                for note in _root(rel.target_part).iter(tag):
                    if not note.get(qn("w:type")):
                        anchor = notes.get((tag.rpartition("}")[2], note.get(qn("w:id"), "")), first)
                        yield from (_read(one, "", "table", anchor=anchor, fixed=True) for one, _ in _walk(note))
    for rel in rels:
        if rel.reltype.endswith(_EDGES):
            root = rel.target_part.element
            for one in [one for one, _ in _walk(root)] + list(_boxes(root)):
                read = _read(one, "", "table", anchor=first)
                if len(_HAN.findall(read.text)) >= _LEAST:
                    yield read


def _root(part) -> etree._Element:
    """Return a part's element; a part python-docx doesn't know is parsed apart from the document."""
    return (
        part.element
        if hasattr(part, "element")
        else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    )


def _boxes(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of text boxes, each once: what old readers fall back to is the same text again."""
    for box in parent.iter(_BOX):
        if not any(one.tag == _FALLBACK for one in box.iterancestors()):
            yield from (one for one, _ in _walk(box))


def _walk(parent: etree._Element, kind: str = "paragraph") -> Iterator[tuple[etree._Element, str]]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield child, kind
        elif child.tag == qn("w:tbl"):
            for cell in _cells(child):
                yield from _walk(cell, "table")
        elif child.tag in _AROUND:
            yield from _walk(child, kind)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a table, those in content controls too; not the cells of tables inside them."""
    for child in parent:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:tr") or child.tag in _AROUND:
            yield from _cells(child)


def _letters(element: etree._Element) -> Iterator[Letter]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == _TEXT:
            yield from (Letter(child, place) for place in range(len(child.text or "")))
        elif child.tag in (_TAB, _HYPHEN, *_BREAK):
            yield Letter(child, 0)
        else:
            yield from _letters(child)


def _letter_text(letter: Letter) -> str:
    if letter.node is None:
        return letter.char
    if letter.node.tag == _TEXT:
        return letter.node.text[letter.place]
    return "\t" if letter.node.tag == _TAB else "-" if letter.node.tag == _HYPHEN else " "
