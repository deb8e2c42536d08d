"""What the form shows beside each figure: 本期, 上期, 上年同期, 增减, target, and the total that is offered. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.core.chain import Total, period_totals, unit_totals
from lib.core.chain_checks import FROM_BELOW, SMALL
from lib.core.chain_targets import Progress
from lib.core.model import Field, Form, History, Mark, Values
from lib.core.numerals import plain
from lib.core.period import Period


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure beside its history; changes are worded (＋15，＋20%), empty where there is nothing to compare."""

    field: str
    label: str
    unit: str
    now: Decimal | None
    previous: Decimal | None
    last_year: Decimal | None
    change: str
    year_change: str
    progress: Progress | None = None
    parts: Total | None = None  # what its periods add up to
    below: Total | None = None  # what the units below add up to


def figure_rows(
    form: Form, values: Values, period: Period, history: History, progress: Mapping[str, Progress] | None = None
) -> list[FigureRow]:
    """Return a row for every figure of the form, in its order."""
    parts, below = period_totals(form, period, history), unit_totals(form, history)
    rows = []
    for one in form.fields():
        if not one.is_figure:
            continue
        now, before, same = (_figure(entry, one) for entry in (values, history.previous, history.last_year))
        unit = (values.marks.get(one.name) or Mark(one.unit)).unit
        changes = difference(one, now, before), difference(one, now, same)
        beside = (progress or {}).get(one.name), parts.get(one.name), below.get(one.name)
        rows.append(FigureRow(one.name, one.label, unit, now, before, same, *changes, *beside))
    return rows


def _figure(entry: Values | None, one: Field) -> Decimal | None:
    value = entry[one.name] if entry else None
    return value if isinstance(value, Decimal) else None


def difference(one: Field, now: Decimal | None, before: Decimal | None) -> str:
    """Word a change for a table: ＋15（＋20%）, －3, 持平; a rate's in percentage points (NUMBERS.md R12, R13, R14, R17)."""
    if now is None or before is None:
        return ""
    change = now - before
    if change == 0:
        return "持平"
    text = _signed(change)
    if one.type == "rate" or one.kind == "rate":
        return f"{text}个百分点"
    if before < SMALL:
        return text
    growth = (change * 100 / before).quantize(Decimal("0.1"))
    return f"{text}（{_signed(growth)}%）" if growth else text


def _signed(value: Decimal) -> str:
    return f"{'＋' if value > 0 else '－'}{plain(abs(value))}"


def accept_total(raw: Mapping[str, Any], total: Total, *, below: bool = False) -> dict[str, Any]:
    """Return the text with an offered total taken as a figure's value and said so in its source note.

    A total with parts missing is taken as well: its source note names them.
    """
    if total.value is None:
        return dict(raw)
    note = f"{FROM_BELOW if below else '分期合计'}：{total.arithmetic}"
    return {**raw, total.field: total.offered, f"{total.field}.来源": note[:200]}
