"""Reading events: one file, or a data package with claims and sources beside the events."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.archives import unpacked
from conflictmap.formats.files import check_text, is_file, is_folder, read_bytes, recoded
from conflictmap.formats.sniff import Head, head_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import (
    Asked,
    ColumnMapping,
    are_ours,
    mapped_rows,
    needs_more,
    read_mapping,
)
from conflictmap.io.data_package import package_events
from conflictmap.io.sources import (
    Importer,
    container_reader,
    importer_for,
    importer_named,
    is_generic,
)
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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conflictmap.io.meaning.plan import Plan
    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events

#: The name of the built-in events: the Karabakh atlas, 1988 to 2025.
ATLAS = "karabakh"

#: Endings of files that are text: a zero byte in one is a mistake of its own.
_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".json", ".geojson", ".kml"})


def read_events(
    path: str | Path = ATLAS, *, format: str | None = None,  # noqa: A002 - the word users know
    areas: Mapping[str, Any] | None = None, swap_check: bool = True, encoding: str = "",
    strict: bool = False, columns: Mapping[str, str | tuple[str, ...]] | None = None,
    gazetteer: str | Path = "", write_mapping: str | Path = "",
    ask: Callable[[Plan], Mapping[str, str]] | None = None, points_as_given: bool = False,
) -> Events:
    """Return the events of a file, or of the built-in atlas.

    The columns of a table may have any names: what they mean is found by their words, in some 25
    languages, and by their cells, and said in `reading`. A cell that cannot be used is lost, and
    listed; its row is kept.

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
    strict
        Whether only the standard columns are read, and a row with a cell that cannot be used is set
        aside. Data packages and the files of known sources are always read so.
    columns
        Which column means what: a standard column, or `date_start`, `date_end`, `year`, `month`,
        `day`, `latlon`, `lonlat`, `wkt`, to the name of a column; `crs` to the CRS of coordinates
        in metres. What is not named is found.
    gazetteer
        A CSV of places (name, lat, lon, error) that is asked before the built-in gazetteer for
        rows without coordinates.
    write_mapping
        A TOML file to write: what the columns of a table were taken for.
    ask
        Called with the plan of a table where a column is only a guess; returns columns by meaning.
    points_as_given
        Whether points of UCDP whose file does not say how precise they are (`where_prec`) are taken
        as they stand; by default such an event is somewhere within 25 km.

    Returns
    -------
    Events
        Rows that cannot be used, and cells that were lost, are in `problems`; `accounting` counts
        the rows. The terms of sources that are known stand in `sources`.

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
    asked = Asked(strict=strict, columns=columns or {}, gazetteer=str(gazetteer),
                  write_mapping=str(write_mapping), ask=ask, points_as_given=points_as_given)
    return _file_events(
        path, format, asked, areas=known, swap_check=swap_check, encoding=encoding)


def _file_events(
    path: str | Path, format: str | None, asked: Asked, *, areas: KnownAreas,  # noqa: A002
    swap_check: bool, encoding: str,
) -> Events:
    """Return the events of one file, with their terms and where they came from."""
    file = Path(path)
    mapping = mapping_of(path, format)
    named = _named(format, mapping)
    packed = read_bytes(path, error=EventsError)
    content, head = _opened(packed, str(path), encoding)
    reader = named or importer_for(head)
    if asked.columns and named is None:
        reader = container_reader(head) or reader
    notes: list[Problem] = []
    options: dict[str, Any] = {"stem": _stem(file), "areas": areas,
                               "swap_check": swap_check and is_generic(reader)}
    strictly = partial(_events, content, head, reader, mapping, notes,
                       checked=named is not None, **options)
    events = strictly() if _is_strict(asked, mapping, reader) else _loosely(
        content, head, mapping, asked, notes, strictly=strictly, **options)
    return _finished(events, notes, reader, asked, (
        _provenance(file.name, packed, events), *_mapping_file(mapping)))


def _named(name: str | None, mapping: ColumnMapping | None) -> Importer | None:
    return None if name is None or mapping is not None else importer_named(name)


def _is_strict(asked: Asked, mapping: ColumnMapping | None, reader: Importer) -> bool:
    """Return whether a file is read under the standard columns alone, or by its source's rules."""
    return asked.strict or not (mapping or is_generic(reader))


def _finished(
    events: Events, notes: Sequence[Problem], reader: Importer, asked: Asked,
    provenance: tuple[Provenance, ...],
) -> Events:
    """Return the events with what was said of the file, their claims, terms and origin."""
    events = replace(
        events, problems=events.problems + tuple(notes),
        extra={further_name(name): values for name, values in events.extra.items()},
        provenance=provenance,
    )
    return with_sources(_with_claims(_as_given(events, asked), reader))


def _as_given(events: Events, asked: Asked) -> Events:
    """Return the events; points of no stated precision as they stand, if that was asked."""
    if not asked.points_as_given:
        return events
    from conflictmap.io.given_points import points_as_given

    return points_as_given(events)


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


def _loosely(
    content: bytes, head: Head, mapping: ColumnMapping | None, asked: Asked, notes: list[Problem],
    *, strictly: Callable[[], Events], **options: Any,
) -> Events:
    """Return the events of a table by what its columns mean; one of ours needs nothing of it."""
    if not (mapping or asked.columns or head.kind == "json") and are_ours(head.columns):
        events = strictly()
        if not needs_more(events):
            return events
        notes.clear()
    from conflictmap.io.any_file import any_events, mapped_events

    if mapping is not None:
        return mapped_events(content, head.name, mapping, asked, **options)
    return any_events(content, head, asked, notes, strictly, **options)


def _events(
    content: bytes, head: Head, reader: Importer, mapping: ColumnMapping | None,
    notes: list[Problem], *, stem: str, areas: Mapping[str, Any], swap_check: bool,
    checked: bool = False,
) -> Events:
    """Return the events of a file: by columns where that can be, else row by row."""
    if mapping is None and not checked:
        check_columns(reader, head)
    def rows(content: bytes) -> Iterator[Row]:
        found = (mapped_rows(content, head.name, mapping) if mapping
                 else reader.rows(content, head.name))
        return only_rows(found, notes, head.name)

    if reader.NAME == "csv" and mapping is None:
        return table_events(content, head.name, stem=stem, areas=areas, swap_check=swap_check)
    if reader.NAME == "parquet" and mapping is None:
        events = parquet_events(
            content, head.name, stem=stem, rows=rows, areas=areas, swap_check=swap_check)
        if events is not None:
            return events
    return events_of(
        rows(content), file=head.name, stem=stem, areas=areas, swap_check=swap_check)


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
    """Refuse a table without the standard columns, where it is read strictly or in pieces."""
    if head.kind in {"text", "workbook"} and is_generic(reader) and head.columns:
        lacking = missing_columns(head.columns)
        if lacking and _mean_something(head):
            raise EventsError(
                f"{head.name}:1: {lacking} Read without --strict, columns may have any names; a"
                f" mapping beside the file ({Path(head.name).name}.toml) says what they mean.")


def _mean_something(head: Head) -> bool:
    """Return whether a header is a word for a column of events."""
    from conflictmap.io.meaning.names import meanings_of

    return any(map(meanings_of, head.columns))


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
