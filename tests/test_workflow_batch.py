"""Many entries become one zip: a document a unit, a 汇总 document, a sheet that says what was made."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lib.core.model import Document, Finding
from lib.definitions import parse_form
from lib.errors import InputFileError, RefusedError
from lib.excel.blank_batch import entries_workbook
from lib.excel.places import Entry
from lib.workflow import open_workspace
from lib.workflow_batch import (
    CANCELLED,
    MADE,
    NOT_MADE,
    Made,
    batch_from_drafts,
    batch_from_workbook,
    batch_zip,
    run_batch,
    unique_name,
)

ROOT = Path(__file__).resolve().parents[1]
FORM = parse_form("""
format: 试报
periods: [季度]
template: x.docx
title: "{单位}"
sections: [{name: 甲, label: 甲, fields: [
  {name: 宣传单数, type: figure, label: 宣传单, unit: 份}, {name: 满意度, type: rate, label: 满意度}]}]
""")
ENTRIES = tuple(Entry(f"第{number}社区", "2025Q2", {"宣传单数": str(number)}) for number in range(1, 6))


def make(number: int, entry: Entry) -> Made:
    if "3" in entry.unit:
        raise RefusedError("有1处错误", [Finding("必填", "error", "宣传单没有填")])
    if "4" in entry.unit:
        raise KeyError("没想到的")
    return Made(Document("同名.docx", entry.unit.encode()), {"宣传单数": Decimal(entry.raw["宣传单数"])})


def zipped(outcomes) -> tuple[zipfile.ZipFile, object]:
    stream = io.BytesIO()
    report = batch_zip(stream, FORM, outcomes)
    return zipfile.ZipFile(stream), report


def cells(archive: zipfile.ZipFile, sheet: str) -> list[tuple]:
    workbook = openpyxl.load_workbook(io.BytesIO(archive.read("结果.xlsx")))
    return list(workbook[sheet].iter_rows(values_only=True))


def text_of(document: bytes) -> str:
    import docx

    opened = docx.Document(io.BytesIO(document))
    rows = ["|".join(cell.text for cell in row.cells) for table in opened.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *rows])


def test_one_bad_row_stops_no_other(caplog):
    outcomes = list(run_batch(ENTRIES, make))
    assert [one.status for one in outcomes] == [MADE, MADE, NOT_MADE, NOT_MADE, MADE]
    assert "KeyError" in outcomes[3].message and "batch row 3" in caplog.text


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers_gives_the_same_bytes(workers, caplog):
    first, second = io.BytesIO(), io.BytesIO()
    batch_zip(first, FORM, run_batch(ENTRIES, make))
    batch_zip(second, FORM, run_batch(ENTRIES, make, workers=workers))
    assert first.getvalue() == second.getvalue()


def test_the_zip_holds_documents_a_roll_up_and_a_result_sheet(caplog):
    archive, report = zipped(run_batch(ENTRIES, make))
    assert archive.namelist() == ["同名.docx", "同名（2）.docx", "同名（3）.docx", "汇总.docx", "结果.xlsx"]
    assert report.summary == "共5个单位，已生成3份，未生成2份"
    assert cells(archive, "结果")[1][:5] == (1, "第1社区", "2025年第二季度", "已生成", "同名.docx")
    assert cells(archive, "结果")[3][7] == "有1处错误：宣传单没有填"
    assert ("第3社区", "2025年第二季度", "错误", "必填", "宣传单没有填") in cells(archive, "问题")


def test_the_roll_up_adds_what_was_made_and_names_what_was_not(caplog):
    text = text_of(zipped(run_batch(ENTRIES, make))[0].read("汇总.docx"))
    assert "2025年第二季度试报汇总" in text and "本次共5个单位，已生成3份，未生成2份。" in text
    assert "宣传单|份|8|3" in text and "第3社区|2025年第二季度|有1处错误" in text


def test_progress_is_told_and_cancelling_keeps_what_is_done():
    seen: list[tuple[int, int, str]] = []
    outcomes = list(
        run_batch(ENTRIES[:2] * 3, make, progress=lambda *told: seen.append(told), cancelled=lambda: len(seen) >= 2)
    )
    assert seen == [(1, 6, "第1社区"), (2, 6, "第2社区")]
    assert [one.status for one in outcomes] == [MADE, MADE, *[CANCELLED] * 4]
    assert zipped(outcomes)[1].summary == "共6个单位，已生成2份，已取消4份"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b:c?.docx", "abc.docx"),
        ("CON.docx", "_CON.docx"),
        ("报告. .docx", "报告.docx"),
        ("..", "文稿.docx"),
        ("", "文稿.docx"),
        ("字" * 100 + ".docx", "字" * 66 + ".docx"),
    ],
)
def test_names_are_fit_for_windows(name, safe):
    assert unique_name(name, set()) == safe


def test_names_are_unique_whatever_the_case():
    taken: set[str] = set()
    assert [unique_name(name, taken) for name in ("A.docx", "a.docx", "汇总.docx")] == [
        "A.docx",
        "a（2）.docx",
        "汇总.docx",
    ]


# ---- with the real formats


@pytest.fixture(scope="module")
def workspace():
    return open_workspace(ROOT)


@pytest.fixture(scope="module")
def example() -> dict:
    return json.loads((ROOT / "forms" / "examples" / "研判报告.json").read_text("utf-8"))


def test_a_workbook_becomes_documents(workspace, example):
    raw = example["填报"]
    bad = {**raw, "宣传单数": "六千多"}
    rows = [("甲社区", "2025Q2", raw), ("乙社区", "2025Q2", bad), ("丙社区", "2025Q2", raw)]
    content, stream, told = entries_workbook(workspace.form("研判报告"), rows), io.BytesIO(), []
    report = batch_from_workbook(workspace, "研判报告", content, stream, progress=lambda *one: told.append(one))
    archive = zipfile.ZipFile(stream)
    assert (report.made, report.not_made, len(told)) == (2, 1, 3)
    assert "甲社区" in text_of(archive.read(archive.namelist()[0]))
    line = next(row for row in cells(archive, "问题") if row[0] == "乙社区")
    assert line[4].startswith("工作表 数据，第6行，") and "六千多" in line[4]


def test_a_workbook_without_units_is_refused(workspace):
    with pytest.raises(InputFileError, match="没有可用的单位"):
        batch_from_workbook(workspace, "研判报告", entries_workbook(workspace.form("研判报告"), []), io.BytesIO())


def test_drafts_of_the_store_become_documents(example, tmp_path):
    from lib.core.model import Unit
    from lib.store import open_store
    from lib.workflow_drafts import begin

    store = open_store(tmp_path / "库.db")
    workspace = open_workspace(ROOT, store)
    store.save_unit(Unit("青石镇"))
    for name in ("甲社区", "乙社区"):
        store.save_unit(Unit(name, parent="青石镇"))
    begin(workspace, "研判报告", "甲社区", "2025Q2", example["填报"])
    stream = io.BytesIO()
    report = batch_from_drafts(workspace, "研判报告", "2025Q2", stream, under="青石镇", workers=2)
    assert (report.made, report.not_made) == (1, 1)
    assert next(row.message for row in report.rows if row.unit == "乙社区") == "这个单位还没有填报"
    store.close()
