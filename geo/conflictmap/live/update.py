"""A map renewed by a clock: its sources are fetched, and a page is written only if it changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.analysis.diff import diff
from conflictmap.formats.files import is_file, read_bytes, write_whole
from conflictmap.io.read_events import read_events
from conflictmap.live.feed import Entry, with_entry
from conflictmap.live.sources import fetched, sources_of
from conflictmap.model.columns import COLUMNS
from conflictmap.model.errors import OutputError, PageError
from conflictmap.pages.build import build
from conflictmap.pages.change_map import change_map
from conflictmap.pages.read_page import PageData, page_data, read_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflictmap.analysis.revisions import Revisions
    from conflictmap.model.events import Events
    from conflictmap.pages.page import Page

#: What two states of a map are compared by, or drawn with: column of the page, and of a table.
_COMPARED = {c.page: c.file for c in COLUMNS if c.page and c.file and c.page in {
    "id", "when", "lat", "lon", "radius_m", "place_precision", "title", "low", "best", "high",
    "role", "place", "note"}}


@dataclass(frozen=True, kw_only=True)
class Updated:
    """What an update has done: the page as built, whether it was written, what changed in words."""

    page: Page
    path: Path
    feed: Path
    changed: bool
    lines: tuple[str, ...]


def update(
    recipe: str | Path, *, output: str | Path | None = None, url: str = "",
    now: datetime | None = None, changes: str | Path | None = None,
) -> Updated:
    """Fetch the sources of a recipe, build its page, and write it and its feed if it changed.

    Parameters
    ----------
    recipe
        A TOML file; its `sources` are fetched first.
    output
        The page; by default beside the recipe. The feed has its name and ends in `.atom`.
    url
        Where the page is published, for the links of the feed.
    now
        The time of the change; by default the clock's.
    changes
        Where a map of the events that changed is written, by kind of change; none by default, nor
        where no event changed.

    Returns
    -------
    Updated
        Where the page would be what it is, nothing was written.

    Raises
    ------
    ConflictMapError
        When something cannot be fetched, read or written, or no event is left of those that the
        page has; page and feed are then as they were.
    """
    target = Path(recipe).with_suffix(".html") if output is None else Path(output)
    feed = target.with_suffix(".atom")
    with fetched(sources_of(recipe), Path(recipe).parent) as news:
        page = build(recipe=recipe)
        content = page.html.encode()
        old = read_bytes(target, error=OutputError) if is_file(target) else b""
        if old == content:
            return Updated(page=page, path=target, feed=feed, changed=False, lines=())
        title, lines = _words(target if old else None, page_data(page))
        drawn = _changes(target, page, changes)
        entry = Entry(sha256=hashlib.sha256(content).hexdigest(), title=title,
                      when=now or datetime.now(UTC), lines=(title, *lines))
        # The page is written last: without it, the next run does all of this again.
        _add(entry, feed, title=str(page.spec["title"]), page=url or target.name)
        drawn()
        write_whole(target, content)
    return Updated(page=page, path=target, feed=feed, changed=True, lines=(*news, title, *lines))


def _add(entry: Entry, feed: Path, *, title: str, page: str) -> None:
    """Write the feed with a further entry."""
    before = read_bytes(feed, error=OutputError) if is_file(feed) else None
    write_whole(feed, with_entry(before, entry, title=title, page=page, name=str(feed)))


def _words(old: Path | None, new: PageData) -> tuple[str, list[str]]:
    """Return what changed in a line, and in several; of a page that cannot be read that it is."""
    rows = len(new.spec["events"]["id"])
    if old is None:
        return f"first map: {rows} events", []
    try:
        before = read_page(old)
    except PageError as error:
        return f"a new map: {rows} events", [f"not compared: {error}"]
    if before.spec["events"]["id"] and not rows:
        raise PageError(f"{old}: it has {len(before.spec['events']['id'])} events, and the files"
                        " now have none. Nothing was written. If that is right, delete the page.")
    found = diff(_events_of(before), _events_of(new))
    return _counted(found), [*_others(before.spec, new.spec), *found.lines()]


def _changes(old: Path, new: Page, target: str | Path | None) -> Callable[[], object]:
    """Return what writes the map of the events that changed; nothing where none did."""
    if target is None or not is_file(old):
        return lambda: None
    try:
        one, two = _events_of(read_page(old)), _events_of(page_data(new))
    except PageError:  # the old file is no page
        return lambda: None
    found, spec = diff(one, two), new.spec
    if not found.revisions:
        return lambda: None
    drawn = change_map(one, two, revisions=found, title=str(spec["title"]), lang=str(spec["lang"]))
    return lambda: drawn.save(target)


def _counted(found: Revisions) -> str:
    """Return how many events changed, by kind, in a line."""
    counts = [f"{number} {change}" for change, number in found.counts.items()
              if number and ":" not in change]
    return ", ".join(counts) or "no event changed"


def _events_of(data: PageData) -> Events:
    """Return the events of a page, as far as two states of them are compared."""
    columns: dict[str, list[Any]] = {
        file: ["" if v is None else str(v) for v in data.spec["events"][page]]
        for page, file in _COMPARED.items()}
    rows = [dict(zip(columns, cells, strict=True))
            for cells in zip(*columns.values(), strict=True)]
    return read_events(rows, strict=True)


def _others(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return what changed beside the events: layers, recipe, program."""
    one, two = (_hashes(spec) for spec in (old, new))
    return [f"{name}: {_change(one.get(name), two.get(name))}"
            for name in dict.fromkeys([*one, *two]) if one.get(name) != two.get(name)]


def _change(old: str | None, new: str | None) -> str:
    return "new" if old is None else "gone" if new is None else "changed"


def _hashes(spec: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each layer, of the recipe, and the version of the program, by name."""
    origin = spec.get("provenance") or {}
    found = {f"layer {layer['id']}": layer["sha256"] for layer in origin.get("layers", ())}
    if origin.get("recipe"):
        found["recipe"] = origin["recipe"]["sha256"]
    return found | {"program": str(spec.get("generator"))}
