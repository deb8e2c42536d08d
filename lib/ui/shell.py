"""The frame of every page: which pages there are, the menu above them, where a page leads to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.ui.gate import TITLE
from lib.ui.links import register
from lib.ui.views import drafts, form, home, layout, ledger, overview, proofreading, units, workbooks


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu."""

    title: str
    path: str
    page: Callable[[], None]


PAGES = (
    Entry("首页", "home", home.page),
    Entry("填报", "form", form.page),
    Entry("草稿", "drafts", drafts.page),
    Entry("Excel 与批量", "excel", workbooks.page),
    Entry("校对", "proofread", proofreading.page),
    Entry("规范排版", "layout", layout.page),
    Entry("汇总", "overview", overview.page),
    Entry("台账", "ledger", ledger.page),
    Entry("单位设置", "units", units.page),
)


def run() -> None:
    """Draw the menu and the page the address asks for."""
    st.set_page_config(page_title=TITLE, layout="wide", menu_items={})
    pages = {
        one.path: st.Page(one.page, title=one.title, url_path=one.path, default=one is PAGES[0])
        for one in PAGES
    }
    register(pages)
    st.navigation(list(pages.values()), position="top").run()
