"""A file in one pass: its hash, and whether all of it is text, wherever the bad byte stands."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from conflictmap.formats.text_streams import checked, text_stream

CHUNK = 1 << 20


@pytest.mark.parametrize(("content", "is_text"), [
    (b"", True), (b"a", True), ("ա".encode(), True), (b"\0", False), (b"a\0", False),
    (b"\xff", False), ("ա".encode()[:1], False),
    (b"a" * (CHUNK - 1) + "ա".encode(), True), (b"a" * (CHUNK - 1) + "ա".encode()[:1], False),
    (b"a" * CHUNK + b"\0", False), (b"\0" + b"a" * CHUNK, False), (b"\xff" + b"a" * CHUNK, False),
    (b"a" * CHUNK + b"\xff", False)], ids=range(13))
def test_text_is_sound_to_its_last_byte(tmp_path, content, is_text):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    found = checked(path, packed=False)
    assert (found.is_text, found.bytes) == (is_text, len(content))
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert checked(path, packed=True).is_text is True, "of a pack nothing is said"


def test_a_text_reads_alike_plain_and_packed(tmp_path):
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes(b"id,date\n" * 50)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for path in (plain, packed):
        with text_stream(path, packed=path is packed) as stream:
            assert stream.read(8) == b"id,date\n"
            assert stream.seek(0) == 0
            assert stream.read() == plain.read_bytes()
