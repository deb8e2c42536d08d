"""Rules on numbers and years everybody knows: service hotlines of five digits, school years that fit the period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_HOTLINES = frozenset(
    f"123{last}"
    for last in re.findall(
        "..",
        "01050609101314151617181920212225262829303133353637383940454849505155565860636566676869707177787980818586878889909193959698",
    )
)
_NUMBER = re.compile(
    r"(?<![\d.])(?P<n>12[34]\d\d|1[03]\d{3}(?=”?(?:市民|政务|便民|服务)?(?:热线|平台))|1\d345)(?![\d.])(?!名|人|万|元|份|件|次|户|个|册|条|亩)"
)
_LINE = re.compile(r"热线|平台|举报|电话|投诉|诉求|工单|咨询|转办|网站|专线|拨打|致电|[“”]")
_OWNERS = (  # whose line it is → its number
    ("政务服务(?:便民)?|市民|市长|县长|便民服务", "12345"),
    ("消费(?:者|维权|投诉|权益)+", "12315"),
    ("违法和不良信息", "12377"),
    ("共产党员网?|党员教育", "12371"),
    ("纪检监察|纪委监委", "12388"),
    ("组织(?:系统|部门?)(?:举报|监督)", "12380"),
    ("公安机关(?:和民警)?(?:违法违纪)?举报", "12389"),
    ("涉黑涉恶|扫黑除恶|黑恶(?:势力)?", "12337"),
    ("(?:公共)?法律(?:服务|援助)", "12348"),
    ("青少年", "12355"),
    ("扫黄打非", "12390"),
    ("税务|纳税", "12366"),
    ("环保|生态环境", "12369"),
    ("妇女维权|妇联", "12338"),
    ("医保|医疗保障", "12393"),
    ("心理援助", "12356"),
)
_OWNED = re.compile(
    "|".join(
        rf"(?P<owner{at}>{owner})(?:的|可|线索|拨打|致电|中心|热线|电话|平台|举报|投诉|服务|便民|维权|信息|智能化|咨询|网络|[“”])*(?P<n{at}>1\d{{4}})(?!\d)"
        for at, (owner, _) in enumerate(_OWNERS)
    )
)


@rule(
    "R-D8",
    "热线号码",
    level="warning",
    source="公共服务热线号码表",
    hits=(
        "受理⟦12354⟧热线工单46件，办结46件。",
        "“12315”平台受理投诉86件。\n推行日清周结，⟦“12351”⟧平台按时办结率98%。",
        "公布纪检监察⟦12377⟧举报电话。",
        "市民热线⟦13245⟧转办诉求20件。",
        "用好消费投诉⟦12351⟧热线。",
        "网信办设立⟦12376⟧举报电话。",
    ),
    misses=(
        "受理12345热线工单46件，办结46件。",
        "“12315”平台受理投诉86件，12345平台转办20件。",
        "拨打12388、12380举报电话，12351职工维权热线。",
        "走访群众12354人，接听热线12411个。",
        "共有学生12436人，开通热线。",
    ),
)
def hotlines(reading: Reading) -> Iterator[Hit]:
    if not any(reading.search(_FIVE)):
        return
    for one, match in reading.search(_OWNED):
        at, owner = next((at, owner) for at, owner in enumerate(_OWNERS) if match[f"owner{at}"])
        if match[f"n{at}"] not in (owner[1], "12345"):
            yield span(one, match, f"这里的热线号码应为{owner[1]}", group=match.re.groupindex[f"n{at}"])
    told = {match["n"] for _, match in reading.search(_NUMBER)}
    for one, match in reading.search(_NUMBER):
        number, near = match["n"], one.text[max(match.start() - 10, 0) : match.end() + 8]
        if not _LINE.search(near):
            continue
        likely = sorted(line for line in _HOTLINES if _swapped(number, line))
        rival = next((line for line in likely if line in told), "")
        if number not in _HOTLINES:
            yield span(one, match, f"没有{number}这条热线" + (f"，疑为{likely[0]}" if likely else "，核对号码"))
        elif rival and not re.search("职工|工会|金融", near) and _rarer(reading, number, rival):
            yield span(one, match, f"别处写{rival}，这里写{number}，核对号码")


def _rarer(reading: Reading, one: str, other: str) -> bool:
    told, rival = reading.count(one), reading.count(other)
    return told < rival or told == rival and one > other


def _swapped(one: str, other: str) -> bool:
    """True where the same digits stand in another order."""
    return one != other and sorted(one) == sorted(other)


_FIVE = re.compile(r"(?<!\d)[19]\d{4}(?!\d)")
_SCHOOL_YEAR = re.compile(
    r"(?P<first>20\d\d)(?:年)?[—－～~–-]?(?:至|到)?(?P<second>20\d\d)(?:年)?学年(?:度)?(?:第?(?P<term>[一二上下])学?期|(?P<season>[春秋])季)?"
)
_OTHER_YEAR = re.compile(r"上一?学年|上学年|去年|较|[比同]比|对比|以来|起|下一?学年|明年|即将|筹备|计划")


@rule(
    "R-Y2",
    "学年与报告期不符",
    level="warning",
    needs="context",
    source="学年起止",
    hits=(
        ("校报告\n\n上半年正值⟦2023—2024学年⟧第二学期。", about("2025H1")),
        ("校报告\n\n⟦2025—2026学年⟧第一学期，开展评选。", about("2024Q4")),
        ("校报告\n\n在⟦2024至2026学年⟧，学校开展评选。", about("2025")),
        ("校要点\n\n⟦2023-2024学年⟧上学期开展检查。", about("2026", form="工作要点")),
    ),
    misses=(
        ("校报告\n\n上半年正值2024—2025学年第二学期。", about("2025H1")),
        ("校报告\n\n2024—2025学年第一学期，开展评选。", about("2024Q4")),
        ("校报告\n\n2025—2026学年开学后，学校开展评选。", about("2025Q3")),
        ("校报告\n\n三、下一步打算\n2025—2026学年开展评选。", about("2025H1")),
        ("校报告\n\n2023—2024学年以来，学校开展评选。", about("2025H1")),
    ),
)
def school_years(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    for one, match in reading.search(_SCHOOL_YEAR, view="bare") if period else ():
        first, second = int(match["first"]), int(match["second"])
        start, end = match.start(), match.start() + match[0].index("学年") + 2
        if second != first + 1:
            yield Hit(one, start, end, f"一学年从一年秋到次年夏，“{match[0]}”的两个年份不相连")
            continue
        clause = re.split("[。；]", one.bare[:start])[-1] + re.split("[，。；]", one.bare[match.end() :])[0]
        spring = period.kind == "半年" and period.part == 1 or period.kind == "季度" and period.part < 3
        autumn = period.kind == "季度" and period.part == 4
        fits = {period.year - 1} if spring else {period.year} if autumn else {period.year - 1, period.year}
        if one.section in ("plan", "outlook", "mixed") or "要点" in reading.known.format:
            fits.add(period.year)
        if first not in fits and not _OTHER_YEAR.search(clause):
            yield Hit(one, start, end, f"报告期是{period.label}，核对学年")
