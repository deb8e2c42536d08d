"""The batch use case: many entries, one zip of documents, a 汇总 document and a sheet that says what was made."""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import re
import sys
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from lib.core.model import Document, Field, Finding, Form, Values
from lib.core.numerals import exact
from lib.core.period import Period, parse_period
from lib.core.scope import COMBINE_UNITS
from lib.errors import FillError, InputFileError, RefusedError
from lib.excel.listing import ResultRow, results_workbook
from lib.excel.places import Entry
from lib.excel.reading import read_workbook
from lib.word.layout import layout_text
from lib.workflow import Examined, Workspace, examine, finish
from lib.workflow_chain import examine_in_chain
from lib.workflow_steady import steady

MADE, NOT_MADE, CANCELLED = "已生成", "未生成", "已取消"
SUMMARY_NAME, RESULT_NAME = "汇总.docx", "结果.xlsx"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # Windows device names
_NAME_BYTES = 200  # a zip entry's name in UTF-8; Windows paths end at 260 characters
_WORTH_FORKING = 100  # entries from which further processes repay their start
_LISTED = 300  # units named in the 汇总 document; the rest are in the sheet

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Made:
    """A document, and the entry's figures for the 汇总."""

    document: Document
    figures: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry; `made` is None where no document came of it."""

    entry: Entry
    status: str
    made: Made | None = None
    findings: tuple[Finding, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a finished batch tells: counts, and a line a unit as in 结果.xlsx."""

    rows: tuple[ResultRow, ...]
    notes: tuple[Finding, ...] = ()

    @property
    def made(self) -> int:
        return sum(row.outcome == MADE for row in self.rows)

    @property
    def not_made(self) -> int:
        return sum(row.outcome == NOT_MADE for row in self.rows)

    @property
    def cancelled(self) -> int:
        return sum(row.outcome == CANCELLED for row in self.rows)

    @property
    def summary(self) -> str:
        parts = ((self.made, "已生成{}份"), (self.not_made, "未生成{}份"), (self.cancelled, "已取消{}份"))
        return f"共{len(self.rows)}个单位，" + "，".join(words.format(count) for count, words in parts if count)


# ---- the use cases


