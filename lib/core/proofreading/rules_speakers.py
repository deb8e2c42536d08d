"""Rules on who acts: another bureau, school or company named where the unit itself is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule

_KIND = re.compile(r"(?<!分)(局|中学|小学|学校|幼儿园|医院|卫生院|(?:有限)?(?:责任)?公司|集团|研究院|文化馆|图书馆)$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{0,4}?[县市区州旗][\u4e00-\u9fff]{2,}")
_PARTY = r"(?:党组|党委|党总支|党支部|党工委|领导班子)"
_ACTS = r"(?:将(?!来)|坚持|认真|积极|扎实|高度重视|严格|切实|始终)"
_FOREIGN = re.compile(
    r"[与和、及向由经对请被等]|各|其他|有关|相关|上级|兄弟|联合|配合|协助|会同|所属|直属|下属|帮扶|结对|分局"
)


def _shortened(name: str, unit: str) -> bool:
    """True where a name is the unit's own with characters left out: 县卫健局 of 县卫生健康局."""
    rest = iter(unit)
    return all(char in rest for char in name)


def _differ(name: str, unit: str) -> int:
    """Return in how many characters a name differs from the end of the unit's that is as long."""
    end = unit[-len(name) :]
    return sum(a != b for a, b in zip(name, end, strict=True)) if len(end) == len(name) else len(name)


@rule(
    "R-N1",
    "别的单位作主语",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("（一）落实主体责任。⟦县农业农村局⟧党组每半年专题研究1次。", about("2025", unit="县水利局", form="工作要点")),
        ("三、下一步措施\n⟦惠民供热有限公司⟧将完善流程。", about("2023Q4", unit="河口县惠民供水有限公司")),
        ("⟦城西小学⟧党支部认真落实责任制。", about("2025Q1", unit="青岚县城东小学")),
    ),
    misses=(
        ("县水利局党组每半年专题研究1次，局党组带头。", about("2025", unit="县水利局", form="工作要点")),
        ("县卫健局党组认真研究。", about("2025", unit="县卫生健康局")),
        ("会同县农业农村局党组开展督查，市水利局党组来县调研。", about("2025", unit="县水利局")),
        ("本人作为县水利局党组书记，认真履职。", about("2025", unit="渌阳县水利局")),
        ("各集团、县医院党委认真落实。", about("2025", unit="县卫生健康局")),
        ("供热有限公司党支部认真落实。", about("2025", unit="河口县公用事业集团有限公司")),
    ),
)
def another_body(reading: Reading) -> Iterator[Hit]:
    """A name of the unit's own kind opens a clause and acts there, and the document has nothing of it elsewhere."""
    unit = reading.known.unit
    own = _KIND.search(unit)
    if not own or not reading.sure:
        return
    kind = re.escape(own[1])
    acting = re.compile(
        rf"(?:^|(?<=[。；：，、）])|(?<=[一二三四五六七八九]是))(?:中共)?([\u4e00-\u9fff]{{2,16}}?{kind})(?={_PARTY}(?!等|、|和|与)|{_ACTS})"
    )
    company = own[1].endswith("公司")
    for one, match in reading.search(acting, view="bare"):
        name = re.sub("^.*(?:作为|担任|兼任)", "", match[1])
        if (
            _FOREIGN.search(name)
            or _shortened(name, unit)
            or unit.endswith(name)
            or name.endswith(unit)
            or name in reading.known.names
            or name in reading.words.allowed
            or reading.count(name) > 1
            or one.bare[match.start() - 1 : match.start()] == "、"
            or own[1] == "局"
            and not _PLACE.match(name)
        ):
            continue
        if name[0] in "省市" and unit[0] in "县区" or name[0] == "省" and unit[0] == "市":
            continue  # the body above
        if company and _differ(name, unit) > 1:
            continue  # a firm of the group
        yield Hit(one, match.end(1) - len(name), match.end(1), f"“{name}”不是本单位“{unit}”，核对是否旧稿没有改")
