"""The entry on one screen: which widget holds which place of the raw text, what changed, undo and saving. Draws nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lib.core.model import Draft, Field, Form
from lib.errors import ConflictError

MAX_STEPS = 100  # of undo
MEASURE = ".量词"  # the mark beside a figure that holds its measure word
YES = ("是", "有", "开", "true", "1", "yes")
ONE_STEP_SECONDS = 6.0  # typing on in one field within this long is one step


Keep = Callable[[Draft, Mapping[str, Any]], Draft]  # saves a draft's new text; ConflictError when another was first


@dataclass(slots=True)
class Slot:
    """A widget's place: `holder[name]` of the raw text; `start` is what it shows while nothing is stored there."""

    holder: dict[str, Any]
    name: str
    start: Any
    path: str
    required: bool = False
    blank: Any = ""  # what the widget itself holds when nothing is there

    def shown(self) -> Any:
        """Return what stands there as the widget shows it: text, or a bool for a switch."""
        value = self.holder.get(self.name, self.start)
        if isinstance(self.start, bool):
            return value is True or str(value).strip().lower() in YES
        if isinstance(value, list):
            return "\n".join(map(str, value))
        return "" if value is None else str(value)


@dataclass(slots=True)
class Step:
    """A state to go back to, and the place whose change left it."""

    text: str
    places: frozenset[str]
    at: float


