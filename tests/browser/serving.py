"""Start the real application for a test: `python app.py` on a free port with a data folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40


class Server:
    """One running application; `kill` ends it as a power cut would, `start` starts it again on the same port and data."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        command = [sys.executable, str(ROOT / "app.py"), "--port", str(self.port), "--data", str(self.data)]
        with open(self.data / "server.log", "ab") as log:
            environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
            self.process = subprocess.Popen(command, cwd=self.data, stdout=log, stderr=log, env=environment)
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process and self.process.poll() is None, self.log()
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2) as reply:
                    assert reply.status == 200
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"not started: {self.log()}")

    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
