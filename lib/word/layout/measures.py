"""Units of the page: millimetres, points, Chinese type sizes, and the twips Word counts in. Knows no preset."""

from __future__ import annotations

TWIPS_PER_POINT = 20
POINTS_PER_MM = 72 / 25.4

PAPER_MM = (210.0, 297.0)  # A4, GB/T 9704-2012 5.1
TYPE_AREA_MM = (156.0, 225.0)  # GB/T 9704-2012 5.2.1
STANDARD_MARGINS_MM = (37.0, 35.0, 28.0, 26.0)  # top, bottom, left, right: 5.2.1

TYPE_SIZES = {
    "初号": 42.0,
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}


def twips(points: float) -> int:
    """Return points as whole twips."""
    return round(points * TWIPS_PER_POINT)


def twips_of_mm(millimetres: float) -> int:
    """Return millimetres as whole twips."""
    return round(millimetres * POINTS_PER_MM * TWIPS_PER_POINT)


def points_of(size: str | float) -> float:
    """Return a type size in points; accepts 三号, 3号, 16 and "16". Raises ValueError for anything else."""
    if isinstance(size, (int, float)) and not isinstance(size, bool):
        return float(size)
    name = str(size).strip().translate(str.maketrans("0123456", "初一二三四五六"))
    if name in TYPE_SIZES:
        return TYPE_SIZES[name]
    return float(str(size).strip().removesuffix("磅").removesuffix("pt"))
