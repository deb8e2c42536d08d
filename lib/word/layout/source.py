"""A person's .docx, .txt or .md into plain text to be laid out, with notes on what could not come along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from lib.errors import InputFileError, TemplateError
from lib.word.layout.recognising import MAX_CHARACTERS, clean
from lib.word.numbering import chinese_number
from lib.word.packages import Package, open_package, parse_part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent", _FALLBACK})
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_PICTURES = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
_WRAPPERS = frozenset({f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"})
_NUMBER_FORMATS = {
    "decimal": str,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= 20 else f"({number})",
    "upperLetter": lambda number: chr(64 + (number - 1) % 26 + 1),
    "lowerLetter": lambda number: chr(96 + (number - 1) % 26 + 1),
}


class SourceText(NamedTuple):
    """The text of a file, a line a paragraph, tables as |…|; notes are Chinese lines on what was left behind."""

    text: str
    notes: tuple[str, ...]


def read_source(content: bytes, name: str = "") -> SourceText:
    """Read a .docx, or plain text in UTF-8, UTF-16 or GB 18030; the kind is told from the bytes.

    Raises InputFileError in one Chinese line for anything else, for an empty file, pictures only, or too long a text.
    """
    if not content.strip():
        raise InputFileError("文件是空的，没有可排版的文字")
    is_text = not content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8", b"GIF8", b"BM"))
    if name.lower().endswith(".docx") or not is_text:
        return _checked(_word(content))
    return _checked(SourceText(decoded(content), ()))


def decoded(content: bytes) -> str:
    """Return bytes as text. Raises InputFileError when they are none of the encodings clerks' machines write."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputFileError("这不是文本文件；请给 .docx 或 .txt 文件")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputFileError("文本的编码认不出来；请用记事本打开，另存为 UTF-8 编码")


def _checked(source: SourceText) -> SourceText:
    if len(source.text) > MAX_CHARACTERS:
        raise InputFileError(
            f"文字共 {len(source.text)} 字，超过 {MAX_CHARACTERS // 10000} 万字的上限，请分成几份再排版"
        )
    if not source.text.strip():
        raise InputFileError("没有可排版的文字：内容是空的")
    return SourceText(clean(source.text), source.notes)


def _word(content: bytes) -> SourceText:
    try:
        package = open_package(content)
        body = parse_part(package.main, package.members[package.main].data).find(f"{_W}body")
        numbers = _Numbers(package)
    except TemplateError as error:
        raise InputFileError(str(error)) from error
    if body is None:
        raise InputFileError("文件损坏，不完整：找不到正文；请用 Word 修复后另存")
    text = "\n".join(_blocks(body, numbers))
    pictures = sum(1 for _ in body.iter(*_PICTURES))
    if not text.strip() and pictures:
        raise InputFileError(f"文件里只有图片（{pictures} 处），没有文字；请先把图片中的文字录入或识别出来")
    return SourceText(text, tuple(_notes(body, pictures)))


def _notes(body: etree._Element, pictures: int) -> Iterator[str]:
    counted = {
        "图片或图形 {} 处未带入，请排版后另行插入": pictures,
        "修订中已删除的内容 {} 处未带入": sum(1 for _ in body.iter(f"{_W}del")),
        "脚注或尾注 {} 处未带入": sum(1 for _ in body.iter(f"{_W}footnoteReference", f"{_W}endnoteReference")),
    }
    yield from (line.format(number) for line, number in counted.items() if number)


def _blocks(parent: etree._Element, numbers: _Numbers) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            words = words_of(child)
            yield numbers.before(child) + words if words.strip() else ""
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, numbers)


def words_of(element: etree._Element) -> str:
    """Return the words of a paragraph as they read: no deleted text, field codes, or text boxes."""
    found = []
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag in _BREAKS:
            found.append("\n")
        elif child.tag == f"{_W}tab":
            found.append("\u3000\u3000" if found else "")
        elif child.tag == f"{_W}noBreakHyphen":
            found.append("-")
        else:
            found.append(words_of(child))
    return "".join(found)


def _rows(table: etree._Element) -> Iterator[str]:
    """Yield a table's rows as |…| lines; joined cells keep their place with ^ and <."""
    yield ""
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_W}tc"):
            words = "<br>".join(filter(str.strip, (words_of(one) for one in cell.iter(f"{_W}p"))))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = int(span.get(f"{_W}val", "1")) if span is not None else 1
            cells += ["^" if goes_on else words.replace("|", "\\|").replace("\n", "<br>"), *["<"] * min(width - 1, 62)]
        yield f"|{'|'.join(cells)}|"
    yield ""


class _Numbers:
    """Automatic list numbers, which are in no paragraph's text: 一、 of a Word list becomes typed."""

    def __init__(self, package: Package) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        part = f"{package.main.rpartition('/')[0]}/numbering.xml"
        if part in package.members:
            self._read(parse_part(part, package.members[part].data))

    def _read(self, root: etree._Element) -> None:
        for number in root.iterchildren(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            if link is not None:
                self._abstract[number.get(f"{_W}numId", "")] = link.get(f"{_W}val", "")
        for abstract in root.iterchildren(f"{_W}abstractNum"):
            for level in abstract.iterchildren(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId", ""), int(level.get(f"{_W}ilvl", "0")))
                kind, text, start = (_value(level, tag) for tag in ("numFmt", "lvlText", "start"))
                self._levels[key] = (kind, text, int(start) if start.isdigit() else 1)

    def before(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph, "" for none."""
        link = paragraph.find(f"{_W}pPr/{_W}numPr")
        if link is None:
            return ""
        abstract = self._abstract.get(_value(link, "numId"), "")
        level = int(_value(link, "ilvl") or 0)
        if (abstract, level) not in self._levels:
            return ""
        start = self._levels[abstract, level][2]
        self._counts[abstract, level] = self._counts.get((abstract, level), start - 1) + 1
        for key in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[key]
        return re.sub("%([1-9])", lambda found: self._word(abstract, int(found[1]) - 1), self._levels[abstract, level][1])

    def _word(self, abstract: str, level: int) -> str:
        kind, _, start = self._levels.get((abstract, level), ("decimal", "", 1))
        return _NUMBER_FORMATS.get(kind, lambda _: "")(self._counts.get((abstract, level), start))


def _value(parent: etree._Element, tag: str) -> str:
    found = parent.find(f"{_W}{tag}")
    return found.get(f"{_W}val", "") if found is not None else ""
