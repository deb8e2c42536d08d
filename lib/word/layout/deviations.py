"""Where a preset leaves GB/T 9704-2012, in Chinese, each with its clause, so that an office knows what it chose."""

from __future__ import annotations

from collections.abc import Iterator

from lib.word.layout.presets import SIZES, Preset

_CLAUSES = {
    "标题": "7.3.1", "正文": "5.2.2", "一级标题": "7.3.3", "二级标题": "7.3.3", "三级标题": "7.3.3", "四级标题": "7.3.3",
    "发文机关标志": "7.2.4", "签发人": "7.2.6", "附件": "7.3.7", "版记": "7.4", "页码": "7.5",
}  # fmt: skip
# What the standard calls 小标宋, 仿宋, 楷体, 黑体, 宋体, by how font makers name theirs.
_FAMILIES = {"标题": "小标宋", "发文机关标志": "小标宋", "一级标题": "黑", "二级标题": "楷", "签发人": "楷", "附件": "黑", "页码": "宋"}
_TOLERANCE = 1.0  # mm for 天头 and 订口, 5.2.1


def deviations(preset: Preset) -> list[str]:
    """Return one Chinese line for each point where a preset differs from the standard; none for 国标 is by design.

    Margins are judged by where the text stands: the half-leading of the first and last line lies inside them.
    """
    return [*_page(preset), *_grid(preset), *_fonts(preset), *_sizes(preset), *_numbers(preset)]


def _page(preset: Preset) -> Iterator[str]:
    leading = preset.half_leading * 25.4 / 72
    for name, value, wanted, within in (
        ("天头（上边距）", preset.top, 37.0, leading),
        ("下边距", preset.bottom, 35.0, leading),
        ("订口（左边距）", preset.left, 28.0, 0.0),
        ("右边距", preset.right, 26.0, 0.0),
    ):
        if not wanted - within - _TOLERANCE <= value <= wanted + _TOLERANCE:
            yield f"{name}为 {value:g} 毫米，标准为 {wanted:g} 毫米（5.2.1）"


def _grid(preset: Preset) -> Iterator[str]:
    if (preset.lines, preset.characters) != (22, 28):
        yield f"每页 {preset.lines} 行、每行 {preset.characters} 字，标准为 22 行、28 字（5.2.3）"


def _fonts(preset: Preset) -> Iterator[str]:
    for part, clause in _CLAUSES.items():
        font, wanted = preset.fonts[part], _FAMILIES.get(part, "仿宋")
        allowed = wanted in font and not (wanted == "宋" and "仿" in font)
        if not allowed:
            yield f"{part}用“{font}”，标准为{FONT_NAMES.get(wanted, wanted)}（{clause}）"
    if preset.western:
        yield f"数字和字母用“{preset.western}”，标准未另定西文字体（5.2.2）"
    for part in sorted(preset.bold - {"标题", "发文机关标志"}, key=list(SIZES).index):
        if part in _CLAUSES:
            yield f"{part}加粗，标准未要求加粗（{_CLAUSES[part]}）"


FONT_NAMES = {"小标宋": "小标宋体", "黑": "黑体", "楷": "楷体", "宋": "宋体", "仿宋": "仿宋体"}


def _sizes(preset: Preset) -> Iterator[str]:
    for part, clause in _CLAUSES.items():
        if part != "发文机关标志" and preset.sizes[part] != SIZES[part]:
            yield f"{part}字号为 {preset.sizes[part]:g} 磅，标准为 {SIZES[part]:g} 磅（{clause}）"


def _numbers(preset: Preset) -> Iterator[str]:
    if preset.number_place != "外侧":
        yield f"页码{preset.number_place}，标准为单页居右、双页居左空一字（7.5）"
    if not preset.number_dashes:
        yield "页码不带一字线，标准为左右各一条一字线（7.5）"
    if abs(preset.number_drop - 7) > 0.01:
        yield f"页码距版心下边缘 {preset.number_drop:g} 毫米，标准为 7 毫米（7.5）"


