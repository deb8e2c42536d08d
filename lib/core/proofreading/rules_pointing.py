"""Rules on what points back: 这22个行政村, 参训的68名教师, 19处隐患已全部整改, where another number was told before; 此次绘画比赛 of a 摄影比赛."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_UNITS = r"[个名位人场次轮条篇份块处项件起期户家支节部册]"
_COUNTED = re.compile(
    rf"(?<![\d.第—～~-])(?P<n>\d+)(?P<unit>{_UNITS})(?![次以余多])(?P<noun>[\u4e00-\u9fff“”]{{0,12}})"
)
_FIGURE = re.compile(rf"(?<![\d.第])(\d+)({_UNITS})(?![次余多])")
_LOOKED_AT = 400  # counts of one noun looked back at
_NOUN = 10  # characters of a noun looked at
_POINTS = re.compile(r"(?:这|上述|以上|这批|所(?:列|涉|查|提|建|选|评|签|收|发现|征集|反馈|涉及))的?$")
_OF_WHICH = re.compile(
    r"(?:印发|编印|印制|选聘|撰写|播放|推出|评选|选树|参训|参加|参与|选派|选出|评出|聘请|收集|征集|反馈|排查|发现|查出|梳理|签订|新装|新建|新设|新增|建成|开设|举办|开展|组建|招募|培训|培养|制定|修订|办结|受理|更换|安装|发放|推送|刊发|报送)(?:出|到)?的$"
)
_ITS = re.compile(r"[\u4e00-\u9fff“”]{2,8}的[\u4e00-\u9fff]{2}")  # 11次党组会的议题
_WHOLE = re.compile(r"全[局校院镇乡村县区街园站所司厂市]$")
_ALL = re.compile(
    r"^[\u4e00-\u9fff“”]{0,10}?(?:中(?=[到有，])|全部|悉数|尽数|均(?!衡)|都(?!市)|无一|按时(?:答复|办结)|已全)"
)
_APART = re.compile(
    r"其中|另|其余|剩余|再|新增[^的]*$|同比|较|比上|去年|上年|计划|目标|每|平均|首批|第[一二三]|分别|不少于|至少|以上$|约|近|超"
)
_GONE = re.compile(r"去年|上年|计划|目标|每|平均|同期|力争|不少于|至少|原有|以前|人均|其中|分别|(?<![在到])各")
_WINDOW = 3  # sentences looked back at for a figure without its noun


@dataclass(frozen=True, slots=True)
class _Pointer:
    one: Paragraph
    start: int
    end: int
    count: int
    unit: str
    noun: str
    direct: bool  # 这43人: needs no noun


def _near(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return low > 1 and (high <= low * 1.4 or sorted(str(one)) == sorted(str(other)) or high - low <= 2)


def _pointers(reading: Reading) -> Iterator[_Pointer]:
    for one in reading.tree.prose:
        for match in _COUNTED.finditer(one.bare):
            before = re.split("[，。；：、]", one.bare[: match.start()])[-1]
            rest = match["noun"] + one.bare[match.end() : match.end() + 6]
            direct = bool(_POINTS.search(before))
            told = direct or _OF_WHICH.search(before) or _WHOLE.search(before) or _ALL.match(rest[2:])
            opens = not before and (
                not match.start() or one.bare[match.start() - 1] in "。；" or _ITS.match(match["noun"])
            )
            named = match["noun"].startswith("“") and before in ("", "本季度", "全年", "今年", "上半年")
            if (told or opens or named) and not _APART.search(before):
                yield _Pointer(
                    one, match.start(), match.start("noun"), int(match["n"]), match["unit"], match["noun"], direct
                )


@dataclass(frozen=True, slots=True)
class _Count:
    """A count told anywhere: the words right before the figure and right after its measure word, and the clause up to it."""

    place: tuple[int, int]
    value: int
    before: str
    after: str
    clause: str


def _counts(reading: Reading, pointers: Iterable[_Pointer]) -> Mapping[tuple[str, str], Sequence[_Count]]:
    """Return measure word and a noun's first two characters → the counts told with them, in order of place."""
    asked: dict[str, set[str]] = defaultdict(set)
    for pointer in pointers:
        asked[pointer.unit].add(pointer.noun[:2])
    found: dict[tuple[str, str], list[_Count]] = defaultdict(list)
    for one in reading.tree.prose if asked else ():
        for match in _FIGURE.finditer(one.bare):
            window = one.bare[max(match.start() - _NOUN - 4, 0) : match.end() + _NOUN + 6]
            near = [key for key in asked.get(match[2], ()) if len(key) == 2 and key in window]
            if not near:
                continue
            so_far = re.split("[，。；：]", one.bare[max(match.start() - 60, 0) : match.start()])[-1]
            before = re.split("[、\\d]", so_far)[-1][-_NOUN - 6 :]
            after = re.split("[，。；、\\d]", one.bare[match.end() : match.end() + _NOUN + 6])[0]
            count = _Count((one.index, match.start()), int(match[1]), before, after, so_far)
            for key in near:
                if key in before or key in after:
                    found[match[2], key].append(count)
    return found


