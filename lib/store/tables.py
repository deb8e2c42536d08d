"""The tables of the store, in SQLAlchemy Core for SQLite and PostgreSQL alike; nothing here reads or writes."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(name: str, *, empty: bool = True) -> sa.Column[str]:
    """Return a column of text that is never NULL (`empty`: "" where nothing is said)."""
    return sa.Column(name, sa.Text, nullable=False, **({"server_default": ""} if empty else {}))


def _moment(name: str) -> sa.Column[str]:
    """Return a column for local time with its offset, as ISO text; NULL where it has not happened."""
    return sa.Column(name, sa.Text)


migrations = sa.Table(
    "migrations",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _moment("at"),
)

units = sa.Table(
    "units",
    metadata,
    _id(),
    _text("name", empty=False),
    _text("key", empty=False),  # the name without blanks and differences of width: what makes it unique
    _text("short"),
    _text("level"),
    _text("party"),
    _text("superior"),
    sa.Column("parent_id", sa.Integer, sa.ForeignKey("units.id")),
    sa.Column("merged_into", sa.Integer, sa.ForeignKey("units.id")),
    _moment("gone_at"),  # merged or abolished; its drafts stay
    _moment("at"),
    _text("by"),
    sqlite_autoincrement=True,
)
sa.Index(
    "units_key",
    units.c.key,
    unique=True,
    sqlite_where=units.c.gone_at.is_(None),
    postgresql_where=units.c.gone_at.is_(None),
)
sa.Index("units_parent", units.c.parent_id)
sa.Index("units_merged", units.c.merged_into)

# A row is what a unit was called, and where it stood, before a change that took effect on `until` (a date).
unit_past = sa.Table(
    "unit_past",
    metadata,
    _id(),
    sa.Column("unit_id", sa.Integer, sa.ForeignKey("units.id"), nullable=False, index=True),
    _text("name", empty=False),
    sa.Column("key", sa.Text, nullable=False, index=True),
    sa.Column("parent_id", sa.Integer, sa.ForeignKey("units.id"), index=True),
    _text("until", empty=False),
    _moment("at"),
    _text("by"),
    sqlite_autoincrement=True,
)

drafts = sa.Table(
    "drafts",
    metadata,
    _id(),
    _text("format", empty=False),
    sa.Column("unit_id", sa.Integer, sa.ForeignKey("units.id"), nullable=False),
    _text("period", empty=False),  # Period.key
    _text("status", empty=False),  # draft | final
    sa.Column("version", sa.Integer, nullable=False),
    # the version `figures` were read from
    sa.Column("figures_version", sa.Integer, nullable=False, server_default="-1"),
    _moment("created_at"),
    _text("created_by"),
    sa.Column("updated_at", sa.Text, nullable=False, index=True),
    _text("updated_by"),
    _moment("deleted_at"),
    _text("deleted_by"),
    _text("raw", empty=False),  # last, so that reading the head of a row need not step over it
    sqlite_autoincrement=True,
)
sa.Index("drafts_place", drafts.c.unit_id, drafts.c.format, drafts.c.period)
sa.Index("drafts_period", drafts.c.period, drafts.c.format)
sa.Index(
    "drafts_stale",
    drafts.c.id,
    sqlite_where=drafts.c.figures_version != drafts.c.version,
    postgresql_where=drafts.c.figures_version != drafts.c.version,
)

draft_versions = sa.Table(
    "draft_versions",
    metadata,
    _id(),
    sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # its place in the history of the draft, from 1
    sa.Column("version", sa.Integer, nullable=False),  # the draft's version it was, or was based on
    _text("kind", empty=False),  # save | branch | status | restore
    _text("status", empty=False),
    _moment("at"),
    _text("by"),
    _text("raw", empty=False),
    sa.UniqueConstraint("draft_id", "number"),
    sqlite_autoincrement=True,
)

figures = sa.Table(
    "figures",
    metadata,
    sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id"), primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    _text("label"),
    _text("value", empty=False),  # a decimal as text: never float
    _text("unit"),
    _text("source"),
    _moment("at"),
    _text("by"),
    sqlite_with_rowid=False,
)

# A row is a figure that was changed or cleared: its value from `at` by `by` until `ended_at`, when `ended_by` changed it.
figure_history = sa.Table(
    "figure_history",
    metadata,
    _id(),
    sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id"), nullable=False),
    _text("path", empty=False),
    _text("value", empty=False),
    _text("unit"),
    _text("source"),
    _moment("at"),
    _text("by"),
    _moment("ended_at"),
    _text("ended_by"),
    sqlite_autoincrement=True,
)
sa.Index("figure_history_place", figure_history.c.draft_id, figure_history.c.path)

remembered = sa.Table(
    "remembered",
    metadata,
    sa.Column("unit_id", sa.Integer, primary_key=True, autoincrement=False),  # 0: the whole office
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    _text("value", empty=False),  # JSON
    _moment("at"),
    _text("by"),
)

documents = sa.Table(
    "documents",
    metadata,
    _id(),
    sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id"), index=True),
    sa.Column("version", sa.Integer),
    _text("name", empty=False),
    _text("sha256", empty=False),
    sa.Column("size", sa.Integer, nullable=False, server_default="0"),
    _text("status"),
    sa.Column("at", sa.Text, nullable=False, index=True),
    _text("by"),
    sqlite_autoincrement=True,
)
