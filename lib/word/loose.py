"""Relationships that lead nowhere (Target="NULL", "#place", a picture that is gone): Word opens such files, python-docx does not."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Mapping

from lxml import etree

from lib.word.names import RELATIONSHIPS
from lib.word.packages import PARSER, Package

Loose = Mapping[str, frozenset[str]]  # name of a .rels part → ids of its relationships that lead nowhere


def tie_off(package: Package, content: bytes) -> tuple[bytes, Loose]:
    """Return the file with such relationships marked as leading outside, which python-docx leaves alone; and which."""
    loose: dict[str, frozenset[str]] = {}
    for name in [one for one in package.members if one.endswith(".rels")]:
        folder, leaf = posixpath.split(name)
        part = posixpath.join(posixpath.dirname(folder), leaf.removesuffix(".rels"))
        lost = {one.id for one in package.relationships(part) if not one.external and one.target not in package.members}
        if lost:
            loose[name] = frozenset(lost)
    return (_changed(content, loose, lambda one: one.set("TargetMode", "External")), loose) if loose else (content, {})


def let_go(content: bytes, loose: Loose) -> bytes:
    """Return the file with those relationships as they stood before `tie_off`."""
    return _changed(content, loose, lambda one: one.attrib.pop("TargetMode", None)) if loose else content


def _changed(content: bytes, loose: Loose, change: Callable[[etree._Element], object]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename in loose:
                root = etree.fromstring(data, PARSER)
                for one in root.iter(RELATIONSHIPS + "Relationship"):
                    if one.get("Id") in loose[entry.filename]:
                        change(one)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(entry, data)
    return target.getvalue()
