"""The use cases of 规范排版: read, recognise, correct a role, mend marks, set in presets, tell fonts and deviations."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import CallError, FillError, InputFileError
from lib.workflow_layout import ROLES, own_preset, read_file, read_pasted, set_pieces

TEXT = "关于做好意识形态工作的通知\n各村(社区):\n一、总体要求\n提高认识,压实责任。\n清泉街道党工委\n2025年7月2日"


def styles(content: bytes) -> list[tuple[str, str]]:
    return [(one.text, one.style.name) for one in Document(io.BytesIO(content)).paragraphs if one.text.strip()]


def roles(text: str) -> list[str]:
    return [role for _, role in read_pasted(text).pieces]


def test_the_structure_of_a_text_is_recognised() -> None:
    assert roles(TEXT) == ["公文标题", "主送机关", "一级标题", "正文", "署名", "成文日期"]
    assert set(roles(TEXT)) <= set(ROLES)


def test_marks_are_mended_on_request_only_and_listed() -> None:
    assert not read_pasted(TEXT).mended
    mended = read_pasted(TEXT, mend=True)
    assert [str(one) for one in mended.mended] == [
        "第2行第3字：“(”改为“（”",
        "第2行第6字：“)”改为“）”",
        "第2行第7字：“:”改为“：”",
        "第4行第5字：“,”改为“，”",
    ]
    assert "提高认识，压实责任。" in mended.text


def test_a_word_file_and_its_text_are_read_alike() -> None:
    document, target = Document(), io.BytesIO()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(target)
    assert read_file("稿.docx", target.getvalue()).pieces == read_pasted(TEXT).pieces
    assert read_file("稿.txt", TEXT.encode("gb18030")).pieces == read_pasted(TEXT).pieces


def test_a_corrected_role_is_the_paragraphs_style() -> None:
    pieces = [one._replace(role="二级标题") if one.role == "正文" else one for one in read_pasted(TEXT).pieces]
    laid = set_pieces(pieces)
    assert ("提高认识,压实责任。", "二级标题") in styles(laid.content)
    assert laid.name == "关于做好意识形态工作的通知.docx"


def test_fonts_and_deviations_are_told() -> None:
    pieces = read_pasted(TEXT).pieces
    standard, common, free = set_pieces(pieces), set_pieces(pieces, "通行"), set_pieces(pieces, "国标", "免装字体")
    assert not standard.deviations and any("27 字" in one for one in common.deviations)
    assert "方正小标宋简体" in [one.name for one in standard.fonts]
    assert not {"方正小标宋简体", "仿宋_GB2312"} & {one.name for one in free.fonts}


def test_a_very_long_and_even_text_is_set_all_the_same() -> None:
    laid = set_pieces(read_pasted("关于工作的通知\n" + "一、总体要求\n提高认识，压实责任。\n" * 10_000).pieces)
    assert {"方正小标宋简体", "黑体", "仿宋_GB2312"} <= {one.name for one in laid.fonts}


def test_an_offices_own_preset() -> None:
    own = own_preset("本单位.yaml", "名称: 本单位\n基于: 通行\n行距: 30\n".encode())
    laid = set_pieces(read_pasted(TEXT).pieces, own)
    assert any("每页" in one for one in laid.deviations)
    for wrong in ("- 1", "行距: [", ""):
        with pytest.raises(InputFileError):
            own_preset("本单位.yaml", wrong.encode())
    with pytest.raises(CallError, match="没有“行高”"):
        set_pieces(read_pasted(TEXT).pieces, {"行高": 3})


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.txt", b""), ("旧.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 100), ("坏.docx", b"PK\x03\x04x"), ("图.txt", b"\x89PNG\r\n"), ("长.txt", b"a" * 2_100_000)],
)
def test_a_bad_file_is_one_clear_line(name: str, content: bytes) -> None:
    with pytest.raises(InputFileError) as told:
        read_file(name, content)
    assert "\n" not in str(told.value) and len(str(told.value)) > 6


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="一（）1.、。，“”附件：年月日|@{}% \n\t甲乙", max_size=80), st.sampled_from(ROLES))
def test_any_text_in_any_role_is_set_or_refused(text: str, role: str) -> None:
    try:
        laid = set_pieces([(one.text, role if one.role != "表格" else one.role) for one in read_pasted(text, mend=True).pieces])
    except FillError:
        return
    assert laid.content[:2] == b"PK"
