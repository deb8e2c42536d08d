"""The web server around the pages: command line, port, routes of our own, settings. Pages are in `pages`, guards in `gate`."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lib import workflow
from lib.errors import FillError, SetupError
from lib.store.opening import DATABASE, open_store
from lib.ui import bench, failing, tickets, warming
from lib.ui.gate import SESSION_COOKIE, Gate

ROOT = Path(__file__).resolve().parents[2]
STATIC = Path(__file__).parent / "static"
SCRIPT = Path(__file__).parent / "script.py"
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8501
PORT_IN_USE = (errno.EADDRINUSE, errno.EACCES)

SETTINGS: dict[str, object] = {
    "browser.gatherUsageStats": False,  # no request outside
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.disableWidgetStateDuplicationWarning": True,  # fields start from the draft and may be set by 撤销
    "logger.hideWelcomeMessage": True,
    "logger.level": "error",
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,  # the largest single cost with many sessions
    "server.disconnectedSessionTTL": 3600,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 50,
    "server.maxUploadSize": 20,
    "server.showEmailPrompt": False,
    "theme.base": "light",
    "theme.primaryColor": "#1f5a93",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f5f8",
    "theme.textColor": "#1c2430",
    "theme.linkColor": "#1f5a93",
    "theme.borderColor": "#c3cad4",
    "theme.showWidgetBorder": True,
    "theme.baseRadius": "4px",
    "theme.font": "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif",
}


def main(arguments: Sequence[str]) -> int:
    """Serve until stopped. Return 0, or 2 with one Chinese line on standard error when it can't start."""
    options = _read_options(arguments)
    try:
        _require_free_port(options.host, options.port)
        bench.use(_open_workspace(options.data))
        warming.warm(bench.workspace())
    except FillError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"填报成文已启动：http://{_shown_host(options.host)}:{options.port}（按 Ctrl+C 停止）", flush=True)
    address = {"server.address": options.host, "server.port": options.port, "browser.serverAddress": options.host}
    build_app().run(config=SETTINGS | address)
    return 0


def build_app() -> st.App:
    """Return the ASGI application: our routes and gate around the pages."""
    routes = [
        Route("/dl/{token}", _download),
        Route("/health", _health),
        Mount("/assets", StaticFiles(directory=STATIC)),
    ]
    return st.App(SCRIPT, routes=routes, middleware=[Middleware(Gate)], on_script_error=failing.show)


async def _download(request: Request) -> Response:
    ticket = tickets.take(request.path_params["token"], request.cookies.get(SESSION_COOKIE, ""))
    if ticket is None:
        return PlainTextResponse("下载链接已失效，请回到页面重新点击下载。", 404)
    headers = {
        "content-disposition": "attachment; filename*=utf-8''" + quote(ticket.name, safe=""),
        "cache-control": "no-store",
    }
    return Response(ticket.content, media_type=ticket.media_type, headers=headers)


async def _health(_request: Request) -> Response:
    return PlainTextResponse("正常")


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python app.py", description="启动填报成文网页", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"端口，默认 {DEFAULT_PORT}")
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"监听地址，默认 {DEFAULT_HOST}（只限本机）")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="数据文件夹，默认 data")
    return parser.parse_args(arguments)


def _open_workspace(data: Path) -> workflow.Workspace:
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / ".write-test").touch()
        (data / ".write-test").unlink()
    except OSError as error:
        raise SetupError(f"数据文件夹“{data}”不可写，请换一个文件夹：--data 文件夹") from error
    return workflow.open_workspace(ROOT, open_store(os.environ.get("DATABASE_URL") or data.resolve() / DATABASE))


def _require_free_port(host: str, port: int) -> None:
    """Say in one line that the port is taken, before anything else starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError as error:
            raise SetupError(f"端口 {port} 不存在，请用 1 至 65535 之间的端口：--port 端口") from error
        except OSError as error:
            if error.errno in PORT_IN_USE:
                raise SetupError(f"端口 {port} 已被占用，请换一个端口：python app.py --port 端口") from error
            raise SetupError(f"无法在地址 {host} 上启动，请核对 --host 的地址") from error


def _shown_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
