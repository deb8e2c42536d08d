"""The closed template language for unknown authors: what it allows, and the bounds it keeps. Renders nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from decimal import Decimal
from typing import Any

from jinja2 import nodes
from jinja2.runtime import LoopContext

from lib.word import writing
from lib.word.language import DRAWING_HOOK, HEADING_HOOK, Language
from lib.word.unparsing import source_of

MAX_RANGE = 10_000
MAX_NUMBER = 10**18
MAX_EXPONENT = 100
MAX_TEXT = 1_000_000  # characters of one computed text
MAX_ARGUMENT = 10_000  # of a filter that makes its result longer: center(…), indent(…)
MAX_DEPTH = 4  # loops within loops

# what stays out, and why an author is told so
_REFUSED_FILTERS = {
    "safe": "会把内容当作文档代码",
    "attr": "会取到内容以外的东西",
    "format": "可能撑大文档",
    "xmlattr": "只用于网页",
    "urlize": "只用于网页",
    "tojson": "只用于网页",
    "pprint": "只用于调试",
    "forceescape": "会重复转义",
    "random": "每次结果不同",
}
METHODS = frozenset(
    {"items", "keys", "values", "get", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith",
     "endswith", "upper", "lower", "title", "capitalize", "count", "index", "find", "isdigit", "cycle", "changed"}
)  # fmt: skip
_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign, nodes.With, nodes.Scope,
    nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Slice,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.CondExpr, nodes.Compare, nodes.Operand,
    nodes.Concat, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Call,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow,
)  # fmt: skip
# Jinja's node → the tag as authors know it
_BLOCKS = {
    "ScopedEvalContextModifier": "autoescape",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "AssignBlock": "set 块",
    "FromImport": "import",
    "NSRef": "namespace",
}


class BoundError(Exception):
    """A template's arithmetic or loops left their bounds; str() is the Chinese reason."""


class ClosedError(Exception):
    """A template uses what the closed language leaves out; carries the line and the Chinese reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


# -- reading the syntax tree ------------------------------------------------------------------------------------------


def check_tree(tree: nodes.Template) -> None:
    """Refuse whatever is outside the closed language, before anything runs. Raises ClosedError."""
    complaint = next(iter(complaints(tree)), None)
    if complaint:
        raise ClosedError(*complaint)


def complaints(tree: nodes.Template) -> Iterable[tuple[int, str]]:
    """Yield (line, Chinese sentence) for everything outside the closed language."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _NODES):
            name = _BLOCKS.get(type(node).__name__, type(node).__name__.lower())
            yield node.lineno, f"{name} 一类的标签为了安全不能用；能用的有 for、if、set"
            continue
        check = _CHECKS.get(type(node))
        sentence = check(node) if check else None
        if sentence:
            yield node.lineno, sentence
    yield from _too_deep(tree, 1)


def _too_deep(node: nodes.Node, depth: int) -> Iterable[tuple[int, str]]:
    for child in node.iter_child_nodes():
        inside = depth + isinstance(child, nodes.For)
        if inside > MAX_DEPTH + 1:
            yield child.lineno, f"循环套了{MAX_DEPTH}层以上；请减少层数"
            return
        yield from _too_deep(child, inside)


def _check_attribute(node: nodes.Getattr) -> str | None:
    return _hidden(node.attr)


def _check_item(node: nodes.Getitem) -> str | None:
    return _hidden(node.arg.value) if isinstance(node.arg, nodes.Const) else None


def _hidden(name: Any) -> str | None:
    if isinstance(name, str) and name.startswith("_"):
        return f"“{name}”是程序内部的名称，为了安全不能用；请删去"
    return None


def _check_name(node: nodes.Name) -> str | None:
    if node.name in (HEADING_HOOK, DRAWING_HOOK):
        return None
    if node.name in ("lipsum", "cycler", "joiner", "namespace", "self", "caller", "varargs", "kwargs"):
        return f"“{node.name}”为了安全不能用；请删去"
    return _hidden(node.name)


