"""Any entry written into a workbook comes back as the same raw text, single or in a batch."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from lib.core.cleaning import clean
from lib.excel.blank import blank_workbook
from lib.excel.blank_batch import entries_workbook
from lib.excel.grid import _FOOTERS, _TOTALS
from lib.excel.reading import read_workbook
from lib.excel.shape import normal

_SPEC = importlib.util.spec_from_file_location(
    "forms_for_round_trips", Path(__file__).parent / "test_workbook_reading.py"
)
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)
FORM = _MODULE.FORM

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a workbook an example: shrinking would take minutes
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20)
SEEN = TEXT.filter(lambda text: clean(text)[0] == text and text.strip() != "")
ODD = st.sampled_from(
    ["=1+1", "+甲", "-乙", "@SUM(A1)", "'甲", "_x000B_", "_x005F_", "007", "1E5", "1.50", "-0", "TRUE", "#REF!"]
)
ANSWER = ODD | SEEN
FIGURE = st.integers(-(10**15), 10**15).map(str) | st.decimals(0, 10**6, places=2).map(str) | ANSWER
PARAGRAPHS = st.lists(SEEN, min_size=1, max_size=3).map("\n".join)
DATE = st.dates().map(str) | ANSWER
ROWS = st.lists(st.fixed_dictionaries({"名称": SEEN}, optional={"数值": FIGURE, "量词": SEEN}), max_size=3)
STEPS = st.lists(st.fixed_dictionaries({"做法": ANSWER}, optional={"人数": FIGURE}), min_size=1, max_size=3)
ACTIVITIES = st.lists(st.fixed_dictionaries({"名称": ANSWER}, optional={"场次": FIGURE, "措施": STEPS}), max_size=3)
RAW = st.fixed_dictionaries(
    {"其他": ROWS, "活动": ACTIVITIES, "标题词": ANSWER},
    optional={
        "宣传单数": FIGURE, "宣传单数.量词": SEEN.filter(lambda text: text.strip() != "份"), "宣传单数.来源": ANSWER,
        "宣传单数.写法": st.sampled_from(["余", "多"]), "整改率": FIGURE, "日子": DATE,
        "主体": st.sampled_from(["个人", "班子"]), "开关": st.sampled_from(["是", "否"]), "情况": PARAGRAPHS,
    },
)  # fmt: skip


def _is_data(raw: dict) -> bool:
    """A row whose first words are 合计 or 填表人 is taken for a total or a signature, and told."""
    rows = [*raw["其他"], *raw["活动"], *(step for row in raw["活动"] for step in row.get("措施", ()))]
    firsts = [str(row.get("名称") or row.get("做法")) for row in rows]
    return not any(normal(text) in _TOTALS or _FOOTERS.match(text) for text in firsts)


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(RAW)
def test_an_entry_comes_back(raw):
    assume(_is_data(raw))
    result = read_workbook(blank_workbook(FORM, unit="甲社区", period="2025Q2", raw=raw), FORM)
    assert result.entries[0].raw == raw and not [one for one in result.findings if one.level == "error"]


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(st.lists(RAW, min_size=1, max_size=3))
def test_a_batch_comes_back(raws):
    assume(all(_is_data(raw) for raw in raws))
    entries = [(f"第{number}社区", "2025Q2", raw) for number, raw in enumerate(raws, 1)]
    result = read_workbook(entries_workbook(FORM, entries), FORM)
    empty = {"其他": [], "活动": []}
    assert [{**empty, **entry.raw} for entry in result.entries] == raws
    assert [(entry.unit, entry.period) for entry in result.entries] == [entry[:2] for entry in entries]
