"""Say what importing a workbook would change, entry by entry and figure by figure, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.model import Finding
from lib.excel.places import CellFinding, Entry, ReadResult

NEW, CHANGED, SAME, FAULTY = "新增", "有改动", "无改动", "有错误"
_SHOWN = 60  # characters of a value in a preview


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change: its path, its name for people, what stands and what would stand."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What would become of one entry; one with errors is never imported."""

    entry: Entry
    status: str  # 新增 有改动 无改动 有错误
    changes: tuple[Change, ...] = ()
    findings: tuple[CellFinding, ...] = ()

    @property
    def errors(self) -> tuple[CellFinding, ...]:
        return tuple(one for one in self.findings if one.finding.level == "error")


def preview_changes(
    held: Mapping[tuple[str, str], Mapping[str, Any]],
    read: ReadResult,
    judge: Callable[[Entry], list[Finding]] = lambda entry: [],
    defaults: Mapping[str, Any] | None = None,
) -> list[PreviewRow]:
    """Return a row for each entry of the workbook, in its order.

    `held`: (unit, period key) → raw of what the store has. `judge` returns the walk's findings of an entry; they are put
    at their cells. Errors of cells and of the walk alike keep an entry from being imported. `defaults`: what an answer
    that was never touched stands for.
    """
    faults = read.cell_faults()
    rows = []
    for position, entry in enumerate(read.entries):
        findings = (*faults.get(position, ()), *entry.located(judge(entry)))
        before = held.get((entry.unit, entry.period))
        changes = tuple(_changes(before or {}, entry, defaults or {}))
        status = NEW if before is None else CHANGED if changes else SAME
        if any(one.finding.level == "error" for one in findings):
            status = FAULTY
        rows.append(PreviewRow(entry, status, changes, findings))
    return rows


def _changes(before: Mapping[str, Any], entry: Entry, defaults: Mapping[str, Any]) -> Iterator[Change]:
    old, new = dict(_flat({**defaults, **before})), dict(_flat({**defaults, **entry.raw}))
    for path in [*new, *(path for path in old if path not in new)]:
        if old.get(path, "") != new.get(path, ""):
            yield Change(path, entry.label(path), _short(old.get(path, "")), _short(new.get(path, "")))


def _flat(raw: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every value that says something; numbers and texts that read alike are alike."""
    for key, value in raw.items():
        path = above + str(key)
        if isinstance(value, (list, tuple)) and any(isinstance(row, Mapping) for row in value):
            for number, row in enumerate(value, 1):
                yield from _flat(row, f"{path}[{number}].") if isinstance(row, Mapping) else ()
        elif text := _text(value):
            yield path, text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value)).strip()
    return "" if value is None else str(value).strip()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
