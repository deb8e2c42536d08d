"""Tests that a stranger's template is bounded and can reach nothing, and that what authors really use stays open."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lib.errors import TemplateError
from lib.word import isolating
from lib.word.compiling import build_template
from lib.word.rendering import render_foreign, render_foreign_with_notes
from tests.word.word_tools import docx, text_of

CONTEXT: dict[str, Any] = {
    "x": "值",
    "n": 3,
    "d": Decimal("2.5"),
    "items": ["a", "b"],
    "rows": [{"a": "甲", "b": "乙"}],
    "empty": [],
    "none_value": None,
}


def closed(*lines: str) -> str:
    """Render in this process, in the closed language."""
    return text_of(build_template(docx(*lines), trusted=False).render(CONTEXT))


def test_a_stranger_s_template_is_rendered_in_a_process_of_its_own() -> None:
    content, notes = render_foreign_with_notes(docx("{{ x }}{{ y }}"), {"x": "甲", "y": "a\x01"}, {"title": "题"})
    assert text_of(content) == "甲a" and [one.field for one in notes] == ["y"]


BOMBS = [
    "{% for i in range(10**9) %}{% endfor %}",
    "{% for i in range(9999) %}{% for j in range(9999) %}{{ j }}{% endfor %}{% endfor %}",
    "{{ 'a'*10**10 }}",
    "{{ 10**(10**8) }}",
    "{{ 9**99**9 }}",
    "{{ 'x'|center(10**9) }}",
    "{{ [0]*10**9 }}",
    "{{ items|batch(10**9, 'x')|list }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ x|indent(10**9, true) }}",
    "{% set a = x %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = x %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "{% set a = x|replace('', 'yyyyyyyyyy') %}" + "{% set a = a|replace('y', 'yyyyyyyyyy') %}" * 12 + "{{ a }}",
    "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    "{% if x %}" * 300 + "{% endif %}" * 300,
    "{{ " * 5000,
    "{% for a in items recursive %}{{ loop(items) }}{% endfor %}",
    "{{ x|wordwrap(0) }}",
]


@pytest.mark.parametrize("line", BOMBS, ids=range(len(BOMBS)))
def test_bombs_end_in_one_line_within_two_seconds(line: str) -> None:
    source, start = docx(line), time.perf_counter()
    with pytest.raises(TemplateError) as caught:
        render_foreign(source, CONTEXT)
    assert time.perf_counter() - start < 4  # two, and what a machine shared with others adds
    assert "\n" not in str(caught.value) and "Error" not in str(caught.value)


ESCAPES = [
    "{{ lipsum.__globals__['os'].popen('echo 1').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ x.format_map(x) }}",
    "{{ items|map(attribute='__class__')|list }}",
    "{{ items|map('attr', '__class__')|list }}",
    "{{ items|sum(attribute='__class__') }}",
    "{{ rows|groupby('__class__') }}",
    "{{ items.clear() }}",
    "{{ items.append(1) }}",
    "{{ self.__init__ }}",
    "{{ cycler.__init__ }}",
    "{{ range.__class__ }}",
    "{{ loop.__class__ }}",
    "{% for i in items %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{{ x|safe }}",
    "{% macro m() %}{% endmacro %}",
    "{% set x.y = 1 %}",
    "{{ rows[0].update({}) }}",
]


@pytest.mark.parametrize("line", ESCAPES)
def test_escapes_are_refused(line: str) -> None:
    with pytest.raises(TemplateError, match="模板"):
        closed(line)


OPEN = [
    ("{{ x|default('无')|upper }}", "值"),
    ("{{ items|join('、') }}{{ items|length }}{{ items|first }}{{ items|last }}", "a、b2ab"),
    ("{% for i in items %}{{ loop.index }}/{{ loop.length }}{{ '末' if loop.last }}{% endfor %}", None),
    ("{% for i in items %}{{ loop.index }}{{ '末' if loop.last else '' }}{% endfor %}", "12末"),
    ("{% for i in range(1, 4) %}{{ i }}{% endfor %}{% for i in range(n) %}{{ i }}{% endfor %}", "123012"),
    ("{% for i in ['甲', '乙'] %}{{ i }}{% endfor %}{{ [1, 2, 3]|sum }}{{ (1, 2)|max }}", "甲乙62"),
    ("{{ n + 1 }}{{ n * 2.5 }}{{ n / 2 }}{{ n // 2 }}{{ n % 2 }}{{ n ** 2 }}{{ -n }}", "47.51.5119-3"),
    ("{{ d * n }}{{ d + d }}{{ 7 / d }}{{ d * 1.1 }}{{ 0.5 + d }}", "7.55.02.82.753.0"),
    ("{% if n > 2 and not empty and x in ['值'] %}是{% endif %}{{ n == 3 }}", "是是"),
    ("{{ x is defined }}{{ y is defined }}{{ y|default('缺') }}{{ none_value is none }}", "是否缺是"),
    (
        "{% for k, v in rows[0].items() %}{{ k }}{{ v }}{% endfor %}{{ rows[0]['a'] }}{{ rows[0].get('b') }}",
        "a甲b乙甲乙",
    ),
    ("{{ rows|map(attribute='a')|join }}{{ rows|selectattr('a', 'equalto', '甲')|list|length }}", "甲1"),
    ("{% set 数 = n + 1 %}{{ 数 }}{% with 乙 = 2 %}{{ 乙 }}{% endwith %}", "42"),
    ("{{ x ~ n ~ none_value }}{{ 'a' + 'b' }}{{ x[0] }}{{ items[:1]|join }}", "值3ab值a"),
    ("{{ 2.567|round(1) }}{{ ' a '.strip() }}{{ 'a,b'.split(',')|join('-') }}", "2.6aa-b"),
    ("{% for i in items %}{{ loop.cycle('单', '双') }}{% endfor %}{{ 'abc'|replace('b', 'x') }}", "单双axc"),
    ("{{ items|sort(reverse=true)|join }}{{ items|unique|join }}{{ rows|groupby('a')|length }}", "baab1"),
]


@pytest.mark.parametrize(("line", "text"), [one for one in OPEN if one[1]])
def test_what_authors_use_stays_open(line: str, text: str) -> None:
    assert closed(line) == text


def test_a_large_honest_template_is_rendered() -> None:
    def setup(document: Any) -> None:
        table = document.add_table(rows=300, cols=10)
        for row in table._tbl.tr_lst:
            for cell in row.tc_lst:
                cell.p_lst[0].add_r().text = "固定内容"

    content = render_foreign(docx("{{ x }}", setup=setup), CONTEXT)
    assert text_of(content).startswith("值\n固定内容")


def test_ten_thousand_rows_are_rendered() -> None:
    text = text_of(
        render_foreign(docx("{%p for r in rows %}", "{{ r }}", "{%p endfor %}"), {"rows": list(range(10_000))})
    )
    assert text.endswith("9999")


def test_an_unknown_name_is_told_with_its_place() -> None:
    with pytest.raises(TemplateError, match="正文第2段.*没有名为“itmes”的内容，是不是“items”"):
        render_foreign(docx("甲", "{{ itmes }}"), CONTEXT)


def test_an_error_while_rendering_names_the_tag() -> None:
    with pytest.raises(TemplateError, match="none_value.a.b"):
        render_foreign(docx("{{ none_value.a.b }}"), CONTEXT)
    with pytest.raises(TemplateError, match="零"):
        render_foreign(docx("{{ n / 0 }}"), CONTEXT)


def test_a_value_that_is_a_template_is_text() -> None:
    assert text_of(render_foreign(docx("{{ x }}"), {"x": "{{ 7*7 }}"})) == "{{ 7*7 }}"


def child(prelude: str, seconds: float, line: str) -> subprocess.CompletedProcess[bytes]:
    request = {"source": docx(line), "context": CONTEXT, "properties": {}, "names": list(CONTEXT), "seconds": seconds}
    code = f"{prelude}\nimport runpy; runpy.run_path({str(Path(isolating.__file__))!r}, run_name='__main__')"
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, input=pickle.dumps(request), capture_output=True, check=False, timeout=60)


def test_a_platform_without_resource_renders_too() -> None:
    done = child("import sys; sys.modules['resource'] = None", 5.0, "{{ x }}")
    assert done.returncode == 0 and text_of(done.stdout.partition(b"\n")[2]) == "值"


def test_the_clock_ends_a_child_on_any_platform() -> None:
    done = child("import sys; sys.modules['resource'] = None", 0.01, "{{ x }}")
    assert done.returncode == isolating.TIMED_OUT


def test_larger_templates_get_more_time_but_not_endlessly() -> None:
    assert isolating.allowed_seconds(10_000) < 2 < isolating.allowed_seconds(5_000_000) < 19
    assert isolating.allowed_seconds(10**9) == isolating.MOST_SECONDS
