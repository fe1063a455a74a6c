"""Packed files: `.gz`, and a `.zip` that holds one file of data, opened in memory within limits."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

#: Below this many bytes no ratio is asked for: a small file of one repeated line packs very well.
_SMALL = 1_000_000
#: What the zipfile module raises on a broken or locked archive.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
               ValueError, IndexError, KeyError, NotImplementedError, RuntimeError)
_CHUNK = 1 << 20
_DATA = (".csv", ".tsv", ".txt", ".json", ".geojson", ".kml", ".parquet")
_WORKBOOK = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def unpacked(content: bytes, name: str) -> bytes:
    """Return the content of a packed file; what is not packed is returned as it is.

    A workbook (`.xlsx`, `.ods`) is a zip of its own kind: it stays packed, but must keep to the
    same limits.

    Raises
    ------
    EventsError
        When the file is broken, holds several files of data, or is larger than the limits
        `unpacked_bytes` and `unpacked_ratio` allow.
    """
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                return _whole(stream, len(content), name)
        except (OSError, EOFError, zlib.error) as error:
            raise EventsError(f"{name}: broken gzip: {error}. Is the file complete?") from error
    if content.startswith(b"PK\x03\x04"):
        try:
            return _from_zip(content, name)
        except _BROKEN_ZIP as e:
            raise EventsError(f"{name}: broken or locked zip: {e}. Unpack it first.") from e
    return content


def _most(packed: int) -> int:
    """Return how many bytes may come out of so many packed ones."""
    return min(limits().unpacked_bytes, max(packed * limits().unpacked_ratio, _SMALL))


def check_ratio(size: int, packed: int, name: str) -> None:
    """Refuse a file read in pieces when so many bytes came out of so many packed ones.

    Raises
    ------
    EventsError
        When the limit `unpacked_ratio` is passed.
    """
    most = max(packed * limits().unpacked_ratio, _SMALL)
    if size > most:
        raise EventsError(
            f"{name}: {beyond('unpacked_ratio', f'unpacks to more than {most:,} bytes')}")


def _too_large(limit: int) -> str:
    name = "unpacked_bytes" if limit == limits().unpacked_bytes else "unpacked_ratio"
    return beyond(name, f"unpacks to more than {limit:,} bytes")


def _whole(stream: IO[bytes] | gzip.GzipFile, packed: int, name: str) -> bytes:
    """Return all that a stream gives, stopping at the limits."""
    limit = _most(packed)
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_CHUNK):
        size += len(part)
        if size > limit:
            raise EventsError(f"{name}: {_too_large(limit)}")
        parts.append(part)
    return b"".join(parts)


def _check_workbook(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """Refuse a workbook that is larger than the limits allow."""
    most = _most(packed)
    if sum(entry.file_size for entry in entries) > most:
        raise EventsError(f"{name}: the workbook: {_too_large(most)}")


def _from_zip(content: bytes, name: str) -> bytes:
    """Return the one file of data in a zip, or a workbook as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir()]
        if any(e.filename in _WORKBOOK for e in entries):
            _check_workbook(entries, len(content), name)
            return content
        data = [e for e in entries if PurePosixPath(e.filename).suffix.lower() in _DATA]
        if len(data) != 1:
            raise EventsError(
                f"{name}: the zip holds {len(data)} files of data; one is needed. Unpack it first."
            )
        with archive.open(data[0]) as stream:
            return _whole(stream, len(content), name)
