"""Text into exact numbers, and numbers into words: counts, approximations, percentages (NUMBERS.md R1–R11, R19, R20).

Comparisons and sums are in changes, stacked approximations in approximations, Chinese numerals in han.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from lib.core.han import CHARACTERS, read_han

WORDINGS = ("确数", "余", "多", "近", "超", "约")
WAN, YI = Decimal(10**4), Decimal(10**8)
_LIMIT = Decimal(10**13)  # beyond any figure of a report; keeps arithmetic and text short
_STEPS = ((1000, 10), (10**4, 100), (10**5, 1000), (10**8, 10**4))  # R3: below → rounded to


class Reading(NamedTuple):
    """What a text means as a number: `value`, or None with `reason`, a Chinese line on how to mend (blank: no reason)."""

    value: Decimal | None
    reason: str = ""


# ---- reading -------------------------------------------------------------------------------------------------------

_WIDE = {
    ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％＋－−—–﹣", "0123456789.%+-----", strict=True)
}
_WIDE |= {ord(char): "," for char in "，﹐"}
_INVISIBLE = re.compile(r"[\s\u3000\u200b-\u200f\u2060\ufeff]+")
_PLAIN = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)$", re.ASCII)
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:([, ])\d{3})(?:\3\d{3})*(?:\.\d+)?)$", re.ASCII)
_SCALED = re.compile(r"(-?)(?:([\d,.]+)亿)?(?:([\d,.]+)([百千]?)万)?(?:([\d,.]+)([百千]))?([\d,.]+)?$", re.ASCII)
_SIZES = {"": 1, "百": 100, "千": 1000}
_APPROXIMATE = re.compile(r"[约近超逾余多几]|左右|上下|以上|以下|以内|不足|不少于|至少|大概")
_RANGE = re.compile(r"\d\s*(?:[~～至到]|-+)\s*\d", re.ASCII)
_NOTHING = {"无", "没有", "暂无", "-", "--", "/", "／", "空"}


def read_number(text: Any, units: Collection[str] = ()) -> Reading:
    """Read what a clerk types as one exact number: １２, 1,234, １，２３４, 6千, 3.5万, 1亿, 十二, -3.

    `units` are measure words that may trail the number (3次, 98%). A blank is no number and no fault. Whatever a
    careful reader would have to guess (1,23, １２ａ, 6000余, 30-40, 一百二) is refused with a reason that says how to mend.
    """
    if type(text) is str and text.isascii() and text.isdigit() and len(text) < 14:  # nearly every figure
        return Reading(Decimal(text))
    if text is None or isinstance(text, bool):
        return Reading(None, "" if text is None else "这里要填数字，不能填是或否")
    typed = str(text).strip()
    bare = _INVISIBLE.sub(" ", unicodedata.normalize("NFC", typed).translate(_WIDE)).strip()
    if not bare:
        return Reading(None)
    for unit in sorted(filter(None, units), key=len, reverse=True):
        if bare.endswith(unit) and bare != unit:
            bare = bare.removesuffix(unit).strip()
            break
    value = _number(bare)
    if value is None:
        return Reading(None, _why(" ".join(typed.split())[:30], bare))
    if abs(value) >= _LIMIT:
        return Reading(None, f"“{typed[:20]}”太大，超出可填的范围，请核对位数")
    if value.as_tuple().exponent < -6:
        return Reading(None, f"“{typed[:20]}”小数位太多，请保留六位以内")
    return Reading(value)


def _number(bare: str) -> Decimal | None:
    sign = "-" if bare.startswith("负") else ""
    bare = sign + bare.removeprefix("负").strip() if sign else bare
    if match := _PLAIN.match(bare) or _GROUPED.match(bare):
        return Decimal(match[1] + re.sub("[, ]", "", match[2]))
    negative, body = bare.startswith("-"), bare.removeprefix("-")
    value = read_han(body) if body and set(body) <= CHARACTERS else _scaled(body)
    return -value if negative and value is not None else value


def _scaled(body: str) -> Decimal | None:
    """Read figures with 百 千 万 亿: 6千, 3.5万, 1亿2000万. A part smaller than a place before it must be whole."""
    match = _SCALED.match(body.replace(" ", ""))
    if not match or not re.search("[百千万亿]", body):
        return None
    parts = [(match[2], YI), (match[3], WAN * _SIZES[match[4] or ""]), (match[5], Decimal(_SIZES[match[6] or ""]))]
    parts.append((match[7], Decimal(1)))
    total, last = Decimal(0), None
    for digits, size in parts:
        if digits is None:
            continue
        plain = _PLAIN.match(digits) or _GROUPED.match(digits)
        value = Decimal(plain[2].replace(",", "")) * size if plain else None
        # 12万3 is 123 000 to some and 120 003 to others; a part may follow only with all its digits (12万3000)
        if value is None or (last is not None and not last / 10 <= value < last):
            return None
        total, last = total + value, size
    return total


def _why(typed: str, bare: str) -> str:
    if bare in _NOTHING:
        return f"“{typed}”不是数字；没有发生请填0，没有数据请留空"
    if set(bare) <= set("xXＸｘ×*＊…?？_[]【】"):
        return f"“{typed}”是占位符，请填实际数字，没有数据请留空"
    if bare.count(",") and re.fullmatch(r"[+-]?[\d,.]+", bare):
        return f"“{typed}”的逗号位置不对：逗号每三位一个，如1,234；也可以不写逗号"
    if _RANGE.search(bare):
        return f"“{typed}”是一个范围，请填一个确切的数"
    if _APPROXIMATE.search(bare):
        return f"“{typed}”是约数，请填确切的数，“余、近、约”等在写法里选"
    if bare.endswith("%"):
        return f"“{typed}”带百分号：这里填的是个数，请去掉百分号核对"
    if set(bare) <= CHARACTERS | set("0123456789., "):
        return f"“{typed}”读不准，请用阿拉伯数字写全，如120、3.5万"
    if match := re.match(r"[+-]?\d[\d.,]*", bare, re.ASCII):
        return f"“{typed}”里有不是数字的“{bare[match.end() :].strip()[:10]}”，请只填数字，如{match[0].strip(',.')}"
    return f"“{typed}”不是数字，请填阿拉伯数字，如12、1,234、3.5万"


# ---- counts --------------------------------------------------------------------------------------------------------


def plain(value: Decimal) -> str:
    """Write a decimal without exponent, grouping or trailing zeros: 1E+3 → 1000, 2.50 → 2.5."""
    text = format(value + 0, "f")  # + 0 turns -0 into 0
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: Decimal, measure: str = "") -> str:
    """Word an exact count (R1, R2): no thousands mark; 万 or 亿 from 1万 on when two decimals of it say all.

    >>> exact(Decimal(12320), "人次"), exact(Decimal(23000), "次"), exact(Decimal(3500000), "人次")
    ('12320人次', '2.3万次', '350万人次')
    """
    if measure.startswith(("万", "亿", "%")):  # 万字, 亿元: the measure word carries the scale already
        return plain(value) + measure
    for size, name in ((YI, "亿"), (WAN, "万")):
        if abs(value) >= size and value % (size / 100) == 0:
            return plain(value / size) + name + measure
    return plain(value) + measure


def step_of(value: Decimal) -> Decimal:
    """Return the place a value is rounded to (R3): tens below 1000, hundreds below 1万, 0.1万 below 10万, then 万."""
    return Decimal(next((step for below, step in _STEPS if value < below), 10**7))


def _round(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step


def over(value: Decimal, measure: str = "", word: str = "余") -> str:
    """Word “a little over” with 余 or 多 (R3–R6): rounded down, exact up to ten and on a round number."""
    floor = _round(value, step_of(value), ROUND_FLOOR)
    if value <= 10 or floor == value:
        return exact(value, measure)
    return exact(floor) + word + measure if not measure.startswith(("万", "亿")) else plain(floor) + word + measure


def nearly(value: Decimal, measure: str = "") -> str:
    """Word “nearly” with 近 (R7): the next round number, if within 5 % of the real one; else 余."""
    if value <= 10:
        return exact(value, measure)
    places = 2 if value >= 10**5 else 1
    step = Decimal(10) ** (value.adjusted() + 1 - places)
    ceiling = _round(value, step, ROUND_CEILING)
    if ceiling == value or (ceiling - value) * 20 > value:
        return over(value, measure)
    return "近" + exact(ceiling, measure)


def beyond(value: Decimal, measure: str = "") -> str:
    """Word “more than” with 超 (R8): rounded down; 达 on a round number; exact below a hundred."""
    if value < 100:
        return exact(value, measure)
    floor = _round(value, step_of(value), ROUND_FLOOR)
    return ("达" if floor == value else "超") + exact(floor, measure)


def about(value: Decimal, measure: str = "") -> str:
    """Word “about” with 约 (R9): half up; exact on a round number and where rounding would be off by over a tenth."""
    rounded = _round(value, step_of(value), ROUND_HALF_UP)
    if value <= 10 or rounded == value or abs(rounded - value) * 10 > value:
        return exact(value, measure)
    return "约" + exact(rounded, measure)


def word_count(value: Decimal | None, unit: str = "", wording: str = "确数") -> str:
    """Word a figure with its measure word in the wording chosen (one of WORDINGS); "" for None, a percentage for %."""
    if value is None:
        return ""
    if unit == "%":
        return percent(value)
    if value < 0 or wording not in _WORDERS:
        return exact(value, unit)
    return _WORDERS[wording](value, unit)


_WORDERS = {
    "余": over,
    "多": lambda value, unit: over(value, unit, "多"),
    "近": nearly,
    "超": beyond,
    "约": about,
}


# ---- percentages, ranges, dates ------------------------------------------------------------------------------------


def percent(value: Decimal) -> str:
    """Word a percentage (R10, R11): one decimal, half up, no trailing zero; never 100% for less, never 0% for more."""
    shown = displayed(value)
    if shown == 100 and value < 100:
        shown = Decimal("99.9")
    if shown == 0 and value > 0:
        shown = Decimal("0.1")
    return plain(shown) + "%"


def displayed(value: Decimal, places: int = 1) -> Decimal:
    """Round to what a document shows (R10), half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share(part: Decimal, whole: Decimal) -> str:
    """Word a part of a whole as a percentage; "" when the whole is nothing (R16)."""
    if whole == 0:
        return ""
    value = part * 100 / whole
    if part < whole and value >= 100:  # division rounds at 28 digits
        value = Decimal("99.9")
    return percent(value)


