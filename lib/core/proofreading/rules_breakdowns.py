"""Rules on a total and what it breaks down into without 其中: 14次，四个季度分别为…, （3个所、2个站）, items further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lib.core.proofreading.paragraphs import han_number
from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_totals import run_of_year
from lib.core.proofreading.sums import SENTENCE, Figure, figures, plain, sentences
from lib.core.proofreading.tree import Paragraph

_COUNT = r"(?P<n>\d{1,2}|两|[一二三四五六七八九十]{1,2})"
_APART = re.compile(
    rf"(?:{_COUNT}个?(?:季度|月|半年|学期|阶段|批次|批|期|轮|次|村|社区|支部|党支部|小组|党小组|片区|单位|部门|站所|班|支队伍)|(?P<year>(?:第?一(?:季度)?[至到、—－~-]第?四季度|[各每]个?季度))|(?P<half>上[、和]?下半年|上半年[、和]下半年|前后半年|[前各每]半年))[^，。；、\d]{{0,12}}?(?:分别|依次|各自|逐[次月季])[^，。；、\d]{{0,8}}$"
)
_HALVES = [
    {"男", "女"},
    {"正式", "预备"},
    {"线上", "线下"},
    {"专职", "兼职"},
    {"在职", "退休"},
    {"室内", "室外"},
    {"城镇", "农村"},
    {"属实", "不属实"},
    {"合格", "不合格"},
    {"达标", "不达标"},
    {"达标", "未达标"},
]
_RANGE = re.compile(r"(\d{1,2})月?(?:份)?[至到—－~-](\d{1,2})月(?:份)?[^，。；、\d]*(?:分别|依次)[^，。；、\d]*$")
_MONTHS = re.compile(
    r"((?:(?:\d{1,2}月(?:份)?|第?[一二三四]季度|[上下]半年)[、和及]?){2,})[^，。；、\d]*(?:分别|依次)[^，。；、\d]*$"
)
_TIME = r"第?[一二三四]季度|[上下]半年|\d{1,2}月(?:份)?|第[一二三四五六七八九十\d]{1,2}[期批轮周次季场组]|第[一二]学期|[春秋][季]?学期|首[批期]|[前后]期"
_SORTED = re.compile(
    r"(?:情况|类别|类型|来源|构成|组成|结构|性质|层级|内容|渠道|领域|年龄|学历|方式|结果)(?:上|划?分|来?看|是|为|如下|方面)*[：:，][^，。；：、\d]{1,10}$"
)
_ITEM = re.compile(r"^[、，][^，。；：、\d]{1,10}$")
_PAIRS = re.compile(
    r"^(?!.*其中)[^。；]*(?:(?P<a>男|正式|线上|专职|在职|上级|室内|城镇|(?<![不未])(?:属实|合格|达标))|(?P<b>女|预备|线下|兼职|退休|基层|室外|农村|不属实|不合格|[不未]达标))[^，。；、\d]{0,8}$"
)
_MAY_TELL = re.compile(
    rf"分别|依次|各自|逐[次月季]|男|预备|线[上下]|[专兼]职|退休|属实|合格|达标|{_SORTED.pattern[:-1]}\d|{_TIME}"
)
_BARE_APART = re.compile(r"^[^，。；、\d]{0,10}[，：:（(](?:分别|依次)(?:是|为|有|开展|召开|举办|组织|学习|完成)?$")
_JOINT = re.compile(r"^[、，,和及与]$")
_TIMED = re.compile(rf"(?:^|[，：:（(、；和及与])(?:其中)?[:：]?(?:{_TIME})[^，。；、\d]{{0,8}}$")
_LABEL = re.compile(rf"(?:{_TIME})")
_SPANNED = re.compile(r"[\d一二三四]{1,2}月?(?:份)?[至到—－~-][\d一二三四]{1,2}个?(?:月|季度)")
_SINCE = re.compile(r"较|比|同比|环比|每|平均|由|从|至|均")


def _sum(parts: Sequence[Figure]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _close(added: Decimal, total: Decimal) -> bool:
    """True where the two differ as by a slip: a tenth, or three."""
    return abs(added - total) <= max(Decimal(3), total / 7)


def _shown(parts: Sequence[Figure], total: Figure) -> str:
    return f"{'＋'.join(plain(part.value) for part in parts)}＝{plain(_sum(parts))}，与{total.shown}不符"


def _series(found: Sequence[Figure], at: int, joint: re.Pattern[str]) -> list[Figure]:
    """Return the figures from `at` on that share a unit and are joined so."""
    parts = [found[at]]
    for one in found[at + 1 :]:
        if one.unit != found[at].unit or not joint.search(one.lead):
            break
        parts.append(one)
    return parts


@rule(
    "R-C7",
    "总数与分别所列",
    level="warning",
    source="算术",
    hits=(
        "支部学习⟦14次，四个季度分别为3次、4次、3次、3次⟧。",
        "中心组学习⟦12次，各季度依次为3次、3次、4次、3次⟧，其中专题研讨1次。",
        "推送信息⟦148条，上、下半年分别推送65条和84条⟧。",
        "开展宣讲⟦20场，三个村分别为6场、7场、8场⟧。",
        "巡查⟦68次（7月、8月、9月分别为20次、22次、25次）⟧。",
        "举办培训班⟦3期，培训130人，三期分别为46人、39人、41人⟧。",
        "公众号推送信息⟦148条，上半年65条、下半年85条⟧。",
        "本季度巡查⟦41次（4至6月分别为13次、14次、15次）⟧。",
        "收到建议⟦56条，办理情况是：采纳40条，解释说明12条，留作参考5条⟧。",
        "班子成员⟦9人，男7人、女3人⟧。",
        "核查线索⟦15条，属实9条，不属实7条⟧。",
        "党员总数⟦86人，预备党员3人，正式党员85人⟧。",
        "推送信息⟦68条，7月18条、8月22条、9月25条⟧。",
        "上半年共发布⟦208篇，一季度97篇，二季度101篇⟧。",
        "主题党日⟦12次，第一季度3次、第二季度3次、第三季度3次、第四季度2次⟧。",
    ),
    misses=(
        "全年学习13次，四个季度分别为3次、4次、3次、3次。",
        "推送信息148条，上、下半年分别推送65条和83条。",
        "开展宣讲20场，三个村分别走访6次、7次、8次。",
        "召开会议12次，两个支部分别学习3次、4次。",
        "推送信息148条，上半年65条、下半年83条。",
        "开展检查12次，第三季度较第二季度8次增加4次。",
        "受理20件，7月8件、8月6件。",
        "班子成员9人，男6人、女3人。",
        "培训300人次，线上学习12次、线下学习9次。",
        "收到建议56条，办理情况是：采纳40条，解释说明12条，留作参考4条。",
        "收到意见12条、建议8条，分别办结10条、8条。",
    ),
)
def told_apart(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if not _MAY_TELL.search(one.bare):
            continue
        for found in sentences(one.bare):
            for at in range(len(found)):
                parts, sure = _apart(found, at)
                total = _total_of(found, at, parts) if parts else None
                if total and run_of_year(found) == parts and re.search("全年|年度|[总共]", total.lead):
                    continue
                if total and _sum(parts) != total.value and (sure or _close(_sum(parts), total.value)):
                    figures_of = (total, *parts)
                    yield Hit(
                        one,
                        min(part.start for part in figures_of),
                        max(part.end for part in figures_of),
                        _shown(parts, total),
                    )


def _apart(found: Sequence[Figure], at: int) -> tuple[list[Figure], bool]:
    """Return the series that opens here, and whether it is told to be whole: 四个季度分别为 four figures."""
    if listed := _MONTHS.search(found[at].lead):
        parts = _series(found, at, _JOINT)
        return (parts, False) if len(parts) == len(re.findall("月|季度|半年", listed[1])) else ([], False)
    if span := _RANGE.search(found[at].lead):
        parts = _series(found, at, _JOINT)
        return (parts, False) if len(parts) == int(span[2]) - int(span[1]) + 1 else ([], False)
    if together := _APART.search(found[at].lead):
        parts = _series(found, at, _JOINT)
        number = 4 if together["year"] else 2 if together["half"] else _number(together["n"])
        whole = bool(together["year"] or together["half"]) or number == 4 and "季度" in together[0]
        return (parts, whole) if len(parts) == number else ([], False)
    if _BARE_APART.search(found[at].lead):
        parts = _series(found, at, _JOINT)
        return (parts, False) if len(parts) > 1 else ([], False)
    if _SORTED.search(found[at].lead):
        parts = _series(found, at, _ITEM)
        return (parts, False) if len(parts) > 2 else ([], False)
    if pair := _paired(found, at):
        return pair, False
    if _TIMED.search(found[at].lead) and not (at and _opens_before(found, at) and not _two_make_whole(found, at)):
        parts = _series(found, at, _TIMED)
        named = {_named(part) for part in parts}
        whole = len(named) == len(parts) and (len(parts) > 2 or len(parts) == 2 and _two_make_whole(found, at))
        return (parts, False) if whole else ([], False)
    return [], False


def _paired(found: Sequence[Figure], at: int) -> list[Figure]:
    """Return two halves that make a whole, right after it: 9人，男7人、女3人."""
    parts = list(found[at - 1 : at + 2]) if at else []
    if (
        len(parts) < 3
        or len({part.unit for part in parts}) > 1
        or not re.match("^[^，。；、]{0,8}[，（]", parts[1].lead)
    ):
        return []
    halves = [_PAIRS.search(part.lead) for part in parts[1:]]
    if not all(halves) or not re.match("^[、，和及与]", parts[2].lead):
        return []
    first, second = (half["a"] or half["b"] for half in halves if half)
    return parts[1:] if {first, second} in _HALVES else []


def _two_make_whole(found: Sequence[Figure], at: int) -> bool:
    """True for two halves of a year, and for two quarters of the half-year named before them."""
    told = "".join(part.lead for part in found[at : at + 2])
    half = next((one.lead for one in found[:at][::-1] if "半年" in one.lead), "")
    first, second = ("一", "二") if "上半年" in half else ("三", "四")
    return "半年" in told or bool(half and re.search(f"{first}季度.*{second}季度", told))


def _opens_before(found: Sequence[Figure], at: int) -> bool:
    return found[at - 1].unit == found[at].unit and bool(_TIMED.search(found[at - 1].lead))


def _named(part: Figure) -> str:
    return _LABEL.findall(part.lead)[-1]


def _number(word: str) -> int:
    return 2 if word == "两" else han_number(word) or 0


def _total_of(found: Sequence[Figure], at: int, parts: Sequence[Figure]) -> Figure | None:
    """Return the nearest figure of the same unit before the series, or a 全年 right after it."""
    lead = _SPANNED.sub("", re.split("[，；。]", parts[0].lead)[-1].split("分别")[0])
    if not all(part.exact for part in parts) or _SINCE.search(lead):
        return None
    before = [one for one in found[:at] if one.unit == parts[0].unit]
    if before:
        total = before[-1]
        twin = total is not found[0] and re.match("^[、和及与]", total.lead)
        listed = re.search(r"共|合计|总计", parts[0].lead)
        return None if twin or listed or not total.exact or _SINCE.search(total.clause) else total
    return None


_GATHERED = re.compile(
    r"(?<![\d.第])(?P<total>\d+)(?P<unit>[个家所支名人件处项条户场次块篇期])(?P<noun>[\u4e00-\u9fff“”]{0,12}?)(?:（|，(?:即|分为|分别是|分别为|有|由|涉及|包括)[：:]?|：)(?P<list>[^。；（）：]{4,120}?)(?=[）。；]|$)"
)
_TRAITS = re.compile(r"女|党员|岁|青年|退[役伍休]|学历|以上|民族|劳模|预备|流动")


@rule(
    "R-C7",
    "总数与括注所列",
    level="warning",
    source="算术",
    hits=(
        "覆盖局机关和⟦8个局属单位（3个灌区管理所、2个水管站、1个水文站、1个监察大队）⟧。",
        "联系⟦6个点位，即2个社区、2所学校、1家企业⟧。",
        "下设⟦9个支部（机关支部3个、站所支部4个、退休支部1个）⟧。",
        "检查⟦12处（书店5处、网吧4处和印刷厂2处）⟧。",
    ),
    misses=(
        "覆盖7个局属单位（3个灌区管理所、2个水管站、1个水文站、1个监察大队）。",
        "检查12家（书店5家、网吧4家等）。",
        "党员67名（女党员20名、流动党员5名）。",
        "开展活动12场（观众800人、志愿者20人）。",
        "走访12个村（3个组）。",
    ),
)
def gathered(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_GATHERED, view="bare"):
        items = re.split(r"[、，]|(?<=[\u4e00-\u9fff\d])[和及与](?=[\u4e00-\u9fff]*\d)", match["list"])
        counted = [
            re.fullmatch(
                r"(\d+)([个家所支名人件处项条户场次块篇期])[\u4e00-\u9fff“”]{2,12}|[\u4e00-\u9fff“”]{2,14}?(\d+)([个家所支名人件处项条户场次块篇期])",
                item,
            )
            for item in items
        ]
        if len(items) < 2 or not all(counted) or re.search("等|其中|约|余|每|各|不少于", match["list"] + match["noun"]):
            continue
        units = {(part[2] or part[4]) for part in counted if part}
        alike = units == {match["unit"]} or match["unit"] == "个" and units <= set("个家所支")
        parts = [int(part[1] or part[3]) for part in counted if part]
        total, added = int(match["total"]), sum(parts)
        traits = match["unit"] in "名人" and added < total and _TRAITS.search(match["list"])
        if alike and not traits and added != total and _close(Decimal(added), Decimal(total)):
            sayings = "＋".join(map(str, parts))
            yield Hit(one, match.start(), match.end("list"), f"{sayings}＝{added}，与{total}{match['unit']}不符")


_WHOLE = re.compile(r"全年|全镇|全县|共|累计|合计|总计|各类|各项|本季度|上半年|一年来|年内|先后|今年以来")


@rule(
    "R-C7",
    "总数与其后各条",
    level="warning",
    source="算术",
    hits=(
        "全年共开展各类宣讲⟦95场⟧。理论宣讲队走村入户，宣讲41场。“板凳课堂”进农家，宣讲28场。文艺队编快板，宣讲24场。",
        "全年开展主题教育活动⟦31场次⟧。\n（1）形势教育。到水厂宣讲，共10场次。\n（2）安全教育。讲案例，共12场次。\n（3）廉洁教育。观看警示片，共8场次。",
        "全年开展宣讲⟦22场⟧：一是入户宣讲，开展9场；二是院坝宣讲，开展7场；三是广场宣讲，开展5场。",
        "本季度共开展志愿服务⟦18次⟧。\n一是环境整治，开展8次。\n二是敬老爱亲，开展5次。\n三是文明劝导，开展4次。",
    ),
    misses=(
        "全年共开展各类宣讲93场。理论宣讲队走村入户，宣讲41场。“板凳课堂”进农家，宣讲28场。文艺队编快板，宣讲24场。",
        "全年共开展各类宣讲93场。组织演出41场。放映电影28场。",
        "全年共开展宣讲93场。举办党员宣讲41场，干部宣讲12场。举办青年宣讲28场。",
        "全年开展主题教育活动30场次。\n（1）形势教育。共10场次。\n（2）安全教育。共12场次。\n（3）廉洁教育。共8场次。",
    ),
)
def told_further_down(reading: Reading) -> Iterator[Hit]:
    prose = reading.tree.prose
    for index, one in enumerate(prose):
        if not _WHOLE.search(one.bare):
            continue
        pieces = [(match[0], match.start()) for match in SENTENCE.finditer(_opened(one.bare))]
        for at, (piece, start) in enumerate(pieces):
            found = figures(piece, start)
            if len(found) != 1 or not found[0].exact or not _WHOLE.search(found[0].lead) or found[0].value < 4:
                continue
            total = found[0]
            rest = [text for text, _ in pieces[at + 1 :]] or [other.bare for other in _items(one, prose[index + 1 :])]
            parts = _one_each(rest, total)
            sums = {_sum(parts[:count]) for count in range(2, len(parts) + 1)}
            if sums and total.value not in sums and _close(_sum(parts), total.value):
                yield Hit(one, total.start, total.end, "后面各条" + _shown(parts, total))


def _opened(text: str) -> str:
    """A colon before 一是 ends a sentence here."""
    return re.sub(r"[：:](?=一是|一、|（一）|①)", "。", text)


def _items(one: Paragraph, following: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the items right below: numbered paragraphs of the next level, or those that open with 一是、二是."""
    first = following[0] if following else None
    if first is None or not (first.number == 1 and first.level > one.level or first.text.startswith("一是")):
        return []
    items = []
    for other in following:
        if first.level and (not other.level or other.level < first.level):
            break
        if not first.level and not re.match("[一二三四五六七八九]是", other.text):
            break
        items.append(other)
    return items


