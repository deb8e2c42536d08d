"""The view 数字表 of the page 汇总, and what it shares with the charts: which figure of which units is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from lib import workflow_pages as use
from lib.core.model import Field, Form
from lib.core.numerals import plain
from lib.core.overview import FigureTable
from lib.core.period import Period
from lib.ui import bench, components
from lib.ui.board import Html, Line, board, joined, table, text
from lib.workflow_overview import figure_table

FIGURES, CHARTS = "数字表", "图表"
TOTALS = {"mean": "平均", "max": "最大"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the filters above the page say."""

    places: Sequence[use.Place]
    under: str | None
    year: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The format and figure looked at, and the units that stand beside one another."""

    form: Form
    figure: Field
    units: Sequence[str]
    total: bool
    kind: str  # of its periods


def ask_figure(choice: Choice) -> Asked:
    """Let format, figure and level be chosen, on one line."""
    forms = bench.workspace().forms
    labels = {form.label: form for form in forms.values() if use.figure_choices(form)}
    often = max(range(len(labels)), key=lambda one: len(use.year_periods([*labels.values()][one], choice.year)))
    form = labels[st.selectbox("文种", [*labels], often, key="figure-format", persist_state="session", width=140)]
    kind = form.periods[0]
    if len(form.periods) > 1:
        words = [f"按{one}" for one in form.periods]
        kind = st.selectbox("期间", words, key=f"figure-kind-{form.name}", width=110).removeprefix("按")
    found = use.figure_choices(form)
    first = next((n for n, one in enumerate(found) if one.field.required), 0)
    number = st.selectbox(
        "指标",
        range(len(found)),
        first,
        format_func=lambda one: f"{found[one].section}：{found[one].field.label}",
        key=f"figure-name-{form.name}",
        width=300,
    )
    wanted = st.selectbox(
        "单位层级",
        use.layers(choice.places, choice.under),
        key="figure-layer",
        persist_state="session",
        width=150,
        help="上级单位填的数可能已含下级，同一层级的单位才能合计",
    )
    units = use.layer(choice.places, choice.under, wanted)
    total = use.can_total(found[number].field) and use.is_flat(choice.places, set(units))
    return Asked(form, found[number].field, units, total, kind)


def figures(choice: Choice, asked: Asked, periods: Sequence[Period]) -> FigureTable:
    """Return the figure asked for, of the units of the chosen level."""
    workspace = bench.workspace()
    found = figure_table(
        workspace.store, workspace.forms, asked.form.name, asked.figure.name, periods, under=choice.under
    )
    return use.narrowed(found, set(asked.units))


def draw_figures(choice: Choice) -> None:
    """Show one figure by unit and period, with a workbook to download."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = ask_figure(choice)
        found = figures(choice, asked, use.year_periods(asked.form, choice.year, asked.kind))
        if st.button("下载表格", key="figure-book"):
            name = f"{choice.year}年{asked.form.label}{asked.figure.label}.xlsx"
            components.fetch(name, use.figure_book(found, total=asked.total))
    if is_bare(found):
        return tell_bare(choice, asked)
    board(_figure_board(found, asked), "overview-figures")
    if not asked.total and use.can_total(asked.figure):
        st.caption("所列单位有上下级关系，为免重复计算，不列合计；选一个层级后可看合计。")
    return None


def is_bare(found: FigureTable) -> bool:
    """Tell whether a table holds no number at all."""
    return all(value is None for unit in found.units for value in found.values[unit])


def tell_bare(choice: Choice, asked: Asked) -> None:
    """Say what to do where there is nothing to show."""
    st.info(
        f"{choice.year}年所选单位还没有填“{asked.figure.label}”。请换年份、单位层级、单位或指标，或到首页填写{asked.form.label}。"
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
    cells: list[object] = [TOTALS.get(found.field.aggregate, "合计")]
    for total in totals:
        number = text("" if total.value is None else plain(total.value))
        short = text(f"缺{len(total.missing)}个单位 ", "span", class_="quiet", title=total.missing_names)
        cells.append(joined([short, number]) if total.missing else number)
    return cells
