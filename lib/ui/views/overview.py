"""The page 汇总: who has begun, drafted, finished, and who is missing; its other views are overview_figures and _charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from lib import workflow_pages as use
from lib.core.model import Form
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, NOT_OWED, Cell, Column, Overview
from lib.ui import bench, components, links
from lib.ui.board import Html, Line, board, button, copy_button, head, joined, picked, table, text
from lib.ui.overview_charts import draw_charts
from lib.ui.overview_figures import CHARTS, FIGURES, Choice, draw_figures
from lib.workflow_overview import columns_begun, overview

EVERY_UNIT, EVERY_FORMAT = "全部单位", "全部文种"
STATUS = "填报进度"
SIGNS = {NOT_BEGUN: "○ 未开始", DRAFT: "◐ 草稿", FINAL: "● 定稿", NOT_OWED: "—"}


def page() -> None:
    """Show the filters and the view that was chosen."""
    head("汇总")
    store = bench.workspace().store
    all_places = use.places(store)
    if not all_places:
        st.info("还没有单位。请先在“单位设置”里添加或导入单位，再回来看汇总。")
        if st.button("去单位设置", type="primary"):
            links.go("units")
        return
    views = {STATUS: _draw_status, FIGURES: draw_figures, CHARTS: draw_charts}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            "看什么", [*views], default=STATUS, required=True, key="overview-view", persist_state="session"
        )
        under = _choose_unit(all_places)
        years = use.years(date.today())
        year = st.selectbox(
            "年份", years, format_func=lambda one: f"{one}年", key="overview-year", persist_state="session", width=120
        )
    views[view or STATUS](Choice(all_places, under, year))


def _choose_unit(all_places: Sequence[use.Place]) -> str | None:
    depth = {one.name: one.depth for one in all_places}
    options = [EVERY_UNIT, *depth]
    chosen = st.selectbox(
        "单位范围",
        options,
        format_func=lambda name: f"{'　' * depth.get(name, 0)}{name}",
        key="overview-unit",
        persist_state="session",
        help="选一个单位，就只看它和它的下级；可以输入单位名称查找",
        width=320,
    )
    return None if chosen == EVERY_UNIT else chosen


# ---- who stands where
def _draw_status(choice: Choice) -> None:
    workspace = bench.workspace()
    names = {EVERY_FORMAT: ""} | {form.label: name for name, form in workspace.forms.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        format_name = names[st.selectbox("文种", [*names], key="overview-format", persist_state="session", width=220)]
        wanted = st.text_input("查找单位", key="overview-find", placeholder="单位名称", live="300ms", width=220)
        columns = columns_begun(workspace.store, workspace.forms, choice.year, [format_name] if format_name else [])
        found = overview(workspace.store, workspace.forms, columns, under=choice.under)
        if st.button("下载进度表", key="overview-book"):
            components.fetch(f"{choice.year}年填报进度.xlsx", use.status_book(found, f"{choice.year}年填报进度"))
    if opened := st.session_state.pop("overview-open", ""):
        links.go("form", d=opened)
    left, right = st.columns([7, 2], gap="medium")
    with left:
        board(_status_table(found, wanted or "", workspace.forms), "overview-status", _open_picked)
        st.caption("点“草稿”“定稿”可打开该单位的文稿。")
    with right:
        labels = [f"{workspace.form(one.format).label} {one.period.label}" for one in columns]
        now = use.current_column(columns, date.today())
        number = st.selectbox(
            "谁还没开始", range(len(labels)), now, format_func=labels.__getitem__, key="overview-report"
        )
        board(_missing_list(found, number, labels[number]), "overview-missing")


def _open_picked() -> None:
    st.session_state["overview-open"] = picked("overview-status")


def _status_table(found: Overview, wanted: str, forms: Mapping[str, Form]) -> Html:
    heads = [_head(column, forms) for column in found.columns]
    counts = [found.count(number) for number in range(len(found.columns))]
    sums = [f"定稿{one[FINAL]} 草稿{one[DRAFT]} 未开始{one[NOT_BEGUN]}" for one in counts]
    lines = [
        Line((_unit_name(row.unit, row.depth), *(_state(row.unit, one) for one in row.cells)))
        for row in found.rows
        if wanted in row.unit
    ]
    second = [text(one, "span", class_="quiet") for one in (f"共{len(lines)}个", *sums)]
    return table("各单位填报进度", [["单位", *heads], second], lines, classes=["", *["centre"] * len(heads)])


def _head(column: Column, forms: Mapping[str, Form]) -> Html:
    return joined([text(column.period.short, "b"), text(forms[column.format].label, "small")])


def _unit_name(name: str, depth: int) -> Html:
    return text(f"{'　' * depth}{name}")


def _state(unit: str, cell: Cell) -> Html:
    words = SIGNS[cell.status] + (f"（{cell.note}）" if cell.note else "")
    if not cell.draft_id:
        return text(words, "span", class_="state", data_state=cell.status)
    return button(words, cell.draft_id, f"{unit}：{cell.status}，打开", class_="state", data_state=cell.status)


def _missing_list(found: Overview, number: int, label: str) -> Html:
    names = found.missing(number)
    if not names:
        return text("应报单位都已开始。" if found.rows else "没有单位。", "p")
    copied = "\n".join([f"{label}未开始填报的单位（{len(names)}个）：", *names])
    head = joined([text(f"{len(names)}个单位未开始", "b"), copy_button("复制名单", copied)])
    items = joined(text(name, "li") for name in names)
    box = text(
        text(items, "ol", class_="names"), "div", class_="scroll", tabindex="0", role="region", aria_label="未开始名单"
    )
    return joined([text(head, "div", class_="head"), box])
