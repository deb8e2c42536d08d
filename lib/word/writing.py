"""What a compiled template calls while it writes one document: printed values, look-ups, counters. Compiles nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing
from markupsafe import Markup

from lib.word.borrowed import resolve_listing
from lib.word.numbering import Counters
from lib.word.tracking import ATTRIBUTE, BLOCK, PLAIN, RUN, SPLIT, TEXT, Place
from lib.word.values import UnprintableError, clean_text, display

try:  # the C function behind markupsafe.escape, without the wrapping that costs four times as much
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # a platform without the compiled wheel
    from markupsafe._native import _escape_inner as escape_text

BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
PAGE_BREAK_INSIDE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
MARK_NAME, MARK_VALUE, MARK_END = "\ue000", "\ue001", "\ue002"
_FIRST_DRAWING = 1000  # as docxtpl numbers them
_LISTING = ("\n", "\t", "\a", "\f")


class Writing(threading.local):
    """The state of the document being written; each thread writes its own."""

    def __init__(self) -> None:
        self.start(None)

    def start(self, loop_budget: int | None) -> None:
        self.counters = Counters()
        self.drawings = _FIRST_DRAWING
        self.removed: dict[str, int] = {}  # name → characters that Word can't hold
        self.loops = loop_budget


WRITING = Writing()


class PlaceError(Exception):
    """A value could not be printed; carries its place and a Chinese reason."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place, self.reason = place, reason


class MissingNameError(UndefinedError):
    """A name that is not there; `known` holds the names that are, where the object they were sought in tells."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(message)
        self.name, self.known = name, known


class Missing(Undefined):
    """A name that is not there: any use says so, in Chinese; `is defined` and `|default` still work."""

    __slots__ = ()

    def _reason(self) -> str:
        name, holder = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return f"这里没有内容（条件不成立，又没有写 else）：{self._undefined_hint}"
        if holder is None:
            return f"取“{name}”时，它的上一级是空的"
        if not isinstance(name, str):
            return f"没有第{name + 1}项" if isinstance(name, int) else f"没有“{name}”这一项"
        return f"没有名为“{name}”的内容" if holder is missing else f"没有“{name}”这一项"

    def _complain(self, *_: Any, **__: Any) -> Any:
        holder = self._undefined_obj
        known = tuple(map(str, holder)) if isinstance(holder, Mapping) else () if holder is not missing else None
        raise MissingNameError(self._reason(), str(self._undefined_name), known)

    _fail_with_undefined_error = _complain
    __iter__ = __str__ = __len__ = _complain
    __eq__ = __ne__ = __bool__ = __hash__ = _complain  # type: ignore[assignment]
    __contains__ = _complain
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _complain
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pos__ = __neg__ = __pow__ = __rpow__ = _complain
    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = __complex__ = _complain

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self._complain()


def number_heading(level: int) -> str:
    return WRITING.counters.next(level)


def number_drawing() -> str:
    WRITING.drawings += 1
    return str(WRITING.drawings)


def make_lookup(fallback: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Return the look-up of `a.b`: a dict's own key comes first, so a column named items is a column."""

    def look(obj: Any, name: str) -> Any:
        if type(obj) is dict:
            try:
                return obj[name]
            except KeyError:
                pass
        return fallback(obj, name)

    return look


def make_writer(places: Sequence[Place]) -> Callable[[Any, int], str]:
    """Return the function that prints a value in text at place k. The common case is two C calls."""

    def write(value: Any, k: int) -> str:
        if type(value) is str and value.isprintable():
            return escape_text(value)
        return write_slowly(value, places[k])

    return write


def make_wrapper(places: Sequence[Place]) -> Callable[[Any, int], str]:
    """Return the function that prints a value between runs or paragraphs (`{{r x }}`, `{{p x }}`)."""
    return lambda value, k: write_slowly(value, places[k])


