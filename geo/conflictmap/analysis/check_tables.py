"""Doubts about a table as a whole: columns under other names, ids, zeros, nothing placed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.check_exchanged import exchanged_events
from conflictmap.io.frame_values import day_text
from conflictmap.io.rows import made_id
from conflictmap.io.table_events import DATES
from conflictmap.model.columns import ALIASES, NUMBERS, STANDARD
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import Problem
from conflictmap.model.source_terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

    Rows = NDArray[np.int64]

#: How like a standard name a column must be to look misspelt (0 to 1).
_LIKE = 0.9
_SHORTEST = 4
#: Words in the name of a column that may hold dates.
_DATE_WORD = re.compile(r"(^|[^a-z])(date|day|datum|fecha|дата)([^a-z]|$)")
#: What looks like a day, whatever its order.
_DAYLIKE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?")
_LOOKED_AT = 200
#: Columns that say when a place began, ended or was looked at, not when something happened.
_SPANS = frozenset({"start", "start_date", "end_date", "year", "month", "day", "valid_from",
                    "valid_to", "timestamp"})


def table_mistakes(events: Events) -> Iterator[Problem]:
    """Yield what is wrong with each file as a whole, one line for each mistake."""
    for file in dict.fromkeys(map(str, events["file"].tolist())):
        rows = np.flatnonzero(events["file"] == file)
        if not any(map(terms_of, str(events["sources"][rows[0]]).split())):
            yield from _misspelt(events, file, rows)
            yield from _some_ids(events, file, rows)
        yield from _at_zero(events, file, rows)
        yield from _other_date(events, file, rows)


def nothing_placed(events: Events) -> Iterator[Problem]:
    """Yield a doubt when no row that was kept can be drawn on a map, or a file has none."""
    account = events.accounting
    file = next(map(str, [*events["file"][:1], *(p.name for p in events.provenance[:1])]), "")
    if len(events) and not account.placed:
        yield Problem(
            file=file, place="", field="", value="", level="warning",
            reason=f"none of {account.read} rows has both a date and a place: nothing is on the"
            " map", fix="Fill date, lat and lon, or where.",
        )
    elif file and not account.read:
        yield Problem(file=file, place="", field="", value="", level="warning",
                      reason="no rows: nothing is on the map", fix="Is this the right file?")


def _further(events: Events, rows: Rows) -> Iterator[tuple[str, list[str]]]:
    """Yield the further columns of a file that hold something, with their texts."""
    for name, values in events.extra.items():
        texts = [text for text in map(str, values[rows].tolist()) if text]
        if texts:
            yield name, texts


def _misspelt(events: Events, file: str, rows: Rows) -> Iterator[Problem]:
    """Yield further columns whose names are nearly those of standard ones that are empty."""
    free = {name: name for name, column in STANDARD.items() if _is_empty(events, column, rows)}
    free |= {other: name for other, name in ALIASES.items() if name in free}
    for name, _ in _further(events, rows):
        meant = _meant(name.strip().lower(), free)
        if meant:
            yield Problem(
                file=file, place="", field=name, value="", level="warning",
                reason=f"column '{name}' is read as a further one. Did you mean '{meant}'?",
                fix="Rename it; a column without meaning here may have any other name.",
            )


def _meant(name: str, free: Mapping[str, str]) -> str:
    """Return the standard name that NAME misspells; a plural or a longer word is another word.

    >>> _meant("fatalites_best", STANDARD), _meant("titel", STANDARD), _meant("source", STANDARD)
    ('fatalities_best', 'title', '')
    """
    turned = [other for other in free if _is_transposed(name, other)]
    for near in [*turned, *get_close_matches(name, free, n=3, cutoff=_LIKE)]:
        if not near.startswith(name) and not name.startswith(near):
            return near
    return ""


def _is_transposed(name: str, other: str) -> bool:
    """Return whether two long names have the same letters, and the first in the same place."""
    return (len(name) >= _SHORTEST and other != name and other[0] == name[0]
            and sorted(other) == sorted(name))


def _is_empty(events: Events, column: str, rows: Rows) -> bool:
    values = events[column][rows]
    if column == "role":
        return bool((values == "event").all())
    return bool(np.isnan(values).all()) if column in NUMBERS else not any(values.tolist())


def _some_ids(events: Events, file: str, rows: Rows) -> Iterator[Problem]:
    """Yield a doubt about a file some of whose rows have an id, and others not."""
    stems = {PurePath(file).stem, PurePath(PurePath(file).stem).stem, file}
    starts = tuple(f"{stem}-" for stem in stems)
    ids, lines = events["event_id"][rows].tolist(), events["line"][rows].tolist()
    like = [i for i, event_id in enumerate(ids) if event_id.startswith(starts)]
    made = [i for i in like if any(ids[i] == made_id(lines[i], stem) for stem in stems)]
    if 0 < len(made) < len(ids):
        yield Problem(
            file=file, place=str(lines[made[0]]), field="id", value="", level="warning",
            reason=f"{len(made)} of {len(ids)} rows have no id; each got one of its number, as"
            f" '{ids[made[0]]}'", fix="Give each row its own id, or none.",
        )


def _at_zero(events: Events, file: str, rows: Rows) -> Iterator[Problem]:
    found = rows[(events["lat"][rows] == 0) & (events["lon"][rows] == 0)]
    if len(found):
        yield Problem(
            file=file, place=str(events["line"][found[0]]), field="lat, lon", value="0, 0",
            reason=f"{len(found)} of {len(rows)} events stand at 0, 0, in the sea off Africa:"
            " places that are not known?", fix="Leave lat and lon empty where they are not known.",
            level="warning",
        )


def _other_date(events: Events, file: str, rows: Rows) -> Iterator[Problem]:
    """Yield a doubt about a file without dates, in which another column looks like the date."""
    if events.dated[rows].any() or any(events["when"][rows].tolist()):
        return
    for name, texts in _further(events, rows):
        if looks_like_date(name, texts):
            yield Problem(
                file=file, place="", field="date", value="", level="warning",
                reason=f"no column 'date'; '{name}' looks like one: none of {len(rows)} events has"
                " a date", fix=f"Rename '{name}' to date.",
            )
            return


def looks_like_date(name: str, texts: list[str]) -> bool:
    """Return whether a column is called like a date, and most of its first values can be one.

    >>> looks_like_date("event_date", ["2020-10-01"]), looks_like_date("note", ["2020-10-01"])
    (True, False)
    """
    words = name.strip().lower().replace("_", " ")
    if not (words.replace(" ", "_") in DATES or _DATE_WORD.search(words) or _is_known(name)):
        return False
    some = texts[:_LOOKED_AT]
    return 2 * sum(map(_is_date, some)) >= len(some) > 0


def _is_known(name: str) -> bool:
    """Return whether a column is called by a word for a date, in any language."""
    from conflictmap.io.meaning.names import meanings_of

    return "date" in meanings_of(name)


def is_date_of_event(name: str, texts: list[str]) -> bool:
    """Return whether a property of points is called like the date of an event, and is one.

    Days on which a place began or ended make no event of it.

    >>> is_date_of_event("event_date", ["2020-10-01"]), is_date_of_event("start", ["2020-10-01"])
    (True, False)
    """
    known = name.strip().lower().replace(" ", "_")
    return known not in _SPANS and looks_like_date(name, texts)


def _is_date(text: str) -> bool:
    try:
        parse_when(day_text(text))
    except ValueError:
        return bool(_DAYLIKE.fullmatch(text.strip()))
    return True


def file_mistakes(events: Events, *, swap_check: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with files as a whole, one line for each mistake.

    Parameters
    ----------
    events
        Events as read; none is changed.
    swap_check
        Whether to look for files all of whose points are exchanged.
    """
    if swap_check:
        yield from exchanged_events(events)
    found = list(table_mistakes(events))
    yield from found
    if not any(problem.field == "date" for problem in found):
        yield from nothing_placed(events)
