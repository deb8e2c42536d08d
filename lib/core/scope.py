"""What expressions of a form may read: this entry's values beside earlier, partial and target ones. No rules here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lib.core.expressions import holds, scope_of
from lib.core.model import Field, Form, History, Section, Unit, Values
from lib.core.period import Period

CONTEXT_WORDS = ("单位", "单位简称", "党组织", "上级", "期", "本期", "上期", "下期", "年", "文种", "标题")
_SLOT = re.compile(r"\{([^{}]*)\}")


def context_words(form: Form, period: Period, unit: Unit) -> dict[str, str]:
    """Return the words every pattern and template may use: unit, period, document type."""
    return {
        "单位": unit.name,
        "单位简称": unit.short or unit.name,
        "党组织": unit.party,
        "上级": unit.superior,
        "期": period.label,
        "本期": period.this,
        "上期": period.previous_word,
        "下期": period.next_word,
        "年": str(period.year),
        "文种": form.label,
    }


def fill_pattern(pattern: str, words: Mapping[str, Any]) -> str:
    """Replace the slots of a pattern by context words; an unknown slot becomes empty."""
    return _SLOT.sub(lambda match: str(words.get(match[1]) or ""), pattern)


def resolve_defaults(form: Form, values: Values, words: Mapping[str, str]) -> Values:
    """Fill a text that still is its field's default pattern (`{党组织}`); what was typed is left alone."""
    changed = {
        one.name: fill_pattern(one.default, words) or None
        for one in form.fields()
        if one.type == "text" and isinstance(one.default, str) and "{" in one.default and values[one.name] == one.default
    }
    return replace(values, data={**values.data, **changed}) if changed else values


def full_scope(form: Form, values: Values, period: Period, history: History) -> dict[str, Any]:
    """Return the values' scope with 期初, 期末 and, where known, 上期, 同期, 目标, 分期合计 and 下级合计."""
    scope = scope_of(values) | {"期初": period.first, "期末": period.last}
    for word, other in (("上期", history.previous), ("同期", history.last_year), ("目标", history.targets)):
        if other is not None:
            scope[word] = scope_of(other)
    for word, entries, combine in (("分期合计", history.parts, COMBINE), ("下级合计", history.children, COMBINE_UNITS)):
        if entries and all(entry is not None for _, entry in entries):
            scope[word] = totals(form, [entry for _, entry in entries], combine)
    return scope


def totals(form: Form, entries: list[Values], combine: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return each figure put together as its `aggregate` says; a figure blank in one entry has no total."""
    found: dict[str, Decimal] = {}
    for one in form.fields():
        figures = [entry[one.name] for entry in entries]
        known = figures and all(isinstance(figure, Decimal) for figure in figures)
        if one.is_figure and known and one.aggregate in combine:
            found[one.name] = combine[one.aggregate](figures)
    return found


COMBINE: Mapping[str, Any] = {
    "sum": lambda figures: sum(figures, Decimal(0)),
    "last": lambda figures: figures[-1],
    "max": max,
    "mean": lambda figures: sum(figures, Decimal(0)) / len(figures),
}
COMBINE_UNITS = {**COMBINE, "last": COMBINE["sum"]}  # what stands at the end of a period adds up over units


def relevant_sections(form: Form, scope: Mapping[str, Any]) -> Iterator[tuple[Section, tuple[Field, ...]]]:
    """Yield the sections that apply to the entry, each with its fields that apply."""
    for section in form.sections:
        if holds(section.relevant, scope):
            yield section, tuple(one for one in section.fields if holds(one.relevant, scope))
