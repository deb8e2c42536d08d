"""Tests that a template's faults are told before it is used: what, where, how to mend. Not of rendering."""

from __future__ import annotations

import json
import random
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lib.word.inspecting import inspect_template
from tests.word.word_tools import docx, edited

NAMES = {"会议次数", "单位", "风险隐患", "风险隐患.方面", "风险隐患.表现"}


def errors(*lines: str, **options: Any) -> list[str]:
    found = inspect_template(docx(*lines, **options), NAMES).findings
    return [one.message for one in found if one.level == "error"]


GOOD = [
    "{{ 单位 }}召开{{会议次数}}次",
    "{%p if 会议次数 > 3 and not 单位 %}",
    "{{ 风险隐患|map(attribute='方面')|join('、') }}",
    "{%p elif 会议次数 is even %}",
    "{%p endif %}",
    "{%p for 行 in 风险隐患 %}",
    "{{ loop.index }}.{{ 行.方面 }}：{{ 行['表现']|default('无') }}{% if not loop.last %}；{% endif %}",
    "{%p endfor %}",
    "{% for n in range(1, 4) %}{{ loop.cycle('甲', '乙') }}{{ n * 2 + 1 }}{% endfor %}",
    "{% for 词 in ['甲', '乙'] %}{{ 词 }}{% endfor %}{# 备注 #}",
    "{% set 数 = 会议次数 + 1 %}{{ 数|round(1) }}",
    "{% for 键, 值 in 风险隐患[0].items() %}{{ 键 }}{% endfor %}",
    "{{ 单位.strip() }}{{r 单位 }}普通的 {花括号} 与 100% 都可以",
]


def test_a_good_template_has_no_faults() -> None:
    found = inspect_template(docx(*GOOD), NAMES)
    assert [one.message for one in found.findings] == []
    assert found.ok and set(found.names) == {"单位", "会议次数", "风险隐患"}
    assert json.loads(json.dumps(found.as_json()))["tags"][0] == {
        "part": "正文",
        "paragraph": 0,
        "start": 0,
        "tag": "{{ 单位 }}",
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["甲", "{%p for 行 in 风险隐患 %}"], ["正文第2段", "endfor", "循环"]),
        (["{% if 单位 %}"], ["正文第1段", "endif", "条件"]),
        (["{% endif %}"], ["{% endif %} 多余"]),
        (["{% if 单位 %}{% for 行 in 风险隐患 %}{% endif %}"], ["endfor"]),
        (["{% else %}"], ["{% else %}", "{% if %}"]),
        (["{{ 会议次术 }}"], ["没有名为“会议次术”", "是不是“会议次数”"]),
        (["{% for 行 in 风险隐患 %}{{ 行.表象 }}{% endfor %}"], ["“风险隐患”里没有“表象”", "表现"]),
        (["{% for 行 in 风险隐患 %}{% endfor %}", "{{ 行.方面 }}"], ["第2段", "没有名为“行”"]),
        (["共｛｛会议次数｝｝次"], ["全角花括号", "{{会议次数}}"]),
        (["共{｛会议次数｝}次"], ["全角花括号"]),
        (["{％ if 单位 ％}"], ["全角花括号"]),
        (["共{{ 会议次数 次"], ["没有结束", "}}"]),
        (["共 会议次数 }}次"], ["多了 }}"]),
        (["共{ 会议次数 }}次"], ["左右不一样多"]),
        (["共{{ 会议次数 }次"], ["左右不一样多"]),
        (["{{ 单位|uper }}"], ["没有名为“uper”的过滤器", "upper"]),
        (["{% if 会议次数 is evn %}{% endif %}"], ["没有名为“evn”的判断", "even"]),
        (["{{ 单位｜upper }}"], ["全角符号“｜”", "“|”"]),
        (["{% if 单位 ＝＝ '甲' %}{% endif %}"], ["全角符号“＝”"]),
        (["{{ 会议 次数 }}"], ["看不懂"]),
        (["{{ }}"], ["没有写名称"]),
        (["{% fore 行 in 风险隐患 %}"], ["不认识的标签 {% fore %}", "for"]),
        (["{{ 单位.__class__ }}"], ["__class__", "不能用"]),
        (["{{ 单位|safe }}"], ["|safe"]),
        (["{% include 'x' %}"], ["不能用"]),
        (["{% macro x() %}{% endmacro %}"], ["不能用"]),
        (["{% for i in range(10**9) %}{% endfor %}"], ["range", "超过"]),
        (["{{ 'a'*10**10 }}"], ["运算 *"]),
        (["{{ cycler('a').next() }}"], ["不能用"]),
        (["{%p if 单位 %}甲{%p endif %}"], ["已有一个这样的标签", "单独放一段"]),
    ],
)  # fmt: skip
def test_faults_are_told_with_place_and_remedy(lines: list[str], words: list[str]) -> None:
    found = errors(*lines)
    assert found and all(word in "\n".join(found) for word in words), found
    assert all(one.startswith("模板正文第") for one in found)


