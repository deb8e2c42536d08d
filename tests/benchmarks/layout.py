"""Time the layout of 1, 5 and 30 pages of text, whole calls from text to bytes. Run by hand; prints a table."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lib.word.layout import PRESETS, apply_preset, layout_text, mend_punctuation, recognise

SENTENCE = "街道党工委将继续加强意识形态工作责任制的落实情况督促检查，确保各项工作落到实处、见到实效，推动形成良好氛围。"
CHARACTERS_A_PAGE = 22 * 28
LIMIT_MS = 150.0


def text_of(pages: int) -> str:
    lines = ["关于2025年第二季度意识形态工作分析研判情况的报告", "中共清泉街道工作委员会："]
    while sum(map(len, lines)) < pages * CHARACTERS_A_PAGE:
        number = len(lines)
        lines.append((f"（{'一二三四五六七八九十'[number % 10]}）压实责任。" if number % 4 == 0 else "") + SENTENCE * 4)
    return "\n".join(lines)


def milliseconds(work, rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> int:
    print("| 页数 | 字数 | 识别 | 改半角标点 | 排版成文 | 换预设 |\n|---|---|---|---|---|---|")
    worst = 0.0
    for pages in (1, 5, 30):
        text = text_of(pages)
        made = layout_text(text)
        worst = milliseconds(lambda text=text: layout_text(text))
        cells = (
            milliseconds(lambda text=text: recognise(text)),
            milliseconds(lambda text=text: mend_punctuation(text)),
            worst,
            milliseconds(lambda made=made: apply_preset(made, PRESETS["通行"])),
        )
        print(f"| {pages} | {len(text)} | " + " | ".join(f"{cell:.1f} 毫秒" for cell in cells) + " |")
    return 0 if worst < LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
