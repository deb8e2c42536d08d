"""From source lines to logical paragraphs: scraps set aside, torn sentences joined, run-together text split."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from lib.core.proofreading.masks import BLANK
from lib.core.proofreading.paragraphs import NUMBERS, Paragraph, Source, han_number

_END = "。！？；：”）》…!?;:."
_SCRAP = re.compile(
    r"[-—–－·\s]*\d{1,3}[-—–－·\s]*$|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?$|\d+\s*/\s*\d+$|Page\s*\d+"
)
_MIDST = re.compile("[，。；：、！？）”》]|[二三四五六七八九]是")  # no paragraph starts with it
_SCRAP_HEAD = re.compile(r"\d{1,3}(?:、|[.．](?!\d))\s*")
DATE_LINE = re.compile(
    r"[（(]?(?:20\d\d|[二两]\s*[〇○0零]\s*[〇○零一二三四五六七八九]{2}|\d{2,4}[XxＸ×*]{0,2})\s*[年.／/-].{0,12}[日号\d][）)]?$"
)
TITLE_WORD = re.compile(r"(?:情况)?(?:报告|要点|总结|方案|计划|通知|意见|汇报|述职)(?!如下)")
_ENTITLED = re.compile(rf"^[^。；]*(?:{TITLE_WORD.pattern})$")
_ENDLESS = 3000
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")  # read as figures; R-D6 tells of them
_LEAD = re.compile(r"\s*(?:#{1,6}\s+)?")  # blanks, and the mark of a heading in Markdown
_LONG_DIGITS = re.compile(r"\d{25,}")
_CELL = re.compile(r"\t|\s*\|.*\|")


def logical_paragraphs(sources: Sequence[Source]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the document's paragraphs as they were meant, and the scraps set aside."""
    paragraphs, scraps = _logical(sources)
    return [part for one in paragraphs for whole in _split_run_together(one) for part in _split_endless(whole)], scraps


def _trim(source: Source, index: int) -> Paragraph:
    text = source.text.translate(_HALF_WIDTH)  # of one length: places stay
    body = _LONG_DIGITS.sub(lambda match: BLANK * len(match[0]), text).rstrip()
    lead = _LEAD.match(body).end()  # type: ignore[union-attr]
    kind = "table" if source.kind == "table" or _CELL.match(body.strip()) or "\t" in body.strip() else "body"
    return Paragraph(body[lead:], ((0, index, lead),), kind=kind, style=source.style)


