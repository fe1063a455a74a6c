"""Patterns on paper, as those of the page: stripes, chevrons, dots, lines, each on one grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from conflictmap.figures.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from conflictmap.figures.panel import Box

#: How far the stripes of a control are turned from upright, in degrees, clockwise; as on the page.
TURNS = {"soviet": 90, "armenian_forces": 45, "azerbaijan": 0, "russian_peacekeepers": 135,
         "front_moved": 90}


def draw_pattern(
    axes: Axes, path: Path, patch: Patch, pattern: str, colours: Mapping[str, str]
) -> None:
    """Draw chevrons, dots or lines inside a path: they need no colour to differ."""
    name, make, width = _DRAWN[pattern]
    line = {"facecolor": "none", "edgecolor": colours[name], "linewidth": px(width)}
    look: dict[str, Any] = line if width else {"facecolor": colours[name], "edgecolor": "none"}
    drawn = PathPatch(Path.make_compound_path(*make(_box(path))), **look)
    drawn.set_zorder(patch.get_zorder() + 0.002)
    axes.add_patch(drawn)
    drawn.set_clip_path(patch)


def draw_stripes(
    axes: Axes, path: Path, colour: str, zorder: float, *, turn: float = 45
) -> None:
    """Draw stripes of a colour inside a path: what the ground was before."""
    clip = PathPatch(path, facecolor="none", edgecolor="none")
    axes.add_patch(clip)
    drawn = PathPatch(Path.make_compound_path(*_stripes(_box(path), px(10), turn)),
                      facecolor=colour, edgecolor="none", zorder=zorder)
    axes.add_patch(drawn)
    drawn.set_clip_path(clip)


def _box(path: Path) -> Box:
    ends = path.get_extents().extents
    return float(ends[0]), float(ends[1]), float(ends[2]), float(ends[3])


def _chevrons(box: Box, step: float) -> list[Path]:
    """Return chevrons that point up, on one grid for every area."""
    x0, y0, x1, y1 = box
    xs = np.arange(np.floor(x0 / step), np.ceil(x1 / step) + 1) * step
    ys = np.arange(np.floor(y0 / step), np.ceil(y1 / step) + 1) * step
    wide, high = step * 0.36, step * 0.3
    return [Path([(x - wide, y - high), (x, y + high), (x + wide, y - high)])
            for x in xs for y in ys]


def _stripes(box: Box, step: float, turn: float) -> list[Path]:
    """Return turned stripes, four tenths of a step wide, on one grid for every area."""
    x0, y0, x1, y1 = box
    cos, sin = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    corners = np.array([(x, y) for x in (x0, x1) for y in (y0, y1)])
    across, along = corners @ (cos, -sin), corners @ (sin, cos)
    firsts = np.arange(np.floor(across.min() / step), np.ceil(across.max() / step)) * step
    ends = np.array([(0, along.min()), (0, along.max()),
                     (step * 0.4, along.max()), (step * 0.4, along.min())])
    turned = np.array([(cos, -sin), (sin, cos)])
    return [Path((ends + np.array((first, 0))) @ turned, closed=False) for first in firsts]


def _dots(box: Box, step: float, radius: float) -> list[Path]:
    """Return dots on one grid for every area."""
    x0, y0, x1, y1 = box
    xs = np.arange(np.floor(x0 / step), np.ceil(x1 / step) + 1) * step
    ys = np.arange(np.floor(y0 / step), np.ceil(y1 / step) + 1) * step
    circle = np.asarray(Path.unit_regular_polygon(8).vertices) * radius
    return [Path(circle + np.array((x, y)), closed=True) for x in xs for y in ys]


def _fine_lines(box: Box, step: float) -> list[Path]:
    """Return level lines on one grid for every area."""
    x0, y0, x1, y1 = box
    return [Path([(x0, y), (x1, y)])
            for y in np.arange(np.floor(y0 / step), np.ceil(y1 / step) + 1) * step]


#: By pattern: its ink, what is drawn within a box, and how wide; filled where that is nought.
_DRAWN: dict[str, tuple[str, Callable[[Box], list[Path]], float]] = {
    "chevrons": ("chevron", lambda box: _chevrons(box, px(12)), 1.4),
    "dots": ("dot", lambda box: _dots(box, px(7), px(1.4)), 0.0),
    "lines": ("soviet-line", lambda box: _fine_lines(box, px(5)), 1.1),
}
