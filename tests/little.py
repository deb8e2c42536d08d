"""The tests' small language: a form from a few lines of YAML, an entry walked, a document's text."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from typing import Any

from docx import Document as open_docx

from lib.core.calculating import calculate
from lib.core.checking import check
from lib.core.model import Finding, Form, History, Unit, Values
from lib.core.parsing import parse
from lib.core.period import Period, parse_period
from lib.core.phrasing import phrase
from lib.core.scope import context_words, resolve_defaults
from lib.definitions import parse_form

UNIT = Unit("清泉街道柳湾社区", short="柳湾社区", party="中共清泉街道柳湾社区委员会", superior="中共清泉街道工作委员会")


def period(text: str = "2025Q2") -> Period:
    found = parse_period(text)
    assert found, text
    return found


def form(fields: str, sentences: str = "", checks: str = "", **top: Any) -> Form:
    """Make a form of one section 甲 from YAML lines of fields, patterns (one a line) and checks."""
    lines = ["format: 试表", "periods: [季度, 半年, 年度]", "template: 试表.docx", 'title: "{单位}{期}报告"']
    lines += [f"{key}: {value}" for key, value in top.items()]
    lines += ["sections:", "  - name: 甲"]
    patterns = [line.strip() for line in sentences.strip().splitlines()]
    lines += ["    sentences:", *(f'      - "{one}"' for one in patterns)] if patterns else []
    lines += ["    fields:", textwrap.indent(textwrap.dedent(fields).strip("\n"), "      ")]
    lines += ["checks:", textwrap.indent(textwrap.dedent(checks).strip("\n"), "  ")] if checks else []
    return parse_form("\n".join(lines), "试表.yaml")


def values_of(form: Form, raw: Mapping[str, Any], when: str = "2025Q2") -> tuple[Values, list[Finding]]:
    values, findings = parse(form, raw)
    values = resolve_defaults(form, values, context_words(form, period(when), UNIT))
    values, more = calculate(form, values)
    return values, findings + more


def findings_of(form: Form, raw: Mapping[str, Any], history: History | None = None, when: str = "2025Q2") -> list[Finding]:
    values, findings = values_of(form, raw, when)
    return findings + check(form, values, period(when), history)


def context_of(
    form: Form, raw: Mapping[str, Any], history: History | None = None, when: str = "2025Q2", draft: bool = False
) -> dict[str, Any]:
    values, _ = values_of(form, raw, when)
    return phrase(form, values, period(when), UNIT, history, draft=draft)


def words_of(form: Form, raw: Mapping[str, Any], history: History | None = None, when: str = "2025Q2") -> str:
    """Return the section's worded figures as one text."""
    return "\n".join(context_of(form, raw, history, when)["数字句"]["甲"])


def text_of(content: bytes) -> str:
    """Return a document's text, a line a paragraph, tables cell by cell."""
    body = open_docx(io.BytesIO(content)).element.body
    lines = ["".join(t.text or "" for t in p.iter(W + "t")) for p in body.iter(W + "p")]
    return "\n".join(lines)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
