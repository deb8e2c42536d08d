"""Decode a text file's bytes for proofreading: UTF-8 with or without BOM, else GB 18030; nothing is replaced silently."""

from __future__ import annotations

import re

from lib.errors import InputFileError

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what no XML file may hold
_ENCODINGS = ("utf-8-sig", "gb18030")


def decode_text(content: bytes) -> str:
    """Return the text with its line ends as `\\n`. Raises InputFileError where it is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return clean_text(content.decode("utf-16", "strict"))
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return clean_text(text)
    raise InputFileError("不是文本文件，或文字编码不是 UTF-8、GB 18030：请另存为 UTF-8 文本再传")


def clean_text(text: str) -> str:
    """Return a text with `\\n` for every end of line, Word's soft ones and pages' included, and without control characters."""
    return _CONTROLS.sub("", re.sub("\r\n|[\r\v\f]", "\n", text))
