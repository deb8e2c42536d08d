"""Rules on dates: the calendar, the reporting period, the date of issue, how a date is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_periods import _sentence
from lib.core.proofreading.tree import Paragraph

_DAY = re.compile(r"(?:(?<!\d)(\d{4})\s*年)?\s*(?<![\d.])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号](?!文|楼|院|公告|线|令)")
_MONTH = re.compile(
    r"(?:(?<!\d)(\d{4})年)?(?<![\d.—～~\-至到、])(\d{1,2})月(?![\d—～~\-至到、])(?:份|初|底|末|[上中下]旬|，|,|以来|间|(?:集中|联合)?(?:召开|组织|开展|举办|邀请|印发|专题研究|对)(?!的))"
)
_BAD_MONTH = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(?!\d)")
_RANGE = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日?\s*[至到—～~\-－–]\s*(?:(\d{1,2})月)?(\d{1,2})日")
_WEEK = re.compile(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日\s*[（(，]?\s*(?:星期|周)([一二三四五六日天])")
_SIGNED = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_ZERO = re.compile(r"(?<!\d)0\d月(?:\d{1,2}日)?|(?<=月)0\d日")
_SHORT = re.compile(
    r"(?<![\d近前约每满])(?:[‘'’])?(?:1[5-9]|2\d|3[0-5])年(?=1?\d月|第[一二三四]季度|度|[上下]半年)|(?:^|(?<=[，。；：、（]))(?:1[5-9]|2\d|3[0-5])年(?=举办|召开|开展|组织|实施|完成|印发|制定|新增|全年|全[镇县村区校局]|[上下]半年|我)"
)
_DOTTED = re.compile(r"(?<![\d.])20\d\d[./．](?:1[0-2]|0?[1-9])[./．](?:[12]\d|3[01]|0?[1-9])(?![\d.])")
_HAN_DATE = re.compile(
    r"\d月[一二三四五六七八九十]{1,3}日|二[〇○零0]二[〇○零一二三四五六七八九]年(?:度|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"
)
_SPOKEN = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}号(?!文|楼|院|公告|令|线)")
_ELSEWHEN = re.compile(
    r"(?:自|从|截至|截止|由|原定|将于|拟于|定于|按|至|到|前|预计(?:在|于|到|将于)?|有望(?:在|于)?|力争(?:在|于)?|争取(?:在|于)?|确保(?:在|于)?)\s*$"
)
_PAST = re.compile(
    r"印发|修订(?:的|后|版|颁布|实施)|出台|施行|成立|整改|反馈|上年|去年|筹备|上季度|跨|任职|启动于|同期|推迟|延期|换届|完成时限|前完成|讲话|致信|回信|视察|计划|将(?!意识|[\u4e00-\u9fff]{2,12}(?:纳入|列入|作为|融入|与))|下一步|下季度"
)
_COMING = re.compile(
    r"推迟|延期|顺延|跨|完成时限|前完成|讲话|换届|计划|拟|预计|预定|将(?!意识|[\u4e00-\u9fff]{2,12}(?:纳入|列入|作为|融入|与))|下一步|下一?季度|下半年|上年|去年|同期"
)


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@rule(
    "R-Y3",
    "日期不存在",
    level="error",
    source="公历",
    hits=(
        "中共柳湾社区委员会\n⟦2025年6月31日⟧",
        "⟦2月30日⟧召开会议。",
        "⟦2023年2月29日⟧召开会议。",
        "⟦2025年13月⟧完成。",
        "⟦13月5日⟧召开会议。",
    ),
    misses=("2025年6月30日召开会议。", "2024年2月29日", "2月29日召开会议。", "每月10日前报送。"),
)
def impossible(reading: Reading) -> Iterator[Hit]:
    known = reading.known.period
    for one, match in reading.search(_DAY, kinds="all"):
        year, month, day = (
            int(match[1] or (known.year if known and reading.sure else 2024)),
            int(match[2]),
            int(match[3]),
        )
        if not make_date(year, month, day):
            last = {4: 30, 6: 30, 9: 30, 11: 30, 2: 28}.get(month)
            why = f"{month}月没有{day}日" if 1 <= month <= 12 else f"没有{month}月"
            yield span(
                one,
                match,
                f"“{match[0].strip()}”：{why}"
                + (f"，{month}月只有{last}天" if last and day <= 31 and year % 4 else ""),
            )
    for one, match in reading.search(_BAD_MONTH, kinds="all"):
        if not 1 <= int(match[2]) <= 12:
            yield span(one, match, f"“{match[0]}”：没有{match[2]}月")


@rule(
    "R-Y3",
    "起止倒置",
    level="error",
    source="公历",
    hits=("⟦6月30日至6月1日⟧开展活动。", "⟦5月20日—18日⟧举办培训。"),
    misses=("6月1日至6月30日", "5月18日—20日", "12月28日至1月5日"),
)
def reversed_range(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_RANGE):
        first, last = (int(match[1]), int(match[2])), (int(match[3] or match[1]), int(match[4]))
        if last < first and not (match[3] and first[0] >= 10 and last[0] <= 3):
            yield span(one, match, f"“{match[0]}”：止日早于起日")


@rule(
    "R-Y3",
    "星期不符",
    level="error",
    source="公历",
    hits=("⟦2025年6月30日（星期二⟧）召开会议。",),
    misses=("2025年6月30日（星期一）召开会议。",),
)
def weekday(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_WEEK, kinds="all"):
        period = reading.known.period if reading.sure else None
        year = int(match[1]) if match[1] else period.year if period else 0
        if (
            not year
            or not match[1]
            and re.search("去年|上年|明年|次年", one.text[max(match.start() - 8, 0) : match.start()])
        ):
            continue
        day = make_date(year, int(match[2]), int(match[3]))
        right = "一二三四五六日"[day.weekday()] if day else ""
        if day and match[4].replace("天", "日") != right:
            yield span(one, match, f"{year}年{day.month}月{day.day}日是星期{right}")


@rule(
    "R-Y3",
    "日期不在报告期",
    level="warning",
    needs="context",
    hits=(
        ("柳湾社区2025年第二季度研判报告\n\n一、开展情况\n⟦7月2日⟧，召开研判会1次。", about("2025Q2", form="研判报告")),
        (
            "柳湾社区2025年第二季度研判报告\n\n一、开展情况\n⟦3月中旬⟧，召开研判会1次。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "柳湾社区2025年第二季度研判报告\n\n一、开展情况\n社区成立宣讲队，⟦8月12日⟧首场开讲。",
            about("2025Q2", form="研判报告"),
        ),
    ),
    misses=(
        (
            "柳湾社区2025年第二季度研判报告\n\n一、开展情况\n5月8日，召开研判会1次。自2月起每周巡查。清理仍在推进，预计7月底完成。\n三、下一步措施\n7月10日前完成整改。",
            about("2025Q2", form="研判报告"),
        ),
        ("局2025年工作要点\n\n一、压实责任\n3月底前完成。", about("2025", form="工作要点")),
    ),
)
def outside_period(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind == "年度" or "要点" in reading.known.format or "要点" in reading.tree.title:
        return
    for one, match, year, month, day in _dated(reading):
        if year is not None and year != period.year:
            continue  # R-Y2 speaks of the year
        when = make_date(period.year, month, day or min(15, 28))
        if not when or period.contains(when) or one.section in ("plan", "problems", "mixed", "outlook"):
            continue
        before = one.text[: match.start()]
        told = _PAST if when < period.first else _COMING
        if (
            _ELSEWHEN.search(before)
            or told.search(_sentence(one, match.start()))
            or re.match(r"[起前底]", one.text[match.end() :])
        ):
            continue
        yield span(one, match, f"“{match[0].rstrip('，,')}”不在报告期{period.label}内")


def _dated(reading: Reading) -> Iterator[tuple[Paragraph, re.Match[str], int | None, int, int | None]]:
    for one, match in reading.search(_DAY, view="plain"):
        yield one, match, int(match[1]) if match[1] else None, int(match[2]), int(match[3])
    for one, match in reading.search(_MONTH, view="plain"):
        if 1 <= int(match[2]) <= 12:
            yield one, match, int(match[1]) if match[1] else None, int(match[2]), None


_OPENING = re.compile(r"(?:(20\d\d)年)?(?:第?[一二三四]季度|[上下]半年)(?:以来|，)")


@rule(
    "R-Y1",
    "开头的报告期与题名不符",
    level="error",
    needs="context",
    hits=(
        (
            "县三中2025年上半年研判报告\n\n⟦2025年第一季度，⟧学校党总支认真落实责任制。",
            about("2025H1", form="研判报告"),
        ),
        ("石桥镇2025年度述职报告\n\n⟦2025年上半年，⟧本人认真履职。", about("2025", form="述职报告")),
    ),
    misses=(
        ("县三中2025年上半年研判报告\n\n2025年上半年，学校党总支认真落实责任制。", about("2025H1", form="研判报告")),
        ("石桥镇2025年度述职报告\n\n一、开展情况\n第一季度，组织学习3次。", about("2025", form="述职报告")),
        ("石桥镇2026年工作要点\n\n第一季度，部署全年任务。", about("2026", form="工作要点")),
    ),
)
def opened_elsewhen(reading: Reading) -> Iterator[Hit]:
    """The first paragraph opens with a quarter in a half-year's or a year's report, or with a half in a year's."""
    period = reading.known.period
    if not period or period.kind == "季度" or "要点" in reading.known.format + reading.tree.title:
        return
    first = next((one for one in reading.tree.paragraphs if one.kind in ("body", "heading")), None)
    match = _OPENING.match(first.text) if first and first.kind == "body" else None
    if first and match and not (period.kind == "半年" and "半年" in match[0]):
        yield Hit(first, 0, match.end(), f"报告期是{period.label}，开头写“{match[0].rstrip('，')}”")


