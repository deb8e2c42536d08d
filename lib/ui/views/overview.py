"""The page 汇总: who has begun, drafted, finished; one figure over units and periods; charts to look at and to save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from lib import workflow_pages as use
from lib.core.chain_targets import Progress
from lib.core.model import Field, Form
from lib.core.numerals import plain
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, NOT_OWED, Cell, Column, FigureTable, Overview
from lib.core.period import Period
from lib.ui import bench, components, links
from lib.ui.board import Html, Line, board, button, copy_button, head, joined, picked, picture_button, table, text
from lib.ui.charts import Bar, Series, bar_chart, line_chart
from lib.workflow_overview import columns_for, figure_table, overview, recent_periods, targets_table

EVERY_UNIT, EVERY_FORMAT = "全部单位", "全部文种"
STATUS, FIGURES, CHARTS = "填报进度", "数字表", "图表"
SIGNS = {NOT_BEGUN: "○ 未开始", DRAFT: "◐ 草稿", FINAL: "● 定稿", NOT_OWED: "—"}
TREND, UNITS, TARGETS = "逐期走势", "单位比较", "目标完成"
TREND_PERIODS = {"季度": 8, "半年": 6, "年度": 5}
MAX_LINES = 6
MAX_BARS = 40
FULL = Decimal(100)  # percent


Draw = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the filters above the page say."""

    places: Sequence[use.Place]
    under: str | None
    year: int


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
    views = {STATUS: _draw_status, FIGURES: _draw_figures, CHARTS: _draw_charts}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control("看什么", [*views], default=STATUS, required=True, key="overview-view")
        under = _choose_unit(all_places)
        years = use.years(date.today())
        year = st.selectbox("年份", years, format_func=lambda one: f"{one}年", key="overview-year", width=120)
    views[view or STATUS](Choice(all_places, under, year))


def _choose_unit(all_places: Sequence[use.Place]) -> str | None:
    depth = {one.name: one.depth for one in all_places}
    options = [EVERY_UNIT, *depth]
    chosen = st.selectbox(
        "单位范围",
        options,
        format_func=lambda name: f"{'　' * depth.get(name, 0)}{name}",
        key="overview-unit",
        help="选一个单位，就只看它和它的下级；可以输入单位名称查找",
        width=320,
    )
    return None if chosen == EVERY_UNIT else chosen


