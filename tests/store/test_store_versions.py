"""The history of a draft: thin, and complete."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import NotFoundError
from lib.store.texts import holds

TEXTS = st.text(alphabet="甲乙丙", max_size=6)


def saved(store, *texts, by="local"):
    draft = store.create_draft("研判报告", "柳湾社区", "2025Q2", {})
    for text in texts:
        draft = store.save_draft(draft.id, {"话": text}, draft.version, by=by)
    return draft


def history(store, draft):
    return [version.raw.get("话") for version in store.versions(draft.id)]


def test_typing_on_is_one_version(store):
    assert history(store, saved(store, "今", "今年", "今年，我们")) == ["今年，我们", None]


def test_what_was_taken_out_stays(store):
    assert history(store, saved(store, "今年", "今年，我们", "今", "")) == ["", "今年，我们", None]


def test_long_typing_leaves_a_version_every_ten_minutes(store, clock):
    draft = saved(store)
    for count in range(1, 61):
        clock.pass_by(minutes=1)
        draft = store.save_draft(draft.id, {"话": "字" * count}, draft.version)
    assert 5 <= len(store.versions(draft.id)) <= 9


def test_another_hand_is_another_version(store):
    draft = saved(store, "今", by="甲")
    store.save_draft(draft.id, {"话": "今年"}, draft.version, by="乙")
    assert [version.by for version in store.versions(draft.id)] == ["乙", "甲", "local"]


def test_an_older_text_is_restored_and_the_newer_kept(store):
    draft = saved(store, "甲", "乙")
    number = next(one.number for one in store.versions(draft.id) if one.raw == {"话": "甲"})
    assert store.restore(draft.id, number).raw == {"话": "甲"}
    assert history(store, draft)[:2] == ["甲", "乙"]


def test_a_version_that_is_not_there_is_told(store):
    with pytest.raises(NotFoundError):
        store.restore(saved(store).id, 99)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=12))
def test_every_character_ever_saved_stands_in_some_version(store, texts):
    draft = saved(store, *texts)
    kept = history(store, draft)
    assert all(any(holds(one, text) for one in kept) for text in texts)


@given(TEXTS, TEXTS)
def test_a_text_holds_its_pieces(one, two):
    assert holds(one + two, two) and holds(one + two, one)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [("乙甲", "甲乙"), ("1", 1), ([{"甲": "一"}], [{"甲": "一"}, {"甲": "二"}]), ({}, {"甲": "一"}), (None, "甲")],
)
def test_what_is_not_held(later, earlier):
    assert not holds(later, earlier)
