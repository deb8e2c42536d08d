"""Characters that are probably wrong: one other character, alike in sound or shape, makes the sentence far likelier.

It warns where the word so made also stands beside words it keeps company with (词语搭配.txt), is known to be miswritten like this
(常用词误写), or is likelier by far; the rest is told as info. Words the lexicon (词典.txt) lacks may be held for wrong, so names,
quotes, the unit's own name and what stands more than once in the document have to clear a higher bar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import add

from lib.core.proofreading.divided import Divided, after_pun, goes_in, own_word, runs
from lib.core.proofreading.lexicon import ENDINGS, FREE, Lexicon, Swap
from lib.core.proofreading.paragraphs import Paragraph, couples
from lib.core.proofreading.registry import Hit, Reading, rule

# nats a sentence must gain; measured on clean texts, see tests/benchmarks/results/proofreading.md
KEPT = 3.8  # where the right word has company on one side more than what stands there
LOOSE = 2.0  # more where what stands there is a word that stands before anything: 向|党委, 的|三个
LISTED = 6.0  # where it is known to be miswritten like this
ALONE = 12.0  # where nothing else speaks for it
MARGIN = 9.0  # to be told at all
COMMONER = 1.5  # nats by which what stands there is commoner, so that one side does not do
DOUBLED = 8.5  # nats a sentence gains without one of two equal characters; dropping any character gains some
RESTORED = 12.0  # the same for a word that is not usual in such documents
DROPPED = 6.5  # nats a sentence gains by one more character that completes a word of four
STUMP = 4.0  # nats a sentence gains by the character that completes a word in its company
CUT_OFF = 1.5  # the same where a point follows
BOTH = 0.0  # the same with company on both sides
KNOWN = (0.0, 1.0, 1.5, 2.0)  # nats for a right word the document has elsewhere: never, once, twice, more
CERTAIN = 11.0  # above this the correction can be applied without asking
RARE = 4.0  # a word counted less than e to this may itself be the mistake
_KINDS = ("title", "heading", "body", "table", "addressee", "signature")
_RUN = re.compile(r"[一-龥]{2,}")
_LONG_RUN = re.compile(r"[一-龥]{4}")
_TWIN = re.compile(r"([一-龥])\1")
_QUOTED = re.compile(r"“[^”“]{1,30}”|「[^」]{1,30}」")
_NAME = re.compile(r"(?:人|长|书记|主任|同志|老师|校对|签发|[　\t])[：:　 ]*$")
_PREDICATES = frozenset("杂慢少多弱差低高散乱淡窄浅旧老小大虚浮松软难强快准实细紧广宽深重")  # 来源杂，节奏慢
_SUBJECTS = frozenset(["有人", "无人", "专人", "谁来", "人人"])  # 责任有人|担
_AFTER_VERB = frozenset("了着过得")
_POINTS = ("，", "。", "；", *"0123456789")
_SHORT = 4  # characters
_SELDOM = 1.5  # logarithm of the count of what is hardly a word
_NUMERALS = frozenset("一二两三四五六七八九十百千万几多")
_REPEATED = frozenset(
    "任盏张棵件桩盆棚天年月日夜岁季处步层代句颗阵串排块片双条个村镇校班组街巷遍次回趟页味道队"
)  # 一盏盏, 岁岁, 主任任组长
_PLACES = frozenset("省市州县区旗镇乡村")
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
    settled = {(run.paragraph.index, run.starts[0]): _settled(run) for run in runs(reading)}
    for one in reading.tree.paragraphs:
        if one.kind in _KINDS:
            yield from _in_paragraph(reading, lexicon, one, names, settled)


@rule(
    "R-W1",
    "易混词",
    level="warning",
    source="forms/words/易混词.yaml",
    hits=("依法⟦行驶⟧职权。", "及时⟦反应⟧问题。"),
    misses=("依法行使职权。", "及时反映问题。", "群众反应强烈。", "车辆文明行驶。"),
)
def confused_words(reading: Reading) -> Iterator[Hit]:
    """A right word where another, often mistaken for it, is at home: what stands beside it tells them apart."""
    lexicon, confused = reading.words.lexicon, reading.words.confused
    if lexicon is None or not confused:
        return
    for run in runs(reading):
        for at, found in enumerate(run.words):
            if rights := confused.get(found):
                start = run.starts[at]
                if right := _at_home(reading, run.paragraph, start, start + len(found), rights):
                    yield run.hit(at, len(found), f"“{found}”疑应为“{right}”，请核")


@rule(
    "R-W1",
    "罕用同音词",
    level="warning",
    source="forms/words/罕用同音词.yaml",
    hits=("水质⟦公式⟧每月更新1次。", "入选⟦名旦⟧及时公布。"),
    misses=("水质公示每月更新1次。", "讲解数学公式12条。", "“公式”一栏为空。", "公式编辑器用于编写公式。"),
)
def misplaced_words(reading: Reading) -> Iterator[Hit]:
    """A word that such texts hardly use, read like one they use all the time, and known beside neither of its neighbours."""
    misplaced = reading.words.misplaced
    for run in runs(reading) if misplaced else ():
        for at, found in enumerate(run.words):
            rights = misplaced.get(found)
            if not rights or run.known(at) or run.quoted(at) or run.counted(at) or found in reading.known.unit:
                continue
            if reading.count(found) == 1 and not reading.words.company.support(
                run.paragraph.bare, run.starts[at], run.starts[at] + len(found), found
            ):
                yield run.hit(at, len(found), f"“{found}”疑应为“{rights[0]}”，请核")


def _at_home(reading: Reading, one: Paragraph, start: int, end: int, rights: Sequence[str]) -> str:
    """Return the word that belongs where another stands; "" where that one keeps company there itself."""
    company, found = reading.words.company, one.text[start:end]
    against = company.support(one.text, start, end, found)
    if (
        found == "全院"
        and "院" in reading.known.unit
        or found in reading.known.unit
        or found in reading.tree.title
        or goes_in(one.text, start, found)
    ):
        return ""
    assert reading.words.lexicon is not None
    counts = reading.words.lexicon.counts
    unknown = against > 0 or (found not in company.before and found not in company.after)
    for right in rights:
        if against and counts.get(found, 0.0) > counts.get(right, 0.0) + COMMONER:
            continue
        both = unknown or counts.get(found, 0.0) > counts.get(right, 0.0) + COMMONER
        if company.support(one.text, start, end, right) >= max(2 if both else 1, against + 1):
            return right
    return ""


@rule(
    "R-W2",
    "疑似掉字",
    level="warning",
    source="forms/words/词典.txt",
    hits=("形成⟦齐抓管⟧的格局。", "做到⟦家喻晓⟧。", "努力做到⟦潜移默⟧，取得进展。"),
    misses=(
        "形成齐抓共管的格局。",
        "倡导红事新办、白事简办。",
        "落地见成效。",
        "抓好三会一课。",
        "牢牢把握正确舆论导向，唱响主旋律。",
    ),
)
def dropped_characters(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    dropped = lexicon.dropped if lexicon else {}
    for one in reading.tree.paragraphs if lexicon is not None else ():
        if one.kind not in _KINDS:
            continue
        for run in _RUN.finditer(one.plain):
            threes = map(add, couples(run[0]), run[0][2:])
            for at, rest in [(at, three) for at, three in enumerate(threes) if three in dropped]:
                word = dropped[rest]
                start = run.start() + at
                whole = at + 3 == len(run[0])
                if _holds_word(lexicon, rest, word) or word[1:] == rest and at or word[:3] == rest and not whole:
                    continue  # at the edge of a word the neighbour may be meant: 红|事新办
                usual = word in reading.words.company.words or word in reading.words.phrases
                needed = DROPPED if usual else RESTORED
                if (
                    one.text[start + 3 : start + 4].isdigit()
                    or lexicon.counts.get(one.text[start + 2 : start + 4], 0.0) >= RARE
                ):
                    continue  # 积分超|5万分, 舆论|导向
                if after_pun(one.text, start):
                    continue
                if reading.words.company.support(one.text, start, start + 3, word):
                    needed = BOTH
                if lexicon.better(one.plain, start, start + 3, word) >= needed:
                    found = one.text[start : start + 3]
                    if reading.count(found) == 1:
                        yield Hit(one, start, start + 3, f"“{found}”疑为“{word}”掉字，请核")


def _holds_word(lexicon: Lexicon, found: str, word: str) -> bool:
    """True where a usual word stands in what was found that is no part of the longer one: 消防|员, 风气|正; or a number."""
    if _NUMERALS.intersection(found) or word.endswith("儿"):
        return True
    return any(lexicon.counts.get(pair, 0.0) >= RARE and pair not in word for pair in (found[:2], found[1:]))


@rule(
    "R-W2",
    "词里疑似掉字",
    level="warning",
    source="forms/words/词语搭配.txt",
    hits=(
        "逐项明确⟦责人⟧和完成时限。",
        "做好⟦矛⟧纠纷化解。",
        "开展⟦志⟧服务活动。",
        "发挥党员先锋⟦模⟧作用。",
        "加强⟦舆⟧引导。",
        "签订⟦责书⟧30份。",
        "提供坚强思想⟦保⟧。",
    ),
    misses=(
        "逐项明确责任人和完成时限。",
        "把理论学进晒场。",
        "书记负总责。",
        "由文旅局牵头。",
        "加强队伍建设，做好群里的工作。",
    ),
)
def stumps(reading: Reading) -> Iterator[Hit]:
    """One character is left of a word, or two of three, between words that keep the whole word company."""
    lexicon = reading.words.lexicon
    known = reading.words.stumps
    for run in runs(reading) if lexicon is not None else ():
        size = run.starts[-1] + len(run.words[-1]) - run.starts[0]
        places = [
            (start, start + len(word))
            for start, word in zip(run.starts, run.words, strict=True)
            if len(word) == 1 or len(word) == 2 and word in known and lexicon.counts[word] < _SELDOM
        ]
        if size <= _SHORT and places and places[0] == (run.starts[0], run.starts[0] + 1):
            del places[0]  # 压责任、抓学习: a verb of one character and its object
        pieces = [(start, end) for start, end in places if end - start == 1]
        pieces += [(start, later) for (start, end), (_, later) in pairwise(pieces) if later == end + 1]
        pieces += [(start, end) for start, end in places if end - start == 2]
        for start, end in pieces:
            if run.paragraph.bare[start:end] in known and (hit := _whole(reading, lexicon, run.paragraph, start, end)):
                yield hit


def _whole(reading: Reading, lexicon: Lexicon, one: Paragraph, start: int, end: int) -> Hit | None:
    """Return a hit where the rest of a word stands in its company; what keeps company itself is left alone."""
    found, company = one.bare[start:end], reading.words.company
    words = reading.words.stumps.get(found)
    if not words or _stands_alone(reading, one, start, end):
        return None
    left, right = company.expected(one.bare, start, end)
    sides = Counter(word for side in (left, right) for word in frozenset().union(*(words & known for known in side)))
    best = max(
        ((count, lexicon.better(one.bare, start, end, word), word) for word, count in sides.items()), default=None
    )
    if not best or company.support(one.bare, start, end, found):
        return None
    count, gain, word = best
    needed = BOTH if count == 2 or len(found) == 2 else STUMP
    if (
        len(found) == 1
        and one.bare[end : end + 1] in _POINTS
        and found not in _PREDICATES
        and _LONG_RUN.fullmatch(one.bare, max(start - _SHORT, 0), start)
    ):
        needed = min(needed, CUT_OFF)
    if found in lexicon.alone or found in ENDINGS:
        needed = STUMP if count == 2 else ALONE
    return Hit(one, start, end, f"“{found}”疑为“{word}”掉字，请核") if gain >= needed else None


def _stands_alone(reading: Reading, one: Paragraph, start: int, end: int) -> bool:
    """True for a character that needs no other here: a verb before its aspect, a predicate, a measure word."""
    found, after = one.bare[start:end], one.bare[end : end + 1]
    return (
        after in _AFTER_VERB
        or found in _PREDICATES
        and (after in ("的", "等", *_POINTS))  # 防骗意识弱的老人, 更新慢等问题
        or one.bare[start - 1 : start].isdigit()  # 5支|志愿服务队
        or one.bare[max(start - 2, 0) : start] in _SUBJECTS
        or found in reading.known.unit
        or after_pun(one.text, start)
        or one.text.rfind("“", max(start - 12, 0), start) > one.text.rfind("”", max(start - 12, 0), start)  # a slogan
    )


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
        "灯一盏盏灭了，给老楼楼梯装扶手。",
        "主任任副组长。",
        "工作作风好转。",
    ),
)
def doubled_characters(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    for one, match in reading.search(_TWIN, view="bare") if lexicon else ():
        start, end = match.span()
        if match[1] in FREE or match[1] in _REPEATED or one.bare[start - 1 : start] == "一":
            continue
        if (
            one.bare[start - 2 : start - 1] == one.bare[start - 1 : start]
            or one.bare[end : end + 1] == one.bare[end + 1 : end + 2]
        ):
            continue  # 沟沟峁峁
        if lexicon.counts.get(match[1], 0.0) < RARE or one.bare[end : end + 1] in tuple("有都皆"):
            continue  # 粑粑, 群群有人管
        if lexicon.counts.get(one.bare[start + 1 : start + 3], 0.0) > RARE:
            continue  # two words that meet: 老楼|楼梯
        known = match[0] in lexicon.counts or match[0] in reading.words.repeats
        bar = DOUBLED + (7.0 if known else 0.0)
        if lexicon.better(one.bare, start, end, match[1]) >= bar:
            yield Hit(one, start, end, f"“{match[0]}”疑多一个“{match[1]}”，请核", suggestion=None)


def _in_paragraph(
    reading: Reading,
    lexicon: Lexicon,
    one: Paragraph,
    names: set[str],
    settled: Mapping[tuple[int, int], Sequence[bool]],
) -> Iterator[Hit]:
    quotes = [match.span() for match in _QUOTED.finditer(one.text)]
    for run in _RUN.finditer(one.bare):
        last = -1
        for swap in lexicon.swaps(run[0], rare=RARE, settled=settled.get((one.index, run.start()), ())):
            if swap.start <= last:
                continue
            if swap.gain + KNOWN[-1] < KEPT:
                continue
            start, end = run.start() + swap.start, run.start() + swap.start + len(swap.word)
            found = one.text[start:end]
            at = swap.place - swap.start
            if (
                own_word(reading.known.unit, found[:2])
                or found[:2] in names
                or found in reading.words.allowed
                or one.bare[start - 1 : start].isdigit()
            ):
                continue  # 12批|赴
            if len(found) == 2 and (
                found[0] in "我全本" or found[0] in "只都就还" and one.bare[end : end + 1] in ("了", "过")
            ):
                continue  # 我园, 全园: what a unit calls itself; 只定|了
            if len(found) > 2 and found[at] in FREE and found.replace(found[at], "", 1) in lexicon.counts:
                continue  # 登记|不, 向|党委
            if len(found) > 2 and found[-1] == swap.word[-1] and found[-1] in _PLACES:
                continue  # one place is not another: 江岭县, 江陵县
            needed = _needed(reading, one, start, end, swap.word)
            if swap.gain + KNOWN[-1] < min(needed, MARGIN):
                continue
            score = swap.gain + KNOWN[min(reading.count(swap.word), 3)] - _doubt(reading, one, run, swap, quotes)
            if score < min(needed, MARGIN):
                continue
            last = swap.start + len(swap.word) - 1
            message = f"“{found}”疑为“{swap.word}”（{swap.how}），请核"
            sure = swap.word if swap.gain >= CERTAIN else None
            yield Hit(one, start, end, message, None if score >= needed else "info", sure)


def _settled(run: Divided) -> list[bool]:
    """Tell of each word of a run whether it is known beside one of its neighbours (词对.txt), and so was meant."""
    return [before > 0 or after > 0 for before, after in pairwise(run.joined)]


def _needed(reading: Reading, one: Paragraph, start: int, end: int, word: str) -> float:
    """Return how many nats make a warning, by what else speaks for the word."""
    company, found = reading.words.company, one.text[start:end]
    against = company.support(one.text, start, end, found)
    sides = company.support(one.text, start, end, word) - against
    if sides > 0:
        loose = sides == 1 and any(a in FREE and a != b for a, b in zip(found, word, strict=True))
        return KEPT + (LOOSE if loose else 0.0)
    return LISTED if not against and found in reading.words.miswritten.get(word, ()) else ALONE


def _doubt(reading: Reading, one: Paragraph, run: re.Match[str], swap: Swap, quotes: list[tuple[int, int]]) -> float:
    """What the surroundings say for the characters as they stand (nats)."""
    place = run.start() + swap.place
    found = run[0][swap.start : swap.start + len(swap.word)]
    doubt = 0.0
    if any(start < place < end for start, end in quotes):
        doubt += 8.0 if len(swap.word) < 4 else 14.0  # inside quotes puns are meant: 食话实说
    if len(run[0]) <= 4 and _NAME.search(one.text[: run.start()]):
        doubt += 20.0
    if _PLACE.match(run[0], swap.place + 1) and len(swap.word) == 2:
        doubt += 2.0
    if reading.count(found) > 1:
        doubt += 3.0
    return doubt
