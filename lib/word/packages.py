"""Open a .docx: what kind of file it is, whether its zip is sound, its parts and relationships. Judges no content."""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lib.errors import TemplateError
from lib.word.names import (
    CONTENT_TYPES,
    MAIN_TYPE,
    OFFICE,
    RELATIONSHIPS,
    STRICT_OFFICE,
    TYPES_PART,
)

# SAFETY.md, “What held”: no false alarm on 79 real files
MAX_FILE = 20_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 300_000_000
MAX_RATIO, RATIO_FROM = 150, 5_000_000

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
_BLANKS = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False, remove_blank_text=True
)


@dataclass(frozen=True, slots=True)
class Member:
    """One zip entry: its unpacked bytes, and the packed bytes as they stood (method 0 stored, 8 deflated)."""

    name: str
    data: bytes
    packed: bytes
    method: int

    @property
    def crc(self) -> int:
        return zlib.crc32(self.data)


@dataclass(frozen=True, slots=True)
class Relationship:
    id: str
    type: str  # the last step of its address, e.g. header
    target: str  # a part's name, or an address where external
    external: bool


@dataclass(slots=True)
class Package:
    """A .docx opened and proven sound as a zip; `main` is the name of the document part."""

    members: dict[str, Member]
    main: str = ""
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, name: str) -> etree._Element:
        """Return the parsed part; a fresh copy is the caller's business. Raises TemplateError."""
        if name not in self.trees:
            self.trees[name] = parse_part(name, self.members[name].data)
        return self.trees[name]

    def relationships(self, part: str = "") -> list[Relationship]:
        """Return what `part` (the package itself by default) refers to."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        if rels not in self.members:
            return []
        found = self.tree(rels).iter(RELATIONSHIPS + "Relationship")
        return [_relationship(one, folder) for one in found]

    def replace(self, name: str, data: bytes) -> None:
        """Put other content in a part, deflated anew."""
        self.members[name] = Member(name, data, deflate(data), 8)
        self.trees.pop(name, None)


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relationship(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target, external)


def deflate(data: bytes) -> bytes:
    return zlib.compress(data, 9, -15)


def parse_part(name: str, data: bytes, *, blanks: bool = True) -> etree._Element:
    """Parse one XML part strictly, entities refused. Raises TemplateError, one Chinese line."""
    try:
        tree = etree.fromstring(data, PARSER if blanks else _BLANKS)
    except etree.XMLSyntaxError as error:
        if "entity" in str(error).lower():
            raise TemplateError(f"文件部件“{name}”里用了 XML 实体，为了安全不予打开；请用 Word 重新保存") from error
        raise TemplateError(
            f"文件已损坏：部件“{name}”第{error.lineno}行不是完整的 XML；请用 Word 修复后另存"
        ) from error
    except ValueError as error:
        raise TemplateError(f"文件已损坏：部件“{name}”的编码不能识别；请用 Word 重新保存") from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise TemplateError(f"文件部件“{name}”带有 DTD（实体声明），为了安全不予打开；请用 Word 重新保存")
    return tree


def open_package(source: bytes) -> Package:
    """Read a .docx wholly, within limits. Raises TemplateError naming what the file is or what is wrong with it."""
    _refuse_other_kinds(source)
    members = _read_members(source)
    _refuse_other_packages(members)
    package = Package(members)
    package.main = _find_main(package)
    return package


# -- what is not a .docx at all ---------------------------------------------------------------------------------------


def _is_encrypted(source: bytes) -> bool:
    return source.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in source


def _is_html(source: bytes) -> bool:
    head = source[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<html" in head


_SAVE_AS = "请用 Word 或 WPS 打开后另存为 .docx"
KINDS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda s: not s, "文件是空的（0字节），请重新选择"),
    (_is_encrypted, "文件加了打开密码，程序读不了；请在 Word 里去掉密码再存"),
    (lambda s: s.startswith(b"\xd0\xcf\x11\xe0"), f"这是旧格式文件（.doc 一类），不是 .docx；{_SAVE_AS}"),
    (lambda s: s.lstrip()[:5] == b"{\\rtf", f"这是 RTF 文件，不是 .docx；{_SAVE_AS}"),
    (lambda s: s[:1024].lstrip().startswith(b"%PDF"), "这是 PDF 文件，不是 .docx；请找到它的 Word 原文件"),
    (_is_html, f"这是网页（HTML）文件，不是 .docx；{_SAVE_AS}"),
    (lambda s: s.lstrip()[:5] == b"<?xml", f"这是 XML 文件，不是 .docx；{_SAVE_AS}"),
    (lambda s: not s.startswith(b"PK"), f"这不是 Word 文档（.docx），格式不能识别；{_SAVE_AS}"),
    (lambda s: len(s) > MAX_FILE, f"文件超过{MAX_FILE // 1_000_000}MB，太大了；请删去其中的大图片再存"),
)


def _refuse_other_kinds(source: bytes) -> None:
    for is_kind, sentence in KINDS:
        if is_kind(source):
            raise TemplateError(sentence)


PACKAGES: tuple[tuple[Callable[[Mapping[str, Member]], bool], str], ...] = (
    (
        lambda m: "mimetype" in m and b"opendocument" in m["mimetype"].data,
        f"这是 ODF 文件（.odt 一类），不是 .docx；{_SAVE_AS}",
    ),
    (lambda m: "xl/workbook.xml" in m, "这是 Excel 工作簿（.xlsx），不是 Word 文档；请换成 .docx"),
    (lambda m: "ppt/presentation.xml" in m, "这是 PowerPoint 演示文稿，不是 Word 文档；请换成 .docx"),
    (lambda m: TYPES_PART not in m, "这是普通压缩包，不是 Word 文档的格式；请选 .docx 文件"),
    (lambda m: "_rels/.rels" not in m, "文件损坏，不完整：找不到文档的目录（_rels/.rels）；请用 Word 修复后另存"),
)


def _refuse_other_packages(members: Mapping[str, Member]) -> None:
    for is_kind, sentence in PACKAGES:
        if is_kind(members):
            raise TemplateError(sentence)


# -- the zip ----------------------------------------------------------------------------------------------------------

_BROKEN = "文件损坏，不完整（压缩包读不下去）；请重新复制一份，或用 Word 修复后另存"


def _read_members(source: bytes) -> dict[str, Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            entries = archive.infolist()
            refuse_entries(entries, len(source))
            return {
                one.filename: Member(one.filename, archive.read(one), _packed(source, one), one.compress_type)
                for one in entries
                if not one.is_dir()
            }
    except zipfile.BadZipFile as error:
        if "CRC" in str(error):
            raise TemplateError(
                "文件损坏：有部件的校验码（CRC）对不上；请重新复制一份，或用 Word 修复后另存"
            ) from error
        raise TemplateError(_BROKEN) from error
    except (zlib.error, EOFError, OSError, struct.error, NotImplementedError, ValueError, RuntimeError) as error:
        raise TemplateError(_BROKEN) from error


def _packed(source: bytes, entry: zipfile.ZipInfo) -> bytes:
    name_length, extra_length = struct.unpack_from("<HH", source, entry.header_offset + 26)
    start = entry.header_offset + 30 + name_length + extra_length
    return source[start : start + entry.compress_size]


def _is_bad_name(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name


def _is_link(entry: zipfile.ZipInfo) -> bool:
    mode = entry.external_attr >> 16
    return bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)


ENTRY_RULES: tuple[tuple[Callable[[zipfile.ZipInfo], bool], str], ...] = (
    (lambda e: bool(e.flag_bits & 1), "压缩包里“{name}”加了密码，程序读不了；请去掉密码再存"),
    (lambda e: e.compress_type not in (0, 8), "压缩包里“{name}”的压缩方式 Word 不用，文件异常；请用 Word 重新保存"),
    (lambda e: _is_bad_name(e.filename), "压缩包里的名称“{name}”异常（指向包外），不予打开；请用 Word 重新保存"),
    (_is_link, "压缩包里“{name}”是一个链接，文件异常，不予打开；请用 Word 重新保存"),
    (
        lambda e: e.file_size > RATIO_FROM and e.file_size > MAX_RATIO * max(e.compress_size, 1),
        "压缩包里“{name}”展开后大得异常（疑似压缩炸弹），不予打开",
    ),
)


def refuse_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse a zip by its directory alone, before anything is unpacked. Raises TemplateError."""
    if len(entries) > MAX_ENTRIES:
        raise TemplateError(f"压缩包里有{len(entries)}个部件，超过{MAX_ENTRIES}个，文件异常，不予打开")
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise TemplateError(f"文件展开后超过{MAX_UNPACKED // 1_000_000}MB（疑似压缩炸弹），不予打开")
    if sum(one.compress_size for one in entries) > size:
        raise TemplateError("压缩包里的部件互相重叠，文件异常，不予打开")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename[:80]
        if entry.filename.lower() in seen:
            raise TemplateError(f"压缩包里有两个“{name}”，文件异常，不予打开；请用 Word 重新保存")
        seen.add(entry.filename.lower())
        for is_wrong, sentence in ENTRY_RULES:
            if is_wrong(entry):
                raise TemplateError(sentence.format(name=name))


