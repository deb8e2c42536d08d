"""The walk from a values file to a finished document, tried as its users would: odd files, odd values, odd subsets."""

from __future__ import annotations

import copy
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from docx import Document as open_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.__main__ import main
from lib.core.model import Field, Finding
from lib.core.period import parse_period
from lib.core.schema import schema_of
from lib.errors import RefusedError
from lib.workflow import Workspace, entry_of, examine, finish, open_workspace, produce, read_entry, worded
from tests.little import UNIT, context_of, findings_of, form, words_of
from tests.stores import new_store

ROOT = Path(__file__).resolve().parents[1]
FORMATS = ("工作要点", "述职报告", "研判报告")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(ROOT)


def example(name: str) -> dict[str, Any]:
    return json.loads((ROOT / f"forms/examples/{name}.json").read_text("utf-8"))


def errors(findings: list[Finding]) -> list[tuple[str | None, str]]:
    return [(one.field, one.message) for one in findings if one.level == "error"]


# ---- a values file of any kind ---------------------------------------------------------------------------------------

HEAD = "单位: 甲\n报告期: 2025Q2\n填报:\n  "
UNREADABLE = {
    "空.json": "",
    "空.yaml": " \n",
    "半截.json": '{"单位": ',
    "列表.json": "[1]",
    "深.json": '{"填报": {"风险隐患": ' + "[" * 600 + "]" * 600 + "}}",
    "更深.json": "[" * 200_000,
    "深.yaml": "填报: " + "[" * 600 + "]" * 600,
    "两次.json": '{"填报": {"宣传单数": 1, "宣传单数": 2}}',
    "两次.yaml": HEAD + "宣传单数: 1\n  宣传单数: 2",
    "环.yaml": HEAD + "风险隐患: &a [*a]",
    "标记.yaml": HEAD + "宣传单数: !!python/object/apply:os.getcwd []",
    "名.yaml": "? [1, 2]\n: 3",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_chinese_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(UNREADABLE[name], encoding="utf-8")
    assert main(["check", "研判报告", "--values", str(path)]) == 2
    told = capsys.readouterr()
    assert not told.out and told.err.count("\n") == 1 and name in told.err and "Error" not in told.err


@pytest.mark.parametrize("target", ["没有/文件夹/甲.docx", "."])
def test_a_place_that_cannot_be_written_is_told_in_chinese(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = ROOT / "forms/examples/研判报告.json"
    assert main(["fill", "研判报告", "--values", str(values), "-o", str(tmp_path / target)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and not any(word in told for word in ("directory", "file")) and not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["空.json", "半截.json", "列表.json", "深.json", "更深.json"])
def test_a_context_that_cannot_be_read_is_one_chinese_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(UNREADABLE[name], encoding="utf-8")
    assert main(["render", str(ROOT / "templates/研判报告.docx"), "--context", str(path), "-o", str(tmp_path / "甲.docx")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and name in told and not (tmp_path / "甲.docx").exists()


def from_yaml(text: str, tmp_path: Path) -> list[Finding]:
    path, space = tmp_path / "数据.yaml", open_workspace(ROOT)
    path.write_text(HEAD + text, encoding="utf-8")
    entry = read_entry(path, space.form("研判报告"))
    examined = examine(space, "研判报告", entry.unit, entry.period, entry.raw)
    return [one for one in (*entry.findings, *examined.findings) if one.level == "error" and one.rule != "必填"]


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("成文日期: 2025-02-30", "成文日期", "2月没有30日"),
        ("宣传单数: 3:25", "宣传单数", "3:25"),
        ("宣传单数: 1_000", "宣传单数", "1_000"),
        ("风险隐患: [{1: 2}]", "风险隐患[1].1", "没有“1”"),
        ("风险隐患: {方面: 甲}", "风险隐患", "若干行"),
    ],
)
def test_yaml_says_what_was_typed(text: str, field: str, said: str, tmp_path: Path) -> None:
    [found] = from_yaml(text, tmp_path)
    assert found.field == field and said in found.message


def test_yaml_figures_dates_and_switches_are_read(tmp_path: Path) -> None:
    assert not from_yaml("宣传单数: 0123\n  宣传册数: 6012.0\n  成文日期: 2025-06-25\n  附表开关: false\n  依据: ~", tmp_path)


# ---- single values ---------------------------------------------------------------------------------------------------

ONE_OF_EACH = form(
    """
    - {name: 场次, type: figure, label: 场次, unit: 次, phrase: "开展{数}", maximum: 100000}
    - {name: 名, type: text, label: 名}
    - {name: 日, type: date, label: 日}
    - {name: 段, type: paragraphs, label: 段}
    - {name: 其他, type: figures, label: 其他}
    """,
    "{本期}，{场次}。{其他}。",
)


@pytest.mark.parametrize("value", ["10万", "１０００００", "100,000", 100000, 1e5, Decimal("1E+5"), "100000次"])
def test_a_figure_may_be_written_many_ways(value: Any) -> None:
    assert words_of(ONE_OF_EACH, {"场次": value}) == "本季度，开展10万次。"


@pytest.mark.parametrize(
    "raw",
    [
        {"场次": True}, {"场次": {}}, {"场次": [3]}, {"场次": {"量词": "个"}}, {"场次": float("nan")}, {"场次": 10**5000},
        {"场次": Decimal("1E+999999999")}, {"场次": 3, "场次.量词": ["个"]}, {"场次": 3, "场次.量词": 5},
        {"场次": 3, "场次.写法": "大约"}, {"名.量词": "个"}, {"名": []}, {"名": {"甲": 1}}, {"名": float("inf")}, {"名": b"x"},
        {"日": {}}, {"日": True}, {"段": [None]}, {"段": 1 + 1j}, {"其他": "x"}, {"其他": [[]]},
        {"其他": [{"名称": "走访", "数值": {"数值": 3, "量词": "户"}}]},
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_in_words(raw: dict[str, Any]) -> None:
    told = errors(findings_of(ONE_OF_EACH, raw))
    assert told and all(field for field, _ in told)
    assert not any(python in message for _, message in told for python in ("[", "{", "True", "None", "b'", "Decimal"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1E+3"), "1000"), (0.30000000000000004, "0.3"), (1e21, "1" + "0" * 21), (10**400, str(10**400)),
        (True, "是"), (float("nan"), ""), (Decimal("12.0"), "12"),
    ],
)  # fmt: skip
def test_a_typed_value_in_a_text_is_worded(value: Any, shown: str) -> None:
    assert context_of(ONE_OF_EACH, {"名": value})["名"] == shown


def test_free_rows_take_rates_and_amounts() -> None:
    rows = [{"名称": "参训率", "动词": "", "数值": "98.55", "量词": "%"}, {"名称": "资金", "动词": "投入", "数值": 1.25, "量词": "万元"}]
    assert not errors(findings_of(ONE_OF_EACH, {"其他": rows}))
    assert words_of(ONE_OF_EACH, {"其他": rows}) == "本季度，参训率98.6%，投入资金1.25万元。"


def test_a_units_name_is_one_line_without_control_characters(workspace: Workspace) -> None:
    data = example("研判报告")
    named = examine(workspace, "研判报告", "甲\x01社区", data["报告期"], data["填报"])
    assert named.unit and named.unit.name == "甲社区" and any(one.field == "单位" for one in named.findings)
    for name in ("甲\n社区", "甲" * 101):
        found = examine(workspace, "研判报告", name, data["报告期"], data["填报"]).errors
        assert [one.field for one in found] == ["单位"]


@pytest.mark.parametrize(("key", "value"), [("单位", 5), ("单位", ["甲"]), ("报告期", True), ("报告期", {"年": 2025}), ("填报", [])])
def test_an_envelope_of_wrong_kinds_names_the_key(key: str, value: Any) -> None:
    assert [one.field for one in entry_of(example("研判报告") | {key: value}).findings] == [key]


# ---- the schema says what check does ---------------------------------------------------------------------------------

VALUES = [
    None, "", " ", 0, 1, -1, 3.5, True, "3", "-3", "x", [], {}, [1], ["a"], [{}], [None], {"数值": "3", "量词": "份"},
    {"数值": 3, "量词": 5}, {"数值": 3, "杂": 1}, "长" * 600, "长" * 30000, 10**12, "是", "2025-07-05", {"a": 1},
]  # fmt: skip
MARKS = ["次", "余", "上期", 5, None, [], {}, True]


@pytest.mark.parametrize("name", FORMATS)
def test_what_check_accepts_the_schema_accepts(name: str, workspace: Workspace) -> None:
    form, rng = workspace.form(name), random.Random(1)
    judge, fields, given = jsonschema.Draft202012Validator(schema_of(form)), list(form.fields()), example(name)
    for _ in range(150):
        data, one = copy.deepcopy(given), rng.choice(fields)
        raw = data["填报"]
        if rng.random() < 0.2:
            raw[f"{one.name}.{rng.choice(['量词', '写法', '比较', '来源', '沿用', '杂'])}"] = rng.choice(MARKS)
        elif one.is_group and raw.get(one.name) and rng.random() < 0.7:
            rng.choice(raw[one.name])[rng.choice(one.fields).name] = rng.choice(VALUES)
        else:
            raw[one.name] = rng.choice(VALUES)
        entry = entry_of(data)
        told = examine(workspace, name, entry.unit, entry.period, entry.raw).errors
        assert told or judge.is_valid(data), (one.name, raw.get(one.name))
        wrong = [message for message in told if "应填" in message.message and "小数" not in message.message]
        assert not wrong or "整数" in wrong[0].message or not judge.is_valid(data), (one.name, wrong)


# ---- any subset of the form makes a sound document -------------------------------------------------------------------

PERIODS: Mapping[str, list[str]] = {"工作要点": ["2025"], "述职报告": ["2025", "2025H1"], "研判报告": ["2025Q4", "2025H2"]}
SIZES = {"零": "0", "一": "1", "多": "13577"}
LEVELS = ("一级标题", "二级标题", "三级标题")
UNSOUND = re.compile(
    r"[，、；。：]{2}|（）|（，|^[，、；。：]|None|nan|\{\{|\{%|【待补】|其中$|[，、；]$|分别为?[，。；]|本季度，本季度|：。|方面方面|0份|0条"
)


def filled(one: Field, size: str, rng: random.Random) -> Any:
    """Return something sound for a field; a group's row fills its required columns and some of the others."""
    if one.is_group:
        rows = max(1, one.min_rows, rng.randint(0, min(3, one.max_rows)))
        return [{c.name: filled(c, size, rng) for c in one.fields if c.required or c.min_rows or rng.random() < 0.5} for _ in range(rows)]
    if one.type in ("figure", "rate"):
        return min(SIZES[size], "87" if one.type == "rate" else SIZES[size], key=len)
    if one.type in ("select", "switch"):
        return rng.choice(one.choices or [True, False])
    return {"text": "网络方面", "paragraphs": "工作扎实。\n成效明显。", "date": "2025-12-22"}[one.type]


def numbers(lines: list[tuple[str, str]]) -> Iterator[tuple[str, int, int]]:
    """Yield each numbered heading: its style, its number and the number it should have."""
    counts = dict.fromkeys(LEVELS, 0)
    for style, text in lines:
        if style not in LEVELS:
            continue
        counts[style] += 1
        for below in LEVELS[LEVELS.index(style) + 1 :]:
            counts[below] = 0
        found = re.match(r"(?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|(\d+)\.)", text)
        assert found, text
        yield style, int(found[3]) if found[3] else HAN.index(found[1] or found[2]) + 1, counts[style]


HAN = [*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九")]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_subset_of_a_form_makes_a_sound_document(name: str, workspace: Workspace, data: st.DataObject) -> None:
    fields = [one for one in workspace.form(name).fields() if not one.calculation]
    asked = {one.name for one in fields if one.required or one.min_rows}
    chosen = data.draw(st.dictionaries(st.sampled_from([one.name for one in fields]), st.sampled_from(list(SIZES)), max_size=40))
    rng, when = random.Random(data.draw(st.integers(0, 999))), data.draw(st.sampled_from(PERIODS[name]))
    sizes = dict.fromkeys(asked, "一") | chosen
    raw = {one.name: filled(one, sizes[one.name], rng) for one in fields if one.name in sizes}
    examined = examine(workspace, name, UNIT, when, raw)
    made = finish(workspace, examined, draft=True, context=worded(examined))
    lines = [(one.style.name, one.text) for one in open_docx(io.BytesIO(made.content)).paragraphs if one.text]
    for style, number, wanted in numbers(lines):
        assert number == wanted, (style, number, wanted)
    for (style, text), (below, _) in zip(lines, [*lines[1:], ("", "")], strict=True):
        assert not UNSOUND.search(text.replace("\n", "")), text
        if style in LEVELS and "。" not in text:  # a heading with something under it
            assert below not in LEVELS[: LEVELS.index(style) + 1] + ("", "署名", "附件说明"), text


def test_what_does_not_apply_to_a_row_is_not_printed(workspace: Workspace) -> None:
    row = {"问题": "台账不全", "进展": "已完成", "整改情况": "已补齐。", "未完成原因": "人手不足"}
    data = example("研判报告")
    examined = examine(workspace, "研判报告", UNIT, data["报告期"], data["填报"] | {"上期整改": [row]})
    assert worded(examined)["上期整改"][0]["未完成原因"] == ""


# ---- any text, at any place, there and back --------------------------------------------------------------------------

TEXTS = [
    "A&B <50", "it's “引号” \"q\"", "{{ x }}", "{% for %}", "剩余 {{ 未闭合", "{a}{b}", "{{ 单位 }}", "</w:t>", "<!-- 注 -->", "&amp;",
    "😀𠮷葛\U000e0100", "a\u00a0b\u00adc", "正常\u202e反转", "=1+1", "@SUM(A1)", "＝1+1", "a\ufdd0b\x7fc", "None", "nan", "长" * 300,
]  # fmt: skip


def runs(element: Any) -> str:
    """Return an element's text as a reader sees it, a break as a line's end and a tab as itself."""
    marks = {"t": lambda one: one.text or "", "br": lambda one: "\n", "tab": lambda one: "\t" if one.getparent().tag.endswith("}r") else ""}
    return "".join(marks.get(one.tag.rpartition("}")[2], lambda one: "")(one) for one in element.iter())


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_arrives_verbatim_at_every_place(text: str, workspace: Workspace, tmp_path: Path) -> None:
    data = example("研判报告")
    raw = data["填报"] | {"依据": text[:200], "责任落实情况": f"甲\n{text}", "署名": text[:100]}
    raw["风险隐患"] = [raw["风险隐患"][0] | {"表现": text}, *raw["风险隐患"][1:]]
    raw["责任落实其他数字"] = [{"名称": text[:60], "数值": "3", "量词": "项"}]
    store = new_store(tmp_path)
    kept = store.create_draft("研判报告", data["单位"], data["报告期"], json.loads(json.dumps(raw)))
    assert store.get_draft(kept.id).raw == raw
    body = open_docx(io.BytesIO(produce(workspace, "研判报告", data["单位"], data["报告期"], raw, draft=True).content)).element.body
    said = [runs(one) for one in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")]
    assert text in said and f"主要表现：{text}" in said and text[:60] in said and text[:100] in said
    assert any(one.startswith(f"{text[:200]}，") for one in said)


@pytest.mark.parametrize("text", TEXTS[:-1], ids=range(len(TEXTS) - 1))
def test_a_units_name_arrives_in_title_and_property(text: str, workspace: Workspace) -> None:
    data = example("工作要点")
    document = open_docx(io.BytesIO(produce(workspace, "工作要点", text, "2025", data["填报"], draft=True).content))
    shown = text.replace("\x7f", "").replace("\ufdd0", "")
    title = next(one for one in document.paragraphs if one.style.name == "公文标题")
    assert "".join(runs(title._p).split()).startswith("".join(text.split()))
    assert shown in (document.core_properties.title or "").replace("\x7f", "").replace("\ufdd0", "")


def test_what_word_cannot_hold_is_taken_out_and_told(workspace: Workspace) -> None:
    data = example("研判报告")
    raw = data["填报"] | {"依据": "a\x01\x0b\ud800b", "责任落实情况": "第一行\r\n第二行\r第三行"}
    examined = examine(workspace, "研判报告", data["单位"], data["报告期"], raw)
    assert [(one.field, one.level) for one in examined.findings if one.rule == "控制字符"] == [("依据", "info")]
    context = worded(examined)
    assert context["依据"] == "ab" and context["责任落实情况"] == ["第一行", "第二行", "第三行"]


def test_the_same_bytes_from_any_place_zone_locale_and_hash(tmp_path: Path) -> None:
    made = []
    for number, settings_ in enumerate(({"TZ": "UTC", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"})):
        target, place = tmp_path / f"{number}.docx", tmp_path / f"甲{number}"
        place.mkdir()
        values = ROOT / "forms/examples/述职报告.json"
        call = [sys.executable, "-m", "lib", "fill", "述职报告", "--values", str(values), "-o", str(target)]
        subprocess.run(call, cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT), **settings_}, check=True, capture_output=True)
        made.append(target.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("unit", "changed", "field"),
    [
        ("【待补】社区", {"附表开关": False}, "单位"),
        ("甲社区", {"依据": "按照【待补】"}, "依据"),
        ("甲社区", {"宣传单数.量词": "【待补】"}, "宣传单数"),
        ("甲社区", {"责任落实其他数字": [{"名称": "【待补】", "数值": 3}]}, "责任落实其他数字[1].名称"),
    ],
)
def test_no_final_document_holds_what_is_still_to_come(
    unit: str, changed: dict[str, Any], field: str, workspace: Workspace
) -> None:
    data = example("研判报告")
    with pytest.raises(RefusedError) as refused:
        produce(workspace, "研判报告", unit, data["报告期"], data["填报"] | changed)
    assert [one.field for one in refused.value.findings if one.level == "error"] == [field]


# ---- who speaks, and of when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "self_word", "never"), [("个人", "本人", "我街道"), ("班子", "我街道", "本人")])
def test_a_duty_report_speaks_of_itself_in_one_way(who: str, self_word: str, never: str, workspace: Workspace) -> None:
    raw = {"述职主体": who, "班子自称": "我街道", "专题研究次数": "4"}
    document = open_docx(io.BytesIO(produce(workspace, "述职报告", UNIT, "2025H1", raw, draft=True).content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert self_word in text and never not in text
    assert ("述职报告" in text.replace("\n", "")) == (who == "个人") and ("情况报告" in text.replace("\n", "")) == (who == "班子")


def test_the_period_after_the_fourth_quarter_is_next_years_first() -> None:
    asked = {key: parse_period(key) for key in ("2025Q4", "2025H2", "2025", "2025Q1")}
    assert {key: one.next.key for key, one in asked.items() if one} == {
        "2025Q4": "2026Q1", "2025H2": "2026H1", "2025": "2026", "2025Q1": "2025Q2",
    }  # fmt: skip
    assert asked["2025H2"] and asked["2025H2"].next_word == "明年上半年" and asked["2025H2"].previous_word == "上半年"