@dataclass(slots=True)
class Entry:
    """A draft being worked on in one browser tab. `raw` is always what is on the screen as far as the server knows."""

    draft: Draft
    form: Form
    raw: dict[str, Any]
    section: int = 0
    fresh: bool = True  # nothing drawn yet: what the browser kept over a restart of the server wins over the store
    forced: bool = False  # the next drawing puts `raw` into the widgets (undo, restore)
    focus: str = ""  # the widget to put the cursor in, once
    focus_count: int = 0
    conflict: ConflictError | None = None
    conflict_shown: bool = False
    trouble: str = ""  # why the last save failed
    message: str = ""  # why the document that was asked for was refused
    refused: bool = False  # a final document was asked for and refused: what is missing is shown at its field
    listing: bool = False  # the list of findings is open
    proof: Any = None  # the last proofreading, and of which text
    beside: bool = False  # source and comparison of each figure are open
    proof_open: bool = False  # the list of what proofreading found is open
    wanted: str = ""  # the download that was clicked; a drawing that is cut short leaves it to the next
    offered: str = ""  # where the last download is fetched
    made: bytes = b""  # the document just made, until its fonts are read
    fonts: Sequence[tuple[str, str]] = ()  # name and advice: what the document made last is set in
    asked_for: str = ""  # the text whose final document was asked for in spite of errors
    wants_page: bool = False  # the whole page is to be drawn again
    ack: int = 0  # the number of the last save the browser asked for
    shown: Mapping[int, tuple[str, ...]] | None = None  # what the form on the screen asks
    judged: Any = None
    chain: Any = None  # what the unit's other entries say, read once for a unit and period
    words: Mapping[str, str] = field(default_factory=dict)  # what a default such as {党组织} stands for
    saved_at: str = ""
    slots: dict[str, Slot] = field(default_factory=dict)
    drawn: dict[str, Slot] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)  # places changed since the last save
    measures: dict[str, str] = field(default_factory=dict)  # figure → measure word chosen since it was last remembered
    saved_text: str = ""
    branch_text: str = ""  # what was kept beside the other tab's text

    @classmethod
    def of(cls, draft: Draft, form: Form) -> Entry:
        raw = json.loads(freeze(draft.raw))
        return cls(draft, form, raw, saved_at=draft.updated_at[11:16], saved_text=freeze(raw))

    # ---- drawing
    def begin_drawing(self) -> None:
        self.drawn = {}

    def end_drawing(self) -> None:
        if self.fresh:  # rows and defaults that only came with the drawing are no change of the clerk's
            self.saved_text = freeze(self.raw)
        self.slots, self.fresh, self.forced = self.drawn, False, False

    def bind(self, state: MutableMapping[str, Any], key: str, slot: Slot) -> Any:
        """Tie a widget to its place; return what it starts with. Sets its state when it comes (back) onto the screen."""
        value = slot.shown()
        if self.forced or (not self.fresh and key not in self.slots):
            state[key] = slot.blank if value == "" else value
        self.drawn[key] = slot
        return value

    # ---- reading the screen
    def collect(self, state: Mapping[str, Any]) -> None:
        """Take what the widgets hold into `raw`, noting the places that changed."""
        for key, slot in self.slots.items():
            if key not in state:
                continue
            value = state[key]
            value = "" if value is None else value
            if value == slot.shown():
                continue
            if value == "" and slot.start in ("", None):
                slot.holder.pop(slot.name, None)
            else:
                slot.holder[slot.name] = value
            self.touched.add(slot.path)
            if slot.name.endswith(MEASURE):
                self.measures[slot.name.removesuffix(MEASURE)] = str(value)

    def is_dirty(self) -> bool:
        return freeze(self.raw) != self.saved_text

    def save(self, keep: Keep) -> bool:
        """Write what changed since the last save; return whether anything was written.

        A ConflictError (another tab was first) is kept in `conflict`; the store holds both texts.
        """
        text = freeze(self.raw)
        if text == self.saved_text or text == self.branch_text:
            return False
        try:
            self.draft = keep(self.draft, json.loads(text))
        except ConflictError as error:  # the text is kept beside the other one, and again whenever it changes
            self.conflict, self.branch_text = error, text
            return False
        self._note_step(frozenset(self.touched))
        self.touched.clear()
        self.saved_text, self.saved_at = text, self.draft.updated_at[11:16] or datetime.now().strftime("%H:%M")
        return True

    # ---- undo
    def _note_step(self, places: frozenset[str]) -> None:
        now = datetime.now().timestamp()
        last = self.done[-1] if self.done else None
        self.undone.clear()
        if last and places and last.places == places and now - last.at < ONE_STEP_SECONDS:
            last.at = now
            return
        self.done.append(Step(self.saved_text, places, now))
        del self.done[:-MAX_STEPS]

    def undo(self, keep: Keep) -> None:
        """Go back to the state before the last change."""
        if self.done:
            self.undone.append(freeze(self.raw))
            self._go_to(self.done.pop().text, keep)

    def redo(self, keep: Keep) -> None:
        """Take the last undo back."""
        if self.undone:
            self.done.append(Step(freeze(self.raw), frozenset(), 0.0))
            self._go_to(self.undone.pop(), keep)

    def replace(self, raw: Mapping[str, Any], keep: Keep) -> None:
        """Put another text on the screen (restored, taken over) as one change that can be undone."""
        self.done.append(Step(freeze(self.raw), frozenset(), 0.0))
        self.undone.clear()
        self._go_to(freeze(raw), keep)

    def adopt(self, draft: Draft) -> None:
        """Work on from what the store holds (after a conflict or a restore)."""
        self.draft, self.conflict, self.branch_text = draft, None, ""
        self.raw = json.loads(freeze(draft.raw))
        self.saved_text, self.saved_at, self.forced = freeze(self.raw), draft.updated_at[11:16], True
        self.slots, self.rows = {}, {}

    def _go_to(self, text: str, keep: Keep) -> None:
        self.raw, self.forced = json.loads(text), True
        self.slots, self.rows = {}, {}
        steps = list(self.done), list(self.undone)
        self.save(keep)
        self.done, self.undone = steps

    # ---- another tab was first
    def settle(self, raw: Mapping[str, Any], keep: Keep) -> None:
        """End a conflict: save `raw` over what the other tab saved; both texts stay in the history."""
        assert self.conflict is not None
        theirs: Draft = self.conflict.theirs
        self.adopt(theirs)
        self.replace(raw, keep)

    def merged(self) -> dict[str, Any]:
        """Return the other tab's text with what was changed here over it."""
        assert self.conflict is not None
        base = json.loads(self.saved_text)
        mine = {name: value for name, value in self.raw.items() if value != base.get(name)}
        gone = {name for name in base if name not in self.raw}
        theirs = {name: value for name, value in self.conflict.theirs.raw.items() if name not in gone}
        return theirs | mine

    # ---- rows of groups
    def row_ids(self, key: str, holder: dict[str, Any], one: Field) -> list[int]:
        """Return the stable ids of a group's rows, in order; makes the rows a new form asks for."""
        rows = holder.get(one.name)
        if not isinstance(rows, list):
            if not one.min_rows:
                return self.rows.setdefault(key, [])
            rows = holder[one.name] = []
        while len(rows) < one.min_rows:
            rows.append({})
        known = self.rows.get(key, [])
        if len(known) != len(rows):
            known = self.rows[key] = list(range(len(rows)))
        return known

    def add_row(self, key: str, holder: dict[str, Any], one: Field) -> int:
        """Add an empty row at the end; return its id."""
        ids = self.row_ids(key, holder, one)
        holder.setdefault(one.name, []).append({})
        ids.append(max(ids, default=-1) + 1)
        return ids[-1]

    def move_row(self, key: str, holder: dict[str, Any], one: Field, row_id: int, by: int) -> None:
        """Move a row up (−1) or down (+1); at the edge it stays."""
        ids, rows = self.row_ids(key, holder, one), holder[one.name]
        here = ids.index(row_id)
        there = here + by
        if 0 <= there < len(ids):
            ids[here], ids[there] = ids[there], ids[here]
            rows[here], rows[there] = rows[there], rows[here]

    def remove_row(self, key: str, holder: dict[str, Any], one: Field, row_id: int) -> None:
        """Take a row out; 撤销 brings it back."""
        ids = self.row_ids(key, holder, one)
        here = ids.index(row_id)
        del ids[here], holder[one.name][here]
        self.drop_keys(f"{key}r{row_id}x")

    def drop_keys(self, prefix: str) -> None:
        self.slots = {key: slot for key, slot in self.slots.items() if not key.startswith(prefix)}

    def ask_focus(self, key: str) -> None:
        self.focus, self.focus_count = key, self.focus_count + 1


