"""A Word file is read paragraph by paragraph, tables included, deleted text left out, and foreign files are refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from lib.core.model import Finding
from lib.core.proofreading import about, proofread
from lib.definitions_words import load_words
from lib.errors import InputFileError
from lib.word.annotating import annotate
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


BOX = (
    '<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>宣传横福</w:t></w:r></w:p></w:txbxContent></mc:Choice>'
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>宣传横福</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def boxed() -> bytes:
    """A report with a text box in its first paragraph, a header and a footer of page numbers."""
    document = Document()
    document.add_paragraph("本季度情况如下。")._p.append(parse_xml(BOX.format(ns=nsdecls("w"))))
    document.add_paragraph("二、下一步打算")
    document.sections[0].header.paragraphs[0].text = "石桥镇2025年工作要点"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def test_text_boxes_and_headers_are_read_once_and_page_numbers_are_not():
    assert [(one.text, one.kind) for one in read_document(boxed())] == [
        ("本季度情况如下。", "paragraph"),
        ("宣传横福", "table"),
        ("二、下一步打算", "paragraph"),
        ("石桥镇2025年工作要点", "table"),
    ]


def test_a_finding_in_a_text_box_is_corrected_there_and_commented_beside_it():
    fix = Finding("R-W1", "error", "错字", paragraph=1, start=2, end=4, suggestion="横幅")
    corrected = annotate(boxed(), [fix], corrections=[fix])
    assert [one.text for one in read_document(corrected)][1] == "宣传横幅"
    noted = Document(BytesIO(annotate(boxed(), [fix]))).element.body
    mark = next(noted.iter(qn("w:commentReference")))
    assert next(mark.iterancestors(qn("w:p"))) is noted[0] and not list(mark.iterancestors(qn("w:txbxContent")))


def test_footnotes_are_read_and_commented_at_their_place():
    content = with_footnote("本季度情况如下。", "悬挂横福8条。")
    assert [(one.text, one.kind) for one in read_document(content)] == [
        ("本季度情况如下。", "paragraph"),
        ("悬挂横福8条。", "table"),
    ]
    fix = Finding("R-W1", "error", "错字", paragraph=1, start=2, end=4, suggestion="横幅")
    changed = annotate(content, [fix], corrections=[fix])
    assert read_document(changed)[1].text == "悬挂横福8条。"
    body = Document(BytesIO(changed)).element.body
    assert next(next(body.iter(qn("w:commentReference"))).iterancestors(qn("w:p"))) is body[0]


def with_footnote(text: str, note: str) -> bytes:
    document = Document()
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    document.add_paragraph(text)._p.append(parse_xml(reference))
    blob = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    target = BytesIO()
    document.save(target)
    return target.getvalue()
