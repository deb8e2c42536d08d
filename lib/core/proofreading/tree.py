"""A document read as a tree of paragraphs with exact places; splits run-together text, sets scraps aside, judges nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lib.core.proofreading.masks import BLANK, mask_all, mask_names

HAN_DIGITS = "一二三四五六七八九十"
NUMBERS = (  # GB/T 9704—2012 7.3.3: 一、 （一） 1. （1）
    re.compile(r"([一二三四五六七八九十]{1,3})\s*([、.．，,])(?![一二三四五六七八九十百两]*(?:季度|级|类|次|个|年|月|线))"),
    re.compile(r"[（(]?\s*([一二三四五六七八九十]{1,3})\s*[）)]\s*([、.．，,]?)"),
    re.compile(r"(\d{1,3})\s*([.．、])(?!\d)"),
    re.compile(r"[（(]\s*(\d{1,3})\s*[）)]\s*([、.．，,]?)"),
)
STYLES = {"公文标题": "title", "标题": "title", "Title": "title", "主送机关": "addressee", "署名": "signature",
          "成文日期": "date", "附件说明": "attachment", "附件标记": "attachment", "附件标题": "annex_title"}
LEVEL_STYLES = {"一级标题": 1, "二级标题": 2, "三级标题": 3, "四级标题": 4, "连续三级标题": 3,
                "heading 1": 1, "heading 2": 2, "heading 3": 3, "heading 4": 4}
SECTIONS = (
    ("problems", re.compile(r"问题|不足|隐患|风险|薄弱|短板|困难|差距")),
    ("plan", re.compile(r"下一步|下步|打算|措施|思路|对策|下阶段|今后|下季度|下半年|下一年|明年|工作计划|努力方向|整改方向")),
)
_END = "。！？；：”）》…!?;:."
_SCRAP = re.compile(r"[-—–－·\s]*\d{1,3}[-—–－·\s]*$|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?$|\d+\s*/\s*\d+$|Page\s*\d+")
_SCRAP_HEAD = re.compile(r"\d{1,3}[、.．]\s*")
_DATE = re.compile(r"[（(]?(?:20\d\d|[二两]\s*[〇○0零]\s*[〇○零一二三四五六七八九]{2}|\d{2,4}[XxＸ×*]{0,2})\s*[年.／/-].{0,12}[日号\d][）)]?$")
_TITLE_WORD = re.compile(r"(?:情况)?(?:报告|要点|总结|方案|计划|通知|意见|汇报|述职)(?!如下)")
_ENDLESS = 3000
_LONG_DIGITS = re.compile(r"\d{25,}")
_CELL = re.compile(r"\t|\s*\|.*\|")


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph as its file gives it: text, style name (Word), kind `paragraph` or `table`."""

    text: str
    style: str = ""
    kind: str = "paragraph"


@dataclass
class Paragraph:
    """One logical paragraph. `pieces` maps its text to the source: (start here, source index, start there)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    kind: str = "body"  # title addressee heading body table signature date attachment scrap
    level: int = 0  # 1–4 where it is numbered or styled as a heading
    number: int | None = None
    mark: str = ""  # the point after the number
    head: int = 0  # where the text after the number starts
    section: str = ""  # "" | problems | plan | mixed
    annex: bool = False
    index: int = 0
    style: str = ""

    def place(self, position: int) -> tuple[int, int]:
        """Return (source index, position there) of a position in this paragraph."""
        here, source, there = self.pieces[max(bisect_right([piece[0] for piece in self.pieces], position) - 1, 0)]
        return source, there + position - here

    @cached_property
    def bare(self) -> str:
        """The text with titles 《…》, addresses and document numbers blanked out, same length."""
        return mask_names(self.text)

    @cached_property
    def plain(self) -> str:
        """`bare` with quoted words blanked out too, same length."""
        return mask_all(self.text)

    @property
    def prose(self) -> bool:
        return self.kind in ("body", "heading")


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


def han_number(text: str) -> int | None:
    """Read 一 … 九十九 or 1 … 999; None for anything else."""
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return HAN_DIGITS.index(text) + 1 if len(text) == 1 and text in HAN_DIGITS else None
    values = [HAN_DIGITS.index(part) + 1 if part in HAN_DIGITS and part else 0 for part in (tens, ones)]
    return (values[0] or 1) * 10 + values[1]


def han_word(number: int) -> str:
    """Write 1 … 99 in Han digits; larger numbers stay Arabic."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else HAN_DIGITS[tens - 1] + "十")
    return head + (HAN_DIGITS[ones - 1] if ones else "")


def read_tree(source: str | Sequence[Source]) -> Tree:
    """Read a text (lines are paragraphs) or a Word file's paragraphs into a tree."""
    sources = lines_of(source) if isinstance(source, str) else list(source)
    paragraphs, scraps = _logical(sources)
    paragraphs = [part for one in paragraphs for whole in _split_run_together(one) for part in _split_endless(whole)]
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


