"""Rules on a document's fixed parts: number of issue, names of attachments; and short names made of the unit's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_SOURCE = "GB/T 9704—2012 7.2.5"
_ISSUE = re.compile(
    r"(?P<head>[\u4e00-\u9fff])(?P<open>[\[（(【［〔])(?P<year>\d{4}|\d{2})(?P<close>[\]）)】］〕])(?P<the>第?)(?P<number>\d{1,4})号"
)
_BEFORE_YEAR = re.compile(r"[\u4e00-\u9fff](20\d\d)〔(\d{1,3})〕号")
_ATTACHED = re.compile(r"^附件(?:\d{1,2})?[:：]\s*(?:\d{1,2}[.．]\s*)?(?P<name>.+?)(?P<end>[。；，、]?)$")
_KIND = r"(?:第?[一二三四五六七八九]中|中学|小学|实验|高中|职校|医院|人民|发布|融媒|好人|水务|城投|公交|文旅|供水|供电|税务|教育|卫健|公安|交警|日报|电视台|先锋|党建|网信)"


@rule(
    "R-D7",
    "发文字号的写法",
    level="error",
    source=_SOURCE,
    hits=(
        "按照通知（云教党⟦〔2025〕第7号⟧）要求。",
        "按照通知（云教党⟦[2025]7号⟧）要求。",
        "按照通知（云教党⟦〔25〕7号⟧）要求。",
        "按照通知（云教党⟦〔2025〕07号⟧）要求。",
    ),
    misses=("按照通知（云教党〔2025〕7号）要求。", "3号楼（2025）12号院", "执行（2024）粤01民终12号判决。"),
)
def issue_number(reading: Reading) -> Iterator[Hit]:
    """The year in full in 〔〕, then a number without 第 and without a leading nought."""
    for one, match in reading.search(_ISSUE, kinds="all"):
        round_ones = match["open"] in "（(" and (
            one.text[match.end() : match.end() + 1] in ("楼", "院", "") or match["the"]
        )
        right = f"〔{match['year'] if len(match['year']) == 4 else '20' + match['year']}〕{int(match['number'])}号"
        found = match[0][1:]
        if found == right or round_ones or re.match("[院楼线]", one.text[match.end() :]):
            continue
        yield Hit(
            one,
            match.start("open"),
            match.end(),
            "发文字号：年份写全用六角括号，序号不加“第”、不编虚位",
            suggestion=right,
        )
    for one, match in reading.search(_BEFORE_YEAR, kinds="all"):
        right = f"〔{match[1]}〕{match[2]}号"
        yield Hit(one, match.start(1), match.end(), "发文字号：六角括号括年份", suggestion=right)


@rule(
    "R-B1",
    "附件名称的写法",
    level="warning",
    source="GB/T 9704—2012 7.3.4",
    hits=(
        "石桥镇报告\n\n平稳。\n附件：⟦《问题整改台账》⟧",
        "石桥镇报告\n\n平稳。\n附件：1.问题整改台账⟦。⟧",
    ),
    misses=("石桥镇报告\n\n平稳。\n附件：问题整改台账", "附件齐全。", "石桥镇报告\n\n平稳。\n附件：《条例》学习情况表"),
)
def attachments(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        match = _ATTACHED.match(one.text.strip()) if one.kind == "attachment" or one.text.startswith("附件") else None
        if not match or len(one.text) > 60 or "。" in match["name"]:
            continue
        shift = len(one.text) - len(one.text.lstrip())
        name = match["name"]
        if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
            start, end = match.start("name") + shift, match.end("name") + shift
            yield Hit(one, start, end, "附件名称不加书名号", suggestion=name[1:-1])
        if match["end"]:
            start = match.start("end") + shift
            yield Hit(one, start, start + 1, "附件名称后不加标点", suggestion="")


@rule(
    "R-N1",
    "简称里的地名",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("⟦渠洋⟧二中公众号全年推送信息132条。", about("2025", unit="渠阳县第二中学")),
        ("对“⟦清禾⟧城投”公众号先审后发。", about("2025", unit="青禾县城市建设投资有限公司")),
    ),
    misses=(
        ("渠阳二中公众号全年推送信息132条。", about("2025", unit="渠阳县第二中学")),
        ("与渠江一中结对。", about("2025", unit="渠阳县第二中学")),
        ("召开会议，平阳教育局来访。", about("2025", unit="平洋县第二中学", names=("平阳",))),
    ),
)
def short_names(reading: Reading) -> Iterator[Hit]:
    """The unit's place without its kind, one character alike in sound wrong, where a name goes on."""
    if not reading.sure:
        return
    place = re.match(r"([\u4e00-\u9fff]{2,3}?)(?:县|市|区|镇|乡|街道)", reading.known.unit)
    stem = place[1] if place else ""
    for at, char in enumerate(stem):
        others = "".join(other for other, how in reading.words.pairs.alike(char).items() if how != "近音")
        if not others:
            continue
        near = re.compile(f"{stem[:at]}[{re.escape(others)}]{stem[at + 1 :]}(?={_KIND})")
        for one, match in reading.search(near, kinds="all"):
            if match[0] not in reading.known.names and match[0] not in reading.words.allowed:
                yield span(one, match, f"本单位在“{stem}”，这里写“{match[0]}”", suggestion=stem)


