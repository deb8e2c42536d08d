"""Rules on how paragraphs end: the full stop that is missing, uneven items, notes of duty after a stop."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_SENTENCE = 12  # characters of a line that is no label
_ITEM = re.compile(
    r"[一二三四五六七八九十](?:是|要)|[（(]?[\d一二三四五六七八九十]{1,2}[）).．、]|[①-⑨]|第[一二三四五六七八九]|首先|其次|再次|最后|——|[·•●◆▪-]|“"
)


@rule(
    "R-P8",
    "段末缺标点",
    level="error",
    source="GB/T 15834—2011",
    hits=(
        "一、开展情况\n本季度社区党委专题研究意识形态工作1次，召开分析研判会1次，组织集中学习6次，参加学习⟦256人次⟧\n下一段。",
        "一、开展情况\n本季度社区党委专题研究意识形态工作1次⟦，⟧\n二、问题",
        "一、开展情况\n制作科普动画5部，线上播放总量达到8.6万次⟦；⟧\n下步将增加广播节目。",
    ),
    misses=(
        "一、开展情况\n本季度社区党委专题研究意识形态工作1次，召开分析研判会1次，组织集中学习6次，参加学习256人次。",
        "一、强化责任落实\n（一）抓学习",
        "党委书记　张三",
        "1.大屏由专人管理，每周报审；\n2.张贴物由站务科检查，每周一次。",
        "主要做法有：\n一是抓学习，每月组织一次；\n二是抓宣传，每周推送一次。",
        "主要做了以下工作：",
    ),
)
def no_end(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        text = one.text
        last = text[-1:]
        if last in "，、" and len(text) > 6:
            yield Hit(one, len(text) - 1, len(text), "段末用了逗号、顿号，应为句号", suggestion="。")
        elif (
            re.match(r"[\u4e00-\u9fffA-Za-z0-9%％]", last) and (one.kind == "body") and _sentence_like(text, one.level)
        ):
            start = max(len(text) - 4, 0)
            yield Hit(one, start, len(text), "段末缺句号", suggestion=text[start:] + "。")
    for position, (one, following) in enumerate(itertools.pairwise([*reading.tree.prose, None])):
        if one is None or not one.text.endswith("；") or len(one.text) < _SENTENCE:
            continue
        goes_on = (
            following
            and (following.kind == "body" or following.level == one.level)
            and (_ITEM.match(following.text) or following.level and following.level == one.level)
        )
        before = reading.tree.prose[position - 1] if position else None
        listed = before and before.kind == "body" and before.text.endswith(("；", "："))
        if not goes_on and not listed:
            end = len(one.text)
            yield Hit(one, end - 1, end, "段末用了分号，后面不再是分项，应为句号", "warning", suggestion="。")


@rule(
    "R-P8",
    "同级各条有的缺句号",
    level="warning",
    source="GB/T 15834—2011",
    hits=("一、下一步措施\n（一）抓学习，每月1次。\n（二）抓阵地，每月2次。\n（三）抓志愿服务，年内新增志愿者⟦50名⟧",),
    misses=(
        "一、开展情况\n（一）强化责任、抓好落实\n正文平稳。\n（二）强化学习、抓好宣传\n正文平稳。",
        "1.抓学习。\n2.抓阵地。",
        "（一）抓学习，每月1次。\n（二）抓宣传，每月2次。\n（三）坚持问题导向，抓好整改\n考核反馈的3个问题已整改。",
    ),
)
def uneven_ends(reading: Reading) -> Iterator[Hit]:
    numbered = [one for one in reading.tree.prose if one.level and one.number and one.level > 1]
    for one in numbered:
        if (
            one.text[-1:] in "。；：！？”）》，、"
            or not re.search(r"，|\d", one.text[one.head :])
            or _sentence_like(one.text, one.level)
            and one.kind == "body"
        ):
            continue
        mates = [
            other
            for other in numbered
            if other.level == one.level and abs(other.index - one.index) <= 4 and other is not one
        ]
        following = reading.tree.paragraphs[one.index + 1 : one.index + 2]
        if (
            following
            and following[0].kind == "body"
            and not following[0].level
            and not re.search(r"\d", one.text[one.head :])
        ):
            continue  # a heading with its paragraph
        if mates and all(other.text.endswith(("。", "）")) for other in mates):
            start = max(len(one.text) - 4, one.head)
            yield Hit(one, start, len(one.text), "段末缺句号", suggestion=one.text[start:] + "。")


@rule(
    "R-P8",
    "括注前缺句号",
    level="warning",
    source="GB/T 15834—2011",
    hits=(
        "1.抓学习。（责任单位：办公室）\n2.抓宣传。（责任单位：宣传股）\n3.⟦抓阵地（责任单位：文化股⟧；时限：全年）",
        "1.抓学习。（责任单位：办公室）\n2.抓宣传。（责任单位：宣传股）\n3.实行⟦“一票否决”（责任⟧单位：办公室）",
    ),
    misses=(
        "1.抓学习（责任单位：办公室）\n2.抓宣传（责任单位：宣传股）\n3.抓阵地（责任单位：文化股）",
        "1.抓学习。（责任单位：办公室）\n2.抓宣传。（责任单位：宣传股）",
    ),
)
def uneven_duties(reading: Reading) -> Iterator[Hit]:
    found = list(reading.search(re.compile(r"(?:(.)[”》]?)（(?:责任|牵头|完成时限|时限|配合)[^（）]{2,60}）[。；]?$")))
    ended = [match for _, match in found if match[1] in "。！？；"]
    if len(ended) < 2 or len(found) - len(ended) > len(ended) / 2:
        return
    for one, match in found:
        if match[1] not in "。！？；" and match[0][1] not in "。；":
            head = match[0].index("（") + match.start()
            yield Hit(
                one,
                max(head - 4, 0),
                head + 3,
                "括注前缺句号",
                suggestion=one.text[max(head - 4, 0) : head] + "。" + one.text[head : head + 3],
            )


def _sentence_like(text: str, level: int) -> bool:
    if re.match(r"[\u4e00-\u9fff]{2,6}：", text) and "。" not in text:
        return False  # 出席：……
    inner = len(re.findall(r"[，。；]", text))
    return (len(text) > 30 and inner >= 2) or ("。" in text and len(text) > 14) or (len(text) > 45 and not level)


_SAID_BEFORE = re.compile(
    r"(?:学习|会议|活动|研讨|检查|督查|巡查|宣讲|培训|党课|座谈|走访|研判)[^，。；：\d]{0,4}(?:不少于|至少|不低于)\d{1,3}[次场期节](?P<next>[\u4e00-\u9fff]{2})(?<!以上|左右|以内|为宜|以下|的集|任务|要求|标准|目标|才能)"
)
_RUNS_ON = re.compile(
    r"(?<=[\u4e00-\u9fff”])\d+余?[场次期篇条份部节个](?P<verb>吸引|覆盖|惠及|受益|累计|受众|收集|参与(?:人数|群众|居民|党员)|参加(?:人数|人员|群众))(?=[^，。；]{0,10}\d)"
)


@rule(
    "R-P8",
    "数量后漏逗号",
    level="warning",
    source="GB/T 15834—2011 4.4",
    hits=(
        "放映电影4场，举办晒秋节⟦1场吸引⟧村民500余人次参加。",
        "推送信息⟦48条累计⟧阅读1200次。",
        "中心组学习全年不少于12次⟦管护⟧站党员学习以“送学上山”为主。",
    ),
    misses=("举办晒秋节1场，吸引村民500余人次参加。", "设6个服务点。", "每场覆盖居民50人。"),
)
def runs_on(reading: Reading) -> Iterator[Hit]:
    """A figure with its measure word, and the next clause's verb right after it."""
    for one, match in reading.search(_RUNS_ON, view="bare"):
        message = f"“{match['verb']}”前疑漏逗号"
        yield span(one, match, message, suggestion=match[0].replace(match["verb"], "，" + match["verb"]))
    for one, match in reading.search(_SAID_BEFORE, view="bare"):
        if match["next"][0] not in "的为作并和及与、等且由":
            yield span(one, match, f"“{match['next']}”前疑漏逗号", group="next", suggestion="，" + match["next"])