def _check_filter(node: nodes.Filter) -> str | None:
    if node.name in _REFUSED_FILTERS:
        return f"过滤器 |{node.name} 为了安全不能用（{_REFUSED_FILTERS[node.name]}）；请删去"
    if node.name in ("map", "select", "reject", "selectattr", "rejectattr"):
        constants = [one.value for one in node.args if isinstance(one, nodes.Const)]
        constants += [one.value.value for one in node.kwargs if isinstance(one.value, nodes.Const)]
        if len(constants) != len(node.args) + len(node.kwargs) and node.name == "map":
            return "map 的参数要直接写出来"
        for one in constants:
            if one in _REFUSED_FILTERS or (
                isinstance(one, str) and any(step.startswith("_") for step in one.split("."))
            ):
                return f"过滤器 |{node.name} 的参数“{one}”为了安全不能用；请删去"
    return next(
        (found for one in node.args if (found := _failure(lambda one=one: _bound(node.name, _folded(one))))), None
    )


def _check_call(node: nodes.Call) -> str | None:
    target = node.node
    if isinstance(target, nodes.Name) and target.name in (HEADING_HOOK, DRAWING_HOOK):
        return None if all(isinstance(one, nodes.Const) for one in node.args) else "标签里的名称不能用"
    if isinstance(target, nodes.Name) and target.name == "range":
        return _failure(lambda: _range(*(_folded(one) for one in node.args)))
    if isinstance(target, nodes.Getattr) and target.attr in METHODS:
        return None
    return f"调用“{source_of(node)[:60]}”为了安全不能用；能调用的有 range(…)、loop.cycle(…)、.items() 等"


def _check_operation(node: nodes.BinExpr) -> str | None:
    return _failure(lambda: _folded(node))


def _failure(run: Callable[[], Any]) -> str | None:
    """Run arithmetic on a template's own constants; what is out of bounds is told before anything is rendered."""
    try:
        run()
    except BoundError as error:
        return str(error)
    except (nodes.Impossible, ArithmeticError, TypeError, ValueError):
        return None  # it depends on the values
    return None


def _folded(node: nodes.Expr) -> Any:
    if isinstance(node, nodes.BinExpr) and node.operator in _OPERATIONS:
        return _OPERATIONS[node.operator](_folded(node.left), _folded(node.right))
    if isinstance(node, nodes.Neg):
        return -_folded(node.node)
    if isinstance(node, nodes.List):
        return [_folded(one) for one in node.items]
    if isinstance(node, nodes.Const):
        return node.value
    raise nodes.Impossible


def _check_constant(node: nodes.Const) -> str | None:
    if isinstance(node.value, str) and len(node.value) > MAX_TEXT:
        return "标签里的文字太长"
    if isinstance(node.value, int) and abs(node.value) > MAX_NUMBER:
        return f"标签里的数“{str(node.value)[:20]}…”太大"
    return None


_CHECKS: Mapping[type[nodes.Node], Callable[[Any], str | None]] = {
    nodes.Getattr: _check_attribute,
    nodes.Getitem: _check_item,
    nodes.Name: _check_name,
    nodes.Filter: _check_filter,
    nodes.Call: _check_call,
    nodes.Const: _check_constant,
    **dict.fromkeys(
        (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow), _check_operation
    ),
}


def bound_loops(tree: nodes.Template) -> None:
    """Send what every loop runs over past the budget."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)


# -- bounds while running ---------------------------------------------------------------------------------------------


def _counted(value: Any) -> Any:
    if not isinstance(value, Sized):
        value = list(value)
    state = writing.WRITING
    if state.loops is not None:
        state.loops -= len(value) + 1
        if state.loops < 0:
            raise BoundError("模板里的循环次数太多，超过限制；请减少循环")
    return value


def _range(*bounds: int) -> range:
    """Jinja's range, bounded."""
    whole = range(*(int(one) for one in bounds))
    if max(abs(whole.start), abs(whole.stop)) > MAX_NUMBER or len(whole) > MAX_RANGE:
        raise BoundError(f"range(…) 超过{MAX_RANGE}个，超过限制；请减少循环次数")
    return whole


