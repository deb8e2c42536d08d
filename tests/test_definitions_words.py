"""Word lists are data: read from YAML, an office's own beside ours, every entry with reason and date, faults named."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lib.core.proofreading import proofread
from lib.definitions_words import load_words
from lib.errors import FormError

FOLDER = Path(__file__).parents[1] / "forms" / "words"


def own(tmp_path: Path, text: str) -> Path:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def found(words, text):
    return [one.rule for one in proofread(f"研判报告\n\n{text}", words=words) if one.rule.startswith(("R-W", "R-N1"))]


def test_four_hundred_wrong_words_each_with_reason_date_and_guard():
    entries = yaml.safe_load((FOLDER / "错词.yaml").read_text(encoding="utf-8"))["错词"]
    assert len(entries) >= 400 and len({one["错"] for one in entries}) == len(entries)
    assert all(one["对"] and one["因"] and one["日期"] and isinstance(one["除"], list) for one in entries)


def test_every_guard_holds_its_wrong_word():
    entries = yaml.safe_load((FOLDER / "错词.yaml").read_text(encoding="utf-8"))["错词"]
    assert [(one["错"], word) for one in entries for word in one["除"] if one["错"] not in word] == []


def test_an_own_entry_is_added(tmp_path):
    words = load_words(
        FOLDER, own(tmp_path, "错词:\n  - {错: 清水弯, 对: 清水湾, 因: 地名, 日期: 2025-11-22, 除: []}\n")
    )
    assert found(words, "在清水弯开展活动。") == ["R-W1"]


def test_a_word_is_taken_out(tmp_path):
    words = load_words(FOLDER, own(tmp_path, "放行: [台帐]\n"))
    assert found(words, "建立台帐。") == [] and found(load_words(FOLDER), "建立台帐。") == ["R-W1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("错字表: []\n", "没有这个词表"),
        ("错词: 横福\n", "应是列表"),
        ("错词:\n  - {对: 横幅}\n", "缺“错”"),
        ("错词: [\n", "不是有效的 YAML"),
        ("搭配:\n  - {错: '(未闭合', 对: ''}\n", "第1条的“错”不是有效的正则式"),
        ("易混词:\n  - {词: 反映}\n", "第1条缺“误”"),
        ("常用词误写:\n  - {对: 横幅}\n", "第1条缺“错”"),
    ],
)
def test_a_faulty_list_is_named(tmp_path, text, why):
    with pytest.raises(FormError, match=why):
        load_words(FOLDER, own(tmp_path, text))


def test_an_own_entry_takes_the_place_of_a_row_of_our_table(tmp_path):
    words = load_words(FOLDER, own(tmp_path, "常用词误写:\n  - {对: 巡查, 错: 寻茶, 因: 本单位常见}\n"))
    assert words.miswritten["巡查"] == {"寻茶"} and len(words.miswritten) == len(load_words(FOLDER).miswritten)


def test_an_own_table_is_read_line_by_line(tmp_path):
    text = "易混词:\n  - 因: 本单位常见\n    日期: 2026-11-22\n    表: |\n      石艾 实爱\n      河塘 荷塘\n"
    assert load_words(FOLDER, own(tmp_path, text)).confused["实爱"] == ("石艾",)
