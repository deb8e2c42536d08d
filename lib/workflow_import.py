"""The use case of taking a filled workbook into the store: first what would change, then, once confirmed, the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lib.core.model import Draft, Finding
from lib.core.period import parse_period
from lib.errors import ConflictError, FillError
from lib.excel.marking import mark_workbook
from lib.excel.places import Entry, ReadResult
from lib.excel.preview import CHANGED, NEW, PreviewRow, preview_changes
from lib.excel.reading import read_workbook
from lib.workflow import Workspace, examine
from lib.workflow_drafts import begin, keep

BLOCKING = frozenset({"填写", "未知项", "范围", "单位", "报告期", "填报"})  # rules a draft can't be kept with; others can wait


@dataclass(frozen=True, slots=True)
class Import:
    """A workbook read and held against the store; nothing is kept yet."""

    format: str
    content: bytes
    read: ReadResult
    rows: tuple[PreviewRow, ...]
    held: Mapping[tuple[str, str], Draft]  # (unit, period) → the draft as it stood when it was looked at

    def count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def is_marked(self) -> bool:
        """Whether there is anything to show at its cells."""
        return bool(self.read.cell_findings) or any(row.findings for row in self.rows)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was kept: draft ids by unit, and what went wrong, one Chinese line each."""

    drafts: Mapping[str, str]
    troubles: tuple[str, ...]


def preview_import(workspace: Workspace, format_name: str, content: bytes) -> Import:
    """Say of each entry of a workbook whether it is new, changed, the same or in error; keeps nothing.

    Raises InputFileError for a file that can't be read.
    """
    form = workspace.form(format_name)
    read = read_workbook(content, form)
    held = {(one.unit, one.period): draft for one in read.entries if (draft := _draft(workspace, format_name, one))}
    known = {place: draft.raw for place, draft in held.items()}
    defaults = {one.name: one.default for one in form.fields() if one.default is not None}
    rows = preview_changes(known, read, lambda entry: _judge(workspace, format_name, entry), defaults)
    return Import(format_name, content, read, tuple(rows), held)


def _draft(workspace: Workspace, format_name: str, entry: Entry) -> Draft | None:
    period = parse_period(entry.period)
    return workspace.store.find_draft(format_name, entry.unit, period) if entry.unit and period else None


def _judge(workspace: Workspace, format_name: str, entry: Entry) -> list[Finding]:
    """Return the walk's findings; what may be mended in the draft does not keep the entry out."""
    found = examine(workspace, format_name, entry.unit, entry.period, entry.raw).findings
    return [_waiting(one) for one in found if one.level != "info"]


def _waiting(one: Finding) -> Finding:
    blocks = one.rule in BLOCKING or one.field in ("单位", "报告期")
    return one if blocks or one.level != "error" else replace(one, level="warning")


def apply_import(workspace: Workspace, checked: Import, *, by: str = "local") -> Imported:
    """Keep the new and changed entries as drafts; entries in error or the same are left alone.

    What someone saved since the preview is never covered: that entry is told as a trouble, the others are kept.
    """
    drafts: dict[str, str] = {}
    troubles: list[str] = []
    for row in checked.rows:
        if row.status not in (NEW, CHANGED):
            continue
        try:
            drafts[row.entry.unit] = _keep(workspace, checked, row.entry, by)
        except FillError as error:
            troubles.append(f"{row.entry.unit}：{error}")
    return Imported(drafts, tuple(troubles))


def _keep(workspace: Workspace, checked: Import, entry: Entry, by: str) -> str:
    held = checked.held.get((entry.unit, entry.period))
    if held is not None:
        return keep(workspace, held, entry.raw, by=by).id
    period = parse_period(entry.period)
    assert period is not None  # an entry without one is in error
    draft = begin(workspace, checked.format, entry.unit, period, entry.raw, by=by)
    if draft.raw != entry.raw:
        raise ConflictError("核对之后有人新建了这一期的填报，没有覆盖，请重新导入并核对", draft, entry.raw)
    return draft.id


def marked(checked: Import) -> bytes:
    """Return the workbook with its faulty cells tinted and commented."""
    told = {one: None for one in (*checked.read.cell_findings, *(f for row in checked.rows for f in row.findings))}
    return mark_workbook(checked.content, list(told))
