"""Tests that a value comes out verbatim, or is refused, wherever a tag may stand. Not of the template language."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import numpy
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lib.errors import TemplateError
from lib.word.compiling import Template, build_template
from lib.word.judging import judge
from tests.word.word_tools import W, docx, edited, part, text_of

PLACES = ["正文", "段落循环", "表格循环", "文本框", "超链接", "控件", "修订", "页眉", "页脚", "脚注", "尾注", "批注"]
_PART = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{0}s {1}>{2}</w:{0}s>'
_NOTE = '<w:{0} w:id="{1}"><w:p><w:r><w:t xml:space="preserve">〖{2}〗【{{{{ x }}}}】</w:t></w:r></w:p></w:{0}>'
_TEXT = '<w:r><w:t xml:space="preserve">〖{0}〗【{{{{ x }}}}】</w:t></w:r>'
_BOX = (
    '<w:p {0}><w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" style="width:9pt"><v:textbox>'
    "<w:txbxContent><w:p>{1}</w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"
)


def _fill(document: Any) -> None:
    body = document.element.body
    section = body[-1]
    texts = {name: _TEXT.format(name) for name in PLACES}
    blocks = [
        _BOX.format(nsdecls("w"), texts["文本框"]),
        f'<w:p {nsdecls("w")}><w:hyperlink w:anchor="a">{texts["超链接"]}</w:hyperlink></w:p>',
        f"<w:p {nsdecls('w')}><w:sdt><w:sdtContent>{texts['控件']}</w:sdtContent></w:sdt></w:p>",
        f'<w:p {nsdecls("w")}><w:ins w:id="9" w:author="甲">{texts["修订"]}</w:ins></w:p>',
        f'<w:p {nsdecls("w")}><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        '<w:r><w:commentReference w:id="2"/></w:r></w:p>',
    ]
    for block in blocks:
        section.addprevious(parse_xml(block))
    table = document.add_table(rows=3, cols=1)
    for row, text in enumerate(["{%tr for 行 in 表 %}", "〖表格循环〗【{{ 行.x }}】", "{%tr endfor %}"]):
        table.cell(row, 0).text = text
    document.add_section()
    for holder, name in ((document.sections[0].header, "页眉"), (document.sections[0].footer, "页脚")):
        holder.paragraphs[0].text = f"〖{name}〗【{{{{ x }}}}】"
    document.core_properties.title = "【{{ 短 }}】"


def _with_notes(source: bytes) -> bytes:
    kinds = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    parts = {
        f"word/{kind}s.xml": _PART.format(kind, nsdecls("w"), _NOTE.format(kind, 2, name)).encode()
        for kind, name in kinds.items()
    }
    types = "".join(f'<Override PartName="/word/{kind}s.xml" ContentType="{main}{kind}s+xml"/>' for kind in kinds)
    links = "".join(f'<Relationship Id="n{k}" Type="{base}{k}s" Target="{k}s.xml"/>' for k in kinds)

    def put(end: str, text: str) -> Callable[[bytes], bytes]:
        return lambda data: data.replace(end.encode(), (text + end).encode())

    changes: dict[str, Any] = {
        **parts,
        "[Content_Types].xml": put("</Types>", types),
        "word/_rels/document.xml.rels": put("</Relationships>", links),
    }
    return edited(source, changes)


@cache
def everywhere() -> Template:
    lines = ["〖正文〗【{{ x }}】", "{%p for 行 in 表 %}", "〖段落循环〗【{{ 行.x }}】", "{%p endfor %}"]
    return build_template(_with_notes(docx(*lines, setup=_fill)), trusted=False)


def found(value: Any, short: str = "") -> tuple[dict[str, str], bytes, list[str | None]]:
    context = {"x": value, "表": [{"x": value}], "短": short}
    content, notes = everywhere().render_with_notes(context)
    names = ["document", "header1", "footer1", "footnotes", "endnotes", "comments"]
    text = "\n".join(text_of(content, f"word/{name}.xml") for name in names)
    pieces = {one.split("〗")[0]: one.split("〗")[1] for one in text.split("〖")[1:]}
    return (
        {name: one[one.index("【") + 1 : one.rindex("】")] for name, one in pieces.items()},
        content,
        [n.field for n in notes],
    )


VERBATIM = [
    "甲&乙", "<单位>已报", "it's \"q\"", "R&D &amp; &#60;", "前</w:t>后", "<!-- 注 -->", "]]>", "{% for %}", "剩 {{ 未",
    "{{ 7*7 }}", "{a}{b}", "{_{ x }_}", "{# 注 #}", "列\t列", "a\x7fb\x85c", "a\ufdd0b", "㐀䶵葛󠄀", "常\u202e转", "a\u00a0b\u00adc",
    "", " 首尾 ", "=1+1", "@SUM(A1)", "第一\n第二", "\n", "\u2028", "x" * 100_000, "\ue000名\ue001值\ue002", "😀",
]  # fmt: skip


@pytest.mark.parametrize("value", VERBATIM, ids=range(len(VERBATIM)))
def test_text_is_verbatim_in_every_place(value: str) -> None:
    pieces, content, notes = found(value, value[:200])
    assert pieces == dict.fromkeys(PLACES, value)
    assert judge(content) == [] and notes == []
    assert part(content, "docProps/core.xml").findtext("{*}title") == f"【{value[:200]}】"


SHOWN = [
    ("一\r\n二\r三", "一\n二\n三"),
    ("a\x0bb", "ab"),
    ("".join(map(chr, range(1, 9))) + "\x0c\x1f尾", "尾"),
    ("a\ud83d\ude00b\ud800", "a😀b"),
    ("\ufffe\uffff", ""),
    (numpy.float64(0.30000000000000004), "0.3"),
    (numpy.int64(7), "7"),
    (numpy.bool_(True), "是"),
    (1e-07, "0.0000001"),
    (False, "否"),
    (Decimal("NaN"), ""),
    (datetime.date(2026, 1, 5), "2026年1月5日"),
    (10**400, "1" + "0" * 400),
]


@pytest.mark.parametrize(("value", "text"), SHOWN, ids=range(len(SHOWN)))
def test_values_are_worded_in_every_place(value: Any, text: str) -> None:
    pieces, content, _ = found(value, value if isinstance(value, str) else "")
    assert pieces == dict.fromkeys(PLACES, text)
    assert judge(content) == []


def test_what_was_removed_is_told_by_name() -> None:
    assert found("a\x0bb", "c\x0bd")[2] == ["x", "表.x", "短"]


@pytest.mark.parametrize(
    "value", [float("inf"), b"\xe4\xb8\xad", ["a", "b"], ("a",), {"a": 1}, numpy.array([1, 2])], ids=str
)
def test_what_has_no_wording_is_refused_by_name(value: Any) -> None:
    with pytest.raises(TemplateError, match="“x”是"):
        found(value)


def test_a_long_property_is_refused_not_cut() -> None:
    with pytest.raises(TemplateError, match="“标题”有302个字，超过255"):
        found("", "长" * 300)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="【】〖〗"), max_size=30))
def test_any_text_is_verbatim_or_told(value: str) -> None:
    pieces, content, notes = found(value)
    clean = "".join(one for one in value.replace("\r\n", "\n").replace("\r", "\n") if _allowed(one))
    assert set(pieces.values()) == {clean}
    assert bool(notes) == (clean != value.replace("\r\n", "\n").replace("\r", "\n"))
    for name in ("word/document.xml", "word/footnotes.xml"):
        etree.fromstring(etree.tostring(part(content, name)))


def _allowed(char: str) -> bool:
    return char in "\t\n" or (char >= " " and char not in "\ufffe\uffff")


def test_an_attribute_takes_text_safely() -> None:
    def shade(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "{% cellbg 色 %}甲"

    content = build_template(docx("正文", setup=shade), trusted=True).render({"色": 'FF"<\n&00'})
    assert part(content).find(f".//{W}shd").get(W + "fill") == 'FF"< &00'
