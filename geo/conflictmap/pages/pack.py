"""Packing: the events of a big map as compressed columns, so that a page stays small and quick.

A packed page has, in place of the lists of `spec.events`, a head that says how each column is
coded, and further blocks of base64 text: `core` (one deflate stream of all numbers and codes, and
one of the repeated texts), and one block for each column of free text, in pieces that are decoded
when they are read. `docs/big-maps.md` says how much that saves, and `unpack` reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.joins.areas import CERTAINTY
from conflictmap.joins.batch import distinct_rows
from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.pages.event_columns import LISTS, TEXTS, EventTable, LayerJoins
from conflictmap.pages.pack_text import (
    Core,
    Words,
    as_base64,
    as_json,
    coded,
    cost,
    deflated,
    deflated_numbers,
    iso_days,
    numbered,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Version of the coding.
PACKING = 2
#: In a column of numbers: not known.
NULL = -(2**53)
_SCALE = 1_000_000
#: A text column with more different values than this share of its rows is free text.
_REPEATED = 0.25
_SOME = 2000
#: Columns, and the column that each is coded against.
_DAYS = (("start", ""), ("end", "start"), ("certain_start", "start"), ("certain_end", "end"))
_NUMBERS = (("radius_m", ""), ("best", ""), ("low", "best"), ("high", "best"), ("stands_for", ""),
            ("size", ""))


@dataclass
class Packed:
    """What goes into a page: the head for `spec.events`, and the blocks by name, as base64."""

    head: dict[str, Any]
    blocks: dict[str, str]


def packed(table: EventTable) -> Packed:
    """Return the events of a page, packed; the same for the same events."""
    core = Core()
    place, code = _places(core, table)
    columns: dict[str, Any] = {"point": place}
    for key, like in _DAYS:
        columns[key] = _days(core, table, key, like)
    for key, like in _NUMBERS:
        if key in table.arrays:
            columns[key] = _numbers(core, table, key, like)
    blocks = _texts(core, table, code, columns)
    head = {
        "packed": PACKING, "rows": table.rows, "block": Words.ROWS, "columns": columns,
        "joins": [_join(core, layer) for layer in table.joins],
        **({"extra": list(table.further)} if table.further else {}),
    }
    blocks["core"] = as_base64(deflated_numbers(b"".join(core.parts)))
    blocks["texts"] = as_base64(deflated(as_json(core.texts)))
    return Packed(head=head, blocks=blocks)


def _texts(
    core: Core, table: EventTable, code: NDArray[np.int64], columns: dict[str, Any]
) -> dict[str, str]:
    """Put the texts into the columns; return the blocks of free text by name."""
    words, blocks = Words(), {}
    free = [key for key in table.arrays
            if _is_text(key) and not _put_text(core, table, key, code, columns)]
    words.learn([table.arrays[key] for key in free])
    for key in free:
        blocks[f"text-{key}"], lengths = words.blocks(table.arrays[key])
        columns[key] = {"k": "text", "lengths": lengths}
    core.texts["words"] = words.known
    return blocks


def _is_text(key: str) -> bool:
    return key in TEXTS or key in LISTS or key == "color" or key.startswith("extra-")


def _numbers(core: Core, table: EventTable, key: str, like: str) -> dict[str, Any]:
    other = _whole(table, like) if like else None
    return _like(core, _whole(table, key), other, like)


def _whole(table: EventTable, key: str) -> NDArray[np.int64]:
    """Return a column of numbers, rounded, with `NULL` for what is not known."""
    values = table.arrays[key]
    known = ~np.isnan(values)
    return np.where(known, np.rint(np.where(known, values, 0)), NULL).astype(np.int64)


def _day_numbers(table: EventTable, key: str) -> NDArray[np.int64]:
    values = table.arrays[key].astype(np.int64)
    return np.where(np.isin(values, [NO_DAY, OPEN_START, OPEN_END]), NULL, values)


def _days(core: Core, table: EventTable, key: str, like: str) -> dict[str, Any]:
    values = _day_numbers(table, key)
    if like:
        return _like(core, values, _day_numbers(table, like), like)
    known = values != NULL
    filled = values[known]
    steps = np.diff(filled, prepend=filled[:1])
    if (steps < 0).any() or not len(filled):
        return _like(core, values, None, "")
    # Sorted days: only the steps; days that are not known stand before and behind.
    head = int(np.argmax(known))
    if not known[head:head + len(filled)].all():
        return _like(core, values, None, "")
    return {"k": "steps", "first": int(filled[0]), "head": head, **core.put(steps)}


def _like(
    core: Core, values: NDArray[np.int64], other: NDArray[np.int64] | None, name: str
) -> dict[str, Any]:
    """Return numbers as they are, or as what they differ by from another column.

    0 is not known, or the same as in the other column; then 1 is not known.
    """
    known = values != NULL
    if other is None:
        base = int(values[known].min()) if known.any() else 0
        return {"k": "int", "base": base, **core.put(np.where(known, values - base + 1, 0))}
    step = values - np.where(other == NULL, 0, other)
    zigzag = np.where(step >= 0, 2 * step, -2 * step - 1)
    coded = np.where(values == other, 0, np.where(known, zigzag + 2, 1))
    return {"k": "like", "of": name, **core.put(coded)}


def _places(core: Core, table: EventTable) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Return the coordinates: points that many rows share by number, the others as they are."""
    lat, lon = table.arrays["lat"], table.arrays["lon"]
    known = ~np.isnan(lat)
    pair = np.zeros(len(lat), dtype=np.int64)
    whole = [np.rint(values[known] * _SCALE).astype(np.int64) for values in (lat, lon)]
    pair[known] = (whole[0] + 90 * _SCALE) * (360 * _SCALE + 1) + whole[1] + 180 * _SCALE + 1
    values, inverse, counts = np.unique(pair, return_inverse=True, return_counts=True)
    shared = np.flatnonzero((counts > 1) & (values > 0))
    shared = shared[np.lexsort((values[shared], -counts[shared]))]
    rank = np.zeros(len(values), dtype=np.int64)  # 0: of its own
    rank[shared] = np.arange(len(shared)) + 2
    rank[values == 0] = 1  # without a place
    code = rank[inverse]
    own = np.concatenate([values[shared], pair[code == 0]])
    north, east = np.divmod(own - 1, 360 * _SCALE + 1)
    return {
        "k": "points", "shared": len(shared), "code": core.put(code),
        "lat": _degrees(core, north), "lon": _degrees(core, east),
    }, code


