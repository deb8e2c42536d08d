"""The gate in front of every request and websocket: security headers, the browser's own cookie, Chinese in the shell page."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.preloading import element_scripts

SESSION_COOKIE = "tbcw_session"
TITLE = "填报成文"
SCRIPTS = ("old-browsers.js", "zh.js", "connection.js")  # before Streamlit's own
# there before they are wanted, also when the line is lost
MODULES = ("desk.js", "board.js", "pages.js", "docx-preview.mjs", "fetch.js")
HEAD = (
    "<head>"
    + "".join(f'<script src="./assets/{name}"></script>' for name in SCRIPTS)
    + '<script type="module" src="./assets/desk.js"></script><link rel="stylesheet" href="./assets/page.css">'
    + "".join(f'<link rel="modulepreload" href="./assets/{name}">' for name in MODULES)
)
SHELL_WORDS = {  # what the shell page says before its script runs
    b'<html lang="en">': b'<html lang="zh-CN">',
    b"<title>Streamlit</title>": f"<title>{TITLE}</title>".encode(),
    b"<head>": HEAD.encode(),
    b"./favicon.png": b"./assets/favicon.svg",
}
ELEMENT_LINKS = "".join(f'<link rel="modulepreload" href="./{path}">' for path in element_scripts()).encode()
NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
NOSCRIPT_TEXT = "<noscript><p>请在浏览器设置中允许运行脚本，再打开本页。</p></noscript>".encode()
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
SERVICE_LINK = re.compile(rb'<link rel="service-desc"[^>]*>')
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
PLAIN_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)
POLICY = (
    "default-src 'self'; script-src 'self' blob:{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; frame-src 'self' blob:;"
    " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class Gate:
    """Pure ASGI middleware (Starlette's BaseHTTPMiddleware does not see websockets)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["path"].startswith(CLOSED):
            return await PlainTextResponse("没有这个页面", 404)(scope, receive, send)
        if _wants_html(scope):  # a compressed shell page could not be rewritten
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        return await self.app(scope, receive, _Reply(scope, send))


class _Reply:
    """Passes a reply on; a shell page is gathered, rewritten and sent whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self.send = scope, send
        self.start: MutableMapping[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self.scope["method"] == "GET" and _is_html(message["headers"]):
                self.start = message
                return
            message["headers"] = [*message["headers"], *PLAIN_HEADERS, _policy(b"")]
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_shell()
            return
        await self.send(message)

    async def _send_shell(self) -> None:
        body = translate_shell(self.body)
        dropped = (b"content-length", b"etag", b"last-modified", b"cache-control")
        headers = [pair for pair in self.start["headers"] if pair[0].lower() not in dropped]
        headers += [*PLAIN_HEADERS, _policy(body), (b"content-length", str(len(body)).encode())]
        headers.append((b"cache-control", b"no-cache"))
        if not _has_session(self.scope):
            cookie = f"{SESSION_COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax"
            headers.append((b"set-cookie", cookie.encode()))
        await self.send(self.start | {"headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def translate_shell(body: bytes) -> bytes:
    """Return the shell page in Chinese, with our scripts first in its head and the elements' scripts last."""
    for old, new in SHELL_WORDS.items():
        body = body.replace(old, new, 1)
    body = body.replace(b"</head>", ELEMENT_LINKS + b"</head>", 1)
    return NOSCRIPT.sub(NOSCRIPT_TEXT, SERVICE_LINK.sub(b"", body))


def _policy(body: bytes) -> tuple[bytes, bytes]:
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(body))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return b"content-security-policy", POLICY.format(hashes=hashes).encode()


def _wants_html(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_html(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and b"text/html" in value for name, value in headers)


def _has_session(scope: Scope) -> bool:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                continue
    return SESSION_COOKIE in cookies
