"""Units: the tree as it is and as it was; a unit moved, renamed or merged keeps its history."""

from __future__ import annotations

import pytest

from lib.core.model import Unit
from lib.errors import CallError, NotFoundError, StoreError


@pytest.fixture
def county(store):
    for name, level, parent in [
        ("清河县", "县区", ""),
        ("清泉街道", "镇街", "清河县"),
        ("桃源镇", "镇街", "清河县"),
        ("柳湾社区", "社区", "清泉街道"),
        ("东风村", "村", "清泉街道"),
    ]:
        store.save_unit(Unit(name, level=level, parent=parent))
    return store


def names(units):
    return [unit.name for unit in units]


def test_the_tree_is_listed_parents_first(county):
    assert names(county.units()) == ["清河县", "清泉街道", "柳湾社区", "东风村", "桃源镇"]
    assert names(county.units(under="清泉街道")) == ["清泉街道", "柳湾社区", "东风村"]


def test_a_parent_not_known_is_made(store):
    store.save_unit(Unit("柳湾社区", parent="清泉街道"))
    assert names(store.units()) == ["清泉街道", "柳湾社区"]


def test_a_renamed_unit_keeps_its_drafts_and_answers_to_both_names(county):
    draft = county.create_draft("研判报告", "东风村", "2025Q1", {})
    assert county.rename_unit("东风村", "东风社区").former == ("东风村",)
    for name in ("东风村", "东风社区"):
        assert county.find_draft("研判报告", name, "2025Q1").id == draft.id
    assert county.get_draft(draft.id).unit == "东风社区"


def test_a_name_given_up_can_be_another_units(county):
    county.rename_unit("东风村", "东风社区")
    new = county.save_unit(Unit("东风村", parent="桃源镇"))
    assert county.get_unit("东风村").id == new.id != county.get_unit("东风社区").id


def test_a_moved_unit_stands_where_it_stood_then(county):
    county.move_unit("东风村", "桃源镇", on="2025-07-01")
    assert names(county.children("清泉街道", "2025-06-30")) == ["柳湾社区", "东风村"]
    assert names(county.children("清泉街道", "2025-07-01")) == ["柳湾社区"]
    assert names(county.children("桃源镇")) == ["东风村"]


def test_a_unit_placed_for_the_first_time_has_always_stood_there(county):
    county.create_draft("研判报告", "新村", "2025Q1", {})
    county.move_unit("新村", "桃源镇")
    assert names(county.children("桃源镇", "2025-03-31")) == ["新村"]


def test_a_merged_unit_is_carried_on_by_the_other(county):
    draft = county.create_draft("研判报告", "东风村", "2025Q1", {})
    county.merge_unit("东风村", "柳湾社区", on="2025-07-01")
    assert names(county.children("清泉街道", "2025-06-30")) == ["柳湾社区", "东风村"]
    assert names(county.children("清泉街道")) == ["柳湾社区"]
    assert county.find_unit("东风村").name == "柳湾社区"
    assert [head.id for head in county.list_drafts(unit="柳湾社区")] == [draft.id]


def test_children_follow_a_merge(county):
    county.merge_unit("清泉街道", "桃源镇", on="2025-07-01")
    assert names(county.children("桃源镇")) == ["柳湾社区", "东风村"]
    assert names(county.children("清泉街道", "2025-01-01")) == []  # the name now means its heir
    assert county.get_unit("柳湾社区").parent == "桃源镇"


def test_a_closed_unit_owes_nothing_and_keeps_its_drafts(county):
    draft = county.create_draft("研判报告", "东风村", "2025Q1", {})
    county.close_unit("东风村")
    assert "东风村" not in names(county.units()) and "东风村" in names(county.units(gone=True))
    assert county.find_draft("研判报告", "东风村", "2025Q1").id == draft.id
    assert "东风村" in names([county.reopen_unit("东风村")])


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("move_unit", ("清河县", "柳湾社区")),
        ("merge_unit", ("清河县", "柳湾社区")),
        ("merge_unit", ("柳湾社区", "柳湾社区")),
        ("rename_unit", ("东风村", "柳 湾社区")),
        ("close_unit", ("清泉街道",)),
    ],
)
def test_what_would_break_the_tree_is_refused(county, verb, words):
    before = county.units()
    with pytest.raises(StoreError):
        getattr(county, verb)(*words)
    assert county.units() == before


def test_unknown_and_empty_names_are_told(county):
    with pytest.raises(NotFoundError, match="火星"):
        county.get_unit("火星")
    with pytest.raises(CallError):
        county.save_unit(Unit(" "))


def test_details_and_name_change_by_id(county):
    one = county.get_unit("东风村")
    saved = county.save_unit(Unit("东风新村", short="东风", level="村", parent="桃源镇", party="党支部", id=one.id))
    assert (saved.id, saved.parent, saved.party, saved.former) == (one.id, "桃源镇", "党支部", ("东风村",))
