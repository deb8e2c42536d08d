"""The store: drafts, figures, units and what is remembered, in SQLite or PostgreSQL; the only room with SQL."""

from __future__ import annotations

from lib.store.opening import Store, open_store

__all__ = ["Store", "open_store"]
