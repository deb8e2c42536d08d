"""Rules on the order of dates told one after the other: due dates of a plan's steps, stages, months from … to …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_DAY = r"(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})日|(?P<part>[上中下]旬|[初中底末]))?"
_DUE = re.compile(
    r"(?:^|(?<=[，；：]))(?P<lead>[一二三四五六七八九十]是|第[一二三四]步|首先|其次|最后|然后|随后|之后|接着|再)?，?(?:于|在|并于|并在|再于|力争|确保|争取|计划|拟|[今本]年)?"
    + rf"(?:{_DAY}|第?(?P<quarter>[一二三四])季度|(?P<half>[上下])半年)"
    + r"(?:内|[底末])?(?P<limit>之前|以前|前)?(?![至到—～~\-\-–、和与起]|以来|\d)"
)
_OTHER_YEAR = re.compile(r"[明次去来翌上]年|20\d\d年|每年|每月|第二年|分别|先后|历年")
_OF_ANOTHER = re.compile(
    r"(?:对|针对|根据|结合|按照)[^，；]{0,14}的|(?:排查|自查|发现|查出|反馈|查摆)(?:发现|出来?|到)?的"
)
_STEPS = tuple(
    re.compile(words)
    for words in (
        r"制定|印发|部署|动员|启动|报名|申报|征集|征求意见|摸底|摸排|排查|自查|清查|登记|造册|台账|梳理|调研|选址|设计|招标|立项|开工|起草|初稿|组建|推荐",
        r"整改|整治|评审|审核|评选|初评|初赛|施工|修改|定稿|实施|集中宣讲|轮训|培训|建成|完工|竣工|修订|清理",
        r"验收|回头看|复查|复核|总结|通报|表彰|销号|颁奖|决赛|考核|评估|投用|投入使用|启用|归档|全部完成|整改到位|整改完毕|上报|报送|终评|公示结果|挂牌",
    )
)
_TIMES = re.compile(r"月|季度|半年")
_PARTS = {"上旬": 10, "中旬": 20, "下旬": 30, "初": 5, "中": 15, "底": 31, "末": 31}
_MONTHS = re.compile(r"(?<![\d.—～~\-])(\d{1,2})月(?:份|[上中下]旬|[初底末])?[至到—～~](\d{1,2})月(?!\d|\d?日)")
_QUARTERS = re.compile(r"第?([一二三四])季度[至到—～~]第?([一二三四])季度")
_YEAR_SPAN = re.compile(r"(?<!\d)(20\d\d)年?[至到—～~](20\d\d)(?=年|学年)")
_FULL_SPAN = re.compile(
    r"(?<!\d)(20\d\d)年(\d{1,2})月(?:(\d{1,2})日|[上中下]旬|底|初|末)?[至到—～~](20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?"
)
_THIRDS = re.compile(r"(?:(\d{1,2})月)?([上中下])旬[至到—～~](?:\1月)?([上中下])旬")
_HOURS = re.compile(r"([上下]午)(\d{1,2})[:：时点](\d\d)?分?[至到—～~]\1?(\d{1,2})[:：时点](\d\d)?")
_STAGE = re.compile(
    r"(?:动员|部署|宣传|启动|准备|自查|排查|摸底|整改|整治|集中|巩固|总结|验收|提升|实施|推进|评估|学习|展示|评选|第[一二三四五])[\u4e00-\u9fff]{0,6}阶段"
    r"[（(：:，]?(?:(20\d\d)年)?(\d{1,2})月"
    r"|(?:动员部署|宣传发动|自查自纠|自查整改|集中整治|问题整改|整改提升|整改落实|总结验收|检查验收|总结评估|巩固提升|建章立制)（(?:(20\d\d)年)?(\d{1,2})月"
)


@dataclass(frozen=True, slots=True)
class _Step:
    start: int
    end: int
    kind: str  # month, quarter, half: only the same kind is compared
    when: tuple[int, int | None]
    rank: int | None
    after: bool  # told with 随后, 再


def _steps(text: str) -> list[_Step]:
    """Return the dated steps of one sentence, each with the first word that says how far it has come."""
    found = list(_DUE.finditer(text))
    steps = []
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        told = _OF_ANOTHER.sub("", text[match.end() : min(end, match.end() + 40)])
        places = [(hit.start(), -rank) for rank, words in enumerate(_STEPS) if (hit := words.search(told))]
        day = int(match["day"]) if match["day"] else _PARTS.get(match["part"] or "")
        if day is None and match["limit"]:
            day = 1
        kind = "quarter" if match["quarter"] else "half" if match["half"] else "month"
        part = {"quarter": "一二三四", "half": "上下"}.get(kind, "")
        after = bool(re.match("然后|随后|之后|接着|再|最后|第", match["lead"] or ""))
        steps.append(
            _Step(
                match.start(kind),
                match.end(),
                kind,
                (part.index(match[kind]) if part else int(match["month"]), day),
                -min(places)[1] if places else None,
                after,
            )
        )
    return steps


def _earlier(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    if one[0] != other[0]:
        return one[0] < other[0] and not (other[0] >= 10 and one[0] <= 3)
    return one[1] is not None and other[1] is not None and one[1] < other[1]


@rule(
    "R-Y3",
    "前后步骤的期限倒置",
    level="warning",
    source="前后一致",
    hits=(
        "5月中旬完成自查，⟦4月底前⟧整改到位，并报告情况。",
        "3月底前制定方案，4月底前完成登记造册，⟦2月底前⟧完成问题整改，之后转入常态管理。",
        "6月上旬征集作品，⟦5月下旬⟧组织评审，7月通报结果。",
        "9月20日前完成排查，⟦9月10日前⟧整改到位。",
        "一是动员，4月启动报名，⟦3月⟧评选表彰。",
        "第二季度完成摸底，⟦第一季度⟧整改到位。",
        "10月底前完成摸排；⟦8月底前⟧完成整治，11月组织验收。",
    ),
    misses=(
        "4月中旬完成自查，5月底前整改到位。",
        "12月底前完成自查，1月底前整改到位。",
        "5月底前完成轮训，3月底前建成阵地。",
        "5月中旬完成自查，次年3月底前整改到位。",
        "6月底前完成验收，4月底前制定方案。",
        "每月底前自查，4月底前通报。",
        "5月完成自查，对4月底前排查的问题整改到位。",
    ),
)
def steps_reversed(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for sentence in re.finditer(r"[^。\n]+", one.bare):
            words = sentence[0]
            if len(_TIMES.findall(words)) < 2 or len(set(re.findall(r"20\d\d年", words))) > 1:
                continue
            if _OTHER_YEAR.search(re.sub(r"^[^，]*20\d\d年", "", words)):
                continue
            steps = _steps(words)
            for before, later in pairwise(steps):
                onward = later.after or None not in (before.rank, later.rank) and (later.rank or 0) > (before.rank or 0)
                if onward and later.kind == before.kind and _earlier(later.when, before.when):
                    yield _late(one, sentence.start(), before, later, words)


def _late(one: Paragraph, offset: int, before: _Step, later: _Step, words: str) -> Hit:
    first, second = words[before.start : before.end], words[later.start : later.end]
    message = f"前一步是{first}，后一步却写{second}，核对先后"
    return Hit(one, offset + later.start, offset + later.end, message)


@rule(
    "R-Y3",
    "起止月份、年份倒置",
    level="error",
    source="公历",
    hits=(
        "⟦8月至6月⟧结合防汛开展水情教育。",
        "⟦5月—3月⟧集中整治。",
        "⟦第三季度至第二季度⟧开展宣讲。",
        "落实⟦2025—2023⟧年规划。",
        "⟦2025年12月—2025年3月⟧开展冬训。",
        "⟦8月下旬至8月上旬⟧举办培训。",
        "5月⟦下旬至上旬⟧举办培训。",
        "⟦下午5时至3时⟧召开会议。",
    ),
    misses=(
        "6月至8月开展水情教育。",
        "11月至次年3月开展宣讲。",
        "11月至3月为防火期。",
        "9月至7月为一学年。",
        "2023—2025年规划。",
        "3月下旬至4月上旬。",
        "8月20日至6月30日。",
        "上午9时至11时。",
        "2025年12月至2026年3月开展冬训，5月下旬至6月上旬巡查。",
        "第四季度至第一季度。",
    ),
)
def spans_reversed(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_MONTHS, view="bare", kinds="all"):
        first, last = int(match[1]), int(match[2])
        if last < first <= 12 and (first < 9 or last > 7):
            yield span(one, match, f"“{match[0]}”：止月早于起月")
    for one, match in reading.search(_QUARTERS, view="bare", kinds="all"):
        first, last = ("一二三四".index(match[group]) for group in (1, 2))
        if last < first < 3:
            yield span(one, match, f"“{match[0]}”：止期早于起期")
    for one, match in reading.search(_YEAR_SPAN, view="bare", kinds="all"):
        if int(match[2]) < int(match[1]):
            yield span(one, match, f"“{match[0]}”：止年早于起年")
    for one, match in reading.search(_FULL_SPAN, view="bare", kinds="all"):
        first, last = ([int(match[group] or 0) for group in groups] for groups in ((1, 2, 3), (4, 5, 6)))
        if last[:2] < first[:2] or last[2] and last < first:
            yield span(one, match, f"“{match[0]}”：止期早于起期")
    for one, match in reading.search(_THIRDS, view="bare", kinds="all"):
        if "上中下".index(match[3]) < "上中下".index(match[2]):
            yield span(one, match, f"“{match[0]}”：起止颠倒")
    for one, match in reading.search(_HOURS, view="bare", kinds="all"):
        first, last = ((int(match[hour]), int(match[minute] or 0)) for hour, minute in ((2, 3), (4, 5)))
        if last < first and first[0] < 12:
            yield span(one, match, f"“{match[0]}”：止时早于起时")


@rule(
    "R-Y3",
    "阶段的时间倒置",
    level="warning",
    source="前后一致",
    hits=(
        "（一）动员部署阶段（4月1日至4月30日）。印发方案。\n（二）⟦自查自纠阶段（3月⟧1日至5月30日）。逐项检查。",
        "一是动员部署（3月）；二是⟦自查自纠（2月⟧）；三是总结验收（6月）。",
        "动员部署阶段（3月）、整改提升阶段（6月）、⟦总结验收阶段（5月⟧）三个阶段推进。",
    ),
    misses=(
        "（一）动员部署阶段（3月1日至3月31日）。\n（二）自查自纠阶段（4月1日至5月30日）。",
        "动员部署阶段（11月）、总结验收阶段（次年1月）。",
        "动员部署阶段（12月）、总结验收阶段（1月）。",
    ),
)
def stages_reversed(reading: Reading) -> Iterator[Hit]:
    found = list(reading.search(_STAGE, view="text", kinds="all"))
    for (_, before), (one, match) in pairwise(found):
        first, last = int(before[2] or before[4]), int(match[2] or match[4])
        opening = re.search(r"动员|部署|启动|准备|第一", match[0])
        if (
            last < first
            and (before[1] or before[3]) == (match[1] or match[3])
            and not opening
            and not (first >= 10 and last <= 3)
        ):
            yield span(one, match, f"前一阶段从{first}月起，这一阶段却从{last}月起，核对先后")


_UNTIL = re.compile(
    r"截[至止](?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:份|(?P<day>\d{1,2})日|[上中下]旬|[初底末])?"
)
_COUNTED = re.compile(r"[，,]?[^，。；]{0,12}(?:已|共|累计|全部|均)")
_LEFT = re.compile(r"尚|仍|还有|未|本季度|上年|去年|上季度|上半年|将|目标|同期")


@rule(
    "R-Y3",
    "截至日与报告期不符",
    level="warning",
    needs="context",
    hits=(
        ("局2025年第二季度研判报告\n\n一、情况\n⟦截至3月底⟧，已整改到位。", about("2025Q2", form="研判报告")),
        ("局2025年第二季度研判报告\n\n一、情况\n⟦截至9月30日⟧，共开展宣讲12场。", about("2025Q2", form="研判报告")),
        ("局2025年第二季度研判报告\n\n一、情况\n⟦截至2024年6月⟧底，共有党员68名。", about("2025Q2", form="研判报告")),
        ("局2025年度述职报告\n\n一、情况\n⟦截至2024年12月⟧底，共发放资料600份。", about("2025", form="述职报告")),
    ),
    misses=(
        ("局2025年第二季度研判报告\n\n一、情况\n截至6月底，共开展宣讲12场。", about("2025Q2", form="研判报告")),
        (
            "局2025年第二季度研判报告\n\n一、情况\n截至6月20日，已整改到位。截至7月5日，全部销号。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "局2025年第二季度研判报告\n\n一、情况\n截至3月底尚有2件未办结，本季度全部办结。",
            about("2025Q2", form="研判报告"),
        ),
        ("局2025年第一季度研判报告\n\n一、情况\n截至2024年12月底，共有党员68名。", about("2025Q1", form="研判报告")),
        ("局2025年度述职报告\n\n一、情况\n截至11月底，共发放资料600份。", about("2025", form="述职报告")),
    ),
)
def until(reading: Reading) -> Iterator[Hit]:
    """A count as of a date before the period, or long after its end."""
    period = reading.known.period
    if not period or "要点" in reading.known.format:
        return
    start, end = (one.year * 12 + one.month for one in (period.first, period.last))
    for one, match in reading.search(_UNTIL, view="bare"):
        if one.annex or one.section in ("plan", "mixed") or int(match["month"]) > 12:
            continue
        rest = re.split("[。；]", one.bare[match.end() :], maxsplit=1)[0]
        when = int(match["year"] or period.year) * 12 + int(match["month"])
        base = bool(match["year"]) and when == start - 1 and period.kind != "年度"
        if (when < start or when > end + 1) and not base and _COUNTED.match(rest) and not _LEFT.search(rest):
            yield span(one, match, f"“{match[0]}”不在报告期{period.label}，核对日期")


_FEASTS = {  # the months a feast is kept in, with those in which one prepares for it
    "元旦": (12, 1),
    "春节": (1, 2),
    "元宵": (1, 2, 3),
    "清明": (3, 4),
    "五一": (4, 5),
    "端午": (5, 6),
    "六一": (5, 6),
    "七一": (6, 7),
    "八一": (7, 8),
    "教师节": (9,),
    "中秋": (9, 10),
    "国庆": (9, 10),
    "重阳": (10,),
}
_FEAST = re.compile(
    rf"(?:^|(?<=[，。；：]))(?:在|于|利用|抓住|紧扣|结合)?“?(?P<feast>{'|'.join(_FEASTS)})”?节?(?:小长假|长假|假期|期间|前夕|前后|当天|之际)"
)


@rule(
    "R-Y3",
    "节日不在报告期",
    level="warning",
    needs="context",
    hits=(
        ("局2025年第二季度研判报告\n\n一、情况\n⟦国庆期间⟧，组织志愿者巡逻12次。", about("2025Q2", form="研判报告")),
        ("局2025年第三季度研判报告\n\n一、情况\n⟦在清明节前后⟧开展祭扫3次。", about("2025Q3", form="研判报告")),
        ("局2025年上半年述职报告\n\n一、情况\n⟦利用中秋假期⟧开展宣讲。", about("2025H1", form="述职报告")),
    ),
    misses=(
        (
            "局2025年第二季度研判报告\n\n一、情况\n清明节期间，开展祭扫3次。端午前后走访。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "局2025年第二季度研判报告\n\n一、情况\n为国庆期间的展演做准备，七一前夕表彰党员。",
            about("2025Q2", form="研判报告"),
        ),
        ("局2025年第三季度研判报告\n\n三、下一步打算\n元旦期间开展走访。", about("2025Q3", form="研判报告")),
        ("局2025年度述职报告\n\n一、情况\n国庆期间，组织巡逻。", about("2025", form="述职报告")),
    ),
)
def feasts(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or period.kind == "年度" or "要点" in reading.known.format:
        return
    for one, match in reading.search(_FEAST, view="bare"):
        rest = re.split("[。；]", one.bare[match.end() :], maxsplit=1)[0]
        if one.annex or one.section or re.search(r"将|计划|准备|打算|去年|上年|往年|每年|筹备", rest):
            continue
        if not any(period.first.month <= month <= period.last.month for month in _FEASTS[match["feast"]]):
            yield span(one, match, f"“{match['feast']}”不在报告期{period.label}内，核对是否旧稿没有改")
