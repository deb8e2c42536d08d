"""Rules on numbers of headings and items: skipped, repeated, wrongly marked, wrongly nested; 一是 二是 in running text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph, han_number, han_word

_SOURCE = "GB/T 9704—2012 7.3.3；GB/T 15834—2011 附录B.3"
_SHAPES = {1: "{}、", 2: "（{}）", 3: "{}.", 4: "（{}）"}
_ITEM = re.compile(
    r"(?:^|(?<=[。；：，、！“”\s）])|(?<=党委|支部|总支|党组|工委|社区|学校|医院|公司|街道|主要|重点|分别|我镇|我乡|我局|我校|我院|我村|全镇|全乡|全局|全校|全村|全院)(?=一是))([一二三四五六七八九十])(是|要|抓|靠|看)(?![一二三四五][，。、；地的]|非)"
)
_INLINE = (
    re.compile(r"(?<=[：；。，、])[（(]([一二三四五六七八九十])[）)](?=[\u4e00-\u9fff“《])"),
    re.compile(r"(?<=[：；。，、])[（(](\d{1,2})[）)](?=[\u4e00-\u9fff“《])"),
    re.compile(r"(?<=[：；。])(\d{1,2})[.．、](?=[\u4e00-\u9fff“《])"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])"),
    re.compile(r"(?:^|(?<=[：；。，]))第([一二三四五六七八九十])[，、](?=[\u4e00-\u9fff“《\d])"),
)


def heading_label(level: int, number: int) -> str:
    return _SHAPES[level].format(han_word(number) if level <= 2 else number)


@rule(
    "R-H1",
    "序号跳号、重号",
    level="error",
    source=_SOURCE,
    hits=(
        "一、强化领导\n（一）压实责任。研究1次。\n（二）抓好学习。学习2次。\n二、建强队伍\n⟦1.⟧抓实师德。组织培训。\n（二）抓好骨干。选派教师。",
        "一、开展情况\n（一）抓学习。学习6次。\n（二）抓阵地。更换12块。\n⟦（四）⟧抓活动。开展9场。",
        "一、开展情况\n（一）抓学习。\n⟦三、⟧下一步打算\n（一）抓落实。",
        "一、压实责任\n1.落实责任。\n2.用好机制。\n⟦2.⟧抓好学习。",
        "⟦二、⟧开展情况\n三、问题",
        "一、压实责任\n1.甲事。\n2.乙事。\n二、深化武装\n3.丙事。\n⟦5.⟧丁事。\n6.戊事。",
    ),
    misses=(
        "一、压实责任\n1.甲事。\n2.乙事。\n二、深化武装\n3.丙事。\n4.丁事。",
        "一、压实责任\n1.甲事。\n2.乙事。\n二、深化武装\n1.丙事。\n2.丁事。",
        "一、开展情况\n（一）甲。\n（二）乙。\n二、问题\n（一）丙。\n（二）丁。",
        "一、二季度，社区平稳。\n三、四次研究。",
    ),
)
def numbering(reading: Reading) -> Iterator[Hit]:
    for annex in (False, True):
        numbered = [
            one
            for one in reading.tree.paragraphs
            if one.level and one.number and one.annex == annex and one.kind != "table"
        ]
        for level in (1, 2, 3, 4):
            for run in _runs(numbered, level):
                yield from _check_run(run, level, numbered)


def _runs(numbered: Sequence[Paragraph], level: int) -> list[list[Paragraph]]:
    """Group the paragraphs of one level by their parent; a level-3 style that goes on across parents is one group."""
    groups: list[list[Paragraph]] = [[]]
    for one in numbered:
        if one.level == level:
            groups[-1].append(one)
        elif one.level < level and groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) > 1 and level >= 2:
        goes_on = sum(
            later[0].number == (sooner[-1].number or 0) + 1 and later[0].number != 1
            for sooner, later in itertools.pairwise(groups)
        )
        restarts = sum(group[0].number == 1 for group in groups[1:])
        if goes_on and goes_on >= restarts:
            return [[one for group in groups for one in group]]
    return groups


def _other_style(
    numbered: Sequence[Paragraph], run: Sequence[Paragraph], position: int, expected: int
) -> Paragraph | None:
    """Return the one heading of another style that stands where a number is missing: 1. before （二）."""
    one = run[position]
    sooner = run[position - 1] if position else None
    before = [other for other in numbered if other.index < one.index]
    start = sooner.index if sooner else max((o.index for o in before if o.level < (one.level or 0)), default=-1)
    between = [other for other in before if other.index > start and other.level != one.level]
    return between[0] if len(between) == 1 and between[0].number == expected else None


def _check_run(run: Sequence[Paragraph], level: int, numbered: Sequence[Paragraph]) -> Iterator[Hit]:
    expected = 1
    for position, one in enumerate(run):
        number = one.number or 0
        if number == expected + 1 and (other := _other_style(numbered, run, position, expected)):
            label = other.text[: other.head or len(heading_label(other.level, expected))].strip()
            right = heading_label(level, expected)
            yield Hit(other, 0, len(label), f"“{label}”与同级的写法不一：此处应为“{right}”", suggestion=right)
            expected = number
        if number == expected:
            expected += 1
            continue
        following = run[position + 1].number if position + 1 < len(run) else None
        end = one.head or len(heading_label(level, number))
        label = one.text[:end].strip()
        what = (
            "重号" if position and number == run[position - 1].number else "跳号" if number > expected else "序号倒退"
        )
        yield Hit(
            one,
            0,
            end,
            f"“{label}”{what}：此处应为“{heading_label(level, expected)}”",
            suggestion=heading_label(level, expected) if one.mark != "" or level in (2, 4) else None,
        )
        expected = (
            expected + 1
            if following == expected + 1 and following != number + 1
            else number + 1
            if number > 0 and following == number + 1
            else expected + 1
        )


@rule(
    "R-H1",
    "段内序号不连续",
    level="error",
    source=_SOURCE,
    hits=(
        "重点抓好：（一）学习；（二）宣传；⟦（四）⟧阵地。",
        "做到①学习、②宣传、⟦④⟧阵地。",
        "第一，抓学习；第二，抓宣传；⟦第四，⟧抓阵地。",
        "第一，抓学习，学习6次。\n第二，抓宣传。\n⟦第二，⟧抓阵地。",
    ),
    misses=("重点抓好：（一）学习；（二）宣传；（三）阵地。", "见本方案第三、第四部分。"),
)
def inline_numbers(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for pattern in _INLINE:
            found = [
                (match, "①②③④⑤⑥⑦⑧⑨⑩".index(match[1]) + 1 if match[1] in "①②③④⑤⑥⑦⑧⑨⑩" else han_number(match[1]) or 0)
                for match in pattern.finditer(one.bare)
            ]
            if len(found) < 2 or found[0][1] != 1:
                continue
            expected = 1
            for match, number in found:
                if number == 1 and expected > 2:
                    expected = 1
                if number != expected:
                    yield span(one, match, f"段内序号“{match[0]}”不连续")
                expected = number + 1
    expected = 0
    for one in reading.tree.prose:
        opening = _INLINE[-1].match(one.bare)
        if one.level or one.kind == "heading":
            expected = 0
        elif opening:
            number = han_number(opening[1]) or 0
            if expected and number not in (1, expected):
                yield span(one, opening, f"序号“{opening[0]}”不连续")
            expected = number + 1 if number == 1 or expected else 0


_MARKED_TWICE = re.compile(
    r"(?<=[：；。，])([（(](?:\d|[一二三四五六七八九])[）)])[、.．，](?=[\u4e00-\u9fff])(?!第|和)"
)


@rule(
    "R-H2",
    "序号后的标点",
    level="warning",
    source="GB/T 15834—2011 附录B.3",
    hits=(
        "⟦一.⟧开展情况",
        "⟦（一）、⟧抓学习。学习6次。",
        "一、压实责任\n⟦1、⟧落实责任。",
        "⟦（1）.⟧抓学习。",
        "⟦第一、⟧抓学习。",
        "做好三件事：⟦（1）、⟧抓学习；（2）抓宣传。",
        "一、压实责任\n1.抓学习。\n2.抓宣传。\n⟦3，⟧抓阵地。",
    ),
    misses=(
        "一、开展情况",
        "（一）抓学习。",
        "1.落实责任。",
        "1.5万份资料已发放。",
        "第一，抓学习。",
        "第一、第二网格长参加。",
    ),
)
def number_marks(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        if not one.level or one.number is None or one.kind == "table":
            continue
        label = one.text[: one.head]
        wanted = heading_label(one.level, one.number)
        wrong = (
            (one.level == 1 and one.mark != "、")
            or (one.level in (2, 4) and one.mark)
            or (one.level == 3 and one.mark == "、")
            or re.search(r"\s[.．、]", label)
        )
        if wrong:
            yield Hit(one, 0, one.head, f"序号写作“{wanted}”", suggestion=wanted)
    for one, match in reading.search(
        re.compile(
            r"(?:^|(?<=[。；：]))(第[一二三四五六七八九]|其[一二三四五六]|首先|其次|再次|最后)、(?!第|[一二三四五六七八九])"
        )
    ):
        yield span(one, match, f"“{match[1]}”后用逗号", suggestion=match[1] + "，")
    for one, match in reading.search(_MARKED_TWICE):
        yield span(one, match, f"序号“{match[1]}”后不加标点", suggestion=match[1])
    pointed = any(one.level == 3 and one.mark == "." for one in reading.tree.prose)
    for one, match in reading.search(re.compile(r"^(\d{1,2})[，：；](?=[\u4e00-\u9fff])")) if pointed else ():
        yield span(one, match, f"序号写作“{match[1]}.”", suggestion=f"{match[1]}.")


@rule(
    "R-H3",
    "层次错序",
    level="warning",
    source="GB/T 9704—2012 7.3.3",
    hits=(
        "⟦（一）⟧抓学习。学习6次。\n（二）抓阵地。\n一、存在问题\n二、下一步",
        "一、开展情况\n1.抓学习。\n⟦（一）⟧集中学习。学习6次。\n（二）个人自学。",
    ),
    misses=(
        "一、开展情况\n1.抓学习。\n2.抓阵地。",
        "一、开展情况\n（一）抓学习。\n1.集中学习。\n2.个人自学。\n（二）抓阵地。",
        "（一）抓学习。\n（二）抓阵地。",
    ),
)
def nesting(reading: Reading) -> Iterator[Hit]:
    numbered = [one for one in reading.tree.prose if one.level and one.number]
    tops = [one for one in numbered if one.level == 1]
    if tops and numbered[0].level == 2 and tops[0].number == 1:
        yield Hit(numbered[0], 0, numbered[0].head, "“（一）”出现在“一、”之前，层次错序")
    inside: set[int] = set()
    for one in numbered:
        if one.level == 1:
            inside = set()
        if one.level == 2 and one.number == 1 and 3 in inside and 2 not in inside:
            yield Hit(one, 0, one.head, "“1.”之下又套“（一）”，层次错序")
        inside.add(one.level)


_UNCOUNTED = re.compile("(?<=[：；])是(?![一二三四五非否谁指说因由])(?=[\u4e00-\u9fff]{2})")
_TURNED = re.compile("(?<=[；。])是([二三四五六])(?![等项个次大方级名位者])")


@rule(
    "R-H4",
    "一是二是不连续",
    level="warning",
    source="GB/T 15834—2011 附录B.3",
    hits=(
        "一是抓学习；二是抓阵地；⟦四是⟧抓活动。",
        "一是抓学习；⟦一是⟧抓阵地；三是抓活动。",
        "问题有：⟦一是⟧学习不深。",
        "一要抓学习；⟦三要⟧抓阵地。",
        "一是抓学习；⟦三切实⟧履行职责。",
        "一是抓学习。\n二是抓阵地。\n⟦四是⟧抓活动。",
        "一是抓学习；二是抓阵地；⟦是三⟧抓活动。",
        "主要做法⟦：是搭⟧建平台；二是畅通渠道。",
        "党支部⟦一是⟧用好宣传车。此项做法受到欢迎。",
    ),
    misses=(
        "一是抓学习；二是抓阵地；三是抓活动。",
        "一是一，二是二。",
        "统一是前提。",
        "一是抓学习。\n二是抓阵地。",
        "一是抓学习。二是抓阵地。\n一是抓活动；二是抓队伍。",
    ),
)
def items(reading: Reading) -> Iterator[Hit]:
    for verb, found in _item_runs(reading):
        sooner = found[0][0].text[: found[0][1].start()]
        expected = 2 if found[0][2] == 2 and (f"一{verb}" in sooner or _UNCOUNTED.search(sooner)) else 1
        for position, (one, match, number) in enumerate(found):
            if number == expected + 1 and (bare := _bare_number(found, position, expected, verb)):
                place, words = bare
                yield Hit(
                    one,
                    place,
                    place + len(words),
                    f"“{words[0]}”后掉“{verb}”",
                    suggestion=f"{words[0]}{verb}{words[1:]}",
                )
                expected += 2
            elif number != expected:
                yield span(
                    one,
                    match,
                    f"“{match[0]}”不连续，此处应为“{han_word(expected)}{verb}”",
                    suggestion=han_word(expected) + verb,
                )
                following = found[position + 1][2] if position + 1 < len(found) else None
                expected = number + 1 if following == number + 1 else expected + 1
            else:
                expected += 1
        if len(found) == 1 and found[0][2] == 1 and verb == "是":
            one, match, _ = found[0]
            if not re.search(r"另一是|二来|再[有就]|另外|其次|另一方面", one.text[match.end() :]):
                yield span(one, match, "只有“一是”，没有“二是”")
    for one, match in reading.search(
        re.compile(
            r"(?<=[；。])([二三四五六])((?:切实|加强|强化|深化|抓好|做好|严格|完善|健全|提升|推进|突出|坚持)[\u4e00-\u9fff])"
        )
    ):
        if "一是" in one.text[: match.start()] and match[1] + "是" not in one.text:
            yield Hit(
                one,
                match.start(),
                match.start() + 3,
                f"“{match[1]}”后掉“是”",
                suggestion=match[1] + "是" + match[2][:2],
            )
    for one, match in reading.search(_UNCOUNTED):
        if re.search("[一二三]是", one.text):
            yield Hit(one, match.start() - 1, match.end() + 1, "“是”前缺序次，应为“一是”“二是”……")
    for one, match in reading.search(_TURNED):
        if "一是" in one.text[: match.start()] and match[1] + "是" not in one.text:
            yield span(one, match, f"“{match[0]}”颠倒，应为“{match[1]}是”", suggestion=f"{match[1]}是")


def _bare_number(
    found: Sequence[tuple[Paragraph, re.Match[str], int]], position: int, lacks: int, verb: str
) -> tuple[int, str] | None:
    """Return where the number that lacks stands without its 是 between two items of a paragraph: 一是……；二组织……；三是."""
    one, match, _ = found[position]
    if not position or found[position - 1][0] is not one:
        return None
    start = found[position - 1][1].end()
    bare = re.search(rf"(?<=[；。]){han_word(lacks)}(?!{verb})[\u4e00-\u9fff]{{2}}", one.text[start : match.start()])
    return (start + bare.start(), bare[0]) if bare else None


def _item_runs(reading: Reading) -> Iterator[tuple[str, list[tuple[Paragraph, re.Match[str], int]]]]:
    """Yield 一是…二是… runs: they start anew at 一是 after a whole run, and at every numbered paragraph of a higher kind."""
    numbered = [
        (one, [(one, match, han_number(match[1]) or 0) for match in _ITEM.finditer(one.plain)])
        for one in reading.tree.prose
    ]
    for verb in sorted({match[2] for _, found in numbered for _, match, _ in found}):
        run: list[tuple[Paragraph, re.Match[str], int]] = []
        for one, of_any in numbered:
            opens = one.level or one.kind == "heading"
            found = [item for item in of_any if item[1][2] == verb]
            if (opens or not found or found[0][2] == 1 and _whole(run)) and run:
                yield from _worth(verb, run)
                run = []
            for item in found:
                if item[2] == 1 and run and (_whole(run) or item[0] is not run[-1][0]):
                    yield from _worth(verb, run)
                    run = []
                run.append(item)
        yield from _worth(verb, run)


def _whole(run: Sequence[tuple[Paragraph, re.Match[str], int]]) -> bool:
    return len(run) >= 2


def _worth(
    verb: str, run: list[tuple[Paragraph, re.Match[str], int]]
) -> Iterator[tuple[str, list[tuple[Paragraph, re.Match[str], int]]]]:
    if run and (verb == "是" or len(run) > 1):
        yield verb, run


@rule(
    "R-H5",
    "同级标题句号不一",
    level="info",
    hits=("一、开展情况\n（一）抓学习\n（二）抓阵地\n⟦（三）⟧抓活动。",),
    misses=("（一）抓学习\n（二）抓阵地", "（一）抓学习。学习6次。\n（二）抓阵地。更换12块。"),
)
def heading_ends(reading: Reading) -> Iterator[Hit]:
    for level in (1, 2, 3):
        group = [
            one
            for one in reading.tree.prose
            if one.level == level and one.number and len(one.text) < 30 and "。" not in one.text[:-1]
        ]
        ended = [one for one in group if one.text.endswith("。")]
        if ended and len(ended) < len(group):
            one = (ended if len(ended) * 2 <= len(group) else [each for each in group if not each.text.endswith("。")])[
                0
            ]
            yield Hit(one, 0, len(one.text), "同级标题有的带句号、有的不带")


@rule(
    "R-H2",
    "一级标题末尾带句号",
    level="info",
    source="GB/T 9704—2012 7.3.3",
    hits=("一、开展情况⟦。⟧\n本季度平稳。",),
    misses=("一、开展情况\n本季度平稳。",),
)
def top_heading_stop(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        if (
            one.level == 1
            and one.kind == "heading"
            and one.text.endswith(("。", "；", "，"))
            and one.text.count("。") <= 1
            and len(one.text) < 30
        ):
            yield Hit(one, len(one.text) - 1, len(one.text), "独立成行的标题末尾不用句号", suggestion="")
