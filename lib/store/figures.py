"""Figures in the store: one row each, with who, when and what they were before. Takes them as read from the raw text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.core.model import FigureEntry
from lib.store.records import FigureChange
from lib.store.tables import drafts, figure_history, figures

_KEPT = ("label", "value", "unit", "source")


def _row(entry: FigureEntry) -> dict[str, str]:
    value = format(entry.value, "f")  # never 1E+3
    return {"label": entry.label, "value": value, "unit": entry.unit, "source": entry.source}


def put_figures(
    connection: sa.Connection,
    draft_id: int,
    version: int,
    entries: Iterable[FigureEntry],
    now: str,
    by: str,
    *,
    fresh: bool = False,
) -> None:
    """Make these the figures of a draft's version; what they were before goes to their history. `fresh`: none yet."""
    new = {entry.path: _row(entry) for entry in entries}
    held = {} if fresh else _held(connection, draft_id)
    changed = {path: row for path, row in new.items() if path in held and any(row[k] != held[path][k] for k in _KEPT)}
    ended = [held[path] for path in held if path in changed or path not in new]
    _keep_ended(connection, draft_id, [row for row in ended if _told(row, new.get(row["path"]))], now, by)
    _drop(connection, draft_id, [row["path"] for row in ended])
    moment = {"draft_id": draft_id, "at": now, "by": by}
    added = [{"path": path, **row, **moment} for path, row in new.items() if path not in held or path in changed]
    if added:
        connection.execute(figures.insert(), added)
    connection.execute(drafts.update().where(drafts.c.id == draft_id).values(figures_version=version))


def _held(connection: sa.Connection, draft_id: int) -> dict[str, Any]:
    rows = connection.execute(sa.select(figures).where(figures.c.draft_id == draft_id)).mappings()
    return {row["path"]: row for row in rows}


def _told(old: Any, new: dict[str, str] | None) -> bool:
    """Tell whether a change is worth a line of history: a label that was reworded is not."""
    return new is None or any(old[key] != new[key] for key in ("value", "unit", "source"))


def _keep_ended(connection: sa.Connection, draft_id: int, ended: list[Any], now: str, by: str) -> None:
    names = ("path", "value", "unit", "source", "at", "by")
    rows = [{name: row[name] for name in names} | {"draft_id": draft_id} for row in ended]
    if rows:
        connection.execute(figure_history.insert(), [row | {"ended_at": now, "ended_by": by} for row in rows])


def _drop(connection: sa.Connection, draft_id: int, paths: list[str]) -> None:
    if paths:
        connection.execute(figures.delete().where(figures.c.draft_id == draft_id, figures.c.path.in_(paths)))


def changes_of(connection: sa.Connection, draft_id: int, path: str) -> list[FigureChange]:
    """List the values a figure has had, newest first; the one that stands has no end."""
    found: list[FigureChange] = []
    for table in (figures, figure_history):
        rows = sa.select(table).where(table.c.draft_id == draft_id, table.c.path == path)
        if table is figure_history:
            rows = rows.order_by(table.c.id.desc())
        found += [_change(row) for row in connection.execute(rows).mappings()]
    return found


def _change(row: Any) -> FigureChange:
    ended = {"ended_at": row.get("ended_at") or "", "ended_by": row.get("ended_by") or ""}
    return FigureChange(row["path"], Decimal(row["value"]), row["unit"], row["source"], row["at"], row["by"], **ended)
