"""Measure laid-out pages: LibreOffice makes the PDF, PyMuPDF tells where every character and rule stands, in mm."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from lib.word.layout import PRESETS

MM = 25.4 / 72
# Digits half as wide as characters, as in 仿宋: on this machine every font falls back, so one is named.
MEASURED_FONT = "Noto Sans Mono CJK SC"
MEASURED = {"字体": dict.fromkeys(PRESETS["国标"].fonts, MEASURED_FONT)}


@dataclass(frozen=True)
class Line:
    """A line of text: its baseline, its characters' left and right edges in mm, its size in points."""

    text: str
    baseline: float
    left: float
    right: float
    size: float
    colour: int


@dataclass(frozen=True)
class Page:
    """A page's lines from the top, its page number apart, and its filled or drawn rules (left, top, right, bottom)."""

    lines: tuple[Line, ...]
    number: Line
    dash: float  # where the number's dash is inked, mm from the top
    rules: tuple[tuple[float, float, float, float], ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def render(documents: Mapping[str, bytes]) -> dict[str, list[Page]]:
    """Return the measured pages of each .docx, all made by one start of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, content in documents.items():
            (place / f"{name}.docx").write_bytes(content)
        sources = [str(path) for path in sorted(place.glob("*.docx"))]
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *sources],
            check=True,
            capture_output=True,
            timeout=240,
        )
        return {name: _pages(place / f"{name}.pdf") for name in documents}


def _pages(path: Path) -> list[Page]:
    document = pymupdf.open(path)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: pymupdf.Page) -> Page:
    lines = _lines(page)
    rules = tuple(tuple(edge * MM for edge in drawn["rect"]) for drawn in page.get_drawings())
    return Page(tuple(lines[:-1]), lines[-1], _dash(page, lines[-1]), rules)


def _lines(page: pymupdf.Page) -> list[Line]:
    rows: dict[int, list[tuple[float, float, float, str, float, int]]] = {}
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    if char["c"].strip():
                        left, baseline = char["origin"]
                        row = rows.setdefault(round(baseline), [])
                        row.append((left, baseline, char["bbox"][2], char["c"], span["size"], span["color"]))
    return [_line(sorted(rows[key])) for key in sorted(rows)]


def _line(row: list[tuple[float, float, float, str, float, int]]) -> Line:
    return Line(
        "".join(char[3] for char in row), row[0][1] * MM, row[0][0] * MM, row[-1][2] * MM, row[0][4], row[0][5]
    )


def _dash(page: pymupdf.Page, number: Line) -> float:
    """Return where the first dash is inked, from the pixels: characters' boxes say nothing of ink."""
    scale = 10
    clip = pymupdf.Rect(number.left / MM, number.baseline / MM - 12, number.left / MM + 13, number.baseline / MM + 2)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, colorspace=pymupdf.csGRAY)
    rows = [y for y in range(pixels.height) if min(pixels.samples[y * pixels.stride : y * pixels.stride + pixels.width]) < 128]
    return (clip.y0 + rows[0] / scale) * MM if rows else 0.0
