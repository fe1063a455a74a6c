"""Scale bar, north arrow and locator of a map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from conflictmap.figures.basemap import draw_basemap
from conflictmap.figures.map_extent import Frame, round_length
from conflictmap.figures.style import font, px
from conflictmap.model.crs import to_local
from conflictmap.pages.visible import visible_features
from conflictmap.pages.words import length_text, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from conflictmap.figures.panel import Box, Panel

#: The locator is left out when the map covers more than this share of the ground around it.
_MOST_SHARE = 0.6
#: How much wider the locator is, at most, and how much of the edge of the known ground it leaves.
_WIDER, _CROP = 5.0, 0.06
_Z = 12.0
_MARGIN = 5.0
#: Whether a corner is at the right, and whether at the top.
_CORNERS = ((True, False), (True, True), (False, False), (False, True))


def corners(panel: Panel, around: Frame | None) -> tuple[Box, Box | None]:
    """Return where scale and north stand, and the locator: the corners with least on the map."""
    width, height = panel.frame.width, panel.frame.height
    bar = (min(90.0, width * 0.28), 30.0)
    inset = (around.width, around.height) if around else bar
    spots = {(right, top): _corner(width, height, inset, right=right, top=top)
             for right, top in _CORNERS}
    ranked = sorted(spots, key=lambda key: (_crowd(panel, spots[key]), not key[0], key[1]))
    first = ranked[0] if around else None
    right, top = next(key for key in ranked if not key[1] and key != first)
    return _corner(width, height, bar, right=right, top=top), spots[first] if first else None


def _corner(
    width: float, height: float, size: tuple[float, float], *, right: bool, top: bool
) -> Box:
    x = width - size[0] - _MARGIN if right else _MARGIN
    y = height - size[1] - _MARGIN if top else _MARGIN
    return (x, y, x + size[0], y + size[1])


def _crowd(panel: Panel, box: Box) -> int:
    """Return how much lies in a box: events, and the areas the map is about."""
    area = shapely.box(*box)
    count = 3 * sum(m.touches(box) for m in panel.marks)
    for feature, _, _ in visible_features(
            panel.data, panel.view, ("control", "district", "road", "strip", "user")):
        shape = panel.frame.on_paper(shapely.geometry.shape(feature["geometry"]))
        count += bool(shapely.intersects(area, shape))
    return count


def draw_scale(panel: Panel, box: Box) -> None:
    """Draw a scale bar with its length, and an arrow to the north above its end."""
    frame, ink, halo = panel.frame, panel.colours["ink-2"], panel.colours["halo"]
    room = box[2] - box[0] - 16
    length = round_length(room * frame.metres_per_point)
    size = length / frame.metres_per_point
    right = (box[0] + box[2]) / 2 > frame.width / 2
    x0 = box[2] - size - 1 if right else box[0] + 1
    y0 = box[1] + 4
    effect = [withStroke(linewidth=px(4), foreground=halo)]
    panel.axes.plot([x0, x0, x0 + size, x0 + size], [y0 + 3, y0, y0, y0 + 3], color=ink,
                    linewidth=0.9, zorder=_Z, path_effects=effect)
    panel.axes.text(x0 + size / 2, y0 + 8, length_text(length, panel.view.lang), color=ink,
                    fontproperties=font(6.6), ha="center", va="center_baseline", zorder=_Z,
                    path_effects=effect)
    _north(panel, x0 + size - 3 if right else x0 + 3, y0 + 14)


def _north(panel: Panel, x: float, y: float) -> None:
    """Draw an arrow to true north, which the grid of a projection may miss."""
    lon, lat = panel.frame.center
    (one, two) = panel.frame.points([(lon, lat), (lon, lat + 0.05)])
    along = (two - one) / max(1e-9, float(((two - one) ** 2).sum()) ** 0.5)
    side = (along[1], -along[0])
    ink, effect = panel.colours["ink-2"], [withStroke(linewidth=px(4),
                                                      foreground=panel.colours["halo"])]
    points = [(x + a * along[0] + b * side[0], y + a * along[1] + b * side[1])
              for a, b in ((9, 0), (0, 3), (2.2, 0), (0, -3))]
    panel.axes.add_patch(Polygon(points, facecolor=ink, linewidth=0, zorder=_Z,
                                 path_effects=effect))
    text = words(panel.view.lang)("figure.north")
    panel.axes.text(x + 13.5 * along[0], y + 13.5 * along[1], text, color=ink, ha="center",
                    va="center_baseline", fontproperties=font(6.2, bold=True), zorder=_Z,
                    path_effects=effect)


def locator_frame(panel: Panel) -> Frame | None:
    """Return the frame of the locator: the countries around; None when the map shows them all."""
    lands = [shapely.geometry.shape(f["geometry"])
             for f, layer in panel.data.features if layer["role"] == "land"]
    if not lands:
        return None
    frame = panel.frame
    known = shapely.bounds(to_local(shapely.box(*shapely.total_bounds(lands)), frame.crs))
    west, south, east, north = frame.metres
    across, up = (_WIDER - 1) / 2 * (east - west), (_WIDER - 1) / 2 * (north - south)
    pad = _CROP * (east - west)
    box = (max(west - across, known[0] + pad), max(south - up, known[1] + pad),
           min(east + across, known[2] - pad), min(north + up, known[3] - pad))
    size = ((box[2] - box[0]), (box[3] - box[1]))
    if min(size) <= 0 or (east - west) * (north - south) > _MOST_SHARE * size[0] * size[1]:
        return None
    width = min(92.0, frame.width * 0.26)
    return Frame(crs=frame.crs, width=width, height=width * size[1] / size[0],
                 metres=(float(box[0]), float(box[1]), float(box[2]), float(box[3])))


def draw_locator(
    figure: Figure, panel: Panel, frame: Frame, at: tuple[float, float], page: tuple[float, float]
) -> None:
    """Draw the map's frame in the countries around it, at a point of the PAGE."""
    width, height = frame.width, frame.height
    axes = figure.add_axes((at[0] / page[0], at[1] / page[1], width / page[0], height / page[1]),
                           xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    roles = {"land", "sea", "border"}
    inner = replace(panel, axes=axes, frame=frame, view=replace(panel.view, layers={
        entry["id"]: entry["role"] in roles for entry in panel.data.spec["layers"]}))
    axes.add_patch(Rectangle((0, 0), width, height, facecolor=panel.colours["ground"], zorder=0.5))
    draw_basemap(inner)
    scale = panel.frame.metres_per_point / frame.metres_per_point
    left, low = (np.array(panel.frame.metres[:2]) - frame.metres[:2]) / frame.metres_per_point
    axes.add_patch(Rectangle(
        (left, low), panel.frame.width * scale, panel.frame.height * scale, facecolor="none",
        edgecolor=panel.colours["ink"], linewidth=0.9, zorder=20))
    axes.add_patch(Rectangle((0, 0), width, height, facecolor="none", linewidth=1.2,
                             edgecolor=panel.colours["ink-3"], zorder=21))
