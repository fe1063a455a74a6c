"""A file in one pass: its hash, and whether all of it is text, wherever the bad byte stands."""

from __future__ import annotations

import gzip
import hashlib

import pytest

import conflictmap as cm
from conflictmap.formats.encodings import as_utf8
from conflictmap.formats.text_streams import checked, encoding_found, text_stream

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


@pytest.mark.parametrize("packed", [False, True])
def test_a_text_in_another_encoding_reads_as_utf8_from_any_byte(tmp_path, packed):
    text = "Дата;Место\n" + "".join(
        f"{i % 28 + 1:02}.09.2022;Лачин {i * 7919 % 99991}\n" for i in range(70_000))
    content = text.encode("cp1251")
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert encoding_found(path, "a.csv", packed=packed) == ("cp1251", as_utf8(content, "a.csv")[1])
    with text_stream(path, packed=packed, encoding="cp1251") as stream:
        assert stream.read(9).decode() == "Дата;"
        assert stream.seek(1_900_000) == 1_900_000
        assert stream.read() == text.encode()[1_900_000:]


def test_the_first_byte_that_is_not_of_an_encoding_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\r\n" * CHUNK + b"b\x81")
    for encoding, said in (("cp1252", rf"a\.csv:{CHUNK + 1}: byte {3 * CHUNK + 1} is not cp1252"),
                           ("klingon", "no encoding is called 'klingon'")):
        with (pytest.raises(cm.EventsError, match=said),
              text_stream(path, packed=False, encoding=encoding) as stream):
            stream.read()
