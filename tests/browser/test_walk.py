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
from tests.browser.clerk import Clerk

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
FORMS = load_forms(ROOT / "forms")
UNIT = "青石镇"
MIN_FIGURES, MIN_RISKS, MAX_SECONDS = 40, 2, 1.0


def example(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "forms" / "examples" / f"{name}.json").read_text(encoding="utf-8"))["填报"]


def fill_section(clerk: Clerk, form: Form, number: int, raw: dict[str, Any]) -> int:
    """Fill what the example has for a section; return how many figures that was."""
    section = form.sections[number]
    wanted = [one for one in section.fields if raw.get(one.name) not in (None, "", [])]
    if not wanted or not clerk.page.locator(f".st-key-section-{number}").count():
        return 0
    clerk.go(section.label)
    count = 0
    for one in wanted:
        value = raw[one.name]
        if one.is_group:
            count += fill_rows(clerk, one, value)
        elif one.type == "switch":
            toggle = clerk.field(one.label)
            if toggle.is_checked() != (value is True or value == "是"):
                toggle.locator("..").click()
                clerk.page.wait_for_timeout(400)
        elif one.type == "select":
            clerk.choose(one.label, str(value))
        elif clerk.field(one.label).count():
            clerk.fill(one.label, "\n".join(value) if isinstance(value, list) else str(value))
            count += one.is_figure
    return count


def fill_rows(clerk: Clerk, group: Field, rows: list[dict[str, Any]]) -> int:
    count = 0
    for number, row in enumerate(rows):
        if group.type == "figures":
            clerk.press(f"＋ 添加{group.label}")
            where = f"{group.label}第{number + 1}行的"
            clerk.field(f"{where}名称").wait_for()
            for name in ("名称", "数值", "量词", "动词"):
                if row.get(name):
                    clerk.fill(f"{where}{name}", str(row[name]))
            count += 1
            continue
        have = clerk.page.locator('[class*="st-key-rowhead-"]').filter(has_text=f"{group.label} 第").count()
        if number >= have:
            clerk.add_row(group.label)
        box = clerk.page.locator(f'[class*="st-key-row-f"]').filter(has_text=f"{group.label} 第{number + 1}条").last
        for column in group.fields:
            if row.get(column.name) and column.type in ("text", "paragraphs", "figure", "date"):
                label = f"{column.label}（{column.unit}）" if column.is_figure and column.unit else column.label
                box.get_by_label(label, exact=True).first.fill(str(row[column.name]))
                count += column.is_figure
    return count


@pytest.mark.parametrize("name", ["研判报告", "述职报告"])
def test_fill_download_and_read_back(clerk: Clerk, name: str) -> None:
    form, raw = FORMS[name], example(name)
    clerk.begin(form.label, UNIT)
    count = sum(fill_section(clerk, form, number, raw) for number in range(len(form.sections)))
    assert count >= MIN_FIGURES
    clerk.wait_until_saved()
    file_name, content, took = clerk.download()
    assert file_name.startswith(UNIT) and file_name.endswith(f"{form.label}.docx") and took < MAX_SECONDS
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
