"""Rules that hold a figure against every other place that tells the same: what a unit has, what it did in all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_UNIT = r"[个名支块处户家所座间条块面台辆]"
_HAS = r"(?=[现共下辖管建设拥配组在全所])(?:现有|共有|下辖|辖有|管辖|辖区有|建有|设有|拥有|配有|配备|组建|在册|全部|所有的?)"
_STOCK = re.compile(
    rf"{_HAS}(?:(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?:共计?|合计)?(?P<n>\d+)(?P<unit>{_UNIT})(?!次)|(?P<n2>\d+)(?P<unit2>{_UNIT})(?P<noun2>[\u4e00-\u9fff]{{2,8}})(?=[，。；、（]|$))"
)
_ALL = re.compile(r"逐一|逐个|全部|所有|全覆盖|均|每个|各|挨个|无一")
_CHANGED = re.compile(
    r"新[增建设]|增[加至到]|减[少至]|由|上年|去年|[较比](?:上|去|第|年初|同期)|同比|环比|其中|计划|拟|力争|目标|原有|培育|发展|另有|其他|其余|余下|剩余"
)
_EACH = re.compile(r"[每各]")
_OPENING = re.compile(r"^(?:各类|有|的|了|在职|全[镇村县乡校局院]|[对与向在给为])")


def _stocks(one: Paragraph) -> Iterator[tuple[str, str, int, re.Match[str]]]:
    for match in _STOCK.finditer(one.plain):
        if _EACH.search(re.split("[，。；]", one.plain[: match.start()])[-1]):
            continue
        noun = _OPENING.sub("", match["noun"] or match["noun2"])
        if len(noun) > 1 and not _CHANGED.search(_sentence(one.plain, match.start())):
            yield noun, match["unit"] or match["unit2"], int(match["n"] or match["n2"]), match


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。；") + 1
    ends = [end for mark in "。；" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


@rule(
    "R-C4",
    "同一事物两个总数",
    level="warning",
    source="前后一致",
    hits=(
        "一、主要做法\n对16个居民微信群、9处宣传阵地逐一进行了梳理。\n二、存在的风险隐患\n辖区现有⟦居民微信群18个⟧，信息来源较杂。",
        "社区现有党员67名，流动党员少。\n全村⟦72名党员⟧全部签订承诺书。",
        "街道下辖12个社区，人口较多。\n与⟦13个社区⟧逐一签订责任书。",
        "全镇建有文明实践站15个。\n对⟦文明实践站14个⟧逐一检查。",
        "现有网格员36名，力量不足。\n⟦网格员共有38名⟧，业务不熟。",
    ),
    misses=(
        "对16个居民微信群、9处宣传阵地逐一梳理。\n辖区现有居民微信群16个，信息来源较杂。",
        "现有党员67名。\n组织42名党员参加学习，新增党员3名。",
        "现有党员67名，其中流动党员12名。\n组织12名党员均参加学习。",
        "现有党员67名。\n组织65名党员全部参加线上学习。",
        "辖区现有网格员36名，每个网格配备网格员2名，全部网格员36名持证上岗。",
        "街道下辖12个社区。\n选取3个社区开展试点。",
        "现有宣传栏24块。\n逐一更换破损宣传栏6块。",
        "建有文明实践站15个，去年建有文明实践站12个。",
        "现有志愿者120名。\n三、下一步打算\n组织150名志愿者全部上岗。",
    ),
)
def stock_twice(reading: Reading) -> Iterator[Hit]:
    stocks: dict[tuple[str, str], list[tuple[Paragraph, int, re.Match[str]]]] = {}
    for home in reading.tree.prose:
        for noun, unit, value, stock in _stocks(home) if home.section != "plan" else ():
            stocks.setdefault((noun, unit), []).append((home, value, stock))
    for (noun, unit), told in stocks.items():
        again = re.compile(
            rf"(?<![\d.])(?P<a>\d+){unit}{noun}(?![\u4e00-\u9fff]*\d)|{noun}(?:共有?|合计)?(?P<b>\d+){unit}(?!次)"
        )
        seen: set[tuple[int, int]] = set()
        for one, match in reading.search(again, view="plain") if reading.count(noun) > 1 else ():
            count = int(match["a"] or match["b"])
            against = next(
                (other for other in told if other[1] != count and _counts_all(one, match, other, unit)), None
            )
            if not against or one.section == "plan":
                continue
            home, value, stock = against
            first = (home.index, stock.start()) > (one.index, match.start())
            late, start, end = (home, stock.start(), stock.end()) if first else (one, match.start(), match.end())
            if (late.index, end) not in seen:
                seen.add((late.index, end))
                yield Hit(late, start, end, f"“{noun}”一处是{value}{unit}，一处是{count}{unit}，核对")


def _counts_all(one: Paragraph, match: re.Match[str], told: tuple[Paragraph, int, re.Match[str]], unit: str) -> bool:
    """True where this place, which is not the told one itself, counts all there are as well."""
    home, value, stock = told
    if one is home and match.start() < stock.end() and stock.start() < match.end():
        return False
    sentence = _sentence(one.plain, match.start())
    clause = re.split(r"[，、]", one.plain[: match.start()])[-1][-12:]
    count = int(match["a"] or match["b"])
    named = re.search(_HAS + r"$|全[镇村县乡校局院体社]\w?$", clause) or re.search("共有|合计", match[0])
    fewer = count < value * 0.8 or count < value and unit == "名"  # some of the people may all do a thing
    whole = named or _ALL.search(sentence) and not fewer
    return bool(whole) and not _CHANGED.search(sentence) and not _EACH.search(clause)


@rule(
    "R-C4",
    "同一数字两处不同",
    level="warning",
    source="前后一致",
    hits=(
        "石桥镇研判报告\n\n一、开展情况\n（一）抓宣传。发放宣传手册500份，张贴海报60张。\n（二）抓活动。入户时发放宣传手册⟦600份⟧，效果好。",
    ),
    misses=(
        "一、开展情况\n发放宣传手册500份，其中入户发放宣传手册300份。",
        "一、开展情况\n第一季度发放宣传手册500份。第二季度发放宣传手册600份。",
        "开展志愿服务5次。开展理论宣讲8次。",
        "发放宣传手册500份，较上季度发放宣传手册400份增加100份。",
        "会上发放宣传手册500份。\n三、下一步打算\n发放宣传手册800份。",
    ),
)
def contradictions(reading: Reading) -> Iterator[Hit]:
    if "要点" in reading.tree.title:
        return
    pattern = re.compile(
        r"(召开|发放|张贴|悬挂|更换|推送|刊发|撰写|签订|专题研究|开展|举办|组织|受理|排查)(?:了|各类|共|共计|累计)?([\u4e00-\u9fff“”]{2,14}?)(?:共计?|累计)?(\d+(?:\.\d+)?万?[余多]?)(人次|场次|次|场|份|条|篇|期|块|张|幅|件|个|册|本)"
    )
    seen: dict[tuple[str, str, str], str] = {}
    for one in reading.tree.prose:
        if one.section in ("plan", "problems"):
            continue
        for match in pattern.finditer(one.text):
            start = max(one.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
            sentence = one.text[start : match.end() + 6]
            if (
                re.search(
                    r"其中|较|比上|季度|半年|月|去年|上年|计划|不少于|每|目标|平均|同比|各|分别|年级|中队|车间|班组|支部",
                    sentence,
                )
                or len(match[2]) < 3
            ):
                continue
            if match[2].endswith(("活动", "工作", "会议", "宣传")) and len(match[2]) < 6:
                continue
            if re.search(r"[向给为对][^，。；]{2,12}$", one.text[start : match.start()]):
                continue  # 向商户发放告知书1100份，向工地发放告知书160份
            key = (match[1], match[2], match[4])
            if seen.setdefault(key, match[3]) != match[3]:
                yield Hit(
                    one,
                    match.start(3),
                    match.end(4),
                    f"前文“{match[2]}”是{seen[key]}{match[4]}，这里是{match[3]}{match[4]}",
                )


_DEED = r"(?:召开|发放|张贴|悬挂|更换|推送|发布|刊发|采用|撰写|签订|开展|举办|组织|受理|办理|排查|处置|化解|培训|编发|印发|走访|审核|收集|报送)"
_COUNT = r"(?P<{}>\d+)(?P<{}>人次|场次|次|场|份|条|篇|期|块|张|幅|件|个|册|本|起|户|名|人)"
_TOLD = re.compile(
    rf"{_DEED}(?:了|各类)?(?:(?P<noun>[\u4e00-\u9fff“”]{{2,14}}?)(?:共计?|累计|达到?)?{_COUNT.format('n', 'unit')}"
    rf"|(?:共计?|累计)?{_COUNT.format('n2', 'unit2')}(?P<noun2>[\u4e00-\u9fff“”]{{2,14}})(?=[，。；、（]|$))"
)
_IN_ALL = re.compile(r"全年|本年度|一年来|今年以来|本季度|累计|共(?!同|产|建|享|治|青)|总计|合计|全部")
_APART = re.compile(
    r"其中|[较比](?:上|去|第)|计划|不少于|每|目标|平均|[同环]比|各|分别|去年|上年|第?[一二三四]季度|[上下]半年|\d月|新增|其余|力争"
)
_PLAIN = re.compile(r"^(?:各类|各种|专题|集中|主题)*(?:活动|工作|会议|宣传|信息|学习|培训|问题|检查|稿件|资料)$")


@rule(
    "R-C4",
    "总数小于分述",
    level="warning",
    source="前后一致",
    hits=(
        "全年开展百姓宣讲42场。\n（一）抓宣讲。深入村组⟦开展百姓宣讲45场⟧，受众较广。",
        "本季度共发放宣传折页800份。\n入户⟦发放宣传折页900份⟧，效果好。",
        "一年来，共化解矛盾纠纷86件。\n调委会化解26起矛盾纠纷，群众满意。\n综治中心累计⟦化解矛盾纠纷88件⟧。",
        "累计举办45场文艺演出。\n全年⟦举办文艺演出43场⟧。",
    ),
    misses=(
        "全年开展百姓宣讲42场。\n深入村组开展百姓宣讲25场。",
        "全年开展百姓宣讲42场。\n第一季度开展百姓宣讲12场。",
        "全年共开展活动12场。\n志愿者开展活动20场。",
        "全年开展百姓宣讲42场，较上年开展百姓宣讲45场有所减少。",
        "全年开展百姓宣讲42场。\n三、下一步打算\n开展百姓宣讲50场。",
    ),
)
def less_than_told(reading: Reading) -> Iterator[Hit]:
    if "要点" in reading.tree.title:
        return
    totals: dict[tuple[str, str], int] = {}
    for one, match in reading.search(_TOLD):
        noun = (match["noun"] or match["noun2"]).strip("“”")
        sentence = _sentence(one.text, match.start())
        if one.section in ("plan", "problems") or _APART.search(sentence) or _PLAIN.match(noun):
            continue
        clause = re.split(r"[。；]", one.text[: match.start()])[-1][-14:]
        key, value = (noun, match["unit"] or match["unit2"]), int(match["n"] or match["n2"])
        whole = bool(_IN_ALL.search(clause + match[0]))
        if key in totals and (value > totals[key] or whole and value != totals[key]):
            yield span(one, match, f"前文“{noun}”总数是{totals[key]}{key[1]}，这里是{value}{key[1]}")
        elif whole:
            totals.setdefault(key, value)
