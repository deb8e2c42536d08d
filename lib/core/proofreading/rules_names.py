"""Rules on names of units and places: one name throughout, other places' names left in, rank of bodies, person of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about, unit_parts
from lib.core.proofreading.lexicon import Lexicon
from lib.core.proofreading.nearly import nearly
from lib.core.proofreading.registry import Hit, Reading, rule, span

_LONG = 5  # the same where the wrong one is alike in sound or shape
_PAIRED = ("上中下", "东西南北", "前中后", "大小", "新老", "内外", "左右")  # 上庄村 has a 下庄村 beside it
_WHOLE = 6  # characters of a unit's name long enough to be known with one wrong
_SUFFIX = re.compile(r"(街道|社区|镇|乡|村|县|区|市|局|中学|小学|学校|幼儿园|中心|医院)$")
_BODY = r"(?:党总支|党支部|党委|党组|党工委|两委|“两委”|居委会|村委会|居民委员会|村民委员会|总支部|支部委员会|委员会|总支部委员会)"
_OTHER = re.compile(
    rf"(?:^|(?<=[。，；：、）])|(?<=[一二三四五六七八九]是))由?(?:中共)?([\u4e00-\u9fff]{{2,3}}?)(村|社区|街道)(?={_BODY}|将(?!来)|坚持|认真|积极|扎实)"
)
_SIGNED = re.compile(rf"([\u4e00-\u9fff]{{2,4}}?)(村|社区|镇|乡|街道|县|区|局|中学|小学|学校)(?={_BODY}|$)")
_PLACED = re.compile(r"([\u4e00-\u9fff]{2,3}?)(街道|镇|乡)(?=[\u4e00-\u9fff]{2,3}(?:村|社区))")
_PLAIN = re.compile(
    r"^(?:[一二三四五六七八九十]是|首先|其次|再次|最后|同时|另外|为此|目前|今年|去年|我|本|全|各|该|每|此|这|某|我们|所辖|辖区|下辖|两|几|多|驻|包|主持|牵头|联系|帮扶|试点|重点|示范|先进|后进|行政|自然|基层|城市|农村|参加|协助|配合|组织|围绕|服从|落实|推动|带领|团结|率领|引领|督促|按照|根据|经过?|通过|提请|报请|提交|报送|争取|由|在|向|对|让|使|为|及|和|与|把|将|请|受|支持|贯彻|执行|传达|坚持|加强|强化|联合|会同|汇报|原|现|新任|县|市|区|省|城关|上|下|邻近|周边|附近|相邻|兄弟)"
)


def _known_parts(reading: Reading) -> list[str]:
    known = reading.known
    found = [part for part in unit_parts(known.unit) if _SUFFIX.search(part)]
    found.extend(name for name in known.names if _SUFFIX.search(name) and len(name) >= 3)
    return list(dict.fromkeys(found))


@rule(
    "R-N1",
    "单位名称不一致",
    level="error",
    needs="context",
    source="前后一致",
    hits=(
        ("⟦双和村⟧党总支将开展讲座。", about("2024Q4", unit="石桥镇双河村")),
        ("向⟦石乔镇⟧党委报告。", about("2024Q4", unit="石桥镇双河村")),
        ("中共⟦青泉街道⟧柳湾社区委员会\n2025年6月30日", about("2025Q2", unit="清泉街道柳湾社区")),
        ("⟦县卫生建康局⟧党组认真研究。", about("2025", unit="县卫生健康局")),
        ("⟦松林镇中心小学⟧家长学校开课6期。", about("2025", unit="松岭镇中心小学")),
        ("⟦柳弯社区⟧党委认真研究。", about("2025Q2", unit="清泉街道柳湾社区")),
        ("⟦松林镇⟧文明实践所开展服务。", about("2024Q3", unit="松岭镇")),
        ("“⟦云州县水务集团⟧”公众号推送信息。", about("2022", unit="云川县水务集团有限公司")),
        ("建设和美⟦白裹镇⟧。", about("2024Q3", unit="白果镇")),
        ("社区党委向⟦清溪街道⟧党工委报告。", about("2025Q2", unit="清泉街道柳湾社区")),
        ("从宣传看，⟦芦苇村⟧“大喇叭”播报45次。", about("2022Q3", unit="杨渡镇芦花村")),
        ("发挥⟦璧溪镇⟧文化站作用。", about("2024", unit="碧溪镇")),
        ("本人担任⟦红兴机械厂⟧党总支书记。", about("2025", unit="红星机械厂")),
    ),
    misses=(
        ("双河村党总支将开展讲座，全村各村组参加。", about("2024Q4", unit="石桥镇双河村")),
        ("向石桥镇党委报告，与周边小河村联动。", about("2024Q4", unit="石桥镇双河村")),
        ("与相邻的柳河镇下庄村共用水渠。", about("2025Q3", unit="柳河镇上庄村")),
        ("县卫生健康局党组研究，我局落实，各局配合。", about("2025", unit="县卫生健康局")),
        ("，芦苇村的村民来参观，芦苇村、芦塘村一同参加。", about("2022Q3", unit="杨渡镇芦花村")),
    ),
)
def near_names(reading: Reading) -> Iterator[Hit]:
    alike = reading.words.alike
    right = {*_known_parts(reading), *reading.known.names, *reading.words.allowed}
    whole = reading.known.unit
    short = re.sub("(?:股份)?有限(?:责任)?公司$", "", whole)
    plain = re.sub("^(?:.{2,4})?[省市县区](?=.{5})", "", short) if short != whole else short
    units = (own for own in {whole, short, plain} if len(own) >= _LONG)
    for unit in units:
        for one, match, place in nearly(reading, unit, len(unit) - 1):
            sounds = len(unit) >= _WHOLE or match[1] in reading.words.pairs.alike(unit[place])
            paired = any({match[1], unit[place]} <= set(pair) for pair in _PAIRED)
            numbered = match[1] in "一二三四五六七八九十"
            if match[1] != unit[place] and match[0] not in right and sounds and not paired and not numbered:
                yield span(one, match, f"单位名称应为“{unit}”", suggestion=unit)
    for name in _known_parts(reading):
        suffix = _SUFFIX.search(name)
        stem = name[: suffix.start()] if suffix else name
        if len(stem) < 2:
            continue
        for one, match, place in nearly(reading, name, len(stem)):
            if match[0] in right:
                continue
            confused = match[1] in alike.get(stem[place], ())
            similar = match[1] in reading.words.pairs.alike(stem[place])
            listed = re.search(r"[、和与]$", one.text[: match.start()]) or re.match(
                r"[、和与]", one.text[match.end() :]
            )
            if not reading.sure and reading.count(match[0]) > 1:
                continue  # the unit is only known from the title
            speaks = place > 0 and _speaks(one.text, match)
            if not confused and (
                len(stem) < 3
                and not similar
                and not speaks
                or listed
                or match[1] in "各全本我该级属辖的在对为向到由和与、"
            ):
                continue
            if (
                place == 0
                and not confused
                and (not similar or listed or reading.count(match[0]) > 1 or len(stem) > 2 and speaks)
            ):
                continue
            yield span(
                one,
                match,
                f"单位名称应为“{name}”",
                suggestion=name,
                level=None if confused or similar or reading.sure and speaks else "warning",
            )

        missing = (
            [stem[:place] + stem[place + 1 :] + name[len(stem) :] for place in range(1, len(stem))]
            if len(stem) >= 3
            else []
        )
        for short in missing:
            for one, match in reading.search(re.compile(re.escape(short)), kinds="all"):
                if not reading.sure and reading.count(short) > 1:
                    break
                if short not in right and not re.search("局$|中心$", name):
                    yield span(one, match, f"单位名称应为“{name}”，疑掉字", suggestion=name, level="warning")


def _speaks(text: str, match: re.Match[str]) -> bool:
    """True where a name opens a clause as the one that acts, not as one of several or somebody else's."""
    begins = not match.start() or text[match.start() - 1] in "，。；："
    if (
        re.match(r"(?:党工委|党委|政府|办事处)(?!等|、)", text[match.end() :])
        and text[match.start() - 1 : match.start()] in "与向经由"
    ):
        return True  # 向清溪街道党工委报告
    return begins and not re.match(r"[的、和与及等]|一带|附近|村民|方向", text[match.end() :])