def _trim(source: Source, index: int) -> Paragraph:
    body = _LONG_DIGITS.sub(lambda match: BLANK * len(match[0]), source.text).rstrip()
    lead = len(body) - len(body.lstrip())
    kind = "table" if source.kind == "table" or _CELL.match(body.strip()) or "\t" in body.strip() else "body"
    return Paragraph(body[lead:], ((0, index, lead),), kind=kind, style=source.style)


def _logical(sources: Sequence[Source]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Drop blank lines and page numbers; join what a page break or a hard wrap tore apart."""
    lines = [_trim(one, index) for index, one in enumerate(sources) if one.text.strip()]
    wrap = _wrap_width(lines)
    kept: list[Paragraph] = []
    scraps: list[Paragraph] = []
    torn = False
    for one in lines:
        open_end = bool(kept) and _is_open(kept[-1])
        if one.kind == "body" and not one.style and _SCRAP.fullmatch(one.text):
            scraps.append(one)
            torn = True
            continue
        scrap = _SCRAP_HEAD.match(one.text) if open_end and one.kind == "body" else None
        if scrap and not _continues(kept, one.text):
            scraps.append(Paragraph(one.text[: scrap.end()], one.pieces, kind="scrap"))
            _join(kept[-1], one, scrap.end())
            torn = scrap.end() == len(one.text)
            continue
        elif open_end and not _starts(one.text) and one.kind == "body" and (torn or _wrapped(kept[-1], wrap)):
            _join(kept[-1], one, 0)
        else:
            kept.append(one)
        torn = False
    return kept, scraps


def _is_open(one: Paragraph) -> bool:
    return one.kind == "body" and len(one.text) > 14 and one.text[-1] not in _END and not _TITLE_WORD.search(one.text[-4:])


def _starts(text: str) -> bool:
    return any(pattern.match(text) for pattern in NUMBERS) or bool(_DATE.match(text)) or text.startswith(("中共", "附件"))


def _continues(kept: list[Paragraph], text: str) -> bool:
    """True where a line's typed number is 1 or follows the last one of its kind: then it is an item, not a scrap."""
    number = int(re.match(r"\d+", text)[0])  # type: ignore[index]
    found = [int(match[1]) for one in kept if (match := NUMBERS[2].match(one.text))]
    return number == 1 or bool(found and abs(number - found[-1]) <= 2)


def _wrap_width(lines: Sequence[Paragraph]) -> int:
    """Return the width a text was hard-wrapped at, 0 if it was not: most long lines break off at one length."""
    long = [one for one in lines if one.kind == "body" and len(one.text) >= 20]
    cut = [len(one.text) for one in long if one.text[-1] not in _END]
    return max(cut) if len(cut) >= 4 and len(cut) * 2 > len(long) and max(cut) <= 60 and max(map(len, (o.text for o in long))) <= 62 else 0


def _wrapped(one: Paragraph, width: int) -> bool:
    tail = len(one.text) - one.pieces[-1][0]
    return bool(width) and tail >= width - 4


def _join(one: Paragraph, other: Paragraph, cut: int) -> None:
    here = len(one.text)
    one.text += other.text[cut:]
    _, source, there = other.pieces[0]
    one.pieces = (*one.pieces, (here, source, there + cut))
    for name in ("bare", "plain"):
        one.__dict__.pop(name, None)


def _cut(one: Paragraph, start: int, end: int) -> Paragraph:
    while start < end and one.text[start].isspace():
        start += 1
    while end > start and one.text[end - 1].isspace():
        end -= 1
    pieces = [(max(here - start, 0), source, there + max(start - here, 0)) for here, source, there in one.pieces if here < end]
    first = max((index for index, piece in enumerate(one.pieces) if piece[0] <= start), default=0)
    return Paragraph(one.text[start:end], tuple(pieces[first:]), kind=one.kind, style=one.style)


_MARKS = (
    re.compile(r"(?:^|(?<=[。！？；：\s]))([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十百两]*(?:季度|级|类|次|个|年|月|线))"),
    re.compile(r"(?:^|(?<=[^第“之（，、]))[（(]([一二三四五六七八九十]{1,3})[）)](?=[\u4e00-\u9fff“])"),
    re.compile(r"(?:^|(?<=[。！？；：\s]))(\d{1,2})[.．、](?=[\u4e00-\u9fff“])"),
)


def _split_run_together(one: Paragraph) -> list[Paragraph]:
    """Cut a text pasted without line breaks before 一、（一）1. where such marks count up; leave other paragraphs whole."""
    if one.kind != "body" or len(one.text) < 60:
        return [one]
    cuts: set[int] = set()
    for level, pattern in enumerate(_MARKS):
        found = [(match.start(), han_number(match[1])) for match in pattern.finditer(one.text)]
        ups = sum(later == (sooner or 0) + 1 for (_, sooner), (_, later) in zip(found, found[1:], strict=False))
        if level == 1 and not cuts and not re.match(r"[（(]", one.text) and "。" not in one.text[: found[-1][0] if found else 0]:
            continue  # （一）…；（二）… inside one sentence is an inline list
        if level == 2 and not cuts:
            continue
        if len(found) >= 2 and ups or (cuts and found):
            cuts.update(start for start, _ in found)
    if not cuts:
        return [one]
    cuts.update(_title_cut(one.text, min(cut for cut in cuts)))
    cuts.update(_heading_cuts(one.text, sorted(cuts)))
    tail = re.search(r"[。；](中共[^。，；]{3,30}|[^。，；：\d]{4,24})(20\d\d年\d{1,2}月\d{1,2}日)$", one.text)
    if tail:
        cuts.update((tail.start(1), tail.start(2)))
    edges = sorted({0, len(one.text), *cuts})
    parts = [_cut(one, start, end) for start, end in zip(edges, edges[1:], strict=False)]
    return [part for part in parts if part.text]


def _split_endless(one: Paragraph) -> list[Paragraph]:
    """Cut a paragraph no person would write (over 3 000 characters) at full stops: no rule's cost may grow with its square."""
    parts: list[Paragraph] = []
    start = 0
    while len(one.text) - start > _ENDLESS:
        stop = one.text.rfind("。", start + _ENDLESS // 2, start + _ENDLESS) + 1 or start + _ENDLESS
        parts.append(_cut(one, start, stop))
        start = stop
    return [part for part in (*parts, _cut(one, start, len(one.text))) if part.text] if parts else [one]


def _title_cut(text: str, limit: int) -> list[int]:
    match = re.match(r"[^。，：；]{6,50}?(?:报告|要点|总结|方案)(?!如下|制)(?=[\u4e00-\u9fff\d])", text[:limit])
    if not match:
        return []
    cuts = [match.end()]
    if to := re.match(r"[^。，；]{4,24}：", text[match.end() : limit]):
        cuts.append(match.end() + to.end())
    return cuts


def _heading_cuts(text: str, cuts: list[int]) -> list[int]:
    """Cut after a first-level heading that runs straight into its first paragraph: 一、总体情况本季度……"""
    found = []
    for start in cuts:
        if match := re.match(r"[一二三四五六七八九十]+、[^，。；：]{2,14}?(?:情况|问题|隐患|措施|打算|不足|责任|武装|阵地)(?=[本今我按一近针]|20\d\d)", text[start:]):
            found.append(start + match.end())
    return found


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


def _find_title(paragraphs: list[Paragraph]) -> None:
    if any(one.kind == "title" for one in paragraphs):
        start = next(index for index, one in enumerate(paragraphs) if one.kind == "title") + 1
    else:
        start = 0
        while start < min(3, len(paragraphs)) and _like_title(paragraphs[start], start):
            paragraphs[start].kind = "title"
            start += 1
            if _TITLE_WORD.search(paragraphs[start - 1].text):
                break
    for one in paragraphs[start : start + 2]:
        if start and one.kind == "body" and not one.level and len(one.text) < 40 and one.text.endswith(("：", ":")):
            one.kind = "addressee"
            break
        if one.kind == "body" and not one.level and len(one.text) <= 30 and not re.search(r"[。，；]", one.text) and start:
            one.kind = "byline"


def _like_title(one: Paragraph, position: int) -> bool:
    text = one.text
    if one.kind != "body" or one.level or len(text) > 60 or len(text) < 2 or re.search(r"[。；]", text):
        return False
    if text.endswith(("：", ":")):
        return False
    return bool(_TITLE_WORD.search(text) or re.search(r"\d{4}年|意识形态", text)) or (position == 0 and len(text) <= 40 and "，" not in text)


def _find_tail(paragraphs: list[Paragraph]) -> None:
    dated = False
    for position in range(len(paragraphs) - 1, max(len(paragraphs) - 8, 0), -1):
        one = paragraphs[position]
        if one.kind in ("body", "heading") and not dated and len(one.text) <= 24 and _DATE.match(one.text):
            one.kind, one.level, one.number, dated = "date", 0, None, True
        elif dated and one.kind == "body" and not one.level and len(one.text) <= 32 and not re.search(r"[。；：，]", one.text):
            one.kind = "signature"
        elif dated:
            break
    annex = False
    for one in paragraphs:
        if one.kind == "body" and re.match(r"附\s*件[\d一二三四五]*$|附\s*表[\d一二三四五]*$", one.text) or one.style in ("附件标记", "附件标题"):
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
                section = "mixed" if len(found) > 1 and not re.search(r"原因|风险和?对策", one.text) else (found[0] if found else "")
                if re.search(r"整改(情况|落实|进展)|上(期|季度|年度?)", one.text) and section != "plan":
                    section = ""
                if re.match(r"[^下]*(防控|防范|化解)", one.text) and section == "problems":
                    section = ""
        elif one.kind == "body" and not one.level and not section and re.match(r"下一步|下一阶段|下阶段|下步", one.text):
            section = "plan"
        one.section = section