# ---- who stands where
def _draw_status(choice: Choice) -> None:
    workspace = bench.workspace()
    names = {EVERY_FORMAT: ""} | {form.label: name for name, form in workspace.forms.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        format_name = names[st.selectbox("文种", [*names], key="overview-format", width=220)]
        wanted = st.text_input("查找单位", key="overview-find", placeholder="单位名称", live="300ms", width=220)
        columns = columns_for(workspace.forms, choice.year, [format_name] if format_name else [])
        found = overview(workspace.store, workspace.forms, columns, under=choice.under)
        if st.button("下载进度表", key="overview-book"):
            components.fetch(f"{choice.year}年填报进度.xlsx", use.status_book(found, f"{choice.year}年填报进度"))
    if opened := st.session_state.pop("overview-open", ""):
        links.go("form", d=opened)
    left, right = st.columns([3, 1], gap="medium")
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
    if cell.draft_id:
        words = button(words, cell.draft_id, f"{unit}：{cell.status}，打开")
    return text(words, "span", class_="state", data_state=cell.status)


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


# ---- one figure
@dataclass(frozen=True, slots=True)
class Asked:
    """The format and figure looked at, and the units that stand beside one another."""

    form: Form
    figure: Field
    units: Sequence[str]
    total: bool


def _ask_figure(choice: Choice) -> Asked:
    """Let format, figure and level be chosen, on one line."""
    forms = bench.workspace().forms
    labels = {form.label: form for form in forms.values() if use.figure_choices(form)}
    often = max(range(len(labels)), key=lambda one: len(use.year_periods([*labels.values()][one], choice.year)))
    form = labels[st.selectbox("文种", [*labels], often, key="figure-format", width=140)]
    found = use.figure_choices(form)
    number = st.selectbox(
        "指标",
        range(len(found)),
        format_func=lambda one: f"{found[one].section}：{found[one].field.label}",
        key=f"figure-name-{form.name}",
        width=330,
    )
    wanted = st.selectbox(
        "单位层级",
        use.layers(choice.places, choice.under),
        key="figure-layer",
        width=150,
        help="上级单位填的数可能已含下级，同一层级的单位才能合计",
    )
    units = use.layer(choice.places, choice.under, wanted)
    total = use.can_total(found[number].field) and use.is_flat(choice.places, set(units))
    return Asked(form, found[number].field, units, total)


def _figures(choice: Choice, asked: Asked, periods: Sequence[Period]) -> FigureTable:
    workspace = bench.workspace()
    found = figure_table(
        workspace.store, workspace.forms, asked.form.name, asked.figure.name, periods, under=choice.under
    )
    return use.narrowed(found, set(asked.units))


def _draw_figures(choice: Choice) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = _ask_figure(choice)
        found = _figures(choice, asked, use.year_periods(asked.form, choice.year))
        if st.button("下载表格", key="figure-book"):
            name = f"{choice.year}年{asked.form.label}{asked.figure.label}.xlsx"
            components.fetch(name, use.figure_book(found, total=asked.total))
    if _is_bare(found):
        return _tell_bare(choice, asked)
    board(_figure_board(found, asked), "overview-figures")
    if not asked.total and use.can_total(asked.figure):
        st.caption("所列单位有上下级关系，为免重复计算，不列合计；选一个层级后可看合计。")
    return None


def _is_bare(found: FigureTable) -> bool:
    return all(value is None for unit in found.units for value in found.values[unit])


def _tell_bare(choice: Choice, asked: Asked) -> None:
    st.info(
        f"{choice.year}年所选单位还没有填“{asked.figure.label}”。请换年份、单位或指标，或到首页填写{asked.form.label}。"
    )


def _figure_board(found: FigureTable, asked: Asked) -> Html:
    unit = f"（{asked.figure.unit}）" if asked.figure.unit else ""
    heads = [f"单位{unit}", *(text(one.label, "b") for one in found.periods)]
    lines = [
        Line((name, *(_number(value, found.notes.get((name, period.key), ""))
                      for period, value in zip(found.periods, found.values[name], strict=True))))
        for name in found.units
    ]  # fmt: skip
    foot = [_sums(found)] if asked.total else []
    return table(f"{asked.figure.label}，按单位和报告期", [heads], lines, foot, ["", *["number"] * len(found.periods)])


def _number(value: Decimal | None, note: str) -> Html:
    if value is None:
        return text(note or "未填", "span", class_="quiet")
    more = [text(f"{note} ", "span", class_="quiet")] if note else []
    return joined([*more, text(plain(value))])


def _sums(found: FigureTable) -> list[object]:
    totals = [found.of_units(period) for period in found.periods]
    word = "平均" if found.field.aggregate == "mean" else "最大" if found.field.aggregate == "max" else "合计"
    cells: list[object] = [word]
    for total in totals:
        number = text("" if total.value is None else plain(total.value))
        short = text(f"缺{len(total.missing)}个单位 ", "span", class_="quiet", title=total.missing_names)
        cells.append(joined([short, number]) if total.missing else number)
    return cells


# ---- charts
def _draw_charts(choice: Choice) -> None:
    kinds = {TREND: _draw_trend, UNITS: _draw_units, TARGETS: _draw_targets}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("图表", [*kinds], key="chart-kind", width=130)
        drawing = kinds[kind](choice)
    drawing()


def _draw_trend(choice: Choice) -> Draw:
    asked = _ask_figure(choice)
    last = use.year_periods(asked.form, choice.year)[-1]
    found = _figures(choice, asked, recent_periods(last, TREND_PERIODS[last.kind]))
    names = st.multiselect(
        "单位",
        found.units,
        [] if asked.total else found.units[:1],
        key=f"trend-units-{asked.total}",
        max_selections=MAX_LINES,
        placeholder="合计（也可选几个单位）" if asked.total else "请选择单位",
        select_all=False,
        width=330,
    )
    return lambda: _show_trend(choice, asked, found, [name for name in names if name in found.units])


def _show_trend(choice: Choice, asked: Asked, found: FigureTable, names: Sequence[str]) -> None:
    if _is_bare(found) or not (names or asked.total):
        return _tell_bare(choice, asked)
    series = [Series(name, found.values[name]) for name in names]
    note = ""
    if not series:
        totals = [found.of_units(period) for period in found.periods]
        series = [Series(f"{len(found.units)}个单位合计", tuple(total.value for total in totals))]
        lacking = [(one, total) for one, total in zip(found.periods, totals, strict=True) if total.value is not None]
        short = [f"{_axis_word(one)}缺{len(total.missing)}个" for one, total in lacking if total.missing]
        note = f"没有数字的单位未计入：{'、'.join(short)}" if short else ""
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
    asked = _ask_figure(choice)
    period = _choose_period("报告期", asked.form, choice.year)
    return lambda: _show_units(choice, asked, _figures(choice, asked, [period]))


def _choose_period(label: str, form: Form, year: int) -> Period:
    """Let a period of the year be chosen, starting with the one of today or the last."""
    periods = use.year_periods(form, year)
    now = next((n for n, one in enumerate(periods) if one.contains(date.today())), len(periods) - 1)
    shown = range(len(periods))
    return periods[
        st.selectbox(
            label, shown, now, format_func=lambda one: periods[one].label, key=f"{label}-{form.name}", width=180
        )
    ]


def _show_units(choice: Choice, asked: Asked, found: FigureTable) -> None:
    if _is_bare(found):
        return _tell_bare(choice, asked)
    order = sorted(
        found.units, key=lambda name: (found.values[name][0] is None, -(found.values[name][0] or Decimal(0)))
    )
    bars = [Bar(name, found.values[name][0]) for name in order[:MAX_BARS]]
    note = f"只画前{MAX_BARS}个，共{len(order)}个单位；全部数字见“{FIGURES}”" if len(order) > MAX_BARS else ""
    title = f"{found.periods[0].label}{asked.figure.label}各单位比较"
    _show(bar_chart(title, bars, asked.figure.unit, note), title, "chart-units")
    return None


def _draw_targets(choice: Choice) -> Draw:
    labels = {form.label: form for form in bench.workspace().forms.values() if form.plan}
    form = labels[st.selectbox("文种", [*labels], key="target-format", width=140)]
    period = _choose_period("截至", form, choice.year)
    return lambda: _show_targets(choice, form, period)


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
