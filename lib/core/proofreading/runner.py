"""Run the registered rules over a document and hand back findings with exact places; also corrections and fingerprints."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from lib.core.model import LEVEL_NAMES, Finding, Level
from lib.core.proofreading.context import Context
from lib.core.proofreading.registry import RULES, Hit, Reading, Rule
from lib.core.proofreading.tree import Source, Tree, line_starts, read_tree
from lib.core.proofreading.words import WordLists

_RANK: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
_TWINS = (
    "R-W",
    "R-S",
    "R-G1",
    "R-N1",
    "R-D1",
)  # families that look at the same characters: the first finding stands for all

_COUNTS = ("R-C3", "R-C4", "R-C6")  # told once, however many of their functions see it
_OF_WORDS = ("R-W", "R-S", "R-G1")  # families an office's 放行 speaks for


def proofread(
    source: str | Sequence[Source],
    *,
    context: Context | None = None,
    words: WordLists,
    previous: Sequence[str] = (),
    ignored: Collection[str] = (),
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Read a text, or a Word file's paragraphs, and return what is to be mended, in order of place.

    Places are code points in the whole text for a str, in the source paragraph for a sequence (DESIGN §4).
    Rules whose context is missing give one info finding 未核 each family. `ignored` holds fingerprints.
    """
    reading = Reading(read_tree(source), words, context, previous)
    starts = line_starts(source) if isinstance(source, str) else None
    findings: list[Finding] = []
    unchecked: dict[str, list[Rule]] = {}
    for one in RULES if rules is None else rules:
        if one.needs == "context" and context is None or one.needs == "previous" and not previous:
            unchecked.setdefault(one.needs, []).append(one)
        if one.needs == "previous" and not previous:
            continue
        hits = one.check(reading)
        if one.id.startswith(_OF_WORDS):
            hits = (hit for hit in hits if not words.allows(hit.paragraph.text, hit.start, hit.end))
        found = [_finding(one, hit, starts) for hit in hits]
        findings.extend(_weaker(found) if one.needs == "context" and context is None else found)
    findings = _distinct(sorted((one for one in findings if not _of_breaks(one, source)), key=_order))
    if context and context.values:
        findings = _with_fields(findings, reading.tree, context, starts)
    if ignored:
        findings = [one for one in findings if not ignored_by(one, source, ignored)]
    return findings + [_unchecked(needs, group) for needs, group in unchecked.items() if rules is None]


def proofread_text(
    text: str, words: WordLists, *, context: Context | None = None, previous: str = "", ignored: Collection[str] = ()
) -> list[Finding]:
    """Read a plain text; `previous` is last period's text."""
    return proofread(
        text,
        context=context,
        words=words,
        previous=[line for line in previous.split("\n") if line.strip()],
        ignored=ignored,
    )


def correct(text: str, findings: Iterable[Finding]) -> str:
    """Apply the certain corrections to a plain text; of two that overlap the first stands."""
    done = len(text) + 1
    for one in sorted((one for one in findings if applicable(one)), key=lambda f: (-(f.start or 0), -(f.end or 0))):
        if one.end is not None and one.start is not None and one.end <= done:
            text = text[: one.start] + (one.suggestion or "") + text[one.end :]
            done = one.start
    return text


def correct_paragraphs(texts: Sequence[str], findings: Iterable[Finding]) -> list[str]:
    """Apply the certain corrections of a Word file's findings to its paragraphs' texts."""
    groups: dict[int, list[Finding]] = {}
    for one in findings:
        if one.paragraph is not None:
            groups.setdefault(one.paragraph, []).append(one)
    return [correct(text, groups.get(index, ())) for index, text in enumerate(texts)]


def applicable(finding: Finding) -> bool:
    """True for a finding that carries a certain correction."""
    return finding.suggestion is not None and finding.start is not None and finding.end is not None


def fingerprint(finding: Finding, text: str | Sequence[str] | Sequence[Source], *, wide: bool = False) -> str:
    """Name a finding by rule and words, not by place: kept, it is ignored again after the text has moved.

    `wide` leaves the neighbouring characters out: “always in this unit”. `text` is the whole text, or the paragraphs.
    """
    home = _home(finding, text)
    start, end = finding.start or 0, finding.end or 0
    near = "" if wide else re.sub(r"\s", "", home[max(start - 8, 0) : start] + "|" + home[end : end + 8])
    return hashlib.sha256("\n".join((finding.rule, home[start:end], near)).encode("utf-8", "replace")).hexdigest()[:16]


def ignored_by(finding: Finding, text: str | Sequence[str] | Sequence[Source], ignored: Collection[str]) -> bool:
    return any(fingerprint(finding, text, wide=wide) in ignored for wide in (False, True))


HEADINGS = ("序号", "级别", "规则", "段落", "原文", "问题", "建议改为")