def _told(counts: Mapping[tuple[str, str], Sequence[_Count]], pointer: _Pointer) -> tuple[str, list[int]]:
    """Return the noun told with a number before, and those numbers of it: the longest noun that was counted so."""
    here = (pointer.one.index, pointer.start)
    told = counts.get((pointer.unit, pointer.noun[:2]), ())
    until = bisect_left(told, here, key=lambda one: one.place)
    earlier = told[max(until - _LOOKED_AT, 0) : until]
    for size in range(min(len(pointer.noun), _NOUN), 1, -1) if earlier else ():
        key = pointer.noun[:size]
        if key[-1] in "的了已均都全在为与和及等":
            continue
        found = []
        for one in earlier:
            ends, starts = one.before.rfind(key), one.after.find(key)
            if ends >= 0 and len(one.before) - ends - size <= 6:
                words = one.clause[: len(one.clause) - len(one.before) + ends] + one.before[ends:]
            elif 0 <= starts <= 6:
                words = one.clause + one.after[: starts + size]
            else:
                continue
            if not _GONE.search(words):
                found.append(one.value)
        if found:
            return key, found
    return "", []


@rule(
    "R-C4",
    "回指的数目不同",
    level="warning",
    source="前后一致",
    hits=(
        "全镇23个行政村均设有文明实践站。年内为这⟦22个⟧行政村配备了音响。",
        "举办“小小讲解员”体验课6场，邀请志愿者授课。这⟦7场⟧体验课吸引了148人次。",
        "选派86名教师参加培训。培训为期三天，参训的⟦68名⟧教师全部通过测试。",
        "新装宣传栏15块，按月更换。新装的⟦13块⟧宣传栏图文并茂。",
        "建成“荷风书房”5处，统一标识。\n为年内建成的⟦8处⟧“荷风书房”各配备1名管理员。",
        "社区有文艺骨干34人，分属三个团队。党委为这⟦43人⟧逐一建档。",
        "检查发现隐患14处，逐条落实责任。\n截至9月底，检查发现的⟦19处⟧隐患已全部整改。",
        "上半年召开党组会9次，议题明确。办公室整理材料，⟦11次⟧党组会的议题、记录一应俱全。",
        "现有41名网格员，编入队伍。社区邀请干部授课，⟦38名⟧网格员悉数到场。",
        "组织讲解员考评3轮，淘汰2名。⟦4轮⟧讲解员考评的成绩张榜公布。",
        "面向全局118名职工开展测试。\n局党组面向全局⟦108名⟧职工举办辅导2次。",
    ),
    misses=(
        "全镇23个行政村均设有文明实践站。年内为这23个行政村配备了音响。",
        "全镇有23个行政村，其中8个村设有讲习所。这8个村每月授课1次。",
        "检查发现隐患14处，已整改11处。剩余3处隐患均明确了时限。",
        "举办讲座3场、宣讲4场。这7场活动吸引了300人次。",
        "一季度培训教师20名，二季度培训教师18名。参训的38名教师全部合格。",
        "征集意见40条，采纳30条。采纳的30条意见全部落实。",
    ),
)
def pointed_back(reading: Reading) -> Iterator[Hit]:
    """A count that is told as known already, and was told otherwise before."""
    pointers = list(_pointers(reading))
    counts = _counts(reading, pointers)
    for pointer in pointers:
        noun, found = _told(counts, pointer)
        if not found and pointer.direct:
            before = re.split("[。；]", pointer.one.bare[: pointer.start])[-_WINDOW - 1 :]
            found = [
                int(value) for value in re.findall(rf"(?<![\d.第])(\d+){pointer.unit}(?![次余多])", "。".join(before))
            ]
            if len(found) > 1:
                continue  # any of them, or all together
        if not found or pointer.count in found or pointer.count in (sum(found), found[0] - sum(found[1:])):
            continue
        so_far = re.split("\n", pointer.one.bare[: pointer.start])[-1]
        if re.search(rf"(?<!\d){pointer.count}{pointer.unit}", so_far):
            continue  # told with another noun: 采纳30条
        if re.search("应[参到学训][\u4e00-\u9fff]{0,5}的?$", so_far):
            continue  # 应参加学习的35名党员: not all of them
        if len(set(found)) > 2 or not (noun.startswith("“") or any(_near(pointer.count, value) for value in found)):
            continue
        said = found[-1]
        what = f"“{noun}”" if noun else ""
        yield Hit(
            pointer.one,
            pointer.start,
            pointer.end,
            f"前面{what}是{said}{pointer.unit}，这里是{pointer.count}{pointer.unit}",
        )


