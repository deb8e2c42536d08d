"""A rise or fall against an earlier period, recomputed: now, before, difference and rate anywhere in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.sums import SENTENCE, Figure, figures, near, plain, rounded

_COMPARED = re.compile(
    r"较(?!大|多|少|强|好|高|低|为|快|慢)|(?<![占对评配])比(?![例重较对赛如选武拼学])|同比|环比|相比|相较"
)
_RISES = r"净增加?|增加|增长|增多|新增|上升|提高|提升|上涨|扩大|攀升|(?<![至最许大众])多|增|涨"
_FALLS = r"减少|下降|降低|回落|压减|缩减|精简|(?<![至最不缺很])少|降|减"
_CHANGE = re.compile(rf"(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))(?:了|约|幅?[为达])*$")
_MORE = re.compile(r"[较比][^，,；]{2,10}(?:(?P<up>多|增)|(?P<down>少|减))[\u4e00-\u9fff]{1,2}了?$")
_NAMED = re.compile(r"(?:(?P<up>增幅|涨幅|增长率|增速)|(?P<down>降幅))(?:为|达到?|约|是)?$")
_REACHED = re.compile(rf"(?:{_RISES}|{_FALLS}|发展|壮大|扩充)(?:至|到|为)了?$|[，,、](?:总数|总量)?达到?$")
_BASE = re.compile(
    r"(?:较|比|相较于?)[^，,；：多少增减]{0,16}?[（(]?(?:为|是)?$|[（(，](?:上年度?|去年|上季度|上期|上半年|(?<=[（(])第[一二三四]季度)(?:同期)?(?:为|是)?$"
)
_WITH = re.compile(r"[与同和](?:上|去|第|20|同期)[^，,；]{0,14}$")
_WHOLE = re.compile(r"全年|全镇|全县|共|总|本季度|达到?$|合计|累计")
_HINT = re.compile(
    rf"{_COMPARED.pattern}|[（(](?:上|去年|第)|(?:{_RISES}|{_FALLS})[^。；，、]{{1,8}}[，、](?:{_RISES}|{_FALLS})"
)
_AIMED = re.compile("不[少低]于$")
_GENERIC = re.compile(r"总数|数量|总量|分别|总体|整体|人数|次数|均|达|也|又|与|和|其|、|总|共|[\s“”]")
_YEARLY, _NEXT = re.compile(r"上年|去年|同比|20\d\d年"), re.compile(r"季度|上期|上月|半年|环比")


@dataclass
class _Comparison:
    """One comparison: its figures by role. `lead` is the wording before the first of them."""

    lead: str
    first: Figure
    last: Figure
    base: Figure | None = None
    gap: Figure | None = None
    rate: Figure | None = None
    reached: Figure | None = None
    rises: bool = True

    def take(self, one: Figure, role: str) -> bool:
        """Put the figure in its place; False where the place is taken."""
        if getattr(self, role) is not None:
            return False
        setattr(self, role, one)
        self.last = one
        return True


def _role(one: Figure) -> tuple[str, bool]:
    """Tell what a figure is in a comparison, and whether it rises: base, gap, rate, reached, or nothing."""
    if _REACHED.search(one.lead):
        return "reached", True
    if found := _NAMED.search(one.lead) or _CHANGE.search(one.lead) or _MORE.search(one.lead):
        return ("rate" if one.unit == "%" else "gap"), bool(found["up"])
    is_base = _BASE.search(one.lead) or one.tail.startswith(("相比", "比较")) and _WITH.search(one.lead)
    return ("base", True) if is_base and one.unit != "倍" else ("", True)


def _comparisons(found: Sequence[Figure]) -> Iterator[tuple[int, _Comparison]]:
    """Yield each comparison of a sentence with the index of its first figure."""
    index = 0
    while index < len(found):
        one = found[index]
        role, rises = _role(one)
        paired = role == "gap" and index + 1 < len(found) and _role(found[index + 1])[0] == "rate"
        if not role or role != "base" and not paired and not _COMPARED.search(one.lead):
            index += 1
            continue
        start, group = index, _Comparison(one.lead, one, one, rises=rises)
        group.take(one, role)
        settled = role in ("gap", "rate")
        for other in found[index + 1 :]:
            role, rises = _role(other)
            if not role or role == "base" or len(other.lead) > 16 or not _same_basis(group.lead, other.lead):
                break
            if not group.take(other, role):
                break
            if role != "reached" and not settled:
                group.rises, settled = rises, True
            elif role != "reached" and rises != group.rises:
                break
            index += 1
        index += 1
        yield start, group


def _same_basis(first: str, lead: str) -> bool:
    """True where a further figure is measured against the same period: 较上年增加16篇，同比增长22.9%."""
    if not _COMPARED.search(lead):
        return True
    bases = [basis for basis in (_YEARLY, _NEXT) if basis.search(lead)]
    return all(basis.search(first) for basis in bases) and (bool(bases) or lead.startswith(("相比", "比较")))


def _candidates(
    group: _Comparison, earlier: Sequence[Figure], sentence: Sequence[Figure], later: Sequence[Figure]
) -> list[Figure]:
    """Return the figures that may be the present value, the nearest first."""
    unit = next((one.unit for one in (group.base, group.gap) if one and one.unit != "个百分点"), "%")
    if group.reached:
        return [group.reached] if group.reached.unit == unit else []
    word = _COMPARED.search(group.lead)
    opening = re.split(r"[，,；：（(]", group.lead[: word.start()] if word else _CHANGE.sub("", group.lead))[-1]
    if not word and group.first is group.base:
        opening = ""
    if word and opening.startswith(("与", "同", "和")):
        opening = _CHANGE.sub("", group.lead[word.end() :])
    subject = _GENERIC.sub("", opening.strip("，,"))
    pool = [one for one in sentence if one.unit == unit]
    if later and not pool and later[0].unit == unit and _WHOLE.search(later[0].lead):
        return [later[0]]
    if len(subject) < 2 or sentence and group.lead.startswith(opening):
        return pool[::-1] or [one for one in earlier if one.unit == unit][:-9:-1]
    pairs = {subject[at : at + 2] for at in range(len(subject) - 1)}
    alike = [one for one in (*earlier, *pool) if one.unit == unit and any(pair in one.lead for pair in pairs)]
    return alike[::-1]


def _wrong(group: _Comparison, now: Figure | None) -> str:
    """Say what doesn't add up with this present value; empty where all agrees or nothing can be said."""
    gap, base, rate = group.gap, group.base, group.rate
    aimed = now and _AIMED.search(now.lead)  # 不少于60篇，较上年的40篇增长50%
    if any(one and not one.exact and not (one is now and aimed) for one in (now, gap, base)):
        return ""
    if now and base and now.unit == base.unit:
        change = now.value - base.value
        if change and (change > 0) != group.rises and (gap or rate):
            return f"由{base.shown}到{now.shown}是{'增' if change > 0 else '减'}，与文中相反"
        slack = (now.step + base.step + (gap.step if gap else 0)) / 2
        if base.unit == "%":
            said = gap or rate
            if said and abs(abs(change) - said.value) > Decimal("0.001"):
                relative = base.value and near(abs(change) / base.value * 100, said.written)
                return "" if said is rate and relative else f"两数相差{plain(abs(change))}个百分点，不是{said.written}"
            return "两个百分率之差用“个百分点”" if said is rate and rate else ""
        if gap and gap.unit == base.unit and abs(abs(change) - gap.value) > (slack if slack >= 1 else 0):
            return f"{now.shown}与{base.shown}相差{plain(abs(change))}，不是{plain(gap.value)}"
    if gap and now and gap.unit == now.unit and group.rises and gap.value > now.value:
        return f"增加{plain(gap.value)}，大于本期的{now.shown}"
    if not rate or not rate.exact or base and base.unit == "%":
        return ""
    if base and (gap and gap.unit == base.unit or now and now.unit == base.unit):
        change = gap.value if gap and gap.unit == base.unit else abs(now.value - base.value)  # type: ignore[union-attr]
        before = base.value
    elif gap and now and gap.unit == now.unit:
        change, before = gap.value, now.value - gap.value if group.rises else now.value + gap.value
    else:
        return _impossible(gap, rate)
    if not before or near(change / before * 100, rate.written):
        return ""
    return f"{plain(change)}÷{plain(before)}＝{rounded(change / before * 100, rate.written)}%，不是{rate.written}%"


