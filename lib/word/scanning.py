"""Find the tags of a template as its author typed them: part, paragraph, text, and what is wrong with their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lib.word.messages import shorten
from lib.word.names import BODY_LABEL, CORE_LABEL, CORE_PART, PART_LABELS, W
from lib.word.packages import Package

MOST_FAULTS = 100  # of one part; whoever made more did not mean tags
_SCOPES = {"p": "段", "tr": "行"}
_OPEN = {"{{": "}}", "{%": "%}", "{#": "#}"}
_TOKEN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
# braces typed with a Chinese input method, and the halves that no tag has
_WIDE = re.compile(r"[｛{]\s*[｛]|[｛]\s*[{]|[｛]\s*[%％#]|\{％|[%％#]\s*[｝]|％\}|[｝]\s*[}｝]|[}]\s*[｝]")
_NARROW = str.maketrans("｛｝％＃", "{}%#")
_SINGLE = re.compile(r"(?<!\{)\{(?![{%#])[^{}]{1,40}\}\}|\{\{[^{}]{1,40}\}(?!\})")
_TYPOGRAPHIC = "“”‘’"
WIDE_SIGNS = dict(zip("，（）：｜＝＞＜．。＋－［］！＂＇、；", ",():|=><..+-[]!\"',;", strict=True))
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’")
_BREAKERS = {
    W + one
    for one in ("fldChar", "instrText", "drawing", "pict", "object", "footnoteReference", "endnoteReference")
    + ("br", "tab", "cr", "sym")
}
_HOLDER_NAMES = {
    W + "hyperlink": "超链接",
    W + "fldSimple": "域",
    W + "ins": "修订",
    W + "del": "修订",
    W + "moveTo": "修订",
    W + "sdtContent": "内容控件",
    W + "smartTag": "智能标记",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `index` counts from 0 within its part; `breaks` are offsets where something else stands."""

    part: str
    label: str
    index: int
    text: str
    breaks: tuple[tuple[int, str], ...] = ()
    row: int | None = None  # the table row it stands in, numbered within its part

    @property
    def place(self) -> str:
        """As messages name it: 正文第3段“共{{ 会议次数 }}次”."""
        if self.part == CORE_PART:
            return self.label
        return f"{self.label}第{self.index + 1}段“{shorten(self.text)}”"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as typed: `{{ x }}`, `{%p for … %}`; `start` is its offset in the paragraph."""

    paragraph: Paragraph
    start: int
    source: str

    @property
    def is_comment(self) -> bool:
        return self.source.startswith("{#")

    @property
    def is_output(self) -> bool:
        return self.source.startswith("{{")

    @property
    def scope(self) -> str:
        """docxtpl's letter: p (paragraph), tr (row), tc (cell), r (run), or none."""
        found = re.match(r"\{[{%#]-?(p|tr|tc|r)\s", self.source)
        return found[1] if found else ""

    @property
    def inside(self) -> str:
        """What stands between the braces, without docxtpl's p, tr, tc, r and without whitespace control."""
        text = self.source[2:-2].strip()
        text = text.strip("-+").strip()
        return text.removeprefix(self.scope).strip() if self.scope else text


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the shape of a tag; `level` as Finding's."""

    rule: str
    level: str
    paragraph: Paragraph
    message: str
    start: int = 0
    end: int = 0


def paragraphs(package: Package) -> Iterator[Paragraph]:
    """Yield every paragraph of every part that may hold tags, the document properties as one of their own."""
    parts = {package.main: BODY_LABEL}
    for one in package.relationships(package.main):
        if one.type in PART_LABELS and not one.external and one.target in package.members:
            parts[one.target] = PART_LABELS[one.type]
    for name, label in parts.items():
        root = package.tree(name)
        rows = {one: number for number, one in enumerate(root.iter(W + "tr"))}
        for index, element in enumerate(root.iter(W + "p")):
            row = rows.get(next(element.iterancestors(W + "tr"), None))
            yield _paragraph(name, label, index, element, row)
    if CORE_PART in package.members:
        for index, element in enumerate(package.tree(CORE_PART)):
            yield Paragraph(CORE_PART, CORE_LABEL, index, element.text or "")


