"""The pages 校对 and 规范排版 in a real browser: a text in, its marks and findings, the Word file and the workbook out."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.serving import Server

pytestmark = pytest.mark.browser
TEXT = "关于做好意识形态工作的通知\n各村：\n一、总体要求\n认真布署各项工作,压实责任。\n清泉街道党工委\n2025年7月2日"


def word(text: str) -> bytes:
    document, target = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_word_file_is_proofread_and_comes_back_with_tracked_changes(open_page, server: Server) -> None:
    page = open_page(f"{server.url}/proofread")
    upload(page, "通知.docx", word(TEXT))
    page.get_by_role("button", name="开始校对").click()
    expect(page.locator('.marked mark[data-level="error"]').first).to_have_text("布署")
    page.locator(".found a").first.click()
    expect(page).to_have_url(f"{server.url}/proofread#mark-0")
    name, content = downloaded(page, "下载 Word")
    xml = Document(io.BytesIO(content)).element.xml
    assert name == "通知（校对）.docx" and "w:del " in xml and "部署" in xml
    name, content = downloaded(page, "下载问题清单")
    assert name == "通知校对问题.xlsx" and "布署" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active["E"]]


def test_a_finding_is_ignored_and_had_back(open_page, server: Server) -> None:
    page = open_page(f"{server.url}/proofread")
    page.get_by_text("粘贴文字", exact=True).click()
    page.get_by_label("要校对的文字").fill("再次布署全年工作。")
    page.get_by_label("要校对的文字").blur()
    page.get_by_role("button", name="开始校对").click()
    page.get_by_role("button", name="忽略", exact=True).click()
    expect(page.locator("mark")).to_have_count(0)
    page.get_by_text("已忽略1处").click()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("mark")).to_have_text("布署")


def test_a_text_is_set_as_an_official_document(open_page, server: Server) -> None:
    page = open_page(f"{server.url}/layout")
    page.get_by_text("粘贴文字", exact=True).click()
    page.get_by_label("要排版的文字").fill(TEXT)
    page.get_by_text("把中文里的半角标点改为全角").click()
    page.get_by_role("button", name="识别结构").click()
    expect(page.locator(".sheets:not(.hidden)")).to_contain_text("认真布署各项工作，压实责任。")
    expect(page.get_by_text("改正的标点（1处）")).to_be_visible()
    name, content = downloaded(page, "下载 Word")
    styles = [(one.text, one.style.name) for one in Document(io.BytesIO(content)).paragraphs]
    assert name == "关于做好意识形态工作的通知.docx" and ("一、总体要求", "一级标题") in styles


@pytest.mark.parametrize(("path", "button"), [("proofread", "开始校对"), ("layout", "识别结构")])
def test_a_bad_file_is_one_line(open_page, server: Server, path: str, button: str) -> None:
    page = open_page(f"{server.url}/{path}")
    upload(page, "旧文件.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text(".docx")
