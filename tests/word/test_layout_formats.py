"""The three formats as filled documents, short, of five pages and of thirty: rendered, measured, judged, kept verbatim."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lib.word.layout import apply_preset, preset_of
from lib.workflow import entry_of, examine, finish, open_workspace
from tests.validator import faults

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("measuring_formats", Path(__file__).with_name("measuring.py"))
measuring = importlib.util.module_from_spec(_spec)  # type: ignore[arg-type]
sys.modules["measuring_formats"] = measuring
_spec.loader.exec_module(measuring)  # type: ignore[union-attr]

FORMATS = ("研判报告", "述职报告", "工作要点")
PARAGRAPH = "街道党工委将继续加强意识形态工作责任制的落实情况督促检查确保各项工作落到实处见到实效推动形成良好氛围" * 10
pytestmark = pytest.mark.office


def filled(workspace: Any, name: str, more: int | None) -> bytes:
    """Return a format's own example with `more` long paragraphs in its first free section; None: almost nothing typed."""
    form = workspace.form(name)
    data = json.loads((ROOT / f"forms/examples/{name}.json").read_text("utf-8"))
    if more is None:
        data["填报"] = {}
    else:
        free = next(one.name for one in form.fields() if one.type == "paragraphs" and not one.relevant)
        data["填报"][free] = "\n".join([PARAGRAPH] * more) or data["填报"].get(free, "")
    entry = entry_of(data)
    return finish(workspace, examine(workspace, name, entry.unit, entry.period, entry.raw), draft=True).content


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    workspace = open_workspace(ROOT)
    made = {f"{name}{kind}": filled(workspace, name, more) for name in FORMATS for kind, more in (("短", None), ("长", 4), ("很长", 32))}
    return {name: apply_preset(content, preset_of(measuring.MEASURED)) for name, content in made.items()}


@pytest.fixture(scope="module")
def pages(documents) -> dict[str, list[Any]]:
    return measuring.render(documents)


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_come_short_long_and_very_long(pages, name):
    short, long, very_long = (len(pages[name + kind]) for kind in ("短", "长", "很长"))
    assert short <= 3 and 4 <= long <= 14 and very_long >= 29


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_keep_lines_margins_and_page_numbers(pages, name):
    for found in (pages[name + kind] for kind in ("短", "长", "很长")):
        for number, page in enumerate(found, 1):
            body = [line for line in page.lines if round(line.size) >= 16]
            assert len(body) <= 22
            # LibreOffice lets a mark hang out of the line, whatever w:overflowPunct says; Word and WPS obey it.
            assert all(27.5 <= line.left and line.right <= 184.5 + 5.8 * (line.text[-1] in "，。；：、") for line in page.lines)
            assert page.number.text == f"—{number}—"
            assert page.dash == pytest.approx(269, abs=0.5)
            edge = page.number.right if number % 2 else page.number.left
            assert edge == pytest.approx(179.06 if number % 2 else 32.94, abs=0.5)
    full = [line for page in pages[f"{name}很长"][2:20] for line in page.lines if line.text[:12] in PARAGRAPH and line.right > 178]
    assert full
    assert max(len(line.text.rstrip("，。；：、")) for line in full) == 28


@pytest.mark.parametrize("name", FORMATS)
def test_titles_are_centred_in_22_points(pages, name):
    title = [line for line in pages[f"{name}长"][0].lines if round(line.size) == 22]
    assert title and all((line.left + line.right) / 2 == pytest.approx(106, abs=1.5) for line in title)


def test_the_formats_are_valid_and_lose_no_text_in_libreoffice(documents, pages):
    assert {name: found for name, found in faults(documents).items() if found} == {}
    for name, content in documents.items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            words = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", archive.read("word/document.xml").decode()))
        shown = "".join(line.text for page in pages[name] for line in page.lines)
        assert len(re.sub(r"\s|&[a-z]+;", "", shown)) >= len(re.sub(r"\s|&[a-z]+;", "", words)), name