_TRADES = (
    "人民医院|中医院|妇幼保健院|医院|卫生院|幼儿园|小学|中学|学校|职校|学院|局|公司|集团|中心|村|社区|镇|乡|街道|所|站"
)
_ORGANS = re.compile(
    r"(?:中共)?(?P<name>[一-龥]{3,24}?)(?:总支部|支部|工作|党组|机关)?(?:委员会|党组|党委|党支部|党总支|党工委)?$"
)


@rule(
    "R-N1",
    "落款不是本单位",
    level="error",
    needs="context",
    source="前后一致",
    hits=(
        ("医院报告\n\n总体平稳。\n\n中共⟦云栖县中医院⟧委员会\n2025年9月28日", about("2025Q3", unit="云栖县人民医院")),
        (
            "小学报告\n\n总体平稳。\n\n中共⟦枫溪县第一小学⟧支部委员会\n2025年9月28日",
            about("2025Q3", unit="枫溪县实验小学"),
        ),
    ),
    misses=(
        ("医院报告\n\n总体平稳。\n\n中共云栖县人民医院委员会\n2025年9月28日", about("2025Q3", unit="云栖县人民医院")),
        ("局报告\n\n总体平稳。\n\n县住建局党组\n2025年9月28日", about("2025Q3", unit="云栖县住房和城乡建设局")),
        ("村报告\n\n总体平稳。\n\n中共石桥镇委员会\n2025年9月28日", about("2025Q3", unit="双河村")),
    ),
)
def signed_by_another(reading: Reading) -> Iterator[Hit]:
    """A signature that names a body of the unit's own trade which the unit's name doesn't hold, even shortened."""
    unit = re.sub("(?:党委|党组|党支部|党总支|党工委|委员会)$", "", reading.known.unit)
    trade = re.search(f"(?:{_TRADES})$", unit)
    if not reading.sure or not trade:
        return
    for one in reading.tree.paragraphs:
        match = _ORGANS.match(one.text.strip()) if one.kind == "signature" else None
        other = match and re.search(f"(?:{_TRADES})$", match["name"])
        if not match or not other or other[0][-1] != trade[0][-1]:
            continue
        name = match["name"]
        if not (_shortened(name, unit) or _shortened(unit, name) or name in reading.known.names):
            start = one.text.index(name)
            yield Hit(one, start, start + len(name), f"落款写“{name}”，本单位是“{reading.known.unit}”")


def _shortened(short: str, whole: str) -> bool:
    """True where the characters of one name stand in the other in that order."""
    rest = iter(whole)
    return all(char in rest for char in short)


