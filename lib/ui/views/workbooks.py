"""The page Excel: blank workbooks out, filled ones in (what would change is shown first), many units in one zip."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import streamlit as st

from lib import workflow_import, workflow_workbooks
from lib.core.model import LEVEL_NAMES, Form
from lib.core.period import Period
from lib.errors import FillError
from lib.excel.preview import CHANGED, FAULTY, NEW, SAME
from lib.ui import beginning, bench, components
from lib.workflow_batch import MADE, BatchReport, batch_from_drafts, batch_from_workbook

PARTS = ("空白工作簿", "导入填好的", "批量成文")
SHOWN = 200  # lines of a preview on the page; the marked workbook has them all
ALL_UNITS = "全部单位"


def page() -> None:
    """Three things a clerk does with Excel, one at a time."""
    st.html("<h1>Excel 填报与批量</h1>")
    part = st.segmented_control("要做什么", PARTS, default=PARTS[0], key="excel-part", label_visibility="collapsed")
    forms = bench.workspace().forms
    left, right = st.columns(2)
    name = left.selectbox("文种", list(forms), key="excel-format", format_func=bench.label_of)
    form = forms[name]
    periods = beginning.periods_now(form, date.today())
    with right:
        period = st.selectbox("报告期", periods, key=f"excel-period-{name}", format_func=lambda one: one.label)
    {PARTS[0]: _draw_blank, PARTS[1]: _draw_import, PARTS[2]: _draw_batch}[part or PARTS[0]](form, period)


# ---- blank workbooks -----------------------------------------------------------------------------------------------


def _draw_blank(form: Form, period: Period) -> None:
    names = _units()
    st.html('<p class="calm">一个单位：一份能逐项填写的工作簿。几个单位：一行一个单位的批量工作簿。不选单位则自己填名称。</p>')
    chosen = st.multiselect("单位", names, key="excel-units", placeholder="可多选，也可不选", accept_new_options=True)
    many = st.toggle("一行一个单位的批量工作簿", value=len(chosen) > 1, key=f"excel-many-{len(chosen) > 1}")
    if st.button("下载空白工作簿", type="primary", key="excel-blank"):
        content = workflow_workbooks.blank(bench.workspace(), form.name, chosen, period.key, many=many)
        title = f"{chosen[0] if len(chosen) == 1 else ''}{period.label}{form.label}填报表.xlsx"
        components.fetch(title, content, key="excel-fetch-blank")


def _units() -> list[str]:
    return beginning.units()


# ---- import --------------------------------------------------------------------------------------------------------


def _draw_import(form: Form, period: Period) -> None:
    given = st.file_uploader("填好的工作簿（.xlsx）", key="excel-file", type=["xlsx", "xlsm", "xls"])
    if given is None:
        st.html('<p class="calm">先在“空白工作簿”下载，用 Excel 或 WPS 填好，再放到这里。导入前会列出变化，确认后才保存。</p>')
        return
    checked = _checked(form, given.file_id, given.getvalue())
    if checked is None:
        return
    counts = [f"{word}{checked.count(word)}个" for word in (NEW, CHANGED, SAME, FAULTY) if checked.count(word)]
    st.html(f"<h2>核对：{'，'.join(counts) or '没有可导入的单位'}</h2>")
    _draw_rows(checked)
    ready = checked.count(NEW) + checked.count(CHANGED)
    with st.container(horizontal=True):
        if st.button(f"确认导入{ready}个单位", type="primary", key="excel-apply", disabled=not ready):
            _apply(checked)
        if checked.is_marked and st.button("下载标注了问题的工作簿", key="excel-marked"):
            components.fetch(f"标注_{given.name}", workflow_import.marked(checked), key="excel-fetch-marked")
    for line in st.session_state.pop("excel-told", ()):
        st.success(line) if line.startswith("已导入") else st.error(line)


def _checked(form: Form, file_id: str, content: bytes) -> workflow_import.Import | None:
    """Read an upload once; what the store holds may have changed since, so a confirmed import is read again."""
    key = (form.name, file_id, st.session_state.get("excel-round", 0))
    held = st.session_state.get("excel-checked")
    if held is None or held[0] != key:
        try:
            held = (key, workflow_import.preview_import(bench.workspace(), form.name, content), "")
        except FillError as error:
            held = (key, None, str(error))
        st.session_state["excel-checked"] = held
    if held[2]:
        st.error(held[2])
    return held[1]


def _draw_rows(checked: workflow_import.Import) -> None:
    st.dataframe(
        [
            {
                "单位": row.entry.unit or "（未填）",
                "报告期": row.entry.period,
                "结果": row.status,
                "变化": f"{len(row.changes)}处" if row.changes else "",
                "问题": f"{len(row.findings)}处" if row.findings else "",
            }
            for row in checked.rows
        ],
        hide_index=True,
        key="excel-rows",
    )
    changes = [(row.entry.unit, one) for row in checked.rows if row.status != SAME for one in row.changes]
    if changes:
        with st.expander(f"变化（{len(changes)}处）"):
            st.dataframe(
                [{"单位": u, "项目": c.label, "原来": c.before, "导入后": c.after} for u, c in changes[:SHOWN]], hide_index=True
            )
    said = [*(one.finding for row in checked.rows for one in row.findings), *checked.read.loose_findings()]
    if said:
        with st.expander(f"问题（{len(said)}处）", expanded=checked.count(FAULTY) > 0):
            st.dataframe([{"级别": LEVEL_NAMES[f.level], "内容": f.message} for f in said[:SHOWN]], hide_index=True)


def _apply(checked: workflow_import.Import) -> None:
    done = workflow_import.apply_import(bench.workspace(), checked)
    st.session_state["excel-told"] = [f"已导入{len(done.drafts)}个单位，可在“草稿”里继续填写", *done.troubles]
    st.session_state["excel-round"] = st.session_state.get("excel-round", 0) + 1
    st.rerun()


# ---- batch ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Job:
    """A batch at work in its own thread; the page looks in on it."""

    title: str
    done: int = 0
    total: int = 0
    unit: str = ""
    cancelled: bool = False
    content: bytes = b""
    report: BatchReport | None = None
    trouble: str = ""
    finished: threading.Event = field(default_factory=threading.Event)

    def run(self, make: Callable[..., BatchReport]) -> None:
        stream: BinaryIO = io.BytesIO()
        try:
            self.report = make(target=stream, progress=self._told, cancelled=lambda: self.cancelled)
            stream.seek(0)
            self.content = stream.read()
        except FillError as error:
            self.trouble = str(error)
        finally:
            self.finished.set()

    def _told(self, done: int, total: int, unit: str) -> None:
        self.done, self.total, self.unit = done, total, unit


def _draw_batch(form: Form, period: Period) -> None:
    job: Job | None = st.session_state.get("excel-job")
    if job is not None:
        _draw_job()
        return
    source = st.radio("从哪里来", ("填好的批量工作簿", "已填的草稿"), horizontal=True, key="excel-source")
    draft = st.toggle("有错误的单位也生成草稿", key="excel-draft")
    if source == "填好的批量工作簿":
        given = st.file_uploader("填好的批量工作簿（.xlsx）", key="excel-batch-file", type=["xlsx", "xlsm", "xls"])
        if st.button("开始生成", type="primary", key="excel-run-file", disabled=given is None) and given:
            content = given.getvalue()
            _start(form, period, lambda **to: batch_from_workbook(bench.workspace(), form.name, content, draft=draft, **to))
        return
    names = _units()
    under = st.selectbox("范围", [ALL_UNITS, *names], key="excel-under", format_func=_under)
    if st.button("开始生成", type="primary", key="excel-run-drafts"):
        root = None if under == ALL_UNITS else under
        _start(form, period, lambda **to: batch_from_drafts(bench.workspace(), form.name, period, under=root, draft=draft, **to))


def _under(name: str) -> str:
    return name if name == ALL_UNITS else f"{name}的下属单位"


def _start(form: Form, period: Period, make: Callable[..., BatchReport]) -> None:
    job = st.session_state["excel-job"] = Job(f"{period.label}{form.label}")
    threading.Thread(target=job.run, args=(make,), daemon=True).start()
    st.rerun()


def _draw_job() -> None:
    job: Job = st.session_state["excel-job"]
    if job.finished.is_set():
        _draw_report(job)
    else:
        _draw_progress(job)


@st.fragment(run_every=0.5)
def _draw_progress(job: Job) -> None:
    if job.finished.is_set():
        st.rerun(scope="app")
    share = job.done / job.total if job.total else 0.0
    st.progress(share, f"正在生成 {job.done}/{job.total or '…'} {job.unit}")
    if st.button("取消", key="excel-cancel", disabled=job.cancelled):
        job.cancelled = True


def _draw_report(job: Job) -> None:
    if job.trouble:
        st.error(job.trouble)
    elif job.report:
        st.success(job.report.summary + "。每份的结果和问题在压缩包的“结果.xlsx”里。")
        if st.button("下载压缩包", type="primary", key="excel-zip"):
            components.fetch(f"{job.title}批量.zip", job.content, key="excel-fetch-zip")
        wrong = [row for row in job.report.rows if row.outcome != MADE]
        if wrong:
            st.dataframe([{"单位": row.unit, "结果": row.outcome, "说明": row.message} for row in wrong], hide_index=True)
    if st.button("再做一批", key="excel-again"):
        del st.session_state["excel-job"]
        st.rerun()