def _one_each(texts: Sequence[str], total: Figure) -> list[Figure]:
    """Return the one exact figure of the total's unit and deed each text tells, up to the first that tells none."""
    parts: list[Figure] = []
    deed = re.sub(r"[的了等共]", "", total.clause)[-6:]
    pairs = {deed[at : at + 2] for at in range(len(deed) - 1)} - {"开展", "组织", "举办", "全年", "各类", "活动"}
    for text in texts:
        same = [one for one in figures(text) if one.unit == total.unit]
        if len(same) != 1 or not same[0].exact or _SINCE.search(same[0].clause):
            break
        if not any(pair in text for pair in pairs) and not re.search("[共计]", same[0].clause) and len(texts) > 9:
            break
        if not any(pair in text for pair in pairs) and not re.match(
            r"[一二三四五六七八九]是|（[一二三四五六七八九\d]）|\d[.．]", text
        ):
            break
        parts.append(same[0])
    return parts


_SHARES = re.compile(r"(?<![\d.])\d+(?:\.\d+)?[%％](?:[、，和及与][^，。；、\d]{0,12}\d+(?:\.\d+)?[%％]){2,}")
_OPINIONS = re.compile(r"不(?:太)?满意|不合格|不称职|不了解|不清楚|没听说|其他|其余|一般")


