"""Read forms/*.yaml into Forms; every fault names file, line, key and remedy. It does not judge entries."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from lib.core.expressions import ExpressionError, compile_expression, order_calculations
from lib.core.model import Check, Field, Form, Section
from lib.core.period import KINDS
from lib.core.scope import CONTEXT_WORDS
from lib.errors import FormError, InputFileError, os_reason

FIELD_TYPES: Mapping[str, str] = {
    "figure": "数字（带量词）",
    "rate": "百分比",
    "text": "一行文字",
    "paragraphs": "段落，一行一段",
    "date": "日期",
    "select": "单选",
    "switch": "是否",
    "group": "重复组",
    "figures": "自定义数字行",
}
WORDINGS = ("确数", "余", "多", "近", "超", "约")
ZEROS = ("drop", "incident", "keep")
AGGREGATES = ("sum", "last", "max", "mean", "none")
SUFFIXES = ("量词", "写法", "比较", "来源", "沿用", "确认")  # what may be set beside a field: 宣传单数.量词
HISTORY_WORDS = ("上期", "同期", "分期合计", "目标", "下级合计", "期初", "期末")  # what checks may hold an entry against
FREE_ROW = (  # the columns of type `figures`
    Field("名称", "text", "名称", required=True, max_length=60),
    Field("数值", "figure", "数值", required=True, decimals=4),  # a rate, an amount in 万元: the form cannot know
    Field("量词", "text", "量词", max_length=10),
    Field("动词", "text", "动词", default="开展", max_length=20),
    Field("写法", "select", "写法", choices=WORDINGS, default="确数"),
)
_NAME = re.compile(r"[^\W\d_]\w*$")
_SLOT = re.compile(r"\{([^{}]*)\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time, where the wheel has it
_LIMIT = 1_000_000  # bytes of one definition


class _Node:
    """A mapping of a definition with the lines of its keys."""

    def __init__(self, node: yaml.MappingNode, file: str) -> None:
        self.file, self.line = file, node.start_mark.line + 1
        self.items: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self.items:
                raise FormError(file, key.start_mark.line + 1, name, "同一处写了两次，请删去一个")
            self.items[name] = value

    def line_of(self, key: str) -> int:
        return self.items[key].start_mark.line + 1 if key in self.items else self.line

    def fault(self, key: str, message: str) -> FormError:
        return FormError(self.file, self.line_of(key), key, message)

    def allow(self, keys: Iterable[str]) -> None:
        """Refuse a key that is none of `keys`, naming the nearest."""
        known = tuple(keys)
        for key in self.items:
            if key not in known:
                raise self.fault(key, f"没有这个键{nearest(key, known)}")

    def get(self, key: str, convert: Callable[[Any], Any], default: Any = None) -> Any:
        """Return the value of `key` as `convert` reads it; its ValueError becomes a FormError at the key's line."""
        if key not in self.items:
            return default
        try:
            return convert(_plain(self.items[key]))
        except ValueError as error:
            raise self.fault(key, str(error)) from None

    def need(self, key: str, convert: Callable[[Any], Any]) -> Any:
        if key not in self.items:
            raise FormError(self.file, self.line, key, "缺少这个键，请补上")
        return self.get(key, convert)

    def children(self, key: str) -> Iterator[_Node]:
        node = self.items.get(key)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(key, "这里应是一个列表（每项以“- ”开头）")
        for one in node.value:
            if not isinstance(one, yaml.MappingNode):
                raise FormError(self.file, one.start_mark.line + 1, key, "这一项应是“键: 值”的写法")
            yield _Node(one, self.file)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return “，是否想写…” for the known word nearest to `name`, or the list of a few, or nothing."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"，是否想写“{found[0]}”" if found else ""


def _plain(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    finally:
        loader.dispose()


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)) or value is None:
        raise ValueError("这里应是一段文字")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("这里应写 true 或 false")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("这里应是不小于0的整数")
    return value


def _number(value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise ValueError
        return Decimal(str(value))
    except (InvalidOperation, ValueError):
        raise ValueError("这里应是数字") from None


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or any(isinstance(one, (dict, list)) or one is None for one in value):
        raise ValueError("这里应是文字的列表")
    return tuple(str(one) for one in value)


def _one_of(known: Iterable[str]) -> Callable[[Any], str]:
    words = tuple(known)

    def convert(value: Any) -> str:
        if value not in words:
            raise ValueError(f"不能写“{value}”，只能是：{'、'.join(words)}{nearest(str(value), words)}")
        return value

    return convert


def _expression(value: Any) -> str:
    try:
        compile_expression(str(value))
    except ExpressionError as error:
        raise ValueError(str(error)) from None
    return str(value)


def _default(value: Any) -> Any:
    if isinstance(value, dict):
        raise ValueError("缺省值应是文字、数字、是否或列表")
    return "\n".join(map(str, value)) if isinstance(value, list) and not any(isinstance(v, dict) for v in value) else value


FIELD_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "name": _text,
    "type": _one_of(FIELD_TYPES),
    "label": _text,
    "hint": _text,
    "required": _flag,
    "choices": _texts,
    "default": _default,
    "calculation": _expression,
    "relevant": _expression,
    "constraint": _expression,
    "constraint_message": _text,
    "code": _text,
    "unit": _text,
    "units": _texts,
    "phrase": _text,
    "zero": _one_of(ZEROS),
    "zero_phrase": _text,
    "wording": _one_of(WORDINGS),
    "minimum": _number,
    "maximum": _number,
    "decimals": _whole,
    "aggregate": _one_of(AGGREGATES),
    "compare": _flag,
    "kind": _one_of(("activity", "incident", "rate")),
    "target": _text,
    "per": _text,
    "carry": _flag,
    "min_rows": _whole,
    "max_rows": _whole,
    "row_label": _text,
    "max_length": _whole,
}
_SECTION_KEYS = ("name", "label", "hint", "relevant", "sentences", "fields")
_CHECK_KEYS = ("rule", "test", "message", "level", "when", "fields")
_FORM_KEYS = (
    "format label description periods template title file_name parts plan options sections checks"
).split()


