"""The use cases of a draft in the store: open, keep with its figures, examine, make the document and record it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from lib.core.calculating import calculate
from lib.core.chain import figure_entries
from lib.core.model import Document, Draft, FigureEntry, Form
from lib.core.parsing import parse
from lib.core.period import Period, parse_period
from lib.workflow import Examined, Workspace, examine, finish
from lib.workflow_chain import examine_in_chain


def begin(
    workspace: Workspace,
    format_name: str,
    unit: str,
    period: str | Period,
    raw: Mapping[str, Any] | None = None,
    *,
    by: str = "local",
) -> Draft:
    """Return the unit's draft of this format and period, made with `raw` (default: nothing typed) where there is none."""
    found = workspace.store.find_draft(format_name, unit, period)
    if found is not None:
        return found
    entries = figures_in(workspace.form(format_name), raw or {})
    return workspace.store.create_draft(format_name, unit, period, raw or {}, figures=entries, by=by)


def keep(
    workspace: Workspace,
    draft: Draft,
    raw: Mapping[str, Any],
    *,
    unit: str | None = None,
    period: str | Period | None = None,
    by: str = "local",
) -> Draft:
    """Save what was typed, with the figures read from it; raises ConflictError when someone saved in between."""
    entries = figures_in(workspace.form(draft.format), raw)
    return workspace.store.save_draft(draft.id, raw, draft.version, figures=entries, unit=unit, period=period, by=by)


def figures_in(form: Form, raw: Mapping[str, Any]) -> tuple[FigureEntry, ...]:
    """Return every figure that can be read from an entry, calculated ones and free rows included."""
    return figure_entries(form, calculate(form, parse(form, raw)[0])[0])


def examine_draft(workspace: Workspace, draft: Draft) -> Examined:
    """Examine a draft as it stands in the store, held against its chain: last period, parts, units below, targets."""
    period = parse_period(draft.period)
    if period is None:
        return examine(workspace, draft.format, draft.unit, draft.period, draft.raw)
    return examine_in_chain(workspace, draft.format, draft.unit, period, draft.raw)[0]


def produce_draft(workspace: Workspace, draft: Draft, *, final: bool, by: str = "local") -> Document:
    """Make a draft's document and record it; a final one also marks the draft 定稿.

    Raises RefusedError with the findings when a final document has errors.
    """
    document = finish(workspace, examine_draft(workspace, draft), draft=not final)
    digest = hashlib.sha256(document.content).hexdigest()
    status = "final" if final else "draft"
    facts = {"draft_id": draft.id, "version": draft.version, "size": len(document.content), "status": status}
    workspace.store.add_document(document.name, digest, **facts, by=by)
    if final:
        workspace.store.set_status(draft.id, "final", by=by)
    return document
