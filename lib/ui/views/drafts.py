"""The page 草稿: every draft, to go on with, copy, or put away (and take back)."""

from __future__ import annotations

import streamlit as st

from lib.core.period import parse_period
from lib.ui import bench, links

SHOWN = 50


def page() -> None:
    """List the drafts, last changed first."""
    store = bench.workspace().store
    st.html("<h1>草稿</h1>")
    text = st.text_input("查找", placeholder="单位、文种、报告期或内容", key="drafts-text", live="300ms")
    found = store.list_drafts(text=text or "", limit=SHOWN)
    if not found:
        st.info("没有草稿。" if not text else "没有找到。")
    for one in found:
        period = parse_period(one.period)
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{one.unit}**　{period.label if period else one.period}　{one.format}")
            if st.button("继续", key=f"open-{one.id}", type="primary"):
                links.go("form", d=one.id)
