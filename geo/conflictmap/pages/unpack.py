"""Reading packed events back: the lists that a small page holds, from the columns of a big one."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.pages.event_columns import LISTS
from conflictmap.pages.pack_text import iso_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

NULL = -(2**53)
_SHORT = 192


def unpacked_events(head: Mapping[str, Any], blocks: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the events of a packed page as lists, by column.

    Parameters
    ----------
    head
        What stands in `spec.events`.
    blocks
        The packed blocks of the page by name, as base64.

    Raises
    ------
    ValueError, KeyError, zlib.error
        When the blocks are broken.
    """
    return _Reader(head, blocks).lists()


class _Reader:
    def __init__(self, head: Mapping[str, Any], blocks: Mapping[str, str]) -> None:
        self.head, self.blocks = head, blocks
        self.rows: int = head["rows"]
        self.core = np.frombuffer(inflated(blocks["core"]), dtype=np.uint8)
        self.texts: dict[str, list[str]] = json.loads(inflated(blocks["texts"]))
        self.place = self.get(head["columns"]["point"]["code"])
        self.days: dict[str, NDArray[np.int64]] = {}

    def get(self, at: Mapping[str, int]) -> NDArray[np.int64]:
        """Return whole numbers from where they stand."""
        found = np.zeros(at["n"], dtype=np.int64)
        for i in range(at["w"]):
            start = at["at"] + i * at["n"]
            found |= self.core[start:start + at["n"]].astype(np.int64) << (8 * i)
        return found

    def lists(self) -> dict[str, list[Any]]:
        columns = dict(self.head["columns"])
        found: dict[str, list[Any]] = {}
        points = columns.pop("point")
        found["lat"], found["lon"] = self._degrees(points)
        for name, column in columns.items():
            found[name] = self._column(name, column)
        further = self.head.get("extra", [])
        if further:
            found["extra"] = [[n, found.pop(f"extra-{i}")] for i, n in enumerate(further)]
        found["joins"] = self._joins()
        return found

    def _column(self, name: str, column: Mapping[str, Any]) -> list[Any]:
        kinds: Mapping[str, Callable[[str, Mapping[str, Any]], list[Any]]] = {
            "steps": self._numbers, "int": self._numbers, "like": self._numbers,
            "dict": self._dict, "numbered": self._numbered, "when": self._when,
            "text": self._text,
        }
        values = kinds[column["k"]](name, column)
        return [v.split() for v in values] if name in LISTS else values

    def _numbers(self, name: str, column: Mapping[str, Any]) -> list[Any]:
        values = self.ints(column)
        self.days[name] = values
        return [None if v == NULL else v for v in values.tolist()]

    def ints(self, column: Mapping[str, Any]) -> NDArray[np.int64]:
        """Return a column of numbers, with `NULL` for what is not known."""
        raw = self.get(column)
        if column["k"] == "int":
            return np.where(raw == 0, NULL, raw + column["base"] - 1)
        if column["k"] == "steps":
            found = np.full(self.rows, NULL, dtype=np.int64)
            found[column["head"]:column["head"] + len(raw)] = column["first"] + np.cumsum(raw)
            return found
        other = self.days[column["of"]]
        step = np.where(raw % 2 == 0, (raw - 2) // 2, -(raw - 1) // 2)
        known = np.where(other == NULL, 0, other) + step
        return np.where(raw == 0, other, np.where(raw == 1, NULL, known))

    def _degrees(self, points: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
        shared = points["shared"]
        own = self.place == 0
        index = self.place - 2
        index[own] = shared + np.arange(int(own.sum()))
        none = self.place == 1
        index[none] = 0
        found = []
        for name, least in (("lat", 90), ("lon", 180)):
            at = points[name]
            values = (self.get(at) * at["unit"] + at["base"]) / 1e6 - least
            column = np.round(values, 6)[index] if len(values) else np.zeros(self.rows)
            found.append([None if n else v for n, v in zip(none, column.tolist(), strict=True)])
        return found[0], found[1]

    def codes(self, column: Mapping[str, Any]) -> NDArray[np.int64]:
        """Return the numbers of the texts of a column."""
        code = self.get(column["code"])
        if "usual" in column:
            return np.where(code == 0, self.get(column["usual"])[self.place], code - 1)
        return code

    def _dict(self, name: str, column: Mapping[str, Any]) -> list[str]:
        texts = self.texts[name]
        return [texts[c] for c in self.codes(column).tolist()]

    def _numbered(self, name: str, column: Mapping[str, Any]) -> list[str]:
        number = self.get(column["number"])
        if column["number"]["steps"]:
            number = np.cumsum(np.where(number % 2 == 0, number // 2, -(number + 1) // 2))
        heads, width = self._dict(name, column), column["width"]
        return [h + str(n).zfill(width) for h, n in zip(heads, number.tolist(), strict=True)]

    def _when(self, name: str, column: Mapping[str, Any]) -> list[str]:
        first, last = iso_days(self.days["start"], NULL), iso_days(self.days["end"] - 1, NULL - 1)
        rest, kinds = self._dict(name, column), self.get(column["kind"]).tolist()
        return [
            (a, f"{a}/{b}", c)[kind]
            for a, b, c, kind in zip(first, last, rest, kinds, strict=True)
        ]

    def _text(self, name: str, column: Mapping[str, Any]) -> list[str]:
        block, at = self.blocks[f"text-{name}"], 0
        found: list[str] = []
        for length in column["lengths"]:
            size = min(self.head["block"], self.rows - len(found))
            found += _texts(inflated(block[at:at + length]), size, self.texts["words"])
            at += length
        return found

    def _joins(self) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = [[] for _ in range(self.rows)]
        for layer in self.head["joins"]:
            rows = np.cumsum(self.get(layer["row"]) + 1) - 1
            what, share = self.get(layer["what"]), self.get(layer["share"])
            along = {key: self.ints(layer[key]) for key in ("chainage_m", "offset_m")
                     if key in layer}
            for at, row in enumerate(rows.tolist()):
                text = self.texts[layer["texts"]][int(what[at])]
                area, certainty, border = text.rsplit("|", 2)
                found[row].append({
                    "layer": layer["layer"], "area": area, "certainty": certainty,
                    "share": float((1000 - share[at]) / 1000), "border_uncertain": border == "1",
                    **{k: int(v[at]) for k, v in along.items() if v[at] != NULL},
                })
        return found


def _texts(content: bytes, rows: int, words: list[str]) -> list[str]:
    """Return the texts of one piece."""
    width = content[0]
    lengths = np.frombuffer(content, dtype=f"<u{width}", count=rows, offset=1)
    at, total = 1 + width * rows, int(lengths.sum())
    codes = np.frombuffer(content, np.uint8, total, at).astype(np.int64)
    long = codes >= _SHORT
    rest = np.frombuffer(content, np.uint8, int(long.sum()), at + total)
    codes[long] = _SHORT + (codes[long] - _SHORT) * 256 + rest
    rare = iter(json.loads(content[at + total + len(rest):]))
    flat = [words[c - 1] if c else next(rare) for c in codes.tolist()]
    found, start = [], 0
    for length in lengths.tolist():
        found.append(" ".join(flat[start:start + length]))
        start += length
    return found


def inflated(text: str) -> bytes:
    """Return the bytes of a deflate stream that stands in a page as base64, once they are checked.

    Pages of version 1 have none to check by: raw streams, which never begin as those of zlib do.
    """
    content = base64.b64decode(text, validate=True)
    return zlib.decompress(content, zlib.MAX_WBITS * (1 if content[:1] == b"\x78" else -1))
