"""Measure words that do not go with their verb or with the figures beside them: 专题研究1座, 其中原创92条、转载54座, 分别为3篇、4次、3次."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_N = r"(?<![\d.第])\d+"
_LEAST = r"(?:不少于|不低于|至少|共计?|累计|各)?"
_ODD = "座户块支本辆套名人篇条件个份幅台盏"  # no measure of what is done
_ACTS: tuple[tuple[str, str], ...] = (
    (
        r"研究意识形态工作|(?:理论学习)?中心组(?:集体|集中)?学习|集中学习|集体学习|专题学习|政治学习|累计学习|专题研讨|分析研判|专题研究|主题党日|送学(?:上门|到站|到班组)?|谈心谈话|巡查|轮训",
        "座户块支本辆套篇条件个份幅台盏",
    ),
    (
        r"书面报告|专题汇报|专题报告|交流发言|调研指导|现场督导|专项督查|联合检查|专项检查|业务培训|专题培训",
        "座户块支本辆套条件幅台盏",
    ),
    (r"检查|督查|抽查|研判|学习|研讨|培训|演练|宣讲|座谈", "座块支本辆套幅台盏篇"),
)
_ACTED = tuple(
    re.compile(rf"(?:{acts}){_LEAST}(?P<count>{_N}(?P<unit>[{odd}]))(?=[，。；、（）]|$)") for acts, odd in _ACTS
)
_UNIT = r"(?:人次|场次|[次场条个名件份篇户期块处起项座支本人部节幅册])"
_PARTED = re.compile(
    rf"(?P<total>{_N})(?P<unit>{_UNIT})[，（](?P<list>其中[^，。；、\d]{{0,14}}\d+{_UNIT}(?:[、，][^，。；、\d]{{0,14}}\d+{_UNIT}){{1,5}})(?=[，。；）])"
)
_ROW = re.compile(rf"(?P<list>{_N}{_UNIT}(?:[、和][^，。；、\d]{{0,6}}\d+{_UNIT}){{2,6}})(?=[，。；）])")
_FIGURE = re.compile(rf"(\d+)({_UNIT})")
_DEALT = re.compile(
    rf"(?P<total>{_N})(?P<unit>[件个条起项处])，(?:其中)?(?:已|现已|当场|目前已|均已)?(?:整改|办结|化解|答复|解决|处置|销号|完成)(?P<wrong>(?P<n>\d+)(?P<other>[名份支块户座本次篇场期册]))(?=[，。；、])"
)


@rule(
    "R-F2",
    "动作不用这个量词",
    level="warning",
    hits=(
        "公司党总支专题研究意识形态工作⟦1座⟧，召开研判会1次。",
        "集体学习不少于⟦10座⟧，专题研讨不少于⟦4件⟧。",
        "每半年向区委书面报告⟦1座⟧。",
        "开展专项检查⟦2块⟧，覆盖12个社区。",
        "每周学习不少于⟦1本⟧；",
    ),
    misses=(
        "专题研究意识形态工作4次，书面报告1份，巡查阵地8处。",
        "专题研究事项12个，开展检查，检查门店20户。",
        "学习文件12份，交流发言材料6篇，培训20名，培训宣讲员12名。",
        "主题党日活动3个专题，专题研讨4场。",
    ),
)
def acts_measured(reading: Reading) -> Iterator[Hit]:
    for pattern in _ACTED:
        for one, match in reading.search(pattern, view="bare"):
            message = f"“{match[0]}”：这里应用“次”“场”“期”一类的量词，不用“{match['unit']}”"
            yield Hit(one, match.start("count"), match.end("count"), message)


@rule(
    "R-F2",
    "同列各数的量词不同",
    level="warning",
    source="前后一致",
    hits=(
        "推送图文146条，其中原创92条、⟦转载54座⟧。",
        "评选34名，其中⟦好婆婆15次⟧、好媳妇19名。",
        "对50个单位督查，其中现场督查20个。集中学习13次，四个季度分别为⟦3篇⟧、4次、3次、3次。",
        "发现问题21个，已整改⟦18份⟧，剩余3个。",
    ),
    misses=(
        "推送图文146条，其中原创92条、转载54条。",
        "开展活动12场，其中宣讲8次、演出4次。",
        "四个季度分别为3次、4次、3次、3次。",
        "召开会议3次、宣讲4场、座谈3次。",
        "发现问题21个，已整改18个，清理图书5册。",
    ),
)
def units_alike(reading: Reading) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for pattern in (_PARTED, _ROW):
        for one, match in reading.search(pattern, view="bare"):
            figures = list(_FIGURE.finditer(one.bare, match.start("list"), match.end("list")))
            units = Counter(figure[2] for figure in figures)
            if pattern is _PARTED:
                if sum(int(figure[1]) for figure in figures) != int(match["total"]):
                    continue
                units[match["unit"]] += 1
            elif not re.search("分别[为是有]?$|依次[为是]?$", one.bare[: match.start()]):
                continue
            for hit in _odd_out(one, figures, units):
                if (one.index, hit.start) not in seen:
                    seen.add((one.index, hit.start))
                    yield hit
    for one, match in reading.search(_DEALT, view="bare"):
        if int(match["n"]) <= int(match["total"]) and (one.index, match.start("wrong")) not in seen:
            message = f"前面是“{match['total']}{match['unit']}”，这里用“{match['other']}”，核对量词"
            yield Hit(one, match.start("wrong"), match.end("wrong"), message)


def _odd_out(one: Paragraph, figures: list[re.Match[str]], units: Counter[str]) -> Iterator[Hit]:
    """Yield the one figure whose measure no other has, where all others share one."""
    if len(units) != 2:
        return
    (usual, _), (odd, times) = units.most_common()
    if times != 1 or {usual, odd} <= {"次", "场", "期", "场次"} or {usual, odd} <= {"名", "人", "位", "人次"}:
        return
    for figure in figures:
        if figure[2] == odd:
            yield Hit(
                one,
                figure.start(),
                figure.end(),
                f"同列的数用“{usual}”，这里用“{odd}”，核对量词",
                suggestion=figure[1] + usual,
            )
