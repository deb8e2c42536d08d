"""Rules on the title: year, document type, what it must name, marks at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.masks import mask_names
from lib.core.proofreading.registry import Hit, Reading, rule, span

_BARE_YEAR = re.compile(r"(?<![\d〔\[（(])20\d\d(?!\s*年|[\d—\-～~〕\]）)]|[XxＸ×*]|[至到]20|学年)")
_TYPES = re.compile(
    r"(情况报告|情况通报|情况汇报|述职报告|报告|总结|汇报|通报|要点|方案|计划)(?:的?)(?:工作|分析研判|研判|情况)?(情况报告|述职报告|报告|总结|汇报材料|汇报|通报|要点|方案|计划)"
)
_TYPE = re.compile(r"情况报告|述职报告|研判报告|报告|总结|工作要点|要点|方案|工作计划")
_FINE = re.compile(r"总结汇报|述职述(?:廉|责|学|德|法).{0,4}报告|总结[暨和及].{0,12}计划|报告[暨和及]")
FORMAT_WORDS = {"研判报告": ("研判",), "述职报告": ("述职", "情况报告", "情况的报告"), "工作要点": ("要点",)}


@rule(
    "R-T1",
    "标题年份缺“年”",
    level="error",
    hits=("市教育局⟦2024⟧意识形态工作要点\n\n正文开始。",),
    misses=(
        "市教育局2024年意识形态工作要点\n\n正文开始。",
        "2021—2025年规划要点\n\n正文。",
        "学校2022至2023学年意识形态工作总结\n\n正文。",
        "关于印发〔2025〕8号文件的报告\n\n正文。",
    ),
)
def bare_year(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BARE_YEAR, kinds="title"):
        yield span(one, match, f"标题里“{match[0]}”后缺“年”", suggestion=match[0] + "年")


@rule(
    "R-T2",
    "文种重复",
    level="warning",
    hits=(
        "镇党委意识形态工作⟦情况报告述职报告⟧\n\n正文。",
        "柳湾社区意识形态研判⟦报告总结⟧\n\n正文。",
        "镇2026年意识形态工作⟦计划工作要点⟧\n\n正文。",
        "小学2025年上半年意识形态工作⟦总结研判报告⟧\n\n正文。",
        "镇2024年第三季度意识形态研判⟦报告情况汇报⟧\n\n正文。",
        "医院2025年度意识形态工作⟦述职报告汇报材料⟧\n\n正文。",
        "关于2024年度意识形态工作⟦汇报的述职报告⟧\n\n正文。",
    ),
    misses=(
        "镇党委委员述职述廉报告\n\n正文。",
        "局2024年工作总结暨2025年工作计划\n\n正文。",
        "柳湾社区意识形态研判报告\n\n正文。",
    ),
)
def doubled_type(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.titles:
        if (match := _TYPES.search(mask_names(one.text))) and not _FINE.search(one.text):
            yield span(one, match, f"文种重复：“{match[0]}”只留一个")


@rule(
    "R-T2",
    "标题文种与表单不符",
    level="warning",
    needs="context",
    hits=(("柳湾社区2025年第二季度意识形态⟦工作总结⟧\n\n正文。", about("2025Q2", form="研判报告")),),
    misses=(
        ("柳湾社区2025年第二季度意识形态工作研判报告\n\n正文。", about("2025Q2", form="研判报告")),
        ("石桥镇2025年落实意识形态工作责任制情况报告\n\n正文。", about("2025", form="述职报告")),
    ),
)
def other_type(reading: Reading) -> Iterator[Hit]:
    wanted = FORMAT_WORDS.get(reading.known.format)
    title = reading.tree.title
    if not (wanted and title and reading.sure) or any(word in title for word in wanted):
        return
    found = [(one, match) for one in reading.tree.titles for match in _TYPE.finditer(one.text)]
    for one, match in found[-1:]:
        yield span(one, match, f"标题文种与表单不符：表单是“{reading.known.format}”")


_PLACE_AND_UNIT = re.compile("(?P<place>[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))(?P<unit>[\u4e00-\u9fff]{2,8}(?:村|社区))")


@rule(
    "R-T3",
    "研判报告标题缺年、期或单位",
    level="warning",
    needs="context",
    hits=(
        ("⟦柳湾社区意识形态工作研判报告⟧\n\n正文。", about("2025Q2", unit="清泉街道柳湾社区", form="研判报告")),
        ("⟦2025年第二季度意识形态工作研判报告⟧\n\n正文。", about("2025Q2", unit="清泉街道柳湾社区", form="研判报告")),
        (
            "⟦桐花镇2023年第三季度意识形态工作研判报告⟧\n\n正文。",
            about("2023Q3", unit="桐花镇李家湾村", form="研判报告"),
        ),
    ),
    misses=(
        (
            "清泉街道柳湾社区2025年第二季度意识形态工作研判报告\n\n正文。",
            about("2025Q2", unit="清泉街道柳湾社区", form="研判报告"),
        ),
        ("县卫生健康局2025年意识形态工作要点\n\n正文。", about("2025", unit="县卫生健康局", form="工作要点")),
    ),
)
def lacking(reading: Reading) -> Iterator[Hit]:
    known, titles = reading.known, reading.tree.titles
    if (
        not titles
        or not reading.sure
        or known.format != "研判报告"
        or re.search(r"20[^\d年]{1,2}|[XxＸ×]", reading.tree.title)
    ):
        return
    title = reading.tree.title
    lacks = []
    if not re.search(r"20\d\d", title):
        lacks.append("年份")
    if not re.search(r"季度|半年|年度", title):
        lacks.append("期")
    names = {known.unit, *known.unit_parts, *known.names}
    if known.unit and not any(name and name in title for name in names) and not _shares(title, known.unit):
        lacks.append("单位")
    elif (
        (place := _PLACE_AND_UNIT.fullmatch(known.unit))
        and place["place"] in title
        and not _shares(title, place["unit"])
    ):
        lacks.append(f"“{place['unit']}”")
    if lacks:
        one = titles[0]
        yield Hit(
            one,
            0,
            len(titles[-1].text) if len(titles) > 1 else len(one.text),
            f"标题缺{'、'.join(lacks)}",
            until=titles[-1],
        )


def _shares(title: str, unit: str) -> bool:
    """True where the title names most of the unit, or a wrong form of it, which R-N1 reports instead."""
    core = re.sub(r"[市县区镇乡村局]|街道|社区", "", unit)[-3:]
    return sum(char in title for char in core) * 2 > len(core)


@rule(
    "R-T4",
    "标题末有标点",
    level="warning",
    hits=(
        "柳湾社区2025年第二季度意识形态工作研判报告⟦。⟧\n\n正文开始了。",
        "《柳湾社区2025年第二季度意识形态工作研判报告》⟦。⟧\n\n正文开始了。",
        "关于印发《柳湾社区2025年意识形态工作要点》的通知⟦。⟧\n\n各党支部：",
    ),
    misses=("柳湾社区2025年第二季度意识形态工作研判报告\n\n正文。", "关于印发《要点》的通知\n\n正文。"),
)
def ending_mark(reading: Reading) -> Iterator[Hit]:
    candidates = list(reading.tree.titles)
    if not candidates and reading.tree.paragraphs:
        first = reading.tree.paragraphs[0]
        if re.fullmatch(r"[^。，；：]{8,50}(?:报告|要点|总结)(?:》(?:的通知)?)?[。；，、：]", first.text):
            candidates = [first]
    for one in candidates:
        if one.text[-1:] in "，。；：、" and one.text:
            yield Hit(one, len(one.text) - 1, len(one.text), "标题末尾不用标点", suggestion="")
