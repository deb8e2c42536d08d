"""The frozen data that the walk passes on: forms, entries, values, findings, documents. No behaviour beyond look-ups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

from lib.core.period import Period

Level = Literal["error", "warning", "info"]
PENDING = "【待补】"  # may stand in a draft, never in a final document
LEVEL_NAMES: Mapping[str, str] = {"error": "错误", "warning": "提醒", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, at its place.

    `field` is a path as in the form: `宣传单数`, or `风险隐患[2].表现` (rows count from 1).
    `paragraph` is a 0-based paragraph index; `start`, `end` are 0-based code points (DESIGN §4).
    """

    rule: str
    level: Level
    message: str
    field: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the form asks for. `type` is one of definitions.FIELD_TYPES; unused keys keep their defaults."""

    name: str
    type: str
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    calculation: str | None = None
    relevant: str | None = None
    constraint: str | None = None
    constraint_message: str = ""
    # figures
    code: str = ""  # the row of FORMATS.md §4, e.g. "C1"
    unit: str = ""
    units: tuple[str, ...] = ()
    phrase: str = ""
    zero: str = "drop"  # drop | incident | keep
    zero_phrase: str = ""
    wording: str = "确数"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    aggregate: str = "sum"  # sum | last | max | mean | none
    compare: bool = False
    kind: str = "activity"  # activity | incident | rate
    target: str = ""  # the plan's figure this one answers; several with 、 between them
    per: str = ""  # a target's own period: 季度 | 半年 | 年度 | 月
    carry: bool = True  # whether 沿用上期 may take its text; a number of registry, say, is asked for each time
    # groups
    fields: tuple[Field, ...] = ()
    min_rows: int = 0
    max_rows: int = 20
    row_label: str = ""
    max_length: int | None = None
    line: int | None = None  # where the definition stands

    @property
    def is_figure(self) -> bool:
        return self.type in ("figure", "rate")

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "figures")

    @property
    def targets(self) -> tuple[str, ...]:
        """The plan's figures this one answers, by name: a quarter's and a year's, say."""
        return tuple(filter(None, (name.strip() for name in self.target.split("、"))))

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form, shown as one page of it; `sentences` are the patterns its figures are worded in."""

    name: str
    label: str
    fields: tuple[Field, ...]
    hint: str = ""
    relevant: str | None = None
    sentences: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the form: `test` is an expression that must hold; `message` is worded with the values."""

    rule: str
    test: str
    message: str
    level: Level = "error"
    when: str | None = None
    fields: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One format: what is asked, how it is checked, worded and titled."""

    name: str
    label: str
    periods: tuple[str, ...]  # of: 季度 半年 年度
    template: str
    title: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    file_name: str = "{单位}{期}{文种}"
    parts: str = ""  # the format whose shorter periods add up to this one
    plan: str = ""  # the format that sets this one's targets
    options: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    version: str = ""  # content hash of the definition
    source: str = ""

    _index: Mapping[str, Field] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        index = {one.name: one for section in self.sections for one in section.fields}
        object.__setattr__(self, "_index", index)  # looked up thousands of times a document

    def fields(self) -> Iterator[Field]:
        """Yield the top-level fields in order (groups as one)."""
        return iter(self._index.values())

    def field(self, name: str) -> Field | None:
        return self._index.get(name)

    def section_of(self, name: str) -> Section | None:
        return next((s for s in self.sections if any(f.name == name for f in s.fields)), None)

    def find(self, path: str) -> Field | None:
        """Return the field of a path such as `风险隐患[2].表现`, or None."""
        found: Field | None = None
        for step in path.split("."):
            name = step.split("[")[0]
            found = self.field(name) if found is None else found.field(name)
            if found is None:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk set beside a figure: measure word, wording, comparison, source note."""

    unit: str = ""
    wording: str = ""
    compare: str = ""  # "" | 上期 | 同期 | 两者 | 不写
    source: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """An entry as understood.

    `data`: name → Decimal (figure), str (text, select), date, bool, tuple[str, ...] (paragraphs, one per line),
    tuple[Values, ...] (group rows); None where nothing was typed. `marks`: figure name → Mark, complete
    (the form's own unit and wording where the clerk set none).
    """

    data: Mapping[str, Any]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    row: int = 0  # of a group's row: its number in the form, from 1 (blank rows are left out of the values)

    def __getitem__(self, name: str) -> Any:
        return self.data.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        value = self.data.get(name)
        return default if value is None else value


@dataclass(frozen=True, slots=True)
class Unit:
    """An office: its full name, level and place in the tree."""

    name: str
    short: str = ""
    level: str = ""  # 市 县区 镇街 社区 村 学校 局
    parent: str = ""
    party: str = ""  # the Party organisation that signs
    superior: str = ""  # the addressee of its reports
    id: str = ""  # the store's own: stays through renames, moves and merges
    gone_at: str = ""  # merged or abolished
    merged_into: str = ""  # the name of the unit that carries it on
    former: tuple[str, ...] = ()  # names it has had


@dataclass(frozen=True, slots=True)
class History:
    """Other entries of the same unit that this one is held against; None or empty where there are none."""

    previous: Values | None = None
    last_year: Values | None = None
    parts: tuple[tuple[Period, Values | None], ...] = ()  # None: that part is missing
    targets: Values | None = None
    progress: Mapping[str, Decimal] = field(default_factory=dict)  # figure → total of the year before this period
    children: tuple[tuple[str, Values | None], ...] = ()  # unit name → its entry; None: missing
    earlier: tuple[tuple[Period, Values | None], ...] = ()  # the same year before this period: what `progress` adds up
    notes: Mapping[str, str] = field(default_factory=dict)  # period key, or unit name → 草稿, 已删除, 含并入的东风村 …


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as kept: raw text by field name, never values. `version` travels with every save."""

    id: str
    format: str
    unit: str
    period: str  # Period.key, e.g. 2025Q2
    raw: Mapping[str, Any]
    version: int = 0
    status: str = "draft"  # draft | final
    updated_at: str = ""
    updated_by: str = "local"
    created_at: str = ""
    created_by: str = "local"
    deleted_at: str = ""
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """One figure of an entry, as the ledger keeps it: `path` as in Finding.field, `value` before any rounding."""

    path: str
    value: Decimal
    unit: str = ""  # measure word
    label: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished Word file and what was said about it."""

    name: str  # with .docx
    content: bytes
    findings: tuple[Finding, ...] = ()
    fonts: tuple[str, ...] = ()
