"""How a window of days shows the ground: by its state on the last day, with stripes for before.

The page follows the same rule in `maps/app/rules/standing.js`, and a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import shapely

from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.places.holding import FRONT_MOVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    DatedFeature = tuple[dict[str, Any], dict[str, Any], str]

#: Roles of layers whose areas say who held ground.
GROUND = ("district", "control")


def standing(
    start: int | None, end: int | None, window: tuple[int, int]
) -> Literal["now", "was", "none"]:
    """Return whether a dated feature holds on the last day of a window, held before, or did not.

    >>> standing(0, 10, (2, 9)), standing(0, 10, (2, 20)), standing(0, 10, (10, 20))
    ('now', 'was', 'none')
    """
    first = OPEN_START if start is None else start
    after = OPEN_END if end is None else end
    if first < window[1] <= after:
        return "now"
    return "was" if first < window[1] and window[0] < after else "none"


def stripes(found: Sequence[DatedFeature]) -> list[DatedFeature]:
    """Return the areas whose stripes say what the ground was before, in the order of drawing.

    The last state before covers earlier ones; that the front moved is covered by who held the
    ground before it did. Where the ground is under the same control again nothing is striped.
    """
    now = _shaped(_areas(found, "now"))
    changed = [item for item in _areas(found, "was")
               if {_control(one) for one in _at(now, item[0])} != {_control(item)}]
    return sorted(changed, key=lambda item: (
        _control(item) != FRONT_MOVED, item[0]["properties"]["to"]))


def uncovered(striped: Sequence[DatedFeature]) -> list[DatedFeature]:
    """Return the stripes that no later ones cover, by a point inside each: those to explain."""
    shaped = _shaped(striped)
    return [item for i, item in enumerate(striped) if not _at(shaped[i + 1:], item[0])]


def towns(found: Sequence[DatedFeature]) -> list[DatedFeature]:
    """Return the towns whose holder on the last day is known where the front moved."""
    moved = [shapely.geometry.shape(item[0]["geometry"]) for item in _areas(found, "now")
             if _control(item) == FRONT_MOVED]
    return [item for item in found if item[1]["role"] == "holder" and item[2] == "now"
            and any(area.contains(shapely.geometry.shape(item[0]["geometry"])) for area in moved)]


def _areas(found: Sequence[DatedFeature], state: str) -> list[DatedFeature]:
    """Return the areas of control that hold now, or that held before."""
    return [item for item in found if item[2] == state and _control(item)]


def _control(item: DatedFeature) -> str:
    """Return the control that an area states; "" for what is no area of control."""
    return str(item[0]["properties"].get("control") or "") if item[1]["role"] in GROUND else ""


def _shaped(areas: Sequence[DatedFeature]) -> list[tuple[DatedFeature, Any]]:
    """Return areas, each with its geometry: it is made once, and asked for many points."""
    return [(item, shapely.geometry.shape(item[0]["geometry"])) for item in areas]


def _at(areas: Sequence[tuple[DatedFeature, Any]], feature: dict[str, Any]) -> list[DatedFeature]:
    """Return the areas at the point inside a feature."""
    inside = feature["properties"].get("inside")
    if not inside:
        return []
    point = shapely.Point(inside)
    return [item for item, shape in areas if shape.contains(point)]
