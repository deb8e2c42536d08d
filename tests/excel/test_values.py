"""Whatever a person typed goes into a cell as text and comes back the same, or is refused by name; never cut, never a formula."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from lib.core.cleaning import clean
from lib.definitions import parse_form
from lib.errors import RefusedError
from lib.excel.blank import blank_workbook
from lib.excel.reading import read_workbook

FORM = parse_form("""
format: 试报
periods: [季度]
template: x.docx
title: "{单位}"
sections: [{name: 甲, label: 甲, fields: [{name: 情况, type: paragraphs, label: 情况}]}]
""")
CASES = json.loads((Path(__file__).parent / "workbooks" / "values.json").read_text("utf-8"))


def text_of(value) -> str | None:
    if isinstance(value, dict) and "$repeat" in value:
        return value["$repeat"][0] * value["$repeat"][1]
    return value if isinstance(value, str) else None


@pytest.mark.parametrize("case", [one for one in CASES if text_of(one["value"])], ids=lambda case: case["id"])
def test_a_value_survives_a_workbook(case):
    text = text_of(case["value"])
    if len(text) > 32_767:
        with pytest.raises(RefusedError, match="情况.*32767"):
            blank_workbook(FORM, raw={"情况": text})
        return
    content = blank_workbook(FORM, unit="甲", period="2025Q2", raw={"情况": text})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["文字段落"]
    assert not sheet["D4"].value or sheet["D4"].data_type == "s"
    expected = case["expect"].partition(":")[2] if ":" in case["expect"] else clean(text)[0]
    assert read_workbook(content, FORM).entries[0].raw.get("情况", "") == expected
