"""The use case of blank workbooks: for one entry or for many units, last period's figures beside."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core.period import parse_period
from lib.errors import CallError
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import blank_batch_workbook
from lib.workflow import Workspace


def blank(
    workspace: Workspace, format_name: str, units: Sequence[str] = (), period: str = "", *, many: bool = False
) -> bytes:
    """Return a blank workbook: of one entry, or (`many`, or several units) one row a unit. Raises CallError."""
    form = workspace.form(format_name)
    when = parse_period(period) if period else None
    if period and when is None:
        raise CallError(f"“{period}”不是报告期，可写2025Q2、2025H1、2025或2025年第二季度")
    label = when.label if when else ""
    if many or len(units) > 1:
        return blank_batch_workbook(form, units=list(units), period=label)
    return blank_workbook(form, unit=units[0] if units else "", period=label)
