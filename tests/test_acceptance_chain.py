"""The chain of figures as an office lives it over a year: units, quarters, half-years, targets, sums, merges, deletions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.core.model import Unit
from lib.core.overview import DRAFT, FINAL, NOT_BEGUN, NOT_OWED
from lib.definitions import load_forms
from lib.store import Store
from lib.workflow import Workspace
from lib.workflow_chain import chain_for, set_quota, understood
from lib.workflow_overview import columns_begun, columns_for, figure_table, overview
from tests.little import period
from tests.stores import new_store

FORMS = load_forms(Path(__file__).parents[1] / "forms")
PLAN, REPORT, DUTY = "工作要点", "研判报告", "述职报告"
SCHOOL, VILLAGE = "清河一中", "柳湾社区"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    opened.save_unit(Unit("清河县", level="县区"))
    opened.save_unit(Unit("清泉街道", level="镇街", parent="清河县"))
    opened.save_unit(Unit(SCHOOL, level="学校", parent="清河县"))
    for name in (VILLAGE, "桃源社区"):
        opened.save_unit(Unit(name, level="社区", parent="清泉街道"))
    yield opened
    opened.close()


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return Workspace(Path(__file__).parents[1], FORMS, store)


def states(store: Store, unit: str, year: int = 2025) -> list[tuple[str, str]]:
    cells = overview(store, FORMS, columns_for(FORMS, year, [REPORT]), under=unit).rows[0].cells
    return [(cell.status, cell.note) for cell in cells]


def test_a_unit_that_reports_by_half_years_is_not_missing(store: Store) -> None:
    store.create_draft(REPORT, SCHOOL, "2025H1", {"专题研究次数": "1"}, status="final")
    by_half = (NOT_OWED, "按半年报")
    assert states(store, SCHOOL) == [by_half, (FINAL, "上半年"), by_half, (NOT_BEGUN, "下半年")]
    assert states(store, SCHOOL, 2026)[0] == (NOT_BEGUN, "")  # a whole half without a report tells nothing of the next


def test_quarters_go_before_a_half_year_made_of_them(store: Store) -> None:
    for when in ("2025Q1", "2025H1"):
        store.create_draft(REPORT, VILLAGE, when, {})
    assert states(store, VILLAGE)[:2] == [(DRAFT, ""), (NOT_BEGUN, "")]


def test_half_years_of_a_yearly_report_are_listed_and_owed_by_none(store: Store) -> None:
    assert len(columns_begun(store, FORMS, 2025, [DUTY])) == 1
    store.create_draft(DUTY, SCHOOL, "2025H1", {})
    columns = columns_begun(store, FORMS, 2025, [DUTY])
    assert [column.period.key for column in columns] == ["2025H1", "2025"]
    found = overview(store, FORMS, columns)
    assert found.missing(0) == () and SCHOOL in found.missing(1)


def test_a_table_by_quarters_says_who_reports_by_half_years(store: Store) -> None:
    store.create_draft(REPORT, SCHOOL, "2025H1", {"宣讲场次": "5"})
    store.create_draft(REPORT, VILLAGE, "2025Q1", {"宣讲场次": "8"})
    for kind, unit, note in (("2025Q1", SCHOOL, "按半年报"), ("2025H1", VILLAGE, "按季度报"), ("2025H1", SCHOOL, "草稿")):
        found = figure_table(store, FORMS, REPORT, "宣讲场次", [period(kind)], units=[unit])
        assert found.notes[unit, kind] == note


@pytest.mark.parametrize(
    ("plan", "goal"),
    [
        ({"专题研究目标": "1"}, "1/4次，进度正常"),
        ({"专题研究年度目标": "2"}, "1/2次，进度正常"),
        ({"专题研究目标": "1", "专题研究年度目标": "6"}, "1/6次，进度正常"),
        ({"专题研究年度目标": "12", "专题研究年度目标.量词": "天"}, ""),
    ],
)
def test_what_the_plan_sets_for_a_quarter_or_the_year_stands_beside_progress(
    store: Store, plan: dict[str, str], goal: str
) -> None:
    store.create_draft(PLAN, VILLAGE, "2025", plan)
    assert progress(store, "专题研究次数", {"专题研究次数": "1"}) == goal


def test_a_superiors_yearly_quota_stands_beside_progress(store: Store) -> None:
    set_quota(store, "清河县", "专题研究年度目标", 8)
    assert progress(store, "专题研究次数", {"专题研究次数": "1"}) == "1/8次，落后，到本期末应有2次"


def progress(store: Store, figure: str, raw: dict[str, str], when: str = "2025Q1") -> str:
    form, found = FORMS[REPORT], chain_for(store, FORMS, FORMS[REPORT], VILLAGE, period(when))
    row = found.progress(form, understood(form, raw), period(when)).get(figure)
    return row.text if row else ""
