"""Slips of the input method: a right word nobody would put here, a character that breaks a word, a small word for another.

What stands beside a word tells: which words are used together (词对.txt). The bars were set on clean texts, see
tests/benchmarks/results/proofreading.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lib.core.proofreading.divided import FOURFOLD, SURNAMES, Divided, divided, goes_in, own_word
from lib.core.proofreading.lexicon import FREE, LONGEST, Lexicon
from lib.core.proofreading.pairs import Pairs
from lib.core.proofreading.registry import Hit, Reading, rule

_NEVER = -99.0
# what speaks for a word of the same sound, by logistic regression on 320 such slips and 200 000 clean characters
_WITH_WORD, _WITH_CHARACTER, _STRANGER, _USUAL, _BASE = 1.4, 0.5, 1.5, 0.2, -2.0
_SAME_SOUND, _RARE_SOUND = -3.0, -2.0  # where the other word is the commoner one, and where it isn't
_RARER = 2.0  # more for each e that the right word is rarer than what stands there
_OFTEN = -9.0  # and for each e that it is commoner than this
_SEEN = -11.6  # logarithm of how often a word stands that such texts do use
_ORDINARY, _UNTOLD = 6.5, 3.0  # more for a word of everyday that isn't known to be mistaken for the other (易混词.yaml)
_AGAIN = 3.0  # more where the document has it more than once
_COMMON = -11.0  # a word that stands so often is no slip by itself
# nats a sentence gains by one other character: beside words the right one is known with, beside strangers, where the wrong one is
_KNOWN, _STRANGE, _AGAINST = 10.0, 11.0, 12.0
_LIKE_SHAPE = -2.0  # less where the two are alike in shape: strangers of that kind are fewer
_NEARLY = 2.0  # more where the sound is only nearly the same
_LONGER = 4.0  # enough for a word of three or four characters
_WORDS = 10.0  # for an idiom, where its pieces are known together: 承前|起后
_HOLDS = 6.0  # more where one of three often stands alone: 女|主任, 一站|是
_ONE_WORD = 10.0  # for what is a word itself, if a rare one
_CERTAIN = 12.0  # above this, beside a word it is known with, the correction can be applied without asking
_SMALL_WORD = 6.0
_ACROSS, _FEWER, _WEAK = (
    9.0,
    5.0,
    3.0,
)  # the same for two characters of different words; more where one piece stays alone
_TURNED, _TURNED_AGAINST, _TURNED_STRANGE = 8.0, 4.0, 2.0  # nats a sentence gains by two characters in the right order
_SMALL_WORDS = (
    "以已 在再 的地得 做作 即既 须需 那哪 象像 于与予 由有 使是 队对 及急 把吧 带戴 坐座 支只 名明 向项 次此 其期 位为 到道 和合 会汇 进近 成呈"
).split()
_PLACED = frozenset("里内外前后间中")  # 教学周里
_OURS = frozenset("我全本")  # 我园, 全园: what a unit calls itself
_NUMERALS = frozenset("一二三四五六七八九十百千万两")
_MANY = ("多", "少")
_MANY_BEFORE = re.compile("的[多少][、，][^，。；、]{1,8}$")
_MISTAKEN = {char: group.replace(char, "") for group in _SMALL_WORDS for char in group}


@rule(
    "R-W1",
    "同音词",
    level="warning",
    source="forms/words/词对.txt",
    hits=(
        "逐项明确责任人和整改⟦实现⟧。",
        "党委会专题⟦烟酒⟧意识形态工作两次。",
        "引导居民⟦自绝⟧抵制高额彩礼。",
        "聚焦基层治理能力和⟦水瓶⟧提升，举办培训班三期。",
    ),
    misses=(
        "逐项明确责任人和整改时限。",
        "整治违规烟酒消费。",
        "实现村村全覆盖。",
        "为老人发放保温水瓶20个。",
        "把思政课讲到学生心里。",
        "实播24次，受到学生喜爱。",
        "容易先在网上吐槽。",
        "小广告屡清屡现。",
        "原因是学校只定了群规。",
    ),
)
def same_sound(reading: Reading) -> Iterator[Hit]:
    pairs, lexicon = reading.words.pairs, reading.words.lexicon
    for run in divided(reading):
        for at, word in enumerate(run.words):
            if len(word) != 2 or run.known(at) or word in reading.words.allowed or word in reading.known.unit:
                continue
            if (
                run.quoted(at)
                or run.counted(at)
                or run.alternates(at)
                or word[0] in _OURS
                or goes_in(run.paragraph.bare, run.starts[at], word)
                or word[0] == "逐"
                or own_word(reading.known.unit, word)
            ):
                continue
            if _fits(run, at, word):
                continue
            before, after = run.beside(at, at + 1)
            beside = pairs.row(before) if before else {}
            known = (
                other for other in pairs.homophones(word) if other in beside or after and pairs.follows(other, after)
            )
            others = ((_speaks(pairs, before, other, after), other) for other in known)
            score, right = max(others, default=(_NEVER, ""))
            often = pairs.often(word)
            base = _SAME_SOUND if pairs.often(right) >= often else _RARE_SOUND
            needed = base + max(often - pairs.often(right), 0.0) * _RARER + max(often - _OFTEN, 0.0)
            if (
                lexicon
                and (lexicon.counts.get(word, 0.0) >= _ORDINARY or often > _SEEN)
                and right not in reading.words.confused.get(word, ())
            ):
                needed += _UNTOLD
            if score >= needed + (_AGAIN if reading.count(word) > 1 else 0.0) and not _named(run, at):
                yield run.hit(at, 2, f"“{word}”疑为“{right}”（同音），请核")


_ACTUAL = frozenset("实应")  # 实播24次, 应到58人
_GIVEN = re.compile(
    r"[^，。；]{0,12}(?:喜爱|喜欢|欢迎|好评|表扬|表彰|处分|影响|关注|教育|启发|感染|尊敬|青睐|赞扬|肯定|重视|称赞|一致|警告|处理|损失)"
)

_HANDED = re.compile(r"[^，。；]{0,14}(?:\d|捐|赠|来信|来稿|投稿|感谢信|锦旗|报名|反馈|留言|建议|线索|回执|请柬)")


def _fits(run: Divided, at: int, word: str) -> bool:
    """True for words that are right where no pair tells: before a figure, with its object further on, two small words."""
    text, end = run.paragraph.bare, run.starts[at] + len(word)
    if FOURFOLD.fullmatch(text[max(end - 4, 0) : end]):
        return True  # 以赛|代训
    if word[0] in _ACTUAL and text[end : end + 1].isdigit() or word == "受到" and _GIVEN.match(text, end):
        return True
    small = word[0] in "先多常只正就都还"
    if word == "收到" and _HANDED.match(text, end):
        return True
    return small and (word[1] in "在到从对向把给" or text[end : end + 1] in ("了", "过", "着"))  # 只定|了


def _speaks(pairs: Pairs, before: str | None, word: str, after: str | None) -> float:
    """Tell what speaks for a word between two others (logits); never where neither is known beside it."""
    score, known = _BASE + _USUAL * pairs.often(word), False
    for other, strength in ((before, pairs.strength(before, word)), (after, pairs.strength(word, after))):
        known = known or strength > 0
        if other and len(other) > 1:
            score += _WITH_WORD * strength if strength else _STRANGER
        else:
            score += _WITH_CHARACTER * strength
    return score if known else _NEVER


@rule(
    "R-W1",
    "前后不成词，疑似错字",
    level="warning",
    source="forms/words/词对.txt",
    hits=(
        "这起纠纷终于⟦得已⟧化解。",
        "全镇⟦己经⟧建成文明实践站14个。",
        "掌握帮扶对象的⟦候续⟧情况。",
        "防震疏散⟦演连⟧两次。",
        "切实减轻基层⟦负坦⟧。",
    ),
    misses=("小区新建充电桩24个。", "不得已而为之。", "得以化解。", "依托“食话实说”栏目开展宣传。"),
)
def wrong_character(reading: Reading) -> Iterator[Hit]:
    """Characters in a row that make no sense, and do with one of them changed for one alike in sound or shape."""
    pairs, lexicon = reading.words.pairs, reading.words.lexicon
    for run in divided(reading) if lexicon else ():
        last = -1
        usual = [len(word) > 1 and pairs.often(word) > _COMMON for word in run.words]
        for at, word in enumerate(run.words):
            for size, found in _strange(run.words, usual, at):
                if (
                    run.starts[at] <= last
                    or len(found) == LONGEST
                    and size > 1
                    and all(run.joined[at + 1 : at + size])
                    or not pairs.mended(found)
                    or run.counted(at)
                    or len(found) < 4
                    and _named(run, at)
                    or len(found) == 2
                    and (
                        own_word(reading.known.unit, found)
                        or found[0] in _OURS
                        or found[1] in _PLACED
                        or run.alternates(at)
                        or _fits(run, at, found)
                    )
                ):
                    continue
                if size == 2 and len(word) == 1 and at == 0 and len(run.words) == 2:
                    continue  # 搭|舞台: a verb and its object alone
                right, sure = _mended(pairs, lexicon, run, at, size)
                if not right or _NUMERALS.intersection(found) or run.quoted(at):
                    continue
                if reading.count(found) == 1 and found not in reading.known.unit and found not in reading.words.allowed:
                    last = run.starts[at] + len(found) - 1
                    yield run.hit(at, len(found), f"“{found}”疑为“{right}”，请核", right if sure else None)


_PERSON = re.compile(
    "(?:书记|主任|委员|校长|局长|所长|站长|院长|园长|科长|股长|处长|镇长|乡长|经理|教师|老师|同志|讲师|医生|代表)"
    rf"[{SURNAMES.replace('任', '')}][\u4e00-\u9fff]?$"
)


def _named(run: Divided, at: int) -> bool:
    """True for a person's name after what the person is."""
    start = run.starts[at]
    return bool(_PERSON.search(run.paragraph.bare[max(start - 6, 0) : start + 1]))


