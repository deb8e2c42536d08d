"""How many clerks one server carries: each changes a field every five seconds, as browsers do it (Streamlit's protocol).

    python -m tests.benchmarks.load [--clerks 200] [--seconds 40] [--steps 400 600 800]

Starts the application with a data folder of its own; prints a table: opening, the answer to a change (saved, judged,
worded, pages drawn anew), memory a session, what was lost, whose document a download gave.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document

from lib.store.opening import open_store
from tests.benchmarks.load_client import Tab
from tests.browser.serving import Server

FORMAT, PERIOD = "研判报告", "2025Q2"
SECTIONS = 7  # whose fields are typed in: those with figures
DOWNLOADS = 60


@dataclass
class Outcome:
    """What a round of clerks came to; times in seconds, memory in bytes."""

    clerks: int
    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    downloads: list[float] = field(default_factory=list)
    lost: int = 0
    foreign: int = 0
    faults: int = 0
    idle: int = 0
    memory: int = 0
    processor: float = 0.0  # seconds of the server's processor time a second

    def row(self) -> str:
        per_session = (self.memory - self.idle) / self.clerks / 2**20
        cells = (
            str(self.clerks),
            f"{quantile(self.opened, 0.5):.0f} / {quantile(self.opened, 0.95):.0f}",
            f"{quantile(self.answered, 0.5):.0f} / {quantile(self.answered, 0.95):.0f}",
            f"{len(self.answered)}",
            f"{self.memory / 2**20:.0f}",
            f"{per_session:.2f}",
            f"{100 * self.processor:.0f} %",
            f"{self.lost}",
            f"{len(self.downloads)} / {self.foreign}",
            f"{self.faults}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = (
    "| 人数 | 打开页面 p50 / p95 (ms) | 改一格 p50 / p95 (ms) | 次数 | 内存 (MB) | 每人 (MB) | 处理器（一核） | 丢失 | 下载 / 错给他人 | 出错 |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clerks", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--think", type=float, default=5)
    parser.add_argument("--steps", type=int, nargs="*", default=[])
    options = parser.parse_args()
    print(HEAD)
    for clerks in (options.clerks, *options.steps):
        with tempfile.TemporaryDirectory() as folder:
            print(measure(Path(folder), clerks, options.seconds, options.think).row(), flush=True)


def measure(data: Path, clerks: int, seconds: float, think: float) -> Outcome:
    """Run one round against a server of its own."""
    ids = make_drafts(data, clerks)
    server = Server(data).start()
    try:
        return asyncio.run(work(server, data, ids, seconds, think))
    finally:
        server.stop()


def make_drafts(data: Path, clerks: int) -> list[str]:
    store = open_store(data / "填报.db")
    ids = [store.create_draft(FORMAT, unit_name(number), PERIOD, {}).id for number in range(clerks)]
    store.engine.dispose()
    return ids


def unit_name(number: int) -> str:
    return f"第{number:04d}社区"


async def work(server: Server, data: Path, ids: list[str], seconds: float, think: float) -> Outcome:
    assert server.process
    outcome = Outcome(len(ids))
    warm = Tab(server.url, ids[0], 3)
    await warm.open()
    await warm.close()
    outcome.idle = resident(server.process.pid)
    tabs = [Tab(server.url, draft_id, 3 + number % SECTIONS) for number, draft_id in enumerate(ids)]
    for first in range(0, len(tabs), 10):  # people do not all come at once
        outcome.opened += await asyncio.gather(*(tab.open() for tab in tabs[first : first + 10]))
    spent, started = processor_time(server.process.pid), time.monotonic()
    typed = await asyncio.gather(*(clerk(tab, number, seconds, think, outcome) for number, tab in enumerate(tabs)))
    outcome.processor = (processor_time(server.process.pid) - spent) / (time.monotonic() - started)
    outcome.memory = resident(server.process.pid)
    await check_downloads(tabs, outcome)
    outcome.faults += sum(len(tab.exceptions) for tab in tabs)
    outcome.lost = count_lost(data, ids, typed)
    await asyncio.gather(*(tab.close() for tab in tabs))
    return outcome


async def clerk(tab: Tab, number: int, seconds: float, think: float, outcome: Outcome) -> dict[str, str]:
    """Change one field, think, change another; return label → what was typed last."""
    chance = random.Random(number)
    await asyncio.sleep(chance.random() * think)
    end, typed = time.monotonic() + seconds, {}
    while time.monotonic() < end:
        widget = chance.choice(tab.texts())
        kind, label = tab.widgets[widget]
        text = str(chance.randint(1, 99)) if kind == "text_input" else f"第{chance.randint(1, 999)}次修改的文字。"
        begun = time.monotonic()
        outcome.answered.append(await tab.type(widget, text))
        typed[label] = text
        await asyncio.sleep(max(0.0, think - (time.monotonic() - begun)))
    return typed


async def check_downloads(tabs: list[Tab], outcome: Outcome) -> None:
    """Download at the same time; each document must be the clerk's own, and no one else may fetch it."""
    chosen = tabs[:DOWNLOADS]
    paths = await asyncio.gather(*(tab.download("下载草稿") for tab in chosen))
    for number, (tab, (path, seconds)) in enumerate(zip(chosen, paths, strict=True)):
        stranger = chosen[number - 1]
        refused, _ = await asyncio.to_thread(tab.get, path, stranger.cookie)
        status, content = await asyncio.to_thread(tab.get, path)
        again, _ = await asyncio.to_thread(tab.get, path)
        text = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs) if status == 200 else ""
        own = unit_name(number) in text and not any(unit_name(other) in text for other in range(len(tabs)) if other != number)
        outcome.foreign += not (own and refused == 404 and again == 404)
        outcome.downloads.append(seconds)


def count_lost(data: Path, ids: list[str], typed: list[dict[str, str]]) -> int:
    """Count what was typed and acknowledged, and is not in the store."""
    store = open_store(data / "填报.db")
    lost = 0
    for draft_id, texts in zip(ids, typed, strict=True):
        held = " ".join(map(str, store.get_draft(draft_id).raw.values()))
        lost += sum(text not in held for text in texts.values())
    store.engine.dispose()
    return lost


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def processor_time(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def quantile(values: list[float], share: float) -> float:
    """Return a quantile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else statistics.nan


if __name__ == "__main__":
    main()
