"""Rules on measure words that don't fit one another: 45条增加9块, 其中31条、24册、19条, 每季度1次，全年4支; and on bare years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.tree import Paragraph

_PEOPLE, _TIMES = (
    frozenset(("人", "名", "位", "人次")),
    frozenset(("次", "场", "场次", "期", "轮", "轮次", "节", "堂", "课")),
)
_GAP = re.compile(
    rf"(?:较|比)[^，。；\d]{{0,10}}(?:20\d\d年)?[^，。；\d]{{0,10}}?(?P<base>\d+(?:\.\d+)?)(?P<unit>{MEASURE})，?(?:净?增加|增长|减少|下降|多|少|增)了?(?P<gap>\d+(?:\.\d+)?)(?P<other>{MEASURE})(?=[，。；、）])"
)
_OFTEN = re.compile(
    rf"每(?:个)?(?:季度|月|半年|周|年|学期)[^，。；\d]{{0,24}}\d+(?P<unit>{MEASURE})，(?:全年|年内|每年)[^，。；\d]{{0,10}}(?P<told>\d+(?P<other>{MEASURE}))(?=[，。；、）])"
)
_LISTED = re.compile(rf"(?<![\d.])(?P<total>\d+)(?P<unit>{MEASURE})[，；（]?其中(?P<list>[^。；（）]+)")
_PART = re.compile(rf"(?<![\d.])(\d+)({MEASURE})(?=[、，和及]|$)")
_BARE = re.compile(
    r"(?<![\d.〔（(《—－～~-])(?P<year>20[123]\d)(?=第[一二三四]季度|[上下]半年|[春秋]季)|^(?P<opens>20[123]\d)(?=，)"
)
_RUN_ON = re.compile(
    r"(?<!\d)(?P<year>20[123]\d)(?P<month>1[0-2]|[1-9])月(?=\d{1,2}日|[上中下]旬|底|初|，|召开|开展|，)"
)


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= _PEOPLE or {one, other} <= _TIMES


@rule(
    "R-F2",
    "前后量词不合",
    level="warning",
    source="前后一致",
    hits=(
        "推送信息54条，较第二季度的45条增加⟦9块⟧，增长20%。",
        "每季度专题研究不少于1次，全年不少于⟦4支⟧。",
        "每半年不少于1次，全年不少于⟦2张⟧；抓好学习。",
    ),
    misses=(
        "推送信息54条，较第二季度的45条增加9条，增长20%。",
        "每季度专题研究不少于1次，全年不少于4次。",
        "每季度宣讲不少于1场，全年受众不少于400人次。",
        "参加学习54人次，比上季度的45人增加9人次。",
    ),
)
def other_measures(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_GAP, view="bare"):
        if not _alike(match["unit"], match["other"]):
            yield Hit(
                one, match.start("gap"), match.end("other"), f"前面用“{match['unit']}”计，这里用“{match['other']}”"
            )
    for one, match in reading.search(_OFTEN, view="bare"):
        deed = re.sub(
            "不少于|不低于|不超过|至少|共计?|累计|达到?",
            "",
            one.bare[match.start() : match.start("told")].split("，")[-1],
        )
        if not _alike(match["unit"], match["other"]) and deed in ("全年", "年内", "每年"):
            yield Hit(
                one, match.start("told"), match.end("told"), f"前面用“{match['unit']}”计，这里用“{match['other']}”"
            )


@rule(
    "R-F2",
    "分项里一个量词不同",
    level="warning",
    source="前后一致",
    hits=(
        "推送信息74条，其中防汛31条、农村供水⟦24册⟧、河湖长制19条。",
        "评选好人6名，其中助人为乐⟦3册⟧、敬业奉献2名、孝老爱亲1名。",
    ),
    misses=(
        "推送信息74条，其中防汛31条、农村供水24条、河湖长制19条。",
        "开展活动12场，其中宣讲5场、培训4期、演出3场。",
        "发放资料300份，其中折页200份、手册60册、海报40份。",
    ),
)
def odd_measure(reading: Reading) -> Iterator[Hit]:
    """The parts make up the total, and one of them is counted by another measure word than the rest."""
    for one, match in reading.search(_LISTED, view="bare"):
        parts = list(_PART.finditer(match["list"]))
        total = 0
        for count, part in enumerate(parts, 1):
            total += int(part[1])
            if count > 1 and total == int(match["total"]):
                yield from _odd(one, match, parts[:count])
                break


def _odd(one: Paragraph, match: re.Match[str], parts: list[re.Match[str]]) -> Iterator[Hit]:
    units = Counter(part[2] for part in parts)
    usual, count = units.most_common(1)[0]
    if usual != match["unit"] or count < len(parts) - 1 or count < 2:
        return
    for part in parts:
        named = re.search(r"(?:手册|图书|书|读本|海报|折页|培训|宣讲|讲座|演出|比赛)$", match["list"][: part.start()])
        if not _alike(part[2], usual) and not named:
            start = match.start("list") + part.start()
            yield Hit(one, start, start + len(part[0]), f"总数和其余各项用“{usual}”计，这里用“{part[2]}”")


@rule(
    "R-Y2",
    "年份缺“年”",
    level="error",
    source="GB/T 15835—2011",
    hits=(
        "⟦2025⟧第三季度，县水利局党组坚持学习。",
        "石桥镇报告\n\n⟦2025⟧，全镇总体要求是抓落实。",
        "会议于⟦20259月26日⟧召开。",
    ),
    misses=("2025年第三季度，县水利局党组坚持学习。", "2025年9月26日召开。", "编号2025，已登记。"),
)
def year_word(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BARE, kinds="all"):
        if one.kind == "title":
            continue  # R-T1
        year = match["year"] or match["opens"]
        yield span(one, match, f"“{year}”后缺“年”", suggestion=f"{year}年")
    for one, match in reading.search(_RUN_ON, kinds="all"):
        day = re.match(r"\d{1,2}日", one.text[match.end() :])
        end = match.end() + (len(day[0]) if day else 0)
        right = f"{match['year']}年{match['month']}月{day[0] if day else ''}"
        yield Hit(one, match.start(), end, "年份后缺“年”", suggestion=right)
