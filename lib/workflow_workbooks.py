"""The use case of workbooks to fill in: for one entry or for many units, last period's figures beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lib.core.model import Form
from lib.core.numerals import plain
from lib.core.period import Period, parse_period
from lib.errors import CallError
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import blank_batch_workbook, entries_workbook
from lib.workflow import Workspace
from lib.workflow_chain import history_for


def blank(
    workspace: Workspace, format_name: str, units: Sequence[str] = (), period: str = "", *, many: bool = False
) -> bytes:
    """Return a workbook to fill in: of one entry, or (`many`, or several units) one row a unit. Raises CallError.

    Where the store knows the unit and period, last period's figures stand beside, and what was typed so far is in it.
    """
    form = workspace.form(format_name)
    when = parse_period(period) if period else None
    if period and when is None:
        raise CallError(f"“{period}”不是报告期，可写2025Q2、2025H1、2025或2025年第二季度")
    label = when.label if when else ""
    if many or len(units) > 1:
        held = {unit: _held(workspace, format_name, unit, when) for unit in units}
        if any(held.values()):
            return entries_workbook(form, [(unit, label, raw) for unit, raw in held.items()])
        return blank_batch_workbook(form, units=list(units), period=label)
    unit = units[0] if units else ""
    raw = _held(workspace, format_name, unit, when)
    return blank_workbook(form, unit=unit, period=label, previous=_previous(workspace, form, unit, when), raw=raw)


def _held(workspace: Workspace, format_name: str, unit: str, when: Period | None) -> Mapping[str, Any]:
    found = workspace.store.find_draft(format_name, unit, when) if workspace.store and unit and when else None
    return found.raw if found else {}


def _previous(workspace: Workspace, form: Form, unit: str, when: Period | None) -> dict[str, str]:
    if not (workspace.store and unit and when):
        return {}
    before = history_for(workspace.store, workspace.forms, form, unit, when).previous
    return {name: plain(value) for name, value in before.data.items() if isinstance(value, Decimal)} if before else {}
