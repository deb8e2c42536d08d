"""The ledger (台账): figures with their unit, period, source, who and when, asked for in many ways. Writes none itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.core.model import FigureEntry
from lib.core.period import Period
from lib.store.connecting import Connected
from lib.store.drafts import draft_row, period_key
from lib.store.figures import changes_of, put_figures
from lib.store.records import FigureChange, LedgerRow
from lib.store.tables import drafts, figures, units
from lib.store.units import load_tree, required_unit

_ROWS = figures.join(drafts, drafts.c.id == figures.c.draft_id).join(units, units.c.id == drafts.c.unit_id)
_PLACE = (drafts.c.format, units.c.name.label("unit_name"), drafts.c.period, drafts.c.status)


class Ledger(Connected):
    """The store's figures."""

    def record_figures(self, draft_id: str, version: int, entries: Iterable[FigureEntry]) -> bool:
        """Keep the figures read from a draft's version, as of its last save and by who saved it.

        False, and nothing done, when the draft has moved on or is gone.
        """
        return self.record_many([(draft_id, version, entries)]) == 1

    def record_many(self, batch: Iterable[tuple[str, int, Iterable[FigureEntry]]]) -> int:
        """Do the same for many (draft id, version, figures) in one transaction; return how many were kept."""
        count = 0
        with self.writing() as connection:
            for draft_id, version, entries in batch:
                saved = sa.select(drafts.c.id, drafts.c.updated_at, drafts.c.updated_by)
                saved = saved.where(drafts.c.id == draft_row(draft_id), drafts.c.version == version).with_for_update()
                for one, at, by in connection.execute(saved).all():
                    put_figures(connection, one, version, entries, at, by)
                    count += 1
        return count

    def figures_of(self, draft_id: str) -> list[LedgerRow]:
        """List the figures of one draft as last recorded."""
        return self._rows([figures.c.draft_id == draft_row(draft_id)])

    def figure_history(self, draft_id: str, path: str) -> list[FigureChange]:
        """List the values one figure of a draft has had, newest first."""
        with self.reading() as connection:
            return changes_of(connection, draft_row(draft_id), path)

    def ledger(
        self,
        *,
        format: str | None = None,
        unit: str | None = None,
        under: str | None = None,
        periods: Collection[Period | str] = (),
        paths: Collection[str] = (),
        status: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[LedgerRow]:
        """List figures of drafts that stand, by unit, format, period and path; merged units' rows follow their heir's."""
        wanted: list[Any] = [drafts.c.deleted_at.is_(None)]
        wanted += [drafts.c.format == format] if format else []
        wanted += [drafts.c.status == status] if status else []
        wanted += [drafts.c.period.in_([period_key(period) for period in periods])] if periods else []
        wanted += [figures.c.path.in_(list(paths))] if paths else []
        if unit or under:
            wanted.append(drafts.c.unit_id.in_(self._ids(unit, under)))
        return self._rows(wanted, limit, offset)

    def _ids(self, unit: str | None, under: str | None) -> list[int]:
        with self.reading() as connection:
            tree, root = load_tree(connection), required_unit(connection, under or unit or "")
            return list(tree.walk(root, gone=True)) if under else tree.with_merged(root)

    def _rows(self, wanted: list[Any], limit: int | None = None, offset: int = 0) -> list[LedgerRow]:
        rows = sa.select(figures, *_PLACE).select_from(_ROWS).where(*wanted)
        order = (drafts.c.period, drafts.c.unit_id, drafts.c.format, figures.c.draft_id, figures.c.path)
        with self.reading() as connection:
            found = connection.execute(rows.order_by(*order).limit(limit).offset(offset)).mappings()
            return [_ledger_row(row) for row in found]


def _ledger_row(row: Any) -> LedgerRow:
    return LedgerRow(
        draft_id=str(row["draft_id"]),
        format=row["format"],
        unit=row["unit_name"],
        period=row["period"],
        status=row["status"],
        path=row["path"],
        label=row["label"],
        value=Decimal(row["value"]),
        measure=row["unit"],
        source=row["source"],
        at=row["at"],
        by=row["by"],
    )
