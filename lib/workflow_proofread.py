"""The use cases of proofreading: a file, a pasted text or a report read; findings ignored and had back. Holds no rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from lib.core.model import PENDING, Draft, Finding, Unit
from lib.core.period import Period, parse_period
from lib.core.proofreading import (
    Context,
    Source,
    WordLists,
    clean_text,
    fingerprint,
    ignored_by,
    proofread,
    read_tree,
)
from lib.core.proofreading.context import from_title
from lib.core.proofreading.tree import line_starts
from lib.definitions_words import load_words
from lib.errors import CallError, InputFileError
from lib.word.reading import read_document
from lib.word.writing import MARK_END, MARK_NAME, MARK_VALUE
from lib.workflow import Examined, Workspace, decode_text, finish, worded
from lib.workflow_drafts import examine_draft

IGNORED = "忽略"  # kind of what the store remembers: fingerprint → what it was
OWN_LISTS = "本单位"  # folder beside the built-in lists
MAX_CHARACTERS = 500_000
TEXT_ENDINGS = (".txt", ".md")
_MARKS = re.compile(f"{MARK_NAME}([^{MARK_VALUE}]*){MARK_VALUE}|{MARK_END}")


@dataclass(frozen=True)
class Proofread:
    """A text as it was read, and what was found in it; places are as `proofread` gives them for `source`.

    `content` is the Word file it was read from, b"" for a text; `traces` are the values' places in a report.
    """

    name: str
    source: str | tuple[Source, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...] = ()
    content: bytes = b""
    context: Context | None = None
    traces: tuple[Trace, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.source.split("\n")) if isinstance(self.source, str) else tuple(one.text for one in self.source)

    @cached_property
    def placed(self) -> tuple[Finding, ...]:
        """The findings in order, each with its paragraph and its places there."""
        return tuple(self.place(one) for one in self.findings)

    def place(self, one: Finding) -> Finding:
        """Return a finding with its paragraph; one over several paragraphs ends with the first, and corrects nothing."""
        if not isinstance(self.source, str) or one.start is None or one.end is None:
            return one
        index = bisect_right(self._starts, one.start) - 1
        head, length = self._starts[index], len(self.paragraphs[index])
        spills = one.end - head > length
        hint = None if spills else one.suggestion
        return replace(one, paragraph=index, start=one.start - head, end=min(one.end - head, length), suggestion=hint)

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.source)[:-1] if isinstance(self.source, str) else []

    def words(self, one: Finding) -> str:
        """Return the words a finding is about; "" where it is about the whole text."""
        here = self.place(one)
        return self.paragraphs[here.paragraph][here.start : here.end] if here.paragraph is not None and here.start is not None else ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level == "error")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a value stands in a report's text: paragraph, start, end, and the path of what made it."""

    paragraph: int
    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class About:
    """What the person at the screen says a text is; each part may be empty."""

    format: str = ""
    unit: str = ""
    period: str = ""


# ---- word lists ----------------------------------------------------------------------------------------------------


def word_lists(workspace: Workspace) -> WordLists:
    """Return the lists of forms/words with the office's own over them; read again when a file has changed."""
    folder = workspace.root / "forms" / "words"
    return _word_lists(folder, _stamp(folder))


@lru_cache(maxsize=8)
def _word_lists(folder: Path, stamp: tuple[tuple[str, int], ...]) -> WordLists:
    return load_words(folder, folder / OWN_LISTS)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Name the files' state; part of the cache's key."""
    paths = sorted(path for place in (folder, folder / OWN_LISTS) for kind in ("*.yaml", "*.txt") for path in place.glob(kind))
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths)


# ---- reading -------------------------------------------------------------------------------------------------------


def proofread_file(workspace: Workspace, name: str, content: bytes, about: About | None = None) -> Proofread:
    """Proofread a .docx, .txt or .md. Raises InputFileError for what can't be read, CallError for an unknown period."""
    source, word = _read(name, content)
    return _proofread(workspace, name, source, about or About(), word)


def proofread_pasted(workspace: Workspace, text: str, about: About | None = None) -> Proofread:
    """Proofread a text as typed or pasted. Raises InputFileError when there is none, or too much."""
    return _proofread(workspace, "粘贴的文字", clean_text(text), about or About())


