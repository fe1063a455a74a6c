"""Stories: a list of steps that a page walks through, as a person writes it in TOML.

A story stands in a recipe as a table `[[stories]]` with `[[stories.steps]]`, or in a TOML file that
the recipe names: `stories = ["the-road.toml"]`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import decoded, read_bytes
from conflictmap.model.errors import RecipeError
from conflictmap.model.interval import day_number
from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from conflictmap.formats.toml_tables import TomlTable
    from conflictmap.model.interval import Interval

_ID = re.compile(r"[a-z0-9-]+")
_SWITCH = re.compile(r"[+-].+")
_ZOOM = (0, 19)


@dataclass(frozen=True, kw_only=True)
class StoryStep:
    """One step: what is said, and what the page shows with it. What is left out stays as it is.

    `window` is that of the events, `day` that of the ground, by default the last of the window.
    `view` is latitude, longitude, zoom; `select` the event that is marked, `events` those that
    the text rests on; `layers` are switched on with `+id` and off with `-id`.
    """

    text: str
    title: str = ""
    window: Interval | None = None
    day: date | None = None
    view: tuple[float, float, float] | None = None
    select: str = ""
    events: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story: its steps in order."""

    id: str
    title: str
    steps: tuple[StoryStep, ...]


STORY_KEYS = tuple(f.name for f in fields(Story))


def stories_of(table: TomlTable) -> tuple[Story, ...]:
    """Return the stories of a recipe, those that it holds and those in files that it names.

    Raises
    ------
    RecipeError
        When a story cannot be read, or holds a key or value that means nothing.
    """
    items = table.raw.get("stories", [])
    if not isinstance(items, list):
        table.fail("stories", items, "must be tables [[stories]] or a list of TOML files")
    return tuple(_item(table, number, item) for number, item in enumerate(items))


def _item(table: TomlTable, number: int, item: Any) -> Story:
    at = f"stories[{number}]."
    if isinstance(item, dict):
        return story_of(replace(table, raw=item, at=at), default_id=f"story-{number + 1}")
    if not isinstance(item, str) or not item.endswith(".toml"):
        table.fail(at[:-1], item, "must be a table or the path of a .toml file")
    try:
        content = (bundled("maps", *item.split("/")).read_bytes() if table.folder is None
                   else read_bytes(table.folder / item, error=RecipeError))
        raw = tomllib.loads(decoded(content, item, error=RecipeError))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise RecipeError(f"{item}: no story can be read from this file: {error}.") from error
    return story_of(replace(table, raw=raw, file=item, at=""), default_id=Path(item).stem)


def story_of(table: TomlTable, *, default_id: str) -> Story:
    """Return the story that a table of a recipe, or a file of its own, holds.

    Raises
    ------
    RecipeError
        When a key is unknown, or a value means nothing.
    """
    table.refuse_unknown(STORY_KEYS)
    story_id = table.text("id") or default_id
    if not _ID.fullmatch(story_id):
        table.fail("id", story_id, "must be small letters, digits and hyphens")
    steps = table.tables("steps", [f.name for f in fields(StoryStep)])
    if not steps:
        table.fail("steps", "", "is missing: a story needs at least one [[steps]]")
    return Story(
        id=story_id, title=table.text("title", needed=True), steps=tuple(map(_step, steps)),
    )


def _step(table: TomlTable) -> StoryStep:
    switches = table.texts("layers")
    for switch in switches:
        if not _SWITCH.fullmatch(switch):
            table.fail("layers", switch, "must be +id to show a layer or -id to hide it")
    return StoryStep(
        text=table.text("text", needed=True), title=table.text("title"),
        window=table.interval("window"), day=table.day("day"), view=_view(table),
        select=table.text("select"), events=table.texts("events"), layers=switches,
    )


def _view(table: TomlTable) -> tuple[float, float, float] | None:
    value = table.raw.get("view")
    match value:
        case None:
            return None
        case [float() | int() as lat, float() | int() as lon, float() | int() as zoom] if (
            -90 <= lat <= 90 and -180 <= lon <= 180 and _ZOOM[0] <= zoom <= _ZOOM[1]  # noqa: PLR2004
        ):
            return float(lat), float(lon), float(zoom)
    table.fail("view", value, "must be [latitude, longitude, zoom]")
    return None


def story_entry(story: Story, events: Container[str], layers: Container[str]) -> dict[str, Any]:
    """Return a story for the page; of its events and layers, those that the page holds."""
    return {
        "id": story.id, "title": story.title,
        "steps": [_step_entry(step, events, layers) for step in story.steps],
    }


def _step_entry(
    step: StoryStep, events: Container[str], layers: Container[str]
) -> dict[str, Any]:
    named = dict.fromkeys((step.select, *step.events))
    return {
        "title": step.title, "text": step.text,
        **_days(step),
        "view": view_entry(step.view),
        "select": step.select if step.select in events else None,
        "events": [event for event in named if event in events],
        "layers": {s[1:]: s[0] == "+" for s in step.layers if s[1:] in layers},
    }


def view_entry(view: tuple[float, float, float] | None) -> dict[str, Any] | None:
    """Return latitude, longitude and zoom as the page takes them."""
    return {"center": list(view[:2]), "zoom": view[2]} if view else None


def _days(step: StoryStep) -> dict[str, Any]:
    """Return the days of the events, and the day of the ground, of a step."""
    return {"window": [step.window.first, step.window.last] if step.window else None,
            "day": day_number(step.day) if step.day else None}
