"""The document properties part (docProps/core.xml): read, make where missing, fill. Renders no tags itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from lxml import etree

from lib.errors import TemplateError
from lib.word.names import CORE_PART, TYPES_PART
from lib.word.packages import Package, parse_part
from lib.word.values import clean_text, display

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_LINK = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
EMPTY = f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}"/>'
LIMIT = 255  # characters; Word shows no more, and python-docx refuses more

# name in `properties` → element, Chinese name
ELEMENTS = {
    "title": (f"{{{_DC}}}title", "标题"),
    "subject": (f"{{{_DC}}}subject", "主题"),
    "author": (f"{{{_DC}}}creator", "作者"),
    "keywords": (f"{{{_CP}}}keywords", "关键词"),
    "comments": (f"{{{_DC}}}description", "备注"),
    "category": (f"{{{_CP}}}category", "类别"),
    "language": (f"{{{_DC}}}language", "语言"),
    "last_modified_by": (f"{{{_CP}}}lastModifiedBy", "最后修改者"),
    "created": (f"{{{_TERMS}}}created", "创建日期"),
    "modified": (f"{{{_TERMS}}}modified", "修改日期"),
}
_DATES = ("created", "modified")


def text_of(package: Package) -> str:
    """Return the part as text without its declaration."""
    return etree.tostring(parse_part(CORE_PART, package.members[CORE_PART].data), encoding="unicode")


def ensure(package: Package) -> None:
    """Give the package a properties part where it has none."""
    if CORE_PART in package.members:
        return
    package.replace(CORE_PART, EMPTY.encode())
    types = package.members[TYPES_PART].data.decode("utf-8")
    entry = f'<Override PartName="/{CORE_PART}" ContentType="{_TYPE}"/></Types>'
    package.replace(TYPES_PART, types.replace("</Types>", entry).encode())
    links = package.members["_rels/.rels"].data.decode("utf-8")
    link = f'<Relationship Id="rIdCoreProperties" Type="{_LINK}" Target="{CORE_PART}"/></Relationships>'
    package.replace("_rels/.rels", links.replace("</Relationships>", link).encode())


def filled(text: str, properties: Mapping[str, Any], removed: dict[str, int]) -> str:
    """Return the part with `properties` in it. Raises TemplateError for an unknown name or a text over the limit."""
    root = etree.fromstring(text)
    for name, value in properties.items():
        if name not in ELEMENTS:
            raise TemplateError(f"没有名为“{name}”的文档属性；能用的有{'、'.join(ELEMENTS)}")
        _set(root, name, value, removed)
    for tag, label in ELEMENTS.values():
        found = root.find(tag)
        if found is not None and len(found.text or "") > LIMIT:
            raise TemplateError(f"文档属性“{label}”有{len(found.text)}个字，超过{LIMIT}个字的限制；请缩短")
    return etree.tostring(root, encoding="unicode")


def _set(root: etree._Element, name: str, value: Any, removed: dict[str, int]) -> None:
    tag, label = ELEMENTS[name]
    if value is None:
        return
    found = root.find(tag)
    if found is None:
        found = etree.SubElement(root, tag)
    if name in _DATES:
        found.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        found.text = _date_text(value)
        return
    found.text, count = clean_text(display(value))
    if count:
        removed[label] = removed.get(label, 0) + count


def _date_text(value: Any) -> str:
    """Return W3CDTF: 2025-07-05T00:00:00Z."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if value.tzinfo is not None:
        value = value.astimezone(datetime.UTC)
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
