"""Compile a .docx template once, render it many times. Checks no names beforehand: see inspecting."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from lxml import etree

from lib.core.model import Finding
from lib.errors import TemplateError
from lib.word import properties as core
from lib.word.cautions import strip_hazards
from lib.word.healing import fit_grids, heal
from lib.word.language import LANGUAGE, Language, Program
from lib.word.messages import runtime_reason, shorten, suggestion, syntax_reason
from lib.word.names import BODY_LABEL, CORE_LABEL, CORE_PART, PART_LABELS
from lib.word.packages import Package, open_package, parse_part
from lib.word.patching import BRACES, GRID, MOST_UNCLOSED, clean_tags, has_tags, part_source, unclosed_tags
from lib.word.sandbox import FOREIGN, BoundError, ClosedError, bound_loops, check_tree
from lib.word.splicing import Splicer
from lib.word.styles import Styles
from lib.word.tracking import StructureError, Tracker
from lib.word.writing import WRITING, PlaceError

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CACHED_TEMPLATES, CACHED_BYTES = 64, 64_000_000
FOREIGN_LOOPS = 300_000  # rounds of all loops together that a foreign template may run

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<\?[^<>]*\?>")
T = TypeVar("T")
_HOOKS = re.compile(r"\{\{ __\w+\([^)]*\) \}\}")


@dataclass(slots=True)
class Part:
    """One part that holds tags: its source, and the programs made from it."""

    name: str
    label: str
    source: str
    program: Program
    namespaces: str
    needs_healing: bool
    has_grids: bool
    retrace: Callable[[], Program]
    traced: Program | None = None

    def write(self, context: dict[str, Any], trace: bool) -> str:
        if trace and self.traced is None:
            self.traced = self.retrace()
        program = self.traced if trace and self.traced else self.program
        try:
            text = program.write(context)
        except Exception as error:
            raise self._explain(error, program, context) from error
        if self.needs_healing:
            text = heal(text)
        return fit_grids(text, self.namespaces) if self.has_grids else text

    def paragraph(self, line: int | None) -> str:
        """Return the text of the template's paragraph at a source line, tags as written."""
        lines = self.source.split("\n")
        if line is None or not 0 < line <= len(lines):
            return ""
        return shorten(plain_text(lines[line - 1]))

    def _explain(self, error: Exception, program: Program, context: Mapping[str, Any]) -> TemplateError:
        if isinstance(error, TemplateError):
            return error
        if isinstance(error, PlaceError):
            line, tag, reason, field_name = error.place.line, error.place.tag, error.reason, error.place.name
            return self._complaint(line, f"标签 {{{{ {tag} }}}} 的内容“{field_name}”{reason}", field_name)
        line = program.line_of(error)
        if isinstance(error, UndefinedError):
            return self._missing(line, error, context)
        if isinstance(error, BoundError):
            return self._complaint(line, str(error), None)
        if isinstance(error, SecurityError):
            return self._complaint(line, "用了模板里不允许的写法（为了安全）；请删去", None)
        return self._complaint(line, runtime_reason(error), None)

    def _missing(self, line: int | None, error: UndefinedError, context: Mapping[str, Any]) -> TemplateError:
        name, known = getattr(error, "name", ""), getattr(error, "known", ())
        hint = suggestion(name, context if known is None else known)
        return self._complaint(line, f"{error}{hint or '；请检查标签里的名称'}", name or None)

    def _complaint(self, line: int | None, message: str, name: str | None) -> TemplateError:
        text = self.paragraph(line)
        where = f"模板{self.label}“{text}”" if text else f"模板{self.label}"
        sentence = f"{where}：{message}"
        return TemplateError(sentence, [Finding("T-render", "error", sentence, field=name)])


def plain_text(source: str) -> str:
    """Return what a reader sees of a piece of template source: its text, with the tags of its author."""
    text = _HOOKS.sub("", _MARKUP.sub("", source))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@dataclass(slots=True)
