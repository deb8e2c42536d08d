"""Named migrations, each applied once and in order; a new database runs them all. Changes tables, never entries."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from lib.store import tables

Migration = Callable[[sa.Connection], None]

_LOCK = 20_260_101  # any number of our own: PostgreSQL's advisory lock while migrating


def _begin(connection: sa.Connection) -> None:
    tables.metadata.create_all(connection)


# A later migration must look before it leaps (does the column exist?): `0001` always makes today's tables.
MIGRATIONS: tuple[tuple[str, Migration], ...] = (("0001-tables", _begin),)


def migrate(connection: sa.Connection, now: str) -> list[str]:
    """Apply the migrations this database lacks, inside the caller's transaction; return their names."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    tables.migrations.create(connection, checkfirst=True)
    done = set(connection.scalars(sa.select(tables.migrations.c.name)))
    fresh = [(name, step) for name, step in MIGRATIONS if name not in done]
    for name, step in fresh:
        step(connection)
        connection.execute(tables.migrations.insert().values(name=name, at=now))
    return [name for name, _ in fresh]
