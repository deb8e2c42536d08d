"""A batch reads units and what is remembered once, and gets the answers the store itself would give."""

from __future__ import annotations

from pathlib import Path

from lib.core.model import Unit
from lib.store import open_store
from lib.workflow_steady import SteadyStore


def test_answers_are_the_stores_own(tmp_path: Path) -> None:
    store = open_store(tmp_path / "库.db")
    for name, parent in (("青石镇", ""), ("甲社区", "青石镇"), ("乙社区", "青石镇")):
        store.save_unit(Unit(name, parent=parent))
    store.remember(None, "核对", "倍数", 5)
    store.remember("甲社区", "核对", "倍数", 7)
    steady = SteadyStore(store)
    for name in ("甲社区", "乙 社区", "没有的社区"):
        assert steady.find_unit(name) == store.find_unit(name)
        for own in (False, True):
            assert steady.recall(name, "核对", own=own) == store.recall(name, "核对", own=own)
    assert steady.recall(None, "核对") == {"倍数": 5} and steady.tree() is steady.tree()
    assert steady.list_drafts() == []
    store.close()


def test_what_one_caller_changes_another_does_not_see(tmp_path: Path) -> None:
    store = open_store(tmp_path / "库.db")
    store.remember(None, "核对", "倍数", 5)
    steady = SteadyStore(store)
    steady.recall(None, "核对")["倍数"] = 6
    assert steady.recall(None, "核对") == {"倍数": 5}
    store.close()
