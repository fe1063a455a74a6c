"""How a page opens, and what is written on its map, as a person says it in a recipe.

    [opening]
    headline = {en = "Who held Karabakh, and when", ru = "…"}
    day = 2020-12-01                        the ground is shown as on it
    before = 2020-09-26                     and is compared with this day
    window = ["2020-09-27", "2020-12-02"]   events of these days
    bounds = [45.6, 38.8, 47.5, 40.4]       west, south, east, north

    [[annotations]]
    at = [39.76, 46.75]                     latitude, longitude
    days = ["2020-11-08", "2020-12-02"]     shown while the day of the ground is one of them
    text = {en = "Shusha changes hands", ru = "…"}
    priority = 1                            the lowest are written first
    event = "shusha-battle-2020"            the event that it rests on

What is left out is as the recipe says elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.interval import OPEN_START, day_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from conflictmap.formats.toml_tables import TomlTable
    from conflictmap.model.events import Events
    from conflictmap.model.interval import Interval

#: With more events over at least so many years, a map opens on the fullest one.
MANY, LONG = 3_000, 3
_LANGUAGES = ("en", "hy", "az", "ru")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a page shows when no link asks for anything.

    `headline` by language; `day` is that of the ground, `before` the one that it is compared with,
    `window` the days of the events; `bounds` are west, south, east, north in degrees. What is left
    out is as the recipe says elsewhere.
    """

    headline: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    before: date | None = None
    window: Interval | None = None
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """A short text at a place of the map: latitude and longitude, days, text by language.

    `event` is the id of the event that it rests on.
    """

    at: tuple[float, float]
    span: Interval
    text: Mapping[str, str]
    priority: int
    event: str = ""


def opening_of(table: TomlTable) -> Opening:
    """Return what `[opening]` of a recipe says; nothing when it is left out.

    Raises
    ------
    RecipeError
        When a key is unknown, or a value means nothing.
    """
    inner = table.table("opening", ["headline", "day", "before", "window", "bounds"])
    return Opening(
        headline=_spoken(inner, "headline"), day=inner.day("day"), before=inner.day("before"),
        window=inner.interval("window"),
        bounds=_bounds(inner),
    )


def annotations_of(table: TomlTable) -> tuple[Annotation, ...]:
    """Return the `[[annotations]]` of a recipe, the most important first.

    Raises
    ------
    RecipeError
        When a key is unknown or missing, or a value means nothing.
    """
    found = [_annotation(inner) for inner in
             table.tables("annotations", ["at", "days", "text", "priority", "event"])]
    return tuple(sorted(found, key=lambda one: one.priority))


def _annotation(table: TomlTable) -> Annotation:
    span, text = table.interval("days"), _spoken(table, "text")
    if span is None or not text:
        table.fail("text" if span else "days", "", "is missing")
        raise AssertionError
    return Annotation(at=_place(table), span=span, text=text,
                      priority=int(table.number("priority", 1, 99) or 99),
                      event=table.text("event"))


def _place(table: TomlTable) -> tuple[float, float]:
    match table.raw.get("at"):
        case [float() | int() as lat, float() | int() as lon] if (
            abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004
        ):
            return float(lat), float(lon)
    table.fail("at", table.raw.get("at"), "must be [latitude, longitude] in degrees")
    raise AssertionError


def _spoken(table: TomlTable, key: str) -> dict[str, str]:
    """Return a text by language; one text is for all of them."""
    value = table.raw.get(key, {})
    if isinstance(value, str):
        return dict.fromkeys(_LANGUAGES, value)
    inner = table.table(key, _LANGUAGES)
    return {lang: inner.text(lang, needed=True) for lang in inner.raw}


def _bounds(table: TomlTable) -> tuple[float, float, float, float] | None:
    match table.raw.get("bounds"):
        case None:
            return None
        case [float() | int() as west, float() | int() as south, float() | int() as east,
              float() | int() as north] if (
            -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004
        ):
            return float(west), float(south), float(east), float(north)
    table.fail("bounds", table.raw.get("bounds"), "must be [west, south, east, north] in degrees")
    return None


def opening_entry(opening: Opening) -> dict[str, Any]:
    """Return an opening for the page: day numbers, degrees."""
    span = opening.window
    return {
        "headline": dict(opening.headline),
        "day": None if opening.day is None else day_number(opening.day),
        "before": None if opening.before is None else day_number(opening.before),
        "window": None if span is None else [span.first, span.last],
        "bounds": None if opening.bounds is None else list(opening.bounds),
    }


def annotation_entry(one: Annotation) -> dict[str, Any]:
    """Return an annotation for the page."""
    return {"at": list(one.at), "from": one.span.first, "to": one.span.last,
            "text": dict(one.text), "event": one.event}


def fullest_year(events: Events) -> list[int] | None:
    """Return the calendar year in which most events begin, as half-open day numbers.

    A map of so many events that they lie on each other opens on it. None where all of them can be
    seen at once, or lie in a few years.
    """
    days = events["start"][events.dated & (events["start"] > OPEN_START)]
    if len(days) <= MANY:
        return None
    years = days.astype("datetime64[D]").astype("datetime64[Y]")
    found, counts = np.unique(years, return_counts=True)
    if (found[-1] - found[0]).astype(int) < LONG:
        return None
    year = found[counts.argmax()]
    return [int(edge.astype("datetime64[D]").astype(int)) for edge in (year, year + 1)]
