"""PDF through LibreOffice: the real thing once, and a queue, a time limit and a missing program told in Chinese."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from lib.errors import FillError, SetupError
from lib.word.layout import layout_text
from lib.word.pdf import PdfMaker, find_office


@pytest.mark.office
def test_a_document_becomes_a_pdf() -> None:
    content = PdfMaker().make(layout_text("关于测试的通知\n\n一、开头\n正文。"))
    assert content.startswith(b"%PDF-")


def test_without_libreoffice_the_reason_is_told() -> None:
    maker = PdfMaker("")
    assert "没有安装 LibreOffice" in maker.reason
    with pytest.raises(SetupError, match="另存为 PDF"):
        maker.make(b"")
    assert find_office() is None or PdfMaker().reason == ""


def script(folder: Path, text: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_conversion_that_hangs_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(FillError, match="已停止"):
        PdfMaker(script(tmp_path, "sleep 30"), time_limit=0.3).make(b"x")


def test_a_conversion_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(FillError, match="没有转换成功"):
        PdfMaker(script(tmp_path, "exit 1")).make(b"x")


def test_a_full_queue_is_told(tmp_path: Path) -> None:
    maker = PdfMaker(script(tmp_path, "sleep 1"), queue_limit=1)
    first = threading.Thread(target=lambda: pytest.raises(FillError, maker.make, b"x"))
    first.start()
    while not maker._waiting:
        pass
    with pytest.raises(FillError, match="太多"):
        maker.make(b"x")
    first.join()
