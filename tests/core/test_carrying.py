"""Taking over: text and settings yes, figures and dates never, each marked until touched."""

from __future__ import annotations

from lib.core.carrying import accept_taken, confirm, is_confirmed, settle_marks, take_over, taken_over
from lib.core.parsing import parse
from tests.little import form

FORM = form(
    """
    - {name: 次数, type: figure, label: 次数, unit: 次}
    - {name: 话, type: paragraphs, label: 工作情况}
    - {name: 小标题, type: text, label: 标题, default: 强化责任}
    - {name: 日期, type: date, label: 日期}
    - {name: 开关, type: switch, label: 开关, default: true}
    - {name: 其他, type: figures, label: 其他数字}
    - name: 风险
      type: group
      label: 风险
      fields:
        - {name: 表现, type: text, label: 表现}
        - {name: 起数, type: figure, label: 起数}
    """
)
BEFORE = {
    "次数": "3",
    "次数.量词": "场",
    "次数.来源": "会议记录",
    "话": "一段\n两段",
    "小标题": "强化责任",
    "日期": "2025-03-31",
    "开关": False,
    "其他": [{"名称": "走访", "数值": "5", "量词": "户", "动词": "开展"}, {"动词": "开展"}],
    "风险": [{"表现": "网上", "起数": "2"}, {"起数": "1"}],
}


def test_text_and_settings_are_taken_figures_and_dates_never():
    taken = take_over(FORM, BEFORE, {})
    assert {name: "1" if name.endswith(".沿用") else value for name, value in taken.items()} == {
        "次数.量词": "场",
        "话": "一段\n两段",
        "话.沿用": "1",
        "开关": False,
        "开关.沿用": "1",
        "其他": [{"名称": "走访", "量词": "户", "动词": "开展"}],
        "其他.沿用": "1",
        "风险": [{"表现": "网上"}],
        "风险.沿用": "1",
    }


def test_what_is_taken_is_understood():
    assert parse(FORM, take_over(FORM, BEFORE, {"其他": [{"名称": "甲", "数值": "1"}]}))[1] == []


def test_what_was_typed_stays():
    current = {
        "话": "新的",
        "次数": "8",
        "次数.量词": "次",
        "开关": False,
        "风险": [{"表现": "新"}],
        "其他": [{"名称": "新"}],
    }
    assert take_over(FORM, BEFORE, current) == current


def test_marks_go_when_the_text_is_touched():
    taken = take_over(FORM, BEFORE, {})
    after = settle_marks(taken, {**taken, "话": "一段改了", "次数": "8"})
    assert taken_over(after) == ["开关", "其他", "风险"]
    assert taken_over(accept_taken(after, "风险")) == ["开关", "其他"]


def test_a_mark_says_nothing_once_its_text_is_touched():
    taken = take_over(FORM, BEFORE, {})
    assert taken_over({**taken, "话": "一段改了"}) == ["开关", "其他", "风险"]
    assert taken_over({**taken, "风险": [*taken["风险"], {"表现": "新"}]}) == ["话", "开关", "其他"]


def test_a_confirmation_holds_for_the_figure_it_was_given():
    sure = confirm({"次数": "60"}, "次数")
    assert is_confirmed(sure, "次数") and not is_confirmed({**sure, "次数": "600"}, "次数")
    assert not is_confirmed({"次数": "60"}, "次数")


def test_a_confirmation_lapses_with_its_figure():
    sure = confirm({"次数": "60"}, "次数")
    assert settle_marks(sure, {**sure, "话": "别处"}) == {**sure, "话": "别处"}
    assert settle_marks(sure, {**sure, "次数": "600"}) == {"次数": "600"}


def test_a_mark_made_with_the_change_stays():
    assert settle_marks({"次数": "6"}, {"次数": "60", "次数.确认": "1"}) == {"次数": "60", "次数.确认": "1"}
