"""The entry behind the screen: collecting, steps of undo, conflicts, rows; what is typed is never lost (Hypothesis)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lib.core.model import Draft, Field
from lib.errors import ConflictError
from lib.ui.differences import differences
from lib.ui.entry import Entry, Slot, find_key
from tests.little import form

FORM = form(
    """
    - {name: 次数, type: figure, label: 次数, unit: 次, phrase: "开展{数}"}
    - {name: 情况, type: paragraphs, label: 情况}
    - name: 风险
      type: group
      label: 风险
      min_rows: 1
      fields:
        - {name: 方面, type: text, label: 方面}
        - name: 措施
          type: group
          label: 措施
          fields: [{name: 内容, type: text, label: 内容}]
    """
)
RISK = FORM.field("风险")
TEXT = st.text(max_size=20)


class Keeper:
    """A store in memory: one draft, its version, every text it was given."""

    def __init__(self) -> None:
        self.draft, self.texts = Draft("1", "试表", "甲", "2025Q2", {}, 1), []

    def __call__(self, draft: Draft, raw: Mapping[str, Any]) -> Draft:
        self.texts.append(raw)
        if draft.version != self.draft.version:
            raise ConflictError("已被另一处修改", self.draft, raw)
        self.draft = replace(self.draft, raw=raw, version=draft.version + 1)
        return self.draft


def opened(keep: Keeper) -> tuple[Entry, dict[str, Any]]:
    entry, state = Entry.of(keep.draft, FORM), {}
    draw(entry, state)
    return entry, state


def draw(entry: Entry, state: dict[str, Any]) -> None:
    entry.begin_drawing()
    for number, name in enumerate(("次数", "情况")):
        state.setdefault(f"f{number}", entry.bind(state, f"f{number}", Slot(entry.raw, name, "", name)))
    for row_id, row in zip(entry.row_ids("f2", entry.raw, RISK), entry.raw.get("风险", []), strict=True):
        key = f"f2r{row_id}x0"
        state.setdefault(key, entry.bind(state, key, Slot(row, "方面", "", f"风险[{row_id}].方面")))
    entry.end_drawing()


def typed(entry: Entry, state: dict[str, Any], keep: Keeper, **texts: str) -> None:
    state.update(texts)
    entry.collect(state)
    entry.save(keep)


def test_opening_saves_nothing() -> None:
    keep = Keeper()
    entry, state = opened(keep)
    entry.collect(state)
    assert not entry.save(keep) and keep.texts == []


@given(st.lists(st.tuples(st.sampled_from(["f0", "f1", "f2r0x0"]), TEXT), max_size=8))
def test_what_is_typed_is_what_is_kept(changes: list[tuple[str, str]]) -> None:
    keep = Keeper()
    entry, state = opened(keep)
    for key, text in changes:
        typed(entry, state, keep, **{key: text})
    raw, last = keep.draft.raw, dict(changes)
    assert raw.get("次数", "") == last.get("f0", "") and raw.get("情况", "") == last.get("f1", "")
    if last.get("f2r0x0"):
        assert raw["风险"][0]["方面"] == last["f2r0x0"]


@given(st.lists(st.tuples(st.sampled_from(["f0", "f1"]), TEXT), min_size=1, max_size=8))
def test_undo_leads_back_to_the_start_and_redo_to_the_end(changes: list[tuple[str, str]]) -> None:
    keep = Keeper()
    entry, state = opened(keep)
    start = dict(entry.raw)
    for key, text in changes:
        typed(entry, state, keep, **{key: text})
    end = dict(entry.raw)
    while entry.done:
        entry.undo(keep)
    assert entry.raw == start
    while entry.undone:
        entry.redo(keep)
    assert entry.raw == end and dict(keep.draft.raw) == end or not keep.texts


def test_typing_on_in_one_field_is_one_step() -> None:
    keep = Keeper()
    entry, state = opened(keep)
    for text in ("一", "一二", "一二三"):
        typed(entry, state, keep, f1=text)
    assert len(entry.done) == 1


def test_a_second_tab_keeps_both_texts_and_merges_field_by_field() -> None:
    keep = Keeper()
    one, two = opened(keep), opened(keep)
    typed(*one, keep, f0="3", f1="同一处甲")
    typed(*two, keep, f1="同一处乙")
    entry = two[0]
    assert entry.conflict is not None and {"情况": "同一处乙", "风险": [{}]} in keep.texts
    assert entry.merged() == {"次数": "3", "情况": "同一处乙", "风险": [{}]}
    entry.settle(entry.merged(), keep)
    assert entry.conflict is None and keep.draft.raw["次数"] == "3" and keep.draft.raw["情况"] == "同一处乙"


def test_what_is_typed_during_a_conflict_is_kept_too() -> None:
    keep = Keeper()
    one, two = opened(keep), opened(keep)
    typed(*one, keep, f0="3")
    typed(*two, keep, f1="乙")
    typed(*two, keep, f1="乙丙")
    assert keep.texts[-1]["情况"] == "乙丙"


@given(st.lists(st.tuples(st.sampled_from(["add", "up", "down", "drop"]), st.integers(0, 5)), max_size=12))
def test_rows_keep_their_text_whatever_is_moved(moves: list[tuple[str, int]]) -> None:
    entry, raw = Entry.of(Keeper().draft, FORM), None
    raw = entry.raw
    written: dict[int, str] = {}
    for move, number in moves:
        ids = entry.row_ids("f2", raw, RISK)
        if move == "add" or not ids:
            row_id = entry.add_row("f2", raw, RISK)
            raw["风险"][-1]["方面"] = written[row_id] = f"第{row_id}"
        elif move == "drop":
            entry.remove_row("f2", raw, RISK, ids[number % len(ids)])
        else:
            entry.move_row("f2", raw, RISK, ids[number % len(ids)], -1 if move == "up" else 1)
    ids = entry.row_ids("f2", raw, RISK)
    assert len(ids) == len(set(ids)) == len(raw["风险"])
    for row_id, row in zip(ids, raw["风险"], strict=True):
        assert row.get("方面") in (None, written.get(row_id))


def test_a_path_leads_to_its_widget_through_rows_in_any_order() -> None:
    entry = Entry.of(Draft("1", "试表", "甲", "2025Q2", {"风险": [{"措施": [{}, {}]}, {}]}, 1), FORM)
    entry.row_ids("f2", entry.raw, RISK)
    entry.move_row("f2", entry.raw, RISK, 1, -1)
    assert find_key(entry, "次数") == (0, "f0")
    assert find_key(entry, "风险[2].方面") == (0, "f2r0x0")
    assert find_key(entry, "风险[2].措施[2].内容") == (0, "f2r0x1r1x0")
    assert find_key(entry, "没有") == (-1, "")


def test_differences_are_told_by_label_and_row() -> None:
    before = {"次数": "1", "风险": [{"方面": "甲"}, {"方面": "乙"}]}
    after = {"次数": "2", "次数.量词": "场", "风险": [{"方面": "甲"}, {"方面": "丙"}]}
    assert [(one.label, one.before, one.after) for one in differences(FORM, before, after)] == [
        ("次数", "1", "2"),
        ("次数的量词", "（空）", "场"),
        ("风险第2条的方面", "乙", "丙"),
    ]


def test_a_slot_shows_what_came_from_a_file_as_text() -> None:
    assert Slot({"甲": 6012}, "甲", "", "甲").shown() == "6012"
    assert Slot({"甲": ["一", "二"]}, "甲", "", "甲").shown() == "一\n二"
    assert Slot({"甲": "是"}, "甲", False, "甲").shown() is True
    assert isinstance(RISK, Field)
