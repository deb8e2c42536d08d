"""Before an import one sees what would change; the file comes back with its faulty cells marked."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import openpyxl

from lib.core.parsing import parse
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import entries_workbook
from lib.excel.marking import mark_workbook
from lib.excel.preview import CHANGED, FAULTY, NEW, SAME, preview_changes
from lib.excel.reading import read_workbook

_SPEC = importlib.util.spec_from_file_location("forms_for_excel", Path(__file__).parent / "test_workbook_reading.py")
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)
FORM, RAW = _MODULE.FORM, _MODULE.RAW


def judge(entry):
    return parse(FORM, entry.raw)[1]


def preview(*rows, held):
    return preview_changes(held, read_workbook(entries_workbook(FORM, rows), FORM), judge)


def test_new_changed_same_and_faulty_rows():
    held = {("乙", "2025Q2"): {"宣传单数": 5}, ("丙", "2025Q2"): {"宣传单数": "5"}, ("丁", "2025Q2"): {}}
    rows = preview(
        *((unit, "2025Q2", {"宣传单数": text}) for unit, text in zip("甲乙丙丁", "1568", strict=True)), held=held
    )
    assert [row.status for row in rows] == [NEW, SAME, CHANGED, CHANGED]
    assert [(one.label, one.before, one.after) for one in rows[2].changes] == [("宣传单", "5", "6")]
    faulty = preview(("甲", "2025Q2", {"宣传单数": "约五"}), held={})[0]
    assert faulty.status == FAULTY and faulty.errors[0].place.cell == "D5"


def test_a_value_taken_out_is_a_change():
    row = preview(("甲", "2025Q2", {}), held={("甲", "2025Q2"): {"活动": [{"名称": "宣讲"}]}})[0]
    assert [(one.label, one.before, one.after) for one in row.changes] == [("活动第1行·名称", "宣讲", "")]


def test_faulty_cells_come_back_marked_and_commented():
    content = blank_workbook(FORM, unit="甲", period="2025Q2", raw={**RAW, "宣传单数": "约三百"})
    read = read_workbook(content, FORM)
    marked = mark_workbook(content, [*read.cell_findings, *read.entries[0].located(judge(read.entries[0]))])
    cell = openpyxl.load_workbook(io.BytesIO(marked))["数字"]["E6"]
    assert cell.fill.fgColor.rgb.endswith("FFC7CE") and "约三百" in cell.comment.text
    assert read_workbook(marked, FORM).entries[0].raw == read.entries[0].raw


def test_marks_are_taken_off_once_the_cell_is_mended():
    content = blank_workbook(FORM, unit="甲", period="2025Q2", raw={"宣传单数": "约三百"})
    read = read_workbook(content, FORM)
    marked = mark_workbook(content, read.entries[0].located(judge(read.entries[0])))
    clean = openpyxl.load_workbook(io.BytesIO(mark_workbook(marked, ())))
    assert clean["数字"]["E6"].comment is None and not clean["数字"]["E6"].fill.fill_type
    assert "约三百" in openpyxl.load_workbook(io.BytesIO(marked))["导入问题"]["E2"].value


def test_the_listing_names_every_cell():
    content = entries_workbook(FORM, [("甲", "2025Q2", {"宣传单数": "a"}), ("甲", "2025Q2", {})])
    read = read_workbook(content, FORM)
    listing = openpyxl.load_workbook(io.BytesIO(mark_workbook(content, read.cell_findings)))["导入问题"]
    assert [row[3] for row in listing.iter_rows(min_row=2, values_only=True)] == ["B6", "B5"]
