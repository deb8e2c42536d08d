"""Quarter, half-year and year: parsing what people write, labels, previous, same of last year, parts, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("季度", "半年", "年度")
_HAN = "零一二三四"
_QUARTER = re.compile(r"(\d{4})\s*(?:[Qq]\s*([1-4])|年?\s*第?\s*([1-4一二三四])\s*季度)$")
_HALF = re.compile(r"(\d{4})\s*(?:[Hh]\s*([12])|年?\s*([上下])半年)$")
_YEAR = re.compile(r"(\d{4})\s*(?:年度?|全年)?$")
_WIDE = str.maketrans("０１２３４５６７８９ＱＨｑｈ　", "0123456789QHqh ")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period. `part` is 1–4 for a quarter, 1–2 for a half-year, 0 for a year."""

    year: int
    kind: str
    part: int = 0

    @property
    def key(self) -> str:
        """The stable form: 2025Q2, 2025H1, 2025."""
        return {"季度": f"{self.year}Q{self.part}", "半年": f"{self.year}H{self.part}"}.get(self.kind, f"{self.year}")

    @property
    def label(self) -> str:
        """As it stands in a title: 2025年第二季度, 2025年上半年, 2025年度 (NUMBERS.md R18)."""
        return f"{self.year}年{self.short}" if self.kind != "年度" else f"{self.year}年度"

    @property
    def short(self) -> str:
        """Without the year: 第二季度, 上半年, 年度."""
        if self.kind == "季度":
            return f"第{_HAN[self.part]}季度"
        return "年度" if self.kind == "年度" else ("上半年" if self.part == 1 else "下半年")

    @property
    def this(self) -> str:
        """What a text calls it: 本季度, 上半年, 本年度."""
        return {"季度": "本季度", "年度": "本年度"}.get(self.kind, self.short)

    @property
    def previous_word(self) -> str:
        """What a text calls the period before: 上季度, 上半年 / 去年下半年, 上年度."""
        if self.kind == "半年":
            return "上半年" if self.part == 2 else "去年下半年"
        return "上季度" if self.kind == "季度" else "上年度"

    @property
    def next_word(self) -> str:
        if self.kind == "半年":
            return "下半年" if self.part == 1 else "明年上半年"
        return "下季度" if self.kind == "季度" else "下年度"

    @property
    def first(self) -> date:
        month = {"季度": 3 * self.part - 2, "半年": 6 * self.part - 5}.get(self.kind, 1)
        return date(self.year, month, 1)

    @property
    def last(self) -> date:
        month = {"季度": 3 * self.part, "半年": 6 * self.part}.get(self.kind, 12)
        return (date(self.year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def shifted(self, steps: int) -> Period:
        """Return the period that many of its own kind later (earlier if negative)."""
        count = {"季度": 4, "半年": 2}.get(self.kind, 1)
        index = self.year * count + max(self.part, 1) - 1 + steps
        return Period(index // count, self.kind, index % count + 1 if count > 1 else 0)

    @property
    def previous(self) -> Period:
        return self.shifted(-1)

    @property
    def next(self) -> Period:
        return self.shifted(1)

    @property
    def last_year(self) -> Period:
        return Period(self.year - 1, self.kind, self.part)

    @property
    def half(self) -> Period:
        """The half-year its last day lies in."""
        return Period(self.year, "半年", (self.last.month + 5) // 6)

    @property
    def parts(self) -> tuple[Period, ...]:
        """The quarters that make it up; a quarter has none."""
        if self.kind == "季度":
            return ()
        first = 2 * self.part - 1 if self.kind == "半年" else 1
        return tuple(Period(self.year, "季度", q) for q in range(first, first + (2 if self.kind == "半年" else 4)))

    def __str__(self) -> str:
        return self.label


def parse_period(text: str) -> Period | None:
    """Read 2025Q2, 2025H1, 2025, 2025年第二季度, 2025年上半年, 2025年度; None when it is none of them."""
    text = str(text).translate(_WIDE).strip()
    if match := _QUARTER.match(text):
        part = match[2] or match[3]
        period = Period(int(match[1]), "季度", int(part) if part.isdigit() else _HAN.index(part))
    elif match := _HALF.match(text):
        period = Period(int(match[1]), "半年", int(match[2]) if match[2] else (1 if match[3] == "上" else 2))
    elif match := _YEAR.match(text):
        period = Period(int(match[1]), "年度")
    else:
        return None
    return period if 1949 <= period.year <= 2199 else None
