"""Plain text into pieces, each a text and the name of its style; docxtpl tags are read over. Lays nothing out."""

from __future__ import annotations

import re
from typing import NamedTuple

from lib.errors import InputFileError
from lib.word.layout.styles import style_named

TABLE = "表格"
MAX_CHARACTERS = 500_000  # 700 pages; more is not an official document


class Piece(NamedTuple):
    """A paragraph or a whole table (its lines of |…|) with the name of its style; correct a role by `_replace`."""

    text: str
    role: str


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ALONE = re.compile(r"^\s*\{%p\s.*%\}\s*$")
_ROW_TAG = re.compile(r"^\s*\{%tr\s.*%\}\s*$")
_FORCED = re.compile(r"^@([^\s@|]+)[ \t\u3000]?(.*)$", re.DOTALL)

_NUMERAL = "[一二三四五六七八九十百]+"
_DIGITS = "[0-9０-９]+"
_DATE = r"[0-9０-９〇零一二三四五六七八九]{4}\s*年\s*[0-9０-９一二三四五六七八九十Xx×]{0,3}\s*月\s*[0-9０-９一二三四五六七八九十Xx×]{0,3}\s*日"
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一级标题", re.compile(rf"^{_NUMERAL}、")),
    ("二级标题", re.compile(rf"^[（(]{_NUMERAL}[）)]")),
    ("三级标题", re.compile(rf"^{_DIGITS}(?:[.．](?![0-9０-９])|、)")),
    ("四级标题", re.compile(rf"^[（(]{_DIGITS}[）)]")),
)
_ANNEX = re.compile(r"^附\s*件\s*([0-9０-９]+|[一二三四五六七八九十]+)?\s*$")
_NOTE = re.compile(r"^附\s*件\s*[:：]\s*\S")
_NOTE_NEXT = re.compile(rf"^{_DIGITS}[.．、]\s*\S")
_WHOLE_DATE = re.compile(rf"^{_DATE}$")
_COPY = re.compile(r"^(抄\s*送|抄\s*报|主\s*送)\s*[:：]")
_PRINTED = re.compile(rf"^(?P<office>.*\S)\s+(?P<date>{_DATE})\s*印发$")
_REMARK = re.compile(r"^[（(].*[）)]$")
_CAPTION = re.compile(rf"^表\s*{_DIGITS}(?:[\s\u3000:：.．]|$)")
_LETTERHEAD: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("份号", re.compile(r"^[0-9]{6}$")),
    ("密级", re.compile(r"^(绝密|机密|秘密)(★.*)?$")),
    ("紧急程度", re.compile(r"^(特\s*急|加\s*急|特\s*提|平\s*急)$")),
    ("发文字号", re.compile(r"^\S{1,20}[〔\[［(（【]\s*[0-9]{4}\s*[〕\]］)）】]\s*第?\s*[0-9Xx×]*\s*号([\s\u3000]+签发人[：:].*)?$")),
    ("发文机关标志", re.compile(r"^[^，。；：、]{2,30}文件$")),
)
_END = re.compile(r"[。！？!?；;…”]$")
_TITLE_DONE = re.compile(
    r"(决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|要点|方案|办法|规定|细则|总结|计划|规划|讲话|"
    r"汇报|清单|制度|简报|说明|预案|条例|准则|提纲|倡议书|责任书|承诺书)(（[^（）]*）)?$"
)


def visible(text: str) -> str:
    """Return a line as it will read: a printed value stands as one □, other tags vanish."""
    return _TAG.sub(lambda tag: "□" if tag[0].startswith("{{") else "", text).strip().strip("\u3000").strip()