# -- the document part ------------------------------------------------------------------------------------------------

_TYPE_SENTENCES = (
    ("macroEnabled", "文件带有宏（.docm），为了安全不予使用；请另存为不带宏的 .docx"),
    ("template.main", "这是 Word 模板格式（.dotx），请用 Word 另存为 .docx"),
)


def _find_main(package: Package) -> str:
    links = [one for one in package.relationships() if one.type == "officeDocument" and not one.external]
    if len(links) != 1 or links[0].target not in package.members:
        raise TemplateError("文件损坏，不完整：找不到正文；请用 Word 修复后另存")
    main = links[0].target
    raw = package.members["_rels/.rels"].data.decode("utf-8", "replace")
    if STRICT_OFFICE in raw:
        raise TemplateError("这是“严格 Open XML”格式的文档，请用 Word 另存为普通的 Word 文档（.docx）")
    if OFFICE + "officeDocument" not in raw:
        raise TemplateError("文件损坏：正文的登记不对；请用 Word 重新保存")
    kind = content_type(package, main)
    for part, sentence in _TYPE_SENTENCES:
        if part in kind:
            raise TemplateError(sentence)
    if kind != MAIN_TYPE:
        raise TemplateError(f"这不是 Word 文档的格式（正文类型是“{kind[:60]}”）；{_SAVE_AS}")
    return main


def content_type(package: Package, name: str) -> str:
    """Return the content type of a part, empty where none is given."""
    types = package.tree(TYPES_PART)
    for one in types.iter(CONTENT_TYPES + "Override"):
        if one.get("PartName", "").lower() == "/" + name.lower():
            return one.get("ContentType", "")
    extension = name.rsplit(".", 1)[-1].lower()
    for one in types.iter(CONTENT_TYPES + "Default"):
        if one.get("Extension", "").lower() == extension:
            return one.get("ContentType", "")
    return ""
