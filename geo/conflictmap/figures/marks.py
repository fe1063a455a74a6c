"""Events on a map: shape by type, size by fatalities, one counted mark where several coincide."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.patches import Arc, Circle, Polygon

from conflictmap.figures.basemap import Stroke, draw_stroke, path_of
from conflictmap.figures.panel import Mark
from conflictmap.figures.shapes import (
    LARGEST_FATALITIES,
    SMALLEST,
    largest_radius,
    radius_of,
    shape_points,
)
from conflictmap.figures.style import font, px
from conflictmap.model.event_types import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from conflictmap.figures.panel import Panel

Range = tuple[float | None, float | None, float | None]
#: Marks nearer than this, in pixels, are one stack.
_REACH = 9
_MANY = 800
_Z = 9.0
#: From here on a mark's number fits in larger type.
_ROOMY = 12


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Where and how high a glyph is drawn."""

    axes: Axes
    colours: Mapping[str, str]
    zorder: float = _Z
    top: float = LARGEST_FATALITIES


def marks_of(panel: Panel) -> tuple[Mark, ...]:
    """Return the marks of the events shown, in the order in which they are drawn."""
    events = panel.data.spec["events"]
    rows = [r for r in panel.rows
            if events["lat"][r] is not None and events["start"][r] is not None]
    if not rows:
        return ()
    found = _on_paper(panel, rows)
    found.sort(key=lambda p: (-(events["high"][p[0]] or 0), p[0]))
    stacks = _merged(_stacks(found), events, panel.top)
    marks = [
        replace(s, rows=tuple(sorted(s.rows)), radius=_radius(s.rows, events, panel.top),
                ring=px(5) if len(s.rows) == 1 and events["where"][s.rows[0]] else 0.0)
        for s in stacks
    ]
    return tuple(sorted(marks, key=lambda m: (len(m.rows) > 1, -m.radius)))


def _on_paper(panel: Panel, rows: Sequence[int]) -> list[tuple[int, float, float]]:
    """Return the events whose marks reach into the map, with their points on paper."""
    events, pad = panel.data.spec["events"], px(largest_radius(panel.top))
    xy = panel.frame.points([(events["lon"][r], events["lat"][r]) for r in rows])
    return [
        (row, float(x), float(y)) for row, (x, y) in zip(rows, xy, strict=True)
        if -pad < x < panel.frame.width + pad and -pad < y < panel.frame.height + pad
    ]


def _stacks(found: Sequence[tuple[int, float, float]]) -> list[Mark]:
    """Return stacks: a point joins the nearest one within reach of where that one began."""
    reach = px(_REACH)
    kept: list[Mark] = []
    grid: dict[tuple[int, int], list[int]] = {}
    for row, x, y in found:
        cell = (math.floor(x / reach), math.floor(y / reach))
        near = [
            (math.hypot(kept[i].x - x, kept[i].y - y), i) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
            for i in grid.get((cell[0] + dx, cell[1] + dy), ())
        ]
        distance, i = min(near, default=(reach, -1))
        if distance < reach:
            kept[i] = replace(kept[i], rows=(*kept[i].rows, row))
        else:
            grid.setdefault(cell, []).append(len(kept))
            kept.append(Mark(x=x, y=y, rows=(row,), radius=0))
    return kept


def _merged(stacks: Sequence[Mark], events: Mapping[str, Any], top: float) -> list[Mark]:
    """Return stacks that take in every mark they would cover; single events may overlap."""
    kept = sorted(stacks, key=lambda m: -len(m.rows))
    if len(kept) > _MANY:
        return kept

    def radius(mark: Mark) -> float:
        own = _radius(mark.rows, events, top)
        return own if len(mark.rows) > 1 else min(px(12), own)

    def covers(i: int, j: int) -> bool:
        one, two = kept[i], kept[j]
        return max(len(one.rows), len(two.rows)) > 1 and math.hypot(
            one.x - two.x, one.y - two.y) < 0.86 * (radius(one) + radius(two))

    i = 0
    while i < len(kept):
        first, j = i + 1, len(kept) - 1
        while j >= first:
            if j != i and covers(i, j):
                into, gone = min(i, j), max(i, j)
                kept[into] = replace(kept[into], rows=(*kept[into].rows, *kept[gone].rows))
                del kept[gone]
                # One that grew is compared with those before it too.
                i, j, first = into, len(kept), 0
            j -= 1
        i += 1
    return kept


def _radius(rows: Sequence[int], events: Mapping[str, Any], top: float) -> float:
    if len(rows) > 1:
        return px(min(19, 8 + 2 * math.log2(len(rows))))
    row = rows[0]
    if events["role"][row] == "aggregate":
        return px(8)
    stated = [events[key][row] for key in ("best", "high", "low") if events[key][row] is not None]
    return px(radius_of(stated[0], top) if stated else SMALLEST)


def draw_marks(panel: Panel) -> None:
    """Draw the marks, the large ones first, and the ring about the one selected."""
    events = panel.data.spec["events"]
    for i, mark in enumerate(panel.marks):
        pen = Pen(axes=panel.axes, colours=panel.colours, zorder=_Z + i / 1000, top=panel.top)
        chosen = panel.view.select in [events["id"][row] for row in mark.rows]
        if chosen:
            _draw_reach(panel, events["id"].index(panel.view.select))
        if len(mark.rows) > 1:
            _draw_stack(panel, mark, pen)
        else:
            _draw_one(panel, mark, pen)
        if chosen:
            for colour, width in (("paper", 4.5), ("ink", 2.0)):
                _ring(pen, (mark.x, mark.y), mark.radius + px(4), panel.colours[colour],
                      width=width)


