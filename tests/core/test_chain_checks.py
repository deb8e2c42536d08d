"""An entry against its chain: each finding shows its arithmetic; what is missing is named; what is confirmed rests."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lib.core.chain_checks import check_chain, read_bounds
from lib.core.model import History, Values
from tests.little import form, period, values_of

FORM = form(
    """
    - {name: 次数, type: figure, label: 专题研究, unit: 次}
    - {name: 率, type: rate, label: 参学率}
    - {name: 话, type: paragraphs, label: 工作情况}
    """
)


def entry(**figures):
    return Values({name: Decimal(value) for name, value in figures.items()})


def found(raw, history, when="2025", **more):
    values, _ = values_of(FORM, raw, when)
    return check_chain(FORM, values, period(when), history, raw=raw, **more)


def quarters(*figures, **notes):
    entries = (None if n is None else entry(**({"次数": n} if n != "" else {})) for n in figures)
    return History(parts=tuple(zip(period("2025").parts, entries, strict=True)), notes=notes)


def told(*args, **more):
    return [(one.level, one.message) for one in found(*args, **more)]


def test_quarters_that_make_the_year_are_silent():
    assert told({"次数": "40"}, quarters(12, 8, 10, 10)) == []


def test_a_typed_difference_shows_its_arithmetic():
    (one,) = found({"次数": "41"}, quarters(12, 8, 10, 10))
    assert (one.level, one.field, one.suggestion) == ("error", "次数", "40")
    assert "一季度12＋二季度8＋三季度10＋四季度10＝40，与填写的41次不一致" in one.message


def test_a_confirmed_difference_is_a_reminder():
    (one,) = found({"次数": "41", "次数.确认": "1"}, quarters(12, 8, 10, 10))
    assert one.level == "warning"


def test_missing_quarters_are_named_once_and_nothing_is_claimed():
    assert told({"次数": "41"}, quarters(12, None, 10, None, **{"2025Q2": "已删除"})) == [
        ("info", "未核：缺二季度（已删除）、四季度（未填报），合计只含已有各期，没有与本年度的数核对")
    ]


def test_a_figure_left_blank_in_one_quarter_is_named():
    assert told({"次数": "41"}, quarters(12, "", 10, 10))[0][1].startswith("未核：专题研究缺二季度（未填）")


def test_units_below_that_are_missing_are_named():
    history = History(children=(("甲村", entry(次数=1)), ("乙村", None)))
    assert ("info", "下级合计不全，缺乙村；合计只含已填报的单位") in told({}, history)


@pytest.mark.parametrize(
    ("raw", "level"), [({"次数": "9"}, "info"), ({"次数": "9", "次数.来源": "下级合计：…"}, "warning")]
)
def test_a_parents_figure_that_differs_from_the_units_below(raw, level):
    history = History(children=(("甲村", entry(次数=1)), ("乙村", entry(次数=2))))
    ((got, message),) = told(raw, history)
    assert got == level and "甲村1＋乙村2＝3，与填写的9次不一致" in message


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("60", 12, "增长400%"),
        ("24", 12, ""),
        ("25", 12, "增长108.3%"),
        ("5", 12, "下降58.3%"),
        ("6", 12, ""),
        ("0", 12, "减少12次"),
        ("9", 1, ""),
        ("30", 3, "增加27次"),
        ("10", 0, "增加10次"),
    ],
)
def test_a_conspicuous_change_asks_for_a_look(now, before, said):
    got = told({"次数": now}, History(previous=entry(次数=before)), "2025Q2")
    assert [level for level, _ in got] == (["warning"] if said else [])
    assert not said or f"，{said}，变化较大" in got[0][1]


def test_a_rate_changes_by_percentage_points():
    got = told({"率": "70"}, History(previous=entry(率="95.5")), "2025Q2")
    assert "本季度70%，上季度95.5%，下降25.5个百分点" in got[0][1]


def test_a_confirmed_change_rests():
    assert told({"次数": "60", "次数.确认": "1"}, History(previous=entry(次数=12)), "2025Q2") == []


@pytest.mark.parametrize(("settings", "count"), [({"变幅": "500%"}, 0), ({"次数": 500}, 0), ({"变幅": "很多"}, 1)])
def test_bounds_are_configuration(settings, count):
    assert len(told({"次数": "60"}, History(previous=entry(次数=12)), bounds=read_bounds(settings))) == count


def test_what_was_taken_over_is_told_until_touched():
    assert [one.field for one in found({"话": "旧", "话.沿用": "1"}, History())] == ["话"]
    assert found({"话": "旧"}, History()) == []


def test_the_forms_own_checks_see_the_chain():
    from tests.little import findings_of

    rules = """
    - {rule: 甲1, test: "次数 == 分期合计.次数", message: "年度{次数}，各季之和{分期合计.次数}"}
    - {rule: 甲2, test: "次数 >= 目标.次数", message: "目标{目标.次数}"}
    - {rule: 甲3, test: "次数 <= 上期.次数 * 3", message: "上期{上期.次数}"}
    """
    own = form("- {name: 次数, type: figure, label: 专题研究, unit: 次}", checks=rules)
    history = quarters(12, 8, 10, 10)
    history = History(parts=history.parts, targets=entry(次数=50), previous=entry(次数=2))
    assert [(one.rule, one.message) for one in findings_of(own, {"次数": "41"}, history, "2025")] == [
        ("甲1", "年度41次，各季之和40次"),
        ("甲2", "目标50次"),
        ("甲3", "上期2次"),
    ]
