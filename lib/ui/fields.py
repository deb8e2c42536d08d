"""Draw the fields of a section as widgets tied to an Entry: one drawer per field type. Knows no rule and no wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from lib.core.model import Field
from lib.core.scope import fill_pattern
from lib.ui.entry import YES, Entry, Slot
from lib.ui.figures import Beside, draw_grid
from lib.ui.widgets import QUIET, Place, choice, line

FREE_WIDTHS = (2.6, 1.4, 1.4, 1.2, 1.3, 0.9)
LINE_HEIGHT, MIN_LINES, MAX_LINES, LINE_CHARACTERS = 24, 3, 12, 32


def draw_fields(entry: Entry, fields: Sequence[tuple[int, Field]], beside: Beside) -> None:
    """Draw the fields of a section in order; figures that follow one another share a grid."""
    grid: list[tuple[int, Field]] = []
    for number, one in fields:
        if one.is_figure:
            grid.append((number, one))
            continue
        draw_grid(entry, grid, beside)
        grid = []
        _draw_one(entry, one, Place(f"f{number}", entry.raw, one.name, one.name))
    draw_grid(entry, grid, beside)


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
    line(entry, one.label, place, _start(entry, one), hint=one.hint, required=one.required)


def _draw_figure_in_row(entry: Entry, one: Field, place: Place) -> None:
    label = f"{one.label}（{one.unit}）" if one.unit else one.label
    line(entry, label, place, _start(entry, one), hint=one.hint, required=one.required)


def _draw_date(entry: Entry, one: Field, place: Place) -> None:
    hint = one.hint or "写作2025年7月5日或2025-7-5"
    line(entry, one.label, place, _start(entry, one), hint=hint, required=one.required)


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
    choice(entry, one.label, place, one.choices, _start(entry, one), hint=one.hint, rerun=True)


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
                choice(entry, label, where, inner.choices, _text(inner.default), collapsed=True)
            else:
                line(entry, label, where, _text(inner.default), collapsed=True)
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


def _must(one: Field) -> str:
    return '<b class="must" title="必填">*</b>' if one.required or one.min_rows else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _height(text: str) -> int:
    lines = sum(1 + len(line) // LINE_CHARACTERS for line in text.split("\n"))
    return LINE_HEIGHT * max(MIN_LINES, min(MAX_LINES, lines + 1)) + 16
