"""Charts as SVG, drawn here so that they need nothing from outside: lines over periods, bars of units, bars to a target.

Takes numbers that are ready and adds up nothing; a missing number (None) leaves a gap and is told in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from lib.core.numerals import plain

WIDTH = 960
LEFT, RIGHT, TOP = 64, 24, 84
COLOURS = ("#1f5a93", "#b35900", "#1e6b3a", "#8a2f6b", "#5a6472", "#a3261e", "#00707a", "#6b5900")
DASHES = ("", "7 4", "2 4", "10 3 2 3", "", "7 4", "2 4", "10 3 2 3")  # told apart without colour as well
INK, QUIET, GRID, MISSING = "#1c2430", "#5a6472", "#e1e6ec", "未填报"
FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif"
MAX_NAME = 18  # characters of a name beside its bar
ROW = 30  # of a bar chart, with its gap

Number = Decimal | None
Along = Callable[[Decimal], float]  # from a number to its place on the axis


@dataclass(frozen=True, slots=True)
class Series:
    """A line: what it is of, and a number (or None) for each place of the axis; `partial` ones are drawn hollow."""

    name: str
    values: tuple[Number, ...]
    partial: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, how long, the mark it should reach, and what is written behind it."""

    name: str
    value: Number
    target: Number = None
    note: str = ""
    behind: bool = False


def line_chart(title: str, places: Sequence[str], series: Sequence[Series], unit: str = "", note: str = "") -> str:
    """Draw lines over the places of an axis, each number written at its point when there is one line."""
    legend, lower = _legend([one.name for one in series])
    height = 380 + lower
    low, top, marks = _axis([value for one in series for value in one.values if value is not None])
    base, ceiling = height - 64, TOP + lower

    def across(index: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (index + 0.5) / max(len(places), 1)

    def up(value: Decimal) -> float:
        return base - (base - ceiling) * float((value - low) / (top - low))

    parts = [*_title(title, unit), *legend]
    for mark in marks:
        parts.append(_rule(LEFT, up(mark), WIDTH - RIGHT, up(mark)))
        parts.append(_text(LEFT - 8, up(mark) + 5, plain(mark), anchor="end", colour=QUIET))
    parts += [_text(across(n), base + 22, place, anchor="middle", size=13) for n, place in enumerate(places)]
    for number, one in enumerate(series):
        parts += _line(number, one, places, across, up, unit, written=len(series) == 1)
    if note:
        parts.append(_text(LEFT, height - 12, note, colour=QUIET, size=13))
    return _svg(height, parts, title)


def bar_chart(title: str, bars: Sequence[Bar], unit: str = "", note: str = "") -> str:
    """Draw one bar a line with its number behind it; a target is a mark across the bar."""
    known = [value for one in bars for value in (one.value, one.target) if value is not None]
    low, top, _ = _axis(known)
    start = LEFT + 13 * min(MAX_NAME, max((len(one.name) for one in bars), default=4)) - 20
    room = WIDTH - RIGHT - start - (270 if any(one.note for one in bars) else 90)
    base = 62
    height = base + ROW * len(bars) + (44 if note else 20)

    def along(value: Decimal) -> float:
        return start + room * float((value - low) / (top - low))

    parts = list(_title(title, unit))
    for number, one in enumerate(bars):
        parts += _bar(one, base + ROW * number, start, along, unit)
    if note:
        parts.append(_text(LEFT - 44, height - 14, note, colour=QUIET, size=13))
    return _svg(height, parts, title)


def _bar(one: Bar, y: float, start: float, along: Along, unit: str) -> Iterator[str]:
    yield _text(start - 8, y + 16, _short(one.name), anchor="end")
    end, origin = start, along(Decimal(0))
    if one.value is not None:
        left, right = sorted((origin, along(one.value)))
        colour = COLOURS[1] if one.behind else COLOURS[0]
        place = f'x="{left:.1f}" y="{y + 3}" width="{max(right - left, 1):.1f}" height="18"'
        yield f'<rect {place} fill="{colour}">{_tip(f"{one.name}：{plain(one.value)}{unit}")}</rect>'
        end = max(right, start)
    if one.target is not None:
        x = along(one.target)
        yield f'<line x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="{y + 24}" stroke="{INK}" stroke-width="2.5"/>'
        end = max(end, x)
    words = one.note or (MISSING if one.value is None else plain(one.value))
    yield _text(end + 8, y + 17, words, size=13, colour=QUIET if one.value is None else INK)


def _line(
    number: int,
    one: Series,
    places: Sequence[str],
    across: Callable[[int], float],
    up: Along,
    unit: str,
    *,
    written: bool,
) -> Iterator[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    points = [(across(n), up(value)) if value is not None else None for n, value in enumerate(one.values)]
    for run in _runs(points):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2"{dashed}/>'
    for index, (place, point, value) in enumerate(zip(places, points, one.values, strict=True)):
        if point is None or value is None:
            continue
        tip = _tip(f"{one.name} {place}：{plain(value)}{unit}")
        look = f'fill="{"#ffffff" if index in one.partial else colour}" stroke="{colour}" stroke-width="2"'
        yield f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="4.5" {look}>{tip}</circle>'
        if written:
            yield _text(point[0], point[1] - 10, plain(value), anchor="middle", size=13)


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Yield the stretches between gaps."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _axis(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Return where an axis starts (0 or below), where it ends, and its marks: 1, 2 or 5 times a power of ten apart."""
    low, top = min([Decimal(0), *values]), max([Decimal(0), *values])
    span = (top - low) or Decimal(1)
    power = Decimal(10) ** (span.adjusted() - 1)
    step = next(power * one for one in (1, 2, 5, 10, 20, 50) if span / (power * one) <= 6)
    if all(value == value.to_integral_value() for value in values):
        step = max(step, Decimal(1))  # no half reports
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    marks = [first]
    while marks[-1] < top or len(marks) < 2:
        marks.append(marks[-1] + step)
    return first, marks[-1], marks


def _title(title: str, unit: str) -> Iterator[str]:
    yield _text(20, 30, title, size=17, weight="600")
    if unit:
        yield _text(WIDTH - RIGHT, 30, f"单位：{unit}", anchor="end", colour=QUIET, size=13)


def _legend(names: Sequence[str]) -> tuple[list[str], int]:
    """Return the names with their strokes, and how much lower the chart begins where they take several rows."""
    parts: list[str] = []
    x, y = LEFT, 50
    for number, name in enumerate(names):
        taken = 54 + 13 * min(len(name), MAX_NAME)
        if x + taken > WIDTH - RIGHT and x > LEFT:
            x, y = LEFT, y + 22
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<line x1="{x}" y1="{y}" x2="{x + 28}" y2="{y}" stroke="{colour}" stroke-width="2.5"{dashed}/>')
        parts.append(_text(x + 34, y + 5, _short(name), size=13))
        x += taken
    return parts, y - 50


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{GRID}"/>'


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK, size: int = 14, weight: str = "400"
) -> str:
    look = f'text-anchor="{anchor}" fill="{colour}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def _tip(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"


def _svg(height: int, parts: Sequence[str], title: str) -> str:
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}"'
    return f'<svg {box} font-family="{FONT}" font-size="14">{"".join(parts)}</svg>'
