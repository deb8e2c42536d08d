"""Tables from lines of |…|: fixed widths in twips, a header row that repeats, rows as high as their text, merged cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.word.layout.measures import twips_of_mm
from lib.word.layout.presets import Preset
from lib.word.layout.recognising import visible
from lib.word.layout.runs import paragraph
from lib.word.layout.styles import BY_NAME

_RULE = re.compile(r"^:?-{2,}:?$")
_NUMBER = re.compile(r"^[-+−]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％‰]?$|^[—\-/]$")
_ROW_TAG = re.compile(r"^\s*\|?\s*(\{%tr\s.*%\})\s*\|?\s*$", re.DOTALL)
_SPLIT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\\\||\|", re.DOTALL)  # bars inside a tag are filters, \| is a bar
_BREAK = re.compile(r"<br\s*/?>")
_CELL_TAG = re.compile(r"\{%\s*(?:vm|hm|colspan|cellbg)\b")
_ALIGNED = {"left": "表格文字", "center": "表格居中", "right": "表格数字"}
_UNSPLIT = 200  # a row with more characters than this in one cell may part over two pages


@dataclass(frozen=True, slots=True)
class _Table:
    rows: list[list[str]]  # a row of one {%tr %} cell stands for the whole width
    weights: list[float]
    aligns: list[str]  # left | center | right, "" to be judged by the column


def table_xml(text: str, preset: Preset) -> str:
    """Return w:tbl for the lines of a table.

    The first row is the header. `@列宽 1 3 2` before it sets the columns' shares; a line |:--|:-:|--:| sets their sides.
    A cell of `^` joins the one above, a cell of `<` the one at its left; <br> parts a cell's paragraphs.
    """
    table = _read(text)
    width = twips_of_mm(preset.width)
    columns = _columns(table, width)
    sides = _sides(table)
    rows = "".join(_row(table, number, columns, sides) for number in range(len(table.rows)))
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def cells_of(line: str) -> list[str]:
    """Return the cells of one |…| line; a bar inside a tag, or after a backslash, is text."""
    cells, start = [], 0
    for match in _SPLIT.finditer(line):
        if match[0] == "|":
            cells.append(line[start : match.start()])
            start = match.end()
    cells.append(line[start:])
    if not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _read(text: str) -> _Table:
    weights: list[float] = []
    aligns: list[str] = []
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith("@列宽"):
            weights = [float(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", line)]
            continue
        tag = _ROW_TAG.match(line)
        cells = [tag[1]] if tag else cells_of(line)
        if cells and not tag and all(_RULE.match(cell) for cell in cells):
            aligns = [_side_of(cell) for cell in cells]
        else:
            rows.append(cells or [""])
    count = max(len(row) for row in rows) if rows else 1
    rows = [row if _is_tag(row) else row + [""] * (count - len(row)) for row in rows or [[""]]]
    return _Table(rows, _fitted(weights, count, 0.0), _fitted(aligns, count, ""))


def _fitted(values: list, count: int, blank: object) -> list:
    return (values + [blank] * count)[:count]


def _side_of(rule: str) -> str:
    left, right = rule.startswith(":"), rule.endswith(":")
    return {(True, True): "center", (False, True): "right", (True, False): "left"}.get((left, right), "")


def _is_tag(row: list[str]) -> bool:
    return len(row) == 1 and row[0].startswith("{%tr")


def _columns(table: _Table, width: int) -> list[int]:
    """Return widths in twips that add up to the whole."""
    count = len(table.aligns)
    body = [row for row in table.rows if not _is_tag(row)]
    shares = [weight or _need(body, column) for column, weight in enumerate(table.weights)]
    edges = [round(width * sum(shares[:n]) / sum(shares)) for n in range(count + 1)]
    return [edges[n + 1] - edges[n] for n in range(count)]


def _need(body: list[list[str]], column: int) -> float:
    """Return a column's share: the length of its text, within bounds."""
    longest = max((len(visible(row[column])) for row in body if column < len(row)), default=1)
    return float(min(max(longest, 3), 16))


def _sides(table: _Table) -> list[str]:
    body = [row for row in table.rows[1:] if not _is_tag(row)]
    return [side or _judged([row[n] for row in body]) for n, side in enumerate(table.aligns)]


def _judged(cells: list[str]) -> str:
    words = [visible(cell) for cell in cells if cell not in ("^", "<") and visible(cell)]
    if words and all(_NUMBER.match(word) for word in words):
        return "right"
    return "center" if words and max(map(len, words)) <= 5 and "□" not in "".join(words) else "left"


def _row(table: _Table, number: int, columns: list[int], sides: list[str]) -> str:
    row = table.rows[number]
    if _is_tag(row):
        return f"<w:tr>{_cell(row[0], sum(columns), len(columns), '', '表格文字')}</w:tr>"
    split = "" if max(map(len, row)) > _UNSPLIT else "<w:cantSplit/>"
    properties = f"<w:trPr>{split}{'<w:tblHeader/>' if number == 0 else ''}</w:trPr>"
    cells: list[str] = []
    column = 0
    while column < len(row):
        span = 1
        while column + span < len(row) and row[column + span] == "<":
            span += 1
        style = "表头" if number == 0 else _ALIGNED[sides[column]]
        text = "" if row[column] in ("^", "<") else row[column]
        cells.append(_cell(text, sum(columns[column : column + span]), span, _merge(table, number, column), style))
        column += span
    return f"<w:tr>{properties if split or number == 0 else ''}{''.join(cells)}</w:tr>"


def _merge(table: _Table, number: int, column: int) -> str:
    """Return the vertical merge of a cell: it goes on upwards, starts here, or neither."""
    below = table.rows[number + 1] if number + 1 < len(table.rows) else []
    if number > 0 and table.rows[number][column] == "^":
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if column < len(below) and below[column] == "^" else ""


def _cell(text: str, width: int, span: int, merge: str, style: str) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraphs = "".join(paragraph(BY_NAME[style].id, part.strip()) for part in _BREAK.split(text))
    # docxtpl's own cell tags add their property behind the others, and the schema has none behind w:vAlign.
    middle = "" if _CELL_TAG.search(text) else '<w:vAlign w:val="center"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merge}{middle}</w:tcPr>'
        f"{paragraphs}</w:tc>"
    )
