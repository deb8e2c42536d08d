"""A Word file is read paragraph by paragraph, tables included, deleted text left out, and foreign files are refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement

from lib.core.proofreading import about, proofread
from lib.definitions_words import load_words
from lib.errors import InputFileError
from lib.word.reading import read_document

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")


def docx(*paragraphs: str, style: str | None = None) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text, style=style)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def test_paragraphs_come_with_text_and_style():
    assert [(one.text, one.style) for one in read_document(docx("一、开展情况", style="Heading 1"))] == [
        ("一、开展情况", "Heading 1")
    ]


def test_table_cells_are_read_as_tables():
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "完成率"
    target = BytesIO()
    document.save(target)
    assert ("完成率", "table") in [(one.text, one.kind) for one in read_document(target.getvalue())]


def test_deleted_text_is_not_read():
    document = Document()
    paragraph = document.add_paragraph("保留")
    run = paragraph.add_run("删去")
    struck = OxmlElement("w:del")
    run._r.addprevious(struck)
    struck.append(run._r)
    target = BytesIO()
    document.save(target)
    assert read_document(target.getvalue())[0].text == "保留"


def test_findings_count_in_the_paragraph():
    sources = read_document(docx("石桥镇2025年第二季度研判报告", "本季度，悬挂横福8条。"))
    finding = next(
        one for one in proofread(sources, context=about("2025Q2", form="研判报告"), words=WORDS) if one.rule == "R-W1"
    )
    assert (finding.paragraph, finding.start, finding.end, finding.suggestion) == (1, 6, 8, "横幅")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"%PDF-1.4", "文字".encode()])
def test_what_is_no_word_file_is_refused_in_chinese(content):
    with pytest.raises(InputFileError, match="[一-龥]"):
        read_document(content)