def batch_from_workbook(
    workspace: Workspace,
    format_name: str,
    content: bytes,
    target: BinaryIO,
    *,
    workers: int = 0,
    draft: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BatchReport:
    """Make a document of every row of a workbook and write the zip to `target`.

    A row with errors gives no document and stops no other; 结果.xlsx in the zip says why, at its cell. `draft` makes
    drafts of such rows. Raises InputFileError for a workbook that can't be read or holds no unit.
    """
    form = workspace.form(format_name)
    read = read_workbook(content, form)
    if not read.entries:
        said = next((one.message for one in read.findings if one.level == "error"), "请一行填一个单位")
        raise InputFileError(f"工作簿里没有可用的单位：{said}")
    maker = Maker(steady(workspace), format_name, read.faults(), draft)
    outcomes = run_batch(read.entries, maker, workers=workers, progress=progress, cancelled=cancelled)
    return batch_zip(target, form, outcomes, notes=read.loose_findings())


def batch_from_drafts(
    workspace: Workspace,
    format_name: str,
    period: Period | str,
    target: BinaryIO,
    *,
    under: str | None = None,
    units: Sequence[str] = (),
    workers: int = 0,
    draft: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BatchReport:
    """Make a document of every unit's entry in the store: of `units`, of those `under` a unit, or of all.

    A unit without an entry is listed as 未生成. Raises InputFileError where there is no unit at all.
    """
    form = workspace.form(format_name)
    names = list(units) or [one.name for one in workspace.store.units(under=under) if one.name != under]
    key = period.key if isinstance(period, Period) else str(period)
    entries = [_stored(workspace, format_name, name, key) for name in names]
    if not entries:
        raise InputFileError("没有可以批量生成的单位，请先在“单位”里导入单位")
    maker = Maker(steady(workspace), format_name, {}, draft)
    return batch_zip(target, form, run_batch(entries, maker, workers=workers, progress=progress, cancelled=cancelled))


def _stored(workspace: Workspace, format_name: str, unit: str, period: str) -> Entry:
    found = workspace.store.find_draft(format_name, unit, period)
    return Entry(unit, period, found.raw if found else {}, labels={} if found else {"": "这个单位还没有填报"})


@dataclass(slots=True)
class Maker:
    """Makes one entry's document; `faults` are findings of the reading, by the entry's position."""

    workspace: Workspace
    format_name: str
    faults: Mapping[int, tuple[Finding, ...]]
    draft: bool = False

    @property
    def alone(self) -> bool:
        """Whether it must run in one process: a database connection is not for forked children."""
        return self.workspace.store is not None

    def __call__(self, number: int, entry: Entry) -> Made:
        """Return the document. Raises RefusedError with findings at their cells where the entry has errors."""
        if not entry.raw and "" in entry.labels:
            raise RefusedError(entry.labels[""])
        faults = self.faults.get(number, ())
        examined = self._examine(entry)
        errors = sum(one.level == "error" for one in (*faults, *examined.findings))
        if errors and not self.draft:
            placed = (one.finding for one in entry.located(examined.findings))
            raise RefusedError(f"有{errors}处错误，改正后再生成", (*faults, *placed))
        document = finish(self.workspace, examined, draft=bool(errors))
        findings = tuple(one.finding for one in entry.located(document.findings))
        figures = {
            one.name: examined.values[one.name] for one in examined.form.fields() if _counts(one, examined.values)
        }
        return Made(Document(document.name, document.content, (*faults, *findings), document.fonts), figures)

    def _examine(self, entry: Entry) -> Examined:
        """Take the same walk as the browser: against the unit's history and targets where there is a store."""
        period = parse_period(entry.period)
        if self.workspace.store is None or period is None or not entry.unit:
            return examine(self.workspace, self.format_name, entry.unit, entry.period, entry.raw)
        return examine_in_chain(self.workspace, self.format_name, entry.unit, period, entry.raw)[0]


def _counts(one: Field, values: Values) -> bool:
    return one.is_figure and one.aggregate in COMBINE_UNITS and isinstance(values[one.name], Decimal)


# ---- running


def run_batch(
    entries: Sequence[Entry],
    produce_one: Callable[[int, Entry], Made],
    *,
    workers: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[Outcome]:
    """Yield each entry's outcome in order; an entry that fails is an outcome like any other.

    `produce_one(number, entry)` raises FillError to refuse. `progress(done, total, unit)` is called after each;
    once `cancelled()` is true the rest are 已取消. `workers` > 1 uses processes where they can be forked safely, else
    threads; 0 chooses by the number of entries and processors.
    """
    total, done, stop = len(entries), 0, False
    results = _results(entries, produce_one, min(workers or automatic_workers(total), total))
    try:
        while done < total:
            if stop or (cancelled is not None and cancelled()):
                stop = True
                outcome = Outcome(entries[done], CANCELLED, message="已取消，没有生成")
            else:
                outcome = _outcome(entries[done], next(results))
            done += 1
            if progress is not None and not stop:
                progress(done, total, outcome.entry.unit)
            yield outcome
    finally:
        results.close()


def automatic_workers(total: int) -> int:
    """Return how many processes pay off: one for a few documents, else one a processor, four at most."""
    return min(os.cpu_count() or 1, 4) if total >= _WORTH_FORKING and threading.active_count() == 1 else 1


Result = tuple[Made | None, tuple[Finding, ...], str]


def _outcome(entry: Entry, result: Result) -> Outcome:
    made, findings, message = result
    return Outcome(entry, MADE if made else NOT_MADE, made, findings, message)


def _attempt(produce_one: Callable[[int, Entry], Made], number: int, entry: Entry) -> Result:
    try:
        made = produce_one(number, entry)
    except FillError as error:
        return None, tuple(getattr(error, "findings", ())), str(error)
    except Exception as error:  # one row must not stop the others: it is logged, and told in the result sheet
        logging.getLogger(__name__).exception("batch row %s", number)
        return None, (), f"程序没能生成这一份（{type(error).__name__}），请把这一行的内容反馈给管理员"
    return made, made.document.findings, ""


def _results(entries: Sequence[Entry], produce_one: Callable[[int, Entry], Made], workers: int) -> Iterator[Result]:
    if workers <= 1 or getattr(produce_one, "alone", False):
        return (_attempt(produce_one, number, entry) for number, entry in enumerate(entries))
    alone = threading.active_count() == 1
    if alone and sys.platform != "win32" and "fork" in multiprocessing.get_all_start_methods():
        return _forked(entries, produce_one, workers)
    return _threaded(entries, produce_one, workers)


_inherited: list[tuple[Callable[[int, Entry], Made], Sequence[Entry]]] = []  # what forked children work on


def _in_child(number: int) -> Result:
    produce_one, entries = _inherited[-1]
    return _attempt(produce_one, number, entries[number])


def _forked(entries: Sequence[Entry], produce_one: Callable[[int, Entry], Made], workers: int) -> Iterator[Result]:
    """Work in children that inherit the entries; only numbers go in and documents come out."""
    _inherited.append((produce_one, entries))
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            yield from pool.imap(_in_child, range(len(entries)), chunksize=8)
    finally:
        _inherited.pop()


def _threaded(entries: Sequence[Entry], produce_one: Callable[[int, Entry], Made], workers: int) -> Iterator[Result]:
    with ThreadPoolExecutor(workers) as pool:
        size = workers * 4
        for first in range(0, len(entries), size):  # a few at a time: a cancelled batch stops soon
            numbers = range(first, min(first + size, len(entries)))
            yield from pool.map(lambda number: _attempt(produce_one, number, entries[number]), numbers)


# ---- the zip


def batch_zip(
    target: BinaryIO, form: Form, outcomes: Iterable[Outcome], *, notes: Sequence[Finding] = ()
) -> BatchReport:
    """Write each document as it comes, then 汇总.docx and 结果.xlsx; same outcomes, same bytes.

    Names in the zip are unique whatever the case, and fit for Windows.
    """
    rows: list[ResultRow] = []
    roll = RollUp(form)
    taken = {SUMMARY_NAME.casefold(), RESULT_NAME.casefold()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for outcome in outcomes:
            name = ""
            if outcome.made is not None:
                name = unique_name(outcome.made.document.name, taken)
                _store(archive, name, outcome.made.document.content)
            roll.add(outcome)
            rows.append(_row(outcome, name))
        _store(archive, SUMMARY_NAME, layout_text(roll.text(rows)))
        _store(archive, RESULT_NAME, results_workbook(rows, notes))
    return BatchReport(tuple(rows), tuple(notes))


def _store(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)  # documents are deflated already


def _row(outcome: Outcome, name: str) -> ResultRow:
    entry, period = outcome.entry, parse_period(outcome.entry.period)
    first = next((one.message for one in outcome.findings if one.level == "error"), "")
    message = f"{outcome.message}：{first}" if first and outcome.message else outcome.message
    label = period.label if period else entry.period
    return ResultRow(entry.unit, label, outcome.status, name, outcome.findings, message[:2000])


def unique_name(name: str, taken: set[str]) -> str:
    """Return a file name Windows takes, not yet in `taken` (compared without case), and add it there."""
    name = _UNSAFE.sub("", unicodedata.normalize("NFC", name)).strip(" .") or "文稿.docx"
    stem, dot, extension = name.rpartition(".")
    stem, extension = (stem, dot + extension) if dot else (name, "")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    while len(stem.encode()) > _NAME_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .") or "文稿"
    found, number = f"{stem}{extension}", 2
    while found.casefold() in taken:
        found, number = f"{stem}（{number}）{extension}", number + 1
    taken.add(found.casefold())
    return found


# ---- the 汇总 document


class RollUp:
    """Adds up the figures of the entries that were made, before any rounding (NUMBERS.md R22)."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.fields = [one for one in form.fields() if one.is_figure and one.aggregate in COMBINE_UNITS]
        self.figures: dict[str, list[Decimal]] = {one.name: [] for one in self.fields}
        self.periods: set[Period] = set()
        self.count = 0

    def add(self, outcome: Outcome) -> None:
        if outcome.made is None:
            return
        self.count += 1
        if period := parse_period(outcome.entry.period):
            self.periods.add(period)
        for name, value in outcome.made.figures.items():
            self.figures[name].append(value)

    def text(self, rows: Sequence[ResultRow]) -> str:
        """Return the 汇总 document's plain text: what was made, the totals, the units that are missing."""
        when = next(iter(self.periods)).label if len(self.periods) == 1 else ""
        missing = [row for row in rows if row.outcome != MADE]
        lines = [
            f"{when}{self.form.label}汇总",
            "",
            f"本次共{len(rows)}个单位，已生成{self.count}份，未生成{len(missing)}份。",
        ]
        if len(self.periods) > 1:
            lines.append(
                f"各单位报告期不一：{'、'.join(period.label for period in sorted(self.periods))}，以下合计不分期。"
            )
        if self.count:
            lines += [
                "一、各项数字合计",
                "下表按已生成的各单位填报的原始数字合计，没有填报的单位不计入。",
                *self._table(),
            ]
        if missing:
            lines += [f"{'二' if self.count else '一'}、未生成的单位", *_missing(missing)]
        return "\n".join(lines)

    def _table(self) -> list[str]:
        rows = ["|指标|量词|合计|填报单位数|"]
        for one in self.fields:
            figures = self.figures[one.name]
            if figures:
                label = one.label if one.aggregate in ("sum", "last") else f"{one.label}（{_HOW[one.aggregate]}）"
                value = exact(COMBINE_UNITS[one.aggregate](figures))
                rows.append(f"|{_cell(label)}|{_cell(one.unit)}|{value}|{len(figures)}|")
        return rows


_HOW = {"max": "最大", "mean": "平均"}


def _missing(rows: Sequence[ResultRow]) -> list[str]:
    lines = ["|单位名称|报告期|原因|"]
    lines += [f"|{_cell(row.unit)}|{_cell(row.period)}|{_cell(row.message)[:120]}|" for row in rows[:_LISTED]]
    return lines + ([f"其余{len(rows) - _LISTED}个单位见“{RESULT_NAME}”。"] if len(rows) > _LISTED else [])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "｜").split())


def as_bytes(run: Callable[[BinaryIO], BatchReport]) -> tuple[bytes, BatchReport]:
    """Run a batch into memory: for a page that hands the zip to the browser."""
    stream = io.BytesIO()
    report = run(stream)
    return stream.getvalue(), report
