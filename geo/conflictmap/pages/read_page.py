"""What a finished page holds, read back from it: the spec and the layers that are in the file.

A figure or a report is made from the same data as the page, so that they cannot disagree.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import decoded, read_bytes
from conflictmap.model.errors import PageError
from conflictmap.model.interval import OPEN_END
from conflictmap.pages.spec import FORMAT, layer_block
from conflictmap.pages.unpack import inflated, unpacked_events
from conflictmap.places.naming_policy import are_paired

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from conflictmap.pages.page import Page

_SPEC = re.compile(r'<script type="application/json" id="conflictmap-spec">(.*?)</script>', re.S)
_EVIDENCE = re.compile(
    r'<script type="application/json" id="conflictmap-evidence">(.*?)</script>', re.S)
_LAYER = re.compile(
    r'<script type="application/json" class="conflictmap-layer" data-layer="([^"]*)"[^>]*>(.*?)'
    r"</script>", re.S,
)
_PACKED = re.compile(
    r'<script type="application/json" class="conflictmap-packed" data-part="([a-z0-9_-]+)">"(.*?)"'
    r"</script>", re.S,
)
#: Versions of the format that are read: the first had no check in what is deflated.
_READ = (1, FORMAT)
#: A window that has no end is closed here when no event says where (2134), as on the page.
_FAR = 60_000


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture on the ground: its bytes, and west, south, east, north in degrees."""

    content: bytes
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class PageData:
    """The spec of a page, and the features of its layers by the layer's id, as GeoJSON."""

    spec: dict[str, Any]
    layers: Mapping[str, list[dict[str, Any]]]
    relief: Picture | None = None

    @cached_property
    def features(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Every feature with its layer's entry in the spec, in the order of the layers."""
        return [
            (feature, entry)
            for entry in self.spec["layers"] for feature in self.layers.get(entry["id"], [])
        ]

    @cached_property
    def is_paired(self) -> bool:
        """Whether some place has a name of each of two peoples."""
        return are_paired(feature["properties"] for feature, _ in self.features)

    @cached_property
    def dated(self) -> int:
        """How many events have a date; they come first."""
        starts, ends = self.spec["events"]["start"], self.spec["events"]["end"]
        known = (row for row in range(len(starts) - 1, -1, -1)
                 if starts[row] is not None or ends[row] is not None)
        return next(known, -1) + 1

    def events_in(self, rows: Iterable[int]) -> int:
        """Return how many events rows stand for."""
        column = self.spec["events"].get("stands_for")
        return sum((column[row] or 1) if column else 1 for row in rows)

    def __repr__(self) -> str:
        title, rows = self.spec.get("title", ""), len(self.spec["events"]["start"])
        return f"PageData(title={title[:80]!r}, events={rows}, layers={len(self.layers)})"

    def _repr_html_(self) -> str:
        return escape(repr(self))

    def closed(self, window: list[int | None]) -> tuple[int, int]:
        """Return a window whose open ends are closed where the dated events end."""
        events = self.spec["events"]
        first = next((d for d in events["start"][:self.dated] if d is not None), 0)
        ends = [OPEN_END if d is None else d for d in events["end"][:self.dated]]
        last = min(max(ends), _FAR) if ends else 1
        start, end = window
        return first if start is None else start, last if end is None else end


def page_data(page: Page) -> PageData:
    """Return what a page that was just built holds; its text is not read again."""
    spec = page.spec | {"events": dict(page.spec["events"])}
    blocks = {layer.id: layer_block(layer)["features"] for layer in page.layers}
    as_read = json.loads(json.dumps({"spec": spec, "layers": blocks}))  # lists for tuples
    relief = page.relief
    return PageData(
        spec=as_read["spec"], layers=as_read["layers"],
        relief=Picture(content=relief.content, bounds=relief.bounds) if relief else None)


def read_page(path: str | Path) -> PageData:
    """Return what a page on disk holds.

    Raises
    ------
    PageError
        When the file is no page of conflictmap, or of another version of its format.
    """
    return _data(decoded(read_bytes(path, error=PageError), str(path), error=PageError), str(path))


def _data(text: str, name: str) -> PageData:
    found = _SPEC.search(text)
    if found is None:
        raise PageError(f"{name}: this is no page of conflictmap. Build one: conflictmap build.")
    try:
        spec = _joined(json.loads(found[1]), _evidence(text))
        blocks = {_plain(m[1]): _content(m[2]) for m in _LAYER.finditer(text)}
        layers, relief = _drawn(blocks)
        version = spec["version"]
        if version in _READ and "packed" in spec["events"]:
            packed = {m[1]: m[2] for m in _PACKED.finditer(text)}
            spec["events"] = unpacked_events(spec["events"], packed)
    except (ValueError, LookupError, TypeError, zlib.error) as error:
        raise PageError(f"{name}: the data in this page are broken. Build it again.") from error
    if version not in _READ:
        raise PageError(
            f"{name}: the data are of version {version}, this program reads {FORMAT}."
            " Build the page again with one version of conflictmap."
        )
    return PageData(spec=spec, layers=layers, relief=relief)


def _joined(spec: dict[str, Any], apart: dict[str, Any]) -> dict[str, Any]:
    """Return a spec with what travelled apart."""
    events = spec.get("events", {}) | apart.get("events", {})
    return spec | apart | ({"events": events} if events else {})


def _evidence(text: str) -> dict[str, Any]:
    """Return the claims and sources that travel in a block of their own; nothing without one."""
    found = _EVIDENCE.search(text)
    return dict(_content(found[1])) if found else {}


def _drawn(
    blocks: Mapping[str, Any]
) -> tuple[dict[str, list[dict[str, Any]]], Picture | None]:
    """Return the features of each layer, and the shaded ground where there is one."""
    layers = {name: b["features"] for name, b in blocks.items() if "image" not in b}
    pictures = [_picture(b) for b in blocks.values() if "image" in b]
    return layers, pictures[0] if pictures else None


def _picture(block: dict[str, Any]) -> Picture:
    west, south, east, north = block["bounds"]
    return Picture(content=base64.b64decode(block["image"].partition(",")[2]),
                   bounds=(west, south, east, north))


def _content(block: str) -> Any:
    """Return what a block holds: JSON as it stands, or a JSON string of JSON deflated."""
    found = json.loads(block)
    return json.loads(inflated(found)) if isinstance(found, str) else found


def _plain(attribute: str) -> str:
    import html

    return html.unescape(attribute)
