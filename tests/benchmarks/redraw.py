"""How quick a large report is in the browser: 60 figures and 10 rows, 50 edits and 50 changes of section, p50 and p95.

    python -m tests.benchmarks.redraw

An edit counts from the last key to the sign 已保存 (half a second of it is the pause before a save is asked for); a
change of section from the click to the heading of the new one. Prints a table; measures nothing of the server alone.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from lib.definitions import load_forms
from lib.store.opening import open_store
from tests.benchmarks.load import quantile
from tests.browser.clerk import Clerk
from tests.browser.conftest import CHROMIUM, QUIET, SCREEN
from tests.browser.serving import ROOT, Server

FORMAT, GROUP, ROWS, ROUNDS = "研判报告", "风险隐患", 10, 50
SECTIONS = ("责任落实", "理论学习", "风险隐患", "阵地管理")
FIGURE = "专题研究意识形态工作"
WAIT_FOR_SIGN = """() => new Promise((done) => { const start = performance.now(); let asked = 0; const look = () => {
  const text = document.querySelector(".saved-sign").textContent;
  if (text.startsWith("正在保存")) asked ||= performance.now();
  if (asked && text.startsWith("已保存")) done([performance.now() - start, performance.now() - asked]); else setTimeout(look, 5); }; look(); })"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft_id = make_draft(Path(folder))
        server = Server(Path(folder)).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
                page = browser.new_context(locale="zh-CN", viewport=SCREEN).new_page()
                page.goto(f"{server.url}/form?d={draft_id}")
                measure(page)
                browser.close()
        finally:
            server.stop()


def make_draft(data: Path) -> str:
    """Make the example with every figure filled and ten rows of the group."""
    example = json.loads((ROOT / "forms" / "examples" / f"{FORMAT}.json").read_text(encoding="utf-8"))
    raw = example["填报"]
    figures = [one.name for one in load_forms(ROOT / "forms")[FORMAT].fields() if one.is_figure]
    raw = {name: "3" for name in figures} | raw
    raw[GROUP] = (raw[GROUP] * ROWS)[:ROWS]
    store = open_store(data / "填报.db")
    draft = store.create_draft(FORMAT, "清泉街道柳湾社区", "2025Q2", raw)
    store.engine.dispose()
    print(f"{len(figures)} figures, {ROWS} rows of {GROUP}")
    return draft.id


def measure(page: Page) -> None:
    clerk = Clerk(page)
    clerk.wait_for_form()
    switches, edits, answers = [], [], []
    for number in range(ROUNDS):
        started = time.perf_counter()
        clerk.go(SECTIONS[number % len(SECTIONS)])
        switches.append(time.perf_counter() - started)
    clerk.go(SECTIONS[0])
    for number in range(ROUNDS):
        box = clerk.field(FIGURE)
        box.fill(str(10 + number))
        whole, answer = page.evaluate(WAIT_FOR_SIGN)
        edits.append(whole / 1000)
        answers.append(answer / 1000)
    expect(page.locator(".sheets:not(.hidden)")).to_contain_text(str(9 + ROUNDS))
    print("| what | p50 (ms) | p95 (ms) |\n|---|---|---|")
    for what, taken in (("change of section", switches), ("edit, to 已保存", edits), ("of it: redraw", answers)):
        print(f"| {what} | {quantile(taken, 0.5):.0f} | {quantile(taken, 0.95):.0f} |")


if __name__ == "__main__":
    main()
