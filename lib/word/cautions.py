"""What a .docx may carry that harms its reader: macros, remote parts, commanding fields. Tags are judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lib.errors import TemplateError
from lib.word.names import W
from lib.word.packages import Package, Relationship, content_type, parse_part

_WEB = re.compile(r"(?:https?|mailto|tel):|#", re.I)
_LOCAL = re.compile(r"file:///?[A-Za-z]:|[A-Za-z]:[\\/]|[^/\\:]+$", re.I)
# commands that fetch, run or fill from outside; QUOTE of bare numbers is how they are disguised
_FIELDS = re.compile(r"^\s*\\?(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|RD)\b", re.I)
_DISGUISED = re.compile(r"^\s*QUOTE(?:\s+\d+){3,}", re.I)

# part names → what they are
PARTS = (
    (
        re.compile(r"vbaProject\.bin$|vbaData\.xml$", re.I),
        "文件里有宏（VBA），为了安全不予使用；请另存为不带宏的 .docx",
    ),
    (re.compile(r"/activeX/", re.I), "文件里有 ActiveX 控件，为了安全不予使用；请删去控件再存"),
)
RELATIONS = {
    "vbaProject": "文件里有宏（VBA），为了安全不予使用；请另存为不带宏的 .docx",
    "aFChunk": "文件里嵌入了网页或别的文件（altChunk），为了安全不予使用；请删去，或打开后复制成文字",
    "control": "文件里有 ActiveX 控件，为了安全不予使用；请删去控件再存",
    "subDocument": "文件是引用了子文档的主控文档，为了安全不予使用；请合并成一个文件",
}


def hazards(package: Package) -> list[str]:
    """Return one Chinese sentence for everything in the package that would harm a reader."""
    return list(dict.fromkeys(_hazards(package)))


def strip_hazards(package: Package) -> None:
    """Refuse a package with hazards (TemplateError); take out an attached template of this computer, which Word
    writes often and nobody needs."""
    found = hazards(package)
    if found:
        raise TemplateError(found[0])
    for name in list(package.members):
        if name.endswith(".rels") and b"attachedTemplate" in package.members[name].data:
            _strip_attached(package, name)


def _hazards(package: Package) -> Iterator[str]:
    for name in package.members:
        yield from (sentence for pattern, sentence in PARTS if pattern.search(name))
        if "macroEnabled" in content_type(package, name):
            yield "文件带有宏（.docm），为了安全不予使用；请另存为不带宏的 .docx"
    for name in package.members:
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        tree = package.tree(name)
        if name.endswith(".rels"):
            yield from _relation_hazards(package, name)
        elif any(True for _ in tree.iter(W + "altChunk")):
            yield RELATIONS["aFChunk"]
        if name.startswith("word/"):
            yield from _field_hazards(tree)


def _relation_hazards(package: Package, name: str) -> Iterator[str]:
    folder, file = name.rsplit("_rels/", 1)
    for one in package.relationships(folder + file.removesuffix(".rels")):
        if one.type in RELATIONS:
            yield RELATIONS[one.type]
        elif one.external and not _is_harmless(one):
            yield _external_sentence(one)


def _is_harmless(one: Relationship) -> bool:
    if one.type == "hyperlink":
        return _WEB.match(one.target) is not None
    return one.type == "attachedTemplate" and _LOCAL.match(one.target) is not None


def _external_sentence(one: Relationship) -> str:
    target = one.target[:60]
    if one.type == "attachedTemplate":
        return f"文件附着了外部模板“{target}”，打开时会从别处取内容，不予使用；请在“开发工具—文档模板”里改为 Normal"
    if one.type == "hyperlink":
        return f"文件里的超链接指向本机或局域网“{target}”，为了安全不予使用；只能用 http、https 或 mailto 链接"
    return f"文件引用了外部内容“{target}”（{one.type}），打开时会从别处取，不予使用；请改为嵌入文件"


def _field_hazards(tree: etree._Element) -> Iterator[str]:
    for code in field_codes(tree):
        found = _FIELDS.match(code) or _DISGUISED.match(code)
        if found:
            command = found[0].split()[0].strip("\\").upper()
            yield f"文件里有 {command} 域，会运行命令或从别处取内容，为了安全不予使用；请删去这个域"


def field_codes(tree: etree._Element) -> Iterator[str]:
    """Yield every field's code, put together from the runs it is split over."""
    for simple in tree.iter(W + "fldSimple"):
        yield simple.get(W + "instr", "")
    open_codes: list[list[str]] = []
    for one in tree.iter(W + "fldChar", W + "instrText"):
        if one.tag == W + "instrText":
            (open_codes[-1] if open_codes else open_codes.append([]) or open_codes[-1]).append(one.text or "")
        elif one.get(W + "fldCharType") == "begin":
            open_codes.append([])
        elif one.get(W + "fldCharType") == "end" and open_codes:
            yield "".join(open_codes.pop())
    yield from ("".join(one) for one in open_codes)


def _strip_attached(package: Package, name: str) -> None:
    root = parse_part(name, package.members[name].data)
    dropped = [one for one in root if one.get("Type", "").endswith("/attachedTemplate")]
    keys = {one.get("Id") for one in dropped}
    for one in dropped:
        root.remove(one)
    package.replace(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    folder, file = name.rsplit("_rels/", 1)
    part = folder + file.removesuffix(".rels")
    if part in package.members:
        settings = parse_part(part, package.members[part].data)
        for one in settings.findall(W + "attachedTemplate"):
            if any(value in keys for value in one.attrib.values()):
                settings.remove(one)
        package.replace(part, etree.tostring(settings, xml_declaration=True, encoding="UTF-8", standalone=True))
