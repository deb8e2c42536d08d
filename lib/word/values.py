"""Word a single value for Word: typed values become text, characters XML forbids are taken out. Knows no template."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import Any

# XML 1.0 §2.2 Char: all else makes a part unreadable.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
MAX_DIGITS = 4000  # Python itself refuses to print integers of more than 4 300 digits


class UnprintableError(ValueError):
    """A value that has no wording; str() says in Chinese what it is and what to do."""


def clean_text(text: str) -> tuple[str, int]:
    """Return `text` as Word can hold it, and how many characters were removed or repaired.

    CRLF and CR become LF (not counted); surrogate pairs are joined; lone surrogates, control characters,
    U+FFFE and U+FFFF are removed.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if FORBIDDEN.search(text) is None:
        return text, 0
    text, repaired = PAIR.subn(_join_pair, text)
    text, removed = FORBIDDEN.subn("", text)
    return text, repaired + removed


def _join_pair(found: re.Match[str]) -> str:
    high, low = (ord(one) for one in found[0])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def display(value: Any) -> str:
    """Return the wording of one value; None and NaN are empty text. Raises UnprintableError for what has none."""
    if isinstance(value, str):
        return str.__str__(value)
    if value is None:
        return ""
    for kinds, word in WORDINGS:
        if isinstance(value, kinds):
            return word(value)
    if type(value).__module__.split(".")[0] in ("numpy", "pandas"):
        return _display_array_value(value)
    raise UnprintableError(_refusal(value))


def _display_array_value(value: Any) -> str:
    if type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if getattr(value, "shape", ()) == () and hasattr(value, "item"):
        plain = value.item()
        if type(plain) is not type(value):
            return display(plain)
    raise UnprintableError(_refusal(value))


def _display_bool(value: bool) -> str:
    return "是" if value else "否"


def _display_int(value: int) -> str:
    if value.bit_length() > MAX_DIGITS * 3.33:
        raise UnprintableError(f"是一个超过{MAX_DIGITS}位的整数，放不进文档")
    return int.__str__(value)


def _display_float(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        raise UnprintableError("是无穷大，不是一个能写进文档的数")
    return _display_decimal(Decimal(f"{value:.15g}").normalize())  # 15 digits: what a double keeps for certain


def _display_decimal(value: Decimal) -> str:
    if value.is_nan():
        return ""
    if value.is_infinite():
        raise UnprintableError("是无穷大，不是一个能写进文档的数")
    if abs(value.adjusted()) > MAX_DIGITS:
        raise UnprintableError(f"是一个超过{MAX_DIGITS}位的数，放不进文档")
    text = format(value, "f")
    return text.lstrip("-") if value == 0 else text


def _display_date(value: datetime.date) -> str:
    if value != value:  # pandas.NaT is a datetime that equals nothing
        return ""
    day = f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return day + _display_time(value.time())
    return day


def _display_time(value: datetime.time) -> str:
    text = f"{value.hour}时{value.minute}分"
    return f"{text}{value.second}秒" if value.second else text


def _refusal(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "是二进制数据，不是文字"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "是一个列表，不能直接写进文字：请用循环（{%p for … %}）或 |join('、')"
    if isinstance(value, dict):
        return "是一组内容，不能直接写进文字：请写明取哪一项，如 {{ 名称.项目 }}"
    return f"是文档写不出的内容（{type(value).__name__}）"


# First match wins: bool is an int, datetime a date.
WORDINGS = (
    (bool, _display_bool),
    (int, _display_int),
    (float, _display_float),
    (Decimal, _display_decimal),
    (datetime.date, _display_date),
    (datetime.time, _display_time),
)
