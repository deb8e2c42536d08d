"""Judge a finished .docx before it is handed out: what Word would refuse to open. Repairs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lib.errors import TemplateError
from lib.word.names import COMPATIBILITY, CONTENT_TYPES, PART_LABELS, RELATIONSHIPS, TYPES_PART, R, W
from lib.word.packages import Package, open_package

_SKIPPED = re.compile(r"word/(?:styles|stylesWithEffects|numbering|fontTable)\.xml$|word/theme/")
_NOTES = ("footnote", "endnote", "comment")
_CONTAINERS = tuple(W + one for one in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"))
_CLOSERS = frozenset(
    [W + one for one in ("p", "sdt", "ins", "del", "customXml", "moveTo", "moveFrom", "altChunk")]
    + [COMPATIBILITY + "AlternateContent"]
)
_IGNORED = frozenset(
    W + one for one in ("tcPr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
)
_BLOCK_PARENTS = frozenset(
    W + one
    for one in "body tc hdr ftr footnote endnote comment txbxContent sdtContent ins del customXml docPartBody "
    "moveTo moveFrom".split()
)
_TEXTS = frozenset(W + one for one in ("t", "instrText", "delText", "delInstrText"))


@dataclass(slots=True)
class _Case:
    """One package under judgement."""

    package: Package
    links: Mapping[str, set[str]]  # part → relationship ids
    notes: dict[str, set[str]] = field(default_factory=dict)  # kind → ids defined


def judge(content: bytes) -> list[str]:
    """Return one Chinese sentence for everything that would keep Word from opening the file; empty when sound."""
    try:
        package = open_package(content)
        trees = {n: package.tree(n) for n in package.members if n.endswith((".xml", ".rels", ".vml"))}
    except TemplateError as error:
        return [str(error)]
    faults = [*_type_faults(package), *_relation_faults(package)]
    case = _Case(package, {name: {one.id for one in package.relationships(name)} for name in package.members})
    case.notes = {kind: _defined(trees, kind) for kind in _NOTES}
    for name, tree in trees.items():
        faults += _part_faults(case, name, tree)
    return list(dict.fromkeys(faults))


def _defined(trees: Mapping[str, etree._Element], kind: str) -> set[str]:
    roots = [tree for tree in trees.values() if tree.tag == f"{W}{kind}s"]
    return {one.get(W + "id", "") for root in roots for one in root.iter(W + kind)}


def _type_faults(package: Package) -> Iterator[str]:
    types = package.tree(TYPES_PART)
    named = {one.get("PartName", "").lower().lstrip("/") for one in types.iter(CONTENT_TYPES + "Override")}
    endings = {one.get("Extension", "").lower() for one in types.iter(CONTENT_TYPES + "Default")}
    present = {name.lower() for name in package.members}
    for name in sorted(present - {TYPES_PART.lower()}):
        if name not in named and name.rsplit(".", 1)[-1] not in endings:
            yield f"部件“{name}”没有登记类型"
    yield from (f"登记了不存在的部件“{name}”" for name in sorted(named - present))


def _relation_faults(package: Package) -> Iterator[str]:
    present = {name.lower() for name in package.members}
    for name in package.members:
        if not name.endswith(".rels"):
            continue
        ids = [one.get("Id") for one in package.tree(name).iter(RELATIONSHIPS + "Relationship")]
        if len(ids) != len(set(ids)):
            yield f"“{name}”里有重复的引用编号"
        folder, file = name.rsplit("_rels/", 1)
        for one in package.relationships(folder + file.removesuffix(".rels")):
            target = one.target.split("#")[0]
            if one.external:
                if re.search(r"[\[\]\\ ]", target):
                    yield f"“{name}”里的外部地址“{target[:60]}”写法不对"
            elif target not in ("", ".") and not target.endswith("NULL") and target.lower() not in present:
                yield f"“{name}”引用了不存在的部件“{target}”"


def _part_faults(case: _Case, name: str, tree: etree._Element) -> Iterator[str]:
    for kind in _NOTES:
        if tree.tag == f"{W}{kind}s":
            ids = [one.get(W + "id") for one in tree.iter(W + kind)]
            if len(ids) != len(set(ids)):
                yield f"“{name}”里有重复的编号"
    if not name.startswith("word/") or name.endswith(".rels") or _SKIPPED.match(name):
        return
    for prefix in (tree.get(COMPATIBILITY + "Ignorable") or "").split():
        if prefix not in tree.nsmap:
            yield f"“{name}”里的前缀“{prefix}”没有声明"
    links = case.links.get(name, set())
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for fault in _element_faults(case, element, links):
            yield f"“{name}”：{fault}"


def _element_faults(case: _Case, element: etree._Element, links: set[str]) -> Iterator[str]:
    for key, value in element.attrib.items():
        if key.startswith(R) and value and value not in links:
            yield f"引用编号“{value}”没有着落"
    rule = _RULES.get(element.tag)
    if rule is not None:
        yield from rule(case, element)
    if not element.tag.startswith(W):
        return
    if element.tag not in _TEXTS and (element.text or "").strip():
        yield f"{_short(element)} 里有游离的文字“{(element.text or '').strip()[:20]}”"
    if (element.tail or "").strip() and (parent := element.getparent()) is not None and parent.tag.startswith(W):
        yield f"{_short(element)} 后有游离的文字“{(element.tail or '').strip()[:20]}”"


def _short(element: etree._Element) -> str:
    return "w:" + str(element.tag).rsplit("}", 1)[-1]


def _container_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    parent = element.getparent()
    if parent is not None and parent.tag in (W + "footnotePr", W + "endnotePr"):
        return
    children = [one for one in element if isinstance(one.tag, str) and one.tag not in _IGNORED]
    if not children or children[-1].tag not in _CLOSERS:
        yield f"{_short(element)} 没有以段落结尾"


def _row_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    if next(element.iter(W + "tc"), None) is None:
        yield "表格里有一行没有单元格"


def _table_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    if element.find(W + "tblGrid") is None:
        yield "表格没有列的定义（tblGrid）"
    if next(element.iter(W + "tr"), None) is None:
        yield "表格没有行"


def _paragraph_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    parent = element.getparent()
    if parent is not None and parent.tag.startswith(W) and parent.tag not in _BLOCK_PARENTS:
        yield f"段落放在了 {_short(parent)} 里"


def _text_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    parent = element.getparent()
    if len(element) or parent is None or parent.tag != W + "r":
        yield "文字（w:t）的位置不对"


def _level_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    value = element.get(W + "val", "")
    if not value.isdigit() or int(value) > 8:
        yield f"列表级别“{value}”不对"


def _span_faults(_: _Case, element: etree._Element) -> Iterator[str]:
    value = element.get(W + "val", "")
    if not value.isdigit() or int(value) < 1:
        yield f"单元格合并的列数“{value}”不对"


def _note_faults(kind: str) -> Callable[[_Case, etree._Element], Iterator[str]]:
    def check(case: _Case, element: etree._Element) -> Iterator[str]:
        if element.get(W + "id") not in case.notes[kind]:
            yield f"引用了不存在的{PART_LABELS[kind + 's']}"

    return check


_RULES: Mapping[str, Callable[[_Case, etree._Element], Iterator[str]]] = {
    **dict.fromkeys(_CONTAINERS, _container_faults),
    W + "tr": _row_faults,
    W + "tbl": _table_faults,
    W + "p": _paragraph_faults,
    W + "t": _text_faults,
    W + "ilvl": _level_faults,
    W + "gridSpan": _span_faults,
    **{f"{W}{kind}Reference": _note_faults(kind) for kind in _NOTES},
}
