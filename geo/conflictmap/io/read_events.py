"""Reading events: one file, or a data package with claims and sources beside the events."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.archives import unpacked
from conflictmap.formats.files import check_text, is_file, is_folder, read_bytes, recoded
from conflictmap.formats.records import as_utf8
from conflictmap.formats.sniff import HEADER, Head, head_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import ColumnMapping, mapped_rows, proposal, read_mapping
from conflictmap.io.data_package import package_events
from conflictmap.io.sources import Importer, importer_for, importer_named, is_generic
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError, Problem, printable
from conflictmap.model.provenance import Provenance, provenance_of
from conflictmap.model.resources import bundled
from conflictmap.model.source_terms import with_sources
from conflictmap.places.layer_files import bundled_areas
from conflictmap.places.sectors import SECTORS, sector_area

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events

#: The name of the built-in events: the Karabakh atlas, 1988 to 2025.
ATLAS = "karabakh"

#: Bytes of a text from which on it is read by columns: a smaller one is read before Arrow is there.
TOGETHER = 1_000_000
#: Endings of files that are text: a zero byte in one is a mistake of its own.
_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".json", ".geojson", ".kml"})


def read_events(
    path: str | Path = ATLAS, *, format: str | None = None,  # noqa: A002 - the word users know
    areas: Mapping[str, Any] | None = None, swap_check: bool = True, encoding: str = "",
) -> Events:
    """Return the events of a file, or of the built-in atlas.

    Parameters
    ----------
    path
        A file in any format that a reader knows (see docs/formats.md), plain, `.gz` or in a
        `.zip` of its own; a data package (a folder with `events.csv`, and `claims.csv`,
        `sources.csv`, `statements.csv` where there are any, or its `datapackage.json`); or
        `karabakh` for the built-in atlas. Coordinates are WGS 84, in degrees.
    format
        The reader's name, or the path of a mapping (`.toml`); by default the file's columns
        decide, or a mapping that stands beside it (`mine.csv.toml`).
    areas
        Polygons by id (WGS 84) that the column `where` may name, besides the built-in ones.
    swap_check
        Whether to set aside points that lie in the built-in region only with latitude and
        longitude exchanged, in a file that is about that region. A source that is recognised by
        its columns is not checked: its columns say which is which.
    encoding
        The encoding of a text that is not UTF-8, such as `cp1251`; by default it is refused.

    Returns
    -------
    Events
        Rows that cannot be used are in `problems`, and counted in `accounting`. The terms of
        sources that are known stand in `sources`.

    Raises
    ------
    EventsError
        When the file cannot be read at all.
    """
    known, file = KnownAreas(areas or {}), Path(path)
    if str(path) == ATLAS and format is None and not file.exists():
        return package_events(bundled("layers", "events"), known, swap_check=False)
    if file.name == "datapackage.json":
        file = file.parent
    if is_folder(file):
        return package_events(file, known, swap_check=swap_check)
    return _file_events(path, format, areas=known, swap_check=swap_check, encoding=encoding)


def _file_events(
    path: str | Path, format: str | None, *, areas: KnownAreas, swap_check: bool,  # noqa: A002
    encoding: str,
) -> Events:
    """Return the events of one file, with their terms and where they came from."""
    file = Path(path)
    mapping = mapping_of(path, format)
    named = importer_named(format) if format is not None and mapping is None else None
    asked = _Asked(path=file, mapping=mapping, named=named, areas=areas, swap_check=swap_check)
    found = None if encoding else _streamed(asked)
    if found is None:
        packed = read_bytes(path, error=EventsError)
        content, head = _opened(packed, str(path), encoding)
        reader = asked.reader(head)
        notes: list[Problem] = []
        events = _events(content, head, reader, asked, notes)
        found = replace(
            events, problems=events.problems + tuple(notes),
            provenance=(provenance_of(file.name, packed, rows=events.accounting.read),)), reader
    events, reader = found
    events = replace(
        events, provenance=(*events.provenance, *_mapping_file(mapping)),
        extra={further_name(name): values for name, values in events.extra.items()})
    return with_sources(_with_claims(events, reader))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is to be read, and how."""

    path: Path
    mapping: ColumnMapping | None
    named: Importer | None
    areas: KnownAreas
    swap_check: bool

    def reader(self, head: Head) -> Importer:
        """Return the reader that was named, or fits."""
        reader = self.named or importer_for(head)
        if self.mapping is None and self.named is None:
            check_columns(reader, head)
        return reader

    def options(self, reader: Importer) -> dict[str, Any]:
        """Return how rows become events."""
        return {"stem": _stem(self.path), "areas": self.areas,
                "swap_check": self.swap_check and is_generic(reader)}


