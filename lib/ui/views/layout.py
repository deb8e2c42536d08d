"""The page 规范排版: a text's structure recognised and corrected line by line, set in a preset, seen as pages, downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from lib import workflow_layout as use
from lib.errors import FillError
from lib.ui import components
from lib.ui.marked import STYLE

FILE, PASTE = "上传文件", "粘贴文字"
OWN = "本单位的预设"
TABLE = "表格"
NEVER_CHOSEN = (TABLE, "空行", "红线")  # what a line of words can't be turned into
SHOWN = 300_000  # bytes of a document that is still shown as pages
LONGEST = 60  # characters of a line in the table
GIVEN, LAID, ROUND = "layout-given", "layout-laid", "layout-round"

EXAMPLE_PRESET = "名称: 本单位\n基于: 国标\n行距: 28\n页边距: {上: 37, 下: 35, 左: 28, 右: 26}\n字体: {标题: 宋体}\n加粗: [标题]\n"


def page() -> None:
    """Ask for a text, or show how it was understood and what becomes of it."""
    st.html(STYLE)
    if GIVEN in st.session_state:
        _draw_result(st.session_state[GIVEN])
    else:
        _draw_asking()


# ---- asking --------------------------------------------------------------------------------------------------------


def _draw_asking() -> None:
    st.html('<h1>规范排版</h1><p class="calm">把任何文字排成规范的公文（GB/T 9704）：先认出标题、层次、署名等，可以改正，再下载 Word。</p>')
    way = st.segmented_control("怎样给", (FILE, PASTE), default=FILE, required=True, key="layout-way", label_visibility="collapsed")
    number = st.session_state.get(ROUND, 0)
    given, text = None, ""
    if way == PASTE:
        text = st.text_area("要排版的文字", height=300, key=f"layout-text-{number}", placeholder="把全文粘贴到这里，一段一行")
    else:
        given = st.file_uploader("要排版的文件（.docx、.txt、.md）", key=f"layout-file-{number}", type=["docx", "doc", "txt", "md"])
    mend = st.toggle("把中文里的半角标点改为全角", key="layout-mend", help="只改标点，不改文字和数字；改了哪些会一一列出")
    if st.button("识别结构", type="primary", key="layout-start", disabled=given is None and not text.strip()):
        try:
            read = use.read_file(given.name, given.getvalue(), mend=mend) if given else use.read_pasted(text, mend=mend)
        except FillError as error:
            st.error(str(error))
            return
        st.session_state[GIVEN] = read
        st.rerun()


# ---- the result ----------------------------------------------------------------------------------------------------


def _draw_result(read: use.Recognised) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html("<h1>规范排版</h1>")
        st.button("排另一篇", key="layout-again", type="tertiary", on_click=_on_again)
    left, right = st.columns([1, 1])
    with left:
        preset, fonts = _ask_preset()
        actions = st.container(horizontal=True, vertical_alignment="center", gap="small", key="layout-actions")
        sealed = actions.toggle("留出盖章位置", key="layout-sealed", help="署名和成文日期按加盖印章的位置排")
        pieces = _draw_pieces(read)
    laid = _set(pieces, preset, fonts, sealed) if preset is not None else None
    if laid is None:
        return
    with actions:
        if st.button("下载 Word", type="primary", key="layout-download"):
            components.fetch(laid.name, laid.content, key="layout-fetch")
    with left:
        _draw_notes(read, laid)
    with right:
        if len(laid.content) <= SHOWN:
            components.pages(laid.content, {}, _stay)
        else:
            st.info("文稿很长，这里不显示页面，请下载后查看。")


def _stay() -> None:
    """A click on these pages leads nowhere: no form made them."""


def _on_again() -> None:
    for key in (GIVEN, LAID):
        st.session_state.pop(key, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _ask_preset() -> tuple[str | Mapping[str, Any] | None, str]:
    """Ask for the preset and the set of fonts; None while an own preset is wanted and not given, or wrong."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.segmented_control("版面", (*use.PRESETS, OWN), default=next(iter(use.PRESETS)), required=True, key="layout-preset")
        fonts = st.segmented_control("字体", tuple(use.FONT_SETS), default=next(iter(use.FONT_SETS)), required=True, key="layout-fonts",
                                     help="免装字体：只用 Windows 自带的宋体、仿宋、楷体、黑体")
    if name != OWN:
        return name, str(fonts)
    given = st.file_uploader("本单位的预设文件（.yaml）", key="layout-own", type=["yaml", "yml"])
    if given is None:
        st.html(f'<p class="calm">没有预设文件？照这个样子写一个，没写的按国标：</p><pre class="notranslate">{escape(EXAMPLE_PRESET)}</pre>')
        return None, str(fonts)
    try:
        return use.own_preset(given.name, given.getvalue()), str(fonts)
    except FillError as error:
        st.error(str(error))
        return None, str(fonts)


