"""Rules on what remains: 其余5个 against all and part, wherever these were told; months in a note of duty against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.sums import SENTENCE, Figure, figures, near, plain, unit_of

_REST = re.compile(r"(?:其余|剩余|余下|剩下)(?:的|尚未[\u4e00-\u9fff]{2}的?|未[\u4e00-\u9fff]{2,4}的?)?$")
_AMONG = re.compile(
    r"(?<![\d.第])(?P<all>\d+)(?P<unit>[个家所名户支处条件项块间])(?P<noun>[\u4e00-\u9fff]{1,10}?)(?:中|里)，?(?:目前|现)?(?:仅|只|已|就|还|尚)?(?:有|是)?(?P<some>\d+)(?P=unit)"
)
_NOUN = re.compile(r"^(?:[的地])?([\u4e00-\u9fff]{1,10})")
_SOME = re.compile(r"(?:中|已|仅|只|尚)[^，。；]{0,4}$")
_OTHERS = re.compile(r"每|各(?!类|项|级)|分别|不少于|至少")


def _told_before(reading: Reading, index: int, at: int, rest: Figure) -> tuple[Decimal, Decimal] | None:
    """Return all and part told further up of the same things: 6个所中仅2个配有专职宣传员; None where several differ."""
    found = {}
    noun = _NOUN.match(rest.tail)
    for one, match in reading.search(_AMONG, view="bare") if noun else ():
        named = match["noun"]
        same = noun and (noun[1].startswith(named) or named.endswith(noun[1][:2]))
        if (one.index, match.start()) < (index, at) and match["unit"] == rest.unit.replace("人", "名") and same:
            found[named] = (Decimal(match["all"]), Decimal(match["some"]))
    return next(iter(found.values())) if len(found) == 1 else None


@rule(
    "R-C7",
    "其余与总数",
    level="warning",
    source="算术",
    hits=(
        "6个所中仅2个配有专职宣传员。\n为⟦其余5个所⟧各配备1名兼职宣传员。",
        "全镇18个村中有12个村建成阵地。\n⟦其余7个村⟧年底前建成。",
        "全镇18个村，已建成阵地12个，⟦其余5个⟧年底前建成。",
        "辖区4个小区中已有3个建立业主群，⟦其余2个⟧小区正在组建。",
        "走访商户60家，签订承诺书48家，⟦剩余10家⟧下月补签。",
        "全校42个班级，开展活动30个，⟦其余10个⟧班级下周开展。",
    ),
    misses=(
        "6个所中仅2个配有专职宣传员。\n为其余4个所各配备1名兼职宣传员。",
        "全镇18个村，已建成阵地12个，其余6个年底前建成。",
        "走访商户60家，签订承诺书48家、口头承诺2家，其余10家下月补签。",
        "受理诉求34件，当场化解29件，转办3件，其余2件正在跟踪。",
        "发现问题15个，已整改12个，整改率为80%，其余3个正在整改。",
        "检查网吧5家、书店8家，发现3家网吧有问题，其余2家正常。",
        "督查12个村，发现8个问题，其余2个镇直部门另行督查。",
    ),
)
def remainders(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        if not re.search("其余|剩余|余下|剩下", one.bare):
            continue
        for sentence in SENTENCE.finditer(one.bare):
            found = figures(sentence[0], sentence.start())
            for at, rest in enumerate(found):
                if not _REST.search(rest.lead) or not rest.exact or rest.unit == "%":
                    continue
                earlier = [each for each in found[:at] if each.unit == rest.unit]
                if len(earlier) > 1:
                    whole, parts = earlier[0].value, [each.value for each in earlier[1:]]
                    loose = not all(each.exact for each in earlier) or _OTHERS.search(
                        sentence[0][: rest.start - sentence.start()]
                    )
                    noun = earlier[0].tail[:1]
                    other = any(
                        re.match(rf"(?![{noun}已为是在正])[\u4e00-\u9fff]", each.tail) and not _SOME.search(each.lead)
                        for each in earlier[1:]
                    )
                    fits = {whole - sum(parts), *(whole - part for part in parts)}
                    fits |= {first - second for first in parts for second in parts}
                    if loose or other or whole <= max(parts) or rest.value in fits or rest.value > whole:
                        continue
                    right = whole - sum(parts)
                elif not earlier and (told := _told_before(reading, one.index, rest.start, rest)):
                    right = told[0] - told[1]
                else:
                    continue
                if right > 0 and right != rest.value:
                    start = max(rest.start - 2, 0)
                    yield Hit(one, start, rest.end, f"按前文其余应为{plain(right)}，这里是{plain(rest.value)}")


_DONE_AND_LEFT = re.compile(
    r"(?:已(?:经)?|现已|目前已)[^，。；、\d]{0,8}?(?P<done>\d+)(?P<unit>[件个项条起处名人户宗])[^，。；、\d]{0,6}[，、；](?:目前|现)?(?:尚有|还有|仍有|尚余|余下|剩下|未(?:办结|整改|化解|完成|解决)的?|正在(?:办理|整改|推进)的?)(?:问题|隐患|纠纷)?(?P<left>\d+)(?P=unit)(?!整改措施)"
)


@rule(
    "R-C7",
    "已办、尚有与总数",
    level="warning",
    source="算术",
    hits=(
        "受理投诉17件，其中态度类8件、流程类6件、收费类3件；⟦已办结15件，尚有3件⟧正在办理。",
        "排查隐患24处。目前⟦已整改20处，还有3处⟧正在整改。",
        "收到意见建议36条，涉及物业20条、停车16条，⟦已采纳30条，还有5条⟧正在研究。",
    ),
    misses=(
        "受理投诉17件，其中态度类8件、流程类6件、收费类3件；已办结15件，尚有2件正在办理。",
        "排查隐患24处，发现问题6个，已整改4个，尚有2个正在整改。",
        "受理投诉17件，已办结15件，尚有1件正在办理、1件转办。",
        "受理投诉17件，当场答复4件，已办结11件，尚有2件正在办理。",
    ),
)
def done_and_left(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_DONE_AND_LEFT, view="bare"):
        both = Decimal(match["done"]) + Decimal(match["left"])
        before = [number for number in figures(one.bare[: match.start()]) if number.unit == unit_of(match["unit"])]
        after = re.match(rf"[^。；]*\d{match['unit']}", one.bare[match.end() :])
        if not before or after or not all(number.exact for number in before):
            continue
        wholes = {number.value for number in before}
        parts = {both + number.value for number in before}
        near = [number for number in before if 0 < abs(number.value - both) <= max(Decimal(2), number.value / 9)]
        if near and not wholes & {both, *parts}:
            said = near[-1].shown
            yield Hit(
                one, match.start(), match.end(), f"{match['done']}＋{match['left']}＝{plain(both)}，与前面的{said}不符"
            )


_NOTE = re.compile(
    r"（[^（）]*(?:完成时限|时限|完成时间|时间要求|期限|时间)[:：](?P<limit>[^（）；，]{2,20})[^（）]*）"
)
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月(?:份)?(?!\d)")
_EACH = re.compile(r"(?P<list>(?:\d{1,2}月(?:份)?[、和及]){1,5}\d{1,2}月(?:份)?)(?:底|份)?(?:前)?(?:各|分别|集中)")
_DUE = re.compile(r"(\d{1,2})月(?:\d{1,2}日|[上中下]旬|底|末|份)?(?:之前|以前|前)")


@rule(
    "R-C4",
    "完成时限与正文不符",
    level="warning",
    source="前后一致",
    hits=(
        "3.开展专项督查。6月、11月各组织1次，覆盖11个单位。（责任单位：机关党委；完成时限：⟦5月、11月⟧）",
        "4.抓好轮训。11月底前完成全员轮训。（责任单位：人事股；完成时限：⟦10月底前⟧）",
        "5.举办读书班。9月底前举办2期。（责任单位：办公室；完成时限：⟦6月⟧）",
    ),
    misses=(
        "3.开展专项督查。6月、11月各组织1次，覆盖11个单位。（责任单位：机关党委；完成时限：6月、11月）",
        "3.开展专项督查。6月、11月各组织1次。（责任单位：机关党委；完成时限：11月）",
        "4.抓好轮训。6月底前完成第一轮，11月底前完成第二轮。（责任单位：人事股；完成时限：11月底前）",
        "5.抓好学习。3月底前制定计划，每月学习1次。（责任单位：办公室；完成时限：全年）",
        "6.抓好学习。3月底前制定计划。（责任单位：办公室；完成时限：12月）",
        "7.向县委报告。次年1月底前报告。（责任单位：办公室；完成时限：12月）",
    ),
)
def limits(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NOTE, view="bare"):
        said = {int(month) for month in _MONTHS.findall(match["limit"])}
        body = one.bare[max(one.bare.rfind("）", 0, match.start()), 0) : match.start()]
        if not said or re.search("次年|明年|来年|每|20", body + match["limit"]):
            continue
        due = [int(month) for month in _DUE.findall(body)]
        each = _EACH.search(body)
        listed = {int(month) for month in _MONTHS.findall(each["list"])} if each else set()
        if (
            len(said) == len(listed)
            and said != listed
            or due
            and max(due) > max(said)
            or listed
            and max(listed) > max(said)
        ):
            told = "、".join(f"{month}月" for month in sorted(listed or due))
            yield Hit(one, match.start("limit"), match.end("limit"), f"正文写{told}，时限写“{match['limit']}”")


_WHOLE_RATE = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3})(?P<unit>件|起|个|条|项|份|处|户|宗|例)[^。；\d]{0,24}?"
    r"(?P<what>办结|处置|整改|签订|回复|答复|化解|调解|调处|销号|备案|采纳)率(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)%"
)


_PARTLY = re.compile(r"(?:已|办结|整改|完成|处置|化解|调处|回复|答复|采纳|销号|签订)[^，。；]{0,6}$")  # a part of all


@rule(
    "R-C8",
    "凑不成的比率",
    level="warning",
    source="算术",
    hits=(
        "全年调度舆情6起，⟦处置率96.3%⟧。",
        "全年处置舆情5起，⟦办结率96.3%⟧。",
        "受理工单28件，均按时回应，⟦办结率97.9%⟧。",
    ),
    misses=(
        "全年调度舆情6起，处置率100%。",
        "受理工单28件，均按时回应，办结率96.4%。",
        "受理诉求64件，办结62件，办结率96.9%。",
        "受理工单28件，办结率97%左右。",
        "反馈的问题已整改12个，整改率为80%，剩下3个明确了时限。",
    ),
)
def out_of_reach(reading: Reading) -> Iterator[Hit]:
    """A rate no whole number of so many things gives."""
    for one, match in reading.search(_WHOLE_RATE, view="bare"):
        start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；") + 1
        count, rate = int(match["n"]), match["rate"]
        others = re.search(rf"\d[余多]?{match['unit']}", one.bare[start : match.start()])
        if others or re.match("左右|以上|上下|以下", one.bare[match.end() :]):
            continue
        wholes = range(count, 4 * count + 1) if _PARTLY.search(one.bare[start : match.start()]) else (count,)
        parts = (count,) if len(wholes) > 1 else range(count + 1)
        if not any(near(Decimal(100 * part) / whole, rate) for whole in wholes for part in parts):
            yield Hit(one, match.start("what"), match.end(), f"{count}{match['unit']}里凑不成{rate}%，请核")
