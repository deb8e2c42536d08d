"""版头 and 版记 lines that are more than a paragraph of one font: several issuers, a number beside 签发人, 印发."""

from __future__ import annotations

import re

from lib.word.layout.measures import twips_of_mm
from lib.word.layout.presets import Preset
from lib.word.layout.recognising import Piece
from lib.word.layout.runs import paragraph, run
from lib.word.layout.styles import BY_NAME, frame_of
from lib.word.layout.tables import cells_of

_SIGNER = re.compile(r"^(.*?)[\s\u3000]*(签发人[:：])[\s\u3000]*(.*)$", re.DOTALL)
_PRINTED = re.compile(r"^((?:\{\{.*?\}\}|[^{])+?)[\s\u3000]+((?:\{\{.*?\}\}|[^\s{])+印发)$", re.DOTALL)  # not inside a tag
_NAMES_SHARE, _WIDTH = 0.74, 130.0  # the names' part of a table this many mm wide


def issuers(text: str, preset: Preset) -> str:
    """Return the mark of several issuers: `甲机关|乙机关|文件`, the last cell right of the names, halfway up (7.2.4).

    A cell that is a {%p …%} tag is a paragraph of its own among the names, so a template can loop over them.
    """
    cells = cells_of(text)
    names, word = (cells[:-1], cells[-1]) if len(cells) > 1 else (cells, "")
    widths = [twips_of_mm(_WIDTH * _NAMES_SHARE), twips_of_mm(_WIDTH * (1 - _NAMES_SHARE))]
    left = "".join(paragraph(BY_NAME["联合发文机关标志"].id, name) for name in names)
    right = paragraph(BY_NAME["发文机关标志"].id, word)
    columns = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
        for width, inner in zip(widths, (left, right))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{columns}</w:tr></w:tbl>"
    )


def number_and_signer(piece: Piece) -> str:
    """Return 发文字号 at the left and 签发人 at the right, the name in 楷体 (7.2.6); `续签发人` holds further names."""
    style = BY_NAME[piece.role].id
    found = _SIGNER.match(piece.text)
    if piece.role == "续签发人":
        return paragraph(style, runs=run("\t") + run(piece.text, "GwSignerName"))
    if found is None:
        return paragraph(style, piece.text)
    return paragraph(style, runs=run(f"{found[1]}\t{found[2]}") + run(found[3], "GwSignerName"))


def printed(text: str, preset: Preset) -> str:
    """Return 印发机关 one character in at the left, 印发日期 one character in at the right (7.4.3)."""
    found = _PRINTED.match(text)
    style = BY_NAME["印发"].id
    return paragraph(style, f"{found[1]}\t{found[2]}" if found else text, extra=frame_of(style, preset))
