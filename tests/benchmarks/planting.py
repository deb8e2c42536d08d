"""Plant one defect at a time into clean texts by machine, and count by kind how many are found.

Usage: python -m tests.benchmarks.planting [texts for each kind, 60] [seed, 1]

The clean sides of the texts in tests/core/proofread_cases serve. Kinds are rows of the catalogue that a machine can plant;
some of what it plants is no defect anyone could see (another quarter in a plan), so not every figure can reach 100 %. A
planted defect counts as found when an error or warning lies on it or beside it; for numbers of headings, anywhere.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

from lib.core.proofreading import Context, proofread
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import texts

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
COUNTED = r"(?<![\d.年月第])\d+(?=(?:次|场|人|份|条|名|个|期|余))"
NEXT = {"一": "二", "二": "三", "三": "四", "四": "五", "五": "六"}
LAST = {"二": "一", "三": "二", "四": "三"}
Plant = Callable[[re.Match[str]], str]


def shifted(match: re.Match[str]) -> str:
    return re.sub("[一二三四五]", lambda found: NEXT[found[0]], match[0])


def again(match: re.Match[str]) -> str:
    return re.sub("[二三四]", lambda found: LAST[found[0]], match[0])


def other_quarter(match: re.Match[str]) -> str:
    return "第" + random.choice([name for name in "一二三四" if name != match[0][1]]) + "季度"


KINDS: dict[str, tuple[str, Plant | str]] = {
    "后引号缺": (r"(?<=[一-龥])”", ""),
    "前引号缺": (r"“(?=[一-龥])", ""),
    "引号方向反": (r"“(?=[一-龥])", "”"),
    "后括号缺": (r"）(?=[，。；\n一-龥])", ""),
    "前括号缺": (r"(?<=[一-龥])（", ""),
    "书名号缺一半": (r"[《》]", ""),
    "半角逗号": (r"(?<=[一-龥])，", ","),
    "半角冒号": (r"(?<=[一-龥])：", ":"),
    "标点重复": (r"。", "，。"),
    "段末缺句号": (r"。(?=\n|$)", ""),
    "一级序号跳号": (r"(?m)^[二三四]、", shifted),
    "一级序号重号": (r"(?m)^[二三四]、", again),
    "二级序号跳号": (r"(?m)^（[二三四]）", shifted),
    "二级序号加顿号": (r"(?m)^（[一二三四]）", lambda match: match[0] + "、"),
    "三级序号跳号": (r"(?m)^[2345]\.", lambda match: f"{int(match[0][0]) + 1}."),
    "一是二是跳号": (r"[二三]是", shifted),
    "数字留着X": (COUNTED, "X"),
    "数字留着星号": (COUNTED, "*"),
    "年份留着20XX": (r"20\d\d(?=年)", "20XX"),
    "约与余叠用": (r"(?<![\d.年月第约近])\d+余(?=[人场份条名])", lambda match: "约" + match[0]),
    "日期不存在": (r"(?<=\d年)\d{1,2}月\d{1,2}日", "6月31日"),
    "月日编虚位": (r"(?<=\d年)(\d)月(\d{1,2})日", lambda match: f"0{match[1]}月{match[2]}日"),
    "季度换一个": (r"第[一二三四]季度", other_quarter),
    "年份早一年": (r"20\d\d(?=年)", lambda match: str(int(match[0]) - 1)),
    "全会早一届": (r"二十届(?=[二三四]中)", "十九届"),
    "百分点写成百分号": (r"(?<=[升降高低])(\d+(?:\.\d+)?)个百分点", lambda match: match[1] + "%"),
    "其中一项加一": (
        r"(?<=其中)([^，。；\d]{0,8})(\d+)(?=[一-龥]{1,2}、)",
        lambda match: match[1] + str(int(match[2]) + 1),
    ),
    "机制写成机智": (r"机制", "机智"),
    "制度写成制渡": (r"制度", "制渡"),
    "文明换成礼貌": (r"文明(?=[实创城村社校家])", "礼貌"),
    "两个写成二个": (r"两个", "二个"),
    "整数加余": (r"(?<![\d.年月第约近])\d+[1-9](?=[人场份条名])", lambda match: match[0] + "余"),
}


def planted(kind: str, text: str) -> tuple[str, int, int] | None:
    """Return the text with one defect of a kind, and its place; None where the text has no room for it."""
    pattern, plant = KINDS[kind]
    rooms = list(re.finditer(pattern, text))
    if not rooms:
        return None
    room = random.choice(rooms)
    wrong = plant if isinstance(plant, str) else plant(room)
    start = room.start()
    return text[:start] + wrong + text[room.end() :], max(start - 1, 0), start + len(wrong) + 1


def found(kind: str, text: str, start: int, end: int, context: Context) -> bool:
    hits = [
        one for one in proofread(text, context=context, words=WORDS) if one.level != "info" and one.start is not None
    ]
    if "序号" in kind or "跳号" in kind:
        return any(one.rule.startswith("R-H") for one in hits)
    return any(one.start < end and one.end > start for one in hits)  # type: ignore[operator]


def main(each: int = 60, seed: int = 1) -> None:
    random.seed(seed)
    cases = texts()
    random.shuffle(cases)
    print("| 埋的错 | 找到 | 埋下 | |\n|---|---|---|---|")
    sums = [0, 0]
    for kind in KINDS:
        told = [0, 0]
        for case in cases:
            if told[1] == each:
                break
            if room := planted(kind, case.clean):
                told[0] += found(kind, *room, case.context)
                told[1] += 1
        sums = [sums[0] + told[0], sums[1] + told[1]]
        print(f"| {kind} | {told[0]} | {told[1]} | {told[0] / max(told[1], 1):.0%} |")
    print(f"| 合计 | {sums[0]} | {sums[1]} | {sums[0] / sums[1]:.1%} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
