"""Rules that hold the years and periods named in a text against the report's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.period import Period
from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_HAN = "一二三四"
_QUARTER = re.compile(r"(?:(20\d\d)年度?)?(?<![一二三四、前上下])(第?)([一二三四1-4])季度")
_HALF = re.compile(r"(?:(20\d\d)年|[今本]年)?([上下])半年")
_COMPARED = re.compile(r"(?:较|比|与|同|上|去年|自|从|前|截至|截止|相比|环比|由|继|在)[^，。；]{0,6}$")
_ABOUT_PAST = re.compile(
    r"整改|反馈|遗留|查摆|回头看|上报的|研判(?:出|发现|提出|指出|查找|查摆|梳理|列出|明确|认为)|上一?(?:季度|期|年)|去年|相比|同期|分别"
)
_HISTORY = re.compile(
    r"印发|修订|出台|颁布|施行|实施以来|成立|建成|创建|创办|启用|荣获|获评|命名|始建|周年|决议|讲话|致信|回信|视察|考察|同期|"
    r"考核|反馈|动工|开班|启动|筹备|立项|开工|竣工|完工|落成|投用|投入使用|翻建|改建|挂牌|设立|组建|任职|到任|入党|参加工作|述评|述职|考评|评议|审计|巡[视察]|问题|规划|目标|纲要|上年|去年|换届|脱贫|疫情|遗留|台账|调任|当选|任命|退休|履新|接任|调入|转任|担任|入职|毕业|转业|搬迁|入驻|合并|连续|获|被评|任期"
)
_YEARS = re.compile(r"(?<![\d—～~\-至到〔\[（(])(20\d\d)年(度)?(?!代)(?:(\d{1,2})月)?")
_SPANS = {  # "in the past year": what a text of that period doesn't open with
    "季度": re.compile(r"(?<![^，。；\n])[一半]年(?:以)?来(?=，)"),
    "半年": re.compile(r"(?<![^，。；\n])一年(?:以)?来(?=，)"),
    "年度": re.compile(r"(?<![^，。；\n])半年(?:以)?来(?=，)"),
}
_PLANS = re.compile(r"(?:重点)?工作(?:打算|计划|思路|安排)|打算|努力方向")
_OPENING_DAYS = re.compile(r"春节|元旦|元宵|寒假|春季学期|清明")
_ODD_YEAR = re.compile(r"(?<![\d.])(?:\d{3}|\d{5})年(?=第|度|\d{1,2}月|工作|以来|[上下]半年|，)")
_APPOSED = re.compile(
    r"下一?个?季度[（(，]?(?:即|也就是)$|下一?个?季度[（(]$"
)  # 下季度（第三季度）: says the same quarter twice
_NEXT = re.compile(
    r"(?:进入|迈入|转入|即将|预计|列入|纳入|计划|拟|将|预期|定于|推迟到|延至|顺延至|安排在|放在|留待)[^，。；]{0,4}$"
)
_DEADLINE = re.compile(r"(?:\d{1,2}日|[上中下]旬|年?[底末])?(?:之前|以前|前)")
_ARRANGED = re.compile(r"(?:部署|安排|谋划|研究|布置|明确|制定|制订|筹备|审定|确定|讨论)(?:了|好)?$")
_LED = re.compile(
    r"(?:较|由|比|与|同|自|从|早在|截至|截止|到|至|[高低优多少早晚始建立成办生限源止等自]于|力争|—|～|[将拟定]于|争取)[^，。；]{0,3}$"
)
_AIMS = re.compile(r"(?:对照|围绕|紧扣|完成)20\d\d年度?(?:工作|各项|重点)?(?:目标|任务)")
_OLD_MARKS = re.compile(
    r"[^，。；年]{0,8}(?:考核|述职|述评|评议|测评|考评|民主生活会)[^，。；]{0,6}(?:反馈|反映|查摆|指出|发现|问题|意见|结果|情况)"
)


_SERIES = re.compile(r"20\d\d年(?:底|末|初)?[^，。；\d]{0,6}\d")


def _lead(reading: Reading) -> set[int]:
    """Indices of the first two body paragraphs before the first heading."""
    found: list[int] = []
    for one in reading.tree.paragraphs:
        if one.kind == "heading":
            break
        if one.kind == "body":
            found.append(one.index)
    return set(found[:2])


def _quarter_fits(period: Period, year: int | None, quarter: int) -> bool:
    return period.kind == "季度" and quarter == period.part and year in (None, period.year)


def _compared_after(period: Period, quarter: int, rest: str) -> bool:
    """True where the quarter before stands beside this one's figure: 一季度为18场，环比增长50%."""
    last = (period.part - 2) % 4 + 1
    return quarter == last and bool(
        re.match(
            r"(?:为|是|有|则为)?[^，。；]{0,10}\d[^，。；]{0,8}，[^，。；]{0,4}(?:环比|[多少增减]|上升|下降|提高|降低)",
            rest,
        )
    )


