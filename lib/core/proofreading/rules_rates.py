"""Rules that hold a rate, a share or an average against the figures it was worked out from, in either order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.sums import Figure, near, plain, rounded, sentences
from lib.core.proofreading.tree import Paragraph

_RATE = re.compile(
    r"(?:([\u4e00-\u9fff]{2})率|([\u4e00-\u9fff]{2})(?:比例|占比))(?:已|约|仅|均|分别)?(?:为|达到?|是|只有|高达)?$"
)
_ATTEND = "[到参出席训签]|学习"
_EVIDENCE = {  # how the figure a rate was worked out from is worded: 实到61人，到会率91%
    **dict.fromkeys(
        ("到会", "出席", "出勤", "参会", "到课", "到岗", "参考", "参学", "参训", "参与", "参加", "签到"), _ATTEND
    ),
    **dict.fromkeys(("组建", "建立"), "组建|建立|成立|建有"),
    **dict.fromkeys(("整改", "销号"), "整改|[即立边]改|已改|改完|销号|完成(?!时)"),
    **dict.fromkeys(("办结", "办理", "处置", "处理"), "办结|办理|处置|处理|结案|办完"),
    **dict.fromkeys(("回收", "收回"), "收回|回收|收到|交回"),
    **dict.fromkeys(("化解", "调解", "调处", "解决"), "化解|调解|调处|解决|调成"),
    **dict.fromkeys(("采纳", "采用", "录用"), "采纳|采用|录用|吸收"),
    **dict.fromkeys(("回复", "答复", "回应", "办复"), "回复|答复|回应|办复"),
    **dict.fromkeys(("入户", "走访", "覆盖"), "入户|走访|覆盖"),
    **dict.fromkeys(("签订", "签约", "签署"), "签订|签约|签署|已签"),
    **dict.fromkeys(("培训", "轮训", "受训"), "培训|轮训|受训|参训"),
    **dict.fromkeys(("建成", "完成", "落实", "更换", "更新"), "建成|完成|落实|更换|更新"),
}
_DONE = frozenset(("办结", "办理", "处置", "回复", "答复", "办复", "整改", "签订"))
_SHARE = re.compile(r"占(?:比|总数|全部|全体|总人数|总量|其中)?[\u4e00-\u9fff]{0,6}?(?:的|为|达)?$")
_SOME = re.compile(r"(?:的|仅|只|者|已)(?:也|就|共|还|仅|只|占)?有?$")
_OUTSIDE = re.compile(r"全[国省市县区镇乡街社村校系]|上级|同类")
_MEAN = re.compile(
    r"(?:(场|次|期|节|人|户|课|批|条|村|校|班|群|队|组)均|平均每(?:一|个|支|所|家)?(场|次|期|节|人|户|课|批|个|条|名|群|村|社区|支部|乡镇|学校|校|班|队|组|所|家|站|点|支|网格))[^，。；\d]{0,6}$"
)
_ORGANS = frozenset("支部 村 社区 乡镇 学校 网格 班 站".split())
_ON_TIME = re.compile(r"[按限到]期|[按及限准]时|当[日场]")  # of those that were due, not of all
_AMONG = re.compile(r"^[^，。；\d]{0,14}(?<!其)(?:中|里)，?(?:目前|现)?(?:已|共|有|仅|只|就|还)*$")
_ALREADY = re.compile(r"^[^，。；\d]{1,10}，(?:目前|现|截至目前)?(?:已有|有|已经有|仅有|只有)$")
_SET_UP = re.compile("建|设|开|完成|实现|配|挂|通过|达|参|成立|制定|出台|签")
_FAILED = "不合格|不达标|不过关|退回|清退|下架|驳回|剔除|未通过|不规范|尚有|还有|剩余|其余|有问题|不满意"
_DEFECT = re.compile(r"未|没有|剩余|其余|尚有|还有|缺|不[满合及达]|请假|正在")


def _counts(found: Iterable[Figure]) -> list[Figure]:
    return [one for one in found if one.unit not in ("%", "个百分点", "倍") and one.value]


def _fits(counts: Sequence[Figure], rate: Figure) -> bool:
    """True where any two of the figures, a difference or a sum of two against a third, give the rate."""
    for part, whole in permutations(counts, 2):
        if part.unit != whole.unit or part.value > whole.value:
            continue
        if any(near(value / whole.value * 100, rate.written) for value in (part.value, whole.value - part.value)):
            return True
    for first, second, third in permutations(counts, 3):
        if first.unit == second.unit == third.unit:
            both = first.value + second.value
            if near(both / third.value * 100, rate.written) if both <= third.value else False:
                return True
            if third.value <= both and near(third.value / both * 100, rate.written):
                return True
    return False


def _whole(part: Figure, counts: Sequence[Figure]) -> Figure | None:
    """Return the nearest figure a part may be a part of: before it, or after it."""
    at = counts.index(part)
    pool = [*counts[:at][::-1], *counts[at + 1 :]]
    return next((one for one in pool if one.unit == part.unit and one.value >= part.value), None)


def _words(one: Figure) -> str:
    """The figure's own clause: what stands before it and right after it."""
    return one.clause + "…" + re.split(r"[，,、；：（(）)]", one.tail)[0]


