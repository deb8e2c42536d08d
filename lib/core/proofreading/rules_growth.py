"""Rules that recompute rises and falls: from a to b, against last period, differences and their rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.sums import FIGURE, VAGUE, near, plain, rounded, unit_of, value_of

_FROM_TO = re.compile(
    rf"由([^，。；\d]{{0,10}}?)(\d+(?:\.\d+)?)(万)?({MEASURE}|[%％])?[^，。；\d]{{0,4}}?(增加|增长|提高|提升|上升|升|增|扩大|下降|减少|降低|降|减|回落|缩减)(?:至|到|为)了?(?:[^，。；\d]{{0,8}}?)(\d+(?:\.\d+)?)(万)?({MEASURE}|[%％])?([^。；]{{0,40}})"
)
_DELTA = re.compile(
    r"(?:净?(?:增加|增长|提高|提升|上升|下降|减少|降低|回落))了?(\d+(?:\.\d+)?)(个百分点|[%％]|" + MEASURE + ")"
)
_COMPARE = re.compile(
    rf"(\d+)({MEASURE})(?=[，,。（(、\u4e00-\u9fff])[^\d]{{0,40}}?(?:(?:较|比|与)(上季度|上期|上年同期|去年同期|上年度|上年|去年|上半年|上一季度|同期)|同比|环比)[^，。；\d]{{0,4}}?(?:的?(\d+)({MEASURE})?)?[，,]?[^，。；\d]{{0,8}}?(增加|增长|多|减少|下降|少)了?(\d+)({MEASURE})(?:[，,、]\s*(增长|上升|提高|下降|降低|减少|增幅|降幅)(?:为|达)?了?(\d+(?:\.\d+)?)[%％])?"
)


@rule(
    "R-C8",
    "由……增至……",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=(
        "推送信息⟦由上季度的40条增加到36条⟧。",
        "投诉⟦由12件下降至15件⟧。",
        "推送信息⟦由40条增加到50条，增长30%⟧。",
        "推送信息⟦由40条增至50条，增加12条⟧。",
        "满意度⟦由92%提升至95%，提高2个百分点⟧。",
        "采用率⟦由上年的24%提高到30%，提高6%⟧。",
    ),
    misses=(
        "推送信息由40条增加到50条，增长25%。",
        "满意度由92%提升至95%，提高3个百分点。",
        "投诉由15件下降至12件。",
        "由社区牵头增加到3场。",
    ),
)
def from_to(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _FROM_TO.finditer(one.bare):
            ahead = re.search(
                r"(?:增加|增长|提高|上升|下降|减少|降低)了?\d+(?:\.\d+)?[%％][，,]$",
                one.bare[max(match.start() - 20, 0) : match.start()],
            )
            first, last = value_of(match[2], match[3]), value_of(match[6], match[7])
            if not match[4] and not match[8] or match[4] and match[8] and unit_of(match[4]) != unit_of(match[8]):
                continue
            end = match.start(9)
            rises = match[5][0] in "增提上升扩"
            if rises and last <= first or not rises and last >= first:
                yield Hit(one, match.start(), end, f"由{plain(first)}到{plain(last)}不是“{match[5]}”")
                continue
            for delta in _DELTA.finditer((ahead[0] if ahead else "") + match[9][:30]):
                gap = abs(last - first)
                if delta[2] in "%％" and "%" not in (match[8] or match[4] or "").replace("％", "%"):
                    good = first and near(gap / first * 100, delta[1])
                    right = f"{rounded(gap / first * 100, delta[1])}%" if first else "不能计算"
                elif delta[2] in "%％" and not near(gap / first * 100 if first else gap, delta[1]):
                    good, right = False, f"{plain(gap)}个百分点"
                elif delta[2] == "个百分点" or unit_of(delta[2]) == unit_of(match[8] or match[4] or ""):
                    good, right = gap == Decimal(delta[1]), f"{plain(gap)}{delta[2]}"
                else:
                    continue
                if not good:
                    yield Hit(
                        one,
                        match.start() - (len(ahead[0]) if ahead else 0),
                        min(end + delta.end(), len(one.bare)),
                        f"由{plain(first)}到{plain(last)}应为{right}，不是{delta[1]}{delta[2]}",
                    )


@rule(
    "R-C8",
    "较上期增减",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=("推送信息⟦50条，较上季度增加10条，增长20%⟧。", "推送信息⟦50条，较上季度45条增加10条⟧。"),
    misses=(
        "推送信息50条，较上季度增加10条，增长25%。",
        "推送信息50条，较上季度40条增加10条。",
        "推送信息50条，较上季度增加10条。",
    ),
)
def against_last(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _COMPARE.finditer(one.bare):
            now, delta = Decimal(match[1]), Decimal(match[7])
            if unit_of(match[2]) != unit_of(match[8]) or VAGUE.search(match[0]):
                continue
            rises = match[6] in ("增加", "增长", "多")
            base = now - delta if rises else now + delta
            if match[4] and Decimal(match[4]) != base:
                yield Hit(
                    one, match.start(), match.end(), f"{now}与{match[4]}相差{abs(now - Decimal(match[4]))}，不是{delta}"
                )
            elif base < 0:
                yield Hit(one, match.start(), match.end(), f"增加{delta}大于本期{now}")
            elif match[10] and base and not near(delta / base * 100, match[10]):
                yield Hit(
                    one,
                    match.start(),
                    match.end(),
                    f"{delta}÷{base}＝{rounded(delta / base * 100, match[10])}%，不是{match[10]}%",
                )


@rule(
    "R-C8",
    "增减与增幅",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=("检查场所186家次，收缴出版物63册。与上季度相比，检查家次⟦增加26家次，增长18.3%⟧。",),
    misses=("检查场所186家次，收缴出版物63册。与上季度相比，检查家次增加26家次，增长16.3%。",),
)
def rise_and_rate(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        rf"(?:(?:较|比|与)(?:上季度|上期|上年同期|去年同期|上年度|上年|去年|上半年|上一季度|同期)(?:相比)?|同比|环比)[，,]?[^。；\d]{{0,12}}?(增加|增长|多|减少|下降|少)了?(\d+)({MEASURE})[，,、]\s*(?:增长|上升|提高|下降|降低|减少|增幅|降幅)(?:为|达)?了?(\d+(?:\.\d+)?)[%％]"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            found = [number for number in FIGURE.finditer(one.bare[: match.start()]) if number[4] == match[3]]
            if len(found) != 1 or found[0][2] or found[0][3]:
                continue
            now, delta = Decimal(found[0][1]), Decimal(match[2])
            base = now - delta if match[1][0] in "增多" else now + delta
            if base > 0 and not near(delta / base * 100, match[4]):
                yield Hit(
                    one,
                    match.start(1),
                    match.end(),
                    f"{delta}÷{base}＝{rounded(delta / base * 100, match[4])}%，不是{match[4]}%",
                )
