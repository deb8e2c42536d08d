"""Open the store: one object over all its tables, migrated and ready, and its backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from lib.errors import StoreError
from lib.store.chaining import Chaining
from lib.store.connecting import Clock, connect, local_now
from lib.store.drafts import Drafts
from lib.store.ledger import Ledger
from lib.store.listing import DraftLists
from lib.store.migrations import migrate
from lib.store.remembering import Documents, Remembering
from lib.store.unit_rows import UnitRows

DATABASE = "填报.db"  # the file in the data folder


class Store(Drafts, DraftLists, Ledger, Chaining, UnitRows, Remembering, Documents):
    """Everything that is kept. Safe for threads; every process opens its own."""

    def backup(self, path: str | Path) -> Path:
        """Copy the whole store to a file, whole even while others write. Raises StoreError (PostgreSQL, no room)."""
        if self.engine.dialect.name != "sqlite":
            raise StoreError("这个数据库请用它自己的工具备份，例如 pg_dump")
        target = Path(path)
        beside = target.with_name(f"{target.name}.part")
        try:
            with closing(sqlite3.connect(beside)) as copy, self.engine.connect() as held:
                held.connection.driver_connection.backup(copy)
            with open(beside, "rb+") as written:
                os.fsync(written.fileno())
            os.replace(beside, target)
        except (OSError, sqlite3.Error) as fault:
            beside.unlink(missing_ok=True)
            raise StoreError(f"备份没有成功：写不了“{target.name}”。请检查磁盘空间和写权限") from fault
        return target


def open_store(place: str | Path, *, clock: Clock = local_now) -> Store:
    """Open the store at a path (an SQLite file, made if new) or a database URL. Raises SetupError, StoreError."""
    store = Store(connect(place), clock)
    with store.writing() as connection:
        migrate(connection, store.now())
    return store
