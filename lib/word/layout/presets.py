"""Presets: the numbers and fonts of a page, the two built in, and an office's own laid over one of them. Reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from lib.errors import CallError
from lib.word.layout.measures import POINTS_PER_MM, points_of

# What each part of a page is set in; the same keys in 字体, 字号 and 加粗 of an office's own preset.
FONT_SETS: Mapping[str, Mapping[str, str]] = {
    "标准": {
        "标题": "方正小标宋简体",
        "正文": "仿宋_GB2312",
        "一级标题": "黑体",
        "二级标题": "楷体_GB2312",
        "三级标题": "仿宋_GB2312",
        "四级标题": "仿宋_GB2312",
        "发文机关标志": "方正小标宋简体",
        "签发人": "楷体_GB2312",
        "附件": "黑体",
        "表格": "仿宋_GB2312",
        "表头": "黑体",
        "版记": "仿宋_GB2312",
        "页码": "宋体",
    },
    "免装字体": {
        "标题": "宋体",
        "正文": "仿宋",
        "一级标题": "黑体",
        "二级标题": "楷体",
        "三级标题": "仿宋",
        "四级标题": "仿宋",
        "发文机关标志": "宋体",
        "签发人": "楷体",
        "附件": "黑体",
        "表格": "仿宋",
        "表头": "黑体",
        "版记": "仿宋",
        "页码": "宋体",
    },
}
BOLD_IN: Mapping[str, frozenset[str]] = {"标准": frozenset(), "免装字体": frozenset({"标题", "发文机关标志"})}

SIZES: Mapping[str, float] = {
    "标题": 22.0,  # 2号, GB/T 9704-2012 7.3.1
    "正文": 16.0,  # 3号, 5.2.2
    "一级标题": 16.0,
    "二级标题": 16.0,
    "三级标题": 16.0,
    "四级标题": 16.0,  # 7.3.3
    "发文机关标志": 42.0,  # 7.2.4 leaves the size to the issuer, for "醒目、美观、庄重"
    "签发人": 16.0,
    "附件": 16.0,  # 7.3.7
    "表格": 12.0,
    "表头": 12.0,
    "版记": 14.0,  # 4号, 7.4
    "页码": 14.0,  # 4号, 7.5
}


@dataclass(frozen=True, slots=True, eq=False)  # equal when the same object, so that its parts are written once
class Preset:
    """One page form. Margins and distances in mm, pitch, spacing and sizes in points."""

    name: str
    top: float
    bottom: float
    left: float
    right: float
    pitch: float
    spacing: float
    fonts: Mapping[str, str] = field(default_factory=lambda: FONT_SETS["标准"])
    sizes: Mapping[str, float] = field(default_factory=lambda: SIZES)
    bold: frozenset[str] = frozenset()
    title_pitch: float | None = None  # None: the body's own, which keeps 22 lines on the first page too
    western: str = ""  # a font for digits and Latin letters; "" is the Chinese font, as the standard has it
    number_place: str = "外侧"  # 外侧 | 居中
    number_dashes: bool = True
    number_drop: float = 7.0  # mm from the type area's foot to the dash, 7.5
    sealed: bool = False  # whether 署名 leaves room for a seal, 7.3.5

    @property
    def width(self) -> float:
        """The width of the text in mm."""
        return 210.0 - self.left - self.right

    @property
    def half_leading(self) -> float:
        """The blank half of a line's pitch above and below its characters, in points."""
        return (self.pitch - self.sizes["正文"]) / 2

    @property
    def lines(self) -> int:
        """Whole lines on a page."""
        return int((297.0 - self.top - self.bottom) * POINTS_PER_MM / self.pitch + 0.02)

    @property
    def characters(self) -> int:
        """Whole characters in a line of body text."""
        return int(self.width * POINTS_PER_MM / (self.sizes["正文"] + self.spacing) + 0.001)

    @property
    def foot(self) -> float:
        """Where the type area ends, in mm from the paper's foot: 35 for both built-in presets (5.2.1)."""
        return max(self.bottom, min(35.0, self.bottom + self.half_leading / POINTS_PER_MM))


PRESETS: Mapping[str, Preset] = {
    # 37/35 become 34.6/32.6 because the half-leading of the first and last line lies inside Word's margins.
    "国标": Preset("国标", 34.6, 32.6, 28.0, 26.0, pitch=29.6, spacing=-0.25),
    "通行": Preset("通行", 37.0, 35.0, 28.0, 26.0, pitch=28.0, spacing=0.0),
}

_MARGINS = {"上": "top", "下": "bottom", "左": "left", "右": "right"}
_NUMBERS = {"行距": "pitch", "字距": "spacing", "标题行距": "title_pitch"}
_NUMBER_KEYS = {"位置": "number_place", "一字线": "number_dashes", "距版心": "number_drop"}
_RANGES = {
    "top": (5, 100),
    "bottom": (15, 100),
    "left": (5, 80),
    "right": (5, 80),
    "pitch": (10, 100),
    "spacing": (-5, 20),
    "title_pitch": (10, 100),
    "number_drop": (0, 20),
    "size": (5, 120),
}
PRESET_KEYS = ("名称", "基于", "页边距", "行距", "字距", "标题行距", "字体集", "字体", "字号", "加粗", "西文字体", "页码", "盖章")


