"""Further rules on quantities: where 余 stands, averages and their totals, a rate against the figure of last period. Recomputes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.sums import VAGUE, near, plain, rounded, unit_of, value_of

_LATE = re.compile(
    r"(\d+(?:\.\d+)?万?)(人次|场次|户次|节次|批次|件次|次|份|条|篇|户|件|名|人|幅|张|场|期|块|册|起|处|只|支|套)(余)(?=[，。；、）]|$)"
)
_EACH = re.compile(
    r"(\d+)(场|次|期|节|批|支|个)[^。；\d]{0,14}?(?:场均|次均|期均|节均|平均每(?:场|次|期|节|批|支|个)|每(?:场|次|期|节)平均)[^，。；\d]{0,6}"
    r"(\d+)(人次|人|份|条)[^。；\d]{0,14}?(?:共计?|累计|合计|总计)[^，。；\d]{0,6}(\d+)(万)?(余|多)?(人次|人|份|条)"
)
_PAST = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)(万)?({MEASURE}|元)[^，。；\d]{{0,6}}[，,（(]?[^，。；\d]{{0,4}}(?:较|比)"
    r"(?:上年|去年|上季度|上期|上年度|上年同期|去年同期|上半年|上一季度|同期|年初)(?:同期)?的?"
    rf"(\d+(?:\.\d+)?)(万)?({MEASURE}|元)[^，。；\d]{{0,4}}?(增长|增加|提高|上升|提升|下降|减少|降低)了?(\d+(?:\.\d+)?)[%％]"
)


@rule(
    "R-D3",
    "“余”放在量词后",
    level="warning",
    source="NUMBERS.md R23",
    hits=("受众⟦9800人次余⟧。", "发放资料⟦600份余⟧，效果良好。"),
    misses=("受众9800余人次。", "历时3年余。", "发放资料600份，余下的入库。"),
)
def late_over(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LATE, view="bare"):
        yield span(one, match, "“余”应在量词前", suggestion=f"{match[1]}{match[3]}{match[2]}")


@rule(
    "R-C7",
    "场均与合计",
    level="warning",
    source="算术",
    hits=("开展活动⟦18场，场均参加45人，共计820人次⟧。",),
    misses=("开展活动18场，场均参加45人，共计810人次。", "开展活动18场，场均参加45人，共计800余人次。"),
)
def each_and_all(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_EACH, view="bare"):
        if match[7] or unit_of(match[4]) != unit_of(match[8]) or VAGUE.search(match[0]):
            continue
        times, each, said = Decimal(match[1]), Decimal(match[3]), value_of(match[5], match[6])
        if abs(said - times * each) > times / 2:  # an average is rounded by half a head at most
            yield span(one, match, f"{times}×{each}＝{times * each}，与{plain(said)}{match[8]}不符")


@rule(
    "R-C8",
    "与上期之数的增幅",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=(
        "阅读量达⟦38.6万次，比上年的27.2万次增长31.9%⟧。",
        "发稿⟦88篇，较去年同期的80篇增长12%⟧。",
        "投诉⟦40件，比上年50件增长20%⟧。",
    ),
    misses=(
        "阅读量达38.6万次，比上年的27.2万次增长41.9%。",
        "发稿88篇，较去年同期的80篇增长10%。",
        "投诉40件，比上年50件下降20%。",
        "发稿88余篇，较去年同期的80篇增长12%。",
    ),
)
def rate_against_past(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_PAST, view="bare"):
        now, past = value_of(match[1], match[2]), value_of(match[4], match[5])
        if unit_of(match[3]) != unit_of(match[6]) or not past or VAGUE.search(match[0]):
            continue
        rises, change = match[7][0] in "增提上", (now - past) / past * 100
        if rises != (change > 0):
            yield span(one, match, f"由{plain(past)}到{plain(now)}不是“{match[7]}”")
        elif not near(abs(change), match[8]):
            figures = f"（{plain(now)}－{plain(past)}）÷{plain(past)}＝{rounded(change, match[8])}%"
            yield span(one, match, f"{figures}，不是{match[8]}%")
