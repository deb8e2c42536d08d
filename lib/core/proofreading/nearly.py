"""Find where a name stands with one character changed, without a pattern for every character of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Reading
from lib.core.proofreading.tree import Paragraph


def nearly(reading: Reading, name: str, size: int) -> Iterator[tuple[Paragraph, re.Match[str], int]]:
    """Yield where a name stands with one of its first `size` characters another one: the match (group 1), which one.

    One of its halves stands there unchanged, and is looked for.
    """
    half = len(name) // 2
    parts = [(part, offset) for part, offset in ((name[:half], 0), (name[half:], half)) if reading.holds(part)]
    for one in reading.tree.paragraphs if parts else ():
        for part, offset in parts:
            at = one.text.find(part)
            while at >= 0:
                window = one.text[at - offset : at - offset + len(name)] if at >= offset else ""
                differ = [place for place, (a, b) in enumerate(zip(window, name, strict=False)) if a != b]
                if (
                    len(window) == len(name)
                    and len(differ) == 1
                    and differ[0] < size
                    and "一" <= window[differ[0]] <= "龥"
                ):
                    place = differ[0]
                    found = re.compile(re.escape(name[:place]) + "(.)" + re.escape(name[place + 1 :]))
                    if match := found.match(one.text, at - offset):
                        yield one, match, place
                at = one.text.find(part, at + 1)
