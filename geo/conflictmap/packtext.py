"""Packing of texts: ids that end in a number, dates, and free text as numbers of its words."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]{0,14})", re.DOTALL)
_PADDED = re.compile(r"(.*?)([0-9]{1,15})", re.DOTALL)
#: Words that take one byte, and words that take two.
_SHORT, _GROUPS = 192, 63
_MOST = _SHORT - 1 + _GROUPS * 256


def numbered(values: NDArray[Any]) -> tuple[list[str], int, NDArray[np.int64]] | None:
    """Return ids as text and number, and to how many digits the numbers are filled with zeros.

    None when they are not all of that kind, or have too many different beginnings.
    """
    for pattern, width in ((_NUMBERED, 0), (_PADDED, len(_digits(str(values[0]))))):
        parts = [pattern.fullmatch(v) for v in values[:1]]
        if not all(parts):
            continue
        heads, numbers = [], np.empty(len(values), dtype=np.int64)
        for i, value in enumerate(values):
            found = pattern.fullmatch(value)
            if found is None or (width and len(found[2]) != width):
                break
            heads.append(found[1])
            numbers[i] = int(found[2])
        if len(heads) == len(values) and len(set(heads)) <= max(64, len(values) // 100):
            return heads, width, numbers
    return None


def _digits(text: str) -> str:
    found = re.search(r"[0-9]{1,15}$", text)
    return found[0] if found else ""


def iso_days(days: NDArray[np.int64], null: int) -> NDArray[Any]:
    """Return days as ISO dates, as Python writes them; empty for NULL and beyond year 9999."""
    fit = (days != null) & (days > -719_162) & (days < 2_932_896)  # noqa: PLR2004 - year 1 to 9999
    unique, inverse = np.unique(np.where(fit, days, 0), return_inverse=True)
    texts = np.array([str(np.datetime64(int(d), "D")) for d in unique], dtype=object)
    found = texts[inverse]
    found[~fit] = ""
    return found


class Words:
    """Free text as numbers of words, the frequent words first; rare ones stand as they are.

    A text is split at single blanks. Each piece of `ROWS` rows is a deflate stream of its own.
    """

    ROWS = 2048
    #: Rows from which the words are learnt; they are spread over the whole column.
    _SAMPLE = 40_000

    def __init__(self) -> None:
        self.known: list[str] = []
        self._number: dict[str, int] = {}

    def learn(self, columns: Sequence[NDArray[Any]]) -> None:
        """Choose the words that get a number."""
        counts: Counter[str] = Counter()
        for values in columns:
            for value in values[::max(1, len(values) // self._SAMPLE)]:
                counts.update(value.split(" "))
        found = [(word, n) for word, n in counts.items() if n > 1]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        self.known = [word for word, _ in found[:_MOST]]
        self._number = {word: i for i, word in enumerate(self.known, start=1)}

    def blocks(self, values: NDArray[Any]) -> tuple[str, list[int]]:
        """Return a column as base64, and the length of each piece in characters."""
        pieces = [
            base64.b64encode(self._block(values[at:at + self.ROWS])).decode()
            for at in range(0, len(values), self.ROWS)
        ]
        return "".join(pieces), [len(piece) for piece in pieces]

    def _block(self, values: NDArray[Any]) -> bytes:
        split = [value.split(" ") if value else [] for value in values]
        words = [word for row in split for word in row]
        get = self._number.get
        codes = np.fromiter(map(get, words, repeat(0)), np.int32, len(words))
        rare = [words[i] for i in np.flatnonzero(codes == 0)]
        return _deflated(b"".join([
            *_planes(np.array([len(row) for row in split], dtype=np.int64)), *_coded(codes),
            json.dumps(rare, ensure_ascii=False, separators=(",", ":")).encode(),
        ]))


def _planes(lengths: NDArray[np.int64]) -> list[bytes]:
    """Return the words of each row, in one byte each, or in two or four; the first says which."""
    top = int(lengths.max()) if len(lengths) else 0
    width = 1 if top < 256 else 2 if top < 65536 else 4  # noqa: PLR2004 - of a byte, of two
    return [bytes([width]), lengths.astype(f"<u{width}").tobytes()]


def _coded(codes: NDArray[np.int32]) -> list[bytes]:
    """Return numbers of words: first bytes of all, then the second bytes of those that have one."""
    long = codes >= _SHORT
    rest = codes[long] - _SHORT
    first = codes.copy()
    first[long] = _SHORT + (rest >> 8)
    return [first.astype(np.uint8).tobytes(), (rest & 255).astype(np.uint8).tobytes()]


def _deflated(content: bytes) -> bytes:
    maker = zlib.compressobj(6, zlib.DEFLATED, -15)
    return maker.compress(content) + maker.flush()
