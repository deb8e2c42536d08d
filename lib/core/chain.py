"""The chain's arithmetic: figures put together from quarters or from units below, parts shown, missing ones named.

Adds raw figures, before any rounding (NUMBERS.md R22). What is missing is named and never counts as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lib.core.model import Field, FigureEntry, Form, History, Mark, Values
from lib.core.numerals import plain
from lib.core.period import Period
from lib.core.scope import COMBINE, COMBINE_UNITS

_SHOWN = 8  # parts written out in a sum; of more, the first ones and their number


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total; `value` is None where it is missing, `note` says why (未填报, 已删除, 未填) or what it is (草稿)."""

    name: str
    value: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A figure put together; `value` is that of the parts there are, None where there are none."""

    field: str
    label: str
    unit: str
    aggregate: str
    value: Decimal | None
    parts: tuple[Part, ...]
    decimals: int = 0

    @property
    def offered(self) -> str:
        """The value as it is put into the form: a mean rounded to the field's decimals, all else exact."""
        if self.value is None or self.aggregate != "mean":
            return "" if self.value is None else plain(self.value)
        return plain(self.value.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP))

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.value is None)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def arithmetic(self) -> str:
        """How it comes about, as a reader checks it: 一季度12＋二季度8＝20."""
        known = [part for part in self.parts if part.value is not None]
        if self.value is None:
            return "没有可用的数"
        result = _ARITHMETIC[self.aggregate](known, self.value)
        return f"{result}，缺{self.missing_names}" if self.missing else result

    @property
    def missing_names(self) -> str:
        """The missing parts by name and reason: 三季度（已删除）、四季度（未填报）."""
        names = [f"{part.name}（{part.note}）" if part.note else part.name for part in self.missing]
        return "、".join(names[:_SHOWN]) + (f"等{len(names)}个" if len(names) > _SHOWN else "")


def _listed(known: Sequence[Part], sign: str) -> str:
    shown = [f"{part.name}{plain(part.value)}" for part in known[:_SHOWN]]
    return sign.join(shown) + (f"{sign}…（共{len(known)}项）" if len(known) > _SHOWN else "")


_ARITHMETIC: Mapping[str, Callable[[Sequence[Part], Decimal], str]] = {
    "sum": lambda known, value: f"{_listed(known, '＋')}＝{plain(value)}",
    "last": lambda known, value: f"{_listed(known, '、')}，取最后一期{plain(value)}",
    "max": lambda known, value: f"{_listed(known, '、')}，最大{plain(value)}",
    "mean": lambda known, value: f"（{_listed(known, '＋')}）÷{len(known)}＝{plain(round(value, 4))}",
}


def part_name(period: Period, whole: Period | None = None) -> str:
    """Return what a sum calls a period: 一季度, 上半年; with its year where the whole is of another."""
    short = period.short.removeprefix("第") if period.kind != "年度" else f"{period.year}年"
    return short if whole is None or whole.year == period.year or period.kind == "年度" else f"{period.year}年{short}"


def roll_up(
    form: Form,
    parts: Sequence[tuple[str, Values | None]],
    notes: Mapping[str, str] | None = None,
    *,
    units: bool = False,
) -> dict[str, Total]:
    """Put every figure of `form` together from named parts, each by its `aggregate`; `units`: they are units, not periods.

    `notes` says of a part by its name what it is, or why it is missing.
    """
    totals = (
        _total(one, parts, notes or {}, units) for one in form.fields() if one.is_figure and one.aggregate != "none"
    )
    return {total.field: total for total in totals if parts}


def _total(one: Field, parts: Sequence[tuple[str, Values | None]], notes: Mapping[str, str], units: bool) -> Total:
    combine = COMBINE_UNITS if units else COMBINE
    shown = tuple(_part(one, name, entry, notes.get(name, "")) for name, entry in parts)
    known = [part.value for part in shown if part.value is not None]
    aggregate = "sum" if units and one.aggregate == "last" else one.aggregate
    value = combine[one.aggregate](known) if known else None
    return Total(one.name, one.label, one.unit, aggregate, value, shown, one.decimals)


