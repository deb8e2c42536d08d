"""The page 填报: one draft, section by section, with its document beside it."""

from __future__ import annotations

import streamlit as st

from lib.core.model import Section
from lib.core.period import parse_period
from lib.errors import FillError
from lib.ui import bench, links
from lib.ui.entry import Entry
from lib.ui.fields import Beside, draw_fields
from lib.ui.judging import Judged, judge
from lib.ui.live import draw_live


def page() -> None:
    """Show the draft the address names."""
    draft_id = st.query_params.get("d", "")
    if not draft_id and "entry" in st.session_state:  # back from another page
        draft_id = st.query_params["d"] = st.session_state["entry"].draft.id
    if not draft_id:
        st.info("请先在首页选择文稿，或从草稿里继续。")
        if st.button("去首页", type="primary"):
            links.go("home")
        return
    entry = _entry(draft_id)
    if entry is not None:
        _draw(entry)


def _entry(draft_id: str) -> Entry | None:
    """Return this tab's entry for the draft, taking in what the browser has typed since."""
    entry = st.session_state.get("entry")
    if entry is not None and entry.draft.id == draft_id:
        if not entry.forced:
            entry.collect(st.session_state)
        return entry
    try:
        workspace = bench.workspace()
        draft = workspace.store.get_draft(draft_id)
        entry = Entry.of(draft, workspace.form(draft.format))
    except FillError as error:
        st.error(str(error))
        return None
    entry.section = _number(st.query_params.get("s"), len(entry.form.sections))
    st.session_state["entry"] = entry
    return entry


def _number(text: str | None, count: int) -> int:
    return int(text) - 1 if text and text.isdigit() and 1 <= int(text) <= count else 0


def _draw(entry: Entry) -> None:
    judged = judge(entry)
    entry.shown = judged.shown
    if entry.section not in judged.shown:
        entry.section = next(iter(judged.shown), 0)
    period = parse_period(entry.draft.period)
    title = f"{entry.draft.unit} {period.label if period else entry.draft.period} {entry.form.label}"
    st.html('<div class="sides"><button data-side="form">填写</button><button data-side="pages">文稿</button></div>')
    with st.container(key="worktable", gap=None):
        with st.container(key="title"):
            st.html(f"<h1>{title}</h1>")
        with st.container(key="sections", gap=None):
            for number in judged.shown:
                _section_button(entry, number, entry.form.sections[number])
        with st.container(key="form", gap="small"):
            entry.begin_drawing()
            _draw_section(entry, judged)
            entry.end_drawing()
        draw_live(entry)


def _section_button(entry: Entry, number: int, section: Section) -> None:
    kind = "primary" if number == entry.section else "tertiary"
    st.button(section.label, key=f"section-{number}", type=kind, width="stretch", on_click=_go_to, args=(entry, number))


def _go_to(entry: Entry, number: int) -> None:
    entry.collect(st.session_state)
    entry.section = number
    st.query_params["s"] = str(number + 1)


def _draw_section(entry: Entry, judged: Judged) -> None:
    section = entry.form.sections[entry.section]
    names = judged.shown[entry.section]
    st.html(f"<h2>{section.label}</h2>")
    if section.hint:
        st.caption(section.hint)
    first = sum(len(one.fields) for one in entry.form.sections[: entry.section])
    fields = [(first + number, one) for number, one in enumerate(section.fields) if one.name in names]
    draw_fields(entry, fields, Beside(units={}, defaults={}))
    _draw_steps(entry, judged)


def _draw_steps(entry: Entry, judged: Judged) -> None:
    """Offer the section before and the one after."""
    order = list(judged.shown)
    here = order.index(entry.section)
    with st.container(horizontal=True, key="steps"):
        if here > 0:
            st.button("上一节", key="step-back", on_click=_go_to, args=(entry, order[here - 1]))
        if here + 1 < len(order):
            after = entry.form.sections[order[here + 1]].label
            st.button(f"下一节：{after}", key="step-on", on_click=_go_to, args=(entry, order[here + 1]))
