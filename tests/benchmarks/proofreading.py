"""Measure the proofreader: recall and false alarms per rule on the kept texts, and time up to 200 000 characters. Run by hand."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from lib.core.model import Finding
from lib.core.period import parse_period
from lib.core.proofreading import Context, proofread
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import Case, Defect, cases, texts

WORDS = load_words(ROOT / "forms" / "words")
SIZES = (10_000, 50_000, 200_000)


def worked(folder: Path) -> Iterator[Case]:
    """Read the worked examples (shared/examples/proofread) where they are at hand."""
    for path in sorted(folder.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        known = said["context"]
        context = Context(
            said["format"], known["unit"], parse_period(f"{known['year']}年{known['period']}"), known["level"]
        )
        defects = tuple(
            Defect(one["kind"], one["offset"], one["end"], one["span"], _fair(one)) for one in said["defects"]
        )
        yield Case(path.stem, context, "" if defects else text, text if defects else "", defects)


def _fair(defect: dict) -> tuple[tuple[int, int], ...]:
    return tuple((one["offset"], one["end"]) for one in defect.get("also_accept", ()))


def loud(text: str, context: Context) -> list[Finding]:
    return [one for one in proofread(text, context=context, words=WORDS) if one.level != "info"]


def report(group: list[Case]) -> str:
    """Write the table of recall and false alarms per rule."""
    hits: Counter[str] = Counter()
    false: Counter[str] = Counter()
    planted = found = characters = 0
    for case in group:
        characters += len(case.clean)
        false.update(one.rule for one in loud(case.clean, case.context))
        findings = loud(case.planted, case.context)
        used: set[int] = set()
        for defect in case.defects:
            over = [index for index, one in enumerate(findings) if defect.hit(one.start, one.end)]
            planted, found = planted + 1, found + bool(over)
            hits.update({findings[index].rule for index in over})
            used.update(over)
        false.update(one.rule for index, one in enumerate(findings) if index not in used)
    lines = [
        f"{found} of {planted} planted defects found ({found / max(planted, 1):.1%}); {sum(false.values())} false alarms; {characters} clean characters.",
        "",
        "| rule | defects hit | false alarms |",
        "|---|---|---|",
    ]
    return "\n".join(lines + [f"| {rule} | {hits[rule]} | {false[rule]} |" for rule in sorted({*hits, *false})])


def speed(group: list[Case]) -> str:
    base = "\n".join(case.clean for case in group)
    lines = ["| characters | ms (CPU) | ms per 10 000 |", "|---|---|---|"]
    for size in SIZES:
        text = (base * (size // len(base) + 1))[:size]
        proofread(text[:500], context=group[0].context, words=WORDS)
        best = min(_timed(text, group[0].context) for _ in range(3))
        lines.append(f"| {size} | {best * 1000:.0f} | {best * 1e7 / size:.0f} |")
    return "\n".join(lines)


def _timed(text: str, context: Context) -> float:
    start = time.process_time()
    proofread(text, context=context, words=WORDS)
    return time.process_time() - start


if __name__ == "__main__":
    own = cases()
    print("## Texts written without a look at the rules\n\n" + report(texts()))
    print("\n## Own documents\n\n" + report(own))
    if len(sys.argv) > 1:
        print("\n## Worked examples\n\n" + report(list(worked(Path(sys.argv[1])))))
    print("\n## Speed\n\n" + speed(own))
