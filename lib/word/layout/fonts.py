"""Which fonts a finished document wants, and what to do where one is missing. Installs and reads no font."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from lib.word.packages import open_package

LICENSED = "商业字体，不随本程序提供；须由本单位购置安装，未装时可改用“免装字体”字体集"
_ADVICE = {
    "方正小标宋简体": LICENSED,
    "方正小标宋_GBK": LICENSED,
    "仿宋_GB2312": "旧版系统字体；未装时 Word、WPS 以“仿宋”代替，字形相近",
    "楷体_GB2312": "旧版系统字体；未装时 Word、WPS 以“楷体”代替，字形相近",
    **dict.fromkeys(("仿宋", "楷体", "黑体", "宋体"), "Windows 自带"),
    "Times New Roman": "Windows 自带",
}
_STYLE = re.compile(r"<w:style [^>]*?w:styleId=\"([^\"]+)\".*?</w:style>", re.DOTALL)
_FONT = re.compile(r"<w:rFonts [^>]*/>")
_NAME = re.compile(r"w:(?:eastAsia|ascii|hAnsi|cs)=\"([^\"]+)\"")
_USED = re.compile(r"<w:(?:pStyle|rStyle) w:val=\"([^\"]+)\"")
_BASE = re.compile(r"<w:basedOn w:val=\"([^\"]+)\"")
_PARTS = re.compile(r"^word/(?:document|footer\d*|header\d*)\.xml$")


class FontWanted(NamedTuple):
    """A font a document names, and one Chinese line on where it comes from."""

    name: str
    advice: str


def fonts_wanted(content: bytes) -> list[FontWanted]:
    """Return the fonts that the text of a .docx is set in, in the order of first use.

    Fonts of styles that no paragraph uses are left out. Raises InputFileError for what is no readable .docx.
    """
    open_package(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("word/styles.xml").decode() if "word/styles.xml" in archive.namelist() else ""
        texts = [archive.read(name).decode() for name in sorted(archive.namelist()) if _PARTS.match(name)]
    rows = {found[1]: found[0] for found in _STYLE.finditer(styles)}
    names: dict[str, None] = {}
    for text in texts:
        for style in dict.fromkeys(_USED.findall(text)):
            names |= dict.fromkeys(_fonts_of(rows, style))
        names |= dict.fromkeys(name for font in _FONT.findall(text) for name in _NAME.findall(font))
    defaults = _FONT.search(styles)
    if not names and defaults:
        names |= dict.fromkeys(_NAME.findall(defaults[0]))
    return [FontWanted(name, _ADVICE.get(name, "请确认本机已安装")) for name in names]


def _fonts_of(rows: dict[str, str], style: str) -> list[str]:
    """Return the fonts of a style, of what it is based on where it names none."""
    for _ in range(10):
        row = rows.get(style, "")
        found = _FONT.search(row)
        if found:
            return _NAME.findall(found[0])
        base = _BASE.search(row)
        if base is None:
            return []
        style = base[1]
    return []
