"""Putting figures together: from quarters and from units, parts shown, missing ones named, never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.chain import (
    combine_units,
    figure_entries,
    known_earlier,
    known_parts,
    period_totals,
    roll_up,
    unit_totals,
)
from lib.core.model import History, Values
from tests.little import form, period, values_of

FORM = form(
    """
    - {name: 次数, type: figure, label: 专题研究, unit: 次}
    - {name: 人数, type: figure, label: 网评员, unit: 名, aggregate: last}
    - {name: 积分, type: figure, label: 积分, unit: 分, aggregate: max}
    - {name: 均值, type: figure, label: 均值, unit: 分, aggregate: mean, decimals: 1}
    - {name: 目标, type: figure, label: 目标, aggregate: none}
    - {name: 率, type: rate, label: 参学率}
    - {name: 其他, type: figures, label: 其他数字}
    - name: 组
      type: group
      label: 组
      fields: [{name: 起数, type: figure, label: 起数, unit: 起}]
    """
)


def entry(**figures):
    return Values({name: Decimal(value) for name, value in figures.items()})


def year(*quarters, notes=None):
    parts = tuple(zip(period("2025").parts, quarters, strict=True))
    return period_totals(FORM, period("2025"), History(parts=parts, notes=notes or {}))


def test_a_year_is_the_sum_of_its_quarters():
    total = year(*(entry(次数=n) for n in (12, 8, 10, 10)))["次数"]
    assert (total.value, total.arithmetic) == (Decimal(40), "一季度12＋二季度8＋三季度10＋四季度10＝40")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("人数", 5, "一季度4、二季度6、三季度4、四季度5，取最后一期5"),
        ("积分", 6, "一季度4、二季度6、三季度4、四季度5，最大6"),
        ("均值", "4.75", "（一季度4＋二季度6＋三季度4＋四季度5）÷4＝4.75"),
    ],
)
def test_other_ways_to_put_together(name, value, words):
    total = year(*(entry(**{name: n}) for n in (4, 6, 4, 5)))[name]
    assert (total.value, total.arithmetic) == (Decimal(value), words)


def test_a_missing_quarter_is_named_and_never_zero():
    total = year(entry(次数=12), None, entry(), entry(次数=0), notes={"2025Q2": "已删除"})["次数"]
    assert (total.value, total.complete) == (Decimal(12), False)
    assert total.arithmetic == "一季度12＋四季度0＝12，缺二季度（已删除）、三季度（未填）"


def test_nothing_known_is_no_total():
    assert year(None, None, None, None)["次数"].value is None


def test_rates_and_targets_are_not_added():
    assert {"率", "目标"}.isdisjoint(year(*[entry(率=50, 目标=1)] * 4))


def test_over_units_what_stands_at_the_end_adds_up():
    history = History(children=(("甲村", entry(人数=4, 次数=1)), ("乙村", entry(人数=2, 次数=2)), ("丙村", None)))
    total = unit_totals(FORM, history)["人数"]
    assert total.arithmetic == "甲村4＋乙村2＝6，缺丙村（未填报）"


def test_a_long_sum_is_shortened():
    total = roll_up(FORM, [(f"村{n}", entry(次数=1)) for n in range(20)], units=True)["次数"]
    assert total.arithmetic.endswith("村7" + "1＋…（共20项）＝20")


def test_sums_are_of_raw_figures():
    total = year(*(entry(次数=n) for n in ("6012", "6012", "6012", "6012")))["次数"]
    assert total.value == 24048  # not four times “6000余”


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=4, max_size=4))
def test_any_sum_is_exact_and_names_what_it_lacks(figures):
    total = year(*(None if n is None else entry(次数=n) for n in figures))["次数"]
    assert len(total.missing) == figures.count(None)
    assert total.value == (sum(n for n in figures if n is not None) if set(figures) != {None} else None)


def test_units_that_are_one_by_now_are_put_together():
    one = combine_units(FORM, [Values({"次数": Decimal(1), "话": "甲"}), Values({"次数": Decimal(2), "话": "乙"})])
    assert one.data == {"次数": Decimal(3), "话": "甲"}


@pytest.mark.parametrize(
    ("when", "known", "parts"),
    [
        ("2025", {"2025Q1"}, ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]),
        ("2025", {"2025H1", "2025H2"}, ["2025H1", "2025H2"]),
        ("2025", {"2025H1", "2025Q3"}, ["2025H1", "2025Q3", "2025Q4"]),
        ("2025", {"2025H1", "2025Q1"}, ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]),
        ("2025H2", set(), ["2025Q3", "2025Q4"]),
        ("2025Q2", {"2025Q1"}, []),
    ],
)
def test_parts_are_quarters_or_the_half_years_that_were_reported(when, known, parts):
    assert [one.key for one in known_parts(period(when), known)] == parts


@pytest.mark.parametrize(
    ("when", "known", "parts"),
    [("2025Q1", {"2025Q1"}, []), ("2025Q4", {"2025H1"}, ["2025H1", "2025Q3"]), ("2025H2", set(), ["2025Q1", "2025Q2"])],
)
def test_what_went_before_in_the_year(when, known, parts):
    assert [one.key for one in known_earlier(period(when), known)] == parts


def test_every_figure_goes_into_the_ledger_under_its_path():
    free = [{"名称": "走访", "数值": "3", "量词": "户"}]
    raw = {"次数": "１２", "次数.来源": "会议记录", "次数.量词": "场", "其他": free, "组": [{}, {"起数": "2"}]}
    values, _ = values_of(FORM, raw)
    assert [(one.path, str(one.value), one.unit, one.label, one.source) for one in figure_entries(FORM, values)] == [
        ("次数", "12", "场", "专题研究", "会议记录"),
        ("其他[1].数值", "3", "户", "走访", ""),
        ("组[2].起数", "2", "起", "组第2条·起数", ""),
    ]
