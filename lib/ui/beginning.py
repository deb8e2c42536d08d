"""How a draft begins: for a unit and period, with what the unit chose before; examples that can be thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from lib import workflow, workflow_drafts
from lib.core.model import Draft, Form
from lib.core.overview import EXAMPLE_MARK
from lib.core.period import Period
from lib.errors import InputFileError
from lib.ui import bench

RECENT, UNIT = "最近", "单位"  # what the browser's first page remembers
MEASURE = "量词"  # kind and mark: the measure word a unit chose for a figure


def begin(form: Form, unit: str, period: Period) -> Draft:
    """Return the unit's draft for the period; a new one starts with the measure words the unit chose before."""
    workspace = bench.workspace()
    chosen = workspace.store.recall(unit, MEASURE)
    names = {one.name for one in form.fields() if one.is_figure}
    raw = {f"{name}.{MEASURE}": word for name, word in chosen.items() if name in names}
    workspace.store.remember(None, RECENT, UNIT, unit)
    return workflow_drafts.begin(workspace, form.name, unit, period, raw)


def remember_measures(unit: str, chosen: Mapping[str, str]) -> None:
    """Remember the measure words a unit chose, by figure."""
    for name, word in chosen.items():
        bench.workspace().store.remember(unit, MEASURE, name, word)


def last_unit() -> str:
    """Return the unit that was filled for last, or nothing."""
    return str(bench.workspace().store.recall(None, RECENT).get(UNIT, ""))


def begin_example(form: Form) -> Draft:
    """Make a draft from the format's example; `throw_away` erases it. Raises InputFileError where there is none."""
    workspace = bench.workspace()
    path = workspace.root / "forms" / "examples" / f"{form.name}.json"
    if not path.is_file():
        raise InputFileError(f"没有“{form.label}”的示例数据")
    entry = workflow.entry_of(json.loads(path.read_text(encoding="utf-8")), path.name)
    return workspace.store.create_draft(form.name, f"{entry.unit}{EXAMPLE_MARK}", entry.period, dict(entry.raw))


def units() -> list[str]:
    """Name the units there are, without those of examples."""
    return [one.name for one in bench.workspace().store.units() if not one.name.endswith(EXAMPLE_MARK)]


def is_example(draft: Draft) -> bool:
    return draft.unit.endswith(EXAMPLE_MARK)


def throw_away(draft: Draft) -> None:
    """Erase an example for good, with its unit."""
    store = bench.workspace().store
    store.purge_draft(draft.id)
    if not store.list_drafts(unit=draft.unit):
        store.close_unit(draft.unit)


def periods_now(form: Form, today: date) -> list[Period]:
    """Return the periods one may want to report on now: of each kind this one, the two before, the next."""
    found = []
    for kind in form.periods:
        part = {"季度": (today.month + 2) // 3, "半年": (today.month + 5) // 6}.get(kind, 0)
        now = Period(today.year, kind, part)
        found += [now, now.previous, now.previous.previous, now.next]
    return found
