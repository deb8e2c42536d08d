"""Write findings into a Word file: corrections as tracked changes, findings as comments; formatting stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from os.path import commonprefix

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from lib.core.model import LEVEL_NAMES, Finding
from lib.core.proofreading import applicable
from lib.word.loose import let_go
from lib.word.reading import Letter, ReadParagraph, open_word, read_paragraphs, sound

AUTHOR = "校对"
_RUN, _TEXT = qn("w:r"), qn("w:t")
_BREAK = (qn("w:br"), qn("w:cr"))
_LETTERS = frozenset((qn("w:rPr"), _TEXT, qn("w:tab"), qn("w:noBreakHyphen"), *_BREAK))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def annotate(
    content: bytes,
    findings: Sequence[Finding],
    *,
    corrections: Collection[Finding] = (),
    author: str = AUTHOR,
    moment: datetime = _EPOCH,
    comments: bool = True,
) -> bytes:
    """Return the .docx with `corrections` as tracked changes and the other findings as comments.

    `findings` are places in paragraphs as `read_document` gave them (DESIGN §4). Of corrections that overlap the
    first stands, the other becomes a comment, as does a correction of a note or of a number Word sets itself.
    Same input and moment give the same document.xml.
    """
    document, loose = open_word(content)
    with sound():
        paragraphs = read_paragraphs(document)
        return let_go(_annotated(document, paragraphs, findings, corrections, author, moment, comments), loose)


def _annotated(
    document: WordDocument,
    paragraphs: Sequence[ReadParagraph],
    findings: Sequence[Finding],
    corrections: Collection[Finding],
    author: str,
    moment: datetime,
    comments: bool,
) -> bytes:
    able = [one for one in corrections if applicable(one) and _reachable(one, paragraphs)]
    among, told = set(able), set(findings)
    chosen = _without_overlaps(one for one in findings if one in among)
    chosen += _without_overlaps((one for one in able if one not in told), chosen)
    made = set(chosen)
    noted = [one for one in findings if one not in made] if comments else []
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    pen = _Pen(document, author, stamp)
    groups: dict[int, list[tuple[Finding, bool]]] = defaultdict(list)
    for one in (*chosen, *noted):
        groups[one.paragraph if one.paragraph is not None and one.paragraph < len(paragraphs) else 0].append(
            (one, one in made)
        )
    for index in sorted(groups):
        if paragraphs:
            _mark(paragraphs[index], groups[index], pen)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _reachable(one: Finding, paragraphs: Sequence[ReadParagraph]) -> bool:
    """True where the letters that change stand in the document's own text, right in runs, and are no breaks."""
    if one.paragraph is None or one.paragraph >= len(paragraphs):
        return True
    home = paragraphs[one.paragraph]
    start, end, _ = _narrowed(one, home)
    near = home.letters[start:end] or home.letters[max(start - 1, 0) : start + 1]
    return (
        not home.fixed
        and bool(near)
        and all(letter.node is not None and letter.node.getparent().tag == _RUN for letter in near)
        and not any(letter.node.tag in _BREAK for letter in home.letters[start:end])
    )


def _narrowed(one: Finding, home: ReadParagraph) -> tuple[int, int, str]:
    """Return the place of what a correction changes, and the words for it; a break in it that stays is left alone."""
    start, end = min(one.start or 0, len(home.text)), min(one.end or 0, len(home.text))
    words = one.suggestion or ""
    said = home.text[start:end]
    if not any(letter.node is not None and letter.node.tag in _BREAK for letter in home.letters[start:end]):
        return start, end, words
    ahead = len(commonprefix((said, words)))
    said, words = said[ahead:], words[ahead:]
    behind = len(commonprefix((said[::-1], words[::-1])))
    return start + ahead, end - behind, words[: len(words) - behind]


