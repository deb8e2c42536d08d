"""Charts are whole SVG documents: every number once at its place, gaps where one is missing, texts escaped."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ui.charts import Bar, Series, bar_chart, line_chart

NUMBERS = st.none() | st.decimals(-(10**9), 10**9, places=2) | st.integers(0, 10**12).map(Decimal)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in drawn(svg).iter() if one.tag.endswith("}text")]


def count(svg: str, tag: str) -> int:
    return sum(one.tag.endswith(f"}}{tag}") for one in drawn(svg).iter())


def line(*values: int | None) -> str:
    numbers = tuple(None if one is None else Decimal(one) for one in values)
    return line_chart("走势", [f"{n}季度" for n in range(len(values))], [Series("合计", numbers)], "次")


def test_a_gap_parts_the_line() -> None:
    assert (count(line(1, 2, 3), "polyline"), count(line(1, None, 3), "polyline")) == (1, 2)


def test_a_missing_number_has_no_point() -> None:
    assert count(line(1, None, 3), "circle") == 2


def test_counts_get_no_marks_between_whole_numbers() -> None:
    assert "0.5" not in texts(line(1, 1)) and "1" in texts(line(1, 1))


def test_a_point_that_is_not_whole_is_hollow() -> None:
    svg = line_chart("走势", ["一", "二"], [Series("合计", (Decimal(1), Decimal(2)), frozenset({1}))])
    assert svg.count('fill="#ffffff"') == 1


@pytest.mark.parametrize("name", ["<b>甲&乙</b>", '"引号"', "很长很长很长很长很长很长很长很长的单位名称"])
def test_names_are_escaped_and_shortened(name: str) -> None:
    assert texts(bar_chart("比较", [Bar(name, Decimal(3))]))[1].startswith(name[:17])


def test_a_bar_without_a_number_says_why() -> None:
    assert "已删除" in texts(bar_chart("比较", [Bar("甲", None, note="已删除"), Bar("乙", None)]))
    assert "未填报" in texts(bar_chart("比较", [Bar("乙", None)]))


def test_many_names_take_several_rows_above_the_chart() -> None:
    series = [Series(f"第{number}个名字相当长的单位", (Decimal(number),)) for number in range(6)]
    height = [
        float(drawn(line_chart("走势", ["一"], series[:count])).get("viewBox", "").split()[3]) for count in (1, 6)
    ]
    assert height[1] > height[0]


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_every_point_and_bar_stays_on_the_paper(values: list[Decimal | None]) -> None:
    places = [str(number) for number in range(len(values))]
    lines = drawn(line_chart("走势", places, [Series("合计", tuple(values))]))
    bars = drawn(bar_chart("比较", [Bar(place, value) for place, value in zip(places, values, strict=True)]))
    _, _, width, height = map(float, lines.get("viewBox", "").split())
    assert all(0 <= float(one.get("cy", "")) <= height for one in lines.iter() if one.tag.endswith("}circle"))
    assert all(
        0 <= float(one.get("x", "")) <= float(one.get("x", "")) + float(one.get("width", "")) <= width + 1
        for one in bars.iter()
        if one.tag.endswith("}rect")
    )
