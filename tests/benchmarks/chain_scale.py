"""Measure the chain at a county's scale: 400 units × 3 formats × 5 years, about 12 000 reports and 500 000 figures.

    python tests/benchmarks/chain_scale.py [--years 5] [--keep FILE.db]

Seeded: every run makes the same entries. Fills one year after the other through the store's own API and measures after
each: opening an entry with its history, the overview, one figure over all units and periods, saving, searching.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lib.core.chain import figure_entries
from lib.core.model import Form, Unit
from lib.core.period import Period
from lib.definitions import load_forms
from lib.store import Store, open_store
from lib.store.records import NewDraft
from lib.workflow_chain import chain_for, understood
from lib.workflow_overview import columns_for, figure_table, overview

SEED, TOWNS, UNITS, LAST_YEAR, FIGURES = 2026, 20, 400, 2025, 46
LIMITS = {"打开": 300, "汇总": 1000}  # ms: the issue's
TEXT = "本期召开专题会议，传达学习上级精神，分析研判意识形态领域形势，部署下一步工作，压实各方责任，做到有部署、有落实、有检查。"


def plant(store: Store) -> list[str]:
    """Make the tree: a county, its towns, their villages; return all names."""
    store.save_unit(Unit("清河县", level="县区"))
    towns = [f"第{number:02}镇" for number in range(1, TOWNS + 1)]
    villages = [f"第{number:03}村" for number in range(1, UNITS - TOWNS)]
    rows = [{"单位名称": name, "级别": "镇街", "上级单位": "清河县"} for name in towns]
    rows += [
        {"单位名称": name, "级别": "村", "上级单位": towns[number % TOWNS]} for number, name in enumerate(villages)
    ]
    store.import_units(rows, apply=True)
    return ["清河县", *towns, *villages]


def entries(forms: dict[str, Form], names: list[str], year: int, dice: random.Random) -> Iterator[NewDraft]:
    """Yield a year of entries: four quarters, the year's report and plan of every unit."""
    for column in columns_for(forms, year):
        form = forms[column.format]
        asked = [one for one in form.fields() if one.is_figure and not one.calculation][:FIGURES]
        texts = [one.name for one in form.fields() if one.type == "paragraphs"]
        for name in names:
            raw = {one.name: str(dice.randint(0, 100 if one.type == "rate" else 60)) for one in asked}
            raw |= dict.fromkeys(texts, TEXT)
            status = "final" if dice.random() < 0.8 else "draft"
            yield NewDraft(form.name, name, column.period.key, raw, figure_entries(form, understood(form, raw)), status)


def fill(store: Store, forms: dict[str, Form], names: list[str], year: int, dice: random.Random) -> float:
    began, batch = time.perf_counter(), []
    for new in entries(forms, names, year, dice):
        batch.append(new)
        if len(batch) == 200:
            store.add_drafts(batch)
            batch = []
    store.add_drafts(batch)
    return time.perf_counter() - began


Measured = tuple[str, float, float, float]


def timed(name: str, action: Callable[[], object], times: int) -> Measured:
    """Return the median and the 95th percentile, and the processor's time (which a busy machine stretches less), in ms."""
    taken, worked = [], []
    for _ in range(times):
        began, work = time.perf_counter(), time.process_time()
        action()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - work) * 1000)
    return (
        name,
        statistics.median(taken),
        sorted(taken)[max(0, round(0.95 * len(taken)) - 1)],
        statistics.median(worked),
    )


def opened(store: Store, forms: dict[str, Form], format: str, unit: str, period: Period) -> Callable[[], object]:
    """Return the opening of an entry: its text, values, history, and every figure's row with comparisons."""

    def open_entry() -> None:
        form, draft = forms[format], store.find_draft(format, unit, period)
        values = understood(form, draft.raw)
        chain_for(store, forms, form, unit, period).rows(form, values, period)

    return open_entry


def saved(store: Store, draft_id: str) -> Callable[[], object]:
    def save() -> None:
        held = store.get_draft(draft_id)
        count = str(int(held.raw.get("改", 0)) + 1)
        store.save_draft(draft_id, {**held.raw, "改": count}, held.version)

    return save