@rule(
    "R-Y3",
    "落款日早于正文日期",
    level="error",
    source="前后一致",
    hits=(
        "石桥镇2025年第二季度研判报告\n\n一、开展情况\n2025年6月20日，召开研判会1次。\n\n中共石桥镇委员会\n⟦2025年6月10日⟧",
        "石桥镇2025年第二季度研判报告\n\n一、开展情况\n广播截至6月27日累计播出178次。\n\n中共石桥镇委员会\n⟦2025年6月26日⟧",
    ),
    misses=(
        "石桥镇2025年第二季度研判报告\n\n一、开展情况\n2025年6月20日，召开研判会1次。\n\n中共石桥镇委员会\n2025年6月28日",
        "石桥镇2025年第二季度研判报告\n\n三、下一步打算\n2025年7月20日前完成整改。\n\n中共石桥镇委员会\n2025年6月28日",
    ),
)
def signed_early(reading: Reading) -> Iterator[Hit]:
    signed, when = _signed(reading)
    if not signed or not when or re.search(r"要点|方案|预案|计划|通知|意见|纪要|办法", reading.tree.title):
        return
    year = reading.known.period.year if reading.known.period else when.year
    days = []
    for one, match in reading.search(_DAY, view="plain"):
        sentence = _sentence(one, match.start())
        if (
            (one.section == "" or re.search(r"审议|通过了|已于|召开了", sentence))
            and not one.annex
            and not re.search(
                r"前|将|计划|拟|下一步|下季度|时限|截至(?!(?:\d+年)?\d+月\d+日(?:，?累计|，?已|，?共))|之间", sentence
            )
        ):
            found = make_date(int(match[1] or year), int(match[2]), int(match[3]))
            if found and (
                not reading.sure or reading.known.period is None or reading.known.period.contains(found)
            ):  # others are told as outside the period
                days.append(found)
    if days and max(days) > when:
        match = _SIGNED.search(signed.text)
        last = max(days)
        yield (
            Hit(signed, match.start(), match.end(), f"落款日早于正文里的{last.month}月{last.day}日")
            if match
            else Hit(signed, 0, len(signed.text), "落款日早于正文日期")
        )


