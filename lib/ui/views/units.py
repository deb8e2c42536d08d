"""The page 单位设置: the tree of units, to add to, change, move, rename, merge, close, take in from Excel and give out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib import workflow_pages as use
from lib.core.dates import read_date
from lib.core.model import LEVEL_NAMES, Unit
from lib.errors import FillError
from lib.store.unit_rows import COLUMNS, LEVELS, UnitImport
from lib.ui import bench, components
from lib.ui.board import Html, Line, board, button, head, picked, table, text
from lib.ui.unit_rules import draw_rules

LIST, ADD, IMPORT, RULES = "单位列表", "新增单位", "从 Excel 导入", "填报要求"
CHANGE, MERGE, CLOSE = "修改", "并入其他单位", "撤销"
NO_PARENT = "（没有上级）"
HINTS = {"单位名称": "全称，和公文落款一致", "简称": "正文里的称呼，如 柳湾社区", "党组织": "落款的党组织全称"}
LABELS = {"主送上级": "主送机关"}
MAX_CHANGES = 300
TODAY = "今天"


def page() -> None:
    """Show the list, or what adds to it."""
    head("单位设置")
    if done := st.session_state.pop("units-done", ""):
        st.success(done)
    units = bench.workspace().store.units(gone=True)
    views = {LIST: _draw_list, ADD: _draw_adding, IMPORT: _draw_import, RULES: draw_rules}
    _go_where_sent()
    with st.container(horizontal=True, vertical_alignment="center"):
        start = LIST if units else ADD
        view = st.segmented_control(
            "要做什么", [*views], default=start, required=True, key="units-view", label_visibility="collapsed"
        )
        if st.button("导出 Excel", key="units-book", disabled=not units, help="改好以后可以再导入"):
            components.fetch("单位表.xlsx", use.units_book(bench.workspace().store))
    views[view or LIST](units)


def _go_where_sent() -> None:
    if sent := st.session_state.pop("units-next", ""):
        st.session_state["units-view"] = sent


def _done(words: str, next_view: str = "") -> None:
    """Draw the page again with a line that says what was done."""
    st.session_state["units-done"] = words
    st.session_state["units-next"] = next_view
    st.rerun()


# ---- the list
def _draw_list(units: Sequence[Unit]) -> None:
    if not units:
        st.info("还没有单位。可以“新增单位”，或“从 Excel 导入”一张单位表。")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            wanted = st.text_input("查找", key="units-find", placeholder="单位名称或简称", live="300ms", width=260)
            gone = st.toggle("含已撤销、已并入的", key="units-gone") if any(one.gone_at for one in units) else False
        chosen = st.session_state.get("units-chosen", "")
        shown = [one for one in units if (gone or not one.gone_at) and (wanted or "") in f"{one.name} {one.short}"]
        board(_unit_table(shown, chosen), "units-table", _choose)
    with right:
        unit = next((one for one in units if one.id == chosen), None)
        if unit is None:
            st.info("点左边的单位名称，在这里修改。")
        elif unit.gone_at:
            _draw_gone(unit)
        else:
            _draw_unit(unit, units)


def _choose() -> None:
    st.session_state["units-chosen"] = picked("units-table")


def _unit_table(units: Sequence[Unit], chosen: str) -> Html:
    depth: dict[str, int] = {}
    lines = []
    for one in units:
        depth[one.name] = depth.get(one.parent, -1) + 1
        name = text(button(one.name, one.id, f"修改{one.name}"), style=f"padding-left:{depth[one.name] * 1.2:.1f}em")
        cells = (name, one.short, one.level, one.party, one.superior, _state(one))
        lines.append(Line(cells, chosen=one.id == chosen))
    heads = [text(word, "b") for word in ("单位名称", "简称", "级别", "党组织", "主送机关", "情况")]
    return table(f"单位，共{len(lines)}个", [heads], lines, classes=["", "short", "centre", "", "", "short"])


def _state(one: Unit) -> Html:
    if one.merged_into:
        return text(f"已并入{one.merged_into}", class_="gone")
    return text("已撤销" if one.gone_at else "", class_="gone")


# ---- one unit
def _draw_unit(unit: Unit, units: Sequence[Unit]) -> None:
    st.html(f"<h2>{text(unit.name).text}</h2>")
    parts = {CHANGE: _draw_change, MERGE: _draw_merge, CLOSE: _draw_close}
    part = st.segmented_control(
        "操作", [*parts], default=CHANGE, required=True, key=f"unit-part-{unit.id}", label_visibility="collapsed"
    )
    parts[part or CHANGE](unit, [one for one in units if not one.gone_at])
    if unit.former:
        st.caption(f"曾用名：{'、'.join(unit.former)}")


def _draw_change(unit: Unit, units: Sequence[Unit]) -> None:
    with st.form(f"unit-change-{unit.id}", border=False):
        row = _ask_details(unit, units, f"unit-{unit.id}")
        on = _ask_day("更名、换上级从哪天起", f"unit-{unit.id}-day", "这一天以前的报表仍按原来的名称和隶属关系")
        if st.form_submit_button("保存", type="primary") and _is_saved(row, on):
            _done(f"已保存：{row['单位名称']}")


def _ask_details(unit: Unit, units: Sequence[Unit], key: str) -> dict[str, str]:
    """Draw a unit's details as fields; return them as a row of the units table."""
    row = {"编号": unit.id}
    columns = st.columns(2)
    for title, column in zip(("单位名称", "简称"), columns, strict=True):
        with column:
            row[title] = _ask_text(title, unit, key)
    with columns[0]:
        levels = list(dict.fromkeys(["", *LEVELS, unit.level]))
        words = {"": "（不分级别）"}
        place = levels.index(unit.level)
        row["级别"] = (
            st.selectbox(
                "级别",
                levels,
                place,
                key=f"{key}-level",
                accept_new_options=True,
                format_func=lambda one: words.get(one, one),
            )
            or ""
        )
    with columns[1]:
        parents = ["", *(one.name for one in units if one.id != unit.id)]
        place = parents.index(unit.parent) if unit.parent in parents else 0
        row["上级单位"] = st.selectbox(
            "上级单位", parents, place, key=f"{key}-parent", format_func=lambda one: one or NO_PARENT
        )
    for title in ("党组织", "主送上级"):
        row[title] = _ask_text(title, unit, key)
    return row


