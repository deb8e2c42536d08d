"""Write findings into a Word file: corrections as tracked changes, findings as comments; formatting stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from lib.core.model import LEVEL_NAMES, Finding
from lib.core.proofreading import applicable
from lib.word.reading import ReadParagraph, open_word, read_paragraphs

AUTHOR = "校对"
_RUN, _TEXT = qn("w:r"), qn("w:t")
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
    document = open_word(content)
    paragraphs = read_paragraphs(document)
    able = [one for one in corrections if applicable(one) and _reachable(one, paragraphs)]
    chosen = _without_overlaps(one for one in findings if one in able)
    chosen += _without_overlaps((one for one in able if one not in findings), chosen)
    noted = [one for one in findings if one not in chosen] if comments else []
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    pen = _Pen(document, author, stamp)
    groups: dict[int, list[tuple[Finding, bool]]] = defaultdict(list)
    for one in (*chosen, *noted):
        groups[one.paragraph if one.paragraph is not None and one.paragraph < len(paragraphs) else 0].append(
            (one, one in chosen)
        )
    for index in sorted(groups):
        if paragraphs:
            _mark(paragraphs[index], groups[index], pen)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _reachable(one: Finding, paragraphs: Sequence[ReadParagraph]) -> bool:
    """True where the finding's letters stand in the document's own text."""
    if one.paragraph is None or one.paragraph >= len(paragraphs):
        return True
    home = paragraphs[one.paragraph]
    return not home.fixed and all(letter.node is not None for letter in home.letters[one.start : one.end])


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
        element.set(qn("w:id"), str(self.next_id))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), self.stamp)
        self.next_id += 1
        return element

    def comment(self, text: str) -> str:
        """Add a comment to the comments part and return its id."""
        made = self.document.comments.add_comment(text, author=self.author, initials=self.author)
        made._comment_elm.set(qn("w:date"), self.stamp)
        return str(made.comment_id)


def _mark(paragraph: ReadParagraph, group: Sequence[tuple[Finding, bool]], pen: _Pen) -> None:
    """Split the paragraph's runs at every edge, then put marks around the pieces."""
    length = len(paragraph.letters)
    edges = sorted({min(max(place, 0), length) for one, _ in group for place in (one.start or 0, one.end or 0)})
    pieces = _split(paragraph, edges)
    for one, correct in sorted(group, key=lambda item: (item[0].start or 0, item[1])):
        start, end = min(one.start or 0, length), min(one.end or 0, length)
        runs = [run for place, run in pieces if start <= place < end]
        if correct and runs:
            _replace(runs, one.suggestion or "", pen)
        else:
            _comment(paragraph, runs, _words(one), pen)


def _words(one: Finding) -> str:
    hint = f"；建议：{one.suggestion}" if one.suggestion else ""
    return f"〔{LEVEL_NAMES[one.level]}〕{one.message}{hint}（{one.rule}）"


def _split(paragraph: ReadParagraph, edges: Sequence[int]) -> list[tuple[int, etree._Element]]:
    """Cut runs so that no run crosses an edge; return (place of its first letter, run) in order."""
    cuts = set(edges)
    pieces: list[tuple[int, etree._Element]] = []
    runs: dict[etree._Element, list[int]] = {}
    for place, letter in enumerate(paragraph.letters):
        if letter.node is not None:
            runs.setdefault(_run_of(letter.node), []).append(place)
    for run, places in runs.items():
        if not any(place in cuts for place in places[1:]):
            pieces.append((places[0], run))
            continue
        chunks: list[list[int]] = []
        for place in places:
            if not chunks or place in cuts:
                chunks.append([])
            chunks[-1].append(place)
        made = [_copy(run, [paragraph.letters[place] for place in chunk]) for chunk in chunks]
        rest = [
            child
            for child in run
            if child.tag not in (qn("w:rPr"), _TEXT, qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen"))
        ]
        made[-1].extend(rest)
        for piece in made:
            run.addprevious(piece)
        run.getparent().remove(run)
        pieces.extend((chunk[0], piece) for chunk, piece in zip(chunks, made, strict=True))
    return pieces


def _run_of(node: etree._Element) -> etree._Element:
    while node.tag != _RUN:
        node = node.getparent()
    return node


def _copy(run: etree._Element, letters: Sequence) -> etree._Element:
    """Make a run like this one that holds only these letters."""
    piece = OxmlElement("w:r")
    for name, value in run.attrib.items():
        piece.set(name, value)
    if (format_ := run.find(qn("w:rPr"))) is not None:
        piece.append(deepcopy(format_))
    text: etree._Element | None = None
    for letter in letters:
        if letter.node.tag != _TEXT:
            piece.append(deepcopy(letter.node))
            text = None
            continue
        if text is None:
            text = OxmlElement("w:t")
            text.set(_SPACE, "preserve")
            text.text = ""
            piece.append(text)
        text.text += letter.node.text[letter.place]
    return piece


def _replace(runs: Sequence[etree._Element], words: str, pen: _Pen) -> None:
    """Strike the runs out under w:del and insert the words, formatted as the first run, under w:ins."""
    inserted = pen.change("ins")
    run = OxmlElement("w:r")
    if (format_ := runs[0].find(qn("w:rPr"))) is not None:
        run.append(deepcopy(format_))
    text = OxmlElement("w:t")
    text.set(_SPACE, "preserve")
    text.text = words
    run.append(text)
    inserted.append(run)
    last = runs[-1]
    for one in runs:
        struck = pen.change("del")
        one.addprevious(struck)
        struck.append(one)
        for node in one.iter(_TEXT):
            node.tag = qn("w:delText")
        last = struck
    home = last.getparent()
    if home.tag == qn("w:ins"):  # what another author has inserted: the new words go in beside their insertion
        home.addnext(inserted) if words else None
    elif words:
        last.addnext(inserted)


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


def _without_overlaps(findings, taken: Sequence[Finding] = ()) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda f: (f.paragraph or 0, f.start or 0, f.end or 0)):
        if not any(_crosses(one, other) for other in (*taken, *kept[-1:])):
            kept.append(one)
    return kept


def _crosses(one: Finding, other: Finding) -> bool:
    return (
        one.paragraph == other.paragraph and (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)
    )