def freeze(raw: Mapping[str, Any]) -> str:
    """Return raw text in a form that can be compared and kept; rows with nothing in them are kept too."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=False, default=str)


def field_key(index: int) -> str:
    """The key of the form's n-th field; sibling marks append a letter, rows `r<row id>x<column>`."""
    return f"f{index}"


def numbered_fields(form: Form) -> Iterator[tuple[int, int, Field]]:
    """Yield (section, number, field) for every top-level field."""
    number = 0
    for place, section in enumerate(form.sections):
        for one in section.fields:
            yield place, number, one
            number += 1


def find_key(entry: Entry, path: str) -> tuple[int, str]:
    """Find `风险隐患[2].表现` on the form: (section number, widget key); (-1, "") when the form has no such field."""
    steps = [step.partition("[") for step in path.split(".")]
    name = steps[0][0]
    for place, number, one in numbered_fields(entry.form):
        if one.name == name:
            return place, _descend(entry, one, field_key(number), entry.raw, steps)
    return -1, ""


def _descend(entry: Entry, one: Field, key: str, holder: dict[str, Any], steps: list[tuple[str, str, str]]) -> str:
    inside = steps[0][2].rstrip("]")
    if not one.is_group or not inside.isdigit():
        return key
    ids = entry.row_ids(key, holder, one)
    here = int(inside) - 1
    if here >= len(ids):
        return key
    row_key = f"{key}r{ids[here]}x"
    columns = one.fields
    wanted = steps[1][0] if len(steps) > 1 else columns[0].name
    for number, column in enumerate(columns):
        if column.name == wanted:
            return _descend(entry, column, f"{row_key}{number}", holder[one.name][here], steps[1:] or [("", "", "")])
    return row_key + "0"
