"""First verb: raw text into values. Says what can't be understood; judges nothing else, keeps what was typed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.core.cleaning import clean
from lib.core.dates import read_date
from lib.core.model import Field, Finding, Form, Mark, Values
from lib.core.numerals import read_number

WORDINGS = ("确数", "余", "多", "近", "超", "约")
COMPARISONS = ("", "不写", "上期", "同期", "两者")
SUFFIXES = ("量词", "写法", "比较", "来源", "沿用", "确认")  # set beside a field: 宣传单数.量词
NESTED_VALUE = "数值"  # {"数值": …, "量词": …} in a values file
TEXT_LIMIT = 500  # characters of a one-line text, unless the form says otherwise
PARAGRAPHS_LIMIT = 20_000  # characters of a paragraphs field: some thirty pages
ROWS_READ = 200  # rows of a group that are looked at; more is one finding
_FLAT = {str, int, float, bool, Decimal, type(None)}
_TRUE = {"是", "有", "开", "true", "1", "yes", "on", "√", "☑"}
_FALSE = {"否", "无", "关", "false", "0", "no", "off", "×", "☐"}


def parse(form: Form, raw: Mapping[str, Any]) -> tuple[Values, list[Finding]]:
    """Understand an entry.

    Returns the values (see model.Values) and error findings for unknown names, wrong types and text that is no
    figure, date or choice; the field's value is then None and nothing typed is touched.
    """
    return _Reader().read(tuple(form.fields()), raw, "")


def flatten(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Bring `{"宣传单数": {"数值": 6012, "量词": "张"}}` of a values file to flat sibling keys."""
    if all(type(value) in _FLAT for value in raw.values()):
        return dict(raw)
    flat: dict[str, Any] = {}
    for name, value in raw.items():
        if isinstance(value, Mapping) and NESTED_VALUE in value:
            flat[name] = value[NESTED_VALUE]
            flat |= {f"{name}.{key}": one for key, one in value.items() if key != NESTED_VALUE}
        elif isinstance(value, list):
            flat[name] = [flatten(row) if isinstance(row, Mapping) else row for row in value]
        else:
            flat[name] = value
    return flat


def is_blank(value: Any) -> bool:
    """Say whether nothing was typed: None, blank text, no rows, or rows with nothing in them."""
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, Mapping):
        return all(is_blank(one) for one in value.values())
    return value is None or (isinstance(value, (list, tuple)) and all(is_blank(one) for one in value))