@rule(
    "R-Y3",
    "落款日与报告期不合",
    level="error",
    needs="context",
    hits=(
        (
            "石桥镇2025年第二季度研判报告\n\n本季度，总体平稳。\n\n中共石桥镇委员会\n⟦2024年6月28日⟧",
            about("2025Q2", form="研判报告"),
        ),
    ),
    misses=(
        (
            "石桥镇2025年第二季度研判报告\n\n本季度，总体平稳。\n\n中共石桥镇委员会\n2025年6月28日",
            about("2025Q2", form="研判报告"),
        ),
        (
            "石桥镇2025年度述职报告\n\n本年度，总体平稳。\n\n中共石桥镇委员会\n2026年1月8日",
            about("2025", form="述职报告"),
        ),
        ("局2025年工作要点\n\n总体要求是。\n\n中共县局党组\n2025年2月8日", about("2025", form="工作要点")),
    ),
)
def signed_elsewhen(reading: Reading) -> Iterator[Hit]:
    signed, when = _signed(reading)
    period = reading.known.period
    if not signed or not when or not period or not reading.known.format:
        return
    match = _SIGNED.search(signed.text)
    place = (match.start(), match.end()) if match else (0, len(signed.text))
    if "要点" in reading.known.format:
        if not (date(period.year - 1, 11, 1) <= when <= period.last):
            yield Hit(signed, *place, f"落款日与{period.label}的要点不合", "warning")
        return
    if when < period.first:
        yield Hit(signed, *place, f"落款日早于报告期{period.label}")
    elif (when - period.last).days > 75:
        yield Hit(signed, *place, f"落款日比报告期{period.label}结束晚了{(when - period.last).days}天", "warning")
    elif (period.last - when).days > {"季度": 45, "半年": 75}.get(period.kind, 90):
        yield Hit(
            signed,
            *place,
            f"落款日早于报告期末（{period.last.month}月{period.last.day}日）{(period.last - when).days}天，核对年份",
            "warning",
        )
    elif (when - period.last).days > 30 or (period.last - when).days > 15:
        yield Hit(signed, *place, f"落款日离报告期末（{period.last.month}月{period.last.day}日）较远", "info")


