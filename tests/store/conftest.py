"""A store of its own for each test, with a clock that the test moves; TEST_DATABASE_URL runs them on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from lib.store import Store
from tests.stores import new_store


class Clock:
    """Moves on by a millisecond at every look, and further when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 5, 8, 0, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def pass_by(self, **span: int) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = new_store(tmp_path, clock=clock)
    yield opened
    opened.close()
