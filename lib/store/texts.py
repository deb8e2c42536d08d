"""Raw entries as text for the database, and whether one text holds another. Pure; knows no table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def dump_raw(raw: Mapping[str, Any]) -> str:
    """Return the entry as JSON, readable and searchable; half surrogate pairs, which no database takes, as escapes."""
    text = json.dumps(raw, ensure_ascii=False, default=str)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(raw, default=str)
    return text


def load_raw(text: str) -> dict[str, Any]:
    return json.loads(text)


def holds(later: Any, earlier: Any) -> bool:
    """Tell whether nothing of `earlier` would be lost if only `later` were kept.

    Texts: every character of the earlier one is still there, in order. Groups: row by row. All else: equal.
    """
    if earlier in (None, "", [], {}) or earlier == later:
        return True
    if isinstance(earlier, str) and isinstance(later, str):
        rest = iter(later)
        return len(earlier) <= len(later) and all(letter in rest for letter in earlier)
    if isinstance(earlier, Mapping) and isinstance(later, Mapping):
        return all(holds(later.get(name), value) for name, value in earlier.items())
    if isinstance(earlier, list) and isinstance(later, list):
        return len(earlier) <= len(later) and all(map(holds, later, earlier))
    return False
