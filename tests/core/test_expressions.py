"""Expressions: exact decimals, blanks that are no zeros, and nothing but expressions."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from lib.core.expressions import BlankError, ExpressionError, compile_expression, holds, scope_of
from lib.core.model import Values

SCOPE = scope_of(Values({"a": D(3), "b": D(4), "c": None, "s": "重大", "g": (Values({"x": D(1)}), Values({"x": D(2)}))}))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + b", D(7)),
        ("a / b", D("0.75")),
        ("0.1 + 0.2 == 0.3", True),
        ("1 / 4", D("0.25")),
        ("(a / b * 100) | round(1)", D("75.0")),
        ("g | length", 2),
        ("g | sum(attribute='x')", D(3)),
        ("g | map(attribute='x') | max", D(2)),
        ("c is 空", True),
        ("a is 已填 and not c", True),
        ("c | default(0) + a", D(3)),
        ("'重' in s", True),
        ("a if c else b", D(4)),
        ("g[0].x", D(1)),
    ],
)
def test_evaluates(source: str, expected: object) -> None:
    assert compile_expression(source)(SCOPE) == expected


@pytest.mark.parametrize("source", ["c + 1", "c == a", "c < 2", "上期.x + 1", "a / 0", "a / (b - 4)", "g[5].x"])
def test_a_blank_is_not_zero(source: str) -> None:
    with pytest.raises(BlankError):
        compile_expression(source)(SCOPE)


@pytest.mark.parametrize(
    "source", ["a +", "a()", "a ** b", "a | nothing", "a b", "(a", "x.pop()", "a is nothing", "1" * 3000, "{{ a }}"]
)
def test_refuses_what_is_no_expression(source: str) -> None:
    with pytest.raises(ExpressionError) as told:
        compile_expression(source)
    assert "算式" in str(told.value)


@pytest.mark.parametrize("source", ["a.__class__", "s.__class__.__mro__", "g.__init__"])
def test_reaches_nothing_behind_the_values(source: str) -> None:
    with pytest.raises((BlankError, ExpressionError)):
        compile_expression(source)(SCOPE)


def test_text_with_numbers_is_told() -> None:
    with pytest.raises(ExpressionError):
        compile_expression("s + a")(SCOPE)


def test_a_condition_on_a_blank_is_false() -> None:
    assert not holds("c > 1", SCOPE)
    assert holds(None, SCOPE)


def test_names_are_the_fields_read() -> None:
    assert compile_expression("a + 0.5 > 上期.b").names == {"a", "上期"}
