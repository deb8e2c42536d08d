"""A table or chart made here as HTML and shown by a small component: clicks lead on, copy a text or save a picture.

Makes markup of texts and asks nothing of the store; every text is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

_STATIC = Path(__file__).parent / "static"
_SCRIPT = """export default (component) => {
  let leave = null;
  let gone = false;
  import(new URL("./assets/board.js", document.baseURI).href).then((script) => {
    if (!gone) leave = script.default(component);
  });
  return () => { gone = true; if (leave) leave(); };
};
"""
_board = st.components.v2.component(
    "board",
    html='<div class="board"></div>',
    css=(_STATIC / "board.css").read_text(encoding="utf-8"),
    js=_SCRIPT,
)


WIDE = """<style>.stApp [data-testid="stMainBlockContainer"] { max-width: 100% !important; }</style>"""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is ready; any other text is escaped where it is put in."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its first cell is its heading."""

    cells: tuple[object, ...]
    chosen: bool = False


Cells = Sequence[object]


def head(title: str) -> None:
    """Draw a page's title; its tables get the whole width of the screen."""
    st.html(f"<h1>{escape(title)}</h1>{WIDE}")


def board(html: Html, key: str, on_pick: Callable[[], None] | None = None) -> None:
    """Show markup; a click on what was made by `button` calls `on_pick`, which asks `picked`."""
    if on_pick is None:
        _board(key=key, data={"html": html.text})
    else:
        _board(key=key, data={"html": html.text}, on_pick_change=on_pick)


def picked(key: str) -> str:
    """Return what was clicked in the board of this key, "" for nothing."""
    state = st.session_state.get(key)
    return str(state.get("pick") or "") if state else ""


def joined(parts: Iterable[Html]) -> Html:
    return Html("".join(part.text for part in parts))


def text(value: object, kind: str = "span", **attributes: str) -> Html:
    """Return an element around a text (or around markup that is ready)."""
    inside = value.text if isinstance(value, Html) else escape(str(value))
    names = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(one)}"' for name, one in attributes.items())
    return Html(f"<{kind}{names}>{inside}</{kind}>")


def button(words: str, goal: str, label: str = "", **attributes: str) -> Html:
    """Return a button that leads to `goal`; `label` is what a screen reader says of it."""
    named = {"aria_label": label} if label else {}
    return text(words, "button", type="button", data_go=goal, **named, **attributes)


def copy_button(words: str, content: str) -> Html:
    """Return a button that copies a text."""
    return text(words, "button", type="button", class_="copy", data_copy=content)


def picture_button(words: str, name: str) -> Html:
    """Return a button that saves the board's chart as a picture."""
    return text(words, "button", type="button", class_="copy", data_picture=name)


def table(
    caption: str, head: Sequence[Cells], lines: Iterable[Line], foot: Sequence[Cells] = (), classes: Sequence[str] = ()
) -> Html:
    """Return a table in a box that scrolls: rows of headings, lines, a foot; `classes` of the columns (number, wide …)."""
    known = dict(enumerate(classes))
    body = "".join(_line(line, known) for line in lines)
    heads = "".join(_row(cells, "th", known, "col") for cells in head)
    feet = f"<tfoot>{''.join(_row(cells, 'td', known) for cells in foot)}</tfoot>" if foot else ""
    inside = f"<caption>{escape(caption)}</caption><thead>{heads}</thead><tbody>{body}</tbody>{feet}"
    return text(
        Html(f"<table>{inside}</table>"), "div", class_="scroll", tabindex="0", role="region", aria_label=caption
    )


def _line(line: Line, classes: dict[int, str]) -> str:
    row = _row(line.cells, "td", classes)
    return row.replace("<tr>", '<tr aria-selected="true">', 1) if line.chosen else row


def _row(cells: Cells, kind: str, classes: dict[int, str], scope: str = "row") -> str:
    made = (
        _cell(cell, "th" if number == 0 else kind, classes.get(number, ""), scope) for number, cell in enumerate(cells)
    )
    return f"<tr>{''.join(made)}</tr>"


def _cell(cell: object, kind: str, cls: str, scope: str) -> str:
    inside = cell.text if isinstance(cell, Html) else escape(str(cell))
    scoped = f' scope="{scope}"' if kind == "th" else ""
    classed = f' class="{cls}"' if cls else ""
    return f"<{kind}{scoped}{classed}>{inside}</{kind}>"
