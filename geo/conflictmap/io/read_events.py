"""Reading events: one file, or a data package with claims and sources beside the events."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.archives import shapefile_zip
from conflictmap.formats.files import STANDARD_INPUT, is_file, is_folder, read_bytes
from conflictmap.io.any_table import Asked
from conflictmap.io.open_table import open_table
from conflictmap.io.opened_events import opened_events
from conflictmap.io.sources import Importer, importer_named, is_generic
from conflictmap.io.streamed_events import streamed_events
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError
from conflictmap.model.events import Events
from conflictmap.model.lazy_columns import renamed
from conflictmap.model.provenance import Provenance, provenance_of
from conflictmap.model.resources import bundled
from conflictmap.model.source_terms import with_sources
from conflictmap.places.sectors import KnownAreas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conflictmap.formats.sniff import Head
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.io.meaning.plan import Plan
    from conflictmap.model.errors import Problem

#: The name of the built-in events: the Karabakh atlas, 1988 to 2025.
ATLAS = "karabakh"


def read_events(
    path: Any = ATLAS, *, format: str | None = None,  # noqa: A002 - the word users know
    areas: Mapping[str, Any] | None = None, swap_check: bool = True, encoding: str = "",
    sheet: str = "", strict: bool = False,
    columns: Mapping[str, str | tuple[str, ...]] | None = None, gazetteer: str | Path = "",
    write_mapping: str | Path = "", ask: Callable[[Plan], Mapping[str, str]] | None = None,
    points_as_given: bool = False, further: Iterable[str] | None = None,
) -> Events:
    """Return the events of a file, or of the built-in atlas.

    Parameters
    ----------
    path
        A file in any format that a reader knows (see docs/formats.md), plain, `.gz` or in a
        `.zip` of its own; `-` for standard input; a data package (a folder with `events.csv`, and
        `claims.csv`, `sources.csv`, `statements.csv` where there are any, or its
        `datapackage.json`); or `karabakh` for the built-in atlas. Coordinates are WGS 84, in
        degrees. Or a table in memory, as `events_from_frame` takes it; `Events` are returned as
        they are.
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
    further
        Names of the further columns that are needed of a known source's table (UCDP has 44), by
        default all. Others may be left out: a large text is then read faster. Where no event has
        a date all are there.

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
    known = KnownAreas(areas or {})
    asked = Asked(strict=strict, columns=columns or {}, gazetteer=str(gazetteer),
                  write_mapping=str(write_mapping), ask=ask,
                  further=None if further is None else frozenset(further))
    if not isinstance(path, (str, PathLike)):
        return _from_memory(path, known, format, encoding, asked)
    package = _package_events(path, format, known, swap_check=swap_check)
    if package is not None:
        return package
    found = _needed_events(str(path), format, asked, areas=known, swap_check=swap_check,
                           encoding=encoding, sheet=sheet)
    return _as_given(found) if points_as_given else found


def _package_events(
    path: str | PathLike[str], format: str | None, areas: KnownAreas, *,  # noqa: A002
    swap_check: bool,
) -> Events | None:
    """Return the events of a data package, or the built-in ones; None of any other path."""
    file = Path(path)
    is_atlas = str(path) == ATLAS and format is None and not file.exists()
    folder = file.parent if file.name == "datapackage.json" else file
    if not is_atlas and not is_folder(folder):
        return None
    from conflictmap.io.data_package import package_events

    if is_atlas:
        return package_events(bundled("layers", "events"), areas, swap_check=False)
    return package_events(folder, areas, swap_check=swap_check)


def _as_given(events: Events) -> Events:
    """Return events with their points as they stand, where their file does not say how precise."""
    from conflictmap.io.given_points import points_as_given

    return points_as_given(events)


def _from_memory(
    table: Any, areas: KnownAreas, format: str | None, encoding: str, asked: Asked  # noqa: A002
) -> Events:
    """Return `Events`, or those of a table in memory, which has neither format nor encoding."""
    if isinstance(table, Events):
        return table
    from conflictmap.io.frame_events import frame_events

    if format is not None or encoding:
        raise EventsError(f"{type(table).__name__}: format and encoding are those of files.")
    return frame_events(table, asked, areas=areas)


