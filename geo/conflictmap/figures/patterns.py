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


def draw_pattern(
    axes: Axes, path: Path, patch: Patch, pattern: str, colours: Mapping[str, str]
) -> None:
    """Draw chevrons, dots or lines inside a path: they need no colour to differ."""
    name, make, width = _DRAWN[pattern]
    drawn = PathPatch(Path.make_compound_path(*make(_box(path))), **_look(colours[name], width))
    drawn.set_zorder(patch.get_zorder() + 0.002)
    axes.add_patch(drawn)
    drawn.set_clip_path(patch)


def draw_stripes(
    axes: Axes, path: Path, colour: str, zorder: float, *, pattern: str = "",
    colours: Mapping[str, str] | None = None,
) -> None:
    """Draw stripes of a colour inside a path: what the ground was before.

    A stripe has the marks of a pattern, if any, so that it is cut from the fill it stands for.
    """
    clip = PathPatch(path, facecolor="none", edgecolor="none")
    axes.add_patch(clip)
    box, step = _box(path), px(10)
    found = [(_stripes(box, step), _look(colour, 0.0))]
    if pattern:
        name, _, width = _DRAWN[pattern]
        found.append((_IN_STRIPES[pattern](box, step), _look((colours or {})[name], width)))
    for i, (paths, look) in enumerate(found):
        drawn = PathPatch(Path.make_compound_path(*paths), zorder=zorder + i * 1e-4, **look)
        axes.add_patch(drawn)
        drawn.set_clip_path(clip)


def _look(colour: str, width: float) -> dict[str, Any]:
    """Return how marks are drawn: lines of a width in pixels, or filled where that is nought."""
    if width:
        return {"facecolor": "none", "edgecolor": colour, "linewidth": px(width)}
    return {"facecolor": colour, "edgecolor": "none"}


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


def _stripes(box: Box, step: float) -> list[Path]:
    """Return stripes at 45°, four tenths of a step wide, on one grid for every area."""
    x0, y0, x1, y1 = box
    along = step * np.sqrt(2)
    first = np.floor((x0 - y1) / along) * along
    count = int(np.ceil((x1 - y0 - first) / along)) + 1
    return [
        Path([(a + y0, y0), (a + y1, y1), (a + y1 + along * 0.4, y1), (a + y0 + along * 0.4, y0)],
             closed=False)
        for a in (first + i * along for i in range(count))
    ]


def _along(box: Box, step: float) -> list[tuple[float, float, float]]:
    """Return of each stripe x less y of its middle, and between which y it crosses the box."""
    starts = (np.asarray(line.vertices)[0] for line in _stripes(box, step))
    return [(float(x - y + step * np.sqrt(2) * 0.2), box[1], box[3]) for x, y in starts]


def _stripe_lines(box: Box, step: float) -> list[Path]:
    """Return the middle of each stripe."""
    return [Path([(a + y0, y0), (a + y1, y1)]) for a, y0, y1 in _along(box, step)]


def _stripe_marks(box: Box, step: float, shape: Any, *, closed: bool) -> list[Path]:
    """Return a shape twice for each step along the middle of each stripe, turned with it."""
    turned = np.asarray(shape) @ np.array([(1, -1), (1, 1)]) / np.sqrt(2)
    apart = step / np.sqrt(2) / 2
    return [Path(turned + np.array((a + y, y)), closed=closed) for a, y0, y1 in _along(box, step)
            for y in np.arange(np.floor(y0 / apart), np.ceil(y1 / apart) + 1) * apart]


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
#: The same in the stripes of a fill.
_IN_STRIPES: dict[str, Callable[[Box, float], list[Path]]] = {
    "chevrons": lambda box, step: _stripe_marks(
        box, step, np.array([(-0.16, -0.12), (0, 0.12), (0.16, -0.12)]) * step, closed=False),
    "dots": lambda box, step: _stripe_marks(
        box, step, np.asarray(Path.unit_regular_polygon(8).vertices) * step * 0.12, closed=True),
    "lines": _stripe_lines,
}
