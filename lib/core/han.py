"""Chinese numerals: reading 十二 and 三千二百, writing 三四十 and 十几 (NUMBERS.md R18, R21). No Arabic-figure wording."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_READ_DIGITS = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_READ_DIGITS |= {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}
CHARACTERS = frozenset(_READ_DIGITS) | frozenset(_SMALL) | frozenset(_LARGE) | {"点"}
_TEN = ("", "十", "百", "千")


def read_han(text: str) -> Decimal | None:
    """Read a whole Chinese numeral (十二, 三千零五, 一亿二千万, 三点五); None for 概数 (三四), 一百二 and all else."""
    whole, point, fraction = text.partition("点")
    value = _read_large(whole)
    if value is None or not point:
        return value
    digits = [_READ_DIGITS.get(char) for char in fraction]
    if not digits or None in digits:
        return None
    return value + Decimal("0." + "".join(map(str, digits)))


def _read_large(text: str) -> Decimal | None:
    """Read the part before 点: 亿 and 万 split it, each at most once and in that order."""
    total, rest = 0, text
    for char, size in _LARGE.items():
        head, found, tail = rest.partition(char)
        if found:
            group = _read_small(head) if size == 10**4 else _whole(head)
            if not group:
                return None
            total, rest = total + group * size, tail
    if not rest and text:
        return Decimal(total)
    last = _read_small(rest, after_large=total > 0)
    return None if last is None else Decimal(total + last)


def _whole(text: str) -> int | None:
    value = _read_large(text)
    return None if value is None else int(value)


def _read_small(text: str, after_large: bool = False) -> int | None:
    """Read a numeral below 10000; None for anything a careful reader would have to guess (一百二, 三四, 二〇二五)."""
    total, digit, smallest, padded = 0, None, 10**4, False
    for index, char in enumerate(text):
        if char in _READ_DIGITS:
            if digit:  # 三四: two digits side by side are an estimate or a year
                return None
            padded = padded or (digit == 0 or _READ_DIGITS[char] == 0)
            digit = _READ_DIGITS[char]
        elif (size := _SMALL.get(char)) and size < smallest and (digit or (size == 10 and (index == 0 or digit == 0))):
            total, smallest, digit = total + (digit or 1) * size, size, None
        else:
            return None
    if digit is None:
        return total if text else None
    short = not padded and (smallest > 10 if total else after_large)  # 一百二, 三万五: 120 or 102?
    return None if short else total + digit


def write_han(number: int) -> str:
    """Write a whole number below 10^8 in Chinese: 12 → 十二, 2005 → 二千零五.

    >>> write_han(12), write_han(120), write_han(2005)
    ('十二', '一百二十', '二千零五')
    """
    text = _written(number)
    return text[1:] if text.startswith("一十") else text


def _written(number: int) -> str:
    """Write a number with 一 before every 十 (一十二): only the first of all is left out."""
    if number >= 10**4:
        head, tail = divmod(number, 10**4)
        gap = "零" if 0 < tail < 1000 else ""
        return _written(head) + "万" + (gap + _written(tail) if tail else "")
    text, digits = "", str(number)
    for place, digit in enumerate(digits):
        power = len(digits) - 1 - place
        if digit != "0":
            text += _DIGITS[int(digit)] + _TEN[power]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零") or "零"


def adjacent(first: int, second: int, measure: str = "") -> str:
    """Word two neighbouring numbers as an estimate, in Chinese and without a comma (NUMBERS.md R21, GB/T 15835 5.2.1).

    >>> adjacent(3, 4, "次"), adjacent(20, 30, "人"), adjacent(13, 14, "场"), adjacent(2, 3, "次")
    ('三四次', '二三十人', '十三四场', '两三次')

    Numbers whose step is not one of a single place (9 and 10, 3 and 7) make a range instead: `9～10次`.
    """
    step = second - first
    fits = step > 0 and str(step).strip("0") == "1" and first % step == 0 and 0 < first // step % 10 < 9
    if not fits or first >= 10**8:
        return f"{first}～{second}{measure}"
    head, tail = _written(first), _written(second)
    same = next(i for i, (a, b) in enumerate(zip(head, tail, strict=False)) if a != b)
    text = (head[: same + 1] + tail[same:]).removeprefix("一十" if tail.startswith("一十") else "")
    text = ("十" if tail.startswith("一十") else "") + text
    return (text.replace("二", "两") if first < 10 else text) + measure


def ji(base: int, measure: str = "") -> str:
    """Word “a little over base” with 几 (R21): 10 → 十几次, 20 → 二十几次, 100 → 一百几十次, 0 → 几次."""
    if base <= 0:
        return f"几{measure}"
    zeros = len(str(base)) - len(str(base).rstrip("0"))
    lower = {0: "", 1: "", 2: "十", 3: "百", 4: "千"}.get(zeros, "万")
    return f"{write_han(base)}几{lower}{measure}"


def quarter(year: int, number: int, place: str = "title") -> str:
    """Name a quarter with a Chinese ordinal (R18): with its year in a title, without elsewhere."""
    word = f"第{_DIGITS[number]}季度"
    return f"{year}年{word}" if place == "title" else word


def next_quarter(year: int, number: int) -> str:
    """Name the quarter after; the fourth is followed by next year's first (FORMATS.md §1.4)."""
    return quarter(year + number // 4, number % 4 + 1)


def quarters_range(first: int, last: int) -> str:
    """Name quarters side by side (二、三季度, an omission and so with 、) or from one to another (一至三季度)."""
    if last <= first:
        return f"{_DIGITS[first]}季度"
    joint = "、" if last - first == 1 else "至"
    return f"{_DIGITS[first]}{joint}{_DIGITS[last]}季度"
