"""The page 台账: every figure with its value, source note, who and when; each traced to its entry, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from lib import workflow_pages as use
from lib.core.model import Form
from lib.core.numerals import plain
from lib.core.overview import STATUS_NAMES
from lib.errors import FillError
from lib.store.records import FigureChange, LedgerRow
from lib.ui import bench, components, links
from lib.ui.board import Html, Line, board, button, head, picked, table, text
from lib.workflow_chain import Trace, trace

EVERY_UNIT, EVERY_FORMAT, EVERY_STATUS = "全部单位", "全部文种", "全部"
SIZE = 100  # lines on a page
HEADS = ("单位", "报告期", "文种", "指标", "数值", "来源说明", "填报人", "时间", "状态")


def page() -> None:
    """Show the filters, one page of figures, and the one that was clicked."""
    head("台账")
    wanted = _choose()
    number = _page_number(wanted)
    workspace = bench.workspace()
    found = use.ledger_page(workspace.store, workspace.forms, **wanted, page=number, size=SIZE)
    chosen = _chosen()
    if not found.rows and number == 0 and not chosen:
        st.info("没有符合条件的数字。在首页填报并保存后，数字会自动记到这里；也可以换年份、单位或文种再看。")
        return
    left, right = st.columns([5, 2], gap="medium") if chosen else (st.container(), None)
    with left:
        board(_ledger_table(found.rows, chosen), "ledger-table", _on_pick)
        _draw_turning(number, found)
    if right is not None:
        with right:
            _draw_trace(chosen)


def _chosen() -> str:
    """Return the figure looked at: the one clicked, or the one another page (d, p in the address) asks for."""
    asked = st.query_params.get("d"), st.query_params.get("p")
    if all(asked):
        st.session_state["ledger-chosen"] = "/".join(map(str, asked))
        st.query_params.clear()
    return st.session_state.get("ledger-chosen", "")


# ---- filters
def _choose() -> dict[str, Any]:
    """Draw the filters; return them as the ledger takes them."""
    workspace = bench.workspace()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        under = _choose_unit()
        labels = {EVERY_FORMAT: ""} | {form.label: name for name, form in workspace.forms.items()}
        format_name = labels[st.selectbox("文种", [*labels], key="ledger-format", persist_state="session", width=150)]
        years = use.years(date.today())
        year = st.selectbox(
            "年份", years, format_func=lambda one: f"{one}年", key="ledger-year", persist_state="session", width=110
        )
        forms = [workspace.form(format_name)] if format_name else list(workspace.forms.values())
        periods = _choose_periods(forms, year)
        statuses = {EVERY_STATUS: None} | {shown: key for key, shown in STATUS_NAMES.items()}
        status = statuses[st.selectbox("状态", [*statuses], key="ledger-status", persist_state="session", width=100)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        paths = _choose_figures(forms)
        wanted = {"format": format_name or None, "under": under, "periods": periods, "paths": paths, "status": status}
        if st.button("下载台账", key="ledger-book"):
            _download(wanted, year)
    return wanted


def _choose_unit() -> str | None:
    depth = {one.name: one.depth for one in use.places(bench.workspace().store)}
    chosen = st.selectbox(
        "单位范围",
        [EVERY_UNIT, *depth],
        format_func=lambda name: f"{'　' * depth.get(name, 0)}{name}",
        key="ledger-unit",
        persist_state="session",
        width=300,
    )
    return None if chosen == EVERY_UNIT else chosen


def _choose_periods(forms: Sequence[Form], year: int) -> list[str]:
    known = {one.key: one.label for one in use.all_periods(forms, year)}
    chosen = st.selectbox(
        "报告期",
        ["", *known],
        format_func=lambda one: known.get(one, "全年各期"),
        key="ledger-period",
        persist_state="session",
        width=170,
    )
    return [chosen] if chosen else [*known]


def _choose_figures(forms: Sequence[Form]) -> list[str]:
    names = {one.field.name: f"{one.section}：{one.field.label}" for form in forms for one in use.figure_choices(form)}
    return st.multiselect(
        "指标",
        [*names],
        format_func=lambda one: names.get(one, one),
        key="ledger-figures",
        persist_state="session",
        placeholder="全部指标（可输入文字查找）",
        select_all=False,
        width=620,
    )


def _download(wanted: dict[str, Any], year: int) -> None:
    workspace = bench.workspace()
    try:
        components.fetch(f"{year}年数字台账.xlsx", use.ledger_book(workspace.store, workspace.forms, **wanted))
    except FillError as error:
        st.error(str(error))


def _page_number(wanted: dict[str, Any]) -> int:
    """Return the page asked for; other filters begin with the first again."""
    if st.session_state.get("ledger-wanted") != wanted:
        st.session_state["ledger-wanted"], st.session_state["ledger-page"] = wanted, 0
    return st.session_state["ledger-page"]


# ---- the table
def _ledger_table(rows: Sequence[LedgerRow], chosen: str) -> Html:
    lines = [Line(_cells(row), chosen=_goal(row) == chosen) for row in rows]
    classes = ["", "short", "short", "", "number", "wide", "short", "", "centre"]
    return table("台账", [[text(word, "b") for word in HEADS]], lines, classes=classes)


def _cells(row: LedgerRow) -> tuple[object, ...]:
    form = bench.workspace().forms.get(row.format)
    label = row.label or row.path
    return (
        row.unit,
        use.period_label(row.period),
        form.label if form else row.format,
        button(label, _goal(row), f"{row.unit}{label}：看来源和历次修改"),
        f"{plain(row.value)}{row.measure}",
        row.source or text("未注明", class_="quiet"),
        use.shown_person(row.by),
        _time(row.at),
        STATUS_NAMES.get(row.status, row.status),
    )


def _time(moment: str) -> Html:
    """Return a moment that breaks between day and hour only."""
    day, _, hour = use.shown_time(moment).partition(" ")
    return Html(f"{text(day, class_='nobr').text} {text(hour, class_='nobr').text}")


def _goal(row: LedgerRow) -> str:
    return f"{row.draft_id}/{row.path}"


def _on_pick() -> None:
    st.session_state["ledger-chosen"] = picked("ledger-table")


def _draw_turning(number: int, found: use.LedgerPage) -> None:
    if number == 0 and not found.more:
        st.caption(f"共{len(found.rows)}个数字。点指标名称，看它的来源和历次修改。")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("上一页", key="ledger-back", disabled=number == 0, on_click=_turn, args=(-1,))
        st.button("下一页", key="ledger-on", disabled=not found.more, on_click=_turn, args=(1,))
        st.caption(f"第{number + 1}页，每页{SIZE}个。点指标名称，看它的来源和历次修改。")


def _turn(step: int) -> None:
    st.session_state["ledger-page"] += step


# ---- one figure
def _draw_trace(chosen: str) -> None:
    draft_id, _, path = chosen.partition("/")
    workspace = bench.workspace()
    try:
        found = trace(workspace.store, workspace.forms, draft_id, path)
    except FillError as error:
        st.error(str(error))
        return
    draft, form = found.draft, workspace.form(found.draft.format)
    st.html(f"<h2>{text(found.label).text}</h2>")
    place = f"{form.label}“{found.section}”" if found.section else form.label
    st.markdown(f"{_plain(draft.unit)}　{use.period_label(draft.period)}　{place}")
    board(_history_table(found), "ledger-history")
    with st.container(horizontal=True):
        if st.button("打开填报处", type="primary", key="ledger-open"):
            links.go("form", d=draft_id, s=str(_section_number(form, path)), f=path)
        st.button("收起", key="ledger-shut", on_click=_shut)


def _plain(words: str) -> str:
    return "".join(f"\\{one}" if one in "\\`*_{}[]()#+-.!|<>~$:" else one for one in words)


def _shut() -> None:
    st.session_state["ledger-chosen"] = ""


def _section_number(form: Form, path: str) -> int:
    name = path.split(".")[0].split("[")[0]
    return next((n for n, one in enumerate(form.sections, 1) if any(f.name == name for f in one.fields)), 1)


def _history_table(found: Trace) -> Html:
    heads = [text(word, "b") for word in ("时间", "数值", "来源说明", "填报人")]
    lines = [Line(_change_cells(one)) for one in found.changes]
    return table(f"{found.label}的历次填报", [heads], lines, classes=["", "number", "", "short"])


def _change_cells(one: FigureChange) -> tuple[object, ...]:
    words = f"{use.shown_time(one.ended_at)}改动" if one.ended_at else "现在的数"
    when = Html(_time(one.at).text + text(words, "div", class_="quiet").text)
    source = one.source or text("未注明", class_="quiet")
    return when, f"{plain(one.value)}{one.measure}", source, use.shown_person(one.by)