@rule(
    "R-Y1",
    "季度与报告期不符",
    level="error",
    needs="context",
    hits=(
        ("柳湾社区2025年第二季度意识形态工作研判报告\n\n⟦第一季度⟧以来，社区平稳。", about("2025Q2", form="研判报告")),
        (
            "柳湾社区2025年第二季度研判报告\n\n⟦第一季度⟧，社区党委按照通知要求查摆问题，总体平稳。",
            about("2025Q2", form="研判报告"),
        ),
        ("柳湾社区2025年⟦第三季度⟧意识形态工作研判报告\n\n本季度，社区平稳。", about("2025Q2", form="研判报告")),
        (
            "双河村2024年第四季度研判报告\n\n一、工作情况\n本季度平稳。\n三、下一步打算\n⟦2025年第二季度⟧内举办不少于2场。",
            about("2024Q4", form="研判报告"),
        ),
        (
            "双河村2024年第一季度研判报告\n\n三、下一步打算\n在下季度（⟦第三季度⟧）开展演练1次。",
            about("2024Q1", form="研判报告"),
        ),
    ),
    misses=(
        (
            "双河村2024年第四季度研判报告\n\n第四季度平稳，较第三季度增加2次。\n三、下一步打算\n2025年第一季度内举办不少于2场。",
            about("2024Q4", form="研判报告"),
        ),
        (
            "柳湾社区2025年第二季度研判报告\n\n第二季度，社区平稳。\n一、开展情况\n第一季度研判发现的2个问题均已整改。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "社区2025年第二季度研判报告\n\n一、情况\n办活动27场，一季度为18场，环比增长50%。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "社区2025年第一季度研判报告\n\n一、情况\n第二季度拟新建的口袋书屋，正在征求意见。",
            about("2025Q1", form="研判报告"),
        ),
        ("镇党委2025年度述职报告\n\n一季度3次、二季度4次，全年7次。", about("2025", form="述职报告")),
    ),
)
def quarters(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind != "季度":
        return
    lead = _lead(reading)
    following = period.next
    planned = any(
        int(match[3]) if match[3].isdigit() else _HAN.index(match[3]) + 1 == following.part
        for one, match in reading.search(_QUARTER, view="bare")
        if one.section == "plan"
    )
    for one, match in reading.search(_QUARTER, view="bare", kinds="all"):
        if one.kind not in ("title", "body", "heading") or one.annex:
            continue
        year = int(match[1]) if match[1] else None
        quarter = int(match[3]) if match[3].isdigit() else _HAN.index(match[3]) + 1
        before, sentence = one.text[: match.start()], _sentence(one, match.start())
        if _APPOSED.search(before) and quarter == period.part:
            yield span(one, match, f"下一季度是{following.label}，这里写“{match[0]}”", level="warning")
            continue
        if _quarter_fits(period, year, quarter) or quarter == following.part and _ARRANGED.search(before):
            continue
        if quarter == following.part and re.match("[^，。；]{0,3}(?:拟|计划|将|预计|准备)", one.text[match.end() :]):
            continue
        right = Period(period.year, "季度", period.part)
        if (one.section == "outlook" or _NEXT.search(before)) and (quarter, year or following.year) == (
            following.part,
            following.year,
        ):
            continue
        if one.section == "plan" or re.search(r"下一步|下季度|计划|力争|将[于在]", sentence):
            if quarter == following.part and year in (None, following.year):
                continue
            past = (year or (period.year if period.part < 4 else period.year + 1), quarter) < (
                following.year,
                following.part,
            )
            if (
                year is None
                and not past
                and not _APPOSED.search(before)
                and planned
                or re.search(r"[至到、前—]$", before)
                or re.match(r"[前末底]|、", one.text[match.end() :])
            ):
                continue
            if year is None and quarter > period.part and not _APPOSED.search(before):
                continue
            yield span(
                one,
                match,
                f"报告期是{period.label}，下一季度是{following.label}，这里写“{match[0]}”",
                level="warning",
                suggestion=None,
            )
        elif one.kind == "title" or one.index in lead:
            opens = not before.strip() and re.match(
                "，|以来|[\u4e00-\u9fff]{2,14}(?:党委|党支部|党总支|党工委)", one.text[match.end() :]
            )
            if (
                one.kind != "title"
                and not opens
                and (_COMPARED.search(before) or _ABOUT_PAST.search(sentence) or "、" in before[-1:])
            ):
                continue
            wanted = (f"{right.year}年" if year else "") + ("第" if match[2] else "") + f"{_HAN[right.part - 1]}季度"
            yield span(one, match, f"“{match[0]}”与报告期“{period.label}”不符", suggestion=wanted)
        elif not (
            _COMPARED.search(before)
            or _compared_after(period, quarter, one.text[match.end() :])
            or _ABOUT_PAST.search(sentence)
            or one.section == "problems"
            or re.search(r"、$", before)
            or re.match(r"[、和与]|的?(?:\d+(?:\.\d+)?|[一二两三四五六七八九])倍", one.text[match.end() :])
        ):
            yield span(one, match, f"“{match[0]}”不在报告期“{period.label}”，核对是否旧稿没有改", level="warning")


@rule(
    "R-Y1",
    "半年、年度与报告期不符",
    level="error",
    needs="context",
    hits=(
        ("石桥镇2025年⟦上半年⟧述职报告\n\n正文开始。", about("2025H2", form="述职报告")),
        ("石桥镇2025年度述职报告\n\n⟦本季度⟧，镇党委认真履职。", about("2025", form="述职报告")),
        ("石桥镇2025年第二季度研判报告\n\n⟦下半年⟧以来，总体平稳。", about("2025Q2", form="研判报告")),
        ("枣林村2024年上半年述职报告\n\n⟦一年来⟧，村党支部认真履职。", about("2024H1", form="述职报告")),
        ("枣林村2024年度述职报告\n\n⟦半年来⟧，村党支部认真履职。", about("2024", form="述职报告")),
    ),
    misses=(
        (
            "石桥镇2025年上半年述职报告\n\n上半年，镇党委认真履职。\n三、下半年打算\n下半年抓好三项工作。",
            about("2025H1", form="述职报告"),
        ),
        ("石桥镇2025年第二季度研判报告\n\n本季度，总体平稳，上半年任务过半。", about("2025Q2", form="研判报告")),
    ),
)
def halves(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or "要点" in reading.known.format:
        return
    lead = _lead(reading)
    for one, match in reading.search(_HALF, view="bare", kinds="all"):
        place = one.kind == "title" or one.index in lead
        other = (period.kind == "半年" and (match[2] == "上") != (period.part == 1)) or (
            period.kind == "季度" and (one.kind == "title" or one.text[match.end() :].startswith(("以来", "，")))
        )
        if (
            place
            and other
            and not _COMPARED.search(one.text[: match.start()])
            and not (one.kind == "title" and (period.kind == "年度" or "暨" in one.text[: match.start()]))
        ):
            yield span(one, match, f"“{match[0]}”与报告期“{period.label}”不符")
    for one, match in reading.search(_SPANS[period.kind], view="bare") if period.kind in _SPANS else ():
        if one.index in lead:
            yield span(one, match, f"“{match[0]}”与报告期“{period.label}”不符", level="warning")
    if period.kind == "季度":
        return
    for one, match in reading.search(re.compile(r"本季度"), view="bare"):
        if one.index in lead:
            yield span(
                one,
                match,
                f"“本季度”与报告期“{period.label}”不符",
                suggestion=period.this if period.kind == "年度" else None,
            )


@rule(
    "R-Y2",
    "标题年份与报告期不符",
    level="error",
    needs="context",
    hits=(("石桥镇⟦2024年⟧度述职报告\n\n正文开始。", about("2025", form="述职报告")),),
    misses=(
        ("石桥镇2025年度述职报告\n\n正文开始。", about("2025", form="述职报告")),
        ("局2024年工作总结暨2025年工作计划\n\n正文。", about("2024", form="述职报告")),
    ),
)
def title_year(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    found = list(reading.search(re.compile(r"(?<![\d〔—～-])(20\d\d)年"), view="bare", kinds="title"))
    if period and reading.sure and found and all(int(match[1]) != period.year for _, match in found):
        one, match = found[0]
        yield span(one, match, f"标题写{match[1]}年，报告期是{period.label}", suggestion=f"{period.year}年")


@rule(
    "R-Y2",
    "年份漏改",
    level="error",
    needs="context",
    hits=(
        ("石桥镇2025年度述职报告\n\n⟦2023年⟧，我镇党委认真履职。", about("2025", form="述职报告")),
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇认真履职。\n一、履职情况\n⟦2024年5月⟧，召开部署会1次。",
            about("2025", form="述职报告"),
        ),
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇认真履职。\n一、履职情况\n⟦2022年度⟧共召开部署会4次。",
            about("2025", form="述职报告"),
        ),
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇认真履职。\n一、履职情况\n纳入目标管理考核，⟦2024年7月⟧召开专题会议。",
            about("2025", form="述职报告"),
        ),
        (
            "社区2023年第一季度研判报告\n\n一、总体情况\n党委于⟦2022年1月⟧调整领导小组。",
            about("2023Q1", form="研判报告"),
        ),
        (
            "街道2025年工作要点\n\n一、压实责任\n针对⟦2023年度⟧考核反馈的6个问题逐项整改。",
            about("2025", form="工作要点"),
        ),
    ),
    misses=(
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇认真履职。\n一、履职情况\n文化中心改造已列入2026年民生实事项目，预计2026年1月开工。",
            about("2025", form="述职报告"),
        ),
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇认真履职。\n一、履职情况\n本人于2022年3月到任，2023年7月当选书记。自2015年《实施办法》印发以来，制度逐步健全。2024年度考核反馈问题3个均已整改。\n三、下一步打算\n2026年，抓好三项工作。",
            about("2025", form="述职报告"),
        ),
        (
            "石桥镇2025年工作要点\n\n一、抓宣传\n2024年推送信息312条。2025年达到360条。",
            about("2025", form="工作要点"),
        ),
        (
            "石桥镇2025年度述职报告\n\n2025年，我镇落实2021—2025年规划，完成率较2024年提高2个百分点，到2035年远景目标明确。",
            about("2025", form="述职报告"),
        ),
    ),
)
def years(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period:
        return
    lead = _lead(reading)
    for one, match in reading.search(_YEARS, view="bare", kinds="all"):
        year = int(match[1])
        if (
            one.kind not in ("body", "heading")
            or one.annex
            or re.match(r"第?[一二三四1-4]季度", one.text[match.end() :])
        ):
            continue
        before, sentence = one.text[: match.start()], _sentence(one, match.start())
        if year == period.year:
            following = one.text[match.end() :]
            ahead = _PLANS.match(following) or one.section == "plan" and _OPENING_DAYS.match(following)
            if ahead and period.next.year > year and "要点" not in reading.known.format:
                yield span(one, match, f"写的是下一年，核对是否应为{year + 1}年", level="warning")
            continue
        ahead = (
            "要点" in reading.known.format
            or one.section in ("plan", "mixed")
            or re.search(r"下一步|明年|计划|将|打算|准备", sentence)
            or re.search(r"下一步|明年|来年", before)
            or one.kind == "heading"
            and re.search(r"安排|目标|任务|思路|举措|措施|打算|对策", sentence)
        )
        if (
            _LED.search(before)
            or re.search(r"(?:总结|回顾|梳理|盘点|巩固|延续)(?:了|好)?$", before)
            or re.match(r"[—～~\-至]", one.text[match.end() :])
            and not (match[3] and re.match(r"[—～~\-至]\d{1,2}月", one.text[match.end() :]))
        ):
            continue
        if year > period.year:
            if "跨年" in sentence:
                continue
            ahead = (
                ahead or one.section == "outlook" or _NEXT.search(before) or _DEADLINE.match(one.text[match.end() :])
            )
            if not ahead or year > period.year + 1 and not re.search(r"前|目标|规划|远景", sentence):
                yield span(one, match, f"{year}年在报告期{period.label}之后，核对年份", level="warning")
            continue
        if (
            re.search(r"以来|以前|之前", one.text[match.end() : match.end() + 12])
            and year >= 2012
            and one.index not in lead
            and not (match[3] and year == period.year - 1 and before.endswith("其中"))
        ):
            continue
        if len(_SERIES.findall(sentence)) > 2:
            continue  # 2022年底1600册，2023年底2100册，2024年底2750册
        if re.match(
            r"[^。]{4,40}(?:形成|积累|总结|摸索)[^。]{0,20}，(?:今年|本年|本季度|如今)", one.text[match.end() :]
        ):
            continue  # 2021年学习……时形成的好做法，今年继续坚持
        certain = f"{period.year}年{match[2] or ''}" if not match[3] else None
        if (
            one.index in lead
            and not before.strip()
            or one.index in lead
            and re.search(r"[。]$", before)
            and not _HISTORY.search(sentence)
        ):
            yield span(one, match, f"首段写{year}年，报告期是{period.label}", suggestion=certain)
        elif year < period.year - 1 and not match[3] and _OLD_MARKS.match(one.text[match.end() :]):
            yield span(one, match, f"报告期是{period.label}，这里还写{match[0]}，核对年份")
        elif f"{period.year}年" in one.bare[match.end() :] and not match[3] and "要点" in reading.known.format:
            continue  # last year's figure beside this year's aim
        elif _HISTORY.search(
            _clause(one, match.start())
            if match[3]
            or one.section == "plan"
            or "要点" in reading.known.format
            or match[2]
            and year < period.year - 1
            else sentence
        ) and not (_AIMS.search(one.text[max(match.start() - 6, 0) : match.end() + 8]) and period.first.month > 1):
            continue
        elif match[3]:
            near = year == period.year - 1 and int(match[3]) >= 11 and (period.kind == "年度" or period.part == 1)
            yield span(
                one,
                match,
                f"“{match[0]}”不是报告期{period.label}的日期",
                level="error" if not near else "warning" if period.kind == "年度" else "info",
            )
        else:
            yield span(
                one,
                match,
                f"“{match[0]}”不是报告期{period.label}的年份，核对是否旧稿没有改",
                level="warning" if year == period.year - 1 else "error",
            )


@rule(
    "R-Y2",
    "年份位数不对",
    level="error",
    hits=("⟦202年⟧第二季度，社区平稳。", "⟦20225年⟧3月，召开会议。"),
    misses=("建校100年，成绩可喜。", "2025年3月，召开会议。", "有着500年历史。"),
)
def odd_years(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ODD_YEAR, kinds="all"):
        if match[0][0] == "2" and match[0][1] == "0" or len(match[0]) == 6:
            yield span(one, match, f"“{match[0]}”：年份不是四位")


@rule(
    "R-Y1",
    "“前×季度以来”",
    level="info",
    source="FORMATS.md 1.4",
    hits=("⟦前三季度以来⟧，全镇平稳。", "⟦第三季度以来⟧，社区平稳。"),
    misses=("今年以来，全镇平稳。", "前三季度，全镇平稳。"),
)
def since_period(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"(?:前[二三两]个?|第[一二三四])季度以来")):
        yield span(one, match, f"“{match[0]}”：期后不接“以来”", suggestion=match[0][:-2])


def _clause(one: Paragraph, position: int) -> str:
    """Return the words between the points around a place, commas too."""
    start = max(one.text.rfind(mark, 0, position) for mark in "，。；：") + 1
    ends = [end for mark in "，。；" if (end := one.text.find(mark, position)) >= 0]
    return one.text[start : min(ends, default=len(one.text))]


def _sentence(one: Paragraph, position: int) -> str:
    start = max(one.text.rfind(mark, 0, position) for mark in "。；") + 1
    ends = [end for mark in "。；" if (end := one.text.find(mark, position)) >= 0]
    return one.text[start : min(ends, default=len(one.text))]
