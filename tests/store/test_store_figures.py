"""Figures: exact, with who and when and what they were; the ledger."""

from __future__ import annotations

from decimal import Decimal

from lib.core.model import FigureEntry


def figure(path, value, **more):
    return FigureEntry(path, Decimal(value), **more)


def draft_with(store, *figures, unit="柳湾社区", period="2025Q2", **more):
    return store.create_draft("研判报告", unit, period, {}, figures=figures, **more)


def values(store, draft, path):
    return [(str(change.value), change.by, change.ended_by) for change in store.figure_history(draft.id, path)]


def test_a_figure_is_exact(store):
    draft = draft_with(store, figure("甲", "1E+3"), figure("乙", "0.10"), figure("丙", "123456789012345678.9"))
    assert [str(row.value) for row in store.figures_of(draft.id)] == ["123456789012345678.9", "0.10", "1000"]


def test_a_change_leaves_the_old_value_with_who_and_when(store):
    draft = draft_with(store, figure("甲", "1"), by="王")
    store.save_draft(draft.id, {"甲": "2"}, 1, figures=[figure("甲", "2", source="会议记录")], by="李")
    assert values(store, draft, "甲") == [("2", "李", ""), ("1", "王", "李")]
    assert store.figures_of(draft.id)[0].source == "会议记录"


def test_a_cleared_figure_is_in_the_history(store):
    draft = draft_with(store, figure("甲", "1"))
    store.save_draft(draft.id, {"甲": ""}, 1, figures=[])
    assert (store.figures_of(draft.id), values(store, draft, "甲")) == ([], [("1", "local", "local")])


def test_an_untouched_figure_keeps_its_writer(store):
    draft = draft_with(store, figure("甲", "1"), by="王")
    store.save_draft(draft.id, {"乙": "2"}, 1, figures=[figure("甲", "1"), figure("乙", "2")], by="李")
    assert [(row.path, row.by) for row in store.figures_of(draft.id)] == [("乙", "李"), ("甲", "王")]


def test_figures_of_a_text_that_moved_on_are_not_taken(store):
    draft = draft_with(store)
    store.save_draft(draft.id, {"甲": "2"}, 1)
    assert not store.record_figures(draft.id, 1, [figure("甲", "1")])
    assert store.record_figures(draft.id, 2, [figure("甲", "2")])


def test_the_ledger_is_asked_by_unit_period_and_figure(store):
    draft_with(store, figure("甲", "1"), figure("乙", "2"))
    draft_with(store, figure("甲", "3"), unit="桃园村", period="2025Q3")
    store.delete_draft(draft_with(store, figure("甲", "9"), unit="桃园村").id)
    assert [str(row.value) for row in store.ledger(paths=["甲"])] == ["1", "3"]
    assert [str(row.value) for row in store.ledger(periods=["2025年第三季度"])] == ["3"]
    assert [row.unit for row in store.ledger(unit="桃园村")] == ["桃园村"]
    assert len(store.ledger(limit=2)) == 2
