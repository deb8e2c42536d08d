"""What the chain asks of the store: the drafts that count for units and periods, with their figures. Adds up nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa

from lib.core.model import Draft
from lib.store.connecting import Connected
from lib.store.drafts import HEAD, ROWS, draft_from, head_from
from lib.store.records import DraftHead
from lib.store.tables import drafts, figures, units

_CHUNK = 500  # ids in one statement: below SQLite's and PostgreSQL's limits by far
_STANDING = drafts.c.deleted_at.is_(None)

Place = tuple[int, str, str]  # unit id, format, period key


class Chaining(Connected):
    """Reads for comparisons, sums and overviews."""

    def entries_at(
        self, unit_ids: Collection[int], formats: Collection[str], periods: Collection[str]
    ) -> dict[Place, Draft]:
        """Return the draft that counts at each place, or, where only deleted ones are, the last of those."""
        return {_place(row): draft_from(row) for row in self._counting(unit_ids, formats, periods, [drafts.c.raw])}

    def heads_at(
        self, unit_ids: Collection[int] | None, formats: Collection[str], periods: Collection[str]
    ) -> dict[Place, DraftHead]:
        """Do the same without texts; None for all units."""
        return {_place(row): head_from(row) for row in self._counting(unit_ids, formats, periods, [])}

    def _counting(
        self,
        unit_ids: Collection[int] | None,
        formats: Collection[str],
        periods: Collection[str],
        more: list[Any],
    ) -> list[Any]:
        wanted = [drafts.c.format.in_(list(formats)), drafts.c.period.in_(list(periods))]
        rows = sa.select(*HEAD, *more, units.c.name.label("unit")).select_from(ROWS).where(*wanted)
        found: dict[Place, Any] = {}
        with self.reading() as connection:
            for ids in [None] if unit_ids is None else list(_chunks(unit_ids)):
                asked = rows if ids is None else rows.where(drafts.c.unit_id.in_(ids))
                for row in connection.execute(asked).mappings().all():
                    place = _place(row)
                    if place not in found or _rank(row) > _rank(found[place]):
                        found[place] = row
        return list(found.values())

    def figures_at(self, draft_ids: Iterable[str], paths: Collection[str] = ()) -> dict[str, dict[str, Decimal]]:
        """Return draft id → path → value, of drafts whose figures are those of their text; others are left out."""
        fresh = sa.select(drafts.c.id).where(drafts.c.figures_version == drafts.c.version)
        rows = sa.select(figures.c.draft_id, figures.c.path, figures.c.value)
        rows = rows.where(figures.c.path.in_(list(paths))) if paths else rows
        found: dict[str, dict[str, Decimal]] = {}
        with self.reading() as connection:
            for ids in _chunks(int(one) for one in draft_ids):
                known = connection.scalars(fresh.where(drafts.c.id.in_(ids))).all()
                found |= {str(one): {} for one in known}
                for one, path, value in connection.execute(rows.where(figures.c.draft_id.in_(known))).all():
                    found[str(one)][path] = Decimal(value)
        return found

    def stale_drafts(self, formats: Collection[str], limit: int = 200) -> list[Draft]:
        """List drafts of these formats whose figures were not read from their text as it stands."""
        behind = sa.select(*HEAD, drafts.c.raw, units.c.name.label("unit")).select_from(ROWS)
        behind = behind.where(drafts.c.figures_version != drafts.c.version, _STANDING)
        behind = behind.where(drafts.c.format.in_(list(formats)))
        with self.reading() as connection:
            return [draft_from(row) for row in connection.execute(behind.limit(limit)).mappings()]


def _place(row: Mapping[str, Any]) -> Place:
    return row["unit_id"], row["format"], row["period"]


def _rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Order drafts of one place as drafts.OF_RECORD does; deleted ones come after all that stand, the last deleted first."""
    final = row["status"] == "final"
    stands = row["deleted_at"] is None
    return stands, final and stands, (row["updated_at"] if final else "") if stands else row["deleted_at"], -row["id"]


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(dict.fromkeys(ids))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
