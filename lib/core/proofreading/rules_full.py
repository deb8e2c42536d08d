"""Rules on rates of a hundred per cent: nothing may be left over, and as many done as there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule

_M = "[个处条件项起名人户家份块幅支篇册]"
_FULL = re.compile(r"(?P<what>[\u4e00-\u9fff]{2})率(?:已|均|仍)?(?:达到?|为|是)?了?(?P<rate>100%|百分之百)")
_DONE = re.compile("整改|办结|化解|完成|更换|清理|答复|回复|处置|办理|销号|落实|调解|更新|下架")
_LEFT = re.compile(
    rf"(?:其余|其他|剩余|还有|尚有|仍有|另有|剩下|余下)的?(?P<count>\d+|[一二两三四五六七八九十]+){_M}[\u4e00-\u9fff]{{0,6}}?(?:正在|正|尚|还|未|没|仍|待|限期|将|计划|年底|预计|列入)"
)
_SIGNED = re.compile(
    r"(?:全[校院局村社镇乡街县园系站所公机办中厂][\u4e00-\u9fff]{0,3}?(?P<all>\d+)(?P<unit>[名位个])(?P<who>[\u4e00-\u9fff]{2,8}?)(?:全部|均|都)?(?:签订|签署|递交|参加|完成|观看|[开组学，])[^。；]*?)(?:签订|签署)[^，。；\d]{2,12}?(?P<done>\d+)份，[^，。；]{0,4}?率(?:达到?|为)?100%"
)


@rule(
    "R-C7",
    "率为100%而还有没完成的",
    level="error",
    source="算术",
    hits=(
        "发现问题9处，已整改8处，其余1处正在更换，⟦整改率100%⟧。",
        "受理信访件12件，还有2件尚在办理，⟦办结率达100%⟧。",
    ),
    misses=(
        "发现问题9处，已整改8处，其余1处正在更换，整改率88.9%。",
        "发现问题9处，已整改8处，其余1处也已更换，整改率100%。",
        "签订责任书12份，签订率100%；还有2个村正在选址。",
    ),
)
def left_over(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_FULL):
        before = re.split("[。；]", one.text[: match.start()])[-1]
        if _DONE.search(match["what"]) and (left := _LEFT.search(before)):
            message = f"前面写“{left[0][:8]}”还没有完成，“{match[0]}”不是100%"
            yield Hit(one, match.start(), match.end(), message)


@rule(
    "R-C7",
    "签订率100%而份数与人数不等",
    level="warning",
    source="算术",
    hits=("组织全校62名教职工开展学习4次，签订承诺书⟦58份⟧，签订率100%。",),
    misses=(
        "组织全校62名教职工开展学习4次，签订承诺书62份，签订率100%。",
        "组织全校62名教职工开展学习4次。与12个科室签订责任书12份，签订率100%。",
    ),
)
def everyone_signed(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SIGNED):
        between = one.text[match.end("who") : match.start("done")]
        if match["all"] != match["done"] and not re.search(r"与\d+[个名家所]", between):
            message = f"签订率100%，人数是{match['all']}，份数是{match['done']}，核对"
            yield Hit(one, match.start("done"), match.end("done") + 1, message)


_MORE_DONE = re.compile(
    rf"(?P<all>\d+)(?P<unit>{_M})(?:任务|问题|事项|线索|诉求|措施)?，(?:目前|现)?(?:已经?|均已|全部)?(?:按期|按时)?(?P<deed>完成|办结|整改|化解|落实|销号|回复|答复|处置)(?:整改)?(?P<done>\d+)(?P=unit)(?!次)"
)


@rule(
    "R-C7",
    "完成的多于全部",
    level="error",
    source="算术",
    hits=("细化任务28项，⟦已完成29项⟧，完成率100%。", "受理诉求36件，⟦办结38件⟧。"),
    misses=(
        "细化任务28项，已完成28项，完成率100%。",
        "查摆问题12个，整改问题14个。",
        "办结往年遗留9件，受理诉求36件，办结36件。",
    ),
)
def more_than_all(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_MORE_DONE, view="bare"):
        clause = re.split("[。；，]", one.text[: match.start()])[-1]
        if int(match["done"]) > int(match["all"]) and not re.search("新|今年|本季|其中|上年|结转|遗留", clause):
            start = match.start("unit") + match[0][match.start("unit") - match.start() :].index("，") + 1
            message = f"一共{match['all']}{match['unit']}，{match['deed']}的却有{match['done']}{match['unit']}"
            yield Hit(one, start, match.end(), message)


_ALL_DONE = re.compile(
    r"(?:(?<!平)均(?!衡)|全部|悉数)已?(?:按期|按时|及时)?(?P<deed>核实|办结|整改|回复|答复|回应|处置|化解|销号|完成整改|整改到位|解决|办理)[^，。；\d]{0,8}，"
    r"(?:其中)?[^，。；\d]{0,4}?(?P<what>办结|整改|回复|答复|处置|化解|销号|解决|办理|完成)率(?:已|均)?(?:达到?|为|是)?(?P<rate>\d{1,2}(?:\.\d+)?)[%％]"
)


@rule(
    "R-C7",
    "全部办结而率不足100%",
    level="warning",
    source="算术",
    hits=("收到线索17条，均已核实并回应，⟦办结率96.3%⟧。", "问题全部整改到位，⟦整改率98%⟧。"),
    misses=("收到线索17条，均已核实并回应，办结率100%。", "问题均已明确责任人，整改率98%。"),
)
def all_done(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ALL_DONE, view="bare"):
        message = f"前面说“{match['deed']}”无一例外，{match['what']}率应为100%，这里是{match['rate']}%"
        yield Hit(one, match.start("what"), match.end(), message)
