"""A running application and a Chromium that a clerk might have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.clerk import Clerk
from tests.browser.serving import Server

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
expect.set_options(timeout=15_000)  # a shared machine may be slow; what is quick enough is measured in the benchmarks
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("data")).start()
    yield running
    running.stop()


@pytest.fixture()
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may kill."""
    running = Server(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture()
def open_page(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens an address in a new browser profile; no page error may go unseen."""
    contexts, faults = [], []

    def opened(url: str, **options: object) -> Page:
        context = browser.new_context(locale="zh-CN", viewport=SCREEN, accept_downloads=True, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture()
def clerk(open_page: Callable[[str], Page], server: Server) -> Clerk:
    return Clerk(open_page(server.url))
