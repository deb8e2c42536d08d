"""A clerk's browser tab as the server sees it: Streamlit's own protocol over its websocket. Used by load.py."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ANSWER_SECONDS = 60.0
TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{}__events"
TEXTS = ("text_input", "text_area")


class Tab:
    """One browser tab on one draft."""

    def __init__(self, url: str, draft_id: str, section: int) -> None:
        self.url, self.query = url, f"d={draft_id}&s={section}"
        self.cookie = get_cookie(url)
        self.widgets: dict[str, tuple[str, str]] = {}  # id → (kind, label)
        self.state: dict[str, Any] = {}
        self.components: dict[str, tuple[str, Any]] = {}  # name → (id, data)
        self.fragment = ""
        self.page_hash = ""
        self.cached: set[str] = set()
        self.exceptions: list[str] = []
        self.received = 0

    async def open(self) -> float:
        """Connect and draw the form; return the seconds it took."""
        host = urlsplit(self.url).netloc
        self.line = await websockets.connect(
            f"ws://{host}/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie},
            max_size=None,
            open_timeout=ANSWER_SECONDS,
            ping_interval=None,
        )
        return await self.run(page="form")

    async def close(self) -> None:
        await self.line.close()

    # ---- what a clerk does
    def texts(self) -> list[str]:
        """Return the ids of the fields for text and figures on the page."""
        return [one for one, (kind, _label) in self.widgets.items() if kind in TEXTS]

    async def type(self, widget: str, text: str) -> float:
        """Type into a field; return the seconds until the server has saved, judged and drawn the pages anew."""
        self.state[widget] = text
        tick = time.time_ns() // 1_000_000
        seconds = await self.run(trigger=("desk", "tick", tick))
        assert self.components["desk"][1]["ack"] == tick
        return seconds

    async def download(self, label: str) -> tuple[str, float]:
        """Click a download; return the address of the file and the seconds until it is known."""
        button = next(one for one, (kind, name) in self.widgets.items() if kind == "button" and name == label)
        seconds = await self.run(click=button)
        return self.components["fetch"][1]["path"].removeprefix("."), seconds

    def get(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        request = urllib.request.Request(self.url + path, headers={"Cookie": cookie or self.cookie})
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    # ---- the protocol
    async def run(self, *, page: str = "", click: str = "", trigger: tuple[str, str, Any] | None = None) -> float:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.page_name = self.query, self.page_hash, page
        asked.context_info.timezone, asked.context_info.locale, asked.context_info.url = "Asia/Shanghai", "zh-CN", self.url
        for widget, text in self.state.items():
            asked.widget_states.widgets.add(id=widget, string_value=text)
        if click:
            asked.widget_states.widgets.add(id=click, trigger_value=True)
        if trigger:
            name, event, value = trigger
            payload = json.dumps([{"event": event, "value": value}])
            asked.widget_states.widgets.add(id=TRIGGER.format(self.components[name][0]), json_trigger_value=payload)
        if click or trigger:
            asked.fragment_id = self.fragment
        asked.cached_message_hashes.extend(self.cached)
        started = time.perf_counter()
        await self.line.send(message.SerializeToString())
        await self._finish()
        return time.perf_counter() - started

    async def _finish(self) -> None:
        begun = False
        while True:
            raw = await asyncio.wait_for(self.line.recv(), ANSWER_SECONDS)
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if message.metadata.cacheable and message.hash:
                self.cached.add(message.hash)
            if kind == "new_session":
                begun, self.page_hash = True, message.new_session.page_script_hash or self.page_hash
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash or self.page_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._note(message.delta)
            elif kind == "script_finished" and begun:
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _note(self, delta: Any) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        one = getattr(element, kind)
        if kind == "exception":
            self.exceptions.append(one.message)
        elif kind == "bidi_component":
            self.components[one.component_name] = (one.id, json.loads(one.json) if one.json else None)
            if one.component_name == "desk":
                self.fragment = delta.fragment_id
        elif kind in (*TEXTS, "button"):
            self.widgets[one.id] = (kind, one.label)
            if kind in TEXTS and one.id not in self.state:
                self.state[one.id] = one.default


def get_cookie(url: str) -> str:
    """Fetch the shell page as a browser does; return the cookie it sets."""
    request = urllib.request.Request(url, headers={"accept": "text/html"})
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as reply:
        return str(reply.headers["set-cookie"]).split(";")[0]
