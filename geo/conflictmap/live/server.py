"""A small server for one reader on this machine: it answers few requests, and no stranger's.

It listens on the loopback alone, and closes without a word when a request is meant for another
host (a name that leads here from a page elsewhere), too long, too slow or no request at all. What a
client does takes no more than its own place among `MOST` connections, and that not for long.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from http.client import HTTPException, parse_headers
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from conflictmap.live.state import Live

LOOPBACK = "127.0.0.1"
#: Names under which a browser on this machine asks; any port, as that of a tunnel may be another.
_HOSTS = {LOOPBACK, "localhost", "::1"}
#: Bytes of a request's head, seconds for it, and for each piece of an answer to be taken.
MOST_HEAD, HEAD_S, PIECE_S = 16_384, 5.0, 10.0
#: Connections at once; those beyond it are closed. Of those that wait for news, the oldest goes.
MOST, MOST_WAITING = 512, 64
_PIECE = 1 << 16
#: Seconds after which a browser that waits is sent a blank, so that one that is gone is found.
_BEAT_S = 15.0
_KINDS = {"html": "text/html", "js": "text/javascript", "css": "text/css"}
_SHELL = {"/": "live.html", "/live.js": "live.js", "/live.css": "live.css"}
_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
           " frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
_ALWAYS = ("Cache-Control: no-store", "X-Content-Type-Options: nosniff",
           "Cross-Origin-Resource-Policy: same-origin", "Referrer-Policy: no-referrer",
           "Connection: close")


class LoopbackServer:
    """Counts its connections, and answers them with what is shown of a map."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.connections = 0
        self.waiting: deque[asyncio.StreamWriter] = deque()

    async def open(self, port: int) -> asyncio.Server:
        """Return a server that listens on the loopback; port 0 takes a free one."""
        return await asyncio.start_server(
            self._serve, LOOPBACK, port, limit=MOST_HEAD, backlog=MOST)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection; whatever goes wrong with it ends it alone."""
        self.connections += 1
        try:
            if self.connections <= MOST:
                await self._answer(await _path(reader), reader, writer)
            writer.close()
            await asyncio.wait_for(writer.wait_closed(), PIECE_S)
        except (OSError, TimeoutError):
            writer.transport.abort()
        finally:
            self.connections -= 1

    async def _answer(
        self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if path in _SHELL:
            name = _SHELL[path]
            await _send(writer, bundled("maps", "live", name).read_bytes(),
                        name.rpartition(".")[2], policy=_POLICY)
        elif path == "/map.html":
            await _send(writer, self.live.page, "html", policy="frame-ancestors 'self'")
        elif path == "/news":
            await self._news(reader, writer)
        elif path:
            await _put(writer, _head("404 Not Found", "Content-Length: 0"))

    async def _news(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send what is shown, and again whenever it changes, until the browser is gone."""
        self.waiting.append(writer)
        if len(self.waiting) > MOST_WAITING:
            self.waiting.popleft().transport.abort()
        gone = asyncio.ensure_future(reader.read(1))  # a browser says nothing more
        try:
            await _put(writer, _head("200 OK", "Content-Type: text/event-stream"))
            while not gone.done():
                await self._news_once(writer, gone)
        finally:
            gone.cancel()
            with suppress(ValueError):
                self.waiting.remove(writer)

    async def _news_once(self, writer: asyncio.StreamWriter, gone: asyncio.Future[bytes]) -> None:
        """Send what is shown, and return once there is something else, or the browser is GONE."""
        news = asyncio.ensure_future(self.live.news.wait())
        await _put(writer, f"data: {json.dumps(asdict(self.live.shown))}\n\n".encode())
        try:
            while not await _first_of(news, gone):
                await _put(writer, b":\n\n")
        finally:
            news.cancel()


async def _first_of(*waits: asyncio.Future[Any]) -> bool:
    """Return whether one of them was done within a beat."""
    done, _ = await asyncio.wait(waits, timeout=_BEAT_S, return_when=asyncio.FIRST_COMPLETED)
    return bool(done)


async def _path(reader: asyncio.StreamReader) -> str:
    """Return the path that a request is about; nothing where it is not to be answered."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_S)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return ""
    return asked(head)


def asked(head: bytes) -> str:
    r"""Return the path of a request's head; nothing of one for another host, or of no GET.

    >>> asked(b"GET /map.html?a#b HTTP/1.1\r\nHost: localhost:8000\r\n\r\n")
    '/map.html'
    >>> asked(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    ''
    """
    line, _, rest = head.partition(b"\r\n")
    try:
        method, target, version = line.decode("ascii").split(" ")
        known = _is_for_us(rest)
        path = urlsplit(target).path if target.startswith("/") else ""
    except (ValueError, HTTPException):
        return ""
    return path if known and method == "GET" and version.startswith("HTTP/1.") else ""


def _is_for_us(headers: bytes) -> bool:
    """Return whether headers name one host, and that as a browser on this machine does."""
    hosts = parse_headers(BytesIO(headers)).get_all("Host") or []
    return len(hosts) == 1 and urlsplit(f"//{hosts[0].strip()}").hostname in _HOSTS


def _head(status: str, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, *_ALWAYS, "", ""]).encode()


async def _send(
    writer: asyncio.StreamWriter, content: bytes, kind: str, *, policy: str
) -> None:
    await _put(writer, _head(
        "200 OK", f"Content-Type: {_KINDS[kind]}; charset=utf-8",
        f"Content-Length: {len(content)}", f"Content-Security-Policy: {policy}"))
    for start in range(0, len(content), _PIECE):
        await _put(writer, content[start:start + _PIECE])


async def _put(writer: asyncio.StreamWriter, piece: bytes) -> None:
    """Send a piece; a client that does not take it in time is left."""
    writer.write(piece)
    await asyncio.wait_for(writer.drain(), PIECE_S)
