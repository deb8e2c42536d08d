"""Periods told beside each other: 其中下半年2次、下半年3次; 上半年、上半年各1次; a plan that opens with another year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_UNIT = r"[\u4e00-\u9fff]{1,2}"
_SAME = re.compile(
    rf"(?P<part>[上下]半年|第?[一二三四]季度|(?:1[0-2]|[1-9])月)(?P<mid>[^\d，。；、]{{0,8}})\d+(?P<unit>{_UNIT}?)[、，](?P<again>(?P=part)(?P=mid)\d+(?P=unit))(?=[，。；、）])"
)
_BESIDE = re.compile(r"(?P<part>[上下]半年|第?[一二三四]季度)[、和](?P=part)(?=各|均|分别|开展|举办|组织|[，。；])")
_SHORT = re.compile(r"(?<![\u4e00-\u9fff])(?:上、上半年|下、下半年)(?=各|均|分别|开展|举办|组织)")
_QUARTERS = re.compile(
    r"第?(?P<a>[一二三四])季度[^，。；\d]{0,10}\d+(?P<unit>[次场期条篇份件])[，、]第?(?P<b>[一二三四])季度[^，。；\d]{0,10}\d+(?P=unit)[，、；](?P<half>[上下]半年)[^，。；\d]{0,8}(?:共|合计|累计|总计)"
)
_OPENS = re.compile(
    r"^(?P<year>20\d\d)年(?:度)?，?(?=[^。]{0,60}(?:总体要求|工作的?总?体?思路|指导思想|工作要点))"
    r"|^(?:为|为了)?(?:切实|扎实|认真)?做好(?P<made>20\d\d)年(?:度)?(?=[^。]{0,80}(?:本工作要点|本要点|如下要点|工作要点如下))"
)
_AGAINST = re.compile(
    r"[较比](20\d\d)年(?!初|年初|第|上半|下半|\d)[^，。；]{0,12}(?:提高|增加|增长|下降|减少|上升|提升|降低|翻|多|少)"
)
_AS_OF = re.compile(r"截至(20\d\d)年年?底，[^。]{0,30}(?:共有|已有|现有|已)")
_EARLIER = re.compile(
    r"(20\d\d)年第?([一二三四])季度(?:的?(?:分析)?研判|督查|排查|检查|巡查|分析)?(?:会)?(?:时|中)?(?:发现|反馈|排查出|指出|提出|梳理|查找|列出|查出|查摆)"
)


@rule(
    "R-C7",
    "同一段时间说了两次",
    level="error",
    source="字面",
    hits=(
        "全年专题研究5次，其中下半年2次、⟦下半年3次⟧。",
        "播出216期，第一季度108期、⟦第一季度108期⟧。",
        "⟦上半年、上半年⟧各组织应急演练1次。",
        "⟦上、上半年⟧各集中培训1次。",
    ),
    misses=(
        "全年专题研究5次，其中上半年2次、下半年3次。",
        "上半年、下半年各组织应急演练1次，上、下半年各1次。",
        "上半年学习6次，上半年研判2次。",
    ),
)
def part_twice(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SAME, view="plain"):
        yield span(one, match, f"“{match['part']}”前面已说过一次，核对是哪一段", group="again")
    for pattern in (_BESIDE, _SHORT):
        for one, match in reading.search(pattern, view="plain"):
            yield span(one, match, f"“{match[0]}”：同一段时间说了两次")


_BEGUN = re.compile(
    r"(?<!\d)(20\d\d)年(1[0-2]|[1-9])月[^，。；、\d]{0,6}(?:启动|开始|开班|开工|开展|动工)[、，至到](?P<late>(20\d\d)年(1[0-2]|[1-9])月)[^，。；、\d]{0,6}(?:结束|结业|完成|完工|收官|竣工)"
)


@rule(
    "R-Y3",
    "开始晚于结束",
    level="error",
    source="公历",
    hits=("2024年12月启动、⟦2024年2月⟧结束的冬季党员轮训，共办班3期。",),
    misses=("2023年12月启动、2024年2月结束的冬季党员轮训，共办班3期。",),
)
def ended_before(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BEGUN, view="bare"):
        if (int(match[4]), int(match[5])) < (int(match[1]), int(match[2])):
            yield span(one, match, f"“{match['late']}”早于开始的{match[1]}年{match[2]}月", group="late")


@rule(
    "R-C7",
    "季度与半年对不上",
    level="error",
    source="公历",
    hits=("一季度宣讲14场，二季度宣讲17场，⟦下半年⟧共宣讲31场。", "第三季度4次、第四季度6次，⟦上半年⟧合计10次。"),
    misses=("一季度宣讲14场，二季度宣讲17场，上半年共宣讲31场。", "第三季度4次、第四季度6次，下半年合计10次。"),
)
def quarters_and_half(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_QUARTERS, view="plain"):
        right = {"一二": "上半年", "三四": "下半年"}.get(match["a"] + match["b"])
        if right and right != match["half"]:
            message = f"前面是第{match['a']}、第{match['b']}季度，应为{right}"
            yield span(one, match, message, group="half", suggestion=right)


@rule(
    "R-Y2",
    "要点开头、比较的年份",
    level="error",
    needs="context",
    hits=(
        (
            "学校2026年意识形态工作要点\n\n⟦2027年⟧，学校意识形态工作的总体要求是：坚持党的领导。",
            about("2026", form="工作要点"),
        ),
        ("街道2026年意识形态工作要点\n\n一、任务\n居民知晓率⟦较2026年⟧提高5个百分点。", about("2026", form="工作要点")),
        (
            "医院2024年意识形态工作要点\n\n一、任务\n⟦截至2024年底⟧，全院共有电子屏26块。",
            about("2024", form="工作要点"),
        ),
    ),
    misses=(
        (
            "学校2026年意识形态工作要点\n\n2026年，学校意识形态工作的总体要求是：坚持党的领导。",
            about("2026", form="工作要点"),
        ),
        (
            "街道2026年意识形态工作要点\n\n一、任务\n居民知晓率较2025年提高5个百分点，比2026年初提高。",
            about("2026", form="工作要点"),
        ),
        ("医院2024年意识形态工作要点\n\n截至2023年底，全院共有电子屏26块。", about("2024", form="工作要点")),
        ("医院2024年度述职报告\n\n截至2024年底，全院共有电子屏26块。", about("2024", form="述职报告")),
    ),
)
def plan_years(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind != "年度" or "要点" not in reading.known.format:
        return
    for one, match in reading.search(_OPENS):
        group = "year" if match["year"] else "made"
        if int(match[group]) != period.year:
            message = f"要点是{period.year}年的，开头写{match[group]}年"
            yield span(one, match, message, group=group, suggestion=f"{period.year}")
    for pattern, what in ((_AGAINST, "比较的应是以前的年份"), (_AS_OF, "要点写在年初，截至的日子还没有到")):
        for one, match in reading.search(pattern, view="plain"):
            if int(match[1]) >= period.year:
                end = match.end(1) + (2 if pattern is _AS_OF else 1)
                yield Hit(one, match.start(), end, f"“{one.text[match.start() : end]}”：{what}", "warning")


@rule(
    "R-Y1",
    "上季度问题里的季度",
    level="warning",
    needs="context",
    hits=(
        (
            "社区2025年第二季度研判报告\n\n二、上季度问题整改情况\n⟦2024年第四季度⟧研判发现的2个问题，已整改1个。",
            about("2025Q2", form="研判报告"),
        ),
    ),
    misses=(
        (
            "社区2025年第二季度研判报告\n\n二、上季度问题整改情况\n2025年第一季度研判发现的2个问题，已整改1个。",
            about("2025Q2", form="研判报告"),
        ),
    ),
)
def quarter_before(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind != "季度":
        return
    inside = False
    for one in reading.tree.prose:
        if one.level == 1 or one.level and "季度" in one.text[:20]:
            inside = bool(re.search("上一?季度", one.text[:20]))
        for match in _EARLIER.finditer(one.bare):
            if not inside and not re.search("上一?季度[^。；]{0,24}$", one.bare[: match.start()]):
                continue
            if (int(match[1]), "一二三四".index(match[2]) + 1) != (period.previous.year, period.previous.part):
                end = match.end(2) + 2
                yield Hit(one, match.start(), end, f"上季度是{period.previous.label}，核对")


_HANDED = re.compile(
    r"(?P<deed>(?:发放|张贴|印发|悬挂|散发)(?:各类)?(?:宣传)?(?:资料|折页|手册|传单|单|海报|横幅|明白纸|倡议书))(?P<a>\d+)(?P<unit>份|张|条|册|本)(?P<between>[^。；]{0,40}?)(?P<again>(?P=deed)(?P<b>\d+)(?P=unit))(?=[，。；、])"
)
_ELSEWHERE = re.compile(r"\d月|\d日|其中|分别|第|累计|[在到进][\u4e00-\u9fff]{2}|期间|节|周|又|再|另|支部|社区|[村校]")


@rule(
    "R-C4",
    "同一材料报了两次",
    level="warning",
    source="前后一致",
    hits=("镇里发放宣传资料800份，张贴海报30张，并向群众⟦发放宣传资料650份⟧。",),
    misses=(
        "发放宣传资料800份，张贴海报30张。",
        "3月发放宣传资料800份，4月发放宣传资料650份。",
        "在集市发放宣传资料800份，到村发放宣传资料650份。",
    ),
)
def handed_twice(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_HANDED, view="bare"):
        if match["a"] != match["b"] and not _ELSEWHERE.search(match["between"]):
            message = f"同一句里前面已写{match['a']}{match['unit']}，这里写{match['b']}{match['unit']}，核对"
            yield span(one, match, message, group="again")
