"""Find a table on a sheet, by its hidden keys or by its headings, and walk its rows. It does not know forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lib.excel.book import Cell, Sheet, reference
from lib.excel.places import Place, Teller
from lib.excel.shape import HEADER, NUMBER, Marker, bare, normal, read_marker

_LOOK_ROWS, _LOOK_COLUMNS = 40, 6  # where a marker may have moved to
_TOTALS = {"合计", "总计", "小计", "共计", "汇总", "累计", "合计数", "总合计", "平均", "平均值"}
_FOOTERS = re.compile(
    r"(填表人|制表人?|审核人?|负责人|填报人|经办人|复核人?|联系人|联系电话|填表日期|填报日期|报送人|分管领导|单位公章|盖章|说明[：:]|注[：:]|备注[：:])"
)


@dataclass(slots=True)
class Grid:
    """A table: which column holds which key, the heading row, and the headings as they read now."""

    sheet: Sheet
    columns: dict[str, int]
    header_row: int
    headings: dict[int, str] = field(default_factory=dict)
    marker: Marker | None = None
    key_column: int = 0

    def place(self, row: int, key: str = "") -> Place:
        return Place(self.sheet.name, row, self.columns.get(key, 0))

    def heading(self, key: str) -> str:
        return self.headings.get(self.columns.get(key, 0)) or key


def marked(sheet: Sheet) -> tuple[Marker, int, int] | None:
    """Return the sheet's marker with its row and column, wherever inserted rows or columns have pushed it."""
    for row in sorted(sheet.rows)[:_LOOK_ROWS]:
        for column, cell in sheet.rows[row].items():
            if column <= _LOOK_COLUMNS and cell.text.startswith("填报成文|") and (marker := read_marker(cell.text)):
                return marker, row, column
    return None


def marked_grid(sheet: Sheet) -> Grid | None:
    """Return the table of a sheet that still has its marker."""
    found = marked(sheet)
    if found is None:
        return None
    marker, row, column = found
    columns: dict[str, int] = {}
    for place, cell in sheet.rows[row].items():
        if place != column and cell.text.strip():
            columns.setdefault(cell.text.strip(), place)
    header = next((r for r in sorted(sheet.rows) if r > row and sheet.text(r, column).strip() == HEADER), row)
    headings = {place: cell.text.strip() for place, cell in sheet.rows.get(header, {}).items() if place != column}
    return Grid(sheet, columns, header, headings if header != row else {}, marker, column)


class Headings:
    """Looks for a heading row: one line, or two where the upper one is merged over several columns."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """`known` maps headings, normalised by shape.normal, to keys."""
        self.known = known

    def find(self, sheet: Sheet, needed: Callable[[set[str]], bool]) -> Grid | None:
        """Return the first grid whose keys satisfy `needed`; single lines are tried before pairs."""
        rows = [row for row in sorted(sheet.rows)[:_LOOK_ROWS]]
        for lines in (self._single, self._pair):
            for row in rows:
                texts = lines(sheet, row)
                columns, headings = self._match(texts)
                if columns and needed(set(columns)):
                    return Grid(sheet, columns, row + (1 if lines == self._pair else 0), headings)
        return None

    def best(self, sheet: Sheet) -> set[str]:
        """Return the most keys found in one row: tells which headings are missing."""
        rows = sorted(sheet.rows)[:_LOOK_ROWS]
        return max((set(self._match(self._single(sheet, row))[0]) for row in rows), key=len, default=set())

    def repeated(self, grid: Grid) -> Iterator[tuple[str, int]]:
        """Yield (key, column) of headings that stand a second time."""
        for column, text in grid.headings.items():
            key = self._key(text)
            if key and grid.columns[key] != column:
                yield key, column

    @staticmethod
    def _single(sheet: Sheet, row: int) -> dict[int, tuple[str, ...]]:
        return {column: (cell.text,) for column, cell in sheet.rows[row].items()}

    @staticmethod
    def _pair(sheet: Sheet, row: int) -> dict[int, tuple[str, ...]]:
        upper = {column: cell.text for column, cell in sheet.rows[row].items()}
        lower = {column: cell.text for column, cell in sheet.rows.get(row + 1, {}).items()}
        for top, left, bottom, right in sheet.merges:
            if top <= row <= bottom:
                upper |= {column: sheet.text(top, left) for column in range(left, right + 1) if sheet.text(top, left)}
        found: dict[int, tuple[str, ...]] = {}
        for column in sorted({*upper, *lower}):
            over, under = upper.get(column, ""), lower.get(column, "")
            found[column] = (under, over + under, over) if under else (over,)
        return found

    def _key(self, text: str) -> str:
        return self.known.get(normal(text)) or self.known.get(normal(bare(text)), "")

    def _match(self, texts: Mapping[int, Sequence[str]]) -> tuple[dict[str, int], dict[int, str]]:
        columns: dict[str, int] = {}
        headings: dict[int, str] = {}
        for column, ways in texts.items():
            headings[column] = ways[0].strip()
            for way in ways:
                key = self._key(way)
                if key:
                    headings[column] = way.strip()
                    columns.setdefault(key, column)
                    break
        return columns, headings


def fill_merges(grid: Grid, teller: Teller) -> None:
    """Copy a merged cell's content into the rows below it, and say so; content hidden beside it is told too."""
    wanted = {column: key for key, column in grid.columns.items()}
    for top, left, bottom, right in grid.sheet.merges:
        if bottom <= grid.header_row or top <= grid.header_row:
            continue
        cell = grid.sheet.cell(top, left)
        for column in range(left, right + 1):
            if column not in wanted or cell is None:
                continue
            label = grid.heading(wanted[column])
            if column > left:
                place = Place(grid.sheet.name, top, column)
                teller.tell(
                    place,
                    f"与 {reference(top, left)} 合并，只有左上角一格有内容，本格按空白读入",
                    label=label,
                    level="warning",
                )
                continue
            for row in range(top + 1, bottom + 1):
                grid.sheet.rows.setdefault(row, {}).setdefault(column, cell)
            if bottom > top:
                area = f"{reference(top, left)}:{reference(bottom, right)}"
                level = "warning" if cell.kind in ("number", "rounded") else "info"
                check = "，请核对是否每行都是这个数" if level == "warning" else ""
                message = f"合并单元格 {area}，内容“{cell.text[:20]}”已填到第{top + 1}—{bottom}行{check}"
                teller.tell(Place(grid.sheet.name, top, column), message, label=label, level=level)