class _Reader:
    """Reads one entry; findings gather as it goes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def tell(self, path: str, message: str, level: str = "error", rule: str = "填写", **more: Any) -> None:
        self.findings.append(Finding(rule, level, message, field=path, **more))

    def read(self, fields: tuple[Field, ...], raw: Mapping[str, Any], path: str, row: int = 0) -> tuple[Values, list]:
        names = {one.name: one for one in fields}
        raw = flatten(raw)
        self._unknown(names, raw, path)
        marked = {str(key).partition(".")[0] for key in raw if "." in str(key)}
        data: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        for one in fields:
            value = raw.get(one.name)
            if value is None and one.default is not None and one.name not in raw:
                value = one.default
            data[one.name] = None if is_blank(value) else _READERS[one.type](self, one, value, path + one.name)
            if one.is_figure:
                marks[one.name] = self._mark(one, raw, path) if one.name in marked else Mark(one.unit, one.wording)
        return Values(data, marks, row), self.findings

    def _unknown(self, names: Mapping[str, Field], raw: Mapping[str, Any], path: str) -> None:
        for key in raw:
            if key in names:
                continue
            name, _, suffix = str(key).partition(".")
            if name in names and (not suffix or suffix in SUFFIXES):
                continue
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f"，是否想写“{near[0]}”" if near and near[0] != name else "，请核对名称或删去"
            self.tell(path + str(key), f"表单里没有“{key}”这一项{hint}", rule="未知项")

    def _mark(self, one: Field, raw: Mapping[str, Any], path: str) -> Mark:
        def beside(key: str, default: str, known: tuple[str, ...] = ()) -> str:
            value = raw.get(f"{one.name}.{key}")
            text = default if is_blank(value) else clean(str(value).strip())[0]
            if known and text not in known:
                self.tell(path + one.name, f"{one.label}的{key}不能写“{text}”，可选：{'、'.join(k for k in known if k)}")
                return default
            return text

        unit = beside("量词", one.unit)
        if len(unit) > 10:
            self.tell(path + one.name, f"{one.label}的量词“{unit[:10]}…”过长，请写一两个字的量词")
            unit = one.unit
        return Mark(unit, beside("写法", one.wording, WORDINGS), beside("比较", "", COMPARISONS), beside("来源", ""))

    # one reader a type; each returns None after telling why
    def figure(self, one: Field, value: Any, path: str) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            return self.tell(path, f"{one.label}应填数字，现在是“{value}”")
        text = clean(value)[0] if isinstance(value, str) else str(value)
        number, reason = read_number(text, {one.unit, *one.units, *("%％" if one.unit == "%" else "")})
        if reason:
            self.tell(path, f"{one.label}：{reason}")
        return number

    def text(self, one: Field, value: Any, path: str) -> str | None:
        text = self._string(one, value, path, one.max_length or TEXT_LIMIT)
        return text.strip("\n") if text else None

    def paragraphs(self, one: Field, value: Any, path: str) -> tuple[str, ...] | None:
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        text = self._string(one, value, path, one.max_length or PARAGRAPHS_LIMIT)
        lines = (line.strip(" \t\u3000") for line in (text or "").split("\n"))
        return tuple(line for line in lines if line) or None

    def _string(self, one: Field, value: Any, path: str, limit: int) -> str | None:
        if isinstance(value, str):
            pass  # nearly always; asking for a Mapping is slow
        elif isinstance(value, (Mapping, list, tuple, bytes)):
            return self.tell(path, f"{one.label}应填文字")
        elif isinstance(value, bool):
            value = "是" if value else "否"
        elif isinstance(value, float):
            value = format(Decimal(repr(value)), "f").removesuffix(".0")
        text, removed = clean(str(value))
        if removed:
            self.tell(path, f"{one.label}中有{removed}个看不见的控制字符，已去掉", "info", "控制字符")
        if len(text) > limit:
            return self.tell(path, f"{one.label}有{len(text)}字，超过{limit}字的上限，请删减或分成几处填写")
        return text

    def date(self, one: Field, value: Any, path: str) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return read_date(clean(str(value))[0])
        except ValueError as error:
            return self.tell(path, f"{one.label}：{error}")

    def select(self, one: Field, value: Any, path: str) -> str | None:
        text = clean(str(value))[0].strip()
        if text in one.choices:
            return text
        return self.tell(path, f"{one.label}不能写“{text[:30]}”，请在这几项里选：{'、'.join(one.choices)}")

    def switch(self, one: Field, value: Any, path: str) -> bool | None:
        text = str(value).strip().lower()
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        return self.tell(path, f"{one.label}只能填“是”或“否”")

    def group(self, one: Field, value: Any, path: str) -> tuple[Values, ...] | None:
        if not isinstance(value, (list, tuple)):
            return self.tell(path, f"{one.label}应是若干行，每行一组内容")
        if len(value) > ROWS_READ:
            return self.tell(path, f"{one.label}有{len(value)}行，超过{one.max_rows}行的上限")
        rows: list[Values] = []
        for number, row in enumerate(value, 1):
            place = f"{path}[{number}]"
            if not isinstance(row, Mapping):
                self.tell(place, f"{one.label}第{number}行应是一组“名称: 内容”")
            elif not self._empty_row(one, row):
                rows.append(self.read(one.fields, row, f"{place}.", number)[0])
        return tuple(rows)

    @staticmethod
    def _empty_row(one: Field, row: Mapping[str, Any]) -> bool:
        """A row in which only defaults stand was added and not filled."""
        defaults = {column.name: column.default for column in one.fields if column.default is not None}
        return all(is_blank(v) or "." in k or (k in defaults and v == defaults[k]) for k, v in row.items())


_READERS: Mapping[str, Callable[[_Reader, Field, Any, str], Any]] = {
    "figure": _Reader.figure,
    "rate": _Reader.figure,
    "text": _Reader.text,
    "paragraphs": _Reader.paragraphs,
    "date": _Reader.date,
    "select": _Reader.select,
    "switch": _Reader.switch,
    "group": _Reader.group,
    "figures": _Reader.group,
}
