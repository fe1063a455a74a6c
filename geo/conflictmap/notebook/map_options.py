"""The options of `folium.Map`: what they mean for our page, and which mean nothing there."""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any

# Bound here: a notebook may put `ConflictMap` in the place of `folium.Map`.
from folium.folium import Map as PlainMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What the page takes over, or has by itself.
_TAKEN = frozenset({"location", "width", "height", "tiles", "attr", "min_zoom", "max_zoom",
                    "zoom_start", "control_scale", "png_enabled"})
_SIGNATURE = inspect.signature(PlainMap.__init__)
_WIDTH, _HEIGHT, _LEAST = 960, 640, 200
#: The shortest side of a picture, in pixels.
_LEAST_PICTURE = 320


def options_of(location: Any, args: Sequence[Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a map by name, as `folium.Map` would bind them.

    By default there are no tiles: the page loads nothing. A warning names what means nothing here.

    Raises
    ------
    TypeError
        When `folium.Map` would raise it.
    """
    bound = _SIGNATURE.bind(None, location, *args, **options).arguments
    given = {name: value for name, value in bound.items() if name not in {"self", "kwargs"}}
    given |= bound.get("kwargs", {})
    unused = [name for name, value in given.items() if name not in _TAKEN and _differs(name, value)]
    if unused:
        warnings.warn(
            f"ConflictMap: the page has no use for {', '.join(unused)}, and is drawn without.",
            UserWarning, stacklevel=3)
    return {"tiles": None} | given


def _differs(name: str, value: Any) -> bool:
    known = _SIGNATURE.parameters.get(name)
    return known is None or bool(value != known.default)


def frame_height(folium_map: Any) -> int:
    """Return how high the map is in a notebook, in pixels: as asked for, else 640."""
    height, unit = folium_map.height
    return max(int(height), _LEAST) if unit == "px" else _HEIGHT


def picture_size(folium_map: Any) -> tuple[int, int]:
    """Return the pixels of a picture: as asked for, else 960 by 640, and at least 320."""
    width, unit = folium_map.width
    across = int(width) if unit == "px" else _WIDTH
    return max(across, _LEAST_PICTURE), max(frame_height(folium_map), _LEAST_PICTURE)
