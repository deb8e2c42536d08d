"""What the walk says of the entry on the screen: findings, progress, which fields are asked, the pages. Kept per text."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib import workflow
from lib.core.chain_rows import FigureRow
from lib.core.model import Field, Finding, Unit
from lib.core.period import Period, parse_period
from lib.core.scope import context_words, full_scope, relevant_sections
from lib.errors import FillError
from lib.ui import bench
from lib.ui.entry import Entry, freeze
from lib.workflow_chain import Chain, chain_for, examine_in_chain

STALE_SECONDS = 120.0  # after which the unit's other entries are read again
UNCOUNTED = ("switch", "figures")  # always answered, or free


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry as judged. `shown`: section number → names asked; `sections`: number → (filled, asked)."""

    examined: workflow.Examined
    chain: Chain
    rows: Mapping[str, FigureRow]  # figure → it beside its history
    shown: Mapping[int, tuple[str, ...]]
    sections: Mapping[int, tuple[int, int]]
    pages: bytes = b""
    clauses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # figure → its section and worded clause
    trouble: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.examined.findings

    @property
    def progress(self) -> tuple[int, int]:
        return sum(done for done, _ in self.sections.values()), sum(asked for _, asked in self.sections.values())


def judge(entry: Entry) -> Judged:
    """Judge the entry's text as it stands; the last judgement is used again while nothing changed."""
    stamp = (freeze(entry.raw), entry.draft.unit, entry.draft.period)
    if entry.judged is None or entry.judged[0] != stamp:
        entry.judged = (stamp, _judge(entry))
    return entry.judged[1]


def _judge(entry: Entry) -> Judged:
    workspace, draft = bench.workspace(), entry.draft
    unit, period, chain = _surroundings(entry)
    examined, chain = examine_in_chain(workspace, draft.format, unit, period, entry.raw, chain)
    rows = {one.field: one for one in chain.rows(entry.form, examined.values, period)}
    shown = _shown(entry, examined)
    sections = {number: _count(entry, examined, number, names) for number, names in shown.items()}
    try:
        context = workflow.worded(examined, draft=True)
        document = workflow.finish(workspace, examined, draft=True, trace=True, context=context)
    except FillError as error:
        return Judged(examined, chain, rows, shown, sections, trouble=str(error))
    return Judged(examined, chain, rows, shown, sections, document.content, _clauses(entry, context))


def _surroundings(entry: Entry) -> tuple[Unit, Period, Chain]:
    """Return the unit, the period and what the unit's other entries say; read again after a while."""
    place, now = (entry.draft.unit, entry.draft.period), time.monotonic()
    if entry.chain is None or entry.chain[0] != place or entry.chain[1] < now - STALE_SECONDS:
        workspace, period = bench.workspace(), parse_period(entry.draft.period)
        unit = workspace.store.find_unit(entry.draft.unit) or Unit(entry.draft.unit)
        chain = chain_for(workspace.store, workspace.forms, entry.form, entry.draft.unit, period)
        entry.chain = (place, now, (unit, period, chain))
        entry.words = context_words(entry.form, period, unit)
    return entry.chain[2]


def _clauses(entry: Entry, context: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {
        one.name: {"section": section.name, "text": str(getattr(context.get(one.name), "句", "") or "")}
        for section in entry.form.sections
        for one in section.fields
        if one.is_figure
    }


def _shown(entry: Entry, examined: workflow.Examined) -> dict[int, tuple[str, ...]]:
    if examined.period is None:
        return {n: tuple(one.name for one in section.fields) for n, section in enumerate(entry.form.sections)}
    scope = full_scope(entry.form, examined.values, examined.period, examined.history)
    asked = {section.name: fields for section, fields in relevant_sections(entry.form, scope)}
    return {
        number: tuple(one.name for one in asked[section.name])
        for number, section in enumerate(entry.form.sections)
        if section.name in asked
    }


def _count(entry: Entry, examined: workflow.Examined, number: int, names: tuple[str, ...]) -> tuple[int, int]:
    fields = [one for one in entry.form.sections[number].fields if one.name in names and _counts(one)]
    return sum(_is_filled(examined, one) for one in fields), len(fields)


def _counts(one: Field) -> bool:
    """What comes with a default or is calculated need not be filled, and is not counted."""
    return one.type not in UNCOUNTED and one.calculation is None and one.default in (None, "", [])


def _is_filled(examined: workflow.Examined, one: Field) -> bool:
    value = examined.values[one.name]
    return value is not None and value != ()