def _read(name: str, content: bytes) -> tuple[str | tuple[Source, ...], bytes]:
    if not content:
        raise InputFileError(f"“{name}”是空文件")
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or name.lower().endswith((".docx", ".doc", ".wps")):
        return tuple(read_document(content)), content
    if content[:5] == b"%PDF-":
        raise InputFileError("这是 PDF 文件：请用原来的 Word 文件，或把文字复制后粘贴到这里")
    text = decode_text(content, name)
    return clean_text(text), b""


def _proofread(
    workspace: Workspace, name: str, source: str | tuple[Source, ...], about: About, content: bytes = b""
) -> Proofread:
    length = len(source) if isinstance(source, str) else sum(len(one.text) for one in source)
    if not (source if isinstance(source, str) else "".join(one.text for one in source)).strip():
        picture = "；如果是扫描的图片，请先识别成文字" if content else ""
        raise InputFileError(f"没有可校对的文字{picture}")
    if length > MAX_CHARACTERS:
        raise InputFileError(f"文字共{length}字，超过{MAX_CHARACTERS // 10_000}万字的上限，请分成几份再校对")
    context = _context(workspace, about, source)
    previous = _previous(workspace, about) if context else ()
    return judge_text(workspace, name, source, context, previous=previous, unit=about.unit, content=content)


def judge_text(
    workspace: Workspace,
    name: str,
    source: str | tuple[Source, ...],
    context: Context | None,
    *,
    previous: Sequence[str] = (),
    unit: str = "",
    content: bytes = b"",
) -> Proofread:
    """Run the rules over a text that was read; what `unit` or the office ignores is set apart."""
    found = proofread(source, context=context, words=word_lists(workspace), previous=previous)
    known = frozenset(workspace.store.recall(unit or None, IGNORED)) if workspace.store else frozenset()
    return _parted(Proofread(name, source, tuple(found), (), content, context), known)


def _parted(read: Proofread, known: Collection[str]) -> Proofread:
    """Set what is ignored apart; places are held within their paragraph, so that the text before may move."""
    hidden = {one for one in read.findings if known and one.start is not None and ignored_by(read.place(one), read.paragraphs, known)}
    kept = tuple(one for one in read.findings if one not in hidden)
    return replace(read, findings=kept, ignored=tuple(one for one in read.findings if one in hidden))


# ---- what is known about a text ------------------------------------------------------------------------------------


def _context(workspace: Workspace, about: About, source: str | tuple[Source, ...]) -> Context | None:
    """Return what the person said, filled up from the text's own title; None where nothing was said."""
    if not (about.format or about.unit or about.period):
        return None
    period = parse_period(about.period) if about.period else None
    if about.period and period is None:
        raise CallError(f"“{about.period}”不是报告期，可写2025Q2、2025H1、2025或2025年第二季度")
    if about.format:
        workspace.form(about.format)
    titled = from_title(read_tree(source).title) or Context()
    unit = _unit(workspace, about.unit)
    values = _stored_values(workspace, about.format, about.unit, period)
    return replace(
        _unit_context(unit),
        format=about.format or titled.format,
        unit=unit.name if unit else titled.unit,
        period=period or titled.period,
        values=values,
    )


def _unit(workspace: Workspace, name: str) -> Unit | None:
    return (workspace.store.find_unit(name) if workspace.store else None) or Unit(name) if name else None


def _unit_context(unit: Unit | None) -> Context:
    if unit is None:
        return Context()
    names = tuple(name for name in (unit.short, unit.party, unit.superior, unit.parent) if name)
    return Context(unit=unit.name, level=unit.level, names=names)


def _draft(workspace: Workspace, format_name: str, unit: str, period: Period | None) -> Draft | None:
    if not (workspace.store and format_name and unit and period):
        return None
    return workspace.store.find_draft(format_name, unit, period)


def _stored_values(workspace: Workspace, format_name: str, unit: str, period: Period | None) -> dict[str, str]:
    """Return what the form of this very report says, so that figures changed by hand in Word are noticed."""
    draft = _draft(workspace, format_name, unit, period)
    examined = examine_draft(workspace, draft) if draft else None
    return worded_values(examined) if examined and examined.unit and examined.period else {}


