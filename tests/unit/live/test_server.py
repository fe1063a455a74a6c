"""The live server answers one reader on this machine, whoever else comes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from conflictmap.live import server
from conflictmap.live.server import LoopbackServer, asked
from conflictmap.live.state import Live
from running import to_its_end

PAGE = b"<!doctype html><p>A map" + b" " * 8_000_000
GET = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"


@asynccontextmanager
async def opened(live: Live):
    """Open a server, and give a function that connects to it and says something."""
    own = LoopbackServer(live)
    listening = await own.open(0)
    writers = []

    async def say(text: str) -> asyncio.StreamReader:
        port = listening.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writers.append(writer)
        writer.write(text.encode())
        return reader

    yield say
    for writer in writers:
        writer.transport.abort()
    listening.close()
    while own.connections:
        await asyncio.sleep(0.01)


async def all_of(reader: asyncio.StreamReader) -> bytes:
    """Return what a server says until it closes; nothing more where it breaks off."""
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionError:
        return b""


def test_pages_are_answered_with_what_the_browser_may_do_with_them():
    async def scenario():
        async with opened(Live(page=PAGE)) as say:
            shell, page, gone = [await all_of(await say(GET.format(path)))
                                 for path in ("/", "/map.html?2", "/live/../x")]
            assert b'<iframe id="map"' in shell
            assert b"default-src 'none'; script-src 'self'" in shell
            assert page.endswith(PAGE)
            assert b"frame-ancestors 'self'" in page
            assert gone.startswith(b"HTTP/1.1 404 ")

    to_its_end(scenario())


@pytest.mark.parametrize("head", [
    "GET / HTTP/1.1\r\nHost: map.example\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost.example:80\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nHost: map.example\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: user@localhost@map.example\r\n\r\n",
    "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /\r\n\r\n", "\r\n\r\n",
    "\x16\x03\x01\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'x' * 20_000}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: x\r\n" * 200 + "\r\n",
    "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
])
def test_what_is_not_for_us_is_not_answered(head):
    async def scenario():
        async with opened(Live(page=PAGE)) as say:
            assert await all_of(await say(head)) == b""
            assert b"A map" in await all_of(await say(GET.format("/map.html")))

    to_its_end(scenario())


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "LOCALHOST:1", "[::1]:8765"])
def test_a_browser_on_this_machine_is_known_by_any_port(host):
    assert asked(f"GET /a HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()) == "/a"


def test_clients_that_say_nothing_read_nothing_or_wait_for_ever_stop_no_one(monkeypatch):
    monkeypatch.setattr(server, "HEAD_S", 1.0)
    monkeypatch.setattr(server, "PIECE_S", 1.0)

    async def scenario():
        async with opened(Live(page=PAGE)) as say:
            slow = [await say("GET / HTTP/1.1\r\nHo") for _ in range(200)]
            deaf = [await say(GET.format("/map.html")) for _ in range(20)]
            waits = [await say(GET.format("/news")) for _ in range(server.MOST_WAITING + 5)]
            assert (await all_of(await say(GET.format("/map.html")))).endswith(PAGE)
            assert await all_of(slow[0]) == b""
            first = await all_of(waits[0])  # the oldest that waits makes room
            assert b"event-stream" in first or first == b""
            await asyncio.sleep(1.2)
            assert len(await all_of(deaf[0])) < len(PAGE)

    to_its_end(scenario())


def test_more_connections_than_there_is_room_for_are_closed(monkeypatch):
    monkeypatch.setattr(server, "MOST", 3)
    monkeypatch.setattr(server, "HEAD_S", 0.3)

    async def scenario():
        async with opened(Live(page=b"a map")) as say:
            held = [await say("GET") for _ in range(3)]
            assert await all_of(await say(GET.format("/map.html"))) == b""
            assert await all_of(held[2]) == b""
            assert b"a map" in await all_of(await say(GET.format("/map.html")))

    to_its_end(scenario())


def test_who_waits_hears_of_each_change_and_of_nothing_else(monkeypatch):
    monkeypatch.setattr(server, "_BEAT_S", 0.05)

    async def scenario():
        live = Live()
        async with opened(live) as say:
            told = await say(GET.format("/news"))
            await told.readuntil(b"\r\n\r\n")
            assert b'"version": 0' in await told.readuntil(b"\n\n")
            assert await told.readuntil(b"\n\n") == b":\n\n"
            live.tell(replace(live.shown, rows="read 2"), b"a page")
            said = b""
            while b"data" not in said:
                said = await told.readuntil(b"\n\n")
            assert b'"version": 1' in said
            assert b'"rows": "read 2"' in said

    to_its_end(scenario())


def test_the_same_page_is_no_new_version():
    live = Live()
    live.tell(live.shown, b"a page")
    live.tell(replace(live.shown, error="broken"), b"a page")
    live.tell(live.shown)
    assert (live.shown.version, live.shown.error, live.page) == (1, "broken", b"a page")