_THIS = re.compile(
    r"(?:此次|本次|这次|该次|此项|这场|本届)(?P<what>[\u4e00-\u9fff]{2,3})(?P<kind>比赛|大赛|竞赛|评选|讲座|展览|培训|论坛|展演|征文|朗诵|演练)"
)


@rule(
    "R-N2",
    "回指的活动名不同",
    level="warning",
    source="前后一致",
    hits=(
        "举办摄影比赛，征集作品210幅。经评审，此次⟦绘画比赛⟧评出一等奖2名。",
        "举办职工朗诵大赛，24支代表队参加。本次⟦合唱大赛⟧参赛职工288人。",
    ),
    misses=(
        "举办摄影比赛，征集作品210幅。经评审，此次摄影比赛评出一等奖2名。",
        "举办摄影比赛、绘画比赛各1场。此次绘画比赛评出一等奖2名。",
        "举办知识竞赛1场。此次网络竞赛由党建办承办，另办现场竞赛。",
    ),
)
def this_other(reading: Reading) -> Iterator[Hit]:
    """这次…… of a kind told right before, by another name that was never told."""
    for one in reading.tree.prose:
        for match in _THIS.finditer(one.bare):
            before, name = one.bare[: match.start()], match["what"] + match["kind"]
            others = set(
                re.findall(rf"([\u4e00-\u9fff]{{2}}){match['kind']}", "。".join(re.split("[。]", before)[-3:]))
            )
            elsewhere = reading.count(name) > 1 or name in before
            if len(others) == 1 and not elsewhere and match["what"][-2:] not in others:
                if re.search("另|还[办有]|同时", one.bare[match.end() :].split("。")[0]):
                    continue
                yield Hit(
                    one, match.start("what"), match.end(), f"前面是“{others.pop()}{match['kind']}”，这里写“{name}”"
                )


_THESE = re.compile(r"这(?P<n>\d+)(?P<unit>[名位])(?P<who>[\u4e00-\u9fff]{2,5}?[员长师者手工])(?=[\u4e00-\u9fff，])")


@rule(
    "R-N2",
    "回指的人员名不同",
    level="warning",
    source="前后一致",
    hits=("公开选聘文明劝导员8名，划片包干。春节期间，这8名⟦卫生监督员⟧劝导40余起。",),
    misses=(
        "公开选聘文明劝导员8名，划片包干。春节期间，这8名劝导员劝导40余起。",
        "选聘劝导员8名。这8名志愿者来自机关。",
    ),
)
def these_others(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for match in _THESE.finditer(one.bare):
            before, who = one.bare[: match.start()], match["who"]
            told = re.findall(
                rf"([\u4e00-\u9fff]{{2,6}}[员长师者手工]){match['n']}[名位人]|{match['n']}[名位]([\u4e00-\u9fff]{{2,6}}?[员长师者手工])",
                before,
            )
            names = {first or second for first, second in told}
            known = (
                any(who[-2:] in name for name in names)
                or who[-2:] in before
                or re.search("志愿者|人员|党员|队员|成员|教师", who)
            )
            if names and not known:
                yield Hit(one, match.start("who"), match.end("who"), f"前面是“{min(names)}”，这里写“{who}”")
