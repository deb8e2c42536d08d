"""Draw the fields of a section as widgets tied to an Entry: one drawer per field type. Knows no rule and no wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from lib.core.chain_rows import FigureRow
from lib.core.model import Field
from lib.core.numerals import plain
from lib.core.parsing import WORDINGS
from lib.core.scope import fill_pattern
from lib.ui.entry import YES, Entry, Slot

PAUSE = "300ms"  # a typing pause after which a line of text is known to the page; never inside a Chinese input method
QUIET: dict[str, Any] = {"on_change": "ignore"}  # the autosave takes it along; no rerun a keystroke
FIGURE_WIDTHS = (3.4, 1.7, 1.35, 1.35)
HISTORY_WIDTHS = (2.5, 1.2, 1.3, 1.45, 0.7, 0.95, 1.0)
FREE_WIDTHS = (2.6, 1.4, 1.4, 1.2, 1.3, 0.9)
LINE_HEIGHT, MIN_LINES, MAX_LINES, LINE_CHARACTERS = 24, 3, 12, 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: the widget key, its name in the dict that holds its raw text, and its path in the form."""

    key: str
    holder: dict[str, Any]
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a figure: the row of its history, and whether there is any history to show."""

    rows: Mapping[str, FigureRow]
    has_history: bool


def draw_fields(entry: Entry, fields: Sequence[tuple[int, Field]], beside: Beside) -> None:
    """Draw the fields of a section in order; figures that follow one another share a grid."""
    grid: list[tuple[int, Field]] = []
    for number, one in fields:
        if one.is_figure:
            grid.append((number, one))
            continue
        _draw_grid(entry, grid, beside)
        grid = []
        _draw_one(entry, one, Place(f"f{number}", entry.raw, one.name, one.name))
    _draw_grid(entry, grid, beside)


# ---- figures
def _draw_grid(entry: Entry, grid: Sequence[tuple[int, Field]], beside: Beside) -> None:
    if not grid:
        return
    widths = HISTORY_WIDTHS if beside.has_history else FIGURE_WIDTHS
    headings = ("指标", "本期", "量词", "写法", "上期", "上年同期", "增减")[: len(widths)]
    with st.container(key=f"grid-{grid[0][0]}", gap=None):
        for column, heading in zip(st.columns(widths, gap="small"), headings, strict=True):
            column.html(f'<div class="head">{heading}</div>')
        for number, one in grid:
            columns = st.columns(widths, gap="small", vertical_alignment="center")
            _figure_row(entry, one, Place(f"f{number}", entry.raw, one.name, one.name), columns, beside.rows[one.name])
            if beside.has_history:
                _history_cells(one, columns[4:], beside.rows[one.name])


def _figure_row(entry: Entry, one: Field, place: Place, columns: Sequence[Any], row: FigureRow) -> None:
    columns[0].html(label_html(one, row))
    with columns[1]:
        _line(entry, one.label, place, _text(one.default), collapsed=True, required=one.required)
    with columns[2]:
        choices = (one.unit, *one.units)
        _choice(entry, f"{one.label}的量词", _sibling(place, "u", "量词"), choices, one.unit, collapsed=True, free=True)
    if one.type == "figure":
        with columns[3]:
            _choice(entry, f"{one.label}的写法", _sibling(place, "w", "写法"), WORDINGS, one.wording, collapsed=True)


def _history_cells(one: Field, columns: Sequence[Any], row: FigureRow) -> None:
    for column, value in zip(columns, (row.previous, row.last_year), strict=False):
        column.html(f'<div class="was">{"—" if value is None else plain(value)}</div>')
    columns[2].html(f'<div class="was" data-cell="{escape(one.name)}">{escape(row.change or row.year_change or "—")}</div>')


def _sibling(place: Place, letter: str, name: str) -> Place:
    return Place(place.key + letter, place.holder, f"{place.name}.{name}", place.path)


def label_html(one: Field, row: FigureRow | None = None) -> str:
    """Return a figure's label with its required mark, hint, and target where the plan sets one."""
    mark = '\u2060<b class="must" title="必填">*</b>' if one.required else ""
    hint = f"<small>{escape(one.hint)}</small>" if one.hint else ""
    return f'<div class="figure">{escape(one.label)}{mark}{hint}</div>'


# ---- one drawer a type
def _draw_one(entry: Entry, one: Field, place: Place) -> None:
    DRAWERS[one.type](entry, one, place)