_LEVELS = ("镇|乡|街道", "村|社区")


@rule(
    "R-N1",
    "单位的类别写错",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("镇报告\n\n⟦马鞍乡⟧党委书记主持研究意识形态工作。", about("2025", unit="马鞍镇")),
        ("村报告\n\n⟦向阳社区⟧党总支开展宣讲。", about("2025Q1", unit="幸福街道向阳村")),
    ),
    misses=(
        ("镇报告\n\n马鞍镇党委书记主持研究，马鞍村、马鞍社区参加。", about("2025", unit="马鞍镇")),
        ("镇报告\n\n马鞍乡撤乡建镇以来，工作不断进步。", about("2025", unit="马鞍镇")),
        ("社区报告\n\n清泉社区由清泉村改制而来。", about("2025", unit="清泉社区")),
    ),
)
def other_kind(reading: Reading) -> Iterator[Hit]:
    """The unit's own place with another kind of the same rank: 马鞍乡 for 马鞍镇."""
    if not reading.sure:
        return
    for part in reading.known.unit_parts:
        found = re.search("^(?P<stem>[一-龥]{2,4}?)(?P<kind>镇|乡|街道|村|社区)$", part)
        level = next((kinds for kinds in _LEVELS if found and re.search(found["kind"], kinds)), "")
        others = [kind for kind in level.split("|") if found and kind != found["kind"]]
        if not found or not others:
            continue
        for one, match in reading.search(
            re.compile(f"{found['stem']}(?:{'|'.join(others)})(?![级音情亲贤愁土]|民小组)"), kinds="all"
        ):
            near = one.text[max(match.start() - 6, 0) : match.end() + 12]
            if (
                match[0] in reading.known.names
                or match[0] in reading.known.unit
                or re.search("撤|改制|更名|改为|原|并入|前身|合并|改设", near)
            ):
                continue
            if not re.match("[、和与]", one.text[match.end() :]) and reading.count(match[0]) < reading.count(part) + 2:
                yield span(one, match, f"本单位是“{part}”，这里写“{match[0]}”", suggestion=part, level="error")


_OFFICES = ("中心", "所", "站", "办", "馆", "院", "队")


@rule(
    "R-N1",
    "单位名称的末尾写错",
    level="error",
    needs="context",
    source="前后一致",
    hits=(
        ("站报告\n\n⟦白沙镇综合文化中心⟧全年组织戏曲下乡11场。", about("2024", unit="白沙镇综合文化站")),
        ("中心报告\n\n⟦市疾病预防控制所⟧党委实行双人复核。", about("2025Q2", unit="市疾病预防控制中心")),
    ),
    misses=(
        ("站报告\n\n白沙镇综合文化站全年组织戏曲下乡11场。", about("2024", unit="白沙镇综合文化站")),
        ("站报告\n\n白沙镇综合文化站办公室负责。", about("2024", unit="白沙镇综合文化站")),
    ),
)
def other_office(reading: Reading) -> Iterator[Hit]:
    """The unit's whole name but for the kind of office at its end: 文化站, 文化中心."""
    unit = reading.known.unit
    kind = next((end for end in _OFFICES if unit.endswith(end)), "")
    stem = unit.removesuffix(kind) if kind else ""
    if not reading.sure or len(stem) < 5:
        return
    others = "|".join(end for end in _OFFICES if end != kind)
    for one, match in reading.search(re.compile(f"{re.escape(stem)}(?:{others})(?!理|公室)"), kinds="all"):
        yield span(one, match, f"单位名称应为“{unit}”", suggestion=unit)


_STATIONS = re.compile(r"(?P<rank>[镇乡村]|街道|社区|县|区)新时代文明实践(?P<kind>中心|所|站)")
_RIGHT = {"镇": "所", "乡": "所", "街道": "所", "村": "站", "社区": "站", "县": "中心", "区": "中心"}