def measure(store: Store, forms: dict[str, Form], year: int, first: int) -> list[Measured]:
    quarter, whole = Period(LAST_YEAR, "季度", 4), Period(LAST_YEAR, "年度")
    reports = [name for name, form in forms.items() if "季度" in form.periods]
    yearly = [name for name, form in forms.items() if form.plan and "季度" not in form.periods]
    figure = next(one.name for one in forms[reports[0]].fields() if one.is_figure and one.aggregate == "sum")
    all_years = [column for one in range(first, LAST_YEAR + 1) for column in columns_for(forms, one)]
    quarters = [period for one in range(first, LAST_YEAR + 1) for period in Period(one, "年度").parts]
    draft = store.find_draft(reports[0], "第001村", quarter)
    rows = {
        "打开村的季报": (opened(store, forms, reports[0], "第001村", quarter), 20),
        "打开镇的季报（下级约19个）": (opened(store, forms, reports[0], "第01镇", quarter), 20),
        "打开县的季报（下级20个镇）": (opened(store, forms, reports[0], "清河县", quarter), 20),
        "打开镇的年报（四季、目标、下级）": (opened(store, forms, yearly[0], "第01镇", whole), 20),
        "汇总：全县一年6份": (lambda: overview(store, forms, columns_for(forms, LAST_YEAR)), 5),
        "汇总：全县全部年份": (lambda: overview(store, forms, all_years), 3),
        "汇总：一个指标×全部单位×全部季度": (lambda: figure_table(store, forms, reports[0], figure, quarters), 3),
        "保存一次": (saved(store, draft.id), 20),
        "列出最近50份": (lambda: store.list_drafts(limit=50), 10),
        "搜索正文": (lambda: store.search("专题会议 第001村", limit=50), 3),
    }
    return [timed(name, action, times) for name, (action, times) in rows.items()]


def flattened(store: Store, forms: dict[str, Form]) -> list[Measured]:
    """Put every unit right under the county, as in a county without towns, and open its entry."""
    rows = [{"单位名称": unit.name, "上级单位": "清河县"} for unit in store.units() if unit.parent]
    store.import_units(rows, apply=True, on="1949-10-01")
    reports = next(name for name, form in forms.items() if "季度" in form.periods)
    action = opened(store, forms, reports, "清河县", Period(LAST_YEAR, "季度", 4))
    return [timed("打开县的季报（399个单位都直属于县）", action, 10)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--keep", help="keep the database here")
    options = parser.parse_args()
    forms, dice, failed = load_forms(ROOT / "forms"), random.Random(SEED), False
    with tempfile.TemporaryDirectory() as folder:
        place = Path(options.keep or Path(folder) / "scale.db")
        store = open_store(place)
        names = plant(store)
        for first in range(LAST_YEAR, LAST_YEAR - options.years, -1):
            took = fill(store, forms, names, first, dice)
            count, figures = len(store.list_drafts()), _figures(store)
            size = place.stat().st_size / 1e6
            years = LAST_YEAR - first + 1
            print(f"\n{years}年：{count}份，{figures}个数字，{size:.0f} MB，写入{count / years / took:.0f}份/秒\n")
            print("| 操作 | 中位 ms | p95 ms | 处理器 ms |\n|---|---|---|---|")
            measured = measure(store, forms, LAST_YEAR, first)
            measured += flattened(store, forms) if years == options.years else []
            for name, median, high, work in measured:
                print(f"| {name} | {median:.1f} | {high:.1f} | {work:.1f} |", flush=True)
                failed |= high > next((limit for word, limit in LIMITS.items() if name.startswith(word)), 1e9)
        store.close()
    print("\n超出限值" if failed else "\n都在限值之内（打开300 ms，汇总1000 ms）")
    return int(failed)


def _figures(store: Store) -> int:
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM figures").scalar()


if __name__ == "__main__":
    sys.exit(main())