def _logical(sources: Sequence[Source]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Drop blank lines and page numbers; join what a page break or a hard wrap tore apart."""
    lines = [_trim(one, index) for index, one in enumerate(sources) if one.text.strip()]
    wrap = _wrap_width(lines)
    indented = sum(_indent(one) > 1 for one in lines) > len(lines) // 8
    kept: list[Paragraph] = []
    scraps: list[Paragraph] = []
    torn = False
    for one in lines:
        open_end = bool(kept) and _is_open(kept[-1])
        if one.kind == "body" and not one.style and _SCRAP.fullmatch(one.text):
            scraps.append(one)
            torn = True
            continue
        scrap = _SCRAP_HEAD.match(one.text) if one.kind == "body" and kept and kept[-1].kind == "body" else None
        if scrap and (_goes_on(one.text, scrap.end()) or _stray(kept, one.text, open_end=open_end)):
            scraps.append(Paragraph(one.text[: scrap.end()], one.pieces, kind="scrap"))
            _join(kept[-1], one, scrap.end())
            torn = scrap.end() == len(one.text)
            continue
        elif open_end and not _starts(one.text) and one.kind == "body" and (torn or _wrapped(kept[-1], wrap)):
            _join(kept[-1], one, 0)
        elif kept and _torn_apart(kept[-1], one, wrap, indented=indented):
            _join(kept[-1], one, 0)
        else:
            kept.append(one)
        torn = False
    return kept, scraps


def _is_open(one: Paragraph) -> bool:
    return one.kind == "body" and len(one.text) > 14 and one.text[-1] not in _END and not _ENTITLED.search(one.text)


def _starts(text: str) -> bool:
    return (
        any(pattern.match(text) for pattern in NUMBERS)
        or bool(DATE_LINE.match(text))
        or text.startswith(("中共", "附件"))
    )


def _stray(kept: list[Paragraph], text: str, *, open_end: bool) -> bool:
    """True where a line's typed number is left over from a page: it starts no list, follows no item of its kind.

    It stands in mid-sentence, or between sentences of a long paragraph where no item, or none with such a point, came before.
    """
    number, mark = re.match(r"(\d+)(.)", text).groups()  # type: ignore[union-attr]
    found = [(int(match[1]), match[2]) for one in kept if (match := NUMBERS[2].match(one.text))]
    strange = all(point != mark for _, point in found)
    if number == "1" or any(0 < int(number) - last <= 2 for last, _ in found[-1:]):
        return open_end and number != "1" and strange
    before = kept[-1].text
    others = [han_number(match[1]) for one in kept for pattern in NUMBERS if (match := pattern.match(one.text))]
    if not open_end and others and int(number) == (others[-1] or 0) + 1:
        return False  # （二） and 3. after it: an item written in another way
    return (
        open_end
        or strange
        and len(before) > 40
        and (int(number) > 2 if before[-1] == "。" else before[-1] in "；”）》")
    )


def _goes_on(text: str, at: int) -> bool:
    """True where no item can start: a point, or 二是 of a run begun before."""
    return bool(_MIDST.match(text, at))


def _indent(one: Paragraph) -> int:
    return one.pieces[0][2]


def _torn_apart(one: Paragraph, other: Paragraph, wrap: int, *, indented: bool) -> bool:
    """True where a hard wrap fell right before or behind a point, or inside brackets or quotes."""
    if not wrap or one.kind != "body" or other.kind != "body" or not _wrapped(one, wrap):
        return False
    if _MIDST.match(other.text):
        return True
    if _starts(other.text) or indented and _indent(other) > 1:
        return False
    unclosed = any(one.text.count(left) > one.text.count(right) for left, right in ("（）", "《》", "“”"))
    full = len(one.text) - one.pieces[-1][0] + (_indent(one) if len(one.pieces) == 1 else 0) >= wrap
    return unclosed or full and (indented or one.text[-1] in "；：”）》")


def _wrap_width(lines: Sequence[Paragraph]) -> int:
    """Return the width a text was hard-wrapped at, 0 if it was not: most long lines break off at one length."""
    long = [one for one in lines if one.kind == "body" and len(one.text) >= 20]
    cut = [len(one.text) for one in long if one.text[-1] not in _END]
    return (
        max(cut)
        if len(cut) >= 4 and len(cut) * 2 > len(long) and max(cut) <= 60 and max(map(len, (o.text for o in long))) <= 62
        else 0
    )


def _wrapped(one: Paragraph, width: int) -> bool:
    tail = len(one.text) - one.pieces[-1][0]
    return bool(width) and tail >= width - 4


def _join(one: Paragraph, other: Paragraph, cut: int) -> None:
    here = len(one.text)
    one.text += other.text[cut:]
    _, source, there = other.pieces[0]
    one.pieces = (*one.pieces, (here, source, there + cut))
    for name in ("bare", "plain", "couples", "grams"):
        one.__dict__.pop(name, None)


def _cut(one: Paragraph, start: int, end: int) -> Paragraph:
    while start < end and one.text[start].isspace():
        start += 1
    while end > start and one.text[end - 1].isspace():
        end -= 1
    pieces = [
        (max(here - start, 0), source, there + max(start - here, 0)) for here, source, there in one.pieces if here < end
    ]
    first = max((index for index, piece in enumerate(one.pieces) if piece[0] <= start), default=0)
    return Paragraph(one.text[start:end], tuple(pieces[first:]), kind=one.kind, style=one.style)


_RUN_ON_HEADING = re.compile(
    r"[一二三四五六七八九十]+、[^，。；：]{2,14}?"
    r"(?:情况|问题|隐患|措施|举措|打算|安排|计划|思路|重点|不足|原因|责任|武装|阵地|队伍|保障|建设|管理|引导|教育|监督|考核|宣传|工作|底线|要求|建议|对策)"
    r"(?=[本今我按一近针围]|20\d\d|首先|主要|坚持|认真|通过|下一步|第[一二三四]季度|[上下]半年|党[委组总支]|全[镇乡村校局院县街])"
)
_TAIL = re.compile(
    r"(?<=[。；）\s])((?:中共[^。，；]{3,30}|(?:述职|报告)人[：:][\u4e00-\u9fff　 ]{2,30}|[^，。；：\d]{4,24})?)\s*(20\d\d年\d{1,2}月\d{1,2}日)\s*$"
)
_MARKS = (
    re.compile(
        r"(?:^|(?<=[。！？；：）\s]))([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十百两]*(?:季度|级|类|次|个|年|月|线))"
    ),
    re.compile(r"(?:^|(?<=[^第“之（，、]))[（(]([一二三四五六七八九十]{1,3})[）)](?=[\u4e00-\u9fff“\d])"),
    re.compile(r"(?:^|(?<=[。！？；：\s]))(\d{1,2})[.．、](?=[\u4e00-\u9fff“]|\d{1,2}月(?!\d)|20\d\d年)"),
)


def _split_run_together(one: Paragraph) -> list[Paragraph]:
    """Cut a text pasted without line breaks before 一、（一）1. where such marks count up; leave other paragraphs whole."""
    if one.kind != "body" or len(one.text) < 60:
        return [one]
    cuts: set[int] = set()
    for level, pattern in enumerate(_MARKS):
        found = [(match.start(), han_number(match[1])) for match in pattern.finditer(one.text)]
        if level == 0 and found and found[0][1] == 2:
            first = re.search(r"(?<=[\u4e00-\u9fff])(?<!之)一、(?=[\u4e00-\u9fff])", one.text[: found[0][0]])
            found = [(first.start(), 1), *found] if first else found  # behind a title without a point
        ups = sum(later == (sooner or 0) + 1 for (_, sooner), (_, later) in itertools.pairwise(found))
        if (
            level == 1
            and not cuts
            and not re.match(r"[（(]", one.text)
            and "。" not in one.text[: found[-1][0] if found else 0]
        ):
            continue  # （一）…；（二）… inside one sentence is an inline list
        if level == 2 and not cuts:
            continue
        if len(found) >= 2 and ups or (cuts and found):
            if level == 2:
                cuts.update(_firsts(one.text, found, cuts))
            cuts.update(start for start, _ in found)
    if not cuts:
        return [one]
    cuts.update(_title_cut(one.text, min(cut for cut in cuts)))
    cuts.update(_heading_cuts(one.text, sorted(cuts)))
    if tail := _TAIL.search(one.text):
        cuts.update((tail.start(1), tail.start(2)))
    edges = sorted({0, len(one.text), *cuts})
    parts = [_cut(one, start, end) for start, end in itertools.pairwise(edges)]
    return [part for part in parts if part.text]


def _firsts(text: str, found: Sequence[tuple[int, int | None]], cuts: set[int]) -> Iterator[int]:
    """Yield where the number that lacks between two stands right behind the words of a heading, as 1. before 2."""
    last = 0
    for start, number in found:
        before = max((cut for cut in cuts if cut < start), default=0)
        for lacks in {1, last + 1} if number in (2, last + 2) else ():
            first = re.search(rf"(?<=[\u4e00-\u9fff”）]){lacks}[.．、](?=[\u4e00-\u9fff“])", text[before:start])
            if first and lacks + 1 == number:
                yield before + first.start()
        last = number or 0


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
        if match := _RUN_ON_HEADING.match(text, start):
            found.append(match.end())
    return found
