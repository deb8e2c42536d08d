"""The part of the form page that runs by itself: saving, findings, the document's pages, downloads. Draws no field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from lib import workflow
from lib.core.carrying import confirm
from lib.core.chain_checks import asks_to_confirm
from lib.core.model import LEVEL_NAMES, Document, Finding
from lib.errors import FillError, RefusedError
from lib.ui import beginning, bench, components
from lib.ui.entry import Entry, find_key
from lib.ui.figures import target_cell, target_text
from lib.ui.judging import Judged, judge
from lib.ui.reading import draw_reading, proofread_entry
from lib.ui.texts import plain
from lib.workflow_layout import fonts_of

MAX_LISTED = 40  # findings in the list; the rest is counted
LEVEL_WORDS = {"error": LEVEL_NAMES["error"], "missing": "待填", "warning": LEVEL_NAMES["warning"], "info": LEVEL_NAMES["info"]}
LEVEL_ORDER = tuple(LEVEL_WORDS)


@st.fragment
def draw_live(entry: Entry) -> None:
    """Save what changed, judge it, show findings and pages. Runs alone about half a second after typing stops."""
    entry.collect(st.session_state)
    if _save(entry):
        entry.message = ""
    if entry.wants_page:
        entry.wants_page = False
        st.rerun(scope="app")
    judged = judge(entry)
    if judged.shown != entry.shown or (entry.conflict is not None) != entry.conflict_shown:
        st.rerun(scope="app")  # what is asked changed, or another tab was first: draw the form again
    with st.container(key="live-actions", gap=None):
        _draw_actions(entry, judged)
        components.desk(_desk_data(entry, judged), _on_tick)
    with st.container(key="live-status", gap="small"):
        _draw_findings(entry, judged)
        _draw_fonts(entry)
        if entry.proof_open:
            draw_reading(entry, judged, _jump)
    with st.container(key="live-pages"):
        if judged.trouble:
            st.error(judged.trouble)
        else:
            components.pages(judged.pages, judged.clauses, _on_jump)


def _save(entry: Entry) -> bool:
    """Save what changed; return whether anything was saved."""
    try:
        entry.trouble = ""
        saved = entry.save(bench.keep)
        beginning.remember_measures(entry.draft.unit, entry.measures)
        entry.measures.clear()
        return saved
    except FillError as error:
        entry.trouble = str(error)
        return False


def _on_tick() -> None:
    _current().ack = components.desk_tick()


def _on_jump() -> None:
    """Go to the field that made a text; a row of the annex goes to the figure it names."""
    entry, (path, cells) = _current(), components.pages_jump()
    if find_key(entry, path)[0] < 0:
        path = next((one.name for one in entry.form.fields() if one.label in cells), path)
    _jump(entry, path)


def _current() -> Entry:
    return st.session_state["entry"]


def _jump(entry: Entry, path: str) -> None:
    """Show the section of a finding or paragraph, with the cursor in its field."""
    section, key = find_key(entry, path)
    if section < 0:
        return
    entry.collect(st.session_state)
    entry.section, entry.wants_page = section, True
    entry.ask_focus(key)


# ---- actions
def _draw_actions(entry: Entry, judged: Judged) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="actions"):
        st.html(f'<span class="saved-sign" role="status">{_sign(entry)}</span>')
        st.button("撤销", key="undo", disabled=not entry.done, on_click=_on_undo, type="tertiary", help="撤销上一次修改")
        st.button("重做", key="redo", disabled=not entry.undone, on_click=_on_redo, type="tertiary")
        st.button("下载草稿", key="download-draft", on_click=_want, args=("draft",), help="没填完也可以下载，缺的地方写作【待补】")
        reason = bench.pdf_maker().reason
        st.button("下载 PDF", key="download-pdf", on_click=_want, args=("pdf",), disabled=bool(reason), help=reason or None)
        st.button("下载 Word", key="download", on_click=_want, args=("word",), type="primary")
    _serve_wanted(entry, judged)
    if entry.trouble:
        st.error(entry.trouble)


def _want(kind: str) -> None:
    """Remember the click: the drawing it starts may be cut short by a save that comes with it."""
    _current().wanted = kind


def _on_undo() -> None:
    entry = _current()
    entry.collect(st.session_state)
    entry.undo(bench.keep)
    entry.wants_page = True


def _on_redo() -> None:
    entry = _current()
    entry.redo(bench.keep)
    entry.wants_page = True


def _sign(entry: Entry) -> str:
    return "尚未保存" if entry.trouble or entry.conflict else f"已保存 {entry.saved_at}"


def _serve_wanted(entry: Entry, judged: Judged) -> None:
    wanted, entry.wanted = entry.wanted, ""
    if wanted == "pdf":
        _offer_pdf(entry, judged)
    elif wanted:
        document = _produce(entry, judged, draft=wanted == "draft")
        if document is not None:
            entry.offered = components.offer(document.name, document.content)
    if entry.offered:
        components.fetch_offered(entry.offered)


def _offer_pdf(entry: Entry, judged: Judged) -> None:
    document = _produce(entry, judged, draft=bool(judged.examined.errors))
    if document is None:
        return
    try:
        with st.spinner("正在转换成 PDF，请稍候…"):
            content = bench.pdf_maker().make(document.content)
    except FillError as error:
        entry.refused, entry.message = True, str(error)
        return
    entry.offered = components.offer(document.name.removesuffix(".docx") + ".pdf", content)


def _produce(entry: Entry, judged: Judged, *, draft: bool) -> Document | None:
    """Make the document of exactly what is on the screen; a refused one opens the list of what is missing."""
    try:
        document = workflow.finish(bench.workspace(), judged.examined, draft=draft)
    except RefusedError as error:
        entry.refused = entry.listing = True
        entry.message = str(error)
        return None
    if not draft and _asks_once_more(entry, judged):
        return None
    entry.refused, entry.message, entry.made = False, "", document.content
    if entry.conflict is None:
        entry.draft = bench.record(entry.draft, document, final=not draft)
    return document


def _asks_once_more(entry: Entry, judged: Judged) -> bool:
    """A final document with an open error of proofreading is made at the second click."""
    read = proofread_entry(entry, judged)
    if read is None or not read.errors or entry.asked_for == entry.saved_text:
        return False
    entry.asked_for, entry.proof_open, entry.refused = entry.saved_text, True, True
    entry.message = f"仍有{len(read.errors)}处校对错误，确认下载定稿？请先核对；确认无误的，再点一次即可下载"
    return True


def _draw_fonts(entry: Entry) -> None:
    """Tell, once a document was made, which fonts it wants; read after the file is on its way."""
    if entry.made:
        entry.fonts, entry.made = fonts_of(entry.made), b""
    if entry.fonts:
        with st.expander(f"这份文稿用到的字体（{len(entry.fonts)}种）"):
            lines = "".join(f"<li>{escape(name)}<small>{escape(advice)}</small></li>" for name, advice in entry.fonts)
            st.html(f'<ul class="files">{lines}</ul>')


# ---- findings
def _draw_findings(entry: Entry, judged: Judged) -> None:
    findings = sorted(judged.findings, key=lambda one: LEVEL_ORDER.index(_level(entry, one)))
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        st.html(_progress_html(*judged.progress))
        if findings:
            words = "收起清单" if entry.listing else f"查看{_counted(entry, findings)}"
            st.button(words, key="list-toggle", type="tertiary", on_click=_on_toggle)
        else:
            st.html('<span class="progress-text">填写没有发现问题</span>')
        words = "收起校对" if entry.proof_open else "校对全文"
        st.button(words, key="proof-toggle", type="tertiary", on_click=_on_proof, help="像细心的同事一样通读文稿")
    if entry.message and entry.refused:
        st.error(entry.message)
    if entry.listing and findings:
        with st.container(key="findings", gap=None):
            for number, one in enumerate(findings[:MAX_LISTED]):
                _draw_finding(entry, number, one)
            if len(findings) > MAX_LISTED:
                st.caption(f"另有{len(findings) - MAX_LISTED}条，处理后会继续列出")


def _progress_html(filled: int, asked: int) -> str:
    share = round(100 * filled / asked) if asked else 100
    bar = f'<span class="progress-bar"><i style="width:{share}%"></i></span>'
    return f'<span class="progress-text">已填 <b>{filled}/{asked}</b>{bar}</span>'


def _on_toggle() -> None:
    entry = _current()
    entry.listing = not entry.listing


def _on_proof() -> None:
    entry = _current()
    entry.proof_open = not entry.proof_open


def _level(entry: Entry, one: Finding) -> str:
    """A missing answer is no fault while the clerk is still on the way there; it is once a final document was asked for."""
    return "missing" if one.rule == "必填" and one.level == "error" and not entry.refused else one.level


def _counted(entry: Entry, findings: Sequence[Finding]) -> str:
    counts = Counter(_level(entry, one) for one in findings)
    return "、".join(f"{counts[level]}处{LEVEL_WORDS[level]}" for level in LEVEL_ORDER if counts[level])


def _draw_finding(entry: Entry, number: int, one: Finding) -> None:
    level = _level(entry, one)
    can_jump = bool(one.field) and find_key(entry, one.field or "")[0] >= 0
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"finding-row-{level}-{number}"):
        st.button(
            f"{LEVEL_WORDS[level]}　{plain(one.message)}",
            key=f"finding-{level}-{number}",
            type="tertiary",
            disabled=not can_jump,
            on_click=_jump,
            args=(entry, one.field),
        )
        if can_jump and asks_to_confirm(one):
            words = {"type": "tertiary", "help": "数字确实如此，不再提醒"}
            st.button("确认无误", key=f"confirm-{number}", on_click=_confirm, args=(entry, one.field), **words)


def _confirm(entry: Entry, name: str) -> None:
    entry.collect(st.session_state)
    entry.replace(confirm(entry.raw, name), bench.keep)
    entry.wants_page = True


# ---- what the desk shows beside the fields
def _desk_data(entry: Entry, judged: Judged) -> dict[str, object]:
    marks: dict[str, dict[str, str]] = {}
    badges = {f"section-{number}": _badge(*counts) for number, counts in judged.sections.items()}
    for one in sorted(judged.findings, key=lambda one: LEVEL_ORDER.index(_level(entry, one))):
        level = _level(entry, one)
        section, key = find_key(entry, one.field or "")
        if section < 0:
            continue
        if level in ("error", "warning") and section == entry.section:
            marks.setdefault(key, {"level": level, "text": one.message})
        badge = badges.get(f"section-{section}")
        if badge and not badge["level"] and level != "info":
            badge["level"] = level
    return {
        "ack": entry.ack,
        "sign": _sign(entry),
        "marks": marks,
        "badges": badges,
        "required": [key for key, slot in entry.slots.items() if slot.required],
        "paths": {key: slot.path for key, slot in entry.slots.items()},
        "focus": {"key": entry.focus, "count": entry.focus_count},
        "cells": {row.field: row.change or row.year_change or "—" for row in judged.rows.values()}
        | {target_cell(row.field): target_text(row) for row in judged.rows.values() if row.progress},
    }


def _badge(filled: int, asked: int) -> dict[str, str]:
    return {"text": f"{filled}/{asked}" if asked else "", "level": ""}
