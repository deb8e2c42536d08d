"""The use cases, each a short list of verbs. Every door (browser, workbook, command line, batch) comes through here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from lib.core.calculating import calculate
from lib.core.checking import check
from lib.core.cleaning import clean
from lib.core.model import PENDING, Document, Finding, Form, History, Unit, Values
from lib.core.numerals import plain
from lib.core.parsing import parse
from lib.core.period import Period, parse_period
from lib.core.phrasing import phrase, word_title
from lib.core.scope import context_words, resolve_defaults
from lib.definitions import load_forms, nearest, read_yaml
from lib.definitions_values import read_values
from lib.errors import CallError, InputFileError, RefusedError, SetupError, TemplateError, os_reason
from lib.word.compiling import Template, compile_template
from lib.word.layout import PRESETS, Preset, apply_preset, preset_of, settle

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what Windows allows in no file name
_KINDS = {"季度": "一个季度，如2025Q2", "半年": "半年，如2025H1", "年度": "全年，如2025"}
UNIT_LIMIT = 100  # characters of a unit's name
_VALUES_LIMIT = 20_000_000  # bytes of a values file


@dataclass(frozen=True, slots=True)
class Workspace:
    """What every use case works with: the formats, their templates, and the store where there is one."""

    root: Path
    forms: Mapping[str, Form]
    store: Any = None
    preset: Preset = PRESETS["国标"]  # the layout documents go out in
    _templates: dict[str, tuple[float, Template]] = field(default_factory=dict)

    def form(self, name: str) -> Form:
        """Return a format; CallError names the ones there are."""
        if name not in self.forms:
            raise CallError(f"没有“{name}”这种文稿{nearest(name, self.forms)}；现有：{'、'.join(self.forms)}")
        return self.forms[name]

    def template(self, form: Form) -> Template:
        """Return the form's compiled template; compiled again when the file has changed."""
        path = self.root / "templates" / form.template
        try:
            stamp = path.stat().st_mtime
            known = self._templates.get(form.template)
            if known is None or known[0] != stamp:
                known = self._templates[form.template] = stamp, self._compiled(path.read_bytes())
        except OSError:
            raise TemplateError(f"找不到模板 templates/{form.template}，请放回该文件或修改表单里的 template") from None
        return known[1]

    def _compiled(self, source: bytes) -> Template:
        """Compile a template as built (国标), or in the workspace's preset."""
        laid = source if self.preset is PRESETS["国标"] else apply_preset(source, self.preset)
        return compile_template(laid, trusted=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person handed in: unit and period as written, raw by field name."""

    unit: str
    period: str
    raw: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """An entry understood and judged; `unit` and `period` are None where they could not be."""

    form: Form
    unit: Unit | None
    period: Period | None
    values: Values
    history: History
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level == "error")


def open_workspace(root: Path, store: Any = None, preset: Preset | None = None) -> Workspace:
    """Load the formats of `root`; raises FormError for a faulty definition, SetupError where there is none.

    Documents go out in `preset`; without one in the office's own (forms/presets/本单位.yaml) where there is one, else 国标.
    """
    forms = load_forms(root / "forms")
    if not forms:
        raise SetupError("forms/ 里没有表单定义，请放回各文稿的 .yaml 文件")
    return Workspace(root, forms, store, preset or office_preset(root))


def office_preset(root: Path) -> Preset:
    """Return the office's own layout (forms/presets/本单位.yaml) or 国标; raises CallError naming the wrong key."""
    path = root / "forms" / "presets" / "本单位.yaml"
    if not path.is_file():
        return PRESETS["国标"]
    own = read_yaml(read_text(path), path.name)
    return preset_of(own if isinstance(own, Mapping) else {})


def examine(
    workspace: Workspace,
    format_name: str,
    unit: str | Unit,
    period: str | Period,
    raw: Mapping[str, Any],
    history: History | None = None,
) -> Examined:
    """Take an entry as far as its findings: parse, calculate, check."""
    form = workspace.form(format_name)
    who, when, findings = _heading(workspace, form, unit, period)
    values, parsed = parse(form, raw)
    findings += parsed
    if who and when:
        values = resolve_defaults(form, values, context_words(form, when, who))
    values, calculated = calculate(form, values)
    findings += calculated
    history = history or History()
    unread = {one.field for one in parsed if one.level == "error"}
    if when:  # what could not be understood is told once, not also as missing
        findings += [one for one in check(form, values, when, history) if one.field not in unread]
    return Examined(form, who, when, values, history, tuple(findings))


def _heading(
    workspace: Workspace, form: Form, unit: str | Unit, period: str | Period
) -> tuple[Unit | None, Period | None, list[Finding]]:
    findings: list[Finding] = []
    name, removed = ("", 0) if isinstance(unit, Unit) else clean(str(unit or ""))
    who = unit if isinstance(unit, Unit) else _unit(workspace, name.strip())
    if removed:
        findings.append(Finding("控制字符", "info", f"单位名称中有{removed}个看不见的控制字符，已去掉", field="单位"))
    if who and (len(who.name) > UNIT_LIMIT or any(mark in who.name for mark in "\n\t")):
        findings.append(Finding("单位", "error", f"单位名称应写在一行里，最多{UNIT_LIMIT}字", field="单位"))
        who = None
    elif who and PENDING in who.name:
        findings.append(Finding("待补", "error", f"单位名称里还有{PENDING}，请补上", field="单位"))
    elif not who:
        findings.append(Finding("必填", "error", "请填写填报单位的全称", field="单位"))
    when = period if isinstance(period, Period) else parse_period(str(period or ""))
    if when is None:
        told = f"“{period}”不是报告期" if period else "请填写报告期"
        findings.append(Finding("报告期", "error", f"{told}，可写2025Q2、2025H1、2025或2025年第二季度", field="报告期"))
    elif when.kind not in form.periods:
        wanted = "，或".join(_KINDS[kind] for kind in form.periods)
        findings.append(Finding("报告期", "error", f"{form.label}的报告期应是{wanted}；现在是{when.label}", field="报告期"))
    return who, when, findings


def _unit(workspace: Workspace, name: str) -> Unit | None:
    if not name:
        return None
    known = workspace.store.find_unit(name) if workspace.store else None
    return known or Unit(name)


def produce(
    workspace: Workspace,
    format_name: str,
    unit: str | Unit,
    period: str | Period,
    raw: Mapping[str, Any],
    *,
    draft: bool = False,
    history: History | None = None,
) -> Document:
    """Take an entry the whole way to a Word document.

    Raises RefusedError with the findings when a final document has errors, or when unit or period are missing.
    """
    return finish(workspace, examine(workspace, format_name, unit, period, raw, history), draft=draft)


def finish(
    workspace: Workspace,
    examined: Examined,
    *,
    draft: bool = False,
    trace: bool = False,
    context: Mapping[str, Any] | None = None,
) -> Document:
    """Word and set an examined entry; the second half of `produce`. `trace` marks values for the page beside the form.

    `context`: what `worded` returned for it, where the caller has it already.
    """
    if examined.unit is None or examined.period is None or (examined.errors and not draft):
        count = len(examined.errors)
        message = f"还有{count}处需要补正，不能生成定稿；可以先下载草稿" if not draft else "请先填写单位和报告期"
        raise RefusedError(message, examined.findings)
    context = worded(examined, draft=draft) if context is None else context
    properties = {"title": context["标题"].replace("\n", ""), "author": examined.unit.name}
    template, preset = workspace.template(examined.form), workspace.preset
    content = template.render(context, properties, trace=trace, polish=lambda xml: settle(xml, preset))
    return Document(document_name(examined, context, draft=draft), content, examined.findings)


def worded(examined: Examined, *, draft: bool = False) -> dict[str, Any]:
    """Return the template's context of an examined entry that has a unit and a period."""
    assert examined.unit and examined.period
    return phrase(examined.form, examined.values, examined.period, examined.unit, examined.history, draft=draft)


def document_name(examined: Examined, context: Mapping[str, Any], *, draft: bool = False) -> str:
    """Return the file name, 单位+期+文种.docx, fit for Windows and at most 120 characters."""
    name = _UNSAFE.sub("", word_title(examined.form.file_name, context, context)).strip(" .")[:100] or "文稿"
    return f"{name}（草稿）.docx" if draft else f"{name}.docx"


def read_entry(path: Path, form: Form) -> Entry:
    """Read a values file: JSON, YAML or a workbook made by `blank`.

    Raises InputFileError with one Chinese line for a file that is none of them.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        return _from_workbook(path, form)
    return entry_of(read_values(read_text(path), path.name), path.name)


def entry_of(data: Any, name: str = "数据") -> Entry:
    """Read an envelope {"单位", "报告期", "填报"}; a key that is none of them is a finding."""
    if not isinstance(data, Mapping):
        raise InputFileError(f"{name}的最外层应是{{\"单位\": …, \"报告期\": …, \"填报\": {{…}}}}")
    findings = [
        Finding("未知项", "error", f"不认识“{key}”{nearest(str(key), _ENVELOPE)}；数字和文字请放在“填报”里", field=str(key))
        for key in data
        if key not in _ENVELOPE
    ]
    raw = data.get("填报", {})
    if not isinstance(raw, Mapping):
        findings.append(Finding("填报", "error", "“填报”应是一组“名称: 内容”", field="填报"))
        raw = {}
    heading = {key: _heading_text(key, data.get(key), findings) for key in _HEADING}
    return Entry(heading["单位"], heading["报告期"], {str(key): value for key, value in raw.items()}, tuple(findings))


def _heading_text(key: str, value: Any, findings: list[Finding]) -> str:
    """Return the unit's name or the period as text; only a period may be a bare number (2025)."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool) and key == "报告期":
        return str(value)
    findings.append(Finding(key, "error", f"“{key}”应是一段文字", field=key))
    return ""


_HEADING = ("单位", "报告期")
_ENVELOPE = ("单位", "报告期", "填报", "文种", "说明")


def read_text(path: Path, limit: int = _VALUES_LIMIT) -> str:
    """Read a text file as UTF-8 (with or without BOM), UTF-16 with BOM or GB18030; InputFileError when it is none."""
    try:
        if path.stat().st_size > limit:
            raise InputFileError(f"文件“{path.name}”过大，超过{limit // 1_000_000} MB")
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputFileError(f"找不到文件“{path.name}”，请核对文件名和位置") from None
    except OSError as error:
        raise InputFileError(f"文件“{path.name}”打不开：{os_reason(error)}") from None
    return decode_text(content, path.name)


def decode_text(content: bytes, name: str = "文件") -> str:
    """Decode text as offices have it: UTF-8, UTF-16 with BOM, GB18030; InputFileError for anything else."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputFileError(f"“{name}”不是文本文件，请核对文件类型")


def _from_workbook(path: Path, form: Form) -> Entry:
    from lib.excel.reading import read_workbook

    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputFileError(f"文件“{path.name}”打不开：{os_reason(error)}") from None
    result = read_workbook(content, form)
    if len(result.entries) != 1:
        raise InputFileError(f"“{path.name}”里有{len(result.entries)}个单位，请用“批量”功能处理")
    entry = result.entries[0]
    return Entry(entry.unit, entry.period, entry.raw, tuple(result.findings))


def summary(findings: Sequence[Finding]) -> str:
    """Return “3处错误、1处提醒” for a list of findings."""
    counts = [(sum(one.level == level for one in findings), word) for level, word in _COUNTED]
    return "、".join(f"{count}处{word}" for count, word in counts if count) or "没有发现问题"


_COUNTED = (("error", "错误"), ("warning", "提醒"), ("info", "提示"))


def shown(value: Any) -> str:
    """Return a value as a table shows it."""
    return plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def with_findings(examined: Examined, more: Sequence[Finding]) -> Examined:
    """Return the examined entry with findings of another reader (chain, proofreading) behind its own."""
    return replace(examined, findings=(*examined.findings, *more))
