"""The use cases of the chain of figures: an entry's history and targets, its findings, the ledger's upkeep, a trace.

Joins what the store holds with core's arithmetic; every function is a short list of reads and verbs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lib.core.calculating import calculate
from lib.core.chain import combine_units, figure_entries, known_earlier, known_parts
from lib.core.chain_checks import Bounds, check_chain, read_bounds
from lib.core.chain_rows import FigureRow, figure_rows
from lib.core.chain_targets import Progress, Quota, most, plan_targets, progress_of, quota_findings, quotas_of
from lib.core.model import Draft, Finding, Form, History, Unit, Values
from lib.core.parsing import parse
from lib.core.period import Period
from lib.store import Store
from lib.store.records import DraftHead, FigureChange, LedgerRow
from lib.store.tree import Tree
from lib.workflow import Examined, Workspace, examine, with_findings

Forms = Mapping[str, Form]
QUOTAS, BOUNDS, OWED = "定额", "核对", "应报"  # kinds of what the store remembers for the office or a unit


@dataclass(frozen=True, slots=True)
class Chain:
    """What an entry is held against, and what that was taken from."""

    history: History = field(default_factory=History)
    previous: Draft | None = None  # what 沿用 takes over from
    last_year: Draft | None = None
    targets: Mapping[str, Quota] = field(default_factory=dict)
    quotas: Mapping[str, Quota] = field(default_factory=dict)  # what superiors ask of a plan, by its own figures
    bounds: Bounds = field(default_factory=Bounds)

    def progress(self, form: Form, values: Values, period: Period) -> dict[str, Progress]:
        return progress_of(form, values, period, self.history, self.targets)

    def rows(self, form: Form, values: Values, period: Period) -> list[FigureRow]:
        """Return the form's figures beside their history: 本期, 上期, 上年同期, 增减, targets and offered totals."""
        return figure_rows(form, values, period, self.history, self.progress(form, values, period))


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a number in a document comes from: its entry, its place in the form, and every value it has had."""

    draft: Draft
    row: LedgerRow | None
    section: str
    label: str
    changes: tuple[FigureChange, ...]


def understood(form: Form, raw: Mapping[str, Any]) -> Values:
    """Return an entry's values with its calculations, whatever is wrong with it (findings are told elsewhere)."""
    return calculate(form, parse(form, raw)[0])[0]


def history_for(store: Store, forms: Forms, form: Form, unit: str, period: Period) -> History:
    """Return what an entry is held against; empty for a unit the store does not know."""
    return chain_for(store, forms, form, unit, period).history


def chain_for(store: Store, forms: Forms, form: Form, unit: str, period: Period) -> Chain:
    """Return an entry's history, targets and bounds, with the drafts they come from."""
    known = store.find_unit(unit) if unit else None
    if known is None:
        quotas, bounds = _quotas(store, form, []), read_bounds(store.recall(None, BOUNDS) | _option(form, "bounds"))
        return Chain(targets=quotas if form.plan else {}, quotas={} if form.plan else quotas, bounds=bounds)
    return _Reader(store, forms, form, int(known.id), period).chain()


