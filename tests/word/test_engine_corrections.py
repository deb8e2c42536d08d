"""Tests of what docxtpl gets wrong and the engine does not: lost text, lost indents, empty tables, blanked names."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate, RichText

from lib.errors import TemplateError
from lib.word.judging import judge
from tests.word.word_tools import W, docx, part, rendered, text_of


def by_docxtpl(source: bytes, context: dict[str, Any]) -> bytes:
    writer, buffer = DocxTemplate(io.BytesIO(source)), io.BytesIO()
    writer.render(context)
    writer.save(buffer)
    return buffer.getvalue()


def table(*rows: list[str]) -> Any:
    def setup(document: Any) -> None:
        made = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                first, *others = text.split("|")
                cell.text = first
                for one in others:
                    cell.add_paragraph(one)
        document.add_paragraph("尾")

    return setup


def test_text_after_a_bracket_is_kept() -> None:
    source = docx("{{ x }}后")
    assert text_of(rendered(source, {"x": "甲<乙&丙"})) == "甲<乙&丙后"
    assert text_of(by_docxtpl(source, {"x": "甲<乙&丙"})) != "甲<乙&丙后"


def test_a_missing_name_is_no_blank() -> None:
    source = docx("共{{ 次数 }}次")
    assert text_of(by_docxtpl(source, {})) == "共次"
    with pytest.raises(TemplateError, match="次数"):
        rendered(source, {})


def test_text_beside_whitespace_control_is_kept() -> None:
    source = docx("前文 {%- if 真 %} 甲 {%- endif -%} 后文", "次段")
    assert text_of(rendered(source, {"真": True})) == "前文 甲后文\n次段"


def test_whitespace_control_at_a_paragraph_s_edge_joins_paragraphs() -> None:
    source = docx("前", "{%- if 真 %}甲{% endif -%}", "后")
    assert text_of(rendered(source, {"真": True})) == text_of(by_docxtpl(source, {"真": True})) == "前甲后"


def test_values_in_footnotes_are_never_run() -> None:
    assert text_of(rendered(docx("{{ x }}"), {"x": "{{ 7*7 }} {_{ a }_}"})) == "{{ 7*7 }} {_{ a }_}"


def test_an_ampersand_in_a_tag_is_itself() -> None:
    assert text_of(rendered(docx("{{ x if x == '甲&乙' else '否' }}"), {"x": "甲&乙"})) == "甲&乙"


def test_markup_in_a_tag_is_text() -> None:
    assert text_of(rendered(docx("{{ '<w:p>' }}{{ 1 < 2 }}"), {})) == "<w:p>是"


def test_a_column_may_bear_a_method_s_name() -> None:
    assert text_of(rendered(docx("{{ r.items }}{{ r.keys }}"), {"r": {"items": "甲", "keys": "乙"}})) == "甲乙"


def test_rich_text_without_its_letter_is_no_broken_file() -> None:
    content = rendered(docx("前{{ x }}后"), {"x": RichText("粗", bold=True)})
    assert text_of(content) == "前粗后" and judge(content) == []


def test_plain_text_with_the_letter_is_not_lost() -> None:
    content = rendered(docx("前{{r x }}后", "{{p x }}"), {"x": "甲\n乙"})
    assert text_of(content) == "前甲\n乙后\n甲\n乙" and judge(content) == []


EMPTY = [
    [["{%tr for 行 in 表 %}", ""], ["{{ 行 }}", ""], ["{%tr endfor %}", ""]],
    [["{%p for 行 in 表 %}|{{ 行 }}|{%p endfor %}", "乙"]],
    [["{%p if 表 %}|甲|{%p endif %}", "{%p if 表 %}|甲|{%p endif %}"]],
    [["{%tc for 行 in 表 %}", "{{ 行 }}", "{%tc endfor %}"]],
    [["甲", "乙", "丙"], ["{%tc for 行 in 表 %}", "{{ 行 }}", "{%tc endfor %}"]],
    [["{%tr if 表 %}", ""], ["甲", "乙"], ["{%tr endif %}", ""]],
]


@pytest.mark.parametrize("rows", EMPTY, ids=range(len(EMPTY)))
@pytest.mark.parametrize("items", [[], ["甲"], ["甲", "乙"]], ids=len)
def test_what_loops_leave_empty_is_mended(rows: list[list[str]], items: list[str]) -> None:
    source = docx("头", setup=table(*rows))
    content = rendered(source, {"表": items})
    assert judge(content) == [] and text_of(content).startswith("头") and text_of(content).endswith("尾")
    if not items:
        assert judge(by_docxtpl(source, {"表": items})) != [] or "乙" in rows[0]


def test_an_empty_header_keeps_a_paragraph() -> None:
    def setup(document: Any) -> None:
        header = document.sections[0].header
        header.paragraphs[0].text = "{%p if 真 %}"
        for text in ("甲", "{%p endif %}"):
            header.add_paragraph(text)

    content = rendered(docx("正文", setup=setup), {"真": False})
    assert judge(content) == [] and len(part(content, "word/header1.xml")) == 1


def test_a_nested_table_does_not_widen_the_outer_one() -> None:
    def setup(document: Any) -> None:
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "{% colspan 2 %}甲"
        outer.cell(0, 1)._tc.getparent().remove(outer.cell(0, 1)._tc)
        inner = outer.cell(0, 0).add_table(rows=1, cols=4)
        inner.cell(0, 0).text = "{{ x }}"
        outer.cell(0, 0).add_paragraph()

    grids = part(rendered(docx("头", setup=setup), {"x": "乙"})).iter(W + "tblGrid")
    assert [len(one) for one in grids] == [2, 4]


def test_drawings_are_numbered_apart() -> None:
    def setup(document: Any) -> None:
        wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        inline = f'<wp:inline xmlns:wp="{wp}"><wp:docPr id="7" name="图"/></wp:inline>'
        xml = f"<w:p {nsdecls('w')}><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"
        for one in ("{%p for 行 in 表 %}", xml, "{%p endfor %}"):
            block = document.add_paragraph(one)._p if one[0] == "{" else parse_xml(one)
            document.element.body[-1].addprevious(block)

    root = part(rendered(docx("头", setup=setup), {"表": [1, 2]}))
    assert [one.get("id") for one in root.iter("{*}docPr")] == ["1001", "1002"]


def test_a_long_fixed_document_is_compiled_in_no_time() -> None:
    def setup(document: Any) -> None:
        body = "".join(f"<w:p><w:r><w:t>第{n}段固定文字</w:t></w:r></w:p>" for n in range(20_000))
        for one in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
            document.element.body[-1].addprevious(one)

    text = text_of(rendered(docx("{%p if 真 %}", "甲", "{%p endif %}", setup=setup), {"真": True}))
    assert text.startswith("甲\n第0段") and text.count("\n") == 20_000
