"""Blank out what figures and word rules must not read: titles, quotes, addresses, document numbers. Lengths never change."""

from __future__ import annotations

import re

BLANK = "\ue000"
_NAMES = re.compile(
    r"《[^》]{0,80}》|〈[^〉]{0,60}〉|[一-龥]{0,6}〔\s*\d{4}\s*〕\s*\d+\s*号|https?://[\w./?=&%#-]+|www\.[\w./-]+|[\w.-]+@[\w.-]+\.\w+"
)
_QUOTES = re.compile(r"“[^”“]{0,60}”|‘[^’‘]{0,40}’")


def mask_names(text: str) -> str:
    return _NAMES.sub(lambda match: BLANK * len(match[0]), text)


def mask_all(text: str) -> str:
    return _QUOTES.sub(lambda match: BLANK * len(match[0]), mask_names(text))
