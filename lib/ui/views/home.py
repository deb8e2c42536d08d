"""The page 首页: begin a document, go on with one, see what is done."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.core.model import Form
from lib.core.period import Period, parse_period
from lib.ui import bench, links


def page() -> None:
    """Show the formats to begin, and what was begun."""
    workspace = bench.workspace()
    st.html("<h1>填报成文</h1>")
    units = [one.name for one in workspace.store.units()]
    last = workspace.store.recall(None, "最近").get("单位", "")
    options = list(dict.fromkeys([*([last] if last else []), *units]))
    unit = st.selectbox(
        "填报单位",
        options,
        0 if options else None,
        accept_new_options=True,
        placeholder="输入单位全称，如 清泉街道柳湾社区",
        key="home-unit",
    )
    for column, form in zip(st.columns(len(workspace.forms)), workspace.forms.values(), strict=True):
        with column.container(border=True):
            _draw_format(form, unit or "")


def _draw_format(form: Form, unit: str) -> None:
    st.html(f"<h2>{form.label}</h2>")
    st.caption(form.description)
    periods = _periods(form, date.today())
    chosen = st.selectbox("报告期", [one.label for one in periods], key=f"period-{form.name}")
    if st.button("开始填报", key=f"begin-{form.name}", type="primary", width="stretch"):
        if not unit.strip():
            st.error("请先填写填报单位的全称")
            return
        store = bench.workspace().store
        period = parse_period(chosen)
        store.remember(None, "最近", "单位", unit)
        draft = store.find_draft(form.name, unit, period) or store.create_draft(form.name, unit, period)
        links.go("form", d=draft.id)


def _periods(form: Form, today: date) -> list[Period]:
    """Return the periods one may want now, the likeliest first."""
    found = []
    for kind in form.periods:
        part = {"季度": (today.month + 2) // 3, "半年": (today.month + 5) // 6}.get(kind, 0)
        now = Period(today.year, kind, part)
        found += [now, now.previous, now.previous.previous]
    return found
