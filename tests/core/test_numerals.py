"""Figures into words: every pair of numbers_pairs.json, the rules in general, and properties that must hold for all."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.approximations import mend
from lib.core.changes import change, change_rate, quarters_line, sum_fault, total, zero
from lib.core.han import adjacent, ji, next_quarter, quarter, quarters_range, read_han, write_han
from lib.core.numerals import (
    WORDINGS,
    about,
    beyond,
    date_range,
    date_words,
    exact,
    month_range,
    nearly,
    num_range,
    over,
    percent,
    plain,
    read_number,
    share,
    step_of,
    word_count,
)

PAIRS = json.loads((Path(__file__).parent / "numbers_pairs.json").read_text("utf-8"))
counts = st.integers(min_value=0, max_value=10**9).map(Decimal)
few = settings(max_examples=150, deadline=None)


def dec(value: object) -> Decimal:
    return Decimal(str(value))


def _change(cur, prev, measure, base, kind="activity"):
    return change(dec(cur), dec(prev), measure, base, kind)


FUNCTIONS = {
    "count_exact": lambda n, measure: word_count(dec(n), measure, "确数"),
    "count_yu": lambda n, measure: word_count(dec(n), measure, "余"),
    "count_duo": lambda n, measure: word_count(dec(n), measure, "多"),
    "count_jin": lambda n, measure: word_count(dec(n), measure, "近"),
    "count_chao": lambda n, measure: word_count(dec(n), measure, "超"),
    "count_yue": lambda n, measure: word_count(dec(n), measure, "约"),
    "percent": lambda x: percent(dec(x)),
    "share": lambda a, b: share(dec(a), dec(b)),
    "change": _change,
    "change_rate": lambda cur, prev, base: change_rate(dec(cur), dec(prev), base),
    "quarter": lambda y, q, place: quarter(y, q, place),
    "next_quarter": lambda y, q: next_quarter(y, q),
    "quarters_range": lambda a, b: quarters_range(a, b),
    "date": lambda y, m, d: date_words(y, m, d),
    "month_range": lambda y, a, b: month_range(y, a, b),
    "num_range": lambda a, b, measure: num_range(dec(a), dec(b), measure),
    "adjacent": lambda a, b, measure: adjacent(a, b, measure),
    "ji": ji,
    "zero": lambda name, kind, n: "WARN" if zero(name, kind) is None else zero(name, kind),
    "sum_quarters": lambda q, mode, measure: total(map(dec, q), measure, {"yu": "余"}[mode]),
    "sum_check": lambda parts, total: sum_fault(map(dec, parts), dec(total)) or "OK",
    "reject": mend,
}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_pair_of_the_rules(pair):
    assert FUNCTIONS[pair["fn"]](**pair["args"]) == pair["expected"], pair["rule"]


READ = [
    ("12", "12"),
    ("１２", "12"),
    ("1,234", "1234"),
    ("１，２３４", "1234"),
    ("1,234,567", "1234567"),
    ("1 234", "1234"),
    ("3.5", "3.5"),
    ("３．５", "3.5"),
    (".5", "0.5"),
    ("007", "7"),
    ("6千", "6000"),
    ("3.5万", "35000"),
    ("１．２万", "12000"),
    ("1亿", "100000000"),
    ("1亿2000万", "120000000"),
    ("12万3000", "123000"),
    ("3百", "300"),
    ("2千万", "20000000"),
    ("十二", "12"),
    ("二十三", "23"),
    ("十", "10"),
    ("一百零五", "105"),
    ("三千二百", "3200"),
    ("两万", "20000"),
    ("一万二千", "12000"),
    ("一百一十", "110"),
    ("零", "0"),
    ("三点五", "3.5"),
    ("一亿三千万", "130000000"),
    ("-3", "-3"),
    ("－3", "-3"),
    ("−3", "-3"),
    ("负3", "-3"),
    ("负十二", "-12"),
    ("+5", "5"),
    ("0", "0"),
    ("壹佰贰拾", "120"),
    (6012, "6012"),
    (0.1, "0.1"),
    (Decimal("97.83"), "97.83"),
    ("3.5 万", "35000"),
    ("\u3000１２\u3000", "12"),
    ("5.", "5"),
]


@pytest.mark.parametrize(("typed", "value"), [one for one in READ])
def test_reads_what_clerks_type(typed, value):
    assert read_number(typed) == (Decimal(value), "")


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", None, "\u200b"])
def test_a_blank_is_no_number_and_no_fault(typed):
    assert read_number(typed) == (None, "")


REFUSED = [
    ("１２ａ", "请只填数字"),
    ("1,23", "每三位一个"),
    ("12,3456", "每三位一个"),
    ("1,234,5", "每三位一个"),
    ("6000余", "约数"),
    ("约300", "约数"),
    ("近2万", "约数"),
    ("十几", "约数"),
    ("30～40", "范围"),
    ("30-40", "范围"),
    ("3至5", "范围"),
    ("X", "占位"),
    ("xx", "占位"),
    ("××", "占位"),
    ("***", "占位"),
    ("无", "请填0"),
    ("—", "留空"),
    ("3次", "“次”"),
    ("98%", "百分号"),
    ("一百二", "读不准"),
    ("三四", "读不准"),
    ("12万3", "读不准"),
    ("1e5", "“e5”"),
    ("3.5.1", "读不准"),
    ("二〇二五", "读不准"),
    ("二月三十日", "不是数字"),
    ("=1+2", "不是数字"),
    ("½", "不是数字"),
    ("nan", "不是数字"),
    (float("nan"), "不是数字"),
    (float("inf"), "不是数字"),
    (True, "是或否"),
    ("99999999999999", "太大"),
    ("0.00000001", "小数位"),
    ("三百千", "读不准"),
    ("１２\n３４", "读不准"),
]


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_refuses_what_must_be_guessed_and_says_how_to_mend(typed, reason):
    reading = read_number(typed)
    assert reading.value is None and reason in reading.reason and "\n" not in reading.reason


def test_a_measure_word_may_trail_where_it_is_the_figure_s_own():
    assert read_number("3次", ["次", "场次"]).value == 3
    assert read_number("98％", ["%"]).value == 98
    assert read_number("3场次", ["次", "场次"]).value == 3
    assert read_number("次", ["次"]).value is None


@few
@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_with_one_line(text):
    value, reason = read_number(text)
    assert (value is None) or (value.is_finite() and not reason)
    assert len(reason) < 120


@few
@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_round_trip(number):
    assert read_han(write_han(number)) == number


@few
@given(counts, st.sampled_from(["份", "人次", ""]))
def test_exact_counts_read_back_exactly(value, unit):
    assert read_number(exact(value, unit), [unit]).value == value


@few
@given(counts)
def test_rounding_down_never_overstates_and_keeps_two_digits(value):
    for word, cut in ((over(value), "余"), (over(value, "", "多"), "多"), (beyond(value), "")):
        shown = read_number(word.rstrip(cut).lstrip("超达")).value
        assert shown <= value
        assert value - shown < step_of(value)
        assert not (cut and cut in word) or shown != value


@few
@given(counts)
def test_nearly_is_never_below_and_within_five_percent(value):
    word = nearly(value)
    if word.startswith("近"):
        shown = read_number(word[1:]).value
        assert value < shown <= value * Decimal("1.05")


@few
@given(counts)
def test_about_is_within_a_tenth(value):
    shown = read_number(about(value).removeprefix("约")).value
    assert abs(shown - value) * 10 <= value


@few
@given(counts, st.sampled_from(WORDINGS))
def test_what_we_word_needs_no_mending(value, wording):
    text = word_count(value, "人次", wording)
    assert mend(text) == text


@few
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_never_claims_all_or_nothing_falsely(part, whole):
    text = share(Decimal(part), Decimal(whole))
    assert text != "100%" or part >= whole
    assert (text == "0%") == (part == 0)


@few
@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(["activity", "incident"]))
def test_a_change_says_the_direction_and_never_divides_by_a_small_base(cur, prev, kind):
    text = _change(cur, prev, "件", "上季度", kind)
    assert not ("增" in text or "倍" in text) or cur > prev
    assert not ("减少" in text or "下降" in text) or cur < prev
    assert "%" not in text or prev >= 10


WORDED = [
    (0, "次", "确数", "0次"), (101, "人", "确数", "101人"), (10000, "份", "确数", "1万份"), (12300, "册", "确数", "1.23万册"),
    (12050, "册", "确数", "12050册"), (10**8, "次", "确数", "1亿次"), (123400000, "次", "确数", "12340万次"),
    (3, "万字", "确数", "3万字"), (23000, "万字", "确数", "23000万字"), (12, "场", "余", "10余场"), (99, "场", "余", "90余场"),
    (100, "场", "余", "100场"), (9999, "份", "余", "9900余份"), (1234567, "份", "余", "123万余份"), (5, "场", "近", "5场"),
    (96, "场", "近", "近100场"), (95, "场", "近", "90余场"), (120, "次", "近", "120次"), (199000, "次", "近", "近20万次"),
    (86, "人", "超", "86人"), (345, "人", "超", "超340人"), (100, "人", "超", "达100人"), (1180, "人", "约", "约1200人"),
    (300, "人", "约", "300人"), (12, "人", "约", "12人"), ("97.83", "%", "余", "97.8%"), ("2.5", "小时", "余", "2.5小时"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "wording", "expected"), WORDED)
def test_words_a_count(value, unit, wording, expected):
    assert word_count(dec(value), unit, wording) == expected


def test_no_value_has_no_words():
    assert word_count(None, "次", "余") == ""


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((18, 24), "较上季度减少6场，下降25%"), ((24, 18), "较上季度增加6场，增长33.3%"), ((20, 10), "是上季度的2倍"),
        ((6, 3), "较上季度增加3场"), ((2, 3), "较上季度减少1场"), ((8, 0), "上季度未开展"), ((0, 0), "与上季度持平"),
        ((10001, 10000), "较上季度增加1场"), ((10, 100000), "较上季度减少99990场，下降99.9%"), ((15, 10), "较上季度增加5场，增长50%"),
    ],
)  # fmt: skip
def test_words_a_change(args, expected):
    assert _change(*args, "场", "上季度") == expected


def test_a_rate_changes_by_percentage_points():
    assert change_rate(dec("98.5"), dec("95.3"), "上季度") == "较上季度提高3.2个百分点"
    assert change(dec("98.5"), dec("95.3"), "%", "上季度", "rate") == "较上季度提高3.2个百分点"
    assert change(dec("90"), dec("96"), "%", "上季度") == "较上季度下降6个百分点"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((3, 4, "次"), "三四次"), ((1, 2, "次"), "一两次"), ((2, 3, "场"), "两三场"), ((20, 30, "人"), "二三十人"),
        ((30, 40, "人"), "三四十人"), ((300, 400, "份"), "三四百份"), ((13, 14, "次"), "十三四次"), ((45, 46, "个"), "四十五六个"),
        ((3000, 4000, "份"), "三四千份"), ((30000, 40000, "份"), "三四万份"), ((9, 10, "次"), "9～10次"), ((3, 7, "次"), "3～7次"),
        ((10, 20, "人"), "一二十人"), ((8, 9, "个"), "八九个"),
    ],
)  # fmt: skip
def test_words_neighbours(args, expected):
    assert adjacent(*args) == expected


def test_words_with_ji():
    assert [ji(0, "次"), ji(10, "次"), ji(20, "人"), ji(100, "份")] == ["几次", "十几次", "二十几人", "一百几十份"]


def test_words_periods_and_ranges():
    assert (quarter(2025, 3, "body"), quarters_range(1, 3), quarters_range(1, 2)) == (
        "第三季度",
        "一至三季度",
        "一、二季度",
    )
    assert (month_range(2025, 11, 2, 2026), month_range(2026, 3, 3)) == ("2025年11月—2026年2月", "2026年3月")
    assert num_range(dec(15), dec(30), "%") == "15%～30%"
    assert num_range(dec(9 * 10**8), dec(16 * 10**8), "元") == "9亿～16亿元"
    assert quarters_line([dec(12), dec(6), dec(4), None], "次") == "一季度12次、二季度6次、三季度4次，合计共22次"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2025, 4, 1), "2025年4月1日"),
        (date(2025, 4, 30), "2025年4月1日—30日"),
        (date(2025, 6, 30), "2025年4月1日—6月30日"),
        (date(2026, 1, 2), "2025年4月1日—2026年1月2日"),
    ],
)
def test_words_a_range_of_days(last, expected):
    assert date_range(date(2025, 4, 1), last) == expected


def test_words_zero_by_kind():
    assert (zero("安全隐患", "incident"), zero("投诉", "incident")) == ("未发现安全隐患", "未发生投诉")
    assert (zero("文艺演出", "activity"), zero("专题研究", "required")) == ("", None)


def test_a_wrong_total_shows_its_arithmetic():
    assert sum_fault([dec(12), dec(6), dec(5)], dec(22)) == "12＋6＋5＝23，与合计22不符"


STACKED = [
    ("超2万余人次", "超2万人次"), ("约300人左右", "约300人"), ("至少50人以上", "至少50人"), ("逾100多人", "逾100人"),
    ("不少于10次以上", "不少于10次"), ("80余份左右", "80余份"), ("4千余份", "4000余份"), ("2千万元", "2000万元"),
    ("大约80余份", "80余份"), ("约37余次", "37次"), ("不足100余人", "不足100人"), ("最高达5万分以上", "最高达5万分"),
    ("发放约80余份、近300人左右参加", "发放80余份、近300人参加"), ("近50余场次左右", "50余场次"),
    ("近百余人", "百余人"), ("约三十余场左右", "三十余场"), ("超千余人参加", "超千人参加"), ("三十七余人", "三十七人"), ("37多人", "37人"),
    ("5千余份", "5000余份"), ("3百人", "300人"), ("不少于一百次以上", "不少于一百次"), ("２０余名左右", "２０余名"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STACKED)
def test_mends_stacked_approximations(text, expected):
    assert mend(text) == expected


RIGHT = [
    "1.2万余人次", "近1.5万份", "2/3以上", "不少于4次", "签约30余户", "传达3次以上会议精神", "附近20余户", "约谈30余人", "超市100余家",
    "12345热线办理30余件", "11万余份", "10余万份", "90%以上", "多部门参加20余次", "2024年以上报为准", "5千克以上", "提高3百分点", "几十余人", "十几个", "百余人", "二十多场", "数千人", "千余名", "万余份", "上千余人次",
    "第十余", "三个百分点以上", "近一年来", "十年左右", "近百人", "5万元以上", "达98%",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_leaves_right_text_alone(text):
    assert mend(text) == text


@few
@given(st.text(alphabet="约近超达1237百千万亿0余多人次左右以上，。余.", max_size=20))
def test_mending_ends(text):
    once = mend(text)
    assert mend(mend(once)) == mend(once)


def test_plain_has_no_exponent():
    assert [plain(Decimal("1E+3")), plain(Decimal("2.50")), plain(Decimal("-0"))] == ["1000", "2.5", "0"]
