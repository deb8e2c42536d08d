"""The history of drafts: every text that was saved, or would have been lost, thinned without losing a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.store.records import DraftVersion
from lib.store.tables import draft_versions
from lib.store.texts import holds, load_raw

BURST = timedelta(minutes=10)  # a row at least this often, while someone types


def add_version(connection: sa.Connection, row: dict[str, Any]) -> int:
    """Keep a text (columns of draft_versions but id and number); return its number.

    A save takes the place of the one before when the same person made both, the one before that is younger than BURST,
    and every character replaced still stands in the new text or in the one before (typing on, deleting step by step).
    """
    last = _latest(connection, row["draft_id"], 2)
    if len(last) == 2 and _one_burst(last[1], last[0], row) and _redundant(last[1], last[0], row):
        connection.execute(draft_versions.update().where(draft_versions.c.id == last[0]["id"]).values(**row))
        return last[0]["number"]
    number = last[0]["number"] + 1 if last else 1
    connection.execute(draft_versions.insert().values(**row, number=number))
    return number


def _latest(connection: sa.Connection, draft_id: int, count: int) -> list[Any]:
    latest = sa.select(draft_versions).where(draft_versions.c.draft_id == draft_id)
    return connection.execute(latest.order_by(draft_versions.c.number.desc()).limit(count)).mappings().all()


def _one_burst(before: Any, last: Any, row: dict[str, Any]) -> bool:
    same = row["kind"] in ("save", "branch") and all(last[key] == row[key] for key in ("kind", "by", "status"))
    age = datetime.fromisoformat(row["at"]) - datetime.fromisoformat(before["at"])
    return same and timedelta(0) <= age < BURST


def _redundant(before: Any, last: Any, row: dict[str, Any]) -> bool:
    """Tell whether every character of `last` still stands in the text after it, or in the one of its kind before it."""
    text = load_raw(last["raw"])
    return holds(load_raw(row["raw"]), text) or (
        before["kind"] == last["kind"] and holds(load_raw(before["raw"]), text)
    )


def versions_of(connection: sa.Connection, draft_id: int) -> list[DraftVersion]:
    """List the texts of a draft, newest first."""
    listed = sa.select(draft_versions).where(draft_versions.c.draft_id == draft_id)
    rows = connection.execute(listed.order_by(draft_versions.c.number.desc())).mappings()
    return [version_from(row) for row in rows]


def version_from(row: Any) -> DraftVersion:
    return DraftVersion(
        draft_id=str(row["draft_id"]),
        number=row["number"],
        version=row["version"],
        kind=row["kind"],
        status=row["status"],
        at=row["at"],
        by=row["by"],
        raw=load_raw(row["raw"]),
    )