def _draw_pieces(read: use.Recognised) -> list[tuple[str, str]]:
    """Show each line with its role; return the lines with the roles as they stand."""
    key = f"layout-pieces-{st.session_state.get(ROUND, 0)}"
    roles = [*dict.fromkeys([*(one for one in use.ROLES if one not in NEVER_CHOSEN), *(one.role for one in read.pieces)])]
    st.html('<p class="calm">识别的结构。认得不对的，双击“是什么”那一格改正。</p>')
    st.data_editor(
        [{"行": number, "是什么": one.role, "文字": _shown(one.text, one.role)} for number, one in enumerate(read.pieces, 1)],
        key=key,
        hide_index=True,
        num_rows="fixed",
        height=330,
        disabled=["行", "文字"],
        column_config={
            "行": st.column_config.NumberColumn(width=45),
            "是什么": st.column_config.SelectboxColumn(options=roles, required=True, width=120),
            "文字": st.column_config.TextColumn(width="large"),
        },
    )
    edits: Mapping[int, Mapping[str, str]] = st.session_state[key].get("edited_rows", {})
    return [(one.text, _role(one.role, edits.get(number, {}).get("是什么"))) for number, one in enumerate(read.pieces)]


def _shown(text: str, role: str) -> str:
    if role == TABLE:
        return f"（表格，{text.count(chr(10)) + 1}行）"
    line = text.replace("\n", "")
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _role(recognised: str, chosen: str | None) -> str:
    """A table stays a table, and words do not become one."""
    return recognised if not chosen or TABLE in (recognised, chosen) else chosen


def _set(pieces: list[tuple[str, str]], preset: str | Mapping[str, Any], fonts: str, sealed: bool) -> use.Laid | None:
    """Set the pieces; the last document is used again while nothing changed."""
    asked, held = (pieces, preset, fonts, sealed), st.session_state.get(LAID)
    if held is None or held[0] != asked:
        try:
            held = st.session_state[LAID] = (asked, use.set_pieces(pieces, preset, fonts, sealed=sealed or None))
        except FillError as error:
            st.error(str(error))
            return None
    return held[1]


def _draw_notes(read: use.Recognised, laid: use.Laid) -> None:
    for line in read.notes:
        st.warning(line)
    lists = (
        (f"改正的标点（{len(read.mended)}处）", [str(one) for one in read.mended], ""),
        (f"与国标不同之处（{len(laid.deviations)}处）", list(laid.deviations), "与 GB/T 9704—2012 各项数值一致。"),
        (f"这份文稿要用的字体（{len(laid.fonts)}种）", [f"{one.name}：{one.advice}" for one in laid.fonts], ""),
    )
    for title, lines, none in lists:
        if lines or none:
            with st.expander(title):
                items = "".join(f"<li>{escape(line)}</li>" for line in lines)
                st.html(f'<ul class="files notranslate">{items}</ul>' if lines else f'<p class="calm">{none}</p>')
