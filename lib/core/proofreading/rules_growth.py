"""Rules that recompute rises and falls from a to b, differences and their rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.sums import near, plain, rounded, unit_of, value_of

_FROM_TO = re.compile(
    rf"[由从]((?:20\d\d年|\d{{1,2}}月(?:份)?|第?[一二三四]季度)?[^，。；\d]{{0,10}}?)(\d+(?:\.\d+)?)(万)?({MEASURE}|[%％]|分(?!钟))?[^，。；\d]{{0,4}}?(增加|增长|提高|提升|上升|上涨|攀升|跃升|涨|升|增|扩大|扩充|扩展|拓展|壮大|发展|变|调整|下降|减少|降低|降|减|回落|缩减|缩小|压减|压缩|精简)(?:至|到|为|成)了?(?:(?:20\d\d年|\d{{1,2}}月(?:份)?)?[^，。；\d]{{0,8}}?)(\d+(?:\.\d+)?)(万)?({MEASURE}|[%％]|分(?!钟))?([^。；]{{0,40}})"
)
_DIGITS = "零一二三四五六七八九"
_FALLS = "下降|减少|降低|压减|缩减|回落|精简|减"
_FOLD = re.compile(
    rf"(?P<deed>增加|增长|提高|提升|上升|扩大|翻|{_FALLS})了?(?P<near>近|约|超|超过|逾)?(?P<said>一半|半数|[一两二三四五六七八九]番|[一两二三四五六七八九]倍|\d+(?:\.\d+)?倍|[二三四五六]分之[一二三四五]|[一二三四五六七八九]成)(?!多|以上)"
)
_SAID_AHEAD = re.compile(rf"{_FOLD.pattern}[^，。；\d]{{0,4}}[，（]$")
_DELTA = re.compile(
    r"(?:净?(?:增加|增长|提高|提升|上升|上涨|攀升|下降|减少|降低|回落|增|减)|[增降涨]幅|(?<=[，比来前年])[多少])(?:率|值)?[为达是]?[了出]?(\d+(?:\.\d+)?)(个百分点|[%％]|分(?!钟)|"
    + MEASURE
    + ")"
)


def _folded(fold: re.Match[str]) -> Decimal:
    """Return the said change as a share of the first figure: 一半 0.5, 两倍 2, 翻一番 1, 三成 0.3, 三分之一."""
    said = fold["said"]
    if said in ("一半", "半数"):
        return Decimal("0.5")
    if "分之" in said:
        whole, part = said.split("分之")
        return Decimal(_DIGITS.index(part)) / _DIGITS.index(whole)
    if said[0].isdigit():
        return Decimal(said.removesuffix("倍"))
    number = _DIGITS.index(said[0].replace("两", "二"))
    return Decimal(number) / 10 if said.endswith("成") else Decimal(2**number - 1 if said.endswith("番") else number)


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
        "参与率⟦从上季度的88%提高到93%，提高了6个百分点⟧。",
        "粉丝量⟦由年初的1.2万人增长至1.5万人，净增4000人⟧。",
        "稿件采用量⟦增加14篇，由56篇增至72篇⟧。",
        "粉丝⟦由6月底的1850人涨到9月底的2310人，净增480人⟧。",
        "商户⟦由去年年底的97家变为115家，增长16.8%⟧。",
        "平均得分⟦由78.5分升到84.2分，提高6.7分⟧。",
        "学习班次⟦从16个扩充为24个，比原来多10个⟧。",
        "参评农户⟦由上年的350户增至今年的490户，增长率为35%⟧。",
        "信访件⟦从24件下降到18件，降幅30%⟧。",
        "网评员队伍⟦由15人扩充到20人，增加6人⟧。",
        "采用率⟦由上年的24%提高到30%，提高6%⟧。",
        "漏报⟦由8次降至4次，减少了一倍⟧。",
        "信访量⟦由30件下降到20件，下降四成⟧。",
        "投诉量同比减少一半，⟦由40件降为25件⟧。",
        "稿件⟦由40篇增至60篇，翻了一番⟧。",
        "投诉⟦由2023年的240件降至2024年的180件，下降33.3%⟧。",
        "书角⟦由15个增加到30个，增长2倍⟧。",
        "回复率⟦由99.1%降到97.3%，较上季度下降1.8%⟧。",
    ),
    misses=(
        "推送信息由40条增加到50条，增长25%。",
        "满意度由92%提升至95%，提高3个百分点。",
        "投诉由15件下降至12件。",
        "稿件采用量增加16篇，由56篇增至72篇。",
        "信访件从24件下降到18件，降幅25%。",
        "由社区牵头增加到3场。",
        "漏报由8次降至4次，减少了一半。",
        "信访量由30件下降到20件，下降三分之一。",
        "信访量由30件下降到20件，下降三成多。",
        "稿件由40篇增至80篇，翻了一番。",
        "稿件由40篇增至83篇，增长一倍。",
        "书角由15个增加到45个，增长2倍。",
    ),
)
def from_to(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _FROM_TO.finditer(one.bare):
            ahead = re.search(
                r"(?:增加|增长|提高|上升|下降|减少|降低)了?\d+(?:\.\d+)?(?:[%％]|个百分点|[\u4e00-\u9fff]{1,2})[，,]$",
                one.bare[max(match.start() - 20, 0) : match.start()],
            )
            first, last = value_of(match[2], match[3]), value_of(match[6], match[7])
            if not match[4] and not match[8] or match[4] and match[8] and unit_of(match[4]) != unit_of(match[8]):
                continue
            end = match.start(9)
            rises = match[5][0] in "增提上升攀跃涨扩拓壮发"
            if match[5][0] not in "变调" and (rises and last <= first or not rises and last >= first):
                yield Hit(one, match.start(), end, f"由{plain(first)}到{plain(last)}不是“{match[5]}”")
                continue
            said = _SAID_AHEAD.search(one.bare[max(match.start() - 20, 0) : match.start()])
            told = (said[0] if said else "") + match[9][:20]
            for fold in _FOLD.finditer(told) if first and unit_of(match[4] or match[8]) != "%" else ():
                share, change = _folded(fold), abs(last - first) / first
                if not fold["near"] and abs(share - change) > max(Decimal("0.06"), share / 10):
                    right = f"{rounded(change * 100, '1')}%"
                    yield Hit(
                        one,
                        match.start(),
                        end if said else end + fold.end(),
                        f"由{plain(first)}到{plain(last)}变化{right}，不是“{fold['said']}”",
                    )
            for delta in _DELTA.finditer((ahead[0] if ahead else "") + match[9][:30]):
                gap = abs(last - first)
                if delta[2] in "%％" and "%" not in (match[8] or match[4] or "").replace("％", "%"):
                    good = first and near(gap / first * 100, delta[1])
                    right = f"{rounded(gap / first * 100, delta[1])}%" if first else "不能计算"
                elif delta[2] in "%％" and (
                    gap == Decimal(delta[1]) or not near(gap / first * 100 if first else gap, delta[1])
                ):
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


_WAY = r"(?:[多少][讲办开发出演学报采编登]?|净?[增减]|(?:同比|环比)?(?:增加|增长|减少|下降|上升|提高))"
_BESIDE = re.compile(
    rf"(?P<now>\d+)(?P<unit>{MEASURE})[^。；\d]{{0,6}}，[^，。；\d]{{0,6}}?(?:比|较)[^，。；\d]{{0,10}}?(?P<old>\d+)(?P=unit)(?P<way>{_WAY})(?:了|出)?(?P<gap>\d+(?:\.\d+)?)(?P<by>(?P=unit)|[%％])"
    rf"|(?:今年|本年度?|本季度|本期|现在|目前|[一二三四]季度)[^，。；\d]{{0,10}}?(?P<now2>\d+)(?P<unit2>{MEASURE})，(?:去年|上年|上一?季度|上期|同期|去年同期|上年同期|年初|[一二三四]季度)[^，。；\d]{{0,8}}?(?P<old2>\d+)(?P=unit2)，[^，。；\d]{{0,6}}?(?P<way2>{_WAY})(?:了|出)?(?P<gap2>\d+(?:\.\d+)?)(?P<by2>(?P=unit2)|[%％])"
    rf"|(?P<now3>\d+)(?P<unit3>{MEASURE})，[^，。；\d]{{0,4}}比(?P<when>[一二三四]季度|去年同期|去年|上年|上季度|上月)(?P<way3>{_WAY})(?:了|出)?(?P<gap3>\d+(?:\.\d+)?)(?P<by3>(?P=unit3)|[%％])，(?P=when)(?:为|是|有)?[^，。；\d]{{0,4}}(?P<old3>\d+)(?P=unit3)"
    rf"|(?P<now4>\d+)(?P<unit4>{MEASURE})，(?:去年|上年|上一?季度|上期|去年同期|上年同期|年初)(?:为|是|有)?[^，。；\d]{{0,4}}?(?P<old4>\d+)(?P=unit4)，[^，。；\d]{{0,4}}?(?P<way4>{_WAY})(?:了|出)?(?P<gap4>\d+(?:\.\d+)?)(?P<by4>(?P=unit4)|[%％])"
)


@rule(
    "R-C8",
    "今与昔之差",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=(
        "本季度撰写评论⟦54篇，比上季度的42篇多出14篇⟧，题材较广。",
        "办理留言⟦265条，比第一季度的212条多出53条，增幅20%⟧。",
        "参加答题的人数⟦今年为270人，去年为225人，多了55人⟧。",
        "⟦二季度办活动27场，一季度为18场，环比增长33.3%⟧。",
        "播出师生稿件⟦318篇，上年为240篇，增加68篇⟧。",
        "登记酒席⟦27场，比二季度减少8场，二季度为33场⟧。",
        "⟦本季度进村开讲21场，二季度为14场，多讲6场⟧，讲的是惠农政策。",
    ),
    misses=(
        "本季度撰写评论56篇，比上季度的42篇多出14篇，题材较广。",
        "参加答题的人数今年为270人，去年为225人，多了45人。",
        "二季度办活动27场，一季度为18场，环比增长50%。",
    ),
)
def now_and_then(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BESIDE, view="bare"):
        more = next(more for more in ("", "2", "3", "4") if match["now" + more])
        now, old, gap = (Decimal(match[name + more]) for name in ("now", "old", "gap"))
        rises, unit, by = re.search("[多增加升提]", match["way" + more]), match["unit" + more], match["by" + more]
        sentence = re.split("[。；]", one.bare[: match.end()])[-1]
        totals = [now, *(Decimal(number) for number in re.findall(rf"(?<![\d.])(\d+){unit}", sentence))]
        if by not in "%％" and (
            more_told := re.match(
                r"，(?:增幅|增长|降幅|下降|增速)(?:率|为|达)*(\d+(?:\.\d+)?)[%％]", one.bare[match.end() :]
            )
        ):
            if old and not any(near(abs(total - old) / old * 100, more_told[1]) for total in totals):
                right = f"{rounded(abs(now - old) / old * 100, more_told[1])}%"
                yield Hit(
                    one,
                    match.start(),
                    match.end() + more_told.end(),
                    f"{plain(old)}到{plain(now)}变化{right}，不是{more_told[1]}%",
                )
        if by in "%％":
            if old and not any(near(abs(total - old) / old * 100, match["gap" + more]) for total in totals):
                right = f"{rounded(abs(now - old) / old * 100, match['gap' + more])}%"
                yield Hit(one, match.start(), match.end(), f"{plain(old)}到{plain(now)}变化{right}，不是{gap}%")
        elif abs(now - old) < 3 * gap and all(gap != (total - old if rises else old - total) for total in totals):
            message = f"{plain(now)}与{plain(old)}相差{plain(abs(now - old))}{unit}，不是{plain(gap)}{unit}"
            yield Hit(one, match.start(), match.end(), message)


_CHAIN = re.compile(
    rf"(?<![\d.])(?P<first>\d+)(?P<unit>{MEASURE})(?P<steps>(?:[，、；][^，。；、\d]{{0,4}}(?:20\d\d年|\d{{1,2}}月|第?[一二三四]季度)[^，。；、\d]{{0,4}}(?:增加|新增|增设|增|再增加?|又增加?)了?\d+(?P=unit))+)，(?:总数)?(?:达到?|增至|增加到|已有|共有?)(?P<last>\d+)(?P=unit)"
)
_NET = re.compile(
    rf"(?P<list>(?:20\d\d年[^，。；、\d]{{0,4}}\d+(?:{MEASURE})[，、]){{2,}})[^，。；\d]{{0,6}}(?:净增|共增加?|累计增加?|增加)了?(?P<gap>\d+)(?P<unit>{MEASURE})"
)


@rule(
    "R-C8",
    "逐年增加与现数",
    level="error",
    source="算术",
    hits=(
        "队伍逐年壮大：2023年⟦11人，2024年增加4人，2025年再增加5人，达到21人⟧，实现科科有笔杆子。",
        "⟦2022年底1600册，2023年底2100册，2024年底2750册，两年净增1250册⟧，有书可读。",
    ),
    misses=(
        "队伍逐年壮大：2023年11人，2024年增加4人，2025年再增加5人，达到20人。",
        "2022年底1600册，2023年底2100册，2024年底2750册，两年净增1150册。",
        "2022年1600册，2023年2100册，2024年2750册，当年增加650册。",
    ),
)
def year_by_year(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_CHAIN, view="bare"):
        steps = [int(number) for number in re.findall(rf"(\d+){match['unit']}", match["steps"])]
        now = int(match["first"]) + sum(steps)
        if now != int(match["last"]):
            added = "＋".join(map(str, (match["first"], *steps)))
            yield Hit(one, match.start(), match.end(), f"{added}＝{now}，不是{match['last']}{match['unit']}")
    for one, match in reading.search(_NET, view="bare"):
        told = [int(number) for number in re.findall(rf"(?<!\d)(\d+){match['unit']}", match["list"])]
        gaps = {later - sooner for at, sooner in enumerate(told) for later in told[at + 1 :]}
        if len(told) > 2 and int(match["gap"]) not in gaps:
            message = f"{told[0]}到{told[-1]}增加{told[-1] - told[0]}{match['unit']}，不是{match['gap']}{match['unit']}"
            yield Hit(one, match.start(), match.end(), message)
