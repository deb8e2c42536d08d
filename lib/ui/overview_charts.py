"""The view 图表 of the page 汇总: a figure over the periods, units compared, targets against what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from lib import workflow_pages as use
from lib.core.chain_targets import Progress
from lib.core.model import Form
from lib.core.overview import FigureTable
from lib.core.period import Period
from lib.ui import bench
from lib.ui.board import Html, board, joined, picture_button, text
from lib.ui.charts import Bar, Series, bar_chart, line_chart
from lib.ui.overview_figures import FIGURES, Asked, Choice, ask_figure, figures, is_bare, tell_bare
from lib.workflow_overview import recent_periods, targets_table

TREND, UNITS, TARGETS = "逐期走势", "单位比较", "目标完成"
TREND_PERIODS = {"季度": 8, "半年": 6, "年度": 5}
MAX_LINES = 6
MAX_BARS = 40
FULL = Decimal(100)  # percent

Draw = Callable[[], None]  # a chart whose filters are drawn already


def draw_charts(choice: Choice) -> None:
    """Show the filters of the chosen chart on one line, and the chart."""
    kinds = {TREND: _draw_trend, UNITS: _draw_units, TARGETS: _draw_targets}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("图表", [*kinds], key="chart-kind", persist_state="session", width=130)
        drawing = kinds[kind](choice)
    drawing()


def _draw_trend(choice: Choice) -> Draw:
    asked = ask_figure(choice)
    last = use.year_periods(asked.form, choice.year, asked.kind)[-1]
    found = figures(choice, asked, recent_periods(last, TREND_PERIODS[last.kind]))
    names = st.multiselect(
        "单位",
        found.units,
        [] if asked.total else found.units[:1],
        key=f"trend-units-{asked.total}",
        max_selections=MAX_LINES,
        placeholder="合计（也可选几个单位）" if asked.total else "请选择单位",
        select_all=False,
        width=290,
    )
    return lambda: _show_trend(choice, asked, found, [name for name in names if name in found.units])


def _show_trend(choice: Choice, asked: Asked, found: FigureTable, names: Sequence[str]) -> None:
    if is_bare(found) or not (names or asked.total):
        return tell_bare(choice, asked)
    series = [Series(name, found.values[name]) for name in names]
    note = ""
    if not series:
        totals = [found.of_units(period) for period in found.periods]
        partial = frozenset(n for n, one in enumerate(totals) if one.value is not None and one.missing)
        series = [Series(f"{len(found.units)}个单位合计", tuple(one.value for one in totals), partial)]
        short = [f"{_axis_word(found.periods[n])}缺{len(totals[n].missing)}个" for n in sorted(partial)]
        note = f"空心点未计入没有数字的单位：{'、'.join(short)}" if short else ""
    title = f"{choice.under or ''}{asked.figure.label}逐期走势"
    _show(
        line_chart(title, [_axis_word(one) for one in found.periods], series, asked.figure.unit, note),
        title,
        "chart-trend",
    )
    return None


def _axis_word(period: Period) -> str:
    return f"{period.year}年" if period.kind == "年度" else f"{period.year % 100:02}年{period.short}"


def _draw_units(choice: Choice) -> Draw:
    asked = ask_figure(choice)
    found = figures(choice, asked, use.year_periods(asked.form, choice.year, asked.kind))
    known = [n for n, _ in enumerate(found.periods) if any(found.values[unit][n] is not None for unit in found.units)]
    number = _choose_place("报告期", asked.form, found.periods, max(known, default=0))
    return lambda: _show_units(choice, asked, found, number)


def _choose_place(label: str, form: Form, periods: Sequence[Period], start: int) -> int:
    """Let one of a year's periods be chosen; return its place."""
    shown, key = range(len(periods)), f"{label}-{form.name}-{periods[0].key}"
    return st.selectbox(label, shown, start, format_func=lambda one: periods[one].label, key=key, width=180)


def _show_units(choice: Choice, asked: Asked, found: FigureTable, place: int) -> None:
    if is_bare(found):
        return tell_bare(choice, asked)
    values = {name: found.values[name][place] for name in found.units}
    order = sorted(values, key=lambda name: (values[name] is None, -(values[name] or Decimal(0))))
    period = found.periods[place]
    missing = {name: found.notes.get((name, period.key), "未填") for name in order if values[name] is None}
    bars = [Bar(name, values[name], note=missing.get(name, "")) for name in order[:MAX_BARS]]
    note = f"只画前{MAX_BARS}个，共{len(order)}个单位；全部数字见“{FIGURES}”" if len(order) > MAX_BARS else ""
    title = f"{period.label}{asked.figure.label}各单位比较"
    _show(bar_chart(title, bars, asked.figure.unit, note), title, "chart-units")
    return None


def _draw_targets(choice: Choice) -> Draw:
    labels = {form.label: form for form in bench.workspace().forms.values() if form.plan}
    form = labels[st.selectbox("文种", [*labels], key="target-format", width=140)]
    periods = use.year_periods(form, choice.year)
    now = next((n for n, one in enumerate(periods) if one.contains(date.today())), len(periods) - 1)
    place = _choose_place("截至", form, periods, now)
    return lambda: _show_targets(choice, form, periods[place])


def _show_targets(choice: Choice, form: Form, period: Period) -> None:
    workspace = bench.workspace()
    unit = choice.under or choice.places[0].name
    if choice.under is None:
        st.caption(f"现在看的是“{unit}”。看别的单位，请在上面的“单位范围”里选。")
    rows = targets_table(workspace.store, workspace.forms, form.name, unit, period)
    if not rows:
        plan = workspace.form(form.plan)
        st.info(
            f"{unit}{choice.year}年还没有目标。请先填写{choice.year}年{plan.label}，这里就会显示各项目标和完成情况。"
        )
        return
    title = f"{unit}{choice.year}年目标完成情况（截至{period.short}）"
    note = "竖线是全年目标；橙色为落后于进度" if any(one.on_course is False for one in rows) else "竖线是全年目标"
    _show(bar_chart(title, [_target_bar(one) for one in rows], note=note), title, "chart-targets")


def _target_bar(one: Progress) -> Bar:
    done = use.share(one)
    return Bar(one.label, None if done is None else min(done, FULL * 2), FULL, one.text, one.on_course is False)


def _show(svg: str, title: str, key: str) -> None:
    """Show a chart with a button that saves it."""
    tools = text(joined([text(""), picture_button("下载图片", f"{title}.png")]), "div", class_="head")
    board(joined([tools, Html(svg)]), key)