class _Reader:
    """Reads one entry's chain: all texts in one statement, the units below in another two."""

    def __init__(self, store: Store, forms: Forms, form: Form, unit_id: int, period: Period) -> None:
        self.store, self.forms, self.form, self.period = store, forms, form, period
        self.tree = store.tree()
        self.unit_id, self.line = unit_id, self.tree.line(unit_id)
        self.notes: dict[str, str] = {}
        self.part_form = forms.get(form.parts, form)
        self.plan = forms.get(form.plan)
        formats = {form.name, self.part_form.name, *([self.plan.name] if self.plan else [])}
        ids = {*self.line, *self.tree.with_merged(unit_id)}
        self.drafts = store.entries_at(ids, formats, self._keys())
        self._values: dict[str, Values] = {}

    def _keys(self) -> set[str]:
        year = Period(self.period.year, "年度")
        halves = {f"{year.year}H1", f"{year.year}H2"}
        return {self.period.previous.key, self.period.last_year.key, year.key, *halves, *(q.key for q in year.parts)}

    def chain(self) -> Chain:
        previous, last = self.period.previous, self.period.last_year
        parts, earlier = self._parts(), self._earlier()
        history = History(
            previous=self.entry(self.form, previous.key),
            last_year=self.entry(self.form, last.key),
            parts=parts,
            targets=self.entry(self.plan, str(self.period.year)) if self.plan else None,
            progress=_added(self.form, earlier),
            children=self._children(),
            earlier=earlier,
            notes=self.notes,
        )
        names = [self.tree.name(one) for one in self.line]
        quotas = _quotas(self.store, self.form, names)
        return Chain(
            history=history,
            previous=self._standing(self.unit_id, self.form, previous.key),
            last_year=self._standing(self.unit_id, self.form, last.key),
            targets=quotas | self._targets() if self.plan else {},
            quotas={} if self.plan else quotas,
            bounds=read_bounds(_settings(self.store, BOUNDS, names) | _option(self.form, "bounds")),
        )

    def entry(self, form: Form, key: str) -> Values | None:
        """Return the values that count for the unit, those merged into it included; notes what they are or lack."""
        members = self.tree.with_merged(self.unit_id)
        found = [(one, draft) for one in members if (draft := self._standing(one, form, key))]
        if found:
            merged = [self.tree.name(one) for one, _ in found if one != self.unit_id]
            words = ["草稿"] if any(draft.status != "final" for _, draft in found) else []
            self._note(key, words + ([f"含并入的{'、'.join(merged)}"] if merged else []))
            return combine_units(form, [self.values(draft) for _, draft in found])
        if any((one, form.name, key) in self.drafts for one in members):
            self._note(key, ["已删除"])
        return None

    def _note(self, key: str, words: Sequence[str]) -> None:
        if words:
            self.notes[key] = "，".join(words)

    def _standing(self, unit_id: int, form: Form, key: str) -> Draft | None:
        draft = self.drafts.get((unit_id, form.name, key))
        return draft if draft is not None and not draft.deleted_at else None

    def values(self, draft: Draft) -> Values:
        if draft.id not in self._values:
            self._values[draft.id] = understood(self.forms[draft.format], draft.raw)
        return self._values[draft.id]

    def _parts(self) -> tuple[tuple[Period, Values | None], ...]:
        if not adds_up(self.form) or not self.form.parts:
            return ()
        periods = known_parts(self.period, self._reported(self.part_form))
        found = tuple((one, self.entry(self.part_form, one.key)) for one in periods)
        own_only = self.part_form.name == self.form.name and all(entry is None for _, entry in found)
        return () if own_only and not any(one.key in self.notes for one in periods) else found

    def _earlier(self) -> tuple[tuple[Period, Values | None], ...]:
        periods = known_earlier(self.period, self._reported(self.part_form)) if adds_up(self.form) else ()
        return tuple((one, self.entry(self.part_form, one.key)) for one in periods)

    def _reported(self, form: Form) -> set[str]:
        members = self.tree.with_merged(self.unit_id)
        return {key for one, name, key in self.drafts if name == form.name and one in members}

    def _targets(self) -> dict[str, Quota]:
        """Return the plan's targets: the unit's own, else the nearest superior's that sets one."""
        found: dict[str, Quota] = {}
        for one in reversed(self.line if self.plan else []):
            draft = self._standing(one, self.plan, str(self.period.year))
            if draft:
                whose = "" if one == self.unit_id else self.tree.name(one)
                source = f"{whose}{self.period.year}年{self.plan.label}"
                found |= plan_targets(self.form, self.plan, self.values(draft), source)
        return found

    def _children(self) -> tuple[tuple[str, Values | None], ...]:
        if not adds_up(self.form):
            return ()
        below = owing(self.store, self.form, self.tree, self.tree.children(self.unit_id, self.period.last.isoformat()))
        groups = {
            one: [other for other in self.tree.with_merged(one) if other == one or other not in below] for one in below
        }
        heads = self.store.heads_at(
            [one for group in groups.values() for one in group], [self.form.name], [self.period.key]
        )
        figures = _figures(self.store, self.forms, heads.values())
        return tuple((self.tree.name(one), self._child(one, group, heads, figures)) for one, group in groups.items())

    def _child(
        self,
        one: int,
        group: Iterable[int],
        heads: Mapping[Any, DraftHead],
        figures: Mapping[str, Mapping[str, Decimal]],
    ) -> Values | None:
        mine = [heads[place] for other in group if (place := (other, self.form.name, self.period.key)) in heads]
        standing = [head for head in mine if not head.deleted_at]
        if standing:
            return combine_units(self.form, [Values(figures.get(head.id, {})) for head in standing])
        self._note(self.tree.name(one), ["已删除"] if mine else [])
        return None


def adds_up(form: Form) -> bool:
    """Tell whether a format has figures that can be put together at all."""
    return any(one.is_figure and one.aggregate != "none" for one in form.fields())


def _added(form: Form, earlier: Sequence[tuple[Period, Values | None]]) -> dict[str, Decimal]:
    added: dict[str, Decimal] = {}
    for one in form.fields():
        known = [entry[one.name] for _, entry in earlier if entry and isinstance(entry[one.name], Decimal)]
        if one.is_figure and known and one.aggregate == "sum":
            added[one.name] = sum(known, Decimal(0))
    return added


