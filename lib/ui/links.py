"""How one page sends the clerk to another, by the page's path. Knows no page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import streamlit as st

_KEY = "pages-by-path"


def register(pages: Mapping[str, Any]) -> None:
    """Keep this run's pages; the shell calls it before any page runs."""
    st.session_state[_KEY] = dict(pages)


def go(path: str, **parameters: str) -> NoReturn:
    """Leave for another page; the parameters stand in its address."""
    st.switch_page(st.session_state[_KEY][path], query_params=parameters)
    raise AssertionError("switch_page returns nowhere")