class _Pen:
    """Makes tracked changes and comments with fresh ids, in one author's name and at one moment."""

    def __init__(self, document: WordDocument, author: str, stamp: str) -> None:
        self.document, self.author, self.stamp = document, author, stamp
        used = [
            int(value)
            for element in document.element.iter(qn("w:ins"), qn("w:del"))
            if (value := element.get(qn("w:id"), "")).isdigit()
        ]
        self.next_id = max(used, default=900) + 1

    def change(self, kind: str) -> etree._Element:
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), self.number())
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), self.stamp)
        return element

    def number(self) -> str:
        self.next_id += 1
        return str(self.next_id - 1)

    def comment(self, text: str) -> str:
        """Add a comment to the comments part and return its id."""
        made = self.document.comments.add_comment(text, author=self.author, initials=self.author)
        made._comment_elm.set(qn("w:date"), self.stamp)
        return str(made.comment_id)


def _mark(paragraph: ReadParagraph, group: Sequence[tuple[Finding, bool]], pen: _Pen) -> None:
    """Split the paragraph's runs at every edge, then put marks around the pieces."""
    length = len(paragraph.letters)
    places = [
        _narrowed(one, paragraph)
        if correct
        else (min(max(one.start or 0, 0), length), min(max(one.end or 0, 0), length), "")
        for one, correct in group
    ]
    struck = {
        place
        for (start, end, _), (_, correct) in zip(places, group, strict=True)
        if correct
        for place in range(start, end)
    }
    pieces = _split(paragraph, {edge for start, end, _ in places for edge in (start, end)}, struck)
    order = sorted(range(len(group)), key=lambda at: (group[at][0].start or 0, group[at][1]))
    for at in order:
        (one, correct), (start, end, words) = group[at], places[at]
        runs = [run for place, run in pieces if start <= place < end]
        if correct and runs:
            _replace(runs, words, pen)
        elif correct and words and (beside := _beside(pieces, start)) is not None:
            run, before = beside
            _insert(run, words, pen, run, before=before)
        else:
            _comment(paragraph, runs, _words(one), pen)


def _beside(pieces: Sequence[tuple[int, etree._Element]], place: int) -> tuple[etree._Element, bool] | None:
    """Return the run an insertion at a place stands beside, and whether it stands before it."""
    ahead = [run for at, run in pieces if at < place]
    if ahead:
        return ahead[-1], False
    return (pieces[0][1], True) if pieces else None


def _words(one: Finding) -> str:
    hint = f"；建议：{one.suggestion}" if one.suggestion else ""
    return f"〔{LEVEL_NAMES[one.level]}〕{one.message}{hint}（{one.rule}）"


def _split(
    paragraph: ReadParagraph, cuts: Collection[int], struck: Collection[int]
) -> list[tuple[int, etree._Element]]:
    """Cut runs so that no run crosses an edge, and none that is struck out holds anything but letters.

    Return (place of its first letter, run) in order; pictures, note marks and field codes keep their place between them.
    """
    pieces: list[tuple[int, etree._Element]] = []
    runs: dict[etree._Element, list[int]] = {}
    for place, letter in enumerate(paragraph.letters):
        if letter.node is not None and letter.node.getparent().tag == _RUN:
            runs.setdefault(letter.node.getparent(), []).append(place)
    for run, places in runs.items():
        mixed = any(child.tag not in _LETTERS for child in run)
        if any(place in cuts for place in places[1:]) or mixed and any(place in struck for place in places):
            pieces.extend(_cut(run, [(place, paragraph.letters[place]) for place in places], cuts))
        else:
            pieces.append((places[0], run))
    return pieces


def _cut(
    run: etree._Element, letters: Sequence[tuple[int, Letter]], cuts: Collection[int]
) -> list[tuple[int, etree._Element]]:
    """Put in a run's stead runs like it, one for each stretch of letters and for each thing that is no letter."""
    held: dict[etree._Element, list[tuple[int, Letter]]] = {}
    for place, letter in letters:
        held.setdefault(letter.node, []).append((place, letter))
    made: list[tuple[int, etree._Element]] = []
    now: tuple[int, etree._Element] | None = None
    for child in [one for one in run if one.tag != qn("w:rPr")]:
        if child not in held:
            if child.tag == _TEXT:
                continue  # an empty one
            piece = _like(run)
            run.addprevious(piece)
            piece.append(child)
            now = None
            continue
        for place, letter in held[child]:
            if now is None or place in cuts:
                now = (place, _like(run))
                run.addprevious(now[1])
                made.append(now)
            _put(now[1], letter)
    run.getparent().remove(run)
    return made


