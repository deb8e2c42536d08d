"""The named styles of an official document, one row each, and the styles part written from them for a preset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lib.word.layout.measures import POINTS_PER_MM, twips, twips_of_mm
from lib.word.layout.presets import Preset

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Style:
    """One row: indents in hundredths of a character, before and after in lines, borders in eighths of a point."""

    id: str
    name: str
    font: str = "正文"  # which of the preset's fonts and sizes
    base: str = "Normal"
    next: str = ""
    kind: str = "paragraph"
    align: str = ""
    first: int = 0
    left: int = 0
    hanging: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    outline: int | None = None
    colour: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    joined: bool = False  # no space between neighbours of this style
    pitch: str = "body"  # body | title | auto | tight (as high as the type asks)
    special: str = ""  # a key of _SPECIAL: what only this style needs


def _heading(level: int, name: str, style_id: str) -> Style:
    return Style(style_id, name, f"{name[-4:]}", first=200, outline=level - 1, next="GwBody", keep_next=level < 3)


STYLES: tuple[Style, ...] = (
    Style("GwBody", "正文", align="both", first=200, next="GwBody"),
    # 7.3.1: the title; one blank line under it (7.3.2)
    Style("GwTitle", "公文标题", "标题", align="center", after=1, keep_next=True, keep_lines=True, joined=True,
          pitch="title", next="GwAddressees"),
    Style("GwSubtitle", "公文副标题", "二级标题", align="center", after=1, keep_next=True, next="GwBody"),
    Style("GwAddressees", "主送机关", align="both", next="GwBody"),
    _heading(1, "一级标题", "GwHeading1"),
    _heading(2, "二级标题", "GwHeading2"),
    _heading(3, "三级标题", "GwHeading3"),
    _heading(4, "四级标题", "GwHeading4"),
    Style("GwRunning3", "连续三级标题", "三级标题", first=200, outline=2, next="GwBody"),
    # 7.3.4: one blank line below the text, hanging under the first character of the name
    Style("GwNote", "附件说明", align="both", left=500, hanging=300, before=1, joined=True, keep_next=True),
    Style("GwNoteFirst", "附件说明首条", align="both", left=600, hanging=400, before=1, keep_next=True, next="GwNoteNext"),
    Style("GwNoteNext", "附件说明续条", align="both", left=600, hanging=100, keep_next=True, next="GwNoteNext"),
    # 7.3.5
    Style("GwSignature", "署名", align="right", right=200, before=1, joined=True, keep_next=True, next="GwDate"),
    Style("GwDate", "成文日期", align="right", right=200, next="GwRemark"),
    Style("GwSealSignature", "用印署名", align="right", right=400, before=1, joined=True, keep_next=True,
          next="GwSealDate"),
    Style("GwSealDate", "用印成文日期", align="right", right=400, next="GwRemark"),
    Style("GwRemark", "附注", align="both", first=200, next="GwBody"),
    # 7.3.7: annexes on a new page, their title on line 3
    Style("GwAnnex", "附件标记", "附件", after=1, new_page=True, keep_next=True, next="GwAnnexTitle"),
    Style("GwAnnexTitle", "附件标题", "标题", align="center", after=1, keep_next=True, keep_lines=True, joined=True,
          pitch="title", outline=0, next="GwBody"),
    Style("GwCaption", "表题", "表头", align="center", keep_next=True, pitch="auto"),
    Style("GwCell", "表格文字", "表格", pitch="auto"),
    Style("GwCellCentre", "表格居中", "表格", base="GwCell", align="center", pitch="auto"),
    Style("GwCellNumber", "表格数字", "表格", base="GwCell", align="right", pitch="auto"),
    Style("GwCellHead", "表头", "表头", base="GwCell", align="center", keep_next=True, pitch="auto"),
    Style("GwAfterTable", "表后", pitch="auto", special="hairline"),
    Style("GwBlank", "空行"),
    # 7.2: the letterhead
    Style("GwCorner", "份号"),
    Style("GwSecrecy", "密级", "一级标题", base="GwCorner"),
    Style("GwUrgency", "紧急程度", "一级标题", base="GwCorner"),
    Style("GwHeadRoom", "版头留白", special="head_room"),
    Style("GwIssuer", "发文机关标志", "发文机关标志", align="center", colour=RED, pitch="tight", keep_next=True),
    Style("GwIssuers", "联合发文机关标志", "发文机关标志", align="distribute", colour=RED, pitch="tight",
          special="half_size"),
    Style("GwNumber", "发文字号", align="center", before=2, keep_next=True),
    Style("GwSigner", "发文字号签发人", left=100, right=100, before=2, keep_next=True, special="number_and_signer"),
    Style("GwSignerNext", "续签发人", left=100, right=100, keep_next=True, special="number_and_signer"),
    Style("GwRule", "红线", special="red_rule"),
    # 7.4: the imprint, a frame standing on the foot of the type area; its rules are paragraphs of their own
    Style("GwImprintFirst", "版记首线", "版记", pitch="auto", special="rule_thick"),
    Style("GwCopy", "抄送", "版记", align="both", left=400, hanging=300, right=100, pitch="auto", special="imprint"),
    Style("GwImprintRule", "版记分隔线", "版记", pitch="auto", special="rule_thin"),
    Style("GwPrinted", "印发", "版记", left=100, right=100, pitch="auto", special="imprint"),
    Style("GwImprintEnd", "版记末线", "版记", pitch="auto", special="rule_thick"),
    Style("GwImprintRoom", "版记留白", "版记", pitch="auto", special="imprint_room"),
    Style("GwAnchor", "版记锚点", pitch="auto", special="hairline"),
    # 7.5: 4-point numbers outside, one character in
    Style("GwPageOdd", "页码", "页码", align="right", right=100, pitch="tight"),
    Style("GwPageEven", "双页页码", "页码", align="left", left=100, pitch="tight"),
    # parts of a paragraph
    Style("GwPlain", "正文字", kind="character"),
    Style("GwSignerName", "签发人姓名", "签发人", kind="character"),
)
BY_NAME: dict[str, Style] = {style.name: style for style in STYLES}
BY_ID: dict[str, Style] = {style.id: style for style in STYLES}

# What a person may make of a paragraph on the 规范排版 page; 表格 is a whole table.
ROLES: tuple[str, ...] = (
    "公文标题", "公文副标题", "主送机关", "正文", "一级标题", "二级标题", "三级标题", "四级标题", "附件说明", "署名", "成文日期",
    "附注", "附件标记", "附件标题", "表题", "表格", "份号", "密级", "紧急程度", "发文机关标志", "联合发文机关标志", "发文字号", "红线",
    "抄送", "印发", "空行",
)  # fmt: skip

# What an author may write after @ for a style: its own name, and these.
ALIASES = {"版记": "印发", "标题": "公文标题", "副标题": "公文副标题", "日期": "成文日期", "附件": "附件标记", "主送": "主送机关"}


def style_named(name: str) -> Style | None:
    """Return the paragraph style of this name or alias, or None."""
    found = BY_NAME.get(ALIASES.get(name, name))
    return found if found is not None and found.kind == "paragraph" else None


def styles_xml(preset: Preset) -> str:
    """Return word/styles.xml for a preset: document defaults, then one w:style per row of STYLES."""
    rows = "".join(_style(style, preset) for style in STYLES)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_run(BY_NAME["正文"], preset)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_GRID}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_GRID}{_spacing(0, 0, _line(BY_NAME['正文'], preset))}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{_table_style()}{rows}</w:styles>"
    )


# What keeps 28 characters in each of 22 lines: no widow control, no mark hanging out of the type area, no blanks
# added between Chinese and digits.
_GRID = (
    '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)


def _table_style() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="GwTable"><w:name w:val="公文表格"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"{sides}</w:tblBorders><w:tblCellMar><w:top w:w=\"57\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>"
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _style(style: Style, preset: Preset) -> str:
    head = f'<w:style w:type="{style.kind}" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
    if style.kind == "character":
        return f'{head}<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{_run(style, preset)}</w:rPr></w:style>'
    follow = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'{head}<w:basedOn w:val="{style.base}"/>{follow}<w:qFormat/>'
        f"<w:pPr>{''.join(_paragraph(style, preset))}</w:pPr><w:rPr>{_run(style, preset)}</w:rPr></w:style>"
    )


def _paragraph(style: Style, preset: Preset) -> Iterator[str]:
    """Yield paragraph properties in the order the schema asks (CT_PPrBase)."""
    special = _SPECIAL.get(style.special, lambda _style, _preset: {})(style, preset)
    if style.keep_next:
        yield "<w:keepNext/>"
    if style.keep_lines:
        yield "<w:keepLines/>"
    if style.new_page:
        yield "<w:pageBreakBefore/>"
    yield special.get("borders", "")
    yield special.get("shading", "")
    yield special.get("tabs", "")
    before, after = twips(style.before * preset.pitch), twips(style.after * preset.pitch)
    yield special.get("spacing") or _spacing(before, after, _line(style, preset))
    centred = style.id in PAGE_NUMBERS and preset.number_place == "居中"
    yield "" if centred else _indent(style, preset)
    if style.joined:
        yield "<w:contextualSpacing/>"
    if style.align:
        yield f'<w:jc w:val="{"center" if centred else style.align}"/>'
    if style.outline is not None:
        yield f'<w:outlineLvl w:val="{style.outline}"/>'


def _indent(style: Style, preset: Preset) -> str:
    size = twips(size_of(style, preset)) / 100
    amounts = {"left": style.left, "right": style.right}
    amounts |= {"hanging": style.hanging} if style.hanging else {"firstLine": style.first}
    if not any(amounts.values()):
        return ""
    written = "".join(f' w:{side}Chars="{n}" w:{side}="{round(n * size)}"' for side, n in amounts.items() if n)
    return f"<w:ind{written}/>"


def size_of(style: Style, preset: Preset) -> float:
    """Return a style's type size in points."""
    size = preset.sizes[style.font]
    return round(size * 2 / 3) if style.special == "half_size" else size


