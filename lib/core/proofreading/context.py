"""What is known about a document besides its text: format, unit, period; and what its own title tells where that is not given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lib.core.period import Period, parse_period

_PERIOD = re.compile(r"(20\d\d)年?度?(第?[一二三四1-4]季度|[上下]半年)?")
_FORMATS = (("研判报告", "研判"), ("述职报告", "述职"), ("工作要点", "要点"))
_PART = re.compile(
    r".+?(?:自治区|自治州|省|市|县|区|旗|镇|乡|街道|社区|村|局|委员会|委|办|中心|学校|小学|中学|学院|大学|幼儿园|医院|公司|厂|站|所)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """The form's knowledge. `values`: field path → the words it put into the text, for R-C9 and the jump to a field.

    `level` is 市 县区 镇街 社区 村 学校 局 or the like; `names` are further names known to be right.
    """

    format: str = ""
    unit: str = ""
    period: Period | None = None
    level: str = ""
    names: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    signed: date | None = None

    @property
    def unit_parts(self) -> tuple[str, ...]:
        return unit_parts(self.unit)


def unit_parts(unit: str) -> tuple[str, ...]:
    """Split 清泉街道柳湾社区 into 清泉街道, 柳湾社区; parts of one character before the suffix are left out."""
    return tuple(part for part in _PART.findall(unit) if len(part) >= 3)


def about(period: str, *, unit: str = "", form: str = "", level: str = "", **more: object) -> Context:
    """Make a context from words: `about("2025Q2", unit="…", form="研判报告")`."""
    return Context(format=form, unit=unit, period=parse_period(period), level=level, **more)  # type: ignore[arg-type]


def from_title(title: str) -> Context | None:
    """Read period and format off the document's own title; None where it names no year."""
    match = _PERIOD.search(title)
    if not match:
        return None
    period = parse_period(match[1] + "年" + match[2] if match[2] else match[1])
    form = next((name for name, word in _FORMATS if word in title), "")
    return Context(format=form, period=period, unit=title[: match.start()] if match.start() >= 4 else "")
