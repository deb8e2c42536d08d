"""The page 填报: one draft, section by section, with its document beside it."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.core.carrying import accept_taken, take_over, taken_over
from lib.core.model import Section
from lib.core.period import parse_period
from lib.errors import FillError
from lib.ui import bench, keeping, links
from lib.ui.entry import Entry, find_key
from lib.ui.fields import draw_fields
from lib.ui.figures import Beside
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
        _follow_address(entry)
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
    _follow_address(entry)
    return entry


def _follow_address(entry: Entry) -> None:
    """Put the cursor in the field that the address names, once."""
    path = st.query_params.pop("f", "")
    section, key = find_key(entry, path) if path else (-1, "")
    if section >= 0:
        entry.section = section
        entry.ask_focus(key)


def _number(text: str | None, count: int) -> int:
    return int(text) - 1 if text and text.isdigit() and 1 <= int(text) <= count else 0


def _draw(entry: Entry) -> None:
    judged = judge(entry)
    entry.shown = judged.shown
    if entry.section not in judged.shown:
        entry.section = next(iter(judged.shown), 0)
    st.html('<div class="sides"><button data-side="form">填写</button><button data-side="pages">文稿</button></div>')
    with st.container(key="worktable", gap=None):
        with st.container(key="title", horizontal=True, vertical_alignment="center", gap="small"):
            _draw_title(entry, judged)
        with st.container(key="sections", gap=None):
            for number in judged.shown:
                _section_button(entry, number, entry.form.sections[number])
        with st.container(key="form", gap="small"):
            if keeping.draw_example_note(entry):
                del st.session_state["entry"]
                links.go("home")
            keeping.draw_conflict(entry)
            entry.begin_drawing()
            _draw_section(entry, judged)
            entry.end_drawing()
        draw_live(entry)


def _draw_title(entry: Entry, judged: Judged) -> None:
    period = parse_period(entry.draft.period)
    title = f"{entry.draft.unit} {period.label if period else entry.draft.period} {entry.form.label}"
    st.html(f"<h1>{escape(title)}</h1>")
    if judged.chain.previous is not None:
        words = "只沿用文字和设置，不沿用数字；沿用的地方会提醒核对"
        st.button("沿用上期", key="more-take", type="tertiary", help=words, on_click=_take_over, args=(entry, judged))
    if st.button("历史", key="more-history", type="tertiary", help="看以前的版本，可以恢复"):
        keeping.show_history(entry)
    if st.button("单位和报告期", key="more-heading", type="tertiary"):
        keeping.change_heading(entry)


def _take_over(entry: Entry, judged: Judged) -> None:
    entry.collect(st.session_state)
    entry.replace(take_over(entry.form, judged.chain.previous.raw, entry.raw), bench.keep)


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
    st.html(f"<h2>{escape(section.label)}</h2>" + (f'<p class="calm">{escape(section.hint)}</p>' if section.hint else ""))
    first = sum(len(one.fields) for one in entry.form.sections[: entry.section])
    fields = [(first + number, one) for number, one in enumerate(section.fields) if one.name in names]
    history = judged.chain.history
    draw_fields(entry, fields, Beside(judged.rows, history.previous is not None or history.last_year is not None))
    _draw_taken(entry, names)
    _draw_steps(entry, judged)


def _draw_taken(entry: Entry, names: tuple[str, ...]) -> None:
    taken = [name for name in taken_over(entry.raw) if name in names]
    for name in taken:
        label = entry.form.field(name).label
        st.button(f"“{label}”沿用了上期，已核对", key=f"taken-{name}", type="tertiary", on_click=_accept_taken, args=(entry, name))


def _accept_taken(entry: Entry, name: str) -> None:
    entry.collect(st.session_state)
    entry.replace(accept_taken(entry.raw, name), bench.keep)


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
