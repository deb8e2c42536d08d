"""A form as JSON Schema (2020-12), for other people's scripts: the envelope of a values file and every field of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.core.model import Field, Form
from lib.core.parsing import (
    COMPARISONS,
    FALSE_WORDS,
    MARKS,
    NESTED_VALUE,
    PARAGRAPHS_LIMIT,
    SUFFIXES,
    TEXT_LIMIT,
    TRUE_WORDS,
    WORDINGS,
)


def schema_of(form: Form) -> dict[str, Any]:
    """Return the schema of a values file of this form: 单位, 报告期, 填报 (fields by name; figures as number or text)."""
    fields = list(form.fields())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.name,
        "description": form.description,
        "type": "object",
        "properties": {
            "单位": {"type": "string", "pattern": r"^.*\S.*$", "title": "填报单位全称"},
            "报告期": {"type": ["string", "integer"], "title": "报告期", "description": _PERIODS_HINT, "x-期别": form.periods},
            "填报": _object(fields),
            "文种": {"title": "供人核对，不参与生成"},
            "说明": {"title": "供人阅读，不参与生成"},
        },
        "required": ["单位", "报告期", "填报"],
        "additionalProperties": False,
    }


_PERIODS_HINT = "2025Q2、2025H1、2025、2025年第二季度、2025年上半年、2025年度"


def _object(fields: list[Field] | tuple[Field, ...]) -> dict[str, Any]:
    required = [one.name for one in fields if _asked(one)]
    return {
        "type": "object",
        "properties": {one.name: _asked_schema(one) | _about(one) for one in fields},
        **({"patternProperties": beside} if (beside := _beside(fields)) else {}),
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _asked(one: Field) -> bool:
    """Tell whether every entry must hold the field: required, whatever else was filled in."""
    return (one.required or one.min_rows > 0) and one.relevant is None and one.default is None


def _asked_schema(one: Field) -> dict[str, Any]:
    schema = _SCHEMAS[one.type](one)
    return {"allOf": [schema, _FILLED]} if _asked(one) and not one.is_group else schema


_MARK = {"type": ["string", "number", "boolean", "null"]}
_BLANK = {"type": "string", "pattern": r"^\s*$"}
_FILLED = {"not": {"anyOf": [{"type": "null"}, _BLANK, {"type": "array", "maxItems": 0}]}}


def _beside(fields: list[Field] | tuple[Field, ...]) -> dict[str, Any]:
    """Return the keys that may stand beside a field: a figure's measure word and wording, any field's marks."""
    columns = {one.name for one in fields}
    figures = [one.name for one in fields if one.is_figure]
    settings = [key for key in SUFFIXES if key not in MARKS and key not in columns]
    marked = {f"^(?:{'|'.join(one.name for one in fields)})\\.(?:{'|'.join(MARKS)})$": _MARK}
    for key in settings if figures else ():
        marked[f"^(?:{'|'.join(figures)})\\.{key}$"] = _SETTINGS.get(key, _MARK)
    return marked


_SETTINGS: Mapping[str, dict[str, Any]] = {
    "量词": {"type": ["string", "null"], "maxLength": 10, "pattern": r"^\D*$"},
    "写法": {"enum": [*WORDINGS, "", None]},
    "比较": {"enum": [*COMPARISONS, None]},
    "来源": {"type": ["string", "number", "null"]},
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


def _text(one: Field, limit: int = TEXT_LIMIT) -> dict[str, Any]:
    return {"type": ["string", "number", "boolean", "null"], "maxLength": one.max_length or limit}


def _paragraphs(one: Field) -> dict[str, Any]:
    return {"anyOf": [_text(one, PARAGRAPHS_LIMIT), {"type": "array", "items": {"type": "string"}}]}


def _figure(one: Field) -> dict[str, Any]:
    bounds = {"minimum": _bound(one.minimum or 0), "maximum": _bound(one.maximum) if one.maximum is not None else None}
    plain = {"type": ["number", "string", "null"]} | {key: value for key, value in bounds.items() if value is not None}
    settings = {key: _SETTINGS.get(key, _MARK) for key in SUFFIXES}
    nested = {
        "type": "object",
        "properties": {NESTED_VALUE: plain, **settings},
        "required": [NESTED_VALUE],
        "additionalProperties": False,
    }
    return {"anyOf": [plain, nested]}


def _bound(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _rows(one: Field) -> dict[str, Any]:
    """Rows; an empty one was added and not filled, and is passed over."""
    filled = {"anyOf": [_object(one.fields), {"type": "object", "maxProperties": 0}]}
    least = one.min_rows if one.relevant is None else 0
    rows = {"type": "array", "minItems": least, "maxItems": one.max_rows, "items": filled}
    return rows if least else {"anyOf": [rows, {"type": "null"}, _BLANK]}


def _switch(one: Field) -> dict[str, Any]:
    return {"anyOf": [{"enum": [True, False, 1, 0, *sorted(TRUE_WORDS), *sorted(FALSE_WORDS), None]}, _BLANK]}


_SCHEMAS: Mapping[str, Callable[[Field], dict[str, Any]]] = {
    "figure": _figure,
    "rate": _figure,
    "text": _text,
    "paragraphs": _paragraphs,
    "date": lambda one: {"type": ["string", "null"]},
    "select": lambda one: {"anyOf": [{"enum": [*one.choices, None]}, _BLANK]},
    "switch": _switch,
    "group": _rows,
    "figures": _rows,
}
