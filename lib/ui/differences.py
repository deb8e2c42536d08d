"""Where two texts of one entry differ, as labels and texts for a table. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.model import Field, Form

NOTHING = "（空）"
LONGEST = 200  # characters of a text in the table


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two texts differ."""

    label: str
    before: str
    after: str


def differences(form: Form, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """List the places where two raw texts differ, in the form's order; marks beside a field come after it."""
    order = {one.name: number for number, one in enumerate(form.fields())}
    names = sorted({*before, *after}, key=lambda name: (order.get(name.partition(".")[0], len(order)), name))
    return [found for name in names for found in _compare(form, name, before.get(name), after.get(name))]


def _compare(form: Form, name: str, before: Any, after: Any) -> Iterator[Difference]:
    if _blank(before) and _blank(after) or before == after:
        return
    field_name, _, mark = name.partition(".")
    one = form.field(field_name)
    label = f"{one.label if one else field_name}{f'的{mark}' if mark else ''}"
    if one is not None and one.is_group and isinstance(before or [], list) and isinstance(after or [], list):
        yield from _compare_rows(one, label, before or [], after or [])
    else:
        yield Difference(label, shown(before), shown(after))


def _compare_rows(one: Field, label: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else {}
        new = after[number] if number < len(after) else {}
        if _blank(old) and _blank(new) or old == new:
            continue
        for column in one.fields:
            if old.get(column.name) != new.get(column.name) and not (
                _blank(old.get(column.name)) and _blank(new.get(column.name))
            ):
                where = f"{label}第{number + 1}条的{column.label}"
                yield Difference(where, shown(old.get(column.name)), shown(new.get(column.name)))


def shown(value: Any) -> str:
    """Return raw text as a table shows it."""
    if _blank(value):
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        text = "；".join(shown(one) for one in value)
    elif isinstance(value, Mapping):
        text = "，".join(str(one) for one in value.values() if not _blank(one))
    else:
        text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……"


def _blank(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_blank(one) for one in value.values())
    return value in (None, "") or (isinstance(value, list) and all(_blank(one) for one in value))
