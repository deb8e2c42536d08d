"""A document read as a tree of paragraphs: title, headings, sections, tables, signature, annexes. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lib.core.proofreading.lines import DATE_LINE, TITLE_WORD, logical_paragraphs
from lib.core.proofreading.paragraphs import NUMBERS, Paragraph, Source, han_number, han_word

__all__ = ["Paragraph", "Source", "Tree", "han_number", "han_word", "line_starts", "lines_of", "read_tree"]

STYLES = {
    "公文标题": "title",
    "标题": "title",
    "Title": "title",
    "主送机关": "addressee",
    "署名": "signature",
    "成文日期": "date",
    "附件说明": "attachment",
    "附件标记": "attachment",
    "附件标题": "annex_title",
}
LEVEL_STYLES = {
    "一级标题": 1,
    "二级标题": 2,
    "三级标题": 3,
    "四级标题": 4,
    "连续三级标题": 3,
    "heading 1": 1,
    "heading 2": 2,
    "heading 3": 3,
    "heading 4": 4,
}
_OUTLOOK = re.compile(r"预判|展望|走势|形势(?:分析|研判|预测)|趋势")
SECTIONS = (
    ("problems", re.compile(r"问题|不足|隐患|风险|薄弱|短板|困难|差距|存在的[^，。]{0,4}环节")),
    (
        "plan",
        re.compile(r"下一步|下步|打算|措施|思路|对策|下阶段|今后|下季度|下半年|下一年|明年|工作计划|努力方向|整改方向"),
    ),
)

_TOP = re.compile(
    r"([一二三四五六七八九十]{1,3})、"
)  # 二、一季度工作情况: a heading all the same where nothing follows it


@dataclass
class Tree:
    """The document: its paragraphs in order; scraps left by a conversion are kept apart."""

    paragraphs: list[Paragraph]
    sources: Sequence[Source]
    scraps: list[Paragraph] = field(default_factory=list)

    @cached_property
    def titles(self) -> list[Paragraph]:
        return [one for one in self.paragraphs if one.kind == "title"]

    @cached_property
    def title(self) -> str:
        return "".join(one.text for one in self.titles)

    @cached_property
    def prose(self) -> list[Paragraph]:
        """Body and headings, without annexes, tables, title and signature."""
        return [one for one in self.paragraphs if one.prose and not one.annex]

    @cached_property
    def signed(self) -> Paragraph | None:
        """The paragraph holding the date of issue, if there is one."""
        return next((one for one in reversed(self.paragraphs) if one.kind == "date"), None)


def read_tree(source: str | Sequence[Source]) -> Tree:
    """Read a text (lines are paragraphs) or a Word file's paragraphs into a tree."""
    sources = lines_of(source) if isinstance(source, str) else list(source)
    paragraphs, scraps = logical_paragraphs(sources)
    _classify(paragraphs, sources)
    for index, one in enumerate(paragraphs):
        one.index = index
    return Tree(paragraphs, sources, scraps)


def lines_of(text: str) -> list[Source]:
    return [Source(line) for line in text.split("\n")]