def _part(one: Field, name: str, entry: Values | None, note: str) -> Part:
    if entry is None:
        return Part(name, None, note or "未填报")
    value = entry[one.name]
    return Part(name, value, note) if isinstance(value, Decimal) else Part(name, None, "未填")


def period_totals(form: Form, period: Period, history: History) -> dict[str, Total]:
    """Put a half-year's or year's figures together from the periods of its history."""
    notes = {part_name(one, period): history.notes.get(one.key, "") for one, _ in history.parts}
    return roll_up(form, [(part_name(one, period), entry) for one, entry in history.parts], notes)


def unit_totals(form: Form, history: History) -> dict[str, Total]:
    """Put a parent unit's figures together from its children; what is a level at the end of a period is added, too."""
    return roll_up(form, history.children, history.notes, units=True)


def combine_units(form: Form, entries: Sequence[Values]) -> Values:
    """Return one entry for units that are one by now: figures put together, all else of the first."""
    if len(entries) == 1:
        return entries[0]
    data = dict(entries[0].data)
    for one in form.fields():
        known = [entry[one.name] for entry in entries if isinstance(entry[one.name], Decimal)]
        if one.is_figure and known and one.aggregate != "none":
            data[one.name] = COMBINE_UNITS[one.aggregate](known)
    return Values(data, entries[0].marks)


def figure_entries(form: Form, values: Values) -> tuple[FigureEntry, ...]:
    """Return every figure of an entry for the ledger: the form's, those in groups, free rows (by their 名称)."""
    return tuple(_figures(form.fields(), values, "", ""))


def _figures(fields: Iterable[Field], values: Values, path: str, place: str) -> Iterator[FigureEntry]:
    for one in fields:
        value = values[one.name]
        if one.is_figure and isinstance(value, Decimal):
            mark = values.marks.get(one.name) or Mark(one.unit)
            if one.name == "数值" and "名称" in values.data:  # a free row names its own figure
                label, unit = str(values["名称"] or ""), str(values["量词"] or "")
                yield FigureEntry(path + one.name, value, unit, label, mark.source)
            else:
                yield FigureEntry(path + one.name, value, mark.unit, place + one.label, mark.source)
        elif one.is_group:
            for count, row in enumerate(value or (), 1):
                number = row.row or count
                yield from _figures(one.fields, row, f"{path}{one.name}[{number}].", f"{place}{one.label}第{number}条·")


def quarters_done(period: Period) -> int:
    """Return how many quarters of its year have passed when the period ends."""
    return {"季度": period.part, "半年": 2 * period.part}.get(period.kind, 4)


def earlier_parts(period: Period) -> tuple[Period, ...]:
    """Return the quarters of the year before a period: what its progress is counted from."""
    return tuple(Period(period.year, "季度", part) for part in range(1, period.first.month // 3 + 1))


def known_parts(period: Period, known: Iterable[str]) -> tuple[Period, ...]:
    """Return the parts of a half-year or year: its quarters, but a half-year where only that was reported.

    `known` are the keys of the periods that have an entry (schools report by the half-year).
    """
    return _known(period.parts, set(known))


def known_earlier(period: Period, known: Iterable[str]) -> tuple[Period, ...]:
    """Return what was reported of the year before a period: quarters, or half-years where only those were."""
    return _known(earlier_parts(period), set(known))


def _known(quarters: Sequence[Period], known: set[str]) -> tuple[Period, ...]:
    found: list[Period] = []
    for half in (1, 2):
        mine = [quarter for quarter in quarters if (quarter.part + 1) // 2 == half]
        whole = Period(mine[0].year, "半年", half) if mine else None
        reported = any(quarter.key in known for quarter in mine)
        found += [whole] if whole and len(mine) == 2 and not reported and whole.key in known else mine
    return tuple(found)
