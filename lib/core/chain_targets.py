"""Targets and quotas: what the plan or a superior asks for the year, and whether a figure is on course. Adds up only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from lib.core.chain import part_name, quarters_done
from lib.core.model import Field, Finding, Form, History, Mark, Values
from lib.core.numerals import plain, read_number
from lib.core.period import Period

TIMES = {"月": 12, "季度": 4, "半年": 2, "年度": 1}  # how often a target falls due in a year
_STOCK = ("last", "max", "mean", "none")  # what is not counted through the year is held against the target as it stands


@dataclass(frozen=True, slots=True)
class Quota:
    """How often something is asked: `value` per `per` (月 季度 半年 年度), by whom."""

    value: Decimal
    per: str = "年度"
    source: str = ""

    @property
    def yearly(self) -> Decimal:
        return self.value * TIMES[self.per]

    def due(self, quarters: int) -> Decimal:
        """Return how many are due when that many quarters of the year have passed."""
        if self.per == "年度":
            return (self.value * quarters / 4).quantize(Decimal(1), rounding=ROUND_FLOOR)
        return self.value * (TIMES[self.per] * quarters // 4)

    @property
    def words(self) -> str:
        """每季度不少于1次 without the measure word: 每季度1."""
        return f"{'全年' if self.per == '年度' else f'每{self.per}'}{plain(self.value)}"


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure against its target: done of the year so far, of what is asked for the year, and how much is due by now."""

    field: str
    label: str
    unit: str
    target: Decimal
    done: Decimal | None
    due: Decimal
    source: str
    final: bool  # the year is over
    missing: tuple[str, ...] = ()  # periods before this one that are not counted: they have no figure

    @property
    def on_course(self) -> bool | None:
        return None if self.done is None else self.done >= self.due

    @property
    def text(self) -> str:
        """2/4次，进度正常; with what was not counted."""
        done = "未填" if self.done is None else plain(self.done)
        text = f"{done}/{plain(self.target)}{self.unit}，{self._state()}"
        return f"{text}（{'、'.join(self.missing)}没有数，未计入）" if self.missing else text

    def _state(self) -> str:
        if self.done is None:
            return "本期未填"
        if self.done >= self.target:
            return "已达目标"
        if self.final:
            return f"未达目标，差{plain(self.target - self.done)}{self.unit}"
        return "进度正常" if self.on_course else f"落后，到本期末应有{plain(self.due)}{self.unit}"


def read_quota(value: Any, source: str = "") -> Quota | None:
    """Read a quota as configuration has it: 4, "4", "1/季度" or {value: 1, per: 季度}; None when it is none."""
    if isinstance(value, Mapping):
        text, per = value.get("value"), str(value.get("per") or "年度")
    else:
        text, _, per = str(value).partition("/")
        per = per.strip().removeprefix("每") or "年度"
    number = read_number(text).value
    per = {"年": "年度", "季": "季度", "半年度": "半年", "月度": "月"}.get(per, per)
    return Quota(number, per, source) if number is not None and per in TIMES else None


def quotas_of(settings: Mapping[str, Any], source: str) -> dict[str, Quota]:
    """Read all quotas of a configuration (figure name → quota), leaving out what is none."""
    read = {name: read_quota(value, source) for name, value in settings.items()}
    return {name: quota for name, quota in read.items() if quota is not None}


def plan_targets(form: Form, plan: Form | None, targets: Values | None, source: str = "") -> dict[str, Quota]:
    """Return what the plan asks of the figures of `form`: figure name → quota, by the plan fields its `target` names.

    Of several the one that asks most of the year; one beside the first must count in the figure's own measure word
    (4次 a year beside 1次 a quarter, but not 12天).
    """
    found: dict[str, Quota] = {}
    for one in form.fields() if plan and targets else ():
        asked = [quota for name in one.targets if (quota := _planned(one, plan, targets, name, source or plan.label))]
        if asked:
            found[one.name] = most(asked)
    return found


def _planned(one: Field, plan: Form, targets: Values, name: str, source: str) -> Quota | None:
    asked, value = plan.field(name), targets[name]
    if asked is None or not isinstance(value, Decimal):
        return None
    measure = (targets.marks.get(name) or Mark(asked.unit)).unit
    return Quota(value, asked.per or "年度", source) if name == one.targets[0] or measure == one.unit else None


def most(quotas: Iterable[Quota]) -> Quota:
    """Return the quota that asks most of a year, the first of equals."""
    return max(quotas, key=lambda one: one.yearly)


def progress_of(
    form: Form, values: Values, period: Period, history: History, targets: Mapping[str, Quota]
) -> dict[str, Progress]:
    """Hold every figure with a target against it: earlier periods of the year and this one."""
    rows = (_progress(one, values, period, history, targets[one.name]) for one in form.fields() if one.name in targets)
    return {row.field: row for row in rows}


def _progress(one: Field, values: Values, period: Period, history: History, quota: Quota) -> Progress:
    quarters, now = quarters_done(period), values[one.name]
    now = now if isinstance(now, Decimal) else None
    if one.kind == "rate" or one.aggregate in _STOCK:
        return Progress(one.name, one.label, one.unit, quota.value, now, quota.value, quota.source, quarters == 4)
    before = [(part_name(part), entry[one.name] if entry else None) for part, entry in history.earlier]
    missing = tuple(name for name, value in before if not isinstance(value, Decimal))
    known = [value for _, value in before if isinstance(value, Decimal)]
    done = sum(known, now if now is not None else Decimal(0)) if known or now is not None else None
    due = quota.due(quarters)
    return Progress(one.name, one.label, one.unit, quota.yearly, done, due, quota.source, quarters == 4, missing)


def target_findings(progress: Mapping[str, Progress]) -> Iterator[Finding]:
    """Tell what falls short: a warning when the year is over, a hint while it may be caught up (PROOFREADING.md R-C6)."""
    for one in progress.values():
        if one.done is None or one.on_course is not False:
            continue
        source = f"（目标见{one.source}）" if one.source else ""
        level = "warning" if one.final and not one.missing else "info"
        yield Finding("R-C6", level, f"{one.label}{one.text}{source}", field=one.field)


def quota_findings(form: Form, plan_values: Values, quotas: Mapping[str, Quota]) -> Iterator[Finding]:
    """Tell which targets a plan sets below what a superior asks; `quotas` by the plan's own figure names."""
    for one in form.fields():
        quota, value = quotas.get(one.name), plan_values[one.name]
        if quota is None or not isinstance(value, Decimal):
            continue
        own = Quota(value, one.per or "年度")
        if own.yearly < quota.yearly:
            source = f"{quota.source}要求" if quota.source else "上级要求"
            said = f"{one.label}定为{own.words}{one.unit}，{source}{quota.words}{one.unit}"
            sum_ = f"（全年{plain(own.yearly)}＜{plain(quota.yearly)}）"
            yield Finding("R-C6", "warning", f"{said}{sum_}，请核对", field=one.name)
