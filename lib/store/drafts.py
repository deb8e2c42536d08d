"""Drafts in the store: made, saved against their version, listed, copied, deleted, restored. Keeps raw text only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.core.model import Draft, FigureEntry
from lib.core.period import Period, parse_period
from lib.errors import CallError, ConflictError, FillError, NotFoundError
from lib.store.connecting import Connected
from lib.store.figures import put_figures
from lib.store.records import DraftHead, DraftVersion, NewDraft
from lib.store.tables import documents, draft_versions, drafts, figure_history, figures, units
from lib.store.texts import dump_raw, load_raw
from lib.store.units import resolve, unit_id_for
from lib.store.versions import add_version, version_from, versions_of

STATUSES = ("draft", "final")
GONE = "这份草稿已不在了。请回到列表刷新后再看"
HEAD = [column for column in drafts.c if column.name not in ("raw", "figures_version", "deleted_by")]
ROWS = drafts.join(units, units.c.id == drafts.c.unit_id)

# Of several drafts of one unit, format and period this one counts: a final one (the newest), else the first made.
OF_RECORD = (
    (drafts.c.status == "final").desc(),
    sa.case((drafts.c.status == "final", drafts.c.updated_at), else_="").desc(),
    drafts.c.id,
)


class TextSave(NamedTuple):
    """A draft's new text, and the version it was begun from."""

    draft_id: str
    raw: Mapping[str, Any]
    version: int


class _Save(NamedTuple):
    """What a save amounted to: the draft as it stands, and the text kept beside it when it was refused."""

    draft: Draft
    branch: DraftVersion | None = None


def period_key(period: Period | str) -> str:
    """Return a period's key. Raises CallError for text that is no period."""
    known = period if isinstance(period, Period) else parse_period(period)
    if known is None:
        raise CallError(f"“{period}”不是报告期。请写成2025年第二季度、2025年上半年或2025年度")
    return known.key


def draft_row(draft_id: str | int) -> int:
    """Return the row's id. Raises NotFoundError for what never was one."""
    if not str(draft_id).isascii() or not str(draft_id).isdigit():
        raise NotFoundError(GONE)
    return int(draft_id)


def draft_from(row: Any) -> Draft:
    return Draft(**_head(row), raw=load_raw(row["raw"]))


def head_from(row: Any) -> DraftHead:
    return DraftHead(**_head(row))


def _head(row: Any) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "format": row["format"],
        "unit": row["unit"],
        "period": row["period"],
        "version": row["version"],
        "status": row["status"],
        "created_at": row["created_at"],
        "created_by": row["created_by"],
        "updated_at": row["updated_at"],
        "updated_by": row["updated_by"],
        "deleted_at": row["deleted_at"] or "",
        "unit_id": str(row["unit_id"]),
    }


def one_draft(connection: sa.Connection, draft_id: str | int, *, lock: bool = False) -> Draft:
    """Return a draft, deleted or not; `lock` its row until the transaction ends. Raises NotFoundError."""
    found = sa.select(drafts, units.c.name.label("unit")).select_from(ROWS).where(drafts.c.id == draft_row(draft_id))
    if lock:  # for PostgreSQL; SQLite has the whole file by BEGIN IMMEDIATE
        found = found.with_for_update(of=drafts)
    row = connection.execute(found).mappings().one_or_none()
    if row is None:
        raise NotFoundError(GONE)
    return draft_from(row)


