"""The page Excel: a blank workbook out, a filled one in, and a batch of many units as one zip."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.definitions import load_form
from lib.excel.blank_batch import entries_workbook
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
FORM = load_form(ROOT / "forms" / "研判报告.yaml")
EXAMPLE = json.loads((ROOT / "forms" / "examples" / "研判报告.json").read_text(encoding="utf-8"))["填报"]


@pytest.fixture(name="page")
def excel_page(open_page, server: Server) -> Page:
    page = open_page(f"{server.url}/excel")
    expect(page.get_by_role("heading", name="Excel 填报与批量")).to_be_visible()
    box = page.get_by_label("文种", exact=True)
    box.click()
    page.get_by_role("option", name="研判报告", exact=True).click()
    return page


def upload(page: Page, content: bytes) -> None:
    page.locator('input[type="file"]').set_input_files({"name": "填报.xlsx", "mimeType": "application/zip", "buffer": content})


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_blank_workbook_comes(page: Page) -> None:
    name, content = downloaded(page, "下载空白工作簿")
    assert name.endswith("研判报告填报表.xlsx") and content[:2] == b"PK"


def test_a_filled_workbook_is_shown_and_then_kept(page: Page, server: Server) -> None:
    page.get_by_text("导入填好的", exact=True).click()
    rows = [("河东社区", "2025Q2", {**EXAMPLE, "专题研究次数": 2}), ("河西社区", "2025Q2", {"专题研究次数": "二ａ"})]
    upload(page, entries_workbook(FORM, rows))
    expect(page.get_by_role("heading", name="核对：新增1个，有错误1个")).to_be_visible()
    assert downloaded(page, "下载标注了问题的工作簿")[0] == "标注_填报.xlsx"
    page.get_by_role("button", name="确认导入1个单位").click()
    expect(page.get_by_text("已导入1个单位")).to_be_visible()
    page.goto(f"{server.url}/drafts")
    expect(page.get_by_text("河东社区 2025年第二季度 研判报告")).to_be_visible()


def test_a_bad_file_is_one_line(page: Page) -> None:
    page.get_by_text("导入填好的", exact=True).click()
    upload(page, b"<html></html>")
    expect(page.get_by_test_id("stAlert")).to_contain_text("网页")


def test_a_batch_gives_a_zip_whatever_one_row_holds(page: Page) -> None:
    page.get_by_text("批量成文", exact=True).click()
    rows = [(f"第{n}社区", "2025Q2", EXAMPLE) for n in range(1, 6)] + [("坏社区", "2025Q2", {"专题研究次数": "x"})]
    upload(page, entries_workbook(FORM, rows))
    page.get_by_role("button", name="开始生成").click()
    expect(page.get_by_text("共6个单位，已生成5份，未生成1份")).to_be_visible(timeout=20_000)
    name, content = downloaded(page, "下载压缩包")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert name.endswith("批量.zip") and sum(one.startswith("第") for one in names) == 5
    assert {"汇总.docx", "结果.xlsx"} <= set(names)
