"""Tests of rendering: values, loops, numbering, notes, bytes. Not of safety or of docxtpl's own language."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from lib.errors import TemplateError
from lib.word.compiling import build_template, compile_template
from lib.word.judging import judge
from tests.word.word_tools import docx, rendered, text_of


def shown(value: Any) -> str:
    return text_of(rendered(docx("【{{ x }}】"), {"x": value}))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲&<乙>", "甲&<乙>"),
        ("{{ x }}{% for %}", "{{ x }}{% for %}"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("列\t列", "列\t列"),
        (None, ""),
        (float("nan"), ""),
        (0.1 + 0.2, "0.3"),
        (12.0, "12"),
        (1e21, "1" + "0" * 21),
        (-0.0, "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12.50"),
        (True, "是"),
        (10**400, "1" + "0" * 400),
        (datetime.date(2026, 1, 5), "2026年1月5日"),
        (datetime.datetime(2026, 1, 5), "2026年1月5日"),
        (datetime.datetime(2026, 1, 5, 8, 30), "2026年1月5日8时30分"),
    ],
)
def test_values_are_worded(value: Any, text: str) -> None:
    assert shown(value) == f"【{text}】"


@pytest.mark.parametrize("value", [float("inf"), b"\xe4", ["a", "b"], ("a",), {"a": 1}, object(), Decimal("1E+5000")])
def test_values_without_wording_are_refused_by_name(value: Any) -> None:
    with pytest.raises(TemplateError, match="“x”"):
        shown(value)


def test_endless_integers_are_refused() -> None:
    with pytest.raises(TemplateError, match="“x”.*位"):
        shown(10**5000)


def test_control_characters_are_removed_and_told() -> None:
    template = build_template(docx("{{ x }}", "{%p for 行 in 表 %}", "{{ 行.名 }}", "{%p endfor %}"), trusted=True)
    content, notes = template.render_with_notes({"x": "a\x0bb\ud83d\ude00\ud800", "表": [{"名": "\x01尾"}]})
    assert text_of(content) == "ab😀\n尾"
    assert [one.field for one in notes] == ["x", "表.名"]
    assert "3个" in notes[0].message


def test_a_missing_name_is_told_with_the_nearest() -> None:
    with pytest.raises(TemplateError, match="没有名为“会议次术”的内容，是不是“会议次数”"):
        rendered(docx("共{{ 会议次术 }}次"), {"会议次数": 3})


def test_a_missing_column_is_told_with_the_nearest() -> None:
    with pytest.raises(TemplateError, match="没有“名成”这一项，是不是“名称”"):
        rendered(docx("{% for 行 in 表 %}{{ 行.名成 }}{% endfor %}"), {"表": [{"名称": 3}]})


NUMBERED = [
    "{%p for 节 in 节组 %}",
    "一级标题>三、{{ 节 }}",
    "{%p if loop.first %}",
    "二级标题>（五）甲",
    "{%p endif %}",
    "二级标题>（六）乙",
    "三级标题>7.丙",
    "四级标题>（8）丁",
    "连续三级标题>9.戊",
    "{%p endfor %}",
    "一级标题>无号",
    "正文样式>一、不是标题",
]


def test_headings_are_numbered_live() -> None:
    text = text_of(rendered(docx(*NUMBERED), {"节组": ["子", "丑"]})).split("\n")
    first = ["一、子", "（一）甲", "（二）乙", "1.丙", "（1）丁", "1.戊"]
    assert text == [*first, "二、丑", "（一）乙", "1.丙", "（1）丁", "2.戊", "无号", "一、不是标题"]


def test_numbers_start_again_in_every_document() -> None:
    template = build_template(docx("一级标题>一、{{ x }}"), trusted=True)
    assert [text_of(template.render({"x": one})) for one in "甲乙"] == ["一、甲", "一、乙"]


def test_a_line_break_in_an_indented_paragraph_starts_a_paragraph() -> None:
    def indent(document: Any) -> None:
        document.styles["缩进正文"].paragraph_format.first_line_indent = 400_000

    content = rendered(docx("缩进正文>甲：{{ x }}。", "乙：{{ x }}。", setup=indent), {"x": "一\n二"})
    assert text_of(content) == "甲：一\n二。\n乙：一\n二。"
    assert content.count(b"PK\x01\x02") and judge(content) == []


def test_same_input_same_bytes() -> None:
    source = docx("{{ x }}")
    properties = {"title": "题", "author": "某办", "created": datetime.date(2025, 7, 5)}
    one, two = (build_template(source, trusted=True).render({"x": "甲"}, properties) for _ in range(2))
    assert one == two


def test_templates_are_compiled_once() -> None:
    source = docx("{{ x }}")
    assert compile_template(source, trusted=True) is compile_template(bytes(source), trusted=True)


def test_traces_carry_paths() -> None:
    lines = [
        "{{ x }}{{ x|upper }}",
        "{%p for 行 in 表 %}",
        "{%p for 子 in 行.子 %}",
        "{{ 子 }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ]
    content = rendered(docx(*lines), {"x": "a", "表": [{"子": []}, {"子": ["乙", "丙"]}]}, trace=True)
    marked = [
        f"\ue000{path}\ue001{value}\ue002" for path, value in (("x", "a"), ("表[2].子[1]", "乙"), ("表[2].子[2]", "丙"))
    ]
    assert text_of(content) == f"{marked[0]}A\n{marked[1]}\n{marked[2]}"
