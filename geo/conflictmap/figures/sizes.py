"""Sizes of figures: by name, or in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflictmap.model.errors import OutputError, printable

_POINTS_PER_CM = 72 / 2.54
_PIXELS = re.compile(r"(\d{2,5})\s*x\s*(\d{2,5})")
_ASPECT = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)(?:\s*:\s*(\d{1,5}(?:\.\d{1,3})?))?")
_LEAST, _MOST = 320, 8192
#: How many times longer a figure may be than it is wide, and the other way round.
_LONGEST = 4.0
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


def shaped_size(size: str, aspect: str, width_cm: float) -> Size:
    """Return the size that is asked for: by name or pixels, or by a width and a shape.

    The height of a width alone follows from the map.

    >>> round(shaped_size("", "16:9", 32).height / 72 * 2.54, 3)
    18.0

    Raises
    ------
    OutputError
        When a size comes with a shape, or the shape means nothing or is out of bounds.
    """
    if size and aspect:
        raise OutputError("a size has its shape: give a size, or a width and an aspect.")
    width = width_cm * _POINTS_PER_CM
    return size_of(size) if size else Size(width=width, height=_height(aspect, width))


def _height(aspect: str, width: float) -> float | None:
    """Return the height that a shape such as 16:9 or 1.5 gives to a width."""
    if not aspect:
        return None
    given = _ASPECT.fullmatch(aspect.strip())
    across, up = (float(given[1]), float(given[2] or 1)) if given else (0.0, 1.0)
    if not up or not 1 / _LONGEST <= across / up <= _LONGEST:
        raise OutputError(f"aspect: '{printable(aspect)}': write width to height, such as 16:9, 4:5"
                          f" or 1.5, of 1:{_LONGEST:g} to {_LONGEST:g}:1.")
    return width * up / across


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
