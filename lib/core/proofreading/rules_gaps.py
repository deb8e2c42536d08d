"""A character that got lost, or stands twice: words that belong side by side tell what is missing or too much.

What stands beside a word tells: which words are used together (词对.txt). The bars were set on clean texts, see
tests/benchmarks/results/proofreading.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.core.proofreading.divided import Divided, divided, own_word
from lib.core.proofreading.lexicon import ENDINGS, FREE
from lib.core.proofreading.pairs import Pairs
from lib.core.proofreading.registry import Hit, Reading, rule, span

# nats a sentence gains by the character a word lacks: words known to stand on both sides, on one, at an edge
_BOTH, _BESIDE, _RIGHT, _LEFT, _BORDER = 3.0, 9.5, 6.1, 6.7, 7.5
_LOOSE, _FREE = 6.5, 8.5  # more for a character that often stands alone, that goes with anything
_NEVER = 99.0
# characters that now and then stand beside words they aren't known with: three times or more in 550 000 clean characters
_STRAYS = frozenset(
    "的有和在对是年把不人我由个了讲为与一月等上从说村名用各看日到办来多请让将新要于以三每会好次谁后二共学中小听家也下先事课占并做老镇户群"
    "里少他再管水条时之得进件同向地点大前就处靠所四又已但组只查县股心给字比还开写分天话即被这五路抓过你出晒去走发按本乡总问早茶单活号送改"
    "偏季期打强长怕卖她仅干手能教想可词面网起经带报包唱红岁跟念约信旧站收区真类懂关局那补换元党较及门守连紧快项支签交岗表厂微院防指诵广弱慢春夏秋冬观赛返告爱片史牌戏回力堂展物配议低晚短兴高长早"
)
# nats that do for any other, and for those: by words known on both sides, on one of both, on the left, on the right, at an edge
_RARE = {"both": 7.1, "beside": 8.1, "left": 6.6, "right": 8.5, "end": 4.9, "start": 4.5}
_STRAY = {"both": 8.2, "beside": 9.5, "left": _NEVER, "right": _NEVER, "end": 6.1, "start": _NEVER}
_SMALLER = 1.5  # more for a character that goes with anything
_ENDING = 1.5  # more at the end of a clause, for a character that ends longer words
_NUMERALS = frozenset("一二三四五六七八九十百千万两几")
_MORE = re.compile("[多少]、[^，。；、]{2,8}$")
_OFFICES = frozenset("科股处室站所队组班季稿")  # end the names of offices, seasons and papers
_QUALITIES = frozenset("泛旧老少多弱差低高慢窄浅散乱杂单死空虚平硬粗细松软严紧满偏实准新深强活")
_WITH_PEOPLE = frozenset("帮请让陪领教")  # verbs that take people and what they do
_TAKES_COUNT = frozenset("抓做办讲盯管看")
_WORD = 3.0  # logarithm of the count of a word worth taking for one
_PLAIN = 2.0  # nats above the bar that make a warning: trades have verbs of one character (播, 刊, 诵) that hardly any text has
_ACTS = frozenset("力任分通刊播诵正定扶")  # end or make words of their own: 辨识力, 网格长任管理员
_TWICE = frozenset(  # stand beside themselves in right sentences: 全村|村民, 十五|五, 一件|件, 主任|任
    "村科店楼车组班市课局校院厂站处县镇乡社户室队部所园区街路桥河山水活问两算人家长员任件张条盏扇盆年月日说来现到牙钉作办组"
)
_LINKS = frozenset("和与及")
_BINDS = frozenset("和与及在对为有是不会向由同比到从")  # 稳定和|和谐
_SMALL = frozenset("前后中内时以要地的和与对将把从按由为被并向就也都已应等们所于得着过到有是在不该还很更")
# the same for a longer word, by how its remains are divided
_BROKEN = {(1, 1): 6.0, (1, 1, 1): 0.0, (1, 2): 4.0, (2, 1): 6.0}
_COMMON = -11.5  # logarithm of how often a word stands that nobody takes for a piece
_HOLDS = 5.0  # more where one of three characters often stands alone: 总|要求, 不|确定


@rule(
    "R-W2",
    "前后不成词，疑似掉字",
    level="warning",
    source="forms/words/词对.txt",
    hits=(
        "文化站⟦充⟧利用春节开展活动。",
        "全体干部职工要⟦牢⟧树立安全发展理念。",
        "汛期水利站⟦安⟧专人巡查。",
        "实施方案经村民代表会议⟦审⟧通过后公示。",
    ),
    misses=(
        "围绕稳就业、防欠薪、保权益开展活动。",
        "坚持年初定清单、年中查进度、年末评实效。",
        "干部职工讲节水、护水源的自觉性明显增强。",
        "指农户的不多。",
        "把理论学进晒场。",
        "由文旅局牵头。",
        "各村组长带队。",
        "逐户走访，逐人登记。",
        "重点抓两件事。",
        "前期讲政策多、算细账少。",
        "原因是照本宣科多、互动研讨少，对党员需求了解不够。",
    ),
)
def lost_character(reading: Reading) -> Iterator[Hit]:
    pairs, lexicon = reading.words.pairs, reading.words.lexicon
    for run in divided(reading) if lexicon else ():
        for at, word in enumerate(run.words):
            if len(word) != 1 or run.known(at) or word in reading.known.unit:
                continue
            if own_word(reading.known.unit, run.paragraph.bare[max(run.starts[at] - 1, 0) : run.starts[at] + 2]):
                continue  # 场史陈列室
            before, after = run.beside(at, at + 1)
            if run.counted(at):
                continue  # 讲1堂党课
            if word in _TAKES_COUNT and after and after[0] in _NUMERALS:
                continue  # 重点抓两件事
            if before and (before == "涉" or len(before) > 1 and word in _OFFICES):
                continue  # 涉|汛, 业务|科
            if len(before or "") > 1 and word in _QUALITIES and run.ends_clause(at):
                continue  # 内容|泛
            if word in _WITH_PEOPLE and after and len(after) > 1:
                continue  # 帮|茶农|联系
            if word in "多少" and _MORE.search(run.paragraph.bare[: run.starts[at]]):
                continue  # 照本宣科多、互动研讨少
            more = _FREE if word in FREE else _LOOSE if word in lexicon.alone or word in ENDINGS else 0.0
            ends = bool(after) or run.ends_clause(at)
            found, over = _completed(pairs, before, word, after, more, ends=ends)
            if found and not (run.quoted(at) or run.slogan(at) or run.pun(at)):
                hit = run.hit(at, 1, f"“{word}”疑为“{found}”掉字，请核")
                yield hit if over >= _PLAIN and word not in _ACTS else replace(hit, level="info")


def _completed(
    pairs: Pairs, before: str | None, word: str, after: str | None, more: float, *, ends: bool
) -> tuple[str, float]:
    """Return the word one character is left of, where it stands far better between its neighbours, and by how much (nats)."""
    old = pairs.likely((before, word, after))
    best, gained, over = "", 0.0, 0.0
    follows = pairs.row(before) if before else {}
    for other in pairs.lacking.get(word, ()):
        left = follows.get(other, 0.0)
        if not left and not (after and pairs.follows(other, after)):
            continue
        right = pairs.strength(other, after)
        gain = pairs.likely((before, other, after)) - old
        needed = _bar(before, left, after, right) + more
        if ends:  # not before a figure: 积分超|24000
            needed = min(needed, _rare_bar(before, left, word, after, right))
        if gain >= needed and gain > gained:
            best, gained, over = other, gain, gain - needed
    return best, over


def _rare_bar(before: str | None, left: float, word: str, after: str | None, right: float) -> float:
    """Return what the word must gain by how seldom what is left of it stands alone between such words."""
    words = (left and before and len(before) > 1, right and after and len(after) > 1)
    if not any(words):
        return _NEVER
    bars = _STRAY if word in _STRAYS else _RARE
    loose = _SMALLER if word in FREE else 0.0
    if not after:
        return bars["end"] + loose + (_ENDING if word in ENDINGS else 0.0)
    if not before:
        return bars["start"] + loose
    return loose + bars["both" if all(words) else "beside" if left and right else "right" if right else "left"]


def _bar(before: str | None, left: float, after: str | None, right: float) -> float:
    """Return what a word must gain, by which of its neighbours it is known to stand beside."""
    words = (left and before and len(before) > 1, right and after and len(after) > 1)
    if left and right:
        return _BOTH if all(words) else _BESIDE
    if not any(words):
        return _NEVER
    if not before or not after:
        return _BORDER
    return _RIGHT if right else _LEFT


@rule(
    "R-W2",
    "常用词掉字",
    level="warning",
    source="forms/words/掉字.yaml",
    hits=(
        "结对开展文明实践⟦动⟧17次。",
        "畅通反映渠道，⟦及⟧掌握其思想状况。",
        "在党组的⟦领⟧下，完善制度。",
        "坚持⟦第一间⟧核查事实。",
        "为化解邻里纠纷⟦供⟧了有力支撑。",
    ),
    misses=(
        "结对开展文明实践活动17次。",
        "畅通反映渠道，及时掌握其思想状况。",
        "以及掌握其思想状况。",
        "在党组的领导下，完善制度。",
    ),
)
def remnants(reading: Reading) -> Iterator[Hit]:
    """One character of a common word between words that go with the whole of it (a list of such words)."""
    if not reading.words.remnants:
        return
    known = reading.words.remnants
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
    for one, match in reading.search(pattern, view="bare"):
        for remnant in known[match[0]]:
            if remnant.fits(one.bare, match.start(), match.end()):
                yield span(one, match, f"“{match[0]}”疑为“{remnant.word}”掉字，请核", suggestion=remnant.word)
                break


@rule(
    "R-W2",
    "词语残缺",
    level="warning",
    source="forms/words/词典.txt",
    hits=(
        "各村要⟦因制宜⟧发展特色种植。",
        "更换⟦宣栏⟧26块。",
        "从事故中汲取教训，⟦举反三⟧。",
        "⟦班任⟧要进行一次家访。",
    ),
    misses=(
        "因地制宜发展特色种植。",
        "更换宣传栏26块。",
        "举三反四",
        "落实“三会一课”，建好红事新办台账。",
        "“声”入人心朗诵社",
        "坚持正风铸魂。",
    ),
)
def broken_words(reading: Reading) -> Iterator[Hit]:
    """Two or three words in a row that make no sense but are a longer word without one of its characters."""
    pairs, lexicon = reading.words.pairs, reading.words.lexicon
    for run in divided(reading) if lexicon else ():
        for at in range(len(run.words)):
            for size in (2, 3):
                parts = run.words[at : at + size]
                rest = "".join(parts)
                words = pairs.broken.get(rest, ()) if len(parts) == size and 2 <= len(rest) <= 3 else ()
                if not words or any(run.joined[at + 1 : at + size]):
                    continue
                before, after = run.beside(at, at + size)
                old = pairs.likely((before, *parts, after))
                gain, word = max((pairs.likely((before, word, after)) - old, word) for word in words)
                needed = _BROKEN[tuple(map(len, parts))]
                if len(rest) == 3 and any(part in lexicon.alone for part in parts):
                    needed += _HOLDS
                if any(len(part) == 2 and part in word and pairs.often(part) > _COMMON for part in parts):
                    continue  # 压|责任, 任务|单: a word and one that goes with it
                if (
                    gain >= needed
                    and reading.count(rest) == 1
                    and rest not in reading.known.unit
                    and not run.quoted(at)
                    and not run.pun(at)
                ):
                    yield run.hit(at, len(rest), f"“{rest}”疑为“{word}”掉字，请核")


@rule(
    "R-G1",
    "疑似多字",
    level="warning",
    source="forms/words/词对.txt",
    hits=("因设备老化正在⟦正⟧更换。", "完善⟦善⟧管理制度。", "召开⟦开⟧会议研究。"),
    misses=(
        "因设备老化正在更换。",
        "增强亲和力和感染力。",
        "开好民主生活会会议。",
        "一步步推进。",
        "学好用好讲话精神。",
    ),
)
def superfluous(reading: Reading) -> Iterator[Hit]:
    """A character of one of two words that belong side by side stands between them once more."""
    pairs = reading.words.pairs
    for run in divided(reading):
        for at, word in enumerate(run.words):
            before, after = run.beside(at, at + 1)
            if len(word) != 1 or not before or not after or before == word or not (word in before or word in after):
                continue
            if word in _LINKS and word in before:
                continue  # 亲和力和感染力
            if run.known(at) or not pairs.strength(before, after):
                continue
            yield run.hit(at, 1, f"疑多一个“{word}”，请核")


@rule(
    "R-G1",
    "疑似叠字",
    level="warning",
    source="forms/words/词典.txt",
    hits=(
        "各单位⟦应应⟧当建立健全机制。",
        "⟦按按⟧照支部安排分批前往。",
        "经过协商，他⟦们们⟧握手言和。",
        "将⟦以以⟧此次检查为契机。",
        "学校组织⟦了织⟧社团活动。",
    ),
    misses=(
        "全村村民参与。",
        "由科长带队。",
        "十五五规划",
        "一件件落实，一条条梳理。",
        "说说笑笑。",
        "主任任组长。",
        "一阵地一片绿。",
        "促进稳定和和谐。",
        "传到村村寨寨。",
        "发扬钉钉子精神。",
        "存在在短视频平台发帖质疑的可能。",
        "做到红红脸、出出汗。",
    ),
)
def beside_itself(reading: Reading) -> Iterator[Hit]:
    """A character alone beside a word that starts or ends with it, a small word twice, or a word's end again after 了."""
    for run in divided(reading):
        for at, word in enumerate(run.words):
            before, after = run.beside(at, at + 1)
            if len(word) != 1 or word in _TWICE or word not in (before or "") + (after or "") and before != "了":
                continue
            if run.quoted(at) or run.paired(at) or _rhymed(run, at):
                continue
            if after and len(after) > 1 and after[0] == word and word not in _BINDS:
                yield run.hit(at, 2, f"“{word}{word}”叠字，疑多一个“{word}”，请核")
            elif run.supposes(at):
                continue  # 存在在平台发帖质疑的可能
            elif (
                before
                and len(before) > 1
                and before[-1] == word
                and not _NUMERALS.intersection(before)
                or before == word
                and word in _SMALL
            ):
                yield _again(run, at, f"“{word}{word}”叠字，疑多一个“{word}”，请核")
            elif at > 1 and before == "了" and len(run.words[at - 2]) > 1 and run.words[at - 2].endswith(word):
                yield _again(run, at, f"疑多“了{word}”，请核")


