"""Rules on what is planned: a plan that still names the period just over, a deadline left from an earlier year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.period import Period
from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_WHEN = re.compile(
    r"(?:(?P<year>20\d\d)年度?|[今本]年)?(?:第(?P<quarter>[一二三四])季度|(?<!前)(?P<short>[一二三四])季度|(?P<half>[上下])半年)"
    r"|(?P<whole>20\d\d)年度?(?:全年|(?P<month>\d{1,2})月)?(?![—～~\-至度])"
)
_BEFORE = re.compile(
    r"(?:较|比|与|同|自|从|截至|截止|对|对照|就|针对|根据|结合|按照|参照|围绕|总结|梳理|回顾|巩固|延续|发扬|用好|完成|兑现|公布|通报|汇总|盘点|剖析|在|把|将|和|及|、|至|到|以|"
    r"上报|编制|撰写|印发|落实|继承|沿用|借鉴|运用|评选|表彰|整改|反馈|[—～~\-])(?:了|好|本单位|我[镇乡村社校局院县街])?$"
)
_LIMIT = re.compile(
    r"(?:\d{1,2}日|[上中下]旬|年?底|年?末|中旬|(?:[春秋]季)?(?:学期)?开学|春节|元旦|元宵节?|清明节?|“?五一”?|国庆节?)?(?:之前|以前|前)|内(?![容部外])|年?[底末](?=[，、完建实])"
)
_AIMED = re.compile(
    r"(?:力争|争取|计划|拟|将|定于|安排|确保|打算|准备|预计|预期|放|列入|纳入)(?:在|于)?(?:今年|本年)?$"
)
_WILL = re.compile(
    r"，?(?:我[们镇乡村社校局院县街][\u4e00-\u9fff]{0,6}|[\u4e00-\u9fff]{2,8}?)??(?:将(?!军)|要(?!点|求|闻)|拟|计划(?!的|完成情况)|力争|争取|继续|结合(?!实际)|会同|联合(?!会)|邀请|围绕|依托|请(?=[\u4e00-\u9fff]{2})|为(?=[每各全])|重点(?!工作)|着力|准备|打算|再|至少|不少于|每[月周季村支组半]|集中(?!整治的))"
    r"|，?(?:组织|开展|举办|启动|完成|开设|推出|新增|安排|实施|建成|召开|培训|更新|更换|轮训|制作|培育|打造|选派)(?!的|了|过|以来|率|情况|[^，。；]{0,24}(?:的(?!不)|了|过|已|均))"
)
_DONE = re.compile(
    r"已|曾|发现|排查出|查出|研判出|反映|反馈|暴露|存在|遗留|未完成|通报|经验|成效|成果|基础|教训|得分|排名|同期|以来|未能"
)


def _clause(text: str, at: int) -> tuple[str, str]:
    """Return what stands before and after a place in its clause, commas ending it."""
    start = max(text.rfind(mark, 0, at) for mark in "，。；：") + 1
    ends = [end for mark in "，。；" if (end := text.find(mark, at)) >= 0]
    return text[start:at], text[at : min(ends, default=len(text))]


def _planned(one: Paragraph, at: int) -> bool:
    """True in a section on next steps, and after the words that open one inside a paragraph."""
    opened = re.search(
        r"(?:^|[。；])[^，。；]{0,8}(?:下一步|下一?阶段|明年|来年)(?![^，。；]{0,4}的问题)", one.text[:at]
    )
    return one.section == "plan" or one.section == "" and bool(opened)


def _over(period: Period, match: re.Match[str]) -> bool:
    """True where the words name the report's own period, or one that ended before it does."""
    named = match["year"] or match["whole"]
    if named and int(named) != period.year:
        return False
    part = "一二三四".find(match["quarter"] or match["short"] or " ") + 1
    if part or match["half"]:
        own = (
            period.kind == "季度"
            and part == period.part
            or period.kind == "半年"
            and match["half"] == "上下"[period.part - 1]
        )
        end = part or (2 if match["half"] == "上" else 4)
        return own or bool(named) and end <= period.last.month // 3
    late = period.next.year > period.year
    return bool(named) and late and (not match["month"] or int(match["month"]) < period.last.month)