def recognise(text: str) -> list[Piece]:
    """Return the pieces of a text in order: title, addressees, headings, body, notes, signature, annexes, tables.

    A line `@样式名 文字` is of that style whatever it says. Blank lines part; they are not kept.
    Raises InputFileError for a text past MAX_CHARACTERS or without a word in it.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputFileError(f"文字共 {len(text)} 字，超过 {MAX_CHARACTERS // 10000} 万字的上限，请分成几份再排版")
    lines = _lines(text)
    if not any(visible(line) for line, _ in lines):
        raise InputFileError("没有可排版的文字：内容是空的")
    pieces = _gather(lines)
    _mark_ends(pieces)
    return pieces


def _lines(text: str) -> list[tuple[str, bool]]:
    """Return (line, whether a blank line stood before it), cleaned of what XML forbids."""
    cleaned = clean(text).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    found: list[tuple[str, bool]] = []
    blank = False
    for line in cleaned.split("\n"):
        stripped = line.strip().strip("\u3000").strip()
        if stripped:
            found.append((stripped, blank))
        blank = not stripped
    return found


_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text without the characters XML forbids; surrogate pairs are joined, a byte order mark dropped."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _FORBIDDEN.sub("", text.removeprefix("\ufeff"))


def _gather(lines: list[tuple[str, bool]]) -> list[Piece]:
    pieces: list[Piece] = []
    state = "top"  # top → title → body; notes while attachment notes go on; annex after its mark
    for line, parted in lines:
        words = visible(line)
        forced = _forced(line)
        if forced is not None:
            pieces.append(forced)
            state = _STATE_AFTER.get(forced.role, "body")
        elif _is_row(line, pieces):
            _add_row(pieces, line)
        elif _ALONE.match(line):
            pieces.append(Piece(line, "正文"))
        else:
            role, state = _role(words, state, parted, pieces)
            _add(pieces, line, role)
    return pieces


_STATE_AFTER = {"附件标记": "annex", "附件标题": "body", "公文标题": "title", "附件说明": "notes", "附件说明续条": "notes"}
_STATE_AFTER |= dict.fromkeys(
    ("份号", "密级", "紧急程度", "版头留白", "发文机关标志", "联合发文机关标志", "发文字号", "发文字号签发人", "红线", "空行"), "top"
)


def _forced(line: str) -> Piece | None:
    match = _FORCED.match(line)
    if match is None:
        return None
    name, text = match[1], match[2].strip()
    if name == "列宽":
        return Piece(text, "列宽")
    style = style_named(name)
    return Piece(text, style.name) if style is not None else None


def _is_row(line: str, pieces: list[Piece]) -> bool:
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return True
    return bool(_ROW_TAG.match(line)) and bool(pieces) and pieces[-1].role == TABLE


def _add_row(pieces: list[Piece], line: str) -> None:
    if pieces and pieces[-1].role == TABLE:
        pieces[-1] = Piece(f"{pieces[-1].text}\n{line}", TABLE)
    elif pieces and pieces[-1].role == "列宽":
        pieces[-1] = Piece(f"@列宽 {pieces[-1].text}\n{line}", TABLE)
    else:
        pieces.append(Piece(line, TABLE))


def _role(words: str, state: str, parted: bool, pieces: list[Piece]) -> tuple[str, str]:
    """Return a line's role and the state after it."""
    if state in ("top", "title"):
        found = _opening(words, state, parted, pieces)
        if found is not None:
            return found
    if _ANNEX.match(words):
        return "附件标记", "annex"
    if state == "annex" and not _numbered(words) and not _END.search(words) and len(words) <= 60:
        return "附件标题", "body"
    if _NOTE.match(words):
        return "附件说明", "notes"
    if state == "notes" and _NOTE_NEXT.match(words) and not _END.search(words):
        return "附件说明", "notes"
    if _CAPTION.match(words) and not _END.search(words):
        return "表题", "body"
    return _numbered(words) or "正文", "body"


def _opening(words: str, state: str, parted: bool, pieces: list[Piece]) -> tuple[str, str] | None:
    """Return the role of a line before the body: letterhead, title, what stands under it, addressees; or None."""
    if state == "top":
        head = next((role for role, pattern in _LETTERHEAD if pattern.match(words)), None)
        if head is not None:
            return head, "top"
        return ("公文标题", "title") if _like_title(words) else None
    if words.endswith(("：", ":")) and not _numbered(words) and "。" not in words and len(words) <= 120:
        return "主送机关", "body"
    if _REMARK.match(words) and len(words) <= 40:
        return "公文副标题", "title"
    last = pieces[-1]
    so_far = visible(last.text)
    open_end = not _TITLE_DONE.search(so_far) or words.startswith("的") or so_far.count("《") > so_far.count("》")
    goes_on = last.role == "公文标题" and not parted and open_end
    if goes_on and _like_title(words) and not _WHOLE_DATE.match(words):
        return "公文标题", "title"
    return None


def _like_title(words: str) -> bool:
    return len(words) <= 80 and not _numbered(words) and not _END.search(words) and not words.endswith(("：", ":", "，"))


def _numbered(words: str) -> str | None:
    return next((role for role, pattern in _HEADINGS if pattern.match(words)), None)


def _add(pieces: list[Piece], line: str, role: str) -> None:
    if role == "公文标题" and pieces and pieces[-1].role == role:
        pieces[-1] = Piece(f"{pieces[-1].text}\n{line}", role)  # a title typed over several lines is one title
    else:
        pieces.append(Piece(line, role))


def _mark_ends(pieces: list[Piece]) -> None:
    """Find 署名 and 成文日期, 附注 and 版记, which only their place at an end tells from body text."""
    for index, piece in enumerate(pieces):
        if piece.role != "正文":
            continue
        words = visible(piece.text)
        if _COPY.match(words) and index >= len(pieces) // 2:
            pieces[index] = Piece(piece.text, "抄送")
        elif _PRINTED.match(words):
            pieces[index] = Piece(piece.text, "印发")
        elif _WHOLE_DATE.match(words):
            pieces[index] = Piece(piece.text, "成文日期")
            _mark_signature(pieces, index)
            _mark_remark(pieces, index + 1)


def _mark_signature(pieces: list[Piece], date: int) -> None:
    for index in range(date - 1, max(-1, date - 11), -1):
        words = visible(pieces[index].text)
        if pieces[index].role != "正文" or not words or len(words) > 30 or re.search(r"[，。；：！？,;:]", words):
            return
        pieces[index] = Piece(pieces[index].text, "署名")


def _mark_remark(pieces: list[Piece], index: int) -> None:
    if index < len(pieces) and pieces[index].role == "正文" and _REMARK.match(visible(pieces[index].text)):
        pieces[index] = Piece(pieces[index].text, "附注")
