"""The number of villages, classes, branches a unit has, told all through a text: 16个村（社区）, and once 15个村（社区）."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_N = r"(?<![\d.第—－～~+×-])(?P<n>\d{1,4})"
_VILLAGES = re.compile(
    rf"{_N}(?P<unit>个)(?P<kind>行政|全部)?(?:(?P<both>[村居](?:居|社区|（社区）|（居）|、社区|和社区|社)|社区（村）|社区[、和]村(?!民))|(?P<station>(?:村级?)?(?:新时代)?文明实践站|实践站)|(?P<village>村)(?![民组小集]|与村)|(?P<community>社区)(?!居民|网格|工作|党员|干部))"
)
_PAIR = re.compile(
    r"(?<![\d.第—－～~+×-])(?:(?P<a>\d{1,3})个(?:行政)?村[、和及与](?P<b>\d{1,3})个(?:城市|农村)?社区|(?P<c>\d{1,3})个(?:城市|农村)?社区[、和及与](?P<d>\d{1,3})个(?:行政|城中|涉农)?村)(?![组民])"
)
_HEADS = r"班级家长群|教学班|班级(?!微?信?群)|班(?!组|子|长|主任|车|会|干|级)|党?支部|党组织|网格(?!员|长)|村民小组|乡镇|镇街|单位|司法所|派出所|基层所|科室|股室|处室|部门|车间|班组|项目部|工区|门店|网点|家长群|微信群|工作群|书屋|宣传栏|账号|公众号|教师(?!节)|教职工|党员|职工|网评员|网格长|楼栋长|辅导员|班主任|宣讲员|网格员|宣传员|联络员|农户|商户|住户|人家|牧民|渔民|茶农|果农"
_ORGANS = re.compile(
    rf"{_N}(?P<unit>[个名家户块位])(?!以|多)(?P<kind>(?:(?![的是为没与和])[\u4e00-\u9fff“”]){{0,6}}?)(?P<head>{_HEADS})(?![、（]?[村社]区|书记|负责|代表|活动)"
)
_LEADING = re.compile(
    rf"(?<=[有设、，册记成建])(?P<head>{_HEADS})(?:有|共有|共|达)?(?P<n>\d{{1,4}})(?P<unit>[个名家户块位])(?=[、，。；])"
)
_STATIONS = re.compile(r"(?:文明实践站|红白理事会)(?P<n>\d{1,3})(?P<unit>个)(?=[、，。；])")
_PART = re.compile(
    r"其中|新[增建设成入发聘]|[增减]|其余|剩余|余下|还有|另|试点|示范|重点|部分|[首前后第][一二三四两]?批|分别|先后|评选|打造|创建|表彰|已[有在]|[仅只约近超达每各前后派抽选至到余]$|尚|未|抽[查取样]|走访|培育|注销|清理|整改|关停|关闭|合并|撤[销并]|分批|去年|上年|原有|原来|[较比](?:上|去|年初|同期)|同比|计划|力争|目标|不少于|不超过|不低于|组建|组成|由|推荐|淹没|中[，有]|之中"
)
_MORE = re.compile(r"^[^，。；]{0,12}?(?:未|没|尚|仍|较|偏|存在|率先|荣?获|被评|滞后|达标|先行|试)")
_HOLD = re.compile(r"(?<![现共设建辖所拥])有$")
_ALL = re.compile(r"全部|全覆盖|走遍|逐[一个村户]|均|都|所有")
_HAS = re.compile(r"[现共设]有|下设|在册|全[校村镇乡县局院园]")
_QUALIFIED = re.compile(r"(?:[局镇县市区乡街院校厂司]|所|直|下)[属直辖]$")


@dataclass(frozen=True, slots=True)
class _Told:
    """One count of organs: where, how many, of which kind; `part` where it may be some of them."""

    one: Paragraph
    start: int
    end: int
    count: int
    noun: str
    kind: str
    part: bool


@rule(
    "R-C4",
    "单位数前后不一",
    level="warning",
    source="前后一致",
    hits=(
        "听取16个村（社区）的汇报。\n对16个村（社区）开展督查。\n依托⟦15个⟧新时代文明实践站开展活动。",
        "全镇辖14个村、2个社区。\n与⟦15个⟧村（社区）签订责任书。\n对16个村（社区）开展督查。",
        "学校现有教学班48个。\n48个班级家长群逐一备案。\n⟦51个⟧班级全部参加展演。",
        "设14个党支部。\n14个党支部开展主题党日42次。\n班子成员走访全部⟦13个⟧党支部。",
    ),
    misses=(
        "全镇辖14个村、2个社区。\n与16个村（社区）签订责任书，14个村全部修订村规民约。",
        "全镇16个村中，已有14个村建成书屋。\n与16个村签订责任书。\n督查16个村。",
        "14个村平均每村4场。\n与14个村签订责任书。\n11个村工作较扎实，3个偏远村进展较慢。",
        "共有党支部23个，其中村（社区）党支部16个。\n与16个村（社区）签订责任书。\n23个党支部开展主题党日。",
        "与18个村签订责任书。\n走访16个村的群众。\n对18个村开展督查。",
    ),
)
def organs_told(reading: Reading) -> Iterator[Hit]:
    for told in (_villages(reading), _organs(reading)):
        for family in told:
            yield from _unlike(family)


def _unlike(family: Sequence[_Told]) -> Iterator[Hit]:
    """Yield the one mention that stands near the number the others agree on."""
    values = {one.count for one in family}
    family = [one for one in family if any(_near(one.count, value) for value in values - {one.count})]
    counts = Counter(one.count for one in family)
    if not 1 < len(counts) < 4:
        return
    usual, often = counts.most_common(1)[0]
    if often == 1:
        if len(family) != 2 or any(one.part for one in family):
            return
        usual = family[0].count
    for one in family:
        if one.count == usual or counts[one.count] > 1 or one.part or not _near(one.count, usual):
            continue
        other = next(two for two in family if two.count == usual)
        yield Hit(
            one.one,
            one.start,
            one.end,
            f"别处说“{other.noun}”，这里是“{one.noun}”，核对有多少个",
        )


def _near(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return low >= 8 and (high - low <= 3 or sorted(str(low)) == sorted(str(high)))


def _told(one: Paragraph, match: re.Match[str], kind: str = "") -> _Told:
    text = one.bare
    sentence = re.split("[。；]", text[: match.start()])[-1]
    clause = re.split("[，：]", sentence)[-1]
    rest = re.split("[。；]", text[match.end() :])[0]
    around = clause + re.split("，", rest)[0]
    part = bool(_PART.search(clause) or _HOLD.search(clause) or _MORE.search(rest)) and not _ALL.search(around)
    part = part and not re.match("中(?!的)", rest) or bool(re.match("中的|的(?:一半|群众|村民|居民|党员|代表)", rest))
    part = part or match["unit"] in "名位" and not _ALL.search(around) and not _HAS.search(clause)
    part = part or _split(sentence + match[0] + rest, match)
    return _Told(one, match.start(), match.end(), int(match["n"]), match[0], kind, part)


def _split(sentence: str, match: re.Match[str]) -> bool:
    """True where the sentence tells the others too: 11个村较扎实，3个村进展较慢."""
    numbers = [int(n) for n in re.findall(rf"(?<![\d.])\d+(?={match['unit']})", sentence)]
    own = int(match["n"])
    return any(a + own == b for a in numbers for b in numbers if a < own)


def _villages(reading: Reading) -> Iterator[list[_Told]]:
    pairs: list[_Told] = []
    families: dict[str, list[_Told]] = defaultdict(list)
    for one, match in reading.search(_PAIR, view="bare"):
        village, community = int(match["a"] or match["d"]), int(match["b"] or match["c"])
        place = _Told(one, match.start(), match.end(), village + community, match[0], "", False)
        pairs.append(place)
        families["both"].append(place)
        families["village"].append(_Told(one, match.start(), match.end(), village, match[0], "", False))
        families["community"].append(_Told(one, match.start(), match.end(), community, match[0], "", False))
    for one, match in reading.search(_VILLAGES, view="bare"):
        if any(pair.one is one and pair.start <= match.start() < pair.end for pair in pairs):
            continue
        told = _told(one, match)
        name = next(name for name in ("both", "station", "village", "community") if match[name])
        families["both" if name == "station" else name].append(told)
    for one, match in reading.search(_STATIONS, view="bare"):
        families["both"].append(_told(one, match))
    if not pairs and not (families["village"] and families["community"]):
        families["both"] = [*families["both"], *families.pop("village", []), *families.pop("community", [])]
    for family in families.values():
        if len(family) > 1:
            yield sorted(family, key=lambda told: (told.one.index, told.start))


def _canonical(head: str) -> str:
    return "班" if head in ("教学班", "班级", "班级家长群") else head.removeprefix("党")


def _organs(reading: Reading) -> Iterator[list[_Told]]:
    families: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for one, match in reading.search(_ORGANS, view="bare"):
        head = _canonical(match["head"])
        kind = match["kind"]
        if not kind and (before := _QUALIFIED.search(one.bare[: match.start()])):
            kind = before[0]
        families[match["unit"], head].append(_told(one, match, kind.removeprefix("基层")))
    for one, match in reading.search(_LEADING, view="bare"):
        families[match["unit"], _canonical(match["head"])].append(_told(one, match))
    for family in families.values():
        kinds = {told.kind for told in family if told.kind}
        if len(kinds) < 2:
            yield family
            continue
        for kind in kinds:
            yield [told for told in family if told.kind == kind]
