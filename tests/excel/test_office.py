"""A workbook opened and saved in LibreOffice reads back the same: keys, groups, dates and text that looks like formulas."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from lib.definitions import load_forms
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import entries_workbook
from lib.excel.reading import read_workbook

ROOT = Path(__file__).resolve().parents[2]
FORMS = load_forms(ROOT / "forms")


@pytest.mark.office
def test_every_format_comes_back_from_another_program(tmp_path):
    saved: dict[str, tuple] = {}
    for name, form in FORMS.items():
        entry = json.loads((ROOT / "forms" / "examples" / f"{name}.json").read_text("utf-8"))
        unit, period, raw = entry["单位"], entry["报告期"], entry["填报"]
        for kind, content in (
            ("单份", blank_workbook(form, unit=unit, period=period, raw=raw)),
            ("批量", entries_workbook(form, [(unit, period, raw)])),
        ):
            (tmp_path / f"{name}{kind}.xlsx").write_bytes(content)
            saved[f"{name}{kind}"] = form, read_workbook(content, form)
    command = [shutil.which("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, *map(str, tmp_path.glob("*.xlsx"))], check=True, capture_output=True, timeout=180)
    for name, (form, before) in saved.items():
        after = read_workbook((tmp_path / "out" / f"{name}.xlsx").read_bytes(), form)
        assert after.entries == before.entries and not after.findings, name
