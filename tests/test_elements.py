"""The letterhead, seal, remark and imprint of the three formats: switched on in order, off without a trace, faults told."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.carrying import take_over
from lib.core.model import Document
from lib.word.judging import judge
from lib.workflow import Workspace, entry_of, examine, open_workspace, produce

ROOT = Path(__file__).parents[1]
FORMATS = ("工作要点", "述职报告", "研判报告")
SECTION = "版头与版记"
ON: Mapping[str, Any] = {
    "份号": "000012", "密级": "秘密", "保密期限": "1年", "紧急程度": "特急", "版头开关": True, "发文机关标志": "中共青石镇委员会文件",
    "机关代字": "青党发", "发文年份": "2025", "发文序号": "12", "盖章": True, "附注": "此件公开发布", "版记开关": True,
    "抄送": "区委宣传部，区委办公室。", "印发机关": "青石镇党政办公室",
}  # fmt: skip
SWITCHES = ("版头开关", "联合行文", "盖章", "版记开关")
JOINT = {"联合行文": True, "联合发文机关": [{"机关": "中共青石镇委员会"}, {"机关": "青石镇人民政府"}]}
NOTICE = {"印发通知": True, "主送机关": "各村、各部门", "任务分解": "附表"}
CORNER = [("份号", "000012"), ("密级", "秘密★1年"), ("紧急程度", "特急")]
MARK = [("版头留白", ""), ("发文机关标志", "中共青石镇委员会文件")]
IMPRINT = [
    ("版记首线", ""), ("抄送", "抄送：区委宣传部，区委办公室。"), ("版记分隔线", ""), ("印发", "青石镇党政办公室\t{}印发"), ("版记末线", ""),
    ("版记留白", ""), ("版记锚点", ""),
]  # fmt: skip


WORKSPACE = open_workspace(ROOT)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return WORKSPACE


def entry(name: str, **changes: Any) -> dict[str, Any]:
    """Return a format's example with changes; 印发日期 is the day it is dated."""
    data = json.loads((ROOT / f"forms/examples/{name}.json").read_text("utf-8"))
    data["填报"] |= {"印发日期": data["填报"]["成文日期"], **changes}
    return data


def made(workspace: Workspace, name: str, *, draft: bool = False, **changes: Any) -> Document:
    read = entry_of(entry(name, **changes))
    return produce(workspace, name, read.unit, read.period, read.raw, draft=draft)


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """Return (style, text) of a document's paragraphs outside tables; a title's lines are one."""
    opened = read_docx(io.BytesIO(document.content))
    return [(one.style.name, one.text.replace("\n", "")) for one in opened.paragraphs]


def told(workspace: Workspace, name: str, **changes: Any) -> list[tuple[str | None, str, str]]:
    """Return (field, level, message) of an entry's errors and warnings."""
    read = entry_of(entry(name, **changes))
    examined = examine(workspace, name, read.unit, read.period, read.raw)
    return [(one.field, one.level, one.message) for one in examined.findings if one.level != "info"]


# ---- on ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_everything_on_stands_in_the_order_of_the_standard(workspace, name):
    document = made(workspace, name, **ON)
    lines = paragraphs(document)
    number = [("发文字号", "青党发〔2025〕12号"), ("红线", "")]
    assert document.findings == ()
    assert lines[:7] == [*CORNER, *MARK, *number] and lines[7][0] == "公文标题"
    date = next(text for style, text in lines if style == "用印成文日期")
    assert lines[-7:] == [(style, text.format(date)) for style, text in IMPRINT]
    seal = [style for style, _ in lines].index("用印署名")
    assert [style for style, _ in lines[seal : seal + 3]] == ["用印署名", "用印成文日期", "附注"]
    assert lines[seal + 2][1] == "（此件公开发布）"
    assert judge(document.content) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_signer_stands_beside_the_number(workspace, name):
    lines = paragraphs(made(workspace, name, **ON, 签发人="张建国、李明"))
    assert ("发文字号签发人", "青党发〔2025〕12号\t签发人：张建国　李明") in lines
    assert "发文字号" not in dict(lines)


