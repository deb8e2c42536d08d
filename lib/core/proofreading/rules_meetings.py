"""Rules on Party congresses and plenary sessions, and on terms out of use, against dated lists (words.meetings, words.terms)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_periods import _clause, _sentence
from lib.core.proofreading.tree import Paragraph
from lib.core.proofreading.words import Meeting

_CONGRESS = re.compile(
    r"(?:党的)?(十[六七八九]|二十[一二]?)大(?!类|项|体|行|工|重|任|举|板|产|家|队|领|品|常|亮|城|典)"
)
_NO_SESSION = re.compile(r"党的(?P<congress>十八|十九|二十|二十一)(?P<plenum>[一二三四五六七])中全会")
_PLENUM = re.compile(r"(十[六七八九]|二十一?)届((?:[一二三四五六七八九]中?[、和至—])*[一二三四五六七八九])中全会")
_STUDIED = re.compile(r"(?:学习|宣传|贯彻|宣讲|落实)(?:宣传|贯彻|落实|好)*党的(?=(十[六七八九]|二十))(\1大)精神")
_BACK = re.compile(
    r"自(?![信觉然主身己治愿查我])|以来|历史|回顾|曾|当时|决议|通过的|提出的|第[一二三四]次|胜利召开|党章"
)


_SO_FAR = re.compile(
    r"(?:今年|本?年度|本?季度|半年|入[春夏秋冬]|\d{1,2}月(?:份)?)以来"
)  # looks back on the period itself, not on an earlier one
_ANNOUNCED = re.compile(r"(?:即将|将[于在]|拟[于在]|预计|计划)|[^，。；]{0,4}(?:召开后|召开之后)")
_AWAITED = re.compile(r"(?:迎接?|献礼|筹备|期盼|迎庆)(?:好|着)?(?:党的)?$")
_AWAITED_AND = re.compile(r"(?:迎接?|献礼)(?:好|着)?[和、与][^，。；]{0,12}$")  # 迎接和学习贯彻, in the year it is held


@rule(
    "R-Y4",
    "会议届次过时或超前",
    level="error",
    needs="context",
    hits=(
        ("石桥镇2024年度述职报告\n\n2024年，深入学习贯彻党的⟦十九大⟧精神。", about("2024", form="述职报告")),
        (
            "石桥镇2025年第二季度研判报告\n\n全面贯彻党的二十大和二十届⟦四中全会⟧精神。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "石桥镇2026年第一季度研判报告\n\n贯彻党的二十大和二十届二中、⟦三中全会⟧精神，坚定“四个自信”。",
            about("2026Q1", form="研判报告"),
        ),
        (
            "石桥镇2025年第一季度研判报告\n\n全面贯彻党的二十大和二十届⟦二中全会⟧精神。",
            about("2025Q1", form="研判报告"),
        ),
        (
            "社区2023年第一季度研判报告\n\n今年以来，社区党委认真学习贯彻党的十九届⟦六中全会⟧精神。",
            about("2023Q1", form="研判报告"),
        ),
        ("县交通局2023年度述职报告\n\n学习贯彻党的二十大和十九届⟦六中全会⟧精神。", about("2023", form="述职报告")),
    ),
    misses=(
        (
            "石桥镇2025年第一季度研判报告\n\n全面贯彻党的二十大和二十届二中、三中全会精神。",
            about("2025Q1", form="研判报告"),
        ),
        (
            "石桥镇2025年第一季度研判报告\n\n自党的十八大以来，深入学习贯彻党的二十大精神。",
            about("2025Q1", form="研判报告"),
        ),
        ("县卫生健康局2025年工作要点\n\n贯彻党的二十大和二十届二中、三中全会精神。", about("2025", form="工作要点")),
        ("县交通局2022年度述职报告\n\n学习贯彻党的二十大和十九届六中全会精神。", about("2022", form="述职报告")),
        ("县一中2025年工作要点\n\n党的二十届四中全会将于10月召开，会后及时宣讲。", about("2025", form="工作要点")),
        ("石桥镇2022年第三季度研判报告\n\n喜迎党的二十大胜利召开。", about("2022Q3", form="研判报告")),
    ),
)
def sessions(reading: Reading) -> Iterator[Hit]:
    if not reading.sure:
        return
    found = list(_mentions(reading))
    if not found or not reading.known.period:
        return
    limit, floor = _dates(reading)
    days = {meeting.name: meeting for meeting in reading.words.meetings}
    known = [(one, start, end, days[name]) for one, start, end, name in found if name in days]
    for one, start, end, meeting in known:
        before = one.text[:start]
        awaited = (
            _AWAITED.search(before) or meeting.day.year == reading.known.period.year and _AWAITED_AND.search(before)
        )
        if meeting.day > limit and not awaited and not _ANNOUNCED.match(one.text, end):
            yield Hit(
                one, start, end, f"{meeting.name}于{meeting.day.year}年{meeting.day.month}月召开，在这份文稿的时间之后"
            )
    for kind, level in (("大会", "error"), ("全会", "warning")):
        held = [meeting for meeting in reading.words.meetings if meeting.kind == kind and meeting.day <= floor]
        said = [item for item in known if item[3].kind == kind and item[3].day <= limit]
        if not held or not said:
            continue
        last = max(said, key=lambda item: item[3].day)
        later = [item for item in known if item[3].kind == "大会" and item[3].day > last[3].day]
        newest = max(said, key=lambda item: item[3].day)
        if kind == "全会" and later and not (_one_formula(later, said, held[-1]) or _studied(newest)):
            continue
        if kind == "全会" and later and held[-1].name.endswith("届一中全会"):
            continue  # held the day after the congress itself
        sentence = _SO_FAR.sub("", _sentence(newest[0], newest[1]))
        if newest[3].day < held[-1].day and not _BACK.search(sentence):
            yield Hit(
                newest[0], newest[1], newest[2], f"全文最新只提到{newest[3].name}，到报告期已召开{held[-1].name}", level
            )


def _studied(item: tuple) -> bool:
    """True where a session's spirit is studied or told: 宣讲党的十九届四中全会精神, 十九届四中全会精神宣讲."""
    one, start, end, _ = item
    return bool(
        re.match("精神(?:为主|宣讲|专题|学习|集中)", one.text[end:])
        or re.match("精神", one.text[end:])
        and re.search("(?:学习|宣传|贯彻|宣讲|传达|落实)(?:好|了)?(?:党的)?$", one.text[:start])
    )


