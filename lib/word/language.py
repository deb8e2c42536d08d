"""The template language: Jinja's sandbox, strict about names, printing through lib.word.writing. Reads no files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lib.word import writing
from lib.word.tracking import Place

HEADING_HOOK, DRAWING_HOOK = "__heading", "__drawing"
_HOOKS = {HEADING_HOOK: "number_heading", DRAWING_HOOK: "number_drawing"}


class _Generator(CodeGenerator):
    """Writes Python that prints by place, looks dict keys up first, and words what `~` joins."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible  # every value goes through the writer, constants too
        return node.data

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("write_around(" if node.between else "write_value(")  # type: ignore[attr-defined]

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f", {node.place}")  # type: ignore[attr-defined]  # set by tracking.Tracker
        for name in () if node.between else getattr(node, "rows", ()):  # type: ignore[attr-defined]
            self.write(", ")
            self.visit(nodes.Name(name, "load"), frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # jinja2's spelling
        self.write("look_up(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("concat_words((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        hook = _HOOKS.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if hook is None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"{hook}({', '.join(repr(one.value) for one in node.args)})")  # type: ignore[attr-defined]


class Language(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox as docx templates use it."""

    code_generator_class = _Generator
    concat_words: Callable[[Sequence[Any]], str] = staticmethod(writing.concat_words)

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=writing.Missing, cache_size=0)
        self.filters["join"] = _join


def _join(value: Any, d: str = "", attribute: str | None = None) -> str:
    """Join a list's items in words (Jinja's own would print None and 12.0)."""
    items = (
        [one.get(attribute) if isinstance(one, dict) else getattr(one, attribute) for one in value]
        if attribute
        else value
    )
    return writing.concat_words(_between(list(items), d))


def _between(items: Sequence[Any], separator: str) -> list[Any]:
    return [piece for one in items for piece in (separator, one)][1:]


LANGUAGE = Language()


class Program:
    """One part of a template, compiled; `write(context)` returns its finished XML."""

    def __init__(
        self, language: Language, tree: nodes.Template, places: Sequence[Place], *, trace: bool = False
    ) -> None:
        source = language.compile(tree, name="template", filename="<template>", raw=True)
        code: CodeType = compile(source, "<template>", "exec")
        write = writing.make_tracer(places) if trace else writing.make_writer(places)
        names = {
            "environment": language,
            "__file__": "<template>",
            "write_value": write,
            "write_around": writing.make_wrapper(places),
            "look_up": writing.make_lookup(language.getattr),
            "concat_words": language.concat_words,
            "number_heading": writing.number_heading,
            "number_drawing": writing.number_drawing,
        }
        exec(code, names)  # the code is Jinja's own translation of a syntax tree, as Environment.from_string runs it
        self._template = jinja2.Template._from_namespace(language, names, language.make_globals(None))
        self._root: Callable[..., Any] = self._template.root_render_func

    def write(self, context: dict[str, Any]) -> str:
        return "".join(self._root(self._template.new_context(context)))

    def line_of(self, error: BaseException) -> int | None:
        """Return the template line at which an error was raised, where it was."""
        line, step = None, error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == "<template>":
                line = self._template.get_corresponding_lineno(step.tb_lineno)
            step = step.tb_next
        return line