@rule(
    "R-N1",
    "别处的单位名",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("针对上述问题，⟦双杏村⟧将抓好以下工作。", about("2025Q1", unit="云岭镇杏花村")),
        ("三、下一步措施\n一是由⟦望河社区⟧党委牵头召开会议。", about("2025Q2", unit="云岭街道望江社区")),
        ("（二）⟦大凹村⟧党支部安排专人管理微信群。", about("2025Q2", unit="石桥镇大洼村")),
        ("⟦东风村⟧党总支将开展讲座。", about("2024Q4", unit="石桥镇双河村")),
        ("本季度平稳。\n中共⟦东山街道⟧柳湾社区委员会\n2025年6月30日", about("2025Q2", unit="清泉街道柳湾社区")),
        ("在⟦东山街道⟧党工委领导下，社区平稳。", about("2025Q2", unit="清泉街道柳湾社区", form="研判报告")),
    ),
    misses=(
        ("双河村党总支将开展讲座，本村党支部配合。", about("2024Q4", unit="石桥镇双河村")),
        ("他深入群众，带着社区“两委”一班人学理论。", about("2025Q2", unit="清泉街道柳湾社区")),
        ("各村党组织、全镇党委认真研究。", about("2024", unit="石桥镇")),
        ("本季度平稳。\n中共清泉街道柳湾社区委员会\n2025年6月30日", about("2025Q2", unit="清泉街道柳湾社区")),
    ),
)
def other_names(reading: Reading) -> Iterator[Hit]:
    parts = _known_parts(reading)
    kinds = {_SUFFIX.search(part)[1]: part for part in parts}  # type: ignore[index]
    if not kinds:
        return
    led = re.compile(rf"(?:在|向|经|报)([\u4e00-\u9fff]{{2,3}}?)(镇|乡|街道)(?={_BODY}(?:的?坚强|的?正确)?领导下)")
    for pattern, where in (
        (_OTHER, "prose"),
        (_SIGNED, "signature"),
        (_PLACED, "signature"),
        (_PLACED, "title"),
        (led, "prose"),
        (_SIGNED, "addressee"),
    ):
        for one, match in reading.search(pattern, kinds=where):
            kind = match[2]
            stem = re.sub(r"^(?:中共)?(?:.*(?:街道|社区|镇|乡|县|市|区))?", "", match[1]) or match[1]
            named = stem + kind
            wanted = kinds.get(kind)
            if (
                not wanted
                or wanted.endswith(named)
                or named.endswith(wanted)
                or _PLAIN.match(stem)
                or named in reading.known.names
                or pattern is not _OTHER
                and _close(named, wanted)
                or stem[0] in "现将把对"
                or stem[-1] in "由为是在和与对向把被让使着了过的各"
            ):
                continue
            if wanted in one.text[max(match.start() - 6, 0) : match.end() + 2]:
                continue
            yield Hit(
                one, match.end(2) - len(named), match.end(2), f"“{named}”不是本单位“{wanted}”，核对是否旧稿没有改"
            )


