"""What stands beside each figure, and taking an offered total."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lib.core.chain import roll_up
from lib.core.chain_rows import accept_total, difference, figure_rows
from lib.core.model import History, Values
from tests.little import form, period

FORM = form("- {name: 次数, type: figure, label: 专题研究, unit: 次}\n- {name: 率, type: rate, label: 参学率}")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (90, 75, "＋15（＋20%）"),
        (60, 75, "－15（－20%）"),
        (75, 75, "持平"),
        (2, 3, "－1"),
        (5, 0, "＋5"),
        (0, 12, "－12（－100%）"),
        (10001, 10000, "＋1"),
        (None, 3, ""),
        (3, None, ""),
    ],
)
def test_changes_are_worded_for_a_table(now, before, said):
    one = FORM.field("次数")
    assert difference(one, *(None if n is None else Decimal(n) for n in (now, before))) == said


def test_a_rate_changes_by_points():
    assert difference(FORM.field("率"), Decimal("98.2"), Decimal(95)) == "＋3.2个百分点"


def test_a_row_shows_all_that_is_known():
    parts = tuple((one, Values({"次数": Decimal(2)})) for one in period("2025").parts)
    history = History(previous=Values({"次数": Decimal(4)}), parts=parts)
    row = figure_rows(FORM, Values({"次数": Decimal(9)}), period("2025"), history)[0]
    assert (row.now, row.previous, row.last_year, row.change, row.parts.value) == (9, 4, None, "＋5", 8)


def test_an_offered_total_is_taken_with_its_arithmetic_as_source():
    parts = tuple((one, Values({"次数": Decimal(2)})) for one in period("2025H1").parts)
    row = figure_rows(FORM, Values({}), period("2025H1"), History(parts=parts))[0]
    assert accept_total({"话": "x"}, row.parts) == {
        "话": "x",
        "次数": "4",
        "次数.来源": "分期合计：一季度2＋二季度2＝4",
    }


def test_an_offered_mean_is_taken_rounded():
    mean = form("- {name: 均值, type: figure, label: 均值, aggregate: mean, decimals: 1}")
    parts = (
        ("甲", Values({"均值": Decimal(1)})),
        ("乙", Values({"均值": Decimal(1)})),
        ("丙", Values({"均值": Decimal(2)})),
    )
    assert accept_total({}, roll_up(mean, parts)["均值"])["均值"] == "1.3"
