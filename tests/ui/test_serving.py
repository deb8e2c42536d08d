"""The server's edges: tickets, the gate's headers and shell page, the port, errors in one Chinese line."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lib.errors import SetupError
from lib.ui import serving, tickets
from lib.ui.gate import translate_shell

ROOT = Path(__file__).resolve().parents[2]


def test_a_ticket_is_for_one_session_and_once() -> None:
    token = tickets.issue("甲", "报告.docx", b"1")
    assert tickets.take(token, "乙") is None
    assert tickets.take(token, "甲").content == b"1"
    assert tickets.take(token, "甲") is None


def test_an_old_ticket_is_void(monkeypatch: pytest.MonkeyPatch) -> None:
    token = tickets.issue("甲", "报告.docx", b"1")
    now = tickets.time.monotonic()
    monkeypatch.setattr(tickets.time, "monotonic", lambda: now + tickets.LIFETIME + 1)
    assert tickets.take(token, "甲") is None


def test_tickets_hold_no_more_than_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "MAX_HELD", 10)
    first, last = tickets.issue("甲", "1.zip", b"123456"), tickets.issue("甲", "2.zip", b"123456")
    assert tickets.take(first, "甲") is None and tickets.take(last, "甲") is not None


def test_the_shell_page_is_chinese() -> None:
    page = translate_shell(b'<html lang="en"><head><title>Streamlit</title></head><noscript>You need</noscript>')
    assert "填报成文" in page.decode() and b"You need" not in page and b'lang="zh-CN"' in page


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "app.py", "--port", str(port), "--data", str(tmp_path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.strip() == f"端口 {port} 已被占用，请换一个端口：python app.py --port 端口"


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("203.0.113.9", 8501), ("没有这台", 8501)])
def test_an_impossible_address_is_said(host: str, port: int) -> None:
    with pytest.raises(SetupError, match="端口|地址"):
        serving._require_free_port(host, port)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="不可写"):
        serving._open_workspace(tmp_path / "file" / "data")
