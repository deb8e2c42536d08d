"""Drafts in lists: filtered, searched, newest first. Changes none."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lib.core.period import Period, parse_period
from lib.store.connecting import Connected
from lib.store.drafts import HEAD, ROWS, head_from, period_key
from lib.store.records import DraftHead
from lib.store.tables import drafts, units
from lib.store.units import load_tree, required_unit, resolve


class DraftLists(Connected):
    """The store's drafts as heads, without their texts."""

    def list_drafts(
        self,
        *,
        format: str | None = None,
        unit: str | None = None,
        under: str | None = None,
        period: Period | str | None = None,
        status: str | None = None,
        text: str = "",
        deleted: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DraftHead]:
        """List drafts, last changed first: of a unit (and those merged into it), or of all `under` one; `text` searches."""
        with self.reading() as connection:
            wanted: list[Any] = [drafts.c.deleted_at.is_not(None) if deleted else drafts.c.deleted_at.is_(None)]
            wanted += [drafts.c.format == format] if format else []
            wanted += [drafts.c.status == status] if status else []
            wanted += [drafts.c.period == period_key(period)] if period else []
            wanted += [drafts.c.unit_id.in_(_units(connection, unit, under))] if unit or under else []
            wanted += [_mentions(word) for word in text.split()]
            rows = sa.select(*HEAD, units.c.name.label("unit")).select_from(ROWS).where(*wanted)
            rows = rows.order_by(drafts.c.updated_at.desc(), drafts.c.id.desc()).limit(limit).offset(offset)
            return [head_from(row) for row in connection.execute(rows).mappings()]

    def search(self, text: str, **filters: Any) -> list[DraftHead]:
        """List drafts whose unit, format, period or text holds every word of `text`."""
        return self.list_drafts(text=text, **filters)


def _units(connection: sa.Connection, unit: str | None, under: str | None) -> list[int]:
    """Return the ids meant by a filter; none where the unit is not known."""
    tree = load_tree(connection)
    if under:
        return list(tree.walk(required_unit(connection, under), gone=True))
    found = resolve(connection, unit or "")
    return tree.with_merged(found) if found is not None else []


def _mentions(word: str) -> Any:
    period = parse_period(word)
    found = [column.contains(word, autoescape=True) for column in (units.c.name, drafts.c.format, drafts.c.raw)]
    return sa.or_(*found, drafts.c.period == (period.key if period else word))