def _needed_events(path: str, format: str | None, asked: Asked, **options: Any) -> Events:  # noqa: A002
    """Return the events of one file with the columns that are needed."""
    found = _file_events(path, format, asked, **options)
    if asked.further is None or not len(found) or found.dated.any():
        return found
    # Another column may look like the date.
    return _file_events(path, format, replace(asked, further=None), **options)


def _file_events(
    path: str, format: str | None, asked: Asked, *, areas: KnownAreas,  # noqa: A002
    swap_check: bool, encoding: str, sheet: str,
) -> Events:
    """Return the events of one file, with their terms and where they came from."""
    file = _named(path)
    mapping = mapping_of(path, format)
    named = None if format is None or mapping else importer_named(format)
    notes: list[Problem] = []
    options: dict[str, Any] = {"stem": _stem(file), "areas": areas, "swap_check": swap_check}
    found = None if encoding or sheet else streamed_events(
        Path(path), named, mapping, asked, notes, **options)
    if found is None:
        found = _whole(path, named, mapping, asked, notes, encoding=encoding, sheet=sheet,
                       **options)
    events, reader = found
    events = replace(
        events, problems=events.problems + tuple(notes),
        extra=renamed(events.extra, further_name),
        provenance=(*events.provenance, *_mapping_file(mapping)),
    )
    return with_sources(events if asked.columns else _with_claims(events, reader))


def _whole(
    path: str, named: Importer | None, mapping: ColumnMapping | None, asked: Asked,
    notes: list[Problem], *, encoding: str, sheet: str, **options: Any,
) -> tuple[Events, Importer]:
    """Return the events of a file that is read whole, and its reader."""
    file = _named(path)
    packed = _content(path)
    found = open_table(packed, str(file), encoding=encoding or stated_encoding(mapping),
                       sheet=sheet, reader=named, columns=mapping.headers if mapping else ())
    reader = found.reader
    if asked.strict and mapping is None and named is None:
        check_columns(reader, found.head)
    notes += found.remarks
    options["swap_check"] = options["swap_check"] and is_generic(reader)
    events = opened_events(found, mapping, asked, notes, **options)
    origin = provenance_of(file.name, packed, rows=events.accounting.read)
    return replace(events, provenance=(origin,)), reader


def stated_encoding(mapping: ColumnMapping | None) -> str:
    """Return the encoding that a mapping states; nothing for UTF-8."""
    return "" if mapping is None or mapping.encoding == "utf-8" else mapping.encoding


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


def mapping_of(path: str | Path, format: str | None) -> ColumnMapping | None:  # noqa: A002
    """Return the mapping that is named as the format, or stands beside the file."""
    beside = Path(f"{path}.toml")
    if not (is_file(beside) if format is None else format.endswith(".toml")):
        return None
    from conflictmap.io.column_mapping import read_mapping

    return read_mapping(beside if format is None else format)


def _mapping_file(mapping: ColumnMapping | None) -> tuple[Provenance, ...]:
    """Return where the mapping came from: it says what the rows mean."""
    if mapping is None or not mapping.file:
        return ()
    content = read_bytes(mapping.file, error=EventsError)
    return (provenance_of(Path(mapping.file).name, content, rows=len(mapping.columns)),)


def check_columns(reader: Importer, head: Head) -> None:
    """Refuse a table without the standard columns, where it is read strictly or in pieces."""
    if head.kind in {"text", "workbook", "table"} and is_generic(reader) and head.columns:
        lacking = missing_columns(head.columns)
        if lacking and _mean_anything(head.columns):
            raise EventsError(
                f"{head.name}:1: {lacking} Read without --strict, columns may have any names; a"
                f" mapping beside the file ({Path(head.name).name}.toml) says what they mean.")


def _mean_anything(headers: Iterable[str]) -> bool:
    """Return whether a header may mean a standard column."""
    from conflictmap.io.meaning.names import meanings_of

    return any(map(meanings_of, headers))


def further_name(name: str) -> str:
    """Return the name of a further column, which no standard one has."""
    return f"source_{name}" if standard_name(name) in STANDARD else name


def _stem(file: Path) -> str:
    """Return the file's name without its ending, and without that of its packing."""
    inner = Path(file.stem) if file.suffix.lower() in {".gz", ".zip"} else file
    return inner.stem
