"""Find the one place of an entry's raw text that a finding in its document comes from, and correct it there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.model import Finding
from lib.core.proofreading import applicable
from lib.workflow_proofread import Proofread, trace_at

_MARGINS = (0, 2, 4, 8, 16)  # characters either side that tell one place from another


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the entry: its path, the steps to it, and where in it the words start and end."""

    path: str
    steps: tuple[str | int, ...]
    start: int
    end: int


def corrected_raw(raw: Mapping[str, Any], read: Proofread, one: Finding) -> tuple[dict[str, Any], str] | None:
    """Return the raw text with a certain correction made in the field that made the words, and the field's path.

    None where the correction is not certain, or the words stand in no field or in more than one.
    """
    place = find_place(raw, read, one) if applicable(one) else None
    if place is None:
        return None
    changed = copy.deepcopy(dict(raw))
    holder: Any = changed
    for step in place.steps[:-1]:
        holder = holder[step]
    text = holder[place.steps[-1]]
    holder[place.steps[-1]] = text[: place.start] + (one.suggestion or "") + text[place.end :]
    return changed, place.path


def find_place(raw: Mapping[str, Any], read: Proofread, one: Finding) -> Place | None:
    """Return where a finding's words were typed; None where that is nowhere, or not certain."""
    if one.paragraph is None or one.start is None or one.end is None or one.start == one.end:
        return None
    trace = trace_at(one, read.traces)
    if trace is None or trace.end < one.end:
        return None  # the template's own words, or words over an edge
    home = read.paragraphs[one.paragraph]
    for margin in _MARGINS:
        head, tail = max(one.start - margin, trace.start), min(one.end + margin, trace.end)
        found = list(_find(raw, home[head:tail], one.start - head, one.end - one.start))
        if len(found) == 1:
            return found[0]
        if not found:
            return None
    return None


def _find(raw: Mapping[str, Any], words: str, lead: int, length: int) -> Iterator[Place]:
    for path, steps, text in _texts(raw):
        position = text.find(words)
        while position >= 0:
            yield Place(path, steps, position + lead, position + lead + length)
            position = text.find(words, position + 1)


def _texts(raw: Any, path: str = "", steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Yield (path, steps, text) of every text in an entry; rows count from 1 in a path."""
    if isinstance(raw, str):
        yield path, steps, raw
    elif isinstance(raw, Mapping):
        for name, value in raw.items():
            yield from _texts(value, f"{path}.{name}" if path else str(name), (*steps, name))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from _texts(value, f"{path}[{number + 1}]", (*steps, number))
