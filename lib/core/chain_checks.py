"""Holding an entry against the rest of its chain: parts, units below, last period, targets. Each finding shows its sum.

Rules of single formats stand in their YAML (checks: 上期 同期 分期合计 目标 下级合计); these hold for every figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from lib.core.carrying import is_confirmed, taken_findings
from lib.core.chain import Total, part_name, period_totals, unit_totals
from lib.core.chain_targets import Progress, target_findings
from lib.core.model import Field, Finding, Form, History, Mark, Values
from lib.core.numerals import percent, plain
from lib.core.period import Period

CHANGE_BOUND = Decimal(100)  # per cent up or, seen from the smaller number, down: doubled or halved asks for a look
RATE_BOUND = Decimal(20)  # percentage points
SMALL = 10  # NUMBERS.md R13: among numbers below it nothing is conspicuous
FROM_BELOW = "下级合计"  # the source note of a figure that was taken from the units below


@dataclass(frozen=True, slots=True)
class Bounds:
    """What change over last period asks for confirmation; a figure's own bound stands before the general one."""

    change: Decimal = CHANGE_BOUND
    rate: Decimal = RATE_BOUND
    figures: Mapping[str, Decimal] | None = None

    def of(self, one: Field) -> Decimal:
        own = (self.figures or {}).get(one.name)
        return own if own is not None else self.rate if _is_rate(one) else self.change


def read_bounds(settings: Mapping[str, Any]) -> Bounds:
    """Read bounds as configuration has them: 变幅 (per cent), 率变幅 (percentage points), or a figure's name."""
    read: dict[str, Decimal] = {}
    for name, value in settings.items():
        try:
            read[name] = abs(Decimal(str(value).strip().removesuffix("%")))
        except InvalidOperation:
            continue  # a setting that is no number leaves the usual bound in force
    return Bounds(read.pop("变幅", CHANGE_BOUND), read.pop("率变幅", RATE_BOUND), read)


def check_chain(
    form: Form,
    values: Values,
    period: Period,
    history: History,
    *,
    raw: Mapping[str, Any] | None = None,
    progress: Mapping[str, Progress] | None = None,
    bounds: Bounds | None = None,
) -> list[Finding]:
    """Return what is at odds with the chain, in the form's order; `raw` carries the marks 确认 and 沿用."""
    raw, bounds = raw or {}, bounds or Bounds()
    parts, below = period_totals(form, period, history), unit_totals(form, history)
    findings = list(_missing(period, history))
    for one in form.fields():
        value = values[one.name]
        if not one.is_figure or not isinstance(value, Decimal):
            continue
        mark, sure = values.marks.get(one.name) or Mark(one.unit), is_confirmed(raw, one.name)
        if one.name in parts:
            findings += _against_parts(one, value, mark, parts[one.name], sure)
        if one.name in below:
            findings += _against_below(one, value, mark, below[one.name])
        before = history.previous[one.name] if history.previous else None
        if isinstance(before, Decimal) and not sure:
            findings += _against_last(one, value, mark, before, period, bounds.of(one))
    findings += target_findings(progress or {})
    return findings + list(taken_findings(form, raw))


def _missing(period: Period, history: History) -> Iterator[Finding]:
    """Name once the parts and the units without an entry; they are never counted as zero."""
    gone = [
        f"{part_name(part, period)}（{history.notes.get(part.key) or '未填报'}）"
        for part, entry in history.parts
        if entry is None
    ]
    if gone:
        told = f"缺{'、'.join(gone)}，合计只含已有各期，没有与{period.this}的数核对"
        yield Finding("R-C7", "info", f"未核：{told}")
    units = [name for name, entry in history.children if entry is None]
    if units:
        listed = "、".join(units[:10]) + (f"等{len(units)}个单位" if len(units) > 10 else "")
        yield Finding("下级合计", "info", f"下级合计不全，缺{listed}；合计只含已填报的单位")


def _against_parts(one: Field, value: Decimal, mark: Mark, total: Total, sure: bool) -> Iterator[Finding]:
    if total.value is None or any(part.note != "未填" for part in total.missing):  # told once by _missing
        return
    if total.missing:
        if any(part.value is not None for part in total.parts):
            yield Finding(
                "R-C7", "info", f"未核：{one.label}缺{total.missing_names}，{total.arithmetic}", field=one.name
            )
        return
    if _same(one, value, total.value):
        return
    level = "error" if total.aggregate == "sum" and not sure else "warning"
    typed = f"与填写的{plain(value)}{mark.unit}不一致"
    mend = "请更正，或确认确有另外的部分" if not sure else "已确认"
    message = f"{one.label}：{total.arithmetic}，{typed}，{mend}"
    yield Finding("R-C7", level, message, field=one.name, suggestion=total.offered)


def _against_below(one: Field, value: Decimal, mark: Mark, total: Total) -> Iterator[Finding]:
    """A parent's own figure need not be its children's; one that was taken from them must still be."""
    if total.value is None or _same(one, value, total.value):
        return
    taken = mark.source.startswith(FROM_BELOW)
    message = f"{one.label}：{total.arithmetic}，与填写的{plain(value)}{mark.unit}不一致"
    tail = "，请重新取数或更正" if taken else "；本单位另有口径的不用改"
    level = "warning" if taken else "info"
    yield Finding("下级合计", level, message + tail, field=one.name, suggestion=total.offered)


def _against_last(
    one: Field, value: Decimal, mark: Mark, before: Decimal, period: Period, bound: Decimal
) -> Iterator[Finding]:
    said = _conspicuous(one, value, before, bound)
    if said:
        base, unit = period.previous_word, mark.unit
        message = (
            f"{one.label}{period.this}{plain(value)}{unit}，{base}{plain(before)}{unit}，{said}，变化较大，请核对后确认"
        )
        yield Finding("变幅", "warning", message, field=one.name)


def _conspicuous(one: Field, value: Decimal, before: Decimal, bound: Decimal) -> str:
    """Word a change beyond the bound; "" for one within it."""
    difference = value - before
    if _is_rate(one):
        word = "提高" if difference > 0 else "下降"
        return f"{word}{plain(abs(difference))}个百分点" if abs(difference) > bound else ""
    low, high = sorted((value, before))
    if high < SMALL or (low > 0 and (high - low) * 100 / low <= bound):
        return ""
    if before < SMALL or value == 0:
        return f"{'增加' if difference > 0 else '减少'}{plain(abs(difference))}{one.unit}"
    return f"{'增长' if difference > 0 else '下降'}{percent(abs(difference) * 100 / before)}"


def _is_rate(one: Field) -> bool:
    return one.type == "rate" or one.kind == "rate"


def _same(one: Field, value: Decimal, total: Decimal) -> bool:
    """Compare within half a unit of the field's last decimal (PROOFREADING.md R-C7: 0.05 for a rate)."""
    exact = one.aggregate in ("sum", "last", "max") and not _is_rate(one)
    return value == total if exact else abs(value - total) <= Decimal(1).scaleb(-one.decimals) / 2


def asks_to_confirm(one: Finding) -> bool:
    """Tell whether the mark 确认 beside its figure settles a finding."""
    return (one.rule, one.level) in (("变幅", "warning"), ("R-C7", "error"))
