"""The store as one batch sees it: units, their tree and what is remembered are read once, not once a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lib.core.model import Unit
from lib.store import Store
from lib.store.tree import Tree
from lib.store.units import name_key
from lib.workflow import Workspace


class SteadyStore:
    """Answers what does not change while a batch runs from what it read first; all else goes to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tree = store.tree()
        self._ids = {name_key(row["name"]): one for one, row in self._tree.rows.items() if self._tree.standing(one)}
        self._simple = not self._tree.past and len(self._ids) == len(self._tree.rows)  # no former names, none merged
        self._units: dict[str, Unit | None] = {}
        self._having: dict[str, set[int]] = {}  # kind → the units that have choices of their own
        self._remembered: dict[tuple[str | None, str, bool], dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def tree(self) -> Tree:
        return self._tree

    def find_unit(self, name: str) -> Unit | None:
        if name not in self._units:
            one = self._ids.get(name_key(name))
            if one is not None:
                self._units[name] = self._tree.unit(one)
            else:
                self._units[name] = None if self._simple else self._store.find_unit(name)
        return self._units[name]

    def recall(self, unit: str | None, kind: str, *, own: bool = False) -> dict[str, Any]:
        if kind not in self._having:
            self._having[kind] = self._store.remembering(kind)
        one = self._ids.get(name_key(unit)) if unit else None
        if one is not None and one not in self._having[kind]:
            return {} if own else self.recall(None, kind)
        key = unit, kind, own
        if key not in self._remembered:
            self._remembered[key] = self._store.recall(unit, kind, own=own)
        return dict(self._remembered[key])


def steady(workspace: Workspace) -> Workspace:
    """Return the workspace with its store, where it has one, read as of now."""
    return replace(workspace, store=SteadyStore(workspace.store)) if workspace.store is not None else workspace