def _strange(words: Sequence[str], usual: Sequence[bool], at: int) -> Iterator[tuple[int, str]]:
    """Yield how many words from a place on, and what they are together, that may be one word with a mistake.

    Four characters always may; fewer where not all the words are usual, nor a usual one stands beside one that goes with any.
    """
    found, some, every, free = "", False, True, False
    for size, (word, known) in enumerate(zip(words[at : at + LONGEST], usual[at : at + LONGEST], strict=True), 1):
        found += word
        if len(found) > LONGEST:
            return
        some, every, free = some or known, every and known, free or word in FREE
        odd = not every and not free if some else size > 1 or len(word) > 1
        if len(found) == LONGEST or odd and len(found) > 1:
            yield size, found


def _mended(pairs: Pairs, lexicon: Lexicon, run: Divided, at: int, size: int) -> tuple[str, bool]:
    """Return the word that some words in a row were meant to be, "" where nothing speaks for one; and whether that is sure."""
    parts = run.words[at : at + size]
    found = "".join(parts)
    made = pairs.mended(found)
    if not made:
        return "", False
    before, after = run.beside(at, at + size)
    against = run.known(at, size)
    loose = len(found) == 3 and any(part in lexicon.alone for part in parts)
    old = pairs.likely((before, *parts, after))
    best, gained, sure = "", 0.0, False
    for other, how in made:
        gain = pairs.likely((before, other, after)) - old
        known = bool(pairs.strength(before, other) or pairs.strength(other, after))
        needed = _needed(len(found), size, how, known=known, against=against) + (_HOLDS if loose else 0.0)
        if gain > gained and gain >= needed:
            best, gained, sure = other, gain, known and not against and gain >= _CERTAIN
    return best, sure


