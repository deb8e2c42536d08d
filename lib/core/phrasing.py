"""Fourth verb: values into words, the context a template is set with. No figure reaches a template unworded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lib.core.changes import change
from lib.core.dates import word_date
from lib.core.expressions import holds, scope_of
from lib.core.model import PENDING, Field, Form, History, Mark, Unit, Values
from lib.core.numerals import plain, word_count
from lib.core.period import Period
from lib.core.scope import CONTEXT_WORDS, context_words, fill_pattern, full_scope, relevant_sections
from lib.core.sentences import word_pattern

COMPARED: Mapping[str, tuple[str, ...]] = {"上期": ("previous",), "同期": ("last_year",), "两者": ("previous", "last_year")}


class Worded(str):
    """A figure in words, "6000余份"; in a template also `.数` (the same), `.量词`, `.句` (its clause), `.值` (bare)."""

    数: str
    量词: str
    句: str
    值: str

    @classmethod
    def of(cls, text: str, unit: str = "", clause: str = "", bare: str = "") -> Worded:
        worded = cls(text)
        worded.数, worded.量词, worded.句, worded.值 = text, unit, clause, bare
        return worded


def phrase(
    form: Form, values: Values, period: Period, unit: Unit, history: History | None = None, *, draft: bool = False
) -> dict[str, Any]:
    """Return the template's context.

    Every field by its name: figure → Worded, text → str, paragraphs → list of str, date → 2025年7月5日, switch → bool,
    group → list of dicts; 数字句: section → list of paragraphs; 附表: rows of the annex; the context words; 标题.
    What does not apply is empty. In a draft, what is required and missing is 【待补】.
    """
    return _Phraser(form, values, period, unit, history or History(), draft).context()


def context_names(form: Form) -> frozenset[str]:
    """Return every name a template of this form may use; a group's columns as 风险隐患.表现."""
    names = {"数字句", "附表", "草稿", *CONTEXT_WORDS}
    for one in form.fields():
        names.add(one.name)
        names |= {f"{one.name}.{column.name}" for column in one.fields}
        names |= {f"{column.name}.{leaf.name}" for column in one.fields for leaf in column.fields}
    return frozenset(names)


