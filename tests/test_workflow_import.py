"""A filled workbook into the store: shown first, kept once confirmed, never half."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from lib import workflow, workflow_import, workflow_workbooks
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import entries_workbook
from lib.store import open_store
from lib.workflow_drafts import begin, keep

ROOT = Path(__file__).resolve().parent.parent
FORM, PERIOD = "研判报告", "2025年第二季度"


@pytest.fixture(name="space")
def workspace(tmp_path: Path) -> Iterator[workflow.Workspace]:
    store = open_store(tmp_path / "填报.db")
    yield workflow.open_workspace(ROOT, store)
    store.close()


def book(space: workflow.Workspace, *entries: tuple[str, dict]) -> bytes:
    return entries_workbook(space.form(FORM), [(unit, PERIOD, raw) for unit, raw in entries])


def test_new_changed_same_and_faulty_are_told_apart(space: workflow.Workspace) -> None:
    first = workflow_import.preview_import(space, FORM, book(space, ("甲社区", {"专题研究次数": 1}), ("乙社区", {"专题研究次数": 2})))
    assert [row.status for row in first.rows] == ["新增", "新增"] and not space.store.list_drafts()
    done = workflow_import.apply_import(space, first)
    assert set(done.drafts) == {"甲社区", "乙社区"} and not done.troubles
    again = book(space, ("甲社区", {"专题研究次数": 1}), ("乙社区", {"专题研究次数": 3}), ("丙社区", {"专题研究次数": "三ａ"}))
    second = workflow_import.preview_import(space, FORM, again)
    assert [row.status for row in second.rows] == ["无改动", "有改动", "有错误"]
    assert [(one.before, one.after) for one in second.rows[1].changes] == [("2", "3")]
    workflow_import.apply_import(space, second)
    assert space.store.find_draft(FORM, "乙社区", "2025Q2").raw["专题研究次数"] == "3"
    assert space.store.find_draft(FORM, "丙社区", "2025Q2") is None


def test_a_half_filled_workbook_becomes_a_draft(space: workflow.Workspace) -> None:
    content = blank_workbook(space.form(FORM), unit="甲社区", period=PERIOD, raw={"宣传单数": "6012"})
    [row] = workflow_import.preview_import(space, FORM, content).rows
    assert row.status == "新增" and any("请填写" in one.finding.message for one in row.findings)


def test_faulty_cells_come_back_marked(space: workflow.Workspace) -> None:
    checked = workflow_import.preview_import(space, FORM, book(space, ("丙社区", {"专题研究次数": "三ａ"})))
    marked = openpyxl.load_workbook(io.BytesIO(workflow_import.marked(checked)))
    said = [cell.comment.text for sheet in marked for line in sheet.iter_rows() for cell in line if cell.comment and "三ａ" in str(cell.value)]
    assert said and "三ａ" in said[0]


def test_the_ledger_has_what_was_imported(space: workflow.Workspace) -> None:
    checked = workflow_import.preview_import(space, FORM, book(space, ("甲社区", {"宣传单数": 6012})))
    [draft] = workflow_import.apply_import(space, checked).drafts.values()
    assert [(one.path, one.value) for one in space.store.figures_of(draft)] == [("宣传单数", 6012)]


def test_blank_workbooks_read_back(space: workflow.Workspace) -> None:
    one = workflow_workbooks.blank(space, FORM, ["甲社区"], "2025Q2")
    many = workflow_workbooks.blank(space, FORM, ["甲社区", "乙社区"], "2025Q2")
    for content, units in ((one, ["甲社区"]), (many, ["甲社区", "乙社区"])):
        assert [row.entry.unit for row in workflow_import.preview_import(space, FORM, content).rows] == units


def test_a_workbook_to_fill_holds_last_period_and_what_was_typed(space: workflow.Workspace) -> None:
    for when, raw in (("2025Q1", {"宣传单数": "5000"}), ("2025Q2", {"宣传单数": "6012"})):
        space.store.create_draft(FORM, "甲社区", when, raw)
    content = workflow_workbooks.blank(space, FORM, ["甲社区"], "2025Q2")
    cells = {str(c.value) for sheet in openpyxl.load_workbook(io.BytesIO(content)) for line in sheet.iter_rows() for c in line}
    assert {"5000", "6012"} <= cells
    assert workflow_import.preview_import(space, FORM, content).rows[0].status == "无改动"


def test_what_was_saved_since_the_preview_is_not_covered(space: workflow.Workspace) -> None:
    begin(space, FORM, "甲社区", "2025Q2", {"宣传单数": "6"})
    content = book(space, ("甲社区", {"宣传单数": "7"}), ("乙社区", {"宣传单数": "8"}), ("丙社区", {"宣传单数": "9"}))
    checked = workflow_import.preview_import(space, FORM, content)
    keep(space, space.store.find_draft(FORM, "甲社区", "2025Q2"), {"宣传单数": "66"})
    begin(space, FORM, "乙社区", "2025Q2", {"宣传单数": "88"})
    done = workflow_import.apply_import(space, checked)
    assert set(done.drafts) == {"丙社区"} and len(done.troubles) == 2
    assert space.store.find_draft(FORM, "甲社区", "2025Q2").raw == {"宣传单数": "66"}
    assert space.store.find_draft(FORM, "乙社区", "2025Q2").raw == {"宣传单数": "88"}
