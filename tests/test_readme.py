"""The README is true to the letter: its tables are the code's, its commands run, its pictures and links exist."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from lib.__main__ import VERBS
from lib.core.model import LEVEL_NAMES
from lib.core.numerals import word_count
from lib.core.parsing import flatten
from lib.core.proofreading import RULES
from lib.definitions import FIELD_KEYS, FIELD_TYPES, load_forms
from lib.workflow import open_workspace

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """Return the rows of the table that stands behind the comment of that name, without its head."""
    block = README.split(f"<!-- 表：{name} -->", 1)[1].lstrip("\n").split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
    return rows[2:]


def bare(cell: str) -> str:
    return cell.strip("`")


def test_formats() -> None:
    forms = load_forms(ROOT / "forms")
    assert {row[0]: row[1] for row in table("文稿")} == {one.name: "、".join(one.periods) for one in forms.values()}


@pytest.mark.parametrize("row", table("写法"), ids=lambda row: "-".join(row))
def test_wordings(row: list[str]) -> None:
    value, unit, wording, expected = row
    assert word_count(Decimal(value), unit, wording) == expected


def test_verbs() -> None:
    assert [(bare(row[0]).split()[0], row[1]) for row in table("命令")] == [(name, about) for name, (_, about, _) in VERBS.items()]


def test_field_types_and_keys() -> None:
    assert {bare(row[0]): row[1] for row in table("字段类型")} == dict(FIELD_TYPES)
    assert {bare(row[0]) for row in table("字段的键")} == {*FIELD_KEYS, "fields"}


def test_proofreading_rules() -> None:
    rules = sorted((one.id, one.name, LEVEL_NAMES[one.level]) for one in RULES)
    assert sorted(map(tuple, table("规则"))) == rules


def test_pictures_and_links_exist() -> None:
    linked = [one for one in re.findall(r"\]\(([^)]+)\)", README) if not one.startswith(("http", "#"))]
    assert linked
    for one in linked:
        assert (ROOT / one.split("#")[0]).exists(), one


def test_the_example_entry_is_understood() -> None:
    text = next(block for block in re.findall(r"```json\n(.*?)```", README, re.S) if "填报" in block)
    entry = json.loads(text)
    form = open_workspace(ROOT).form("研判报告")
    assert all(form.field(name.split(".")[0]) for name in flatten(entry["填报"]))


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("python -m lib")]


def test_commands_run(tmp_path: Path) -> None:
    for folder in ("forms", "templates", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert len(commands()) >= 8
    for line in commands():
        call = [sys.executable, *shlex.split(line.split("  #")[0])[1:]]
        done = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode in ((0, 1) if "proofread" in line else (0,)), f"{line}\n{done.stdout}\n{done.stderr}"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{target}:", makefile, re.M), target
