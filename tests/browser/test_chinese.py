"""Every word a clerk can see is Chinese, and nothing is asked of any other server: all pages, many states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.ui.shell import PAGES
from tests.browser.clerk import Clerk
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
KNOWN = {"LED", "GB", "T", "DOC", "Word", "Excel", "PDF", "WPS", "LibreOffice", "docx", "xlsx", "txt", "md", "Ctrl", "MB", "KB", "DOCX", "XLSX", "TXT", "MD", "Q", "H"}
LATIN = re.compile(r"[A-Za-z]+")
SEEN = """() => {
  const texts = [];
  const names = ["aria-label", "placeholder", "title", "alt", "aria-roledescription"];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(node.tagName) || node.closest('[data-testid="stIconMaterial"]')) continue;
      for (const name of names) if (node.getAttribute(name)) texts.push(node.getAttribute(name));
      if (node.shadowRoot) walk(node.shadowRoot);
      for (const child of node.childNodes) if (child.nodeType === 3 && child.nodeValue.trim() && !["STYLE", "SCRIPT"].includes(node.tagName)) texts.push(child.nodeValue);
      if (node.tagName === "INPUT" && !["file", "checkbox", "radio"].includes(node.type) && node.value) texts.push(node.value);
    }
  };
  walk(document);
  texts.push(document.title);
  return texts;
}"""


@pytest.fixture()
def watched(open_page: Callable[[str], Page], server: Server) -> Iterator[Page]:
    """A page whose every request is noted; any to another server fails the test."""
    page = open_page("about:blank")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws", "http", 1)))
    page.goto(server.url)
    yield page
    outside = {
        url for url in asked if urlsplit(url).scheme not in ("data", "blob", "about") and not url.startswith(server.url)
    }
    assert asked and not outside


def assert_chinese(page: Page, where: str) -> None:
    page.wait_for_timeout(300)
    strange = {text.strip() for text in page.evaluate(SEEN) if set(LATIN.findall(text)) - KNOWN}
    assert not strange, f"{where}: {strange}"


def test_every_page(watched: Page, server: Server) -> None:
    for path in (one.path for one in PAGES if one.path != "form"):
        watched.goto(server.url if path == PAGES[0].path else f"{server.url}/{path}")
        expect(watched.locator('[data-testid="stMain"] >> h1, h2, h3').first).to_be_visible()
        watched.wait_for_timeout(500)
        assert_chinese(watched, path)
        for box in watched.locator('[data-testid="stMain"] [data-testid="stSelectbox"] input:enabled').all()[:1]:
            box.click()
            box.fill("没有这一项")
            assert_chinese(watched, path)
            watched.keyboard.press("Escape")


def test_the_form_in_many_states(watched: Page) -> None:
    page, clerk = watched, Clerk(watched)
    page.get_by_role("button", name="填报这一期").first.click()
    assert_chinese(page, "单位未填")
    clerk.begin("研判报告", "清泉街道柳湾社区")
    for button in page.locator(".st-key-sections button").all():
        button.click()
        assert_chinese(page, button.inner_text())
    clerk.go("责任落实")
    clerk.fill("部署会、工作会议", "二")
    clerk.field("专题研究意识形态工作的量词").click()
    assert_chinese(page, "量词展开")
    page.keyboard.press("Escape")
    page.locator('[data-testid="stTooltipIcon"]').first.hover()
    assert_chinese(page, "提示")
    clerk.press("＋ 添加其他数字")
    clerk.press("下载 Word")
    expect(page.get_by_text("不能生成定稿")).to_be_visible()
    assert_chinese(page, "被拒绝")
    clerk.press("历史")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_chinese(page, "历史")
    page.keyboard.press("Escape")
    clerk.press("单位和报告期")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_chinese(page, "单位和报告期")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    assert_chinese(page, "断线")


def test_an_address_that_is_no_page(watched: Page, server: Server) -> None:
    watched.goto(f"{server.url}/no-such-page")
    expect(watched.get_by_role("dialog")).to_be_visible()
    assert_chinese(watched, "没有这一页")


def test_the_line_is_lost_and_back(open_page: Callable[[str], Page], own_server: Server) -> None:
    page = open_page(own_server.url)
    clerk = Clerk(page)
    clerk.begin("研判报告", "清泉街道柳湾社区")
    own_server.kill()
    expect(page.locator("#connection-bar")).to_contain_text("连接中断")
    page.wait_for_timeout(3000)
    assert_chinese(page, "连接中断")
    own_server.start()
    expect(page.locator("#connection-bar")).to_contain_text("已重新连接", timeout=30_000)
    assert_chinese(page, "已重新连接")


def test_every_script_comes_with_the_first_page(open_page: Callable[[str], Page], server: Server) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(server.url, wait_until="networkidle")
    first = {path for path in asked if path.endswith((".js", ".mjs"))}
    assert any("BidiComponent" in path for path in first)
    Clerk(page).begin("研判报告", "清泉街道柳湾社区")
    for entry in PAGES:
        page.get_by_test_id("stTopNavLink").get_by_text(entry.title, exact=True).click()
        expect(page.locator('[data-testid="stMain"] >> h1, h2, h3').first).to_be_visible()
        page.wait_for_timeout(500)
    assert {path for path in asked if path.endswith((".js", ".mjs"))} == first


def test_a_script_that_never_comes(open_page: Callable[[str], Page], server: Server) -> None:
    page = open_page("about:blank")
    page.route("**/BidiComponent*", lambda route: route.abort())
    page.goto(server.url)
    clerk = Clerk(page)
    clerk.choose_unit("清泉街道柳湾社区")
    page.get_by_role("button", name="填报这一期").first.click()
    expect(page.get_by_text("页面的一部分没有载入").first).to_be_visible()
    assert_chinese(page, "部分没有载入")


def test_a_shell_page_says_its_language_and_carries_the_guards(server: Server) -> None:
    import urllib.request

    request = urllib.request.Request(server.url, headers={"accept": "text/html"})
    with urllib.request.urlopen(request) as reply:
        body, policy = reply.read().decode(), reply.headers["content-security-policy"]
        cookie = reply.headers["set-cookie"]
    assert '<html lang="zh-CN">' in body and "<title>填报成文</title>" in body and "enable JavaScript" not in body
    assert policy.startswith("default-src 'self'") and "unsafe-eval" not in policy
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
