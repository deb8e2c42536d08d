"""The tree of units as it is, and as it was on a day: names, parents, children, lines of merging. Reads no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.core.model import Unit

LATEST = "9999-12-31"


class Tree:
    """All units. `rows` are the units table, `past` the unit_past table in order of `until`; ids are integers."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], past: Sequence[Mapping[str, Any]] = ()) -> None:
        self.rows = {row["id"]: row for row in rows}
        self.past: dict[int, list[Mapping[str, Any]]] = {}
        for row in past:
            self.past.setdefault(row["unit_id"], []).append(row)
        self._below: dict[int | None, list[int]] = {}
        for row in rows:
            self._below.setdefault(row["parent_id"], []).append(row["id"])
        self._merged: dict[int, list[int]] = {}
        for row in rows:
            if row["merged_into"] is not None:
                self._merged.setdefault(row["merged_into"], []).append(row["id"])

    def _on(self, one: int, at: str | None) -> Mapping[str, Any]:
        """Return the row in force on a day: the first past one that held beyond it, else today's."""
        if at is not None:
            for row in self.past.get(one, ()):
                if row["until"] > at:
                    return row
        return self.rows[one]

    def name(self, one: int, at: str | None = None) -> str:
        return self._on(one, at)["name"]

    def parent(self, one: int, at: str | None = None) -> int | None:
        return self._on(one, at)["parent_id"]

    def standing(self, one: int, at: str | None = None) -> bool:
        """Tell whether the unit stood on a day: neither merged nor abolished by then."""
        gone = self.rows[one]["gone_at"]
        return gone is None or (at is not None and at < gone[:10])

    def children(self, parent: int, at: str | None = None) -> list[int]:
        """List the ids directly under `parent` on a day, of units that stood then."""
        if at is None:
            return [one for one in self._below.get(parent, ()) if self.standing(one)]
        moved = {one for one in self.past if self.parent(one, at) == parent}
        candidates = sorted(moved | set(self._below.get(parent, ())))
        return [one for one in candidates if self.parent(one, at) == parent and self.standing(one, at)]

    def line(self, one: int | None) -> list[int]:
        """List the unit and all above it, itself first."""
        found: list[int] = []
        while one is not None and one not in found:
            found.append(one)
            one = self.rows[one]["parent_id"]
        return found

    def walk(self, root: int | None = None, *, gone: bool = False) -> Iterator[int]:
        """Yield ids, parents before children; from `root` (itself first) or the whole."""
        if root is not None:
            yield root
        for one in self._below.get(root, ()):
            if gone or self.standing(one):
                yield from self.walk(one, gone=gone)

    def with_merged(self, one: int) -> list[int]:
        """List the unit and all that were merged into it, itself first."""
        found = [one]
        for other in found:
            found.extend(self._merged.get(other, ()))
        return found

    def heir(self, one: int) -> int:
        """Return the unit that carries this one on: itself unless merged."""
        while (other := self.rows[one]["merged_into"]) is not None:
            one = other
        return one

    def depth(self, one: int) -> int:
        return len(self.line(one)) - 1

    def unit(self, one: int) -> Unit:
        """Return the unit as the rest of the program knows it: its parent and heir by name."""
        row = self.rows[one]
        heir, parent = row["merged_into"], row["parent_id"]
        former = dict.fromkeys(past["name"] for past in self.past.get(one, ()) if past["name"] != row["name"])
        return Unit(
            name=row["name"],
            short=row["short"],
            level=row["level"],
            parent=self.rows[parent]["name"] if parent is not None else "",
            party=row["party"],
            superior=row["superior"],
            id=str(one),
            gone_at=row["gone_at"] or "",
            merged_into=self.rows[heir]["name"] if heir is not None else "",
            former=tuple(former),
        )
