"""Mend rendered XML where loops came out empty, and fit table grids to the rows that came. Only where asked to."""

from __future__ import annotations

import re

from lxml import etree

from lib.word.names import W
from lib.word.packages import PARSER
from lib.word.patching import GRID, GRID_END, row_span
from lib.word.tracking import CONTAINERS

_ROW = re.compile(
    r"<w:tr(?: [^<>]*)?>(?:<w:tblPrEx>(?:(?!</w:tblPrEx>).)*</w:tblPrEx>)?"
    r"(?:<w:trPr/>|<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?(?:<w:bookmark(?:Start|End)[^<>]*/>)*</w:tr>",
    re.S,
)
_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tr[ >]|<w:tbl>|</w:tbl>|<w:sdt[ >]).)*</w:tbl>", re.S)
_NAMES = "|".join(sorted(CONTAINERS))
_CONTAINER = re.compile(
    rf"(</w:tcPr>|<w:tcPr/>|</w:tbl>|<(?:{_NAMES})(?: [^<>]*)?(?<!/)>)"
    rf"((?:<w:bookmark(?:Start|End)[^<>]*/>|<\?grid(?:-end)? \?>)*)(?=</(?:{_NAMES})>)"
)


def heal(text: str) -> str:
    """Drop rows without cells and tables without rows; give cells, headers, notes … their closing paragraph."""
    text = _TABLE.sub("", _ROW.sub("", text))
    return _CONTAINER.sub(r"\1\2<w:p/>", text)


def fit_grids(text: str, namespaces: str) -> str:
    """Fit the grid of every marked table to its rows. `namespaces` is the root element's start tag."""
    first, *others = text.split(GRID)
    pieces = [first]
    for one in others:
        table, _, rest = one.partition(GRID_END)
        pieces += (_fitted(table, namespaces), rest)
    return "".join(pieces)


def _fitted(text: str, namespaces: str) -> str:
    if "<w:tbl>" not in text:
        return text
    name = namespaces[1:].split(None, 1)[0].rstrip(">")
    root = etree.fromstring(f"{namespaces}{text}</{name}>", PARSER)
    changed = [fit_grid(table) for table in root.iter(W + "tbl")]
    return "".join(etree.tostring(one, encoding="unicode") for one in root) if any(changed) else text


def fit_grid(table: etree._Element) -> bool:
    """Add or remove grid columns as docxtpl does, keeping the table's width; tell whether anything changed.

    Unlike docxtpl, rows of nested tables do not count, and columns without a width are no error.
    """
    grid = table.find(W + "tblGrid")
    rows = table.findall(W + "tr")
    if grid is None or not rows:
        return False
    columns = grid.findall(W + "gridCol")
    missing = max(len(row.findall(W + "tc")) for row in rows) - len(columns)
    if missing > 0 and sum(_width(one) for one in columns) > 0:
        _widen(grid, columns, missing)
    columns_now = grid.findall(W + "gridCol")
    extra = len(columns_now) - max(row_span(row) for row in rows)
    if extra > 0:
        _narrow(grid, columns_now, extra)
    return missing > 0 or extra > 0


def _width(column: etree._Element) -> float:
    try:
        return float(column.get(W + "w", "0"))
    except ValueError:
        return 0.0


def _widen(grid: etree._Element, columns: list[etree._Element], missing: int) -> None:
    width = sum(_width(one) for one in columns)
    old, new = width / len(columns), width / (len(columns) + missing)
    for one in columns:
        one.set(W + "w", str(int(_width(one) * new / old)))
    for _ in range(missing):
        etree.SubElement(grid, W + "gridCol", {W + "w": str(int(new))})


def _narrow(grid: etree._Element, columns: list[etree._Element], extra: int) -> None:
    removed = sum(_width(one) for one in columns[-extra:])
    for one in columns[-extra:]:
        grid.remove(one)
    left = columns[:-extra]
    for one in left:
        one.set(W + "w", str(int(_width(one) + int(removed / len(left)))))
