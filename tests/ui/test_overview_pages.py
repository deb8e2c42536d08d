"""汇总, 台账 and 单位设置 through AppTest: what they show of a small county, and what is changed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import workflow, workflow_pages
from lib.excel.units import units_workbook
from lib.store.opening import open_store
from lib.ui import bench

ROOT = Path(__file__).resolve().parents[2]
YEAR = date.today().year
REPORT, FIGURE, LABEL = "研判报告", "专题研究次数", "专题研究意识形态工作"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture()
def workspace(tmp_path: Path) -> Iterator[workflow.Workspace]:
    store = open_store(tmp_path / "填报.db")
    found = workflow.open_workspace(ROOT, store)
    bench.use(found)
    yield found
    store.engine.dispose()


@pytest.fixture()
def county(workspace: workflow.Workspace) -> workflow.Workspace:
    """清河县 over 东山镇 and 清泉街道, 东风村 under 东山镇; both towns reported, 清泉街道 as a draft."""
    rows = [
        {"单位名称": "清河县", "级别": "县区"},
        {"单位名称": "东山镇", "级别": "镇街", "上级单位": "清河县"},
        {"单位名称": "清泉街道", "级别": "镇街", "上级单位": "清河县"},
        {"单位名称": "东风村", "级别": "村", "上级单位": "东山镇"},
    ]
    store = workspace.store
    store.import_units(rows, apply=True)
    raw = {FIGURE: "3", f"{FIGURE}.来源": "会议记录<第3页>"}
    store.create_draft(REPORT, "东山镇", f"{YEAR}Q1", raw, status="final")
    store.create_draft(REPORT, "清泉街道", f"{YEAR}Q1", {FIGURE: "2"})
    return workspace


def opened(name: str, **state: object) -> AppTest:
    def app(name: str) -> None:
        import importlib

        importlib.import_module(f"lib.ui.views.{name}").page()

    at = AppTest.from_function(app, default_timeout=20, kwargs={"name": name})
    for key, value in state.items():
        at.session_state[key.replace("_", "-")] = value
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, key: str = "") -> AppTest:
    """Click a button; without a key the last one of the page."""
    (at.button(key=key) if key else at.button[-1]).click()
    return run(at)


def shown(at: AppTest) -> str:
    """Return the markup of the page's tables and charts."""
    return "".join(json.loads(one.proto.json)["html"] for one in at.get("bidi_component") if "html" in one.proto.json)


def told(at: AppTest) -> str:
    return "".join(one.value for kind in (at.info, at.error, at.success, at.caption) for one in kind)


def unit_names() -> list[str]:
    return [one.name for one in bench.workspace().store.units()]


# ---- 汇总
def test_without_units_the_page_says_where_to_begin(workspace: workflow.Workspace) -> None:
    at = opened("overview")
    assert "单位设置" in told(at)
    assert at.button[0].label == "去单位设置"


def test_every_unit_stands_at_not_begun_draft_or_final_in_words(county: workflow.Workspace) -> None:
    html = shown(opened("overview"))
    assert "东山镇：定稿，打开" in html and "清泉街道：草稿，打开" in html
    assert html.count("○ 未开始") == 4 * 6 - 2


def test_who_is_missing_is_a_list_to_copy(county: workflow.Workspace) -> None:
    at = opened("overview")
    at.selectbox(key="overview-report").set_value(1)
    html = shown(run(at))
    assert (
        "2个单位未开始" in html
        and "data-copy" in html
        and f"{YEAR}年第一季度未开始填报的单位（2个）：\n清河县\n东风村" in html
    )


def test_a_unit_chosen_shows_itself_and_what_is_below(county: workflow.Workspace) -> None:
    html = shown(opened("overview", overview_unit="东山镇"))
    assert "东风村" in html and "清泉街道" not in html


