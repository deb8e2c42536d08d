"""First verb: raw text into values. Says what can't be understood; judges nothing else, keeps what was typed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.core.cleaning import clean
from lib.core.dates import read_date, word_date
from lib.core.model import PENDING, Field, Finding, Form, Mark, Values
from lib.core.numerals import read_number

WORDINGS = ("确数", "余", "多", "近", "超", "约")
COMPARISONS = ("", "不写", "上期", "同期", "两者")
MARKS = ("沿用", "确认")  # may be set beside any field
SUFFIXES = ("量词", "写法", "比较", "来源", *MARKS)  # set beside a figure: 数字.量词
NESTED_VALUE = "数值"  # {"数值": …, "量词": …} in a values file
TEXT_LIMIT = 500  # characters of a one-line text, unless the form says otherwise
PARAGRAPHS_LIMIT = 20_000  # characters of a paragraphs field: some thirty pages
ROWS_READ = 200  # rows of a group that are looked at; more is one finding
_FLAT = {str, int, float, bool, Decimal, type(None)}
TRUE_WORDS = {"是", "有", "开", "true", "1", "yes", "on", "√", "☑"}
FALSE_WORDS = {"否", "无", "关", "false", "0", "no", "off", "×", "☐"}


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


def number_text(value: float | Decimal) -> str:
    """Return a number as a person would type it: 1E+3 → 1000, 0.30000000000000004 → 0.3; NaN and infinity by name."""
    if isinstance(value, int):
        return str(value) if value.bit_length() < 10_000 else "9" * 30  # too large to print, and for any figure
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else value
    fits = exact.is_finite() and abs(exact.adjusted()) < 1000
    text = format(exact, "f") if fits else str(exact)
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(value: Any) -> str | None:
    """Return a typed value as the text a document shows; None for what is no single value (lists, bytes, infinity)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(value) if not isinstance(value, int) else value
        if isinstance(number, Decimal) and number.is_nan():
            return ""
        return None if isinstance(number, Decimal) and number.is_infinite() else number_text(value)
    if isinstance(value, date):
        return word_date(value)
    return None


def _kind(value: Any) -> str:
    """Say what a value of the wrong kind is, in words: never Python's."""
    for kinds, words in ((bool, "是或否"), (Mapping, "一组内容"), ((list, tuple), "一个列表"), (date, "日期")):
        if isinstance(value, kinds):
            return words
    return f"“{value[:30]}”" if isinstance(value, str) else "别的内容"


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
            blank = value is None or (isinstance(value, str) and is_blank(value))
            data[one.name] = None if blank else _READERS[one.type](self, one, value, path + one.name)
            if one.is_figure:
                marks[one.name] = self._mark(one, raw, path) if one.name in marked else Mark(one.unit, one.wording)
        return Values(data, marks, row), self.findings

    def _unknown(self, names: Mapping[str, Field], raw: Mapping[str, Any], path: str) -> None:
        for key in raw:
            if key in names:
                continue
            name, _, suffix = str(key).partition(".")
            if name in names and suffix in (SUFFIXES if names[name].is_figure else MARKS) and suffix not in names:
                if suffix in MARKS and isinstance(raw[key], (Mapping, list, tuple)):
                    self.tell(path + str(key), f"{names[name].label}的{suffix}应填文字")
                continue
            if name in names and suffix in names:  # a free row has a column for it
                self.tell(path + str(key), f"这里的{suffix}请写在“{suffix}”一项里", rule="未知项")
                continue
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f"，是否想写“{near[0]}”" if near and near[0] != name else "，请核对名称或删去"
            self.tell(path + str(key), f"表单里没有“{key}”这一项{hint}", rule="未知项")

    def _mark(self, one: Field, raw: Mapping[str, Any], path: str) -> Mark:
        def beside(key: str, default: str, known: tuple[str, ...] = ()) -> str:
            value = raw.get(f"{one.name}.{key}")
            if isinstance(value, (Mapping, list, tuple, bytes, bool)):
                self.tell(path + one.name, f"{one.label}的{key}应填文字")
                value = None
            text = default if is_blank(value) else clean(str(value).strip())[0]
            if known and text not in known:
                self.tell(path + one.name, f"{one.label}的{key}不能写“{text}”，可选：{'、'.join(k for k in known if k)}")
                return default
            return text

        unit = beside("量词", one.unit)
        if len(unit) > 10 or PENDING in unit or any(char.isdigit() or char.isspace() for char in unit):
            self.tell(path + one.name, f"{one.label}的量词不能写“{unit[:10]}”，请写一两个字的量词，如次、份、人次")
            unit = one.unit
        return Mark(unit, beside("写法", one.wording, WORDINGS), beside("比较", "", COMPARISONS), beside("来源", ""))

    # one reader a type; each returns None after telling why
    def figure(self, one: Field, value: Any, path: str) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            return self.tell(path, f"{one.label}应填数字，现在是{_kind(value)}")
        text = clean(value)[0] if isinstance(value, str) else number_text(value)
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
        if not isinstance(value, str):  # nearly always it is
            value = as_text(value)
            if value is None:
                return self.tell(path, f"{one.label}应填文字")
        text, removed = clean(value)
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
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            return self.tell(path, f"{one.label}应填日期，现在是{_kind(value)}")
        try:
            return read_date(clean(str(value))[0])
        except ValueError as error:
            return self.tell(path, f"{one.label}：{error}")

    def select(self, one: Field, value: Any, path: str) -> str | None:
        text = clean(as_text(value) or "")[0].strip()
        if text in one.choices:
            return text
        return self.tell(path, f"{one.label}不能写“{text[:30]}”，请在这几项里选：{'、'.join(one.choices)}")

    def switch(self, one: Field, value: Any, path: str) -> bool | None:
        text = str(value).strip().lower()
        if text in TRUE_WORDS or text in FALSE_WORDS:
            return text in TRUE_WORDS
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
        return all(is_blank(v) or "." in str(k) or (k in defaults and v == defaults[k]) for k, v in row.items())


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
