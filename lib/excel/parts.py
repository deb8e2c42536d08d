"""Read what a workbook's sheets refer to: their names and parts, shared strings, number formats. It reads no cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS

from lib.excel.package import Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Parts:
    relations: Mapping[str, tuple[str, str]]  # id → type, target
    sheets: list[tuple[str, bool, str]] = field(default_factory=list)  # name, hidden, part
    date1904: bool = False

    def related(self, kind: str) -> str:
        return next((target for type_, target in self.relations.values() if type_ == kind), "")


def local(name: str) -> str:
    return name.rpartition(":")[2]


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations: id → last word of the type, target's name in the package."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    if source in package:
        package.parse(source, start)
    return found


def workbook_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind == "officeDocument" and target in package:
            return target
    return "xl/workbook.xml"


def sheet_parts(package: Package, workbook: str) -> Parts:
    parts = Parts(_relations(package, workbook))

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "workbookPr":
            parts.date1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            key = next((value for name, value in attributes.items() if local(name) == "id"), "")
            kind, target = parts.relations.get(key, ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                parts.sheets.append((attributes.get("name", ""), hidden, target))

    package.parse(workbook, start)
    return parts


def unescape(text: str) -> str:
    """Undo _x000D_ escapes (ECMA-376 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shared_strings(package: Package, part: str) -> list[str]:
    """Read the shared strings, without phonetic guides."""
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(tag: str, _: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        tag = local(tag)
        if tag == "si":
            strings.append(unescape("".join(pieces)))
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "t":
            state["text"] = False

    def text(data: str) -> None:
        if state["text"]:
            pieces.append(data)

    if part in package:
        package.parse(part, start, end, text)
    return strings


def number_formats(package: Package, part: str) -> list[str]:
    """Return the number format of each cell style."""
    custom: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "numFmt":
            custom[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(whole(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            inside[0] = False

    if part in package:
        package.parse(part, start, end)
    return [custom.get(number) or _CHINESE_DATES.get(number) or BUILTIN_FORMATS.get(number, "") for number in styles]


_CHINESE_DATES = {number: "yyyy-mm-dd" for number in (*range(27, 32), 36, *range(50, 59))}  # ECMA-376 18.8.30, zh-cn


def whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
