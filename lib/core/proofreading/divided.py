"""Runs of characters as the words they most likely are; what stands beside each, and whether it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from lib.core.proofreading.paragraphs import Paragraph
from lib.core.proofreading.registry import Hit, Reading

_KINDS = ("title", "heading", "body", "table", "addressee", "signature")
_RUN = re.compile(r"[一-龥]{2,}")
_NAME = re.compile(r"(?:人|长|书记|主任|同志|老师|校对|签发|[　\t])[：:　 ]*$")
_SHORT = 4  # characters of a name, at most
_NEXT, _LAST = re.compile(r"、[一-龥]{3}(?=[、，。；])"), re.compile(r"(?:^|[^一-龥])[一-龥]{3}、$")
_FIRST = re.compile(r"(?:^|[^一-龥])[一-龥]、$")
_BEFORE = re.compile(r"[一-龥]{3}、$")
THERE_IS = re.compile(r"在[^，。；]{2,24}的(?:可能|风险|现象|问题|情况|隐患|倾向|苗头)")
_TIMES = frozenset(
    "年初 年中 年末 年底 月初 月中 月末 季初 季末 会前 会中 会后 课前 课中 课后 事前 事中 事后 班前 班后".split()
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_QUOTED = re.compile(r"“[^”“]{1,30}”|《[^》]{1,40}》")


_INTO = re.compile(r"(?:[到进在入往从]|记|刻)[^，。；]{0,6}$")


FOURFOLD = re.compile(
    r"有[\u4e00-\u9fff][即必就则][\u4e00-\u9fff]|[逢凡].必.|应[\u4e00-\u9fff]尽|能[\u4e00-\u9fff]尽|未.先.|以[\u4e00-\u9fff][促带代为][\u4e00-\u9fff]|随.随.|边.边.|非.[不勿].|因.[施而].|一.一[\u4e00-\u9fff]"
)  # 有问即答, 应采尽采: characters set together on purpose


def own_word(unit: str, word: str) -> bool:
    """True for a short word made with the last characters of the unit's name: 建场, 场史 in a 林场's report."""
    return bool(unit) and any(char in word for char in unit[-2:]) and unit[-1] in "场馆站矿园院校厂库渠港队"


def goes_in(text: str, start: int, word: str) -> bool:
    """True for 心里 where something goes or stays: 讲到学生心里 is not about 学生心理."""
    return word == "心里" and bool(_INTO.search(text[:start]))


def after_pun(text: str, place: int) -> bool:
    """True right after one character in quotes: “声”入人心."""
    return text[place - 1 : place] == "”" and text[place - 3 : place - 2] == "“"


@dataclass(frozen=True, slots=True)
class Divided:
    """One run of characters of a paragraph; starts and quotes are places in the paragraph's text."""

    paragraph: Paragraph
    words: Sequence[str]
    starts: Sequence[int]
    quotes: Sequence[tuple[int, int]]
    joined: Sequence[
        float
    ]  # how strongly each word is known to follow the one before it; 0 at the first, and after the last

    def known(self, at: int, size: int = 1) -> bool:
        """True where any of some words in a row is known beside its neighbour."""
        return any(self.joined[at : at + size + 1])

    def beside(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Return the words before and after some of its words; None at an edge."""
        return (self.words[start - 1] if start else None), (self.words[end] if end < len(self.words) else None)

    def quoted(self, at: int) -> bool:
        """True where a word stands in quotes: puns and names are meant."""
        return any(start <= self.starts[at] < end for start, end in self.quotes)

    def alternates(self, at: int) -> bool:
        """True in four characters whose first and third are one: 屡清|屡现."""
        place, text = self.starts[at], self.paragraph.bare
        return any(a >= 0 and text[a : a + 1] == text[a + 2 : a + 3] != "" for a in (place - 2, place - 1, place))

    def supposes(self, at: int) -> bool:
        """True at 在 after 存在 where a clause follows that ends in what there is: 存在在平台质疑的可能."""
        return self.words[at - 1 : at + 1] == ["存在", "在"] and bool(
            THERE_IS.match(self.paragraph.bare, self.starts[at])
        )

    def pun(self, at: int) -> bool:
        """True right after one character in quotes."""
        return after_pun(self.paragraph.text, self.starts[at])

    def counted(self, at: int) -> bool:
        """True where a figure stands right before a word: its measure word, or one taken together with it (12|批赴)."""
        place = self.starts[at]
        return len(self.words[at]) < 3 and self.paragraph.bare[place - 1 : place].isdigit()

    def ends_clause(self, at: int) -> bool:
        """True where a point stands right after a word, or nothing."""
        end = self.starts[at] + len(self.words[at])
        return self.paragraph.bare[end : end + 1] in ("", *"，。；：、！？）”")

    def paired(self, at: int) -> bool:
        """True in words that repeat both halves: 村村寨寨, 和和美美."""
        place, text = self.starts[at], self.paragraph.bare
        return any(text[a : a + 1] == text[a + 1 : a + 2] != "" for a in (place - 3, place - 2, place + 1, place + 2))

    def slogan(self, at: int) -> bool:
        """True for a verb of one character and its object in a list of such, and in 春、秋两季: 稳就业、防欠薪、保权益."""
        if at + 2 > len(self.words) or len(self.words[at + 1]) != 2:
            return False
        end, text, place = self.starts[at + 1] + 2, self.paragraph.bare, self.starts[at]
        if self.words[at + 1][0] in "两二" and _FIRST.search(text[:place]):
            return True
        if at + 2 < len(self.words):
            if text[end : end + 1] in ("少", "多") and text[place - 2 : place] in ("多、", "少、"):
                return True  # 讲政策多、算细账少
            return text[end : end + 1] == "的" and bool(_BEFORE.search(text[:place]))
        timed = at > 0 and self.words[at - 1] in _TIMES and text[end : end + 1] == "、"
        return timed or bool(_NEXT.match(text, end) or _LAST.search(text[:place]))

    def hit(self, at: int, size: int, message: str, suggestion: str | None = None) -> Hit:
        """Make a hit of so many characters where a word starts."""
        start = self.starts[at]
        return Hit(self.paragraph, start, start + size, message, suggestion=suggestion)


def divided(reading: Reading) -> Sequence[Divided]:
    """Return every run of two or more characters; none without the lexicon and its pairs."""
    return runs(reading) if reading.words.pairs.followers else ()


def runs(reading: Reading) -> Sequence[Divided]:
    """The same where the lexicon stands alone: no word is then known beside another. Worked out once a reading."""
    if "runs" not in reading.kept:
        reading.kept["runs"] = list(_runs(reading))
    return cast("Sequence[Divided]", reading.kept["runs"])


def _runs(reading: Reading) -> Iterator[Divided]:
    lexicon, pairs = reading.words.lexicon, reading.words.pairs
    if lexicon is None:
        return
    for one in reading.tree.paragraphs:
        if one.kind not in _KINDS:
            continue
        quotes = [match.span() for match in _QUOTED.finditer(one.text)]
        for run in _RUN.finditer(one.bare):
            if len(run[0]) <= _SHORT and _NAME.search(one.text[: run.start()]):
                continue
            ends = [0, *lexicon.divide(run[0])[0]]
            words = [run[0][start:end] for start, end in pairwise(ends)]
            joined = [0.0, *(pairs.strength(first, second) for first, second in pairwise(words)), 0.0]
            yield Divided(one, words, [run.start() + start for start in ends[:-1]], quotes, joined)