def test_a_click_on_a_status_opens_that_draft(county: workflow.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[tuple[str, dict]] = []
    monkeypatch.setattr("lib.ui.links.go", lambda path, **more: gone.append((path, more)))
    opened("overview", overview_open="7")
    assert gone == [("form", {"d": "7"})]


def test_a_figure_is_added_up_over_units_of_one_level_only(county: workflow.Workspace) -> None:
    at = opened("overview", overview_view="数字表")
    assert '<td class="number"><span>5</span></td>' in shown(at) and "合计" in shown(at)
    at.selectbox(key="figure-layer").set_value("全部单位")
    at = run(at)
    assert "合计" not in shown(at) and "重复计算" in told(at)


def test_half_years_have_a_table_of_their_own(county: workflow.Workspace) -> None:
    county.store.create_draft(REPORT, "东山镇", f"{YEAR}H1", {FIGURE: "8"})
    at = opened("overview", overview_view="数字表", **{f"figure_kind_{REPORT}": "按半年"})
    assert f"{YEAR}年上半年" in shown(at) and "<span>8</span>" in shown(at)


def test_missing_numbers_are_named_not_zero(county: workflow.Workspace) -> None:
    county.store.delete_draft(county.store.find_draft(REPORT, "清泉街道", f"{YEAR}Q1").id)
    html = shown(opened("overview", overview_view="数字表"))
    assert "缺1个单位" in html and "清泉街道（已删除）" in html


@pytest.mark.parametrize(("kind", "word"), [("逐期走势", "2个单位合计"), ("单位比较", "各单位比较")])
def test_charts_draw_the_stored_figures(county: workflow.Workspace, kind: str, word: str) -> None:
    html = shown(opened("overview", overview_view="图表", chart_kind=kind))
    assert "<svg" in html and word in html and "下载图片" in html


def test_targets_stand_beside_what_was_done(county: workflow.Workspace) -> None:
    county.store.create_draft("工作要点", "东山镇", str(YEAR), {"专题研究目标": "4"})
    at = opened("overview", overview_view="图表", chart_kind="目标完成", overview_unit="东山镇")
    assert "3/" in shown(at) and "次，" in shown(at)


def test_without_targets_the_page_says_what_to_fill(county: workflow.Workspace) -> None:
    assert "工作要点" in told(opened("overview", overview_view="图表", chart_kind="目标完成"))


def test_an_empty_year_says_what_to_do(county: workflow.Workspace) -> None:
    assert "还没有填" in told(opened("overview", overview_view="数字表", overview_year=YEAR - 3))


# ---- 台账
def test_the_ledger_shows_value_source_who_and_when(county: workflow.Workspace) -> None:
    html = shown(opened("ledger"))
    assert LABEL in html and ">3次<" in html and "会议记录&lt;第3页&gt;" in html and "本机" in html


def test_the_ledger_is_filtered_by_unit_and_status(county: workflow.Workspace) -> None:
    assert ">2次<" not in shown(opened("ledger", ledger_unit="东山镇"))
    assert ">3次<" not in shown(opened("ledger", ledger_status="草稿"))


def test_an_empty_ledger_says_what_to_do(county: workflow.Workspace) -> None:
    assert "首页填报" in told(opened("ledger", ledger_year=YEAR - 5))


def test_a_figure_is_traced_to_its_entry_with_its_history(
    county: workflow.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = county.store.find_draft(REPORT, "东山镇", f"{YEAR}Q1")
    opened("ledger")
    county.store.save_draft(draft.id, {FIGURE: "4"}, draft.version)
    at = opened("ledger", ledger_chosen=f"{draft.id}/{FIGURE}")
    assert ">4次<" in shown(at) and ">3次<" in shown(at) and "改动" in shown(at)
    gone: list[dict] = []
    monkeypatch.setattr("lib.ui.links.go", lambda path, **more: gone.append(more))
    press(at, "ledger-open")
    assert gone == [{"d": draft.id, "s": "3", "f": FIGURE}]


def test_a_draft_thrown_away_is_told(county: workflow.Workspace) -> None:
    assert "不在了" in told(opened("ledger", ledger_chosen=f"9999/{FIGURE}"))


# ---- 单位设置
def test_the_first_unit_is_added_at_once(workspace: workflow.Workspace) -> None:
    at = opened("units")
    at.text_input(key="new-0-name").set_value("柳湾社区")
    press(at)
    assert unit_names() == ["柳湾社区"]


def test_a_unit_needs_a_name(workspace: workflow.Workspace) -> None:
    assert "请填写单位名称" in told(press(opened("units")))


def test_a_name_taken_is_refused_when_adding(county: workflow.Workspace) -> None:
    at = opened("units", units_view="新增单位")
    at.text_input(key="new-0-name").set_value("东风村")
    at = press(at)
    assert "已经有单位" in told(at) and unit_names().count("东风村") == 1


def test_a_unit_is_renamed_and_moved_from_a_day_on(county: workflow.Workspace) -> None:
    unit = county.store.get_unit("东风村")
    at = opened("units", units_chosen=unit.id)
    at.text_input(key=f"unit-{unit.id}-name").set_value("东风社区")
    at.selectbox(key=f"unit-{unit.id}-parent").set_value("清泉街道")
    at.text_input(key=f"unit-{unit.id}-day").set_value(f"{YEAR}年4月1日")
    press(at)
    assert [one.name for one in county.store.children("清泉街道")] == ["东风社区"]
    assert [one.name for one in county.store.children("东山镇", f"{YEAR}-03-31")] == ["东风社区"]
    assert county.store.get_unit("东风社区").former == ("东风村",)


def test_a_wrong_day_is_told_and_nothing_changes(county: workflow.Workspace) -> None:
    unit = county.store.get_unit("东风村")
    at = opened("units", units_chosen=unit.id)
    at.text_input(key=f"unit-{unit.id}-name").set_value("东风社区")
    at.text_input(key=f"unit-{unit.id}-day").set_value("2025年2月30日")
    assert "2月没有30日" in told(press(at))
    assert "东风村" in unit_names()


def test_a_unit_is_merged_and_listed_as_such(county: workflow.Workspace) -> None:
    unit = county.store.get_unit("清泉街道")
    at = opened("units", units_chosen=unit.id, **{f"unit_part_{unit.id}": "并入其他单位"})
    at.selectbox(key=f"merge-into-{unit.id}").set_value("东山镇")
    at = press(at)
    assert "清泉街道" not in unit_names() and "已并入" in told(at)


def test_a_unit_is_closed_and_reopened(county: workflow.Workspace) -> None:
    unit = county.store.get_unit("东风村")
    press(opened("units", units_chosen=unit.id, **{f"unit_part_{unit.id}": "撤销"}))
    assert "东风村" not in unit_names()
    press(opened("units", units_chosen=unit.id), f"reopen-{unit.id}")
    assert "东风村" in unit_names()


def test_a_unit_with_units_below_is_not_closed(county: workflow.Workspace) -> None:
    unit = county.store.get_unit("东山镇")
    at = press(opened("units", units_chosen=unit.id, **{f"unit_part_{unit.id}": "撤销"}))
    assert "还有下级单位" in told(at) and "东山镇" in unit_names()


def test_a_workbook_is_shown_before_it_is_taken_in(county: workflow.Workspace) -> None:
    at = opened("units", units_view="从 Excel 导入")
    content = units_workbook([{"单位名称": "石门村", "级别": "村", "上级单位": "东山镇"}])
    at.file_uploader[0].set_value(("单位表.xlsx", content, EXCEL))
    at = run(at)
    assert "石门村" in shown(at) and "石门村" not in unit_names()
    press(at, "units-take")
    assert "石门村" in unit_names()


def test_a_file_that_is_no_workbook_is_told(county: workflow.Workspace) -> None:
    at = opened("units", units_view="从 Excel 导入")
    at.file_uploader[0].set_value(("单位表.xlsx", b"not a workbook", EXCEL))
    assert [one.value for one in run(at).error]


def test_only_the_levels_that_owe_are_missed(county: workflow.Workspace) -> None:
    at = opened("units", units_view="填报要求")
    at.multiselect(key=f"owing-{REPORT}").set_value(["镇街"])
    run(at)
    at = opened("overview", overview_format=REPORT)
    at.selectbox(key="overview-report").set_value(0)
    assert "应报单位都已开始" in shown(run(at))


def test_a_superiors_quota_is_set_and_taken_back(county: workflow.Workspace) -> None:
    at = opened("units", units_view="填报要求", quota_unit="清河县")
    at.text_input(key="quota-value").set_value("6")
    at = press(at)
    assert "全年不少于6次" in shown(at)
    name = next(iter(workflow_pages.quotas(county.store, "清河县")))
    workflow_pages.forget_quota(county.store, "清河县", name)
    assert "还没有设定" in told(run(at))


@pytest.mark.parametrize("words", ["", "许多", "-1"])
def test_a_quota_that_is_no_number_is_told(county: workflow.Workspace, words: str) -> None:
    at = opened("units", units_view="填报要求")
    at.text_input(key="quota-value").set_value(words)
    assert "如 4" in told(press(at)) and not workflow_pages.quotas(county.store, None)
