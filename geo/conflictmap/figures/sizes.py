"""Sizes of figures: by name, or in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflictmap.model.errors import OutputError, printable

_POINTS_PER_CM = 72 / 2.54
_PIXELS = re.compile(r"(\d{2,5})\s*x\s*(\d{2,5})")
_LEAST, _MOST = 320, 8192
#: Points across the shorter side of a picture in pixels: a wide one is seen on a large screen, a
#: tall one on a telephone.
_SHORT_WIDE, _SHORT_TALL = 337.5, 360.0
#: Width and height in cm; of a column of text the height follows from the map.
PAPER = {"a4": (21.0, 29.7), "a4-landscape": (29.7, 21.0), "a3": (29.7, 42.0),
         "a3-landscape": (42.0, 29.7), "column": (8.5, None), "page": (17.0, None)}
PICTURES = {"card": (1200, 675), "post": (1080, 1350), "story": (1080, 1920)}


@dataclass(frozen=True, kw_only=True)
class Size:
    """A size in points; `height` None follows from the map, `pixels` are those of a picture."""

    width: float
    height: float | None
    pixels: tuple[int, int] | None = None

    @property
    def width_cm(self) -> float:
        """The width on paper."""
        return self.width / _POINTS_PER_CM


def size_of(text: str) -> Size:
    """Return the size that a name or WIDTHxHEIGHT in pixels means.

    >>> size_of("1200x675").pixels, size_of("column").height
    ((1200, 675), None)

    Raises
    ------
    OutputError
        When it is neither, or the pixels are out of bounds.
    """
    name = text.strip().lower()
    if name in PAPER:
        width, height = PAPER[name]
        return Size(width=width * _POINTS_PER_CM,
                    height=None if height is None else height * _POINTS_PER_CM)
    across, up = PICTURES.get(name) or _pixels(name)
    point = min(across, up) / (_SHORT_WIDE if across > up else _SHORT_TALL)
    return Size(width=across / point, height=up / point, pixels=(across, up))


def _pixels(text: str) -> tuple[int, int]:
    """Return the two sides of WIDTHxHEIGHT."""
    given = _PIXELS.fullmatch(text)
    if given is None:
        known = ", ".join((*PICTURES, *PAPER))
        raise OutputError(f"size: '{printable(text)}': write 1200x675, or one of {known}.")
    across, up = int(given[1]), int(given[2])
    if min(across, up) < _LEAST or max(across, up) > _MOST:
        raise OutputError(f"size: '{printable(text)}': sides are {_LEAST} to {_MOST} pixels.")
    return across, up
