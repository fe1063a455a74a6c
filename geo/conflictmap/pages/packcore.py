"""The numbers of a packed page: byte planes in one stream, and the lists of repeated texts."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class Core:
    """The bytes of all numbers, and the lists of repeated texts, on their way into a page."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)

    def put(self, values: NDArray[Any]) -> dict[str, int]:
        """Add whole numbers from 0 up, byte plane by byte plane; return where they stand."""
        top = int(values.max()) if len(values) else 0
        width = (top.bit_length() + 7) // 8
        at = self.size
        for i in range(width):
            plane = ((values >> (8 * i)) & 255).astype(np.uint8).tobytes()
            self.parts.append(plane)
            self.size += len(plane)
        return {"at": at, "w": width, "n": len(values)}


def as_json(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def deflated(content: bytes, level: int = 6, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return a raw deflate stream."""
    maker = zlib.compressobj(level, zlib.DEFLATED, -15, strategy=strategy)
    return maker.compress(content) + maker.flush()


def deflated_numbers(content: bytes) -> bytes:
    """Return a raw deflate stream of byte planes: smaller this way, and quicker."""
    return deflated(content, 4, zlib.Z_FILTERED)


def as_base64(content: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(content).decode()


def cost(values: NDArray[Any]) -> int:
    """Return about how many bytes numbers take, packed."""
    trial = Core()
    trial.put(values[:200_000])
    return len(zlib.compress(b"".join(trial.parts), 1))
