"""Read from a template's styles what the engine needs: heading levels by style name, and first-line indents."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from lib.word.names import W
from lib.word.numbering import LEVELS

_STYLE = re.compile(r'<w:pStyle [^<>]*?w:val="([^"]*)"')
_INDENT = re.compile(r"<w:ind ([^<>]*?)/?>")
_ATTRIBUTE = re.compile(r'w:(\w+)="([^"]*)"')
_UNSPLITTABLE = ("<w:sectPr", "<w:numPr", "<w:framePr")  # a copy would break a section, count twice, move


class Styles:
    """The paragraph styles of one template; an absent styles part has none."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._styles = {one.get(W + "styleId", ""): one for one in found if one.get(W + "type") == "paragraph"}
        self._default = next((i for i, one in self._styles.items() if one.get(W + "default") in ("1", "true")), "")
        default = None if root is None else root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}ind")
        self._base = _first_line(_attributes(default))

    def heading_levels(self) -> dict[str, int]:
        """Return style id → heading level, by the styles' names."""
        named = {key: one.find(W + "name") for key, one in self._styles.items()}
        return {
            key: LEVELS[name.get(W + "val", "")]
            for key, name in named.items()
            if name is not None and name.get(W + "val", "") in LEVELS
        }

    def indented(self) -> Callable[[str], bool]:
        """Return the test of a w:pPr: does its paragraph begin with an indent that a soft break would lose?"""
        known: dict[str, bool] = {}

        def test(properties: str) -> bool:
            if properties not in known:
                known[properties] = self._is_indented(properties)
            return known[properties]

        return test

    def _is_indented(self, properties: str) -> bool:
        if any(one in properties for one in _UNSPLITTABLE):
            return False
        direct = _INDENT.search(properties)
        own = _first_line(dict(_ATTRIBUTE.findall(direct[1]))) if direct else None
        if own is not None:
            return own
        style = _STYLE.search(properties)
        return self._inherited(style[1] if style else self._default)

    def _inherited(self, key: str) -> bool:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            own = _first_line(_attributes(style.find(f"{W}pPr/{W}ind")))
            if own is not None:
                return own
            based = style.find(W + "basedOn")
            key = "" if based is None else based.get(W + "val", "")
        return bool(self._base)


def _attributes(indent: etree._Element | None) -> dict[str, str]:
    return {} if indent is None else {key.rsplit("}", 1)[-1]: value for key, value in indent.attrib.items()}


def _first_line(indent: dict[str, str]) -> bool | None:
    """Tell whether a w:ind sets a first-line indent; None where it says nothing (17.3.1.12: characters come first)."""
    for key in ("firstLineChars", "firstLine"):
        if indent.get(key, "").lstrip("-").isdigit() and (int(indent[key]) or key == "firstLine"):
            return int(indent[key]) > 0
    return False if "hanging" in indent or "hangingChars" in indent else None
