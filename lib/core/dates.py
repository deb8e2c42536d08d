"""Read dates as people write them; a day that does not exist is told, never bent to one that does."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_WIDE = {ord(a): b for a, b in zip("０１２３４５６７８９／－．", "0123456789/-.", strict=True)}
_FULL = re.compile(r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?$")
_SHORT = re.compile(r"(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?$")
_TEN = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_EXAMPLE = "请写成2025年6月25日的样子"


def read_date(text: str) -> date:
    """Read 2025-06-25, 2025年6月25日, 2025/6/25, 2025.6.25, 二〇二五年六月二十五日.

    Raises ValueError with a Chinese sentence that says what is wrong and how to mend it.
    """
    plain = _arabic(text.strip().translate(_WIDE).replace(" 00:00:00", ""))
    if match := _FULL.match(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT.match(plain):
        month, day = int(match[1]), int(match[2])
        _day(2024, month, day)  # a leap year: only what never exists is refused here
        raise ValueError(f"日期“{text}”缺少年份，{_EXAMPLE}")
    raise ValueError(f"“{text}”不是日期，{_EXAMPLE}")


def word_date(day: date) -> str:
    """Return 2025年7月5日 (GB/T 9704 7.3.5: full year, no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _arabic(text: str) -> str:
    text = _TEN.sub(lambda m: (_DIGITS.get(m[1], "1")) + (_DIGITS.get(m[2], "0")), text)
    return "".join(_DIGITS.get(c, c) for c in text)


def _day(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199:
        raise ValueError(f"年份{year}有误，{_EXAMPLE}")
    if not 1 <= month <= 12:
        raise ValueError(f"没有{month}月，{_EXAMPLE}")
    try:
        return date(year, month, day)
    except ValueError:
        place = f"{month}月" if day > 29 or month != 2 else f"{year}年2月"
        raise ValueError(f"{place}没有{day}日，请核对日期") from None
