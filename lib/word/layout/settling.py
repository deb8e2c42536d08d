"""What only the finished words decide: balanced title lines, and where 署名 and 成文日期 stand. Works on a body's XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from lib.word.layout.measures import twips
from lib.word.layout.presets import Preset
from lib.word.layout.runs import run
from lib.word.layout.styles import BY_NAME, size_of
from lib.word.layout.titles import balance_title, length, title_width

_TITLES = ("公文标题", "附件标题")
_MARKS = {"发文机关标志": 1.0, "联合发文机关标志": 0.61}  # and the part of the type area's width each may fill
_SIGNATURES = {"署名": "成文日期", "用印署名": "用印成文日期"}
_SEALED = frozenset({"用印署名"})
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:br|cr)/>|<w:t/>")
_TRACE = re.compile("\ue000[^\ue001]*\ue001|\ue002")
_TAGGED = re.compile(r"\{\{|\{%")
_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_INDENT = re.compile(r"<w:ind [^>]*/>")


def settle(xml: str, preset: Preset) -> str:
    """Return a document.xml whose titles are balanced and whose signatures are placed; paragraphs are found by style.

    What still holds template tags, and documents without our styles, come back as they were.
    """
    for name in _TITLES:
        xml = _changed(xml, BY_NAME[name].id, lambda found: _title(found, preset))
    for name, share in _MARKS.items():
        style = BY_NAME[name]
        room = preset.width * share * 72 / 25.4 / size_of(style, preset)
        xml = _changed(xml, style.id, lambda found, room=room: _narrowed(found, room))
    for signature, date in _SIGNATURES.items():
        sealed = signature in _SEALED
        for start, end in reversed(_blocks(xml, BY_NAME[signature].id, BY_NAME[date].id)):
            xml = xml[:start] + _placed(xml[start:end], sealed, preset) + xml[end:]
    return xml


def _spans(xml: str, style: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a style stand. Every copy of a batch comes through: no pattern over the whole text."""
    mark = f'<w:pPr><w:pStyle w:val="{style}"/>'
    found, at = [], xml.find(mark)
    while at >= 0:
        end = xml.find("</w:p>", at) + len("</w:p>")
        found.append((xml.rfind("<w:p", 0, at), end))
        at = xml.find(mark, end)
    return found


def _changed(xml: str, style: str, change: Callable[[str], str]) -> str:
    for start, end in reversed(_spans(xml, style)):
        xml = xml[:start] + change(xml[start:end]) + xml[end:]
    return xml


def _blocks(xml: str, signature: str, date: str) -> list[tuple[int, int]]:
    """Return the signatures that stand right above their date, as one block each."""
    ends = {end: start for start, end in _spans(xml, signature)}
    blocks = []
    for first, end in _spans(xml, date):
        start = first
        while (above := len(xml[:start].rstrip())) in ends:
            start = ends[above]
        if start < first:
            blocks.append((start, end))
    return blocks


def text_of(paragraph: str) -> str:
    """Return the words of a paragraph's XML; line breaks as newlines, a trace's marks left out."""
    words = "".join("\n" if found[1] is None else unescape(found[1]) for found in _TEXT.finditer(paragraph))
    return _TRACE.sub("", words)


def _title(paragraph: str, preset: Preset) -> str:
    text = text_of(paragraph)
    if "\n" in text or _TAGGED.search(text) or "<w:drawing" in paragraph:
        return paragraph
    lines = balance_title(text, title_width(preset))
    if len(lines) == 1:
        return paragraph
    head = _PROPERTIES.search(paragraph)
    return paragraph[: head.end()] + run("\n".join(lines)) + "</w:p>" if head else paragraph


def _narrowed(paragraph: str, room: float) -> str:
    """Return a mark that is too long for its line in narrower letters, to half their width: it must not break (7.2.4)."""
    text = text_of(paragraph)
    if length(text) <= room or _TAGGED.search(text) or "<w:w " in paragraph:
        return paragraph
    share = max(50, int(98 * room / length(text)))
    return paragraph.replace("<w:r>", f'<w:r><w:rPr><w:w w:val="{share}"/></w:rPr>')


def _placed(block: str, sealed: bool, preset: Preset) -> str:
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", block, re.DOTALL)
    texts = [text_of(one).strip() for one in paragraphs]
    if any(_TAGGED.search(text) for text in texts) or not all(texts):
        return block
    longest = max(texts[:-1], key=length)
    above, below = right_indents(longest, texts[-1], sealed=sealed)
    if sealed:
        rights = [max(0.0, above + (length(longest) - length(text)) / 2) for text in texts[:-1]]
    else:
        rights = [above] * (len(texts) - 1)
    return "".join(_indented(one, right, preset) for one, right in zip(paragraphs, [*rights, below]))


def right_indents(signature: str, date: str, *, sealed: bool) -> tuple[float, float]:
    """Return how many characters 署名 and 成文日期 stand from the right (GB/T 9704-2012 7.3.5).

    Unsealed: the signature two from the right, the date beginning two characters after it; where that would push the
    date, being the longer, out of place, the date stands two from the right and the signature gives way.
    Sealed: the date four from the right, the signature centred over it.
    """
    above, below = length(signature), length(date)
    if sealed:
        over = 4 + (below - above) / 2
        return (over, 4.0) if over >= 0 else (0.0, (above - below) / 2)
    if below > above:
        return 2 + below + 2 - above, 2.0
    return 2.0, above - below


def _indented(paragraph: str, right: float, preset: Preset) -> str:
    amount = f'<w:ind w:rightChars="{round(right * 100)}" w:right="{twips(right * preset.sizes["正文"])}"/>'
    paragraph = _INDENT.sub("", paragraph, count=1)
    style_end = paragraph.index("/>", paragraph.index("<w:pStyle")) + 2
    return paragraph[:style_end] + amount + paragraph[style_end:]