def _number(value: Any, sign: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise BoundError(f"运算 {sign} 的两边要是数，却有“{type(value).__name__}”；请改正")
    if abs(value) > MAX_NUMBER:
        raise BoundError(f"运算 {sign} 的数太大，超过限制")
    return value


def _numbers(left: Any, right: Any, sign: str) -> tuple[Any, Any]:
    """Return both sides as numbers that go together: a float beside a Decimal becomes one."""
    left, right = _number(left, sign), _number(right, sign)
    if isinstance(left, Decimal) and isinstance(right, float):
        return left, Decimal(repr(right))
    if isinstance(left, float) and isinstance(right, Decimal):
        return Decimal(repr(left)), right
    return left, right


def _arithmetic(sign: str, run: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: run(*_numbers(left, right, sign))


def _add(left: Any, right: Any) -> Any:
    for kinds in (str, list, tuple):
        if isinstance(left, kinds) and isinstance(right, kinds):
            if len(left) + len(right) > MAX_TEXT:
                raise BoundError("拼接的内容太长，超过限制")
            return left + right
    return operator.add(*_numbers(left, right, "+"))


def _power(left: Any, right: Any) -> Any:
    left, right = _numbers(left, right, "**")
    if abs(right) > MAX_EXPONENT:
        raise BoundError(f"乘方的次数超过{MAX_EXPONENT}，超过限制")
    return left**right


_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": _add,
    "**": _power,
    "-": _arithmetic("-", operator.sub),
    "*": _arithmetic("*", operator.mul),
    "/": _arithmetic("/", operator.truediv),
    "//": _arithmetic("//", operator.floordiv),
    "%": _arithmetic("%", operator.mod),
}


def _bounded(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter: numbers among its arguments and the length of its result stay in bounds."""

    def filtered(*args: Any, **kwargs: Any) -> Any:
        for one in (*args, *kwargs.values()):
            _bound(name, one)
        if name == "replace":
            _bound_replace(args)
        if name == "join":
            _bound_join(args)
        result = run(*args, **kwargs)
        if isinstance(result, str) and len(result) > MAX_TEXT:
            raise BoundError(f"过滤器 |{name} 的结果太长，超过限制")
        return result

    filtered.__dict__.update(getattr(run, "__dict__", {}))  # Jinja marks filters that want its context
    return filtered


def _bound(name: str, argument: Any) -> None:
    if isinstance(argument, (int, float)) and name in _GROWING and abs(argument) > MAX_ARGUMENT:
        raise BoundError(f"过滤器 |{name} 的参数太大，超过限制（{MAX_ARGUMENT}）")


_GROWING = ("center", "indent", "batch", "slice", "wordwrap", "truncate", "round")


def _bound_replace(args: Sequence[Any]) -> None:
    texts = [one for one in args if isinstance(one, str)]
    if len(texts) >= 3 and (len(texts[0]) + 1) * max(len(texts[2]), 1) > MAX_TEXT * 10:
        raise BoundError("过滤器 |replace 的结果太长，超过限制")


def _bound_join(args: Sequence[Any]) -> None:
    texts = [one for one in args if isinstance(one, str)]
    if texts and len(texts[-1]) > MAX_ARGUMENT:
        raise BoundError("过滤器 |join 的连接文字太长，超过限制")


def _concat(values: Sequence[Any]) -> str:
    if sum(len(one) for one in values if isinstance(one, str)) > MAX_TEXT:
        raise BoundError("拼接的内容太长，超过限制")
    return writing.concat_words(values)


class Foreign(Language):
    """The language of templates from unknown authors."""

    intercepted_binops = frozenset(_OPERATIONS)
    concat_words = staticmethod(_concat)

    def __init__(self) -> None:
        super().__init__()
        self.binop_table.update(_OPERATIONS)
        self.filters = {name: _bounded(name, run) for name, run in self.filters.items() if name not in _REFUSED_FILTERS}
        self.filters["_counted"] = _counted
        self.globals = {"range": _range}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if callable(value) and attr not in METHODS and not isinstance(obj, LoopContext):
            return False
        return super().is_safe_attribute(obj, attr, value)


FOREIGN = Foreign()
