"""Rules on spans and years another text's period left behind: 1月至3月 in a second quarter's report, 本季度……2023年11月完工."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_MONTHS = re.compile(
    r"(?:^|(?<=[，。；]))(?:今年|本年)?(?P<first>\d{1,2})月?(?:份)?[至到—～~－-](?P<last>\d{1,2})月(?:份)?(?=[，期间])"
)
_SPANS = {"季度": 3, "半年": 6}  # months of a period
_OTHER = re.compile(
    "去年|上年|同期|较|比|相比|明年|下一|即将|计划|将[于在]|拟|预计|集中|为期|开展|利用|分[批期]|征集|报名|暑|寒|换届"
)


@rule(
    "R-Y1",
    "起止月份与报告期不符",
    level="warning",
    needs="context",
    hits=(
        ("街道报告\n\n一、开展情况\n⟦1月至3月⟧，街道党工委召开联席会1次。", about("2024Q2", form="研判报告")),
        ("县局报告\n\n一、开展情况\n⟦今年7月至12月⟧，局党组研究1次。", about("2024H1", form="研判报告")),
    ),
    misses=(
        ("街道报告\n\n一、开展情况\n4月至6月，街道党工委召开联席会1次。", about("2024Q2", form="研判报告")),
        ("街道报告\n\n三、下一步打算\n7月至9月，街道党工委开展督查1轮。", about("2024Q2", form="研判报告")),
        ("街道报告\n\n一、开展情况\n4月至5月，开展清理2次。", about("2024Q2", form="研判报告")),
    ),
)
def other_months(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    months = _SPANS.get(period.kind) if period else None
    if period is None or months is None:
        return
    own = ((period.part - 1) * months + 1, period.part * months)
    for one, match in reading.search(_MONTHS, view="bare"):
        told = (int(match["first"]), int(match["last"]))
        whole = told[1] - told[0] == months - 1 and told[0] % months == 1 and told[1] <= 12
        sentence = re.split("[。；]", one.bare[match.end() :])[0]
        if one.section not in ("plan", "outlook", "problems") and whole and told != own and not _OTHER.search(sentence):
            yield span(one, match, f"报告期是{period.label}，这里写“{match[0]}”，核对是否旧稿没有改")


_THIS_YEAR = re.compile(r"(?:到|在|于|从)?(?P<told>(?:今年|本年度?)第?(?P<quarter>[一二三四])季度)")


@rule(
    "R-Y1",
    "下一步里的季度已经过去",
    level="warning",
    needs="context",
    hits=(("村报告\n\n三、下一步措施\n到⟦今年一季度⟧，村民夜校改为点单授课。", about("2024Q4", form="研判报告")),),
    misses=(
        ("村报告\n\n三、下一步措施\n到今年四季度，村民夜校改为点单授课。", about("2024Q3", form="研判报告")),
        ("村报告\n\n三、下一步措施\n针对今年一季度查摆的问题逐项整改。", about("2024Q4", form="研判报告")),
    ),
)
def past_quarter(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind != "季度":
        return
    for one, match in reading.search(_THIS_YEAR, view="bare"):
        quarter = "一二三四".index(match["quarter"]) + 1
        sentence = (
            re.split("[。；]", one.bare[match.start() :])[0] + one.bare[max(match.start() - 8, 0) : match.start()]
        )
        past = re.search("查摆|反馈|发现|研判|整改|遗留|针对|对照|总结|较|比|以来|起", sentence)
        if one.section == "plan" and quarter <= period.part and not past:
            yield span(one, match, f"报告期是{period.label}，下一步里写“{match['told']}”", group="told")


_NOW = re.compile(
    r"(?:本季度|本年度?|今年以?来?|年内|上半年|全年)[^。；]*?(?:^|(?<=[，于在]))(?P<told>(?P<year>20\d\d)年\d{1,2}月)(?:[上中下]旬|底|初)?(?:\d{1,2}日)?(?P<deed>完工|启动|投入|建成|开放|召开|举办|开展|组织|印发|挂牌|上线|完成|开通)"
    r"|(?P<told2>(?P<year2>20\d\d)年\d{1,2}月)(?:[上中下]旬|底|初)?(?:启动|召开|开展|组织)[^。；]*，[^。；，]{0,4}(?:年内|本季度|今年)"
    r"|[将把](?P<told3>(?P<year3>20\d\d)年度?)(?=[^，。；]{0,12}(?:纳入|列入)(?:本年度|今年|本季度))"
)


@rule(
    "R-Y2",
    "本期之事写成往年",
    level="warning",
    needs="context",
    hits=(
        (
            "村报告\n\n一、情况\n本季度，村史馆改陈告一段落，于⟦2023年11月⟧完工开放，当月接待260人次。",
            about("2025Q4", form="研判报告"),
        ),
        ("街道要点\n\n一、抓阵地\n⟦2023年4月⟧启动，逐楼登记，年内建成统一台账。", about("2024", form="工作要点")),
        ("局报告\n\n一、情况\n局党组将⟦2023年度⟧意识形态工作纳入本年度目标管理。", about("2025", form="述职报告")),
    ),
    misses=(
        ("村报告\n\n一、情况\n本季度，村史馆改陈告一段落，于2025年11月完工开放。", about("2025Q4", form="研判报告")),
        ("村报告\n\n一、情况\n本季度，继续用好2023年11月建成的村史馆。", about("2025Q4", form="研判报告")),
    ),
)
def long_past(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    for one, match in reading.search(_NOW, view="bare") if period else ():
        more = "" if match["told"] else "2" if match["told2"] else "3"
        if period and int(match["year" + more]) < period.year and not one.text[match.end() :].startswith("的"):
            message = f"报告期是{period.label}，这里写“{match['told' + more]}”，核对年份"
            yield span(one, match, message, group="told" + more)