def rows(findings: Iterable[Finding], text: str | Sequence[str] | Sequence[Source]) -> list[tuple[str, ...]]:
    """Return the findings as rows under HEADINGS, for a workbook or a table on the screen."""
    starts = line_starts(text) if isinstance(text, str) else None
    found = []
    for count, one in enumerate(findings, 1):
        paragraph = one.paragraph
        if paragraph is None and starts and one.start is not None:
            paragraph = bisect_right(starts, one.start) - 1
        words = _home(one, text)[one.start : one.end] if one.start is not None else ""
        place = f"第{paragraph + 1}段" if paragraph is not None else "全文"
        found.append((str(count), LEVEL_NAMES[one.level], one.rule, place, words, one.message, one.suggestion or ""))
    return found


def _home(finding: Finding, text: str | Sequence[str] | Sequence[Source]) -> str:
    if isinstance(text, str):
        return text
    if finding.paragraph is None or finding.paragraph >= len(text):
        return ""
    home = text[finding.paragraph]
    return home if isinstance(home, str) else home.text


def _of_breaks(one: Finding, source: str | Sequence[Source]) -> bool:
    """True for a finding on nothing but line or page breaks, which stand in a Word paragraph's text as spaces."""
    if isinstance(source, str) or one.paragraph is None or one.start is None or not one.end:
        return False
    breaks = source[one.paragraph].breaks if one.paragraph < len(source) else frozenset()
    return bool(breaks) and breaks.issuperset(range(one.start, one.end))


def _finding(one: Rule, hit: Hit, starts: Sequence[int] | None) -> Finding:
    level = hit.level or one.level
    source, start = hit.paragraph.place(hit.start)
    last = hit.until or hit.paragraph
    source_end, end = last.place(max(hit.end - 1, 0))
    end += 1 if hit.end else 0
    if starts is not None:
        return Finding(
            one.id, level, hit.message, None, source, starts[source] + start, starts[source_end] + end, hit.suggestion
        )
    if source_end != source:
        source_end, end = source, start + max(len(hit.paragraph.text) - hit.start, 1)
        spill = [piece for piece in hit.paragraph.pieces if piece[1] != source]
        end = start + (spill[0][0] - hit.start if spill else len(hit.paragraph.text) - hit.start)
        return Finding(one.id, level, hit.message, None, source, start, end, None)
    return Finding(one.id, level, hit.message, None, source, start, end, hit.suggestion)


def _order(one: Finding) -> tuple[int, int, int, int, str]:
    return (one.paragraph or 0, one.start or 0, _RANK[one.level], -(one.end or 0), one.rule)


def _weaker(findings: Iterable[Finding]) -> list[Finding]:
    """Against the title alone nothing is proved: errors become warnings."""
    return [replace(one, level="warning") if one.level == "error" else one for one in findings]


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Drop exact repeats, and within word families whatever overlaps a finding of the same or a higher level."""
    kept: list[Finding] = []
    for one in findings:
        rivals = [other for other in kept[-12:] if other.paragraph == one.paragraph and _overlap(other, one)]
        if any(_told_already(other, one) for other in rivals):
            continue
        twins = [other for other in rivals if one.rule.startswith(_TWINS) and other.rule.startswith(_TWINS)]
        if any(_RANK[other.level] <= _RANK[one.level] for other in twins):
            continue
        if twins:
            kept[-12:] = [other for other in kept[-12:] if other not in twins]
        kept.append(one)
    return kept


def _told_already(other: Finding, one: Finding) -> bool:
    """True for the same place, and for counts that another function of the rule has held against each other to the same end."""
    if other.rule != one.rule:
        return False
    return (other.start, other.end) == (one.start, one.end) or one.rule in _COUNTS and other.end == one.end


def _overlap(one: Finding, other: Finding) -> bool:
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)


def _unchecked(needs: str, group: Sequence[Rule]) -> Finding:
    ids = "、".join(sorted({one.id for one in group}))
    why = {"context": "没有给出文种、单位和报告期，只按标题自查", "previous": "没有上期文稿可比"}[needs]
    return Finding(group[0].id, "info", f"未核：{why}（{ids}）")


def _with_fields(
    findings: Sequence[Finding], tree: Tree, context: Context, starts: Sequence[int] | None
) -> list[Finding]:
    """Name the form's field behind each finding: the shortest worded value that covers its place."""
    spans: list[tuple[int, int, int, str]] = []
    for name, words in context.values.items():
        for index, source in enumerate(tree.sources):
            offset = starts[index] if starts is not None else 0
            position = source.text.find(words) if len(words) > 1 else -1
            while position >= 0:
                spans.append((index, offset + position, offset + position + len(words), name))
                position = source.text.find(words, position + 1)
    found = []
    for one in findings:
        covers = [
            (end - start, name)
            for index, start, end, name in spans
            if one.field is None and one.start is not None and index == one.paragraph and start <= one.start < end
        ]
        found.append(replace(one, field=min(covers)[1]) if covers else one)
    return found
