"""Write long plain tables as workbooks: the result of a batch, findings of proofreading, any head and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.core.model import LEVEL_NAMES, Finding
from lib.excel import styling as look

_TINTS = {"错误": look.ERROR_FILL, "未生成": look.ERROR_FILL, "提醒": look.WARNING_FILL, "已取消": look.WARNING_FILL}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What became of one unit: `outcome` is 已生成, 未生成 or 已取消; `findings` say why, at their cells."""

    unit: str
    period: str
    outcome: str
    file: str = ""
    findings: tuple[Finding, ...] = ()
    message: str = ""


def table_workbook(sheets: Mapping[str, tuple[Sequence[tuple[str, float]], Iterable[Sequence[Any]]]]) -> bytes:
    """Return an .xlsx of plain tables: sheet name → (heading and width of each column, rows).

    Text stays text, headings are frozen, filtered and repeated in print; rows are streamed, so memory stays flat.
    Raises RefusedError for text a cell can't hold.
    """
    with look.streaming() as workbook:
        for name, (columns, rows) in sheets.items():
            _table(workbook.create_sheet(name), columns, rows)
    return look.fixed_bytes(workbook)


def _table(sheet: Any, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[Any]]) -> None:
    look.widths(sheet, [width for _, width in columns])
    sheet.freeze_panes = "A2"
    look.page(sheet, titles="1:1")
    sheet.append([_head(sheet, text) for text, _ in columns])
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, value, columns[index][0]) for index, value in enumerate(row)])
        count += 1
    sheet.auto_filter.ref = f"A1:{look.get_column_letter(len(columns))}{count}"


def _head(sheet: Any, text: str) -> Any:
    return look.dress(look.streamed(sheet, text), font=look.BOLD, fill=look.HEAD_FILL, align=look.CENTRE)


def _cell(sheet: Any, value: Any, place: str) -> Any:
    if isinstance(value, (int, type(None))) and not isinstance(value, bool):
        return value
    cell = look.streamed(sheet, value, place)
    if isinstance(value, str):
        cell.alignment = look.WRAP
        if value in _TINTS:
            cell.fill = _TINTS[value]
    return cell


def results_workbook(rows: Sequence[ResultRow], notes: Sequence[Finding] = ()) -> bytes:
    """Return 结果.xlsx of a batch: a line a unit, then every problem; `notes` are of the workbook as a whole."""
    columns = (
        ("序号", 6),
        ("单位名称", 30),
        ("报告期", 16),
        ("结果", 10),
        ("文件名", 46),
        ("错误数", 8),
        ("提醒数", 8),
        ("说明", 60),
    )
    problems = (("单位名称", 30), ("报告期", 16), ("级别", 8), ("规则", 14), ("内容", 90))
    return table_workbook({"结果": (columns, _results(rows)), "问题": (problems, _problems(rows, notes))})


def _results(rows: Sequence[ResultRow]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows, 1):
        errors, warnings = (_count(row.findings, level) for level in ("error", "warning"))
        yield number, row.unit, row.period, row.outcome, row.file, errors, warnings, row.message


def _problems(rows: Sequence[ResultRow], notes: Sequence[Finding]) -> Iterable[Sequence[Any]]:
    for one in notes:
        yield "（工作簿）", "", LEVEL_NAMES[one.level], one.rule, one.message
    for row in rows:
        for one in row.findings:
            if one.level != "info":
                yield row.unit, row.period, LEVEL_NAMES[one.level], one.rule, one.message


def _count(findings: Iterable[Finding], level: str) -> int:
    return sum(one.level == level for one in findings)


def findings_workbook(findings: Sequence[Finding], *, source: str = "") -> bytes:
    """Return the findings of a check or of proofreading as an .xlsx, one a row (paragraphs count from 1)."""
    columns = (("序号", 6), ("级别", 8), ("规则", 14), ("位置", 22), ("问题", 70), ("建议", 40), ("来源", 30))
    rows = (
        (number, LEVEL_NAMES[one.level], one.rule, _place(one), one.message, one.suggestion or "", source)
        for number, one in enumerate(findings, 1)
    )
    return table_workbook({"问题": (columns, rows)})


def _place(one: Finding) -> str:
    paragraph = f"第{one.paragraph + 1}段" if one.paragraph is not None else ""
    span = f"第{one.start + 1}—{one.end}字" if one.start is not None and one.end is not None else ""
    return " ".join(part for part in (one.field or "", paragraph, span) if part)