def _signed(reading: Reading) -> tuple[Paragraph | None, date | None]:
    signed = reading.tree.signed
    match = _SIGNED.search(signed.text) if signed else None
    return (signed, make_date(int(match[1]), int(match[2]), int(match[3]))) if match else (None, None)


@rule(
    "R-D7",
    "日期写法",
    level="warning",
    source="GB/T 15835—2011 5.1；GB/T 9704—2012 7.3.5",
    hits=(
        "⟦07月05日⟧召开会议。",
        "⟦25年⟧3月，召开会议。",
        "办好家长学校，⟦23年⟧举办家长课堂4次。",
        "中共石桥镇委员会\n⟦2025.7.5⟧",
        "中共石桥镇委员会\n⟦二〇二五年七月五日⟧",
        "⟦7月5号⟧召开会议。",
    ),
    misses=(
        "2025年7月5日",
        "10月8日召开会议。",
        "近25年3月均有活动。",
        "从教23年，举办讲座多场。",
        "标准2025.7",
        "按12月4号文件要求",
    ),
)
def written(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ZERO, kinds="all"):
        if one.kind != "table":
            yield span(one, match, "月、日不编虚位（不写0）", suggestion=re.sub(r"(?<!\d)0", "", match[0]))
    for one, match in reading.search(_SHORT, kinds="all"):
        yield span(one, match, "年份写四位", suggestion="20" + match[0].lstrip("‘'’"))
    for one, match in reading.search(_DOTTED, view="bare", kinds="all"):
        if one.kind != "table":
            year, month, day = re.split(r"[./．]", match[0])
            yield span(one, match, "日期写成年月日", suggestion=f"{year}年{int(month)}月{int(day)}日")
    for one, match in reading.search(_HAN_DATE, view="bare", kinds="all"):
        yield span(one, match, "公历年月日用阿拉伯数字")
    for one, match in reading.search(_SPOKEN, kinds="all"):
        yield span(one, match, "“号”改“日”", suggestion=match[0][:-1] + "日")