def _impossible(gap: Figure | None, rate: Figure) -> str:
    """A whole number of things and a rate fix the number before; say so where no whole number gives the rate."""
    if not gap or gap.unit == "个百分点" or gap.step or not rate.value:
        return ""
    before = int(gap.value / rate.value * 100)
    if any(near(gap.value / one * 100, rate.written) for one in range(max(before - 1, 1), before + 3)):
        return ""
    return f"增减{plain(gap.value)}不可能是{rate.written}%，请核"


def _respective(found: Sequence[Figure]) -> Iterator[tuple[_Comparison, list[Figure]]]:
    """Yield each pair of 52条、20条，分别比上年增加12条、5条，增长30%、33.3% with its present value."""
    for at, one in enumerate(found):
        role, rises = _role(one)
        if role != "gap" or "分别" not in one.lead or not _COMPARED.search(one.lead):
            continue
        size = 1
        while at + size < len(found) and found[at + size].lead in ("、", "和"):
            size += 1
        now, gaps, rates = found[max(at - size, 0) : at], found[at : at + size], found[at + size : at + 2 * size]
        if not len(now) == len(rates) == size or any(rate.unit != "%" for rate in rates):
            continue
        for present, gap, rate in zip(now, gaps, rates, strict=True):
            if present.unit == gap.unit:
                yield _Comparison(one.lead, gap, rate, gap=gap, rate=rate, rises=rises), [present]


