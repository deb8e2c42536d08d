"""Taking over last period's paragraphs and settings, never its figures, and the marks 沿用 and 确认 beside a field.

Works on raw entries. A mark is a sibling key that carries what it was set on: `X.沿用` a fingerprint of the text, `X.确认`
the figure; when X is touched it says nothing any more. A bare "1" holds until it is taken off.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from lib.core.model import Field, Finding, Form

TAKEN, CONFIRMED = "沿用", "确认"
SETTINGS = ("量词", "写法", "比较")  # beside a figure; its source note belongs to its value
_TEXTS = ("text", "paragraphs", "select", "switch")


def take_over(form: Form, previous: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """Return `current` with what it leaves blank taken from the entry before, each text marked 沿用.

    Figures and dates are never taken; in groups their cells stay blank. What was typed already is left alone.
    """
    taken = dict(current)
    for one in form.fields():
        if one.is_figure:
            keys = [f"{one.name}.{setting}" for setting in SETTINGS]
            taken |= {key: previous[key] for key in keys if previous.get(key) and not taken.get(key)}
        elif _blank(one, taken.get(one.name)) and not _blank(one, value := _text(one, previous.get(one.name))):
            taken |= {one.name: value, f"{one.name}.{TAKEN}": _fingerprint(value)}
    return taken


def _text(one: Field, value: Any) -> Any:
    """Return what of a field may be taken: its text, unless its form says `carry: false`; a group's rows likewise."""
    if one.is_group:
        rows = [_row(one, row) for row in value or () if isinstance(row, Mapping)]
        return [row for row in rows if not all(_blank(one.field(name), text) for name, text in row.items())]
    return value if one.type in _TEXTS and one.carry else None


def _row(group: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    known = {one.name: one for one in group.fields}
    kept = {name: _text(known[name], value) for name, value in row.items() if name in known}
    marks = {name: value for name, value in row.items() if name.partition(".")[2] in SETTINGS}
    return {name: value for name, value in (kept | marks).items() if value not in (None, "", [])}


def _blank(one: Field | None, value: Any) -> bool:
    """Tell whether nothing was typed; a default that still stands, or a mark, is nothing typed."""
    return one is None or value in (None, "", []) or (one.default is not None and value == one.default)


def taken_over(raw: Mapping[str, Any]) -> list[str]:
    """List the fields that still stand as taken over: marked, and untouched since."""
    marked = {key.removesuffix(f".{TAKEN}"): mark for key, mark in raw.items() if key.endswith(f".{TAKEN}") and mark}
    return [name for name, mark in marked.items() if mark in ("1", _fingerprint(raw.get(name)))]


def _fingerprint(value: Any) -> str:
    return f"{zlib.crc32(json.dumps(value, sort_keys=True, default=str).encode()):08x}"


def settle_marks(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the new text without the marks of fields that changed: they are touched, or no longer what was confirmed."""
    lapsed = {
        key
        for key in after
        for name, _, mark in [key.rpartition(".")]
        if mark in (TAKEN, CONFIRMED) and key in before and after.get(name) != before.get(name)
    }
    return {key: value for key, value in after.items() if key not in lapsed}


def accept_taken(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the text with one field's mark taken off: it was read and stays as it is."""
    return {key: value for key, value in raw.items() if key != f"{name}.{TAKEN}"}


def confirm(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the text with a figure confirmed as it stands."""
    return {**raw, f"{name}.{CONFIRMED}": str(raw.get(name, ""))}


def is_confirmed(raw: Mapping[str, Any], name: str) -> bool:
    """Tell whether a figure was confirmed and has not changed since."""
    mark = raw.get(f"{name}.{CONFIRMED}")
    return bool(mark) and str(mark) in ("1", str(raw.get(name, "")))


def taken_findings(form: Form, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell which texts still stand as last period had them."""
    for name in taken_over(raw):
        one, section = form.field(name), form.section_of(name)
        if one is None or section is None:
            continue
        label = one.label if section.label == one.label else f"{section.label}·{one.label}"
        message = f"{label}沿用了上期内容，请核对；改动或点“已核对”后不再提示"
        yield Finding("沿用", "warning", message, field=name)
