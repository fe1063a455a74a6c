"""Reading events: one file, or a data package with claims and sources beside the events."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from conflictmap.errors import EventsError, Problem
from conflictmap.events import Claim, Events, Source, Statement
from conflictmap.files import decoded, read_bytes
from conflictmap.importers import importer_for
from conflictmap.layer_reading import bundled_areas
from conflictmap.provenance import Provenance, provenance_of
from conflictmap.resources import bundled
from conflictmap.rows import events_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.resources.abc import Traversable

#: The name of the built-in events: the Karabakh atlas, 1988 to 2025.
ATLAS = "karabakh"

_T = TypeVar("_T")
_Row = dict[str, str]


def read_events(
    path: str | Path = ATLAS, *, format: str | None = None,  # noqa: A002 - the word users know
    areas: Mapping[str, Any] | None = None, swap_check: bool = True,
) -> Events:
    """Return the events of a file, or of the built-in atlas.

    Parameters
    ----------
    path
        A CSV or GeoJSON file, a data package (a folder with `events.csv`, and `claims.csv`,
        `sources.csv`, `statements.csv` where there are any, or its `datapackage.json`), or
        `karabakh` for the built-in atlas. Coordinates are WGS 84, in degrees.
    format
        The reader's name; by default the file's ending decides.
    areas
        Polygons by id (WGS 84) that the column `where` may name, besides the built-in ones.
    swap_check
        Whether to set aside points that lie in the built-in region only with latitude and
        longitude exchanged, in a file that is about that region.

    Returns
    -------
    Events
        Rows that cannot be used are in `problems`, and counted in `accounting`.

    Raises
    ------
    EventsError
        When the file cannot be read at all.
    """
    known = _Areas(areas or {})
    if str(path) == ATLAS and format is None and not Path(path).exists():
        return _package(bundled("layers", "events"), known, swap_check=False)
    file = Path(path)
    if file.name == "datapackage.json":
        file = file.parent
    if file.is_dir():
        return _package(file, known, swap_check=swap_check)
    reader = importer_for(file, format)
    content = read_bytes(path, error=EventsError)
    name = str(path)
    events = events_of(
        reader.rows(content, name), file=name, stem=file.stem, areas=known, swap_check=swap_check
    )
    return replace(events, provenance=(_provenance(file.name, content, events),))


class _Areas(dict[str, Any]):
    """Areas by id; the built-in layers are read only when an id is not among the caller's."""

    def __missing__(self, area_id: str) -> Any:
        return bundled_areas()[area_id]

    def __iter__(self) -> Iterator[str]:
        return iter({**bundled_areas(), **dict(self.items())})

    def __contains__(self, area_id: object) -> bool:
        return super().__contains__(area_id) or area_id in bundled_areas()


def _provenance(name: str, content: bytes, events: Events) -> Provenance:
    return provenance_of(name, content, rows=events.accounting.read)


def _package(folder: Path | Traversable, areas: Mapping[str, Any], *, swap_check: bool) -> Events:
    """Return the events of a data package, with what stands beside them."""
    texts = {
        name: (folder / f"{name}.csv").read_bytes()
        for name in ("events", "claims", "sources", "statements")
        if (folder / f"{name}.csv").is_file()
    }
    if "events" not in texts:
        raise EventsError(f"{folder}: no events.csv in this folder. Is it a data package?")
    reader = importer_for(Path("events.csv"), None)
    events = events_of(
        reader.rows(texts["events"], "events.csv"), file="events.csv", stem="events", areas=areas,
        swap_check=swap_check,
    )
    problems: list[Problem] = []
    claims = _rows_of(texts, "claims", _claim, problems)
    known = set(events.ids)
    for number, claim in enumerate(claims, start=1):
        if claim.event_id not in known:
            problems.append(Problem(
                file="claims.csv", place=f"row {number}", field="event_id", value=claim.event_id,
                reason="no event has this id", fix="Mend the id.", level="warning",
            ))
    return replace(
        events,
        claims=claims,
        sources={s.id: s for s in _rows_of(texts, "sources", lambda r: Source(**r), problems)},
        statements=_rows_of(texts, "statements", lambda r: Statement(**r), problems),
        problems=events.problems + tuple(problems),
        provenance=tuple(
            provenance_of(f"{name}.csv", content, rows=_count(content))
            for name, content in texts.items()
        ),
    )


def _count(content: bytes) -> int:
    """Return how many rows a table holds below its header."""
    text = content.decode("utf-8-sig", "replace")
    return max(0, sum(1 for cells in csv.reader(io.StringIO(text)) if cells) - 1)


def _rows_of(
    texts: Mapping[str, bytes], table: str, make: Callable[[_Row], _T], problems: list[Problem]
) -> tuple[_T, ...]:
    """Return the rows of one table of the package; a row that does not fit is listed."""
    if table not in texts:
        return ()
    name = f"{table}.csv"
    text = decoded(texts[table], name, error=EventsError)
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        try:
            found.append(make(row))
        except (TypeError, ValueError) as error:
            problems.append(Problem(
                file=name, place=f"row {number}", field="", value="", reason=str(error),
                fix="Compare the columns with datapackage.json.",
            ))
    return tuple(found)


def _claim(row: _Row) -> Claim:
    values: dict[str, Any] = dict(row)
    for key in ("low", "best", "high"):
        values[key] = int(row[key]) if row[key] else None
    return Claim(**values)