def _start(entry: Entry, one: Field) -> str:
    """Return what a field shows before anything is typed: its default, with `{党组织}` and the like filled in."""
    if isinstance(one.default, list):
        return "\n".join(map(str, one.default))
    text = _text(one.default)
    return fill_pattern(text, entry.words) if "{" in text else text


def _draw_text(entry: Entry, one: Field, place: Place) -> None:
    _line(entry, one.label, place, _start(entry, one), hint=one.hint, required=one.required)


def _draw_figure_in_row(entry: Entry, one: Field, place: Place) -> None:
    label = f"{one.label}（{one.unit}）" if one.unit else one.label
    _line(entry, label, place, _start(entry, one), hint=one.hint, required=one.required)


def _draw_date(entry: Entry, one: Field, place: Place) -> None:
    hint = one.hint or "写作2025年7月5日或2025-7-5"
    _line(entry, one.label, place, _start(entry, one), hint=hint, required=one.required)


def _draw_paragraphs(entry: Entry, one: Field, place: Place) -> None:
    slot = Slot(place.holder, place.name, _start(entry, one), place.path, one.required)
    shown = entry.bind(st.session_state, place.key, slot)
    st.text_area(
        one.label,
        shown,
        key=place.key,
        height=_height(shown),
        placeholder=one.hint or "一行一段",
        **QUIET,
    )


def _draw_select(entry: Entry, one: Field, place: Place) -> None:
    _choice(entry, one.label, place, one.choices, _start(entry, one), hint=one.hint, rerun=True)


def _draw_switch(entry: Entry, one: Field, place: Place) -> None:
    start = str(one.default).strip().lower() in YES
    value = entry.bind(st.session_state, place.key, Slot(place.holder, one.name, start, place.path))
    st.toggle(one.label, value, key=place.key, help=one.hint or None)


def _draw_group(entry: Entry, one: Field, place: Place) -> None:
    ids = entry.row_ids(place.key, place.holder, one)
    st.html(f'<div class="group">{escape(one.label)}{_must(one)}<small>{escape(one.hint)}</small></div>')
    for here, row_id in enumerate(ids):
        row = place.holder[one.name][here]
        inner = Place(f"{place.key}r{row_id}x", row, "", f"{place.path}[{here + 1}]")
        with st.container(border=True, key=f"row-{place.key}-{row_id}", gap="small"):
            _row_head(entry, one, place, row_id, here, len(ids))
            _row_fields(entry, one, inner)
    _add_button(entry, one, place, len(ids))


def _row_head(entry: Entry, one: Field, place: Place, row_id: int, here: int, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"rowhead-{place.key}-{row_id}"):
        st.html(f'<div class="row-name">{escape(one.label)} 第{here + 1}条</div>')
        act = {"type": "tertiary", "on_click": _on_row}
        base = (entry, one, place, row_id)
        st.button("上移", key=f"up-{place.key}-{row_id}", disabled=here == 0, args=(*base, -1), **act)
        st.button("下移", key=f"down-{place.key}-{row_id}", disabled=here == count - 1, args=(*base, 1), **act)
        st.button("删除", key=f"drop-{place.key}-{row_id}", args=(*base, 0), **act)


def _row_fields(entry: Entry, one: Field, inner: Place) -> None:
    """Short fields share a line, long ones take a whole one."""
    short: list[tuple[int, Field]] = []
    for number, column in enumerate(one.fields):
        if column.type in ("paragraphs", "group", "figures"):
            _short_fields(entry, short, inner)
            short = []
            _draw_one(entry, column, _within(inner, number, column))
        else:
            short.append((number, column))
    _short_fields(entry, short, inner)


def _short_fields(entry: Entry, short: Sequence[tuple[int, Field]], inner: Place) -> None:
    for first in range(0, len(short), 2):
        pair = short[first : first + 2]
        for column, (number, one) in zip(st.columns(len(pair), gap="small"), pair, strict=True):
            with column:
                drawer = _draw_figure_in_row if one.is_figure else DRAWERS[one.type]
                drawer(entry, one, _within(inner, number, one))


def _within(row: Place, number: int, column: Field) -> Place:
    return Place(f"{row.key}{number}", row.holder, column.name, f"{row.path}.{column.name}")


