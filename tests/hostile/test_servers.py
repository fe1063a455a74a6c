"""`fetch` at servers that break off, lie, crawl or never end: a sentence, and no wrong file."""

from __future__ import annotations

import hashlib
import itertools
import socket
import threading
import time
from contextlib import suppress

import pytest

import conflictmap as cm
from conflictmap.io import fetch
from conflictmap.model.errors import FetchError

pytest.importorskip("pooch")

CONTENT = bytes(range(256)) * 200
HASH = hashlib.sha256(CONTENT).hexdigest()
NAME = "ged261-csv.zip"
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


class Server:
    """Answers each connection on the loopback with the next of ANSWERS; the last one stays.

    An answer gives pieces: bytes, or a number, which is a pause in seconds.
    """

    def __init__(self, *answers):
        self.asked, self._stop = [], threading.Event()
        self._left = itertools.chain(answers, itertools.repeat(answers[-1]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self):
        with suppress(OSError):  # the socket is closed at the end
            while not self._stop.is_set():
                connection, _ = self._listening.accept()
                with connection, suppress(OSError):  # the reader may have had enough
                    self.asked.append(connection.recv(65536))
                    self._say(connection, next(self._left)())

    def _say(self, connection, pieces):
        for piece in pieces:
            if self._stop.is_set():
                return
            if isinstance(piece, bytes):
                connection.sendall(piece)
            else:
                time.sleep(piece)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


def just(*pieces):
    return lambda: iter(pieces)


def whole(content=CONTENT, length=None):
    return just(OK + f"Content-Length: {length or len(content)}\r\n\r\n".encode(), content)


def fetched(folder, address):
    return cm.fetch("ucdp-ged", folder=folder, sha256=HASH, mirror=address)[0]


@pytest.fixture
def short(monkeypatch):
    """Let a minute be half a second, and a gigabyte a megabyte."""
    monkeypatch.setattr(fetch, "_TIMEOUT_S", 0.5)
    monkeypatch.setattr(fetch, "MAX_BYTES", 1_000_000)


ENDLESS = OK + b"\r\n"
BAD = {
    "says nothing": (just(), "goes on where it stopped"),
    "hangs": (just(1.5), "timed out"),
    "no HTTP": (just(b"hello\r\n\r\n"), "hello"),
    "a line without end": (just(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000), "header line"),
    "headers without end": (
        lambda: itertools.chain([OK], (b"X-%d: y\r\n" % i for i in range(100_000))), "headers"),
    "hangs in the headers": (just(OK, 1.5), "timed out"),
    "hangs in the body": (just(OK + b"Content-Length: 9999\r\n\r\nabc", 1.5), "timed out"),
    "a byte now and then": (
        lambda: itertools.chain([ENDLESS], itertools.cycle([b"a", 0.02])), "bytes came in 0.5 s"),
    "without end": (lambda: itertools.chain([ENDLESS], itertools.repeat(b"a" * 65536)),
                    "more than 1,000,000 bytes. It was not kept"),
    "breaks off": (whole(CONTENT[:5000], len(CONTENT)), "broke off after 5,000 of 51,200 bytes"),
    "another file": (whole(b"b" * len(CONTENT)), "not the expected file"),
    "half, said to be all": (whole(CONTENT[:9000]), "not the expected file"),
    "a length that is none": (
        just(OK + b"Content-Length: many\r\n\r\n" + CONTENT[:77]), "not the expected file"),
    "a part nobody asked for": (
        just(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n\r\nabc"),
        "not the expected file"),
    "colours for a terminal": (
        just(b"HTTP/1.1 404 \x1b[31mNo\x07\r\nContent-Length: 0\r\n\r\n"), "31mNo"),
    "a circle": (just(b"HTTP/1.1 302 Found\r\nLocation: /ged261-csv.zip\r\n\r\n"), "redirect"),
    "to a file of this machine": (
        just(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"), "not allowed|Found"),
    "broken": (just(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"), "Oh"),
    "chunks that are none": (
        just(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"), "goes on where it stopped"),
}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("kind", list(BAD))
def test_a_bad_server_gives_a_sentence_and_no_file_and_a_good_one_after_it_the_file(tmp_path, kind):
    answer, said = BAD[kind]
    with Server(answer) as bad, pytest.raises(FetchError, match=said) as raised:
        fetched(tmp_path, bad.address)
    assert str(raised.value).isprintable()
    assert {path.name for path in tmp_path.iterdir()} <= {f"{NAME}.part"}
    # A part that is wrong is not kept either: the second try begins anew.
    with Server(whole()) as good:
        with suppress(FetchError):
            fetched(tmp_path, good.address)
        assert fetched(tmp_path, good.address).read_bytes() == CONTENT
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


@pytest.mark.usefixtures("short")
def test_a_server_that_gives_the_wrong_rest_makes_no_wrong_file(tmp_path):
    rest = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 46200\r\n\r\n"
    broken, wrong = whole(CONTENT[:5000], len(CONTENT)), just(rest, CONTENT[1:46_201])
    with Server(broken, wrong, whole()) as one:
        for said in ("broke off", "not the expected file"):
            with pytest.raises(FetchError, match=said):
                fetched(tmp_path, one.address)
        assert fetched(tmp_path, one.address).read_bytes() == CONTENT
    assert [b"Range: bytes=5000-" in asked for asked in one.asked] == [False, True, False]