_BRAND = re.compile(r"[堂坛话谈站厅屋室队团吧角岗栏讲院桥坊号信箱会课校亭员家圈日集]$")
_APART = 12  # characters between two names that are no longer a list
_SERIAL = frozenset("一二三四五六七八九十上下大小老新红绿青银金男女东西南北前后党团")


def _close(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


@rule(
    "R-N1",
    "引号里的名称不一致",
    level="warning",
    source="前后一致",
    hits=(
        "办好“荷塘夜话”3期，服务居民90人次。\n⟦“河塘夜话”⟧获评优秀品牌。",
        "继续办好“小荷讲堂”，办好“小荷讲堂”4期。\n⟦“小荷课堂”⟧每学期5讲。",
        "“杏林微课堂”常办常新。\n⟦“杏林微讲堂”⟧走进乡村。",
        "组建“路路通”志愿服务队1支。\n⟦“路路畅”⟧志愿服务队送去热水。",
    ),
    misses=(
        "办好“红色讲堂”“红色课堂”各2期。",
        "推广“喜事套餐”。\n推广“白事套餐”。",
        "办好“荷塘夜话”3期。\n“荷塘月色”演出2场。",
        "增强“四个意识”、坚定“四个自信”。",
        "开展“大走访”“大排查”。",
    ),
)
def quoted_names(reading: Reading) -> Iterator[Hit]:
    """Compare the quoted names of a document: two that differ in one character alike in sound or shape are one name."""
    lexicon = reading.words.lexicon
    if lexicon is None:
        return
    known = {*reading.words.quoted, *reading.words.unbracketed, *reading.words.allowed}
    first: dict[str, tuple] = {}
    for one, match in reading.search(re.compile(r"“([\u4e00-\u9fff]{3,12})”"), kinds="all"):
        first.setdefault(match[1], (one, match))
    gaps: dict[str, str] = {}
    for name, here in first.items():
        for place, char in enumerate(name):
            gap = name[:place] + " " + name[place + 1 :]
            other = gaps.setdefault(gap, name)
            if other == name or {name, other} <= known:
                continue
            if (
                other[place] in lexicon.alike.get(char, "")
                or _separate(first[other], here)
                and (_one_brand(name, other, place) or _same_noun(first[other], here, {char, other[place]}))
            ):
                told = [(one not in known, -reading.count(f"“{one}”")) for one in (name, other)]
                earlier = told[0] < told[1] or told[0] == told[1] and _misspelt(lexicon, other, name, place)
                rare, right = (other, name) if earlier else (name, other)
                one, match = first[rare]
                yield span(one, match, f"“{rare}”与别处的“{right}”只差一字，核对哪个写错", suggestion=f"“{right}”")
                words = {one[at : at + 2] for one in (rare, right) for at in (max(place - 1, 0), place)}
                if told[0] == told[1] and not any(lexicon.counts.get(word) for word in words if len(word) > 1):
                    one, match = first[right]  # nothing tells which is wrong: both are shown
                    yield span(one, match, f"“{right}”与别处的“{rare}”只差一字，核对哪个写错")


def _one_brand(name: str, other: str, place: int) -> bool:
    """True where two names of activities differ in a character within that numbers nothing."""
    inside = 0 < place < len(name) - 1 and len(name) > 3 and bool(_BRAND.search(name))
    return inside and not {name[place], other[place]} & _SERIAL


def _same_noun(one: tuple, other: tuple, differ: set[str]) -> bool:
    """True where the same noun follows both names: “路路通”志愿服务队, “路路畅”志愿服务队."""
    after = [found[0].text[found[1].end() : found[1].end() + 3] for found in (one, other)]
    return after[0] == after[1] and bool(re.fullmatch(r"[\u4e00-\u9fff]{3}", after[0])) and not differ & _SERIAL


def _separate(one: tuple, other: tuple) -> bool:
    """True where two names aren't told side by side."""
    return one[0] is not other[0] or other[1].start() - one[1].end() > _APART


def _misspelt(lexicon: Lexicon, name: str, other: str, place: int) -> bool:
    """True where the name holds no word at its other character, alike in sound and in shape, and the other does."""

    def known(word: str) -> float:
        return max(lexicon.counts.get(word[at : at + 2], 0) for at in (max(place - 1, 0), place))

    sound, _, shape = lexicon.alike.get(name[place], "").partition("|")
    return other[place] in sound and other[place] in shape and known(name) < known(other)


_PARTY = re.compile(r"(?:在|向|经)(局|校|院|厂)(?:党组|党委|党总支)(?=的|领导|报告|研究|统一)")
_RANKED = re.compile(r"(?:^|(?<=[，。；：）]))(镇党委|乡党委|街道党工委)(?![等和与、])")
_RANKS = {
    "镇党委": ("乡", "街道"),
    "乡党委": ("镇", "街道"),
    "街道党工委": ("镇", "乡"),
}  # organ → ranks that have another
_WE = re.compile(r"我(局|校|院|园|村|社区|公司|集团|中心(?!组)|站|所|场|馆|厂|矿)(?!们|长)")
_OUR_TOWN = re.compile(r"我(镇|乡|街道)(?!村)")
_ABOVE = re.compile(r"(?:局|委员会|公司|集团|厂|[市县区][^镇乡]{0,8}(?:医院|中学|小学|学校))$")  # no town's own
_OWN = {
    "局": "局",
    "校": "学校|小学|中学|学院|大学|一中|二中|高中|职校|党校|技校|幼儿园",
    "院": "医院|学院|法院|检察院|卫生院|研究院|文化馆|敬老院",
    "园": "幼儿园|园区|产业园",
    "村": "村",
    "社区": "社区",
    "公司": "公司|集团|厂",
    "集团": "集团|公司",
    "中心": "中心",
    "站": "站",
    "场": "林场|农场|牧场|渔场|茶场|机场|市场",
    "馆": "图书馆|文化馆|博物馆|纪念馆|美术馆|体育馆|档案馆|科技馆",
    "厂": "厂",
    "矿": "矿",
    "镇": "镇",
    "乡": "乡",
    "街道": "街道(?:办事处)?",
    "所": "所",
}


@rule(
    "R-N1",
    "自称与单位不合",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("⟦我局⟧评优评先均实行一票否决。", about("2025", unit="青岚县实验中学")),
        ("⟦我校⟧党总支带头学习。", about("2025", unit="县卫生健康局")),
        ("在巡察整改中，⟦我镇⟧对照问题建立清单。", about("2024", unit="青岚县农业农村局")),
        ("放映电影64场，实现⟦我局⟧16个村、社区全覆盖。", about("2025", unit="石桥镇")),
        ("⟦我社区⟧党员较多。", about("2025", unit="石桥镇双河村")),
        ("⟦在局党组⟧的坚强领导下，认真履职。", about("2025", unit="石桥镇")),
        ("（一）加强领导。⟦镇党委⟧每半年专题研究。", about("2025", unit="东岭街道")),
    ),
    misses=(
        ("我校评优评先均实行一票否决。", about("2025", unit="青岚县实验中学")),
        ("我镇、我县开展活动，我村积极参加。", about("2025", unit="石桥镇双河村")),
        ("我院党委带头学习。", about("2025", unit="县人民医院")),
        ("我局带头学习，我校试点学校参加。", about("2025", unit="")),
    ),
)
def own_kind(reading: Reading) -> Iterator[Hit]:
    unit = reading.known.unit
    town = re.search(r"(?:镇|乡|街道|村|社区)$", unit)
    for one, match in reading.search(_PARTY, view="plain") if town else ():
        yield span(one, match, f"“{match[0][1:]}”与本单位“{unit}”不合，核对是否旧稿没有改")
    for one, match in reading.search(_RANKED, view="plain") if town else ():
        if town[0] in _RANKS.get(match[1], ()):
            yield span(one, match, f"“{match[0]}”与本单位“{unit}”不合，核对是否旧稿没有改")
    kinds = {kind for kind, names in _OWN.items() if re.search(rf"(?:{names})$", unit)}
    for one, match in reading.search(_OUR_TOWN, view="plain") if _ABOVE.search(unit) else ():
        if match[1] not in unit:
            yield span(one, match, f"“{match[0]}”与本单位“{unit}”不合，核对是否旧稿没有改")
    for one, match in reading.search(_WE, view="plain") if kinds else ():
        if match[1] not in kinds:
            yield span(one, match, f"“{match[0]}”与本单位“{unit}”不合，核对是否旧稿没有改")