def _run(style: Style, preset: Preset) -> str:
    font = quoteattr(preset.fonts[style.font])
    western = quoteattr(preset.western) if preset.western else font
    half_points = round(size_of(style, preset) * 2)
    spacing = twips(preset.spacing) if style.pitch == "body" else 0
    bold = 1 if style.font in preset.bold else 0
    return (
        # All four, or quotation marks and dashes come out in a Western font.
        f"<w:rFonts w:ascii={western} w:hAnsi={western if preset.western else font} w:eastAsia={font} w:cs={western}/>"
        f'<w:b w:val="{bold}"/><w:color w:val="{style.colour or "000000"}"/><w:spacing w:val="{spacing}"/>'
        f'<w:kern w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _line(style: Style, preset: Preset) -> tuple[int, str]:
    """Return the line's height in twips and its rule."""
    size = size_of(style, preset)
    heights = {
        "body": (twips(preset.pitch), "exact"),
        "title": (twips(preset.title_pitch or max(preset.pitch, size * 1.2)), "exact"),
        "tight": (twips(size * 1.25), "exact"),
        "auto": (240, "auto"),
    }
    return heights[style.pitch]


def _spacing(before: int, after: int, line: tuple[int, str]) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line[0]}" w:lineRule="{line[1]}"/>'


