"""Numbers that Word sets itself are read as the reader sees them, checked and commented, never cut."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from lib.core.model import Finding
from lib.core.proofreading import proofread
from lib.definitions_words import load_words
from lib.word.annotating import annotate
from lib.word.reading import read_document

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
OFFICIAL = (
    ("chineseCounting", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def document(levels=OFFICIAL, overrides=()):
    """Make a document with one list (numId 77) of these (format, text) levels; `overrides` are (numId, level, start)."""
    made = Document()
    root = made.part.numbering_part.element
    shapes = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(levels)
    )
    shape = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shapes}</w:abstractNum>')
    root.insert(0, shape)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for number, level, start in overrides:
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="{level}">'
                f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            )
        )
    return made


def add(made, text, level, number=77):
    paragraph = made.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def saved(made):
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def texts(made):
    return [one.text for one in read_document(saved(made))]


def test_levels_count_and_start_again():
    made = document()
    for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1), ("庚", 3)):
        add(made, text, level)
    assert texts(made) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己", "（1）庚"]


def test_a_plain_paragraph_between_does_not_stop_the_count():
    made = document()
    add(made, "甲", 1)
    made.add_paragraph("正文。")
    add(made, "乙", 1)
    assert texts(made) == ["（一）甲", "正文。", "（二）乙"]


def test_a_list_started_anew_and_one_that_goes_on():
    made = document(overrides=((78, 0, 1), (79, 0, 5)))
    for text, number in (("甲", 77), ("乙", 77), ("丙", 78), ("丁", 78), ("戊", 79)):
        add(made, text, 0, number)
    assert texts(made) == ["一、甲", "二、乙", "一、丙", "二、丁", "五、戊"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "2"),
        ("decimalZero", "02"),
        ("decimalFullWidth", "２"),
        ("decimalEnclosedCircleChinese", "②"),
        ("lowerLetter", "b"),
        ("upperRoman", "II"),
        ("chineseLegalSimplified", "贰"),
        ("ideographTraditional", "乙"),
    ],
)
def test_number_formats(form, shown):
    made = document(((form, "%1."),))
    add(made, "甲", 0)
    add(made, "乙", 0)
    assert texts(made)[1] == f"{shown}.乙"


def test_bullets_and_numbers_taken_away_show_nothing():
    made = document((("bullet", ""),))
    add(made, "甲", 0)
    add(made, "乙", 0, number=0)
    assert texts(made) == ["甲", "乙"]


def test_a_style_numbers_its_paragraphs():
    made = document()
    style = made.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    made.add_paragraph("开展情况", style="Heading 1")
    made.add_paragraph("存在问题", style="Heading 1")
    assert texts(made) == ["一、开展情况", "二、存在问题"]


def test_a_year_after_the_number_is_not_taken_for_a_decimal():
    made = document((("decimal", "%1."),))
    add(made, "2025年工作", 0)
    assert texts(made) == ["1. 2025年工作"]


def test_a_skipped_number_among_automatic_ones_is_found():
    made = document(overrides=((78, 1, 4),))
    made.add_paragraph("石桥镇2025年第二季度意识形态工作研判报告")
    add(made, "工作开展情况", 0)
    for text, number in (("抓学习。组织学习6次。", 77), ("抓宣传。悬挂横幅8条。", 77), ("抓活动。开展活动3场。", 78)):
        add(made, text, 1, number)
    content = saved(made)
    found = [one for one in proofread(read_document(content), words=WORDS) if one.rule == "R-H1"]
    assert [(one.paragraph, one.suggestion) for one in found] == [(4, "（三）")]
    changed = annotate(content, found, corrections=found)
    body = Document(BytesIO(changed)).element.body
    assert len(list(body.iter(qn("w:commentReference")))) == 1
    assert not list(body.iter(qn("w:del"))) and texts(Document(BytesIO(changed)))[4] == "（四）抓活动。开展活动3场。"


def test_the_text_behind_an_automatic_number_is_corrected():
    made = document()
    add(made, "悬挂横福8条。", 1)
    fix = Finding("R-W1", "error", "错字", paragraph=0, start=5, end=7, suggestion="横幅")
    assert texts(Document(BytesIO(annotate(saved(made), [fix], corrections=[fix])))) == ["（一）悬挂横幅8条。"]


def test_a_damaged_numbering_part_is_no_obstacle():
    made = document()
    add(made, "甲", 7, number=99)
    add(made, "乙", 0)
    made.part.numbering_part.element.remove(made.part.numbering_part.element.find(qn("w:abstractNum")))
    assert texts(made) == ["甲", "乙"]
