"""Proofreading beside the form: the report's findings with place and reason, correction in one click, ignoring, jumping."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.core.model import LEVEL_NAMES, Finding
from lib.ui import bench
from lib.ui.entry import Entry, find_key, freeze
from lib.ui.judging import Judged
from lib.ui.texts import plain
from lib.workflow_proofread import Proofread, ignore, proofread_report, texts_of
from lib.workflow_proofread_fields import corrected_raw

MAX_LISTED = 40
LONGEST = 30  # characters of the words a finding is about

Jump = Callable[[Entry, str], None]


def proofread_entry(entry: Entry, judged: Judged) -> Proofread | None:
    """Proofread the document as it stands; the last reading is used again while nothing changed. None without a unit or period."""
    if judged.examined.unit is None or judged.examined.period is None:
        return None
    stamp = (freeze(entry.raw), entry.draft.unit, entry.draft.period)
    if entry.proof is None or entry.proof[0] != stamp:
        entry.proof = (stamp, proofread_report(bench.workspace(), judged.examined, _previous(judged)))
    return entry.proof[1]


def _previous(judged: Judged) -> tuple[str, ...]:
    """Return last period's text, read once for each version of it."""
    before = judged.chain.previous
    if before is None:
        return ()
    stamp, held = (before.id, before.version), st.session_state.get("proof-previous")
    if held is None or held[0] != stamp:
        held = st.session_state["proof-previous"] = (stamp, texts_of(bench.workspace(), before))
    return held[1]


def draw_reading(entry: Entry, judged: Judged, jump: Jump) -> None:
    """List what proofreading found, worst first."""
    read = proofread_entry(entry, judged)
    if read is None:
        return
    with st.container(key="proof", gap=None):
        if not read.findings:
            st.html('<p class="calm">校对没有发现问题。</p>')
        for number, one in enumerate(sorted(read.findings, key=lambda one: list(LEVEL_NAMES).index(one.level))[:MAX_LISTED]):
            _draw_finding(entry, read, number, one, jump)
        if len(read.findings) > MAX_LISTED:
            st.caption(f"另有{len(read.findings) - MAX_LISTED}条，处理后会继续列出")


def _draw_finding(entry: Entry, read: Proofread, number: int, one: Finding, jump: Jump) -> None:
    words = read.words(one)
    shown = f"“{words[:LONGEST]}”：" if words and words not in one.message else ""
    can_jump = bool(one.field) and find_key(entry, one.field or "")[0] >= 0
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"proof-row-{one.level}-{number}"):
        st.button(
            plain(f"{LEVEL_NAMES[one.level]}　{_place(entry, one)}　{shown}{one.message}"),
            key=f"proof-{one.level}-{number}",
            type="tertiary",
            disabled=not can_jump,
            on_click=jump,
            args=(entry, one.field or ""),
        )
        if corrected_raw(entry.raw, read, one) is not None:
            label = plain(f"改为“{one.suggestion}”" if one.suggestion else "删去")
            st.button(label, key=f"proof-fix-{number}", type="tertiary", on_click=_correct, args=(entry, read, one))
        for words, always in (("忽略", False), ("本单位总是忽略", True)):
            key = f"proof-ignore-{number}-{always}"
            st.button(words, key=key, type="tertiary", on_click=_ignore, args=(entry, read, one, always))


def _place(entry: Entry, one: Finding) -> str:
    """Return where a finding is: the field that made its text, else the paragraph."""
    found = entry.form.find(one.field) if one.field else None
    if found is not None:
        return found.label
    return f"第{one.paragraph + 1}段" if one.paragraph is not None and one.start is not None else "全文"


def _correct(entry: Entry, read: Proofread, one: Finding) -> None:
    """Correct the one field that holds the words, with what was typed since; 撤销 takes it back."""
    entry.collect(st.session_state)
    corrected = corrected_raw(entry.raw, read, one)
    if corrected is not None:
        entry.replace(corrected[0], bench.keep)
        entry.wants_page = True


def _ignore(entry: Entry, read: Proofread, one: Finding, always: bool) -> None:
    ignore(bench.workspace(), entry.draft.unit, read, one, always=always)
    entry.proof = None