def _border(side: str, eighths: int, colour: str = "000000") -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


PAGE_NUMBERS = frozenset({"GwPageOdd", "GwPageEven"})
IMPRINT = frozenset({"GwImprintFirst", "GwCopy", "GwImprintRule", "GwPrinted", "GwImprintEnd", "GwImprintRoom"})
CORNER = frozenset({"GwCorner", "GwSecrecy", "GwUrgency"})


def frame_of(style_id: str, preset: Preset) -> str:
    """Return the w:framePr of a style that stands out of the flow, "" for any other.

    It is written in each paragraph: LibreOffice drops a frame that a style brings.
    """
    if style_id not in IMPRINT | CORNER:
        return ""
    width, place = (preset.width, "bottom") if style_id in IMPRINT else (_CORNER_WIDTH, "top")
    return (
        f'<w:framePr w:w="{twips_of_mm(width)}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" '
        f'w:hAnchor="margin" w:xAlign="left" w:yAlign="{place}"/>'
    )


_CORNER_WIDTH = 70.0  # mm, enough for 机密★30年


def _head_room(style: Style, preset: Preset) -> dict[str, str]:
    """The blank from the page's first line to the mark: its top is 35 mm below the type area's (7.2.4)."""
    blank = (297 - preset.foot - 225 + 35 - preset.top) * POINTS_PER_MM - preset.sizes["发文机关标志"] * 0.125
    return {"spacing": _spacing(0, 0, (twips(blank), "exact"))}


