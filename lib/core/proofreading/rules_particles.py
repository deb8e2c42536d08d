"""Small words that never stand side by side, and turns of phrase built with the wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.divided import divided
from lib.core.proofreading.registry import Hit, Reading, rule, span

# first small word → those that never come right after it; none of these stood in 550 000 clean characters
_NEVER = {
    "的": "得地着",
    "地": "的得着",
    "得": "地",
    "着": "得地过着和与",
    "了": "得着",
    "和": "与及或的",
    "与": "和及或的",
    "及": "和与或的",
    "或": "和与及的",
    "以及": "和与及或并",
    "并": "并",
    "把": "将被对由从向以把",
    "被": "把将对从被",
    "将": "将",
    "对": "把将被向从",
    "向": "对从把由",
    "从": "对把向以",
    "以": "把对向由",
    "由": "把被从对",
    "很": "最很更较",
    "最": "很更较最",
    "更": "很最较",
    "较": "很最更较",
    "均": "都均",
    "都": "均",
    "各": "每各该",
    "每": "各每该",
    "该": "本该",
    "本": "该",
}
_DEGREE = frozenset("不很较还更比十非相够")  # after 得 as a particle; 多劳的得实惠 has the verb


@rule(
    "R-G1",
    "虚字连用",
    level="warning",
    source="语法",
    hits=(
        "业务培训开展⟦的得⟧不够。",
        "工作开展⟦得地⟧不够扎实。",
        "认真⟦的地⟧落实责任。",
        "支部⟦和与⟧群团组织共同参加。",
        "党组织⟦以及和⟧有关单位参加。",
        "我们⟦把将⟧责任落实到人。",
    ),
    misses=(
        "抵达目的地后，得地方支持。",
        "我们将把责任落实到人，有的把握不准。",
        "工作开展得不够扎实。",
        "对从严治党认识不足，向由衷致谢。",
        "各地对标先进。",
    ),
)
def side_by_side(reading: Reading) -> Iterator[Hit]:
    for run in divided(reading):
        for at, (first, second) in enumerate(zip(run.words, run.words[1:], strict=False)):
            if second not in _NEVER.get(first, "") or run.quoted(at):
                continue
            if second != "得" or at + 2 < len(run.words) and run.words[at + 2][0] in _DEGREE:
                yield run.hit(at, len(first) + 1, f"“{first}{second}”不连用，疑有一字多余，请核")


_POST = r"(?:第一)?(?:组长|副组长|主任|副主任|总指挥|召集人|负责人|责任人|队长|成员|站长|团长|会长|校长)"
_BY = re.compile(rf"由[^，。；、为任由]{{1,20}}(?P<verb>为){_POST}(?=[，、。；]|的|，)")
_WITH = re.compile(rf"(?<![所可得足加用难予])以[^，。；、为任以]{{1,20}}(?P<verb>任|担任){_POST}(?=[，、。；]|的)")


@rule(
    "R-G2",
    "“由……任”“以……为”混用",
    level="warning",
    source="语法",
    hits=("成立⟦由党委书记为组长⟧的领导小组。", "成立⟦以党委书记任组长⟧的领导小组。"),
    misses=("成立以党委书记为组长的领导小组。", "由党委书记任组长，以宣传委员为副组长。", "由村“两委”成员为老人理发。"),
)
def headed_by(reading: Reading) -> Iterator[Hit]:
    for pattern, right in ((_BY, "由……任……”或“以……为……"), (_WITH, "以……为……”或“由……任……")):
        for one, match in reading.search(pattern):
            yield span(one, match, f"句式混用，应为“{right}”")