class _Phraser:
    def __init__(self, form: Form, values: Values, period: Period, unit: Unit, history: History, draft: bool) -> None:
        self.form, self.values, self.period, self.history, self.draft = form, values, period, history, draft
        self.words = context_words(form, period, unit)
        self.scope = full_scope(form, values, period, history)
        self.form_texts = frozenset(one.name for one in form.fields() if not one.is_figure and one.type != "figures")
        self.comparison = values.get(form.options.get("comparison", ""), "")

    def context(self) -> dict[str, Any]:
        applying = list(relevant_sections(self.form, self.scope))
        out: dict[str, Any] = {
            one.name: self.word(one, self.values, alone=True) for _, fields in applying for one in fields
        }
        out |= {one.name: self._absent(one) for one in self.form.fields() if one.name not in out}
        out["数字句"] = {section.name: [] for section in self.form.sections}
        for section, fields in applying:
            out["数字句"][section.name] = self._sentences(section.sentences, {one.name: one for one in fields}, out)
        out["附表"] = self._annex(applying)
        title = word_title(self.form.title, self.words, out)
        return out | self.words | {"标题": title, "草稿": self.draft}

    def word(self, one: Field, values: Values, alone: bool) -> Any:
        """Word one field of an entry or of a group's row."""
        return _WORDERS[one.type](self, one, values, alone)

    def _absent(self, one: Field) -> Any:
        return self.word(Field(one.name, one.type, one.label, fields=one.fields), Values({}), alone=True)

    # one worder a type
    def _text(self, one: Field, values: Values, alone: bool) -> str:
        value = values[one.name]
        if value is None:
            return PENDING if self.draft and one.required else ""
        return fill_pattern(value, self.words) if value == one.default and "{" in value else str(value)

    def _paragraphs(self, one: Field, values: Values, alone: bool) -> list[str]:
        value = values[one.name]
        return list(value) if value else ([PENDING] if self.draft and one.required else [])

    def _date(self, one: Field, values: Values, alone: bool) -> str:
        value = values[one.name]
        return word_date(value) if isinstance(value, date) else (PENDING if self.draft and one.required else "")

    def _switch(self, one: Field, values: Values, alone: bool) -> bool:
        return bool(values[one.name])

    def _group(self, one: Field, values: Values, alone: bool) -> list[dict[str, Any]]:
        rows = list(values[one.name] or ())
        if self.draft:
            rows += [Values({}) for _ in range(one.min_rows - len(rows))]
        return [self._row(one, row) for row in rows]

    def _row(self, one: Field, row: Values) -> dict[str, Any]:
        """Word a group's row; figures typed freely in it are also one sentence, 数字句."""
        scope = {**self.scope, **scope_of(row)}
        worded = {
            column.name: self.word(column, row, True) if holds(column.relevant, scope) else self._absent(column)
            for column in one.fields
        }
        clauses = [free["句"] for column in one.fields if column.type == "figures" for free in worded[column.name]]
        return worded | {"数字句": "，".join(filter(None, clauses)) + "。" if any(clauses) else ""}

    def _free(self, one: Field, values: Values, alone: bool) -> list[dict[str, Any]]:
        """Word the free figure rows; each row also has its clause: 动词名称数."""
        rows = []
        for row in values[one.name] or ():
            figure = _free_figure(row)
            clause = f"{row.get('动词', '')}{row.get('名称', '')}{figure}" if row["数值"] else ""
            rows.append({**{c.name: str(row.get(c.name, "")) for c in one.fields}, "数值": figure, "句": clause})
        return rows

    def _figure(self, one: Field, values: Values, alone: bool) -> Worded:
        value, mark = values[one.name], values.marks.get(one.name) or Mark(one.unit, one.wording)
        if value is None:
            if self.draft and one.required:
                text = PENDING + mark.unit
                return Worded.of(text, mark.unit, one.phrase.replace("{数}", text))
            return Worded.of("")
        text = word_count(value, mark.unit, mark.wording)
        return Worded.of(text, mark.unit, self._clause(one, value, text, mark, alone), plain(value))

    def _clause(self, one: Field, value: Decimal, text: str, mark: Mark, alone: bool) -> str:
        """Word a figure's clause by its zero behaviour (R16), with its comparisons."""
        clause = one.phrase.replace("{数}", text)
        if value == 0 and one.zero != "keep":
            clause = one.zero_phrase if one.zero == "incident" else ""
        compared = "，".join(self._comparisons(one, value, mark)) if values_compare(value, one) else ""
        if not compared:
            return clause
        if not clause:
            return ""
        return f"{clause}，{compared}" if alone else f"{clause}（{compared}）"

    def _comparisons(self, one: Field, value: Decimal, mark: Mark) -> list[str]:
        """Word the comparisons switched on for a figure or, where it sets none, for the report; off by default.

        A year's period before and its same period of last year are one: told once. What stayed level in both is told
        together; a zero that its clause tells already (未发生…) is not told again.
        """
        once = self.period.previous == self.period.last_year
        attributes = COMPARED.get(self._asked(one, mark), ())
        texts: list[str] = []
        bases: list[str] = []
        for attribute in attributes[:1] if once else attributes:
            other: Values | None = getattr(self.history, attribute)
            base = self.period.previous_word if attribute == "previous" or once else "去年同期"
            before = other[one.name] if other else None
            if isinstance(before, Decimal):
                texts.append(change(value, before, mark.unit, base, one.kind, self.period.this))
                bases.append(base)
        if len(texts) == 2 and texts == [f"与{base}持平" for base in bases]:
            return [f"与{'、'.join(bases)}均持平"]
        return [text.removesuffix("，降至零") if one.zero == "incident" else text for text in texts]

    def _asked(self, one: Field, mark: Mark | None = None) -> str:
        mark = mark or self.values.marks.get(one.name)
        return (mark.compare if mark else "") or (self.comparison if one.compare else "")

    def _sentences(self, patterns: tuple[str, ...], fields: Mapping[str, Field], out: Mapping[str, Any]) -> list[str]:
        @cache
        def show(name: str, alone: bool) -> str:
            if name in self.words:
                return self.words[name]
            first, _, part = name.partition(".")
            one = fields.get(first)
            return self._slot(one, part, alone, out[first]) if one else ""

        texts = self.form_texts
        return [text for pattern in patterns if (text := word_pattern(pattern, self.words, show, texts))]

    def _slot(self, one: Field, part: str, alone: bool, worded: Any) -> str:
        """Return what a slot shows; `worded` is the field worded alone."""
        if self.values[one.name] is None and not self.draft:
            return ""
        if not alone and one.is_figure and self._asked(one) in COMPARED:  # in a list, comparisons go into brackets
            worded = self.word(one, self.values, alone)
        if isinstance(worded, Worded):
            return str(getattr(worded, part)) if part in ("数", "量词", "值") else worded.句
        if one.type == "figures":
            return ("，" if alone else "、").join(row["句"] for row in worded if row["句"])
        if isinstance(worded, list):
            return "".join(one for one in worded if isinstance(one, str)).rstrip("。")
        return str(worded) if not isinstance(worded, bool) else ""

    def _annex(self, applying: list) -> list[dict[str, str]]:
        """Return the annex table's rows: every figure that was filled in, exact, free rows included."""
        rows: list[dict[str, str]] = []
        for section, fields in applying:
            for one in fields:
                rows += [{"部分": section.label, **row} for row in self._annex_rows(one)]
        return [{"序号": str(number), **row} for number, row in enumerate(rows, 1)]

    def _annex_rows(self, one: Field) -> list[dict[str, str]]:
        value = self.values[one.name]
        if one.is_group:
            return [line for row in value or () for line in _row_lines(one, row)]
        if not one.is_figure or not isinstance(value, Decimal):
            return []
        mark = self.values.marks.get(one.name) or Mark(one.unit)
        line = _annex_line(one.label, value, mark.unit, mark.source)
        for word, other in (("上期", self.history.previous), ("同期", self.history.last_year)):
            before = other[one.name] if other else None
            line[word] = plain(before) if isinstance(before, Decimal) else ""
        return [line]