def _ask_text(title: str, unit: Unit, key: str) -> str:
    name = COLUMNS[title]
    return st.text_input(
        LABELS.get(title, title), getattr(unit, name), key=f"{key}-{name}", help=HINTS.get(title)
    ).strip()


def _ask_day(label: str, key: str, help: str) -> str:
    return st.text_input(label, TODAY, key=key, help=help)


def _day(words: str) -> str | None:
    """Return the ISO date that was typed, None for today. Raises FillError for what is no date."""
    if words.strip() in ("", TODAY):
        return None
    try:
        return read_date(words).isoformat()
    except ValueError as error:
        raise FillError(str(error)) from None


def _is_saved(row: dict[str, str], on: str = TODAY) -> bool:
    """Save one unit, or say what is wrong with it."""
    store = bench.workspace().store
    try:
        day = _day(on)
        found = store.import_units([row])
        for one in found.errors:
            st.error(one.message.partition("：")[2] or one.message)
        if not found.errors:
            store.import_units([row], apply=True, on=day)
        return not found.errors
    except FillError as error:
        st.error(str(error))
        return False


def _draw_merge(unit: Unit, units: Sequence[Unit]) -> None:
    with st.form(f"unit-merge-{unit.id}", border=False):
        others = [one.name for one in units if one.id != unit.id]
        into = st.selectbox("并入", others, None, key=f"merge-into-{unit.id}", placeholder="请选择单位")
        on = _ask_day("从哪天起", f"merge-day-{unit.id}", "可写 2025年7月1日")
        st.caption("原来的文稿和数字都保留，并计入并入后的单位；下级单位随同转过去。")
        if st.form_submit_button("并入", type="primary"):
            if into is None:
                st.error("请先选择并入哪个单位")
            else:
                _act(
                    lambda: bench.workspace().store.merge_unit(unit.name, into, on=_day(on)),
                    f"“{unit.name}”已并入“{into}”",
                )


