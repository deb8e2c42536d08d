"""Drafts: made, saved against their version, two editors, copies, deletion and what counts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import CallError, ConflictError, NotFoundError
from lib.store.drafts import TextSave

FORMAT, UNIT = "研判报告", "清泉街道柳湾社区"


def made(store, raw=None, period="2025Q2", unit=UNIT, **more):
    return store.create_draft(FORMAT, unit, period, raw or {}, **more)


def test_a_draft_comes_back_as_typed(store):
    raw = {
        "宣传单数": "６，０１２",
        "风险隐患": [{"表现": "A&B <50 {{ x }} 😀𠮷"}],
        "半": "\ud800",
        "空": None,
        "开": True,
    }
    assert store.get_draft(made(store, raw).id).raw == raw


def test_a_new_unit_is_made_with_its_first_draft(store):
    made(store)
    assert [unit.name for unit in store.units()] == [UNIT]


def test_units_that_differ_by_blanks_and_width_are_one(store):
    assert made(store, unit="第１ 中学").unit_id == made(store, unit=" 第1中学").unit_id


@pytest.mark.parametrize("period", ["2025年第二季度", "2025Q2", "２０２５年２季度"])
def test_periods_are_understood_as_people_write_them(store, period):
    assert made(store, period=period).period == "2025Q2"


@pytest.mark.parametrize(("unit", "period"), [("", "2025Q2"), ("  ", "2025Q2"), (UNIT, "二月三十日"), (UNIT, "")])
def test_a_draft_without_unit_or_period_is_refused_in_one_line(store, unit, period):
    with pytest.raises(CallError, match="单位|报告期"):
        made(store, unit=unit, period=period)


def test_a_save_moves_the_version_on(store):
    draft = made(store)
    saved = store.save_draft(draft.id, {"次数": "1"}, draft.version, by="王")
    assert (saved.version, saved.raw, saved.updated_by) == (2, {"次数": "1"}, "王")


def test_saving_the_same_text_changes_nothing(store):
    draft = made(store, {"次数": "1"})
    assert store.save_draft(draft.id, {"次数": "1"}, draft.version) == draft


def test_two_editors_lose_neither_text(store):
    draft = made(store)
    store.save_draft(draft.id, {"甲": "先"}, draft.version, by="甲")
    with pytest.raises(ConflictError) as told:
        store.save_draft(draft.id, {"乙": "后"}, draft.version, by="乙")
    assert (told.value.theirs.raw, told.value.mine.raw) == ({"甲": "先"}, {"乙": "后"})
    assert [(one.kind, one.raw) for one in store.versions(draft.id)[:2]] == [
        ("branch", {"乙": "后"}),
        ("save", {"甲": "先"}),
    ]
    assert store.get_draft(draft.id).raw == {"甲": "先"}


def test_two_editors_with_the_same_text_do_not_quarrel(store):
    draft = made(store)
    store.save_draft(draft.id, {"甲": "同"}, draft.version)
    assert store.save_draft(draft.id, {"甲": "同"}, draft.version).raw == {"甲": "同"}


def test_the_second_text_can_be_chosen(store):
    draft = made(store)
    store.save_draft(draft.id, {"甲": "先"}, 1)
    with pytest.raises(ConflictError) as told:
        store.save_draft(draft.id, {"乙": "后"}, 1)
    assert store.restore(draft.id, told.value.mine.number).raw == {"乙": "后"}
    assert {"甲": "先"} in [one.raw for one in store.versions(draft.id)]


def test_text_saved_to_a_deleted_draft_is_kept(store):
    draft = made(store)
    store.delete_draft(draft.id)
    with pytest.raises(NotFoundError, match="已被删除"):
        store.save_draft(draft.id, {"甲": "写了很久"}, draft.version)
    assert store.undelete_draft(draft.id).raw == {}
    assert store.versions(draft.id)[0].raw == {"甲": "写了很久"}


@pytest.mark.parametrize("wrong", ["", "999", "abc", "１", "-1", "1; drop table drafts"])
def test_a_draft_that_never_was_is_told(store, wrong):
    with pytest.raises(NotFoundError):
        store.get_draft(wrong)


def test_a_final_draft_that_is_changed_is_a_draft_again(store):
    draft = store.set_status(made(store).id, "final")
    assert (draft.status, store.save_draft(draft.id, {"甲": "改"}, draft.version).status) == ("final", "draft")


def test_the_place_of_a_draft_can_change(store):
    draft = made(store)
    moved = store.save_draft(draft.id, {}, draft.version, unit="柳湾村", period="2025Q3")
    assert (moved.unit, moved.period, moved.version) == ("柳湾村", "2025Q3", 2)


def test_deleting_is_undone(store):
    draft = made(store, {"甲": "一"})
    store.delete_draft(draft.id)
    assert (store.list_drafts(), [one.id for one in store.list_drafts(deleted=True)]) == ([], [draft.id])
    assert store.undelete_draft(draft.id).raw == {"甲": "一"}


def test_the_first_made_counts_until_another_is_final(store):
    first = made(store)
    copy = store.copy_draft(first.id)
    assert store.find_draft(FORMAT, UNIT, "2025Q2").id == first.id
    store.set_status(copy.id, "final")
    assert store.find_draft(FORMAT, UNIT, "2025Q2").id == copy.id
    store.delete_draft(copy.id)
    assert store.find_draft(FORMAT, UNIT, "2025Q2").id == first.id


def test_a_copy_may_go_to_another_period(store):
    copy = store.copy_draft(made(store, {"甲": "一"}).id, period="2025年第三季度")
    assert (copy.period, copy.raw, copy.version) == ("2025Q3", {"甲": "一"}, 1)


def test_an_example_is_thrown_away_with_its_history(store):
    draft = made(store, {"甲": "一"})
    store.add_document("样.docx", "00", draft_id=draft.id)
    store.purge_draft(draft.id)
    assert (store.list_drafts(deleted=True), store.versions(draft.id)) == ([], [])
    assert store.recent_documents()[0].draft_id == ""


def test_lists_are_filtered_and_searched(store):
    one, two = made(store, {"话": "100%办结_"}), made(store, unit="桃园村", period="2025Q1")
    assert [head.id for head in store.list_drafts()] == [two.id, one.id]
    assert [head.id for head in store.list_drafts(unit="桃园村", period="2025Q1")] == [two.id]
    assert [head.id for head in store.search("0%办结_")] == [one.id]
    assert [head.id for head in store.search("桃园 2025年第一季度")] == [two.id]
    assert (store.search("%"), store.list_drafts(unit="没有的单位")) == ([store.list_drafts(unit=UNIT)[0]], [])


def test_many_are_added_at_once_or_none(store):
    from lib.store.records import NewDraft

    good, bad = NewDraft(FORMAT, UNIT, "2025Q1", {}), NewDraft(FORMAT, "", "2025Q1", {})
    with pytest.raises(CallError):
        store.add_drafts([good, bad])
    assert store.list_drafts() == []
    assert len(store.add_drafts([good, good])) == 2


TEXTS = st.text(st.characters(), max_size=20)  # half pairs and control characters as well
RAW = st.dictionaries(
    TEXTS, st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.lists(st.dictionaries(TEXTS, TEXTS)))
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RAW)
def test_whatever_is_typed_comes_back(store, raw):
    assert store.get_draft(made(store, raw).id).raw == raw


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_unit_name_is_kept_or_refused(store, name):
    try:
        draft = made(store, unit=name)
    except CallError:
        return
    assert store.find_draft(FORMAT, name, "2025Q2").id is not None and draft.unit


def test_texts_saved_together_are_each_answered_for_themselves(store):
    first, late, gone = made(store), made(store, unit="东山镇"), made(store, unit="石门村")
    store.save_draft(late.id, {"a": "先"}, late.version)
    store.delete_draft(gone.id)
    saves = [TextSave(one.id, {"a": "后"}, one.version) for one in (first, late, gone)]
    saved, refused, missing, never = store.save_texts([*saves, TextSave("999", {}, 1)])
    assert saved.raw == {"a": "后"} and store.get_draft(first.id).version == first.version + 1
    assert isinstance(refused, ConflictError) and refused.theirs.raw == {"a": "先"}
    assert isinstance(missing, NotFoundError) and isinstance(never, NotFoundError)
    assert [one.kind for one in store.versions(late.id)][0] == "branch"