def _needed(length: int, size: int, how: str, *, known: bool, against: bool) -> float:
    if size == 1:
        return _ONE_WORD if known and not against else -_NEVER
    if length == LONGEST and against:
        return _WORDS
    if length > 2:
        return _LONGER + (_LONGER if against and length == 3 else 0.0)
    bar = _AGAINST if against else _KNOWN if known else _STRANGE
    return (
        bar
        + (_NEARLY if how == "近音" else 0.0)
        + (_LIKE_SHAPE if how == "形近" and not (known and not against) else 0.0)
    )


@rule(
    "R-W1",
    "前后字颠倒",
    level="warning",
    source="forms/words/词对.txt",
    hits=("发现苗头⟦即立⟧提醒。", "村民⟦委会员⟧按期换届。", "推行师徒⟦对结⟧学习。", "⟦极积⟧开展活动。"),
    misses=("发现苗头立即提醒。", "把责任扛上肩头。", "把会开在田间。", "没有话说。"),
)
def turned_round(reading: Reading) -> Iterator[Hit]:
    pairs = reading.words.pairs
    for run in divided(reading):
        for at in range(len(run.words)):
            for size in (1, 2, 3):
                parts = run.words[at : at + size]
                found = "".join(parts)
                if len(parts) < size or found not in pairs.turned or run.quoted(at) or reading.count(found) > 1:
                    continue
                if _NUMERALS.intersection(found) or run.counted(at):
                    continue
                before, after = run.beside(at, at + size)
                if (
                    before
                    and len(before) == 1
                    and before not in FREE
                    and not any(pairs.strength(before, word) for word in pairs.turned[found])
                ):
                    continue  # 包|虫病
                against = run.known(at, size)
                old = pairs.likely((before, *parts, after))
                gain, right = max((pairs.likely((before, word, after)) - old, word) for word in pairs.turned[found])
                strange = len(found) == 2 and not (pairs.strength(before, right) or pairs.strength(right, after))
                if (
                    gain >= _TURNED + (_TURNED_AGAINST if against else _TURNED_STRANGE if strange else 0.0)
                    and found not in reading.known.unit
                ):
                    yield run.hit(at, len(found), f"“{found}”疑为“{right}”，前后字颠倒，请核")


