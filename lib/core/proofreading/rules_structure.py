"""Rules on the parts a format must have, and on empty headings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule

_NEEDS = {  # FORMATS.md 1.3, 2.3, 3.2
    "研判报告": (
        ("风险隐患或问题", r"问题|隐患|风险|不足|短板|薄弱|弱项|差距|困难|存在的"),
        ("下一步措施", r"下一步|下步|措施|打算|对策|思路|下季度|下半年|下阶段|明年"),
    ),
    "述职报告": (
        ("存在问题", r"问题|不足|短板|薄弱|弱项|困难|差距"),
        ("下一步打算", r"下一步|下步|打算|思路|计划|明年|下半年|下阶段|今后|努力方向"),
    ),
    "工作要点": (("总体要求", r"总体要求|总体思路|指导思想|总的要求|工作思路|为指导|为统领"),),
}


@rule(
    "R-C1",
    "结构缺节",
    level="error",
    source="FORMATS.md 1.3、2.3、3.2",
    needs="context",
    hits=(
        (
            "石桥镇2025年第二季度研判报告\n\n一、开展情况\n召开会议1次。\n⟦二、存在的问题⟧\n一是队伍薄弱。二是阵地老旧。",
            about("2025Q2", form="研判报告"),
        ),
        (
            "局2025年工作要点\n\n⟦一、压实责任⟧\n1.抓学习。\n二、抓好宣传\n1.办好专栏。",
            about("2025", form="工作要点"),
        ),
    ),
    misses=(
        (
            "石桥镇2025年第二季度研判报告\n\n一、开展情况\n召开会议1次。\n二、存在的问题\n一是队伍薄弱。\n三、下一步措施\n一是建强队伍。",
            about("2025Q2", form="研判报告"),
        ),
        ("局2025年工作要点\n\n总体要求是：抓落实。\n一、压实责任\n1.抓学习。", about("2025", form="工作要点")),
    ),
)
def lacking_parts(reading: Reading) -> Iterator[Hit]:
    tops = [one for one in reading.tree.prose if one.kind == "heading" and one.level == 1]
    tops = tops or [one for one in reading.tree.prose if one.kind == "heading"]
    body = [one for one in reading.tree.prose]
    if not body or not reading.sure or len(tops) < 2:
        return
    text = "".join(one.text for one in body)
    for name, pattern in _NEEDS.get(reading.known.format, ()):
        if any(
            re.search(pattern, one.text)
            for one in body
            if one.kind == "heading" and (one.level == 1 or len(one.text) < 16)
        ):
            continue
        if (
            name == "总体要求"
            and re.search(pattern, text)
            or name.startswith("下一步")
            and re.search(r"下一步[，,]|下一阶段|下一步将|下一年", text)
        ):
            continue
        if name == "总体要求":
            yield Hit(tops[0], 0, len(tops[0].text), f"{reading.known.format}缺“{name}”，应在第一部分之前")
            continue
        last = body[-1]
        yield Hit(tops[-1], 0, len(last.text), f"{reading.known.format}缺“{name}”一节", until=last)


_AHEAD = re.compile(
    "下一?步|下一?阶段|下季度|下半年|明年|来年|今后|打算|措施|对策|新的一年|努力方向|(?<!现)(?<!现就)将(?!军)|计划"
)


@rule(
    "R-C1",
    "没有分节的报告缺下一步",
    level="error",
    source="FORMATS.md 1.3、2.3",
    needs="context",
    hits=(
        (
            "⟦学府社区2025年第四季度研判报告⟧\n\n第四季度，社区党总支抓好工作。现报告如下。\n从责任落实情况来看，专题研究1次，与商户联盟签订共建协议16份。\n"
            "从阵地管理情况来看，检查书吧、剧本娱乐场所23家，督促9家完善内容登记，逐家建立台账，每月回访一次。\n从存在的不足来看，学生租房流动频繁，房屋中介不及时报备。",
            about("2025Q4", form="研判报告"),
        ),
    ),
    misses=(
        (
            "学府社区2025年第四季度研判报告\n\n第四季度，社区党总支抓好工作。现报告如下。\n从责任落实情况来看，专题研究1次，与商户联盟签订共建协议16份。\n"
            "从阵地管理情况来看，检查书吧、剧本娱乐场所23家，督促9家完善内容登记，逐家建立台账，每月回访一次。\n从下一步工作来看，逐户登记租住学生。",
            about("2025Q4", form="研判报告"),
        ),
    ),
)
def nothing_ahead(reading: Reading) -> Iterator[Hit]:
    """A report without headings that says nothing of what comes next."""
    prose = reading.tree.prose
    if reading.known.format not in ("研判报告", "述职报告") or any(one.kind == "heading" for one in prose):
        return
    text = "".join(one.text for one in prose)
    told = sum(one.text.startswith("从") for one in prose)
    if (
        (told > 1 and len(prose) > 2 or reading.tree.signed)
        and len(text) > 100
        and reading.tree.titles
        and not _AHEAD.search(text)
    ):
        title = reading.tree.titles[0]
        yield Hit(title, 0, len(title.text), f"{reading.known.format}没有写下一步")


@rule(
    "R-C1",
    "标题下没有内容",
    level="warning",
    source="前后一致",
    hits=(
        "一、开展情况\n⟦二、存在的问题⟧\n三、下一步措施\n一是抓学习。二是抓宣传。",
        "石桥镇报告\n\n一、存在的问题\n队伍薄弱。\n⟦二、下一步措施⟧\n\n中共石桥镇委员会\n2025年6月30日",
    ),
    misses=("一、开展情况\n本季度平稳。\n二、存在的问题\n队伍薄弱。", "一、开展情况\n二、存在的问题\n三、下一步措施"),
)
def empty_heading(reading: Reading) -> Iterator[Hit]:
    prose = reading.tree.prose
    if not any(one.kind == "body" for one in prose):
        return
    for one, following in itertools.pairwise(prose):
        short = (
            one.kind == "heading" and one.level == 1 and len(one.text) <= 30 and not re.search(r"[。；：]", one.text)
        )
        if short and following.kind == "heading" and following.level == 1 and following.number == (one.number or 0) + 1:
            if any(other.kind == "table" for other in reading.tree.paragraphs[one.index : following.index]):
                continue
            yield Hit(one, 0, len(one.text), "标题下没有内容")
    last = prose[-1]
    signed = any(other.kind == "signature" and other.index > last.index for other in reading.tree.paragraphs)
    alone = (
        last.kind == "heading" and last.level == 1 and len(last.text) <= 30 and not re.search(r"[。；：]", last.text)
    )
    if alone and signed and len(prose) > 2 and prose[-2].level != 1:
        yield Hit(last, 0, len(last.text), "标题下没有内容")
