"""Read a template before it is ever used: tags, places, a Chinese sentence for every fault. Runs nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from lib.core.model import Finding, Level
from lib.errors import TemplateError
from lib.word.cautions import field_codes, hazards
from lib.word.compiling import build_template
from lib.word.messages import shorten, suggestion, syntax_reason
from lib.word.packages import Package, open_package
from lib.word.sandbox import FOREIGN, complaints
from lib.word.scanning import Fault, Paragraph, Tag, paragraphs, tags_of

MAX_FINDINGS = 100
_BLOCK = re.compile(r"(\w+)\b\s*(.*)", re.S)
_DOCX_TAGS = ("colspan", "cellbg")  # docxtpl's own, each before an expression
_BARE_TAGS = ("vm", "hm")
_ENDS = {"for": "endfor", "if": "endif", "with": "endwith", "set": "endset", "macro": "endmacro", "call": "endcall",
         "filter": "endfilter", "autoescape": "endautoescape", "raw": "endraw"}  # fmt: skip
_MIDDLES = {"else": ("if", "for"), "elif": ("if",)}
_ALWAYS = frozenset({"loop", "range", "true", "false", "none"})


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a template holds: its tags in order, the names it asks for, and the findings."""

    tags: tuple[Tag, ...] = ()
    names: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(one.level == "error" for one in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "names": list(self.names),
            "tags": [
                {"part": one.paragraph.label, "paragraph": one.paragraph.index, "start": one.start, "tag": one.source}
                for one in self.tags
            ],
            "findings": [one.as_json() for one in self.findings],
        }


def inspect_template(source: bytes, names: Collection[str] | None = None) -> Inspection:
    """Return the template's tags and everything wrong with it; raises nothing.

    `names` are the names a context will hold; a column of a group may be given as `风险隐患.表现`. Without them no
    name is called unknown.
    """
    try:
        package = open_package(source)
        dangers = hazards(package)
        found = list(paragraphs(package))
    except TemplateError as error:
        return Inspection(findings=(Finding("T-file", "error", str(error)),))
    reader = _Reader(set(names) if names is not None else None)
    reader.read(package, found)
    findings = [Finding("T-safe", "error", one) for one in dangers] + reader.findings
    if not any(one.level == "error" for one in findings):
        findings += _compiled(source)
    return Inspection(tuple(reader.tags), tuple(reader.used), tuple(findings[:MAX_FINDINGS]))


def _compiled(source: bytes) -> list[Finding]:
    """Compile for good measure: a block may be whole and yet end at another depth of the document."""
    try:
        build_template(source, trusted=False)
    except TemplateError as error:
        return [Finding("T-structure", "error", str(error))]
    return []


@dataclass(slots=True)
class _Block:
    name: str
    tag: Tag
    variables: dict[str, str]  # loop variable → path of its rows, "" where unknown