_NEXT_TO = re.compile(
    r"(?P<held>十[八九]|二十)大(?:精神)?(?:和|及|以及|、|与)+(?:党的)?(?P<said>(?P<number>十[八九]|二十)届(?P<list>[一二三四五六七八、和]*[一二三四五六七八])中)"
)


@rule(
    "R-Y4",
    "大会与全会届次不合",
    level="error",
    source="forms/words/会议.yaml",
    hits=(
        "贯彻党的⟦二十大和十九届二中、三中⟧全会精神。",
        "贯彻党的⟦十九大和十八届三中⟧全会精神。",
    ),
    misses=(
        "贯彻党的二十大和二十届二中、三中全会精神。",
        "贯彻党的二十大和十九届六中全会精神。",
        "贯彻党的二十大和十九届历次全会精神。",
    ),
)
def next_to(reading: Reading) -> Iterator[Hit]:
    """A congress beside an earlier one's session other than the last ones, which were held in the same year."""
    for one, match in reading.search(_NEXT_TO):
        if match["held"] != match["number"] and match["list"][-1] not in "六七":
            message = f"“{match['held']}大”后面是{match['number']}届的全会，核对届次"
            yield Hit(one, match.start("held"), match.end("said"), message)


def _one_formula(congresses: Sequence[tuple], sessions: Sequence[tuple], held: Meeting) -> bool:
    """True where a congress stands beside a session of the one before, though sessions of its own were held: 二十大和十九届六中全会."""
    return held.day > max(item[3].day for item in congresses) + _FIRST and any(
        one is other and 0 <= start - end < 8 and re.fullmatch(r"(?:精神)?[和、及与]+(?:党的)?", one.text[end:start])
        for one, _, end, _ in congresses
        for other, start, *_ in sessions
    )


@rule(
    "R-Y4",
    "首段的会议少了最近一次",
    level="warning",
    needs="context",
    hits=(
        (
            "县交通局2024年第三季度研判报告\n\n深入学习贯彻党的二十大和二十届⟦二中全会⟧精神。\n\n一、开展情况\n宣讲党的二十届三中全会精神6场。",
            about("2024Q3", form="研判报告"),
        ),
    ),
    misses=(
        (
            "县交通局2024年第三季度研判报告\n\n深入学习贯彻党的二十大和二十届二中、三中全会精神。",
            about("2024Q3", form="研判报告"),
        ),
        ("县交通局2024年第三季度研判报告\n\n深入学习贯彻党的二十大精神。", about("2024Q3", form="研判报告")),
    ),
)
def short_formula(reading: Reading) -> Iterator[Hit]:
    """The opening formula names a congress and its plenary sessions: the last one held belongs to it."""
    if not reading.sure or not reading.known.period:
        return
    _, floor = _dates(reading)
    held = [meeting for meeting in reading.words.meetings if meeting.kind == "全会" and meeting.day <= floor]
    days = {meeting.name: meeting for meeting in reading.words.meetings}
    mentions = list(_mentions(reading))
    first = next((one.index for one in reading.tree.paragraphs if one.kind == "body"), None)
    said = [(one, start, end, days[name]) for one, start, end, name in mentions if name in days and one.index == first]
    sessions = [item for item in said if item[3].kind == "全会"]
    later = [days[name] for one, *_, name in mentions if one.index != first and name in days]
    if held and sessions and later:
        newest = max(sessions, key=lambda item: item[3].day)
        last = max(later, key=lambda meeting: meeting.day)
        if newest[3].day < min(held[-1].day, last.day):
            yield Hit(newest[0], newest[1], newest[2], f"后文写了{last.name}，首段只写到{newest[3].name}")