@rule(
    "R-W1",
    "两字颠倒",
    level="warning",
    source="forms/words/词对.txt",
    hits=(
        "设⟦宣立⟧讲点12个。",
        "增加案例讲解和⟦现问场答⟧。",
        "落实⟦舆监情测⟧制度。",
        "反映⟦问的题⟧已经解决。",
        "较好地完成⟦各了⟧项任务。",
    ),
    misses=(
        "设立宣讲点12个。",
        "拍下改前改后的照片。",
        "有问有答，有始有终。",
        "学用结合、知行合一。",
    ),
)
def turned_across(reading: Reading) -> Iterator[Hit]:
    """Two neighbouring characters of different words in the wrong order: words left in pieces make sense with them turned."""
    pairs, lexicon = reading.words.pairs, reading.words.lexicon
    for run in divided(reading) if lexicon else ():
        words, last = run.words, -1
        for at in range(len(words) - 1):
            alone = (len(words[at]) == 1) + (len(words[at + 1]) == 1)
            if run.joined[at + 1] > (_WEAK if alone > 1 else 0.0) or not alone or run.starts[at] <= last:
                continue
            found = _turned(pairs, lexicon, run, at)
            if not found:
                continue
            start, wrong, right = found
            if reading.count(wrong) > 1 or wrong in reading.known.unit or run.quoted(at) or run.alternates(at):
                continue
            if FOURFOLD.search(run.paragraph.bare[max(start - 2, 0) : start + len(wrong) + 2]):
                continue
            if len(wrong) == 3 and (wrong[1] == "人" or right[-1] in "了着过"):
                continue  # 上了门, 拉人进群
            last = start + len(wrong) - 1
            yield Hit(run.paragraph, start, start + len(wrong), f"“{wrong}”疑为“{right}”，两字颠倒，请核")


def _turned(pairs: Pairs, lexicon: Lexicon, run: Divided, at: int) -> tuple[int, str, str] | None:
    """Return where words become whole once two characters about a border are turned: the place, what stands, what was meant."""
    first, end = max(at - 1, 0), min(at + 3, len(run.words))
    parts = run.words[first:end]
    before, after = run.beside(first, end)
    text, base = "".join(parts), run.starts[first]
    old = pairs.likely((before, *parts, after))
    single = sum(len(part) == 1 for part in parts)
    best, gained = None, _ACROSS
    for place in range(max(run.starts[at] - base - 1, 0), min(run.starts[at + 1] - base + 1, len(text) - 1)):
        turned = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if turned == text or not any(
            turned[a : a + 2] in lexicon.counts for a in (place - 1, place, place + 1) if a >= 0
        ):
            continue
        ends = [0, *lexicon.divide(turned)[0]]
        others = [turned[a:b] for a, b in pairwise(ends)]
        fewer = single - sum(len(other) == 1 for other in others)
        if fewer < 1:
            continue
        gain = pairs.likely((before, *others, after)) - old - (_FEWER if fewer == 1 else 0.0)
        if gain > gained:
            kept = [i for i in range(len(ends) - 1) if ends[i] <= place + 1 and ends[i + 1] > place]
            best, gained = (ends[kept[0]], ends[kept[-1] + 1], turned), gain
    if not best:
        return None
    start, stop, turned = best
    return base + start, text[start:stop], turned[start:stop]


@rule(
    "R-W1",
    "虚字误用",
    level="warning",
    source="forms/words/词对.txt",
    hits=("该村位⟦与⟧两县交界处。", "反馈的9个问题⟦以⟧整改到位7个。", "空气质量持续⟦项⟧好。"),
    misses=("该村位于两县交界处。", "只有把准需求才能做好。", "不带情绪上岗。", "以整改促提升。"),
)
def small_words(reading: Reading) -> Iterator[Hit]:
    """A small word written for another of the same sound, where the other is known beside both neighbours' words."""
    pairs = reading.words.pairs
    for run in divided(reading):
        for at, word in enumerate(run.words):
            if word not in _MISTAKEN or run.known(at) or run.quoted(at):
                continue
            before, after = run.beside(at, at + 1)
            if (
                not before
                or word == "的"
                and after in _MANY
                and _MANY_BEFORE.search(run.paragraph.bare[: run.starts[at]])
            ):
                continue  # 参观的多，照着做的少
            old = pairs.likely((before, word, after))
            for other in _MISTAKEN[word]:
                sides = (pairs.strength(before, other), pairs.strength(other, after))
                known = all(sides) if word == "地" else any(sides)  # 务工地|分散
                if known and pairs.likely((before, other, after)) - old >= _SMALL_WORD:
                    yield run.hit(at, 1, f"“{word}”疑为“{other}”，请核")
                    break