@rule(
    "R-C8",
    "较上期增减",
    level="error",
    source="算术；NUMBERS.md R12",
    hits=(
        "推送信息⟦50条，较上季度增加10条，增长20%⟧。",
        "推送信息⟦50条，较上季度45条增加10条⟧。",
        "检查场所186家次，收缴出版物63册。与上季度相比，检查家次⟦增加26家次，增长18.3%⟧。",
        "阅读量达⟦38.6万次，比上年的27.2万次增长31.9%⟧。",
        "发稿⟦88篇，较去年同期的80篇增长12%⟧。",
        "投诉⟦40件，比上年50件增长20%⟧。",
        "推送信息52条，比第二季度的40条⟦增加13条⟧，增长30%。",
        "推送信息94条，较2023年下半年的82条增加12条，⟦增长16.4%⟧。",
        "阅读量21.3万次，较上季度的17.75万次增加3.55万次，⟦增长22%⟧。",
        "开展宣讲54场，其中政策宣讲28场，受众2607人次。宣讲场次较第二季度增加9场，⟦增长25%⟧。",
        "满意度为97.1%，⟦较第二季度的95.6%提高1.5%⟧。",
        "刊发稿件68篇，比上年（50篇）增加18篇，⟦增幅38%⟧。",
        "信访量比上年的60件下降25%，⟦降至48件⟧。",
        "微信群较上年减少6个，⟦下降40%⟧，减至12个。",
        "受理舆情47条，已办结46条；与上年的62条相比⟦减少15条，下降34.2%⟧。",
        "推送信息⟦50条（上年40条），增长30%⟧。",
        "网民留言同比增长20%，⟦增加12条⟧，达到75条。处置舆情7起，较上年⟦增加9起⟧，增长12.9%。",
        "播放量达12.6万次，同比增长35%，⟦比上年多3.6万次⟧。",
        "与去年相比，信访件⟦减少12件，下降25%，全年受理28件⟧，均已办结。",
        "本季度推送140条、短视频18条。与第一季度相比，推送量增加20条，增长16.7%；短视频⟦增加6条，增长60%⟧。",
        "比上季度⟦多推送12条，增长12.8%，共推送134条⟧。",
        "推送信息52条、短视频20条，⟦分别比上年增加12条、5条，增长30%、23.3%⟧。",
        "办理诉求96件，环比增加16件，⟦环比增长25%⟧。",
    ),
    misses=(
        "推送信息50条，较上季度增加10条，增长25%。",
        "推送信息50条，较上季度40条增加10条。",
        "推送信息50条，较上季度增加10条。",
        "检查场所186家次，收缴出版物63册。与上季度相比，检查家次增加26家次，增长16.3%。",
        "阅读量达38.6万次，比上年的27.2万次增长41.9%。",
        "投诉40件，比上年50件下降20%。",
        "发稿88余篇，较去年同期的80篇增长12%。",
        "刊发稿件68篇，其中省级3篇、市级10篇，比上年的50篇增加18篇，增长36%。",
        "举办文艺演出3场，宣讲场次较上季度增加9场，增长25%。",
        "推送信息50条，较上季度增加10条，同比增长40%。",
        "信访总量为684件次，比上年的912件次下降25%。今年上半年为287件次，同比又下降16.1%。",
        "满意度为97.1%，较第二季度的95.6%提高1.5个百分点。",
        "受理舆情47条，已办结46条；与上年的62条相比减少15条，下降24.2%。",
        "推送信息50条（上年40条），增长25%。",
        "第一季度40条，第二季度50条，增长25%。",
        "比上季度多推送12条，增长9.8%，共推送134条。",
        "今年发放宣传品8600份，比去年多发1100份，同比增长14.7%。",
        "播放量达12.6万次，同比增长40%，比上年多3.6万次。",
        "与去年相比，信访件减少12件，下降30%，全年受理28件，均已办结。",
        "本季度推送140条、短视频18条。与第一季度相比，推送量增加20条，增长16.7%；短视频增加6条，增长50%。",
        "与第一季度相比，推送量增加20条，增长16.7%；短视频增加6条，增长50%。",
        "全年新增宣传栏12块，增加网格员3名，提高满意度。",
        "推送信息52条、短视频20条，分别比上年增加12条、5条，增长30%、33.3%。",
        "每吨价格比上门商贩高出60元。",
        "受理诉求60件，比上年减少20件，减至60件，下降25%。",
        "发稿110篇，环比增加10篇，同比增加22篇，增长25%。",
    ),
)
def against_last(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if not _HINT.search(one.bare):
            continue
        earlier: list[Figure] = []
        for match in SENTENCE.finditer(one.bare):
            found = figures(match[0], match.start())
            groups = [
                (group, _candidates(group, earlier, found[:start], found[found.index(group.last) + 1 :]))
                for start, group in _comparisons(found)
                if "分别" not in group.lead
            ]
            for group, candidates in (*groups, *_respective(found)):
                faults = [_wrong(group, now) for now in candidates] or [_wrong(group, None)]
                if all(faults) and re.search(
                    r"由[^，。；]*\d[^，。；]*[降升增减][^，。；]*$", one.bare[: group.first.start - 6]
                ):
                    continue  # 由8起下降至6起，减少3起: rules_growth compares those
                if all(faults):
                    now = candidates[0] if candidates else None
                    near_by = now if now in found else None
                    yield Hit(
                        one,
                        min(group.first.start - 6, near_by.start if near_by else group.first.start),
                        max(group.last.end, near_by.end if near_by else 0),
                        faults[0],
                        level=None if near_by or group.base else "warning",
                    )
            earlier.extend(number for number in found if not _role(number)[0])
