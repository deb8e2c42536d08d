"""Change one of two things that a clean text tells twice, sentences apart, and count by kind how often it is noticed.

Usage: python -m tests.benchmarks.contradicting [seed, 1]

A count told twice gets one to three more or fewer; a unit's or a work's name, or a name in quotes, loses a character, has two
turned round, or has one for another that sounds or looks alike. The clean sides of the texts in tests/core/proofread_cases
serve; a change counts as noticed when an error or warning comes that was not there before. Equal figures of different things
are changed too, which nobody could notice, so not every kind can reach 100 %.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path

from lib.core.proofreading import Context, proofread
from lib.definitions_words import load_words
from tests.core.proofread_cases.reader import texts

WORDS = load_words(Path(__file__).parents[2] / "forms" / "words")
KINDS = {
    "counts": re.compile(r"(?<![\d.月年])\d{2,5}(?:[个名人户条篇场次期份项处件块台家位支]次?)"),
    "unit's names": re.compile(
        r"[\u4e00-\u9fff]{2,6}(?:街道|社区|中学|小学|学校|公司|医院|党委|党工委|办公室)"
    ),
    "names in quotes": re.compile(r"“[\u4e00-\u9fff]{4,12}”"),
    "titles of works": re.compile(r"《[^《》]{4,30}》"),
}


def changed(said: str) -> str:
    """Return what is told otherwise: a count near by, or a name with one character lost, turned or taken for another."""
    if count := re.match(r"\d+", said):
        return str(int(count[0]) + random.choice([1, 2, -1, -2, 3])) + said[count.end() :]
    place = random.randrange(1, len(said) - 2)
    alike = WORDS.lexicon.alike.get(said[place], "").replace("|", "") if WORDS.lexicon else ""
    way = random.choice(["lost", "turned", "taken"] if alike else ["lost", "turned"])
    if way == "lost":
        return said[:place] + said[place + 1 :]
    if way == "turned":
        return said[:place] + said[place + 1] + said[place] + said[place + 2 :]
    return said[:place] + random.choice(alike) + said[place + 1 :]


def loud(text: str, context: Context) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.message) for one in proofread(text, context=context, words=WORDS) if one.level != "info")


def main(seed: int) -> None:
    random.seed(seed)
    planted: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for case in texts():
        text, before = case.clean, None
        for kind, pattern in KINDS.items():
            told: dict[str, list[re.Match[str]]] = {}
            for match in pattern.finditer(text):
                told.setdefault(match[0], []).append(match)
            again = [found for found in told.values() if text.count("。", found[0].end(), found[-1].start())]
            if not again:
                continue
            match = random.choice(random.choice(again)[1:])
            other = changed(match[0])
            if other == match[0]:
                continue
            before = loud(text, case.context) if before is None else before
            planted[kind] += 1
            noticed[kind] += bool(loud(text[: match.start()] + other + text[match.end() :], case.context) - before)
    print("| told twice | changed | noticed |\n|---|---|---|")
    for kind in KINDS:
        print(f"| {kind} | {planted[kind]} | {noticed[kind]} ({noticed[kind] / max(planted[kind], 1):.0%}) |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
