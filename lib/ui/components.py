"""The three small components of ours: the desk (autosave, marks, focus), the pages, the download. Scripts are in static."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lib.ui import tickets
from lib.ui.gate import SESSION_COOKIE

_LOADER = """export default (component) => {
  let leave = null;
  let gone = false;
  const load = () => import(new URL("./assets/%s", document.baseURI).href).then(
    (script) => { if (!gone) leave = script.default(component); },
    () => { if (!gone) setTimeout(load, 2000); },
  );
  load();
  return () => { gone = true; if (leave) leave(); };
};
"""

_desk = st.components.v2.component(
    "desk", html='<div class="desk"></div>', js=_LOADER % "desk.js", isolate_styles=False
)
_pages = st.components.v2.component("pages", html='<div class="pages"></div>', js=_LOADER % "pages.js")
_fetch = st.components.v2.component(
    "fetch", html='<div class="fetch"></div>', js=_LOADER % "fetch.js", isolate_styles=False
)


def desk(data: Mapping[str, Any], on_tick: Callable[[], None]) -> None:
    """Mount the desk: it asks for a save soon after typing (`on_tick`), and shows marks, badges and the cursor's place."""
    _desk(key="desk", data=dict(data), on_tick_change=on_tick)


def desk_tick() -> int:
    """Return the number of the save the browser asked for last."""
    return int(st.session_state["desk"].get("tick") or 0)


def pages(content: bytes, clauses: Mapping[str, Mapping[str, str]], on_jump: Callable[[], None]) -> None:
    """Show a traced document as pages; a click on a paragraph asks to go to the field that made it (`on_jump`).

    `clauses`: figure → its section and its worded clause, for the figures that share a sentence.
    """
    data = {"content": base64.b64encode(content).decode(), "clauses": dict(clauses)}
    _pages(key="pages", data=data, on_jump_change=on_jump)


def pages_jump() -> tuple[str, list[str]]:
    """Return the path of the value that was clicked, and the texts of its table row where it stands in one."""
    jump = st.session_state["pages"].get("jump") or {}
    return str(jump.get("path") or ""), [str(one) for one in jump.get("cells") or ()]


def fetch(name: str, content: bytes, key: str = "fetch") -> None:
    """Have the browser download a file at once."""
    fetch_offered(offer(name, content), key)


def offer(name: str, content: bytes) -> str:
    """Keep a file for this browser; return the address where it is fetched once."""
    return f"./dl/{tickets.issue(st.context.cookies.get(SESSION_COOKIE, ''), name, content)}"


def fetch_offered(address: str, key: str = "fetch") -> None:
    """Have the browser download what was offered; drawn again with the same address it does nothing more."""
    _fetch(key=key, data={"path": address})