@rule(
    "R-N4",
    "新时代文明实践中心、所、站",
    level="warning",
    source="县（区）设中心、乡镇（街道）设所、村（社区）设站",
    hits=("大榆树镇⟦新时代文明实践站⟧办活动14场。", "柳湾社区⟦新时代文明实践所⟧开展服务。"),
    misses=(
        "大榆树镇新时代文明实践所办活动14场，柳湾社区新时代文明实践站开展服务。",
        "县新时代文明实践中心指导全镇新时代文明实践所、站。",
        "全镇新时代文明实践站12个。",
    ),
)
def practice_stations(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_STATIONS, kinds="all"):
        before = one.text[max(match.start() - 1, 0) : match.start()]
        listed = re.match(r"[（(、和]|\d|（[所站]|阵地|建设|全覆盖", one.text[match.end() :])
        if match["kind"] != _RIGHT[match["rank"]] and before not in ("", "全", "各", "我", "本", "在") and not listed:
            start = match.start() + len(match["rank"])
            yield Hit(
                one,
                start,
                match.end(),
                f"{match['rank']}一级的叫“新时代文明实践{_RIGHT[match['rank']]}”",
                suggestion=f"新时代文明实践{_RIGHT[match['rank']]}",
            )


_HEADS = frozenset(
    "存在的问题及原因 存在的主要问题及原因 存在的主要问题 存在的问题和不足 存在的风险隐患 存在的主要问题和风险隐患 "
    "下一步工作措施 下一步工作打算 下一步工作安排 下一步工作计划 下一步打算 下一步措施 下一步工作 工作开展情况 主要工作开展情况 "
    "主要做法和成效 主要做法及成效 履职尽责情况 履行职责情况 落实责任制情况 总体要求 工作目标 主要任务 重点任务 重点工作 保障措施 组织保障 "
    "风险研判 形势分析 意见建议 工作要求 主要成效".split()
)
_HEADS |= frozenset(
    "".join(parts)
    for parts in product(
        ("存在的", "存在", "存在的主要", "面临的", "面临的主要", "主要"),
        ("问题", "风险", "不足", "困难", "短板", "问题和", "问题及", "问题与", "风险和", "风险及", "困难和", "不足和"),
        ["", *"不足 原因 成因 隐患 风险 风险隐患 薄弱环节 问题 短板".split()],
    )
    if (parts[1][-1] in "和及与") == bool(parts[2]) or parts[2] == "隐患" and parts[1] == "风险"
)
_HEADS |= frozenset(
    "".join(parts)
    for parts in product(
        ("下一步", "下步", "下一阶段", "下季度", "下半年", "明年"),
        ("", "工作", "主要", "重点"),
        ("打算", "措施", "安排", "计划", "思路", "举措", "工作"),
    )
    if parts[1] + parts[2] != "工作工作"
)
_HEADS |= frozenset(
    "".join(parts)
    for parts in product(
        ("加强", "强化", "抓好", "抓实", "深化", "压实", "筑牢", "守好", "守牢", "建强", "丰富", "严格", "健全", "完善", "夯实"),
        (
            "阵地管理", "组织领导", "队伍建设", "理论武装", "理论学习", "舆论引导", "网络管理", "舆情应对", "宣传教育", "思想引领",
            "督查考核", "督导检查", "考核问效", "责任落实", "工作责任", "政治责任", "主体责任", "思想根基", "思想阵地", "网络阵地",
            "宣传阵地", "文化阵地", "工作队伍", "骨干队伍", "文化生活", "文化供给", "工作机制", "制度机制", "风险防范", "风险研判",
            "分析研判", "能力建设", "教育引导", "文明创建", "思想政治教育", "意识形态责任", "主题宣传", "正面宣传", "日常管理",
        ),
    )
)  # fmt: skip
_LEFT_OUT = frozenset("的和及与或主要工作一步隐好实牢")  # what headings are told without as well


