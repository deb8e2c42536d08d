"""Rules that count: 上述三个问题, 三个带头, 以下四项, 六大体系, and problems held against measures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph, han_number, han_word

_N = r"(\d{1,2}|两|[一二三四五六七八九十]{1,2})"
_BACK = re.compile(
    rf"(?:上述|以上|前述|上面|针对这|这|(?:针对|对照)(?:目前)?(?:存在|面临|研判出|分析出)的){_N}(?:个|项|方面|条|类|点|大)(?:方面)?(?:的)?(?:主要)?(?P<what>问题|隐患|风险|不足|薄弱环节|短板|困难|情况|方面|措施|举措|工作|任务|做法|抓手)"
)
_AHEAD = re.compile(
    rf"(?:以下|下列|如下|(?:从|抓好|做好|采取了?|开展了?|存在着?|主要有|落实|推进|突出|重点抓好|提出)(?:以下)?){_N}(个方面|方面|项|个|点|条|类|大)(?:方面)?(?:的)?([\u4e00-\u9fff]{{0,6}})(?:共?\d+项(?:具体|重点)?(?:工作|任务))?(?=[:：。，]|$)"
)
_ITEMS_AHEAD = re.compile(
    rf"(?<![第\d.]){_N}(件|个方面|方面|个|项|条|点|种|步|招|类|大)([\u4e00-\u9fff]{{0,8}})(?=[：:，。]\s*(?:一是|一要|第一，))"
)
_LEAD_IN = re.compile(  # 全年主要做了四件事。 and the items in the paragraphs below
    rf"(?:[做抓办干]了|[做抓办]好|[办做]成了?|开展了?|采取了?|主要(?:是|有|做|抓|办)|紧盯的?|聚焦|把握|管好|守好|把好|突出|坚持|围绕|实施了?|完成了?|推进了?|存在着?|提出){_N}(件|个方面|方面|个|项|条|点|步|招|类|大)([\u4e00-\u9fff]{{0,6}})(?=[：:。]$)"
)
_SPELT = re.compile(
    rf"“?{_N}(?:个|项|大|种|类|次)?([\u4e00-\u9fff]{{2,4}})”?(?:[\u4e00-\u9fff]{{0,4}})?(?:[，,：:（(]\s*(?:即|也就是|就是|分别是|具体是|具体为|包括)[：:]?|：|，(?=\2))([^。；）]{{4,120}})"
)
_SPELT_SHORT = re.compile(
    r"“?([二两三四五六七八九])个?([\u4e00-\u9fff])(?:”|(?<=个一))[^。；：（，]{0,6}[：（，](?:即|就是)?[：:]?([^。；）]+)"
)
_BIG = re.compile(r"([二两三四五六七八九十])(?:大)(体系|工程|行动|攻坚|任务|板块|阵地|机制|举措|平台|专项)")
_ITEM = re.compile(
    r"(?:^|(?<=[。；：，、！”\s）]))(?:第(?=.[，,]))?([一二三四五六七八九十])(?:是|要|(?<=第.)[，,])(?![一二三四五][，。、；地的])"
)
_BRACKETED = re.compile(r"(?<=[：:。；，])[（(]([一二三四五六七八九1-9])[）)](?=[\u4e00-\u9fff“])")
_CAUSE = re.compile(
    r"原因|由于|因为|究其|源于|根源|在于|导致|致使|主要是|所致|造成|不够|不足|不到位|缺乏|薄弱|欠缺|有限|偏少|不强|不高|不深|不严|滞后|缺少"
)

_TOLD_CAUSE = re.compile(
    r"(?:^|[。，\d.])因[^，。；]{2,16}，|与[^，。；]{2,16}有(?:直接|很大|密切|一定)?关|[原成]因|由于|因为|究其|源于|根源|在于|主要是|所致|导致|造成|主因|症结|之故|引起|引发|使得|致使|根子|缘于|归结"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九][、，]|[一二三四五六七八九]是")


def count_word(text: str) -> int:
    return 2 if text == "两" else han_number(text) or 0


_RUN_IN = re.compile(r"(?:^|(?<=[。；：]))（[一二三四五六七八九]）")


def marked_items(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, int]]:
    """Return the items a section lists, by its own highest kind of mark: （一）, 1., or 一是 in running text."""
    run_in = [(one, match.start()) for one in paragraphs for match in _RUN_IN.finditer(one.plain)]
    if len({one.index for one, _ in run_in}) < len(run_in):
        return run_in
    for level in (2, 3, 4):
        headed = [(one, 0) for one in paragraphs if one.level == level and one.number]
        if headed:
            return headed
    runs: list[list[tuple[Paragraph, int]]] = []
    last = 0
    for one in paragraphs:
        for match in _ITEM.finditer(one.plain):
            number = han_number(match[1]) or 0
            if number == 1 or not runs:
                runs.append([])
            runs[-1].append((one, match.start()))
            last = max(last, number)
    return max(runs, key=len, default=[])


def section(reading: Reading, name: str) -> list[Paragraph]:
    return [one for one in reading.tree.prose if one.section == name]


def _items_in(text: str) -> int:
    return len(_ITEM.findall(text))


@rule(
    "R-C3",
    "“上述N个问题”与所列条数",
    level="warning",
    source="前后一致",
    hits=(
        "二、存在的主要问题\n一是形式单一。二是更换不及时。\n三、下一步措施\n针对⟦上述三个问题⟧，抓好以下工作。",
        "一是强化领导，二是强化学习，三是强化阵地，四是强化队伍，通过⟦以上三项措施⟧，取得成效。",
        "二、风险隐患\n一是形式单一。二是更换不及时。\n三、下一步措施\n⟦针对存在的四个方面风险隐患⟧，抓好落实。",
        "二、存在的主要问题\n（一）形式单一。年轻人少。\n（二）更换不及时。内容过时。\n（三）队伍薄弱。人手不足。\n三、下一步措施\n针对⟦以上两个问题⟧，抓好落实。",
    ),
    misses=(
        "二、存在的主要问题\n一是形式单一。二是更换不及时。\n三、下一步措施\n针对上述两个问题，抓好以下工作。",
        "针对上述问题，抓好落实。",
        "一是强化领导，二是强化学习，通过以上两项措施，取得成效。",
        "一是强化领导。针对以上三项工作，抓好落实。",
        "二、存在的主要问题\n一是形式单一。二是更换不及时。\n三、下一步措施\n针对巡察反馈的三个问题，抓好落实。",
    ),
)
def back_counts(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BACK):
        said = count_word(match[1])
        inside = _items_in(one.plain[: match.start()])
        told = match["what"] in ("措施", "举措", "工作", "任务", "做法", "抓手")
        listed = inside if told else _listed_before(reading, one, match.start())
        if listed >= 2 and said and said != listed or listed == 1 and said > 1 and not told:
            fixed = match[0].replace(match[1], "两" if listed == 2 else han_word(listed), 1)
            yield span(
                one,
                match,
                f"“{match[0]}”：前文只列{listed}个" if listed < said else f"“{match[0]}”：前文列了{listed}个",
                suggestion=fixed,
            )


def _listed_before(reading: Reading, one: Paragraph, position: int) -> int:
    inside = _items_in(one.plain[:position])
    if inside >= 2:
        return inside
    problems = [other for other in section(reading, "problems") if other.index < one.index]
    if one.section == "problems":
        problems = [other for other in problems if other.index <= one.index]
    found = marked_items(problems)
    if found:
        return len(found)
    near = [other for other in reading.tree.prose if one.index - 4 <= other.index < one.index]
    runs = [_items_in(other.plain) for other in near]
    return max(runs, default=0) if max(runs, default=0) >= 2 else 0


@rule(
    "R-C3",
    "“以下N项”与所列条数",
    level="warning",
    source="前后一致",
    hits=(
        "重点抓好⟦以下三项工作⟧：一是抓学习；二是抓阵地。",
        "主要存在⟦以下三个方面问题⟧：\n（一）形式单一。人少。\n（二）更换慢。过时。",
        "着力做好⟦三件事⟧：一是推行错时学习；二是每月推出短视频。",
        "做好⟦三件实事⟧：第一，修路。第二，建桥。",
        "学校将重点做好⟦以下三项工作⟧：（一）每学期举办1期培训；（二）开通热线。",
        "全年主要做了⟦四件事⟧。\n一是组织学习。抓得紧。\n二是管好阵地。抓得实。\n三是培育新风。抓得久。",
        "一年来，抓了⟦两件大事⟧。\n（一）组织学习。抓得紧。\n（二）管好阵地。抓得实。\n（三）培育新风。抓得久。",
        "主要采取了⟦三项措施⟧：一是抓学习；二是抓阵地；三是抓活动；四是抓队伍。",
    ),
    misses=(
        "重点抓好以下三项工作：一是抓学习；二是抓阵地；三是抓活动。",
        "采取了两项措施。",
        "全年主要做了三件事。\n一是组织学习。抓得紧。\n二是管好阵地。抓得实。\n三是培育新风。抓得久。",
        "抓好以下工作：一是学；二是做。",
    ),
)
def ahead_counts(reading: Reading) -> Iterator[Hit]:
    prose = reading.tree.prose
    found = list(reading.search(_AHEAD))
    known = {(one.index, match.end()) for one, match in found}
    later = (*reading.search(_ITEMS_AHEAD), *reading.search(_LEAD_IN))
    found += [(one, match) for one, match in later if (one.index, match.end()) not in known]
    for one, match in found:
        said = count_word(match[1])
        rest = one.plain[match.end() :]
        if said < 2:
            continue
        end_mark = one.text[match.end() : match.end() + 1]
        listed = 0
        marks = list(_ITEM.finditer(rest)) or list(_BRACKETED.finditer(rest))
        numbers = [han_number(found[1]) or 0 for found in marks]
        if numbers[:1] == [1] and not re.search(r"[。；]", rest[: marks[0].start()].strip("：:。，")):
            listed = next((index for index, number in enumerate(numbers) if index and number == 1), len(numbers))
        elif not rest.strip("：:。，") or end_mark in "：:" and not rest.strip("：:"):
            following = prose[prose.index(one) + 1 :] if one in prose else []
            listed = _group_after(one, following)
        if listed >= 2 and listed != said:
            place = re.sub(rf"^[\u4e00-\u9fff]*?(?={_N})", "", match[0])
            yield Hit(one, match.end() - len(place), match.end(), f"“{place}”：后文列了{listed}条")


def _group_after(one: Paragraph, following: Sequence[Paragraph]) -> int:
    """Count the items right after a lead-in line: 一是 paragraphs, or headings of the next lower level."""
    first = following[0] if following else None
    if first is None:
        return 0
    if first.level and first.number == 1 and first.level > (one.level or 0):
        count = 0
        for other in following:
            if other.level and other.level < first.level:
                break
            count += other.level == first.level
        return count
    count = 0
    for other in following:
        found = _items_in(other.plain)
        if not found or other.level:
            break
        count += found
    return count


@rule(
    "R-C3",
    "“N个……”与展开的项数",
    level="warning",
    source="前后一致",
    hits=(
        "做到⟦“三个亲自”⟧，即重要工作亲自部署、重要问题亲自过问。",
        "概括起来就是⟦“三个抓”：抓学习、抓阵地、抓队伍、抓活动⟧。",
        "推行⟦“三亮”活动，亮身份、亮承诺⟧。",
        "落实⟦“六有”标准，即有场所、有队伍、有制度、有经费、有活动⟧。",
        "开展⟦“五个一”活动：一次宣讲、一场演出、一次走访、一堂党课⟧。",
        "坚持⟦“四个纳入”，纳入党建责任制、纳入述职报告、纳入年度考核⟧。",
        "坚持⟦四个带头⟧：带头学习、带头宣讲、带头落实。",
        "落实⟦“三个到位”⟧：责任到位、措施到位、人员到位、经费到位。",
    ),
    misses=(
        "做到“三个亲自”，即重要工作亲自部署、重要问题亲自过问、重大事件亲自处置。",
        "增强“四个意识”、坚定“四个自信”。",
        "推行“三亮”活动，亮身份、亮承诺、亮业绩。",
        "推行“三亮”活动，亮身份是关键。",
        "坚持三个带头：带头学习、带头宣讲、带头落实。",
    ),
)
def spelt_out(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for match in _SPELT_SHORT.finditer(one.text):
            parts, key = re.split("[、，]", match[3]), match[2]
            if len(parts) >= 2 and all(part.startswith(key) for part in parts) and len(parts) != count_word(match[1]):
                yield span(one, match, f"“{match[1]}个{key}”：后面列了{len(parts)}项")
        for match in _SPELT.finditer(one.text):
            said, noun, rest = count_word(match[1]), match[2], re.split("，(?:每|各|均|由|全|都)", match[3])[0]
            key = (
                noun
                if len(noun) == 2
                else next((part for part in (noun[-2:], noun[:2]) if rest.count(part) >= 2), noun)
            )
            listed = len(re.findall(f"(?:{key})+", rest))
            if said >= 2 and listed >= 2 and listed != said and listed <= 12:
                named = re.match(r"“?[^”，：:（(]+", match[0])[0].strip("“”")  # type: ignore[index]
                yield Hit(one, match.start(), match.end(), f"“{named}”：后面展开了{listed}个“{key}”")


@rule(
    "R-C3",
    "总述与标题的项数",
    level="warning",
    source="前后一致",
    hits=(
        "构建五大体系，抓好落实。\n一、构建⟦六大体系⟧\n抓好落实。",
        "实施“⟦五大工程⟧”。\n二、重点任务\n（一）实施铸魂工程。学习。\n（二）实施润心工程。活动。\n（三）实施清朗工程。巡查。",
    ),
    misses=(
        "构建五大体系。\n一、五大体系\n抓好六大工程。",
        "实施三大工程。\n二、重点任务\n（一）实施铸魂工程。学习。\n（二）实施润心工程。活动。\n（三）实施清朗工程。巡查。",
        "实施“五大工程”。\n二、重点任务\n（一）实施铸魂工程。学习。\n（二）加强队伍。活动。\n（三）实施清朗工程。巡查。",
    ),
)
def big_counts(reading: Reading) -> Iterator[Hit]:
    said: dict[str, list[tuple[Paragraph, re.Match[str]]]] = {}
    for one, match in reading.search(_BIG):
        said.setdefault(match[2], []).append((one, match))
    for noun, found in said.items():
        words = [match[1] for _, match in found]
        if len(set(words)) < 2:
            siblings = _all_named(reading, noun)
            if siblings > 1 and siblings != count_word(words[0]):
                one, match = found[0]
                yield span(one, match, f"“{match[0]}”：后面列了{siblings}个“{noun}”")
            continue
        headed = sum(
            noun in one.text and not _BIG.search(one.text) for one in reading.tree.prose if one.kind == "heading"
        )
        right = next((word for word in words if count_word(word) == headed), None) or max(
            words, key=lambda word: (words.count(word), word == words[0])
        )
        for one, match in found:
            if match[1] != right:
                yield span(one, match, f"别处是“{right}大{noun}”，这里是“{match[0]}”", suggestion=f"{right}大{noun}")


def _all_named(reading: Reading, noun: str) -> int:
    """Count the headings under one heading where each of them names a `noun`; 0 where none or several groups do."""
    groups: list[list[str]] = []
    last: dict[int, list[str]] = {}
    for one in reading.tree.prose:
        if not one.level or not one.number:
            continue
        if one.number == 1:
            last[one.level] = []
            groups.append(last[one.level])
        last.setdefault(one.level, []).append(re.split("[。，：；]", one.text)[0])
    named = [len(group) for group in groups if len(group) > 1 and all(noun in head for head in group)]
    return named[0] if len(named) == 1 else 0


def _sentence_end(text: str, start: int) -> int:
    end = text.find("。", start)
    return end + 1 if end >= 0 else len(text)


@rule(
    "R-C2",
    "措施少于问题",
    level="warning",
    source="FORMATS.md 1.4",
    hits=(
        "二、存在的问题\n（一）甲不足。\n（二）乙不足。\n⟦三、下一步措施\n（一）抓好甲。⟧",
        "一、开展情况\n平稳。\n二、存在的问题\n一是甲不足。二是乙不足。三是丙不足。\n⟦三、下一步措施\n一是抓好甲。二是抓好乙。⟧",
    ),
    misses=(
        "二、存在的问题\n一是甲不足。二是乙不足。\n三、下一步措施\n一是抓好甲。二是抓好乙。三是抓好丙。",
        "二、存在的问题\n（一）甲不足。\n（二）乙不足。\n三、下一步措施\n加强学习，补齐短板。",
    ),
)
def fewer_measures(reading: Reading) -> Iterator[Hit]:
    if "要点" in reading.tree.title:
        return
    problems, measures = section(reading, "problems"), section(reading, "plan")
    asked, answered = marked_items(problems), marked_items(measures)
    if any(re.search(r"[两二三四五][个方]?[面个]?(?:方面)?(?:的)?(?:问题|不足)", one.text) for one in measures):
        return  # one measure answers several
    alone = [one for one in measures[1:] if one.level and one.number]
    if len(asked) > 1 and len(alone) == 1 and alone[0].number == 1 and not answered[1:]:
        end = measures[-1]
        yield Hit(
            measures[0],
            0,
            len(measures[0].text),
            f"列了{len(asked)}个问题，措施只有1条",
            until=end if end is not measures[0] else None,
        )
        return
    if len(answered) >= 2 and len(answered) < len(asked):
        text = "".join(one.text for one in measures)
        if re.search(r"方面[^。]{2,60}方面", text):
            return
        last, where = answered[-1]
        yield Hit(
            measures[0],
            0,
            _sentence_end(last.text, where) if last is not measures[0] else len(measures[0].text),
            f"列了{len(asked)}个问题，措施只有{len(answered)}条",
            until=last,
        )


@rule(
    "R-C2",
    "问题缺原因",
    level="warning",
    source="FORMATS.md 2.3",
    hits=(
        "二、存在的问题及原因\n（一）设施闲置。主要原因是管理人手紧。\n⟦（二）网络制度空白较多。发帖审核靠人工。⟧\n三、下一步打算\n（一）盘活设施。\n（二）健全制度。",
        "二、存在的问题及原因\n一是形式不新。原因是培训少。⟦二是家长理解不够。⟧\n三、下一步打算\n一是培训。二是沟通。",
        "二、存在问题及原因\n第一，群管理不细。原因是督促不够。\n第二，宣讲不活。⟦照本宣科多，互动不足。⟧\n三、下一步打算\n一是督促。二是宣讲。",
    ),
    misses=(
        "二、存在的问题及原因\n（一）设施闲置。主要原因是管理不够。\n（二）网络制度不健全。由于人手少。\n三、下一步打算\n（一）盘活。\n（二）健全。",
    ),
)
def without_cause(reading: Reading) -> Iterator[Hit]:
    problems = section(reading, "problems")
    if not problems or not re.search("[原成]因", problems[0].text):
        return
    headed = [one for one in problems if one.level and one.level > 1 and one.number]
    level = headed[0].level if headed else 0
    items = [one for one in headed if one.level == level] or [one for one in problems if _ORDINAL.match(one.text)]
    bodies = {one.index: _whole_item(problems, one, level) for one in items}
    told = sum(bool(_TOLD_CAUSE.search(body)) for body in bodies.values())
    if any("原因" in other.text for other in problems[1:] if other.level == 1):
        return
    if len(items) < 2 and sum(len(_ITEM.findall(one.plain)) > 1 for one in problems):
        yield from _run_in(problems)
        return
    for one in items:
        body = bodies[one.index]
        alone = told == len(items) - 1 > 0 and not _TOLD_CAUSE.search(body)  # all the others tell theirs
        if alone or not _CAUSE.search(body):
            yield Hit(one, 0, len(one.text), "标题写“及原因”，这一条没有写原因")


def _run_in(problems: Sequence[Paragraph]) -> Iterator[Hit]:
    """Look at 一是…二是… within a paragraph: all but one tell a cause."""
    for one in problems:
        starts = [match.start() for match in _ITEM.finditer(one.plain)]
        spans = list(itertools.pairwise([*starts, len(one.plain)]))
        silent = [place for place in spans if not _TOLD_CAUSE.search(one.plain[place[0] : place[1]])]
        if len(spans) > 1 and len(silent) == 1:
            yield Hit(one, *silent[0], "标题写“及原因”，这一条没有写原因")


def _whole_item(problems: Sequence[Paragraph], one: Paragraph, level: int) -> str:
    """Return an item's text with the paragraphs that belong to it."""
    body = one.text
    for other in problems:
        if other.index > one.index:
            if other.level and other.level <= level or _ORDINAL.match(other.text):
                break
            body += other.text
    return body


@rule(
    "R-C9",
    "正文数字与表单不符",
    level="warning",
    source="比对生成快照",
    needs="context",
    hits=(
        (
            "石桥镇2025年第二季度研判报告\n\n本季度，⟦发放宣传单5000余份⟧。",
            about("2025Q2", values={"资料份数": "发放宣传单6000余份"}),
        ),
    ),
    misses=(
        (
            "石桥镇2025年第二季度研判报告\n\n本季度，发放宣传单6000余份。",
            about("2025Q2", values={"资料份数": "发放宣传单6000余份"}),
        ),
    ),
)
def against_form(reading: Reading) -> Iterator[Hit]:
    text = "\n".join(one.text for one in reading.tree.paragraphs)
    for name, words in reading.known.values.items():
        parts = re.split(r"\d+(?:\.\d+)?", words)
        if len(parts) != 2 or len(parts[0]) < 4 or words in text:
            continue
        pattern = re.compile(re.escape(parts[0]) + r"\d+(?:\.\d+)?[万余多]*[\u4e00-\u9fff]{1,2}")
        for one, match in reading.search(pattern):
            yield span(one, match, f"表单“{name}”是“{words}”，正文改成了“{match[0]}”")
            break
