"""Importing a workbook: shown first, kept only when confirmed, never half an entry, never over someone else's text."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import entries_workbook
from lib.store import open_store
from lib.workflow import open_workspace
from lib.workflow_drafts import begin, keep
from lib.workflow_import import apply_import, kept_words, preview_import

ROOT = Path(__file__).resolve().parents[1]
FORMAT = "研判报告"
RAW = json.loads((ROOT / "forms" / "examples" / "研判报告.json").read_text("utf-8"))["填报"]


@pytest.fixture
def workspace(tmp_path):
    store = open_store(tmp_path / "库.db")
    yield open_workspace(ROOT, store)
    store.close()


def batch(workspace, *rows) -> bytes:
    return entries_workbook(workspace.form(FORMAT), [(unit, "2025Q2", raw) for unit, raw in rows])


def held(workspace, unit):
    return workspace.store.find_draft(FORMAT, unit, "2025Q2")


def test_an_exported_entry_imports_without_a_change(workspace):
    begin(workspace, FORMAT, "甲社区", "2025Q2", RAW)
    content = blank_workbook(workspace.form(FORMAT), unit="甲社区", period="2025Q2", raw=RAW)
    preview = preview_import(workspace, FORMAT, content)
    assert preview.summary == "共1个单位：无改动1个" and not apply_import(workspace, preview).kept


def test_nothing_is_kept_before_it_is_confirmed_nor_with_errors(workspace):
    begin(workspace, FORMAT, "乙社区", "2025Q2", RAW)
    rows = ("甲社区", RAW), ("乙社区", {**RAW, "宣传单数": "6013"}), ("丙社区", {**RAW, "宣传单数": "六千多"})
    preview = preview_import(workspace, FORMAT, batch(workspace, *rows))
    assert preview.summary == "共3个单位：新增1个，有改动1个，有错误1个" and held(workspace, "甲社区") is None
    assert [(one.before, one.after) for one in preview.rows[1].changes] == [("6012", "6013")]
    result = apply_import(workspace, preview)
    assert kept_words(result) == "已导入2个单位" and held(workspace, "丙社区") is None
    assert held(workspace, "乙社区").raw["宣传单数"] == "6013" and held(workspace, "甲社区").raw["宣传单数"] == "6012"


def test_only_the_chosen_rows_are_kept(workspace):
    preview = preview_import(workspace, FORMAT, batch(workspace, ("甲社区", RAW), ("乙社区", RAW)))
    assert [draft.unit for draft in apply_import(workspace, preview, only={1}).kept] == ["乙社区"]


def test_a_half_filled_entry_becomes_a_draft(workspace):
    preview = preview_import(workspace, FORMAT, batch(workspace, ("甲社区", {"宣传单数": "6012"})))
    assert len(apply_import(workspace, preview).kept) == 1


def test_text_that_someone_saved_in_between_is_not_covered(workspace):
    draft = begin(workspace, FORMAT, "甲社区", "2025Q2", RAW)
    preview = preview_import(workspace, FORMAT, batch(workspace, ("甲社区", {**RAW, "宣传单数": "7"}), ("乙社区", RAW)))
    keep(workspace, draft, {**RAW, "宣传单数": "8"})
    begin(workspace, FORMAT, "乙社区", "2025Q2", {"宣传单数": "9"})
    result = apply_import(workspace, preview)
    assert [unit for unit, _ in result.refused] == ["甲社区", "乙社区"] and not result.kept
    assert held(workspace, "甲社区").raw["宣传单数"] == "8" and held(workspace, "乙社区").raw == {"宣传单数": "9"}


def test_the_file_comes_back_marked(workspace):
    preview = preview_import(workspace, FORMAT, batch(workspace, ("甲社区", {**RAW, "宣传单数": "六千多"})))
    sheet = openpyxl.load_workbook(io.BytesIO(preview.marked()))["数据"]
    cell = sheet[preview.rows[0].errors[0].place.cell]
    assert cell.value == "六千多" and "六千多" in cell.comment.text
