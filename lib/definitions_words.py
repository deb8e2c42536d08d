"""Read the word lists of the proofreader (forms/words/*.yaml), its lexicon (*.txt) and an office's own beside them; the rules live in core."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from lib.core.proofreading.company import Company, company
from lib.core.proofreading.lexicon import Lexicon, lexicon
from lib.core.proofreading.pairs import Pairs, pairs
from lib.core.proofreading.words import LISTS, WordLists, miswritten
from lib.errors import FormError

_KEYS: Mapping[str, str] = {"错词": "错", "截断": "错", "搭配": "错", "常用词误写": "对"}  # the other lists go by 词
_PATTERNS = ("搭配", "截断")  # their 错 is a regular expression
_TABLES: Mapping[str, str] = {"常用词误写": "错", "易混词": "误", "罕用同音词": "误", "机器换词": "误"}  # may be written as 表, a line a word
_LEXICON = ("词典.txt", "词典补充.txt", "同音.txt", "形近.txt", "单字.txt")
_COMPANY = "词语搭配.txt"
_PAIRS = ("词频.txt", "词对.txt", "读音.txt")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_words(folder: Path, own: Path | None = None) -> WordLists:
    """Load every list of a folder, then an office's own folder after it.

    An own entry for a word that ours has takes its place; a list 放行 takes words out.
    Raises FormError naming file, list and remedy.
    """
    lists: dict[str, list[Any]] = defaultdict(list)
    for place in (folder, own):
        for path in sorted(place.glob("*.yaml")) if place is not None and place.is_dir() else ():
            for name, entries in _read(path, path.stat().st_mtime_ns).items():
                if place is own:
                    _replace(lists[name], entries, name)
                lists[name].extend(entries)
    common = frozenset(miswritten(lists["常用词误写"]))
    known = _company(folder, own)
    words = _lexicon(folder, own, common, known)
    return WordLists.build(lists, words, known, _pairs(folder, words, known))


def _company(folder: Path, own: Path | None) -> Company:
    return company("\n".join(_text(place / _COMPANY) for place in (folder, own) if place is not None))


def _pairs(folder: Path, words: Lexicon | None, known: Company) -> Pairs:
    return pairs(*(_text(folder / name) for name in _PAIRS), words, frozenset(known.words))


def _lexicon(folder: Path, own: Path | None, common: frozenset[str], known: Company) -> Lexicon | None:
    """Hand over the lexicon's texts; they are indexed when the first text is read, once for all lists."""
    if not (folder / _LEXICON[0]).is_file():
        return None
    words, more, sounds, shapes, singles = (_text(folder / name) for name in _LEXICON)
    more += (
        (_text(own / _LEXICON[1]) if own else "")
        + "\n"
        + " ".join(sorted(word for word in known.words if len(word) > 1))
    )
    return lexicon(words, more, sounds, shapes, singles, common)


def _text(path: Path) -> str:
    return _stored(path, path.stat().st_mtime_ns) if path.is_file() else ""


@lru_cache(maxsize=16)
def _stored(path: Path, changed: int) -> str:
    """Read one text; `changed` makes the cache notice a new version."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FormError(path.name, None, "", "不是 UTF-8 编码的文字，另存为 UTF-8 再用") from error


@cache
def _read(path: Path, changed: int) -> Mapping[str, list[Any]]:
    """Read one file; `changed` makes the cache notice a new version."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise FormError(
            path.name, mark.line + 1 if mark else None, "", "不是有效的 YAML，检查缩进、引号和冒号"
        ) from error
    if not isinstance(content, Mapping):
        raise FormError(path.name, None, "", f"最上层应是词表名，可用：{'、'.join(LISTS)}")
    for name, entries in content.items():
        _check(path.name, name, entries)
    return content


def _check(file: str, name: object, entries: object) -> None:
    if name not in LISTS:
        raise FormError(file, None, str(name), f"没有这个词表，可用：{'、'.join(LISTS)}")
    if not isinstance(entries, list):
        raise FormError(file, None, str(name), "词表应是列表，每条以“- ”开头")
    key = _KEYS.get(str(name), "词")
    for count, entry in enumerate(entries, 1):
        missing = [
            one for one in (key, _TABLES.get(str(name))) if one and isinstance(entry, Mapping) and not entry.get(one)
        ]
        if missing and not (name in _TABLES and entry.get("表")):
            raise FormError(file, None, str(name), f"第{count}条缺“{missing[0]}”")
        if name in _PATTERNS and isinstance(entry, Mapping):
            _check_pattern(file, str(name), count, str(entry[key]))
        if not isinstance(entry, Mapping | str):
            raise FormError(file, None, str(name), f"第{count}条应是一个词，或写成{{{key}: …}}")


def _check_pattern(file: str, name: str, count: int, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise FormError(file, None, name, f"第{count}条的“错”不是有效的正则式，检查括号和符号：{pattern}") from error


def _replace(ours: list[Any], entries: list[Any], name: str) -> None:
    key = _KEYS.get(name, "词")
    theirs = {str(entry.get(key)) for entry in entries if isinstance(entry, Mapping)}
    ours[:] = [entry for entry in ours if not (isinstance(entry, Mapping) and str(entry.get(key)) in theirs)]
