"""The page 首页: what this unit owes, what is begun and done, the formats, recent documents, search, examples."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from lib.core.model import Draft, Form
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, Cell, Column
from lib.core.period import parse_period
from lib.ui import beginning, bench, links
from lib.workflow_overview import columns_for, overview

RECENT = 6
OVERDUE_DAYS = 100  # a report that fell due longer ago is no longer asked for on the first page


def page() -> None:
    """Show what to do next."""
    unit = _choose_unit()
    owed, done = _tasks(unit)
    if unit:
        _draw_tasks(unit, owed)
    st.html("<h2>新建文稿</h2>")
    forms = bench.workspace().forms.values()
    for column, form in zip(st.columns(len(forms)), forms, strict=True):
        with column.container(border=True, key=f"format-{form.name}", height="stretch"):
            _draw_format(form, unit)
    _draw_recent(done)


def _choose_unit() -> str:
    names = beginning.units()
    last = beginning.last_unit()
    options = list(dict.fromkeys([*([last] if last else []), *names]))
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    unit = left.selectbox(
        "填报单位",
        options,
        0 if options else None,
        accept_new_options=True,
        placeholder="输入本单位全称，如 清泉街道柳湾社区，按回车",
        key="home-unit",
    )
    with right:
        text = st.text_input("查找文稿", placeholder="单位、文种、报告期或内容", key="home-search", autocomplete="off")
    if text:
        links.go("drafts", q=text)
    return (unit or "").strip()


def _tasks(unit: str) -> tuple[list[tuple[Column, Cell]], list[tuple[Column, Cell]]]:
    """Return what the unit owes or has begun, by date, and what it has finished this year."""
    workspace, today = bench.workspace(), date.today()
    if not unit:
        return [], []
    columns = [one for year in (today.year - 1, today.year) for one in columns_for(workspace.forms, year)]
    columns = [one for one in columns if one.period.first <= today]
    known = workspace.store.find_unit(unit) is not None
    rows = overview(workspace.store, workspace.forms, columns, under=unit).rows if known else ()
    cells = list(zip(columns, rows[0].cells if rows else [Cell(NOT_BEGUN)] * len(columns), strict=True))
    recent = [
        (column, cell)
        for column, cell in cells
        if cell.status == DRAFT
        or (cell.status == NOT_BEGUN and (today - column.period.last).days < OVERDUE_DAYS)
    ]
    done = [(column, cell) for column, cell in cells if cell.status == FINAL]
    return sorted(recent, key=lambda pair: pair[0].period.last), done


def _draw_tasks(unit: str, owed: list[tuple[Column, Cell]]) -> None:
    st.html("<h2>本期待填</h2>")
    if not owed:
        st.html('<p class="calm">目前没有待填的文稿。可以在下面新建。</p>')
        return
    with st.container(key="tasks", gap=None):
        for column, cell in owed:
            _draw_task(unit, column, cell)


def _draw_task(unit: str, column: Column, cell: Cell) -> None:
    label = bench.workspace().form(column.format).label
    period = cell.instead or column.period
    last, today = period.last, date.today()
    when = f"{last.year}年{last.month}月{last.day}日期满" if last >= today else f"已于{last.month}月{last.day}日期满"
    state = "已开始" if cell.status == DRAFT else "未开始"
    with st.container(horizontal=True, vertical_alignment="center", key=f"task-{column.format}-{period.key}"):
        st.html(
            f'<div class="task"><b>{escape(period.label)}{escape(label)}</b>'
            f'<span class="when">{when}</span><span class="state" data-state="{state}">{state}</span></div>'
        )
        words = "继续填报" if cell.status == DRAFT else "开始填报"
        kind = "secondary" if cell.status == DRAFT else "primary"
        if st.button(words, key=f"go-{column.format}-{period.key}", type=kind):
            draft_id = cell.draft_id or beginning.begin(bench.workspace().form(column.format), unit, period).id
            links.go("form", d=draft_id)


def _draw_format(form: Form, unit: str) -> None:
    st.html(f"<h3>{escape(form.label)}</h3>")
    st.caption(form.description)
    periods = {one.label: one for one in beginning.periods_now(form, date.today())}
    chosen = st.selectbox(
        "报告期",
        list(periods),
        key=f"period-{form.name}",
        accept_new_options=True,
        help="没有列出的可以直接输入，如2025年第二季度",
    )
    with st.container(horizontal=True):
        begun = st.button("填报这一期", key=f"begin-{form.name}")
        example = st.button("看示例", key=f"example-{form.name}", type="tertiary", help="用示例数据打开，看完可以清除")
    if begun and not unit:
        st.error("请先在上面填写填报单位的全称")
    elif begun:
        period = parse_period(chosen or "")
        if period is None or period.kind not in form.periods:
            st.error(f"“{chosen or ''}”不是{form.label}的报告期，应是{'或'.join(form.periods)}")
        else:
            _open(beginning.begin(form, unit, period))
    elif example:
        _open(beginning.begin_example(form))


def _open(draft: Draft) -> None:
    links.go("form", d=draft.id)


def _draw_recent(done: list[tuple[Column, Cell]]) -> None:
    store = bench.workspace().store
    begun = store.list_drafts(limit=RECENT)
    made = store.recent_documents(limit=RECENT)
    if not begun and not made:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        st.html("<h2>最近填写</h2>")
        for one in begun:
            period = parse_period(one.period)
            words = f"{one.unit} {period.label if period else one.period} {bench.label_of(one.format)}"
            if st.button(words, key=f"recent-{one.id}", type="tertiary"):
                links.go("form", d=one.id)
    with right:
        st.html("<h2>最近生成的文件</h2>")
        lines = [f"<li>{escape(one.name.rpartition('.')[0])}<small>{one.at[5:16].replace('T', ' ')}</small></li>" for one in made]
        st.html(f'<ul class="files">{"".join(lines)}</ul>' if lines else '<p class="calm">还没有生成过文件。</p>')
        if done:
            st.html(f'<p class="calm">本单位近两年已定稿{len(done)}份。</p>')
