"""What a clerk does with the mouse and the keyboard, in the words of the pages."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect


class Clerk:
    """A person at one browser tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # ---- going places
    def choose_unit(self, name: str) -> None:
        box = self.page.get_by_label("填报单位", exact=True)
        box.fill(name)
        box.press("Enter")
        expect(self.page.get_by_text("本期待填")).to_be_visible()

    def begin(self, format_name: str, unit: str, period: str = "") -> None:
        """Open a draft of the format, for the period that is offered first unless told."""
        self.choose_unit(unit)
        card = self.page.locator('[class*="st-key-format-"]').filter(has=self.page.locator("h3", has_text=format_name))
        if period:
            box = card.locator("input")
            box.fill(period)
            box.press("Enter")
            expect(box).to_have_value(period)
            self.page.wait_for_timeout(300)
        card.get_by_role("button", name="填报这一期").click()
        self.wait_for_form()

    def wait_for_form(self) -> None:
        expect(self.page.locator(".st-key-form")).to_be_visible()
        expect(self.page.locator(".saved-sign")).to_be_visible()

    def go(self, section: str) -> None:
        """Show a section of the form."""
        button = self.page.locator(".st-key-sections").get_by_role("button", name=re.compile(rf"^{re.escape(section)}"))
        button.click()
        expect(self.page.locator(".st-key-form h2")).to_have_text(section)

    # ---- filling
    def field(self, label: str) -> Locator:
        """Return the fields of that name; while a page is redrawn, the ones that are about to go are not meant."""
        standing = self.page.locator(':not([data-stale="true"] *)')
        return self.page.locator(".st-key-form").get_by_label(label, exact=True).and_(standing)

    def fill(self, label: str, text: str, nth: int = 0) -> None:
        self.field(label).nth(nth).fill(text)

    def choose(self, label: str, choice: str, nth: int = 0) -> None:
        self.field(label).nth(nth).click()
        self.page.get_by_role("option", name=choice, exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def add_row(self, name: str) -> None:
        """Add a row and wait for it to come."""
        rows = self.page.locator('[class*="st-key-rowhead-"]')
        before = rows.count()
        self.press(f"＋ 添加{name}")
        expect(rows).to_have_count(before + 1)

    def wait_until_saved(self) -> None:
        """Wait for the sign after typing: first that a save is under way, then that it is done."""
        self.page.wait_for_timeout(600)
        expect(self.page.locator(".saved-sign")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))

    # ---- the document
    def download(self, button: str = "下载 Word") -> tuple[str, bytes, float]:
        """Click a download; return the file's name, its bytes and the seconds from the click to the whole file."""
        started = time.monotonic()
        try:
            with self.page.expect_download() as waiting:
                self.press(button)
        except TimeoutError as error:  # say what the page says instead
            told = self.page.get_by_test_id("stAlert").all_inner_texts()
            raise AssertionError(f"no download: {self.page.locator('.saved-sign').inner_text()} {told}") from error
        path = waiting.value.path()
        took = time.monotonic() - started
        return waiting.value.suggested_filename, Path(path).read_bytes(), took

    def page_text(self) -> str:
        return self.page.locator(".sheets:not(.hidden)").inner_text()
