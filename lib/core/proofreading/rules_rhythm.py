"""Rules that hold how often something was promised against how often it was done, or is planned, over a longer time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import han_number
from lib.core.proofreading.registry import Hit, Reading, rule

_UNIT = r"[次场期篇节条部轮遍批堂份]"
_N = r"(?P<{name}>\d{{1,3}}|[一二两三四五六七八九十])"
_PROMISED = re.compile(
    r"每(?:一|个|人每)?(?P<per>周|月|季度|季|半年|年|学期)(?P<what>[^，。；\d]{0,18}?)(?:(?P<least>不少于|至少|不低于)[\u4e00-\u9fff]{0,4}?)?"
    + _N.format(name="each")
    + rf"(?P<unit>{_UNIT})(?P<more>以上)?(?P<rest>[^，。；]{{0,16}})"
)
_SLOGAN = re.compile(
    r"每(?P<per>周|月|季度|季|半年|年)一(?P<what>督查|研判|学习|通报|调度|巡查|检查|例会|研讨|宣讲|会商|讲评|走访|课|讲|学|查|访|评|题|主题)"
)
_SCOPE = r"(?P<scope>全年两个学期|一学年两个学期|一学年|全年|年内|一年|每年|上半年|下半年|本季度|第?[一二三四]季度|半年|一年下来|1月[至到]6月|1月[至到]12月|(?P<weeks>\d{1,2})周(?:内|里)?|[两三四五六2-6]个月[里内]?)"
_TOTAL = re.compile(
    _SCOPE
    + r"(?:\d{1,2}周内?)?(?P<what>[^，。；\d]{0,14}?(?:，[^，。；\d]{0,14}?){0,2}?)"
    + _N.format(name="total").replace("[一二两三四五六七八九十]", "[两三四五六七八九十]")
    + rf"(?P<unit>{_UNIT})"
)
_TIMES = {
    "全年": {"周": 52, "月": 12, "季度": 4, "半年": 2, "学期": 2},
    "半年": {"周": 26, "月": 6, "季度": 2, "半年": 1, "学期": 1},
    "季度": {"周": 13, "月": 3, "季度": 1},
}
_LOOSE = re.compile(r"寒暑假|假期|除[^，。；]{0,12}外|原则上|左右|一般|各[村社支部镇乡]|\d+个(?:村|社区|支部)")
_PLAIN = frozenset(
    (
        "开展",
        "召开",
        "组织",
        "举办",
        "进行",
        "活动",
        "工作",
        "不少",
        "少于",
        "至少",
        "不低",
        "低于",
        "总数",
        "合计",
        "每人",
        "实际",
        "全年",
    )
)
_FILLER = re.compile(
    "[县镇乡村区]?党(?:总支|支部|委|组|员)书记|书记|带头|[县区市]委|书面|[一二三四]、?[一二三四]?季度末|"
    "每(?:村|人|个|所|校)|合计|不少于|不低于|至少|均?按[时期]完成|(?:任务)?如期完成|一[次期场]未[缺落漏]|已?按(?:此|上述)?要求|形成|(?:评阅|检查|会议)记录|共计?|累计|实际|开展|召开|组织|举办|总数|达到?|为"
)
_SCHOOL = re.compile("学校|小学|中学|学院|幼儿园|教育|大学|职校")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 2 if text == "两" else han_number(text) or 0


def _length(match: re.Match[str]) -> dict[str, int]:
    scope = match["scope"]
    if match["weeks"]:
        return {"周": int(match["weeks"])}
    if "个月" in scope:
        months = int(scope[0]) if scope[0].isdigit() else "零一二三四五六".index(scope[0].replace("两", "二"))
        return {"月": months}
    if more := re.match(r"(?:第?[一二三四]|本)季度(\d{1,2})周", match[0]):
        return {"周": int(more[1]), "月": 3}
    return _TIMES["季度" if scope.endswith("季度") else "半年" if "半年" in scope or scope.endswith("6月") else "全年"]


def _words(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} - _PLAIN


@rule(
    "R-C6",
    "频次与实际次数",
    level="warning",
    source="FORMATS.md 2.4、6；算术",
    hits=(
        "落实每月至少开展1次中心组学习的要求，⟦全年学习11次⟧，没有遗漏。",
        "加强日常管理，每个季度至少巡查2次，⟦年内巡查总数不低于6次⟧。",
        "约定每月对广告屏检查不少于2次。⟦三季度实际检查5次⟧，达到要求。",
        "依照“每月一督查”安排，⟦上半年开展督查5次⟧，每月都如期完成。",
        "各村每月开展活动2场以上，⟦全年每村不少于20场⟧。",
        "根据每周召开1次以上网格例会的安排，⟦四季度13周内共召开例会11次⟧。",
        "每人每学期听课不少于8节，⟦全年两个学期每人合计不少于14节⟧。",
        "确定的“每月2场居民议事会”计划，⟦本季度按时完成，共举办5场⟧。",
        "坚持每月对公众号评阅1次，⟦1月至6月一次未缺，形成评阅记录5份⟧。",
        "“每个季度给楼门长上2堂课”是硬任务。⟦一年下来，任务如期完成，楼门长培训课合计7堂⟧。",
        "对职工书屋实行每季度一查，县城职工书屋⟦全年已按此要求检查3次⟧。",
        "每季度组织参观至少3批，⟦全年至少10批⟧。",
        "镇党委坚持每季度至少专题研究意识形态工作2次。⟦第二季度，镇党委专题研究意识形态工作1次⟧。",
    ),
    misses=(
        "落实每月至少开展1次中心组学习的要求，全年学习12次。",
        "每个季度至少巡查2次，年内巡查总数不低于8次。",
        "约定每月检查不少于2次。三季度实际检查6次。",
        "每月开展督查1次，全年开展演练2次。",
        "每月集中学习1次，上半年研讨3次、讲党课2次。",
        "每季度研判1次，全年专题研究意识形态工作2次。",
    ),
)
def promised_and_done(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        promises = [*_PROMISED.finditer(one.bare), *_SLOGAN.finditer(one.bare)] if "每" in one.bare else []
        totals = list(_TOTAL.finditer(one.bare)) if promises else []
        for promise in promises:
            following = [total for total in totals if 0 <= total.start() - promise.end() <= 40]
            total = next(iter(following), None)
            if total is None or any(promise.end() <= other.start() < total.start() for other in promises):
                continue
            groups = promise.groupdict()
            per = promise["per"].replace("季度", "季").replace("季", "季度")
            each, unit = (_number(promise["each"]), promise["unit"]) if "each" in groups else (1, total["unit"])
            between = one.bare[promise.end() : total.start()]
            times = _length(total).get(per, 0)
            kept = total["unit"] == "份" and total["what"].endswith("记录")
            if (
                not times
                or unit != total["unit"]
                and not kept
                or _LOOSE.search(promise[0] + between + total[0])
                and "每村" not in total[0]
            ):
                continue
            if per == "周" and not total["weeks"] and "周" not in total[0] or re.search("[。；].*[。；]", between):
                continue
            told = re.split("[，；。]", between, maxsplit=1)
            if re.search("书记|负责人|班子成员|校长|局长", between) and not re.search(
                "书记|负责人|班子成员|校长|局长", promise[0]
            ):
                continue  # 每季度上党课1次，书记讲党课全年2次
            what = _FILLER.sub("", (told[1] if len(told) > 1 else "") + total["what"])
            same = (
                _words(promise[0] + told[0]) & _words(what)
                or len(what.strip("，")) < 2
                or "each" not in groups
                and promise["what"] in what
            )
            if not same or _SCHOOL.search(reading.known.unit) and per == "月":
                continue
            expected, said = each * times, _number(total["total"])
            if said < expected and (said > each or times == 1) and re.search(r"\d{1,2}月", between) is None:
                message = f"每{per}{each}{unit}，{total['scope']}应有{expected}{unit}，这里是{said}{unit}"
                yield Hit(one, total.start(), total.end(), message)