def test_text_that_a_paragraph_tag_would_take_away_is_told() -> None:
    found = inspect_template(docx("{%p if 单位 %}甲", "{%p endif %}"), NAMES)
    assert found.ok and "“甲”会丢失" in found.findings[0].message


def test_a_row_holds_one_row_tag() -> None:
    def setup(document: Any) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = "{%tr if 单位 %}", "{%tr endif %}"

    assert any("单独放一行" in one for one in errors("甲", setup=setup))


def test_typographic_quotes_are_straightened_and_told() -> None:
    found = inspect_template(docx("{{ “甲” ~ 单位 }}"), NAMES)
    assert found.ok and "中文引号" in found.findings[0].message


def _xml(body: str) -> Any:
    def setup(document: Any) -> None:
        document.element.body[-1].addprevious(parse_xml(f"<w:p {nsdecls('w')}>{body}</w:p>"))

    return setup


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<w:r><w:t>{{ 单</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>位 }}</w:t></w:r>', "被域隔开"),
        ('<w:r><w:t>{{ 单</w:t></w:r><w:hyperlink w:anchor="a"><w:r><w:t>位 }}</w:t></w:r></w:hyperlink>', "被超链接隔开"),
        ('<w:r><w:t>{{ 单</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>位 }}</w:t></w:r></w:ins>', "被修订隔开"),
        ('<w:r><w:t>{{ 单</w:t><w:br/><w:t>位 }}</w:t></w:r>', "隔开"),
        ('<w:r><w:instrText> HYPERLINK "{{ 单位 }}" </w:instrText></w:r>', "域代码"),
    ],
)  # fmt: skip
def test_a_tag_split_by_something_is_told(body: str, word: str) -> None:
    assert any(word in one for one in errors("甲", setup=_xml(body)))


def test_a_tag_split_over_runs_is_no_fault() -> None:
    body = (
        '<w:r><w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{ 单位 }}</w:t></w:r>'
    )
    assert errors("甲", setup=_xml(body)) == []


def test_places_in_other_parts_are_named() -> None:
    def setup(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ 单立 }}"
        document.add_table(rows=1, cols=1).cell(0, 0).text = "{{ 单为 }}"
        document.core_properties.title = "{{ 单喂 }}"

    found = errors("甲", setup=setup)
    assert [one[2:4] for one in found] == ["正文", "页眉", "文档"]


