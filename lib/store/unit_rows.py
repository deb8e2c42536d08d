"""Units as plain rows, out and in: for the units workbook and any other list. Shows what would change before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.core.model import Finding, Unit
from lib.errors import RefusedError
from lib.store.units import Units, name_key, storable

COLUMNS: Mapping[str, str] = {
    "编号": "id",
    "单位名称": "name",
    "简称": "short",
    "级别": "level",
    "上级单位": "parent",
    "党组织": "party",
    "主送上级": "superior",
}
LEVELS = ("市", "县区", "镇街", "社区", "村", "学校", "局")
_DETAILS = ("short", "level", "parent", "party", "superior")


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What one row would do: `kind` is 新增, 修改 or 不变; `what` says what changes, as 上级单位：甲→乙."""

    row: int
    kind: str
    name: str
    what: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class UnitImport:
    """A list of units as it would be (or was) taken in; nothing is taken while a finding is an error."""

    changes: tuple[UnitChange, ...]
    findings: tuple[Finding, ...]
    applied: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level == "error")

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


class UnitRows(Units):
    """Units as rows with the columns of COLUMNS, a parent always before its children."""

    def units_as_rows(self) -> list[dict[str, str]]:
        """List the units that stand, one dict of text a unit."""
        return [{title: getattr(unit, name) for title, name in COLUMNS.items()} for unit in self.units()]

    def import_units(
        self, rows: Sequence[Mapping[str, Any]], *, apply: bool = False, on: str | None = None, by: str = "local"
    ) -> UnitImport:
        """Read rows (column title → text), say what each would change, and with `apply` do it, all or none.

        A row is a unit's by its 编号, else by its name; units not listed stay as they are. `on`: the day from which
        moves and new names hold (ISO date; today unless told). Raises RefusedError when applied with errors.
        """
        reading = _Reading(rows, self.units())
        found = UnitImport(tuple(reading.changes), tuple(reading.findings), apply)
        if not apply:
            return found
        if found.errors:
            raise RefusedError(f"单位表里有{len(found.errors)}处错误，没有导入", found.findings)
        with self.writing() as connection:
            for change in sorted(found.changes, key=lambda change: reading.depth(change.unit)):
                if change.kind != "不变":
                    self.put_unit(connection, change.unit, by, on)
        return found


class _Reading:
    """Reads one list of units against those there are."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], held: Sequence[Unit]) -> None:
        self.by_id = {unit.id: unit for unit in held}
        self.by_key = {name_key(unit.name): unit for unit in held}
        self.former = {name_key(name): unit for unit in held for name in unit.former}
        self.findings: list[Finding] = []
        self.changes: list[UnitChange] = []
        self.seen: dict[str, int] = {}
        for number, row in enumerate(rows, 1):
            self._read(number, {title: _text(row[title]) if title in row else None for title in COLUMNS})
        self.listed = {name_key(change.name): change.unit for change in self.changes}
        for change in self.changes:
            self._parent(change)

    def tell(self, row: int, message: str, level: str = "error", column: str = "单位名称") -> None:
        self.findings.append(Finding("单位表", level, f"第{row}行：{message}", field=f"{column}[{row}]"))

    def _read(self, number: int, row: dict[str, str | None]) -> None:
        """Read one row; a column the list does not have (None) changes nothing."""
        if not any(row.values()):
            return
        name = row["单位名称"] or ""
        key = name_key(name)
        if not name:
            return self.tell(number, "没有单位名称")
        if len(name) > 100:
            return self.tell(number, f"单位名称有{len(name)}字，太长，请核对")
        if key in self.seen:
            return self.tell(number, f"“{name}”与第{self.seen[key]}行重复，请写全称加以区别，或删去一行")
        self.seen[key] = number
        if row["编号"] and row["编号"] not in self.by_id:
            return self.tell(number, f"没有编号为“{row['编号']}”的单位；新单位请把编号留空", column="编号")
        if row["级别"] and row["级别"] not in LEVELS:
            self.tell(number, f"级别“{row['级别']}”不常见，通常是{'、'.join(LEVELS)}", "warning", "级别")
        held = self.by_id.get(row["编号"]) or self.by_key.get(key)
        if held is None and key in self.former:
            now = self.former[key].name
            self.tell(number, f"“{name}”是“{now}”的曾用名，将另建一个单位；要改的是原单位请填它的编号", "warning")
        return self._change(number, row, held)

    def _change(self, number: int, row: dict[str, str | None], held: Unit | None) -> None:
        given = {attribute: text for title, attribute in COLUMNS.items() if (text := row[title]) is not None}
        if held is None:
            self.changes.append(UnitChange(number, "新增", given["name"], (), Unit(**given)))
            return
        unit = replace(held, **given | {"id": held.id})
        titles = {attribute: title for title, attribute in COLUMNS.items() if attribute in ("name", *_DETAILS)}
        pairs = [(title, getattr(held, name), getattr(unit, name)) for name, title in titles.items()]
        what = tuple(
            f"{title}：{old or '空'}→{new or '空'}" for title, old, new in pairs if name_key(old) != name_key(new)
        )
        taken = self.by_key.get(name_key(unit.name))
        if taken and taken.id != unit.id:
            return self.tell(number, f"已经有别的单位叫“{unit.name}”，不能改成这个名称")
        self.changes.append(UnitChange(number, "修改" if what else "不变", unit.name, what, unit))

    def _parent(self, change: UnitChange) -> None:
        parent = change.unit.parent
        if not parent:
            return
        if name_key(parent) not in self.listed and name_key(parent) not in self.by_key:
            self.tell(change.row, f"上级单位“{parent}”不在表里，也还没有建，将一并新建", "warning", "上级单位")
        if name_key(change.name) in map(name_key, self._line(parent)):
            self.tell(change.row, f"“{change.name}”的上级绕回了自己，请核对上级单位", column="上级单位")

    def _line(self, name: str) -> Iterator[str]:
        """Yield a unit's name and all above it, as the list would have them."""
        passed: set[str] = set()
        while name and name_key(name) not in passed:
            yield name
            passed.add(name_key(name))
            unit = self.listed.get(name_key(name)) or self.by_key.get(name_key(name))
            name = unit.parent if unit else ""

    def depth(self, unit: Unit) -> int:
        return sum(1 for _ in self._line(unit.parent))


def _text(value: Any) -> str:
    return " ".join(storable(str(value)).split()) if value is not None else ""
