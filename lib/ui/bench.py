"""Where pages find the one Workspace of this process; `app.py` or a test puts it there. Holds nothing else."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from typing import Any

from lib.core.model import Document, Draft
from lib.word.pdf import PdfMaker
from lib.workflow import Workspace
from lib.workflow_drafts import figures_in

_workspaces: list[Workspace] = []
_writing = threading.Lock()
_makers: list[PdfMaker] = []


def use(workspace: Workspace) -> None:
    """Make this workspace the one all pages work on."""
    _workspaces[:] = [workspace]


def workspace() -> Workspace:
    """Return the workspace in use."""
    return _workspaces[0]


def keep(draft: Draft, raw: Mapping[str, Any], **heading: Any) -> Draft:
    """Save a draft's new text (and `unit`, `period`). Raises ConflictError when another tab or person was first.

    One at a time: SQLite has one writer, and waiting here is fair where its own waiting is by chance. The ledger reads
    the figures from the text when it is asked (workflow_chain.catch_up), so that half-typed figures leave no trace.
    """
    with _writing:
        return workspace().store.save_draft(draft.id, raw, draft.version, **heading)


def pdf_maker() -> PdfMaker:
    """Return the one queue to LibreOffice."""
    if not _makers:
        _makers.append(PdfMaker())
    return _makers[0]


def label_of(format_name: str) -> str:
    """Return a format's label; its bare name where the format was taken away."""
    form = workspace().forms.get(format_name)
    return form.label if form else format_name


def record(draft: Draft, document: Document, *, final: bool) -> Draft:
    """Record a document that was made; a final one makes its draft final. Return the draft as it stands."""
    store, digest = workspace().store, hashlib.sha256(document.content).hexdigest()
    store.record_figures(draft.id, draft.version, figures_in(workspace().form(draft.format), draft.raw))
    facts = {"draft_id": draft.id, "version": draft.version, "size": len(document.content)}
    store.add_document(document.name, digest, status="final" if final else "draft", **facts)
    return store.set_status(draft.id, "final") if final else draft
