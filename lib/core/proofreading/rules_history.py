"""Rules on times told from the report's own: the quarter compared with, one outside the half-year, what is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_COMPARED = re.compile(
    r"(?<![占对评配])(?:较|比|相比于?|(?<![自来])由|从(?=第?[一二三四]季度的\d))(?P<year>上年|去年|(?P<number>20\d\d)年)?(?P<said>第?(?P<quarter>[一二三四])季度)(?!.{0,6}(?:同期|末))"
)
_FIGURED = re.compile(r"(?<![一二三四])第?(?P<quarter>[一二三四])季度[^，。；\d]{0,10}\d+[\u4e00-\u9fff]")
_DATED = re.compile(r"20\d\d年|去年|上年|同期|明年|下一?年")
_COMING = re.compile(
    r"(?P<word>预计|拟于|拟在|将于|将在|定于|力争)(?:在|于)?(?P<date>(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?)"
)
_AIMED = re.compile(r"(?P<date>(?P<year>20\d\d)年)，?(?:力争|争取|确保|计划|拟)(?=[^，。；]{2,})")
_SESSION = re.compile(
    r"(?P<name>(?:十[六七八九]|二十一?)届[一二三四五六七八]中全会)(?P<event>(?:胜利)?(?:召开|闭幕)(?:后|之后|期间|之际|以来|，)|公报)"
)
_MONTHS = 5  # a session is told as news for so many months


@rule(
    "R-Y1",
    "比较的季度",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        (
            "乡2025年第四季度研判报告\n\n一、开展情况\n推送信息74条，⟦比第二季度⟧的60条增加14条。",
            about("2025Q4", form="研判报告"),
        ),
        (
            "局2025年第三季度研判报告\n\n一、开展情况\n推送57条，⟦较第四季度⟧增长126%。",
            about("2025Q3", form="研判报告"),
        ),
    ),
    misses=(
        (
            "乡2025年第四季度研判报告\n\n一、开展情况\n推送信息74条，比第三季度的60条增加14条。",
            about("2025Q4", form="研判报告"),
        ),
        (
            "乡2025年第一季度研判报告\n\n一、开展情况\n推送信息74条，比2024年第四季度的60条增加14条。",
            about("2025Q1", form="研判报告"),
        ),
        (
            "乡2025年第二季度研判报告\n\n一、开展情况\n推送信息74条，比去年第二季度的60条增加14条。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "乡2025年第四季度研判报告\n\n一、开展情况\n推送信息74条，比前三个季度平均多。",
            about("2025Q4", form="研判报告"),
        ),
    ),
)
def compared_quarter(reading: Reading) -> Iterator[Hit]:
    """A quarter's report compares with the quarter before it, or with the same one of the year before."""
    period = reading.known.period
    if not period or period.kind != "季度":
        return
    last = period.part - 1 or 4
    for one, match in reading.search(_COMPARED, view="bare"):
        if one.section == "plan":
            continue
        quarter = "一二三四".index(match["quarter"]) + 1
        year = int(match["number"]) if match["number"] else period.year - 1 if match["year"] else None
        same = year is not None and year < period.year and quarter == period.part
        if quarter != last and not same:
            yield Hit(one, match.start(), match.end(), f"报告期是{period.label}，核对比较的是哪个季度")


_REPORTED = re.compile(
    r"现将(?:[\u4e00-\u9fff]{0,8}?)(?:20\d\d年)?(?P<said>第?(?P<quarter>[一二三四])季度)[^，。]{0,20}(?:报告|汇报)如下"
    r"|(?<=对)(?:20\d\d年)?(?P<held>第?(?P<of>[一二三四])季度)[^，。]{0,14}(?:情况|形势)?(?:开展|进行)了?(?:分析|综合)?研判"
)
_HALF_PLANNED = re.compile(
    r"^(?:[一二三四五六七]、|（[一二三四五六七]）)(?:20\d\d年)?(?P<said>[上下]半年)(?:重点|下步)?(?:工作)?(?:措施|打算|安排|计划|思路|重点)"
)
_PLANNED = re.compile(
    r"^(?:[一二三四五六七]、|（[一二三四五六七]）)(?:20\d\d年)?(?P<said>第(?P<quarter>[一二三四])季度)(?:重点)?(?:工作)?(?:打算|安排|计划|思路|重点)"
)


