"""Two widgets tied to a place of the entry: a line of text and a choice. Knows no field type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.ui.entry import Entry, Slot

PAUSE = "300ms"  # a typing pause after which a line of text is known to the page; never inside a Chinese input method
QUIET: Mapping[str, Any] = {"on_change": "ignore"}  # the autosave takes it along; no rerun a keystroke


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: the widget key, its name in the dict that holds its raw text, and its path in the form."""

    key: str
    holder: dict[str, Any]
    name: str
    path: str

    def beside(self, letter: str, name: str) -> Place:
        """Return the place of what is set beside a figure: 宣传单数.量词."""
        return Place(self.key + letter, self.holder, f"{self.name}.{name}", self.path)


def line(
    entry: Entry, label: str, place: Place, start: str, *, hint: str = "", collapsed: bool = False, required: bool = False
) -> None:
    """Draw a line of text; `start` is what it shows while nothing is stored."""
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


def choice(
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
    nothing: str = "",
) -> None:
    """Draw a choice. `free`: any other may be typed; `rerun`: the form follows it; `nothing`: a choice that stands for none."""
    blank = "" if nothing else None
    value = entry.bind(st.session_state, place.key, Slot(place.holder, place.name, start, place.path, blank=blank))
    options = list(dict.fromkeys(one for one in (*choices, start, value) if one or nothing))
    st.selectbox(
        label,
        options,
        options.index(value) if value in options else None,
        key=place.key,
        help=hint or None,
        placeholder="请选择",
        format_func=lambda one: one or nothing,
        label_visibility="collapsed" if collapsed else "visible",
        accept_new_options=free,
        **({} if rerun else QUIET),
    )
