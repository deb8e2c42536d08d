"""Word to PDF through the server's LibreOffice: one at a time, a short queue, a time limit. Knows nothing of documents."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from lib.errors import FillError, SetupError

TIME_LIMIT = 60.0  # seconds for one document
WAIT_LIMIT = 90.0  # seconds in the queue
QUEUE_LIMIT = 20  # documents waiting; more are told to come back
PROGRAMS = ("soffice", "libreoffice")
PLACES = ("/usr/bin", "/usr/lib/libreoffice/program", "/opt/libreoffice/program")
MISSING = "服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 后用 Word 或 WPS 另存为 PDF"


def find_office() -> str | None:
    """Return where LibreOffice is, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name) or _in_places(name))), None)


def _in_places(name: str) -> str | None:
    return next((str(path) for place in PLACES if (path := Path(place) / name).is_file()), None)


class PdfMaker:
    """Makes PDFs one after another; safe for threads."""

    def __init__(
        self, program: str | None = None, *, time_limit: float = TIME_LIMIT, queue_limit: int = QUEUE_LIMIT
    ) -> None:
        self.program = program if program is not None else find_office()
        self.time_limit, self.queue_limit = time_limit, queue_limit
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0

    @property
    def reason(self) -> str:
        """Say why no PDF can be made; empty when it can."""
        return "" if self.program else MISSING

    def make(self, content: bytes) -> bytes:
        """Return the PDF of a .docx. Raises SetupError without LibreOffice, FillError when busy, too slow or failing."""
        if not self.program:
            raise SetupError(MISSING)
        with self._count:
            if self._waiting >= self.queue_limit:
                raise FillError("正在转换的文件太多，请过一分钟再试，或先下载 Word")
            self._waiting += 1
        try:
            if not self._turn.acquire(timeout=WAIT_LIMIT):
                raise FillError("排队等待转换超过时限，请稍后再试，或先下载 Word")
            try:
                return self._convert(content)
            finally:
                self._turn.release()
        finally:
            with self._count:
                self._waiting -= 1

    def _convert(self, content: bytes) -> bytes:
        with tempfile.TemporaryDirectory(prefix="tbcw-pdf-") as folder:
            source = Path(folder, "document.docx")
            source.write_bytes(content)
            self._run([f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--outdir", folder, str(source)])
            result = source.with_suffix(".pdf")
            if not result.is_file():
                raise FillError("这份文件没有转换成功，请下载 Word 后另存为 PDF")
            return result.read_bytes()

    def _run(self, arguments: list[str]) -> None:
        command = [self.program or "", "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=os.name != "nt"
        )
        try:
            process.wait(self.time_limit)
        except subprocess.TimeoutExpired:
            _end(process)
            raise FillError(f"转换超过{self.time_limit:.0f}秒，已停止。请下载 Word 后另存为 PDF") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop LibreOffice and the processes it started."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
