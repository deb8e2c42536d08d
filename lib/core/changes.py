"""Comparisons with another period, zero values and sums, in words (NUMBERS.md R12–R17, R22). Exact decimals only."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lib.core.numerals import displayed, exact, percent, plain, word_count

SMALL_BASE = 10  # R13: below it a percentage distorts (3→2 would be “下降33.3%”)
_FOUND = ("问题", "隐患", "漏洞", "线索", "苗头", "风险", "违规", "错误")  # one finds these; the rest happen


def change(
    current: Decimal, previous: Decimal, measure: str, base: str = "上季度", kind: str = "activity", this: str = "本期"
) -> str:
    """Word a count against the same count of another period, named `base`.

    `kind` is activity, incident or rate (a rate goes to change_rate). Percentages only on a base of ten or more
    (R13), no growth on a base of zero (R14), 倍 only for whole multiples of a growth (R15).
    """
    if kind == "rate" or measure == "%":
        return change_rate(current, previous, base)
    if current == previous:
        return f"与{base}持平"
    if previous == 0:
        return f"{base}为零" if kind == "incident" else f"{base}未开展"
    if current == 0:
        if kind == "incident":
            return f"较{base}减少{exact(previous, measure)}，降至零"
        return f"{this}未开展（{base}{exact(previous, measure)}）"
    if previous >= SMALL_BASE and current > previous and current % previous == 0:
        return f"是{base}的{plain(current / previous)}倍"
    return _counted(current - previous, previous, measure, base)


def _counted(difference: Decimal, previous: Decimal, measure: str, base: str) -> str:
    more = difference > 0
    text = f"较{base}{'增加' if more else '减少'}{exact(abs(difference), measure)}"
    growth = abs(difference) * 100 / previous if previous else Decimal(0)
    if previous < SMALL_BASE or displayed(growth) == 0:  # “增长0%” says nothing
        return text
    return f"{text}，{'增长' if more else '下降'}{percent(growth)}"


def change_rate(current: Decimal, previous: Decimal, base: str = "上季度") -> str:
    """Word a rate against another period's, in percentage points of what both documents show (R17)."""
    difference = displayed(current) - displayed(previous)
    if difference == 0:
        return f"与{base}持平"
    return f"较{base}{'提高' if difference > 0 else '下降'}{plain(abs(difference))}个百分点"


def zero(name: str, kind: str) -> str | None:
    """Word a count of zero (R16): an incident is said not to have happened, an activity is left out ("").

    None for a required figure: it stays in the text with a warning and the clerk decides.
    """
    if kind == "required":
        return None
    if kind != "incident":
        return ""
    return f"{'未发现' if name.endswith(_FOUND) else '未发生'}{name}"


def total(parts: Iterable[Decimal], measure: str = "", wording: str = "确数") -> str:
    """Word a sum of raw parts, rounded once and at the end (R22)."""
    return word_count(sum(parts, Decimal(0)), measure, wording)


def sum_fault(parts: Iterable[Decimal], whole: Decimal) -> str:
    """Say what is wrong with a total, with its arithmetic; "" when it holds (R22)."""
    listed = list(parts)
    real = sum(listed, Decimal(0))
    if real == whole:
        return ""
    return f"{'＋'.join(map(plain, listed))}＝{plain(real)}，与合计{plain(whole)}不符"


def quarters_line(parts: Iterable[Decimal | None], measure: str = "") -> str:
    """Word the quarters and their year: 一季度12次、二季度6次…，全年共22次 (NUMBERS.md §3); missing ones are left out."""
    known = [(name, value) for name, value in zip("一二三四", parts, strict=False) if value is not None]
    if len(known) < 2:
        return ""
    listed = "、".join(f"{name}季度{exact(value, measure)}" for name, value in known)
    whole = "全年" if len(known) == 4 else "合计"
    return f"{listed}，{whole}共{exact(sum((value for _, value in known), Decimal(0)), measure)}"
