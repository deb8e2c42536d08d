"""The page 草稿: every draft, to go on with, copy or put away, and what was put away, to take back."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from lib.core.overview import STATUS_NAMES
from lib.core.period import parse_period
from lib.errors import FillError
from lib.ui import bench, links

SHOWN = 50


def page() -> None:
    """List the drafts, last changed first."""
    st.html("<h1>草稿</h1>")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    start = st.query_params.get("q", "")
    text = left.text_input(
        "查找", start, placeholder="单位、文种、报告期或内容", key="drafts-text", live="300ms", autocomplete="off"
    )
    with right:
        deleted = st.toggle("已删除的", key="drafts-deleted")
    _draw_undo()
    found = bench.workspace().store.list_drafts(text=text or "", deleted=deleted, limit=SHOWN + 1)
    if not found:
        st.html(f'<p class="calm">{"没有找到符合的草稿。" if text else "这里还没有草稿。到首页新建一份。"}</p>')
    with st.container(key="draft-list", gap=None):
        for one in found[:SHOWN]:
            _draw_draft(one, deleted)
    if len(found) > SHOWN:
        st.caption(f"只列出最近的{SHOWN}份，请用查找缩小范围。")


def _draw_draft(one: Any, deleted: bool) -> None:
    period = parse_period(one.period)
    title = f"{one.unit} {period.label if period else one.period} {bench.label_of(one.format)}"
    status = STATUS_NAMES.get(one.status, one.status)
    with st.container(horizontal=True, vertical_alignment="center", key=f"draft-{one.id}"):
        st.html(
            f'<div class="task"><b>{escape(title)}</b><span class="when">{one.updated_at[:16].replace("T", " ")} 修改</span>'
            f'<span class="state" data-state="{status}">{status}</span></div>'
        )
        if deleted:
            st.button("恢复", key=f"restore-{one.id}", on_click=_restore, args=(one.id,))
            return
        if st.button("继续", key=f"open-{one.id}", type="primary"):
            links.go("form", d=one.id)
        st.button("复制", key=f"copy-{one.id}", type="tertiary", on_click=_copy, args=(one.id,))
        st.button("删除", key=f"delete-{one.id}", type="tertiary", on_click=_delete, args=(one.id, title))


def _draw_undo() -> None:
    last = st.session_state.get("deleted-draft")
    if last:
        with st.container(horizontal=True, vertical_alignment="center", key="undo-delete-bar"):
            st.html(f'<p class="calm">已删除：{escape(last[1])}</p>')
            st.button("撤销删除", key="undo-delete", on_click=_restore, args=(last[0],))


def _delete(draft_id: str, title: str) -> None:
    bench.workspace().store.delete_draft(draft_id)
    st.session_state["deleted-draft"] = (draft_id, title)


def _restore(draft_id: str) -> None:
    bench.workspace().store.undelete_draft(draft_id)
    if (st.session_state.get("deleted-draft") or ("",))[0] == draft_id:
        del st.session_state["deleted-draft"]


def _copy(draft_id: str) -> None:
    try:
        bench.workspace().store.copy_draft(draft_id)
        st.toast("已复制一份，列在最上面")
    except FillError as error:
        st.toast(str(error))
