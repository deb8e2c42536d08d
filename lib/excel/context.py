"""What one reading of a workbook carries along: the book, the form, its fields by name, and what was said."""

from __future__ import annotations

from collections.abc import Iterable

from lib.core.model import Field, Form
from lib.core.period import parse_period
from lib.excel.book import Book, Cell
from lib.excel.places import Kind, Place, Teller, understand
from lib.excel.shape import SIBLINGS, groups_of, normal


def kind_of(one: Field) -> Kind:
    """Return how a cell of this field is to be understood."""
    if one.is_figure:
        return "percent" if one.type == "rate" or one.unit in ("%", "％") else "number"
    return "date" if one.type == "date" else "text"


def names_of(fields: Iterable[Field]) -> dict[str, str]:
    """Return normalised heading → key, for names and for labels that only one field has."""
    fields = list(fields)
    labels = [normal(one.label) for one in fields]
    known = {normal(one.label): one.name for one in fields if labels.count(normal(one.label)) == 1}
    known |= {normal(one.name): one.name for one in fields}
    for one in fields:
        if one.is_figure:
            for suffix in SIBLINGS:
                key = f"{one.name}.{suffix}"
                known |= {normal(f"{one.label}·{suffix}"): key, normal(f"{one.name}·{suffix}"): key}
    return known


class Reading:
    """One reading: the book, the form, and what gathers on the way."""

    def __init__(self, book: Book, form: Form) -> None:
        self.book, self.form, self.teller = book, form, Teller()
        self.scalars = {one.name: one for one in form.fields() if not one.is_group}
        self.shapes = {shape.path: shape for shape in groups_of(form)}
        self.labels = {one.name: one.label for one in form.fields()}
        for shape in self.shapes.values():
            self.labels[shape.path] = shape.label
            self.labels |= {f"{shape.path}.{one.name}": one.label for one in shape.columns}

    def period(self, text: str, place: Place) -> str:
        """Return the period's key; what is no period stays as typed and is told."""
        period = parse_period(text) if text else None
        if text and period is None:
            self.teller.tell(
                place,
                f"报告期“{text}”看不懂，请写成2025年第二季度、2025年上半年或2025年度",
                label="报告期",
                path="报告期",
            )
        elif not text:
            self.teller.tell(
                place, "报告期没有填，请写成2025年第二季度、2025年上半年或2025年度", label="报告期", path="报告期"
            )
        return period.key if period else text

    def text(self, cell: Cell, kind: Kind, place: Place, label: str, path: str | None = None) -> str | None:
        """Return a cell as typed text; what is to be said of it is told."""
        meaning = understand(cell, kind)
        if meaning.level:
            self.teller.tell(place, meaning.message, label=label, level=meaning.level, path=path)
        return meaning.text
