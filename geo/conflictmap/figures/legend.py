"""The key of a figure: only what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.figures.basemap import MINOR_ROADS, Stroke, striped, stroke_of
from conflictmap.figures.legend_columns import Entry
from conflictmap.figures.legend_pictures import (
    counted,
    glyph,
    line,
    sizes,
    somewhere,
    swatch,
    town,
)
from conflictmap.figures.shapes import radius_of
from conflictmap.figures.style import px
from conflictmap.model.event_types import FAMILIES
from conflictmap.pages.visible import visible_features
from conflictmap.pages.words import label, words
from conflictmap.places.holding import FRONT_MOVED
from conflictmap.places.standing import GROUND, stripes, towns, uncovered

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from conflictmap.figures.panel import Panel

_CONTROLS = ("soviet", "armenian_forces", "azerbaijan", "russian_peacekeepers", FRONT_MOVED)
#: Roles of layers that are known; any other is a user's.
_KNOWN = ("land", "district", "control", "strip", "province", "sector", "town", "sea", "lake",
          "river", "border", "road", "road-status", "contact-line", "user", "settlement",
          "corridor-point", "holder")
_STATES = ("open", "limited", "checkpoint", "blocked", "closed")
#: Lowest, best and highest number of fatalities.
Range = tuple[float | None, ...]


def entries_of(panels: Sequence[Panel]) -> list[Entry]:
    """Return the key of what is drawn on any of the panels."""
    drawn = [item for panel in panels for item in visible_features(panel.data, panel.view)]
    return [*_areas(panels, drawn), *_lines(panels[0], drawn), *_marks(panels)]


def _areas(panels: Sequence[Panel], drawn: Any) -> list[Entry]:
    panel, found = panels[0], _grounds(panels, drawn)
    last = bool(found) and any(p.view.ground[1] - p.view.ground[0] > 1 for p in panels)
    layers = [*_layers_of(drawn, "strip")[:1], *_layers_of(drawn, "user")]
    found += [Entry(words=layer["title"], picture=swatch(panel, stroke_of({}, layer, "now")))
              for layer in layers]
    title = words(panel.view.lang)("key.areas.last" if last else "key.areas")
    return [Entry(words=title), *found] if found else []


def _layers_of(drawn: Any, role: str) -> list[dict[str, Any]]:
    """Return the layers of a role, each once; a role that is not known is a user's."""
    found = {layer["id"]: layer for _, layer, _ in drawn
             if (layer["role"] if layer["role"] in _KNOWN else "user") == role}
    return list(found.values())


def _grounds(panels: Sequence[Panel], drawn: Any) -> list[Entry]:
    """Return who held the ground on the last day, and what it was before."""
    panel = panels[0]
    visible = [visible_features(p.data, p.view) for p in panels]
    before = [f["properties"]["control"] for s in visible for f, _, _ in uncovered(stripes(s))]
    held = sorted({f["properties"]["control"] for s in visible for f, _, _ in towns(s)})
    now = _controls_now(drawn)
    return [*_holders(panel, {*now, *before}), *_stripes(panel, before, now),
            *_outlines(panel, drawn), *_towns(panel, held)]


def _controls_now(drawn: Any) -> list[str | None]:
    """Return who held each area on the last day."""
    return [feature["properties"].get("control") for feature, layer, how in drawn
            if layer["role"] in GROUND and how == "now"]


def _holders(panel: Panel, held: Container[str | None]) -> list[Entry]:
    text = words(panel.view.lang)
    return [
        Entry(words=text(f"control.{control}"), picture=swatch(panel, _ground(control)))
        for control in _CONTROLS if control in held
    ]


def _stripes(panel: Panel, before: Sequence[str], now: Sequence[str | None]) -> list[Entry]:
    """Return the stripes of ground that was under another control before."""
    if not before:
        return []
    was = next((c for c in before if c != FRONT_MOVED), before[0])
    base = next((c for c in now if c and c != was), was)
    return [Entry(words=words(panel.view.lang)("key.was"),
                  picture=swatch(panel, _ground(base), striped(was)))]


def _outlines(panel: Panel, drawn: Any) -> list[Entry]:
    if not any(how == "was" and layer["role"] == "control" for _, layer, how in drawn):
        return []
    stroke = stroke_of({}, {"role": "control", "id": ""}, "was")
    return [Entry(words=words(panel.view.lang)("key.outline"), picture=swatch(panel, stroke))]


def _towns(panel: Panel, held: Sequence[str]) -> list[Entry]:
    if not held:
        return []
    return [Entry(words=words(panel.view.lang)("key.town"), picture=town(panel, held))]


def _ground(control: str) -> Stroke:
    return stroke_of({"control": control}, {"role": "control", "id": ""}, "now")


def _lines(panel: Panel, drawn: Any) -> list[Entry]:
    found = [*_routes(panel, drawn), *_borders(panel, drawn), *_road_states(panel, drawn)]
    return [Entry(words=words(panel.view.lang)("key.lines")), *found] if found else []


