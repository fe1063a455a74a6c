"""Reading events: one file, or a data package with claims and sources beside the events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.archives import shapefile_zip
from conflictmap.formats.files import STANDARD_INPUT, is_file, is_folder, read_bytes
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import ColumnMapping, mapped_rows, proposal, read_mapping
from conflictmap.io.data_package import package_events
from conflictmap.io.open_table import Opened, open_table
from conflictmap.io.sources import Importer, importer_named, is_generic
from conflictmap.io.vector_csv import table_events
from conflictmap.io.vector_parquet import parquet_events
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.provenance import Provenance, provenance_of
from conflictmap.model.resources import bundled
from conflictmap.model.source_terms import with_sources
from conflictmap.places.layer_files import bundled_areas
from conflictmap.places.sectors import SECTORS, sector_area

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events

#: The name of the built-in events: the Karabakh atlas, 1988 to 2025.
ATLAS = "karabakh"


def read_events(
    path: str | Path = ATLAS, *, format: str | None = None,  # noqa: A002 - the word users know
    areas: Mapping[str, Any] | None = None, swap_check: bool = True, encoding: str = "",
    sheet: str = "",
) -> Events:
    """Return the events of a file, or of the built-in atlas.

    Parameters
    ----------
    path
        A file in any format that a reader knows (see docs/formats.md), plain, `.gz` or in a
        `.zip` of its own; `-` for standard input; a data package (a folder with `events.csv`, and
        `claims.csv`, `sources.csv`, `statements.csv` where there are any, or its
        `datapackage.json`); or `karabakh` for the built-in atlas. Coordinates are WGS 84, in
        degrees.
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
        The encoding of a text that is not UTF-8, such as `cp1251`; by default it is found by the
        letters of the text, and listed.
    sheet
        The sheet of a workbook, the layer, table or member of another container, or the file in a
        zip; by default the one that holds events, by its content.

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
    return _file_events(
        path, format, areas=known, swap_check=swap_check, encoding=encoding, sheet=sheet)


def _file_events(
    path: str | Path, format: str | None, *, areas: KnownAreas, swap_check: bool,  # noqa: A002
    encoding: str, sheet: str,
) -> Events:
    """Return the events of one file, with their terms and where they came from."""
    file = _named(path)
    mapping = mapping_of(path, format)
    named = None if format is None or mapping else importer_named(format)
    packed = _content(path)
    headers = mapping.headers if mapping else ()
    found = open_table(
        packed, str(file), encoding=encoding, sheet=sheet, reader=named, columns=headers)
    reader = found.reader
    if not headers and named is None:
        check_columns(reader, found.head)
    notes = list(found.remarks)
    events = _events(found, mapping, notes, stem=_stem(file), areas=areas,
                     swap_check=swap_check and is_generic(reader))
    events = replace(
        events, problems=events.problems + tuple(notes),
        extra={further_name(name): values for name, values in events.extra.items()},
        provenance=(_provenance(file.name, packed, events), *_mapping_file(mapping)),
    )
    return with_sources(_with_claims(events, reader))


def _content(path: str | Path) -> bytes:
    """Return the content of a file; a shapefile comes with its parts, as a zip."""
    content = read_bytes(path, error=EventsError)
    return shapefile_zip(Path(path)) if str(path).lower().endswith(".shp") else content


def _named(path: str | Path) -> Path:
    """Return the path of a file as messages name it."""
    return Path("standard input" if str(path) == STANDARD_INPUT else path)


def _with_claims(events: Events, reader: Importer) -> Events:
    """Return the events with the claims that a reader finds in its own columns."""
    claims = getattr(reader, "claims", None)
    return replace(events, claims=claims(events)) if claims else events


def _events(
    found: Opened, mapping: ColumnMapping | None, notes: list[Problem], *, stem: str,
    areas: Mapping[str, Any], swap_check: bool,
) -> Events:
    """Return the events of a file: by columns where that can be, else row by row."""
    name, reader = found.head.name, found.reader

    def rows(content: bytes | Table) -> Iterator[Row]:
        given = mapped_rows(content, name, mapping) if mapping else reader.rows(content, name)
        return only_rows(given, notes, name)

    if isinstance(found.content, bytes) and mapping is None:
        if reader.NAME == "csv":
            return table_events(
                found.content, name, stem=stem, areas=areas, swap_check=swap_check)
        if reader.NAME == "parquet":
            events = parquet_events(
                found.content, name, stem=stem, rows=rows, areas=areas, swap_check=swap_check)
            if events is not None:
                return events
    return events_of(
        rows(found.content), file=name, stem=stem, areas=areas, swap_check=swap_check)


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
    if head.kind in {"text", "workbook", "table"} and is_generic(reader) and head.columns:
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


def _provenance(name: str, content: bytes, events: Events) -> Provenance:
    return provenance_of(name, content, rows=events.accounting.read)