@rule(
    "R-Y4",
    "学习的仍是上一次大会",
    level="warning",
    needs="context",
    hits=(
        (
            "大洼村2022年第四季度研判报告\n\n把学习宣传贯彻党的⟦十九大⟧精神作为首要政治任务。\n\n二、下一步打算\n宣讲党的二十大精神6场。",
            about("2022Q4", form="研判报告"),
        ),
    ),
    misses=(
        (
            "大洼村2022年第四季度研判报告\n\n把学习宣传贯彻党的二十大精神作为首要政治任务。",
            about("2022Q4", form="研判报告"),
        ),
        ("大洼村2023年度述职报告\n\n学习贯彻党的十九大、二十大精神。", about("2023", form="述职报告")),
        ("大洼村2021年度述职报告\n\n学习贯彻党的十九大精神。", about("2021", form="述职报告")),
    ),
)
def last_congress(reading: Reading) -> Iterator[Hit]:
    """A congress that is still studied as if it were the newest, in a clause that names no later one."""
    if not reading.sure or not reading.known.period:
        return
    _, floor = _dates(reading)
    held = [meeting for meeting in reading.words.meetings if meeting.kind == "大会" and meeting.day <= floor]
    for one, match in reading.search(_STUDIED, view="bare") if held else ():
        clause = _clause(one, match.start())
        older = any(meeting.name == match[2] for meeting in held[:-1])
        if older and held[-1].name not in clause and not _BACK.search(clause):
            yield span(one, match, f"已召开{held[-1].name}，核对是否旧稿没有改", group=2)


_HELD = re.compile(
    r"(?:精神)?于?(?:20\d\d年)?(\d{1,2})月(?:\d{1,2}日)?(?:在北京)?(?:胜利|顺利)?(?:召开|闭幕|开幕|举行)"
)


@rule(
    "R-Y4",
    "会议月份不符",
    level="warning",
    source="forms/words/会议.yaml",
    hits=("党的二十大⟦9月⟧胜利召开后，迅速兴起学习热潮。", "二十届三中全会于⟦10月⟧召开。"),
    misses=(
        "党的二十大10月胜利召开后，迅速兴起学习热潮。",
        "二十届三中全会精神宣讲9月举行完毕。",
        "党的二十大召开后，9月开展宣讲。",
    ),
)
def held_in(reading: Reading) -> Iterator[Hit]:
    months = {meeting.name: meeting.day.month for meeting in reading.words.meetings}
    for one, _, end, name in _mentions(reading):
        said = _HELD.match(one.bare, end)
        if said and name in months and int(said[1]) != months[name]:
            yield Hit(one, said.start(1), said.end(1) + 1, f"{name}是{months[name]}月召开的")


_FIRST = timedelta(days=30)  # a congress's own first session is held within so many days
_SOON = timedelta(days=305)  # the next plenary isn't held sooner after one


@rule(
    "R-Y4",
    "会议不在日表",
    level="info",
    hits=(
        "学习贯彻党的二十届⟦九中全会⟧精神。",
        ("学习贯彻党的二十大和⟦二十届五中全会⟧精神。", about("2026Q1")),
    ),
    misses=("学习贯彻党的二十届三中全会精神。",),
)
def unlisted(reading: Reading) -> Iterator[Hit]:
    """A meeting the list doesn't know; a warning where the last one known was held not long before the period's end."""
    meetings, period = reading.words.meetings, reading.known.period
    names = {meeting.name for meeting in meetings}
    last = max((meeting.day for meeting in meetings), default=None)
    early = last is not None and period is not None and _dates(reading)[0] < last + _SOON
    for one, start, end, name in _mentions(reading):
        if names and name not in names:
            message = f"{name}不在会议日表里：届次写错，或日表（forms/words/会议.yaml）要补"
            yield Hit(one, start, end, message, "warning" if early else None)


@rule(
    "R-Y4",
    "全会漏“届”",
    level="error",
    source="forms/words/会议.yaml",
    hits=("认真学习贯彻⟦党的二十四中全会⟧精神。",),
    misses=("认真学习贯彻党的二十届四中全会精神。", "学习党的二十大和二十届四中全会精神。"),
)
def without_session(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NO_SESSION, kinds="all"):
        right = f"党的{match['congress']}届{match['plenum']}中全会"
        yield span(one, match, f"漏“届”，应为“{right}”", suggestion=right)


