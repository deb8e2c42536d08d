"""One sandboxed expression language for calculations, conditions and checks: Jinja's, with exact decimals.

No calls, no attributes that start with an underscore, no powers; names are fields, blanks are undefined.
It evaluates; it does not decide what a result means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lib.core.model import Field, Values

_FILTERS = frozenset(
    "length count sum map select selectattr reject rejectattr list min max round abs unique join default d first last"
    " sort trim string lower upper".split()
)
_FORBIDDEN = (nodes.Call, nodes.Pow, nodes.TemplateData)
_MAX_LENGTH = 2000
_QUOTED = re.compile(r"'([^']*)'")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class BlankError(Exception):
    """The expression needs something that was not filled in."""


class ExpressionError(Exception):
    """The expression can't be read or may not be used; the text is one Chinese line."""


class _Blank(StrictUndefined):
    """A field left empty: false in a condition, an error in arithmetic."""

    def __bool__(self) -> bool:
        return False


def _round(value: Decimal, precision: Any = 0) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-int(precision)), rounding=ROUND_HALF_UP)


def _sum(values: Iterable[Any], attribute: str | None = None, start: Any = 0) -> Any:
    """Add up; a blank among them is a blank result, never zero."""
    total = Decimal(start)
    for value in values:
        total += value.get(attribute, _Blank(name=attribute)) if attribute else value
    return total


def _days(day: date, since: date) -> Decimal:
    """Return the days from `since` to `day`, negative when it lies before."""
    return Decimal((day - since).days)


def _environment() -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(undefined=_Blank)
    env.globals.clear()
    env.filters = {name: function for name, function in env.filters.items() if name in _FILTERS}
    env.filters.update(round=_round, sum=_sum, 天数=_days)
    env.tests["空"] = env.tests["undefined"]
    env.tests["已填"] = env.tests["defined"]
    return env


_ENV = _environment()


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; `names` are the fields it reads."""

    source: str
    names: frozenset[str]
    template: Any
    constants: Mapping[str, Decimal]

    def __call__(self, scope: Mapping[str, Any]) -> Any:
        """Evaluate in `scope` (see `scope_of`).

        Raises BlankError where a needed value is blank, ExpressionError where values don't fit (text plus number).
        """
        context = self.template.new_context(scope, shared=True)  # it only reads the scope: no copy of a hundred names
        context.vars.update(self.constants)
        try:
            for _ in self.template.root_render_func(context):
                pass
            result = context.vars["result"]
        except UndefinedError as error:
            raise BlankError(_blank_words(str(error))) from None
        except (InvalidOperation, ZeroDivisionError):
            raise BlankError("除数为零") from None
        except (TypeError, ValueError, SecurityError, KeyError, AttributeError):
            raise ExpressionError(f"算式“{self.source}”不能用于填写的内容，请核对数字、日期和文字是否用对了地方") from None
        if isinstance(result, StrictUndefined):
            raise BlankError(self.source)
        return result


def _blank_words(said: str) -> str:
    """Word in Chinese what Jinja says of a blank: `'dict object' has no attribute '方面'` means a row lacks its 方面."""
    named = [word for word in _QUOTED.findall(said) if _HAN.search(word)]
    return f"“{named[-1]}”未填" if named else "内容不全"


def _exact(node: nodes.Node, constants: dict[str, Decimal]) -> None:
    """Replace number literals below `node` by names bound to decimals, so that 0.1 is 0.1 and 1/4 is 0.25."""
    for name in node.fields:
        value = getattr(node, name)
        if isinstance(node, (nodes.Getitem, nodes.Slice)) and name != "node":
            continue
        if isinstance(value, list):
            setattr(node, name, [_exact_one(one, constants) for one in value])
        else:
            setattr(node, name, _exact_one(value, constants))


def _exact_one(value: Any, constants: dict[str, Decimal]) -> Any:
    if isinstance(value, nodes.Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
        name = f"_n{len(constants)}"
        constants[name] = Decimal(str(value.value))
        return nodes.Name(name, "load", lineno=value.lineno)
    if isinstance(value, nodes.Node):
        _exact(value, constants)
    return value


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile `source`.

    Raises ExpressionError (Chinese) for a syntax error, a call, a power, an unknown filter or test, or over 2 000
    characters.
    """
    if len(source) > _MAX_LENGTH:
        raise ExpressionError(f"算式过长（超过{_MAX_LENGTH}字）")
    try:
        parser = Parser(_ENV, source, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise ExpressionError(f"算式“{source}”中“{parser.stream.current.value}”处多出内容，请检查括号和运算符")
    except TemplateSyntaxError:
        raise ExpressionError(f"算式“{source}”写法有误，请检查括号、引号和运算符是否成对、完整") from None
    body = nodes.Assign(nodes.Name("result", "store", lineno=1), tree, lineno=1)
    for node in body.find_all(nodes.Node):
        if isinstance(node, _FORBIDDEN):
            raise ExpressionError(f"算式“{source}”中不能使用函数调用或乘方，请改用过滤器（如 风险隐患|length）")
        if isinstance(node, nodes.Filter) and node.name not in _ENV.filters:
            raise ExpressionError(f"算式“{source}”中没有“{node.name}”这个过滤器")
        if isinstance(node, nodes.Test) and node.name not in _ENV.tests:
            raise ExpressionError(f"算式“{source}”中没有“{node.name}”这个判断")
    constants: dict[str, Decimal] = {}
    _exact(body, constants)  # first: looking for names folds constants, with floats
    names = meta.find_undeclared_variables(nodes.Template([body], lineno=1, environment=_ENV)) - constants.keys()
    root = nodes.Template([body], lineno=1)
    root.set_environment(_ENV)
    return Expression(source, frozenset(names), _ENV.from_string(root), constants)


def scope_of(values: Values | None) -> dict[str, Any]:
    """Return `values` as an expression sees them: blanks left out, rows as plain mappings."""
    if values is None:
        return {}
    return {name: _plain(value) for name, value in values.data.items() if value is not None and value != ""}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [scope_of(one) if isinstance(one, Values) else one for one in value]
    return value


def holds(source: str | None, scope: Mapping[str, Any]) -> bool:
    """Say whether a condition holds; no condition holds, and a blank makes it false."""
    if not source:
        return True
    try:
        return bool(compile_expression(source)(scope))
    except BlankError:
        return False


def order_calculations(fields: Iterable[Field]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Return the calculated fields, each after those it reads, and those that go in a circle."""
    pending = {one.name: one for one in fields if one.calculation}
    ordered: list[Field] = []
    while ready := [one for one in pending.values() if not compile_expression(one.calculation).names & pending.keys()]:
        ordered += [pending.pop(one.name) for one in ready]
    return tuple(ordered), tuple(pending.values())
