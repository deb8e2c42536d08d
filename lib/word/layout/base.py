"""The base document: every part of the package but the body, and the package written byte for byte alike each time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from lib.word.layout.measures import POINTS_PER_MM, twips, twips_of_mm
from lib.word.layout.presets import Preset
from lib.word.layout.styles import W, styles_xml

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "word/document.xml": f"{_OFFICE}.document.main+xml",
    "word/styles.xml": f"{_OFFICE}.styles+xml",
    "word/settings.xml": f"{_OFFICE}.settings+xml",
    "word/fontTable.xml": f"{_OFFICE}.fontTable+xml",
    "word/footer1.xml": f"{_OFFICE}.footer+xml",
    "word/footer2.xml": f"{_OFFICE}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
# What Word and WPS may take where a font is not installed.
_SUBSTITUTES = {
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "仿宋": "FangSong",
    "楷体": "KaiTi",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(body: str, preset: Preset, *, title: str = "") -> bytes:
    """Return a .docx of this body (the XML inside w:body, before the section); the same bytes for the same call."""
    parts = _parts(preset) | {
        "word/document.xml": document_xml(body, preset),
        "docProps/core.xml": _core(title),
    }
    return packed(parts)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package of these parts, dates and order fixed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in ("[Content_Types].xml", *(name for name in parts if name != "[Content_Types].xml")):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            part = parts[name]
            archive.writestr(entry, part.encode("utf-8") if isinstance(part, str) else part)
    return buffer.getvalue()


def document_xml(body: str, preset: Preset) -> str:
    """Return word/document.xml around a body."""
    return (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}'
        f'<w:sectPr><w:footerReference w:type="even" r:id="rId4"/><w:footerReference w:type="default" r:id="rId3"/>'
        f"{page_setup(preset)}</w:sectPr></w:body></w:document>"
    )


def page_setup(preset: Preset) -> str:
    """Return w:pgSz and w:pgMar. No document grid: it breaks LibreOffice and overrides the spacing in Word."""
    return f'<w:pgSz w:w="11906" w:h="16838" w:code="9"/>{page_margins(preset)}'


def page_margins(preset: Preset) -> str:
    """Return w:pgMar with all its sides: what WPS has to guess it drops."""
    sides = {
        "top": preset.top,
        "right": preset.right,
        "bottom": preset.bottom,
        "left": preset.left,
        "header": 15,
        "footer": _footer(preset),
    }
    margins = "".join(f' w:{side}="{twips_of_mm(value)}"' for side, value in sides.items())
    return f'<w:pgMar{margins} w:gutter="0"/>'


def _footer(preset: Preset) -> float:
    """Where the footer's line ends, in mm from the paper's foot, so that the dash stands 7 mm under the type area.

    The line is 1.25 type sizes high and the dash at the middle of the characters: 7.5.
    """
    below_dash = preset.sizes["页码"] * _DASH_HEIGHT / POINTS_PER_MM
    return max(5.0, preset.foot - preset.number_drop - below_dash)


_DASH_HEIGHT = 0.5625  # of the type size, from the line's foot up to the dash


@lru_cache(maxsize=16)
def _parts(preset: Preset) -> dict[str, str]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": "",
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml"),
            ("footer", "footer2.xml"), ("fontTable", "fontTable.xml"),
        ),
        "word/styles.xml": styles_xml(preset),
        "word/settings.xml": settings(preset),
        "word/fontTable.xml": font_table(preset),
        "word/footer1.xml": footer("GwPageOdd", preset),
        "word/footer2.xml": footer("GwPageEven", preset),
        "docProps/core.xml": "",
        "docProps/app.xml": (
            f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>填报成文</Application></Properties>"
        ),
    }


def footer(style: str, preset: Preset) -> str:
    """Return a footer part: — 1 — in the style of odd or even pages (7.5)."""
    before, after = ("— ", " —") if preset.number_dashes else ("", "")
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    dashes = [f'<w:r><w:t xml:space="preserve">{dash}</w:t></w:r>' if dash else "" for dash in (before, after)]
    return (
        f'{_HEAD}<w:ftr xmlns:w="{W}" xmlns:r="{R}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{dashes[0]}{field}{dashes[1]}</w:p></w:ftr>"
    )


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    package_kind = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{(package_kind if kind.startswith("metadata") else R)}/{kind}" '
        f'Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{package_kind}">{rows}</Relationships>'


def settings(preset: Preset) -> str:
    even = "<w:evenAndOddHeaders/>" if preset.number_place == "外侧" else ""
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        f'<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="{twips(preset.sizes["正文"] * 2)}"/>{even}'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table(preset: Preset) -> str:
    names = sorted({*preset.fonts.values(), *([preset.western] if preset.western else [])})
    rows = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(_SUBSTITUTES[name])}/>" if name in _SUBSTITUTES else "")
        + f'<w:charset w:val="{"00" if name == preset.western else "86"}"/><w:family w:val="auto"/></w:font>'
        for name in names
    )
    return f'{_HEAD}<w:fonts xmlns:w="{W}">{rows}</w:fonts>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
