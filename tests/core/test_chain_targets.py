"""Targets: what is due by when, on course or behind, and quotas as configuration."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lib.core.chain_targets import (
    Quota,
    plan_targets,
    progress_of,
    quota_findings,
    quotas_of,
    read_quota,
    target_findings,
)
from lib.core.model import History, Values
from tests.little import form, period

REPORT = form(
    """
    - {name: 次数, type: figure, label: 专题研究, unit: 次, target: 次数目标}
    - {name: 率, type: rate, label: 参学率, target: 率目标}
    """
)
PLAN = form(
    """
    - {name: 次数目标, type: figure, label: 专题研究不少于, unit: 次, aggregate: none, per: 季度}
    - {name: 率目标, type: rate, label: 参学率不低于, per: 年度}
    """
)


def progress(when, now, before=(), quota=None, name="次数"):
    earlier = tuple(zip(period("2025").parts, (None if n is None else figures(n) for n in before), strict=False))
    quota = quota or Quota(Decimal(1), "季度", "2025年工作要点")
    history = History(earlier=earlier)
    return progress_of(REPORT, figures(now, name), period(when), history, {name: quota})[name]


def figures(value, name="次数"):
    return Values({name: None if value is None else Decimal(value)})


@pytest.mark.parametrize(
    ("when", "now", "before", "text"),
    [
        ("2025Q2", 1, [1], "2/4次，进度正常"),
        ("2025Q2", 0, [1], "1/4次，落后，到本期末应有2次"),
        ("2025Q2", None, [1], "1/4次，落后，到本期末应有2次"),
        ("2025Q1", None, [], "未填/4次，本期未填"),
        ("2025Q4", 1, [1, 1, 1], "4/4次，已达目标"),
        ("2025Q4", 0, [1, 1, 1], "3/4次，未达目标，差1次"),
        ("2025", 3, [], "3/4次，未达目标，差1次"),
        ("2025Q3", 1, [1, None], "2/4次，落后，到本期末应有3次（二季度没有数，未计入）"),
    ],
)
def test_progress_is_told(when, now, before, text):
    assert progress(when, now, before).text == text


@pytest.mark.parametrize(
    ("value", "per", "due"),
    [(1, "季度", [1, 2, 3, 4]), (1, "半年", [0, 1, 1, 2]), (2, "年度", [0, 1, 1, 2]), (1, "月", [3, 6, 9, 12])],
)
def test_what_is_due_by_each_quarter(value, per, due):
    assert [Quota(Decimal(value), per).due(n) for n in (1, 2, 3, 4)] == due


def test_a_rate_is_held_against_its_target_as_it_stands():
    assert progress("2025Q1", 96, quota=Quota(Decimal(95)), name="率").text == "96/95%，已达目标"


@pytest.mark.parametrize(("when", "level"), [("2025", "warning"), ("2025Q2", "info")])
def test_falling_short_is_told(when, level):
    found = list(target_findings({"次数": progress(when, 1)}))
    assert [(one.level, one.field) for one in found] == [(level, "次数")]
    assert found[0].message.endswith("（目标见2025年工作要点）")


def test_what_is_on_course_is_not_told():
    assert not list(target_findings({"次数": progress("2025Q2", 1, [1])}))


def test_the_plan_sets_the_targets():
    found = plan_targets(REPORT, PLAN, Values({"次数目标": Decimal(1), "率目标": None}), "2025年工作要点")
    assert found == {"次数": Quota(Decimal(1), "季度", "2025年工作要点")}


@pytest.mark.parametrize(
    ("written", "quota"),
    [
        (4, Quota(Decimal(4))),
        ("1/季度", Quota(Decimal(1), "季度")),
        ("2/每半年", Quota(Decimal(2), "半年")),
        ({"value": "１", "per": "季"}, Quota(Decimal(1), "季度")),
        ("若干", None),
        ("1/周", None),
        (None, None),
    ],
)
def test_quotas_are_read_as_written(written, quota):
    assert read_quota(written) == quota


def test_a_plan_below_the_quota_is_told_with_its_sum():
    quotas = quotas_of({"次数目标": {"value": 6, "per": "年度"}}, "上级定额")
    found = list(quota_findings(PLAN, Values({"次数目标": Decimal(1)}), quotas))
    assert [one.message for one in found] == ["专题研究不少于定为每季度1次，上级定额要求全年6次（全年4＜6），请核对"]
