"""What the pages 汇总, 台账 and 单位设置 choose from, page through and hand out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lib import workflow_pages as use
from lib.definitions import load_forms
from lib.errors import InputFileError, RefusedError, StoreError
from lib.store import Store, open_store
from lib.workflow_overview import columns_for, figure_table, overview

FORMS = load_forms(Path(__file__).resolve().parent.parent / "forms")
REPORT, FIGURE = "研判报告", "专题研究次数"
TREE = {"清河县": "", "东山镇": "清河县", "东风村": "东山镇", "石门村": "东山镇", "清泉街道": "清河县"}
LEVELS = {"县": "县区", "镇": "镇街", "道": "镇街", "村": "村"}


@pytest.fixture()
def store(tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "填报.db")
    rows = [{"单位名称": name, "级别": LEVELS[name[-1]], "上级单位": parent} for name, parent in TREE.items()]
    found.import_units(rows, apply=True)
    found.create_draft(REPORT, "东山镇", "2025Q1", {FIGURE: "3"}, status="final")
    found.create_draft(REPORT, "清泉街道", "2025Q1", {FIGURE: "2"})
    yield found
    found.engine.dispose()


def sheet(content: bytes, name: str) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(content), data_only=True)[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("under", "wanted", "names"),
    [
        (None, use.NEXT, ["东山镇", "清泉街道"]),
        (None, "村", ["东风村", "石门村"]),
        (None, use.ALL, [*TREE]),
        ("东山镇", use.NEXT, ["东风村", "石门村"]),
        ("东风村", use.NEXT, ["东风村"]),
        ("没有的单位", use.NEXT, []),
    ],
)
def test_a_layer_is_units_beside_one_another(store: Store, under: str | None, wanted: str, names: list[str]) -> None:
    assert use.layer(use.places(store), under, wanted) == names


def test_several_tops_are_a_layer_themselves(store: Store) -> None:
    store.move_unit("清泉街道", "")
    assert use.layer(use.places(store), None, use.NEXT) == ["清河县", "清泉街道"]


def test_units_below_one_another_are_not_put_together(store: Store) -> None:
    places = use.places(store)
    assert use.is_flat(places, {"东山镇", "清泉街道"}) and not use.is_flat(places, {"清河县", "东风村"})


@pytest.mark.parametrize(("day", "label"), [((2025, 2, 3), "2025年第一季度"), ((2025, 11, 3), "2025年第四季度")])
def test_the_report_written_now_is_found(day: tuple[int, int, int], label: str) -> None:
    columns = columns_for(FORMS, 2025)
    assert columns[use.current_column(columns, date(*day))].period.label == label


def test_the_ledger_turns_its_pages(store: Store) -> None:
    first = use.ledger_page(store, FORMS, size=1)
    last = use.ledger_page(store, FORMS, size=1, page=1)
    assert (len(first.rows), first.more, len(last.rows), last.more) == (1, True, 1, False)


def test_a_ledger_too_long_for_one_workbook_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use, "MAX_LEDGER", 1)
    with pytest.raises(RefusedError, match="缩小范围"):
        use.ledger_book(store, FORMS)


def test_workbooks_hold_what_the_page_shows(store: Store) -> None:
    columns = columns_for(FORMS, 2025, [REPORT])
    status = use.status_book(overview(store, FORMS, columns), "进度")
    assert "定稿" in str(sheet(status, "报送情况"))
    table = figure_table(store, FORMS, REPORT, FIGURE, [columns[0].period])
    flat = use.figure_book(use.narrowed(table, {"东山镇", "清泉街道"}), total=True)
    assert ("合计", 5) in [row[:2] for row in sheet(flat, table.field.label)]
    assert "合计" not in str(sheet(use.figure_book(table, total=False), "数字表"))


def test_units_go_out_and_come_back_unchanged(store: Store) -> None:
    _, found = use.read_units_book(store, use.units_book(store))
    assert (found.count("不变"), found.errors) == (len(TREE), ())


def test_no_workbook_is_told(store: Store) -> None:
    with pytest.raises(InputFileError):
        use.read_units_book(store, b"PK")


def test_reopening_says_why_it_can_not(store: Store) -> None:
    unit = store.get_unit("东风村")
    store.close_unit("东风村")
    store.save_unit(type(unit)("东风村"))
    gone = next(one for one in store.units(gone=True) if one.gone_at)
    with pytest.raises(StoreError, match="更名"):
        use.reopen(store, gone)


def test_reopening_asks_for_the_unit_above_first(store: Store) -> None:
    for name in ("东风村", "石门村", "东山镇"):
        store.close_unit(name)
    gone = next(one for one in store.units(gone=True) if one.name == "东风村")
    with pytest.raises(StoreError, match="先恢复上级"):
        use.reopen(store, gone)


def test_units_of_examples_are_in_no_table(store: Store) -> None:
    store.create_draft(REPORT, "柳湾社区（示例）", "2025Q1", {FIGURE: "9"})
    columns = columns_for(FORMS, 2025, [REPORT])
    assert "柳湾社区（示例）" not in {one.name for one in use.places(store)}
    assert "柳湾社区（示例）" not in {row.unit for row in overview(store, FORMS, columns).rows}
    assert "柳湾社区（示例）" not in figure_table(store, FORMS, REPORT, FIGURE, [columns[0].period]).units