def _red_rule(style: Style, preset: Preset) -> dict[str, str]:
    """4 mm under the 发文字号, as wide as the type area, two blank lines below it (7.2.7, 7.3.1).

    Of a line's leading Word leaves half under the characters, LibreOffice a third: 0.8 of the half holds for both.
    """
    gap = twips_of_mm(4) - twips(preset.half_leading * 0.8)
    return {
        "borders": f"<w:pBdr>{_border('top', 16, RED)}</w:pBdr>",
        "spacing": _spacing(max(0, gap), twips(2 * preset.pitch) - 20, (20, "exact")),
    }


def _number_and_signer(style: Style, preset: Preset) -> dict[str, str]:
    """上行文: the number one character in at the left, 签发人 one character in at the right (7.2.5, 7.2.6)."""
    place = twips_of_mm(preset.width) - twips(preset.sizes["正文"])
    return {"tabs": f'<w:tabs><w:tab w:val="right" w:pos="{place}"/></w:tabs>'}


def _imprint(style: Style, preset: Preset) -> dict[str, str]:
    """Lines of 抄送 and 印发; a tab leads to 印发日期, one character in from the right (7.4.2, 7.4.3)."""
    place = twips_of_mm(preset.width) - twips(preset.sizes["版记"])
    return {
        "tabs": f'<w:tabs><w:tab w:val="right" w:pos="{place}"/></w:tabs>',
        "spacing": _spacing(0, 0, (twips(preset.sizes["版记"] * 1.6), "exact")),
    }


def _rule(millimetres: float) -> Callable[[Style, Preset], dict[str, str]]:
    """A rule of the imprint: a paragraph as high as the rule is thick, filled. LibreOffice drops borders in frames."""

    def rule(style: Style, preset: Preset) -> dict[str, str]:
        return {
            "shading": '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>',
            "spacing": _spacing(0, 0, (twips_of_mm(millimetres), "exact")),
        }

    return rule


def _imprint_room(style: Style, preset: Preset) -> dict[str, str]:
    """What lies between the type area's foot, where the last rule stands, and Word's margin (7.4.1)."""
    below = max(2, twips_of_mm(preset.foot - preset.bottom))
    return {"spacing": _spacing(0, 0, (below, "exact"))}


def _hairline(style: Style, preset: Preset) -> dict[str, str]:
    return {"spacing": _spacing(0, 0, (20, "exact"))}


_SPECIAL = {
    "head_room": _head_room,
    "red_rule": _red_rule,
    "number_and_signer": _number_and_signer,
    "imprint": _imprint,
    "rule_thick": _rule(0.35),  # 7.4.1
    "rule_thin": _rule(0.25),  # 7.4.1
    "imprint_room": _imprint_room,
    "hairline": _hairline,
}