class Template:
    """A compiled template; safe to share between threads."""

    parts: list[Part]
    trusted: bool
    version: str  # content hash of the source
    _splicer: Splicer
    _with_properties: Splicer
    _core: str
    names: frozenset[str] = field(default_factory=frozenset)

    def render(
        self,
        context: Mapping[str, Any],
        properties: Mapping[str, Any] | None = None,
        *,
        trace: bool = False,
        deflate: str = "zlib",
        polish: Callable[[str], str] | None = None,
    ) -> bytes:
        """Return one finished .docx. Same template, context and properties give the same bytes; no clock is read.

        `properties`: title author subject keywords comments category language last_modified_by (text),
        created modified (date, datetime or ISO text). `trace` wraps every value whose tag is a plain path in
        U+E000 path U+E001 value U+E002, rows counted from 1. `deflate`: zlib (level 1), zlib6, stored,
        fast (isal or zlib-ng where there; its bytes may differ by machine). `polish` is given the document's XML and
        returns what is written: for what only the finished words decide (title lines, see layout.settle).
        Raises TemplateError with place and remedy.
        """
        return b"".join(self.pieces(context, properties, trace=trace, deflate=deflate, polish=polish)[0])

    def render_with_notes(
        self, context: Mapping[str, Any], properties: Mapping[str, Any] | None = None, *, trace: bool = False
    ) -> tuple[bytes, list[Finding]]:
        """As render, and what was said: the names out of whose values characters were removed."""
        pieces, removed = self.pieces(context, properties, trace=trace)
        return b"".join(pieces), [removed_note(name, count) for name, count in removed.items()]

    def pieces(
        self,
        context: Mapping[str, Any],
        properties: Mapping[str, Any] | None = None,
        *,
        trace: bool = False,
        deflate: str = "zlib",
        polish: Callable[[str], str] | None = None,
    ) -> tuple[list[bytes], dict[str, int]]:
        """Return the zip in pieces, for who writes it on, and the characters removed by name."""
        WRITING.start(None if self.trusted else FOREIGN_LOOPS)
        values = context if type(context) is dict else dict(context)
        contents = [part.write(values, trace and part.name != CORE_PART) for part in self.parts]
        if polish is not None and contents and self.parts[0].name != CORE_PART:
            contents[0] = polish(contents[0])
        if not properties and not self._has_core:
            encoded = [one.encode() for one in contents]
            return self._splicer.pieces(encoded, deflate), WRITING.removed
        return self._with_core(contents, properties or {}, deflate)

    @property
    def _has_core(self) -> bool:
        return bool(self.parts) and self.parts[-1].name == CORE_PART

    def _with_core(
        self, contents: list[str], properties: Mapping[str, Any], deflate: str
    ) -> tuple[list[bytes], dict[str, int]]:
        text = contents.pop() if self._has_core else self._core
        contents.append(DECLARATION + core.filled(text, properties, WRITING.removed))
        encoded = [one.encode() for one in contents]
        return self._with_properties.pieces(encoded, deflate), WRITING.removed


def removed_note(name: str, count: int) -> Finding:
    return Finding("T-clean", "warning", f"“{name}”里有{count}个 Word 不能保存的控制字符，已去掉", field=name)


# -- compiling --------------------------------------------------------------------------------------------------------


def compile_template(source: bytes, *, trusted: bool) -> Template:
    """Compile a .docx template; the same bytes are compiled once and kept, within a set bound.

    `trusted` templates may use all of Jinja's sandbox; others only the closed language of lib.word.sandbox.
    Raises TemplateError with place, tag and remedy.
    """
    return _CACHE.get(source, trusted)


def build_template(source: bytes, *, trusted: bool) -> Template:
    """Compile without the cache."""
    package = open_package(source)
    strip_hazards(package)
    core.ensure(package)
    language = LANGUAGE if trusted else FOREIGN
    styles = _styles(package)
    sources = _sources(package, styles)
    parts = [_compile_part(*one, styles=styles, language=language) for one in sources]
    changing = [one.name for one in parts]
    if CORE_PART not in changing:
        static = [one for name, one in package.members.items() if name not in changing]
        plain = Splicer(static, changing)
        changing.append(CORE_PART)
    else:
        plain = None
    static = [one for name, one in package.members.items() if name not in changing]
    version = hashlib.sha256(source).hexdigest()
    names = frozenset(name for one in parts for name in _names(one.source, language))
    splicer = Splicer(static, changing)
    return Template(parts, trusted, version, plain or splicer, splicer, core.text_of(package), names)


def _styles(package: Package) -> Styles:
    found = next((one for one in package.relationships(package.main) if one.type == "styles"), None)
    return Styles(package.tree(found.target) if found and found.target in package.members else None)


def _sources(package: Package, styles: Styles) -> list[tuple[str, str, str]]:
    """Return (part name, label, Jinja source) of the body, and of every other part that holds tags; properties last."""
    _refuse_unclosed(package)
    body = parse_part(package.main, package.members[package.main].data, blanks=False)
    found = [(package.main, BODY_LABEL, part_source(body, styles.heading_levels()))]
    for one in package.relationships(package.main):
        if one.type not in PART_LABELS or one.external or one.target not in package.members:
            continue
        root = parse_part(one.target, package.members[one.target].data, blanks=False)
        if has_tags("".join(root.itertext())) or has_tags(etree.tostring(root, encoding="unicode")):
            found.append((one.target, PART_LABELS[one.type], part_source(root, {})))
    if has_tags(core.text_of(package)):
        found.append((CORE_PART, CORE_LABEL, clean_tags(core.text_of(package))))
    return list({name: (name, label, text) for name, label, text in found}.values())