def _previous(workspace: Workspace, about: About) -> tuple[str, ...]:
    period = parse_period(about.period) if about.period else None
    draft = _draft(workspace, about.format, about.unit, period.previous if period else None)
    return texts_of(workspace, draft) if draft else ()


def texts_of(workspace: Workspace, draft: Draft) -> tuple[str, ...]:
    """Return the paragraphs of a stored draft's document: what the next period's text is held against."""
    examined = examine_draft(workspace, draft)
    if examined.unit is None or examined.period is None:
        return ()
    sources = read_document(finish(workspace, examined, draft=True).content)
    return tuple(one.text for one in sources if one.text.strip() and one.kind != "table" and PENDING not in one.text)


def worded_values(examined: Examined) -> dict[str, str]:
    """Return figure → the clause it stands in the text as."""
    context = worded(examined, draft=True)
    clauses = {one.name: str(getattr(context.get(one.name), "句", "") or "") for one in examined.form.fields() if one.is_figure}
    return {name: clause for name, clause in clauses.items() if clause}


# ---- a report ------------------------------------------------------------------------------------------------------


def proofread_report(workspace: Workspace, examined: Examined, previous: Sequence[str] = ()) -> Proofread:
    """Proofread the document of an examined entry as it stands; each finding names the field that made its text.

    What is still 【待补】 is left to the form's own findings. `previous` is last period's text (`texts_of`).
    """
    assert examined.unit and examined.period
    document = finish(workspace, examined, draft=True, trace=True)
    source, traces = untraced(read_document(document.content))
    named = _unit_context(examined.unit)
    context = replace(named, format=examined.form.name, period=examined.period, values=worded_values(examined))
    read = judge_text(workspace, document.name, source, context, previous=previous, unit=examined.unit.name)
    found = [one for one in read.findings if one.start is not None and PENDING not in read.words(one)]
    return replace(read, findings=tuple(_with_field(one, traces, examined) for one in found), traces=traces)


def untraced(sources: Sequence[Source]) -> tuple[tuple[Source, ...], tuple[Trace, ...]]:
    """Take the marks of a traced document out of its paragraphs; return them and where each value stands."""
    clean, traces = [], []
    for index, one in enumerate(sources):
        text, opened, done = "", [], 0
        for mark in _MARKS.finditer(one.text):
            text += one.text[done : mark.start()]
            done = mark.end()
            if mark[1] is not None:
                opened.append((len(text), mark[1]))
            elif opened:
                start, path = opened.pop()
                traces.append(Trace(index, start, len(text), path))
        clean.append(replace(one, text=text + one.text[done:]) if done else one)
    return tuple(clean), tuple(traces)


def _with_field(one: Finding, traces: Sequence[Trace], examined: Examined) -> Finding:
    trace = trace_at(one, traces)
    return replace(one, field=trace.path) if trace and examined.form.find(trace.path) else one


def trace_at(one: Finding, traces: Sequence[Trace]) -> Trace | None:
    """Return the narrowest value that covers a finding's first character."""
    start = one.start or 0
    over = [trace for trace in traces if trace.paragraph == one.paragraph and trace.start <= start < trace.end]
    return min(over, key=lambda trace: trace.end - trace.start, default=None)


# ---- ignoring ------------------------------------------------------------------------------------------------------


def ignore(workspace: Workspace, unit: str, read: Proofread, one: Finding, *, always: bool = False, by: str = "local") -> None:
    """Have a finding ignored from now on: at this place only, or (`always`) these words anywhere in this unit's texts."""
    kept = {"规则": one.rule, "原文": read.words(one), "问题": one.message, "总是": always}
    workspace.store.remember(unit or None, IGNORED, fingerprint(read.place(one), read.paragraphs, wide=always), kept, by=by)


def restore(workspace: Workspace, unit: str, read: Proofread, one: Finding) -> None:
    """Have an ignored finding shown again, here and, where it was ignored always, everywhere in the unit."""
    for wide in (False, True):
        name = fingerprint(read.place(one), read.paragraphs, wide=wide)
        workspace.store.forget(unit or None, IGNORED, name)
        if unit:
            workspace.store.forget(None, IGNORED, name)