_RHYMED = re.compile(r"([\u4e00-\u9fff])\1[\u4e00-\u9fff]、([\u4e00-\u9fff])\2[\u4e00-\u9fff]")


def _rhymed(run: Divided, at: int) -> bool:
    """True in 红红脸、出出汗."""
    place = run.starts[at]
    near = (
        (match.start(), match.end()) for match in _RHYMED.finditer(run.paragraph.bare, max(place - 8, 0), place + 8)
    )
    return any(start <= place < end for start, end in near)


def _again(run: Divided, at: int, message: str) -> Hit:
    return Hit(run.paragraph, run.starts[at] - 1, run.starts[at] + 1, message)


@rule(
    "R-G1",
    "长词里叠字",
    level="warning",
    source="字面",
    hits=("针对⟦未成年年人⟧上网，开展教育。", "设立网上⟦办公公室⟧。"),
    misses=("全年年初部署。", "大会会场布置。", "党组组织学习，党员员工参加。", "人民民主专政。", "上海海洋大学。"),
)
def doubled_inside(reading: Reading) -> Iterator[Hit]:
    """A character twice within a word of three or four, where no word ends between the two."""
    lexicon = reading.words.lexicon
    if lexicon is None:
        return
    known = lexicon.counts
    for one, match in reading.search(
        re.compile(r"(?<=([\u4e00-\u9fff]))([\u4e00-\u9fff])\2(?=([\u4e00-\u9fff]))"), view="bare"
    ):
        start, text = match.start(), one.bare
        left, right = (text[start - size : start + 1] for size in (1, 2)), text[start + 1 : start + 3]
        if (
            match[1] in ("一", match[2])
            or match[3] == match[2]
            or known.get(right, 0.0) > _WORD
            and any(known.get(word, 0.0) > _WORD for word in left)
        ):
            continue  # 大会|会场
        sizes = ((before, size - before) for size in (4, 3) for before in range(1, size - 1))
        words = ((text[start - a : start + 1] + text[start + 2 : start + 1 + b], a, b) for a, b in sizes)
        word, before, after = max(words, key=lambda item: known.get(item[0], 0.0))
        if known.get(word, 0.0) > _WORD and len(word) > 2:
            yield Hit(one, start - before, start + 1 + after, f"“{match[2] * 2}”叠字，应为“{word}”", suggestion=word)
