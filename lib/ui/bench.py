"""Where pages find the one Workspace of this process; `app.py` or a test puts it there. Holds nothing else."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.model import Document, Draft
from lib.errors import FillError
from lib.store.drafts import TextSave
from lib.word.pdf import PdfMaker
from lib.workflow import Workspace
from lib.workflow_drafts import figures_in


@dataclass(slots=True)
class _Asked:
    """A text that waits to be saved, and what came of it."""

    save: TextSave
    answer: Draft | FillError | None = None


_workspaces: list[Workspace] = []
_writing = threading.Lock()
_waiting: deque[_Asked] = deque()  # taken by whoever holds `_writing`
_makers: list[PdfMaker] = []


def use(workspace: Workspace) -> None:
    """Make this workspace the one all pages work on."""
    _workspaces[:] = [workspace]


def workspace() -> Workspace:
    """Return the workspace in use."""
    return _workspaces[0]


def keep(draft: Draft, raw: Mapping[str, Any], **heading: Any) -> Draft:
    """Save a draft's new text (and `unit`, `period`). Raises ConflictError when another tab or person was first.

    One at a time: SQLite has one writer, and waiting here is fair where its own waiting is by chance. Who comes next
    saves what all others who wait have typed, too, in one transaction: the disk is asked once for all. The ledger reads
    the figures from the text when it is asked (workflow_chain.catch_up), so that half-typed figures leave no trace.
    """
    if heading:
        with _writing:
            return workspace().store.save_draft(draft.id, raw, draft.version, **heading)
    mine = _Asked(TextSave(draft.id, raw, draft.version))
    _waiting.append(mine)
    with _writing:
        if mine.answer is None:
            _save_waiting()
    if isinstance(mine.answer, Draft):
        return mine.answer
    assert mine.answer is not None
    raise mine.answer


def _save_waiting() -> None:
    """Save what all who wait have typed, and give each the answer: the saved draft or why it was not."""
    batch = [_waiting.popleft() for _ in range(len(_waiting))]
    try:
        answers: list[Draft | FillError] = workspace().store.save_texts([one.save for one in batch])
    except FillError as fault:
        answers = [fault] * len(batch)
    for one, answer in zip(batch, answers, strict=True):
        one.answer = answer


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
