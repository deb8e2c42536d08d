"""Balanced title lines: 梯形 or 菱形, no word or date parted (GB/T 9704-2012 7.3.1). Measures in characters, not points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from lib.word.layout.presets import Preset

WORDS = frozenset(
    ["意识形态", "分析研判", "研判分析", "形势分析", "责任制", "责任书", "述职报告", "研判报告", "分析报告", "工作报告", "情况报告", "工作要点", "工作方案", "实施方案", "实施意见", "指导意见", "工作总结", "工作计划", "管理办法", "暂行办法", "实施细则", "会议纪要", "情况通报", "任务分解", "任务清单", "专项行动", "监督考核", "督查检查", "考核评价", "主体责任", "领导班子", "领导小组", "党风廉政", "廉洁自律", "民主生活会", "组织生活会", "理论学习", "中心组", "主题教育", "专题研究", "专题研讨", "思想政治", "宣传思想", "宣传教育", "舆论引导", "网络安全", "网络舆情", "舆情处置", "阵地管理", "文明实践", "精神文明", "文化建设", "队伍建设", "队伍管理", "基层治理", "乡村振兴", "风险隐患", "风险防范", "风险防控", "突发事件", "应急预案", "安全生产", "未成年人", "教育体育", "教育系统", "中国共产党", "中共", "党工委", "党委", "党组", "党支部", "党总支", "党员", "干部", "委员会", "工作委员会", "办公室", "人民政府", "人民代表大会", "政府", "机关", "部门", "宣传部", "组织部", "教育局", "体育局", "管理局", "领域", "系统", "学校", "单位", "全市", "全县", "全区", "全镇", "全街道", "街道", "社区", "情况", "落实", "开展", "印发", "转发", "贯彻", "执行", "推进", "加强", "做好", "深化", "进一步", "切实", "关于", "工作", "报告", "通知", "意见", "方案", "要点", "办法", "规定", "总结", "计划", "请示", "批复", "决定", "通报", "公告", "通告", "纪要", "细则", "制度", "季度", "年度", "上半年", "下半年", "全年", "半年", "第一", "第二", "第三", "第四", "学习", "教育", "宣传", "管理", "建设", "安全", "文化", "信息", "网络", "思想", "政治", "理论", "精神", "会议", "活动", "问题", "整改", "反馈", "检查", "督查", "考核", "评估", "责任", "任务", "目标", "措施", "行动", "专项", "专题", "年度"]
)
_LONGEST = max(map(len, WORDS))
# Never parted: dates and periods, numbers with their measure, Latin words, document numbers.
_SOLID = re.compile(
    r"[0-9０-９]{2,4}年(?:第?[一二三四1-4]季度|[上下]半年|度|[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?)?"
    r"|[0-9０-９]{1,2}月[0-9０-９]{1,2}日|第[一二三四五六七八九十0-9]+[届次季期号批章条][度]?"
    r"|[一二三四五六七八九十]+届[一二三四五六七八九十]+中全会|[0-9０-９]+(?:\.[0-9]+)?[%％]?|[A-Za-z]+|〔[0-9]{4}〕[0-9]+号"
)
_PLACE = re.compile(r"^[省市县区镇乡村局]$|^(?:街道|社区|学校|委员会|人民政府|办公室|党委|党组)$")
_OPENING, _CLOSING = "《“‘（〈〔(", "》”’）〉〕)、，：；。！？"
_TRAILING = frozenset("的和与及等")
_JOINS = frozenset({"关于"})


def balance_title(title: str, width: float = 20) -> list[str]:
    """Return the lines of a title, each at most `width` characters (20 of 2号 in 156 mm).

    Line breaks typed in the title are kept. Of the least number of lines, the most even 梯形 or 菱形 is taken.
    """
    if "\n" in title:
        return [line.strip() for line in title.split("\n") if line.strip()]
    doubt = 1 if any(char.isascii() for char in title) else 0  # fonts differ in how wide a digit is
    if length(title) <= width - doubt:
        return [title]
    words = list(_words(title))
    for count in range(2, len(words) + 1):
        best = _best(words, count, width)
        if best:
            return best
    return _filled(words, width)


def title_width(preset: Preset) -> float:
    """Return how many characters of the title's size a line holds."""
    return int(preset.width * 72 / 25.4 / preset.sizes["标题"] * 2) / 2


def length(text: str) -> float:
    """Return a text's width in characters; digits and Latin letters are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _words(title: str) -> Iterator[str]:
    """Yield the pieces no line may part, with marks drawn to the side they belong to."""
    held = ""
    pieces = _placed(list(_pieces(title)))
    for index, piece in enumerate(pieces):
        held += piece
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        goes_on = piece in _OPENING or piece in _JOINS or following in _TRAILING or following[:1] in tuple(_CLOSING)
        if not goes_on or not following:
            yield held
            held = ""


def _pieces(title: str) -> Iterator[str]:
    start, unknown = 0, ""
    while start < len(title):
        found = _known(title, start)
        if found:
            yield from _parts(unknown)
            unknown = ""
            yield found
        else:
            unknown += title[start]
        start += len(found) or 1
    yield from _parts(unknown)


def _known(title: str, start: int) -> str:
    solid = _SOLID.match(title, start)
    if solid:
        return solid[0]
    if title[start] in _OPENING or title[start] in _CLOSING or title[start] in _TRAILING:
        return title[start]
    for size in range(min(_LONGEST, len(title) - start), 1, -1):
        if title[start : start + size] in WORDS:
            return title[start : start + size]
    return ""


def _parts(unknown: str) -> Iterator[str]:
    """Yield an unlisted stretch: whole up to four characters (most names are), else in pairs."""
    if 0 < len(unknown) <= 4:
        yield unknown
    elif unknown:
        yield from (unknown[n : n + 2] for n in range(0, len(unknown) - len(unknown) % 2 - 2, 2))
        yield unknown[-2 - len(unknown) % 2 :]


def _placed(pieces: list[str]) -> list[str]:
    """Join a name to the word for what it names: 清泉 + 街道."""
    joined: list[str] = []
    for piece in pieces:
        nameable = joined and joined[-1] not in WORDS and len(joined[-1]) <= 4 and joined[-1].isalpha()
        if nameable and _PLACE.match(piece) and not joined[-1].isascii():
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _best(words: Sequence[str], count: int, width: float) -> list[str] | None:
    if count > 4 or len(words) > 40:
        return None
    choices = []
    for cuts in combinations(range(1, len(words)), count - 1):
        edges = (0, *cuts, len(words))
        lines = ["".join(words[a:b]) for a, b in pairwise(edges)]
        sizes = [length(line) for line in lines]
        if max(sizes) <= width:
            choices.append((_ugliness(sizes, lines), lines))
    return min(choices)[1] if choices else None


def _ugliness(sizes: list[float], lines: list[str]) -> float:
    """Return what is wrong with a shape: uneven lines, an hourglass, a block, a stub at an end."""
    steps = [b - a for a, b in pairwise(sizes)]
    hourglass = any(a < 0 < b for a, b in pairwise(steps))
    block = all(step == 0 for step in steps)
    spread = max(sizes) - min(sizes)
    after_name = any(line.endswith(("的", "》")) for line in lines[:-1])
    return spread + 30 * hourglass + 3 * block + 10 * (min(sizes) < 4) - 0.5 * after_name


def _filled(words: Sequence[str], width: float) -> list[str]:
    lines = [""]
    for word in words:
        for part in (word,) if length(word) <= width else tuple(word):
            if lines[-1] and length(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return lines
