"""The rooms hold: imports point down only, one library has one owner, no field's name lives in lib/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "lib").rglob("*.py")) + [ROOT / "app.py"]
RANKS = ["errors", "core", "outside", "workflow", "doors", "app"]
OUTSIDE = ("definitions", "word", "excel", "store")
VERBS = ("parsing", "calculating", "checking", "phrasing")
OWNERS = {  # library → the only rooms that may import it
    "yaml": {"definitions"},
    "docx": {"word"},
    "docxtpl": {"word"},
    "openpyxl": {"excel"},
    "sqlalchemy": {"store"},
    "streamlit": {"ui", "app"},
}


def room(path: Path) -> str:
    """Return the room of a source: core, word, …; definitions_words belongs to definitions, workflow_batch to workflow."""
    parts = path.relative_to(ROOT).parts
    if parts == ("app.py",):
        return "app"
    return (parts[1] if len(parts) > 2 else path.stem).split("_")[0] if parts[-1] != "__main__.py" else "__main__"


def rank(name: str) -> int:
    kind = {"ui": "doors", "__main__": "doors", **dict.fromkeys(OUTSIDE, "outside")}.get(name, name)
    return RANKS.index(kind)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield node.module or ""
            if node.module == "lib":
                yield from (f"lib.{one.name}" for one in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down_and_libraries_have_one_owner(path: Path) -> None:
    here = room(path)
    if here in ("__init__", ""):
        return
    for name in imports(path):
        top = name.split(".")[0]
        assert here in OWNERS.get(top, {here}), f"{here} imports {top}"
        if top != "lib" or name == "lib":
            continue
        there = name.split(".")[1].split("_")[0]
        if there == here:
            continue
        assert rank(there) < rank(here), f"{here} imports {there}"


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_never_import_verbs(verb: str) -> None:
    found = {name.rpartition(".")[2] for name in imports(ROOT / "lib" / "core" / f"{verb}.py")}
    assert not found & (set(VERBS) - {verb})


def test_core_touches_no_disk_and_no_clock() -> None:
    for path in (ROOT / "lib" / "core").rglob("*.py"):
        used = {name.split(".")[0] for name in imports(path)}
        assert not used & {"pathlib", "os", "time", "io", "sqlite3", "tempfile", "subprocess"}, path.name
        calls = [one.func for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
        named = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in calls}
        assert not named & {"open", "now", "today"}, path.name


# The glossary's own words: elements of every official document (named styles, columns of a unit, places the proofreader
# reads), and the vocabulary titles are parted by. A form may name a field so; lib does not mean the field by them.
ELEMENTS = {
    "保密期限", "紧急程度", "发文机关标志", "发文字号", "主送机关", "附件说明", "附件标题", "成文日期", "印发机关", "印发日期",
}  # fmt: skip  # GB/T 9704—2012, clause 7: the elements by their names in the standard
VOCABULARY = {"titles.py"}  # a list of compounds a title's line must not part


def field_names() -> set[str]:
    """Return every name the forms give: fields and the columns of their groups."""

    def walk(fields: list[dict]) -> Iterator[str]:
        for one in fields:
            yield one["name"]
            yield from walk(one.get("fields", []))

    names: set[str] = set()
    for path in (ROOT / "forms").glob("*.yaml"):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]:
            names |= {name for name in walk(section["fields"]) if len(name) > 3}
    return names - ELEMENTS


def test_no_field_of_a_form_is_named_in_lib() -> None:
    names = field_names()
    assert names
    for path in SOURCES:
        if path.name in VOCABULARY:
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        strings = {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        assert not strings & names, f"{path.name}: {sorted(strings & names)}"
