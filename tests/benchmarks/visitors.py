"""A server as a process that can be measured, and visitors that speak to it without a browser.

A visitor does what a browser does, over real sockets of this machine: it fetches the page, the
scripts that the page names, opens the websocket with the page's token, pulls the document and
sends the page's own message to ask for the race of other settings.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import time
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin, urlsplit

from bokeh.protocol import Protocol
from bokeh.protocol.message import Message
from bokeh.protocol.receiver import Receiver
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 300  # seconds for a connection
LARGEST = 50_000_000  # bytes of an answer
TOKEN = re.compile(r'"token":"([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')


def machine() -> str:
    """The machine and the versions that a figure came from, in one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("panel", "bokeh", "tornado"))
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), load {load:.1f} at the end, "
        f"{platform.system()}, Python {platform.python_version()}, {packages}"
    )


async def get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, url: str, accept: str = ""
) -> bytes:
    """The body of an answer, over a connection that is kept, as browsers do."""
    address = urlsplit(url)
    path = f"{address.path}?{address.query}"
    lines = (f"GET {path} HTTP/1.1", f"Host: {address.netloc}", f"Accept-Encoding: {accept}")
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    if not head.startswith("http/1.1 200"):
        raise ConnectionError(f"{url}: {head.splitlines()[0]}")
    if length := re.search(r"content-length: (\d+)", head):
        return await reader.readexactly(int(length[1]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


async def get_all(*urls: str) -> list[bytes]:
    """What a visitor of the light page fetches, over one connection, compressed."""
    address = urlsplit(urls[0])
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        return [await get(reader, writer, url, "gzip") for url in urls]
    finally:
        writer.close()


class Visitor:
    """One visitor's session, from the page to the last answer.

    Parameters
    ----------
    url
        Of the page, with or without a query.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.document: dict[str, Any] = {}
        self.recorded = False  # whether the document brought its race along
        self._protocol = Protocol()
        self._receiver = Receiver(self._protocol)
        self._socket: WebSocketClientConnection | None = None
        self._questions = 0

    async def open(self, *, scripts: bool = False) -> None:
        """Fetch the page, with its scripts if wanted, open the websocket and pull the document."""
        address = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        try:
            page = (await get(reader, writer, self.url)).decode()
            for source in SCRIPT.findall(page) if scripts else ():
                await get(reader, writer, urljoin(self.url, source), "gzip")
        finally:
            writer.close()
        socket = self.url.partition("?")[0].replace("http", "ws", 1) + "/ws"
        request = HTTPRequest(socket, connect_timeout=PATIENCE)
        self._socket = await websocket_connect(
            request, subprotocols=["bokeh", TOKEN.search(page)[1]], max_message_size=LARGEST
        )
        await self._hear("ACK")
        await self._say("PULL-DOC-REQ")
        reply = await self._hear("PULL-DOC-REPLY")
        self.document = reply.content["doc"]
        # One buffer is what all sessions share; the others are the race, none if not yet computed.
        self.recorded = sum(len(buffer.data) > 0 for buffer in reply.buffers) > 1

    async def ask(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Ask for the race of some settings as `front/sources/panel.js` does, and wait for it."""
        return await self.message("settings", settings)

    async def message(self, kind: str, content: Any) -> dict[str, Any]:
        """Send the component a question of some kind, and wait for its answer."""
        self._questions += 1
        # The model of the component is the root whose attributes hold the browser's code.
        roots = self.document["roots"]
        model = next(root["id"] for root in roots if "esm" in root["attributes"])
        data = {"question": self._questions, kind: content}
        values = _entries({"model": {"id": model}, "data": data})
        event = {"type": "event", "name": "data_event", "values": values}
        change = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        await self._say("PATCH-DOC", {"events": [change]})
        while True:
            patch = await self._hear("PATCH-DOC")
            for change in patch.content["events"]:
                answer = _read(change).get("msg_data", {}).get("values", {}).get("data", {})
                if answer.get("question") == self._questions:
                    return answer | {"bytes": sum(len(buffer.data) for buffer in patch.buffers)}

    def close(self) -> None:
        """Leave, as a closed tab does."""
        if self._socket:
            self._socket.close()

    async def leaves(self) -> None:
        """Read whatever comes, until the websocket closes."""
        while await self._socket.read_message() is not None:
            pass

    async def _say(self, kind: str, content: dict[str, Any] | None = None) -> None:
        header = json.dumps({"msgid": str(time.monotonic_ns()), "msgtype": kind})
        for fragment in (header, "{}", json.dumps(content or {})):
            await self._socket.write_message(fragment)

    async def _hear(self, kind: str) -> Message[Any]:
        """The next message of a kind; others are let pass."""
        while True:
            fragment = await self._socket.read_message()
            if fragment is None:
                raise ConnectionError("the server closed the websocket")
            message = await self._receiver.consume(fragment)
            if message and message.msgtype == kind:
                return message


def _entries(value: Any) -> Any:
    """A value as Bokeh's protocol writes it; a reference to a model stays as it is."""
    if not isinstance(value, dict) or set(value) == {"id"}:
        return value
    return {"type": "map", "entries": [[key, _entries(item)] for key, item in value.items()]}


def _read(value: Any) -> Any:
    """What Bokeh's protocol wrote, with its maps as dictionaries."""
    if isinstance(value, list):
        return [_read(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "map":
        return {key: _read(item) for key, item in value.get("entries", ())}
    return {key: _read(item) for key, item in value.items()}
