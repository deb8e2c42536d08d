"""The page 校对: any text uploaded or pasted, its findings marked and listed; corrections chosen, the result downloaded."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from lib import workflow_proofread as use
from lib.core.model import LEVEL_NAMES, Finding
from lib.core.proofreading import applicable
from lib.errors import FillError
from lib.ui import beginning, bench, components
from lib.ui.marked import STYLE, finding_html, marked_html
from lib.ui.texts import plain
from lib.workflow import summary
from lib.workflow_proofread_files import corrected_document, corrected_text, findings_table

FILE, PASTE = "上传文件", "粘贴文字"
ALL = "全部"
LISTED = 20  # findings at a time: every row has its buttons
READ, GIVEN, CHOSEN, FIRST, ROUND = "check-read", "check-given", "check-chosen", "check-first", "check-round"


def page() -> None:
    """Ask for a text, or show what was found in it."""
    st.html(STYLE)
    if READ in st.session_state:
        _draw_result()
    else:
        _draw_asking()


# ---- asking --------------------------------------------------------------------------------------------------------


def _draw_asking() -> None:
    st.html('<h1>校对</h1><p class="calm">检查错别字、标点、序号、时间、数字和前后矛盾，不联网。已定稿的文件和任何来稿都可以查。</p>')
    way = st.segmented_control("怎样给", (FILE, PASTE), default=FILE, required=True, key="check-way", label_visibility="collapsed")
    number = st.session_state.get(ROUND, 0)
    given, text = None, ""
    if way == PASTE:
        text = st.text_area("要校对的文字", height=260, key=f"check-text-{number}", placeholder="把全文粘贴到这里")
    else:
        given = st.file_uploader("要校对的文件（.docx、.txt、.md）", key=f"check-file-{number}", type=["docx", "doc", "txt", "md"])
    about = _ask_about()
    if st.button("开始校对", type="primary", key="check-start", disabled=given is None and not text.strip()):
        _start((given.name, given.getvalue()) if given else text, about)


def _ask_about() -> use.About:
    """Ask what the text is; all of it may be left out."""
    st.html('<p class="calm">说明这是哪一份文稿，可以多查期次、单位名称和与上期雷同；不填也能校对。</p>')
    left, middle, right = st.columns(3)
    forms, units = list(bench.workspace().forms), beginning.units()
    choose = {"index": None, "placeholder": "可不选"}
    form = left.selectbox("文种", forms, key="check-format", format_func=bench.label_of, **choose)
    unit = middle.selectbox("单位", units, key="check-unit", accept_new_options=True, index=None, placeholder="可不填")
    period = right.text_input("报告期", key="check-period", placeholder="如 2025年第二季度，可不填")
    return use.About(form or "", (unit or "").strip(), period.strip())


def _start(given: str | tuple[str, bytes], about: use.About) -> None:
    if _read(given, about):
        read: use.Proofread = st.session_state[READ]
        st.session_state[CHOSEN] = {one for one in read.findings if applicable(one) and one.level == "error"}
        st.session_state[FIRST] = 0
        st.rerun()


def _read(given: str | tuple[str, bytes], about: use.About) -> bool:
    """Proofread what was given, and keep it to be read again; a bad file is told in one line."""
    workspace = bench.workspace()
    try:
        with st.spinner("正在校对…"):
            if isinstance(given, str):
                read = use.proofread_pasted(workspace, given, about)
            else:
                read = use.proofread_file(workspace, *given, about)
    except FillError as error:
        st.error(str(error))
        return False
    st.session_state[READ], st.session_state[GIVEN] = read, (given, about)
    return True


# ---- the result ----------------------------------------------------------------------------------------------------


def _draw_result() -> None:
    read: use.Proofread = st.session_state[READ]
    length = sum(len("".join(one.split())) for one in read.paragraphs)
    st.html(f'<h1>校对：{escape(read.name)}</h1><p class="calm">{length}字，{summary(read.findings)}。</p>')
    _draw_downloads(read)
    level = _ask_level(read)
    shown = [(number, one) for number, one in enumerate(read.findings) if level in (ALL, LEVEL_NAMES[one.level])]
    left, right = st.columns([1.15, 1])
    with left:
        placed = [(number, read.place(one)) for number, one in shown]
        st.html(f'<div class="marked notranslate" tabindex="0" aria-label="校对的文字">{marked_html(read.paragraphs, placed)}</div>')
    with right:
        _draw_list(read, shown)
        _draw_ignored(read)


def _draw_downloads(read: use.Proofread) -> None:
    chosen = [one for one in read.findings if one in st.session_state[CHOSEN]]
    stem = read.name.rsplit(".", 1)[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="check-actions"):
        if st.button(f"下载 Word（{len(chosen)}处修订，其余为批注）", type="primary", key="check-word", disabled=not read.findings):
            try:
                components.fetch(f"{stem}（校对）.docx", corrected_document(read, chosen), key="check-fetch-word")
            except FillError as refused:
                st.error(plain(str(refused)))
        if st.button("下载问题清单（Excel）", key="check-excel", disabled=not read.findings):
            components.fetch(f"{stem}校对问题.xlsx", findings_table(read), key="check-fetch-excel")
        if not read.content:
            st.button("改到文字里，再校对一遍", key="check-apply", disabled=not chosen, on_click=_on_apply, help="按勾选的改法改正粘贴的文字")
        st.button("校对另一篇", key="check-again", type="tertiary", on_click=_on_again)


def _on_again() -> None:
    for key in (READ, GIVEN, CHOSEN, FIRST):
        st.session_state.pop(key, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _on_apply() -> None:
    read, (given, about) = st.session_state[READ], st.session_state[GIVEN]
    chosen = [one for one in read.findings if one in st.session_state[CHOSEN]]
    text = corrected_text(read, chosen)
    if _read(text if isinstance(given, str) else (given[0], text.encode()), about):
        st.session_state[CHOSEN], st.session_state[FIRST] = set(), 0


def _ask_level(read: use.Proofread) -> str:
    counts = Counter(LEVEL_NAMES[one.level] for one in read.findings)
    options = [ALL, *(word for word in LEVEL_NAMES.values() if counts[word])]
    words = {ALL: f"{ALL} {len(read.findings)}"} | {word: f"{word} {counts[word]}" for word in counts}
    level = st.segmented_control("级别", options, default=ALL, required=True, format_func=words.get, key="check-level",
                                 label_visibility="collapsed", on_change=_on_level)
    return level if level in options else ALL


def _on_level() -> None:
    st.session_state[FIRST] = 0


def _draw_list(read: use.Proofread, shown: list[tuple[int, Finding]]) -> None:
    if not shown:
        st.success("没有发现问题")
        return
    first = min(st.session_state[FIRST], (len(shown) - 1) // LISTED * LISTED)
    with st.container(key="check-list", gap=None):
        for number, one in shown[first : first + LISTED]:
            _draw_finding(read, number, one)
    if len(shown) > LISTED:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("前面的", key="check-back", type="tertiary", disabled=first == 0, on_click=_turn, args=(first - LISTED,))
            st.html(f'<span class="calm">第{first + 1}—{min(first + LISTED, len(shown))}条，共{len(shown)}条</span>')
            more = first + LISTED < len(shown)
            st.button("后面的", key="check-on", type="tertiary", disabled=not more, on_click=_turn, args=(first + LISTED,))


def _turn(first: int) -> None:
    st.session_state[FIRST] = max(first, 0)


def _draw_finding(read: use.Proofread, number: int, one: Finding) -> None:
    here = read.place(one)
    place = f"第{here.paragraph + 1}段" if here.paragraph is not None and one.start is not None else "全文"
    with st.container(key=f"check-item-{number}"):
        st.html(finding_html(number, one, place, read.words(one)))
        if one.start is None:
            return
        with st.container(horizontal=True, vertical_alignment="center", key=f"check-do-{number}"):
            if applicable(one):
                key = f"check-take-{st.session_state.get(ROUND, 0)}-{hash(one)}"
                st.session_state.setdefault(key, one in st.session_state[CHOSEN])
                st.checkbox(_correction(read, one), key=key, on_change=_on_take, args=(one, key))
            st.button("忽略", key=f"check-ignore-{number}", type="tertiary", on_click=_on_ignore, args=(one, False))
            always = "本单位总是忽略" if st.session_state[GIVEN][1].unit else "总是忽略"
            st.button(always, key=f"check-always-{number}", type="tertiary", on_click=_on_ignore, args=(one, True))


def _correction(read: use.Proofread, one: Finding) -> str:
    words = read.words(one)
    return plain(f"改为“{one.suggestion}”" if one.suggestion else f"删去“{words}”")


def _on_take(one: Finding, key: str) -> None:
    chosen: set[Finding] = st.session_state[CHOSEN]
    (chosen.add if st.session_state[key] else chosen.discard)(one)


def _on_ignore(one: Finding, always: bool) -> None:
    given, about = st.session_state[GIVEN]
    use.ignore(bench.workspace(), about.unit, st.session_state[READ], one, always=always)
    _read(given, about)


def _draw_ignored(read: use.Proofread) -> None:
    """List what is ignored, so that it can be had back."""
    if not read.ignored:
        return
    with st.expander(f"已忽略{len(read.ignored)}处"):
        for number, one in enumerate(read.ignored[:LISTED]):
            with st.container(key=f"check-item-ignored-{number}"):
                st.html(finding_html(number, one, "已忽略", read.words(one)))
                st.button("恢复", key=f"check-restore-{number}", type="tertiary", on_click=_on_restore, args=(one,))


def _on_restore(one: Finding) -> None:
    given, about = st.session_state[GIVEN]
    use.restore(bench.workspace(), about.unit, st.session_state[READ], one)
    _read(given, about)
