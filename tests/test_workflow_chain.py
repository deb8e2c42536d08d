"""The chain through a real store: plan → quarters → year, units that move, rename and merge, drafts that go."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from lib.core.model import Unit
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, NOT_OWED
from lib.definitions import parse_form
from lib.errors import CallError, NotFoundError
from lib.store import Store
from lib.workflow import Workspace
from lib.workflow_chain import (
    catch_up,
    chain_for,
    examine_in_chain,
    history_for,
    ledger,
    set_quota,
    trace,
    understood,
)
from lib.workflow_overview import columns_for, figure_table, overview, recent_periods, targets_table
from tests.little import period
from tests.stores import new_store

PLAN = """
format: 计划
periods: [年度]
template: 计划.docx
title: "{单位}{期}计划"
sections:
  - name: 甲
    fields: [{name: 会议目标, type: figure, label: 会议不少于, unit: 次, aggregate: none, per: 季度}]
"""
REPORT = """
format: 季报
periods: [季度, 半年]
template: 季报.docx
title: "{单位}{期}季报"
parts: 季报
plan: 计划
sections:
  - name: 甲
    label: 第一部分
    fields:
      - {name: 会议数, type: figure, label: 会议, unit: 次, target: 会议目标}
      - {name: 队伍人数, type: figure, label: 队伍, unit: 名, aggregate: last}
      - {name: 情况, type: paragraphs, label: 情况}
