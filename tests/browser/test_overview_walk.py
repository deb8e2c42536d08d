"""汇总, 台账 and 单位设置 in a real browser: a click leads to the form, lists are copied, pictures and tables downloaded."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.opening import open_store
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
YEAR = date.today().year
REPORT, FIGURE, LABEL = "研判报告", "专题研究次数", "专题研究意识形态工作"
LATIN_ALLOWED = {"Excel", "Word", "XLSX", "MB", "upload"}  # the last is the name of an icon's glyph, seen as an arrow


@pytest.fixture(scope="module")
def county(server: Server) -> Iterator[Server]:
    """Seed a county beside the running server: two towns reported the first quarter, the village did not."""
    store = open_store(server.data / "填报.db")
    rows = [
        {"单位名称": "清河县", "级别": "县区"},
        {"单位名称": "东山镇", "级别": "镇街", "上级单位": "清河县"},
        {"单位名称": "清泉街道", "级别": "镇街", "上级单位": "清河县"},
        {"单位名称": "东风村", "级别": "村", "上级单位": "东山镇"},
    ]
    store.import_units(rows, apply=True)
    raw = {FIGURE: "3", f"{FIGURE}.来源": "会议记录第3页"}
    store.create_draft(REPORT, "东山镇", f"{YEAR}Q1", raw, status="final")
    store.create_draft(REPORT, "清泉街道", f"{YEAR}Q1", {FIGURE: "2"})
    store.engine.dispose()
    yield server


@pytest.fixture()
def opened(county: Server, open_page: Callable[[str], Page]) -> Callable[[str], Page]:
    def at(path: str) -> Page:
        page = open_page(f"{county.url}/{path}")
        expect(page.locator("h1")).to_be_visible()
        page.locator(".board table, .board svg, .board p").first.wait_for()
        return page

    return at


def view(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def all_text(page: Page) -> str:
    """Return every visible word, those in the boards' shadow trees too."""
    return "\n".join([page.locator("body").inner_text(), *page.locator(".board").all_inner_texts()])


def test_a_status_leads_to_the_form(opened: Callable[[str], Page]) -> None:
    page = opened("overview")
    page.get_by_role("button", name="东山镇：定稿，打开").click()
    expect(page.locator(".st-key-form")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("东山镇")


def test_the_list_of_missing_units_is_copied(opened: Callable[[str], Page]) -> None:
    page = opened("overview")
    choose(page, "谁还没开始", f"研判报告 {YEAR}年第一季度")
    expect(page.get_by_text("2个单位未开始")).to_be_visible()
    page.get_by_role("button", name="复制名单").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    box = page.get_by_label("查找单位")
    box.focus()
    page.keyboard.press("Control+V")
    assert "东风村" in box.input_value()


def test_a_chart_is_saved_as_a_picture(opened: Callable[[str], Page]) -> None:
    page = opened("overview")
    view(page, "图表")
    expect(page.locator("svg[role=img]")).to_be_visible()
    name, content = downloaded(page, "下载图片")
    assert name == f"{LABEL}逐期走势.png" and content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24])[0] == 1920


def test_a_table_is_saved_as_a_workbook(opened: Callable[[str], Page]) -> None:
    page = opened("overview")
    name, content = downloaded(page, "下载进度表")
    assert name == f"{YEAR}年填报进度.xlsx" and content[:2] == b"PK"


def test_a_figure_of_the_ledger_leads_to_its_field(opened: Callable[[str], Page]) -> None:
    page = opened("ledger")
    page.get_by_role("button", name=f"东山镇{LABEL}：看来源和历次修改").click()
    expect(page.get_by_text("现在的数")).to_be_visible()
    page.get_by_role("button", name="打开填报处").click()
    expect(page.locator(".st-key-form h2")).to_have_text("责任落实")


def test_a_unit_is_given_its_short_name(opened: Callable[[str], Page]) -> None:
    page = opened("units")
    page.get_by_role("button", name="修改东风村").click()
    page.get_by_label("简称", exact=True).fill("东风")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存：东风村")).to_be_visible()
    expect(page.locator(".board tr", has_text="东风村").locator("td").first).to_have_text("东风")


@pytest.mark.parametrize(
    ("path", "views"),
    [
        ("overview", ["数字表", "图表"]),
        ("ledger", []),
        ("units", ["新增单位", "从 Excel 导入"]),
    ],
)
def test_every_word_is_chinese_and_nothing_comes_from_outside(
    opened: Callable[[str], Page], county: Server, path: str, views: list[str]
) -> None:
    page = opened(path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    texts = [all_text(page)]
    for name in views:
        view(page, name)
        page.wait_for_timeout(1200)
        texts.append(all_text(page))
    page.reload()
    page.locator(".board").first.wait_for(state="attached")
    assert not {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)} - LATIN_ALLOWED
    assert not [url for url in asked if not url.startswith((county.url, "data:", "blob:"))]
