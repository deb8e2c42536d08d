"""Figures of a sentence as numbers: value, unit, vagueness, rounding; helpers of the rules that recompute."""

from __future__ import annotations

import re
from decimal import Decimal

from lib.core.proofreading.rules_figures import MEASURE

VAGUE = re.compile(r"余|多(?!部|媒)|(?<![签预节制履合公])约(?!谈)|近\d|超\d|逾|左右|以上|上下|不少于|至少|将近|几")
UNITS = {"场次": "场", "人次": "人", "名": "人", "位": "人", "份": "份", "次": "次"}
FIGURE = re.compile(rf"(\d+(?:\.\d+)?)(万)?(余|多)?\s*({MEASURE})")
PARTS = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)(万)?(余|多)?({MEASURE})")


def value_of(number: str, wan: str | None) -> Decimal:
    return Decimal(number) * (10000 if wan else 1)


def unit_of(unit: str) -> str:
    return UNITS.get(unit, unit)


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def near(value: Decimal, said: str) -> bool:
    """True where the said figure is the value rounded, or cut, to as many places as said (0.05 for none)."""
    places = len(said.partition(".")[2])
    return abs(value - Decimal(said)) <= (Decimal(1) / (10**places) if places else Decimal("0.5")) + Decimal(
        "0.0001"
    ) and not (value < 100 and Decimal(said) == 100)


def rounded(value: Decimal, said: str) -> str:
    return str(value.quantize(Decimal("0.1"))).removesuffix(".0")