@rule(
    "R-C7",
    "各项占比之和",
    level="warning",
    source="算术",
    hits=(
        "满意、基本满意、不满意分别占⟦85%、12%、5%⟧。",
        "满意的占⟦85%，基本满意的占12%，不满意的占5%⟧。",
        "优秀、合格、不合格的分别占⟦35%、60%、3%⟧。",
        "年龄在35岁以下、36至50岁、51岁以上的占比为⟦40%、45%和25%⟧。",
    ),
    misses=(
        "满意、基本满意、不满意分别占85%、12%、3%。",
        "满意的占85.3%，基本满意的占12.4%，不满意的占2.2%。",
        "党员占60%，女性占45%，大专以上学历占50%。",
        "入户率、知晓率、满意率分别为96%、95%、98%。",
    ),
)
def shares(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SHARES, view="bare"):
        start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；") + 1
        lead = one.bare[start : match.start()]
        told = lead + match[0]
        if not re.search("占|比例", told) or re.search("率|党员|女|学历|民族|提高|增|降|约|超", told):
            continue
        added = sum(map(Decimal, re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?=[%％])", match[0])), Decimal(0))
        whole = _OPINIONS.search(told)
        if Decimal(101) < added < 120 or whole and 90 < added < 99:
            yield Hit(one, match.start(), match.end(), f"各项占比相加{plain(added)}%，应为100%")
