"""The numbers Word itself puts before the paragraphs of a list: read from numbering.xml, counted through the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from lib.word.numbering import chinese_number

_LEVELS = 9
_VALUE, _LEVEL, _NUMBER, _PROPERTIES = qn("w:val"), qn("w:ilvl"), qn("w:numId"), qn("w:numPr")
_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"]
)
_FORMAL = dict(zip("零一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰", strict=True))
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class AutoNumbers:
    """Counts the lists of one document; ask `label` once for every paragraph, in reading order."""

    levels: Mapping[str, tuple[_Level, ...]] = field(default_factory=dict)  # numId → its levels
    lists: Mapping[str, str] = field(default_factory=dict)  # numId → the list it counts in
    restarts: Mapping[tuple[str, int], int] = field(default_factory=dict)  # (numId, level) → where it starts anew
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # style id → (numId, level)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """Return what Word shows before a paragraph: `（二）`, `3.`; "" for bullets and plain paragraphs."""
        number, level = self._place(paragraph)
        shapes = self.levels.get(number)
        if not shapes:
            return ""
        counts = self._counts.setdefault(self.lists[number], [None] * _LEVELS)
        fresh = (number, level) in self.restarts and (number, level) not in self._begun
        self._begun.add((number, level))
        here = counts[level]
        start = self.restarts[number, level] if fresh else shapes[level].start
        counts[level] = start if fresh or here is None else here + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if shapes[level].form in ("bullet", "none"):
            return ""
        label = shapes[level].text
        for upper in range(level + 1):
            value = counts[upper]
            label = label.replace(
                f"%{upper + 1}", _written(shapes[upper].start if value is None else value, shapes[upper].form)
            )
        return label

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the paragraph's numId ("" or "0" for none) and level: its own before its style's."""
        properties = paragraph.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        number, level = self.styles.get(style.get(_VALUE, ""), ("", 0)) if style is not None else ("", 0)
        own = properties.find(_PROPERTIES) if properties is not None else None
        if own is not None:
            number, level = _child(own, _NUMBER) or number, _whole(_child(own, _LEVEL), level)
        return number, min(max(level, 0), _LEVELS - 1)


def auto_numbers(document: WordDocument) -> AutoNumbers:
    """Read a document's lists; one without a numbering part, or with a damaged one, has none."""
    root = next((rel.target_part.element for rel in _relations(document)), None)
    if root is None:
        return AutoNumbers()
    shapes = {one.get(qn("w:abstractNumId"), ""): one for one in root.iter(qn("w:abstractNum"))}
    numbers = {one.get(_NUMBER, ""): one for one in root.iter(qn("w:num"))}
    links = {_child(one, qn("w:styleLink")): name for name, one in shapes.items()}
    levels, lists, restarts = {}, {}, {}
    for number, one in numbers.items():
        shape = _child(one, qn("w:abstractNumId"))
        linked = _child(shapes[shape], qn("w:numStyleLink")) if shape in shapes else ""
        shape = links.get(linked, shape) if linked else shape
        if shape not in shapes:
            continue
        found = _levels(shapes[shape])
        for override in one.iter(qn("w:lvlOverride")):
            level = _whole(override.get(_LEVEL, ""), -1)
            if not 0 <= level < _LEVELS:
                continue
            found.update(_levels(override))
            if start := _child(override, qn("w:startOverride")):
                restarts[number, level] = _whole(start, 1)
        levels[number] = tuple(found.get(level, _Level()) for level in range(_LEVELS))
        lists[number] = shape
    return AutoNumbers(levels, lists, restarts, dict(_styles(document, shapes.values())))


def _relations(document: WordDocument) -> Iterator:
    return (rel for rel in document.part.rels.values() if rel.reltype.endswith("/numbering") and not rel.is_external)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    return {
        _whole(one.get(_LEVEL, ""), 0): _Level(
            _child(one, qn("w:numFmt")) or "decimal",
            _child(one, qn("w:lvlText")),
            _whole(_child(one, qn("w:start")), 1),
        )
        for one in parent.iter(qn("w:lvl"))
    }


def _styles(document: WordDocument, shapes) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each style that numbers its paragraphs, also by the style it is based on."""
    bound = {
        _child(one, qn("w:pStyle")): _whole(one.get(_LEVEL, ""), 0)
        for shape in shapes
        for one in shape.iter(qn("w:lvl"))
    }
    known = {one.get(qn("w:styleId"), ""): one for one in document.styles.element.iter(qn("w:style"))}
    for name, style in known.items():
        number, level, seen = "", None, set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            properties = style.find(f"{qn('w:pPr')}/{_PROPERTIES}")
            if properties is not None:
                number = number or _child(properties, _NUMBER)
                level = (
                    _whole(_child(properties, _LEVEL), -1) if level is None and _child(properties, _LEVEL) else level
                )
            style = known.get(_child(style, qn("w:basedOn")))
        if number:
            yield name, (number, bound.get(name, 0) if level is None else level)


def _child(parent: etree._Element, tag: str) -> str:
    found = parent.find(tag)
    return found.get(_VALUE, "") if found is not None else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _written(number: int, form: str) -> str:
    """Write a counted number in one of Word's number formats; unknown ones as digits."""
    if form in _CHINESE:
        return chinese_number(number) if number < 1000 else str(number)
    if form == "chineseLegalSimplified" and number < 1000:
        return "".join(_FORMAL[char] for char in chinese_number(number))
    if form in _STEMS and 0 < number <= len(_STEMS[form]):
        return _STEMS[form][number - 1]
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalFullWidth":
        return str(number).translate(_WIDE)
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 200:
        text = ""
        for value, sign in _ROMAN:
            text, number = text + sign * (number // value), number % value
        return text.upper() if form == "upperRoman" else text
    return str(number)
