"""Pages rendered by LibreOffice and measured: lines, characters, margins, title, page numbers, letterhead, imprint."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from lib.word.layout import apply_preset, layout_text, preset_of
from tests.validator import faults

_spec = importlib.util.spec_from_file_location("measuring", Path(__file__).with_name("measuring.py"))
measuring = importlib.util.module_from_spec(_spec)  # type: ignore[arg-type]
sys.modules["measuring"] = measuring
_spec.loader.exec_module(measuring)  # type: ignore[union-attr]

WITHIN = 0.5  # mm
SENTENCE = "街道党工委将继续加强意识形态工作责任制的落实情况督促检查确保各项工作落到实处见到实效推动形成良好氛围"
STANDARD = measuring.MEASURED
USUAL = STANDARD | {"基于": "通行"}
TITLES = {
    1: "关于意识形态工作的报告",
    2: "清泉街道2025年第二季度意识形态工作分析研判情况的报告",
    3: "清泉街道柳湾社区关于2025年第二季度意识形态工作责任制落实情况和风险隐患排查整改情况的分析研判报告",
}
LETTERHEAD = """000001
机密★1年
特急
中共清泉街道工作委员会文件
清工委〔2025〕12号    签发人：张某某
中共清泉街道工作委员会关于印发《2025年意识形态工作要点》的通知
各社区党委、各科室：
现将《2025年意识形态工作要点》印发给你们，请认真贯彻执行。
附件：1.2025年意识形态工作要点和任务分解表以及数字一览表及其填写说明
2.数字一览表
"""
IMPRINT = "抄送：区委宣传部，区委组织部。\n中共清泉街道工作委员会办公室  2025年7月6日印发\n"


def text_of_pages(pages: int) -> str:
    # A page holds 22 × 28 characters; a paragraph of ten sentences fills some 18 lines.
    paragraphs = max(1, round(pages * 22 / 18.4) - (pages == 1))
    return f"{TITLES[1]}\n各社区：\n" + "\n".join([SENTENCE * 10] * paragraphs)


def ended(lines: int) -> str:
    return f"{TITLES[1]}\n各社区：\n" + "第一段文字。\n" * lines + IMPRINT


def tabled(rows: int) -> str:
    return f"{TITLES[1]}\n正文。\n|指标|本期|说明|\n" + "".join(f"|指标{n}|{n}|{'说明文字' * 8}|\n" for n in range(1, rows + 1))


DOCUMENTS: dict[str, bytes] = {
    **{f"国标{n}页": layout_text(text_of_pages(n), preset=STANDARD) for n in (1, 5, 30)},
    "通行5页": layout_text(text_of_pages(5), preset=USUAL),
    "改通行": apply_preset(layout_text(text_of_pages(5), preset=STANDARD), preset_of(USUAL)),
    **{f"标题{n}行": layout_text(f"{title}\n某某：\n正文。", preset=STANDARD) for n, title in TITLES.items()},
    "版头": layout_text(LETTERHEAD + "中共清泉街道工作委员会\n2025年7月5日\n（此件公开发布）\n" + IMPRINT, preset=STANDARD),
    "联合": layout_text(
        f"@联合发文机关标志 清泉街道工委|清泉街道办事处|文件\n@发文字号 清工委〔2025〕9号\n@公文标题 {TITLES[1]}\n正文。",
        preset=STANDARD,
    ),
    **{f"版记{n}": layout_text(ended(n), preset=STANDARD) for n in (1, 16, 17, 19, 20)},
    "版记通行": layout_text(ended(3), preset=USUAL),
    "表格": layout_text(tabled(30), preset=STANDARD),
    "附件": layout_text(f"{TITLES[1]}\n正文。\n附件1\n数字一览表\n正文。\n附件2\n任务分解表\n正文。", preset=STANDARD),
    "短署名": layout_text(f"{TITLES[1]}\n正文。\n区委\n2025年12月15日", preset=STANDARD),
    "长署名": layout_text(f"{TITLES[1]}\n正文。\n中共清泉街道柳湾社区委员会\n2025年7月5日", preset=STANDARD),
    "盖章": layout_text(f"{TITLES[1]}\n正文。\n中共清泉街道柳湾社区委员会\n2025年7月5日", preset=STANDARD, sealed=True),
}


@pytest.fixture(scope="module")
def pages() -> dict[str, list[Any]]:
    return measuring.render(DOCUMENTS)


pytestmark = pytest.mark.office


def near(value: float) -> Any:
    return pytest.approx(value, abs=WITHIN)


@pytest.mark.parametrize(
    ("name", "count", "lines", "characters"), [("国标5页", 5, 22, 28), ("国标30页", 30, 22, 28), ("通行5页", 5, 22, 27), ("改通行", 5, 22, 27)]
)
def test_full_pages_hold_their_lines_and_characters(pages, name, count, lines, characters):
    found = pages[name]
    assert abs(len(found) - count) <= 1
    assert {len(page.lines) for page in found[1:-1]} == {lines}
    assert max(len(line.text) for page in found for line in page.lines) == characters
    # A line is one short only where a mark may not begin the next one.
    whole = [line for page in found[1:-1] for line in page.lines if line.left < 29 and line.right > 178]
    assert sum(len(line.text) == characters for line in whole) / len(whole) > 0.9


def test_a_short_text_is_one_page(pages):
    assert len(pages["国标1页"]) == 1


@pytest.mark.parametrize("name", ["国标5页", "国标30页", "通行5页"])
def test_text_stays_between_its_margins(pages, name):
    for page in pages[name]:
        assert min(line.left for line in page.lines) == near(28)
        assert max(line.right for line in page.lines) <= 184 + WITHIN


def test_lines_stand_on_the_pitch_and_fill_the_type_area(pages):
    page = pages["国标5页"][1]
    assert [line.baseline for line in page.lines] == [near(page.lines[0].baseline + n * 29.6 * measuring.MM) for n in range(22)]
    assert page.lines[0].baseline - 16 * 0.88 * measuring.MM == pytest.approx(37, abs=1.05)  # 天头 37 ± 1, 5.2.1
    assert page.lines[-1].baseline == near(262)


def test_paragraphs_begin_two_characters_in(pages):
    first = [line for page in pages["国标5页"] for line in page.lines if line.text.startswith("街道党工委将继续加") and line.left > 30]
    assert first
    assert all(line.left == near(28 + 2 * 16 * measuring.MM) for line in first)


@pytest.mark.parametrize("count", TITLES)
def test_titles_are_centred_in_22_points_and_parted_from_what_follows(pages, count):
    lines = pages[f"标题{count}行"][0].lines
    title, addressees = lines[:count], lines[count]
    assert {round(line.size) for line in title} == {22}
    assert all((line.left + line.right) / 2 == near(106) for line in title)
    assert "".join(line.text for line in title) == TITLES[count]
    assert addressees.text == "某某："
    assert addressees.baseline - title[-1].baseline == near(2 * 29.6 * measuring.MM)


@pytest.mark.parametrize("name", ["国标5页", "国标30页", "通行5页", "表格"])
def test_page_numbers_stand_outside_seven_millimetres_below(pages, name):
    for number, page in enumerate(pages[name], 1):
        assert page.number.text == f"—{number}—"
        assert round(page.number.size) == 14
        assert page.dash == near(269)
        edge = page.number.right if number % 2 else page.number.left
        assert edge == near(184 - 14 * measuring.MM if number % 2 else 28 + 14 * measuring.MM)


@pytest.mark.parametrize("name", ["版记1", "版记16", "版记17", "版记19", "版记20", "版记通行", "版头"])
def test_the_imprint_stands_on_the_foot_of_the_last_page(pages, name):
    last = pages[name][-1]
    rules = sorted(last.rules, key=lambda rule: rule[1])[-3:]
    assert rules[-1][3] == near(262)
    assert [
        bottom - top for _, top, _, bottom in rules
    ] == [pytest.approx(0.35, abs=0.06), pytest.approx(0.25, abs=0.06), pytest.approx(0.35, abs=0.06)]
    assert all(left == near(28) and right == near(184) for left, _, right, _ in rules)
    assert all(line.baseline < rules[0][1] for line in last.lines if line.text.startswith("第一段"))
    assert last.lines[-1].text == "中共清泉街道工作委员会办公室2025年7月6日印发"
    assert (last.lines[-1].left, last.lines[-1].right) == (near(28 + 14 * measuring.MM), near(184 - 14 * measuring.MM))


def test_an_imprint_without_room_goes_to_the_next_page(pages):
    assert [len(pages[f"版记{n}"]) for n in (1, 16, 17, 20)] == [1, 1, 1, 2]
    assert "抄送" not in pages["版记20"][0].text


def test_the_letterhead_stands_where_the_standard_has_it(pages):
    page = pages["版头"][0]
    lines = {line.text: line for line in page.lines}
    mark = lines["中共清泉街道工作委员会文件"]
    assert (mark.colour, round((mark.left + mark.right) / 2)) == (0xFF0000, 106)
    assert mark.baseline - 42 * 0.88 * measuring.MM == pytest.approx(72, abs=1)  # 35 mm below 37, 7.2.4
    assert [lines[text].left for text in ("000001", "机密★1年", "特急")] == [near(28)] * 3
    number = lines["清工委〔2025〕12号签发人：张某某"]
    assert (number.left, number.right) == (near(28 + 16 * measuring.MM), near(184 - 16 * measuring.MM))
    (left, top, right, _), *_ = page.rules
    assert (left, right) == (near(28), near(184))
    assert top - (number.baseline + 16 * 0.06 * measuring.MM) == near(4)  # 7.2.7, from the ink


def test_several_issuers_stand_left_of_one_word(pages):
    lines = pages["联合"][0].lines
    assert next(line.text for line in lines if line.colour == 0xFF0000).startswith("清泉街道工委")
    assert any("文件" in line.text for line in lines)


def test_attachment_notes_hang_under_the_name(pages):
    lines = [line for page in pages["版头"] for line in page.lines]
    first = next(n for n, line in enumerate(lines) if line.text.startswith("附件：1."))
    assert lines[first].left == near(28 + 2 * 16 * measuring.MM)
    assert lines[first + 1].left == near(28 + 6 * 16 * measuring.MM)
    assert lines[first + 2].text.startswith("2.")
    assert lines[first + 2].left == near(28 + 5 * 16 * measuring.MM)


def test_annexes_begin_pages_with_their_title_on_line_three(pages):
    for page in pages["附件"][1:]:
        assert page.lines[0].left == near(28)
        assert page.lines[1].baseline - page.lines[0].baseline == near(2 * 29.6 * measuring.MM)
        assert (page.lines[1].left + page.lines[1].right) / 2 == near(106)


@pytest.mark.parametrize(
    ("name", "above", "below"), [("长署名", 2, 13 - 6), ("短署名", 2 + 7 + 2 - 2, 2), ("盖章", 4 + (6 - 13) / 2, 4)]
)
def test_signatures_and_dates_end_where_the_standard_has_them(pages, name, above, below):
    # Right edges: LibreOffice widens dates by a blank between digits and characters, which Word is told not to.
    *_, signature, date = pages[name][0].lines
    assert signature.right == near(184 - above * 16 * measuring.MM)
    assert date.right == near(184 - below * 16 * measuring.MM)


def test_tables_over_two_pages_repeat_their_header_and_keep_every_row(pages):
    found = pages["表格"]
    assert len(found) >= 2
    assert all(page.lines[0].text == "指标本期说明" for page in found[1:])
    text = "".join(page.text for page in found).replace("\n", "")
    assert all(f"指标{n}" in text for n in range(1, 31))
    assert text.count("说明文字") == 30 * 8


def test_every_document_passes_the_open_xml_sdk():
    assert {name: found for name, found in faults(DOCUMENTS).items() if found} == {}