def _against(one: Paragraph, part: Figure, whole: Figure, rate: Figure, name: str, *, sure: bool = True) -> Hit:
    right = rounded(part.value / whole.value * 100, rate.written)
    message = f"{plain(part.value)}÷{plain(whole.value)}＝{right}%，与{name}{rate.written}%不符"
    start, end = min(part.start, whole.start, rate.start), max(part.end, whole.end, rate.end)
    return Hit(one, start, end, message, "error" if sure else None)


@rule(
    "R-C7",
    "两数与率",
    level="warning",
    source="算术",
    hits=(
        "⟦发放问卷3000份，收回有效问卷2868份，有效率96.5%⟧。",
        "⟦排查问题12个，已整改9个，整改率80%⟧。",
        "⟦应参会56人，实际参会52人，到会率95%⟧。",
        "全村现有党员67名，8月15日集中学习实到61人，到会率为⟦93.1%⟧。",
        "实到61人，应到67人，到会率⟦93%⟧。",
        "组织测试，⟦应考46人，实考44人，参考率为96.5%⟧。",
        "⟦应签120户，实签118户，签订率97.5%⟧。",
        "在岗党员⟦125名，实际作答119名，参测率96.2%⟧。",
        "全镇应到党员67名（实到61名，到会率⟦93%⟧）。",
        "组织党员学习，⟦到会率93%，应到67人、实到61人⟧。",
        "受理诉求31件，已办结28件，办结率⟦93.3%⟧，其余3件正在协调。",
        "征集意见建议50条，采纳40条，采纳率⟦85%⟧。",
        "发放问卷1200份，收回1164份，⟦回收率98.5%⟧，其中满意的1117份，满意率96.0%。",
        "问卷收回1164份，表示满意的1117份，⟦满意率98.0%⟧。",
        "排查隐患9处，已整改7处，⟦整改率70%⟧。",
        "受理网民留言⟦23条，按期答复23条，办结率为96.3%⟧。",
        "查摆问题16个，立行立改13个，⟦整改率86.3%⟧，其余3个限期整改。",
        "全村620户，已入户走访558户，⟦入户率95%⟧。",
        "辖区有企业⟦45家，已建立党组织的30家，组建率70%⟧。",
        "全镇⟦16个村中，已有14个村建成农家书屋，覆盖率89.5%⟧。",
        "全县⟦20所学校，已有18所建立家长学校，覆盖率95%⟧。",
        "审核读物⟦43种，退回不合格读物4种，合格率95.3%⟧。",
        "抽查商品⟦86批，不合格4批，合格率98.3%⟧。",
        "受理诉求⟦31件，尚有3件正在办理，办结率93.3%⟧。",
    ),
    misses=(
        "发放问卷3000份，收回有效问卷2868份，有效率95.6%。",
        "检查网站1个、公众号2个，覆盖率100%。",
        "召开会议3次，学习6次，参学率95%。",
        "一季度12条、二季度18条、三季度16条、四季度15条，回复率100%。",
        "全村现有党员67名，集中学习实到61人，到会率91.0%，对未到会的6名党员送学上门。",
        "实到61人，应到67人，到会率91%。",
        "受理诉求12件，办结12件，办结率100%，满意率98%。",
        "发放问卷1200份，收回1164份，回收率97%，其中满意的1117份，满意率96%。",
        "排查隐患9处，整改7处，其余2处正在整改，整改率77.8%。",
        "对12个村、8个社区开展督查，覆盖20个，覆盖率100%。",
        "化解纠纷35件、信访8件，化解率97%。",
        "投票选民1200人，登记选民1310人，参选率91.6%。",
        "受理投诉18件，办结17件，按期办结率100%，1件未到办理期限。",
        "发放问卷200余份，收回180份，回收率85%。",
        "全镇16个村中，已有14个村建成农家书屋，覆盖率87.5%。",
        "审核读物43种，退回不合格读物4种，合格率90.7%。",
        "建立文明实践站12个，18个村覆盖率100%。",
    ),
)
def two_and_rate(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if "率" not in one.bare and "比" not in one.bare:
            continue
        for found in sentences(one.bare):
            for index, rate in enumerate(found):
                name = _RATE.search(rate.lead) if rate.unit == "%" and rate.exact else None
                stem = name and (name[1] or name[2])
                if not name or stem in ("增长", "下降", "上升") or rate.value == 100 and _ON_TIME.search(rate.clause):
                    continue
                counts = _counts(found[:index]) or _counts(found[index + 1 : index + 3])
                if _fits(counts, rate) or not all(number.exact for number in counts):
                    continue
                worded = re.compile(_EVIDENCE.get(stem, stem))
                parts = [
                    number
                    for number in counts
                    if worded.search(_words(number)) and not re.search(r"应[到参出]|措施", _words(number))
                ]
                parts = [number for number in parts if not _DEFECT.search(number.clause)]
                if parts and (whole := _whole(parts[-1], counts)):
                    yield _against(one, parts[-1], whole, rate, f"{stem}率", sure=len(counts) == 2)
                elif len(counts) == 2 and (
                    counts[0].shown == counts[1].shown
                    and stem in _DONE
                    and not parts
                    or counts[0].unit == counts[1].unit
                    and "实" in counts[1].clause
                    and ("应" in counts[0].clause or stem[0] in "参到出应")
                    and counts[0].value > counts[1].value
                ):
                    yield _against(one, counts[1], counts[0], rate, f"{stem}率", sure=False)
                elif not parts and (pair := _some_of(counts) or _without(counts, stem)):
                    yield _against(one, *pair, rate, f"{stem}率", sure=False)


def _some_of(counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """Return part and whole where they are told as such: 16个村中已有14个村, 16个村，已有14个村."""
    for whole, part in itertools.pairwise(counts):
        same = whole.unit == part.unit and part.value <= whole.value
        already = _ALREADY.search(part.lead) and (part.tail[:1] == whole.tail[:1] or _SET_UP.match(part.tail))
        if same and (_AMONG.search(part.lead) or already):
            return part, whole
    return None


def _without(counts: Sequence[Figure], stem: str) -> tuple[Figure, Figure] | None:
    """Return what is left of two figures once those that fail are taken away: 审核43种，退回4种，合格率……."""
    if len(counts) != 2 or counts[0].unit != counts[1].unit or counts[1].value >= counts[0].value:
        return None
    whole, failed = counts
    if not re.search(rf"[不未]{stem}|{_FAILED}", failed.clause):
        return None
    return replace(failed, value=whole.value - failed.value), whole


@rule(
    "R-C7",
    "占比",
    level="error",
    source="算术",
    hits=(
        "现有党员⟦80名，其中女党员20名，占30%⟧。",
        "受理投诉⟦8件，其中涉及服务态度的5件，占投诉总数的52.5%⟧。",
        "一季度8条投诉中，涉及候诊时间的有⟦5条，占全部31条投诉的18.1%⟧。",
        "收集意见⟦40条，其中涉及物业的16条（占比45%）⟧。",
        "两级网评员⟦32名，接受过系统培训的只有12名，占35.7%⟧。",
        "全村党员⟦67名，能参加集中学习的52名，占87.6%⟧。",
    ),
    misses=(
        "现有党员80名，其中女党员20名，占25%。",
        "抽查30人，合格27人，占九成。",
        "两级网评员32名，接受过系统培训的只有12名，占37.5%。",
        "现有党员80名，其中女党员20名，占全镇女党员的12%。",
        "一季度8条投诉中，涉及候诊时间的有5条，占全部31条投诉的16.1%。",
        "收集意见40条，其中涉及物业的16条、停车的10条，占比65%。",
        "刊发稿件80篇，其中省级20篇、市级40篇，分别占25%、50%。",
    ),
)
def share(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if "占" not in one.bare:
            continue
        for found in sentences(one.bare):
            for index, rate in enumerate(found):
                counts = _counts(found[:index])
                if rate.unit != "%" or not rate.exact or len(counts) < 2 or "分别" in rate.lead:
                    continue
                named = "占" in counts[-1].clause and found[index - 1] is counts[-1]
                if not named and not _SHARE.search(rate.clause) or _OUTSIDE.search(rate.clause):
                    continue
                part = counts[-2] if named else counts[-1]
                whole = counts[-1] if named else _whole(part, counts[:-1] + [part])
                some = _SOME.search(counts[-1].clause) and found[index - 1] is counts[-1]
                if not named and not some and not re.search("其中|中", "".join(n.lead for n in counts[1:])):
                    continue
                if not whole or part.value > whole.value or part.unit != whole.unit or not all(n.exact for n in counts):
                    continue
                if not (near(part.value / whole.value * 100, rate.written) if named else _fits(counts, rate)):
                    yield _against(one, part, whole, rate, "")


def _sole(reading: Reading, per: str) -> int:
    """Return how many of an organ the document tells of, where it tells one figure only; 0 otherwise."""
    told = {
        int(match[1])
        for _, match in reading.search(re.compile(rf"(?<![\d.第])(\d{{1,4}})个(?:党|团)?{per}"), view="bare")
    }
    return told.pop() if len(told) == 1 else 0


def _of_kind(one: Figure, per: str) -> bool:
    """True where the figure counts what an average is taken over: 12场, 32个微信群, 微信群32个."""
    if one.unit == per:
        return True
    named = re.match(rf"[\u4e00-\u9fff]{{0,6}}{per}", one.tail) or re.search(rf"{per}(?:共|有|达|为)?$", one.clause)
    return one.unit in tuple("个家所支") and bool(named) and "每" not in one.clause


@rule(
    "R-C7",
    "平均数",
    level="warning",
    source="算术",
    hits=(
        "开展宣讲⟦12场，参与600人次，平均每场60人次⟧。",
        "开展活动⟦18场，场均参加45人，共计820人次⟧。",
        "为⟦60名党员发放书籍240册，人均5册⟧。",
        "举办讲座⟦6期，培训360人次，期均50人次⟧。",
        "建立居民微信群⟦32个，入群居民4160人，平均每群150人⟧。",
        "宣讲⟦66场，9个村平均每村6场⟧。",
        "与13个党支部签订责任书。各党支部开展“三会一课”⟦156次，平均每个支部14次⟧。",
    ),
    misses=(
        "开展宣讲12场，参与600人次，平均每场50人次。",
        "开展宣讲12场，参与600余人次，平均每场50余人。",
        "开展活动18场，场均参加45人，共计810人次。",
        "建立居民微信群32个，入群居民4160人，平均每群130人。",
        "宣讲66场，11个村平均每村6场。",
        "组织宣讲66场，参加学习12次，11个村平均每村8名宣讲员。",
        "开展活动18场，场均参加45人，共计800余人次。",
        "举办讲座6期，人均学习2次，培训360人次。",
        "为60名党员发放书籍240册，人均学习12次。",
    ),
)
def average(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if "均" not in one.bare:
            continue
        for found in sentences(one.bare):
            for mean in found:
                said = _MEAN.search(mean.lead)
                if not said or not mean.exact:
                    continue
                per = {"名": "人", "课": "节"}.get(said[1] or said[2], said[1] or said[2])
                times = [number for number in found if number is not mean and _of_kind(number, per)]
                totals = [
                    number
                    for number in found
                    if number.unit == mean.unit and number is not mean and number not in times
                ]
                if not times and per in _ORGANS and found.index(mean) and (sole := _sole(reading, per)):
                    before = found[found.index(mean) - 1]
                    if (
                        before.unit == mean.unit
                        and before.exact
                        and abs(before.value / sole - mean.value) >= max(mean.step, 1)
                    ):
                        value = rounded(before.value / sole, mean.written)
                        message = f"{plain(before.value)}÷{sole}≈{value}，不是{mean.written}"
                        yield Hit(one, before.start, mean.end, message)
                if not times or not totals or not all(number.exact for number in (*times, *totals)):
                    continue
                pairs = [(total, time) for total in totals for time in times if time.value]
                step = max(mean.step, 1) / 2 if not mean.step else mean.step
                if pairs and all(abs(total.value / time.value - mean.value) > step for total, time in pairs):
                    total, time = pairs[-1]
                    value = rounded(total.value / time.value, mean.written)
                    yield Hit(
                        one,
                        min(total.start, time.start, mean.start),
                        max(total.end, time.end, mean.end),
                        f"{plain(total.value)}÷{plain(time.value)}≈{value}，不是{mean.written}",
                    )


_LEFT_OVER = re.compile(r"[，；](?:剩余|其余|余下|尚有|还有|另有|剩下)(?:的)?$")


@rule(
    "R-C7",
    "已办、剩余与率",
    level="warning",
    source="算术",
    hits=(
        "已⟦办结24件，办结率98%，剩余1件⟧列入下季度计划。",
        "⟦完成整改18项，整改率95%，其余2项⟧正在推进。",
    ),
    misses=(
        "已办结24件，办结率96%，剩余1件列入下季度计划。",
        "受理留言25件，办结24件，办结率96%，剩余1件正在办理。",
        "已办结24件，按期办结率100%，剩余1件未到期。",
        "化解纠纷24件，化解率98%，还有3人需要回访。",
    ),
)
def done_and_left(reading: Reading) -> Iterator[Hit]:
    """Where the whole isn't told: what is done, its rate, and what is left right after it."""
    for one in reading.tree.paragraphs:
        if "率" not in one.bare:
            continue
        for found in sentences(one.bare):
            for done, rate, left in zip(found, found[1:], found[2:], strict=False):
                name = _RATE.search(rate.lead) if rate.unit == "%" and rate.exact and rate.value != 100 else None
                stem = name and (name[1] or name[2])
                if not name or not _LEFT_OVER.search(left.lead) or done.unit != left.unit or done is not found[0]:
                    continue
                if not done.exact or not left.exact or not re.search(_EVIDENCE.get(stem, stem), _words(done)):
                    continue
                whole = done.value + left.value
                if not near(done.value / whole * 100, rate.written):
                    right = rounded(done.value / whole * 100, rate.written)
                    message = f"{plain(done.value)}÷（{plain(done.value)}＋{plain(left.value)}）＝{right}%，与{stem}率{rate.written}%不符"
                    yield Hit(one, done.start, left.end, message)