def _refuse_unclosed(package: Package) -> None:
    for name, member in package.members.items():
        if name.endswith(".xml") and unclosed_tags(member.data.decode("utf-8", "replace")) > MOST_UNCLOSED:
            raise TemplateError(f"模板部件“{name}”里有许多标签没有结束，缺少 }}}} 或 %}}；请补上")


def _names(source: str, language: Language) -> set[str]:
    from jinja2 import meta

    return {one for one in meta.find_undeclared_variables(language.parse(source)) if not one.startswith("__")}


def _compile_part(name: str, label: str, source: str, *, styles: Styles, language: Language) -> Part:
    tree, tracker = _prepare(name, label, source, styles, language)
    root = source[source.index("<") :]
    namespaces = root[: root.index(">") + 1]

    def retrace() -> Program:
        traced, its = _prepare(name, label, source, styles, language)
        _add_rows(traced, its)
        return Program(language, traced, its.places, trace=True)

    program = _located(lambda: Program(language, tree, tracker.places), label, source)
    return Part(name, label, source, program, namespaces, tracker.needs_healing, GRID in source, retrace)


def _prepare(name: str, label: str, source: str, styles: Styles, language: Language) -> tuple[nodes.Template, Tracker]:
    def work() -> tuple[nodes.Template, Tracker]:
        tree = language.parse(source)
        if language is FOREIGN:
            check_tree(tree)
        for data in tree.find_all(nodes.TemplateData):
            data.data = _fixed_text(data.data)
        tracker = Tracker(styles.indented(), plain=name == CORE_PART)
        if name != CORE_PART:
            tree.body.insert(0, nodes.Output([nodes.TemplateData(DECLARATION)], lineno=1))
        tracker.walk(tree.body)
        tracker.finish()
        if language is FOREIGN:
            bound_loops(tree)
        return tree, tracker

    return _located(work, label, source)


def _fixed_text(text: str) -> str:
    text = text.replace("\n<w:p", "<w:p")
    if "_" in text:
        for escaped, braces in BRACES:
            text = text.replace(escaped, braces)
    return text


def _add_rows(tree: nodes.Template, tracker: Tracker) -> None:
    """Let every loop keep its row number under the name that the places' paths use."""
    for loop in tree.find_all(nodes.For):
        counter = getattr(loop, "counter", None)
        if counter:
            index = nodes.Getattr(nodes.Name("loop", "load"), "index", "load")
            loop.body.insert(0, nodes.Assign(nodes.Name(counter, "store"), index, lineno=loop.lineno))
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if hasattr(child, "place"):
                child.rows = tracker.places[child.place].rows


def _located(work: Callable[[], T], label: str, source: str) -> T:
    """Run one step of compiling; what Jinja or the tracker complains of is told with its paragraph."""
    try:
        return work()
    except TemplateSyntaxError as error:
        line, reason = error.lineno, syntax_reason(error.message)
        cause: Exception = error
    except ClosedError as error:
        line, reason, cause = error.line, error.reason, error
    except StructureError as error:
        line, cause = error.line, error
        reason = "循环或条件的开头和结尾不在同一层（例如一个在表格里、一个在表格外）；请放到同一层"
    except (RecursionError, SyntaxError, MemoryError) as error:  # Python's own bounds on nesting
        line, reason, cause = None, "标签套得太深；请简化", error
    lines = source.split("\n")
    text = shorten(plain_text(lines[line - 1])) if line and line <= len(lines) else ""
    sentence = f"模板{label}“{text}”：{reason}" if text else f"模板{label}：{reason}"
    raise TemplateError(sentence, [Finding("T-syntax", "error", sentence)]) from cause


class _Cache:
    """Compiled templates by content hash; the least recently used leave first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[bytes, bool], tuple[Template, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, source: bytes, trusted: bool) -> Template:
        key = (hashlib.sha256(source).digest(), trusted)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        template = build_template(source, trusted=trusted)
        with self._lock:
            self._kept[key] = (template, len(source))
            while len(self._kept) > CACHED_TEMPLATES or self._size() > CACHED_BYTES and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return template

    def _size(self) -> int:
        return sum(size for _, size in self._kept.values())


_CACHE = _Cache()