def num_range(first: Decimal, last: Decimal, measure: str = "") -> str:
    """Word a range (R20): 30～40人, 15万～20万份, 15%～30%; the first number keeps its 万, 亿 and %."""
    if measure == "%":
        return f"{plain(first)}%～{plain(last)}%"
    return f"{exact(first)}～{exact(last, measure)}"


def date_words(year: int, month: int, day: int) -> str:
    """Word a date (R19): Arabic figures, full year, no leading zeros."""
    return f"{year}年{month}月{day}日"


def month_range(year: int, first: int, last: int, last_year: int | None = None) -> str:
    """Word months from one to another with a dash (R20): 2026年3月—6月; over the turn of a year both years stand."""
    if last_year is not None and last_year != year:
        return f"{year}年{first}月—{last_year}年{last}月"
    return f"{year}年{first}月" + (f"—{last}月" if last != first else "")


def date_range(first: date, last: date) -> str:
    """Word days from one to another with a dash (R20): what both share stands once, 2025年4月1日—6月30日."""
    if first.year != last.year:
        return f"{date_words(first.year, first.month, first.day)}—{date_words(last.year, last.month, last.day)}"
    month = f"{last.month}月" if first.month != last.month else ""
    return date_words(first.year, first.month, first.day) + (f"—{month}{last.day}日" if last != first else "")
