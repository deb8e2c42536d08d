"""Rules on totals said without 其中 or 共: papers signed against those who sign, quarters and halves against the year."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.sums import VAGUE, Figure, plain, sentences

_PARTIES = re.compile(r"(\d+)(?:个|所|家|名|户|支|位)")
_PARTY = r"\d+(?:个|所|家|名|户|支|位)[^，。；、\d]{0,16}"
_PAPERS = r"(?:《[^》]{0,40}》|[^，。；、\d《]){0,24}?(?<=[书》])，?(?:(?:共计?|合计|总计|累计|做到)(?:签[订署]了?)?[^，。；、\d]{0,8})?"
_SIGNED = re.compile(
    rf"[与同和等](?:[\u4e00-\u9fff]{{1,4}})??(?P<parties>{_PARTY}(?:(?:[、和及与]|以及){_PARTY})+?)(?P<signs>(?:层层|逐一|逐级|分别|全部)?签(?:订|署)了?{_PAPERS}(?P<copies>\d+)份)"
)
_SIGNED_ALL = re.compile(
    rf"(?P<parties>{_PARTY}(?:(?:[、和及与]|以及){_PARTY})+?)(?P<signs>(?:全部|均|都|逐级|层层)签(?:订|署)了?{_PAPERS}(?P<copies>\d+)份)"
)
_SIGNED_APART = re.compile(
    rf"(?P<parties>(?:[与同和]{_PARTY}(?:(?:[、和及与]|以及){_PARTY})*?签[订署]了?[^，。；、\d]{{0,16}}书，(?:并|又|还)?){{2,}})(?P<signs>(?:共计?|总计|合计|累计)(?:签[订署]了?)?[^，。；\d]{{0,10}}(?P<copies>\d+)份)"
)
_SIGNED_FOR = re.compile(
    rf"(?P<signs>签(?:订|署)了?[^，。；、\d]{{0,24}}?书》?(?:共计?|合计)?(?P<copies>\d+)份)，(?:全面)?(?:覆盖|涉及)(?P<parties>{_PARTY}(?:(?:[、和及与]|以及){_PARTY})+)"
)
_SIGNED_OVER = re.compile(
    rf"书的?签[订署](?:工作)?，(?:全面)?(?:覆盖|涉及)[^，。；、\d]{{0,10}}?(?P<parties>{_PARTY}(?:(?:[、和及与]|以及){_PARTY})+?)，(?P<signs>共计?(?:签[订署])?(?P<copies>\d+)份)"
)
_ETC = re.compile(r"^[^，。；、\d]{0,8}等(?:各类|各种)?[\u4e00-\u9fff]{0,8}$")
_PIECE = re.compile(r"[^，。；、\d]{0,8}[、和及与][^，。；、\d]{0,12}$")
_QUARTERS = re.compile(r"四(?:个)?季度|下半年|[每各]个?季度")
_SPAN = re.compile(
    r"第?[一二三四上下](?:个)?(?:季度|半年)|全年|年度|[、，,（(和共为是：]|分别|依次|[每各四]个?季度|总计|合计|累计|完成|开展|组织|举办"
)


@rule(
    "R-C7",
    "责任书份数与签订单位数",
    level="warning",
    source="算术",
    hits=(
        "与3个站所、8个村、4所学校⟦签订责任书16份⟧。",
        "3月底前与9个股室、6个局属单位⟦签订责任书16份⟧。",
        "党总支与3个党支部、6个处室、48个班级⟦签订责任书54份⟧，实现责任全覆盖。",
        "同46个行政村、12家企业层层⟦签订《意识形态工作责任书》60份⟧。",
        "与18个村、4个社区的党组织书记⟦签订了目标责任书共计24份⟧。",
        "全县12个乡镇、3个街道、28个部门⟦全部签订责任书，共45份⟧。",
        "与9个社区、4个行政村、12家驻街单位⟦签订《2025年度意识形态工作责任书》，共签订23份⟧，做到一个不漏。",
        "与12个村、6个站所党组织负责人逐一⟦签订责任书，总计20份⟧。",
        "与12个村签订责任书，与5个站所、3所学校签订承诺书，⟦共签订21份⟧。",
        "⟦签订意识形态工作责任书30份⟧，覆盖12个村和16个部门。",
        "3月底前完成责任书签订，覆盖公司机关7个部室和4个分公司，⟦共12份⟧。",
    ),
    misses=(
        "与3个站所、8个村、4所学校签订责任书15份。",
        "全县12个乡镇、3个街道、28个部门全部签订责任书，共43份。",
        "与各村、8个站所签订责任书15份。",
        "与12个村签订责任书，与5个站所、3所学校签订承诺书，共签订20份。",
        "与9个社区、4个行政村签订《2025年度意识形态工作责任书》，共签订13份。",
        "与18个村签订责任书20份。",
        "与3个站所、8个村签订责任书22份，一式两份。",
        "与3个站所、8个村和全体班子成员签订责任书18份。",
        "与3个站所、8个村签订责任书，发放手册50份。",
        "与12个村、3个社区签订责任书及承诺书30份。",
    ),
)
def signed_papers(reading: Reading) -> Iterator[Hit]:
    patterns = (_SIGNED, _SIGNED_ALL, _SIGNED_FOR, _SIGNED_OVER, _SIGNED_APART)
    for one, match in itertools.chain.from_iterable(map(reading.search, patterns)):
        if match.re is not _SIGNED_APART and re.search("签[订署][^。；]*$", one.text[: match.start()]):
            continue
        counted = _PARTIES.findall(match["parties"])
        items = [item for item in re.split(r"[、，和及与]|以及", match["parties"]) if item]
        copies, parties = int(match["copies"]), sum(map(int, counted))
        if (
            len(counted) < 2
            or any(not _PARTIES.match(item.lstrip("与同和并又还")) for item in items)
            or VAGUE.search(match[0])
        ):
            continue
        if copies % parties:
            added = "＋".join(counted)
            yield Hit(one, match.start("signs"), match.end("copies") + 1, f"{added}＝{parties}，与{copies}份不符")


_OF_ALL_KINDS = re.compile(
    r"(?P<parts>(?:\d+[家个所][^，。；、\d]{1,10}、)+\d+[家个所][^，。；、\d]{1,10}?)(?P<kind>党支部|党组织|单位|企业|公司|学校|部门)，(?P<told>共(?:计|有)?(?P<all>\d+)[家个所](?P=kind))"
)


@rule(
    "R-C7",
    "各类单位与总数",
    level="warning",
    source="算术",
    hits=("所属4家水厂、2家营业分公司、1家工程公司党支部，⟦共6个党支部⟧，全部签订责任书。",),
    misses=("所属4家水厂、2家营业分公司、1家工程公司党支部，共7个党支部，全部签订责任书。",),
)
def of_all_kinds(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_OF_ALL_KINDS, view="bare"):
        counts = [int(number) for number in re.findall(r"(\d+)[家个所]", match["parts"])]
        if sum(counts) != int(match["all"]):
            added = "＋".join(map(str, counts))
            yield Hit(one, match.start("told"), match.end("told"), f"{added}＝{sum(counts)}，与{match['all']}个不符")


@rule(
    "R-C7",
    "列举大于总数",
    level="warning",
    source="算术",
    hits=(
        "检查⟦网吧3家、书店5家、印刷厂2家等各类场所9家⟧。",
        "开展⟦理论宣讲12场、文艺演出8场等活动18场⟧。",
        "对⟦12个村、3个社区等14个单位⟧开展督查。",
    ),
    misses=(
        "检查网吧3家、书店5家、印刷厂2家等各类场所11家。",
        "开展理论宣讲12场、文艺演出8场等活动20场。",
        "对12个村、3个社区等15个单位开展督查。",
        "发放手册500份、折页300份等宣传品，张贴海报30份。",
    ),
)
def more_than_all(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if "等" not in one.bare:
            continue
        for found in sentences(one.bare):
            for at, total in enumerate(found):
                if at < 2 or not _ETC.search(total.lead):
                    continue
                first = at - 1
                while first and _PIECE.match(found[first].lead):
                    first -= 1
                parts = found[first:at]
                same = {number.unit for number in (*parts, total)} == {total.unit}
                added = sum((number.value for number in parts), Decimal(0))
                if (
                    len(parts) > 1
                    and same
                    and all(part.exact for part in parts)
                    and total.exact
                    and added > total.value
                ):
                    figures = "＋".join(plain(number.value) for number in parts)
                    yield Hit(one, parts[0].start, total.end, f"{figures}＝{plain(added)}，大于{total.shown}")


@rule(
    "R-C7",
    "四个季度与全年",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "第一季度3次、第二季度3次、第三季度2次、第四季度4次，⟦全年学习13次⟧。",
        "⟦全年组织学习13次⟧，第一季度3次、第二季度3次、第三季度2次、第四季度4次。",
        "⟦全年推送信息90条⟧（上半年42条，下半年46条）。",
        "一至四季度分别推送信息20条、22条、24条、26条，⟦全年推送90条⟧。",
        "⟦全年学习14次⟧，四个季度分别为3次、4次、3次、3次；主题党日36次。",
        "⟦全年上报舆情线索57条⟧，一至四季度分别为11条、16条、14条、18条。",
        "党组中心组⟦全年学习12次⟧，每季度依次为3次、3次、4次、3次，其中专题研讨1次。",
    ),
    misses=(
        "第一季度3次、第二季度3次、第三季度2次、第四季度4次，全年学习12次。",
        "全年推送信息88条（上半年42条，下半年46条）。",
        "全年召开党委会12次，研究意识形态工作4次，上半年2次、下半年2次。",
        "上半年开展宣讲12场，下半年开展义诊6场，全年走访30场。",
        "全年走访4次，第一季度3次、第二季度3次、第三季度2次、第四季度4次，共12次。",
        "一至四季度分别推送信息20条、22条、24条、26条，全年推送92条。",
    ),
)
def parts_of_year(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if not _QUARTERS.search(one.bare):
            continue
        for found in sentences(one.bare):
            run = run_of_year(found)
            if not run:
                continue
            unit = run[0].unit
            added = sum((number.value for number in run), Decimal(0))
            totals = [
                number
                for number in found
                if number not in run and number.unit == unit and re.search(r"全年|年度|[总共]", number.lead)
            ]
            others = [number for number in found if number not in run and number.unit == unit]
            if any(number.value == added for number in others) or not all(number.exact for number in totals):
                continue
            alone = [  # the others are for the rules on 其中 and 共计
                number
                for number in totals
                if _same_thing(run[0], number)
                and not number.tail.startswith(("，其中", "（其中"))
                and not re.search("共|合计|总计|累计", number.clause)
            ]
            if alone:
                figures = "＋".join(plain(number.value) for number in run)
                total = alone[0]
                start = total.start - len(total.clause)
                yield Hit(one, start, total.end, f"{figures}＝{plain(added)}，与{total.shown}不符")


def run_of_year(found: Sequence[Figure]) -> list[Figure]:
    """Return the exact figures of four quarters, or two halves, of one thing; empty where they aren't all there."""
    for names, word in (("一二三四", "季度"), ("上下", "半年")):
        for at in range(len(found) - len(names) + 1):
            run = list(found[at : at + len(names)])
            if len({number.unit for number in run}) > 1 or not all(number.exact for number in run):
                continue
            named = all(
                re.search(rf"{name}{word}[^，。；\d]{{0,10}}$", number.lead)
                for name, number in zip(names, run, strict=True)
            )
            together = re.search(
                r"(?:一[至到、—～-].*四(?:个)?季度|四个季度|[各每]个?季度)[^，。；\d]*(?:分别|依次)[^，。；\d]*$",
                run[0].lead,
            )
            things = {_SPAN.sub("", number.lead) for number in run[1:]}
            if named and len(things) == 1 and run[0].lead.endswith(*things) or together and things == {""}:
                return run
    return []


