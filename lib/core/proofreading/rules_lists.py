"""Rules that count a list against the number said before or after it: A、B、C三类, 三项制度：A、B, 《A》《B》等3部."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import han_number, han_word
from lib.core.proofreading.registry import Hit, Reading, rule

_N = r"(?<![第\d.〇零百千万])(?P<said>\d{1,2}|两|[一二三四五六七八九十]{1,2})"
_ITEM = r"[^，。；：、（）\d\s]{1,20}"
_LAST = r"[^，。；：、（）\d\s]{1,16}?"
_SORTS = r"类(?!似)|种(?!植|田)|大(?![会力量家型小多])|级(?![以别])|个?方面|大方面|项(?=[\u4e00-\u9fff]{2})(?!目)"
_THINGS = (
    r"个(?=环节|重点|维度|层面|领域|板块|版块|专题|主题|课题|平台|账号|栏目|专栏|项目|群体|部门|单位|村|社区|小组|小区|片区|阵地|"
    r"载体|课程|单元|步骤|阶段|岗位|行业|股室|科室|站所|支部|网格|年级|班级|学院|专业|渠道|系列|篇章|关键|机制|体系|短板|要点|节点)"
)
_BEFORE = re.compile(
    rf"(?P<list>(?:{_ITEM}、){{2,}}{_LAST})(?P<open>等[\u4e00-\u9fff]{{0,2}}?)?{_N}(?:{_SORTS}|{_THINGS})"
)
_TITLED = re.compile(
    rf"(?P<list>(?:《[^》]{{1,40}}》[、和及与]?){{2,}}|(?:“[^”]{{1,20}}”[、和及与]?){{2,}})(?P<open>等)?{_N}(?:个|部|项|本|篇|首|种|份|类|大)(?!月)"
)
_AFTER = re.compile(
    rf"{_N}(?:个|项|类|种|大|张|条|支|门|块|步|招)(?P<noun>[\u4e00-\u9fff“”]{{2,8}}?)"
    rf"(?:[：:]|，(?:即|就是|也就是|分别是|分别为|具体是|具体为|依次为)[：:]?|（(?:即|分别是|分别为)?)(?P<list>(?:{_ITEM}、){{1,}}{_ITEM})(?=[。；）])"
)
_JOINED = re.compile(r"[\u4e00-\u9fff\ue000”》](?:和|及|以及|与)[\u4e00-\u9fff\ue000“《]")
_NESTED = re.compile(r"为主|为重点|为核心|为抓手|为载体|通过|围绕|以及其")
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
        "健全会商、报告、督查、问责⟦3项制度⟧。",
    ),
    misses=(
        "抓好责任落实、思想引领、阵地管理三个方面工作。",
        "抓好责任落实、思想引领和阵地管理三个方面工作。",
        "从组织领导、责任落实等五个方面发力。",
        "抓好学习、宣传、阵地，做好三个方面工作。",
        "推动省、市、县三级联动。",
        "开展理论宣讲、文艺演出、便民服务5场。",
        "检查学校、医院、车站、广场8处宣传栏。",
        "面向党员、干部、群众等6类群体开展宣讲。",
        "学习《条例》《办法》等5部法规。",
        "打造“小板凳”“红喇叭”2个宣讲品牌。",
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”，开展三项活动。",
        "排查风险，化解邻里、婚姻、土地三类纠纷28件。",
        "组织学习、宣传、贯彻第三项任务。",
    ),
)
def listed_before(reading: Reading) -> Iterator[Hit]:
    for view, pattern in (("plain", _BEFORE), ("text", _TITLED)):
        for one, match in reading.search(pattern, view=view):
            listed = match["list"]
            if pattern is _TITLED:
                items, joined = len(re.findall("[》”]", listed)), 0
            else:
                items, joined = listed.count("、") + 1, len(_JOINED.findall(listed.rsplit("、", 1)[-1]))
            said = _number(match["said"])
            if _NESTED.search(listed.split("、", 1)[-1]) or match["open"] and said >= items:
                continue
            if match[0].endswith("级") and max(map(len, listed.split("、")[1:])) > 2:
                continue
            if _off(said, items, joined):
                sayings = match[0][match.start("said") - match.start() :]
                yield Hit(one, match.start(), match.end(), f"列了{items + joined}项，却说“{sayings}”")


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
    ),
    misses=(
        "严格执行三项制度：首问负责、限时办结、责任追究。",
        "设置四个专题，分别是理论武装、阵地管理、舆论引导和队伍建设。",
        "包联3个行政村（东沟村、西沟村和南沟村）。",
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
        if repeated and "（" not in match[0] or _OPEN.search(listed) or _NESTED.search(listed):
            continue
        said, joined = _number(match["said"]), len(_JOINED.findall(items[-1]))
        if _off(said, len(items), joined):
            count = len(items) + joined
            fixed = "两" if count == 2 else han_word(count)
            yield Hit(one, match.start(), match.end(), f"说“{match['said']}”，后面列了{fixed}项")
