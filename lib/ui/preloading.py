"""Scripts of Streamlit's elements that a browser fetches with the first page, so that a lost line never leaves one missing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
ELEMENTS = (  # what our pages are made of beside plain text; Streamlit would fetch each when it is first drawn
    "BidiComponent", "Button", "ButtonGroup", "Checkbox", "FileUploader", "Html", "Multiselect", "Selectbox", "TextArea", "TextInput",
)  # fmt: skip


@cache
def element_scripts() -> tuple[str, ...]:
    """Return the addresses, relative to the page, of the elements' scripts and of all they import.

    Raises LookupError when Streamlit no longer has an element of that name.
    """
    chunks: dict[str, dict[str, Any]] = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    entries = {
        chunk["name"]: key for key, chunk in chunks.items() if chunk.get("isDynamicEntry") and key.endswith(".tsx")
    }
    missing = [name for name in ELEMENTS if name not in entries]
    if missing:
        raise LookupError(f"no script for {missing}")
    waiting, found = [entries[name] for name in ELEMENTS], {"index.html"}
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += chunks[key].get("imports", ())
    return tuple(sorted(chunks[key]["file"] for key in found - {"index.html"}))