def _same_thing(run: Figure, total: Figure) -> bool:
    """True where one of the two says nothing of what it counts, or both say the same."""
    first, second = _SPAN.sub("", run.clause), _SPAN.sub("", total.clause)
    if re.fullmatch("[一二三四]?[至到—～－-]?(?:为|是)?", first):
        return True  # 一至四季度分别为
    return not first or not second or any(second[at : at + 2] in first for at in range(max(len(second) - 1, 1)))


_GROUPED = re.compile(r"[分编组][^，。；\d]{0,6}\d+[个支组班]")


@rule(
    "R-C7",
    "逐组列举与总数",
    level="warning",
    source="算术",
    hits=(
        "全校有党员⟦32名，划分为3个党小组，其中第一党小组12名、第二党小组10名、第三党小组11名⟧。",
        "志愿者⟦56名，编为2支队伍，甲队30名、乙队28名⟧。",
    ),
    misses=(
        "全校有党员32名，划分为3个党小组，其中第一党小组12名、第二党小组10名、第三党小组10名。",
        "全校有党员32名，组成3个小组，其中女党员12名、青年党员10名。",
        "网格员56名，管理2个网格，巡查30次、走访28次。",
    ),
)
def grouped(reading: Reading) -> Iterator[Hit]:
    """Add up a list with as many items as the groups named right before it: 32名，分3个小组，其中……."""
    for one in reading.tree.paragraphs:
        if not _GROUPED.search(one.bare):
            continue
        for found in sentences(one.bare):
            for at, groups in enumerate(found[1:-1], 1):
                total, count = found[at - 1], int(groups.value)
                parts = found[at + 1 : at + 1 + count]
                if (
                    groups.unit not in "个支组班"
                    or not 1 < count == len(parts)
                    or not re.search("[分编组]", groups.lead)
                ):
                    continue
                same = {part.unit for part in (*parts, total)} == {total.unit}
                listed = all(part.lead.startswith("、") for part in parts[1:])
                added = sum((part.value for part in parts), Decimal(0))
                if same and listed and total.exact and all(part.exact for part in parts) and added != total.value:
                    sayings = "＋".join(plain(part.value) for part in parts)
                    yield Hit(one, total.start, parts[-1].end, f"{sayings}＝{plain(added)}，与{total.shown}不符")
