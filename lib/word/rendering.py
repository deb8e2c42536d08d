"""Render templates of unknown authors in a process of its own, bounded in time, memory and size."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from lib.core.model import Finding
from lib.errors import TemplateError
from lib.word import isolating
from lib.word.packages import open_package

MOST_OUTPUT = 100_000_000  # bytes of one document
_STARTING = 15.0  # seconds a busy machine may take to start Python
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


def render_foreign(
    source: bytes,
    context: Mapping[str, Any],
    properties: Mapping[str, Any] | None = None,
    *,
    names: Collection[str] | None = None,
) -> bytes:
    """Return one finished .docx of a template whose author is not known. Raises TemplateError, one Chinese line."""
    return render_foreign_with_notes(source, context, properties, names=names)[0]


def render_foreign_with_notes(
    source: bytes,
    context: Mapping[str, Any],
    properties: Mapping[str, Any] | None = None,
    *,
    names: Collection[str] | None = None,
) -> tuple[bytes, list[Finding]]:
    """As render_foreign, and what was said: names whose values lost characters that Word can't hold."""
    open_package(source)  # a file that is no .docx needs no process
    seconds = isolating.allowed_seconds(_unpacked(source))
    request = {
        "source": source,
        "context": _plain(dict(context)),
        "properties": dict(properties or {}),
        "names": list(names if names is not None else context),
        "seconds": seconds,
    }
    header, content = _ask(_pickled(request), seconds)
    if "error" in header:
        findings = [Finding("T-render", "error", one) for one in (header["error"], *header["others"])]
        raise TemplateError(header["error"], findings)
    return content, [Finding(**one) for one in header["notes"]]


def _unpacked(source: bytes) -> int:
    with zipfile.ZipFile(BytesIO(source)) as archive:
        return sum(one.file_size for one in archive.infolist() if one.filename.endswith(".xml"))


def _plain(value: Any) -> Any:
    """Turn values of libraries the child does not load (numpy) into Python's own."""
    if type(value) is dict:
        return {key: _plain(one) for key, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_plain(one) for one in value)
    if type(value).__module__.split(".")[0] == "numpy" and getattr(value, "shape", None) == ():
        return value.item()
    return value


def _pickled(request: dict[str, Any]) -> bytes:
    try:
        return pickle.dumps(request)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise TemplateError(f"填报内容里有文档写不出的东西（{error}）；请改成文字或数") from error


def _ask(request: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", "-X", "utf8", str(Path(isolating.__file__))]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(
            command, input=request, capture_output=True, env=environment, timeout=seconds + _STARTING, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateError(_too_long(seconds)) from error
    if done.returncode == isolating.TIMED_OUT or -done.returncode in (9, 24):  # SIGKILL, SIGXCPU
        raise TemplateError(_too_long(seconds))
    head, _, content = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise TemplateError("模板算不出来：超过了时间或内存的限制；请减少循环和重复")
    if len(content) > MOST_OUTPUT:
        raise TemplateError(f"套版后的文档超过{MOST_OUTPUT // 1_000_000}MB，超过限制；请减少循环和重复")
    return json.loads(head), content


def _too_long(seconds: float) -> str:
    return f"模板算了{seconds:.0f}秒还没有完，超过时间限制；请减少循环和重复"
