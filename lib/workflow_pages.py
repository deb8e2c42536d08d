"""The use cases behind 汇总, 单位设置 and 台账: choices to filter by, a page of the ledger, workbooks to download.

Joins what the store, the chain and the workbooks offer; draws nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lib.core.chain_targets import Progress, Quota, quotas_of
from lib.core.model import Field, Form, Unit
from lib.core.overview import EXAMPLE_MARK, Column, FigureTable, Overview
from lib.core.period import KINDS, Period, parse_period
from lib.core.scope import COMBINE_UNITS
from lib.errors import RefusedError, StoreError
from lib.excel.ledger import ledger_workbook
from lib.excel.listing import table_workbook
from lib.excel.overview import overview_workbook
from lib.excel.units import read_units, units_workbook
from lib.store import Store
from lib.store.records import LedgerRow
from lib.store.unit_rows import UnitImport
from lib.workflow_chain import OWED, QUOTAS, Forms, catch_up

NEXT, ALL = "下一级单位", "全部单位"
YEARS_BACK = 9
MAX_LEDGER = 20_000  # figures in one workbook


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in a list to choose from, `depth` in the tree."""

    name: str
    level: str
    depth: int
    parent: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some lines of the ledger, and whether there are more behind them."""

    rows: tuple[LedgerRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """A figure of a format that can be asked for."""

    section: str
    field: Field


# ---- choices
def places(store: Store) -> list[Place]:
    """List the units that stand, parents before children; not those of examples."""
    tree = store.tree()
    found = []
    for one in tree.walk():
        if tree.name(one).endswith(EXAMPLE_MARK):
            continue
        parent = tree.parent(one)
        above = tree.name(parent) if parent is not None else ""
        found.append(Place(tree.name(one), tree.rows[one]["level"], tree.depth(one), above))
    return found


def years(today: date) -> list[int]:
    """List the years to choose from, this one first, then back; the next one last."""
    return [*range(today.year, today.year - YEARS_BACK, -1), today.year + 1]


def figure_choices(form: Form) -> list[FigureChoice]:
    """List the figures of a format outside its groups, in the form's order."""
    return [FigureChoice(section.label, one) for section in form.sections for one in section.fields if one.is_figure]


def current_column(columns: Sequence[Column], today: date) -> int:
    """Return the place of the report that is being written now: the last whose period has begun, the shortest of those."""
    begun = [n for n, column in enumerate(columns) if column.period.first <= today]
    return max(begun, key=lambda n: (columns[n].period.first, -columns[n].period.last.toordinal()), default=0)


def share(one: Progress) -> Decimal | None:
    """Return how much of a target is done, in percent."""
    return None if one.done is None or not one.target else one.done * 100 / one.target


def year_periods(form: Form, year: int, kind: str = "") -> list[Period]:
    """Return a year's periods of a format, in its first kind unless told."""
    return _of_kind(kind or form.periods[0], year)


def all_periods(forms: Sequence[Form], year: int) -> list[Period]:
    """Return a year's periods of every kind that some of the formats have: quarters, half-years, the year."""
    return [one for kind in KINDS if any(kind in form.periods for form in forms) for one in _of_kind(kind, year)]


def _of_kind(kind: str, year: int) -> list[Period]:
    whole = Period(year, "年度")
    halves = [Period(year, "半年", 1), Period(year, "半年", 2)]
    return {"季度": list(whole.parts), "半年": halves, "年度": [whole]}[kind]


# ---- figures by unit
def layers(all_places: Sequence[Place], under: str | None) -> list[str]:
    """Name the sets of units that can stand beside one another: the next level, each level by name, all."""
    inside = _inside(all_places, under)
    levels = dict.fromkeys(one.level for one in inside if one.level)
    return [NEXT, *levels, ALL]


def layer(all_places: Sequence[Place], under: str | None, wanted: str) -> list[str]:
    """Name the units of one such set under a unit (None: of the whole tree); the unit itself where nothing is below."""
    inside = _inside(all_places, under)
    if wanted == ALL:
        return [one.name for one in inside]
    if wanted != NEXT:
        return [one.name for one in inside if one.level == wanted]
    tops = [one for one in inside if one.depth == inside[0].depth] if inside else []
    if len(tops) > 1 or len(inside) < 2:
        return [one.name for one in tops]
    return [one.name for one in inside if one.depth == tops[0].depth + 1]


def _inside(all_places: Sequence[Place], under: str | None) -> list[Place]:
    if under is None:
        return list(all_places)
    start = next((number for number, one in enumerate(all_places) if one.name == under), len(all_places))
    found = list(all_places[start : start + 1])
    for one in all_places[start + 1 :]:
        if one.depth <= all_places[start].depth:
            break
        found.append(one)
    return found


def can_total(one: Field) -> bool:
    """Tell whether a figure of several units may be put together at all: a target may not."""
    return one.aggregate in COMBINE_UNITS


def narrowed(table: FigureTable, names: Collection[str]) -> FigureTable:
    """Keep only some units of a table, in its order."""
    return replace(table, units=tuple(one for one in table.units if one in names))


