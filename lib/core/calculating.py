"""Second verb: fill in what the form can calculate. A typed figure stays; where it differs, the arithmetic is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lib.core.expressions import BlankError, ExpressionError, compile_expression, order_calculations, scope_of
from lib.core.model import Field, Finding, Form, Values
from lib.core.numerals import plain


def calculate(form: Form, values: Values) -> tuple[Values, list[Finding]]:
    """Return the values with calculated fields filled, and a finding for each typed figure that differs.

    A calculation that needs a blank leaves its field blank. The tolerance is half a unit of the field's last
    decimal (PROOFREADING.md R-C7: 0.05 for a rate of one decimal).
    """
    ordered, _ = order_calculations(form.fields())
    if not ordered and not any(one.is_group for one in form.fields()):
        return values, []
    data, scope, findings = dict(values.data), scope_of(values), []
    for one in form.fields():
        if one.is_group and any(column.calculation for column in one.fields) and data.get(one.name):
            data[one.name] = tuple(_row(one, row, scope) for row in data[one.name])
            scope |= scope_of(Values({one.name: data[one.name]}))
    for one in ordered:
        data[one.name], finding = _settle(one, data.get(one.name), scope)
        if data[one.name] is not None:
            scope[one.name] = data[one.name]
        findings += [finding] if finding else []
    return replace(values, data=data), findings


def _row(group: Field, row: Values, outer: Mapping[str, Any]) -> Values:
    data = dict(row.data)
    for column in order_calculations(group.fields)[0]:
        data[column.name], _ = _settle(column, data.get(column.name), {**outer, **scope_of(Values(data))})
    return replace(row, data=data)


def _settle(one: Field, typed: Any, scope: Mapping[str, Any]) -> tuple[Any, Finding | None]:
    """Return the value to use and what to say of it."""
    try:
        result = compile_expression(one.calculation or "")(scope)
    except BlankError:
        return typed, None
    except ExpressionError as error:
        return typed, Finding("计算", "info", f"{one.label}未核：{error}", field=one.name)
    if isinstance(result, bool) or not isinstance(result, (Decimal, int)):
        return (result if typed is None else typed), None
    exact = Decimal(result)
    step = Decimal(1).scaleb(-one.decimals)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if typed is None:
        return rounded, None
    if not isinstance(typed, Decimal) or abs(typed - exact) <= step / 2:
        return typed, None
    message = f"{one.label}填写的是{plain(typed)}{one.unit}，按“{one.calculation}”算得{plain(rounded)}{one.unit}，请核对"
    return typed, Finding("计算", "error", message, field=one.name, suggestion=plain(rounded))
