"""Read a Word file's paragraphs and table cells for proofreading, with the way back from each character to its run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from lib.core.proofreading import Source
from lib.errors import InputFileError

_RUN, _TEXT, _TAB, _BREAK = qn("w:r"), qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_HYPHEN = qn("w:noBreakHyphen")
_GONE = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:instrText"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024


@dataclass(frozen=True)
class Letter:
    """One character: the element that holds it and its place there."""

    node: etree._Element
    place: int


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph: what the rules see of it, its element, and one Letter for each character."""

    source: Source
    element: etree._Element
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return self.source.text


def read_document(content: bytes) -> list[Source]:
    """Return the paragraphs of a .docx in reading order: text, style name, kind (`paragraph` or `table`).

    Text deleted under tracked changes, text boxes and field codes are left out. Raises InputFileError.
    """
    return [one.source for one in read_paragraphs(open_word(content))]


def open_word(content: bytes) -> WordDocument:
    """Open a .docx that is no bomb. Raises InputFileError with one Chinese line."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InputFileError("这是旧版 .doc 或加密的文件：请在 Word/WPS 里另存为 .docx（不设密码）再传")
    if len(content) > MAX_BYTES:
        raise InputFileError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请删去图片后再传")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
                raise InputFileError("文件解开后过大，不能打开")
            if "word/document.xml" not in archive.namelist():
                raise InputFileError("不是 Word 文档（.docx）：请检查是否改过扩展名")
            if b"<!DOCTYPE" in archive.read("word/document.xml")[:2000]:
                raise InputFileError("文档含有外部实体声明，不安全，不能打开")
        return open_document(BytesIO(content))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise InputFileError("文件打不开：不是完整的 .docx，请在 Word/WPS 里重新保存后再传") from error


def read_paragraphs(document: WordDocument) -> list[ReadParagraph]:
    """Read the body's paragraphs in order, table cells included."""
    names = {style.style_id: style.name or "" for style in document.styles}
    found = []
    for element, kind in _walk(document.element.body):
        letters = tuple(_letters(element))
        text = "".join(_letter_text(one) for one in letters)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names.get(style.get(qn("w:val")), "") if style is not None else ""
        found.append(ReadParagraph(Source(text, name, kind), element, letters))
    return found


def _walk(parent: etree._Element, kind: str = "paragraph") -> Iterator[tuple[etree._Element, str]]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield child, kind
        elif child.tag == qn("w:tbl"):
            for cell in child.iter(qn("w:tc")):
                yield from ((one, "table") for one in cell if one.tag == qn("w:p"))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")):
            yield from _walk(child, kind)


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
    if letter.node.tag == _TEXT:
        return letter.node.text[letter.place]
    return "\t" if letter.node.tag == _TAB else "-" if letter.node.tag == _HYPHEN else " "
