"""Names on a map: ranked, haloed, none over another, none over a mark."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Circle, Polygon
from matplotlib.patheffects import withStroke

from conflictmap.figures.area_labels import area_labels
from conflictmap.figures.panel import Mark
from conflictmap.figures.shapes import largest_radius
from conflictmap.figures.style import font, px, width_of
from conflictmap.model.text import clean
from conflictmap.pages.visible import visible_features
from conflictmap.pages.words import range_text
from conflictmap.places.naming_policy import capitals, display, short
from conflictmap.places.standing import towns

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable, Mapping

    from matplotlib.axes import Axes

    from conflictmap.figures.panel import Box, Panel

#: Lowest zoom of the page, and size in pixels, by the rank of a settlement.
_ZOOM_OF_RANK = (0.0, 0.0, 7.5, 9.0, 10.0)
_SIZE_OF_RANK = (0.0, 13.5, 12.5, 11.5, 11.0)
_MAJOR = 3
#: Other named points: (bold, italic, size, letterspaced, capitals, colour).
_KINDS = {
    "region-label": (True, False, 12.5, True, True, "label-area"),
    "river-label": (False, True, 11.0, False, False, "label-water"),
    "lake": (False, True, 11.0, False, False, "label-water"),
    "peak": (False, True, 10.5, False, False, "ink-2"),
}
_ZOOM_OF_KIND = (0.0, 5.0, 7.5, 9.2, 10.0)
_SIGNS, _NAMED_SIGNS = 8.0, 9.5
_SHIFTS = ((0, 0), (0, 14), (0, -14), (-26, 0), (26, 0), (-40, 14), (-40, -14), (0, 28), (-60, 0),
           (-60, 28), (-80, 6), (-80, -8), (60, 0), (-50, -26), (-100, 6), (-100, -12),
           (-120, 22))
_Z = 8.0
#: Of a town whose holder is known where the front moved.
_SHIELD = ((-5, 5.5), (5, 5.5), (5, -1), (0, -6.5), (-5, -1))


def draw_labels(panel: Panel) -> None:
    """Name what is on the map, the important things first."""
    done: set[str] = set()
    _fatalities(panel)
    held = town_marks(panel)
    for mark, control in held:
        draw_town(panel.axes, (mark.x, mark.y), control, panel.colours)
    panel = replace(panel, marks=(*panel.marks, *panel.apart, *(mark for mark, _ in held)))
    _signs(panel)
    _kinds(panel, (1,))
    _settlements(panel, 1, done)
    area_labels(panel, ("land", "control", "sea", "lake"))
    _kinds(panel, (2, 3, 4))
    _settlements(panel, 2, done)
    area_labels(panel, ("district", "province"))
    _settlements(panel, 4, done)


def _fatalities(panel: Panel) -> None:
    """Write the fatalities of a mark that grows no more, where no other mark lies."""
    events = panel.data.spec["events"]
    size = px(11)
    for mark in panel.marks:
        if mark.radius < px(largest_radius(panel.top)) or len(mark.rows) > 1:
            continue
        row = mark.rows[0]
        text = range_text(events["low"][row], events["best"][row], events["high"][row],
                          panel.view.lang)
        spots = around(mark.x, mark.y, width_of(text, size, bold=True), size,
                       mark.radius + px(3))
        spots = [spots[3], spots[2], *spots[:2], *spots[4:]]
        box = _first_free(panel, spots, ("fatalities", row, text)) or spots[0]
        write(panel, text, box, size, panel.colours["ink"], bold=True)


def _rank(feature: Mapping[str, Any]) -> int:
    rank = feature["properties"].get("rank")
    return min(4, max(1, int(rank))) if isinstance(rank, (int, float)) else 4


def _points(panel: Panel, role: str) -> list[tuple[Mapping[str, Any], float, float]]:
    """Return the points of a role in view, with their places on paper."""
    found = [f for f, _, _ in visible_features(panel.data, panel.view, [role])
             if f["geometry"]["type"] == "Point"]
    if not found:
        return []
    xy = panel.frame.points([f["geometry"]["coordinates"][:2] for f in found])
    return [
        (f, float(x), float(y)) for f, (x, y) in zip(found, xy, strict=True)
        if 0 < x < panel.frame.width and 0 < y < panel.frame.height
    ]


def _settlements(panel: Panel, most: int, done: set[str]) -> None:
    found = [p for p in _points(panel, "settlement")
             if p[0]["properties"].get("class", "settlement") == "settlement"]
    for feature, x, y in sorted(found, key=lambda p: _rank(p[0])):
        rank = _rank(feature)
        if rank > most or feature["id"] in done or panel.frame.zoom < _ZOOM_OF_RANK[rank]:
            continue
        done.add(feature["id"])
        _settlement(panel, feature, rank, (x, y))


def _settlement(
    panel: Panel, feature: Mapping[str, Any], rank: int, at: tuple[float, float]
) -> None:
    """Draw a settlement's dot and name, or nothing when no spot beside it is free."""
    x, y = at
    size = px(_SIZE_OF_RANK[rank])
    bold = rank == 1
    own = [m for m in panel.marks if math.hypot(m.x - x, m.y - y) < m.radius]
    gap = max(px(5 if rank < _MAJOR else 4), *(m.radius + px(3) for m in own), 0)
    full = clean(display(feature["properties"], panel.view.lang, panel.view.names))
    colour = panel.colours["ink" if rank < _MAJOR else "ink-2"]
    for name in dict.fromkeys((full, short(full))):
        spots = around(x, y, width_of(name, size, bold=bold), size, gap)
        box = _first_free(panel, spots, (feature["id"], name), but=own)
        if box is None:
            continue
        panel.label_boxes.take((x - px(3), y - px(3), x + px(3), y + px(3)))
        panel.axes.add_patch(Circle(
            (x, y), px((2.8, 2.2, 1.7, 1.7)[rank - 1]), facecolor=colour, linewidth=px(1.5),
            edgecolor=panel.colours["halo"], zorder=_Z))
        write(panel, name, box, size, colour, bold=bold)
        return