def is_flat(all_places: Sequence[Place], names: Collection[str]) -> bool:
    """Tell whether no unit of a list stands below another of it: only then may their figures be put together."""
    above = {one.name: one.parent for one in all_places}
    return not any(_any_above(above, name, names) for name in names)


def _any_above(above: Mapping[str, str], name: str, names: Collection[str]) -> bool:
    up = above.get(name, "")
    while up:
        if up in names:
            return True
        up = above.get(up, "")
    return False


# ---- units
def reopen(store: Store, unit: Unit, *, by: str = "local") -> None:
    """Take back an abolition. Raises StoreError where the unit's name is taken or the unit above it is gone too."""
    names = {one.name for one in store.units()}
    if unit.name in names:
        raise StoreError(f"现在已有单位叫“{unit.name}”，不能恢复。请先给现在的单位更名")
    if unit.parent and unit.parent not in names:
        raise StoreError(f"上级“{unit.parent}”也已撤销，请先恢复上级")
    store.reopen_unit(unit.name, by=by)


# ---- what is asked of units
def quota_figures(forms: Forms) -> list[FigureChoice]:
    """List the figures a superior may ask for: those of the formats that set others' targets."""
    plans = dict.fromkeys(form.plan for form in forms.values() if form.plan)
    return [one for name in plans if name in forms for one in figure_choices(forms[name])]


def quotas(store: Store, unit: str | None) -> dict[str, Quota]:
    """Return what is asked of a unit and those below it (None: of all), by the plan's figures; only what was set here."""
    return quotas_of(store.recall(unit, QUOTAS, own=True), "")


def forget_quota(store: Store, unit: str | None, figure: str) -> None:
    """Ask for a figure no longer."""
    store.forget(unit, QUOTAS, figure)


def owing_levels(store: Store, form: Form) -> list[str]:
    """Return the levels whose units owe a format; empty where all do."""
    return list(store.recall(None, OWED).get(form.name) or form.options.get("levels") or ())


def set_owing_levels(store: Store, form: Form, levels: Sequence[str]) -> None:
    """Keep which levels owe a format; none: all do."""
    store.remember(None, OWED, form.name, list(levels))


# ---- the ledger
def ledger_page(
    store: Store,
    forms: Forms,
    *,
    format: str | None = None,
    under: str | None = None,
    periods: Collection[str] = (),
    paths: Collection[str] = (),
    status: str | None = None,
    page: int = 0,
    size: int = 100,
) -> LedgerPage:
    """Return one page of the figures that are kept, brought up to the last save first."""
    catch_up(store, forms)
    wanted = {"format": format, "under": under, "periods": periods, "paths": paths, "status": status}
    rows = store.ledger(**wanted, limit=size + 1, offset=page * size)
    return LedgerPage(tuple(rows[:size]), len(rows) > size)


def period_label(key: str) -> str:
    """Return 2025年第二季度 of 2025Q2; other text as it is."""
    known = parse_period(key)
    return known.label if known else key


# ---- workbooks
def status_book(overview: Overview, title: str) -> bytes:
    """Return who stands where as a workbook."""
    return overview_workbook(overview, title=title)


def figure_book(table: FigureTable, *, total: bool) -> bytes:
    """Return one figure by unit and period as a workbook; without `total`, units that overlap are not put together."""
    if total:
        return overview_workbook(tables=[table], title=table.field.label)
    head, *rows = table.as_rows()[: 1 + len(table.units)]
    columns = [(str(head[0]), 30), *((str(one), 16) for one in head[1:])]
    return table_workbook({"数字表": (columns, rows)})


def ledger_book(store: Store, forms: Forms, **wanted: Any) -> bytes:
    """Return the ledger as a workbook, a line a figure; `wanted` as for `ledger_page`. Raises RefusedError for too many."""
    catch_up(store, forms)
    rows = store.ledger(**wanted, limit=MAX_LEDGER + 1)
    if len(rows) > MAX_LEDGER:
        raise RefusedError(f"所选数字超过{MAX_LEDGER}个，请按单位、文种或报告期缩小范围再下载")
    return ledger_workbook(rows)


def units_book(store: Store) -> bytes:
    """Return the units as a workbook that can be edited and taken in again."""
    return units_workbook(store.units_as_rows())


def read_units_book(store: Store, content: bytes) -> tuple[list[dict[str, str]], UnitImport]:
    """Read a units workbook and say what it would change; its own findings stand before the store's.

    Raises InputFileError for a workbook without a column 单位名称.
    """
    rows, result = read_units(content)
    found = store.import_units(rows)
    return rows, replace(found, findings=(*result.findings, *found.findings))


def shown_time(moment: str) -> str:
    """Return 2025-07-01 09:30 of an ISO moment."""
    return moment[:16].replace("T", " ")


def shown_person(by: str) -> str:
    """Return who it was; who works without an account is 本机."""
    return "本机" if by == "local" else by
