"""Figures of a sentence as numbers: value, unit, vagueness, rounding; helpers of the rules that recompute."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from lib.core.proofreading.rules_figures import MEASURE

VAGUE = re.compile(
    r"余|多(?!部|媒)|(?<![签预节制履合公网条契违集])约(?!谈|车)|近\d|超\d|逾|左右|以上|上下(?!学|班|联动|游|级|楼|车|午|文|功夫|结合|衔接|贯通|同欲)|不少于|至少|将近|几"
)
UNITS = {"场次": "场", "人次": "人", "名": "人", "位": "人", "份": "份", "次": "次", "％": "%", "万元": "元"}
FIGURE = re.compile(rf"(\d+(?:\.\d+)?)(万)?(余|多)?\s*({MEASURE})")
COUNTED = MEASURE + "|分(?=[，。；、）（]|$)"  # points of a score stand before a mark; 分 opens many words
PARTS = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)(万)?(余|多)?({COUNTED})")
SENTENCE = re.compile(r"[^。；！？\n]+")
_TOKEN = re.compile(
    rf"(?<![\d.〔A-Za-z])(\d+(?:\.\d+)?)([万亿])?(余|多|来)?(个百分点|[%％]|倍|{COUNTED}|种|类|所|间|座|台|科|门|支)(?!以上|以下|左右|上下|以内)"
)
_ABOUT = re.compile(
    r"(?:(?<![签预节制履合公])约|大约|将近|接近|近|超过?|逾|突破|至少|不少于|不低于|不超过|不足|最多|每|第|低于|高于|少于|多于)$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure of a sentence. `lead` is what stands between it and the figure before, `tail` up to the next."""

    value: Decimal
    unit: str
    exact: bool
    written: str
    start: int
    end: int
    lead: str
    tail: str
    step: Decimal

    @property
    def clause(self) -> str:
        """The words of its own clause right before it."""
        return re.split(r"[，,、：:（(]", self.lead)[-1]

    @property
    def shown(self) -> str:
        return plain(self.value) + self.unit


def figures(sentence: str, offset: int = 0) -> list[Figure]:
    """Read the counted figures of a sentence; places are counted from `offset`."""
    found = list(_TOKEN.finditer(sentence))
    result = []
    for index, match in enumerate(found):
        lead = sentence[found[index - 1].end() if index else 0 : match.start()]
        tail = sentence[match.end() : found[index + 1].start() if index + 1 < len(found) else len(sentence)]
        times = {"万": 10**4, "亿": 10**8}.get(match[2] or "", 1)
        places = len(match[1].partition(".")[2])
        result.append(
            Figure(
                Decimal(match[1]) * times,
                unit_of(match[4]),
                not match[3] and not _ABOUT.search(lead),
                match[1],
                offset + match.start(),
                offset + match.end(),
                lead,
                tail,
                Decimal(times) / 10**places if times > 1 or places else Decimal(0),
            )
        )
    return result


@lru_cache(maxsize=256)
def sentences(text: str) -> Sequence[list[Figure]]:
    """Return the figures of each sentence that holds at least two; remembered, since many rules ask the same."""
    read = (figures(match[0], match.start()) for match in SENTENCE.finditer(text))
    return [found for found in read if len(found) > 1]


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
