"""Form definitions: what is faulty names file, line, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.definitions import load_form, load_forms, parse_form
from lib.errors import FormError

GOOD = """format: 试表
periods: [季度]
template: 试表.docx
title: "{单位}{期}报告"
sections:
  - name: 甲
    sentences: ["{本期}，{会议次数}。"]
    fields:
      - {name: 会议次数, type: figure, unit: 次, phrase: "召开会议{数}"}
      - {name: 程度, type: select, choices: [高, 低]}
checks:
  - {rule: 会议, test: "会议次数 > 0", message: "会议{会议次数}", fields: [会议次数]}
"""


def test_a_good_definition_is_read() -> None:
    form = parse_form(GOOD, "试表.yaml")
    assert form.field("会议次数").phrase == "召开会议{数}" and form.section_of("程度").name == "甲"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("phrase:", "phrse:", 9, "是否想写“phrase”"),
        ("periods:", "period:", 2, "是否想写“periods”"),
        ("type: figure", "type: figur", 9, "是否想写“figure”"),
        ("type: figure, ", "", 9, "缺少这个键"),
        ("召开会议{数}", "召开会议", 9, "要有“{数}”"),
        ("{会议次数}。", "{会议数}。", 6, "是否想写“会议次数”"),
        ("会议次数 > 0", "会议数 > 0", 12, "不是字段名"),
        ("会议次数 > 0", "会议次数 >", 12, "写法有误"),
        ("会议次数 > 0", "会议次数()", 12, "函数调用"),
        ("fields: [会议次数]", "fields: [会议数]", 12, "没有“会议数”这个字段"),
        ("name: 程度", "name: 会议次数", 10, "重复"),
        ("name: 程度", "name: 单位", 10, "程序自用"),
        ("name: 程度", "name: 1度", 10, "不能作字段名"),
        (", choices: [高, 低]", "", 10, "列出选项"),
        ("choices: [高, 低]", "choices: [高, 低], default: 中", 10, "不在 choices"),
        ("unit: 次", "unit: 次, minimum: 5, maximum: 2", 9, "下限大于上限"),
        ("unit: 次", "unit: 次, zero: incident", 9, "zero_phrase"),
        ("unit: 次", "unit: 次, required: 必填", 9, "true 或 false"),
        ("unit: 次", "unit: 次, unit: 份", 9, "写了两次"),
        ("unit: 次", 'unit: 次, calculation: "会议次数 + 1"', 9, "互相引用"),
        ("  - name: 甲", "  - nom: 甲", 6, "没有这个键"),
        ("periods: [季度]", "periods: [月度]", 2, "只能是"),
        ("sections:", "sections: 甲\nother:", 7, "没有这个键"),
        ('title: "{单位}', 'title: "{单未}', 4, "是否想写“单位”"),
        ("template:", "template", None, "YAML写法有误"),
    ],
)
def test_a_fault_names_its_place_and_remedy(old: str, new: str, line: int | None, words: str) -> None:
    with pytest.raises(FormError) as told:
        parse_form(GOOD.replace(old, new, 1), "试表.yaml")
    message = str(told.value)
    assert message.startswith("试表.yaml") and words in message and "\n" not in message
    assert line is None or f"第{line}行" in message


@pytest.mark.parametrize("content", [b"", b"- 1", b"format: \xff\xfe", b"a: [", b"\x00", b"x" * 2_000_000, b"&a [*a]"])
def test_what_is_no_definition_is_one_line(content: bytes) -> None:
    with pytest.raises(FormError) as told:
        parse_form(content, "坏.yaml")
    assert str(told.value).startswith("坏.yaml") and "\n" not in str(told.value)


def test_two_files_of_one_name_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "乙.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(FormError, match="已由"):
        load_forms(tmp_path)
    with pytest.raises(FormError, match="无法读取"):
        load_form(tmp_path / "无.yaml")
