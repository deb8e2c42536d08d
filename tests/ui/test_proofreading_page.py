"""The pages 校对 and 规范排版 through AppTest: what is asked, found, filtered, chosen, ignored; bad files in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import workflow
from lib.store.opening import open_store
from lib.ui import bench

ROOT = Path(__file__).resolve().parents[2]
TEXT = "认真布署今年工作。\n再次布署明年工作,落实责任。"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path) -> Iterator[workflow.Workspace]:
    store = open_store(tmp_path / "填报.db")
    found = workflow.open_workspace(ROOT, store)
    bench.use(found)
    yield found
    store.engine.dispose()


def proofreading() -> AppTest:
    def app() -> None:
        from lib.ui.views import proofreading

        proofreading.page()

    return run(AppTest.from_function(app, default_timeout=20))


def layout() -> AppTest:
    def app() -> None:
        from lib.ui.views import layout

        layout.page()

    return run(AppTest.from_function(app, default_timeout=20))


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def click(at: AppTest, label: str, nth: int = 0) -> AppTest:
    [one for one in at.button if one.label.startswith(label)][nth].click()
    return run(at)


def pasted(at: AppTest, text: str, button: str) -> AppTest:
    at.segmented_control[0].set_value("粘贴文字")
    run(at).text_area[0].set_value(text)
    return click(run(at), button)


def uploaded(at: AppTest, name: str, content: bytes, button: str) -> AppTest:
    at.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return click(run(at), button)


def html(at: AppTest) -> str:
    return "".join(one.proto.body for one in at.get("html"))


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def test_findings_are_marked_listed_and_filtered() -> None:
    at = pasted(proofreading(), TEXT, "开始校对")
    assert '<mark data-level="error"' in html(at) and "“布署”应为“部署”" in html(at)
    assert [one.label for one in at.checkbox].count("改为“部署”") == 2
    at.segmented_control[0].set_value("提醒")
    assert "“布署”应为“部署”" not in html(run(at))


def test_only_errors_are_chosen_at_first_and_each_can_be_left_out() -> None:
    at = pasted(proofreading(), TEXT, "开始校对")
    assert "下载 Word（2处修订，其余为批注）" in labels(at)
    at.checkbox[0].uncheck()
    assert "下载 Word（1处修订，其余为批注）" in labels(run(at))


def test_chosen_corrections_are_made_in_a_pasted_text() -> None:
    at = click(pasted(proofreading(), TEXT, "开始校对"), "改到文字里")
    assert "认真部署今年工作。" in html(at) and "应为“部署”" not in html(at)


def test_ignored_findings_go_and_can_be_had_back() -> None:
    at = click(pasted(proofreading(), TEXT, "开始校对"), "总是忽略")
    assert "已忽略2处" in [one.label for one in at.expander]
    at = click(at, "恢复")
    assert not at.expander and [one.label for one in at.checkbox].count("改为“部署”") == 2


def test_ignoring_for_a_unit_is_for_that_unit(workspace: workflow.Workspace) -> None:
    workspace.store.create_draft("研判报告", "清泉街道柳湾社区", "2025Q2", {})
    at = proofreading()
    at.text_input(key="check-period").set_value("2025Q2")
    at.selectbox(key="check-unit").set_value("清泉街道柳湾社区")
    at = click(pasted(run(at), TEXT, "开始校对"), "本单位总是忽略")
    assert workspace.store.recall("清泉街道柳湾社区", "忽略", own=True) and not workspace.store.recall(None, "忽略")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0abc", b"\x89PNG\x00\x00"])
@pytest.mark.parametrize(("page", "button"), [(proofreading, "开始校对"), (layout, "识别结构")])
def test_a_bad_file_is_one_line(page, button: str, content: bytes) -> None:
    at = uploaded(page(), "稿.docx", content, button)
    assert len(at.error) == 1 and "\n" not in at.error[0].value


def test_a_period_that_is_none_is_told() -> None:
    at = proofreading()
    at.text_input(key="check-period").set_value("某年")
    at = pasted(run(at), TEXT, "开始校对")
    assert "不是报告期" in at.error[0].value


def test_a_clean_text_says_so() -> None:
    at = proofreading()
    at = pasted(at, "形势平稳。", "开始校对")
    at.segmented_control[0].set_value("全部")
    assert "应为" not in html(run(at))


# ---- layout


def test_a_text_is_recognised_and_set() -> None:
    at = pasted(layout(), "关于开展检查的通知\n各村：\n一、总体要求\n提高认识,抓好落实。\n某街道\n2025年7月2日", "识别结构")
    assert list(at.get("arrow_data_frame")) or "识别的结构" in html(at)
    assert "与国标不同之处（0处）" in [one.label for one in at.expander]
    next(one for one in at.segmented_control if one.label == "版面").set_value("通行")
    assert "每行 27 字" in html(run(at))
    next(one for one in at.segmented_control if one.label == "字体").set_value("免装字体")
    assert "方正小标宋简体" not in html(run(at))


def test_marks_are_mended_on_request_and_listed() -> None:
    at = layout()
    at.toggle[0].set_value(True)
    at = pasted(run(at), "关于开展检查的通知\n提高认识,抓好落实。", "识别结构")
    assert "改正的标点（1处）" in [one.label for one in at.expander] and "第2行第5字" in html(at)


def test_a_faulty_preset_is_one_line() -> None:
    at = pasted(layout(), "关于开展检查的通知\n提高认识。", "识别结构")
    next(one for one in at.segmented_control if one.label == "版面").set_value("本单位的预设")
    at = run(at)
    at.file_uploader[0].set_value(("本单位.yaml", "行高: 3".encode(), "text/yaml"))
    assert "没有“行高”" in run(at).error[0].value


# ---- beside a report


@pytest.fixture()
def report(workspace: workflow.Workspace) -> AppTest:
    """The example of the analysis report, with one wrong word in a text of the clerk's."""
    entry = json.loads((ROOT / "forms" / "examples" / "研判报告.json").read_text(encoding="utf-8"))
    raw = {**entry["填报"], "责任落实情况": "认真布署意识形态工作。"}
    draft = workspace.store.create_draft("研判报告", entry["单位"], entry["报告期"], raw)

    def app() -> None:
        from lib.ui.views import form

        form.page()

    at = AppTest.from_function(app, default_timeout=20)
    at.query_params["d"] = draft.id
    return run(at)


def test_a_reports_findings_name_the_field_and_are_ignored_for_the_unit(report: AppTest, workspace: workflow.Workspace) -> None:
    assert not [one for one in labels(report) if "应为" in one]  # not read until it is asked for
    at = click(report, "校对全文")
    assert any("工作情况" in one and "布署" in one for one in labels(at))
    at = click(at, "本单位总是忽略")
    unit = workspace.store.list_drafts()[0].unit
    assert [one["总是"] for one in workspace.store.recall(unit, "忽略", own=True).values()] == [True]
    assert not any("布署" in one for one in labels(at))


def test_a_report_is_corrected_in_one_click(report: AppTest, workspace: workflow.Workspace) -> None:
    click(click(report, "校对全文"), "改为“部署”")
    assert workspace.store.get_draft(report.query_params["d"][0]).raw["责任落实情况"] == "认真部署意识形态工作。"


def test_a_final_document_with_an_open_error_asks_once_more(report: AppTest, workspace: workflow.Workspace) -> None:
    at = click(report, "下载 Word")
    assert "仍有1处校对错误，确认下载定稿？" in at.error[0].value and not workspace.store.recent_documents()
    at = click(at, "下载 Word")
    assert not at.error and [one.status for one in workspace.store.recent_documents()] == ["final"]
