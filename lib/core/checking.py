"""Third verb: hold the values against the form's own rules. Every finding says where and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lib.core.dates import word_date
from lib.core.expressions import BlankError, ExpressionError, compile_expression, holds, scope_of
from lib.core.model import PENDING, Check, Field, Finding, Form, History, Mark, Section, Values
from lib.core.numerals import plain
from lib.core.period import Period
from lib.core.scope import full_scope, relevant_sections

_SLOT = re.compile(r"\{([^{}]+)\}")


def check(form: Form, values: Values, period: Period, history: History | None = None) -> list[Finding]:
    """Return what is missing, out of bounds or at odds, in the form's order, the form's checks last.

    A check whose figures are partly blank says 未核 (info); one whose figures are all blank has nothing to check.
    """
    scope = full_scope(form, values, period, history or History())
    findings: list[Finding] = []
    for section, fields in relevant_sections(form, scope):
        for one in fields:
            findings += _field(one, values, one.name, scope)
        findings += _all_zero(section, fields, values)
    for rule in form.checks:
        findings += _rule(form, rule, values, scope)
    return findings


def _all_zero(section: Section, fields: tuple[Field, ...], values: Values) -> Iterator[Finding]:
    """Say that a section of nothing but zeros will not be in the text (R16, last sentence); its heading is not dropped."""
    figures = [one for one in fields if one.is_figure and values[one.name] is not None]
    told = any(values[one.name] for one in fields if one.is_group or one.type == "paragraphs")
    if figures and not told and all(values[one.name] == 0 and one.zero == "drop" for one in figures):
        message = f"{section.label}的数字全部是0，这一节不会写进正文；要保留请在工作情况里写明"
        yield Finding("R16", "info", message, field=figures[0].name)


def _field(one: Field, values: Values, path: str, scope: Mapping[str, Any]) -> Iterator[Finding]:
    value = values[one.name]
    if value is None or value == ():
        if one.required or (one.is_group and one.min_rows):
            yield _missing(one, path)
        return
    if isinstance(value, Decimal):
        yield from _bounds(one, value, path, values.marks.get(one.name))
    elif isinstance(value, (str, tuple)) and not one.is_group:
        lines = (value,) if isinstance(value, str) else value
        if any(PENDING in line for line in lines):
            yield Finding("待补", "error", f"{one.label}里还有{PENDING}，请补上", field=path)
    if one.is_group:
        yield from _rows(one, value, path, scope)
    if one.constraint:
        yield from _constraint(one, path, scope)


def _missing(one: Field, path: str) -> Finding:
    if one.is_group:
        return Finding("必填", "error", f"{one.label}至少要填{max(one.min_rows, 1)}条", field=path)
    verb = "选择" if one.type in ("select", "switch") else "填写"
    return Finding("必填", "error", f"请{verb}{one.label}", field=path)


def _bounds(one: Field, value: Decimal, path: str, mark: Mark | None) -> Iterator[Finding]:
    unit = mark.unit if mark else one.unit
    low = Decimal(0) if one.minimum is None else one.minimum
    if value < low:
        yield Finding("范围", "error", f"{one.label}不能小于{plain(low)}{unit}，现在是{plain(value)}{unit}", field=path)
    if one.maximum is not None and value > one.maximum:
        high = f"{plain(one.maximum)}{unit}"
        yield Finding("范围", "error", f"{one.label}不应超过{high}，现在是{plain(value)}{unit}，请核对", field=path)
    if value != value.quantize(Decimal(1).scaleb(-one.decimals)) and unit not in ("万字", "万元", "亿元"):
        need = f"最多{one.decimals}位小数" if one.decimals else "整数"
        yield Finding("范围", "error", f"{one.label}应填{need}，现在是{plain(value)}", field=path)
    if value == 0 and one.zero == "keep":
        message = f"{one.label}为0{unit}：这是规定动作，确实没有开展请在正文说明"
        yield Finding("R16", "warning", message, field=path)


def _rows(one: Field, rows: tuple[Values, ...], path: str, scope: Mapping[str, Any]) -> Iterator[Finding]:
    if len(rows) < one.min_rows:
        yield Finding("条数", "error", f"{one.label}至少要填{one.min_rows}条，现在{len(rows)}条", field=path)
    if len(rows) > one.max_rows:
        yield Finding("条数", "error", f"{one.label}最多填{one.max_rows}条，现在{len(rows)}条", field=path)
    for row in rows:
        inner = {**scope, **scope_of(row)}
        for column in one.fields:
            if not holds(column.relevant, inner):
                continue
            for found in _field(column, row, f"{path}[{row.row}].{column.name}", inner):
                message = f"{one.label}第{row.row}条：{found.message}"
                yield Finding(found.rule, found.level, message, found.field, suggestion=found.suggestion)


def _constraint(one: Field, path: str, scope: Mapping[str, Any]) -> Iterator[Finding]:
    try:
        fine = bool(compile_expression(one.constraint or "")(scope))
    except BlankError:
        return
    except ExpressionError as error:
        yield Finding("约束", "info", f"{one.label}未核：{error}", field=path)
        return
    if not fine:
        yield Finding("约束", "error", one.constraint_message or f"{one.label}不符合要求：{one.constraint}", field=path)


def _rule(form: Form, rule: Check, values: Values, scope: Mapping[str, Any]) -> Iterator[Finding]:
    field = rule.fields[0] if rule.fields else None
    expression = compile_expression(rule.test)
    own = [name for name in sorted(expression.names) if form.field(name)]
    if own and all(values[name] is None for name in own):
        return
    if not holds(rule.when, scope):
        return
    try:
        fine = bool(expression(scope))
    except (BlankError, ExpressionError) as error:
        blank = [one.label for name in own if (one := form.field(name)) and values[name] is None]
        why = f"“{'”“'.join(blank)}”未填" if blank else _why(expression.names, scope, error)
        yield Finding(rule.rule, "info", f"未核：{_message(form, rule.message, values, scope)}（{why}）", field=field)
        return
    if not fine:
        yield Finding(rule.rule, rule.level, _message(form, rule.message, values, scope), field=field)


def _why(names: frozenset[str], scope: Mapping[str, Any], error: Exception) -> str:
    absent = [name for name in sorted(names) if name not in scope]
    return f"没有{'、'.join(absent)}的数据" if absent else str(error) or "内容不全"


def _message(form: Form, pattern: str, values: Values, scope: Mapping[str, Any]) -> str:
    """Word a rule's message with the figures it speaks of; a blank shows as 未填."""

    def slot(match: re.Match[str]) -> str:
        first, _, rest = match[1].partition(".")
        value = scope.get(first)
        if rest and isinstance(value, Mapping):
            value = value.get(rest)
        one = form.field(rest or first)
        if isinstance(value, Decimal):
            mark = values.marks.get(rest or first)
            return plain(value) + (mark.unit if mark else one.unit if one else "")
        if isinstance(value, date):
            return word_date(value)
        if isinstance(value, list):
            return f"{len(value)}条"
        return "未填" if value is None else str(value)

    return _SLOT.sub(slot, pattern)