def preset_of(given: str | Preset | Mapping[str, Any], fonts: str = "标准") -> Preset:
    """Return a preset by name, itself, or from an office's own mapping (keys: PRESET_KEYS).

    `fonts` names the set a named preset is written in: 标准, or 免装字体 (fonts every Windows has).
    Raises CallError in one Chinese line naming the key.
    """
    if isinstance(given, Preset):
        return given
    if isinstance(given, str):
        return _with_fonts(_named(given), fonts)
    return _own(given, fonts)


def _named(name: str) -> Preset:
    if name not in PRESETS:
        raise CallError(f"没有名为“{name}”的版面预设；可用：{'、'.join(PRESETS)}，或本单位的预设文件")
    return PRESETS[name]


@lru_cache(maxsize=32)
def _with_fonts(preset: Preset, fonts: str) -> Preset:
    if fonts not in FONT_SETS:
        raise CallError(f"没有名为“{fonts}”的字体集；可用：{'、'.join(FONT_SETS)}")
    return replace(preset, fonts=FONT_SETS[fonts], bold=BOLD_IN[fonts])


def _own(mapping: Mapping[str, Any], fonts: str) -> Preset:
    if not isinstance(mapping, Mapping):
        raise CallError("版面预设应是“键: 值”的表")
    for key in mapping:
        if key not in PRESET_KEYS:
            raise CallError(f"版面预设中没有“{key}”这一项；可用：{'、'.join(PRESET_KEYS)}")
    base = _with_fonts(_named(str(mapping.get("基于", "国标"))), str(mapping.get("字体集", fonts)))
    changes: dict[str, Any] = {"name": str(mapping.get("名称", "本单位"))}
    changes |= {_MARGINS[k]: _number("页边距", k, v, _MARGINS[k]) for k, v in _table(mapping, "页边距", _MARGINS).items()}
    changes |= {a: _number("", k, mapping[k], a) for k, a in _NUMBERS.items() if mapping.get(k) is not None}
    changes["fonts"] = dict(base.fonts) | {k: _font(k, v) for k, v in _table(mapping, "字体", base.fonts).items()}
    changes["sizes"] = dict(base.sizes) | {k: _size(k, v) for k, v in _table(mapping, "字号", base.sizes).items()}
    if "加粗" in mapping:
        changes["bold"] = frozenset(_names(mapping["加粗"], base.sizes))
    if mapping.get("西文字体"):
        changes["western"] = _font("西文字体", mapping["西文字体"])
    changes |= _page_number(_table(mapping, "页码", _NUMBER_KEYS))
    if "盖章" in mapping:
        changes["sealed"] = _switch("盖章", mapping["盖章"])
    return _possible(replace(base, **changes))


def _table(mapping: Mapping[str, Any], key: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    table = mapping.get(key) or {}
    if not isinstance(table, Mapping):
        raise CallError(f"版面预设“{key}”应写成表，如：{key}: {{{next(iter(known))}: …}}")
    for name in table:
        if name not in known:
            raise CallError(f"版面预设“{key}”中没有“{name}”；可用：{'、'.join(known)}")
    return table


def _number(table: str, key: str, value: Any, limit: str) -> float:
    low, high = _RANGES[limit]
    where = f"{table}·{key}" if table else key
    try:
        number = float(str(value).removesuffix("mm").removesuffix("磅").removesuffix("pt").strip())
    except ValueError:
        raise CallError(f"版面预设“{where}”应是数字，现为“{value}”") from None
    if isinstance(value, bool) or not low <= number <= high:
        raise CallError(f"版面预设“{where}”应在 {low} 至 {high} 之间，现为“{value}”")
    return number


def _size(key: str, value: Any) -> float:
    try:
        return _number("字号", key, points_of(value), "size")
    except ValueError:
        raise CallError(f"版面预设“字号·{key}”应是字号（如 三号）或磅数（如 16），现为“{value}”") from None


def _font(key: str, value: Any) -> str:
    name = str(value or "").strip()
    if not name or any(mark in name for mark in "<>&\"'"):
        raise CallError(f"版面预设“{key}”的字体名“{value}”不可用")
    return name


def _names(value: Any, known: Mapping[str, Any]) -> list[str]:
    names = [value] if isinstance(value, str) else list(value or [])
    for name in names:
        if name not in known:
            raise CallError(f"版面预设“加粗”中没有“{name}”；可用：{'、'.join(known)}")
    return names


def _page_number(table: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "位置" in table:
        if table["位置"] not in ("外侧", "居中"):
            raise CallError(f"版面预设“页码·位置”应是 外侧 或 居中，现为“{table['位置']}”")
        changes["number_place"] = table["位置"]
    if "一字线" in table:
        changes["number_dashes"] = _switch("页码·一字线", table["一字线"])
    if "距版心" in table:
        changes["number_drop"] = _number("页码", "距版心", table["距版心"], "number_drop")
    return changes


def _switch(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise CallError(f"版面预设“{key}”应是 true 或 false，现为“{value}”")
    return value


def _possible(preset: Preset) -> Preset:
    if preset.characters < 10 or preset.lines < 5:
        raise CallError(f"版面预设“{preset.name}”的页边距、行距或字号过大，一页只剩 {preset.lines} 行、{preset.characters} 字")
    if preset.pitch < preset.sizes["正文"]:
        raise CallError(f"版面预设“{preset.name}”的行距 {preset.pitch:g} 磅小于正文字号 {preset.sizes['正文']:g} 磅，字会被裁去")
    return preset
