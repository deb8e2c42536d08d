"""Follow a template's XML through its Jinja tree: where each printed value stands, and whether every block is whole.

Proven once, at compile time: whatever is looped or left out, the document stays well-formed. Renders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from lib.word.unparsing import source_of

# where a value stands decides how its line breaks are written
TEXT, SPLIT, PLAIN, ATTRIBUTE, RUN, BLOCK = "text", "split", "plain", "attribute", "run", "block"

_TOKEN = re.compile(r"<(/?)([A-Za-z][\w:.\-]*)([^<>]*?)(/?)>")
_PLAIN_LEAVES = frozenset({"w:instrText", "w:delText", "w:delInstrText", "a:t", "m:t"})
_RUN_PARENTS = frozenset({"w:p", "w:hyperlink", "w:smartTag", "w:ins", "w:del", "w:fldSimple"})
# these must end with a paragraph, or Word refuses the file (ECMA-376 Part 1, 17.4.65 tc, 17.10 hdr/ftr, 17.11)
CONTAINERS = frozenset({"w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment", "w:txbxContent"})
_CAPTURED = {"w:rPr": "w:r", "w:pPr": "w:p"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one value is printed. `pieces` and `rows` spell its path: 风险隐患[ row ].表现."""

    kind: str
    tag: str
    line: int
    run: str = ""  # <w:rPr>…</w:rPr> of the run it stands in
    paragraph: str = ""  # <w:pPr>…</w:pPr> of the paragraph it stands in
    pieces: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    direct: bool = False  # in a run of the paragraph itself, so that the paragraph can be parted here

    @property
    def name(self) -> str:
        """The path without row numbers: 风险隐患.表现; the tag itself where it is no plain path."""
        return "".join(self.pieces).replace("[]", "") or self.tag


