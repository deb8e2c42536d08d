"""The use cases of the overview page (汇总): who stands where, one figure over units and periods, targets against actual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lib.core.chain_targets import Progress, progress_of
from lib.core.model import Field, Form, Values
from lib.core.overview import (
    DRAFT,
    EXAMPLE_MARK,
    FINAL,
    NOT_BEGUN,
    NOT_OWED,
    Cell,
    Column,
    FigureTable,
    Overview,
    StatusRow,
)
from lib.core.period import Period
from lib.core.scope import COMBINE_UNITS
from lib.errors import CallError
from lib.store import Store
from lib.store.records import DraftHead
from lib.store.tree import Tree
from lib.workflow_chain import Forms, catch_up, chain_for, owing

Heads = Mapping[tuple[int, str, str], DraftHead]


def columns_for(forms: Forms, year: int, formats: Sequence[str] = ()) -> list[Column]:
    """Return what is owed in a year: every format in its first kind of period (four quarters, two halves or the year)."""
    whole = Period(year, "年度")
    kinds = {"季度": whole.parts, "半年": (Period(year, "半年", 1), Period(year, "半年", 2)), "年度": (whole,)}
    wanted = [form for form in forms.values() if not formats or form.name in formats]
    return [Column(form.name, period) for form in wanted for period in kinds[form.periods[0]]]


def columns_begun(store: Store, forms: Forms, year: int, formats: Sequence[str] = ()) -> list[Column]:
    """Return what is owed in a year and, before it, the half-years of a yearly format that some unit has begun."""
    owed = columns_for(forms, year, formats)
    yearly = {one.format for one in owed if one.period.kind == "年度" and "半年" in forms[one.format].periods}
    halves = [Period(year, "半年", part) for part in (1, 2)]
    begun = {
        (head.format, head.period)
        for head in store.heads_at(None, yearly, [half.key for half in halves]).values()
        if not head.deleted_at
    }
    more = {name: [Column(name, half) for half in halves if (name, half.key) in begun] for name in yearly}
    return [column for one in owed for column in (*more.get(one.format, ()), one)]


def overview(store: Store, forms: Forms, columns: Sequence[Column], *, under: str | None = None) -> Overview:
    """Tell for every unit (or those `under` one) and every report: 未开始, 草稿, 定稿 or 不需报.

    A unit merged or abolished is listed while it has something to show; what it owed until then stays owed. A unit that
    reports by the half-year owes it in place of the half's second quarter, and nothing for the first.
    """
    tree, root = store.tree(), _root(store, under)
    ids = [one for one in tree.walk(root, gone=True) if _is_real(tree, one)]
    heads = store.heads_at(ids if root else None, {one.format for one in columns}, _keys(forms, columns))
    owed = {name: set(owing(store, forms[name], tree, ids)) for name in {one.format for one in columns}}
    base = tree.depth(root) if root else 0
    rows = []
    for one in ids:
        cells = tuple(
            _cell(tree, one, column, heads, _owes(forms, column) and one in owed[column.format]) for column in columns
        )
        if tree.standing(one) or any(cell.draft_id for cell in cells):
            rows.append(StatusRow(_shown(tree, one), tree.rows[one]["level"], tree.depth(one) - base, cells))
    return Overview(tuple(columns), tuple(rows))


def _is_real(tree: Tree, one: int) -> bool:
    return not tree.name(one).endswith(EXAMPLE_MARK)


def _root(store: Store, under: str | None) -> int | None:
    return int(store.get_unit(under).id) if under else None


def _shown(tree: Tree, one: int) -> str:
    heir = tree.rows[one]["merged_into"]
    if heir is not None:
        return f"{tree.name(one)}（已并入{tree.name(heir)}）"
    return tree.name(one) if tree.standing(one) else f"{tree.name(one)}（已撤销）"


def _keys(forms: Forms, columns: Sequence[Column]) -> set[str]:
    """Return the periods to look at: the columns', and for quarters the half-years that may stand for them."""
    keys = {column.period.key for column in columns}
    for half in {column.period.half for column in columns if _may_be_half(forms[column.format], column)}:
        keys |= {one.key for whole in (half, half.previous) for one in (whole, *whole.parts)}
    return keys


def _may_be_half(form: Form, column: Column) -> bool:
    return column.period.kind == "季度" and "半年" in form.periods


def _owes(forms: Forms, column: Column) -> bool:
    """A half-year beside a yearly report may be made, but nobody owes it."""
    return column.period.kind != "半年" or forms[column.format].periods[0] == "半年"


def _by_half(one: int, column: Column, heads: Heads) -> Period | None:
    """Return the half-year a unit reports by in place of a quarter: it has begun it, or did so in the half before."""
    if column.period.kind != "季度":
        return None
    for half in (column.period.half, column.period.half.previous):
        if any(_standing(heads, one, column.format, quarter) for quarter in half.parts):
            return None
        if _standing(heads, one, column.format, half):
            return column.period.half
    return None


def _standing(heads: Heads, one: int, format_name: str, period: Period) -> DraftHead | None:
    head = heads.get((one, format_name, period.key))
    return head if head is not None and not head.deleted_at else None


