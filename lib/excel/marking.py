"""Hand a workbook back with its faulty cells tinted and commented, and a sheet that lists every finding."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.model import LEVEL_NAMES
from lib.errors import InputFileError
from lib.excel import styling as look
from lib.excel.book import scan_workbook
from lib.excel.places import CellFinding
from lib.excel.shape import sheet_names

LISTING = "导入问题"
_FILLS = {"error": look.ERROR_FILL, "warning": look.WARNING_FILL}
_COMMENT_LIMIT = 1_500  # characters of one comment


def mark_workbook(content: bytes, findings: Sequence[CellFinding]) -> bytes:
    """Return the workbook with errors tinted red and warnings yellow, each with a comment, and a sheet 导入问题.

    What was typed stays. Marks of an earlier round are taken off first. Raises InputFileError for a file that can't be
    opened safely.
    """
    scan_workbook(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of extensions it leaves out
            workbook = openpyxl.load_workbook(io.BytesIO(content))
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ):  # openpyxl raises whatever a foreign producer's styles make of it
        raise InputFileError("工作簿的样式无法保留，不能在原表上标色，请下载问题清单对照修改") from None
    _unmark(workbook)
    by_cell: dict[tuple[str, int, int], list[CellFinding]] = {}
    for one in findings:
        if one.place.sheet in workbook.sheetnames and one.place.row and one.finding.level in _FILLS:
            by_cell.setdefault((one.place.sheet, one.place.row, one.place.column or 2), []).append(one)
    for (sheet, row, column), said in by_cell.items():
        _mark(_anchor(workbook[sheet], row, column), said)
    name = sheet_names([LISTING], workbook.sheetnames)[0]
    _list(workbook.create_sheet(name), findings)
    return look.fixed_bytes(workbook)


def _unmark(workbook: openpyxl.Workbook) -> None:
    if LISTING in workbook.sheetnames:
        del workbook[LISTING]
    tints = {fill.fgColor.rgb for fill in _FILLS.values()}
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell):
                    continue
                if cell.comment is not None and cell.comment.author == _AUTHOR:
                    cell.comment = None
                    if cell.fill.fgColor.rgb in tints:
                        cell.fill = look.PatternFill()


_AUTHOR = "填报成文·问题"


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell, or the first of the merged area it lies in: the only one that shows a tint and a comment."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return sheet.cell(area.min_row, area.min_col)


def _mark(cell: Cell, said: Sequence[CellFinding]) -> None:
    worst = "error" if any(one.finding.level == "error" for one in said) else "warning"
    cell.fill = _FILLS[worst]
    lines = [f"{LEVEL_NAMES[one.finding.level]}：{one.text}" for one in said]
    hint = f"\n原批注：{cell.comment.text}" if cell.comment is not None else ""
    text = look.clean("\n".join(lines) + hint)[0][:_COMMENT_LIMIT]
    cell.comment = Comment(text, _AUTHOR, height=min(400, 60 + 18 * (len(text) // 18 + 1)), width=280)


def _list(sheet: Worksheet, findings: Sequence[CellFinding]) -> None:
    heads = (("级别", 8), ("工作表", 16), ("行", 7), ("单元格", 10), ("问题", 100))
    for column, (text, width) in enumerate(heads, 1):
        look.dress(look.put(sheet.cell(1, column), text), font=look.BOLD, fill=look.HEAD_FILL, align=look.CENTRE)
        sheet.column_dimensions[look.get_column_letter(column)].width = width
    for row, one in enumerate(findings, 2):
        values = (LEVEL_NAMES[one.finding.level], one.place.sheet, one.place.row or None, one.place.cell, one.text)
        for column, value in enumerate(values, 1):
            look.dress(
                look.put(sheet.cell(row, column), value), fill=_FILLS.get(one.finding.level) if column == 1 else None
            )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(findings) + 1}"
    look.page(sheet, titles="1:1")