def _slipped(said: str) -> str:
    """Return the usual heading this one is but for one character lost, doubled, or two turned round; "" for none."""
    if said in _HEADS or len(said) < 4:
        return ""
    return _slips().get(said, "")


@cache
def _slips() -> dict[str, str]:
    """Return how the usual headings are miswritten: without a character, with one twice, with two turned round → heading."""
    found: dict[str, str] = {}
    for head in sorted(_HEADS, reverse=True):
        for at, char in enumerate(head):
            if char not in _LEFT_OUT or head[at - 1 : at] == char:
                found[head[:at] + head[at + 1 :]] = head
            found[head[:at] + char + head[at:]] = head
            found[head[:at] + head[at + 1 : at + 2] + char + head[at + 2 :]] = head
    return {slip: head for slip, head in found.items() if slip not in _HEADS}


@rule(
    "R-W2",
    "常用标题、报告句的误写",
    level="warning",
    source="前后一致",
    hits=(
        "石桥镇报告\n\n二、⟦存在的问题及因⟧\n一是学习不够。",
        "石桥镇报告\n\n二、⟦存在的问题原及因⟧\n一是学习不够。",
        "石桥镇报告\n\n三、⟦下一步打打算⟧\n抓好学习。",
        "石桥镇报告\n\n二、⟦存的风险和隐患⟧\n一是学习不够。",
        "石桥镇报告\n\n三、⟦加阵地管理⟧\n一是学习。",
        "总体平稳。现将一年来的履职情况⟦述职下⟧。",
        "总体平稳。现将有关情况⟦报如告下⟧。",
    ),
    misses=(
        "石桥镇报告\n\n二、存在问题及原因\n一是学习不够。\n三、下一步打算\n抓好学习。",
        "石桥镇报告\n\n二、存在的风险\n总体平稳。\n三、下步工作打算\n抓学习。",
        "石桥镇报告\n\n二、主要做法\n总体平稳。现将有关情况报告如下。",
        "年底前报告下级单位落实情况。",
    ),
)
def usual_headings(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if one.kind != "heading":
            continue
        said = one.text[one.head :].strip()
        if right := _slipped(said):
            start = one.text.index(said, one.head)
            yield Hit(one, start, start + len(said), f"标题疑为“{right}”", suggestion=right)
    for one, match in reading.search(
        re.compile(r"(?:报告|述职|汇报)下(?=[。：])|报如告下|(?:报告|述职|汇报)下如|述如职下")
    ):
        yield span(one, match, "报告句疑为“……如下”")


@rule(
    "R-N1",
    "题名、落款里的地名掉字",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("街道报告\n\n总体平稳。\n\n中共⟦云街道⟧工作委员会\n2025年9月28日", about("2025Q3", unit="云塔街道")),
        ("⟦柳社区⟧2025年第二季度研判报告\n\n总体平稳。", about("2025Q2", unit="清泉街道柳湾社区")),
    ),
    misses=(
        ("街道报告\n\n总体平稳。\n\n中共云塔街道工作委员会\n2025年9月28日", about("2025Q3", unit="云塔街道")),
        ("柳湾社区2025年第二季度研判报告\n\n总体平稳。", about("2025Q2", unit="清泉街道柳湾社区")),
    ),
)
def clipped_place(reading: Reading) -> Iterator[Hit]:
    """The unit's own place with one of its two characters lost, in a line that is made of names."""
    if not reading.sure:
        return
    for part in reading.known.unit_parts:
        kind = re.search("(?:街道|社区|镇|乡|村)$", part)
        if not kind or len(part) - len(kind[0]) != 2:
            continue
        short = re.compile(rf"(?:^|(?<=中共)|(?<=[县市区道镇乡]))[{part[:2]}]{kind[0]}")
        for where in ("title", "signature", "addressee"):
            for one, match in reading.search(short, kinds=where):
                if part not in one.text:
                    yield span(one, match, f"单位名称应为“{part}”，疑掉字", suggestion=part)