def _streamed(asked: _Asked) -> tuple[Events, Importer] | None:
    """Return the events of a large text, read in blocks, and its reader; None of other files."""
    name = str(asked.path)
    if "://" in name or not is_file(asked.path) or asked.path.stat().st_size < TOGETHER:
        return None
    from conflictmap.formats.text_streams import GZIP, checked, text_stream
    from conflictmap.io.text_tables import text_tables
    from conflictmap.io.vector_csv import text_events

    with asked.path.open("rb") as raw:
        packed = raw.read(2) == GZIP
    about = checked(asked.path, packed=packed)
    if not about.is_text:
        return None
    with text_stream(asked.path, packed=packed) as stream:
        head = head_of(stream.read(HEADER), name)
        if head.kind != "text":
            return None
        stream.seek(0)
        reader = asked.reader(head)
        tables = text_tables(stream, head, reader, asked.mapping)
        if tables is None:
            return None
        notes: list[Problem] = []
        events = text_events(tables, notes, **asked.options(reader))
    return replace(events, problems=events.problems + tuple(notes), provenance=(Provenance(
        name=printable(asked.path.name), sha256=about.sha256, bytes=about.bytes,
        rows=events.accounting.read),)), reader


def _opened(packed: bytes, name: str, encoding: str) -> tuple[bytes, Head]:
    """Return the content of a file, not packed and in UTF-8, and what its beginning says."""
    content = unpacked(packed, name)
    if encoding:
        content = recoded(content, encoding, name, error=EventsError)
    head = head_of(content, name)
    texts = not _TEXT_ENDINGS.isdisjoint(s.lower() for s in Path(name).suffixes)
    if texts and head.kind not in {"parquet", "workbook"}:
        check_text(content, name, error=EventsError)
    return content, head


def _with_claims(events: Events, reader: Importer) -> Events:
    """Return the events with the claims that a reader finds in its own columns."""
    claims = getattr(reader, "claims", None)
    return replace(events, claims=claims(events)) if claims else events


def _events(
    content: bytes, head: Head, reader: Importer, asked: _Asked, notes: list[Problem]
) -> Events:
    """Return the events of a file's content: by columns where that can be, else row by row."""
    options, mapping = asked.options(reader), asked.mapping

    def rows(content: bytes) -> Iterator[Row]:
        found = (mapped_rows(content, head.name, mapping) if mapping
                 else reader.rows(content, head.name))
        return only_rows(found, notes, head.name)

    if head.kind == "text" and len(content) >= TOGETHER:
        from conflictmap.io.text_tables import text_tables
        from conflictmap.io.vector_csv import text_events

        content, said = as_utf8(content, head.name, _encoding(reader, mapping, head))
        tables = text_tables(io.BytesIO(content), head, reader, mapping)
        if tables is not None:
            notes += said
            return text_events(tables, notes, **options)
    if reader.NAME == "parquet" and mapping is None:
        from conflictmap.io.vector_parquet import parquet_events

        events = parquet_events(content, head.name, rows=rows, **options)
        if events is not None:
            return events
    return events_of(rows(content), file=head.name, **options)


def _encoding(reader: Importer, mapping: ColumnMapping | None, head: Head) -> str | None:
    """Return the encoding that a source's texts may be in besides UTF-8."""
    if mapping is not None:
        return None if mapping.encoding == "utf-8" else mapping.encoding
    source = getattr(reader, "source", None)
    return source(head.name).encoding if source else None


def mapping_of(path: str | Path, format: str | None) -> ColumnMapping | None:  # noqa: A002
    """Return the mapping that is named as the format, or stands beside the file."""
    if format is not None:
        return read_mapping(format) if format.endswith(".toml") else None
    beside = Path(f"{path}.toml")
    return read_mapping(beside) if is_file(beside) else None


def _mapping_file(mapping: ColumnMapping | None) -> tuple[Provenance, ...]:
    """Return where the mapping came from: it says what the rows mean."""
    if mapping is None or not mapping.file:
        return ()
    content = read_bytes(mapping.file, error=EventsError)
    return (provenance_of(Path(mapping.file).name, content, rows=len(mapping.columns)),)


def check_columns(reader: Importer, head: Head) -> None:
    """Refuse a table without the standard columns, with what its columns may mean."""
    if head.kind in {"text", "workbook"} and is_generic(reader) and head.columns:
        lacking = missing_columns(head.columns)
        proposed = proposal(head.columns, head.name) if lacking else ""
        if proposed:
            raise EventsError(f"{head.name}:1: {lacking}{proposed}")


def further_name(name: str) -> str:
    """Return the name of a further column, which no standard one has."""
    return f"source_{name}" if standard_name(name) in STANDARD else name


def _stem(file: Path) -> str:
    """Return the file's name without its ending, and without that of its packing."""
    inner = Path(file.stem) if file.suffix.lower() in {".gz", ".zip"} else file
    return inner.stem


class KnownAreas(dict[str, Any]):
    """Areas by id; the built-in layers are read only when an id is not among the caller's."""

    def __missing__(self, area_id: str) -> Any:
        return sector_area(area_id) if area_id in SECTORS else bundled_areas()[area_id]

    def __iter__(self) -> Iterator[str]:
        return iter({**SECTORS, **bundled_areas(), **dict(self.items())})

    def __contains__(self, area_id: object) -> bool:
        known = area_id in SECTORS or area_id in bundled_areas()
        return super().__contains__(area_id) or known
