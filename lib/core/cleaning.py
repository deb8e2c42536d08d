"""Make typed text fit for XML: what is forbidden goes and is counted, everything else stays verbatim."""

from __future__ import annotations

import re

# XML 1.0 (fifth edition) 2.2: characters no document may hold; lone surrogates among them
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def clean(text: str) -> tuple[str, int]:
    """Return the text with CRLF and CR as LF, surrogate pairs joined, forbidden characters removed, and their count."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _FORBIDDEN.search(text):
        return text, 0
    text = _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _FORBIDDEN.subn("", text)
