"""A fourth format needs a YAML file and a template, and no Python."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lib import workflow
from lib.errors import RefusedError, TemplateError
from lib.word.layout import layout_text
from tests.little import text_of

FORM = """
format: 培训总结
periods: [年度, 半年]
template: 培训总结.docx
title: "{单位}{期}培训工作总结"
sections:
  - name: 办班
    sentences: ["{本期}，{办班期数}，{参训人次}，其中{线上人次}、{线下人次}。"]
    fields:
      - {name: 办班期数, type: figure, unit: 期, phrase: "举办培训班{数}", required: true}
      - {name: 参训人次, type: figure, unit: 人次, phrase: "培训{数}", wording: 余}
      - {name: 线上人次, type: figure, unit: 人次, phrase: "线上{数}"}
      - {name: 线下人次, type: figure, unit: 人次, phrase: "线下{数}"}
      - {name: 做法, type: paragraphs}
  - name: 打算
    fields:
      - {name: 打算, type: group, min_rows: 1, fields: [{name: 标题, type: text, required: true}, {name: 内容, type: paragraphs}]}
      - {name: 署名, type: text, required: true, default: "{党组织}"}
checks:
  - {rule: 合计, test: "线上人次 + 线下人次 == 参训人次", fields: [参训人次], message: "线上{线上人次}＋线下{线下人次}与参训{参训人次}不符"}
"""
TEMPLATE = """{{ 标题 }}

一、办班情况
{%p for 段 in 数字句.办班 %}
{{ 段 }}
{%p endfor %}
{%p if 做法 %}
二、主要做法
{%p for 段 in 做法 %}
{{ 段 }}
{%p endfor %}
{%p endif %}
三、下步打算
{%p for 项 in 打算 %}
（一）{{ 项.标题 }}
{%p for 段 in 项.内容 %}
{{ 段 }}
{%p endfor %}
{%p endfor %}

@署名 {{ 署名 }}
"""
RAW = {"办班期数": 4, "参训人次": "156", "线上人次": 100, "线下人次": 56, "打算": [{"标题": "甲"}, {"标题": "乙", "内容": "做好。\n办好。"}],
       "署名": "县委党校"}


@pytest.fixture(name="space")
def workspace(tmp_path: Path) -> workflow.Workspace:
    for folder in ("forms", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "forms" / "培训总结.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "templates" / "培训总结.docx").write_bytes(layout_text(TEMPLATE))
    return workflow.open_workspace(tmp_path)


def test_a_document_of_it_reads_as_it_should(space: workflow.Workspace) -> None:
    document = workflow.produce(space, "培训总结", "云溪县委党校", "2025", RAW)
    assert document.name == "云溪县委党校2025年度培训总结.docx"
    lines = [line for line in text_of(document.content).splitlines() if line]
    assert lines[:8] == [
        "云溪县委党校2025年度培训工作总结", "一、办班情况", "本年度，举办培训班4期，培训150余人次，其中线上100人次、线下56人次。",
        "二、下步打算", "（一）甲", "（二）乙", "做好。", "办好。"]


def test_what_was_typed_stands_verbatim(space: workflow.Workspace) -> None:
    odd = "A&B <50 “引号” {{ 办班期数 }} {% if %} 😀 𠮷 it's"
    document = workflow.produce(space, "培训总结", "甲&乙<丙>", "2025H1", RAW | {"做法": odd, "署名": odd})
    assert text_of(document.content).splitlines().count(odd) == 2


def test_errors_refuse_a_final_document_and_not_a_draft(space: workflow.Workspace) -> None:
    with pytest.raises(RefusedError) as told:
        workflow.produce(space, "培训总结", "甲", "2025", RAW | {"线下人次": 50, "办班期数": ""})
    assert {one.field for one in told.value.findings} == {"办班期数", "参训人次"}
    draft = workflow.produce(space, "培训总结", "甲", "2025", RAW | {"办班期数": ""}, draft=True)
    assert "举办培训班【待补】期" in text_of(draft.content) and draft.name.endswith("（草稿）.docx")


@pytest.mark.parametrize(("unit", "period"), [("", "2025"), ("甲", ""), ("甲", "2025Q2"), ("甲", "去年")])
def test_without_unit_or_period_there_is_no_document(unit: str, period: str, space: workflow.Workspace) -> None:
    with pytest.raises(RefusedError):
        workflow.produce(space, "培训总结", unit, period, RAW)


def test_a_missing_template_is_one_line(space: workflow.Workspace) -> None:
    (space.root / "templates" / "培训总结.docx").unlink()
    with pytest.raises(TemplateError, match="找不到模板"):
        workflow.produce(space, "培训总结", "甲", "2025", RAW)


def test_a_changed_template_is_taken_up(space: workflow.Workspace) -> None:
    workflow.produce(space, "培训总结", "甲", "2025", RAW)
    path = space.root / "templates" / "培训总结.docx"
    path.write_bytes(layout_text("{{ 标题 }}\n\n新的样子\n"))
    os.utime(path, (1, 1))
    assert "新的样子" in text_of(workflow.produce(space, "培训总结", "甲", "2025", RAW).content)
