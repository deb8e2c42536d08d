"""Turn a part's XML into Jinja source: docxtpl's own patching, plus what it misses. Compiles nothing."""

from __future__ import annotations

import re

from lxml import etree

from lib.word.borrowed import patch_xml
from lib.word.language import DRAWING_HOOK, HEADING_HOOK
from lib.word.names import DRAWING, W
from lib.word.numbering import mark_headings

CUT = "<?cut ?>"
GRID, GRID_END = "<?grid ?>", "<?grid-end ?>"
HEADING_TAG = "{{ " + HEADING_HOOK + "(%d) }}"
_DRAWING_TAG = "{{ " + DRAWING_HOOK + "() }}"
_DRAWING_MARK = "drawing-number"  # stands for the tag while docxtpl patches: a tag would touch the text before it
_WHOLE_LIMIT = 200_000  # characters; below this a part is patched in one go, exactly as docxtpl does

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_SIGNS = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
MOST_UNCLOSED = 20
_OPENERS = re.compile(r"\{\{|\{%|\{#")
_COLUMN_TAG = re.compile(r"\{[{%#]-?\s*tc\s|\{%-?\s*(?:colspan|hm)\b")
_LOOP_ENDS = (re.compile(r"\{%-?\s*(?:for|if)\b"), re.compile(r"\{%-?\s*(?:endfor|endif)\b"))
_EMPTY_TEXT = re.compile(r"<w:t((?: [^<>]*)?)/>")
_DASHED = re.compile(r"%(?:<[^<>]*>)*-|-(?:<[^<>]*>)*%")
_SPLIT_BRACE = re.compile(r"(?<=\{)(?:<[^<>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^<>]*>)+(?=\})")
_TAG_OR_COMMENT = re.compile(r"\{%(?:(?!%\}).)*|\{#(?:(?!#\}).)*|\{\{(?:(?!\}\}).)*", re.S)
_BETWEEN_TEXTS = re.compile(r"</w:t>.*?<w:t(?: [^<>]*)?>", re.S)
_STRIP_BEFORE = re.compile(r"(<w:t(?: [^<>]*)?>)((?:(?!\{%-)[^<])*)\{%-")
_STRIP_AFTER = re.compile(r"-%\}([^<]*)")
_TAG_OR_PARAGRAPH = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<w:p(?=[ >])", re.S)
# docxtpl's own escapes for braces in the template's fixed text
BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_ENTITIES = (("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def unclosed_tags(source: str) -> int:
    """Count the tags that another begins in before they end; docxtpl's expressions are quadratic in them."""
    count, opened = 0, ""
    for sign in _SIGNS.findall(source):
        if sign in _CLOSERS:
            count, opened = count + bool(opened), _CLOSERS[sign]
        elif sign == opened:
            opened = ""
    return count + bool(opened)


def has_tags(text: str) -> bool:
    return _OPENERS.search(text) is not None


def clean_tags(source: str) -> str:
    """Undo XML's escapes and straighten typographic quotes inside tags only."""
    return _TAG.sub(_cleaned, source)


def _cleaned_or_begun(found: re.Match[str]) -> str:
    return "\n<w:p" if found[0] == "<w:p" else _cleaned(found)


def _cleaned(found: re.Match[str]) -> str:
    text = found[0].translate(_QUOTES).replace("&lt;", "<").replace("&gt;", ">")
    for escaped, char in _ENTITIES:
        text = text.replace(escaped, char)
    return text


def part_source(root: etree._Element, heading_levels: dict[str, int]) -> str:
    """Return the Jinja source of one part; every paragraph begins a line, so a line number names a paragraph.

    `root` is changed. `heading_levels` maps style ids to levels (empty: nothing is numbered).
    """
    if heading_levels:
        mark_headings(root, heading_levels, HEADING_TAG)
    for drawing in root.iter(DRAWING + "docPr"):
        drawing.set("id", _DRAWING_MARK)
    _mark_grids(root)
    source = etree.tostring(root, encoding="unicode")
    patched = patch(source) if len(source) < _WHOLE_LIMIT else _patch_in_pieces(root, source)
    patched = patched.replace(f'id="{_DRAWING_MARK}"', f'id="{_DRAWING_TAG}"')
    return _TAG_OR_PARAGRAPH.sub(_cleaned_or_begun, patched)


def patch(source: str) -> str:
    """Let docxtpl patch, after what it would trip over.

    An empty text element is opened, since its expressions look for `<w:t>` alone. `{%-` after text of its own run, and
    `-%}` before such text, would lose that text: they strip blanks there, as in Jinja, and join paragraphs only at
    a run's edge.
    """
    source = _EMPTY_TEXT.sub(r"<w:t\1></w:t>", source)
    if "-" in source and _DASHED.search(source):
        source = _TAG_OR_COMMENT.sub(_joined, _SPLIT_BRACE.sub("", source))
        source = _STRIP_BEFORE.sub(_strip_before, source)
        source = _STRIP_AFTER.sub(_strip_after, source)
    return patch_xml(source)


def _joined(found: re.Match[str]) -> str:
    """Bring a tag that is split over runs into its first run."""
    return _BETWEEN_TEXTS.sub("", found[0])


def _strip_before(found: re.Match[str]) -> str:
    opening, text = found[1], found[2]
    return f"{opening}{text.rstrip()}{{%" if text.strip() else found[0]


def _strip_after(found: re.Match[str]) -> str:
    return f"%}}{found[1].lstrip()}" if found[1].strip() else found[0]


def _patch_in_pieces(root: etree._Element, source: str) -> str:
    """Patch only the stretches that hold tags: docxtpl's expressions are slow over much fixed text."""
    if "{%-" in source or "-%}" in source:  # these reach into the neighbouring paragraph
        return patch(source)
    holders = [root.find(W + "body")] if root.find(W + "body") is not None else [root]
    before = False
    for holder in holders:
        for child in list(holder):
            tagged = "{" in etree.tostring(child, encoding="unicode", with_tail=False)
            if tagged != before:
                child.addprevious(etree.ProcessingInstruction("cut"))
            before = tagged
    pieces = etree.tostring(root, encoding="unicode").split(CUT)
    return "".join(patch(one) if "{" in one else one for one in pieces)


# -- tables whose columns may change -----------------------------------------------------------------------------------


def _mark_grids(root: etree._Element) -> None:
    """Put marks around the tables whose grid must be fitted after rendering (the outermost of nested ones)."""
    for table in list(root.iter(W + "tbl")):
        nested = any(one.tag == W + "tbl" for one in table.iterancestors())
        if not nested and any(_may_change(one) for one in table.iter(W + "tbl")):
            table.addprevious(etree.ProcessingInstruction("grid"))
            table.addnext(etree.ProcessingInstruction("grid-end"))


def _may_change(table: etree._Element) -> bool:
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    rows = table.findall(W + "tr")
    spans = [row_span(row) for row in rows]
    if max(spans, default=0) < columns or max((len(row.findall(W + "tc")) for row in rows), default=0) > columns:
        return True
    uneven = len(set(spans)) > 1
    return any(_row_may_change(row, uneven) for row in rows)


def _row_may_change(row: etree._Element, uneven: bool) -> bool:
    for cell in row.findall(W + "tc"):
        text = "".join(one.text or "" for one in cell.iter(W + "t"))
        if not has_tags(text):
            continue
        if _COLUMN_TAG.search(text) or (uneven and re.search(r"\{%-?\s*tr\s", text)):
            return True
        starts, ends = (len(one.findall(text)) for one in _LOOP_ENDS)
        if starts != ends:  # a loop over whole cells, opened in one and closed in another
            return True
    return False


def row_span(row: etree._Element) -> int:
    """Return how many grid columns a row's cells span."""
    return sum(cell_span(cell) for cell in row.findall(W + "tc"))


def cell_span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(W + "val", "1") if span is not None else "1"
    return int(value) if value.isdigit() else 1