def _annex_line(label: str, value: Decimal, unit: str, source: str = "") -> dict[str, str]:
    return {"指标": label, "数值": plain(value), "量词": unit, "来源": source, "上期": "", "同期": ""}


def _row_lines(one: Field, row: Values) -> list[dict[str, str]]:
    """Return the figures of one row of a group for the annex, named by the row; a free row is its own name."""
    if one.type == "figures":
        figure = row["数值"]
        return [_annex_line(row.get("名称", ""), figure, row.get("量词", ""))] if figure is not None else []
    first = next((str(row[column.name]) for column in one.fields if column.type == "text" and row[column.name]), "")
    name = fill_pattern(one.row_label, row.data) if one.row_label else first
    lines: list[dict[str, str]] = []
    for column in one.fields:
        value = row[column.name]
        if column.is_group:
            lines += [line for inner in value or () for line in _row_lines(column, inner)]
        elif column.is_figure and isinstance(value, Decimal) and column.unit:  # a bare number refers, it counts nothing
            mark = row.marks.get(column.name) or Mark(column.unit)
            lines.append(_annex_line(f"{name}{column.label}", value, mark.unit, mark.source))
    return lines


def values_compare(value: Decimal, one: Field) -> bool:
    """Say whether a comparison may follow: a clause that left takes none with it."""
    return value != 0 or one.zero != "drop"


def _free_figure(row: Values) -> str:
    value = row["数值"]
    return word_count(value, row.get("量词", ""), row.get("写法", "确数")) if value else ""


def word_title(pattern: str, words: Mapping[str, str], fields: Mapping[str, Any]) -> str:
    """Fill a title or file name with context words and single fields."""
    return fill_pattern(pattern, {**{k: v for k, v in fields.items() if isinstance(v, str)}, **words})


_WORDERS: Mapping[str, Callable[[_Phraser, Field, Values, bool], Any]] = {
    "figure": _Phraser._figure,
    "rate": _Phraser._figure,
    "text": _Phraser._text,
    "select": _Phraser._text,
    "paragraphs": _Phraser._paragraphs,
    "date": _Phraser._date,
    "switch": _Phraser._switch,
    "group": _Phraser._group,
    "figures": _Phraser._free,
}
