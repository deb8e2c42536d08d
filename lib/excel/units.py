"""Write the list of units as a workbook and read it back as plain rows. It does not judge them: the store does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.excel.listing import table_workbook
from lib.excel.tables import Column, TableResult, read_table

UNIT_COLUMNS: Mapping[str, float] = {
    "编号": 8, "单位名称": 34, "简称": 14, "级别": 10, "上级单位": 34, "党组织": 40, "主送上级": 34,
}  # fmt: skip
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "单位名称": ("单位", "单位全称", "名称"),
    "简称": ("单位简称",),
    "级别": ("单位级别", "层级"),
    "上级单位": ("上级", "所属单位", "主管单位"),
    "党组织": ("党组织全称", "党组织名称"),
    "主送上级": ("主送机关", "主送"),
}
SHEET = "单位"


def units_workbook(rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Return the units as an .xlsx, one a row, to be edited and imported again; `rows` as Store.units_as_rows gives."""
    columns = tuple(UNIT_COLUMNS.items())
    lines = ([str(row.get(name, "") or "") for name in UNIT_COLUMNS] for row in rows)
    return table_workbook({SHEET: (columns, lines)})


def read_units(content: bytes, *, sheet: str | None = None) -> tuple[list[dict[str, str]], TableResult]:
    """Return (rows for Store.import_units, the reading with findings at their cells).

    A column the sheet does not have is left out of the rows. Raises InputFileError for a workbook without 单位名称.
    """
    columns = [
        Column(name, required=name == "单位名称", unique=name == "单位名称", names=_OTHER_NAMES.get(name, ()))
        for name in UNIT_COLUMNS
    ]
    result = read_table(content, columns, sheet=sheet)
    rows = [{name: str(row.values.get(name, "")) for name in row.places} for row in result.rows]
    return rows, result
