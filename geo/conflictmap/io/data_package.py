"""A data package: a folder of events, with the claims, sources and statements beside them."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.files import check_text, decoded, read_bytes
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.sources import importer_named
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import EventsError, Problem, nearest
from conflictmap.model.events import Claim, Events, Source, Statement
from conflictmap.model.interval import Interval, as_date, day_of
from conflictmap.model.provenance import provenance_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.resources.abc import Traversable

_T = TypeVar("_T")
_Row = dict[str, str]


def package_events(
    folder: Path | Traversable, areas: Mapping[str, Any], *, swap_check: bool
) -> Events:
    """Return the events of a data package, with what stands beside them.

    Parameters
    ----------
    folder
        A folder with `events.csv`, and `claims.csv`, `sources.csv`, `statements.csv` where there
        are any.
    areas
        Polygons by id (WGS 84) that the column `where` may name.
    swap_check
        As `read_events` takes it.

    Raises
    ------
    EventsError
        When there are no events in the folder, or a table cannot be read at all.
    """
    texts = {
        name: _table_bytes(folder / f"{name}.csv")
        for name in ("events", "claims", "sources", "statements")
        if (folder / f"{name}.csv").is_file()
    }
    if "events" not in texts:
        raise EventsError(f"{folder}: no events.csv in this folder. Is it a data package?")
    problems: list[Problem] = []
    events = events_of(
        only_rows(importer_named("csv").rows(texts["events"], "events.csv"), problems),
        file="events.csv", stem="events", areas=areas, swap_check=swap_check,
    )
    claims = _rows_of(texts, "claims", Claim, problems, _claim)
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
        sources={s.id: s for s in _rows_of(texts, "sources", Source, problems, dict)},
        statements=_rows_of(texts, "statements", Statement, problems, _statement),
        problems=events.problems + tuple(problems),
        provenance=tuple(
            provenance_of(f"{name}.csv", content, rows=_count(content, f"{name}.csv"))
            for name, content in texts.items()
        ),
    )


def _table_bytes(path: Path | Traversable) -> bytes:
    content = read_bytes(path, error=EventsError) if isinstance(path, Path) else path.read_bytes()
    check_text(content, path.name, error=EventsError)
    return content


def _count(content: bytes, name: str) -> int:
    """Return how many rows a table holds below its header."""
    lines = csv_lines(content.decode("utf-8-sig", "replace"), name)
    return max(0, sum(1 for _ in lines) - 1)


def _rows_of(
    texts: Mapping[str, bytes], table: str, make: Callable[..., _T], problems: list[Problem],
    values: Callable[[_Row], Mapping[str, Any]],
) -> tuple[_T, ...]:
    """Return the rows of one table of the package; a row that does not fit is listed.

    MAKE is the class of a row, made of the VALUES of its cells.
    """
    if table not in texts:
        return ()
    name = f"{table}.csv"
    text = decoded(texts[table], name, error=EventsError)
    lines = csv_lines(text, name)
    _, header = next(lines, (1, []))
    unknown = _unknown_columns(header, make, name)
    problems += unknown
    left_out = {problem.field for problem in unknown}
    found = []
    for number, (_, cells) in enumerate(lines, start=1):
        try:
            cells_by_name = _row(header, cells)
            known = {key: text for key, text in cells_by_name.items() if key not in left_out}
            found.append(make(**values(known)))
        except (TypeError, ValueError) as error:
            problems.append(Problem(
                file=name, place=f"row {number}", field="", value="", reason=str(error),
                fix="Compare the columns with datapackage.json.",
            ))
    return tuple(found)


def _unknown_columns(header: Sequence[str], make: Any, name: str) -> list[Problem]:
    """Return a problem for each column that a table has beyond its own, which is left out.

    Raises
    ------
    EventsError
        When a column is not there that each row needs.
    """
    known = [f.name for f in fields(make)]
    _check_needed(header, [f.name for f in fields(make) if f.default is MISSING], name)
    return [Problem(file=name, place="line 1", field=column, value="", level="warning",
                    reason=f"no column of {name}: it was left out",
                    fix=f"{nearest(column, known).strip()} Known: {', '.join(known)}.".strip())
            for column in header if column not in known]


def _check_needed(header: Sequence[str], needed: Sequence[str], name: str) -> None:
    """Refuse a table without a column that each of its rows needs; an empty one has none."""
    for column in needed if header else ():
        if column not in header:
            raise EventsError(f"{name}:1: no column '{column}'. Columns that are needed:"
                              f" {', '.join(needed)}.")


def _row(header: list[str], cells: list[str]) -> _Row:
    """Return a row by column; raise ValueError when it has more or fewer cells than columns."""
    if len(cells) != len(header):
        raise ValueError("the row has another number of cells than the header")
    return dict(zip(header, cells, strict=True))


def _claim(row: _Row) -> dict[str, Any]:
    """Return the values of a claim."""
    values: dict[str, Any] = dict(row)
    for key in ("low", "best", "high"):
        values[key] = int(row[key]) if row[key] else None
    values["whose"] = row.get("whose", "").strip()  # packages without the column do not say
    return values


def _statement(row: _Row) -> dict[str, Any]:
    """Return the values of a statement; packages may leave out how it is shown."""
    readers: dict[str, Callable[[str], Any]] = {
        "order": int, "days": _days, "day": as_date, "view": _view}
    values: dict[str, Any] = dict(row)
    for key in readers.keys() & row.keys():
        values[key] = readers[key](row[key]) if row[key] else None
    return values


def _days(text: str) -> Interval:
    """Return the days of `2022-09-12/2022-09-14`, last day included, or of one day."""
    found = parse_when(text)
    return Interval(start=day_of(found.start), end=day_of(found.end))


def _view(text: str) -> tuple[float, float, float]:
    """Return latitude, longitude and zoom; raise ValueError when they are on no map."""
    lat, lon, zoom = map(float, text.split())
    if not (abs(lat) <= 90 and abs(lon) <= 180 and 0 <= zoom <= 19):  # noqa: PLR2004
        raise ValueError(f"{text!r} is no view: write latitude, longitude and zoom")
    return lat, lon, zoom
