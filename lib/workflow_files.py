"""The use cases of files that are no drafts: any template rendered or inspected; an office's preset read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lib.core.model import Finding
from lib.core.phrasing import context_names
from lib.definitions import read_yaml
from lib.definitions_values import read_values
from lib.errors import InputFileError, TemplateError
from lib.word.inspecting import Inspection, error_lines, inspect_template
from lib.word.layout import Preset, preset_of
from lib.word.rendering import render_foreign_with_notes
from lib.workflow import Workspace, read_text

_CONTEXT_DEPTH = 60  # other people's templates: deeper than any table of tables
PRESET_NAMES = ("国标", "通行")


def render_file(template: bytes, context: Mapping[str, Any]) -> tuple[bytes, list[Finding]]:
    """Set any docxtpl template, its author not known, with a context; raises TemplateError with place and remedy."""
    try:
        return render_foreign_with_notes(template, context, names=set(context))
    except TemplateError as error:
        told = next(error_lines(inspect_template(template, set(context))), "")  # says more of a tag's place and remedy
        raise TemplateError(told or str(error), error.findings) from None


def read_context(path: Path) -> Mapping[str, Any]:
    """Read a context from JSON (or YAML); raises InputFileError when it is no JSON or no mapping."""
    context = read_values(read_text(path), path.name, depth=_CONTEXT_DEPTH)
    if not isinstance(context, Mapping):
        raise InputFileError(f"“{path.name}”的最外层应是{{\"名称\": 内容, …}}")
    return context


def inspect_file(workspace: Workspace, template: bytes, format_name: str | None = None) -> Inspection:
    """Read a template before it is used; with a format, names that its context will not hold are told."""
    names = context_names(workspace.form(format_name)) if format_name else None
    return inspect_template(template, names)


def read_preset(given: str) -> str | Mapping[str, Any]:
    """Return a preset's name, or an office's own from its YAML file."""
    if given in PRESET_NAMES or not given.lower().endswith((".yaml", ".yml")):
        return given
    own = read_yaml(read_text(Path(given)), Path(given).name)
    if not isinstance(own, Mapping):
        raise InputFileError(f"“{Path(given).name}”的最外层应是“键: 值”")
    return own


def preset_named(given: str) -> Preset:
    """Return the preset of a name or of an office's YAML file; raises CallError naming the wrong key."""
    return preset_of(read_preset(given))
