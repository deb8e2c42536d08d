"""Write a Jinja expression back as its author would have typed it, for messages. Not for compiling again."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import nodes

_OPERATORS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}


def source_of(node: nodes.Node | None) -> str:
    """Return the expression's text; `…` stands for what has no short form."""
    if node is None:
        return ""
    if isinstance(node, nodes.BinExpr):
        return f"{source_of(node.left)} {node.operator} {source_of(node.right)}"
    if isinstance(node, nodes.UnaryExpr):
        return f"{node.operator} {source_of(node.node)}"
    write = _WRITERS.get(type(node))
    return write(node) if write else "…"


def _listed(items: list[nodes.Expr]) -> str:
    return ", ".join(source_of(one) for one in items)


def _arguments(node: nodes.Filter | nodes.Test | nodes.Call) -> str:
    keywords = [f"{one.key}={source_of(one.value)}" for one in node.kwargs]
    return ", ".join([source_of(one) for one in node.args] + keywords)


def _filter(node: nodes.Filter) -> str:
    arguments = _arguments(node)
    return f"{source_of(node.node)}|{node.name}" + (f"({arguments})" if arguments else "")


def _test(node: nodes.Test) -> str:
    arguments = _arguments(node)
    return f"{source_of(node.node)} is {node.name}" + (f"({arguments})" if arguments else "")


def _compare(node: nodes.Compare) -> str:
    return source_of(node.expr) + "".join(f" {_OPERATORS[one.op]} {source_of(one.expr)}" for one in node.ops)


def _condition(node: nodes.CondExpr) -> str:
    tail = f" else {source_of(node.expr2)}" if node.expr2 else ""
    return f"{source_of(node.expr1)} if {source_of(node.test)}{tail}"


_WRITERS: dict[type, Callable[..., str]] = {
    nodes.Name: lambda n: n.name,
    nodes.Const: lambda n: repr(n.value),
    nodes.Getattr: lambda n: f"{source_of(n.node)}.{n.attr}",
    nodes.Getitem: lambda n: f"{source_of(n.node)}[{source_of(n.arg)}]",
    nodes.Slice: lambda n: f"{source_of(n.start)}:{source_of(n.stop)}",
    nodes.Call: lambda n: f"{source_of(n.node)}({_arguments(n)})",
    nodes.Filter: _filter,
    nodes.Test: _test,
    nodes.Compare: _compare,
    nodes.CondExpr: _condition,
    nodes.Concat: lambda n: " ~ ".join(source_of(one) for one in n.nodes),
    nodes.List: lambda n: f"[{_listed(n.items)}]",
    nodes.Tuple: lambda n: f"({_listed(n.items)})",
    nodes.Dict: lambda n: "{…}",
}