def _like(run: etree._Element) -> etree._Element:
    """Make an empty run of the same attributes and format."""
    piece = OxmlElement("w:r")
    for name, value in run.attrib.items():
        piece.set(name, value)
    if (format_ := run.find(qn("w:rPr"))) is not None:
        piece.append(deepcopy(format_))
    return piece


def _put(piece: etree._Element, letter: Letter) -> None:
    if letter.node.tag != _TEXT:
        piece.append(deepcopy(letter.node))
        return
    last = piece[-1] if len(piece) else None
    if last is None or last.tag != _TEXT:
        last = OxmlElement("w:t")
        last.set(_SPACE, "preserve")
        last.text = ""
        piece.append(last)
    last.text += letter.node.text[letter.place]


def _replace(runs: Sequence[etree._Element], words: str, pen: _Pen) -> None:
    """Strike the runs out under w:del and insert the words, formatted as the first run, under w:ins."""
    last = runs[-1]
    for one in runs:
        last = pen.change("del")
        one.addprevious(last)
        last.append(one)
        for node in one.iterchildren(_TEXT):
            node.tag = qn("w:delText")
    if words:
        _insert(last, words, pen, runs[0])


def _insert(beside: etree._Element, words: str, pen: _Pen, like: etree._Element, *, before: bool = False) -> None:
    """Insert the words beside an element; inside another author's insertion that one is parted around them."""
    inserted = pen.change("ins")
    run = _like(like)
    text = OxmlElement("w:t")
    text.set(_SPACE, "preserve")
    text.text = words
    run.append(text)
    inserted.append(run)
    home = beside.getparent()
    if home.tag != qn("w:ins"):
        beside.addprevious(inserted) if before else beside.addnext(inserted)
        return
    following = [*([beside] if before else []), *beside.itersiblings()]
    home.addnext(inserted)
    if following:
        rest = OxmlElement("w:ins")
        for name, value in home.attrib.items():
            rest.set(name, value)
        rest.set(qn("w:id"), pen.number())
        rest.extend(following)
        inserted.addnext(rest)


def _comment(paragraph: ReadParagraph, runs: Sequence[etree._Element], words: str, pen: _Pen) -> None:
    """Anchor a comment around the runs, or at the paragraph's end where there are none."""
    number = pen.comment(words)
    start, end = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd")
    reference = OxmlElement("w:r")
    mark = OxmlElement("w:commentReference")
    reference.append(mark)
    for element in (start, end, mark):
        element.set(qn("w:id"), number)
    if runs and paragraph.anchor is paragraph.element:
        first, last = _outermost(runs[0], paragraph.element), _outermost(runs[-1], paragraph.element)
        first.addprevious(start)
        last.addnext(end)
    else:
        paragraph.anchor.append(start)
        paragraph.anchor.append(end)
    end.addnext(reference)


def _outermost(run: etree._Element, paragraph: etree._Element) -> etree._Element:
    """Return the paragraph's own child that holds the run: a link, an insertion, or the run itself."""
    while run.getparent() is not None and run.getparent() is not paragraph:
        run = run.getparent()
    return run


def _without_overlaps(findings: Iterable[Finding], taken: Sequence[Finding] = ()) -> list[Finding]:
    held: dict[int | None, list[Finding]] = defaultdict(list)
    for one in taken:
        held[one.paragraph].append(one)
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda f: (f.paragraph or 0, f.start or 0, f.end or 0)):
        if not any(_crosses(one, other) for other in (*held[one.paragraph], *kept[-1:])):
            kept.append(one)
    return kept


def _crosses(one: Finding, other: Finding) -> bool:
    return (
        one.paragraph == other.paragraph and (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)
    )