def load_forms(folder: Path) -> dict[str, Form]:
    """Read every *.yaml of `folder` (not of its subfolders), by format name in the order of the file names.

    Raises FormError for the first fault, also for two files that define one format.
    """
    forms: dict[str, Form] = {}
    for path in sorted(Path(folder).glob("*.yaml")):
        form = load_form(path)
        if form.name in forms:
            raise FormError(path.name, 1, "format", f"“{form.name}”已由{Path(forms[form.name].source).name}定义，请改名")
        forms[form.name] = form
    return forms


def load_form(path: Path) -> Form:
    """Read one definition file; raises FormError (file, line, key, remedy)."""
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FormError(path.name, None, "", f"无法读取（{os_reason(error)}）") from None
    return parse_form(content, path.name, source=str(path))


def parse_form(content: bytes | str, file: str = "定义", source: str = "") -> Form:
    """Read a definition from its text; raises FormError (file, line, key, remedy)."""
    raw = content.encode() if isinstance(content, str) else content
    if len(raw) > _LIMIT:
        raise FormError(file, None, "", "文件过大，表单定义不应超过1 MB")
    try:
        root = yaml.compose(raw.decode("utf-8-sig"), Loader=_LOADER)
    except UnicodeDecodeError:
        raise FormError(file, None, "", "不是UTF-8编码，请另存为UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise FormError(file, line, "", "YAML写法有误，请检查缩进、冒号后的空格和引号") from None
    if not isinstance(root, yaml.MappingNode):
        raise FormError(file, 1, "format", "表单定义应以“format: 名称”开头")
    return _form(_Node(root, file), hashlib.sha256(raw).hexdigest()[:12], source)


def _form(node: _Node, version: str, source: str) -> Form:
    node.allow(_FORM_KEYS)
    name = node.need("format", _text)
    sections = tuple(_section(one) for one in node.children("sections"))
    if not sections:
        raise node.fault("sections", "至少要有一个部分")
    form = Form(
        name=name,
        label=node.get("label", _text, name),
        periods=node.need("periods", lambda v: tuple(_one_of(KINDS)(one) for one in _texts(v))),
        template=node.need("template", _text),
        title=node.need("title", _text),
        sections=sections,
        checks=tuple(_check(one) for one in node.children("checks")),
        file_name=node.get("file_name", _text, "{单位}{期}{文种}"),
        parts=node.get("parts", _text, ""),
        plan=node.get("plan", _text, ""),
        options=node.get("options", lambda v: dict(v), {}),
        description=node.get("description", _text, ""),
        version=version,
        source=source,
    )
    _Verifier(node.file, form).run(node)
    return form


def _section(node: _Node) -> Section:
    node.allow(_SECTION_KEYS)
    name = node.need("name", _text)
    return Section(
        name=name,
        label=node.get("label", _text, name),
        fields=tuple(_field(one) for one in node.children("fields")),
        hint=node.get("hint", _text, ""),
        relevant=node.get("relevant", _expression),
        sentences=node.get("sentences", _texts, ()),
        line=node.line,
    )


def _field(node: _Node, depth: int = 0) -> Field:
    node.allow((*FIELD_KEYS, "fields"))
    kind = node.need("type", FIELD_KEYS["type"])
    name = node.need("name", _text)
    if not _NAME.match(name):
        raise node.fault("name", f"“{name}”不能作字段名：只用汉字、字母、数字和下划线，且不以数字开头")
    given = {key: node.get(key, convert) for key, convert in FIELD_KEYS.items() if key in node.items}
    given.setdefault("label", name)
    if kind == "rate":
        given = {"unit": "%", "kind": "rate", "decimals": 1, "aggregate": "none", **given}
    if kind == "select" and not given.get("choices"):
        raise node.fault("choices", "单选要用 choices 列出选项")
    if kind in ("figure", "rate") and "{数}" not in given.get("phrase", "{数}"):
        raise node.fault("phrase", "措辞里要有“{数}”，数字和量词写在那里")
    if given.get("zero") == "incident" and not given.get("zero_phrase"):
        raise node.fault("zero", "写 incident 时要用 zero_phrase 写明零值怎么说（如 未发生网络舆情事件）")
    if "minimum" in given and "maximum" in given and given["minimum"] > given["maximum"]:
        raise node.fault("minimum", "下限大于上限")
    if kind == "group":
        if depth > 1:
            raise node.fault("fields", "重复组最多套一层")
        given["fields"] = tuple(_field(one, depth + 1) for one in node.children("fields"))
        if not given["fields"]:
            raise node.fault("fields", "重复组要用 fields 列出各列")
    elif "fields" in node.items:
        raise node.fault("fields", "只有重复组（type: group）才有 fields")
    if kind == "figures":
        given["fields"] = FREE_ROW
    names = [one.name for one in given.get("fields", ())]
    for one in given.get("fields", ()):
        if names.count(one.name) > 1:
            raise FormError(node.file, one.line, one.name, "同一组里有两列同名，请改名")
    given.setdefault("phrase", "{数}") if kind in ("figure", "rate") else None
    return Field(line=node.line, **given)


def _check(node: _Node) -> Check:
    node.allow(_CHECK_KEYS)
    return Check(
        rule=node.need("rule", _text),
        test=node.need("test", _expression),
        message=node.need("message", _text),
        level=node.get("level", _one_of(("error", "warning", "info")), "error"),
        when=node.get("when", _expression),
        fields=node.get("fields", _texts, ()),
        line=node.line,
    )


class _Verifier:
    """What only the whole form shows: names used once, names that exist, calculations without a circle."""

    def __init__(self, file: str, form: Form) -> None:
        self.file, self.form = file, form
        self.names = {one.name: one for one in form.fields()}

    def fault(self, line: int | None, key: str, message: str) -> FormError:
        return FormError(self.file, line, key, message)

    def run(self, node: _Node) -> None:
        self._unique()
        known = {*self.names, *HISTORY_WORDS, *CONTEXT_WORDS}
        for section in self.form.sections:
            self._expression(section.relevant, section.line, "relevant", known)
            for pattern in section.sentences:
                self._slots(pattern, section.line, "sentences")
            for one in section.fields:
                self._field(one, known)
        for check in self.form.checks:
            self._expression(check.test, check.line, "test", known)
            self._expression(check.when, check.line, "when", known)
            self._slots(check.message, check.line, "message")
            for name in check.fields:
                if self.form.find(name) is None:
                    raise self.fault(check.line, "fields", f"没有“{name}”这个字段{nearest(name, self.names)}")
        for key in ("title", "file_name"):
            self._slots(getattr(self.form, key), node.line_of(key), key)
        self._circles()

    def _unique(self) -> None:
        seen: set[str] = set()
        for section in self.form.sections:
            for one in section.fields:
                if one.name in seen:
                    raise self.fault(one.line, one.name, "字段名重复，请改名")
                if one.name in CONTEXT_WORDS:
                    raise self.fault(one.line, one.name, "这是程序自用的词，请改名")
                seen.add(one.name)
        names = [section.name for section in self.form.sections]
        for section in self.form.sections:
            if names.count(section.name) > 1:
                raise self.fault(section.line, section.name, "部分的名称重复，请改名")

    def _field(self, one: Field, known: set[str]) -> None:
        for key in ("calculation", "relevant", "constraint"):
            self._expression(getattr(one, key), one.line, key, known)
        columns = {column.name for column in one.fields}
        for column in one.fields:
            for key in ("calculation", "relevant", "constraint"):
                self._expression(getattr(column, key), column.line, key, known | columns)
            if column.type == "group":
                inner = known | columns | {leaf.name for leaf in column.fields}
                for leaf in column.fields:
                    for key in ("calculation", "relevant", "constraint"):
                        self._expression(getattr(leaf, key), leaf.line, key, inner)
        if one.type == "select" and one.default not in (None, *one.choices):
            raise self.fault(one.line, "default", f"缺省值“{one.default}”不在 choices 里")

    def _expression(self, source: str | None, line: int | None, key: str, known: set[str]) -> None:
        for name in sorted(compile_expression(source).names) if source else ():
            if name not in known:
                raise self.fault(line, key, f"算式里的“{name}”不是字段名{nearest(name, known)}")

    def _slots(self, pattern: str, line: int | None, key: str) -> None:
        known = {*self.names, *CONTEXT_WORDS}
        for slot in _SLOT.findall(pattern):
            name = slot.split(".")[0]
            if name not in known and slot.split(".")[0] not in HISTORY_WORDS:
                raise self.fault(line, key, f"“{{{slot}}}”里的“{name}”不是字段名{nearest(name, known)}")

    def _circles(self) -> None:
        _, circle = order_calculations(self.form.fields())
        if circle:
            names = "”“".join(one.name for one in circle)
            raise self.fault(circle[0].line, "calculation", f"“{names}”互相引用，算不出来，请去掉其中一个算式")


def read_yaml(text: str, name: str) -> Any:
    """Read plain data from YAML text (a values file, an office's preset); InputFileError with the line when it is wrong."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else ""
        raise InputFileError(f"“{name}”{where}写法有误，不是正确的YAML，请检查缩进和冒号后的空格") from None
