"""Characters that are probably wrong: one other character, alike in sound or shape, makes the sentence far likelier. Only warns.

No list of wrong words is needed; what is needed is a lexicon with counts (forms/words/词典.txt). Words it lacks may be held
for wrong, so names, quotes, the unit's own name and what stands more than once in the document have to clear a higher bar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.lexicon import FREE, Lexicon, Swap
from lib.core.proofreading.paragraphs import Paragraph
from lib.core.proofreading.registry import Hit, Reading, rule

MARGIN = 5.5  # nats; measured on clean texts, see tests/benchmarks/results/proofreading.md
DOUBLED = 8.5  # nats a sentence gains without one of two equal characters; dropping any character gains some
DROPPED = 6.5  # nats a sentence gains by one more character that completes a word of four
KNOWN = (0.0, 1.0, 1.5, 2.0)  # nats for a right word the document has elsewhere: never, once, twice, more
CERTAIN = 11.0  # above this the correction can be applied without asking
RARE = 4.0  # a word counted less than e to this may itself be the mistake
_KINDS = ("title", "heading", "body", "table")
_RUN = re.compile(r"[一-龥]{2,}")
_TWIN = re.compile(r"([一-龥])\1")
_QUOTED = re.compile(r"“[^”“]{1,30}”|「[^」]{1,30}」")
_NAME = re.compile(r"(?:人|长|书记|主任|同志|老师|校对|签发|[　\t])[：:　 ]*$")
_PLACE = re.compile(r"[一-龥]?(?:[乡镇村县区路屯寨庄组湾河山桥湖塘]|街道|社区)")


@rule(
    "R-W1",
    "疑似错别字",
    level="warning",
    source="forms/words/词典.txt",
    hits=(
        "及时⟦回应关且⟧，做好解释工作。",
        "进一步改进工作⟦作丰⟧，提高服务水平。",
        "形成党政⟦齐抓公管⟧的格局。",
        "对宣传栏开展拉网式⟦排察⟧。",
        "组织青年党员参加⟦新闻写做⟧培训。",
    ),
    misses=(
        "及时回应关切，做好解释工作。",
        "依托“食话实说”栏目开展宣传。",
        "石桥镇双河村开展文明实践活动。",
        "坚持读原著、学原文、悟原理，做到慎终如始。",
        "述职人：陈立",
    ),
)
def unlikely_characters(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    if lexicon is None:
        return
    unit = reading.known.unit
    names = {unit[at : at + 2] for at in range(len(unit) - 1)}
    for one in reading.tree.paragraphs:
        if one.kind in _KINDS:
            yield from _in_paragraph(reading, lexicon, one, names)


@rule(
    "R-W2",
    "疑似掉字",
    level="warning",
    source="forms/words/词典.txt",
    hits=("形成⟦齐抓管⟧的格局。", "做到⟦家喻晓⟧。", "努力做到⟦潜移默⟧，取得进展。"),
    misses=("形成齐抓共管的格局。", "倡导红事新办、白事简办。", "落地见成效。", "抓好三会一课。"),
)
def dropped_characters(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    for one in reading.tree.paragraphs if lexicon is not None else ():
        if one.kind not in _KINDS:
            continue
        for run in _RUN.finditer(one.plain):
            for at in range(len(run[0]) - 2):
                word = lexicon.dropped.get(run[0][at : at + 3])
                start = run.start() + at
                whole = at + 3 == len(run[0])
                if not word or word[1:] == run[0][at : at + 3] and at or word[:3] == run[0][at : at + 3] and not whole:
                    continue  # at the edge of a word the neighbour may be meant: 红|事新办
                if lexicon.better(one.plain, start, start + 3, word) >= DROPPED:
                    found = one.text[start : start + 3]
                    if reading.count(found) == 1:
                        yield Hit(one, start, start + 3, f"“{found}”疑为“{word}”掉字，请核")


@rule(
    "R-G1",
    "疑似叠字",
    level="warning",
    source="forms/words/词典.txt",
    hits=("劝阻⟦大操大办办酒席⟧4起。", "组织⟦党员员集中学习⟧。", "做到⟦家喻户户晓⟧。"),
    misses=(
        "深入学习习近平总书记重要讲话。",
        "一步步推进，人人参与，户户受益。",
        "公开办事事项。",
        "为了了解情况，走访村民。",
        "工作作风好转。",
    ),
)
def doubled_characters(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    for one, match in reading.search(_TWIN, view="bare") if lexicon else ():
        if match[1] in FREE:
            continue
        start, end = match.span()
        known = match[0] in lexicon.counts or match[0] in reading.words.repeats
        bar = DOUBLED + (7.0 if known else 0.0)
        if lexicon.better(one.bare, start, end, match[1]) >= bar:
            yield Hit(one, start, end, f"“{match[0]}”疑多一个“{match[1]}”，请核", suggestion=None)


def _in_paragraph(reading: Reading, lexicon: Lexicon, one: Paragraph, names: set[str]) -> Iterator[Hit]:
    quotes = [match.span() for match in _QUOTED.finditer(one.text)]
    for run in _RUN.finditer(one.bare):
        last = -1
        for swap in lexicon.swaps(run[0], rare=RARE):
            if swap.gain < MARGIN - KNOWN[-1] or swap.start <= last:
                continue
            start, end = run.start() + swap.start, run.start() + swap.start + len(swap.word)
            found = one.text[start:end]
            if found[:2] in names or found in reading.words.allowed:
                continue
            score = swap.gain + KNOWN[min(reading.count(swap.word), 3)] - _doubt(reading, one, run, swap, quotes)
            if score < MARGIN:
                continue
            last = swap.start + len(swap.word) - 1
            message = f"“{found}”疑为“{swap.word}”（{swap.how}），请核"
            yield Hit(one, start, end, message, suggestion=swap.word if swap.gain >= CERTAIN else None)


def _doubt(reading: Reading, one: Paragraph, run: re.Match[str], swap: Swap, quotes: list[tuple[int, int]]) -> float:
    """What the surroundings say for the characters as they stand (nats)."""
    place = run.start() + swap.place
    found = run[0][swap.start : swap.start + len(swap.word)]
    doubt = 0.0
    if any(start < place < end for start, end in quotes):
        doubt += 3.0 if len(swap.word) < 4 else 14.0  # inside quotes puns are meant: 食话实说
    if len(run[0]) <= 4 and _NAME.search(one.text[: run.start()]):
        doubt += 20.0
    if _PLACE.match(run[0], swap.place + 1) and len(swap.word) == 2:
        doubt += 2.0
    if reading.count(found) > 1:
        doubt += 3.0
    return doubt
