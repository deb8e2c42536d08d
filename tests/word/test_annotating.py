"""Corrections become tracked changes and findings comments, and whatever they don't touch stays as it was."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.model import Finding
from lib.core.proofreading import applicable, correct_paragraphs, proofread
from lib.definitions_words import load_words
from lib.word.annotating import annotate
from lib.word.reading import read_document

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")


def docx(*paragraphs: tuple[str, ...]) -> bytes:
    """Make a document; each paragraph is a tuple of runs, every second one bold and of 16 points."""
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for count, text in enumerate(runs):
            run = paragraph.add_run(text)
            run.bold, run.font.size = bool(count % 2), Pt(16)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def texts(content: bytes) -> list[str]:
    return [one.text for one in read_document(content)]


def parts(content: bytes):
    return Document(BytesIO(content))


def test_a_correction_is_a_tracked_change_across_runs():
    content = docx(("悬挂横", "福8条。"))
    fix = Finding("R-W1", "error", "错字", paragraph=0, start=2, end=4, suggestion="横幅")
    changed = annotate(content, [fix], corrections=[fix])
    body = parts(changed).element.body
    assert texts(changed) == ["悬挂横幅8条。"]
    assert "".join(node.text for node in body.iter(qn("w:delText"))) == "横福"
    assert [one.get(qn("w:author")) for one in body.iter(qn("w:ins"))] == ["校对"]


def test_the_inserted_words_keep_the_format():
    content = docx(("悬挂", "横福", "8条。"))
    fix = Finding("R-W1", "error", "错字", paragraph=0, start=2, end=4, suggestion="横幅")
    inserted = next(parts(annotate(content, [fix], corrections=[fix])).element.body.iter(qn("w:ins")))
    assert inserted.find(f".//{qn('w:b')}") is not None and inserted.find(f".//{qn('w:sz')}").get(qn("w:val")) == "32"


def test_a_finding_is_a_comment_at_its_place():
    content = docx(("召开会议____次。",))
    note = Finding("R-X1", "error", "没有填", paragraph=0, start=4, end=8)
    changed = parts(annotate(content, [note]))
    assert [one.text for one in changed.comments] == ["〔错误〕没有填（R-X1）"]
    assert texts(annotate(content, [note])) == ["召开会议____次。"]


def test_a_deletion_needs_no_insertion():
    content = docx(("标题。",))
    fix = Finding("R-T4", "warning", "末尾", paragraph=0, start=2, end=3, suggestion="")
    assert texts(annotate(content, [fix], corrections=[fix])) == ["标题"]


def test_the_same_input_gives_the_same_body():
    content = docx(("悬挂横福8条。",))
    fix = Finding("R-W1", "error", "错字", paragraph=0, start=2, end=4, suggestion="横幅")
    first, second = (parts(annotate(content, [fix], corrections=[fix])).element.xml for _ in range(2))
    assert first == second


def test_findings_of_a_whole_document_can_be_written_back():
    content = docx(("石桥镇2025年第二季度研判报告",), ("本季度，悬挂横福8条,", "张贴海报约60余张。"), ("按排专人管理",))
    findings = proofread(read_document(content), words=WORDS)
    fixes = [one for one in findings if applicable(one)]
    assert texts(annotate(content, findings, corrections=fixes)) == correct_paragraphs(texts(content), fixes)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("甲乙丙，。", min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_any_place_can_be_corrected(runs, data):
    content, whole = docx(tuple(runs)), "".join(runs)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    fix = Finding("R-W1", "error", "改", paragraph=0, start=start, end=end, suggestion="丁")
    changed = annotate(content, [fix], corrections=[fix])
    assert texts(changed)[0] == whole[:start] + "丁" + whole[end:]
    struck = parts(changed).element.body.iter(qn("w:delText"))
    assert re.sub(r"\s", "", "".join(node.text for node in struck)) == whole[start:end]