def _option(form: Form, key: str) -> dict[str, Any]:
    value = form.options.get(key)
    return dict(value) if isinstance(value, Mapping) else {}


def _settings(store: Store, kind: str, names: Sequence[str]) -> dict[str, Any]:
    """Return what is remembered for a unit: the office's, then from the top of the tree down, the unit's own last."""
    found = store.recall(None, kind)
    for name in reversed(names):
        found |= store.recall(name, kind, own=True)
    return found


def _quotas(store: Store, form: Form, names: Sequence[str]) -> dict[str, Quota]:
    """Return what the form's YAML, the office and the line of superiors ask of its figures.

    A quota names a figure of the form, or a figure of the plan that its `target` names (of several, what asks most).
    """
    found = quotas_of(_option(form, "quotas") | _settings(store, QUOTAS, names), "上级定额")
    asked = {
        one.name: [found[name] for name in (one.name, *one.targets) if name in found]
        for one in form.fields()
        if one.is_figure
    }
    return {name: quotas[0] if name in found else most(quotas) for name, quotas in asked.items() if quotas}


def owing(store: Store, form: Form, tree: Tree, ids: Iterable[int]) -> list[int]:
    """Return which units owe this format: all, unless the form's option `levels` or the office's 应报 names levels."""
    levels = store.recall(None, OWED).get(form.name) or form.options.get("levels") or ()
    return [one for one in ids if not levels or tree.rows[one]["level"] in (*levels, "")]


def _figures(store: Store, forms: Forms, heads: Collection[DraftHead]) -> dict[str, Mapping[str, Decimal]]:
    """Return draft id → figures: as recorded, or read from the text where it has moved on."""
    standing = [head for head in heads if not head.deleted_at]
    found: dict[str, Mapping[str, Decimal]] = dict(store.figures_at(head.id for head in standing))
    for head in standing:
        if head.id not in found:
            form = forms[head.format]
            entries = figure_entries(form, understood(form, store.get_draft(head.id).raw))
            found[head.id] = {entry.path: entry.value for entry in entries}
    return found


def examine_in_chain(
    workspace: Workspace,
    format_name: str,
    unit: str | Unit,
    period: Period,
    raw: Mapping[str, Any],
    chain: Chain | None = None,
) -> tuple[Examined, Chain]:
    """Take an entry as far as its findings, those of its chain included; `chain` where it was read before."""
    form, name = workspace.form(format_name), unit.name if isinstance(unit, Unit) else unit
    chain = chain or chain_for(workspace.store, workspace.forms, form, name, period)
    examined = examine(workspace, format_name, unit, period, raw, chain.history)
    return with_findings(examined, chain_findings(form, examined.values, period, raw, chain)), chain


def chain_findings(form: Form, values: Values, period: Period, raw: Mapping[str, Any], chain: Chain) -> list[Finding]:
    """Return what an entry's chain says of it."""
    progress = chain.progress(form, values, period)
    found = check_chain(form, values, period, chain.history, raw=raw, progress=progress, bounds=chain.bounds)
    return found + list(quota_findings(form, values, chain.quotas))


def catch_up(store: Store, forms: Forms) -> int:
    """Bring the ledger up to every draft saved without its figures; return how many were behind."""
    count = 0
    while behind := store.stale_drafts(list(forms)):
        read = ((draft, understood(forms[draft.format], draft.raw)) for draft in behind)
        entries = [(draft.id, draft.version, figure_entries(forms[draft.format], values)) for draft, values in read]
        store.record_many(entries)
        count += len(behind)
    return count


def ledger(store: Store, forms: Forms, **filters: Any) -> list[LedgerRow]:
    """List the ledger (台账) as store.ledger does, brought up to date first."""
    catch_up(store, forms)
    return store.ledger(**filters)


def trace(store: Store, forms: Forms, draft_id: str, path: str) -> Trace:
    """Follow a number in a document (its field path) to the entry behind it. Raises NotFoundError for a draft gone."""
    draft = store.get_draft(draft_id)
    form = forms[draft.format]
    store.record_figures(draft.id, draft.version, figure_entries(form, understood(form, draft.raw)))
    row = next((row for row in store.figures_of(draft_id) if row.path == path), None)
    section, one = form.section_of(path.split(".")[0].split("[")[0]), form.find(path)
    label = row.label if row and row.label else one.label if one else path
    changes = tuple(store.figure_history(draft_id, path))
    return Trace(draft, row, section.label if section else "", label, changes)


def set_quota(store: Store, unit: str | None, figure: str, value: Any, per: str = "年度", *, by: str = "local") -> None:
    """Keep what a superior asks of a figure, for a unit and all below it, or (None) for the whole office."""
    store.remember(unit, QUOTAS, figure, {"value": str(value), "per": per}, by=by)
