"""The form page through AppTest: fields and rows, saving, findings, undo, two tabs, what is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import workflow
from lib.core.carrying import taken_over
from lib.core.model import Draft
from lib.store.opening import open_store
from lib.ui import bench
from lib.ui.entry import numbered_fields

ROOT = Path(__file__).resolve().parents[2]
FORM, UNIT, PERIOD = "研判报告", "清泉街道柳湾社区", "2025Q2"


@pytest.fixture()
def workspace(tmp_path: Path) -> Iterator[workflow.Workspace]:
    store = open_store(tmp_path / "填报.db")
    found = workflow.open_workspace(ROOT, store)
    bench.use(found)
    yield found
    store.engine.dispose()


@pytest.fixture()
def draft(workspace: workflow.Workspace) -> Draft:
    return workspace.store.create_draft(FORM, UNIT, PERIOD, {})


def open_form(draft: Draft, section: str = "") -> AppTest:
    def app() -> None:
        from lib.ui.views import form

        form.page()

    at = AppTest.from_function(app, default_timeout=20)
    at.query_params["d"] = draft.id
    form = bench.workspace().form(draft.format)
    names = [one.name for one in form.sections]
    at.query_params["s"] = str(names.index(section) + 1 if section else 1)
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def key_of(name: str, mark: str = "") -> str:
    form = bench.workspace().form(FORM)
    return next(f"f{number}{mark}" for _, number, one in numbered_fields(form) if one.name == name)


def raw_of(draft: Draft) -> dict:
    return dict(bench.workspace().store.get_draft(draft.id).raw)


def click(at: AppTest, label: str) -> AppTest:
    next(one for one in at.button if one.label == label).click()
    return run(at)


def test_what_is_typed_is_saved_as_typed(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.text_input(key=key_of("专题研究次数")).input("１２")
    at.text_area(key=key_of("责任落实情况")).input("A&B <50\n{{ x }}")
    run(at)
    assert raw_of(draft) == {"责任落实情况": "A&B <50\n{{ x }}", "专题研究次数": "１２"}


def test_opening_a_draft_changes_nothing(draft: Draft) -> None:
    for section in ("基本信息", "责任落实", "风险隐患"):
        run(open_form(draft, section))
    assert bench.workspace().store.get_draft(draft.id).version == draft.version


def test_measure_word_and_wording_are_kept_and_remembered(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.selectbox(key=key_of("专题研究次数", "u")).select("场次")
    at.selectbox(key=key_of("专题研究次数", "w")).select("余")
    run(at)
    assert raw_of(draft) == {"专题研究次数.量词": "场次", "专题研究次数.写法": "余"}
    assert bench.workspace().store.recall(UNIT, "量词") == {"专题研究次数": "场次"}


def test_a_finding_is_listed_and_jumps_to_its_field(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.text_input(key=key_of("部署会次数")).input("２a")
    run(at)
    click(at, next(one.label for one in at.button if one.key == "list-toggle"))
    finding = next(one for one in at.button if one.key and one.key.startswith("finding-error"))
    assert "不是数字" in finding.label
    click(at, "理论学习")
    next(one for one in at.button if one.key == finding.key).click()
    run(at)
    assert at.text_input(key=key_of("部署会次数")).value == "２a"


def test_rows_are_added_moved_and_removed_with_their_text(draft: Draft) -> None:
    at = open_form(draft, "风险隐患")
    group = key_of("风险隐患")
    click(at, "＋ 添加风险隐患")
    at.text_input(key=f"{group}r0x0").input("甲")
    at.text_input(key=f"{group}r1x0").input("乙")
    run(at)
    at.button(key=f"down-{group}-0").click()
    run(at)
    assert [row.get("方面") for row in raw_of(draft)["风险隐患"]] == ["乙", "甲"]
    at.button(key=f"drop-{group}-1").click()
    run(at)
    assert [row.get("方面") for row in raw_of(draft)["风险隐患"]] == ["甲"]
    at.button(key="undo").click()
    run(at)
    assert [row.get("方面") for row in raw_of(draft)["风险隐患"]] == ["乙", "甲"]


def test_groups_within_groups_keep_their_rows(workspace: workflow.Workspace) -> None:
    draft = workspace.store.create_draft("工作要点", "青石镇", "2025", {"任务": [{"标题": "甲"}]})
    form = workspace.form("工作要点")
    number, group = next((n, one) for _, n, one in numbered_fields(form) if any(f.is_group for f in one.fields))
    inner = next(n for n, one in enumerate(group.fields) if one.is_group)
    at = open_form(draft, form.section_of(group.name).name)
    at.button(key=f"add-f{number}r0x{inner}").click()
    run(at)
    column = next(n for n, one in enumerate(group.fields[inner].fields) if one.type == "text")
    row = len(raw_of(draft)[group.name][0][group.fields[inner].name]) - 1
    at.text_input(key=f"f{number}r0x{inner}r{row}x{column}").input("内层")
    run(at)
    rows = raw_of(draft)[group.name][0][group.fields[inner].name]
    assert rows[-1][group.fields[inner].fields[column].name] == "内层"


def test_undo_and_redo(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    box = key_of("专题研究次数")
    at.text_input(key=box).input("3")
    run(at)
    at.button(key="undo").click()
    run(at)
    assert at.text_input(key=box).value == "" and raw_of(draft) == {}
    at.button(key="redo").click()
    run(at)
    assert at.text_input(key=box).value == "3" and raw_of(draft) == {"专题研究次数": "3"}


def test_two_tabs_lose_neither_text(draft: Draft) -> None:
    one, two = open_form(draft, "责任落实"), open_form(draft, "责任落实")
    one.text_input(key=key_of("专题研究次数")).input("3")
    run(one)
    two.text_input(key=key_of("部署会次数")).input("5")
    run(two)
    run(two)
    assert any("已被另一处修改" in error.value for error in two.error)
    kept = [dict(version.raw) for version in bench.workspace().store.versions(draft.id)]
    assert {"专题研究次数": "3"} in kept and {"部署会次数": "5"} in kept
    two.button(key="conflict-merge").click()
    run(two)
    assert raw_of(draft) == {"专题研究次数": "3", "部署会次数": "5"}


def test_a_final_document_is_refused_with_the_list(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.button(key="download").click()
    run(at)
    assert any("不能生成定稿" in error.value for error in at.error)
    assert any(one.key and one.key.startswith("finding-error") for one in at.button)


def test_after_a_download_the_page_tells_the_fonts(draft: Draft) -> None:
    at = open_form(draft)
    assert not at.expander
    click(at, "下载草稿")
    assert at.expander[0].label.startswith("这份文稿用到的字体")


def test_a_draft_download_is_recorded(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.button(key="download-draft").click()
    run(at)
    assert [one.status for one in bench.workspace().store.recent_documents(draft_id=draft.id)] == ["draft"]


def test_last_period_stands_beside_and_its_texts_are_taken_over(workspace: workflow.Workspace) -> None:
    before = {"专题研究次数": "2", "责任落实情况": "上期的话"}
    workspace.store.create_draft(FORM, UNIT, "2025Q1", before)
    draft = workspace.store.create_draft(FORM, UNIT, PERIOD, {})
    at = open_form(draft, "责任落实")
    assert any('<div class="was">2</div>' in html.proto.body for html in at.get("html"))
    at.button(key="more-take").click()
    run(at)
    assert raw_of(draft)["责任落实情况"] == "上期的话" and taken_over(raw_of(draft)) == ["责任落实情况"]
    at.button(key="taken-责任落实情况").click()
    run(at)
    assert raw_of(draft) == {"责任落实情况": "上期的话"}


def test_a_draft_that_is_gone_is_said_in_one_line(workspace: workflow.Workspace) -> None:
    def app() -> None:
        from lib.ui.views import form

        form.page()

    at = AppTest.from_function(app)
    at.query_params["d"] = "999"
    run(at)
    assert [error.value for error in at.error] == ["这份草稿已不在了。请回到列表刷新后再看"]


def test_a_figure_that_changed_much_is_confirmed_and_not_told_again(workspace: workflow.Workspace) -> None:
    workspace.store.create_draft(FORM, UNIT, "2025Q1", {"宣传单数": "100"})
    draft = workspace.store.create_draft(FORM, UNIT, PERIOD, {"宣传单数": "9000"})
    at = open_form(draft)
    at.button(key="list-toggle").click()
    run(at)
    button = next(one for one in at.button if one.label == "确认无误")
    button.click()
    run(at)
    assert raw_of(draft)["宣传单数.确认"] == "9000"
    assert not any(one.label == "确认无误" for one in at.button)


def test_proofreading_corrects_the_field_that_made_the_text(draft: Draft) -> None:
    at = open_form(draft, "责任落实")
    at.text_area(key=key_of("责任落实情况")).input("约30余次开展工作。")
    run(at)
    at.button(key="proof-toggle").click()
    run(at)
    next(one for one in at.button if one.key and one.key.startswith("proof-fix")).click()
    run(at)
    assert raw_of(draft)["责任落实情况"] in ("30余次开展工作。", "约30次开展工作。")
