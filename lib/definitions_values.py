"""Read the plain data of a values file, JSON or YAML, as it was typed. Knows no form; judges no entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from lib.errors import InputFileError

_DEPTH = 20  # a form's group in a group needs five
_DIGITS = 4000  # Python prints no longer integers
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # Base: scalars stay the text they are
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "Null": None, "true": True, "false": False}
_PLAIN_TAGS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map"))


def read_values(text: str, name: str, depth: int = _DEPTH) -> Any:
    """Return the mappings, lists, texts and numbers of a values file; YAML by the name's ending, JSON otherwise.

    YAML's figures, dates and times stay text as typed: 0123, 12:30 and 2025-02-30 mean what the form says they mean.
    Raises InputFileError with one Chinese line for what is neither, for a name written twice and for endless nesting.
    """
    if not text.strip():
        raise InputFileError(f"“{name}”是空文件，请核对是否选对了文件")
    data = _yaml(text, name) if name.lower().endswith((".yaml", ".yml")) else _json(text, name)
    if _deeper(data, depth):
        raise InputFileError(f"“{name}”内容层次过深，无法读取")
    return data


def _deeper(data: Any, levels: int) -> bool:
    """Tell whether data nests deeper than so many levels; looks no further down than that."""
    if not isinstance(data, (Mapping, list)):
        return False
    inner = data.values() if isinstance(data, Mapping) else data
    return levels == 0 or any(_deeper(one, levels - 1) for one in inner)


# ---- JSON ----------------------------------------------------------------------------------------------------------


def _json(text: str, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise _twice(name, next(key for key in keys if keys.count(key) > 1))
        return found

    try:
        return json.loads(text, parse_float=Decimal, parse_int=_whole, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise InputFileError(f"“{name}”第{error.lineno}行写法有误，不是正确的JSON") from None
    except RecursionError:
        raise InputFileError(f"“{name}”内容层次过深，无法读取") from None


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _DIGITS else Decimal(digits)


def _twice(name: str, key: str) -> InputFileError:
    return InputFileError(f"“{name}”里“{key[:40]}”写了两次，请删去一个")


# ---- YAML ----------------------------------------------------------------------------------------------------------


def _yaml(text: str, name: str) -> Any:
    try:
        node = yaml.compose(text, Loader=_LOADER)
        return _built(node, name, set()) if node is not None else None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else ""
        raise InputFileError(f"“{name}”{where}写法有误，不是正确的YAML，请检查缩进和冒号后的空格") from None
    except RecursionError:
        raise InputFileError(f"“{name}”内容层次过深，无法读取") from None


def _built(node: yaml.Node, name: str, seen: set[int]) -> Any:
    """Build the data of a node; a node met twice is an alias, which may hold itself or swell without bound."""
    line = node.start_mark.line + 1
    if node.tag not in _PLAIN_TAGS:
        raise InputFileError(f"“{name}”第{line}行用了“{node.tag.rpartition(':')[2][:30]}”标记（!），请直接写内容")
    if id(node) in seen:
        raise InputFileError(f"“{name}”第{line}行用了引用（&、*），请把内容写全")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_built(one, name, seen) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, seen)
    return _WORDS.get(node.value, node.value) if node.style is None else node.value


def _mapping(node: yaml.MappingNode, name: str, seen: set[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InputFileError(f"“{name}”第{key.start_mark.line + 1}行的名称应是一段文字")
        if key.value in found:
            raise _twice(name, key.value)
        found[key.value] = _built(value, name, seen)
    return found
