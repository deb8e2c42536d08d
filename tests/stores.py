"""New stores for tests: an SQLite file each, or, with TEST_DATABASE_URL, one PostgreSQL database emptied each time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lib.store import Store, open_store
from lib.store.connecting import connect
from lib.store.tables import metadata


def new_store(folder: Path, **more: Any) -> Store:
    """Open an empty store."""
    url = os.environ.get("TEST_DATABASE_URL")
    if url is None:
        return open_store(folder / "数据" / "填报.db", **more)
    engine = connect(url)
    metadata.drop_all(engine)
    engine.dispose()
    return open_store(url, **more)
