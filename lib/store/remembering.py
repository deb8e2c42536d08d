"""What the office or a unit wants remembered (measure words, settings, ignored findings), and the documents it made."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from lib.store.connecting import Connected
from lib.store.drafts import draft_row
from lib.store.records import DocumentRecord
from lib.store.tables import documents, remembered
from lib.store.texts import dump_raw
from lib.store.units import resolve, unit_id_for

OFFICE = 0  # the row's unit for what holds for all


class Remembering(Connected):
    """Choices by kind and name; a unit's own stand before the office's. Values are anything JSON holds."""

    def remember(self, unit: str | None, kind: str, name: str, value: Any, *, by: str = "local") -> None:
        """Keep a choice of a unit, or of the whole office (None or "")."""
        with self.writing() as connection:
            unit_id = unit_id_for(connection, unit, self.now(), by) if unit else OFFICE
            place = {"unit_id": unit_id, "kind": kind, "name": name}
            kept = {"value": dump_raw({"": value}), "at": self.now(), "by": by}
            here = sa.and_(*(remembered.c[key] == value for key, value in place.items()))
            change = remembered.update().where(here).values(**kept)
            if connection.execute(change).rowcount == 0:
                try:
                    with connection.begin_nested():
                        connection.execute(remembered.insert().values(**place, **kept))
                except sa.exc.IntegrityError:  # someone else's insert was first
                    connection.execute(change)

    def recall(self, unit: str | None, kind: str, *, own: bool = False) -> dict[str, Any]:
        """Return name → value of a kind: the office's, and over them the unit's; `own`: the unit's alone."""
        with self.reading() as connection:
            unit_id = resolve(connection, unit) if unit else OFFICE
            ids = {unit_id} if own else {OFFICE, unit_id}
            wanted = (remembered.c.kind == kind, remembered.c.unit_id.in_(ids - {None}))
            rows = sa.select(remembered.c.name, remembered.c.value).where(*wanted).order_by(remembered.c.unit_id)
            return {name: json.loads(value)[""] for name, value in connection.execute(rows)}

    def remembering(self, kind: str) -> set[int]:
        """Return the ids of the units that have choices of a kind of their own."""
        with self.reading() as connection:
            return set(connection.scalars(sa.select(remembered.c.unit_id).where(remembered.c.kind == kind).distinct()))

    def forget(self, unit: str | None, kind: str, name: str | None = None) -> None:
        """Drop one choice, or (no name) all of a kind, of a unit or of the office."""
        with self.writing() as connection:
            unit_id = resolve(connection, unit) if unit else OFFICE
            wanted = [remembered.c.kind == kind, remembered.c.unit_id == unit_id]
            wanted += [remembered.c.name == name] if name is not None else []
            connection.execute(remembered.delete().where(*wanted))


class Documents(Connected):
    """The record of documents that were produced; their bytes are not kept."""

    def add_document(
        self,
        name: str,
        sha256: str,
        *,
        draft_id: str = "",
        version: int | None = None,
        size: int = 0,
        status: str = "final",
        by: str = "local",
    ) -> DocumentRecord:
        """Record a document: of which draft and version, as draft or final."""
        row = {"name": name, "sha256": sha256, "version": version, "size": size, "status": status, "by": by}
        row |= {"draft_id": draft_row(draft_id) if draft_id else None, "at": self.now()}
        with self.writing() as connection:
            made = connection.execute(documents.insert().values(**row)).inserted_primary_key[0]
        return DocumentRecord(id=str(made), **{**row, "draft_id": draft_id})

    def recent_documents(self, *, draft_id: str = "", limit: int = 20) -> list[DocumentRecord]:
        """List the documents, newest first; of one draft when told."""
        rows = sa.select(documents).order_by(documents.c.id.desc()).limit(limit)
        if draft_id:
            rows = rows.where(documents.c.draft_id == draft_row(draft_id))
        with self.reading() as connection:
            found = connection.execute(rows).mappings().all()
        text = {"id": lambda row: str(row["id"]), "draft_id": lambda row: str(row["draft_id"] or "")}
        return [DocumentRecord(**{**row, **{key: make(row) for key, make in text.items()}}) for row in found]
