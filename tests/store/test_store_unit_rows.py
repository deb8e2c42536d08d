"""Units in and out as rows: told before it is done, all or none, and what comes out goes in unchanged."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core.model import Unit
from lib.errors import RefusedError
from lib.store.unit_rows import COLUMNS


def row(name, parent="", **more):
    return {"单位名称": name, "上级单位": parent, **more}


def messages(found):
    return [one.message for one in found.findings]


def test_a_list_is_taken_in_whatever_its_order(store):
    rows = [row("柳湾社区", "清泉街道", 级别="社区"), row("清泉街道", "清河县", 级别="镇街"), row("清河县")]
    assert store.import_units(rows).count("新增") == 3 and store.units() == []
    store.import_units(rows, apply=True)
    assert [(one.name, one.parent) for one in store.units()] == [
        ("清河县", ""),
        ("清泉街道", "清河县"),
        ("柳湾社区", "清泉街道"),
    ]


def test_what_comes_out_goes_in_unchanged(store):
    store.save_unit(
        Unit("柳湾社区", short="柳湾", level="社区", parent="清泉街道", party="柳湾党委", superior="街道党工委")
    )
    found = store.import_units(store.units_as_rows(), apply=True)
    assert (found.count("不变"), found.findings) == (2, ())


def test_a_row_with_its_number_renames_and_moves(store):
    store.save_unit(Unit("柳湾社区", parent="清泉街道"))
    number = store.get_unit("柳湾社区").id
    found = store.import_units([row("柳湾新区", "桃源镇", 编号=number)], apply=True)
    assert found.changes[0].what == ("单位名称：柳湾社区→柳湾新区", "上级单位：清泉街道→桃源镇")
    assert (store.get_unit("柳湾社区").name, store.get_unit("柳湾新区").parent) == ("柳湾新区", "桃源镇")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row("甲"), row("甲　")], "第2行：“甲”与第1行重复"),
        ([row("", "甲")], "第1行：没有单位名称"),
        ([row("甲", 编号="99")], "没有编号为“99”的单位"),
        ([row("甲", "乙"), row("乙", "甲")], "绕回了自己"),
        ([row("甲", "甲")], "绕回了自己"),
        ([row("甲" * 101)], "太长"),
    ],
)
def test_errors_are_told_at_their_row_and_nothing_is_taken(store, rows, told):
    assert told in "".join(messages(store.import_units(rows)))
    with pytest.raises(RefusedError):
        store.import_units(rows, apply=True)
    assert store.units() == []


def test_what_is_odd_is_told_and_taken(store):
    store.save_unit(Unit("东风村"))
    store.rename_unit("东风村", "东风社区")
    found = store.import_units([row("东风村"), row("乙", "没有的镇", 级别="乡")], apply=True)
    assert [one.level for one in found.findings] == ["warning"] * 3
    assert [one.name for one in store.units()] == ["东风社区", "东风村", "没有的镇", "乙"]


def test_blank_rows_and_strange_cells_do_no_harm(store):
    found = store.import_units([{}, row("甲", 简称=None, 别的="x"), row("丙\ud800\0")], apply=True)
    assert [change.name for change in found.changes] == ["甲", "丙\ufffd\ufffd"]


def test_a_column_the_list_does_not_have_changes_nothing(store):
    store.save_unit(Unit("柳湾社区", short="柳湾", parent="清泉街道"))
    store.import_units([{"单位名称": "柳湾社区", "级别": "社区"}], apply=True)
    assert store.get_unit("柳湾社区") == Unit("柳湾社区", "柳湾", "社区", "清泉街道", id=store.get_unit("柳湾社区").id)


CELLS = st.one_of(st.none(), st.integers(), st.text(max_size=8), st.sampled_from(["甲", "乙", "丙", "镇街", "1"]))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "别的"]), CELLS), max_size=6))
def test_any_list_is_told_or_taken_never_broken(store, rows):
    found = store.import_units(rows)
    if not found.errors:
        store.import_units(rows, apply=True)
    assert len({one.id for one in store.units()}) == len(store.units())