class StructureError(Exception):
    """A loop or condition whose ends stand at different depths of the document; carries the line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class _Frame:
    """An open element; `sure` says that it will keep a paragraph (row, cell) whatever the conditions are."""

    name: str
    depth: int
    sure: bool = False
    run: str = ""
    paragraph: str = ""
    opened: int = -1


@dataclass(frozen=True, slots=True)
class _Path:
    pieces: tuple[str, ...]
    rows: tuple[str, ...] = ()

    def then(self, text: str) -> _Path:
        return _Path((*self.pieces[:-1], self.pieces[-1] + text), self.rows)

    def row(self, counter: str) -> _Path:
        return _Path((*self.pieces[:-1], self.pieces[-1] + "[", "]"), (*self.rows, counter))


@dataclass(slots=True)
class Tracker:
    """Walk one part's syntax tree, setting `place` on every printed expression and `needs_healing` where so."""

    indented: Callable[[str], bool]  # does a paragraph with these w:pPr begin with an indent?
    plain: bool = False  # a part without w:t, such as the document properties
    places: list[Place] = field(default_factory=list)
    needs_healing: bool = False
    line: int = 0
    _stack: list[_Frame] = field(default_factory=list)
    _pending: str = ""
    _depth: int = 0
    _scopes: list[dict[str, _Path | None]] = field(default_factory=lambda: [{}])
    _counters: int = 0

    def walk(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            self.line = node.lineno
            visit = getattr(self, f"_visit_{type(node).__name__.lower()}", self._visit_other)
            visit(node)

    def finish(self) -> None:
        """Check that every element was closed."""
        if self._stack or self._pending:
            raise StructureError(self.line)

    # -- nodes --------------------------------------------------------------------------------------------------------

    def _visit_output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self._read(child.data)
            else:
                self.line = child.lineno
                self._print(child)

    def _visit_for(self, node: nodes.For) -> None:
        base = self._path(node.iter)
        counter = f"__row{self._counters}"
        self._counters += 1
        scope: dict[str, _Path | None] = {one.name: None for one in node.target.find_all(nodes.Name)}
        if isinstance(node.target, nodes.Name):
            scope = {node.target.name: base.row(counter) if base else None}
            node.counter = counter if base and not node.test else None  # type: ignore[attr-defined]
            if node.test and base:
                scope[node.target.name] = None  # rows left out: loop.index is not the row's number
        scope["loop"] = None
        self._scopes.append(scope)
        self._branches(node.lineno, [node.body, node.else_ or []])
        self._scopes.pop()

    def _visit_if(self, node: nodes.If) -> None:
        branches = [node.body, *(one.body for one in node.elif_), node.else_]
        self._branches(node.lineno, branches)

    def _visit_assign(self, node: nodes.Assign) -> None:
        for name in node.target.find_all(nodes.Name):
            self._scopes[-1][name.name] = None
        if isinstance(node.target, nodes.Name):
            self._scopes[-1][node.target.name] = self._path(node.node)

    def _visit_other(self, node: nodes.Node) -> None:
        body = getattr(node, "body", None)
        if isinstance(body, list):
            self._branches(node.lineno, [body])

    def _branches(self, line: int, branches: list[list[nodes.Node]]) -> None:
        """Walk bodies that each may or may not be written: all must leave the document at one depth."""
        start, pending = list(self._stack), self._pending
        self._depth += 1
        for body in branches:
            if not body:
                continue
            self._stack, self._pending = list(start), pending
            self.walk(body)
            same = [one.name for one in self._stack] == [one.name for one in start]
            if not same or bool(self._pending) != bool(pending):
                raise StructureError(line)
        self._depth -= 1

    # -- values -------------------------------------------------------------------------------------------------------

    def _print(self, node: nodes.Expr) -> None:
        kind, run, paragraph = self._where()
        direct = [one.name for one in self._stack[-3:]] == ["w:p", "w:r", "w:t"] and not self._pending
        path = self._path(node)
        pieces, rows = (path.pieces, path.rows) if path else ((), ())
        node.place, node.between = len(self.places), kind in (RUN, BLOCK)  # type: ignore[attr-defined]
        self.places.append(Place(kind, source_of(node), node.lineno, run, paragraph, pieces, rows, direct))
        if self._pending:
            self._pending += "0"

    def _where(self) -> tuple[str, str, str]:
        if self._pending:
            return ATTRIBUTE, "", ""
        names = [one.name for one in self._stack[-3:]]
        top = names[-1] if names else ""
        if self.plain or top in _PLAIN_LEAVES:
            return PLAIN, "", ""
        if top != "w:t":
            return (RUN if top in _RUN_PARENTS else BLOCK), "", ""
        if names[-2:] != ["w:r", "w:t"]:
            return PLAIN, "", ""
        run, paragraph = self._stack[-2].run, ""
        if names == ["w:p", "w:r", "w:t"]:
            paragraph = self._stack[-3].paragraph
            if self.indented(paragraph):
                return SPLIT, run, paragraph
        return TEXT, run, paragraph

    def _path(self, node: nodes.Expr) -> _Path | None:
        if isinstance(node, nodes.Name):
            for scope in reversed(self._scopes):
                if node.name in scope:
                    return scope[node.name]
            return _Path((node.name,))
        step = self._step(node)
        base = self._path(node.node) if step else None  # type: ignore[attr-defined]
        return base.then(step) if base else None

    @staticmethod
    def _step(node: nodes.Expr) -> str:
        if isinstance(node, nodes.Getattr):
            return f".{node.attr}"
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            key = node.arg.value
            return f".{key}" if isinstance(key, str) else f"[{key + 1}]" if isinstance(key, int) else ""
        return ""

    # -- XML ----------------------------------------------------------------------------------------------------------

    def _read(self, text: str) -> None:
        text = self._pending + text
        self._pending = ""
        cut = text.rfind("<")
        if cut > text.rfind(">"):
            self._pending, text = text[cut:], text[:cut]
        for frame in self._stack:
            frame.opened = -1  # properties that a tag interrupts are not copied
        for found in _TOKEN.finditer(text):
            closing, name, _, empty = found.groups()
            if closing:
                self._close(name, text, found.end())
            elif empty:
                self._note_child(name, self._depth)
            else:
                self._stack.append(_Frame(name, self._depth, opened=found.start()))

    def _close(self, name: str, text: str, end: int) -> None:
        if not self._stack or self._stack[-1].name != name:
            raise StructureError(self.line)
        frame = self._stack.pop()
        if name in _CAPTURED and frame.opened >= 0 and self._stack and self._stack[-1].name == _CAPTURED[name]:
            captured = text[frame.opened : end]
            if name == "w:rPr":
                self._stack[-1].run = captured
            else:
                self._stack[-1].paragraph = captured
        if not frame.sure and (name in CONTAINERS or name in ("w:tbl", "w:tr")):
            self.needs_healing = True
        self._note_child(name, frame.depth)

    def _note_child(self, name: str, depth: int) -> None:
        if not self._stack:
            return
        parent = self._stack[-1]
        certain = depth == parent.depth
        if name in ("w:p", "w:tbl") and parent.name in CONTAINERS:
            if name == "w:tbl":
                parent.sure = False
            elif certain:
                parent.sure = True
        elif (name == "w:tr" and parent.name == "w:tbl") or (name == "w:tc" and parent.name == "w:tr"):
            parent.sure = parent.sure or certain
        elif name in ("w:sdt", "w:customXml", "w:ins", "w:sdtContent"):
            parent.sure = parent.sure or certain
