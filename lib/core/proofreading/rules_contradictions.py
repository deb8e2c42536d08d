"""A rule that holds what a unit has (现有居民微信群18个) against every other place that counts all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_UNIT = r"[个名支块处户家所座间条块面台辆]"
_HAS = r"(?:现有|共有|下辖|辖有|管辖|辖区有|建有|设有|拥有|配有|配备|组建|在册|全部|所有的?)"
_STOCK = re.compile(
    rf"{_HAS}(?:(?P<noun>[\u4e00-\u9fff]{{2,8}}?)(?:共计?|合计)?(?P<n>\d+)(?P<unit>{_UNIT})(?!次)|(?P<n2>\d+)(?P<unit2>{_UNIT})(?P<noun2>[\u4e00-\u9fff]{{2,8}})(?=[，。；、（]|$))"
)
_ALL = re.compile(r"逐一|逐个|全部|所有|全覆盖|均|每个|各|挨个|无一")
_CHANGED = re.compile(
    r"新[增建设]|增[加至到]|减[少至]|由|上年|去年|[较比](?:上|去|第|年初|同期)|同比|环比|其中|计划|拟|力争|目标|原有|培育|发展|另有|其他"
)
_OPENING = re.compile(r"^(?:各类|有|的|了|在职|全[镇村县乡校局院]|[对与向在给为])")


def _stocks(one: Paragraph) -> Iterator[tuple[str, str, int, re.Match[str]]]:
    for match in _STOCK.finditer(one.plain):
        noun = _OPENING.sub("", match["noun"] or match["noun2"])
        if len(noun) > 1 and not _CHANGED.search(_sentence(one.plain, match.start())):
            yield noun, match["unit"] or match["unit2"], int(match["n"] or match["n2"]), match


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。；") + 1
    ends = [end for mark in "。；" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


@rule(
    "R-C4",
    "同一事物两个总数",
    level="warning",
    source="前后一致",
    hits=(
        "一、主要做法\n对16个居民微信群、9处宣传阵地逐一进行了梳理。\n二、存在的风险隐患\n辖区现有⟦居民微信群18个⟧，信息来源较杂。",
        "社区现有党员67名，流动党员少。\n全村⟦72名党员⟧全部签订承诺书。",
        "街道下辖12个社区，人口较多。\n与⟦13个社区⟧逐一签订责任书。",
        "全镇建有文明实践站15个。\n对⟦文明实践站14个⟧逐一检查。",
        "现有网格员36名，力量不足。\n⟦网格员共有38名⟧，业务不熟。",
    ),
    misses=(
        "对16个居民微信群、9处宣传阵地逐一梳理。\n辖区现有居民微信群16个，信息来源较杂。",
        "现有党员67名。\n组织42名党员参加学习，新增党员3名。",
        "现有党员67名，其中流动党员12名。\n组织12名党员均参加学习。",
        "街道下辖12个社区。\n选取3个社区开展试点。",
        "现有宣传栏24块。\n逐一更换破损宣传栏6块。",
        "建有文明实践站15个，去年建有文明实践站12个。",
        "现有志愿者120名。\n三、下一步打算\n组织150名志愿者全部上岗。",
    ),
)
def stock_twice(reading: Reading) -> Iterator[Hit]:
    places = [one for one in reading.tree.prose if one.section != "plan"]
    seen: set[tuple[int, int]] = set()
    for home in places:
        for noun, unit, value, stock in _stocks(home):
            again = re.compile(
                rf"(?<![\d.])(?P<a>\d+){unit}{noun}(?![\u4e00-\u9fff]*\d)|{noun}(?:共有?|合计)?(?P<b>\d+){unit}(?!次)"
            )
            for one in places:
                for match in again.finditer(one.plain):
                    other = int(match["a"] or match["b"])
                    if one is home and match.start() < stock.end() and stock.start() < match.end() or other == value:
                        continue
                    sentence = _sentence(one.plain, match.start())
                    clause = re.split(r"[，、]", one.plain[: match.start()])[-1][-12:]
                    whole = _ALL.search(sentence) and other > value * 0.8 or re.search(_HAS, clause + match[0])
                    if _CHANGED.search(sentence) or not whole:
                        continue
                    late = max(
                        (home.index, stock.start(), stock.end(), home),
                        (one.index, match.start(), match.end(), one),
                        key=lambda at: at[:2],
                    )
                    if (late[0], late[1]) not in seen:
                        seen.add((late[0], late[1]))
                        yield Hit(late[3], late[1], late[2], f"“{noun}”一处是{value}{unit}，一处是{other}{unit}，核对")
