"""Find and mend approximations said twice or wrongly in finished text (NUMBERS.md R8, R9, R23, R24). Never rewords."""

from __future__ import annotations

import re
from typing import NamedTuple

from lib.core.numerals import plain, read_number

# 5千克 and 3百分点 hold no mixed number; 百余人, 三十余场 are numbers too
_NUMBER = (
    r"(?:(?P<number>\d+(?:\.\d+)?)(?P<scale>[百千]?[万亿]|千(?![克米瓦伏卡帕安赫升焦字])|百(?![分帕度]))?"
    r"|(?P<han>[一二三四五六七八九两]?[十百千万亿][一二三四五六七八九十百千万亿零]*))"
)
_PREFIX = r"(?P<prefix>大约|约|接近|将近|近|超过|超|逾|达到|达|最高达|最高|最多|至少|最少|不少于|不低于|不足)"
# 签约30余户, 传达3次以上, 附近20余户: the last character belongs to another word (NUMBERS.md §5)
_GUARD = r"(?<![签预邀条公解履相违节制合契隐失爽特简订])(?<![传到表抵发送下转直通])(?<![最附靠临逼亲])(?<![赶高])"
_TAIL = "左右|上下|以上|以下|以内"
_MEASURE = r"(?P<measure>[^\d\s，。；、：！？（）“”《》余多]{0,4}?)"
_STACK = re.compile(rf"(?:{_GUARD}{_PREFIX})?{_NUMBER}(?P<more>[余多])?(?:{_MEASURE}(?P<tail>{_TAIL}))?")
_SOFT = {"大约", "约", "接近", "将近", "近"}  # these give way to 余/多; the others stand and 余/多 leaves
_SIZES = {"百": 100, "千": 1000}
_HAN = frozenset("一二三四五六七八九十百千万亿零两几数第")


class Stack(NamedTuple):
    """A wrong approximation: 0-based code points in the text, the rule, why, and what it should be."""

    start: int
    end: int
    rule: str
    message: str
    suggestion: str


def find_stacks(text: str) -> list[Stack]:
    """Return the stacked, impossible or mixed approximations of a text, in order."""
    return [found for match in _STACK.finditer(text) if (found := _judge(match, text))]


def mend(text: str) -> str:
    """Return the text with each wrong approximation mended (约80余份 → 80余份); other text stays verbatim.

    Mending one may bring another together (超约0余余), so it goes on until nothing is left; each step shortens or keeps.
    """
    for _ in range(len(text) + 1):
        before = text
        for found in reversed(find_stacks(text)):
            text = text[: found.start] + found.suggestion + text[found.end :]
        if text == before:
            break
    return text


def _judge(match: re.Match[str], text: str) -> Stack | None:
    before = text[match.start() - 1 : match.start()]
    if before and (before in "." or before.isdigit() or (match["han"] and not match["prefix"] and before in _HAN)):
        return None
    prefix, more, tail = match["prefix"] or "", match["more"] or "", match["tail"] or ""
    scale, faults = match["scale"] or "", []
    number = match["han"] or match["number"] + scale
    if scale[:1] in _SIZES:
        number = _without_places(match["number"], scale)
        faults.append(("R24", "“万、亿”之外不用汉字位与阿拉伯数字混写"))
    if more and _is_precise(match["han"] or match["number"], scale):
        faults.append(("R23", f"个位不是零的数不带“{more}”"))
        more = ""
        prefix = "" if prefix in _SOFT else prefix
    if prefix and more:
        faults.append(("R23", f"“{prefix}”与“{more}”叠用"))
        prefix, more = ("", more) if prefix in _SOFT else (prefix, "")
    if (prefix or more) and tail:
        faults.append(("R23", f"“{prefix or more}”与“{tail}”叠用"))
        tail = ""
    if not faults:
        return None
    rule, message = faults[0][0], "；".join(why for _, why in faults)
    return Stack(match.start(), match.end(), rule, message, f"{prefix}{number}{more}{match['measure'] or ''}{tail}")


def _is_precise(number: str, scale: str) -> bool:
    """Say whether 余 can't follow: 37余 (a unit that is not zero); 2.5万余 and 12万余 are right, 3.75余 is not."""
    return not scale and ("." in number or not number.endswith(("0", "０", *"十百千万亿")))


def _without_places(number: str, scale: str) -> str:
    """Write 4千 as 4000, 2千万 as 2000万."""
    value = read_number(number).value
    return plain((value or 0) * _SIZES[scale[0]]) + scale[1:]
