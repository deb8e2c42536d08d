"""The grid of a section's figures: value, measure word, wording, history, target, offered sums, source and comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from lib.core.chain import Total
from lib.core.chain_rows import FigureRow, accept_total
from lib.core.model import Field
from lib.core.numerals import plain
from lib.core.parsing import COMPARISONS, WORDINGS
from lib.ui import bench, links
from lib.ui.entry import Entry
from lib.ui.texts import plain as shown_exactly
from lib.ui.widgets import Place, choice, line

FIGURE_WIDTHS = (3.4, 1.7, 1.35, 1.35)
HISTORY_WIDTHS = (2.5, 1.2, 1.3, 1.45, 0.7, 0.95, 1.0)
BESIDE_WIDTHS = (4.2, 1.7, 0.8)
HEADINGS = ("指标", "本期", "量词", "写法", "上期", "上年同期", "增减")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a figure: the row of its history, and whether there is any history to show."""

    rows: Mapping[str, FigureRow]
    has_history: bool


def draw_grid(entry: Entry, grid: Sequence[tuple[int, Field]], beside: Beside) -> None:
    """Draw figures that follow one another, a line each, with what is offered and set beside them below it."""
    if not grid:
        return
    _draw_tools(entry, grid, beside)
    widths = HISTORY_WIDTHS if beside.has_history else FIGURE_WIDTHS
    with st.container(key=f"grid-{grid[0][0]}", gap=None):
        for column, heading in zip(st.columns(widths, gap="small"), HEADINGS, strict=False):
            column.html(f'<div class="head">{heading}</div>')
        for number, one in grid:
            place, row = Place(f"f{number}", entry.raw, one.name, one.name), beside.rows[one.name]
            columns = st.columns(widths, gap="small", vertical_alignment="center")
            _figure_row(entry, one, place, columns, row)
            if beside.has_history:
                _history_cells(one, columns[4:], row)
            _draw_offers(entry, row)
            if entry.beside:
                _draw_beside(entry, one, place)


def _figure_row(entry: Entry, one: Field, place: Place, columns: Sequence[Any], row: FigureRow) -> None:
    columns[0].html(label_html(one, row))
    with columns[1]:
        start = "" if one.default is None else str(one.default)
        line(entry, one.label, place, start, collapsed=True, required=one.required)
    with columns[2]:
        choices = (one.unit, *one.units)
        choice(entry, f"{one.label}的量词", place.beside("u", "量词"), choices, one.unit, collapsed=True, free=True)
    if one.type == "figure":
        with columns[3]:
            choice(entry, f"{one.label}的写法", place.beside("w", "写法"), WORDINGS, one.wording, collapsed=True)


def _history_cells(one: Field, columns: Sequence[Any], row: FigureRow) -> None:
    for column, value in zip(columns, (row.previous, row.last_year), strict=False):
        column.html(f'<div class="was">{"—" if value is None else plain(value)}</div>')
    columns[2].html(f'<div class="was" data-cell="{escape(one.name)}">{escape(row.change or row.year_change or "—")}</div>')


def label_html(one: Field, row: FigureRow) -> str:
    """Return a figure's label with its required mark, hint, and progress against its target where one is set."""
    mark = '\u2060<b class="must" title="必填">*</b>' if one.required else ""
    hint = f"<small>{escape(one.hint)}</small>" if one.hint else ""
    asked = f'<small class="target" data-cell="{escape(target_cell(one.name))}">{escape(target_text(row))}</small>' if row.progress else ""
    return f'<div class="figure">{escape(one.label)}{mark}{hint}{asked}</div>'


def target_text(row: FigureRow) -> str:
    """Return how a figure stands against its target, 2/4次，进度正常; "" where none is set."""
    if row.progress is None:
        return ""
    goal = f"全年{plain(row.progress.target)}{row.unit}" if row.progress.done is None else row.progress.text
    return f"目标：{goal}"


def target_cell(name: str) -> str:
    """Return the mark by which the page finds the cell again while the clerk types."""
    return f"{name}.目标"


# ---- sums of the parts and of the units below
def offers(row: FigureRow) -> Iterator[tuple[Total, bool]]:
    """Yield the sums a figure may take, and whether each is of the units below; one it says already is not offered."""
    for total, below in ((row.parts, False), (row.below, True)):
        if total and total.offered and total.offered != ("" if row.now is None else plain(row.now)):
            yield total, below


def _draw_offers(entry: Entry, row: FigureRow) -> None:
    for total, below in offers(row):
        words = f"采用{'下级' if below else '各期'}合计：{total.arithmetic}"
        if total.aggregate == "mean":
            words = f"采用{total.offered}：{total.arithmetic}"
        key = f"offer-{row.field}-{below}"
        st.button(shown_exactly(words), key=key, type="tertiary", on_click=_accept, args=(entry, [(total, below)]))


def _accept(entry: Entry, totals: Sequence[tuple[Total, bool]]) -> None:
    entry.collect(st.session_state)
    raw = entry.raw
    for total, below in totals:
        raw = accept_total(raw, total, below=below)
    entry.replace(raw, bench.keep)


# ---- what is set beside a figure
def _draw_tools(entry: Entry, grid: Sequence[tuple[int, Field]], beside: Beside) -> None:
    """Offer all sums of blank figures at once, and the line for source and comparison."""
    rows = [beside.rows[one.name] for _, one in grid]
    blank = [found[0] for row in rows if row.now is None and (found := list(offers(row)))]
    first = grid[0][0]
    with st.container(horizontal=True, key=f"tools-{first}"):
        words = "收起来源和比较" if entry.beside else "填来源、设比较"
        told = "每个数字的来源说明（记入台账）、是否写出与上期或去年同期的比较"
        st.button(words, key=f"beside-toggle-{first}", type="tertiary", help=told, on_click=_toggle, args=(entry,))
        if len(blank) > 1:
            words = f"空着的{len(blank)}个数都采用合计"
            st.button(words, key=f"offer-all-{first}", type="tertiary", on_click=_accept, args=(entry, blank))


def _toggle(entry: Entry) -> None:
    entry.collect(st.session_state)
    entry.beside = not entry.beside


def _draw_beside(entry: Entry, one: Field, place: Place) -> None:
    """Draw a figure's source note, its own comparison, and the way to its line of the ledger."""
    with st.container(key=f"beside-{place.key}"):
        source, compared, history = st.columns(BESIDE_WIDTHS, gap="small", vertical_alignment="center")
        with source:
            where = place.beside("s", "来源")
            line(entry, f"{one.label}的来源说明", where, "", hint="来源说明，如 会议记录第3页", collapsed=True)
        with compared:
            where = place.beside("c", "比较")
            label = f"{one.label}的比较"
            choice(entry, label, where, COMPARISONS, "", collapsed=True, nothing="比较随全文")
        if history.button("台账", key=f"ledger-{place.key}", type="tertiary", help="看这个数的来源和历次修改"):
            entry.save(bench.keep)
            links.go("ledger", d=entry.draft.id, p=place.path)