"""
YEARLY = REPORT.replace("季报", "年报").replace("[季度, 半年]", "[年度, 半年]").replace("parts: 年报", "parts: 季报")
FORMS = {one.name: one for one in (parse_form(text, "试.yaml") for text in (PLAN, REPORT, YEARLY))}
UNIT = "柳湾社区"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    for name, level, parent in [("清河县", "县区", ""), ("清泉街道", "镇街", "清河县"), ("桃源镇", "镇街", "清河县")]:
        opened.save_unit(Unit(name, level=level, parent=parent))
    for name in (UNIT, "东风村"):
        opened.save_unit(Unit(name, level="村", parent="清泉街道"))
    yield opened
    opened.close()


def report(store, when, meetings, unit=UNIT, form="季报", status="draft", **more):
    raw = {"会议数": str(meetings), **more} if meetings is not None else {**more}
    return store.create_draft(form, unit, when, raw, status=status)


def chain(store, when, form="季报", unit=UNIT):
    return chain_for(store, FORMS, FORMS[form], unit, period(when))


def findings(store, when, raw, form="季报", unit=UNIT):
    workspace = Workspace(Path(), FORMS, store)
    return examine_in_chain(workspace, form, unit, period(when), raw)[0].findings


def rows(store, when, raw, form="季报", unit=UNIT):
    values = understood(FORMS[form], raw)
    return {row.field: row for row in chain(store, when, form, unit).rows(FORMS[form], values, period(when))}


def test_last_period_and_last_year_stand_beside_this_one(store):
    for when, meetings in (("2024Q2", 3), ("2025Q1", 2)):
        report(store, when, meetings, 情况="上期的话")
    row = rows(store, "2025Q2", {"会议数": "4"})["会议数"]
    assert (row.now, row.previous, row.last_year, row.change, row.year_change) == (4, 2, 3, "＋2", "＋1")
    assert chain(store, "2025Q2").previous.raw["情况"] == "上期的话"


def test_the_year_is_offered_from_its_quarters_and_a_difference_is_told(store):
    for quarter, meetings in enumerate((12, 8, 10, 10), 1):
        report(store, f"2025Q{quarter}", meetings, 队伍人数=str(quarter))
    offered = rows(store, "2025", {}, "年报")
    assert [offered[name].parts.value for name in ("会议数", "队伍人数")] == [40, 4]
    messages = [one.message for one in findings(store, "2025", {"会议数": "41"}, "年报")]
    assert any("一季度12＋二季度8＋三季度10＋四季度10＝40，与填写的41次不一致" in one for one in messages)


def test_a_half_year_is_offered_from_its_quarters_and_a_year_from_half_years(store):
    report(store, "2025Q1", 1)
    report(store, "2025Q2", 2)
    assert rows(store, "2025H1", {})["会议数"].parts.value == 3
    report(store, "2024H1", 5)
    report(store, "2024H2", 6)
    assert rows(store, "2024", {}, "年报")["会议数"].parts.arithmetic == "上半年5＋下半年6＝11"


def test_a_deleted_quarter_leaves_no_silent_hole(store):
    drafts = [report(store, f"2025Q{quarter}", 5) for quarter in range(1, 5)]
    store.delete_draft(drafts[1].id)
    total = rows(store, "2025", {}, "年报")["会议数"].parts
    assert total.arithmetic == "一季度5＋三季度5＋四季度5＝15，缺二季度（已删除）"
    assert any("缺二季度（已删除）" in one.message for one in findings(store, "2025", {"会议数": "15"}, "年报"))
    store.undelete_draft(drafts[1].id)
    assert rows(store, "2025", {}, "年报")["会议数"].parts.value == 20


def test_a_copy_does_not_count_twice(store):
    store.copy_draft(report(store, "2025Q1", 5).id)
    assert rows(store, "2025H1", {})["会议数"].parts.arithmetic == "一季度5＝5，缺二季度（未填报）"


def test_a_half_typed_quarter_is_read_as_far_as_it_goes(store):
    report(store, "2025Q1", "１２ａ", 队伍人数="４")
    history = history_for(store, FORMS, FORMS["季报"], UNIT, period("2025Q2"))
    assert (history.previous["会议数"], history.previous["队伍人数"]) == (None, 4)


def test_a_parent_is_offered_its_children_and_the_missing_are_named(store):
    report(store, "2025Q1", 3)
    total = rows(store, "2025Q1", {}, unit="清泉街道")["会议数"].below
    assert total.arithmetic == "柳湾社区3＝3，缺东风村（未填报）"
    store.delete_draft(report(store, "2025Q1", 4, "东风村").id)
    assert rows(store, "2025Q1", {}, unit="清泉街道")["会议数"].below.missing_names == "东风村（已删除）"


def test_children_changed_since_the_ledger_was_kept_are_read_anew(store):
    draft = report(store, "2025Q1", 3)
    catch_up(store, FORMS)
    store.save_draft(draft.id, {"会议数": "7"}, draft.version)
    assert rows(store, "2025Q1", {}, unit="清泉街道")["会议数"].below.value == 7


def test_a_moved_unit_counts_where_it_stood(store):
    for when in ("2025Q1", "2025Q3"):
        report(store, when, 3)
    store.move_unit(UNIT, "桃源镇", on="2025-07-01")
    for when, unit, value in [("2025Q1", "清泉街道", 3), ("2025Q3", "清泉街道", None), ("2025Q3", "桃源镇", 3)]:
        assert rows(store, when, {}, unit=unit)["会议数"].below.value == value
    assert rows(store, "2025Q3", {}, unit="清泉街道")["会议数"].below.missing_names == "东风村（未填报）"


def test_a_renamed_unit_keeps_its_history(store):
    report(store, "2025Q1", 3)
    store.rename_unit(UNIT, "柳湾新区")
    for name in (UNIT, "柳湾新区"):
        assert rows(store, "2025Q2", {}, unit=name)["会议数"].previous == 3


def test_a_merged_units_history_goes_on_in_its_heir(store):
    report(store, "2025Q1", 3, status="final")
    report(store, "2025Q1", 4, "东风村", status="final")
    report(store, "2025Q2", 5, "东风村", status="final")
    store.merge_unit("东风村", UNIT, on="2025-07-01")
    read = chain(store, "2025Q3")
    assert (read.history.previous["会议数"], read.history.notes["2025Q2"]) == (5, "含并入的东风村")
    assert rows(store, "2025H1", {})["会议数"].parts.arithmetic == "一季度7＋二季度5＝12"
    assert rows(store, "2025Q1", {}, unit="清泉街道")["会议数"].below.arithmetic == "柳湾社区3＋东风村4＝7"


def test_the_plan_stands_beside_progress(store):
    store.create_draft("计划", UNIT, "2025", {"会议目标": "1"})
    report(store, "2025Q1", 1)
    assert rows(store, "2025Q2", {"会议数": "1"})["会议数"].progress.text == "2/4次，进度正常"
    assert rows(store, "2025", {"会议数": "3"}, "年报")["会议数"].progress.text == "3/4次，未达目标，差1次"
    messages = [one.message for one in findings(store, "2025", {"会议数": "3"}, "年报")]
    assert "会议3/4次，未达目标，差1次（目标见2025年计划）" in messages


def test_a_superiors_plan_holds_where_the_unit_has_none(store):
    store.create_draft("计划", "清泉街道", "2025", {"会议目标": "2"})
    progress = rows(store, "2025Q1", {"会议数": "1"})["会议数"].progress
    assert (progress.text, progress.source) == ("1/8次，落后，到本期末应有2次", "清泉街道2025年计划")


def test_quotas_are_configuration_and_the_nearest_counts(store):
    set_quota(store, None, "会议数", 2)
    assert rows(store, "2025Q4", {"会议数": "1"})["会议数"].progress.target == 2
    set_quota(store, "清泉街道", "会议目标", 1, "季度")
    set_quota(store, "清泉街道", "会议数", 1, "季度")
    assert rows(store, "2025Q4", {"会议数": "1"})["会议数"].progress.target == 4
    told = [one.message for one in findings(store, "2025", {"会议目标": "0"}, "计划")]
    assert "会议不少于定为每季度0次，上级定额要求每季度1次（全年0＜4），请核对" in told


def test_an_unknown_unit_has_no_history(store):
    assert chain(store, "2025Q1", unit="新来的村").history == chain(store, "2025Q1", unit="").history
    assert [unit.name for unit in store.units()].count("新来的村") == 0


def test_a_number_is_traced_to_its_entry(store):
    draft = report(store, "2025Q1", 3, **{"会议数.来源": "会议记录"})
    catch_up(store, FORMS)
    store.save_draft(draft.id, {"会议数": "4", "会议数.来源": "会议记录"}, 1, by="李")
    found = trace(store, FORMS, draft.id, "会议数")
    assert (found.section, found.label, found.row.source, found.row.by) == ("第一部分", "会议", "会议记录", "李")
    assert [(str(one.value), one.by) for one in found.changes] == [("4", "李"), ("3", "local")]
    with pytest.raises(NotFoundError):
        trace(store, FORMS, "999", "会议数")


def test_the_ledger_keeps_who_and_when_of_the_save_it_was_read_from(store):
    draft = report(store, "2025Q1", 3)
    saved = store.save_draft(draft.id, {"会议数": "4"}, 1, by="李")
    assert (catch_up(store, FORMS), catch_up(store, FORMS)) == (1, 0)
    assert [(row.by, row.at) for row in store.figures_of(draft.id)] == [("李", saved.updated_at)]


def test_the_ledger_is_up_to_date_when_it_is_read(store):
    report(store, "2025Q1", 3)
    assert [(row.label, row.value, row.measure) for row in ledger(store, FORMS, under="清泉街道")] == [
        ("会议", 3, "次")
    ]


def test_the_overview_tells_who_stands_where(store):
    report(store, "2025Q1", 3)
    report(store, "2025Q1", 4, "东风村", status="final")
    store.delete_draft(report(store, "2025Q2", 4, "东风村").id)
    seen = overview(store, FORMS, columns_for(FORMS, 2025, ["季报"])[:2], under="清泉街道")
    status = {row.unit: [cell.status for cell in row.cells] for row in seen.rows}
    assert status == {
        "清泉街道": [NOT_BEGUN, NOT_BEGUN],
        UNIT: [DRAFT, NOT_BEGUN],
        "东风村": [FINAL, NOT_BEGUN],
    }
    assert (seen.missing(0), seen.count(0)) == (("清泉街道",), {NOT_BEGUN: 1, DRAFT: 1, FINAL: 1})
    assert seen.rows[2].cells[1].note == "已删除"
    assert seen.as_rows()[0] == ["单位", "2025年第一季度季报", "2025年第二季度季报"]


def test_levels_that_do_not_owe_a_format_are_not_missing(store):
    store.remember(None, "应报", "季报", ["村"])
    seen = overview(store, FORMS, columns_for(FORMS, 2025, ["季报"])[:1])
    assert seen.missing(0) == (UNIT, "东风村")
    assert seen.rows[0].cells[0].status == NOT_OWED


def test_a_merged_unit_is_shown_while_it_has_something_to_show(store):
    report(store, "2025Q1", 3, "东风村")
    store.merge_unit("东风村", UNIT, on="2025-04-01")
    seen = overview(store, FORMS, columns_for(FORMS, 2025, ["季报"])[:2], under="清泉街道")
    assert [(row.unit, [cell.status for cell in row.cells]) for row in seen.rows][-1] == (
        "东风村（已并入柳湾社区）",
        [DRAFT, NOT_OWED],
    )


def test_one_figure_over_units_and_periods(store):
    for when, meetings in (("2025Q1", 3), ("2025Q2", 5)):
        report(store, when, meetings, status="final")
    report(store, "2025Q2", 4, "东风村")
    table = figure_table(
        store, FORMS, "季报", "会议数", recent_periods(period("2025Q2"), 2), under="清泉街道", children_only=True
    )
    assert table.values == {UNIT: (Decimal(3), Decimal(5)), "东风村": (None, Decimal(4))}
    assert table.of_units(period("2025Q1")).arithmetic == "柳湾社区3＝3，缺东风村（未填报）"
    assert table.of_periods(UNIT).value == 8
    assert table.series()[0] == {"单位": UNIT, "期": "2025年第一季度", "数值": Decimal(3)}
    assert table.as_rows()[-2:] == [["合计", Decimal(3), Decimal(9)], ["未计入", "东风村（未填报）", ""]]


def test_a_figure_that_is_not_there_is_told(store):
    with pytest.raises(CallError, match="没有“情况”这个数字"):
        figure_table(store, FORMS, "季报", "情况", [period("2025Q1")])


def test_targets_against_actual(store):
    store.create_draft("计划", UNIT, "2025", {"会议目标": "1"})
    report(store, "2025Q1", 1)
    report(store, "2025Q2", 2)
    assert [one.text for one in targets_table(store, FORMS, "季报", UNIT, period("2025Q2"))] == ["3/4次，进度正常"]
    assert [one.done for one in targets_table(store, FORMS, "季报", UNIT, period("2025Q3"))] == [3]
