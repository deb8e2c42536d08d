"""What the store gives back besides drafts and units: frozen rows, with no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft in a list: everything but its text."""

    id: str
    format: str
    unit: str
    period: str
    version: int
    status: str
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str
    deleted_at: str = ""
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """One text of a draft's history. `kind`: save, branch (a second editor's text), status or restore."""

    draft_id: str
    number: int
    version: int
    kind: str
    status: str
    at: str
    by: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft to be added in bulk; `figures` as core.model.FigureEntry."""

    format: str
    unit: str
    period: str
    raw: Mapping[str, Any]
    figures: tuple[Any, ...] | None = None
    status: str = "draft"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A figure of the ledger (台账): whose, of what period, its value, source note, who entered it and when."""

    draft_id: str
    format: str
    unit: str
    period: str
    status: str
    path: str
    label: str
    value: Decimal
    measure: str
    source: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One value a figure has had; `ended_at` is empty for the one that stands."""

    path: str
    value: Decimal
    measure: str
    source: str
    at: str
    by: str
    ended_at: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that was produced: what it was called, of which text, when and by whom."""

    id: str
    draft_id: str
    version: int | None
    name: str
    sha256: str
    size: int
    status: str
    at: str
    by: str
