"""Word files as they really come: others' changes, pictures and fields within a run, breaks, controls, broken parts."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.proofreading import applicable, proofread
from lib.definitions_words import load_words
from lib.errors import InputFileError
from lib.word.annotating import annotate
from lib.word.reading import read_document

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
OBJECTS = ("br", "tab", "sym", "drawing", "footnoteReference", "fldChar", "instrText")
CELL = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='3000'/></w:tblGrid><w:tr>{}</w:tr></w:tbl>"
RELATION = (
    b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s"/></Relationships>'
)


def word(*blocks: str) -> bytes:
    """Make a document of raw WordprocessingML blocks."""
    document = docx.Document()
    for one in blocks:
        element = parse_xml(re.sub("^(<[a-z:]+)", rf"\1 {nsdecls('w', 'r', 'm')}", one, flags=re.I))
        document.element.body.insert_element_before(element, "w:sectPr")
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def shown(content: bytes, *, accept: bool) -> list[str]:
    """Return the body's paragraphs with every change accepted, or every change of the proofreader's rejected."""
    lines = []
    for paragraph in docx.Document(BytesIO(content)).element.body.iter(qn("w:p")):
        said = ""
        for one in paragraph.iter():
            name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
            above = [up for up in one.iterancestors(qn("w:del"), qn("w:ins"))]
            hidden = [
                up for up in above if (up.tag == qn("w:del")) == accept and (accept or up.get(qn("w:author")) == "校对")
            ]
            if name in ("t", "delText") and not hidden:
                said += one.text or ""
            elif name in OBJECTS and not hidden:
                said += f"<{name}>"
        lines.append(said)
    return lines


def corrected(content: bytes, *, chosen: bool = True) -> bytes:
    findings = proofread(read_document(content), words=WORDS)
    fixes = [one for one in findings if applicable(one) and one.level == "error"] if chosen else []
    return annotate(content, findings, corrections=fixes)


@pytest.mark.parametrize(
    ("block", "right"),
    [
        (
            f"<w:p><w:ins w:id='1' w:author='李四'>{run('各部门布署到位，检查约30余次。特此报告。')}</w:ins></w:p>",
            "各部门部署到位，检查30余次。特此报告。",
        ),
        (
            f"<w:p>{run('各部门布')}<w:ins w:id='1' w:author='李四'>{run('署到位，')}{run('约30余次。')}</w:ins></w:p>",
            "各部门部署到位，30余次。",
        ),
        (
            "<w:p><w:r><w:t>是</w:t><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>，布署到位</w:t>"
            "<w:footnoteReference w:id='2'/><w:t>，会议召开。</w:t></w:r></w:p>",
            "是<sym>，部署到位<footnoteReference>，会议召开。",
        ),
        (
            "<w:p><w:r><w:t>见第</w:t><w:fldChar w:fldCharType='begin'/><w:instrText> PAGE </w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>1</w:t><w:fldChar w:fldCharType='end'/><w:t>页，布署到位。</w:t></w:r></w:p>",
            "见第<fldChar><instrText><fldChar>1<fldChar>页，部署到位。",
        ),
        ("<w:p><w:r><w:t>各部门布署</w:t><w:drawing/><w:t>到位。</w:t></w:r></w:p>", "各部门部署<drawing>到位。"),
        (
            "<w:p><w:r><w:t>检查约30</w:t><w:br w:type='page'/><w:t>余次，完成。</w:t></w:r></w:p>",
            "检查30<br>余次，完成。",
        ),
    ],
    ids=["insertion", "half", "symbols", "field", "picture", "break"],
)
def test_what_stands_around_a_correction_stays_in_its_place(block, right):
    content = word(block)
    before = shown(content, accept=True)
    assert shown(corrected(content), accept=True) == [right]
    assert shown(corrected(content), accept=False) == before
    assert shown(corrected(content, chosen=False), accept=True) == before


def test_a_break_is_no_surplus_space():
    content = word("<w:p><w:r><w:t>各部门高度重视这项工作</w:t><w:br/><w:t>并且认真组织开展。</w:t></w:r></w:p>")
    assert [one for one in proofread(read_document(content), words=WORDS) if one.rule == "R-P14"] == []


def test_controls_and_nested_tables_are_read_in_order():
    inner = CELL.format(f"<w:tc><w:p>{run('内格')}</w:p></w:tc>")
    content = word(
        CELL.format(f"<w:tc><w:sdt><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt></w:tc>"),
        f"<w:customXml><w:p>{run('自定义')}</w:p></w:customXml>",
        CELL.format(f"<w:tc><w:p>{run('前')}</w:p>{inner}<w:p>{run('后')}</w:p></w:tc>"),
        f"<w:p><w:r><w:ruby><w:rt>{run('bù')}</w:rt><w:rubyBase>{run('部署')}</w:rubyBase></w:ruby></w:r></w:p>",
    )
    assert [one.text for one in read_document(content)] == ["控件", "自定义", "前", "内格", "后", "部署"]


def test_a_table_in_a_text_box_in_a_cell_is_read_once_and_corrected():
    table = CELL.format(f"<w:tc><w:p>{run('各部门布署到位')}</w:p></w:tc>")
    box = f"<w:r><w:pict><w:txbxContent>{table}<w:p/></w:txbxContent></w:pict></w:r>"
    content = word(CELL.format(f"<w:tc><w:p>{run('格内')}{box}</w:p></w:tc>"))
    assert [one.text for one in read_document(content)] == ["格内", "各部门布署到位", ""]
    assert [one.text for one in read_document(corrected(content))][1] == "各部门部署到位"


def rezipped(content: bytes, change, extra=()) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
        for name, data in extra:
            new.writestr(name, data)
    return target.getvalue()


def related(kind: bytes, where: bytes):
    def change(name: str, data: bytes):
        return name, (
            data.replace(b"</Relationships>", RELATION % (kind, where))
            if name == "word/_rels/document.xml.rels"
            else data
        )

    return change


PLAIN = word(f"<w:p>{run('各部门布署到位。')}</w:p>")
NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: (name.replace("document.xml", "document2.xml"), data.replace(b"word/document.xml", b"word/document2.xml")),
        related(b"image", b"NULL"),
        related(b"image", b"../NULL"),
        related(b"hyperlink", b"#b1"),
        related(b"image", b"media/image9.png"),
    ],
    ids=["main part", "NULL", "up NULL", "place", "lost picture"],
)  # fmt: skip
def test_files_word_opens_are_read_and_their_loose_ends_left_as_they_were(change):
    content = rezipped(PLAIN, change)
    changed = corrected(content)
    assert [one.text for one in read_document(changed)] == ["各部门部署到位。"]
    assert loose_ends(changed) == loose_ends(content)


def loose_ends(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        rels = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/_rels/document")]
    return sorted(
        re.sub(r"\s*/?>", "", "".join(sorted(one.split())))
        for text in rels
        for one in re.findall(r"<Relationship [^>]*rId77[^>]*>", text)
    )


@pytest.mark.parametrize(
    ("change", "extra"),
    [
        (lambda name, data: (name, b"<w:document %s/>" % NAMESPACE if name == "word/document.xml" else data), ()),
        (lambda name, data: (name, b"<html/>" if name == "word/document.xml" else data), ()),
        (related(b"footnotes", b"footnotes.xml"), [("word/footnotes.xml", "<w:footnotes")]),
        (related(b"header", b"h.xml"), [("word/h.xml", b"<w:hdr %s/>" % NAMESPACE)]),
        (
            lambda name, data: (name, data.replace(b"</w:styles>", b"<w:style/></w:styles>") if name == "word/styles.xml" else data),
            (),
        ),
    ],
    ids=["no body", "other root", "footnotes", "header", "style"],
)  # fmt: skip
def test_a_broken_part_is_one_clear_line(change, extra):
    with pytest.raises(InputFileError) as told:
        read_document(rezipped(PLAIN, change, extra))
    assert "\n" not in str(told.value) and "重新保存" in str(told.value)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_file_is_read_or_refused_in_one_line(damage):
    content = bytearray(PLAIN)
    for place, value in damage:
        content[place] = value
    try:
        read_document(bytes(content))
    except InputFileError as refused:
        assert "\n" not in str(refused)
