"""JSON as strict text: depth before parsing, no key twice, numbers as they stand."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn

from conflictmap.model.text import SURROGATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Largest whole number that every reader of JSON keeps exactly.
_EXACT = 2**53
_SHORT = 15
_OTHER = bytes(set(range(256)) - set(b'"[]{}'))
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_CONTROL = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class Numeral(str):
    """A number as it stands in the file: `1.10` stays `1.10`."""

    __slots__ = ()


def structure(content: bytes) -> tuple[int, int]:
    r"""Return how deep a JSON text nests, and how many objects and lists it opens.

    Nothing is parsed, so that no text can exhaust the parser.

    >>> structure(b'{"a": [1, [2, "]]]]"]]}')
    (3, 3)
    """
    import numpy as np

    if b"\\" in content:
        content = re.sub(rb"\\.", b"", content, flags=re.DOTALL)
    bare = re.sub(rb'"[^"]*"', b"", content.translate(None, _OTHER))
    if not bare:
        return 0, 0
    marks = np.frombuffer(bare, dtype=np.uint8)
    opening = (marks == ord("[")) | (marks == ord("{"))
    depth = np.cumsum(np.where(opening, 1, -1), dtype=np.int32)
    return int(depth.max()), int(opening.sum())


def loads(
    text: str, fail: Callable[[str], NoReturn], *, numerals: bool = False, halves: bool = False
) -> Any:
    """Return the value of a JSON text.

    Parameters
    ----------
    text
        The text.
    fail
        Called with a sentence when the text is JSON, but not strictly so.
    numerals
        Whether numbers are returned as `Numeral`; otherwise whole numbers that not every reader
        of JSON keeps exactly become text.
    halves
        Whether half a pair of UTF-16 code units may stand in a text.
    """
    twice: list[tuple[dict[str, Any], str]] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(items)
        if len(value) != len(items):
            keys = [key for key, _ in items]
            twice.append((value, next(k for k in keys if keys.count(k) > 1)))
        return value

    def finite(number: str) -> float:
        value = float(number)
        if not math.isfinite(value):
            fail(f"{number[:40]} is too large for a number. Leave the value out.")
        return value

    def constant(word: str) -> NoReturn:
        fail(f"{word} is not a JSON number. Leave the value out.")

    value = json.loads(
        text, parse_constant=constant, object_pairs_hook=pairs,
        parse_float=Numeral if numerals else finite, parse_int=Numeral if numerals else _whole,
    )
    if twice:
        first, key = twice[0]
        where = place_in(value, lambda inner: inner is first)
        fail(f"{where}the key '{key}' stands twice in one object. Rename or delete one.")
    where = None if halves or not _ESCAPED.search(text) else place_in(value, _is_half)
    if where is not None:
        fail(f"{where}half of a pair of UTF-16 units (\\ud800 to \\udfff). Mend the text.")
    return value


def _is_half(value: Any) -> bool:
    return isinstance(value, str) and SURROGATE.search(value) is not None


def _whole(text: str) -> int | str:
    """Return a whole number, or its text where not every reader would keep it."""
    if len(text) > _SHORT and (len(text) > 2 * _SHORT or abs(int(text)) > _EXACT):
        return text
    return int(text)


def place_in(value: Any, wanted: Callable[[Any], bool]) -> str | None:
    """Return where in a JSON value something stands, as `feature 3: properties.name: `."""
    for path, found in _walk(value):
        if wanted(found):
            steps = [str(step) for step in path]
            if steps[:1] == ["features"] and len(steps) > 1:
                head = [f"feature {steps[1]}"]
                return ": ".join([*head, ".".join(steps[2:])] if steps[2:] else head) + ": "
            return ".".join(steps) + ": " if steps else ""
    return None


def _walk(value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every value in a JSON value, its keys too, each with its path."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting:
        path, found = waiting.pop()
        yield path, found
        if isinstance(found, dict):
            for key, inner in reversed(found.items()):
                yield path, key
                waiting.append(((*path, key), inner))
        elif isinstance(found, list):
            waiting += [((*path, i), inner) for i, inner in reversed(list(enumerate(found)))]


def as_text(value: Any) -> str:
    """Return a JSON value that may hold a `Numeral` as JSON text."""
    if isinstance(value, Numeral):
        return str(value)
    if isinstance(value, dict):
        inner = (f"{json.dumps(k, ensure_ascii=False)}: {as_text(v)}" for k, v in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def printable_json(value: Any, **options: Any) -> str:
    r"""Return a value as JSON for a terminal: what could steer it stands as an escape.

    >>> printable_json("a\x9bb")
    '"a\\u009bb"'
    """
    text = json.dumps(value, ensure_ascii=False, **options)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def other_crs(value: Any) -> bool:
    """Return whether a GeoJSON value says that it is not WGS 84."""
    crs = value.get("crs") if isinstance(value, dict) else None
    return bool(crs) and not any(word in str(crs) for word in ("CRS84", "4326"))