def _draw_free_figures(entry: Entry, one: Field, place: Place) -> None:
    ids = entry.row_ids(place.key, place.holder, one)
    st.html(f'<div class="group">{escape(one.label)}<small>{escape(one.hint)}</small></div>')
    if ids:
        with st.container(key=f"grid-{place.key}", gap=None):
            for column, inner in zip(st.columns(FREE_WIDTHS, gap="small"), (*one.fields, None), strict=True):
                column.html(f'<div class="head">{escape(inner.label) if inner else ""}</div>')
            for here, row_id in enumerate(ids):
                _free_row(entry, one, place, row_id, here)
    _add_button(entry, one, place, len(ids))


def _free_row(entry: Entry, one: Field, place: Place, row_id: int, here: int) -> None:
    row = place.holder[one.name][here]
    columns = st.columns(FREE_WIDTHS, gap="small", vertical_alignment="center")
    for number, inner in enumerate(one.fields):
        label = f"{one.label}第{here + 1}行的{inner.label}"
        where = Place(f"{place.key}r{row_id}x{number}", row, inner.name, f"{place.path}[{here + 1}].{inner.name}")
        with columns[number]:
            if inner.type == "select":
                _choice(entry, label, where, inner.choices, _text(inner.default), collapsed=True)
            else:
                _line(entry, label, where, _text(inner.default), collapsed=True)
    columns[-1].button(
        "删除",
        key=f"drop-{place.key}-{row_id}",
        type="tertiary",
        on_click=_on_row,
        args=(entry, one, place, row_id, 0),
    )


def _add_button(entry: Entry, one: Field, place: Place, count: int) -> None:
    full = count >= one.max_rows
    label = f"＋ 添加{one.label}" if not full else f"{one.label}最多{one.max_rows}条"
    st.button(label, key=f"add-{place.key}", disabled=full, on_click=_on_add, args=(entry, one, place))


def _on_add(entry: Entry, one: Field, place: Place) -> None:
    entry.collect(st.session_state)
    row_id = entry.add_row(place.key, place.holder, one)
    entry.ask_focus(f"{place.key}r{row_id}x0")


def _on_row(entry: Entry, one: Field, place: Place, row_id: int, step: int) -> None:
    entry.collect(st.session_state)
    if step:
        entry.move_row(place.key, place.holder, one, row_id, step)
        entry.ask_focus(f"{place.key}r{row_id}x0")
    else:
        entry.remove_row(place.key, place.holder, one, row_id)
        entry.ask_focus(f"add-{place.key}")


DRAWERS: Mapping[str, Callable[[Entry, Field, Place], None]] = {
    "figure": _draw_figure_in_row,
    "rate": _draw_figure_in_row,
    "text": _draw_text,
    "paragraphs": _draw_paragraphs,
    "date": _draw_date,
    "select": _draw_select,
    "switch": _draw_switch,
    "group": _draw_group,
    "figures": _draw_free_figures,
}


# ---- the widgets themselves
def _line(
    entry: Entry, label: str, place: Place, start: str, *, hint: str = "", collapsed: bool = False, required: bool = False
) -> None:
    slot = Slot(place.holder, place.name, start, place.path, required and not collapsed)
    value = entry.bind(st.session_state, place.key, slot)
    st.text_input(
        label,
        value,
        key=place.key,
        placeholder=hint,
        label_visibility="collapsed" if collapsed else "visible",
        autocomplete="off",
        live=PAUSE,
        **QUIET,
    )


def _choice(
    entry: Entry,
    label: str,
    place: Place,
    choices: Sequence[str],
    start: str,
    *,
    hint: str = "",
    collapsed: bool = False,
    free: bool = False,
    rerun: bool = False,
) -> None:
    value = entry.bind(st.session_state, place.key, Slot(place.holder, place.name, start, place.path, blank=None))
    options = list(dict.fromkeys(one for one in (*choices, start, value) if one))
    st.selectbox(
        label,
        options,
        options.index(value) if value in options else None,
        key=place.key,
        help=hint or None,
        placeholder="请选择",
        label_visibility="collapsed" if collapsed else "visible",
        accept_new_options=free,
        **({} if rerun else QUIET),
    )


def _must(one: Field) -> str:
    return '<b class="must" title="必填">*</b>' if one.required or one.min_rows else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _height(text: str) -> int:
    lines = sum(1 + len(line) // LINE_CHARACTERS for line in text.split("\n"))
    return LINE_HEIGHT * max(MIN_LINES, min(MAX_LINES, lines + 1)) + 16
