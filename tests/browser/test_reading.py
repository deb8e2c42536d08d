"""Reading and keyboard on every page: contrast, names of inputs, zoom and narrow screens, the cursor after adding a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lib.ui.shell import PAGES
from tests.browser.clerk import Clerk
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
SIZES = ((1366, 768), (1093, 614), (911, 512), (683, 384))  # 100, 125, 150 and 200 % of a 1366×768 screen
FAINT = """() => {
  const numbers = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const shine = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const over = (top, ground) => { const a = top[3] ?? 1; return [0, 1, 2].map((i) => top[i] * a + ground[i] * (1 - a)); };
  const ground = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) layers.unshift(numbers(getComputedStyle(one).backgroundColor));
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const found = new Set();
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.nodeValue.trim()).join("");
    const shown = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!text || !shown || node.closest("[disabled], [aria-disabled=true], .sheets, [data-testid=stIconMaterial]")) continue;
    const under = ground(node), ink = over(numbers(getComputedStyle(node).color), under);
    const [low, high] = [shine(under), shine(ink)].sort((a, b) => a - b);
    if ((high + .05) / (low + .05) < 4.5) found.add(`${text.slice(0, 20)} ${((high + .05) / (low + .05)).toFixed(2)}`);
  }
  return [...found];
}"""
NAMELESS = """() => [...document.querySelectorAll("input, textarea, select, button, [role=combobox]")].filter((one) => {
  if (!one.checkVisibility() || one.type === "hidden") return false;
  const named = one.getAttribute("aria-label") || one.getAttribute("title") || (one.labels && [...one.labels].some((l) => l.textContent.trim()));
  const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").some((id) => document.getElementById(id)?.textContent.trim());
  return !(named || by || one.textContent.trim());
}).map((one) => one.outerHTML.slice(0, 160))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"


def assert_readable(page: Page, where: str) -> None:
    page.wait_for_timeout(400)
    assert (where, page.evaluate(FAINT), page.evaluate(NAMELESS)) == (where, [], [])


def test_every_page_is_readable_at_every_zoom(open_page: Callable[[str], Page], server: Server) -> None:
    page = open_page(server.url)
    Clerk(page).begin("研判报告", "清泉街道柳湾社区")
    draft = page.url
    for one in PAGES:
        page.goto({"home": server.url, "form": draft}.get(one.path, f"{server.url}/{one.path}"))
        expect(page.locator('[data-testid="stMain"] >> h1, h2, h3').first).to_be_visible()
        assert_readable(page, one.path)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            assert (one.path, width, max(0, page.evaluate(TOO_WIDE))) == (one.path, width, 0)
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def test_a_narrow_screen_has_tabs_and_a_new_row_has_the_cursor(open_page: Callable[[str], Page], server: Server) -> None:
    page = open_page(server.url)
    clerk = Clerk(page)
    clerk.begin("研判报告", "清泉街道石桥社区")
    clerk.go("风险隐患")
    clerk.add_row("风险隐患")
    expect(page.locator('[class*="st-key-row-"] :focus')).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[class*=\"st-key-row-\"]') !== null")
    assert_readable(page, "风险隐患")
    page.set_viewport_size({"width": 683, "height": 700})
    page.locator('.sides [data-side="pages"]').click()
    expect(page.locator(".st-key-live-pages")).to_be_visible()
    expect(page.locator(".st-key-form")).to_be_hidden()
    page.locator('.sides [data-side="form"]').click()
    expect(page.locator(".st-key-form")).to_be_visible()
