"""The view 填报要求 of the page 单位设置: which levels owe which format, and what superiors ask for as a minimum."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib import workflow_pages as use
from lib.core.chain_targets import TIMES, read_quota
from lib.core.model import Form, Unit
from lib.core.numerals import plain
from lib.store.unit_rows import LEVELS
from lib.ui import bench
from lib.ui.board import Line, board, button, picked, table, text
from lib.workflow_chain import set_quota

EVERY_UNIT = "全部单位"
EACH = {"年度": "全年", "半年": "每半年", "季度": "每季度", "月": "每月"}


def draw_rules(units: Sequence[Unit]) -> None:
    """Show who owes what, and the minimum numbers asked for."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.html("<h2>哪些单位要报</h2>")
        st.caption("不选级别就是所有单位都要报；没有填级别的单位总是要报。“汇总”里据此统计谁还没开始。")
        levels = list(dict.fromkeys([*LEVELS, *(one.level for one in units if one.level)]))
        for form in bench.workspace().forms.values():
            _draw_owing(form, levels)
    with right:
        st.html("<h2>上级定额</h2>")
        st.caption("上级规定的最低次数，对所选单位和它的全部下级有效。填报时会和目标、实绩对照。")
        _draw_quotas(units)


def _draw_owing(form: Form, levels: Sequence[str]) -> None:
    key = f"owing-{form.name}"
    st.multiselect(
        form.label,
        list(dict.fromkeys([*levels, *use.owing_levels(bench.workspace().store, form)])),
        use.owing_levels(bench.workspace().store, form),
        key=key,
        placeholder="所有单位",
        select_all=False,
        on_change=lambda: use.set_owing_levels(bench.workspace().store, form, st.session_state[key]),
    )


def _draw_quotas(units: Sequence[Unit]) -> None:
    names = [EVERY_UNIT, *(one.name for one in units if not one.gone_at)]
    chosen = st.selectbox(
        "单位", names, key="quota-unit", persist_state="session", help="定额随上级不同：选提出要求的上级单位"
    )
    unit = None if chosen == EVERY_UNIT else chosen
    known = {one.field.name: one.field for one in use.quota_figures(bench.workspace().forms)}
    with st.form("quota-new", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        figure = st.selectbox(
            "指标", [*known], format_func=lambda name: known[name].label, key="quota-figure", width=300
        )
        per = st.selectbox("期间", [*TIMES][::-1], format_func=EACH.__getitem__, key="quota-per", width=110)
        number = st.text_input("不少于", key="quota-value", width=90)
        asked = st.form_submit_button("设定", type="primary")
    if asked and figure and per:
        _set(unit, figure, number, per)
    _draw_set(unit, known)


def _set(unit: str | None, figure: str, number: str, per: str) -> None:
    quota = read_quota({"value": number, "per": per})
    if quota is None or quota.value < 0:
        st.error(f"“{number}”不是次数，请填数字，如 4" if number.strip() else "请填不少于多少，如 4")
    else:
        set_quota(bench.workspace().store, unit, figure, plain(quota.value), per)


def _draw_set(unit: str | None, known: dict) -> None:
    found = use.quotas(bench.workspace().store, unit)
    if not found:
        st.info("这里还没有设定上级定额。")
        return
    lines = [
        Line((known[name].label, f"{EACH[one.per]}不少于{plain(one.value)}{known[name].unit}", button("取消", name)))
        for name, one in found.items()
        if name in known
    ]
    heads = [text(word, "b") for word in ("指标", "上级要求", "")]
    board(table("上级定额", [heads], lines), "quota-table", lambda: _drop(unit))


def _drop(unit: str | None) -> None:
    if name := picked("quota-table"):
        use.forget_quota(bench.workspace().store, unit, name)