def test_blocks_that_cross_the_table_are_told() -> None:
    def setup(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "{% endif %}"

    assert any("不在同一层" in one for one in errors("{% if 单位 %}", setup=setup))


def zipped(**members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def flipped(source: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(source)) as archive:
        info = archive.getinfo("word/styles.xml")
    at = info.header_offset + 80
    return source[:at] + bytes([source[at] ^ 255]) + source[at + 1 :]


STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
LOOSE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = [
    (b"", "空的"),
    (b"{\\rtf1 x}", "RTF"),
    (b"%PDF-1.7", "PDF"),
    (b"<!DOCTYPE html><html>", "网页"),
    (b"<?xml version='1.0'?><w/>", "XML"),
    (OLE + b"\0" * 900, ".doc"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    (b"\x00\x01\x02", "不能识别"),
    (docx("甲")[:3000], "损坏"),
    (zipped(a_dot_txt=b"x"), "普通压缩包"),
    (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "ODF"),
    (zipped(xl__workbook_dot_xml=b"x"), "Excel"),
    (zipped(ppt__presentation_dot_xml=b"x"), "PowerPoint"),
    (flipped(docx("甲")), "损坏"),
    (edited(docx("甲"), {"_rels/.rels": lambda d: d.replace(LOOSE, STRICT)}), "严格"),
    (
        edited(docx("甲"), {"[Content_Types].xml": lambda d: d.replace(b"document.main+xml", b"template.main+xml")}),
        ".dotx",
    ),
    (edited(docx("甲"), {"word/document.xml": lambda d: d[:-20]}), "损坏"),
    (edited(docx("甲"), {"word/document.xml": None}), "找不到正文"),
    (edited(docx("甲"), {"word/vbaProject.bin": b"x"}), "宏"),
    (edited(docx("甲"), {"../x.xml": b"<a/>"}), "异常"),
    (edited(docx("甲"), {"word/big.bin": b"\0" * 6_000_000}), "炸弹"),
]


@pytest.mark.parametrize(("source", "word"), OTHERS, ids=[word + str(n) for n, (_, word) in enumerate(OTHERS)])
def test_other_files_get_one_sentence(source: bytes, word: str) -> None:
    found = inspect_template(source).findings
    assert word in found[0].message and "\n" not in found[0].message


def linked(kind: str, target: str) -> bytes:
    link = f'<Relationship Id="rX" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return edited(docx("甲"), {"word/_rels/document.xml.rels": lambda d: d.replace(b"</Relationships>", link.encode())})


@pytest.mark.parametrize(
    ("kind", "target", "ok"),
    [
        ("hyperlink", "https://a.cn/x", True),
        ("hyperlink", "mailto:a@b.cn", True),
        ("attachedTemplate", "file:///C:/T/Normal.dotm", True),
        ("hyperlink", "file://server/share", False),
        ("image", "http://a.cn/x.png", False),
        ("attachedTemplate", "http://a.cn/x.dotm", False),
        ("attachedTemplate", "\\\\server\\x.dotm", False),
        ("oleObject", "file:///C:/x", False),
    ],
)
def test_what_is_fetched_from_elsewhere_is_refused(kind: str, target: str, ok: bool) -> None:
    assert inspect_template(linked(kind, target)).ok is ok


@pytest.mark.parametrize("code", ["DDEAUTO c:\\\\cmd", " dde x", "INCLUDEPICTURE http://x", "QUOTE 68 68 69 65"])
def test_fields_that_fetch_or_run_are_refused(code: str) -> None:
    half = len(code) // 2
    run = "<w:r><w:instrText>{}</w:instrText></w:r>"
    body = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run.format(code[:half]) + run.format(code[half:])
    found = errors("甲", setup=_xml(body + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    assert any("域" in one for one in found)


def test_page_numbers_and_links_are_no_hazard() -> None:
    body = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:fldSimple w:instr=\' HYPERLINK "https://a.cn" \'/>'
    assert errors("甲", setup=_xml(body)) == []


def test_thousands_of_open_braces_take_no_time() -> None:
    found = inspect_template(docx("{{ " * 20_000))
    assert not found.ok and len(found.findings) <= 100


def test_any_bytes_give_a_sentence() -> None:
    draw = random.Random(1)
    good = docx("{{ x }}")
    for _ in range(60):
        at = draw.randrange(len(good))
        bad = good[:at] + draw.randbytes(8) + good[at + 8 :]
        for one in inspect_template(bad).findings:
            assert "Error" not in one.message and "Traceback" not in one.message