@pytest.mark.parametrize("name", FORMATS)
def test_several_issuers_share_one_mark(workspace, name):
    document = made(workspace, name, **ON | JOINT)
    (mark, *_) = read_docx(io.BytesIO(document.content)).tables
    assert [[one.text for one in cell.paragraphs] for cell in mark.rows[0].cells] == [
        ["中共青石镇委员会", "青石镇人民政府"], ["文件"]
    ]  # fmt: skip
    assert "中共青石镇委员会文件" not in str(paragraphs(document)) and judge(document.content) == []


def test_a_notice_carries_the_letterhead_and_its_imprint_follows_the_annexes(workspace):
    document = made(workspace, "工作要点", **ON | NOTICE)
    styles = [style for style, _ in paragraphs(document)]
    assert styles.count("发文机关标志") == styles.count("红线") == styles.count("附注") == styles.count("印发") == 1
    order = ["红线", "公文标题", "用印署名", "用印成文日期", "附注", "附件标记", "附件标题", "版记首线", "版记锚点"]
    assert sorted(order, key=styles.index) == order
    body = read_docx(io.BytesIO(document.content)).element.body
    kinds = [one.tag.rpartition("}")[2] for one in body]
    assert len(kinds) - kinds[::-1].index("tbl") <= kinds.index("sectPr") - 7  # the table of tasks, then the imprint
    assert judge(document.content) == []


@pytest.mark.parametrize("name", FORMATS)
def test_numbers_of_headings_are_the_same_with_and_without(workspace, name):
    with_, without = (
        [one for one in paragraphs(made(workspace, name, **changes)) if one[0].endswith("级标题")] for changes in (ON, {})
    )
    assert with_ == without != []


@pytest.mark.parametrize("name", FORMATS)
def test_no_blank_line_is_left_behind(workspace, name):
    off = {"附表开关": False} if name != "工作要点" else {"任务分解": "不印"}
    for changes, room in (({}, 0), (ON, 0), (ON | JOINT, 0), ({"紧急程度": "加急"}, 2)):
        blank = [style for style, text in paragraphs(made(workspace, name, **changes | off)) if not text]
        assert set(blank) <= {"版头留白", "红线", "空行", "表后", *dict(IMPRINT)}
        assert blank.count("空行") == room


@pytest.mark.parametrize("name", FORMATS)
def test_an_imprint_after_a_table_has_room_of_its_own(workspace, name):
    """Tables do not give way to the frame at the page's foot; blank lines as high as it take both to the next page."""
    table = {"任务分解": "附表"} if name == "工作要点" else {"附表开关": True}
    styles = [style for style, _ in paragraphs(made(workspace, name, **ON | table))]
    assert styles[-9:-7] == ["空行", "空行"]
    assert "空行" not in [style for style, _ in paragraphs(made(workspace, name, **table))]


@pytest.mark.parametrize(
    ("gone", "style"),
    [("份号", "份号"), ("密级", "密级"), ("紧急程度", "紧急程度"), ("版头开关", "红线"), ("发文字号开关", "发文字号"), ("盖章", "用印署名"),
     ("附注", "附注"), ("抄送", "抄送"), ("版记开关", "印发")],
)  # fmt: skip
def test_each_element_can_be_left_out_alone(workspace, gone, style):
    changes = ON | {gone: False if gone.endswith("开关") or gone == "盖章" else ""}
    document = made(workspace, "研判报告", **changes, draft=True)
    assert style not in dict(paragraphs(document)) and judge(document.content) == []
    assert style in dict(paragraphs(made(workspace, "研判报告", **ON)))


# ---- off -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_off_there_is_no_trace_whatever_was_typed_under_the_switches(workspace, name):
    typed = {key: value for key, value in ON.items() if key not in ("份号", "密级", "紧急程度", "附注")}
    plain = paragraphs(made(workspace, name))
    assert paragraphs(made(workspace, name, **typed | JOINT | dict.fromkeys(SWITCHES, False))) == plain
    assert plain[0][0] == "公文标题" and not {style for style, _ in plain} & {*dict(IMPRINT), "红线", "用印署名", "附注"}


