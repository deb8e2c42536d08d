"""One-time download tickets: a file made for one browser, fetched once from /dl/TOKEN. Knows nothing of its content."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

LIFETIME = 300.0  # seconds
MAX_HELD = 256 * 2**20  # bytes; the oldest go first
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A file waiting to be fetched by the browser whose session cookie is `session`."""

    session: str
    name: str
    content: bytes
    issued: float

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get("." + self.name.rpartition(".")[2].lower(), "application/octet-stream")


_held: OrderedDict[str, Ticket] = OrderedDict()
_lock = threading.Lock()


def issue(session: str, name: str, content: bytes) -> str:
    """Keep a file for five minutes and return the token that fetches it once."""
    token = secrets.token_urlsafe(24)
    with _lock:
        _held[token] = Ticket(session, name, content, time.monotonic())
        _drop_old()
    return token


def take(token: str, session: str) -> Ticket | None:
    """Return the file once, to the session it was made for; None when unknown, used, old or another's."""
    with _lock:
        _drop_old()
        ticket = _held.get(token)
        if ticket is None or not secrets.compare_digest(ticket.session.encode(), session.encode()):
            return None
        return _held.pop(token)


def _drop_old() -> None:
    limit = time.monotonic() - LIFETIME
    while _held and (next(iter(_held.values())).issued < limit or _total() > MAX_HELD and len(_held) > 1):
        _held.popitem(last=False)


def _total() -> int:
    return sum(len(ticket.content) for ticket in _held.values())