@dataclass(slots=True)
class _Reader:
    """Reads tag by tag, keeping the open blocks and what their variables stand for."""

    names: set[str] | None
    tags: list[Tag] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _blocks: list[_Block] = field(default_factory=list)
    _set: dict[str, str] = field(default_factory=dict)
    _guarded: set[str] = field(default_factory=set)  # names the author knows may be missing

    def read(self, package: Package, found: list[Paragraph]) -> None:
        for part, group in groupby(found, lambda one: one.part):
            tags, faults = tags_of(list(group))
            for fault in faults:
                self._add(fault)
            self._blocks, self._set = [], {}
            for tag in tags:
                if len(self.findings) < MAX_FINDINGS:
                    self._read_tag(tag)
            for block in self._blocks:
                self._complain(block.tag, "T-block", _unclosed(block.name))
            self.tags += tags
            if part.startswith("word/"):
                self._field_tags(package, part)

    # -- findings -----------------------------------------------------------------------------------------------------

    def _add(self, fault: Fault) -> None:
        body = fault.paragraph.label == "正文"
        level: Level = "warning" if fault.level == "warning" else "error"
        self.findings.append(
            Finding(
                fault.rule,
                level,
                f"模板{fault.paragraph.place}：{fault.message}",
                paragraph=fault.paragraph.index if body else None,
                start=fault.start,
                end=fault.end,
            )
        )

    def _complain(self, tag: Tag, rule: str, reason: str) -> None:
        alone = tag.paragraph.text.strip() == tag.source  # the place already shows it
        message = reason if alone else f"标签 {shorten(tag.source)}：{reason}"
        self._add(Fault(rule, "error", tag.paragraph, message, tag.start, tag.start + len(tag.source)))

    def _field_tags(self, package: Package, part: str) -> None:
        for code in field_codes(package.tree(part)):
            if "{{" in code or "{%" in code:
                message = f"域代码“{shorten(code)}”里写了标签，填出来的内容会被当成命令；请改用普通文字"
                self.findings.append(Finding("T-split", "error", f"模板：{message}"))

    # -- tags ---------------------------------------------------------------------------------------------------------

    def _read_tag(self, tag: Tag) -> None:
        if tag.is_comment:
            return
        if tag.is_output:
            self._read_source(tag, "{{ " + _straight(tag.inside) + " }}")
            return
        found = _BLOCK.match(_straight(tag.inside))
        if found is None:
            self._complain(tag, "T-syntax", "标签里没有写内容；请写明，如 {% if 名称 %}")
            return
        word, rest = found[1], found[2]
        if word in _BARE_TAGS:
            return
        if word in _DOCX_TAGS:
            self._read_source(tag, "{{ " + rest + " }}")
        elif word in _MIDDLES:
            self._read_middle(tag, word, rest)
        elif word in _ENDS.values():
            self._close(tag, word)
        else:
            self._open(tag, word, rest)

    def _open(self, tag: Tag, word: str, rest: str) -> None:
        is_block = word in _ENDS and not (word == "set" and "=" in rest)
        source = "{% " + f"{word} {rest}" + " %}" + ("{% " + _ENDS[word] + " %}" if is_block else "")
        tree = self._read_source(tag, source)
        if tree is None:
            if is_block:
                self._blocks.append(_Block(word, tag, {}))
            return
        if is_block:
            self._blocks.append(_Block(word, tag, self._targets(tree)))
        for one in tree.find_all(nodes.Assign):
            targets = [one.target] if isinstance(one.target, nodes.Name) else one.target.find_all(nodes.Name)
            self._set |= {target.name: "" for target in targets}

    def _targets(self, tree: nodes.Template) -> dict[str, str]:
        loop = next(iter(tree.find_all(nodes.For)), None)
        if loop is None:
            return {one.name: "" for one in tree.find_all(nodes.Name) if one.ctx in ("store", "param")}
        if isinstance(loop.target, nodes.Name):
            return {loop.target.name: self._path(loop.iter)}
        return {one.name: "" for one in loop.target.find_all(nodes.Name)}

    def _read_middle(self, tag: Tag, word: str, rest: str) -> None:
        if not self._blocks or self._blocks[-1].name not in _MIDDLES[word]:
            self._complain(tag, "T-block", f"{{% {word} %}} 的位置不对：前面没有与它配对的 {{% if %}}；请检查")
            return
        if word == "elif":
            self._read_source(tag, "{% if " + rest + " %}{% endif %}")

    def _close(self, tag: Tag, word: str) -> None:
        opener = word.removeprefix("end")
        if self._blocks and self._blocks[-1].name == opener:
            self._blocks.pop()
            return
        if any(one.name == opener for one in self._blocks):
            while self._blocks[-1].name != opener:
                block = self._blocks.pop()
                self._complain(block.tag, "T-block", _unclosed(block.name))
            self._blocks.pop()
            return
        self._complain(tag, "T-block", f"{{% {word} %}} 多余：前面没有与它配对的 {{% {opener} %}}；请删去或补上开头")

    # -- expressions --------------------------------------------------------------------------------------------------

    def _read_source(self, tag: Tag, source: str) -> nodes.Template | None:
        """Parse one tag alone and look at its names, filters and tests."""
        try:
            tree = FOREIGN.parse(source)
        except TemplateSyntaxError as error:
            self._complain(tag, "T-syntax", syntax_reason(error.message))
            return None
        for kind, known in ((nodes.Filter, FOREIGN.filters), (nodes.Test, FOREIGN.tests)):
            for one in tree.find_all(kind):
                if one.name not in known and not _is_refused(one):
                    what = "filter" if kind is nodes.Filter else "test"
                    self._complain(tag, "T-filter", syntax_reason(f"No {what} named '{one.name}'."))
        for _, reason in complaints(tree):
            self._complain(tag, "T-safe", reason)
        self._read_names(tag, tree)
        return tree

    def _read_names(self, tag: Tag, tree: nodes.Template) -> None:
        self._guarded |= _guarded(tree)
        own = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
        for one in dict.fromkeys(n.name for n in tree.find_all(nodes.Name) if n.ctx == "load"):
            if one in own or one in _ALWAYS or self._variable(one) is not None:
                continue
            self.used[one] = None
            if self.names is not None and one not in self.names and one not in self._guarded:
                known = [known for known in self.names if "." not in known] + self._variables()
                self._complain(tag, "T-name", f"没有名为“{one}”的内容{suggestion(one, known) or '；请检查名称'}")
        if self.names is not None:
            self._read_columns(tag, tree)

    def _read_columns(self, tag: Tag, tree: nodes.Template) -> None:
        for one in tree.find_all(nodes.Getattr):
            base = self._path(one.node)
            columns = [name[len(base) + 1 :] for name in self.names or () if base and name.startswith(base + ".")]
            columns = [name for name in columns if "." not in name]
            if columns and one.attr not in columns and self._is_data(one):
                hint = suggestion(one.attr, columns) or f"；有的是{'、'.join(columns)}"
                self._complain(tag, "T-name", f"“{base}”里没有“{one.attr}”这一项{hint}")

    @staticmethod
    def _is_data(node: nodes.Getattr) -> bool:
        return node.attr not in ("items", "keys", "values", "get", "数", "量词", "句")

    def _path(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Name):
            variable = self._variable(node.name)
            return node.name if variable is None else variable
        if isinstance(node, nodes.Getattr):
            base = self._path(node.node)
            return f"{base}.{node.attr}" if base else ""
        if isinstance(node, nodes.Getitem):
            return self._path(node.node) if isinstance(node.arg, nodes.Const) else ""
        return ""

    def _variable(self, name: str) -> str | None:
        for block in reversed(self._blocks):
            if name in block.variables:
                return block.variables[name]
        return self._set.get(name)

    def _variables(self) -> list[str]:
        return [name for block in self._blocks for name in block.variables]


def _guarded(tree: nodes.Template) -> set[str]:
    """Return the names that `|default` or `is defined` provides for."""
    asked = [one.node for one in tree.find_all(nodes.Filter) if one.name in ("default", "d")]
    asked += [one.node for one in tree.find_all(nodes.Test) if one.name in ("defined", "undefined")]
    return {one.name for one in asked if isinstance(one, nodes.Name)}


def _is_refused(node: nodes.Node) -> bool:
    return next(iter(complaints(nodes.Template([nodes.Output([node])], lineno=1))), None) is not None


def _straight(text: str) -> str:
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))


def _unclosed(name: str) -> str:
    return syntax_reason(f"The innermost block that needs to be closed is '{name}'")


def error_lines(inspection: Inspection) -> Iterator[str]:
    return (one.message for one in inspection.findings if one.level == "error")
