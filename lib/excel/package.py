"""Open the zip of an .xlsx only after its kind, size and markup were found harmless. It reads no cells."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from lib.errors import InputFileError

MAX_FILE = 20_000_000  # bytes as uploaded
MAX_MEMBERS = 2_000
MAX_UNPACKED = 300_000_000  # bytes of all members together
MAX_PART = 150_000_000  # bytes of one XML part that is read
MAX_RATIO, RATIO_FROM = 150, 5_000_000  # a member above 5 MB that shrank more than this is a bomb
_CHUNK = 1 << 18
_RESAVE = "请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传"
_DAMAGED = f"工作簿已损坏，打不开。{_RESAVE}"
_FOREIGN_STARTS = (  # first bytes → what the file is
    (b"%pdf", "这是PDF文件，不是Excel工作簿，请上传 .xlsx"),
    (b"{\\rtf", "这是RTF文档，不是Excel工作簿，请上传 .xlsx"),
    (b"<html", f"这是网页格式的文件，只是改名为 .xlsx。{_RESAVE}"),
    (b"<!doctype html", f"这是网页格式的文件，只是改名为 .xlsx。{_RESAVE}"),
    (b"<table", f"这是网页格式的文件，只是改名为 .xlsx。{_RESAVE}"),
    (b"<meta", f"这是网页格式的文件，只是改名为 .xlsx。{_RESAVE}"),
    (b"<?xml", f"这是XML格式的表格，不是 .xlsx。{_RESAVE}"),
    (b"mime-version", f"这是网页格式（MHTML）的文件，只是改名为 .xlsx。{_RESAVE}"),
    (b"rar!", "这是RAR压缩包，请解压后上传里面的 .xlsx"),
    (b"7z\xbc\xaf", "这是7z压缩包，请解压后上传里面的 .xlsx"),
)
_FOREIGN_MEMBERS = (  # a member of the zip → what the file is
    ("word/document.xml", "这是Word文档，不是Excel工作簿，请上传 .xlsx"),
    ("ppt/presentation.xml", "这是PPT演示文稿，不是Excel工作簿，请上传 .xlsx"),
    ("xl/workbook.bin", f"这是二进制工作簿（.xlsb）。{_RESAVE}"),
    ("content.xml", f"这是OpenDocument格式（.ods）的表格。{_RESAVE}"),
)


class Package:
    """A workbook's zip that passed the scan; parts are found whatever the case of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.names = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.names

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part's bytes; raises InputFileError when it is missing, damaged or larger than MAX_PART."""
        info = self.names.get(name.lower())
        if info is None:
            raise InputFileError(_DAMAGED)
        if info.file_size > MAX_PART:
            raise InputFileError(
                f"工作簿展开后过大（{info.file_size // 1_000_000} MB），请删去多余的行、列和工作表后再上传"
            )
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
            raise InputFileError(_DAMAGED) from None

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None] | None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Feed a part to the handlers; a DOCTYPE or broken XML raises InputFileError."""
        parser = strict_parser()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        feed(parser, self.chunks(name))


def strict_parser() -> expat.XMLParserType:
    """Return an expat parser that refuses any DOCTYPE, and so every entity."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
    """Run the parser to the end of the part; broken XML raises InputFileError."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise InputFileError(_DAMAGED) from None


def _refuse_doctype(*_: object) -> None:
    raise InputFileError(
        "工作簿里声明了外部实体（DOCTYPE），可能不安全，已拒绝。请在 Excel 或 WPS 中新建工作簿，只粘贴数值后再上传"
    )


def open_package(content: bytes) -> Package:
    """Scan an uploaded file and open it as a workbook's zip.

    Raises InputFileError with one Chinese line for what is no .xlsx (.xls, encrypted, web page, Word, CSV …),
    is damaged, or would unpack beyond the limits above (SAFETY.md, Workbooks).
    """
    if not content:
        raise InputFileError("文件是空的，请重新选择工作簿")
    if len(content) > MAX_FILE:
        raise InputFileError(f"文件超过 {MAX_FILE // 1_000_000} MB，请删去图片和多余的工作表后再上传")
    _refuse_foreign(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputFileError(_DAMAGED) from None
    _refuse_bombs(infos)
    package = Package(archive)
    _refuse_members(package)
    for name in package.names:
        if posixpath.splitext(name)[1] in (".xml", ".rels", ".vml"):
            _refuse_prolog(package, name)
    return package


def _refuse_foreign(content: bytes) -> None:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise InputFileError("工作簿加了打开密码，请在 Excel 或 WPS 中取消密码后再上传")
        raise InputFileError(f"这是旧版 Excel 格式（.xls），不是 .xlsx。{_RESAVE}")
    if content[:2] == b"PK":
        return
    head = content[:400].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, message in _FOREIGN_STARTS:
        if head.startswith(start):
            raise InputFileError(message)
    if b"\0" not in content[:4000]:
        raise InputFileError(f"这是文本文件（如CSV），不是Excel工作簿格式。{_RESAVE}")
    raise InputFileError(f"这不是Excel工作簿（.xlsx），格式无法识别。{_RESAVE}")


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise InputFileError(f"工作簿里有 {len(infos)} 个内部文件，多得不正常，已拒绝")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise InputFileError("工作簿展开后过大，疑似压缩炸弹，已拒绝。请删去多余内容后再上传")
    for info in infos:
        if info.flag_bits & 1:
            raise InputFileError("工作簿加了密码，请取消密码后再上传")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise InputFileError(
                "工作簿压缩比异常，疑似压缩炸弹，已拒绝。请在 Excel 或 WPS 中删去多余的空行空列后再上传"
            )
    names = [info.filename.lower() for info in infos]
    if len(set(names)) < len(names):
        raise InputFileError(_DAMAGED)


def _refuse_members(package: Package) -> None:
    if "xl/workbook.xml" in package or "_rels/.rels" in package and "[content_types].xml" in package:
        for member, message in _FOREIGN_MEMBERS[:3]:
            if member in package:
                raise InputFileError(message)
        return
    for member, message in _FOREIGN_MEMBERS:
        if member in package:
            raise InputFileError(message)
    raise InputFileError(f"这是压缩包，里面没有工作簿的内容。{_RESAVE}")


class _RootReached(Exception):
    """The prolog of a part is over."""


def _refuse_prolog(package: Package, name: str) -> None:
    """Parse a part up to its first element: a DOCTYPE can stand nowhere else."""

    def stop(*_: object) -> None:
        raise _RootReached

    try:
        package.parse(name, stop)
    except _RootReached:
        return