def write_slowly(value: Any, place: Place) -> str:
    """Print any value at its place. Raises PlaceError, or MissingNameError for a name that is not there."""
    if isinstance(value, Missing):
        value._complain()
    if hasattr(value, "__html__"):
        return _lay_out(_clean(value.__html__(), place, keep="\a\f"), place)
    try:
        text = display(value)
    except UnprintableError as error:
        raise PlaceError(place, str(error)) from error
    text = _clean(text, place)
    return _lay_out(escape_text(text), place)


def _clean(text: str, place: Place, keep: str = "") -> str:
    if keep:  # docxtpl's Listing uses two control characters as commands
        return "".join(part if part in keep else _clean(part, place) for part in _cut(text, keep))
    text, removed = clean_text(text)
    if removed:
        WRITING.removed[place.name] = WRITING.removed.get(place.name, 0) + removed
    return text


def _cut(text: str, keep: str) -> list[str]:
    parts = [text]
    for mark in keep:
        parts = [piece for part in parts for piece in _partitioned(part, mark)]
    return parts


def _partitioned(text: str, mark: str) -> list[str]:
    first, *others = text.split(mark)
    return [first] + [piece for other in others for piece in (mark, other)]


def _lay_out(text: str, place: Place) -> str:
    """Set line breaks, tabs (and a Listing's new paragraphs) as the place allows."""
    if place.kind in (RUN, BLOCK):
        return _wrapped(text, place.kind)
    if text.startswith("<w:r>") and place.kind in (TEXT, SPLIT):  # a RichText whose author forgot {{r …}}
        return f'</w:t></w:r>{_wrapped(text, RUN)}<w:r>{place.run}<w:t xml:space="preserve">'
    if not any(one in text for one in _LISTING):
        return text
    if place.kind in (PLAIN, ATTRIBUTE):
        return text if place.kind == PLAIN else " ".join(text.split())
    run, paragraph = place.run, place.paragraph
    open_text = f'<w:r>{run}<w:t xml:space="preserve">'
    text = text.replace("\t", f"</w:t></w:r><w:r>{run}<w:tab/></w:r>{open_text}")
    new_paragraph = f"</w:t></w:r></w:p><w:p>{paragraph}{open_text}" if place.direct else BREAK
    text = text.replace("\a", new_paragraph)
    text = text.replace("\n", new_paragraph if place.kind == SPLIT else BREAK)
    new_page = f"</w:t></w:r></w:p>{PAGE_BREAK}<w:p>{paragraph}{open_text}" if place.direct else PAGE_BREAK_INSIDE
    return text.replace("\f", new_page)


def _wrapped(text: str, kind: str) -> str:
    """Give text that stands between runs or paragraphs a run (and paragraph) of its own; XML passes as it is."""
    if text.startswith("<") or not text:
        return resolve_listing(text) if any(one in text for one in _LISTING) else text
    text = text.replace("\n", BREAK).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return run if kind == RUN else f"<w:p>{run}</w:p>"


def make_tracer(places: Sequence[Place]) -> Callable[..., str]:
    """Return the writer of a traced document: a value whose tag is a plain path carries that path in private marks."""
    write = make_writer(places)

    def trace(value: Any, k: int, *rows: int) -> str:
        place = places[k]
        text = write(value, k)
        if not place.pieces or place.kind not in (TEXT, SPLIT):
            return text
        path = place.pieces[0] + "".join(f"{row}{piece}" for row, piece in zip(rows, place.pieces[1:], strict=True))
        return f"{MARK_NAME}{escape_text(path)}{MARK_VALUE}{text}{MARK_END}"

    return trace


def concat_words(values: Sequence[Any]) -> str:
    """Join as `~` does, each value in words; what is already XML makes the whole XML."""
    for one in values:
        if isinstance(one, Missing):
            one._complain()
    if any(hasattr(one, "__html__") for one in values):
        return Markup("").join(one if hasattr(one, "__html__") else display(one) for one in values)
    return "".join([display(one) for one in values])