@rule("R-N2", "用词不一", level="info", hits=("学习基本方略。\n落实⟦基本纲领⟧。",), misses=("学习基本方略。",))
def wordings(reading: Reading) -> Iterator[Hit]:
    text = "".join(one.text for one in reading.tree.prose)
    for first, second in (("基本方略", "基本纲领"), ("第二季度", "二季度"), ("理论学习中心组", "理论中心组")):
        alone = re.compile(rf"(?<!第){second}" if first.startswith("第") else second)
        if first in text:
            for one, match in reading.search(alone, view="bare"):
                yield span(one, match, f"前后用词不一：“{first}”与“{second}”")
                break


@rule(
    "R-N4",
    "机构名称",
    level="info",
    hits=("学习⟦中央党委⟧文件。", "⟦省委（党组）⟧要求。"),
    misses=("学习中共中央文件。", "县委（党组）", "省委要求。", "党委（党组）落实。"),
)
def bodies(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"中央党委|省委[（(]党组[）)]|区市委|县政府党委|乡党组")):
        yield span(one, match, f"“{match[0]}”：机构名称疑有误")


@rule(
    "R-N5",
    "人称混用",
    level="info",
    hits=(
        "石桥镇述职报告\n\n我镇党委抓学习。我镇党委抓阵地。我镇党委抓活动。⟦本人⟧带头学习。",
        ("石桥镇2025年第二季度研判报告\n\n镇党委专题研究2次。⟦本人⟧带头讲党课1次。", about("2025Q2", form="研判报告")),
    ),
    misses=("石桥镇述职报告\n\n本人带头学习。本人抓阵地。",),
)
def person(reading: Reading) -> Iterator[Hit]:
    mine = list(reading.search(re.compile(r"(?<![其基])本人(?!签|申)")))
    ours = list(reading.search(re.compile(r"我(?:镇|局|社区|村|校|县|区|街道)(?:党委|党组|党总支|党工委|党支部)")))
    if mine and ours and min(len(mine), len(ours)) * 3 <= max(len(mine), len(ours)):
        for one, match in (mine if len(mine) <= len(ours) else ours)[:1]:
            yield span(one, match, "个人稿与班子稿的自称混用")
    elif mine and reading.known.format in ("研判报告", "工作要点") and len(mine) < 4:
        yield span(*mine[0], "单位的文稿里自称“本人”")


@rule(
    "R-N3", "首见专名待核", level="info", hits=("用好⟦“红枫夜话”⟧品牌，办好“银龄讲堂”。",), misses=("落实“一岗双责”。",)
)
def first_seen(reading: Reading) -> Iterator[Hit]:
    known = {*reading.words.quoted, *reading.words.unbracketed, *reading.words.allowed}
    found = [
        (one, match)
        for one, match in reading.search(re.compile(r"“([\u4e00-\u9fff]{2,6})”"), kinds="body")
        if match[1] not in known
    ]
    seen: dict[str, tuple] = {}
    for one, match in found:
        seen.setdefault(match[1], (one, match))
    once = [name for name in seen if sum(match[1] == name for _, match in found) == 1]
    if once:
        one, match = seen[once[0]]
        yield span(one, match, "专名待核：" + "、".join(once[:12]) + ("等" if len(once) > 12 else ""))