def data_rows(grid: Grid, teller: Teller, lead: Sequence[str]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield (row, key → cell) of each row that holds something in the table's columns.

    Totals, signature lines and repeated headings are skipped and told; hidden rows are read and told. `lead` names
    the columns in which a total or a signature announces itself (the first of them that is filled).
    """
    columns = list(grid.columns.items())
    counted = [key for key, _ in columns if key != NUMBER]
    sheet = grid.sheet
    for row in sorted(sheet.rows):
        if row <= grid.header_row:
            continue
        cells = sheet.rows[row]
        found = {key: cells[column] for key, column in columns if column in cells and _shows(cells[column])}
        first = next((found[key].text.strip() for key in lead if key in found), "")
        if not first:
            first = next((cell.text.strip() for _, cell in sorted(cells.items()) if cell.text.strip()), "")
        reason = _skip_reason(first, grid, found)
        if reason and (found or _FOOTERS.match(first)):
            teller.tell(Place(sheet.name, row), f"{reason}，没有读入", label=first[:20], level="info")
            continue
        if not any(key in found for key in counted):
            continue
        if row in sheet.hidden_rows:
            teller.tell(
                Place(sheet.name, row),
                "是隐藏的行，已照常读入；不需要的话请删除该行",
                label=first[:20],
                level="warning",
            )
        yield row, found


def _shows(cell: Cell) -> bool:
    return bool(cell.text.strip()) or cell.kind in ("uncalculated", "picture")


def _skip_reason(first: str, grid: Grid, found: Mapping[str, Cell]) -> str:
    word = normal(first)
    if word in _TOTALS:
        return "合计行"
    if _FOOTERS.match(first) and (re.search(r"[：:]", first) or len(found) <= 1):
        return "落款或说明行"
    if len(found) > 1 and all(normal(cell.text) == normal(grid.heading(key)) for key, cell in found.items()):
        return "重复的表头行"
    return ""


def tell_extra_columns(grid: Grid, teller: Teller, known: set[str]) -> None:
    """Say which filled columns are not read: those without a key, or with a key the form no longer has."""
    columns = {column: key for key, column in grid.columns.items()}
    counts: dict[int, int] = {}
    for row, cells in grid.sheet.rows.items():
        if row > grid.header_row:
            for column, cell in cells.items():
                key = columns.get(column)
                if column != grid.key_column and (key is None or key not in known) and cell.text.strip():
                    counts[column] = counts.get(column, 0) + 1
    for column, count in sorted(counts.items()):
        name = grid.headings.get(column) or columns.get(column) or "无表头"
        place = Place(grid.sheet.name, grid.header_row, column)
        teller.tell(place, f"这一列（{count}格有内容）不在表单里，没有读入", label=name, level="warning")
    hidden = sorted(column for column in grid.sheet.hidden_columns if column in columns and column != grid.key_column)
    for column in hidden:
        place = Place(grid.sheet.name, grid.header_row, column)
        teller.tell(place, "是隐藏的列，已照常读入", label=grid.headings.get(column, ""), level="info")
