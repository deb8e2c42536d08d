"""The use cases of proofreading: files and pasted text read, context and last period, ignoring, corrections written out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import workflow, workflow_drafts
from lib.errors import CallError, FillError, InputFileError
from lib.store.opening import open_store
from lib.word.reading import read_document
from lib.workflow_proofread import (
    About,
    Proofread,
    ignore,
    proofread_file,
    proofread_pasted,
    proofread_report,
    restore,
    texts_of,
)
from lib.workflow_proofread_fields import corrected_raw, find_place
from lib.workflow_proofread_files import corrected_document, corrected_text, findings_table

ROOT = Path(__file__).resolve().parents[1]
FORM, UNIT, PERIOD = "研判报告", "清泉街道柳湾社区", "2025Q2"
TITLE = "清泉街道柳湾社区2025年第二季度意识形态工作分析研判报告\n\n"
BARE = workflow.open_workspace(ROOT)
EXAMPLE = json.loads((ROOT / "forms" / "examples" / f"{FORM}.json").read_text(encoding="utf-8"))


@pytest.fixture()
def workspace(tmp_path: Path) -> Iterator[workflow.Workspace]:
    store = open_store(tmp_path / "填报.db")
    yield workflow.open_workspace(ROOT, store)
    store.engine.dispose()


def word(*lines: str) -> bytes:
    document, target = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def about(read: Proofread, words: str):
    return next(one for one in read.findings if read.words(one) == words)


def test_a_word_file_and_the_same_text_say_the_same() -> None:
    lines = ["本单位认真布署各项工作。", "一、总体形势", "形势平稳，但认识不够深入。。"]
    one, other = proofread_file(BARE, "稿.docx", word(*lines)), proofread_pasted(BARE, "\n".join(lines))
    assert [(f.rule, f.paragraph, f.start) for f in one.placed] == [(f.rule, f.paragraph, f.start) for f in other.placed]
    assert about(one, "布署").suggestion == "部署"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_as_offices_have_them(encoding: str) -> None:
    assert about(proofread_file(BARE, "稿.txt", "认真布署\r\n工作。".encode(encoding)), "布署").level == "error"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("稿.docx", b"", "空文件"),
        ("稿.docx", b"PK\x03\x04broken", "文件损坏"),
        ("稿.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .docx"),
        ("稿.docx", b"<html></html>", "网页"),
        ("稿.txt", b"%PDF-1.7 ...", "PDF"),
        ("稿.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "不是文本文件"),
        ("稿.txt", b" \n ", "没有可校对的文字"),
        ("稿.docx", word(""), "图片"),
        ("稿.txt", ("字" * 500_001).encode(), "上限"),
    ],
)
def test_a_bad_file_is_one_clear_line(name: str, content: bytes, words: str) -> None:
    with pytest.raises(InputFileError, match=words) as told:
        proofread_file(BARE, name, content)
    assert "\n" not in str(told.value)


def test_a_context_that_is_none_is_told() -> None:
    with pytest.raises(CallError, match="不是报告期"):
        proofread_pasted(BARE, "正文。", About(period="某年"))
    with pytest.raises(CallError, match="没有"):
        proofread_pasted(BARE, "正文。", About(format="某文种"))


def test_without_a_context_what_needs_one_is_told_as_unchecked() -> None:
    text = TITLE + "2024年第二季度，形势平稳。"
    assert any(one.message.startswith("未核：没有给出文种") for one in proofread_pasted(BARE, text).findings)
    given = proofread_pasted(BARE, text, About(FORM, UNIT, PERIOD))
    assert not any(one.message.startswith("未核：没有给出文种") for one in given.findings)
    assert given.context and given.context.unit == UNIT and given.context.period.key == PERIOD


def test_half_a_context_is_filled_up_from_the_title() -> None:
    read = proofread_pasted(BARE, TITLE + "形势平稳。", About(unit=UNIT))
    assert read.context and (read.context.format, read.context.period.key) == (FORM, PERIOD)


def test_last_periods_text_is_taken_from_the_store(workspace: workflow.Workspace) -> None:
    raw = EXAMPLE["填报"]
    draft = workflow_drafts.begin(workspace, FORM, UNIT, "2025Q1", raw)
    same = max(texts_of(workspace, draft), key=len)
    read = proofread_pasted(workspace, f"{TITLE}{same}", About(FORM, UNIT, PERIOD))
    assert any(one.rule == "R-G6" and "雷同" in one.message for one in read.findings)


def test_a_figure_changed_by_hand_is_held_against_the_form(workspace: workflow.Workspace) -> None:
    workflow_drafts.begin(workspace, FORM, UNIT, PERIOD, {"督查检查次数": "2"})
    read = proofread_pasted(workspace, TITLE + "本季度，开展督查检查7次。", About(FORM, UNIT, PERIOD))
    assert any(one.rule == "R-C9" and "督查检查2次" in one.message for one in read.findings)


# ---- ignoring


def test_an_ignored_finding_stays_away_and_comes_back(workspace: workflow.Workspace) -> None:
    text = "认真布署今年工作。\n再次布署明年工作。"
    first, second = [one for one in proofread_pasted(workspace, text).findings if one.suggestion == "部署"]
    read = proofread_pasted(workspace, text)
    ignore(workspace, "", read, first)
    again = proofread_pasted(workspace, "新加一段。\n" + text)
    assert [again.words(one) for one in again.ignored] == ["布署"] and about(again, "布署").suggestion == second.suggestion
    restore(workspace, "", again, again.ignored[0])
    assert not proofread_pasted(workspace, text).ignored


def test_always_ignored_holds_in_this_unit_only(workspace: workflow.Workspace) -> None:
    text = "认真布署今年工作。\n再次布署明年工作。"
    read = proofread_pasted(workspace, text, About(unit=UNIT))
    ignore(workspace, UNIT, read, about(read, "布署"), always=True)
    assert len(proofread_pasted(workspace, text, About(unit=UNIT)).ignored) == 2
    assert not proofread_pasted(workspace, text, About(unit="清泉街道桥北社区")).ignored
    again = proofread_pasted(workspace, text, About(unit=UNIT))
    restore(workspace, UNIT, again, again.ignored[0])
    assert not proofread_pasted(workspace, text, About(unit=UNIT)).ignored


def test_an_offices_own_list_stands_beside_ours(tmp_path: Path) -> None:
    own = tmp_path / "forms" / "words" / "本单位"
    own.mkdir(parents=True)
    workspace = workflow.Workspace(tmp_path, BARE.forms)
    assert not [one for one in proofread_pasted(workspace, "推进连心桥梁工程。").findings if one.suggestion]
    (own / "错词.yaml").write_text("错词:\n  - {错: 连心桥梁, 对: 连心桥, 因: 项目名称}\n", encoding="utf-8")
    assert about(proofread_pasted(workspace, "推进连心桥梁工程。"), "连心桥梁").suggestion == "连心桥"


# ---- writing out


def test_chosen_corrections_are_tracked_and_the_rest_are_comments() -> None:
    read = proofread_file(BARE, "稿.docx", word("认真布署工作。", "形势平稳。。"))
    content = corrected_document(read, [about(read, "布署")])
    xml = Document(io.BytesIO(content)).element.xml
    assert "w:del " in xml and "w:ins " in xml and "commentReference" in xml
    assert next(one.text for one in read_document(content)) == "认真部署工作。"


def test_a_text_becomes_a_word_file_with_the_same_words() -> None:
    text = f"{TITLE}清泉街道党工委：\n　　认真布署工作，。\n\n一、总体形势\n形势平稳。\n\n附件：1.清单\n\n{UNIT}\n2025年7月2日"
    read = proofread_pasted(BARE, text)
    texts = ["".join(one.text.split()) for one in read_document(corrected_document(read, []))]
    assert [one for one in texts if one] == [line.strip() for line in text.split("\n") if line.strip()]
    fixed = corrected_document(read, [about(read, "布署")])
    assert "认真部署工作，。" in [one.text for one in read_document(fixed)]


def test_a_correction_in_a_balanced_title_keeps_its_place() -> None:
    title = "清泉街道柳湾社区2025年第二季度意识形态工作布署情况的报告"
    read = proofread_pasted(BARE, f"{title}\n\n形势平稳。")
    written = read_document(corrected_document(read, read.errors))[0]
    assert "".join(written.text.split()) == title.replace("布署", "部署") and written.style == "公文标题"


def test_the_text_itself_can_be_corrected() -> None:
    read = proofread_pasted(BARE, "认真布署工作，\n再次布署。")
    assert corrected_text(read, [one for one in read.findings if one.suggestion == "部署"]) == "认真部署工作，\n再次部署。"


def test_findings_go_into_a_workbook() -> None:
    read = proofread_pasted(BARE, "=1+1\n认真布署工作。")
    sheet = openpyxl.load_workbook(io.BytesIO(findings_table(read)))["问题"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][:5] == ["序号", "级别", "规则", "段落", "原文"]
    assert any(line[1] == "错误" and line[3:5] == ["第2段", "布署"] and line[6] == "部署" for line in lines)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="一（）1.、。，“”布署2025年|@{}% \n\t附件：表", min_size=1, max_size=60).filter(str.strip))
def test_any_text_is_read_corrected_and_written(text: str) -> None:
    try:
        read = proofread_pasted(BARE, text)
    except FillError:
        return
    chosen = [one for one in read.findings if one.suggestion is not None]
    assert corrected_document(read, chosen)[:2] == b"PK"
    assert findings_table(read)[:2] == b"PK" and isinstance(corrected_text(read, chosen), str)


# ---- a report


def examined(raw: dict) -> workflow.Examined:
    return workflow.examine(BARE, FORM, UNIT, PERIOD, raw)


def test_a_reports_findings_name_the_field_that_made_the_text() -> None:
    raw = {"责任落实情况": "第一段。\n认真布署意识形态工作。", "督查检查次数": "2"}
    read = proofread_report(BARE, examined(raw))
    one = about(read, "布署")
    assert one.field == "责任落实情况[2]" and not any("【待补】" in read.words(f) for f in read.findings)
    assert all("\ue000" not in text for text in read.paragraphs)


def test_a_certain_correction_goes_to_the_one_field_that_holds_the_words() -> None:
    raw = {"责任落实情况": "第一段。\n认真布署意识形态工作。", "理论学习情况": ["精心布署学习。"]}
    read = proofread_report(BARE, examined(raw))
    for one in [one for one in read.findings if one.suggestion == "部署"]:
        raw, path = corrected_raw(raw, read, one) or pytest.fail("not found")
        assert path == one.field.split("[")[0] or path == one.field
    assert raw == {"责任落实情况": "第一段。\n认真部署意识形态工作。", "理论学习情况": ["精心部署学习。"]}


def test_a_row_of_a_group_is_corrected_in_its_place() -> None:
    raw = {"风险隐患": [{"方面": "网络舆情", "表现": "平稳。"}, {"方面": "阵地管理", "表现": "布署不够及时。"}]}
    read = proofread_report(BARE, examined(raw))
    changed, path = corrected_raw(raw, read, about(read, "布署")) or pytest.fail("not found")
    assert path == "风险隐患[2].表现" and changed["风险隐患"][1]["表现"] == "部署不够及时。"


def test_words_that_stand_in_two_fields_alike_are_not_touched() -> None:
    raw = {"责任落实情况": "认真布署工作。", "理论学习情况": "认真布署工作。"}
    read = proofread_report(BARE, examined(raw))
    assert corrected_raw(raw, read, about(read, "布署")) is None and find_place(raw, read, about(read, "布署")) is None


def test_the_examples_are_clean_but_for_what_is_missing() -> None:
    read = proofread_report(BARE, workflow.examine(BARE, FORM, EXAMPLE["单位"], EXAMPLE["报告期"], EXAMPLE["填报"]))
    assert not read.errors
