"""What a batch costs from the workbook to the written zip, by number of units. Run by hand.

    python tests/benchmarks/batch_scale.py [units …]     default 100 1000 5000

Every unit fills the whole example 研判报告 (80 figures, its paragraphs, risks and measures). Wall and processor seconds of one process and of two,
peak memory of the parent and the largest child; next to them the same documents by docxtpl, from the same contexts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
FORMAT = "研判报告"


def make(path: str, units: int) -> None:
    from lib.excel.blank_batch import entries_workbook
    from lib.workflow import open_workspace

    raw = json.loads((ROOT / "forms" / "examples" / f"{FORMAT}.json").read_text("utf-8"))["填报"]
    rows = [(f"清泉街道第{n}社区", "2025Q2", {**raw, "宣传单数": str(6000 + n % 90)}) for n in range(1, units + 1)]
    Path(path).write_bytes(entries_workbook(open_workspace(ROOT).form(FORMAT), rows))


def batch(path: str, workers: int) -> None:
    from lib.workflow import open_workspace
    from lib.workflow_batch import batch_from_workbook

    wall, cpu = time.perf_counter(), time.process_time()
    workspace = open_workspace(ROOT)
    with tempfile.TemporaryFile() as target:
        report = batch_from_workbook(workspace, FORMAT, Path(path).read_bytes(), target, workers=workers)
        size = target.tell()
    _tell(wall, cpu, report.made, size)


def docxtpl_copies(path: str, count: int) -> None:
    """Render the same contexts with docxtpl, `count` of them: the walk is ours, the setting is its own."""
    import io

    from docxtpl import DocxTemplate

    from lib.excel.reading import read_workbook
    from lib.workflow import examine, open_workspace, worded

    workspace = open_workspace(ROOT)
    entries = read_workbook(Path(path).read_bytes(), workspace.form(FORMAT)).entries[:count]
    contexts = [worded(examine(workspace, FORMAT, one.unit, one.period, one.raw)) for one in entries]
    template = ROOT / "templates" / workspace.form(FORMAT).template
    wall, cpu = time.perf_counter(), time.process_time()
    for context in contexts:
        document = DocxTemplate(template)
        document.render(context, autoescape=True)
        document.save(io.BytesIO())
    _tell(wall, cpu, len(contexts), 0)


def _tell(wall: float, cpu: float, made: int, size: int) -> None:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() - cpu + children.ru_utime + children.ru_stime
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - wall, spent, own, children.ru_maxrss / 1024, made, size]))


def measured(*call: str) -> list[float]:
    done = subprocess.run([sys.executable, __file__, *call], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main(sizes: list[int]) -> None:
    print("| 单位数 | 做法 | 历时 秒 | 处理器 秒 | 每份 毫秒（处理器） | 峰值 MB（主/子） | 压缩包 MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for units in sizes:
            path = str(Path(name) / f"{units}.xlsx")
            subprocess.run([sys.executable, __file__, "--make", path, str(units)], check=True)  # its memory is not ours
            for workers in ("1", "2"):
                wall, cpu, own, child, made, size = measured("--batch", path, workers)
                each = 1000 * cpu / made
                print(
                    f"| {units} | {workers}个进程，全程 | {wall:.2f} | {cpu:.2f} | {each:.2f} | {own:.0f}/{child:.0f} | {size / 1e6:.1f} |",
                    flush=True,
                )
        wall, cpu, own, _, made, _ = measured("--docxtpl", path, "100")
        print(f"| {made:.0f} | docxtpl，只套版 | {wall:.2f} | {cpu:.2f} | {1000 * cpu / made:.2f} | {own:.0f} | |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--batch"]:
        batch(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["--docxtpl"]:
        docxtpl_copies(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(one) for one in sys.argv[1:]] or [100, 1000, 5000])