@rule(
    "R-Y1",
    "报告句和打算标题里的季度",
    level="error",
    needs="context",
    source="前后一致",
    hits=(
        (
            "村2024年第一季度研判报告\n\n村党支部对⟦第四季度⟧意识形态领域情况进行了分析研判。",
            about("2024Q1", form="研判报告"),
        ),
        ("社区2024年第一季度研判报告\n\n总体平稳。现将⟦第二季度⟧研判情况报告如下。", about("2024Q1", form="研判报告")),
        ("医院2023年上半年研判报告\n\n平稳。\n三、⟦上半年⟧工作措施\n抓好宣讲。", about("2023H1", form="研判报告")),
        ("村2024年第一季度研判报告\n\n平稳。\n三、⟦第四季度⟧打算\n抓好宣讲。", about("2024Q1", form="研判报告")),
    ),
    misses=(
        ("社区2024年第一季度研判报告\n\n总体平稳。现将第一季度研判情况报告如下。", about("2024Q1", form="研判报告")),
        ("村2024年第一季度研判报告\n\n平稳。\n三、第二季度打算\n抓好宣讲。", about("2024Q1", form="研判报告")),
    ),
)
def formula_quarter(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if period and period.kind == "半年":
        for one, match in reading.search(_HALF_PLANNED, kinds="all"):
            if match["said"][0] == "上下"[period.part - 1]:
                said = f"报告期是{period.label}，打算应是{'下半年' if period.part == 1 else '明年上半年'}的"
                yield Hit(one, match.start("said"), match.end("said"), said)
    if not period or period.kind != "季度":
        return
    for pattern, part in ((_REPORTED, period.part), (_PLANNED, period.part % 4 + 1)):
        for one, match in reading.search(pattern, kinds="all"):
            group = "held" if match.groupdict().get("held") else "said"
            quarter = match["of"] if group == "held" else match["quarter"]
            if "一二三四".index(quarter) + 1 != part:
                yield Hit(
                    one,
                    match.start(group),
                    match.end(group),
                    f"报告期是{period.label}，这里应是第{'一二三四'[part - 1]}季度",
                )


@rule(
    "R-Y1",
    "半年里没有的季度",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        (
            "局2025年上半年研判报告\n\n一、开展情况\n学习8次，第一季度4次、⟦第三季度⟧4次。",
            about("2025H1", form="研判报告"),
        ),
    ),
    misses=(
        (
            "局2025年上半年研判报告\n\n一、开展情况\n学习8次，第一季度4次、第二季度4次。",
            about("2025H1", form="研判报告"),
        ),
        ("局2025年下半年研判报告\n\n一、开展情况\n去年第一季度4次，第三季度5次。", about("2025H2", form="研判报告")),
        ("局2025年上半年研判报告\n\n三、下一步打算\n第三季度开展宣讲6场。", about("2025H1", form="研判报告")),
    ),
)
def other_half(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind != "半年":
        return
    own = (1, 2) if period.part == 1 else (3, 4)
    for one, match in reading.search(_FIGURED, view="bare"):
        sentence = re.split("[。；]", one.bare[: match.start()])[-1]
        if (
            one.section in ("plan", "outlook", "mixed")
            or _DATED.search(sentence)
            or re.search("计划|下一步|将$|较$|比$", sentence)
        ):
            continue
        if "一二三四".index(match["quarter"]) + 1 not in own:
            place = match.start("quarter")
            yield Hit(one, match.start(), place + 3, f"报告期是{period.label}，没有这个季度")


@rule(
    "R-Y2",
    "要做的事在过去",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("医院2025年第四季度研判报告\n\n二、存在的问题\n新院区⟦预计2024年3月⟧启用。", about("2025Q4", form="研判报告")),
        ("局2026年工作要点\n\n办好诉求。⟦2025年力争⟧满意度比上年提高2个百分点。", about("2026", form="工作要点")),
    ),
    misses=(
        ("医院2025年第四季度研判报告\n\n二、存在的问题\n新院区预计2026年3月启用。", about("2025Q4", form="研判报告")),
        ("局2026年工作要点\n\n2025年计划招生120名，实际招生118名。", about("2026", form="工作要点")),
    ),
)
def to_come(reading: Reading) -> Iterator[Hit]:
    """Something expected, or aimed at, in a year or month that was over before the period began."""
    period = reading.known.period
    if not period:
        return
    first = (period.first.year, period.first.month)
    for one, match in reading.search(_COMING):
        before = re.split("[。；]", one.text[: match.start()])[-1]
        month = int(match["month"] or 12)
        if (int(match["year"]), month) < first and not re.search("原|曾|当时|此前|去年|上年", before):
            yield span(one, match, f"报告期是{period.label}，“{match[0]}”已经过去")
    for one, match in reading.search(_AIMED) if "要点" in reading.known.format else ():
        rest = re.split("[。；]", one.text[match.end() :])[0]
        if int(match["year"]) < period.year and not re.search("实际|完成|超额|未", rest):
            yield span(one, match, f"报告期是{period.label}，核对这里的年份")


_TERM = re.compile(r"(?P<year>20\d\d)年?(?P<season>[春秋])季?学期(?!以来|起|末)")
_TERM_MONTHS = {"春": (2, 7), "秋": (8, 13)}  # the autumn term ends in January


