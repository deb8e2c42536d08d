"""A form as JSON Schema (2020-12), for other people's scripts: the envelope of a values file and every field of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.core.model import Field, Form
from lib.core.parsing import SUFFIXES


def schema_of(form: Form) -> dict[str, Any]:
    """Return the schema of a values file of this form: 单位, 报告期, 填报 (fields by name; figures as number or text)."""
    fields = list(form.fields())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.name,
        "description": form.description,
        "type": "object",
        "properties": {
            "单位": {"type": "string", "minLength": 1, "title": "填报单位全称"},
            "报告期": {"type": ["string", "integer"], "title": "报告期", "description": _PERIODS_HINT, "x-期别": form.periods},
            "填报": _object(fields),
        },
        "required": ["单位", "报告期", "填报"],
        "additionalProperties": False,
    }


_PERIODS_HINT = "2025Q2、2025H1、2025、2025年第二季度、2025年上半年、2025年度"


def _object(fields: list[Field] | tuple[Field, ...]) -> dict[str, Any]:
    figures = "|".join(one.name for one in fields if one.is_figure)
    beside = {f"^(?:{figures})\\.(?:{'|'.join(SUFFIXES)})$": {"type": "string"}} if figures else {}
    required = [one.name for one in fields if one.required and one.relevant is None and one.default is None]
    return {
        "type": "object",
        "properties": {one.name: _SCHEMAS[one.type](one) | _about(one) for one in fields},
        **({"patternProperties": beside} if beside else {}),
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _about(one: Field) -> dict[str, Any]:
    """What a person wants to know of a field besides its type."""
    known = {
        "title": one.label,
        "description": one.hint,
        "default": one.default,
        "x-类型": one.type,
        "x-编号": one.code,
        "x-量词": one.unit,
        "x-可选量词": list(one.units),
        "x-写法": one.wording if one.is_figure else "",
        "x-适用条件": one.relevant,
        "x-算式": one.calculation,
        "x-最小": str(one.minimum) if one.minimum is not None else None,
        "x-最大": str(one.maximum) if one.maximum is not None else None,
    }
    return {key: value for key, value in known.items() if value not in (None, "", [])}


def _text(one: Field) -> dict[str, Any]:
    return {"type": ["string", "number", "null"]}


def _figure(one: Field) -> dict[str, Any]:
    plain = {"type": ["number", "string", "null"]}
    nested = {
        "type": "object",
        "properties": {"数值": plain, **{key: {"type": "string"} for key in SUFFIXES}},
        "required": ["数值"],
        "additionalProperties": False,
    }
    return {"anyOf": [plain, nested]}


def _rows(one: Field) -> dict[str, Any]:
    return {"type": "array", "minItems": one.min_rows, "maxItems": one.max_rows, "items": _object(one.fields)}


_SCHEMAS: Mapping[str, Callable[[Field], dict[str, Any]]] = {
    "figure": _figure,
    "rate": _figure,
    "text": _text,
    "paragraphs": lambda one: {"anyOf": [_text(one), {"type": "array", "items": {"type": "string"}}]},
    "date": lambda one: {"type": ["string", "null"]},
    "select": lambda one: {"enum": [*one.choices, "", None]},
    "switch": lambda one: {"enum": [True, False, "是", "否", "", None]},
    "group": _rows,
    "figures": _rows,
}
