"""Rules that count a list against the number said before or after it: A、B、C三类, 三项制度：A、B, 《A》《B》等3部."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import han_number, han_word
from lib.core.proofreading.registry import Hit, Reading, rule

_N = r"(?<![第\d.〇零百千万])(?P<said>\d{1,2}|两|[一二三四五六七八九十]{1,2})"
_ITEM = r"[^，。；：、（）\d\s]{1,20}"
_LAST = r"[^，。；：、（）\d\s]{1,16}?(?<!“)“?"
_REVIEWED = re.compile("审核|审签|审查|审批|审读|把关|会签|联审|校对")  # 教研组、教导处、党支部三级审核
_SORTS = r"类(?!似)|种(?!植|田)|大(?![会力量家型小多])|级(?![以别])|个?方面|大方面|项(?=[\u4e00-\u9fff]{2})(?!目)"
_THINGS = (
    r"名(?=班子成员|领导成员|负责人|党组成员|党委委员)|人(?=任|为(?:成员|组员|副组长)|担任|分工)|处(?=[\u4e00-\u9fff]{0,2}(?:点位|阵地))|"
    r"家(?=单位|部门|成员单位)|门(?=[\u4e00-\u9fff]{0,2}(?:学科|课程|课))|所(?=[\u4e00-\u9fff]{0,2}(?:学校|中学|小学|幼儿园|院校))|支(?=[\u4e00-\u9fff]{0,8}队)|"
    r"个(?=[\u4e00-\u9fff]{0,4}(?:工作组|专项组|督导组|检查组|宣讲组|服务组|保障组|分队|工作专班)|环节|关口|方向|重点|维度|层面|领域|板块|版块|专题|主题|课题|平台|账号|栏目|专栏|展区|展馆|项目|群体|[\u4e00-\u9fff]{0,3}(?:部门|单位|科室|支部|学校|企业)|小组|专班|阵地|载体|课程|"
    r"单元|步骤|阶段|岗位|行业|股室|科室|站所|支部|年级|班级|专业|渠道|系列|篇章|关键|机制|体系|短板|要点|节点|窗口|卡口|品牌|委员会|"
    r"(?P<place>行政村|自然村|村|社区|小区|乡镇|街道|镇|乡|学院|片区)(?![\u4e00-\u9fff]?[组民点]))"
)
_BEFORE = re.compile(
    rf"(?P<list>(?:{_ITEM}、){{2,}}{_LAST})(?P<open>等[\u4e00-\u9fff]{{0,2}}?)?{_N}(?:{_SORTS}|{_THINGS})"
)
_PAIR = re.compile(  # two items of a list told as three; with units and places two may stand for more
    rf"(?P<list>{_ITEM}、{_LAST})(?P<open>等[\u4e00-\u9fff]{{0,2}}?)?{_N}(?:个|大|项)(?=[\u4e00-\u9fff]{{0,4}}(?:平台|渠道|载体|环节|机制|制度|板块|版块|阶段|层面|维度|领域|方面|体系)(?!项目|工作组))"
)
_BARE_PLACE = re.compile(
    r"(?:[^，。；：]*?[在到对赴向为从于与]|深入|覆盖|走访|联系|组织)?[\u4e00-\u9fff]{2,3}(?<![镇乡县区校院站园厂所店局办])"
)
_DEED = re.compile(
    r"(?:期间|前后)?(?:集中|分别|先后)?(?:开展|举办|组织|进行|推出|设置|建立|采取|实行)了?(?!、)|须经|(?<=[\u4e00-\u9fff])(?:经|会同|交由|报送)(?=[\u4e00-\u9fff]{1,6}、)"
)
_TITLED = re.compile(
    rf"(?P<list>(?:《[^》]{{1,40}}》[、和及与]?){{2,}}|(?:“[^”]{{1,20}}”[、和及与]?){{2,}})(?P<open>等)?{_N}(?:个|部|项|本|篇|首|种|份|类|大)(?!月)"
)
_AFTER = re.compile(
    rf"{_N}(?:个|项|类|种|大|张|条|支|门|块|步|招)(?P<noun>[\u4e00-\u9fff“”]{{2,8}}?)"
    rf"(?:[：:]|——|，(?:即|就是|也就是|分别是|分别为|具体是|具体为|依次为)[：:]?|（(?:即|分别是|分别为)?)(?P<list>(?:{_ITEM}、){{1,}}{_ITEM})(?=[。；）]|，(?:每|由|均|各|都|共|并|其中|全|做到|实现|确保|明确|为|切实|形成|覆盖|有|已|分别|全年|年内|累计))"
)
_BOTH = re.compile(
    rf"{_N}(?:个|项|类|种|大|张|条|支|门|块|步|招|部|首|场)(?P<noun>[\u4e00-\u9fff]{{1,8}}?)，(?:即|就是|分别是|分别为|依次为)(?P<list>(?:“[^”]{{1,16}}”|《[^》]{{1,20}}》)(?:和|与|及)(?:“[^”]{{1,16}}”|《[^》]{{1,20}}》))(?=[，。；）])"
)
_PLACES = re.compile(
    rf"{_N}个(?P<noun>行政村|自然村|村民小组|村|社区|乡镇|街道|学校|支部|科室|股室|班级|车间|班组|站所)[^，。；、\d]{{0,16}}，(?P<list>(?:[^，。；、\d]{{1,8}}、)+[^，。；、\d]{{1,8}}?)(?=各|均|都|分别|先后|依次|被|为|已)"
)
_NAMED = re.compile(
    rf"，(?:做到|实现|落实|确保|坚持|形成|达到)了?“?{_N}[个项](?P<key>[\u4e00-\u9fff]{{2}})”?(?=[，。；])"
)
_JOINED = re.compile(r"[\u4e00-\u9fff\ue000”》](?:和|及|以及|与)[\u4e00-\u9fff\ue000“《]")
_NESTED = re.compile(r"为主|为重点|为核心|为抓手|为载体|通过|围绕|以及其")
_COUNTED = re.compile(r"(?<!第)[一二三四五六七八九十两][个项条类本张支种大场次套块]")  # 查三本账、走四条沟、听五类人
_MADE_UP = re.compile(r"(?:组成|组建|成立|分成|分为|编为|编成|派出|抽调|选派)了?$")  # 由甲、乙、丙组成2个检查组
_OPEN = re.compile(r"等[\u4e00-\u9fff]{0,6}$|等$")


def _number(text: str) -> int:
    return 2 if text == "两" else han_number(text) or 0


def _off(said: int, items: int, joined: int) -> bool:
    """True where a list is one short or over; a list far longer or shorter groups its items in another way."""
    gap = min(abs(said - count) for count in {items, items + joined})
    return said >= 2 and gap in ((1, 2) if said >= 4 else (1,))


@rule(
    "R-C3",
    "列举与总括的项数",
    level="warning",
    source="前后一致",
    hits=(
        "抓好责任落实、思想引领、阵地管理、风险防范、队伍建设⟦六个方面⟧工作。",
        "对广播站、校报、电子屏、学生社团、图书馆、公众号⟦5类⟧阵地开展排查。",
        "着力实施责任落实、理论武装、舆论引导、阵地管理、队伍建设⟦六大工程⟧。",
        "围绕理论学习、阵地管理、舆情处置、队伍建设、督查考核⟦四个方面⟧开展自查。",
        "建立责任清单、任务清单、问题清单、整改清单⟦三项清单⟧。",
        "推动省、市、县、乡⟦三级⟧联动。",
        "设置听、看、说、评⟦五个环节⟧。",
        "覆盖东沟村、西沟村、南沟村⟦4个村⟧。",
        "面向党员干部、青年学生、企业职工、农村群众等⟦3类⟧群体开展宣讲。",
        "学习《条例》《办法》《细则》⟦等2部⟧法规。",
        "打造“小板凳”“红喇叭”“夜话堂”⟦4个⟧宣讲品牌。",
        "围绕“讲、评、帮、乐”⟦五种⟧形式开展活动。",
        "依托公众号、视频号⟦三个平台⟧发布作品。",
        "建立信息审核、定期通报⟦三项机制⟧。",
        "在柳溪、石坪、大塘⟦4个村⟧新建宣传长廊。",
        "依托水政监察大队、河湖管护中心、灌区服务站⟦4个局属单位⟧开展宣传。",
        "落实研判、会商、通报、督查⟦“五项机制”⟧。",
        "组建理论宣讲、文艺文化、助学支教、医疗健身、科学普及⟦6支⟧志愿服务队。",
        "联合派出所、市场监管所、综合执法队、司法所⟦5家单位⟧开展检查。",
        "在南门、北门、西门⟦4个卡口⟧设置宣传点。",
        "健全会商、报告、督查、问责⟦3项制度⟧。",
        "书记任组长，教务主任、德育主任、总务主任、团委书记⟦3人⟧任组员。",
        "走廊展板、电子屏、图书角、广播站、校门橱窗⟦6处⟧宣传点位均已明确责任教师。",
        "成立宣传引导、舆情应对、阵地管理、督导检查⟦三个工作组⟧。",
    ),
    misses=(
        "抓好责任落实、思想引领、阵地管理三个方面工作。",
        "抓好责任落实、思想引领和阵地管理三个方面工作。",
        "从组织领导、责任落实等五个方面发力。",
        "抓好学习、宣传、阵地，做好三个方面工作。",
        "推动省、市、县三级联动。",
        "落实“三会一课”、主题党日、“五项制度”。",
        "检查甲镇、乙镇、丙镇4个村。",
        "自查采取“查三本账、走四条沟、听五类人”的办法。",
        "落实研判、会商、通报、督查“四项机制”。",
        "开展理论宣讲、文艺演出、便民服务5场。",
        "检查学校、医院、车站、广场8处宣传栏。",
        "面向党员、干部、群众等6类群体开展宣讲。",
        "学习《条例》《办法》等5部法规。",
        "打造“小板凳”“红喇叭”2个宣讲品牌。",
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”，开展三项活动。",
        "排查风险，化解邻里、婚姻、土地三类纠纷28件。",
        "组织学习、宣传、贯彻第三项任务。",
        "由镇纪委、党建办、宣传办组成2个检查组，对16个村开展督查。",
        "依托公众号、视频号两个平台发布作品。",
        "在柳溪、石坪、大塘3个村新建宣传长廊。",
        "运用网站和公众号、大喇叭三个平台发布信息。",
        "将镇党委、班子成员、村党组织、站所学校四个层面的责任细化。",
    ),
)
def listed_before(reading: Reading) -> Iterator[Hit]:
    for view, pattern in (("bare", _BEFORE), ("bare", _PAIR), ("text", _TITLED)):
        for one, match in reading.search(pattern, view=view):
            listed = match["list"]
            if pattern is not _TITLED and (done := _DEED.search(listed)) and "、" in listed[done.end() :]:
                listed = listed[done.end() :]  # 春节、元宵节期间开展写春联、猜灯谜……
            if pattern is _TITLED:
                items, joined = len(re.findall("[》”]", listed)), 0
            else:
                items, joined = (
                    listed.count("、") + 1,
                    len(_JOINED.findall(listed if pattern is _PAIR else listed.rsplit("、", 1)[-1])),
                )
            said = _number(match["said"])
            if (
                _MADE_UP.search(listed)
                or _COUNTED.search(listed)
                or _NESTED.search(listed.split("、", 1)[-1])
                or match["open"]
                and said >= items
            ):
                continue
            place = match.groupdict().get("place")
            if place and not _all_places(listed.split("、"), place):
                continue
            if pattern is _PAIR and (said > 3 or "、" in re.split("[，。；：（]", one.bare[: match.start()])[-1]):
                continue
            long = any(len(item) > 2 for item in listed.split("、")[1:])
            if match[0].endswith("级") and long and not _REVIEWED.match(one.bare, match.end()):
                continue
            if _off(said, items, joined):
                sayings = match[0][match.start("said") - match.start() :]
                yield Hit(one, match.start(), match.end(), f"列了{items + joined}项，却说“{sayings}”")


def _all_places(items: list[str], place: str) -> bool:
    """True where every item is named as such a place, 东沟村, or none is: 柳溪、石坪、大塘4个村."""
    named = [item.endswith(place[-1]) for item in items]
    return all(named) or not any(named) and all(map(_BARE_PLACE.fullmatch, items))


_ALIKE = re.compile(
    r"(?P<list>(?:[\u4e00-\u9fff]{2,14}、){1,6}[\u4e00-\u9fff]{2,16}?)(?P<n>[两三四五六七八2-8])(?:个|支|类|种|项)(?P<noun>问题(?=已|均|全部)|群众组织|组织|队伍|阵地|平台|渠道|环节|部门|单位|站所|专栏|栏目|制度|领域|群体|节点|品牌)"
)


@rule(
    "R-C3",
    "列举后的“几个……”",
    level="warning",
    source="前后一致",
    hits=(
        "完善红白理事会、道德评议会、村民议事会、禁毒禁赌会⟦三个群众组织⟧的规则。",
        "宣传栏管理不规范、宣传橱窗更新不及时、新职工培训未覆盖意识形态⟦4个问题⟧已整改到位。",
        "抓住党员干部、青年学生、流动人员⟦四类群体⟧开展宣讲。",
    ),
    misses=(
        "完善红白理事会、道德评议会、村民议事会三个群众组织的规则。",
        "通过党校、报纸两个渠道宣传。",
        "围绕学习、宣传，用好三个平台。",
    ),
)
def counted_after(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ALIKE, view="bare"):
        items = match["list"].split("、")
        heads = re.split(r"[，。；：]", one.bare[: match.start()])[-1]
        if heads or _JOINED.search(match["list"].replace("不及时", "")) or _OPEN.search(match["list"]):
            continue
        same = {item[-1] for item in items}
        said = int(match["n"]) if match["n"].isdigit() else _number(match["n"])
        if match["noun"] == "问题":
            same = {bool(re.search("[不未缺欠少]", item)) for item in items}
        if abs(len(items) - said) == 1 and (len(same) == 1 or len({len(item) for item in items[1:]}) == 1):
            yield Hit(one, match.start("n"), match.end(), f"前面列了{len(items)}个，这里说{match['n']}个，核对")


@rule(
    "R-C3",
    "列举后所说的“N个……”",
    level="warning",
    source="前后一致",
    hits=(
        "把意识形态工作纳入党建、纳入考核、纳入巡察、纳入述职，⟦做到“三个纳入”⟧。",
        "责任到人、措施到位、监督到位、考核到位，确保⟦“四个到位”⟧。",
        "带头学习、带头宣讲、带头落实，⟦做到“四个带头”⟧。",
    ),
    misses=(
        "纳入党建、纳入考核、纳入巡察，做到“三个纳入”。",
        "责任到位、措施到位，做到“四个到位”：人员到位、经费到位、责任到位、措施到位。",
        "学习到位，做到“四个到位”。",
    ),
)
def named_after(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NAMED, view="text"):
        clause = re.split(r"[，。；：]", one.text[: match.start()].rstrip("，"))[-1]
        items = clause.split("、")
        listed = sum(match["key"] in item for item in items)
        if (
            len(items) > 2
            and listed in (len(items), len(items) - 1)
            and listed > 1
            and listed != _number(match["said"])
        ):
            yield Hit(one, match.start(), match.end(), f"前面列了{listed}个“{match['key']}”")


@rule(
    "R-C3",
    "“N项……”与其后的列举",
    level="warning",
    source="前后一致",
    hits=(
        "严格执行⟦三项制度：首问负责、限时办结⟧。",
        "设置⟦四个专题，分别是理论武装、阵地管理、舆论引导⟧。",
        "包联⟦3个行政村（东沟村、西沟村、南沟村、北沟村）⟧。",
        "重点关注⟦三类群体：青年学生、新就业群体、返乡人员、个体工商户⟧。",
        "推行⟦五步工作法：收集、研判、交办、处置⟧。",
        "组建了⟦三支宣讲力量——银发宣讲队、巾帼宣讲队、青年宣讲队、乡贤宣讲队⟧，全年宣讲68场。",
        "从⟦七个方面细化了要求，分别是组织领导、理论学习、舆论宣传、阵地管理、队伍建设、监督检查⟧，每个方面均有责任人。",
        "新开设⟦3个专栏，分别为“先锋故事”和“一线声音”⟧，由办公室负责。",
        "选取⟦六个村先行试点“村民夜话”，东坪村、西坪村、大石村、枫林村、渡口村⟧各有一名干部指导。",
    ),
    misses=(
        "严格执行三项制度：首问负责、限时办结、责任追究。",
        "设置四个专题，分别是理论武装、阵地管理、舆论引导和队伍建设。",
        "包联3个行政村（东沟村、西沟村和南沟村）。",
        "新开设两个专栏，分别为“先锋故事”和“一线声音”，由办公室负责。",
        "全镇15个村同步推进，东坪村、西坪村、大石村均已建成。",
        "走访12个部门（公安、城管、市场监管等）。",
        "重点关注三类群体：青年学生、新就业群体等。",
        "检查9个单位（股室、站所）。",
        "抓好三项工作：一是学习；二是宣传。",
        "做到三个避免：避免把教育简化成穿服装、跳舞蹈；避免片面强调差异；避免走过场。",
    ),
)
def listed_after(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_AFTER, view="plain"):
        listed = match["list"]
        items = listed.split("、")
        repeated = any(
            listed.startswith(match["noun"][at : at + 2]) or listed.count(match["noun"][at : at + 2]) > 1
            for at in range(len(match["noun"]) - 1)
        )
        if repeated and not re.search("（|——", match[0]) or _OPEN.search(listed) or _NESTED.search(listed):
            continue
        said, joined = _number(match["said"]), len(_JOINED.findall(items[-1]))
        if _off(said, len(items), joined):
            count = len(items) + joined
            fixed = "两" if count == 2 else han_word(count)
            yield Hit(one, match.start(), match.end(), f"说“{match['said']}”，后面列了{fixed}项")
    for one, match in reading.search(_BOTH, view="text"):
        if _number(match["said"]) == 3:
            yield Hit(one, match.start(), match.end(), f"说“{match['said']}”，后面列了两项")
    for one, match in reading.search(_PLACES, view="plain"):
        items, noun = match["list"].split("、"), match["noun"][-1]
        named = all(item.endswith(noun) for item in items) and re.search(
            "选取|选定|确定|挑选|抽取", one.plain[: match.start()][-12:]
        )
        if named and _off(_number(match["said"]), len(items), 0):
            yield Hit(one, match.start(), match.end(), f"说“{match['said']}”，后面列了{len(items)}项")


_ONES = re.compile(
    r"“([二两三四五六七八])个一”[^，。；：（]{0,6}[，：（](?:即|就是|也就是|做到)?[：:]?(?P<list>[^。；，）]{6,60})"
)
_COINED = re.compile(
    r"“?([二两三四五六七八])([\u4e00-\u9fff])([二两三四五六七八])([\u4e00-\u9fff])”?[^，。；：（]{0,6}[，：（](?:即|就是|也就是|做到)?[：:]?(?P<list>[^。；）]{6,60})"
)


@rule(
    "R-C3",
    "“三亮三比”“四个一”与展开的项数",
    level="warning",
    source="前后一致",
    hits=(
        "推行⟦“三亮三比”活动，即亮身份、亮职责、亮承诺，比学习、比作风⟧。",
        "落实⟦“四个一”要求，即每月一学、每季一课、每年一评⟧。",
        "开展⟦“四查四看”：查思想、查作风、查纪律，看学习、看担当、看落实、看成效⟧。",
    ),
    misses=(
        "推行“三亮三比”活动，即亮身份、亮职责、亮承诺，比学习、比作风、比业绩。",
        "开展“四查四看”，查找问题12个，看得见成效。",
        "落实“三审三校”制度，校报、公众号稿件均经年级、处室、校领导把关。",
    ),
)
def coined_pairs(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ONES):
        items = match["list"].split("、")
        if len(items) > 1 and all(item.count("一") == 1 for item in items) and len(items) != _number(match[1]):
            yield Hit(one, match.start(), match.end(), f"说“{match[1]}个一”，后面列了{len(items)}项")
    for one, match in reading.search(_COINED):
        items = re.split("[、，]", match["list"])
        if "".join(match.group(1, 2, 3, 4)) in reading.words.quoted:
            continue  # 三审三校
        for number, key in ((match[1], match[2]), (match[3], match[4])):
            listed = sum(item.startswith(key) for item in items)
            if listed > 1 and listed != _number(number):
                yield Hit(one, match.start(), match.end(), f"说“{number}{key}”，后面列了{listed}个“{key}”")


_STEPS = re.compile(r"(?P<n>[二两三四五六七])步(?:走|法|工作法)?[^。；]{0,6}：(?P<list>第一步.*)")
_DAYS = re.compile(r"周[一二三四五六日天](?:[、和]周?[一二三四五六日天])+这?(?P<n>[两三四五六])天")
_TIMES_OF = re.compile(
    r"(?P<n>[二三四五六七八])(?P<key>[勤带看讲有必问查比亮到听访进抓盯])[^。；：（，”]{0,6}，即(?P<list>[^。；）]{6,60})"
)


@rule(
    "R-C3",
    "步数、天数与所列",
    level="warning",
    source="前后一致",
    hits=(
        "按⟦三步走⟧：第一步，登记来源；第二步，转交核实；第三步，回访沟通；第四步，存档。",
        "固定在⟦周一、周三、周五、周日这三天⟧早晨播音。",
        "常以⟦五勤提醒自己，即眼勤看动态、腿勤走楼栋、嘴勤讲政策、手勤记台账⟧。",
    ),
    misses=(
        "按三步走：第一步，登记来源；第二步，转交核实；第三步，回访存档。",
        "固定在周一、周三、周五这三天早晨播音。",
        "常以四勤提醒自己，即眼勤看动态、腿勤走楼栋、嘴勤讲政策、手勤记台账。",
    ),
)
def steps_and_days(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_STEPS, view="plain"):
        told = [han_number(number) or 0 for number in re.findall("第([一二三四五六七八])步", match["list"])]
        if told == list(range(1, len(told) + 1)) and len(told) != _number(match["n"]):
            yield Hit(one, match.start(), match.start("list"), f"说“{match['n']}步”，后面列了{len(told)}步")
    for one, match in reading.search(_DAYS, view="plain"):
        days = len(re.findall("[一二三四五六日天]", match[0])) - (match["n"] in "三四五六") - 1
        if days != _number(match["n"]):
            yield Hit(one, match.start(), match.end(), f"列了{days}天，却说“{match['n']}天”")
    for one, match in reading.search(_TIMES_OF, view="plain"):
        parts = re.split("[、，]", match["list"])
        if all(match["key"] in part[:2] for part in parts) and len(parts) != _number(match["n"]):
            yield Hit(one, match.start(), match.end(), f"“{match['n']}{match['key']}”：后面列了{len(parts)}项")
