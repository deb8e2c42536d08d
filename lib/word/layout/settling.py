"""What only the finished words decide: balanced title lines, and where 署名 and 成文日期 stand. Works on a body's XML."""

from __future__ import annotations

import re
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
        xml = _paragraphs(BY_NAME[name].id).sub(lambda found: _title(found[0], preset), xml)
    for name, share in _MARKS.items():
        style = BY_NAME[name]
        room = preset.width * share * 72 / 25.4 / size_of(style, preset)
        xml = _paragraphs(style.id).sub(lambda found, room=room: _narrowed(found[0], room), xml)
    for signature, date in _SIGNATURES.items():
        xml = _blocks(BY_NAME[signature].id, BY_NAME[date].id).sub(
            lambda found, sealed=(signature in _SEALED): _placed(found[0], sealed, preset), xml
        )
    return xml


def _paragraphs(style: str) -> re.Pattern[str]:
    return re.compile(rf'<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val="{style}"/>(?:(?!</w:p>).)*</w:p>', re.DOTALL)


def _blocks(signature: str, date: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_paragraphs(signature).pattern}\s*)+{_paragraphs(date).pattern}", re.DOTALL)


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