def _degrees(core: Core, values: NDArray[np.int64]) -> dict[str, Any]:
    """Return millionths of a degree in the largest unit that all of them are whole in."""
    offset = values - (values.min() if len(values) else 0)
    unit = next(u for u in (10_000, 1_000, 100, 10, 1) if not (offset % u).any())
    base = int(values.min()) if len(values) else 0
    return {"base": base, "unit": unit, **core.put(offset // unit)}


def _put_text(
    core: Core, table: EventTable, key: str, place: NDArray[np.int64], columns: dict[str, Any]
) -> bool:
    """Put a text column that repeats itself, or follows a rule, into the core; else say no."""
    values = table.arrays[key]
    if key == "when":
        columns[key] = _when(core, table)
        return True
    if key == "id":
        found = numbered(values)
        if found is None:
            return False
        heads, widths, numbers = found
        columns[key] = {"k": "numbered", **_codes(core, "id", heads, None),
                        "width": widths, "number": _steps(core, numbers)}
        return True
    if _is_free(values):
        return False
    columns[key] = {"k": "dict", **_codes(core, key, values, place)}
    return True


def _is_free(values: NDArray[Any]) -> bool:
    """Return whether hardly any text of a column is repeated."""
    some = values[:_SOME]
    return len(set(some)) > len(some) / 2 and len(set(values)) > _REPEATED * len(values)


def _steps(core: Core, values: NDArray[np.int64]) -> dict[str, Any]:
    """Return numbers, or the steps between them where that takes fewer bytes."""
    steps = np.diff(values, prepend=0)
    zigzag = np.where(steps >= 0, 2 * steps, -2 * steps - 1)
    if cost(zigzag) < cost(values):
        return {"steps": True, **core.put(zigzag)}
    return {"steps": False, **core.put(values)}


def _codes(
    core: Core, name: str, values: Any,
    place: NDArray[np.int64] | None,
) -> dict[str, Any]:
    """Return a text column as numbers of its texts, the frequent ones first.

    Where the place decides the text, only what differs from the usual text of the place is kept.
    """
    raw, found = coded(values)
    names = np.array(found or [""], dtype=object)
    order = np.lexsort((names.astype(str), -np.bincount(raw, minlength=len(names))))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    core.texts[name] = [str(v) for v in names[order]]
    code = rank[raw]
    if place is None or len(names) < 2 or place.max() < 2:  # noqa: PLR2004
        return {"code": core.put(code)}
    usual = _usual(code, place)
    other = np.where(code == usual[place], 0, code + 1)
    if cost(other) + cost(usual) >= cost(code):
        return {"code": core.put(code)}
    return {"usual": core.put(usual), "code": core.put(other)}


def _usual(code: NDArray[np.int64], place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the most frequent text of each place."""
    width = int(code.max()) + 1
    both, counts = np.unique(place * width + code, return_counts=True)
    best = np.lexsort((both, counts))  # the last of a place wins
    usual = np.zeros(int(place.max()) + 1, dtype=np.int64)
    usual[both[best] // width] = both[best] % width
    return usual


def _when(core: Core, table: EventTable) -> dict[str, Any]:
    """Return the dates as typed: mostly the very day, or the first and last day."""
    typed, words = coded(table.arrays["when"])
    days = np.column_stack([typed, *(_day_numbers(table, key) for key in ("start", "end"))])
    known, inverse = distinct_rows(days)
    code, start, end = known.T
    text = np.array(words or [""], dtype=object)[code]
    first, last = iso_days(start, NULL), iso_days(end - 1, NULL - 1)
    one = (text == first) & (first != "")
    span = (text == first + "/" + last) & (first != "") & (last != "")
    rest = np.where(one | span, "", text)[inverse]
    kind = np.where(one, 0, np.where(span, 1, 2))[inverse]
    return {"k": "when", "kind": core.put(kind), **_codes(core, "when", rest, None)}


def _join(core: Core, layer: LayerJoins) -> dict[str, Any]:
    """Return where events lie in one layer."""
    known, inverse = distinct_rows(np.column_stack(
        [layer.area, layer.certainty, layer.border]).astype(np.int64))
    what = np.array([f"{layer.names[a]}|{CERTAINTY[c]}|{b}" for a, c, b in known.tolist()] or [""],
                    dtype=object)[inverse]
    name = f"join {layer.layer}"
    thousandths = np.rint(np.nan_to_num(layer.share) * 1000).astype(np.int64)
    found: dict[str, Any] = {
        "layer": layer.layer, "row": core.put(np.diff(layer.rows, prepend=-1) - 1),
        "what": _codes(core, name, what, None)["code"], "texts": name,
        "share": core.put(1000 - thousandths),
    }
    for key in ("chainage_m", "offset_m"):
        values = getattr(layer, key)
        if not np.isnan(values).all():
            known = ~np.isnan(values)
            rounded = np.rint(np.where(known, values, 0)).astype(np.int64)
            found[key] = _like(core, np.where(known, rounded, NULL), None, "")
    return found