def _mentions(reading: Reading) -> Iterator[tuple[Paragraph, int, int, str]]:
    for one, match in reading.search(_CONGRESS, view="bare"):
        yield one, match.start(1), match.end(), f"{match[1]}大"
    for one, match in reading.search(_PLENUM, view="bare"):
        for mark in re.finditer(r"[一二三四五六七八九]", match[2]):
            start = match.start(2) + mark.start() if mark.start() else match.start(1)
            whole = mark.end() == len(match[2])
            yield one, start, match.end() if whole else match.start(2) + mark.end() + 1, f"{match[1]}届{mark[0]}中全会"


def _dates(reading: Reading) -> tuple[date, date]:
    """Return the last day a meeting may have been held, and the last day by which it must be mentioned."""
    period = reading.known.period
    assert period is not None
    if "要点" in reading.known.format:
        return period.first + timedelta(days=120), period.first
    limit = period.last + timedelta(days=15)
    if (signed := reading.tree.signed) and (match := re.search(r"(20\d\d)年(\d{1,2})月(\d{1,2})日", signed.text)):
        try:
            limit = max(limit, date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            pass  # R-Y3 reports the date itself
    return limit, period.last - timedelta(days=15)


@rule(
    "R-Y5",
    "届次列举中断",
    level="info",
    hits=(
        "贯彻二十届二中、三中全会精神。\n深入学习⟦二十届三中⟧全会精神。",
        "贯彻⟦二十届三中⟧全会精神。\n深入学习二十届四中全会精神。",
    ),
    misses=("贯彻二十届二中、三中全会精神。\n落实二十届二中、三中全会精神。",),
)
def broken_list(reading: Reading) -> Iterator[Hit]:
    found = [(one, match) for one, match in reading.search(_PLENUM, view="bare")]
    newest = max((match[1] for _, match in found), key="十六 十七 十八 十九 二十 二十一".split().index, default="")
    found = [(one, match) for one, match in found if match[1] == newest]
    lists = {match[2].replace("中", "") for _, match in found}
    if len(lists) > 1:
        longest = max(sorted(lists), key=lambda said: (len(said), "一二三四五六七八九".find(said[-1])))
        for one, match in found:
            if match[2].replace("中", "") != longest:
                yield Hit(one, match.start(), match.end() - 2, f"同文届次不一：别处写“{longest}中全会”")
                return


_IN_YEAR = re.compile(r"20\d\d年(?:初|底|春)?$")  # 2020年新冠肺炎疫情防控期间: what it was called then


@rule(
    "R-Y6",
    "过时用语",
    level="warning",
    needs="context",
    hits=(
        ("石桥镇2025年度述职报告\n\n给予⟦党纪政纪处分⟧2人。", about("2025", form="述职报告")),
        ("石桥镇2025年度述职报告\n\n扎实开展⟦扫黑除恶专项斗争⟧。", about("2025", form="述职报告")),
        ("石桥镇2024年度述职报告\n\n做好⟦新冠肺炎⟧疫情防控。", about("2024", form="述职报告")),
        ("石桥镇2024年度述职报告\n\n宣传《中华人民共和国⟦婚姻法》⟧。", about("2024", form="述职报告")),
    ),
    misses=(
        ("石桥镇2025年度述职报告\n\n给予党纪政务处分2人。", about("2025", form="述职报告")),
        ("石桥镇2024年度述职报告\n\n整理2020年新冠肺炎疫情防控期间的事迹。", about("2024", form="述职报告")),
        ("石桥镇2025年度述职报告\n\n自2018年开展扫黑除恶专项斗争以来，成效明显。", about("2025", form="述职报告")),
        ("石桥镇2019年度述职报告\n\n扎实开展扫黑除恶专项斗争。", about("2019", form="述职报告")),
    ),
)
def stale_terms(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period:
        return
    for term in reading.words.terms:
        if period.first <= term.until or not reading.holds(term.word):
            continue
        for one in reading.tree.prose:
            for match in re.finditer(re.escape(term.word), one.text if "》" in term.word else one.bare):
                clause = _clause(one, match.start())
                goes_on = (
                    period.year - term.until.year > 1
                    and re.match("开展以来", one.text[match.end() :])
                    and "自" not in clause
                )
                if (
                    _BACK.search(clause)
                    and not goes_on
                    or _IN_YEAR.search(one.text[: match.start()])
                    or any(word in one.text[max(match.start() - 8, 0) : match.end() + 8] for word in term.unless)
                ):
                    continue
                yield span(
                    one,
                    match,
                    f"“{term.word}”是旧说法：{term.reason}" + (f"，现用“{term.instead}”" if term.instead else ""),
                )
