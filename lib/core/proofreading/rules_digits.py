"""Rules on figures and Chinese numerals mixed: set words in figures, counts in numerals beside counts in figures, dates with hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import han_number, han_word
from lib.core.proofreading.registry import Hit, Reading, rule, span

_SOURCE = "GB/T 15835—2011 4.1、4.2"
_PLAN = re.compile(r"[“\"]?(?<!\d)1(?P<digit>[2-6])五[”\"]?(?=规划|时期|发展|收官|开局|以来|期间|末)")
_CONGRESS = re.compile(r"(?<=党的)(?P<n>1[6-9]|2[0-2])(?=届|大(?!会议室))")
_QUOTED = re.compile(r"“(?P<n>[2-9])(?P<rest>[\u4e00-\u9fff]{1,5})”")


@rule(
    "R-D1",
    "定型词用了阿拉伯数字",
    level="warning",
    source=_SOURCE,
    hits=("以⟦“14五”⟧规划收官为契机。", "学习党的⟦20⟧届三中全会精神。", "邀请⟦“5老”⟧志愿者。"),
    misses=("以“十四五”规划收官为契机。", "学习党的二十届三中全会精神。", "办好“2号楼”“5月花”品牌。"),
)
def set_words(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_PLAN, kinds="all"):
        right = match[0].replace("1" + match["digit"], "十" + han_word(int(match["digit"])))
        yield span(one, match, "规划的名称用汉字", suggestion=right)
    for one, match in reading.search(_CONGRESS, kinds="all"):
        yield span(one, match, "届次用汉字", suggestion=han_word(int(match["n"])))
    quoted = set(reading.words.quoted)
    for one, match in reading.search(_QUOTED, kinds="all"):
        right = han_word(int(match["n"])) + match["rest"]
        if right in quoted:
            yield span(one, match, f"定型词用汉字：“{right}”", suggestion=f"“{right}”")


_MEASURE = "人次|名|人|份|条|户|场|件|次|个(?!月|方面|环节)|篇|期|册|张|块|支|家|处"
_HUNDREDS = re.compile(
    rf"(?<![第几数上成千百近约每人家一-龥]百)(?<![\d第几数上两])(?P<number>[一二三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?))(?P<unit>{_MEASURE})"
)
_DECIMAL = re.compile(
    r"(?P<number>[一二三四五六七八九]?十?[一二三四五六七八九]点[一二三四五六七八九]{1,2})(?P<unit>分|%|万|亿|个百分点|公里|平方米|元)"
)
_AMONG = re.compile(
    r"(?:\d+(?P<unit>次|户|场|份|条|期|名|人|件|篇|块|处|家)、[^，。；、]{0,12}?)(?<![一二两三四五六七八九十])(?P<number>[两二三四五六七八九]|十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?)(?P=unit)"
)
_HALF = re.compile(rf"(?P<number>[一二三四五六七八九]百\d{{1,2}})(?P<more>余|多)?(?P<unit>{_MEASURE})")


@rule(
    "R-D4",
    "数字混用汉字",
    level="warning",
    source="GB/T 15835—2011 4.3、5.3",
    hits=(
        "⟦一百五十六名⟧居民参与，慰问38户。",
        "得分由92.4分提高到⟦九十五点八分⟧。",
        "进校园讲座6次、进企业讲座⟦四次⟧、进社区讲座5次。",
        "发布知识⟦一百20余条⟧。",
    ),
    misses=(
        "156名居民参与，慰问38户。",
        "几百名居民参与，上百人到场。",
        "进校园讲座6次、进企业两三次。",
        "一百多年来，百年老校。",
        "下午三点五分开始。",
    ),
)
def mixed_numerals(reading: Reading) -> Iterator[Hit]:
    for pattern in (_HUNDREDS, _DECIMAL, _HALF):
        for one, match in reading.search(pattern, view="bare"):
            if not re.search(r"\d", one.bare):
                continue  # a story told in words
            if pattern is _DECIMAL and re.search(
                "[上下]午|晚|早|时间", one.bare[max(match.start() - 6, 0) : match.start()]
            ):
                continue
            yield span(one, match, "统计的数用阿拉伯数字")
    for one, match in reading.search(_AMONG, view="bare"):
        if not re.match("[多余左以]", one.bare[match.end() :]):
            number = han_number(match["number"].replace("两", "二"))
            yield Hit(
                one,
                match.start("number"),
                match.end(),
                "同类的数写法不一，用阿拉伯数字",
                suggestion=f"{number}{match['unit']}",
            )


_ISO = re.compile(
    r"(?<![\d\-/])(?P<year>20\d\d)[-/－](?P<month>0?[1-9]|1[0-2])[-/－](?P<day>0?[1-9]|[12]\d|3[01])(?![\d\-/])"
)


@rule(
    "R-D7",
    "正文日期用了短横、斜线",
    level="warning",
    source="GB/T 15835—2011 5.2.2",
    hits=("街道于⟦2025-03-05⟧举办集市。",),
    misses=("街道于2025年3月5日举办集市。", "编号2025-03-0512。"),
)
def hyphened_dates(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ISO, kinds="all"):
        if one.kind == "table":
            continue
        right = f"{match['year']}年{int(match['month'])}月{int(match['day'])}日"
        yield span(one, match, "日期写作×年×月×日", suggestion=right)
