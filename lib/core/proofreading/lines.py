"""From source lines to logical paragraphs: scraps set aside, torn sentences joined, run-together text split."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from lib.core.proofreading.masks import BLANK
from lib.core.proofreading.paragraphs import NUMBERS, Paragraph, Source, han_number

_END = "。！？；：”）》…!?;:."
_SCRAP = re.compile(
    r"[-—–－·\s]*\d{1,3}[-—–－·\s]*$|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?$|\d+\s*/\s*\d+$|Page\s*\d+"
)
_SCRAP_HEAD = re.compile(r"\d{1,3}[、.．]\s*")
DATE_LINE = re.compile(
    r"[（(]?(?:20\d\d|[二两]\s*[〇○0零]\s*[〇○零一二三四五六七八九]{2}|\d{2,4}[XxＸ×*]{0,2})\s*[年.／/-].{0,12}[日号\d][）)]?$"
)
TITLE_WORD = re.compile(r"(?:情况)?(?:报告|要点|总结|方案|计划|通知|意见|汇报|述职)(?!如下)")
_ENDLESS = 3000
_LONG_DIGITS = re.compile(r"\d{25,}")
_CELL = re.compile(r"\t|\s*\|.*\|")


def logical_paragraphs(sources: Sequence[Source]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the document's paragraphs as they were meant, and the scraps set aside."""
    paragraphs, scraps = _logical(sources)
    return [part for one in paragraphs for whole in _split_run_together(one) for part in _split_endless(whole)], scraps


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
    return (
        one.kind == "body" and len(one.text) > 14 and one.text[-1] not in _END and not TITLE_WORD.search(one.text[-4:])
    )


def _starts(text: str) -> bool:
    return (
        any(pattern.match(text) for pattern in NUMBERS)
        or bool(DATE_LINE.match(text))
        or text.startswith(("中共", "附件"))
    )


def _continues(kept: list[Paragraph], text: str) -> bool:
    """True where a line's typed number is 1 or follows the last one of its kind: then it is an item, not a scrap."""
    number = int(re.match(r"\d+", text)[0])  # type: ignore[index]
    found = [int(match[1]) for one in kept if (match := NUMBERS[2].match(one.text))]
    return number == 1 or bool(found and abs(number - found[-1]) <= 2)


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
    for name in ("bare", "plain"):
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


_MARKS = (
    re.compile(
        r"(?:^|(?<=[。！？；：\s]))([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十百两]*(?:季度|级|类|次|个|年|月|线))"
    ),
    re.compile(r"(?:^|(?<=[^第“之（，、]))[（(]([一二三四五六七八九十]{1,3})[）)](?=[\u4e00-\u9fff“])"),
    re.compile(r"(?:^|(?<=[。！？；：\s]))(\d{1,2})[.．、](?=[\u4e00-\u9fff“]|\d{1,2}月(?!\d)|20\d\d年)"),
)


def _split_run_together(one: Paragraph) -> list[Paragraph]:
    """Cut a text pasted without line breaks before 一、（一）1. where such marks count up; leave other paragraphs whole."""
    if one.kind != "body" or len(one.text) < 60:
        return [one]
    cuts: set[int] = set()
    for level, pattern in enumerate(_MARKS):
        found = [(match.start(), han_number(match[1])) for match in pattern.finditer(one.text)]
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
            cuts.update(start for start, _ in found)
    if not cuts:
        return [one]
    cuts.update(_title_cut(one.text, min(cut for cut in cuts)))
    cuts.update(_heading_cuts(one.text, sorted(cuts)))
    tail = re.search(r"[。；](中共[^。，；]{3,30}|[^。，；：\d]{4,24})(20\d\d年\d{1,2}月\d{1,2}日)$", one.text)
    if tail:
        cuts.update((tail.start(1), tail.start(2)))
    edges = sorted({0, len(one.text), *cuts})
    parts = [_cut(one, start, end) for start, end in itertools.pairwise(edges)]
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
        if match := re.match(
            r"[一二三四五六七八九十]+、[^，。；：]{2,14}?(?:情况|问题|隐患|措施|打算|不足|责任|武装|阵地)(?=[本今我按一近针]|20\d\d)",
            text[start:],
        ):
            found.append(start + match.end())
    return found