def line_starts(text: str) -> list[int]:
    """Return where each line starts in the whole text, in code points."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _classify(paragraphs: list[Paragraph], sources: Sequence[Source]) -> None:
    for one in paragraphs:
        _read_number(one)
        if one.style in STYLES:
            one.kind = STYLES[one.style]
        elif (level := LEVEL_STYLES.get(one.style) or LEVEL_STYLES.get(one.style.lower())) and one.kind == "body":
            one.kind, one.level = "heading", one.level or level
    _find_tail(paragraphs)
    _find_title(paragraphs)
    _find_sections(paragraphs)


def _read_number(one: Paragraph) -> None:
    if one.kind != "body":
        return
    for level, pattern in enumerate(NUMBERS, 1):
        if match := pattern.match(one.text):
            one.level, one.number, one.mark, one.head = level, han_number(match[1]), match[2], match.end()
            body = one.text[one.head :]
            if "。" not in body and len(body) <= 40 and not re.search(r"[；，]$", body) or level == 1:
                one.kind = "heading"
            return
    if len(one.text) <= 25 and (match := _TOP.match(one.text)) and not re.search(r"[，。；：]", one.text):
        one.level, one.number, one.mark, one.head, one.kind = 1, han_number(match[1]), "、", match.end(), "heading"


def _find_title(paragraphs: list[Paragraph]) -> None:
    if any(one.kind == "title" for one in paragraphs):
        start = next(index for index, one in enumerate(paragraphs) if one.kind == "title") + 1
    else:
        start = 0
        while start < min(3, len(paragraphs)) and _like_title(paragraphs[start], start):
            paragraphs[start].kind = "title"
            start += 1
            if TITLE_WORD.search(paragraphs[start - 1].text):
                break
    for one in paragraphs[start : start + 2]:
        if one.kind == "heading" or one.level:
            break  # what stands below a heading is text
        if start and one.kind == "body" and re.fullmatch("[^，。；\\d]{2,38}[：:]", one.text):
            one.kind = "addressee"
            break
        if (
            one.kind == "body"
            and not one.level
            and len(one.text) <= 30
            and not re.search(r"[。，；]", one.text)
            and start
        ):
            one.kind = "byline"


def _like_title(one: Paragraph, position: int) -> bool:
    text = one.text
    if one.kind != "body" or one.level or len(text) > 60 or len(text) < 2 or re.search(r"[。；]", text):
        return False
    if text.endswith(("：", ":", "!", "！", "?", "？")):
        return False
    return bool(TITLE_WORD.search(text) or re.search(r"\d{4}年|意识形态", text)) or (
        position == 0 and len(text) <= 40 and "，" not in text
    )


def _find_tail(paragraphs: list[Paragraph]) -> None:
    dated = False
    outside = [one for one in paragraphs if one.kind != "table"]
    for one in outside[-1 : -8 if len(outside) > 8 else 0 : -1]:
        if one.kind in ("body", "heading") and not dated and len(one.text) <= 24 and DATE_LINE.match(one.text):
            one.kind, one.level, one.number, dated = "date", 0, None, True
        elif (
            dated
            and one.kind == "body"
            and not one.level
            and len(one.text) <= 32
            and not re.search(r"[。；：，]", one.text)
        ):
            one.kind = "signature"
        elif dated:
            break
    annex = False
    for one in paragraphs:
        if (
            one.kind == "body"
            and re.match(r"附\s*件[\d一二三四五]*$|附\s*表[\d一二三四五]*$", one.text)
            or one.style in ("附件标记", "附件标题")
        ):
            one.kind, annex = "attachment", True
        elif one.kind == "body" and re.match(r"附\s*件\s*[:：]", one.text):
            one.kind = "attachment"
        elif one.kind == "body" and re.match(r"附\s*件", one.text) and len(one.text) < 12:
            one.kind, annex = "attachment", True
        one.annex = annex


def _find_sections(paragraphs: Iterable[Paragraph]) -> None:
    top = 9
    section = ""
    for one in paragraphs:
        if one.kind == "heading" and one.level and one.level <= top or one.kind == "heading" and one.level == 1:
            found = [name for name, pattern in SECTIONS if pattern.search(one.text)]
            if one.level == 1 or found and not section:
                top = one.level
                section = (
                    "mixed"
                    if len(found) > 1 and not re.search(r"原因|风险和?对策", one.text)
                    else (found[0] if found else "outlook" if _OUTLOOK.search(one.text) else "")
                )
                if re.search(r"整改(情况|落实|进展)|上(期|季度|年度?)", one.text) and section != "plan":
                    section = ""
                if re.match(r"[^下]*(防控|防范|化解)", one.text) and section == "problems":
                    section = ""
        elif (
            one.kind == "body" and not one.level and not section and re.match(r"下一步|下一阶段|下阶段|下步", one.text)
        ):
            section = "plan"
        one.section = section