def _draw_close(unit: Unit, units: Sequence[Unit]) -> None:
    with st.form(f"unit-close-{unit.id}", border=False):
        on = _ask_day("从哪天起", f"close-day-{unit.id}", "可写 2025年7月1日")
        st.caption("撤销后不再需要填报，以前的文稿和数字都保留；撤销错了可以恢复。")
        if st.form_submit_button("撤销单位", type="primary"):
            _act(lambda: bench.workspace().store.close_unit(unit.name, on=_day(on)), f"“{unit.name}”已撤销")


def _draw_gone(unit: Unit) -> None:
    st.html(f"<h2>{text(unit.name).text}</h2>")
    day = unit.gone_at[:10]
    if unit.merged_into:
        st.info(f"{day}并入“{unit.merged_into}”，文稿和数字都保留在这里，并计入“{unit.merged_into}”。")
        return
    st.info(f"{day}撤销，文稿和数字都保留。")
    if st.button("恢复这个单位", type="primary", key=f"reopen-{unit.id}"):
        _act(lambda: use.reopen(bench.workspace().store, unit), f"“{unit.name}”已恢复")


def _act(action: Any, done: str) -> None:
    try:
        action()
    except FillError as error:
        st.error(str(error))
        return
    _done(done)


# ---- adding
def _draw_adding(units: Sequence[Unit]) -> None:
    count = st.session_state.setdefault("units-added", 0)  # each unit added gets fields of its own, empty again
    with st.container(width=560), st.form(f"unit-add-{count}"):
        row = _ask_details(Unit(""), [one for one in units if not one.gone_at], f"new-{count}")
        if st.form_submit_button("添加", type="primary"):
            taken = {one.name for one in units if not one.gone_at}
            if not row["单位名称"]:
                st.error("请填写单位名称")
            elif row["单位名称"] in taken:
                st.error(f"已经有单位叫“{row['单位名称']}”，请写全称加以区别，或在单位列表里修改")
            elif _is_saved(row | {"编号": ""}):
                st.session_state["units-added"] = count + 1
                _done(f"已添加：{row['单位名称']}。可以接着添加下一个。", ADD)


# ---- a workbook
def _draw_import(units: Sequence[Unit]) -> None:
    st.caption("先“导出 Excel”得到单位表，改好或填好后在这里导入。表里没有的单位保持不变；列可以少，但要有“单位名称”。")
    count = st.session_state.setdefault("units-taken", 0)
    file = st.file_uploader("单位表", type=["xlsx"], key=f"units-file-{count}")
    if file is None:
        return
    try:
        rows, found = use.read_units_book(bench.workspace().store, file.getvalue())
    except FillError as error:
        st.error(str(error))
        return
    _draw_plan(found)
    changed = found.count("新增") + found.count("修改")
    if changed and not found.errors and st.button(f"确认导入{changed}个单位", type="primary", key="units-take"):
        st.session_state["units-taken"] = count + 1
        added, mended = found.count("新增"), found.count("修改")
        _act_import(rows, f"已导入：新增{added}个，修改{mended}个")


def _act_import(rows: list[dict[str, str]], done: str) -> None:
    try:
        bench.workspace().store.import_units(rows, apply=True)
    except FillError as error:
        st.error(str(error))
        return
    _done(done, LIST)


def _draw_plan(found: UnitImport) -> None:
    """Show what the workbook would change before it does."""
    for one in found.findings:
        {"error": st.error, "warning": st.warning}.get(one.level, st.info)(f"{LEVEL_NAMES[one.level]}：{one.message}")
    changes = [one for one in found.changes if one.kind != "不变"]
    st.markdown(
        f"新增 **{found.count('新增')}** 个，修改 **{found.count('修改')}** 个，不变 **{found.count('不变')}** 个。"
    )
    if changes:
        lines = [Line((one.row, one.kind, one.name, "；".join(one.what))) for one in changes[:MAX_CHANGES]]
        heads = [text(word, "b") for word in ("行", "变化", "单位名称", "改了什么")]
        board(table("导入后的变化", [heads], lines), "units-plan")
        if len(changes) > MAX_CHANGES:
            st.caption(f"只列出前{MAX_CHANGES}项，共{len(changes)}项。")
