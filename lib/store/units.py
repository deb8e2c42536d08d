"""Units in the store: looked up by any name they have had, made, changed; they are never erased. No tree arithmetic."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from lib.core.model import Unit
from lib.errors import CallError, NotFoundError, StoreError
from lib.store.connecting import Connected
from lib.store.tables import unit_past, units
from lib.store.tree import Tree

DETAILS = ("short", "level", "party", "superior")


def name_key(name: str) -> str:
    """Return what makes a name the same: no blanks, no differences of width (SAFETY.md, Workbooks)."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def storable(text: str) -> str:
    """Return text a database takes: half pairs and NUL, which it refuses, replaced by a visible mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def resolve(connection: sa.Connection, name: str) -> int | None:
    """Return the id of the unit called, or once called, `name`; of a merged one, the unit that carries it on."""
    key = name_key(storable(name))
    standing = sa.select(units.c.id).where(units.c.key == key).order_by(units.c.gone_at.is_not(None), units.c.id.desc())
    former = sa.select(unit_past.c.unit_id).where(unit_past.c.key == key).order_by(unit_past.c.id.desc())
    found = connection.scalar(standing.limit(1)) or connection.scalar(former.limit(1))
    while found is not None:
        heir = connection.scalar(sa.select(units.c.merged_into).where(units.c.id == found))
        if heir is None:
            return found
        found = heir
    return None


def unit_id_for(connection: sa.Connection, name: str, now: str, by: str) -> int:
    """Return the id of the unit called `name`, making one where there is none. Raises CallError without a name."""
    if not name.strip():
        raise CallError("还没有填单位。请先填单位名称")
    found = resolve(connection, name)
    return found if found is not None else _insert(connection, Unit(name), None, now, by)


def _insert(connection: sa.Connection, unit: Unit, parent_id: int | None, now: str, by: str) -> int:
    name = " ".join(storable(unit.name).split())
    row = {"name": name, "key": name_key(name), "parent_id": parent_id, "at": now, "by": by}
    details = {key: storable(getattr(unit, key)) for key in DETAILS}
    try:
        with connection.begin_nested():
            return connection.execute(units.insert().values(**row, **details)).inserted_primary_key[0]
    except sa.exc.IntegrityError as fault:  # made by someone else in between
        found = resolve(connection, name)
        if found is None:
            raise StoreError(f"没能建立单位“{name}”，请再试一次") from fault
        return found


def _called(connection: sa.Connection, name: str) -> int | None:
    """Return the id of the unit that stands under this very name today."""
    key = name_key(storable(name))
    return connection.scalar(sa.select(units.c.id).where(units.c.key == key, units.c.gone_at.is_(None)))


def required_unit(connection: sa.Connection, name: str) -> int:
    """Return the id of a unit that must be there. Raises NotFoundError."""
    found = resolve(connection, name)
    if found is None:
        raise NotFoundError(f"没有“{name}”这个单位。请检查名称，或先在单位页添加")
    return found


def load_tree(connection: sa.Connection) -> Tree:
    """Read all units, gone ones too, with the names and places they have had."""
    now = connection.execute(sa.select(units).order_by(units.c.id)).mappings().all()
    past = connection.execute(sa.select(unit_past).order_by(unit_past.c.until, unit_past.c.id)).mappings().all()
    return Tree(now, past)


class Units(Connected):
    """The store's units, each found by its name."""

    def tree(self) -> Tree:
        """Read the tree of units, with all that has been."""
        with self.reading() as connection:
            return load_tree(connection)

    def units(self, *, under: str | None = None, gone: bool = False) -> list[Unit]:
        """List the units, parents before children; `under` one of them (itself first), `gone` with merged ones."""
        with self.reading() as connection:
            tree = load_tree(connection)
            root = required_unit(connection, under) if under else None
        return [tree.unit(one) for one in tree.walk(root, gone=gone)]

    def find_unit(self, name: str) -> Unit | None:
        """Return the unit called, or once called, `name`; None where there is none."""
        with self.reading() as connection:
            found = resolve(connection, name)
            return load_tree(connection).unit(found) if found is not None else None

    def get_unit(self, name: str) -> Unit:
        """Return the unit called, or once called, `name`. Raises NotFoundError."""
        with self.reading() as connection:
            return load_tree(connection).unit(required_unit(connection, name))

    def children(self, name: str, at: str | None = None) -> list[Unit]:
        """List the units directly under `name` on a day (ISO date; today unless told)."""
        with self.reading() as connection:
            tree = load_tree(connection)
            parent = required_unit(connection, name)
        return [tree.unit(one) for one in tree.children(parent, at)]

    def save_unit(self, unit: Unit, *, by: str = "local") -> Unit:
        """Make the unit, or bring the one of its id (else of that very name today) up to date: name, details, parent."""
        if not unit.name.strip():
            raise CallError("单位名称不能是空的")
        with self.writing() as connection:
            self.put_unit(connection, unit, by)
        return self.get_unit(unit.name)

    def put_unit(self, connection: sa.Connection, unit: Unit, by: str, on: str | None = None) -> int:
        """Do `save_unit` inside the caller's transaction, moves and new names from the day `on`; return the id."""
        parent = unit_id_for(connection, unit.parent, self.now(), by) if unit.parent else None
        found = int(unit.id) if unit.id else _called(connection, unit.name)
        if found is None:
            return _insert(connection, unit, parent, self.now(), by)
        details = {key: storable(getattr(unit, key)) for key in DETAILS}
        connection.execute(units.update().where(units.c.id == found).values(at=self.now(), by=by, **details))
        if unit.id:
            self._change(connection, found, {"name": unit.name}, on, by)
        if parent != connection.scalar(sa.select(units.c.parent_id).where(units.c.id == found)):
            self._move(connection, found, parent, on, by)
        return found

    def rename_unit(self, name: str, new: str, *, on: str | None = None, by: str = "local") -> Unit:
        """Call a unit `new` from the day `on` (ISO date; today unless told); its history stays its own."""
        with self.writing() as connection:
            self._change(connection, required_unit(connection, name), {"name": new}, on, by)
        return self.get_unit(new)

    def move_unit(self, name: str, parent: str, *, on: str | None = None, by: str = "local") -> Unit:
        """Put a unit under `parent` ("" for the top) from the day `on`; sums of earlier periods stay where they were."""
        with self.writing() as connection:
            target = required_unit(connection, parent) if parent else None
            self._move(connection, required_unit(connection, name), target, on, by)
        return self.get_unit(name)

    def merge_unit(self, name: str, into: str, *, on: str | None = None, by: str = "local") -> Unit:
        """Merge a unit into another from the day `on`: its drafts stay its own and count for both; so do its children."""
        with self.writing() as connection:
            one, heir = required_unit(connection, name), required_unit(connection, into)
            if one in load_tree(connection).line(heir):
                raise StoreError(f"“{name}”不能并入自己或自己的下级“{into}”")
            for child in connection.scalars(sa.select(units.c.id).where(units.c.parent_id == one)).all():
                self._move(connection, child, heir, on, by)
            self._change(connection, one, {}, on, by)
            gone = {"merged_into": heir, "gone_at": on or self.today()}
            connection.execute(units.update().where(units.c.id == one).values(**gone))
        return self.get_unit(into)

    def close_unit(self, name: str, *, on: str | None = None, by: str = "local") -> None:
        """Abolish a unit from the day `on`: it owes nothing afterwards, its drafts stay. Raises StoreError."""
        with self.writing() as connection:
            one = required_unit(connection, name)
            if load_tree(connection).children(one):
                raise StoreError(f"“{name}”还有下级单位。请先把下级移走或撤销")
            self._change(connection, one, {}, on, by)
            connection.execute(units.update().where(units.c.id == one).values(gone_at=on or self.today()))

    def reopen_unit(self, name: str, *, by: str = "local") -> Unit:
        """Take back an abolition."""
        with self.writing() as connection:
            change = units.update().where(units.c.id == required_unit(connection, name))
            connection.execute(change.values(gone_at=None, at=self.now(), by=by))
        return self.get_unit(name)

    def _move(self, connection: sa.Connection, one: int, parent: int | None, on: str | None, by: str) -> None:
        tree = load_tree(connection)
        if parent is not None and one in tree.line(parent):
            raise StoreError(f"“{tree.name(one)}”不能移到自己或自己的下级“{tree.name(parent)}”下面")
        if tree.parent(one) is None:  # placed for the first time: it has always stood there
            connection.execute(units.update().where(units.c.id == one).values(parent_id=parent, at=self.now(), by=by))
            return
        self._change(connection, one, {"parent_id": parent}, on, by)

    def _change(self, connection: sa.Connection, one: int, new: dict[str, object], on: str | None, by: str) -> None:
        """Keep what the unit was called and where it stood, then change it. Raises StoreError for a name taken."""
        row = connection.execute(sa.select(units).where(units.c.id == one)).mappings().one()
        if "name" in new:
            new = _renamed(connection, one, str(new["name"]))
        if new and all(row[key] == value for key, value in new.items()):
            return
        before = {"unit_id": one, "name": row["name"], "key": row["key"], "parent_id": row["parent_id"]}
        moment = {"at": self.now(), "by": by}
        connection.execute(unit_past.insert().values(**before, until=on or self.today(), **moment))
        connection.execute(units.update().where(units.c.id == one).values(**new, **moment))


def _renamed(connection: sa.Connection, one: int, name: str) -> dict[str, object]:
    name = " ".join(storable(name).split())
    if not name:
        raise CallError("单位名称不能是空的")
    taken = sa.select(units.c.id).where(units.c.key == name_key(name), units.c.gone_at.is_(None), units.c.id != one)
    if connection.scalar(taken) is not None:
        raise StoreError(f"已经有单位叫“{name}”。两个单位要合在一起，请用合并")
    return {"name": name, "key": name_key(name)}