@rule(
    "R-Y2",
    "学期不在报告期",
    level="warning",
    needs="context",
    source="学年起止",
    hits=(("小学2023年上半年研判报告\n\n一、情况\n⟦2022年春季学期⟧开学第一周召开会议。", about("2023H1")),),
    misses=(
        ("小学2023年上半年研判报告\n\n一、情况\n2023年春季学期开学第一周召开会议。", about("2023H1")),
        ("小学2023年上半年研判报告\n\n一、情况\n2022年秋季学期末布置寒假作业。", about("2023H1")),
        ("小学2023年上半年研判报告\n\n一、情况\n自2022年春季学期开始，每周巡查。", about("2023H1")),
        ("小学2023年上半年研判报告\n\n三、下一步打算\n2023年秋季学期开展讲座。", about("2023H1")),
    ),
)
def term_outside(reading: Reading) -> Iterator[Hit]:
    """A school term that lies wholly outside the period, told as something done."""
    period = reading.known.period
    if not period or "要点" in reading.known.format:
        return
    first, last = (12 * day.year + day.month for day in (period.first, period.last))
    for one, match in reading.search(_TERM):
        year, (start, end) = int(match["year"]), _TERM_MONTHS[match["season"]]
        clause = re.split("[，。；]", one.text[: match.start()])[-1]
        if one.section in ("plan", "outlook", "mixed") or re.search("自|从|较|比|与|原|计划|将$|拟$|[由至到]$", clause):
            continue
        if 12 * year + end < first or 12 * year + start > last:
            yield span(one, match, f"报告期是{period.label}，核对学期")


_NOW = re.compile(
    r"(?:^|(?<=[，。；：]))(?P<said>(?P<year>20\d\d)?年?第?(?P<quarter>[一二三四])季度)(?=内|底前|末前|前完成|以[\u4e00-\u9fff]{2,6}为主|每[周月]|计划|力争|完成|开展|组织|举办|推出|安排|召开|至少|争取|将|拟|重点[抓做]|再)"
)


@rule(
    "R-Y1",
    "打算里写的是本季度",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        (
            "村2024年第一季度研判报告\n\n三、下一步打算\n组建宣讲小分队，⟦第一季度⟧以线上为主，每月宣讲1场。",
            about("2024Q1", form="研判报告"),
        ),
    ),
    misses=(
        (
            "村2024年第一季度研判报告\n\n三、下一步打算\n组建宣讲小分队，第二季度以线上为主，每月宣讲1场。",
            about("2024Q1", form="研判报告"),
        ),
        (
            "村2024年第一季度研判报告\n\n三、下一步打算\n针对第一季度发现的问题，逐条整改，2025年第一季度完成。",
            about("2024Q1", form="研判报告"),
        ),
    ),
)
def planned_for_now(reading: Reading) -> Iterator[Hit]:
    """A quarter's report that plans something for the quarter it reports on."""
    period = reading.known.period
    if not period or period.kind != "季度":
        return
    for one, match in reading.search(_NOW, view="bare"):
        same = "一二三四".index(match["quarter"]) + 1 == period.part and match["year"] in (None, str(period.year))
        rest = re.split("[。；]", one.bare[match.end() :])[0]
        if one.section == "plan" and same and not re.search("了|过|基础上|完成情况|未完成", rest):
            yield Hit(one, match.start(), match.end(), f"报告期是{period.label}，下一步写的还是本季度")


@rule(
    "R-Y4",
    "全会召开后的时间",
    level="warning",
    needs="context",
    source="forms/words/会议.yaml",
    hits=(
        (
            "乡2025年第四季度研判报告\n\n10月下旬党的⟦十九届四中全会闭幕后⟧，乡党委及时传达学习。",
            about("2025Q4", form="研判报告"),
        ),
    ),
    misses=(
        (
            "乡2025年第四季度研判报告\n\n10月下旬党的二十届四中全会闭幕后，乡党委及时传达学习。",
            about("2025Q4", form="研判报告"),
        ),
        ("乡2025年第四季度研判报告\n\n自党的十九届四中全会召开以来，制度不断完善。", about("2025Q4", form="研判报告")),
    ),
)
def after_session(reading: Reading) -> Iterator[Hit]:
    """What was done after a session, where that was held long before the period."""
    period = reading.known.period
    if not period or not reading.sure:
        return
    days = {meeting.name: meeting.day for meeting in reading.words.meetings}
    for one, match in reading.search(_SESSION):
        day = days.get(match["name"]) or days.get("党的" + match["name"])
        before = re.split("[。；]", one.text[: match.start()])[-1]
        if not day or re.search("自(?:从)?|20\\d\\d年|当年|以来", before + match["event"]):
            continue
        if (period.first.year - day.year) * 12 + period.first.month - day.month > _MONTHS:
            yield Hit(one, match.start(), match.end(), f"{match['name']}在{day.year}年{day.month}月召开，核对届次")
