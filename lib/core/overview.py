"""The overview's arithmetic: who has begun, who is missing, one figure over units and periods, series for charts.

Takes what the store found; a missing entry stays missing (None) and is named beside every sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.core.chain import Part, Total
from lib.core.model import Field
from lib.core.period import Period
from lib.core.scope import COMBINE, COMBINE_UNITS

EXAMPLE_MARK = "（示例）"  # ends the name of a unit that only an example was made for; tables of units leave it out
NOT_BEGUN, DRAFT, FINAL, NOT_OWED = "未开始", "草稿", "定稿", "不需报"
STATUS_NAMES: Mapping[str, str] = {"draft": DRAFT, "final": FINAL}


@dataclass(frozen=True, slots=True)
class Column:
    """One report that is owed: a format and a period."""

    format: str
    period: Period

    @property
    def label(self) -> str:
        return f"{self.period.label}{self.format}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's report: its status, the draft behind it, when it changed; `note` says 已删除, or 上半年 where `instead`."""

    status: str
    draft_id: str = ""
    updated_at: str = ""
    note: str = ""
    instead: Period | None = None  # the half-year that a unit reports by in place of this quarter


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One unit's line of the overview, `depth` in the tree as shown."""

    unit: str
    level: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Units × reports."""

    columns: tuple[Column, ...]
    rows: tuple[StatusRow, ...]

    def count(self, column: int) -> dict[str, int]:
        """Return how many units stand at each status, in the order of the statuses."""
        found = [row.cells[column].status for row in self.rows]
        return {status: found.count(status) for status in (NOT_BEGUN, DRAFT, FINAL)}

    def missing(self, column: int) -> tuple[str, ...]:
        """Name the units that have not begun a report they owe."""
        return tuple(row.unit for row in self.rows if row.cells[column].status == NOT_BEGUN)

    def as_rows(self) -> list[list[str]]:
        """Return the table as text, its head first: for a workbook or a copy."""
        head = ["单位", *(column.label for column in self.columns)]
        return [head, *([row.unit, *(cell.status for cell in row.cells)] for row in self.rows)]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One figure over units and periods; None where it is missing. Names of units and periods are unique."""

    field: Field
    periods: tuple[Period, ...]
    units: tuple[str, ...]
    values: Mapping[str, tuple[Decimal | None, ...]]  # unit → one a period
    notes: Mapping[tuple[str, str], str]  # (unit, period key) → 草稿, 未填报, 未填, 已删除

    def of_units(self, period: Period) -> Total:
        """Put the units of one period together, the missing ones named."""
        place = self.periods.index(period)
        parts = [self._part(unit, self.values[unit][place], unit, period) for unit in self.units]
        return self._total(parts, units=True)

    def of_periods(self, unit: str) -> Total:
        """Put one unit's periods together, the missing ones named."""
        pairs = zip(self.periods, self.values[unit], strict=True)
        return self._total([self._part(one.label, value, unit, one) for one, value in pairs], units=False)

    def _part(self, name: str, value: Decimal | None, unit: str, period: Period) -> Part:
        return Part(name, value, self.notes.get((unit, period.key), ""))

    def _total(self, parts: Sequence[Part], *, units: bool) -> Total:
        one, known = self.field, [part.value for part in parts if part.value is not None]
        combine = (COMBINE_UNITS if units else COMBINE).get(one.aggregate)
        aggregate = "sum" if units and one.aggregate == "last" else one.aggregate
        value = combine(known) if combine and known else None
        return Total(one.name, one.label, one.unit, aggregate, value, tuple(parts), one.decimals)

    def series(self) -> list[dict[str, object]]:
        """Return points for charts: 单位, 期, 数值 (exact; None where missing), periods in order within a unit."""
        return [
            {"单位": unit, "期": period.label, "数值": value}
            for unit in self.units
            for period, value in zip(self.periods, self.values[unit], strict=True)
        ]

    def as_rows(self) -> list[list[str | Decimal]]:
        """Return the table with its head, its sums and, below, who is missing: for a workbook or a copy."""
        totals = [self.of_units(period) for period in self.periods]
        rows: list[list[str | Decimal]] = [["单位", *(period.label for period in self.periods)]]
        rows += [[unit, *("" if value is None else value for value in self.values[unit])] for unit in self.units]
        rows.append(["合计", *("" if total.value is None else total.value for total in totals)])
        if any(total.missing for total in totals):
            rows.append(["未计入", *(total.missing_names for total in totals)])
        return rows
