"""Rules on tallies told beside their list or against their own word: 上述四项 after three, “五进” after four, 均 with 98%."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.paragraphs import han_number
from lib.core.proofreading.registry import Hit, Reading, rule, span

_BACK = re.compile(
    r"(?P<list>[^，。；：、]{2,24}(?:、[^，。；：、]{2,20})+)，(?P<told>(?:上述|以上|这)(?P<n>[两二三四五六七八九十]|\d)(?:项|个|类|种|处|场)(?:活动|工作|措施|制度|阵地|内容|任务|机制|文件|品牌|载体))"
)
_GOES = re.compile(
    r"(?P<list>(?P<verb>[进送讲查访入])[\u4e00-\u9fff]{1,6}(?:、(?P=verb)[\u4e00-\u9fff]{1,6}?)+)(?P<etc>等)?的?(?P<told>“(?P<n>[两三四五六七八九十])(?P=verb)”)"
)
_BY_ONESELF = re.compile(r"“(?P<n>[两三四五六七八九])个(?P<word>亲自|第一时间|严禁|不准|带头|一批|一律|必须|坚决)”")
_ALL_DONE = re.compile(
    r"(?:均|全部|都)[^，。；\d]{0,12}(?:\d+小时内)?[^，。；\d]{0,6}?(?P<deed>处置|办结|答复|整改|回复|完成|化解|调解|签订|反馈|办理)[^，。；、\d%]{0,6}，(?P<told>(?:按期|按时|及时)?(?P=deed)率(?:达到?|为)?(?P<rate>\d+(?:\.\d+)?)[%％])"
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 2 if word == "两" else han_number(word) or 0


@rule(
    "R-C3",
    "“上述N项”与句中所列",
    level="warning",
    source="前后一致",
    hits=("办好读书节、合唱比赛、国防教育周，⟦上述四项活动⟧均由团委组织。",),
    misses=(
        "办好读书节、合唱比赛、国防教育周，上述三项活动均由团委组织。",
        "办好读书节、合唱比赛等，上述四项活动均由团委组织。",
        "落实第一议题、中心组学习和“三会一课”制度，以上三项制度坚持较好。",
    ),
)
def told_after_list(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BACK, view="plain"):
        items = re.split(r"、|(?<=[\u4e00-\u9fff\ue000])[和及与](?=[\u4e00-\u9fff\ue000])", match["list"])
        if re.search(r"等", match["list"]) or _number(match["n"]) in (len(items), match["list"].count("、") + 1):
            continue
        yield span(one, match, f"“{match['told']}”：前面列了{len(items)}项", group=2)


@rule(
    "R-C3",
    "“N个亲自”与所列",
    level="warning",
    source="前后一致",
    hits=("落实⟦“四个亲自”⟧，党组书记做到重要工作亲自部署、重要问题亲自过问、重大事件亲自处置。",),
    misses=(
        "做到“三个亲自”，即重要工作亲自部署、重要问题亲自过问、重大事件亲自处置。",
        "落实“四个亲自”要求，党组书记亲自部署。",
    ),
)
def by_oneself(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BY_ONESELF):
        rest = one.text[match.end() :]
        sentence = re.split("[。；]", rest[1:] if rest[:1] == "。" else rest)[0]
        listed = sentence.count(match["word"])
        if listed > 1 and listed != _number(match["n"]):
            yield span(one, match, f"{match[0]}：后面列了{listed}个")


@rule(
    "R-C3",
    "“N进”与所列",
    level="warning",
    source="前后一致",
    hits=("开展进机关、进学校、进社区、进农村⟦“五进”⟧活动。", "组织送文艺、送科技、送医疗⟦“四送”⟧活动。"),
    misses=("开展进机关、进学校、进社区、进农村“四进”活动。", "开展进机关、进学校等“五进”活动。"),
)
def goes(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_GOES):
        listed = match["list"].count("、") + 1
        if not match["etc"] and listed != _number(match["n"]):
            start = match.start("told")
            yield Hit(one, start, match.end("told"), f"{match['told']}：前面列了{listed}个")


@rule(
    "R-C7",
    "全部完成与完成率",
    level="warning",
    source="算术",
    hits=("受理舆情12起，均在24小时内处置，⟦处置率98%⟧。", "问题全部整改到位，⟦整改率达96%⟧。"),
    misses=("受理舆情12起，均在24小时内处置，处置率100%。", "问题已整改，整改率达96%。"),
)
def all_and_rate(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ALL_DONE, view="bare"):
        if Decimal(match["rate"]) != 100:
            yield Hit(
                one, match.start("told"), match.end("told"), f"前面写全部{match['deed']}，这里却是{match['rate']}%"
            )


_NAMELY = re.compile(
    r"(?P<told>(?<![第这上每])(?P<n>[两三四五六七八九]|(?<![\d.])[2-9](?!\d))(?:个|项|道|条|种|类|大)[\u4e00-\u9fff]{1,6})(?:[\u4e00-\u9fff]{2,10})?[，：—（]+即(?:是)?(?P<list>[^，。；（）、]{2,16}(?:[、和及][^，。；（）、]{2,16})+)"
)


@rule(
    "R-C3",
    "“N个……，即”与所列",
    level="warning",
    source="前后一致",
    hits=("抓住⟦四个环节⟧，即提前预警、快速核查、及时回应，妥善处置。",),
    misses=("抓住三个环节，即提前预警、快速核查、及时回应。", "把好四个关口，即选题、审稿、签发等环节。"),
)
def namely(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NAMELY, view="plain"):
        marks = match["list"].count("、") + 1
        if "等" not in match["list"] and _number(match["n"]) not in (
            marks,
            len(re.split("[、和与]|及(?!时)", match["list"])),
        ):
            yield span(one, match, f"“{match['told']}”：后面列了{marks}个")


_CHAPTERS = re.compile(
    r"(?P<told>(?P<n>[三四五六七八九十]|\d{1,2})(?:个方面|大方面|方面))(?:的)?(?P<m>\d{1,3})项(?:重点|具体)?(?:工作|任务|措施)"
)
_FRAME = re.compile(r"总体要求|指导思想|工作目标|总体目标|总体思路|保障|组织领导|组织实施|工作要求|附则")


@rule(
    "R-C3",
    "“N个方面M项工作”与全文章节",
    level="warning",
    source="前后一致",
    hits=(
        "镇2026年工作要点\n\n重点抓好⟦四个方面⟧6项工作。\n一、压实责任\n1.抓书记。做好。\n2.抓班子。做好。\n"
        "二、管好阵地\n3.查书屋。做好。\n4.查广播。做好。\n三、丰富文化\n5.办春晚。做好。\n6.办书节。做好。",
    ),
    misses=(
        "镇2026年工作要点\n\n重点抓好三个方面6项工作。\n一、压实责任\n1.抓书记。做好。\n2.抓班子。做好。\n"
        "二、管好阵地\n3.查书屋。做好。\n4.查广播。做好。\n三、丰富文化\n5.办春晚。做好。\n6.办书节。做好。",
        "镇2026年工作要点\n\n对照市里五个方面30项工作抓落实。\n一、压实责任\n1.抓书记。做好。\n二、管好阵地\n2.查书屋。做好。\n三、丰富文化\n3.办春晚。做好。",
    ),
)
def chapters(reading: Reading) -> Iterator[Hit]:
    """The opening tells how many chapters and items follow; where the items agree, so must the chapters."""
    heads = [one for one in reading.tree.prose if one.level == 1]
    if len(heads) < 3:
        return
    items = [one for one in reading.tree.prose if one.level > 1 and one.index > heads[0].index]
    framed = sum(bool(_FRAME.search(one.text)) for one in heads)
    for one, match in reading.search(_CHAPTERS, kinds="body"):
        said, told = _number(match["n"]), int(match["m"])
        near = len(heads) - framed <= said <= len(heads)
        if one.index < heads[0].index and abs(len(items) - told) <= 2 and not near:
            yield span(one, match, f"“{match['told']}”：全文有{len(heads)}个部分", group=1)


_BY_QUARTER = re.compile(r"第([一二三四])季度[^，。；、\d]{0,8}\d+[\u4e00-\u9fff]{1,2}")
_ONE_AFTER_ANOTHER = re.compile(r"[、，和及与]{1,2}(?:20\d\d年)?")


@rule(
    "R-C6",
    "逐季列数的顺序",
    level="warning",
    source="前后一致",
    hits=(
        "推送信息156条，其中第一季度35条、第二季度38条、⟦第二季度⟧43条、第四季度40条。",
        "学习20次，其中⟦第二季度9次、第二季度⟧11次。",
    ),
    misses=(
        "推送信息156条，其中第一季度35条、第二季度38条、第三季度43条、第四季度40条。",
        "第三季度18场，比第二季度多2场，第一季度10场。",
    ),
)
def by_quarter(reading: Reading) -> Iterator[Hit]:
    """Quarters told one after another with their figures, one of them twice or out of its order."""
    for one in reading.tree.prose:
        run: list[re.Match[str]] = []
        for match in (*_BY_QUARTER.finditer(one.bare), None):
            if match and (not run or _ONE_AFTER_ANOTHER.fullmatch(one.bare[run[-1].end() : match.start()])):
                run.append(match)
                continue
            order = ["一二三四".index(found[1]) for found in run]
            if len(run) > 2 and any(after <= before for before, after in itertools.pairwise(order)):
                starts = {number - at for at, number in enumerate(order)}
                first = max(starts, key=lambda start: sum(number - at == start for at, number in enumerate(order)))
                wrong = next(at for at, number in enumerate(order) if number - at != first)
                yield Hit(one, run[wrong].start(), run[wrong].start() + 4, "逐季列数，这个季度重复或次序不对")
            elif len(run) == 2 and order[0] == order[1]:
                yield Hit(one, run[0].start(), run[1].start() + 4, "同一个季度列了两次")
            run = [match] if match else []