def _draw_one(panel: Panel, mark: Mark, pen: Pen) -> None:
    events = panel.data.spec["events"]
    row = mark.rows[0]
    style = panel.styles.get(events["type"][row])
    colour = panel.family_colour(row)
    fatalities = (events["low"][row], events["best"][row], events["high"][row])
    if events["where"][row]:
        _ring(pen, (mark.x, mark.y), mark.radius + px(4.5), colour, width=1.2, dash=(2.5, 2.5))
    draw_glyph(pen, (mark.x, mark.y), mark.radius, (style.shape if style else "circle", colour),
               "aggregate" if events["role"][row] == "aggregate" else fatalities)


def draw_glyph(
    pen: Pen, at: tuple[float, float], radius: float, look: tuple[str, str],
    fatalities: Range | str,
) -> None:
    """Draw an event: filled when the dead are known, a ring when only bounds are, else hollow.

    LOOK is shape and colour. An `aggregate`, a total over several events, is two rings without a
    size.
    """
    shape, colour = look
    paper = pen.colours["paper"]

    def outline(size: float, **how: Any) -> None:
        pen.axes.add_patch(Polygon(shape_points(shape, *at, size), closed=True,
                                   joinstyle="round", zorder=pen.zorder, **how))

    def solid(size: float) -> None:
        outline(size, facecolor=colour, alpha=0.72 if size > px(_ROOMY) else 0.92, linewidth=0)
        outline(size, facecolor="none", edgecolor=paper, linewidth=px(1.2))

    if isinstance(fatalities, str):
        _ring(pen, at, radius, colour, width=1.6, fill=paper)
        _ring(pen, at, radius - px(3.5), colour, width=1.6)
        return
    low, best, high = fatalities
    if best is not None:
        solid(radius)
    elif low is None and high is None:
        outline(radius, facecolor=paper, edgecolor=paper, linewidth=px(4))
        outline(radius, facecolor=paper, edgecolor=colour, linewidth=px(1.6))
    else:
        size = radius + px(3) if high is None else radius
        outline(size, facecolor=colour, alpha=0.18, linewidth=0)
        outline(size, facecolor="none", edgecolor=colour, linewidth=px(1.5),
                linestyle="solid" if high is not None else (0, (px(2), px(2))))
        if low is not None:
            solid(min(px(radius_of(low, pen.top)), radius - px(2.5)))


def _ring(
    pen: Pen, at: tuple[float, float], radius: float, colour: str, *, width: float,
    fill: str = "none", dash: tuple[float, float] | None = None,
) -> None:
    style: Any = (0, tuple(px(d) for d in dash)) if dash else "solid"
    pen.axes.add_patch(Circle(at, radius, facecolor=fill, edgecolor=colour, linewidth=px(width),
                              linestyle=style, zorder=pen.zorder))


def _draw_stack(panel: Panel, mark: Mark, pen: Pen) -> None:
    """Draw a count in a ring that shows the shares of the families."""
    events = panel.data.spec["events"]
    families = [panel.styles[events["type"][r]].family for r in mark.rows]
    shares = [(panel.colours[f"family-{f}"], families.count(f) / len(families)) for f in FAMILIES]
    draw_counted(pen, (mark.x, mark.y), mark.radius, shares, str(len(mark.rows)))


def draw_counted(
    pen: Pen, at: tuple[float, float], radius: float, shares: Sequence[tuple[str, float]],
    count: str,
) -> None:
    """Draw a counted ring: SHARES are colours and their part of the circle."""
    axes, z = pen.axes, pen.zorder
    axes.add_patch(Circle(at, radius + px(1.5), facecolor=pen.colours["paper"], linewidth=0,
                          zorder=z))
    turn = 90.0
    for colour, share in shares:
        if not share:
            continue
        gap = 3.4 if share < 1 else 0.0
        size = 2 * (radius - px(1.5))
        axes.add_patch(Arc(at, size, size, theta1=turn - share * 360 + gap, theta2=turn - gap,
                           edgecolor=colour, linewidth=px(3), zorder=z))
        turn -= share * 360
    size = px(12) if radius > px(_ROOMY) else px(10.5)
    axes.text(*at, count, fontproperties=font(size, bold=True), color=pen.colours["ink"],
              ha="center", va="center_baseline", zorder=z)


def _draw_reach(panel: Panel, row: int) -> None:
    """Draw how far from its point an event may have been: a ring, or the areas it is in."""
    events = panel.data.spec["events"]
    areas = {f["id"]: f for f, _ in panel.data.features}
    pen = Pen(axes=panel.axes, colours=panel.colours, zorder=_Z - 0.5)
    for area_id in events["where"][row]:
        if area_id in areas:
            _draw_place(panel, shapely.geometry.shape(areas[area_id]["geometry"]), pen.zorder)
    lat, lon, metres = (events[key][row] for key in ("lat", "lon", "radius_m"))
    if lat is not None and metres:
        ((x, y),) = panel.frame.points([(lon, lat)]).tolist()
        size = metres / panel.frame.metres_per_point
        panel.axes.add_patch(Circle((x, y), size, facecolor=panel.colours["ink"], alpha=0.07,
                                    linewidth=0, zorder=pen.zorder))
        _ring(pen, (x, y), size, panel.colours["ink"], width=1.3, dash=(5, 4))


def _draw_place(panel: Panel, shape: Any, zorder: float) -> None:
    """Draw the area or the stretch of road in which an event was."""
    wide = shape.area > 0
    path = path_of(panel.frame.on_paper(shape), area=wide)
    stroke = (Stroke(fill="ink", alpha=0.07, stroke="ink", width=1.3, dash=(5, 4)) if wide
              else Stroke(stroke="ink", width=3.5))
    if path is not None:
        draw_stroke(panel.axes, path, stroke, panel.colours, zorder=zorder)
