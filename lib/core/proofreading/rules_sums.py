"""Rules that recompute: totals against parts, found against mended, rates and shares, frequencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.sums import PARTS, VAGUE, near, plain, rounded, unit_of, value_of

_TOTAL = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)?)(万)?(余|多)?({MEASURE})([\u4e00-\u9fff“”]{{0,12}})[，,（(]\s*(?:其中|分别(?:是|为)|包括)[:：]?([^。；]*)"
)
_GRAND = re.compile(
    rf"(?:共计?|合计|总计|累计|总共)(?:[\u4e00-\u9fff]{{0,12}}?)(\d+(?:\.\d+)?)(万)?(余|多)?({MEASURE})"
)
_STOP = re.compile(
    r"服务|参与|参加|覆盖|惠及|吸引|受益|受众|阅读|解决|收集|较|比上|同比|环比|累计|共计?|合计|总计|发放|现场|期间|每"
)
_FOUND = re.compile(
    r"(?:排查|发现|查找|梳理|查摆|受理|收到|接到|监测|征集|反馈|查出|检查出|化解|应到|涉及|处置|收集|排查出)[^，。；\d]{0,18}?(\d+)(个|项|条|处|件|起|次|人|名)[^，。；\d]{0,12}[，,、；]?(?:[^，。；\d]{0,12}?)"
    r"(?:(?:已|现已|目前已|均已|其中已?)?(?:完成|立行立改|立查立改)?(?:整改|办结|处置|解决|化解|回复|办理|销号|实到|采纳|完成)(?:完成|到位|完毕|销号|问题)?)[^，。；\d]{0,6}?(\d+)(?:个|项|条|处|件|起|次|人|名)"
    r"([^。；]{0,40})"
)
_LEFT = re.compile(
    r"(?:剩余|尚有|还有|未(?:完成)?整改|正在整改|未办结|正在办理|未解决|未完成|其余|尚未[\u4e00-\u9fff]{2}|推进中)[^，。；\d]{0,8}?(\d+)(?:个|项|条|处|件|起|次|人|名)"
)
_RATE = re.compile(r"([\u4e00-\u9fff]{2,4}率)[^，。；\d]{0,4}?(\d+(?:\.\d+)?)[%％]")


@rule(
    "R-C7",
    "其中各项之和",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "开展文明实践活动⟦9场⟧，其中环境整治4场、邻里议事3场、健康义诊1场，服务居民700余人次。",
        "发放资料⟦500份⟧，其中手册300份，折页250份。",
        "开展宣讲⟦5场⟧，其中入户宣讲7场。",
    ),
    misses=(
        "开展文明实践活动8场，其中环境整治4场、邻里议事3场、健康义诊1场，服务居民700余人次。",
        "发放资料6000余份，其中手册3000余份、折页2000余份。",
        "开展宣讲12场，其中入户宣讲7场。",
        "开展活动9场，主要有义诊4场、演出3场。",
        "党员56名，其中女党员20名，参加学习12次。",
    ),
)
def parts_of_total(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _TOTAL.finditer(one.bare):
            if VAGUE.search(one.bare[max(match.start() - 2, 0) : match.start()]):
                continue
            total, unit = value_of(match[1], match[2]), unit_of(match[4])
            parts, vague, reach = _listed(match[6], unit)
            if match[3]:
                top = total + (10000 if match[2] else 10 ** (len(match[1]) - len(match[1].rstrip("0"))))
                if parts and not vague and sum(parts) >= top:
                    yield Hit(
                        one,
                        match.start(),
                        match.start(6) + reach,
                        f"各项相加{plain(sum(parts, Decimal(0)))}，大于{match[1]}{match[2] or ''}{match[3]}{match[4]}",
                    )
                continue
            if not parts or vague:
                continue
            added = sum(parts, Decimal(0))
            if len(parts) == 1 and added > total or len(parts) > 1 and added != total:
                figures = "＋".join(plain(part) for part in parts)
                yield Hit(
                    one,
                    match.start(),
                    match.start(6) + reach,
                    f"{figures}＝{plain(added)}，与{plain(total)}{match[4]}不符"
                    if len(parts) > 1
                    else f"其中{figures}{match[4]}，大于总数{plain(total)}{match[4]}",
                    level="error" if added > total or "分别" not in match[0] else None,
                )


def _listed(text: str, unit: str) -> tuple[list[Decimal], bool, int]:
    """Read the parts that follow 其中, up to the first clause that counts something else.

    Returns the parts, whether one is only about, and where the last one ends.
    """
    parts: list[Decimal] = []
    reach = 0
    for piece in re.finditer(r"[^、，,]+", text.split("）")[0] if "（" not in text else text):
        clause = piece[0]
        match = PARTS.search(clause)
        if (
            not match
            or unit_of(match[4]) != unit
            or (parts and _STOP.match(clause.strip("和及与")) and not clause.startswith(("线上", "线下")))
        ):
            break
        if VAGUE.search(clause) or match[3]:
            return parts, True, reach
        parts.extend(value_of(found[1], found[2]) for found in PARTS.finditer(clause) if unit_of(found[4]) == unit)
        reach = piece.end()
    return parts, False, reach


@rule(
    "R-C7",
    "合计与分项",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "一季度3次、二季度4次、三季度3次、四季度4次，全年⟦共15次⟧。",
        "分别刊发稿件6篇、28篇、65篇，⟦共计98篇⟧。",
        "开展义诊4场、演出3场、宣讲5场，⟦共计13场⟧。",
    ),
    misses=(
        "一季度3次、二季度4次、三季度3次、四季度4次，全年共14次。",
        "开展义诊4场、演出3场，参与群众共800人次。",
        "召开会议2次，学习3次，累计开展活动12场。",
        "专题研究4次，每学期分析研判1次，全年共2次。",
    ),
)
def grand_total(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _GRAND.finditer(one.bare):
            start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；：") + 1
            before = one.bare[max(start, match.start() - 300) : match.start()]
            unit = unit_of(match[4])
            clauses = [clause for clause in re.split(r"[、，,]", before) if clause.strip()]
            while clauses and not re.search(r"\d", clauses[-1]):
                clauses.pop()
            found = [PARTS.search(clause) for clause in clauses]
            while len(found) > 1 and (not found[0] or unit_of(found[0][4]) != unit):
                found.pop(0)
            if (
                len(found) < 2
                or match[3]
                or VAGUE.search(before)
                or any(not part or unit_of(part[4]) != unit for part in found)
            ):
                continue
            if re.search(r"每(?:学期|季度|半年|月|周|年|次|场|期)", before):
                continue
            if "累计" in match[0] and not re.search(r"季度|半年|月", before) or re.search(r"较|比上|同比", before):
                continue
            parts = [value_of(part[1], part[2]) for part in found if part]
            total = value_of(match[1], match[2])
            if len(parts) > 2 and parts[0] == total:
                parts, clauses = parts[1:], clauses[-len(parts) + 1 :]
            added = sum(parts, Decimal(0))
            if added != total:
                figures = "＋".join(map(plain, parts))
                first = max(one.bare.rfind(clauses[-len(parts)], 0, match.start()), start)
                yield Hit(one, first, match.end(), f"{figures}＝{plain(added)}，与{plain(total)}{match[4]}不符")


@rule(
    "R-C7",
    "发现与整改",
    level="error",
    source="算术",
    hits=(
        "⟦排查问题12个，已整改9个，剩余4个正在推进⟧。",
        "⟦发现隐患5处，已整改6处⟧。",
        "⟦排查问题12个，已整改9个，整改率80%⟧。",
    ),
    misses=(
        "排查问题12个，已整改9个，剩余3个正在推进。",
        "排查问题12个，已整改9个，整改率75%。",
        "受理诉求7件，办结7件，办结率100%。",
        "排查问题3个，整改率达100%。",
        "发现问题7个，整改5个，整改率71.4%。",
    ),
)
def found_and_mended(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _FOUND.finditer(one.bare):
            found, done, tail = Decimal(match[1]), Decimal(match[3]), match[4]
            end = match.start(4)
            if VAGUE.search(one.bare[match.start() : end]):
                continue
            left, rate = _LEFT.search(tail), _RATE.search(tail)
            if done > found:
                yield Hit(one, match.start(), end, f"完成{done}大于总数{found}")
            elif left and done + Decimal(left[1]) != found:
                yield Hit(
                    one, match.start(), end + left.end(), f"{done}＋{left[1]}＝{done + Decimal(left[1])}，与{found}不符"
                )
            elif rate and found and not re.search(r"满意|回访|知晓", rate[1]) and not near(done / found * 100, rate[2]):
                right = rounded(done / found * 100, rate[2])
                yield Hit(one, match.start(), end + rate.end(), f"{done}÷{found}＝{right}%，与{rate[1]}{rate[2]}%不符")


@rule(
    "R-C7",
    "占比",
    level="error",
    source="算术",
    hits=("现有党员⟦80名，其中女党员20名，占30%⟧。",),
    misses=("现有党员80名，其中女党员20名，占25%。", "抽查30人，合格27人，占九成。"),
)
def share(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        rf"(\d+)({MEASURE})[^。；\d]{{0,14}}其中[^。；\d]{{0,12}}?(\d+)(?:{MEASURE})[，,（(]占(?:比|总数的?|全部的?|全体[\u4e00-\u9fff]{{2,5}}的?)?(?:为|达)?(\d+(?:\.\d+)?)[%％]"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            value = Decimal(match[3]) / Decimal(match[1]) * 100 if Decimal(match[1]) else Decimal(0)
            if not near(value, match[4]):
                yield Hit(
                    one,
                    match.start(),
                    match.end(),
                    f"{match[3]}÷{match[1]}＝{rounded(value, match[4])}%，与{match[4]}%不符",
                )


@rule(
    "R-C6",
    "频次相容",
    level="warning",
    source="FORMATS.md 2.4、6",
    hits=(
        "⟦每季度专题研究不少于1次，全年不少于3次⟧。",
        "⟦每月不少于2次，全年不少于12次⟧。",
        "⟦每半年报告1次，全年不少于1次⟧。",
        "⟦每学期分析研判1次，全年共3次⟧。",
    ),
    misses=(
        "每季度专题研究不少于1次，全年不少于4次。",
        "每季度专题研究不少于1次，全年不少于4次；每半年向县委报告1次。",
        "每月1次，全年不少于12次。",
    ),
)
def frequency(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        r"每(季度|月|半年|周|学期)[^，。；\d]{0,16}?(\d+)(次|场|期|篇)[^。；\d]{0,6}[，,、][^。；\d]{0,4}?(?:全年|每年|年内|一年)([^，。；\d]{0,12}?)(\d+)(?:次|场|期|篇)"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            times = {"季度": 4, "月": 12, "半年": 2, "周": 48, "学期": 2}[match[1]]
            exact = (
                match[4].endswith(("共", "共计", "合计"))
                and match[1] != "周"
                and int(match[2]) * times != int(match[5])
            )
            if int(match[2]) * times > int(match[5]) or exact:
                yield Hit(
                    one,
                    match.start(),
                    match.end(),
                    f"每{match[1]}{match[2]}{match[3]}，全年应为{int(match[2]) * times}{match[3]}，不是{match[5]}{match[3]}",
                )


@rule(
    "R-C5",
    "人次少于场次",
    level="warning",
    source="FORMATS.md 6.7",
    hits=("开展宣讲⟦20场，参加12人次⟧。",),
    misses=("开展宣讲20场，参加600余人次。", "召开会议3次，发放资料2份。"),
)
def too_few(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        r"(\d+)(场次|场|次|期)[^。；\d]{0,12}?(?:参与|参加|受众|覆盖|吸引|惠及|服务|受教育|参学)[^。；，\d]{0,10}?(\d+(?:\.\d+)?)(万)?(余|多)?(?:人次|人|名)"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            if value_of(match[3], match[4]) < Decimal(match[1]):
                yield Hit(one, match.start(), match.end(), f"{match[1]}{match[2]}只有{match[3]}人次，疑数字有误")


@rule(
    "R-C7",
    "两数与率",
    level="warning",
    source="算术",
    hits=("⟦发放问卷3000份，收回有效问卷2868份，有效率96.5%⟧。", "⟦应参会56人，实际参会52人，到会率95%⟧。"),
    misses=(
        "发放问卷3000份，收回有效问卷2868份，有效率95.6%。",
        "检查网站1个、公众号2个，覆盖率100%。",
        "召开会议3次，学习6次，参学率95%。",
    ),
)
def two_and_rate(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        rf"(?<![\d.])(\d+)({MEASURE})[，,、][^，。；、\d]{{0,14}}?(\d+)\2[，,][^，。；、\d]{{0,4}}?((?:有效|回收|合格|优秀|到会|出席|出勤|签订|达标|入户|采纳|就业|通过|应答|回复|录用|受训|培训|抽查|返校|及格|参会|到课)率)(?:为|达到?|是)?(\d+(?:\.\d+)?)[%％]"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            whole, part = Decimal(match[1]), Decimal(match[3])
            start = max(one.bare.rfind(mark, 0, match.start()) for mark in "，。；：、") + 1
            if whole and part <= whole and not near(part / whole * 100, match[5]):
                yield Hit(
                    one,
                    start,
                    match.end(),
                    f"{match[3]}÷{match[1]}＝{rounded(part / whole * 100, match[5])}%，与{match[4]}{match[5]}%不符",
                )


@rule(
    "R-C7",
    "平均数",
    level="warning",
    source="算术",
    hits=("开展宣讲⟦12场，参与600人次，平均每场60人次⟧。",),
    misses=("开展宣讲12场，参与600人次，平均每场50人次。", "开展宣讲12场，参与600余人次，平均每场50余人。"),
)
def average(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        r"(\d+)(场|次|期)[^。；\d]{0,12}?(\d+)(?:人次|人)[^。；\d]{0,6}?[，,]平均每(?:场|次|期)(\d+(?:\.\d+)?)(?:人次|人)"
    )
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            value = Decimal(match[3]) / Decimal(match[1]) if Decimal(match[1]) else Decimal(0)
            if abs(value - Decimal(match[4])) > 1:
                yield Hit(
                    one,
                    match.start(),
                    match.end(),
                    f"{match[3]}÷{match[1]}≈{rounded(value, match[4])}，不是{match[4]}",
                )
