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
    stamp = freeze(entry.raw)
    if entry.proof is None or entry.proof[0] != stamp:
        before = judged.chain.previous
        previous = texts_of(bench.workspace(), before) if before is not None else ()
        entry.proof = (stamp, proofread_report(bench.workspace(), judged.examined, previous))
    return entry.proof[1]


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
            plain(f"{LEVEL_NAMES[one.level]}　{shown}{one.message}"),
            key=f"proof-{one.level}-{number}",
            type="tertiary",
            disabled=not can_jump,
            on_click=jump,
            args=(entry, one.field or ""),
        )
        corrected = corrected_raw(entry.raw, read, one)
        if corrected is not None:
            label = plain(f"改为“{one.suggestion}”" if one.suggestion else "删去")
            st.button(label, key=f"proof-fix-{number}", type="tertiary", on_click=_correct, args=(entry, corrected[0]))
        st.button("忽略", key=f"proof-ignore-{number}", type="tertiary", on_click=_ignore, args=(entry, read, one))


def _correct(entry: Entry, raw: dict) -> None:
    entry.replace(raw, bench.keep)
    entry.wants_page = True


def _ignore(entry: Entry, read: Proofread, one: Finding) -> None:
    ignore(bench.workspace(), entry.draft.unit, read, one)
    entry.proof = None
