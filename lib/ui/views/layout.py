"""The page 规范排版: any text or .docx laid out as an official document; its structure shown and corrected first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.errors import FillError
from lib.ui import components
from lib.word.layout import (
    FONT_SETS,
    PRESETS,
    ROLES,
    Piece,
    fonts_wanted,
    layout_paragraphs,
    mend_punctuation,
    read_source,
    recognise,
)

FILE, PASTE = "上传文件", "粘贴文字"
STATE, ROUND = "layout-state", "layout-round"
SHOWN = 60  # characters of a paragraph in the table
MENDED = 30  # changes listed


def page() -> None:
    """Ask for a text, or show its structure beside its pages."""
    if STATE in st.session_state:
        _draw_result(st.session_state[STATE])
    else:
        _draw_asking()


def _draw_asking() -> None:
    st.html('<h1>规范排版</h1><p class="calm">把任何文稿排成规范的公文版式。标题、层次、附件、署名、日期自动识别，可以更正后再下载。</p>')
    way = st.segmented_control("怎样给", (FILE, PASTE), default=FILE, required=True, key="layout-way", label_visibility="collapsed")
    given, text = None, ""
    if way == PASTE:
        text = st.text_area("要排版的文字", height=260, key="layout-text", placeholder="把全文粘贴到这里，一段一行")
    else:
        given = st.file_uploader("要排版的文件（.docx、.txt、.md）", key="layout-file", type=["docx", "doc", "txt", "md"])
    mend = st.toggle("把中文里的半角标点改成全角（改动逐条列出）", key="layout-mend")
    if st.button("识别结构", type="primary", key="layout-start", disabled=given is None and not text.strip()):
        _start(given.getvalue() if given else text.encode(), given.name if given else "粘贴的文字.txt", mend)


def _start(content: bytes, name: str, mend: bool) -> None:
    try:
        source = read_source(content, name)
        text, changes = mend_punctuation(source.text) if mend else (source.text, [])
        pieces = recognise(text)
    except FillError as error:
        st.error(str(error))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[STATE] = {
        "name": name.rpartition(".")[0] or name,
        "pieces": pieces,
        "notes": source.notes,
        "changes": [str(one) for one in changes],
    }
    st.rerun()


def _draw_result(state: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.html("<h1>规范排版</h1>")
        if st.button("换一份文稿", key="layout-again", type="tertiary"):
            del st.session_state[STATE]
            st.rerun()
    left, right = st.columns(2, gap="medium")
    with left:
        pieces = _draw_structure(state)
    with right:
        _draw_document(state, pieces)


def _draw_structure(state: dict[str, Any]) -> list[Piece]:
    """Show each paragraph with what it was taken for; the kind can be changed."""
    for note in (*state["notes"], *([f"改了{len(state['changes'])}处半角标点"] if state["changes"] else [])):
        st.html(f'<p class="calm">{note}</p>')
    if state["changes"]:
        with st.expander("改动的标点", key="layout-changes"):
            st.html("<br>".join(state["changes"][:MENDED]) + ("<br>……" if len(state["changes"]) > MENDED else ""))
    st.html('<p class="calm">认错的可以在“类型”里改。</p>')
    rows = [{"类型": one.role, "文字": one.text.replace("\n", " ")[:SHOWN]} for one in state["pieces"]]
    kinds = list(dict.fromkeys([*ROLES, *(one.role for one in state["pieces"])]))
    edited = st.data_editor(
        rows,
        column_config={
            "类型": st.column_config.SelectboxColumn("类型", options=kinds, required=True, width="small"),
            "文字": st.column_config.TextColumn("文字", disabled=True, width="large"),
        },
        hide_index=True,
        key=f"layout-rows-{st.session_state[ROUND]}",
        height=420,
    )
    return [one._replace(role=row["类型"]) for one, row in zip(state["pieces"], edited, strict=True)]


def _draw_document(state: dict[str, Any], pieces: list[Piece]) -> None:
    one, two, three = st.columns(3, vertical_alignment="bottom")
    preset = one.selectbox("版式", list(PRESETS), key="layout-preset")
    fonts = two.selectbox("字体", list(FONT_SETS), key="layout-fonts")
    sealed = three.toggle("加盖印章", key="layout-sealed")
    try:
        content = layout_paragraphs(pieces, preset=preset, fonts=fonts, sealed=sealed or None)
    except FillError as error:
        st.error(str(error))
        return
    if st.button("下载 Word", type="primary", key="layout-download"):
        components.fetch(f"{state['name']}（规范排版）.docx", content)
    wanted = "".join(f"<li>{font.name}：{font.advice}</li>" for font in fonts_wanted(content))
    with st.expander("这份文件用到的字体", key="layout-wanted"):
        st.html(f"<ul>{wanted}</ul>")
    components.pages(content, {}, lambda: None)
