"""Rules that hold a thing counted when it is named again against its first count: 22个微信群, then 24个微信群."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_STANDING = r"[个名位支块处户家所座间面台辆份栋类张]"  # counted once, what a unit has
_HAPPENING = r"(?:场次|次|场|期|篇|起|件|条|部|项)"  # counted as it happens: another count may be another time
_UNIT = rf"(?:{_HAPPENING}|{_STANDING})"
_TAIL = r"[的中内里均全都各每逐分与和及或在为对把将由已未没共也以年第编召参开建签实落推公巡平人组监管进撰按书负成集力覆学制设发联有完认创选配定等意情主送检]"
_AFTER = re.compile(rf"(?P<n>\d+)(?P<unit>{_UNIT})(?![次以])(?P<noun>[\u4e00-\u9fff“”]{{1,14}})(?!、[村社居校])")
_NUMBER = re.compile(rf"(?<![\d.第—－～~+-])\d+(?={_UNIT}(?![次以]))")
_ALL_BEFORE = re.compile(
    r"(?:现有|共有|下设|下辖|管辖|辖区?有?|设有|建有|在册|所有的?|全部|全(?:体|[镇乡村县区市校局院所站街司厂园班团系社][\u4e00-\u9fff]{0,2}?)|局属|所属|直属|下属|这|上述|以上)$"
)
_TOUCHED = re.compile(
    r"(?:[与和同对在向为从给由让把将]|覆盖|走遍|面向|依托|通过|指导|召集|签订的|建立的|组建的|印发的|报送的|征集的|收到的|开展的|举办的|、)$"
)
_ALL_AFTER = re.compile(
    r"^(?:[的]?[\u4e00-\u9fff]{0,6}?(?:均|全部|逐[一个份项户]|都|全覆盖|平均|人均|户均|每[月季年周半个名]|各[选配派自]|无一|挨)|实现全)"
)
_OF_THEM = re.compile(r"[\u4e00-\u9fff]{2}(?:当?中|之中)(?=[，有仅只])")
_OTHER_TIME = re.compile(
    r"去年|上年|[较比](?:上|去|第|年初|同期|计划)|同比|环比|试点|先行|首批|原有|原来|由原|合并|撤[销并]|分批|第[一二三]轮"
)
_PICKED = re.compile(r"抽[查取样]|选取|其余|余下|剩余|另有|另外")
_APART = re.compile(
    r"其中|新[增建设成]|[增减]|其余|剩余|余下|还有|另|计划|拟|力争|目标|不少于|不超过|不低于|以上|示范|重点|部分|[首前后第][一二三四两]?批|分别|先后|陆续|注销|清理|整改|办结|答复|解决|化解|关停|停更|实际|保留|运行|培育|评选|打造|创建|表彰"
)
_PERIOD = re.compile(r"第?[一二三四]季度|[上下]半年|\d月")
_SOME = re.compile(
    r"(?<![现共设建辖所拥镇乡院校局村县])有$|(?:仅|只|已|尚|约|近|超|达|评|新|余|每|各|前|后|第|派|选|增|到|至|另外)$"
)
_LACKS = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4}?(?:未|没|尚|仍|较|偏|不|存在|荣?获|被评|达标|超过|超额|缺|滞后)|[增减扩]|第[一二三])"
)
_SOURCE = re.compile(r"自查|督查|督导|巡察|巡查|考核|检查|排查|评估|审计|述评|反馈|走访|来信|来电|网上|线上")
_FOUND = re.compile(r"(?:风险|安全)?(?:问题|隐患)(?:线索)?|线索|意见|建议|意见建议|诉求|留言|投诉|矛盾纠纷|纠纷|矛盾")
_DEFINITE = re.compile(
    r"(?:(?:发现|查出|排查|梳理|征集|收集|收到|收回|受理|反馈|指出|提出|签订|报送|开展|举办|印发|编发|刊发|张贴|悬挂|制作|发放|更换)(?:出|到)?的|这|上述|以上)$"
)
_VAGUE = re.compile(r"活动|工作|会议|任务|措施|事项|制度|方面|(?:调查)?问卷|选票|试卷")
_SHORT = frozenset("村镇所")
_ENOUGH = 3  # mentions of one count to compare others with: a long text repeats itself
_PEOPLE = frozenset("名位户")  # some of them may do a thing, others another


@dataclass(frozen=True, slots=True)
class _Mention:
    """One counted thing; `noun` runs on to the right where it follows the count, to the left where it leads."""

    one: Paragraph
    start: int
    end: int
    count: int
    unit: str
    noun: str
    leads: bool
    whole: bool
    of_them: bool

    @property
    def before(self) -> str:
        """The sentence up to the count."""
        return re.split("[。；]", self.one.bare[: self.start])[-1]

    @property
    def place(self) -> tuple[int, int]:
        return self.one.index, self.start


def _mentions(one: Paragraph) -> Iterator[_Mention]:
    text = one.bare
    for number in _NUMBER.finditer(text):
        start = max(text.rfind("。", 0, number.start()), text.rfind("；", 0, number.start())) + 1
        end = min((place for mark in "。；" if (place := text.find(mark, number.end())) >= 0), default=len(text))
        clause = text[max(start, *(text.rfind(mark, start, number.start()) + 1 for mark in "，：")) : number.start()]
        after = _AFTER.match(text, number.start(), end)
        follows = after and not _SOME.search(clause)
        if not follows and not re.search(r"[\u4e00-\u9fff]$", clause):
            continue
        so_far = text[start : number.end()] + re.split("[，：]", text[number.end() : end], maxsplit=1)[0]
        if _OTHER_TIME.search(so_far) or _PICKED.search(re.split("[，：]", so_far)[-1]):
            continue
        if follows:
            yield from _following(one, after, clause)
        else:
            yield from _leading(one, number, clause, end)


def _following(one: Paragraph, match: re.Match[str], clause: str) -> Iterator[_Mention]:
    rest = match["noun"]
    beyond = one.bare[match.end("noun") : match.end("noun") + 4]
    people = match["unit"] in _PEOPLE
    of_them = bool(_OF_THEM.search(rest + beyond) or _DEFINITE.search(clause))
    whole = bool(_ALL_BEFORE.search(clause)) or of_them
    whole = whole or not people and bool(_TOUCHED.search(clause) or _ALL_AFTER.search(rest[1:] + beyond))
    apart = (
        _APART.search(clause)
        or beyond.startswith("（")
        or re.fullmatch(_HAPPENING, match["unit"])
        and _PERIOD.search(clause)
    )
    if not apart and not (_LACKS.search(rest[2:]) and not whole):
        yield _Mention(
            one, match.start(), match.end("unit"), int(match["n"]), match["unit"], rest, False, whole, of_them
        )


def _leading(one: Paragraph, number: re.Match[str], clause: str, end: int) -> Iterator[_Mention]:
    unit = re.compile(rf"({_UNIT})(?![次以\u4e00-\u9fff])").match(one.bare, number.end(), end)
    if not unit or _APART.search(clause) or re.fullmatch(_HAPPENING, unit[1]) and _PERIOD.search(clause):
        return
    noun = re.sub(r"(?:总数)?(?:共计|共有|共|合计|总计|达到?)$", "", clause)
    whole = unit[1] not in _PEOPLE or bool(re.search(r"现有|共有|下设|下辖|共$|合计|全[村镇乡校局院县]", clause))
    yield _Mention(one, number.start(), unit.end(), int(number[0]), unit[1], noun, True, whole, False)


def _same(one: _Mention, other: _Mention) -> str:
    """Return the noun both count, or nothing: the longest words they share, ending where a noun ends."""
    if one.leads and other.leads:
        return ""
    if one.leads or other.leads:
        leading, following = (one, other) if one.leads else (other, one)
        for size in range(min(len(leading.noun), len(following.noun)), 1, -1):
            if leading.noun.endswith(following.noun[:size]):
                return following.noun[:size] if _ends(following.noun, size) else ""
        return ""
    size = 0
    while size < min(len(one.noun), len(other.noun)) and one.noun[size] == other.noun[size]:
        size += 1
    while size and not (_ends(one.noun, size) and _ends(other.noun, size)):
        size -= 1
    noun = one.noun[: min(size, 1) if one.noun[0] in _SHORT and _ends(one.noun, 1) and _ends(other.noun, 1) else size]
    return noun if len(noun) > 1 or noun in _SHORT else ""


def _ends(noun: str, size: int) -> bool:
    if size == len(noun) or noun[size - 1] == "”" or re.match(_TAIL, noun[size]):
        return True
    return noun[:size] in ("村", "社区") and noun.startswith(("党支部", "党组织", "党总支", "“两委”"), size)


def _near(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    swapped = sorted(str(one)) == sorted(str(other))
    return low > 2 and (high <= low * 1.34 or swapped)


@rule(
    "R-C4",
    "再提时数目不同",
    level="warning",
    source="前后一致",
    hits=(
        "年初与各部门签订责任书14份。\n年底对照年初签订的⟦16份⟧责任书逐份考核。",
        "社区现有居民微信群22个，均已明确群主。\n并在⟦24个⟧居民微信群公开进展。",
        "分布在11个机关股室、10个基层市场监管所。\n⟦9个⟧基层市场监管所人均监管企业超过400户。",
        "全校42个教学班每月召开主题班会。\n对全校⟦48个⟧教学班的家长群进行排查。",
        "全村34名党员编为3个学习小组。\n⟦43名⟧党员中有15名常年在外。",
        "与11个村、8个站所签订责任书。\n宣讲66场，⟦9个⟧村平均每村6场。",
        "每周把9个居民微信群巡查一遍。\n一是⟦11个⟧居民微信群中有2个由租户担任群主。",
        "与13个村党支部签订责任书13份。\n全乡⟦12个⟧村实现全覆盖。",
        "与辖区14个社区签订责任书，半年督查一次，全部⟦12个⟧社区均已接受督查。",
        "组织下乡义诊6次，服务群众1100人次。\n⟦8次⟧义诊中，偏远山村只去了1次。",
    ),
    misses=(
        "年初与各部门签订责任书14份。\n年底对照年初签订的14份责任书逐份考核。",
        "全镇14个村均完成修订。\n试点的12个村全部建成积分超市。",
        "街道现有11个社区。\n其中9个社区均建成服务站。",
        "全村34名党员编为3个学习小组。\n组织30名党员全部参加培训。",
        "对12个社区开展督查。\n有10个社区的台账较全。",
        "对18个社区党支部逐一检查。\n走访16个社区的居民。",
    ),
)
def told_again(reading: Reading) -> Iterator[Hit]:
    found = [mention for one in reading.tree.prose for mention in _mentions(one)]
    reported: set[tuple[int, int]] = set()
    for one, later in zip(found, _pairs(found), strict=True):
        for other in later:
            if one.count == other.count or not _near(one.count, other.count):
                continue
            if (
                not (one.whole and other.whole)
                or _together(one, other)
                and not re.search("(?:全部|所有)$", other.before)
            ):
                continue
            noun = _same(one, other)
            if not noun or _VAGUE.fullmatch(noun):
                continue
            happens = re.fullmatch(_HAPPENING, one.unit) or _FOUND.fullmatch(noun)
            if happens and (_otherwhere(one, other) or not (one.of_them or other.of_them)):
                continue
            told = Counter(third.count for third in found if third.unit == one.unit and _names(third, noun))
            wrong = one if told[one.count] < told[other.count] else other
            right = other if wrong is one else one
            if len(told) > 3 or wrong.place in reported:
                continue
            reported.add(wrong.place)
            message = f"别处“{noun}”是{right.count}{right.unit}，这里是{wrong.count}{wrong.unit}，核对"
            yield Hit(wrong.one, wrong.start, wrong.end, message)


def _pairs(found: Sequence[_Mention]) -> Iterator[list[_Mention]]:
    """Yield for each mention the later ones of its unit that may count the same noun: those that share its first characters."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    seen: Counter[tuple[str, str, int, bool]] = Counter()
    keys = []
    for index, one in enumerate(found):
        if one.leads:
            own = asked = [one.noun[at : at + 2] for at in range(len(one.noun) - 1)]
        else:
            own, asked = [one.noun[:1], one.noun[:2]], [one.noun[:1], one.noun[:2]]
        keys.append((index, {(one.unit, key) for key in asked}))
        for key in {(one.unit, key) for key in own}:
            seen[*key, one.count, one.whole] += 1
            if seen[*key, one.count, one.whole] <= _ENOUGH:
                places[key].append(index)
    for index, asked_keys in keys:
        later = {place for key in asked_keys for place in places[key] if place > index}
        yield [found[place] for place in sorted(later)]


def _names(mention: _Mention, noun: str) -> bool:
    return mention.noun.endswith(noun) if mention.leads else mention.noun.startswith(noun)


def _together(one: _Mention, other: _Mention) -> bool:
    """True where both stand in one sentence, which then tells two things."""
    return one.one is other.one and not re.search("[。；]", one.one.bare[one.end : other.start])


def _otherwhere(one: _Mention, other: _Mention) -> bool:
    """True where each names another time or another source."""
    for pattern in (_PERIOD, _SOURCE):
        named = [set(pattern.findall(mention.before)) for mention in (one, other)]
        if all(named) and not named[0] & named[1]:
            return True
    return False
