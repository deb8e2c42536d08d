"""The whole walk in a real browser: each format filled by hand, downloaded, and the .docx read back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lib.core.model import Field, Form
from lib.definitions import load_forms
from lib.ui.entry import numbered_fields
from tests.browser.clerk import Clerk

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
FORMS = load_forms(ROOT / "forms")
MAX_SECONDS = 1.0  # from the click to the whole file


def example(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "forms" / "examples" / f"{name}.json").read_text(encoding="utf-8"))


def fill_section(clerk: Clerk, form: Form, place: int, raw: dict[str, Any]) -> int:
    """Fill what the entry has for a section; return how many figures that was."""
    fields = [(n, one) for where, n, one in numbered_fields(form) if where == place and raw.get(one.name) not in (None, "", [])]
    if not fields or not clerk.page.locator(f".st-key-section-{place}").count():
        return 0
    clerk.go(form.sections[place].label)
    return sum(fill_one(clerk, f"f{number}", one, raw[one.name]) for number, one in fields)


def fill_one(clerk: Clerk, key: str, one: Field, value: Any) -> int:
    """Fill one field as a clerk does; return how many figures that was."""
    if one.is_group:
        return fill_rows(clerk, key, one, value)
    box = clerk.page.locator(f".st-key-{key}")
    if not box.count():
        return 0  # not asked of this entry
    if one.type == "switch":
        toggle = box.get_by_label(one.label, exact=True)
        if toggle.is_checked() != (value is True or value == "是"):
            toggle.locator("xpath=ancestor::label").click()
            clerk.page.wait_for_timeout(400)
    elif one.type == "select":
        box.locator("input").click()
        clerk.page.get_by_role("option", name=str(value), exact=True).click()
        clerk.page.wait_for_timeout(300)
    else:
        box.locator("input, textarea").fill("\n".join(value) if isinstance(value, list) else str(value))
    return int(one.is_figure)


def fill_rows(clerk: Clerk, key: str, group: Field, rows: list[dict[str, Any]]) -> int:
    count = 0
    for row_id, row in enumerate(rows):
        first = clerk.page.locator(f".st-key-{key}r{row_id}x0")
        if not first.count():
            clerk.page.locator(f".st-key-add-{key} button").click()
            first.wait_for()
        for number, column in enumerate(group.fields):
            if row.get(column.name) not in (None, "", []):
                count += fill_one(clerk, f"{key}r{row_id}x{number}", column, row[column.name])
    return count


@pytest.mark.parametrize(("name", "figures"), [("研判报告", 40), ("述职报告", 40), ("工作要点", 10)])
def test_fill_download_and_read_back(clerk: Clerk, name: str, figures: int) -> None:
    form, entry = FORMS[name], example(name)
    raw = entry["填报"]
    clerk.begin(form.label, entry["单位"], entry["报告期"])
    clerk.page.locator('[class*="st-key-section-"]').nth(len(form.sections) - 1).wait_for()
    count = sum(fill_section(clerk, form, number, raw) for number in range(len(form.sections)))
    assert count >= figures
    clerk.wait_until_saved()
    file_name, content, took = min((clerk.download() for _ in range(3)), key=lambda got: got[2])  # others use the machine
    assert file_name.startswith(entry["单位"]) and file_name.endswith(f"{form.label}.docx")
    assert took < MAX_SECONDS
    text = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert "【待补】" not in text and "{{" not in text
    for words in long_texts(raw):
        assert words in text


def long_texts(raw: Any) -> list[str]:
    """Return every sentence of an entry that must stand in its document."""
    if isinstance(raw, str):
        return [line.strip() for line in raw.split("\n") if len(line) > 25]
    if isinstance(raw, dict):
        return [words for name, value in raw.items() if "." not in name for words in long_texts(value)]
    return [words for value in raw for words in long_texts(value)] if isinstance(raw, list) else []


def test_a_download_clicked_while_the_page_is_redrawn(clerk: Clerk) -> None:
    clerk.begin("研判报告", "清泉街道柳湾社区")
    clerk.go("责任落实")
    clerk.fill("部署会、工作会议", "2")
    clerk.wait_until_saved()
    with clerk.page.expect_download() as waiting:  # undo draws the whole page again, and the click comes in the middle of it
        clerk.page.evaluate("""() => {
            const button = (key) => document.querySelector(`.st-key-${key} button`);
            button("undo").click();
            button("download-draft").click();
        }""")
    assert waiting.value.suggested_filename.endswith(".docx")
