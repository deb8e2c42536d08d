"""Read a proofreading case: four lines of context, a blank line, a text with ⟦wrong|right|kind⟧ marks. Judges nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from lib.core.period import parse_period
from lib.core.proofreading import Context

FOLDER = Path(__file__).parent
_MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧|]*)\|([^⟦⟧|]*)⟧|⟦⟧")


@dataclass(frozen=True)
class Defect:
    kind: str
    start: int
    end: int
    words: str
    fair: tuple[tuple[int, int], ...] = ()  # other places where a finding would do

    def hit(self, start: int, end: int) -> bool:
        """True where a finding at this place is about the defect."""
        return any(start < last and end > first for first, last in ((self.start, self.end), *self.fair))


@dataclass(frozen=True)
class Case:
    name: str
    context: Context
    clean: str
    planted: str
    defects: tuple[Defect, ...]


def read_case(path: Path) -> Case:
    return _case(path.stem, path.read_text(encoding="utf-8"))


def _case(name: str, text: str) -> Case:
    """A mark without a kind is no defect: its right side stands in both texts. An empty wrong side marks the character before.

    `⟦+3|words|⟧` stands in both texts too: there a finding on the third defect would be fair as well.
    """
    head, _, body = text.partition("\n\n")
    known = dict(line.split("：", 1) for line in head.splitlines())
    context = Context(
        format=known["文种"], unit=known["单位"], level=known["级别"], period=parse_period(known["报告期"])
    )
    clean, planted, last = "", "", 0
    defects: list[Defect] = []
    fair: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for match in _MARK.finditer(body):
        between = body[last : match.start()]
        wrong, right, kind = match[1] or "", match[2] or "", match[3] or ""
        clean, planted, last = clean + between + right, planted + between, match.end()
        if kind:
            start = len(planted) if wrong else max(len(planted) - 1, 0)
            planted += wrong
            defects.append(Defect(kind, start, max(len(planted), start + 1), wrong))
        else:
            if wrong.startswith("+"):
                fair[int(wrong)].append((len(planted), len(planted) + len(right)))
            planted += right
    marked = tuple(replace(one, fair=tuple(fair[count])) for count, one in enumerate(defects, 1))
    return Case(name, context, clean + body[last:], planted + body[last:], marked)


def cases() -> list[Case]:
    """Read the cases in which every defect is found and the clean text is quiet."""
    return [read_case(path) for path in sorted(FOLDER.glob("c*.txt"))]


def texts() -> list[Case]:
    """Read the texts that were written without a look at the rules: what is found in them is measured as a share."""
    return [read_case(path) for path in sorted(FOLDER.glob("t*.txt"))]


def passages() -> list[Case]:
    """Read the passages, one file a row of the catalogue, parted by lines of =: some with a defect of that row, some without."""
    return [
        _case(f"{path.stem}-{count}", text)
        for path in sorted(FOLDER.glob("s_*.txt"))
        for count, text in enumerate(path.read_text(encoding="utf-8").split("======\n"), 1)
    ]