def _routes(panel: Panel, drawn: Any) -> list[Entry]:
    """Return the line of contact, the roads and the lesser roads, each with its layers' titles."""
    found = []
    for role, minor in (("contact-line", False), ("road", False), ("road", True)):
        layers = {layer["id"]: layer["title"] for _, layer, _ in drawn if layer["role"] == role}
        name = "; ".join(t for i, t in layers.items() if (i in MINOR_ROADS) == minor)
        if name:
            layer = {"role": role, "id": MINOR_ROADS[0] if minor else ""}
            found.append(Entry(words=name, picture=line(panel, stroke_of({}, layer, "now"))))
    return found


def _borders(panel: Panel, drawn: Any) -> list[Entry]:
    text = words(panel.view.lang)
    borders = {feature["properties"].get("delimited") is False for feature, layer, _ in drawn
               if layer["role"] == "border"}
    found = []
    for undelimited, key in ((False, "key.border"), (True, "key.undelimited")):
        if undelimited in borders:
            stroke = stroke_of({"delimited": not undelimited}, {"role": "border", "id": ""}, "now")
            found.append(Entry(words=text(key), picture=line(panel, stroke)))
    return found


def _road_states(panel: Panel, drawn: Any) -> list[Entry]:
    text = words(panel.view.lang)
    states = {feature["properties"].get("status") for feature, layer, how in drawn
              if layer["role"] == "road-status" and how == "now"}
    road = stroke_of({}, {"role": "road", "id": ""}, "now")
    found = []
    for state in _STATES:
        if state in states:
            gaps = stroke_of({"status": state}, {"role": "road-status", "id": ""}, "now")
            found.append(Entry(words=text(f"road.{state}"), picture=line(panel, road, gaps)))
    return found


def _marks(panels: Sequence[Panel]) -> list[Entry]:
    panel = panels[0]
    rows = sorted({row for p in panels for mark in p.marks for row in mark.rows})
    if not rows:
        return []
    events = panel.data.spec["events"]
    types = _types(panel, rows)
    first = types[0]["id"] if types else events["type"][rows[0]]
    ranges = [tuple(events[k][r] for k in ("low", "best", "high")) for r in rows]
    return [
        Entry(words=words(panel.view.lang)("key.events")), *_type_entries(panel, types),
        *_outline_entries(panel, rows, ranges, first), *_place_entries(panels, rows),
        *_size_entries(panel, ranges),
    ]


def _types(panel: Panel, rows: Iterable[int]) -> list[dict[str, Any]]:
    """Return the types of some events that are no sums of others, by family."""
    events = panel.data.spec["events"]
    present = {events["type"][r] for r in rows if events["role"][r] != "aggregate"}
    return sorted((t for t in panel.data.spec["types"] if t["id"] in present),
                  key=lambda t: FAMILIES.index(panel.styles[t["id"]].family))


def _type_entries(panel: Panel, types: Iterable[Mapping[str, Any]]) -> list[Entry]:
    return [
        Entry(words=label(panel.view.lang, "type", t["id"], t["label"]),
              picture=glyph(panel, t["id"]))
        for t in types
    ]


def _outline_entries(
    panel: Panel, rows: Iterable[int], ranges: Sequence[Range], first: str
) -> list[Entry]:
    """Return what open marks say: no figure, the highest alone, a sum of others."""
    text, roles = words(panel.view.lang), panel.data.spec["events"]["role"]
    signs: tuple[tuple[bool, str, Any], ...] = (
        ((None, None, None) in ranges, "key.silent", (None, None, None)),
        (any(best is None and high is not None for _, best, high in ranges), "key.contested",
         (1, None, 2)),
        (any(roles[r] == "aggregate" for r in rows), "key.aggregate", "aggregate"),
    )
    return [Entry(words=text(key), picture=glyph(panel, first, sign))
            for is_there, key, sign in signs if is_there]


def _place_entries(panels: Sequence[Panel], rows: Iterable[int]) -> list[Entry]:
    """Return what says that an event is somewhere in an area, or that several are at one spot."""
    panel, text = panels[0], words(panels[0].view.lang)
    found = []
    if any(panel.data.spec["events"]["where"][r] for r in rows):
        found.append(Entry(words=text("key.somewhere"), picture=somewhere(panel)))
    if any(len(mark.rows) > 1 for p in panels for mark in p.marks):
        found.append(Entry(words=text("key.stack"), picture=counted(panel)))
    return found


def _size_entries(panel: Panel, ranges: Iterable[Range]) -> list[Entry]:
    if all(best is None for _, best, _ in ranges):
        return []
    tall = 2 * px(radius_of(panel.top, panel.top)) + 4
    return [Entry(words=words(panel.view.lang)("key.size"), tall=0),
            Entry(words="", picture=sizes(panel), tall=tall)]
