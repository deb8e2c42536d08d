"""What the engine borrows from docxtpl: the patching of tags, and the laying out of listings. Nothing else uses it."""

from __future__ import annotations

from docxtpl import DocxTemplate

_DOCXTPL = DocxTemplate.__new__(DocxTemplate)  # these two read nothing of their object, and a file would cost a parse


def patch_xml(source: str) -> str:
    """Return WordprocessingML with docxtpl's tags put in Jinja's order."""
    return _DOCXTPL.patch_xml(source)


def resolve_listing(runs: str) -> str:
    """Return runs (w:r …) with the line breaks and tabs in their texts made Word's own."""
    return _DOCXTPL.resolve_listing(f"<w:p>{runs}</w:p>").removeprefix("<w:p>").removesuffix("</w:p>")