def _first_free(
    panel: Panel, boxes: Iterable[Box], name: Hashable, *, but: Iterable[Mark] = ()
) -> Box | None:
    """Take the first box in view with no name and no mark in it; None when there is none."""
    spared = tuple(but)
    free = [box for box in boxes if panel.inside(box) and panel.clear(box, but=spared)]
    return panel.label_boxes.place(name, free)


def around(x: float, y: float, width: float, size: float, gap: float) -> list[Box]:
    """Return boxes for a name beside a point: right, left, above, below, corners between."""
    half = size * 0.62

    def box(left: float, middle: float) -> Box:
        return (left - 1, middle - half, left + width + 1, middle + half)

    near = gap * 0.7
    return [
        box(x + gap, y), box(x - gap - width, y),
        box(x - width / 2, y + gap + half), box(x - width / 2, y - gap - half),
        box(x + near, y + gap + half * 0.4), box(x + near, y - gap - half * 0.4),
        box(x - near - width, y + gap + half * 0.4), box(x - near - width, y - gap - half * 0.4),
    ]


def write(panel: Panel, text: str, box: Box, size: float, colour: str, **how: Any) -> None:
    """Write a text with a halo in the middle of a box."""
    panel.axes.text(
        (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, text, fontproperties=font(size, **how),
        color=colour, ha="center", va="center_baseline", zorder=_Z + 0.1,
        path_effects=[withStroke(linewidth=px(3.2), foreground=panel.colours["halo"])])


def spaced(text: str) -> str:
    """Return a text with a hair space between its letters."""
    return "\u200a".join(text)


def _kinds(panel: Panel, ranks: Container[int]) -> None:
    """Name regions, rivers, lakes and peaks of some ranks that stand at a point of their own."""
    drawn = {f["properties"].get("name")
             for f, _, _ in visible_features(panel.data, panel.view, ("land", "lake", "sea"))}
    for feature, x, y in _points(panel, "settlement"):
        properties = feature["properties"]
        rank = _rank(feature)
        if properties.get("class") not in _KINDS or properties.get("name") in drawn:
            continue
        if rank in ranks and panel.frame.zoom >= _ZOOM_OF_KIND[rank]:
            _kind(panel, properties, x, y)


def _kind(panel: Panel, properties: Mapping[str, Any], x: float, y: float) -> None:
    """Name one of them, a peak above its sign, or nothing when no spot is free."""
    bold, italic, pixels, apart, upper, colour = _KINDS[properties["class"]]
    peak = properties["class"] == "peak"
    size = px(pixels)
    name = clean(display(properties, panel.view.lang, panel.view.names))
    for form in dict.fromkeys((name, short(name))):
        upper_form = capitals(form, properties, panel.view.lang) if upper else form
        text = spaced(upper_form) if apart else upper_form
        width = width_of(text, size, bold=bold, italic=italic) / 2 + 2
        found = _first_free(panel, _shifted(x, y, width, size * 0.62, peak=peak), (text, x, y))
        if found is None:
            continue
        write(panel, text, found, size, panel.colours[colour], bold=bold, italic=italic)
        if peak:
            _draw_peak(panel, x, y)
        return


def _shifted(x: float, y: float, width: float, half: float, *, peak: bool) -> list[Box]:
    """Return boxes for a name at its point and around it; above a peak there is one."""
    lift: float = px(9) if peak else 0.0
    return [
        (x + px(dx) - width, y + px(dy) + lift - half, x + px(dx) + width,
         y + px(dy) + lift + half) for dx, dy in (_SHIFTS[:1] if peak else _SHIFTS)
    ]


def _draw_peak(panel: Panel, x: float, y: float) -> None:
    corner = ((x, y + px(3)), (x + px(3.5), y - px(3)), (x - px(3.5), y - px(3)))
    panel.axes.add_patch(Polygon(corner, facecolor=panel.colours["ink-2"], zorder=_Z,
                                 linewidth=0))


def _signs(panel: Panel) -> None:
    """Draw checkpoints, bridges, closures and posts on the road, and name them from near."""
    if panel.frame.zoom < _SIGNS:
        return
    found = _points(panel, "corridor-point")
    for feature, x, y in found:
        draw_sign(panel, str(feature["properties"].get("symbol") or ""), x, y)
        panel.label_boxes.take((x - px(6), y - px(6), x + px(6), y + px(6)))
    for feature, x, y in found if panel.frame.zoom >= _NAMED_SIGNS else ():
        name = clean(display(feature["properties"], panel.view.lang, panel.view.names))
        box = _first_free(
            panel, around(x, y, width_of(name, px(11), italic=True), px(11), px(8)), (name, x, y))
        if box is not None:
            write(panel, name, box, px(11), panel.colours["ink-2"], italic=True)


def town_marks(panel: Panel) -> list[tuple[Mark, str]]:
    """Return where the towns stand whose holder is known where the front moved, and who it was."""
    found = []
    for feature, _, _ in towns(visible_features(panel.data, panel.view)):
        (x, y), = panel.frame.points([feature["geometry"]["coordinates"][:2]])
        if 0 < x < panel.frame.width and 0 < y < panel.frame.height:
            mark = Mark(x=float(x), y=float(y), rows=(), radius=px(7))
            found.append((mark, str(feature["properties"]["control"])))
    return found


def draw_town(
    axes: Axes, at: tuple[float, float], control: str, colours: Mapping[str, str]
) -> None:
    """Draw a shield filled by who held a town: no event has this shape."""
    corners = [(at[0] + px(a), at[1] + px(b)) for a, b in _SHIELD]
    axes.add_patch(Polygon(corners, facecolor=colours[f"control-{control}"], linewidth=px(1.4),
                           edgecolor=colours["ink"], zorder=_Z))


def draw_sign(panel: Panel, symbol: str, x: float, y: float) -> None:
    """Draw one sign on the road."""
    ink, paper = panel.colours["ink"], panel.colours["halo"]
    how: dict[str, Any] = {"color": ink, "linewidth": px(1.5), "zorder": _Z + 0.05}

    def line(*points: tuple[float, float]) -> None:
        panel.axes.plot([x + px(a) for a, _ in points], [y + px(b) for _, b in points], **how)

    if symbol == "closure":
        panel.axes.add_patch(Circle((x, y), px(5), facecolor=paper, edgecolor=ink,
                                    linewidth=px(1.5), zorder=_Z))
        line((-3.4, 3.4), (3.4, -3.4))
    elif symbol == "bridge":
        line((-6, 3), (-3, 1), (3, 1), (6, 3))
        line((-6, -3), (-3, -1), (3, -1), (6, -3))
    else:
        corners = [(x + px(a), y + px(b)) for a, b in ((-4, -4), (4, -4), (4, 4), (-4, 4))]
        panel.axes.add_patch(Polygon(corners, facecolor=paper, edgecolor=ink, linewidth=px(1.5),
                                     zorder=_Z))
        if symbol == "checkpoint":
            line((-4, 0), (4, 0))