def _paragraph(part: str, label: str, index: int, element: etree._Element, row: int | None) -> Paragraph:
    text, breaks, holder = "", [], None
    for one in _own(element):
        if one.tag in _BREAKERS:
            name = "域" if one.tag in (W + "fldChar", W + "instrText") else "换行、制表符、图片或脚注"
            breaks.append((len(text), name))
            continue
        now = _holder(one, element)
        if now is not holder and text:
            breaks.append((len(text), _holder_name(now if now is not None else holder)))
        holder = now
        text += one.text or ""
    return Paragraph(part, label, index, text, tuple(breaks), row)


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text and breakers of a paragraph, not those of text boxes in it."""
    for one in paragraph.iter(W + "t", *_BREAKERS):
        if next(one.iterancestors(W + "p")) is paragraph and one.getparent().tag == W + "r":
            yield one


def _holder(element: etree._Element, paragraph: etree._Element) -> etree._Element | None:
    for one in element.iterancestors():
        if one is paragraph:
            return None
        if one.tag in _HOLDER_NAMES:
            return one
    return None


def _holder_name(holder: etree._Element | None) -> str:
    return "" if holder is None else _HOLDER_NAMES[str(holder.tag)]


# -- tags -------------------------------------------------------------------------------------------------------------


def tags_of(found: list[Paragraph]) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of consecutive paragraphs of one part, and the faults in their shape."""
    tags: list[Tag] = []
    faults: list[Fault] = []
    opened: tuple[Paragraph, int, str] | None = None  # a tag may run over paragraphs, as long as none opens within
    for paragraph in found:
        for token in _TOKEN.finditer(paragraph.text):
            sign = token[0]
            if sign in _OPEN:
                if len(faults) > MOST_FAULTS:
                    break
                if opened and opened[2] != "{#":
                    faults.append(_unclosed(*opened))
                if not opened or opened[2] != "{#":
                    opened = (paragraph, token.start(), sign)
            elif opened and sign == _OPEN[opened[2]]:
                if opened[0] is paragraph:
                    tags.append(Tag(paragraph, opened[1], paragraph.text[opened[1] : token.end()]))
                opened = None
            elif not opened:
                faults.append(_unopened(paragraph, token))
        faults += _typing_faults(paragraph)
        if len(faults) > MOST_FAULTS:
            return tags, faults[:MOST_FAULTS]
    if opened:
        faults.append(_unclosed(*opened))
    for tag in tags:
        faults += _shape_faults(tag)
    return tags, faults + list(_crowding_faults(tags))


def _crowding_faults(tags: list[Tag]) -> Iterator[Fault]:
    """A `{%p … %}` takes its whole paragraph away, a `{%tr … %}` its row: a second one there would be lost, and text."""
    seen: set[tuple[str, int]] = set()
    for tag in tags:
        end, scope = tag.start + len(tag.source), tag.scope
        where = {"p": tag.paragraph.index, "tr": tag.paragraph.row}.get(scope)
        if where is None:
            continue
        if (scope, where) in seen:
            message = (
                f"标签 {shorten(tag.source)} 所在的{_SCOPES[scope]}已有一个这样的标签；请单独放一{_SCOPES[scope][-1]}"
            )
            yield Fault("T-block", "error", tag.paragraph, message, tag.start, end)
        seen.add((scope, where))
        rest = (tag.paragraph.text[: tag.start] + tag.paragraph.text[end:]).strip()
        if scope == "p" and rest and not _TOKEN.search(rest):
            message = (
                f"标签 {shorten(tag.source)} 会占去整个段落，同段的文字“{shorten(rest)}”会丢失；请把标签单独放一段"
            )
            yield Fault("T-block", "warning", tag.paragraph, message, tag.start, end)


def _unclosed(paragraph: Paragraph, start: int, sign: str) -> Fault:
    close = _OPEN[sign]
    shown = shorten(paragraph.text[start : start + 30])
    message = f"标签“{shown}”没有结束，缺少 {close}；请补上"
    return Fault("T-brace", "error", paragraph, message, start, start + 2)


def _unopened(paragraph: Paragraph, token: re.Match[str]) -> Fault:
    sign = next(one for one, close in _OPEN.items() if close == token[0])
    message = f"多了 {token[0]}，前面没有与它配对的 {sign}；请删去或补上"
    return Fault("T-brace", "error", paragraph, message, token.start(), token.end())


def _typing_faults(paragraph: Paragraph) -> Iterator[Fault]:
    wide = _WIDE.search(paragraph.text)
    if wide:
        stretch = _wide_stretch(paragraph.text, wide.start())
        fixed = stretch.translate(_NARROW)
        message = f"“{shorten(stretch)}”用了全角花括号，程序不认；请改成半角：{shorten(fixed)}"
        yield Fault("T-wide", "error", paragraph, message, wide.start(), wide.start() + len(stretch))
    for single in _SINGLE.finditer(paragraph.text):
        message = f"“{single[0]}”的花括号左右不一样多；请写成 {{{{ 名称 }}}}"
        yield Fault("T-brace", "error", paragraph, message, single.start(), single.end())


def _wide_stretch(text: str, start: int) -> str:
    end = max(text.find(one, start) for one in ("｝", "％}", "}"))
    last = re.compile(r"[｝}]+").search(text, start)
    return text[start : last.end() if last else end + 1 if end >= 0 else start + 20]


def _shape_faults(tag: Tag) -> Iterator[Fault]:
    end = tag.start + len(tag.source)

    def fault(rule: str, level: str, message: str) -> Fault:
        return Fault(rule, level, tag.paragraph, f"标签 {shorten(tag.source)} {message}", tag.start, end)

    if tag.is_comment:
        return
    inner = [name for at, name in tag.paragraph.breaks if tag.start < at < end]
    if inner:
        yield fault("T-split", "error", f"被{inner[0] or '别的内容'}隔开了；请把整个标签删去，重新连着输入一遍")
    if any(one in tag.source for one in _TYPOGRAPHIC):
        yield fault("T-quote", "warning", "里的引号是中文引号（“”），已当作英文引号；请改成英文引号")
    bare = _QUOTED.sub("", tag.source)
    for sign, narrow in WIDE_SIGNS.items():
        if sign in bare:
            yield fault("T-sign", "error", f"里有全角符号“{sign}”；请改成半角“{narrow}”")
            return
