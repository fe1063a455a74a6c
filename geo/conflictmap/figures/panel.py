"""One map of a figure: what is drawn on it, and which spots are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes

    from conflictmap.figures.map_extent import Frame
    from conflictmap.figures.shapes import TypeStyle
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

Box = tuple[float, float, float, float]
#: Middle and radius of a circle on paper.
Spot = tuple[float, float, float]


class LabelBoxes:
    """Boxes of names, of which none overlaps another: the first one keeps its place."""

    def __init__(self) -> None:
        self._taken: list[Box] = []

    def free(self, box: Box) -> bool:
        """Return whether a box overlaps none that is taken."""
        return all(box[2] <= t[0] or t[2] <= box[0] or box[3] <= t[1] or t[3] <= box[1]
                   for t in self._taken)

    def take(self, box: Box) -> None:
        """Take a box, whatever lies there."""
        self._taken.append(box)

    def first(self, boxes: Sequence[Box]) -> int | None:
        """Take the first free box and return its number; None when none is free."""
        for i, box in enumerate(boxes):
            if self.free(box):
                self.take(box)
                return i
        return None

    def place(self, _name: Hashable, boxes: Sequence[Box]) -> Box | None:
        """Take the first free box and return it; None when none is free."""
        found = self.first(boxes)
        return None if found is None else boxes[found]

    def spot(self, _name: Hashable, found: Spot | None, _area: Any) -> Spot | None:
        """Return where the name of an area stands: at the spot that was FOUND."""
        return found


class KeptLabelBoxes(LabelBoxes):
    """Boxes of names on all frames of a clip: a name stays where it stood first.

    A box that any frame has taken stays taken, so that no name waits for another to leave.
    """

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[Hashable, Box] = {}
        self._spots: dict[Hashable, Spot] = {}

    def take(self, box: Box) -> None:
        """Take a box, once for all frames."""
        if box not in self._taken:
            self._taken.append(box)

    def place(self, name: Hashable, boxes: Sequence[Box]) -> Box | None:
        """Return the box of a name: the one that it had, else the first free one."""
        found = self._boxes.get(name) or super().place(name, boxes)
        if found is not None:
            self._boxes[name] = found
        return found

    def spot(self, name: Hashable, found: Spot | None, area: Any) -> Spot | None:
        """Return the spot that a name had, for as long as it lies in its AREA (on paper)."""
        kept = self._spots.get(name)
        if kept is not None and shapely.contains_xy(area, kept[0], kept[1]):
            return kept
        if found is not None:
            self._spots[name] = found
        return found


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One event, or several at one spot, on paper; `ring` is what a dashed ring adds to it."""

    x: float
    y: float
    rows: tuple[int, ...]
    radius: float
    ring: float = 0.0

    def touches(self, box: Box) -> bool:
        """Return whether the mark reaches into a box."""
        size = self.radius + self.ring
        return (self.x + size > box[0] and self.x - size < box[2]
                and self.y + size > box[1] and self.y - size < box[3])


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A map: where it is drawn (axes in points), what it shows, and what is taken."""

    axes: Axes
    frame: Frame
    data: PageData
    view: View
    rows: Sequence[int]
    colours: Mapping[str, str]
    styles: Mapping[str, TypeStyle]
    label_boxes: LabelBoxes = field(default_factory=LabelBoxes)
    marks: tuple[Mark, ...] = ()
    #: What other frames of a clip show, which names keep clear of too.
    apart: tuple[Mark, ...] = ()

    def clear(self, box: Box, *, but: Iterable[Mark] = ()) -> bool:
        """Return whether no mark reaches into a box, except some."""
        spared = tuple(but)
        return not any(m.touches(box) for m in self.marks if m not in spared)

    def inside(self, box: Box, *, margin: float = 1.0) -> bool:
        """Return whether a box lies in the map."""
        return (box[0] >= margin and box[1] >= margin and box[2] <= self.frame.width - margin
                and box[3] <= self.frame.height - margin)

    @property
    def top(self) -> float:
        """The fatalities from which marks no longer grow."""
        return float((self.data.spec.get("style") or {}).get("largest") or 1000)

    def family_colour(self, row: int) -> str:
        """Return the colour of an event's family."""
        style = self.styles.get(self.data.spec["events"]["type"][row])
        return self.colours[f"family-{style.family if style else 'other'}"]
