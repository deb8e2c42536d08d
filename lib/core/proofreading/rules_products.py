"""Rules that multiply: so often a month against so often a year, so many each against so many in all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.sums import SENTENCE, Figure, figures, plain

_TIMES = {"季度": 4, "月": 12, "半年": 2, "学期": 2}
_SHORTER = {"季度": {"月": 3}, "半年": {"月": 6, "季度": 2}, "年度": _TIMES}
_TOLD = re.compile(
    r"(?<![\d.])(\d+)(次|场|期|篇|部|条)[，（](?:平均|坚持)?每个?(季度|月|半年|学期)(?:召开|开展|组织)?(?:各)?(不少于|不低于)?(\d+)(?:次|场|期|篇|部|条)(?=[，。；）])"
)
_MANY = re.compile(r"(?<![\d.])([2-9]|[1-9]\d+)(?:个|所|支|家|名|位|村|社区)")
_SCHOOL, _TERM_MONTHS = re.compile(r"学校|小学|中学|学院|幼儿园|一中|二中|教育|中心校"), 9
_JOINED = re.compile(r"^[^，。；、\d]{0,8}[、和及与]$")
_EACH = re.compile(
    r"每(?:一|个)?(?P<per>支|期|场|次|户|家|所|名|人|班|队|组|批|村|社区|学校|乡镇|支部|部门|单位)[^，。；\d]{0,10}$"
)
_APIECE = re.compile(r"各[^，。；\d]{0,12}$")
_PERIODS = re.compile(r"(?:(?:\d{1,2}月|第?[一二三四]季度)(?:份)?[、和及]?){2,}各[^，。；\d]{0,12}$")
_NAMED = re.compile(  # 柳沟村、桃坪村讲党课各1次
    r"(?:[\u4e00-\u9fff]{1,10}(?P<kind>村|社区|庄|支部|小区|小学|中学|学校|[乡镇局所站园寨屯组院厂])[、和及与])(?:[\u4e00-\u9fff]{1,8}?(?P=kind)[、和及与])*[\u4e00-\u9fff]{1,8}?(?P=kind)(?![、和及与])[^，。；、\d]{0,12}?各[^，。；、\d]{0,12}$"
)
FREQUENCY = re.compile(
    r"每(季度|月|半年|周|学期)[^，。；\d]{0,16}?(\d+)(次|场|期|篇)[^。；\d]{0,6}[，,、][^。；\d]{0,4}?(全年|每年|年内|一年|本季度|上半年|下半年|[两二三四五六]个月)([^，。；\d]{0,12}?)(\d+)(?:次|场|期|篇)"
)
_IN_ALL = re.compile(r"共|累计|合计|总计")


def _same_deed(match: re.Match[str]) -> bool:
    """True where both halves name the same deed and neither says at least."""
    deed, again = match[0].split(match[2], 1)[0], match[5]
    if re.search("不少于|至少|以上|不低于|各类|各项|其他", match[0]):
        return False
    pairs = {again[at : at + 2] for at in range(len(again) - 1)} - {"开展", "召开", "组织", "举办", "进行", "共开"}
    return any(pair in deed for pair in pairs)


@rule(
    "R-C6",
    "频次相容",
    level="warning",
    source="FORMATS.md 2.4、6",
    hits=(
        "⟦每季度专题研究不少于1次，全年不少于3次⟧。",
        "⟦每月不少于2次，全年不少于12次⟧。",
        "⟦每半年报告1次，全年不少于1次⟧。",
        "⟦每学期分析研判1次，全年共3次⟧。",
        "图书室⟦每月检查1次，三个月共检查4次⟧。",
        "⟦每半年向上级党委报告1次，全年报告3次⟧。",
        "⟦每月召开碰头会1次，本季度共召开碰头会4次⟧。",
    ),
    misses=(
        "每季度专题研究不少于1次，全年不少于4次。",
        "除寒暑假外，每月学习2次，全年20次。",
        "每季度专题研究不少于1次，全年不少于4次；每半年向县委报告1次。",
        "每月1次，全年不少于12次。",
        "每季度研究不少于1次，全年研究5次。",
        "每半年报告1次，全年督查3次。",
        "每季度分析研判1次，年内开展专项督查2次。",
        "每季度开展专项督查1次，全年开展各类检查9次。",
        "每月召开碰头会1次，本季度共召开碰头会3次。",
        "每周巡查2次，本季度共巡查26次。",
        "9个党支部每月开展主题党日1次，全年共108次。",
    ),
)
def frequency(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in FREQUENCY.finditer(one.bare):
            if re.search(r"寒暑假|假期|除[^，。；]{0,12}外", one.bare[max(match.start() - 30, 0) : match.end()]):
                continue
            per, each, unit, scope, deed, said = match[1], int(match[2]), match[3], match[4], match[5], int(match[6])
            if per == "月" and each * _TERM_MONTHS <= said < each * 12 and _SCHOOL.search(reading.known.unit):
                continue  # ten months of term
            length = "季度" if scope == "本季度" else "半年" if scope.endswith("半年") else "年度"
            start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；") + 1
            if any(said % int(many) == 0 for many in _MANY.findall(one.bare[start : match.start()])):
                continue  # 9个支部每月1次，全年共108次
            times = _SHORTER[length].get(per, 48 if per == "周" and length == "年度" else 0)
            if scope.endswith("个月"):
                times = "零一二三四五六".index(scope[0].replace("两", "二")) if per == "月" else 0
            differs = times and said != each * times and per != "周"
            exact = differs and (deed.endswith(("共", "共计", "合计")) or _same_deed(match))
            other = re.sub("不少于|至少|共计?|合计|累计|达到?|为|开展|召开|组织|举办|进行", "", deed)
            if exact or each * times > said and (not other or other[:2] in match[0][: match.start(4) - match.start()]):
                where = "全年" if length == "年度" else scope
                message = f"每{per}{each}{unit}，{where}应为{each * times}{unit}，不是{said}{unit}"
                yield span(one, match, message)


@rule(
    "R-C6",
    "次数与频次",
    level="warning",
    source="算术",
    hits=(
        ("专题研究意识形态工作⟦3次，每季度1次⟧。", about("2025")),
        "全年专题研究意识形态工作⟦5次（每季度1次）⟧。",
        "全年制作短视频不少于⟦24部，每月不少于3部⟧。",
        ("召开碰头会⟦4次，每月1次⟧。", about("2025Q2")),
    ),
    misses=(
        ("专题研究意识形态工作4次，每季度1次。", about("2025")),
        ("召开碰头会3次，每月1次。", about("2025Q2")),
        "专题研究意识形态工作3次，每季度1次。",
        "全年专题研究意识形态工作5次，每季度不少于1次。",
    ),
)
def told_frequency(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    length = period.kind if period else ""
    for one, match in reading.search(_TOLD, view="bare"):
        start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；") + 1
        scope = "年度" if re.search("全年|本年度|一年来", one.bare[start : match.start()]) else length
        times = _SHORTER.get(scope, {}).get(match[3])
        told = int(match[5]) * times if times else 0
        if told > int(match[1]) or told and not match[4] and told != int(match[1]):
            yield span(
                one,
                match,
                f"每{match[3]}{match[5]}{match[2]}，应为{told}{match[2]}，不是{match[1]}{match[2]}",
            )


@rule(
    "R-C7",
    "各、每与合计",
    level="warning",
    source="算术",
    hits=(
        "⟦6个党支部各开展主题党日3次，共计16次⟧。",
        "为⟦12个村各配发音响2套，共配发音响26套⟧。",
        "为柳沟村、桃坪村讲党课各⟦1次，共3次⟧。",
        "组建⟦8支队伍，每队12人，共98人⟧。",
        "深入东沟村、西沟村和南沟村各宣讲⟦2场，共计7场⟧。",
        "7月、8月、9月各⟦召开碰头会1次，共召开碰头会4次⟧。",
        "组织宣讲队⟦5支，每支宣讲6场，共宣讲32场⟧。",
        "编发简报⟦12期，每期印发50份，共计580份⟧。",
        "每月1期，全年编发简报⟦12期，每期印发50份，共计580份⟧。",
        "⟦每个社区发放手册200份，8个社区共发放手册1800份⟧。",
    ),
    misses=(
        "6个党支部各开展主题党日3次，共计18次。",
        "为柳沟村、桃坪村讲党课各1次，共2次。",
        "为柳沟村、桃坪村各配备音响2套，为镇文化站配备1套，共5套。",
        "全镇12个村、2个社区各配备1名宣传员，共14名。",
        "7月、8月、9月各召开碰头会1次，共召开碰头会3次。",
        "组织宣讲队5支，每支宣讲6场，共宣讲30场。",
        "组织宣讲队5支，每支宣讲不少于6场，共宣讲32场。",
        "每个社区发放手册200份，8个社区共发放手册1600份。",
        "每村配备网格员2名，全镇18个村、3个社区共配备网格员45名。",
        "镇级监看员2名，6个村各1名，渡轮码头和游客中心各1名，共10名。",
        "全镇18个村各设宣传栏1块，共有宣传栏60块。",
        "96个班组（装卸58个、机修38个）每月各开课1次，全年共1152次。",
    ),
)
def each_and_all(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in SENTENCE.finditer(one.bare):
            if not re.search("[各每]", match[0]) or not _IN_ALL.search(match[0]):
                continue
            found = figures(match[0], match.start())
            for at, each in enumerate(found):
                totals = [
                    other
                    for other in found
                    if other.unit == each.unit and other is not each and _IN_ALL.search(other.clause)
                ]
                others = [other for other in found if other.unit == each.unit and other is not each]
                numbers = _how_many(found, at) if others == totals else []
                if not numbers or len(totals) != 1 or not each.exact or not totals[0].exact or "有" in totals[0].clause:
                    continue
                total = totals[0]
                if all(number * each.value != total.value for number in numbers):
                    start = min(each.start, total.start, *(other.start for other in found if other.value == numbers[0]))
                    yield Hit(
                        one,
                        start,
                        max(each.end, total.end),
                        f"{numbers[0]}×{plain(each.value)}＝{plain(numbers[0] * each.value)}，与{total.shown}不符",
                    )


def _how_many(found: Sequence[Figure], at: int) -> list[int]:
    """Return how many there may be of what has the figure each: 6个党支部各…, 7月、8月各…, 5支，每支…."""
    each = found[at]
    if listed := _PERIODS.search(each.lead):
        return [len(re.findall("月|季度", listed[0]))]
    if named := _NAMED.search(each.lead):
        return [len(re.findall(named["kind"] + "[、和及与]", named[0])) + 1]
    if _APIECE.search(each.lead):
        if re.search(r"[）)]|每(?:月|周|天|日|季度?|学期|半年|年)", each.lead):
            return []  # 96个班组（……机修15个）每月各开课1次
        before = found[at - 1] if at else None
        near = before and len(each.lead) <= 18 and not re.search("[，、；]", each.lead)
        if not before or not near or not before.exact or before.unit not in "个家所支户人":
            return []
        group, first = [int(before.value)], at - 1
        while first and _JOINED.search(found[first].lead) and found[first - 1].exact:  # 12个村、2个社区各…
            first -= 1
            group.append(int(found[first].value))
        return list(dict.fromkeys((sum(group), group[0])))
    if not (said := _EACH.search(each.lead)):
        return []
    per = {"名": "人"}.get(said["per"], said["per"])
    same = [one for one in found if one.unit == per and "每" not in one.clause and one is not each]
    same += [one for one in found if one.unit in tuple("个支") and one.tail.startswith(per)]
    others = [one for one in found if one.unit in ("个", "家", "所", "户") and one not in same and one is not each]
    return [int(same[0].value)] if len(same) == 1 and same[0].exact and not others else []
