"""What reading and writing workbooks costs beside pandas and openpyxl, and how it grows with rows. Run by hand.

python tests/benchmarks/excel_io.py [rows …]        default 100 1000 5000; times are processor seconds
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

COLUMNS = 40
HEADS = ["单位名称", *(f"指标{number}" for number in range(1, COLUMNS))]


def data(rows: int) -> list[list]:
    return [
        [f"清泉街道第{row}社区", *(row * column % 9973 for column in range(1, COLUMNS))] for row in range(1, rows + 1)
    ]


def workbook(rows: int) -> bytes:
    """Return a plain workbook, made beforehand so that making it is not measured."""
    return (Path(tempfile.gettempdir()) / f"excel_io_{rows}.xlsx").read_bytes()


def make(rows: int) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (HEADS, *data(rows)):
        book.active.append(line)
    book.save(Path(tempfile.gettempdir()) / f"excel_io_{rows}.xlsx")


def read_ours(rows: int) -> Callable[[], object]:
    from lib.excel.tables import Column, read_table

    content = workbook(rows)
    columns = [Column(HEADS[0]), *(Column(name, "number") for name in HEADS[1:])]
    return lambda: read_table(content, columns)


def scan_ours(rows: int) -> Callable[[], object]:
    from lib.excel.book import load_book

    content = workbook(rows)
    return lambda: load_book(content)


def read_pandas(rows: int) -> Callable[[], object]:
    import pandas

    content = workbook(rows)
    return lambda: pandas.read_excel(io.BytesIO(content))


def read_openpyxl(rows: int) -> Callable[[], object]:
    import openpyxl

    content = workbook(rows)
    return lambda: [list(row) for row in openpyxl.load_workbook(io.BytesIO(content), read_only=True).active.values]


def write_ours(rows: int) -> Callable[[], object]:
    from lib.excel.listing import table_workbook

    lines, heads = data(rows), [(name, 12) for name in HEADS]
    return lambda: table_workbook({"数据": (heads, lines)})


def write_pandas(rows: int) -> Callable[[], object]:
    import pandas

    frame = pandas.DataFrame(data(rows), columns=HEADS)
    return lambda: frame.to_excel(io.BytesIO(), index=False)


def ledger_ours(rows: int) -> Callable[[], object]:
    from lib.excel.ledger import LedgerEntry, ledger_workbook

    lines = [
        LedgerEntry("研判报告", f"第{n % 97}社区", f"2025Q{n % 4 + 1}", "final", f"项{n % 40}", f"项{n % 40}", Decimal(n), "次",
                    "会议记录", "2025-06-30T10:00:00", "local")
        for n in range(rows)
    ]  # fmt: skip
    return lambda: ledger_workbook(lines)


def ledger_pandas(rows: int) -> Callable[[], object]:
    """Write the same ledger and its totals by pivot: values only, no formulas, no chart."""
    import pandas

    frame = pandas.DataFrame(
        [("研判报告", f"第{n % 97}社区", f"2025Q{n % 4 + 1}", "final", f"项{n % 40}", n, "次", "会议记录", "local", "2025-06-30", "项")
         for n in range(rows)],
        columns=list("文单期状指数量来人时段"),
    )  # fmt: skip

    def run() -> None:
        with pandas.ExcelWriter(io.BytesIO()) as writer:
            frame.to_excel(writer, sheet_name="台账", index=False)
            frame.pivot_table("数", "指", aggfunc=["count", "sum", "mean", "max"]).to_excel(writer, sheet_name="合计")

    return run


CASES = {
    "读：本程序（扫描+认表+逐格核对）": read_ours, "读：本程序（只扫描成格）": scan_ours, "读：pandas.read_excel": read_pandas,
    "读：openpyxl read_only": read_openpyxl, "写表：本程序": write_ours, "写表：pandas.to_excel": write_pandas,
    "台账（11列，公式、图表）：本程序": ledger_ours, "台账（11列，透视，无公式）：pandas": ledger_pandas,
}  # fmt: skip


def main(sizes: list[int]) -> None:
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--make", str(size)], check=True)
    print("| 做什么 |" + "".join(f" {size} 行 秒 |" for size in sizes) + f" {sizes[-1]} 行峰值 MB |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in CASES:
        shown, peak = [], 0.0
        for size in sizes:
            done = subprocess.run(
                [sys.executable, __file__, "--one", name, str(size)], check=True, capture_output=True, text=True
            )
            seconds, peak = (float(part) for part in done.stdout.split())
            shown.append(f"{seconds:.2f}")
        print(f"| {name} | {' | '.join(shown)} | {peak:.0f} |", flush=True)


def one(name: str, size: int) -> None:
    run = CASES[name](size)
    started = time.process_time()
    run()
    seconds = time.process_time() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["--make"]:
        make(int(sys.argv[2]))
    else:
        main([int(one) for one in sys.argv[1:]] or [100, 1000, 5000])
