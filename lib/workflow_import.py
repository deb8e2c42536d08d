"""The import use case: a filled workbook, what it would change in the store, and its entries kept once confirmed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lib.core.model import Draft, Finding
from lib.core.period import parse_period
from lib.errors import ConflictError, InputFileError
from lib.excel.marking import mark_workbook
from lib.excel.places import CellFinding, Entry
from lib.excel.preview import CHANGED, NEW, SAME, PreviewRow, preview_changes
from lib.excel.reading import read_workbook
from lib.workflow import Workspace, examine
from lib.workflow_chain import examine_in_chain
from lib.workflow_drafts import begin, keep


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a workbook would change; nothing is kept yet. `held`: the drafts as they stood when it was read."""

    format: str
    rows: tuple[PreviewRow, ...]
    held: tuple[Draft | None, ...]  # one a row
    loose: tuple[CellFinding, ...]  # said of sheets, columns and rows that belong to no entry
    content: bytes

    def count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def findings(self) -> tuple[CellFinding, ...]:
        return (*self.loose, *(one for row in self.rows for one in row.findings))

    @property
    def summary(self) -> str:
        """Return 共3个单位：新增1个，有改动1个，有错误1个."""
        counts = {status: self.count(status) for status in (NEW, CHANGED, SAME, "有错误")}
        return f"共{len(self.rows)}个单位：" + "，".join(
            f"{status}{count}个" for status, count in counts.items() if count
        )

    def marked(self) -> bytes:
        """Return the workbook with its faulty cells marked and commented."""
        return mark_workbook(self.content, self.findings)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import kept; `refused` tells row by row what it could not keep and why."""

    kept: tuple[Draft, ...]
    refused: tuple[tuple[str, str], ...] = ()  # unit, why


def preview_import(workspace: Workspace, format_name: str, content: bytes) -> ImportPreview:
    """Read a workbook (one entry or many) and say what importing it would change; keeps nothing.

    What the walk calls missing is no fault of an import: a half-filled workbook becomes a draft. What can't be
    understood is. Raises InputFileError for a workbook that can't be read or holds no unit.
    """
    form = workspace.form(format_name)
    read = read_workbook(content, form)
    if not read.entries:
        raise InputFileError("工作簿里没有可以导入的单位，请一行填一个单位")
    held = tuple(_held(workspace, format_name, entry) for entry in read.entries)
    known = {(draft.unit, draft.period): draft.raw for draft in held if draft}
    known |= {(entry.unit, entry.period): draft.raw for entry, draft in zip(read.entries, held, strict=True) if draft}
    defaults = {one.name: one.default for one in form.fields() if one.default is not None}
    rows = preview_changes(known, read, lambda entry: _judged(workspace, format_name, entry), defaults)
    owned = {id(one) for row in rows for one in row.findings}
    loose = tuple(one for one in read.cell_findings if id(one) not in owned)
    return ImportPreview(format_name, tuple(rows), held, loose, content)


def _held(workspace: Workspace, format_name: str, entry: Entry) -> Draft | None:
    if not entry.unit or parse_period(entry.period) is None:
        return None
    return workspace.store.find_draft(format_name, entry.unit, entry.period)


_DRAFT_MAY = frozenset({"必填"})  # rules a draft may break: it is not finished yet


def _judged(workspace: Workspace, format_name: str, entry: Entry) -> list[Finding]:
    period = parse_period(entry.period)
    if period and entry.unit:
        examined = examine_in_chain(workspace, format_name, entry.unit, period, entry.raw)[0]
    else:
        examined = examine(workspace, format_name, entry.unit, entry.period, entry.raw)
    head = ("单位", "报告期")
    return [one for one in examined.findings if one.rule not in _DRAFT_MAY or one.field in head]


def apply_import(
    workspace: Workspace, preview: ImportPreview, *, only: Collection[int] | None = None, by: str = "local"
) -> Imported:
    """Keep the new and the changed entries of a preview (those at positions `only`, if told).

    An entry with errors is never kept. One that someone changed since the preview is refused, told, and its text stays in
    the draft's history; the others are kept.
    """
    kept: list[Draft] = []
    refused: list[tuple[str, str]] = []
    for position, (row, held) in enumerate(zip(preview.rows, preview.held, strict=True)):
        if row.status not in (NEW, CHANGED) or (only is not None and position not in only):
            continue
        try:
            kept.append(_keep(workspace, preview.format, row.entry, held, by))
        except ConflictError as error:
            refused.append((row.entry.unit, str(error)))
    return Imported(tuple(kept), tuple(refused))


def _keep(workspace: Workspace, format_name: str, entry: Entry, held: Draft | None, by: str) -> Draft:
    if held is not None:
        return keep(workspace, held, entry.raw, by=by)
    found = begin(workspace, format_name, entry.unit, entry.period, entry.raw, by=by)
    if found.raw != entry.raw:  # someone began it since the preview
        message = f"“{entry.unit}”这一期刚刚有人新建了填报，没有覆盖，请重新导入并核对"
        raise ConflictError(message, found, entry.raw)
    return found


def kept_words(result: Imported, others: Sequence[str] = ()) -> str:
    """Return one line for the person: 已导入2个单位；“甲社区”没有导入：…"""
    lines = [f"已导入{len(result.kept)}个单位", *(f"“{unit}”没有导入：{why}" for unit, why in result.refused), *others]
    return "；".join(lines)
