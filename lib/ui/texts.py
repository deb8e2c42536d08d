"""Texts on their way into Streamlit's labels. Words nothing itself."""

from __future__ import annotations

MARKDOWN = frozenset("\\`*_{}[]()#+-.!|~<>$:")


def plain(text: str) -> str:
    """Return a label that shows exactly this text: Streamlit reads labels as markdown."""
    return "".join(f"\\{one}" if one in MARKDOWN else one for one in text)