@rule(
    "R-Y1",
    "下一步里写本期",
    level="warning",
    needs="context",
    hits=(
        (
            "云岭镇2024年第三季度研判报告\n\n三、下一步工作措施\n其次，开展农家书屋清查，⟦第三季度⟧内更新图书不少于600册。",
            about("2024Q3"),
        ),
        ("云岭镇2024年第三季度研判报告\n\n三、下一步打算\n组织宣讲，力争⟦第三季度⟧覆盖全部行政村。", about("2024Q3")),
        ("云岭镇2024年第三季度研判报告\n\n三、下一步打算\n⟦第三季度⟧末前完成整改。", about("2024Q3")),
        ("云岭镇2024年第三季度研判报告\n\n三、下一步打算\n⟦第三季度⟧，镇党委将重点抓好三项工作。", about("2024Q3")),
        ("云岭镇2024年第三季度研判报告\n\n三、下一步打算\n一是抓宣讲，⟦三季度⟧组织宣讲不少于6场。", about("2024Q3")),
        ("石桥镇2025年上半年研判报告\n\n三、下一步打算\n加强培训，⟦上半年⟧计划举办培训班2期。", about("2025H1")),
        ("中医院2024年度述职报告\n\n三、下一步打算\n组建小组，⟦2024年⟧推出科普短视频不少于24条。", about("2024")),
        ("林场2023年度述职报告\n\n三、下步打算\n培养队伍，力争⟦2023年⟧在媒体刊发稿件10篇。", about("2023")),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n⟦2025年⟧，镇党委将重点抓好三项工作。", about("2025")),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n抓培训，⟦2025年6月⟧底前实现全覆盖。", about("2025")),
        ("柏树沟村2024年第四季度研判报告\n\n三、下一步打算\n力争⟦2024年上半年⟧建成广场。", about("2024Q4")),
        ("石桥镇2025年第四季度研判报告\n\n三、下一步打算\n确保⟦2025年全年⟧宣讲不少于20场。", about("2025Q4")),
        ("石桥中学2024年度述职报告\n\n三、下一步打算\n组建社团，⟦2024年全年⟧推出短视频不少于20条。", about("2024")),
        ("石桥镇2025年度述职报告\n\n最后说明年打算。抓好培训，⟦2025年⟧举办培训班4期。", about("2025")),
    ),
    misses=(
        ("中医院2024年度述职报告\n\n三、下一步打算\n上半年完成文化墙更新，第一季度组织轮训。", about("2024")),
        (
            "云岭镇2024年第三季度研判报告\n\n三、下一步打算\n较第三季度多宣讲2场。在第三季度工作基础上，抓好培训。针对第三季度内发现的问题，抓好整改。第三季度开展的活动效果较好，继续坚持。总结第三季度经验，第四季度组织宣讲6场。",
            about("2024Q3"),
        ),
        (
            "中医院2024年度述职报告\n\n三、下一步打算\n对2024年度考核反馈的问题逐项整改。总结2024年经验做法，2025年推出短视频24条。完成2024年未完成的2项任务。2024年排查出的隐患已列入清单，继续整改。",
            about("2024"),
        ),
        ("石桥镇2025年第四季度研判报告\n\n三、下一步打算\n2025年12月底前完成整改。", about("2025Q4")),
        ("石桥镇2025年第二季度研判报告\n\n三、下一步打算\n2025年年底前完成整改。", about("2025Q2")),
        ("石桥镇2025年度述职报告\n\n一、履职情况\n2025年组织宣讲20场。", about("2025")),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n上半年完成一次需求调查，第三季度组织宣讲6场。", about("2025")),
        ("石桥镇2025年上半年研判报告\n\n三、下半年打算\n下半年计划举办培训班2期。", about("2025H1")),
    ),
)
def own_period_planned(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or "要点" in reading.known.format:
        return
    for one, match in reading.search(_WHEN, view="bare"):
        if one.annex or not _over(period, match) or not _planned(one, match.start()):
            continue
        before, after = one.text[: match.start()], one.text[match.end() :]
        lead, rest = _clause(one.bare, match.start())
        rest = rest[match.end() - match.start() :]
        limit, aimed = _LIMIT.match(after), _AIMED.search(before)
        if (
            _DONE.search(rest)
            or re.search(r"基础|相比", lead + rest)
            or not aimed
            and not limit
            and _BEFORE.search(lead)
        ):
            continue
        if lead.endswith(("较", "比", "与", "截至", "截止", "至", "针对", "对")) or re.match(
            r"[^，。；]{0,8}的(?:问题|做法)", rest
        ):
            continue
        year = match["whole"] or match["year"]
        opens = not re.search(r"[\u4e00-\u9fff]$", lead) or re.search(
            r"(?:[一二三四五六七八九十]是|其[次一二三]|首先|最后)$", lead
        )
        if limit or aimed or opens and _WILL.match(after):
            wanted = (
                f"{period.year + 1}年" if year and not match["half"] and not match["quarter"] else period.next.label
            )
            yield span(one, match, f"写的是下一步，却写“{match[0]}”，核对是否应为{wanted}")


_PAST_LIMIT = re.compile(
    r"(?<![\d—～~\-至到〔\[（(])(20\d\d)年(?:度|\d{1,2}月(?:份|\d{1,2}日|[上中下]旬)?|[上下]半年|第[一二三四]季度)?(?:年?[底末])?(?:之前|以前|前(?!期|后|半|三|往|来|述|身))"
)
_NEXT_LIMIT = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(?:\d{1,2}日|[上中下]旬|底|末)?(?:之前|以前|前)")
_RELATIVE = re.compile(r"[^，。；]{0,14}(?:的(?!不|有)|以来|已|曾|未|尚|仍)")


@rule(
    "R-Y2",
    "期限不在报告期",
    level="error",
    needs="context",
    hits=(
        (
            "望牛乡2024年意识形态工作要点\n\n五、严格考核\n列入年度考核，⟦2023年12月底前⟧组织村党支部书记开展专项述职。",
            about("2024", form="工作要点"),
        ),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n抓好轮训，⟦2024年6月底前⟧完成考核反馈问题整改。", about("2025")),
        ("石桥镇2025年第二季度研判报告\n\n三、下一步措施\n更新展板，⟦2024年底前⟧全部更换完毕。", about("2025Q2")),
        ("石桥镇2025年工作要点\n\n一、压实责任\n⟦2026年11月底前⟧完成轮训。", about("2025", form="工作要点")),
        ("石桥镇2025年工作要点\n\n一、压实责任\n⟦2024年第三季度前⟧修订制度。", about("2025", form="工作要点")),
    ),
    misses=(
        (
            "石桥镇2025年工作要点\n\n一、压实责任\n2026年1月底前报送总结，到2026年12月底前三年任务完成。",
            about("2025", form="工作要点"),
        ),
        ("石桥镇2025年工作要点\n\n一、压实责任\n2025年12月底前组织述职。", about("2025", form="工作要点")),
        (
            "石桥镇2025年工作要点\n\n一、压实责任\n对2023年12月底前建成的阵地开展回头看。",
            about("2025", form="工作要点"),
        ),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n2026年6月底前完成轮训。", about("2025")),
        ("石桥镇2025年度述职报告\n\n一、履职情况\n2024年12月底前印发的制度已落实。", about("2025")),
    ),
)
def past_deadlines(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period:
        return
    ahead = "要点" in reading.known.format
    for one, match in reading.search(_NEXT_LIMIT, view="bare") if ahead else ():
        lead, _ = _clause(one.bare, match.start())
        if int(match[1]) == period.year + 1 and int(match[2]) > 3 and not re.search("到|力争|规划|三年|周期", lead):
            yield span(one, match, f"要点是{period.label}的，期限写到“{match[0]}”，核对年份", level="warning")
    for one, match in reading.search(_PAST_LIMIT, view="bare"):
        late = int(match[1]) < period.year and not one.annex and (ahead or _planned(one, match.start()))
        lead, _ = _clause(one.bare, match.start())
        if late and not lead.endswith(("对", "较", "比", "自", "将")) and not _RELATIVE.match(one.bare[match.end() :]):
            yield span(one, match, f"“{match[0]}”早于{period.label}，期限不会在此前")


_DUE_MONTH = re.compile(
    r"(?:(?<![\d—～\-])(?P<year>20\d\d)年|(?<![\d年、至到—～\-]))(?P<month>\d{1,2})月(?:份|\d{1,2}日|[上中下]旬)?(?:[底末])?(?:之前|以前|前(?!期|后|半|三|往|来))"
)


@rule(
    "R-Y3",
    "下一步的期限已过",
    level="warning",
    needs="context",
    hits=(
        ("柳湾社区2025年第二季度研判报告\n\n三、下一步措施\n⟦5月底前⟧完成微信群清理。", about("2025Q2")),
        ("柳湾社区2025年上半年研判报告\n\n三、下一步打算\n开展排查，⟦3月20日前⟧整改到位。", about("2025H1")),
        ("柳湾社区2025年上半年研判报告\n\n三、下一步打算\n增设咨询台，⟦2025年5月底前⟧投入使用。", about("2025H1")),
    ),
    misses=(
        ("柳湾社区2025年第二季度研判报告\n\n三、下一步措施\n6月底前完成微信群清理，9月底前更换展板。", about("2025Q2")),
        ("柳湾社区2025年第二季度研判报告\n\n三、下一步措施\n明年4月底前建成阵地，2026年5月底前验收。", about("2025Q2")),
        ("柳湾社区2025年度述职报告\n\n三、下一步措施\n5月底前完成微信群清理。", about("2025")),
        ("柳湾社区2025年第二季度研判报告\n\n三、下一步措施\n对5月底前未整改的2处问题挂牌督办。", about("2025Q2")),
    ),
)
def due_already(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.next.year > period.year or "要点" in reading.known.format:
        return
    for one, match in reading.search(_DUE_MONTH, view="bare"):
        own = match["year"] in (None, str(period.year))
        over = own and period.first.month <= int(match["month"]) < period.last.month and _planned(one, match.start())
        lead, _ = _clause(one.bare, match.start())
        if over and not re.search(r"明年|次年|来年|每|对$|的$", lead) and not _RELATIVE.match(one.bare[match.end() :]):
            yield span(one, match, f"写的是下一步，{match[0]}却已过去，核对月份")
