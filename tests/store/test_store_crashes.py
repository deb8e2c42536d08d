"""Many processes writing, and processes killed: no acknowledged save is lost. Small versions of what was measured."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from lib.store import open_store

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from lib.errors import ConflictError
from lib.store import open_store
store, draft, name, count = open_store(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
for step in range(count):
    while True:
        held = store.get_draft(draft)
        try:
            store.save_draft(draft, {**held.raw, name: str(step), "计": held.raw.get("计", 0) + 1}, held.version, by=name)
        except ConflictError:
            continue
        break
    print(step, flush=True)
"""


def writer(path, draft, name, count):
    command = [sys.executable, "-c", WRITER, str(path), draft, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)})


def new_store(path):
    store = open_store(path)
    draft = store.create_draft("研判报告", "柳湾社区", "2025Q2", {})
    store.close()
    return draft.id


def test_writers_side_by_side_lose_no_update(tmp_path):
    draft = new_store(tmp_path / "a.db")
    running = [writer(tmp_path / "a.db", draft, f"第{n}人", 15) for n in range(4)]
    assert [(one.communicate(timeout=60), one.returncode)[1] for one in running] == [0] * 4
    store = open_store(tmp_path / "a.db")
    assert store.get_draft(draft).raw["计"] == 60
    store.close()


def test_a_killed_writer_loses_nothing_it_was_told_is_saved(tmp_path):
    draft = new_store(tmp_path / "a.db")
    for round_ in range(4):
        running = writer(tmp_path / "a.db", draft, f"第{round_}次", 10_000)
        said = running.stdout.readline()
        time.sleep(0.05 * round_)
        running.kill()
        said = (said + running.communicate()[0]).split("\n")
        told = [int(line) for line in said[:-1] if line]
        store = open_store(tmp_path / "a.db")
        assert int(store.get_draft(draft).raw[f"第{round_}次"]) >= told[-1]
        with store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        store.close()


def test_processes_that_open_a_new_store_together_all_can(tmp_path):
    opening = (
        "import sys; from lib.store import open_store; open_store(sys.argv[1]).create_draft('甲', '乙', '2025', {})"
    )
    command = [sys.executable, "-c", opening, str(tmp_path / "new.db")]
    running = [subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) for _ in range(4)]
    assert [one.wait(60) for one in running] == [0] * 4
    store = open_store(tmp_path / "new.db")
    assert (len(store.list_drafts()), len(store.units())) == (4, 1)
    store.close()
