"""Rules on what is told twice and differs: names in quotes, papers, people, the date, place or rhythm of one event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from lib.core.proofreading.divided import SURNAMES
from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_MADE = re.compile(
    r"(?:组建|成立|打造|创建|创办|办好|推出|开设|建立|开通|启动|实施|推行|举办|开展|设立|制定|印发|出台|修订|编印|新建|建成|建好|用好|依托|借助|培育|评选|组织|签订|下发|开办|建起|做好|做优|擦亮)[^，。；“《]{0,12}$"
)
_QUOTED = re.compile(r"“(?P<name>[\u4e00-\u9fff]{2,8})”")
_SERIAL = frozenset("一二三四五六七八九十上下大小老新红绿青银金男女东西南北前后党团春夏秋冬")
_FAR = 8  # characters between two names that are no list


def _apart(first: tuple[Paragraph, int], other: tuple[Paragraph, int]) -> bool:
    return first[0] is not other[0] or other[1] - first[1] > _FAR


@rule(
    "R-N1",
    "同一名称前后不一",
    level="warning",
    source="前后一致",
    hits=(
        "组建“红焰”先锋队，进小区讲政策。⟦“红火”先锋队⟧成立一年来，上门服务1300户次。",
        "实施“晨光阅读”计划，每天共读20分钟。一年下来，⟦“晨曦阅读”计划⟧覆盖全部班级。",
        "开通“板栗树下”微信公众号，推文144篇。因接地气，⟦“梧桐树下”微信公众号⟧获评十佳。",
        "依托“车轮上的党课”品牌，用好驾驶员例会。⟦“车轮下的党课”⟧全年开讲24期。",
        "打造“廊下夜谈”议事品牌，每月两次。二季度，⟦“廊下夜话”⟧共举办6期。",
    ),
    misses=(
        "组建“红焰”先锋队，进小区讲政策。“红焰”先锋队上门服务1300户次。",
        "组建“红心”服务队、“红枫”服务队，“红心”服务队上门服务。",
        "打造“青蓝”工程。同时实施“青苗”工程，培养骨干12名。",
        "“古韵”演出队到村演出，“新韵”演出队到校演出。",
    ),
)
def one_name(reading: Reading) -> Iterator[Hit]:
    """Two names in quotes of one thing: the noun after them the same, a character or two of them, the second never made."""
    found: list[tuple[Paragraph, re.Match[str]]] = list(reading.search(_QUOTED, kinds="prose"))
    known = {*reading.words.quoted, *reading.words.unbracketed, *reading.words.allowed}
    found = [(one, match) for one, match in found if match["name"] not in known]
    for (one, first), (other, later) in _look_alikes(found):
        name, again = first["name"], later["name"]
        if name == again or reading.count(f"“{again}”") > 1:
            continue
        alike = _alike(name, again, named=_shared(one.text, first.end(), other.text, later.end()))
        if not alike or not _apart((one, first.end()), (other, later.start())):
            continue
        made, remade = _MADE.search(one.text[: first.start()]), _MADE.search(other.text[: later.start()])
        if made and not remade and not re.search("[、和与及]$", other.text[: later.start()]):
            yield Hit(other, later.start(), later.end(), f"前面是“{name}”，这里写“{again}”，核对名称")


def _look_alikes(
    found: Sequence[tuple[Paragraph, re.Match[str]]],
) -> Iterator[tuple[tuple[Paragraph, re.Match[str]], tuple[Paragraph, re.Match[str]]]]:
    """Yield pairs of names of one length that start or end with the same character, in order of place."""
    groups: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for index, (_, match) in enumerate(found):
        name = match["name"]
        groups[len(name), 0, name[0]].append(index)
        groups[len(name), -1, name[-1]].append(index)
    for first, later in sorted({pair for group in groups.values() for pair in combinations(group, 2)}):
        yield found[first], found[later]


def _shared(text: str, end: int, other: str, later: int) -> bool:
    """True where the same noun of two characters or more follows both."""
    return text[end : end + 2] == other[later : later + 2] and bool(re.match("[\u4e00-\u9fff]{2}", text[end : end + 2]))


def _alike(name: str, again: str, *, named: bool) -> bool:
    """True where two names differ in one of four characters, or by half of them before the same noun."""
    if len(name) != len(again):
        return False
    differ = {char for pair in zip(name, again, strict=True) if pair[0] != pair[1] for char in pair}
    count = sum(a != b for a, b in zip(name, again, strict=True))
    if differ & _SERIAL and count == 1 and not (differ == {"上", "下"} and len(name) > 4):
        return False
    return count == 1 and (len(name) > 3 or named) or named and len(name) >= 4 and count == 2 and name[-1] == again[-1]


_PAPER = re.compile(r"《(?P<name>[^《》]{6,40})》")


@rule(
    "R-N1",
    "同一文件前后名称不一",
    level="warning",
    source="前后一致",
    hits=(
        "印发《意识形态工作责任清单》，明确任务31项；年底对照上述⟦《意识形态工作任务清单》⟧逐项验收。",
        "出台《新媒体账号管理细则》，规定先审批。⟦《新媒体账号管理办法》⟧出台以来，注销账号5个。",
    ),
    misses=(
        "印发《意识形态工作责任清单》《意识形态工作任务清单》，逐项验收。",
        "印发《意识形态工作责任清单》，年底对照《意识形态工作责任清单》逐项验收。",
        "学习《中国共产党章程》《中国共产党巡视工作条例》。",
    ),
)
def one_paper(reading: Reading) -> Iterator[Hit]:
    found = list(reading.search(_PAPER, kinds="prose"))
    files = set(reading.words.files)
    for (one, first), (other, later) in combinations(found, 2):
        name, again = first["name"], later["name"]
        if name == again or {name, again} & files or reading.count(f"《{again}》") > 1:
            continue
        if len(name) != len(again) or sum(a != b for a, b in zip(name, again, strict=True)) > 2:
            continue
        before = other.text[: later.start()]
        points = re.search(r"(?:上述|该|对照|按照|根据|依据|落实|执行)(?:上述|该)?$", before)
        if _MADE.search(one.text[: first.start()]) and (
            points or re.match("(?:出台|印发|实施|施行)(?:以来|后)", other.text[later.end() :])
        ):
            yield Hit(other, later.start(), later.end(), f"前面是《{name}》，这里写《{again}》，核对名称")


_TITLES = "老师|同志|书记|主任|校长|院长|局长|镇长|乡长|村长|队长|组长|教授|教师|讲师|委员|医生|站长|所长"
_PERSON = re.compile(
    rf"(?:(?<=教师)|(?<=书记)|(?<=主任)|(?<=辅导员)|(?<=志愿者)|(?<=老党员)|(?<=同志)|(?<=网格员)|(?<=宣讲员))(?P<after>[{SURNAMES}][\u4e00-\u9fff]{{2}})|(?P<before>[{SURNAMES}][\u4e00-\u9fff]{{2}})(?=(?:{_TITLES}))"
)


@rule(
    "R-N1",
    "同一人名前后不一",
    level="warning",
    source="前后一致",
    hits=("聘请校外辅导员陈国栋讲家乡革命史。\n⟦陈国梁⟧老师讲授的课程最受欢迎。",),
    misses=(
        "聘请校外辅导员陈国栋讲家乡革命史。\n陈国栋老师讲授的课程最受欢迎。",
        "陈国栋老师、陈国梁老师授课。",
    ),
)
def one_person(reading: Reading) -> Iterator[Hit]:
    found: list[tuple[Paragraph, int, str]] = []
    for one, match in reading.search(_PERSON, view="bare", kinds="prose"):
        group = "after" if match["after"] else "before"
        found.append((one, match.start(group), match[group]))
    for (one, start, name), (other, place, again) in combinations(found, 2):
        if name == again or sum(a != b for a, b in zip(name, again, strict=True)) != 1 or name[0] != again[0]:
            continue
        if _apart((one, start), (other, place)) and reading.count(again) == 1:
            yield Hit(other, place, place + 3, f"前面是“{name}”，这里写“{again}”，核对人名")


_EVENT = r"[\u4e00-\u9fff“”]{2,14}?(?:会议|大会|推进会|部署会|研判会|座谈会|动员会|现场会|讲座|演练|培训班|宣讲会|报告会|比赛|大赛|活动|党课|论坛)"
_DATED_AGAIN = re.compile(
    rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?:的|召开的|举办的|开展的|举行的|组织的)(?P<event>{_EVENT})"
)
_DATE = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


@rule(
    "R-C4",
    "同一活动的日期不同",
    level="warning",
    source="前后一致",
    hits=(
        "3月18日，召开全镇意识形态工作会议，部署任务。\n特别是⟦4月18日⟧召开的全镇意识形态工作会议，打下了基础。",
        "2月6日召开分析研判会，列出清单。距⟦2月16日⟧的分析研判会不到两个月，清单全部销号。",
    ),
    misses=(
        "3月18日，召开全镇意识形态工作会议。\n特别是3月18日召开的全镇意识形态工作会议，打下了基础。",
        "3月18日、6月20日分别召开分析研判会。6月20日召开的分析研判会提出要求。",
    ),
)
def one_date(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_DATED_AGAIN, view="bare"):
        event = match["event"][-6:]
        dates: set[tuple[str, str]] = set()
        for other in reading.tree.prose:
            text = other.bare[: match.start()] if other is one else other.bare if other.index < one.index else ""
            for sentence in re.split("[。；]", text):
                if event in sentence or len(event) > 4 and event[-4:] in sentence:
                    dates.update((found["month"], found["day"]) for found in _DATE.finditer(sentence))
        said = (match["month"], match["day"])
        if len(dates) == 1 and said not in dates:
            month, day = next(iter(dates))
            if month == said[0] or day == said[1]:
                yield Hit(
                    one,
                    match.start(),
                    match.start("event"),
                    f"前面是{month}月{day}日，这里是{said[0]}月{said[1]}日，核对日期",
                )


_HELD_AGAIN = re.compile(rf"在(?P<place>[\u4e00-\u9fff]{{3,12}}?)(?:举办|召开|开展|举行|组织)的(?P<event>{_EVENT})")


@rule(
    "R-C4",
    "同一活动的地点不同",
    level="warning",
    source="前后一致",
    hits=("在机关三楼会议室举办网络安全专题讲座，职工参加。\n此次⟦在县委党校⟧举办的网络安全专题讲座针对性强。",),
    misses=("在机关三楼会议室举办网络安全专题讲座，职工参加。\n此次在机关三楼会议室举办的网络安全专题讲座针对性强。",),
)
def one_place(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_HELD_AGAIN, view="bare"):
        event = match["event"][-6:]
        before = (
            "\n".join(other.bare for other in reading.tree.prose if other.index < one.index) + one.bare[: match.start()]
        )
        told = re.findall(
            rf"在([\u4e00-\u9fff]{{3,12}}?)(?:举办|召开|开展|举行|组织)[^，。；\n]{{0,10}}?{re.escape(event)}", before
        )
        if (
            told
            and match["place"] not in told
            and not any(match["place"] in place or place in match["place"] for place in told)
        ):
            yield Hit(one, match.start(), match.end("place"), f"前面在“{told[-1]}”，这里在“{match['place']}”，核对地点")


_RHYTHM = re.compile(
    r"每(?P<span>周|月|季度|半年|年|两周|半月|学期)(?:召开|开展|举办|组织)?(?:一次|1次)?的?(?P<event>[\u4e00-\u9fff]{0,8}?(?:例会|研判会|会商|调度会|碰头会|分析会))"
)
_WEEKDAY = re.compile(
    r"周(?P<day>[一二三四五六日])(?P<noun>晨学|夜学|夜校|例会|讲堂|课堂|学习日|开放日|大扫除|夜话|集市|宣讲)"
)


@rule(
    "R-C4",
    "同一例会的频次不同",
    level="warning",
    source="前后一致",
    hits=(
        "坚持每月召开宣传思想工作例会，研究任务。\n⟦每季度一次的宣传思想工作例会⟧起到了重要作用。",
        "推行周一晨学制度。本季度，⟦周五晨学⟧坚持较好，学习13次。",
    ),
    misses=(
        "坚持每月召开宣传思想工作例会。\n每月一次的宣传思想工作例会起到了重要作用。",
        "坚持每周召开碰头会，每月召开例会。",
        "推行周一晨学、周五夜学制度。",
    ),
)
def one_rhythm(reading: Reading) -> Iterator[Hit]:
    for pattern, value, thing in ((_RHYTHM, "span", "event"), (_WEEKDAY, "day", "noun")):
        seen: dict[str, str] = {}
        kinds: dict[str, set[str]] = defaultdict(set)
        for one, match in reading.search(pattern, view="bare"):
            event = match[thing]
            if len(event) < 4 and thing == "event":
                continue
            kinds[event].add(match[value])
            if event in seen and seen[event] != match[value] and len(kinds[event]) == 2:
                yield Hit(one, match.start(), match.end(), f"前面是“{seen[event]}”，这里是“{match[value]}”，核对频次")
            seen.setdefault(event, match[value])


_CAME = re.compile(
    r"(?P<date>20\d\d年(?:\d{1,2}月)?)[^，。；]{0,8}?(?:到任|任职|任现职|到[队岗校院局镇乡村]任职|履新|上任)"
)


@rule(
    "R-C4",
    "到任时间前后不一",
    level="warning",
    source="前后一致",
    hits=("本人2021年8月到任。\n自⟦2022年8月⟧到任以来，本人始终坚持。",),
    misses=("本人2021年8月到任。\n自2021年8月到任以来，本人始终坚持。",),
)
def one_arrival(reading: Reading) -> Iterator[Hit]:
    found = list(reading.search(_CAME, view="bare"))
    for one, match in found[1:]:
        first = found[0][1]["date"]
        if match["date"] != first and len(match["date"]) == len(first):
            yield Hit(one, match.start("date"), match.end("date"), f"前面写{first}，这里写{match['date']}，核对时间")


_BODY_NAMED = re.compile(
    r"第[一二三四五六七八九十][\u4e00-\u9fff]{2,5}?(?:公司|中心|车间|分局|大队|中队|支队|总支|支部|项目部|工区|学院|小组)"
)


@rule(
    "R-N1",
    "下属单位名称字序不一",
    level="warning",
    source="前后一致",
    hits=("第二营运公司开展督查。第二营运公司组织学习。\n⟦第二运营公司⟧工会开展谈心。",),
    misses=("第二营运公司开展督查。\n第二营运公司工会开展谈心。", "第一车间党支部学习。\n第二车间党支部学习。"),
)
def turned_body(reading: Reading) -> Iterator[Hit]:
    """The name of a numbered body told once with two characters in the other order."""
    first: dict[tuple[str, ...], str] = {}
    for one, match in reading.search(_BODY_NAMED, view="bare"):
        name = first.setdefault(tuple(sorted(match[0])), match[0])
        if name != match[0]:
            yield Hit(one, match.start(), match.end(), f"别处是“{name}”，这里是“{match[0]}”，核对名称")
