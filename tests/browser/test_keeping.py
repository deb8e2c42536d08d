"""Nothing is lost: F5, a closed tab, a killed server, a lost line, two tabs; the pages follow; the cursor stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
FORM, UNIT, SECTION, FIGURE, TEXT = "研判报告", "清泉街道柳湾社区", "责任落实", "专题研究意识形态工作", "工作情况"
WAIT = 2000  # ms: what was typed longer ago than this is never lost

Open = Callable[[str], Page]


def begun(page: Page) -> Clerk:
    clerk = Clerk(page)
    clerk.begin(FORM, UNIT)
    clerk.go(SECTION)
    return clerk


def type_in(clerk: Clerk, label: str, text: str) -> None:
    clerk.field(label).click()
    clerk.page.keyboard.type(text, delay=20)


def test_typed_text_is_there_after_f5_and_in_another_browser(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    type_in(clerk, FIGURE, "3")
    type_in(clerk, TEXT, "第一段\n第二段")
    clerk.page.wait_for_timeout(WAIT)  # still in the field: nothing was left or entered
    clerk.page.reload()
    clerk.wait_for_form()
    expect(clerk.field(FIGURE)).to_have_value("3")
    other = Clerk(open_page(clerk.page.url))
    expect(other.field(TEXT)).to_have_value("第一段\n第二段")


def test_typing_goes_on_undisturbed_while_it_is_saved(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    words = "坚持把意识形态工作摆在突出位置，" * 8
    clerk.field(TEXT).fill("")
    clerk.field(TEXT).click()
    clerk.page.keyboard.type(words, delay=35)
    expect(clerk.field(TEXT)).to_have_value(words)
    expect(clerk.field(TEXT)).to_be_focused()
    clerk.wait_until_saved()
    expect(clerk.page.locator(".sheets:not(.hidden)")).to_contain_text(words)


def test_a_chinese_input_method_is_not_disturbed(open_page: Open, server: Server) -> None:
    """Compose over several seconds; the save must wait, and nothing of the composition may be doubled or lost."""
    clerk = begun(open_page(server.url))
    clerk.field(TEXT).fill("")
    clerk.field(TEXT).click()
    line = clerk.page.context.new_cdp_session(clerk.page)
    clerk.page.keyboard.type("一、")
    for letters in ("y", "yi", "yi s", "yi shi"):
        line.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        clerk.page.wait_for_timeout(500)
    line.send("Input.insertText", {"text": "意识"})
    clerk.page.keyboard.type("形态")
    clerk.page.wait_for_timeout(WAIT)
    expect(clerk.field(TEXT)).to_have_value("一、意识形态")
    clerk.page.reload()
    clerk.wait_for_form()
    expect(clerk.field(TEXT)).to_have_value("一、意识形态")


def test_a_killed_server_loses_nothing_and_what_is_typed_meanwhile_follows(open_page: Open, own_server: Server) -> None:
    clerk = begun(open_page(own_server.url))
    type_in(clerk, FIGURE, "4")
    clerk.page.wait_for_timeout(WAIT)
    own_server.kill()
    bar = clerk.page.locator("#connection-bar")
    expect(bar).to_contain_text("连接中断")
    type_in(clerk, TEXT, "断线时写的话")
    own_server.start()
    expect(bar).to_be_hidden(timeout=30_000)
    clerk.page.wait_for_timeout(WAIT)
    expect(clerk.field(FIGURE)).to_have_value("4")
    expect(clerk.field(TEXT)).to_have_value("断线时写的话")
    other = Clerk(open_page(clerk.page.url))
    expect(other.field(FIGURE)).to_have_value("4")
    expect(other.field(TEXT)).to_have_value("断线时写的话")


def test_two_tabs_are_told_and_both_texts_shown(open_page: Open, server: Server) -> None:
    one = begun(open_page(server.url))
    two = Clerk(open_page(one.page.url))
    two.wait_for_form()
    type_in(one, "督查检查", "7")
    one.wait_until_saved()
    type_in(two, "部署会、工作会议", "5")
    conflict = two.page.locator(".st-key-conflict")
    expect(conflict).to_contain_text("已被另一处修改")
    expect(conflict).to_contain_text("督查检查")
    two.press("合在一起（同一项以这里为准）")
    expect(conflict).to_have_count(0)
    expect(two.field("督查检查")).to_have_value("7")
    expect(two.field("部署会、工作会议")).to_have_value("5")


def test_the_pages_follow_and_lead_back_to_the_field(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    clerk.fill(FIGURE, "9")
    expect(clerk.page.locator(".sheets:not(.hidden)")).to_contain_text("专题研究意识形态工作9次", timeout=3 * WAIT)
    clerk.field(FIGURE).click()
    expect(clerk.page.locator(".editing").first).to_contain_text("9次")
    clerk.go("基本信息")
    clerk.page.get_by_text("专题研究意识形态工作9次").last.click()
    expect(clerk.page.locator(".st-key-form h2")).to_have_text(SECTION)
    expect(clerk.field(FIGURE)).to_be_focused()


def test_a_wrong_figure_is_told_at_its_place_and_the_list_leads_there(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    clerk.fill("部署会、工作会议", "１２ａ")
    expect(clerk.page.locator(".mark")).to_contain_text("不是数字")
    clerk.go("理论学习")
    clerk.page.get_by_role("button", name=re.compile("^查看")).click()
    clerk.page.get_by_role("button", name=re.compile("不是数字")).click()
    expect(clerk.field("部署会、工作会议")).to_be_focused()
    clerk.fill("部署会、工作会议", "12")
    expect(clerk.page.locator(".mark")).to_have_count(0)


def test_a_new_row_has_the_cursor(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    clerk.go("风险隐患")
    clerk.add_row("风险隐患")
    expect(clerk.field("方面").nth(1)).to_be_focused()
    clerk.page.keyboard.type("网络舆情")
    clerk.wait_until_saved()
    expect(clerk.field("方面").nth(1)).to_have_value("网络舆情")


def test_enter_goes_down_and_a_pasted_column_fills_the_figures_below(open_page: Open, server: Server) -> None:
    clerk = begun(open_page(server.url))
    clerk.go("阵地管理")
    boxes = clerk.page.locator('[class*="st-key-grid-"] [data-testid="stTextInputField"]')
    boxes.nth(0).click()
    clerk.page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_be_focused()
    clerk.page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "11\\n12\\n13\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })) }"""
    )
    clerk.wait_until_saved()
    assert [boxes.nth(place).input_value() for place in (1, 2, 3)] == ["11", "12", "13"]