def _cell(tree: Tree, one: int, column: Column, heads: Heads, owes: bool) -> Cell:
    half = _by_half(one, column, heads)
    if half is None:
        return _cell_of(tree, one, column.format, column.period, heads, owes)
    if column.period.last != half.last:
        return Cell(NOT_OWED, note="按半年报", instead=half)
    found = _cell_of(tree, one, column.format, half, heads, owes)
    return replace(found, note="，".join(filter(None, (half.short, found.note))), instead=half)


def _cell_of(tree: Tree, one: int, format_name: str, period: Period, heads: Heads, owes: bool) -> Cell:
    if head := _standing(heads, one, format_name, period):
        return Cell(FINAL if head.status == "final" else DRAFT, head.id, head.updated_at)
    note = "已删除" if (one, format_name, period.key) in heads else ""
    return Cell(NOT_BEGUN if owes and tree.standing(one, period.last.isoformat()) else NOT_OWED, note=note)


def figure_table(
    store: Store,
    forms: Forms,
    format: str,
    figure: str,
    periods: Sequence[Period],
    *,
    under: str | None = None,
    units: Sequence[str] = (),
    children_only: bool = False,
) -> FigureTable:
    """Return one figure of a format over units and periods; of all units, those `under` one (its `children_only`), or `units`.

    Raises CallError for a figure the format does not have, NotFoundError for an unknown unit.
    """
    form = forms[format]
    one = form.find(figure)
    if one is None or not one.is_figure:
        raise CallError(f"{form.label}里没有“{figure}”这个数字")
    catch_up(store, forms)
    tree = store.tree()
    ids = _chosen(store, tree, under, units, children_only)
    groups = {unit: [other for other in tree.with_merged(unit) if other == unit or other not in ids] for unit in ids}
    members = [other for group in groups.values() for other in group]
    heads = store.heads_at(members, [format], {one.key for period in periods for one in (period, *_other_ways(form, period))})
    figures = store.figures_at([head.id for head in heads.values() if not head.deleted_at], [figure])
    return _table(tree, form, one, figure, periods, groups, heads, figures)


def _chosen(store: Store, tree: Tree, under: str | None, units: Sequence[str], children_only: bool) -> list[int]:
    if units:
        return [int(store.get_unit(name).id) for name in units]
    root = _root(store, under)
    return [one for one in (tree.children(root) if root and children_only else tree.walk(root)) if _is_real(tree, one)]


def _table(
    tree: Tree,
    form: Form,
    one: Field,
    path: str,
    periods: Sequence[Period],
    groups: Mapping[int, Sequence[int]],
    heads: Heads,
    figures: Mapping[str, Mapping[str, Decimal]],
) -> FigureTable:
    values: dict[str, tuple[Decimal | None, ...]] = {}
    notes: dict[tuple[str, str], str] = {}
    for unit, group in groups.items():
        row = []
        for period in periods:
            mine = [head for other in group if (head := heads.get((other, form.name, period.key)))]
            standing = [head for head in mine if not head.deleted_at]
            known = [value for head in standing if (value := figures.get(head.id, {}).get(path)) is not None]
            row.append(COMBINE_UNITS.get(one.aggregate, lambda found: found[0])(known) if known else None)
            ways = [other for one in group for other in _other_ways(form, period) if _standing(heads, one, form.name, other)]
            told = f"按{ways[0].kind}报" if ways and not mine else _note(mine, standing, known)
            notes[tree.name(unit), period.key] = told
        values[tree.name(unit)] = tuple(row)
    return FigureTable(
        one, tuple(periods), tuple(values), values, {place: note for place, note in notes.items() if note}
    )


def _other_ways(form: Form, period: Period) -> tuple[Period, ...]:
    """Return the periods a unit may report by in place of this one: the half-year of a quarter, the quarters of a half."""
    found = {"季度": (period.half,), "半年": period.parts}.get(period.kind, ())
    return tuple(one for one in found if one.kind in form.periods)


def _note(mine: Sequence[DraftHead], standing: Sequence[DraftHead], known: Sequence[Decimal]) -> str:
    if not standing:
        return "已删除" if mine else "未填报"
    if not known:
        return "未填"
    return "草稿" if any(head.status != "final" for head in standing) else ""


def targets_table(store: Store, forms: Forms, format: str, unit: str, period: Period) -> list[Progress]:
    """Return a unit's figures against their targets, as its entry of a period has them (or, without one, its parts)."""
    form = forms[format]
    chain = chain_for(store, forms, form, unit, period)
    draft = store.find_draft(format, unit, period)
    figures: Mapping[str, Decimal] = {}
    if draft is not None:
        catch_up(store, forms)
        figures = store.figures_at([draft.id]).get(draft.id, {})
    return list(progress_of(form, Values(figures), period, chain.history, chain.targets).values())


def recent_periods(period: Period, count: int) -> list[Period]:
    """Return the periods of one kind that end with `period`, the oldest first: the axis of a trend."""
    return [period.shifted(-step) for step in range(count - 1, -1, -1)]
