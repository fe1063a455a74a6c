"""Packed files: `.gz`, and a `.zip` that holds one file of data, opened in memory within limits."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from itertools import filterfalse
from pathlib import Path, PurePosixPath
from typing import IO

from conflictmap.formats.files import read_bytes
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

#: Below this many bytes no ratio is asked for: a small file of one repeated line packs very well.
_SMALL = 1_000_000
#: What the zipfile module raises on a broken or locked archive.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
               ValueError, IndexError, KeyError, NotImplementedError, RuntimeError)
_CHUNK = 1 << 20
_DATA = frozenset({
    ".csv", ".tsv", ".tab", ".txt", ".json", ".geojson", ".topojson", ".ndjson", ".jsonl", ".kml",
    ".gpx", ".parquet", ".geoparquet", ".feather", ".arrow", ".xlsx", ".xlsm", ".xlsb", ".xls",
    ".ods", ".gpkg", ".sqlite", ".db", ".fgb"})
#: Files beside the data in many archives: they are data only where nothing else is.
_BESIDE = frozenset({".txt"})
#: What belongs to a shapefile.
SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")
#: Members that make a zip a workbook.
WORKBOOK = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def unpacked(content: bytes, name: str, *, sheet: str = "") -> bytes:
    """Return the content of a packed file; what is not packed is returned as it is.

    A workbook (`.xlsx`, `.ods`) and a shapefile are zips of their own kind: they stay packed, but
    must keep to the same limits. Of several files of data SHEET names the one that is meant.

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
            return _from_zip(content, name, sheet)
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


def _check_whole(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """Refuse a workbook or shapefile that is larger than the limits allow."""
    most = _most(packed)
    if sum(entry.file_size for entry in entries) > most:
        raise EventsError(f"{name}: the workbook: {_too_large(most)}")


def shapefile_zip(path: Path) -> bytes:
    """Return a shapefile and the files that belong to it, in the same folder, as a zip.

    Raises
    ------
    EventsError
        When one of them cannot be read.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for ending in SHAPEFILE:
            part = next((p for p in (path.with_suffix(ending), path.with_suffix(ending.upper()))
                         if p.is_file()), None)
            if part is not None:
                archive.writestr(f"{path.stem}{ending}", read_bytes(part, error=EventsError))
    return stream.getvalue()


def members(content: bytes) -> list[str]:
    """Return the names of the files in a zip; none when it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except _BROKEN_ZIP:
        return []


def taken(content: bytes, member: str, name: str) -> bytes:
    """Return one file of a zip.

    Raises
    ------
    EventsError
        When the zip is broken or locked, or the file is larger than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as stream:
            return _whole(stream, len(content), name)
    except _BROKEN_ZIP as e:
        raise EventsError(f"{name}: broken or locked zip: {e}. Unpack it first.") from e


def _from_zip(content: bytes, name: str, sheet: str) -> bytes:
    """Return the one file of data in a zip; a workbook or shapefile as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries if not entry.is_dir()]
    if not WORKBOOK.isdisjoint(names) or ".shp" in map(_ending, names):
        _check_whole(entries, len(content), name)
        return content
    return taken(content, _one(names, name, sheet), name)


def _one(members: list[str], name: str, sheet: str) -> str:
    """Return the file of data that is meant: the named one, or the only one."""
    data = list(filter(_is_data, members))
    named = [m for m in data if sheet and sheet in {m, PurePosixPath(m).name}]
    main = named or list(filterfalse(_is_beside, data)) or data
    if len(main) != 1:
        said = f": {', '.join(main)}. Name one with --sheet." if main else ". Unpack it first."
        raise EventsError(
            f"{name}: the zip holds {len(main)} files of data; one is needed{said}")
    return main[0]


def _is_data(member: str) -> bool:
    return _ending(member) in _DATA and not member.startswith("__MACOSX/")


def _is_beside(member: str) -> bool:
    return _ending(member) in _BESIDE


def _ending(member: str) -> str:
    return PurePosixPath(member).suffix.lower()