class Drafts(Connected):
    """The store's drafts. `by` is who does it; a period is a Period or its key or label."""

    def create_draft(
        self,
        format: str,
        unit: str,
        period: Period | str,
        raw: Mapping[str, Any] | None = None,
        *,
        figures: Iterable[FigureEntry] | None = None,
        status: str = "draft",
        by: str = "local",
    ) -> Draft:
        """Make a draft; a unit not known yet is made too. Raises CallError for a missing unit or no period."""
        new = NewDraft(format, unit, period_key(period), raw or {}, None if figures is None else tuple(figures), status)
        with self.writing() as connection:
            return one_draft(connection, self._insert(connection, new, self.now(), by))

    def add_drafts(self, batch: Iterable[NewDraft], *, by: str = "local") -> list[str]:
        """Make many drafts in one transaction (all or none); return their ids in order."""
        with self.writing() as connection:
            now = self.now()
            return [str(self._insert(connection, new, now, by)) for new in batch]

    def _insert(self, connection: sa.Connection, new: NewDraft, now: str, by: str) -> int:
        unit_id = unit_id_for(connection, new.unit, now, by)
        row = {"format": new.format, "unit_id": unit_id, "period": period_key(new.period), "raw": dump_raw(new.raw)}
        row |= {"status": _status(new.status), "version": 1}
        moment = {"created_at": now, "created_by": by, "updated_at": now, "updated_by": by}
        draft_id = connection.execute(drafts.insert().values(**row, **moment)).inserted_primary_key[0]
        self._keep(connection, draft_id, "save", row["raw"], 1, new.status, now, by)
        if new.figures is not None:
            put_figures(connection, draft_id, 1, new.figures, now, by, fresh=True)
        return draft_id

    def get_draft(self, draft_id: str) -> Draft:
        """Return a draft, deleted or not (`deleted_at`). Raises NotFoundError."""
        with self.reading() as connection:
            return one_draft(connection, draft_id)

    def find_draft(self, format: str, unit: str, period: Period | str) -> Draft | None:
        """Return the draft that counts for a unit's period: a final one before others, the first made before copies."""
        with self.reading() as connection:
            unit_id = resolve(connection, unit)
            if unit_id is None:
                return None
            place = (drafts.c.unit_id == unit_id, drafts.c.format == format, drafts.c.period == period_key(period))
            found = sa.select(drafts.c.id).where(*place, drafts.c.deleted_at.is_(None)).order_by(*OF_RECORD)
            draft_id = connection.scalar(found.limit(1))
            return one_draft(connection, draft_id) if draft_id is not None else None

    def save_draft(
        self,
        draft_id: str,
        raw: Mapping[str, Any],
        version: int,
        *,
        figures: Iterable[FigureEntry] | None = None,
        unit: str | None = None,
        period: Period | str | None = None,
        by: str = "local",
    ) -> Draft:
        """Save the text of the version it was begun from; a final draft that changes is a draft again.

        `unit`, `period`: where it belongs from now on (None or "": as before). `figures`: what the text's figures are.
        Raises ConflictError when someone saved in between (`theirs`: the Draft as it stands, `mine`: this text as a
        DraftVersion, kept in the history), NotFoundError when the draft was deleted (the text is kept likewise).
        """
        with self.writing() as connection:
            saved = self._save(connection, draft_id, raw, version, unit, period, by)
            if figures is not None and saved.branch is None:
                put_figures(connection, int(saved.draft.id), saved.draft.version, figures, self.now(), by)
        if saved.branch is not None:
            raise _refusal(saved.draft, saved.branch)
        return saved.draft

    def save_texts(self, saves: Sequence[TextSave], *, by: str = "local") -> list[Draft | FillError]:
        """Save the texts of several drafts in one transaction; return for each what `save_draft` returns or raises."""
        with self.writing() as connection:
            return [self._save_text(connection, one, by) for one in saves]

    def _save_text(self, connection: sa.Connection, one: TextSave, by: str) -> Draft | FillError:
        try:
            saved = self._save(connection, one.draft_id, one.raw, one.version, None, None, by)
        except NotFoundError as fault:  # raised before anything is written: the others' texts stand
            return fault
        return _refusal(saved.draft, saved.branch) if saved.branch is not None else saved.draft

    def _save(
        self,
        connection: sa.Connection,
        draft_id: str,
        raw: Mapping[str, Any],
        version: int,
        unit: str | None,
        period: Period | str | None,
        by: str,
    ) -> _Save:
        now, text = self.now(), dump_raw(raw)
        held = one_draft(connection, draft_id, lock=True)
        old = {"unit_id": int(held.unit_id), "period": held.period, "raw": dump_raw(held.raw)}
        new = {**old, "raw": text}
        new |= {"unit_id": unit_id_for(connection, unit, now, by)} if unit else {}
        new |= {"period": period_key(period)} if period else {}
        if new == old and not held.deleted_at:
            return _Save(held)
        status = held.status if new == old else "draft"
        step = {"status": status, "version": version + 1, "updated_at": now, "updated_by": by}
        mine = (drafts.c.id == int(held.id), drafts.c.version == version, drafts.c.deleted_at.is_(None))
        if connection.execute(drafts.update().where(*mine).values(**new, **step)).rowcount == 1:
            self._keep(connection, int(held.id), "save", text, version + 1, status, now, by)
            return _Save(one_draft(connection, held.id))
        number = self._keep(connection, int(held.id), "branch", text, version, "draft", now, by)
        kept = DraftVersion(held.id, number, version, "branch", "draft", now, by, load_raw(text))
        return _Save(one_draft(connection, held.id), kept)

    def _keep(
        self,
        connection: sa.Connection,
        draft_id: int,
        kind: str,
        text: str,
        version: int,
        status: str,
        now: str,
        by: str,
    ) -> int:
        row = {"draft_id": draft_id, "kind": kind, "raw": text, "version": version, "status": status}
        return add_version(connection, row | {"at": now, "by": by})

    def set_status(self, draft_id: str, status: str, *, by: str = "local") -> Draft:
        """Make a draft final, or a final one a draft again."""
        with self.writing() as connection:
            held = one_draft(connection, draft_id, lock=True)
            if held.status != _status(status):
                self._bump(connection, held, {"status": status}, by)
                text = dump_raw(held.raw)
                self._keep(connection, int(held.id), "status", text, held.version + 1, status, self.now(), by)
            return one_draft(connection, draft_id)

    def _bump(self, connection: sa.Connection, held: Draft, changes: dict[str, Any], by: str) -> None:
        """Change a row and its version; its figures, which the text did not touch, stay in step."""
        step = {"version": drafts.c.version + 1, "updated_at": self.now(), "updated_by": by}
        step["figures_version"] = sa.case(
            (drafts.c.figures_version == drafts.c.version, drafts.c.version + 1), else_=drafts.c.figures_version
        )
        connection.execute(drafts.update().where(drafts.c.id == int(held.id)).values(**changes, **step))

    def copy_draft(
        self, draft_id: str, *, unit: str | None = None, period: Period | str | None = None, by: str = "local"
    ) -> Draft:
        """Make a new draft with the text of another, for the same unit and period unless told."""
        held = self.get_draft(draft_id)
        return self.create_draft(held.format, unit or held.unit, period or held.period, held.raw, by=by)

    def delete_draft(self, draft_id: str, *, by: str = "local") -> None:
        """Put a draft away; `undelete_draft` brings it back with all its history."""
        self._delete(draft_id, self.now(), by)

    def undelete_draft(self, draft_id: str, *, by: str = "local") -> Draft:
        """Bring a deleted draft back as it was."""
        self._delete(draft_id, None, by)
        return self.get_draft(draft_id)

    def _delete(self, draft_id: str, moment: str | None, by: str) -> None:
        with self.writing() as connection:
            held = one_draft(connection, draft_id, lock=True)
            change = {"deleted_at": moment, "deleted_by": by if moment else ""}
            connection.execute(drafts.update().where(drafts.c.id == int(held.id)).values(**change))

    def purge_draft(self, draft_id: str) -> None:
        """Erase a draft and its history for good: for examples that are thrown away. Its documents keep their record."""
        with self.writing() as connection:
            one = draft_row(draft_id)
            connection.execute(documents.update().where(documents.c.draft_id == one).values(draft_id=None))
            for table in (figure_history, figures, draft_versions):
                connection.execute(table.delete().where(table.c.draft_id == one))
            connection.execute(drafts.delete().where(drafts.c.id == one))

    def versions(self, draft_id: str) -> list[DraftVersion]:
        """List the texts of a draft, newest first; kind `branch` is what a second editor could not save."""
        with self.reading() as connection:
            return versions_of(connection, draft_row(draft_id))

    def get_version(self, draft_id: str, number: int) -> DraftVersion:
        """Return one text of a draft's history. Raises NotFoundError."""
        with self.reading() as connection:
            return _version(connection, draft_id, number)

    def restore(self, draft_id: str, number: int, *, version: int | None = None, by: str = "local") -> Draft:
        """Make a text of the history the draft's text again; what stood until now stays in the history."""
        with self.writing() as connection:
            held, text = one_draft(connection, draft_id, lock=True), _version(connection, draft_id, number)
            saved = self._save(
                connection, draft_id, text.raw, held.version if version is None else version, None, None, by
            )
        if saved.branch is not None:
            raise _refusal(saved.draft, saved.branch)
        return saved.draft


def _version(connection: sa.Connection, draft_id: str, number: int) -> DraftVersion:
    place = (draft_versions.c.draft_id == draft_row(draft_id), draft_versions.c.number == number)
    row = connection.execute(sa.select(draft_versions).where(*place)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("历史里没有这一版。请刷新后再看")
    return version_from(row)


def _status(status: str) -> str:
    if status not in STATUSES:
        raise CallError(f"状态只能是 draft 或 final，不能是“{status}”")
    return status


def _refusal(held: Draft, mine: DraftVersion) -> FillError:
    if held.deleted_at:
        return NotFoundError("这份草稿已被删除，没有保存。您的文字已留在它的历史里，恢复草稿后可以取回")
    when = held.updated_at[11:16]
    return ConflictError(f"这份草稿在{when}已被另一处修改并保存。您的文字也已留下，请比较后选用", held, mine)
