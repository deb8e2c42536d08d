"""Say in Chinese what is wrong with a template: Jinja's complaints by table, names by likeness."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

_SHOWN = 60  # characters of a paragraph that a message repeats

_ENDS = {
    "for": "循环",
    "if": "条件",
    "macro": "宏",
    "call": "调用块",
    "filter": "过滤块",
    "set": "赋值块",
    "with": "with 块",
}
_KNOWN_BLOCKS = ("for", "endfor", "if", "elif", "else", "endif", "set", "endset", "with", "endwith")


def shorten(text: str) -> str:
    """Return a paragraph's text short enough for one line."""
    text = " ".join(text[: _SHOWN * 4].split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None where none is near."""
    known = list(known)
    cutoff = 0.7 if name.isascii() else 0.5  # one Chinese character of two is already half the name
    close = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
    if close:
        return close[0]
    return next((one for one in known if len(name) > 1 and (name in one or one in name)), None)


def suggestion(name: str, known: Iterable[str]) -> str:
    close = nearest(name, known)
    return f"，是不是“{close}”？" if close else ""


def _unclosed(found: re.Match[str]) -> str:
    block = found[1]
    return f"{{% {block} %}} 没有结束：缺少 {{% end{block} %}}，{_ENDS.get(block, '块')}没有配对；请补上结束标签"


def _unknown_tag(found: re.Match[str]) -> str:
    tag = found[1]
    if tag.startswith("end") or tag in ("else", "elif"):
        start = tag.removeprefix("end") if tag.startswith("end") else "if"
        return f"{{% {tag} %}} 多余或位置不对：前面没有与它配对的 {{% {start} %}}；请检查循环和条件的开头与结尾"
    return f"不认识的标签 {{% {tag} %}}{suggestion(tag, _KNOWN_BLOCKS) or '；能用的有 for、if、set 等'}"


def _unknown_filter(found: re.Match[str]) -> str:
    from jinja2.defaults import DEFAULT_FILTERS

    return f"没有名为“{found[1]}”的过滤器{suggestion(found[1], DEFAULT_FILTERS) or '；请改正或删去'}"


def _unknown_test(found: re.Match[str]) -> str:
    from jinja2.defaults import DEFAULT_TESTS

    return f"没有名为“{found[1]}”的判断（is {found[1]}）{suggestion(found[1], DEFAULT_TESTS) or '；请改正'}"


# Jinja's wording → ours; the first that is found
COMPLAINTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"innermost block that needs to be closed is '(\w+)'"), _unclosed),
    (re.compile(r"Encountered unknown tag '(\w+)'"), _unknown_tag),
    (re.compile(r"No filter named '([^']+)'"), _unknown_filter),
    (re.compile(r"No test named '([^']+)'"), _unknown_test),
    (
        re.compile(r"unexpected char '(.)'"),
        lambda m: f"标签里有不能用的字符“{m[1]}”；标签里的标点要用英文半角，引号要成对",
    ),
    (re.compile(r"Missing end of comment tag"), lambda m: "注释 {# 没有结束：缺少 #}；请补上"),
    (re.compile(r"Missing end of raw directive"), lambda m: "{% raw %} 没有结束：缺少 {% endraw %}；请补上"),
    (
        re.compile(r"[Ee]xpected an expression, got 'end of"),
        lambda m: "标签里没有写名称，或写得不完整；请写成 {{ 名称 }}",
    ),
    (
        re.compile(r"expected token 'end of (?:print statement|statement block)', got '?([^']*)'?"),
        lambda m: f"标签里在“{m[1]}”处看不懂：名称里不能有空格、横线和括号，两样东西之间要有运算符；请改正",
    ),
    (
        re.compile(r"expected token '([^']*)', got '?([^']*)'?"),
        lambda m: f"标签里应有“{m[1]}”，却是“{_token(m[2])}”；请改正",
    ),
    (re.compile(r"unexpected end of template"), lambda m: "标签没有结束，缺少 }} 或 %}；请补上"),
    (re.compile(r"unexpected '([^']*)'"), lambda m: f"标签里多了或少了“{m[1]}”；请检查括号是否成对"),
)
_TOKENS = {"end of print statement": "标签结尾", "end of statement block": "标签结尾", "end of template": "文档结尾"}


def _token(text: str) -> str:
    return _TOKENS.get(text, text)


def syntax_reason(message: str | None) -> str:
    """Return the Chinese sentence for a complaint of Jinja's parser."""
    for pattern, say in COMPLAINTS:
        found = pattern.search(message or "")
        if found:
            return say(found)
    return f"标签写法有误（{message}）；请改正"


def runtime_reason(error: BaseException) -> str:
    """Return the Chinese sentence for an error raised while a template was rendered."""
    for kind, sentence in RUNTIME:
        if isinstance(error, kind):
            return sentence
    return "这里算不出来；请检查标签里的运算和过滤器"


RUNTIME: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (ZeroDivisionError, "用零作了除数；请先用 {% if %} 判断"),
    (RecursionError, "套得太深，算不出来；请简化"),
    (MemoryError, "要用的内存太多，超过限制"),
    (OverflowError, "数太大，超过限制"),
    (TypeError, "内容的类型不对，算不出来（例如把文字当作数，或把一个数当作列表）；请检查标签"),
    ((ValueError, ArithmeticError), "运算或过滤器用的数不对，算不出来；请检查标签"),
)
