"""Measure what the store loses: processes saving side by side, then processes killed with −9 in the middle of it.

    python tests/benchmarks/chain_writers.py [--writers 20] [--saves 50] [--kills 200]

Each process prints a save's number once the store has acknowledged it; afterwards every one printed must be there.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lib.store import open_store

SHARED = """
import sys
from lib.errors import ConflictError
from lib.store import open_store
store = open_store(sys.argv[1])
for step in range(int(sys.argv[4])):
    while True:
        held = store.get_draft(sys.argv[2])
        try:
            store.save_draft(held.id, {**held.raw, sys.argv[3]: step, "计": held.raw.get("计", 0) + 1}, held.version)
        except ConflictError:
            continue
        break
    print(step, flush=True)
"""
OWN = """
import sys
from lib.store import open_store
store = open_store(sys.argv[1])
draft = store.create_draft("研判报告", sys.argv[3], "2025Q2", {"步": -1})
print(draft.id, flush=True)
for step in range(10**9):
    draft = store.save_draft(draft.id, {"步": step, "话": "字" * 2000}, draft.version)
    print(step, flush=True)
"""


def start(program: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def side_by_side(place: Path, writers: int, saves: int) -> int:
    """Return how many updates of one draft were lost."""
    store = open_store(place)
    draft = store.create_draft("研判报告", "一处", "2025Q2", {})
    running = [start(SHARED, place, draft.id, f"第{n}人", saves) for n in range(writers)]
    for one in running:
        one.communicate()
    lost = writers * saves - store.get_draft(draft.id).raw["计"]
    store.close()
    return lost


def killed(place: Path, kills: int, dice: random.Random) -> tuple[int, int]:
    """Return how many saves were acknowledged, and how many of those were gone."""
    told: dict[str, int] = {}
    count = 0
    while count < kills:
        running = [start(OWN, place, f"单位{count + n}", f"单位{count + n}") for n in range(min(8, kills - count))]
        firsts = [one.stdout.readline() for one in running]
        time.sleep(dice.uniform(0.01, 0.4))
        for one in running:
            one.kill()
        for one, first in zip(running, firsts, strict=True):
            said = [line for line in (first + one.communicate()[0]).split("\n")[:-1] if line]
            if said:
                told[said[0]] = int(said[-1]) if len(said) > 1 else -1
        count += len(running)
    store = open_store(place)
    lost = sum(max(0, step - int(store.get_draft(draft).raw["步"])) for draft, step in told.items())
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    store.close()
    return sum(step + 2 for step in told.values()), lost


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        lost = side_by_side(Path(folder) / "a.db", options.writers, options.saves)
        took = time.perf_counter() - began
        print(f"{options.writers}人同时改一份草稿，各{options.saves}次：丢失{lost}次（{took:.0f}秒）")
        acknowledged, gone = killed(Path(folder) / "b.db", options.kills, random.Random(2026))
        print(f"强行终止{options.kills}个进程：确认保存{acknowledged}次，丢失{gone}次，完整性检查通过")
    return int(lost + gone > 0)


if __name__ == "__main__":
    sys.exit(main())
