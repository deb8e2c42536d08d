"""Time the engine against its peers and against the floor, in one run on one machine; prints tables.

    python -m tests.benchmarks.engine [peers] [growth] [--count 60] [--folder FOLDER]

The peers are installed by npm and pip into a temporary folder (or FOLDER) and never into the project.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.word.compiling import DECLARATION, Template, build_template
from tests.benchmarks import engine_templates as report

NPM = ["docxtemplater@3", "pizzip@3", "easy-template-x@6"]
PIP = ["docx-mailmerge2"]
CONTEXTS = [report.context(seed) for seed in range(60)]
Maker = Callable[[report.Context], bytes]


def timed(make: Maker, count: int) -> list[float]:
    """Return milliseconds a copy, warm."""
    for some in CONTEXTS[:10]:
        make(some)
    times = []
    for number in range(count):
        some = CONTEXTS[number % len(CONTEXTS)]
        start = time.perf_counter()
        make(some)
        times.append((time.perf_counter() - start) * 1000)
    return times


# -- makers in this process -------------------------------------------------------------------------------------------


def docxtpl_naive() -> Maker:
    from docxtpl import DocxTemplate

    source = report.template("jinja")

    def make(some: report.Context) -> bytes:
        one = DocxTemplate(io.BytesIO(source))
        one.render(some, autoescape=True)
        buffer = io.BytesIO()
        one.save(buffer)
        return buffer.getvalue()

    return make


def docxtpl_reused() -> Maker:
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    one, environment = DocxTemplate(io.BytesIO(report.template("jinja"))), SandboxedEnvironment(autoescape=True)

    def make(some: report.Context) -> bytes:
        one.render(some, environment, autoescape=True)
        buffer = io.BytesIO()
        one.save(buffer)
        return buffer.getvalue()

    return make


def mailmerge(folder: Path) -> Maker:
    sys.path.insert(0, str(folder / "pip"))
    from mailmerge import MailMerge

    source = report.template("merge")

    def make(some: report.Context) -> bytes:
        flat, rows = report.merged(some)
        buffer = io.BytesIO()
        with MailMerge(io.BytesIO(source)) as one:
            one.merge_rows("行号", rows)
            one.merge(**flat)
            one.write(buffer)
        return buffer.getvalue()

    return make


def ours(deflate: str) -> Maker:
    template = build_template(report.template("jinja"), trusted=True)
    return lambda some: template.render(some, deflate=deflate)


def floor(deflate: str) -> Maker:
    """Join, encode, crc, deflate and zip a text that is already finished."""
    source = report.template("jinja")
    template = build_template(source, trusted=True)
    splicer = template._splicer
    finished = {some["单位"]: pieces_of(template, some) for some in CONTEXTS}

    def make(some: report.Context) -> bytes:
        return b"".join(splicer.pieces(["".join(finished[some["单位"]]).encode()], deflate))

    return make


def pieces_of(template: Template, some: report.Context) -> list[str]:
    text = template.parts[0].write(some, False)
    assert text.startswith(DECLARATION)
    return [text[at : at + 160] for at in range(0, len(text), 160)]  # about as many pieces as rendering yields


# -- peers in their own processes -------------------------------------------------------------------------------------


def install(folder: Path) -> None:
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "i", "--no-save", "--silent", *NPM], cwd=folder, check=True)
    if not (folder / "pip").exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", "pip", *PIP], cwd=folder, check=True)
    (folder / "curly.docx").write_bytes(report.template("curly"))
    (folder / "contexts.json").write_text(json.dumps(CONTEXTS, ensure_ascii=False), encoding="utf-8")


def timed_npm(name: str, folder: Path, count: int) -> list[float]:
    script = Path(__file__).with_name("engine_peers.js")
    done = subprocess.run(["node", script, name, folder, str(count)], capture_output=True, text=True, check=True)
    check_text(name, (folder / f"{name}.docx").read_bytes())
    return json.loads(done.stdout)


def check_text(name: str, content: bytes) -> None:
    got, wanted = report.texts(content), report.expected(CONTEXTS[0])
    different = next((pair for pair in zip(got, wanted, strict=False) if pair[0] != pair[1]), None)
    if got != wanted:
        raise SystemExit(f"{name} wrote another text: {different or (len(got), len(wanted))}")


def compare(folder: Path, count: int) -> None:
    install(folder)
    rows: dict[str, list[float]] = {}
    makers = {
        "docxtpl, new object each": docxtpl_naive(),
        "docxtpl, re-used": docxtpl_reused(),
        "docx-mailmerge2 (no loops)": mailmerge(folder),
        "ours (zlib 1)": ours("zlib"),
        "ours, zlib 6": ours("zlib6"),
        "ours, fast": ours("fast"),
        "ours, stored": ours("stored"),
        "floor (zlib 1)": floor("zlib"),
        "floor, zlib 6": floor("zlib6"),
        "floor, fast": floor("fast"),
        "floor, stored": floor("stored"),
    }
    for name, make in makers.items():
        if not name.startswith("floor"):
            check_text(name, make(CONTEXTS[0]))
    for _ in range(3):  # in turn, so that a busy moment of the machine strikes all
        for name, make in makers.items():
            rows[name] = rows.get(name, []) + timed(make, count if "docx" in name else count * 10)
        for name in ("docxtemplater", "easy-template-x"):
            rows[name] = rows.get(name, []) + timed_npm(name, folder, count)
    median = {name: statistics.median(times) for name, times in rows.items()}
    peer = min(median[one] for one in ("docxtemplater", "easy-template-x", "docx-mailmerge2 (no loops)"))
    naive = median["docxtpl, new object each"]
    print("| engine | ms a copy, median | docxtpl naive ÷ it | fastest peer ÷ it |\n|---|---|---|---|")
    for name, value in sorted(median.items(), key=lambda pair: -pair[1]):
        print(f"| {name} | {value:.3f} | {naive / value:.1f} | {peer / value:.1f} |")
    for deflate in (" (zlib 1)", ", zlib 6", ", fast", ", stored"):
        print(f"\nours ÷ floor{deflate}: {median['ours' + deflate] / median['floor' + deflate]:.2f}")


# -- growth -----------------------------------------------------------------------------------------------------------


def memory() -> float:
    """Return the resident megabytes now (Linux), else the most there were."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth() -> None:
    template = build_template(report.template("jinja"), trusted=True)
    print("\n| documents | ms a document | MB resident |\n|---|---|---|")
    for count in (1, 10, 100, 1000, 5000):
        times = [took(template, CONTEXTS[number % len(CONTEXTS)]) for number in range(count)]
        print(f"| {count} | {sum(times) / count:.3f} | {memory():.0f} |")
    print("\n| table rows | ms | µs a row |\n|---|---|---|")
    for rows in (10, 100, 1000, 10_000):
        some = report.context(1, rows)
        best = min(took(template, some) for _ in range(3))
        print(f"| {rows} | {best:.1f} | {best / rows * 1000:.0f} |")


def took(template: Template, some: dict[str, Any]) -> float:
    """Return milliseconds of processor time: growth is a matter of work, and other processes share the machine."""
    start = time.process_time()
    template.render(some)
    return (time.process_time() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["peers", "growth"])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    gc.freeze()
    with tempfile.TemporaryDirectory() as temporary:
        if "peers" in options.parts:
            compare(options.folder or Path(temporary), options.count)
    if "growth" in options.parts:
        growth()


if __name__ == "__main__":
    main()
