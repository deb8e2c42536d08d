"""The child process that renders a template of an unknown author: it reads a request, limits itself, answers."""

from __future__ import annotations

import json
import os
import pickle
import sys
import threading
from pathlib import Path
from typing import Any

MEMORY = 1_000_000_000  # bytes
TIMED_OUT = 75  # exit status: the clock ran out
SECONDS, SECONDS_PER_MEGABYTE, MOST_SECONDS = 1.4, 3.0, 18.0  # of work, by the template's unpacked size


def allowed_seconds(unpacked: int) -> float:
    """Return how long a template of this many bytes of XML may take."""
    return min(SECONDS + SECONDS_PER_MEGABYTE * max(unpacked - 500_000, 0) / 1_000_000, MOST_SECONDS)


def limit(seconds: float) -> None:
    """Bound this process in time, memory, files and children, where the platform can."""
    timer = threading.Timer(seconds, os._exit, (TIMED_OUT,))
    timer.daemon = True
    timer.start()
    try:
        import resource
    except ImportError:  # Windows: the timer above, and the parent's own clock
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: int(used + seconds) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        _bound(kind, most)


def close_files() -> None:
    """Let this process open nothing more: no file, no socket, no pipe. Only for after the template is compiled."""
    try:
        import resource
    except ImportError:  # Windows: the closed language alone
        return
    _bound(resource.RLIMIT_NOFILE, 0)


def _bound(kind: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (most, most))
    except (ValueError, OSError):  # a platform that knows the name but not the limit (macOS: RLIMIT_AS)
        return


def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the header and the document for one request."""
    from lib.errors import FillError
    from lib.word.compiling import build_template
    from lib.word.inspecting import error_lines, inspect_template
    from lib.word.judging import judge

    try:
        template = build_template(request["source"], trusted=False)
        close_files()
        content, notes = template.render_with_notes(request["context"], request["properties"])
    except FillError as error:  # what inspection finds has the better places
        lines = list(error_lines(inspect_template(request["source"], request["names"]))) or [str(error)]
        return {"error": lines[0], "others": lines[1:]}, b""
    faults = judge(content)
    if faults and faults != judge(request["source"]):
        return {"error": f"套版后的文档 Word 打不开：{faults[0]}；请检查模板", "others": faults[1:]}, b""
    return {"notes": [one.as_json() for one in notes]}, content


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    request = pickle.load(sys.stdin.buffer)  # from the parent, which made it
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    limit(request["seconds"])
    try:
        header, content = answer(request)
    except MemoryError:
        header, content = {"error": "模板要用的内存太多，超过限制；请减少循环和重复", "others": []}, b""
    except RecursionError:
        header, content = {"error": "模板套得太深，算不出来；请简化", "others": []}, b""
    output.write(json.dumps(header).encode() + b"\n" + content)
    output.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