@pytest.mark.parametrize("name", FORMATS)
def test_the_section_is_last_and_asks_for_nothing_by_itself(workspace, name):
    section = workspace.form(name).sections[-1]
    assert section.name == section.label == SECTION
    assert [one.name for one in section.fields if one.required and not one.relevant] == []
    assert [one.name for one in section.fields if one.default is True] == ["发文字号开关"]  # under 版头开关, which is off


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_person_must_decide_has_no_default_and_is_not_taken_over(workspace, name):
    form = workspace.form(name)
    asked = ("份号", "密级", "保密期限", "紧急程度", "发文年份", "发文序号", "签发人", "印发日期", "成文日期")
    assert [one for one in asked if form.field(one).default is not None] == []
    taken = take_over(form, entry(name, **ON, 签发人="张建国")["填报"], {})
    assert taken["抄送"] == ON["抄送"] and not set(asked) & set(taken)


# ---- faults --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("份号", "12", "六位阿拉伯数字"),
        ("份号", "０００００１", "六位阿拉伯数字"),
        ("密级", "内部", "绝密、机密、秘密"),
        ("紧急程度", "急", "特急、加急"),
        ("发文机关标志", "", "请填写发文机关标志"),
        ("机关代字", "青党发[2025]12号", "机关代字只写代字"),
        ("机关代字", "", "请填写机关代字"),
        ("发文年份", "25", "写全四位数字"),
        ("发文年份", "〔2025〕", "写全四位数字"),
        ("发文年份", "2024", "不是同一年"),
        ("发文序号", "012", "前面不补0"),
        ("发文序号", "第12号", "不写“第”“号”"),
        ("印发日期", "2025年2月30日", "没有30日"),
        ("印发日期", "2025-01-02", "早于成文日期"),
        ("印发日期", "", "请填写印发日期"),
        ("印发机关", " ", "请填写印发机关"),
    ],
)
def test_a_fault_is_one_line_at_its_field(workspace, name, field, typed, words):
    date = {"成文日期": "2025-12-20", "印发日期": "2025-12-21"} if name != "工作要点" else {}
    found = [one for one in told(workspace, name, **ON | date | {field: typed}) if one[0] != "成文日期"]
    assert [one[0] for one in found] == [field] and words in found[0][2]


@pytest.mark.parametrize(
    ("rows", "field", "words"),
    [
        ([], "联合发文机关", "至少要填2条"),
        ([{"机关": "中共青石镇委员会"}], "联合发文机关", "至少要填2条"),
        ([{"机关": "中共青石镇委员会文件"}, {"机关": "青石镇人民政府"}], "联合发文机关[1].机关", "不用写“文件”"),
    ],
)
def test_a_fault_of_several_issuers_is_told(workspace, rows, field, words):
    found = told(workspace, "研判报告", **ON | JOINT | {"联合发文机关": rows})
    assert [one[0] for one in found] == [field] and words in found[0][2]


def test_a_secret_document_is_asked_for_its_copy_number(workspace):
    assert [(field, level) for field, level, _ in told(workspace, "研判报告", **ON | {"份号": ""})] == [("份号", "warning")]


@pytest.mark.parametrize("name", FORMATS)
def test_a_draft_marks_what_is_still_to_come(workspace, name):
    lines = paragraphs(made(workspace, name, 版头开关=True, 版记开关=True, 印发日期="", draft=True))
    assert ("发文字号", "【待补】〔【待补】〕【待补】号") in lines and ("发文机关标志", "【待补】") in lines
    assert ("印发", "青石镇\t【待补】印发") in lines


@settings(max_examples=40, deadline=None)
@given(typed=st.text("0123456789０第号〔〕 a", min_size=1, max_size=7))
def test_whatever_is_typed_for_a_number_is_right_or_told(typed):
    found = {field for field, _, _ in told(WORKSPACE, "研判报告", **ON | {"发文序号": typed, "份号": typed})}
    number = typed.strip()
    digits = number.isascii() and number.isdigit()
    assert ("发文序号" in found) == (not digits or number[0] == "0" or len(number) > 5)
    assert ("份号" in found) == (not digits or len(number) != 6)
