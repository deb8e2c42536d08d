"""How a form lies in a workbook: which sheet a field stands on, and the hidden keys that find it again. No openpyxl."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core.model import Field, Form

FIGURES, TEXTS, GUIDE, BATCH, CHOICES = "数字", "文字段落", "填表说明", "数据", "选项"
UNIT, PERIOD, NUMBER, PARENT = "@单位", "@报告期", "@序号", "@上级序号"
LABELS: Mapping[str, str] = {UNIT: "单位名称", PERIOD: "报告期", NUMBER: "序号", PARENT: "上级序号"}
UNIT_WORDS = ("单位名称", "填报单位", "单位", "报送单位", "单位全称", "村（社区）", "村社区名称")
PERIOD_WORDS = ("报告期", "报告期间", "填报期", "期间", "所属期")
VALUE = "本期"
HEADER = "@表头"  # the hidden key of a heading row
SIBLINGS = ("量词", "写法", "比较", "来源")  # what stands beside a figure and is kept in the workbook
ROLES = ("部分", "指标", "量词", VALUE, "上期", "说明", "写法", "比较", "来源")  # columns of the figures sheet
MAKER = "填报成文"
_MARK = re.compile(rf"{MAKER}\|(数字|段落|批量|组)\|([^|]*)\|([^|]*)\|([^|]*)$")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NOISE = re.compile(r"[\s*＊:：☆★]+|[（(](?:必填|选填|单位：?.{0,4})[）)]")


@dataclass(frozen=True, slots=True)
class Marker:
    """The hidden word in a sheet's corner: what the sheet holds, for which format, in which version of it."""

    kind: str  # 数字 段落 批量 组
    path: str = ""  # of a group: 活动, or 活动.措施
    form: str = ""
    version: str = ""

    def __str__(self) -> str:
        return f"{MAKER}|{self.kind}|{self.path}|{self.form}|{self.version}"


def read_marker(text: str) -> Marker | None:
    match = _MARK.match(text.strip())
    return Marker(*match.groups()) if match else None


@dataclass(frozen=True, slots=True)
class GroupShape:
    """One repeating group's sheet; a group in a group has a sheet of its own, keyed by the row it belongs to."""

    path: str
    label: str
    field: Field
    parent: str = ""

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(one for one in self.field.fields if not one.is_group)


def groups_of(form: Form) -> list[GroupShape]:
    """Return every group in the order of the form, nested ones after their parent."""
    found: list[GroupShape] = []
    for one in form.fields():
        if one.is_group:
            found.append(GroupShape(one.name, one.label, one))
            found += [
                GroupShape(f"{one.name}.{inner.name}", f"{one.label}·{inner.label}", inner, one.name)
                for inner in one.fields
                if inner.is_group
            ]
    return found


def scalars_of(form: Form, *, texts: bool) -> Iterator[tuple[str, Field]]:
    """Yield (section label, field) of the written answers (text, paragraphs) or of the short ones (all others)."""
    for section in form.sections:
        for one in section.fields:
            if not one.is_group and (one.type in ("text", "paragraphs")) == texts:
                yield section.label, one


def group_keys(shape: GroupShape, rows: Iterable[Mapping[str, Any]] = ()) -> list[str]:
    """Return the column keys of a group: its fields, with what stands beside a figure where it is asked or used."""
    used = {key for row in rows for key in row if "." in key}
    return sibling_keys(shape.columns, used)


def sibling_keys(fields: Iterable[Field], used: set[str]) -> list[str]:
    """Return each field's name, followed by `name.量词` and the like where units are to choose from or `used` has it."""
    keys: list[str] = []
    for one in fields:
        keys.append(one.name)
        for suffix in SIBLINGS if one.is_figure else ():
            key = f"{one.name}.{suffix}"
            if key in used or (suffix == "量词" and len(one.units) > 1):
                keys.append(key)
    return keys


def label_of(key: str, fields: Iterable[Field]) -> str:
    """Return a column's heading: the field's label, with its unit in brackets; `宣传单数.量词` → 宣传单·量词."""
    if key in LABELS:
        return LABELS[key]
    name, _, suffix = key.partition(".")
    one = next((field for field in fields if field.name == name), None)
    if one is None:
        return key
    if suffix:
        return f"{one.label}·{suffix}"
    return f"{one.label}（{one.unit}）" if one.is_figure and one.unit else one.label


def sheet_names(labels: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Make names Excel accepts: 31 characters, none of []:*?/\\', unique whatever the case."""
    used = {name.casefold() for name in taken}
    names: list[str] = []
    for label in labels:
        base = _SHEET_NAME.sub("", label).strip() or "表"
        name, number = base[:31], 2
        while name.casefold() in used:
            tail = f"{number}"
            name, number = base[: 31 - len(tail)] + tail, number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def normal(text: str) -> str:
    """Return a heading or a unit's name as it is compared: width, blanks, stars, colons and case set aside."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def bare(text: str) -> str:
    """Return a heading without its trailing bracket: 宣传单（份） → 宣传单."""
    return re.sub(r"[（(][^（()）]{0,8}[)）]$", "", unicodedata.normalize("NFKC", text).strip(" *:☆★\n\t"))
