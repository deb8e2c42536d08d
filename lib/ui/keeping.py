"""The dialogs around one draft: its history, another tab's changes, its unit and period. Draws no field."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.core.period import parse_period
from lib.errors import FillError
from lib.ui import beginning, bench
from lib.ui.differences import Difference, differences
from lib.ui.entry import Entry

KIND_WORDS = {"save": "保存", "branch": "另一处的文字", "status": "改变状态", "restore": "恢复"}
SHOWN_VERSIONS = 60
SHOWN_DIFFERENCES = 60


@st.dialog("历史版本", width="large")
def show_history(entry: Entry) -> None:
    """List the texts this draft has had, with what differs from now; one can be restored (and that undone)."""
    versions = bench.workspace().store.versions(entry.draft.id)[:SHOWN_VERSIONS]
    if not versions:
        st.html('<p class="calm">还没有历史版本。</p>')
        return
    words = {
        f"{one.at[5:16].replace('T', ' ')} {KIND_WORDS.get(one.kind, '保存')}（第{one.number}版）": one for one in versions
    }
    chosen = words[st.selectbox("选一个版本", list(words), key="history-version")]
    found = differences(entry.form, chosen.raw, entry.raw)
    if not found:
        st.html('<p class="calm">这一版与现在的内容相同。</p>')
        return
    st.html(f'<p class="calm">与现在相比有{len(found)}处不同：</p>')
    st.html(difference_table(found, "这一版", "现在"))
    if st.button("恢复成这一版", key="history-restore", type="primary", help="恢复后还可以撤销"):
        entry.replace(chosen.raw, bench.keep)
        st.rerun()


def difference_table(found: list[Difference], before: str, after: str) -> str:
    """Return the differences as an HTML table."""
    rows = "".join(
        f"<tr><th>{escape(one.label)}</th><td>{escape(one.before)}</td><td>{escape(one.after)}</td></tr>"
        for one in found[:SHOWN_DIFFERENCES]
    )
    more = f"<tr><td colspan=3>另有{len(found) - SHOWN_DIFFERENCES}处不同</td></tr>" if len(found) > SHOWN_DIFFERENCES else ""
    head = f"<tr><th>项目</th><th>{escape(before)}</th><th>{escape(after)}</th></tr>"
    return f'<table class="differences"><thead>{head}</thead><tbody>{rows}{more}</tbody></table>'


def draw_conflict(entry: Entry) -> None:
    """Tell that another tab saved first, show both texts, and let the clerk choose; both stay in the history."""
    conflict = entry.conflict
    entry.conflict_shown = conflict is not None
    if conflict is None:
        return
    theirs = conflict.theirs
    with st.container(border=True, key="conflict"):
        st.error(str(conflict))
        found = differences(entry.form, theirs.raw, entry.raw)
        st.html(difference_table(found, f"另一处（{theirs.updated_at[11:16]}保存）", "这里"))
        with st.container(horizontal=True):
            act = {"on_click": _settle}
            st.button("合在一起（同一项以这里为准）", key="conflict-merge", type="primary", args=(entry, "merge"), **act)
            st.button("只用这里的", key="conflict-mine", args=(entry, "mine"), **act)
            st.button("只用另一处的", key="conflict-theirs", args=(entry, "theirs"), **act)


def _settle(entry: Entry, choice: str) -> None:
    assert entry.conflict is not None
    if choice == "theirs":
        entry.adopt(entry.conflict.theirs)
    else:
        entry.settle(entry.merged() if choice == "merge" else dict(entry.raw), bench.keep)


@st.dialog("单位与报告期")
def change_heading(entry: Entry) -> None:
    """Change the unit or period a draft is for; its text stays."""
    period = parse_period(entry.draft.period)
    unit = st.text_input("填报单位", entry.draft.unit, key="heading-unit", autocomplete="off")
    text = st.text_input("报告期", period.label if period else entry.draft.period, key="heading-period", autocomplete="off")
    st.caption("报告期可写2025年第二季度、2025年上半年、2025年度，或2025Q2。")
    if st.button("保存", key="heading-save", type="primary"):
        new = parse_period(text)
        if not unit.strip():
            st.error("请填写填报单位的全称")
        elif new is None or new.kind not in entry.form.periods:
            st.error(f"“{text}”不是{entry.form.label}的报告期，应是{'或'.join(entry.form.periods)}")
        else:
            try:
                entry.draft = bench.keep(entry.draft, entry.raw, unit=unit.strip(), period=new)
            except FillError as error:
                st.error(str(error))
                return
            st.rerun()


def draw_example_note(entry: Entry) -> bool:
    """Say that this is an example; return whether it was just thrown away."""
    if not beginning.is_example(entry.draft):
        return False
    with st.container(horizontal=True, vertical_alignment="center", key="example-note"):
        st.html('<p class="calm">这是示例数据，可以随意修改和下载，不影响真实文稿。</p>')
        if st.button("清除示例", key="example-drop"):
            beginning.throw_away(entry.draft)
            return True
    return False
