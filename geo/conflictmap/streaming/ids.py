"""Ids that stand twice, found in bounded memory by a 64-bit hash of each id.

Rows of Parquet: the hashes are kept in a scratch file while the rows are read (8 bytes a row on
disk), and compared at the end, a drawer of them at a time. Where a hash stands twice the rows are
read once more, and the ids with that hash are compared as text. Rows of other files: the hash of
each id is kept, 8 bytes a row; of two ids with one hash the later is taken for a repetition (once
in 37 million files of a million rows).
"""

from __future__ import annotations

import itertools
import tempfile
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_WORD = 8
_LONGEST = 512
#: Drawers that hashes are sorted into, by their highest byte.
_DRAWERS = 256
#: Hashes that are compared at one time.
_FEW = 1 << 18
#: Bits of a hash by which it may be seated: all but the lowest two may come last.
_SHIFTS = 63


def hashes_of(texts: Any) -> Hashes:
    """Return a 64-bit hash of each text of an Arrow array without nulls."""
    import pyarrow as pa

    texts = texts.cast(pa.large_string())
    n, buffers = len(texts), texts.buffers()
    at = np.frombuffer(buffers[1], dtype=np.int64)[texts.offset : texts.offset + n + 1]
    data = np.frombuffer(buffers[2] or b"", dtype=np.uint8)[at[0] : at[-1]] if n else np.empty(0)
    # Words of eight bytes may begin anywhere, and end behind the last text.
    data = np.concatenate([data, np.zeros(_WORD, dtype=np.uint8)]).astype(np.uint8, copy=False)
    at = at - at[0] if n else at
    sizes = np.diff(at)
    if n and int(sizes.min()) == int(sizes.max()) <= _LONGEST:
        return _mixed(data, int(at[0]), int(sizes[0]), n)
    found = np.zeros(n, dtype=np.uint64)
    for size in np.flatnonzero(np.bincount(np.minimum(sizes, _LONGEST + 1))).tolist():
        rows = np.flatnonzero(np.minimum(sizes, _LONGEST + 1) == size)
        if size > _LONGEST:
            found[rows] = [_long(data[at[row] : at[row + 1]].tobytes()) for row in rows]
        else:
            found[rows] = _mixed(data, at[rows], size, len(rows))
    return found


def _long(text: bytes) -> int:
    from hashlib import blake2b

    return int.from_bytes(blake2b(text, digest_size=_WORD).digest(), "little")


def _mixed(
    data: NDArray[np.uint8], at: NDArray[np.int64] | int, size: int, n: int
) -> Hashes:
    """Return a hash of texts of one size (SplitMix64 over their words).

    AT is where each text begins, or where the first does when one follows the other.
    """
    found = np.full(n, size + 1, dtype=np.uint64)
    scratch = np.empty(n, dtype=np.uint64)
    # The last word begins early enough to end with the text.
    for begin in [*range(0, size - _WORD, _WORD), max(0, size - _WORD)]:
        word = _words(data, at, begin, size, n)
        found ^= word if size >= _WORD else word & np.uint64((1 << 8 * size) - 1)
        found += np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            np.right_shift(found, np.uint64(shift), out=scratch)
            found ^= scratch
            found *= np.uint64(factor)
    return found


def _words(
    data: NDArray[np.uint8], at: NDArray[np.int64] | int, begin: int, size: int, n: int
) -> Hashes:
    """Return the word of each text that begins at a byte of it."""
    if isinstance(at, int):
        return np.ndarray((n,), "<u8", data, at + begin, (size,))
    every = np.ndarray((len(data) - _WORD + 1,), "<u8", data, 0, (1,))
    found: Hashes = every[at + begin]
    return found


class Drawers:
    """Hashes in a scratch file, sorted into drawers batch by batch."""

    def __init__(self, folder: Path) -> None:
        self._file: Any = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it lives as long
        self._counts: list[NDArray[np.int64]] = []

    def add(self, batch: Hashes) -> None:
        """Keep hashes."""
        drawer = (batch >> np.uint64(56)).astype(np.uint8)
        self._file.write(batch[np.argsort(drawer, kind="stable")].tobytes())
        self._counts.append(np.bincount(drawer, minlength=_DRAWERS))

    def clear(self) -> None:
        """Forget all hashes."""
        self._file.seek(0)
        self._file.truncate()
        self._counts.clear()

    def close(self) -> None:
        """Remove the scratch file."""
        self._file.close()

    def twice(self) -> Hashes:
        """Return the hashes that stand more than once, sorted."""
        counts = np.array(self._counts, dtype=np.int64).reshape(-1, _DRAWERS)
        total = int(counts.sum())
        self._file.flush()
        if total <= _FEW:
            self._file.seek(0)
            return repeated(np.frombuffer(self._file.read(), dtype=np.uint64))
        ends = np.cumsum(counts.ravel()).reshape(counts.shape)
        return np.concatenate([
            repeated(self._drawer((ends - counts)[:, i], counts[:, i])) for i in range(_DRAWERS)])

    def _drawer(self, first: NDArray[np.int64], counts: NDArray[np.int64]) -> Hashes:
        parts = []
        for begin, size in zip(first.tolist(), counts.tolist(), strict=True):
            self._file.seek(begin * _WORD)
            parts.append(self._file.read(size * _WORD))
        return np.frombuffer(b"".join(parts), dtype=np.uint64)


def repeated(hashes: Hashes) -> Hashes:
    """Return the hashes that stand more than once, sorted.

    Each hash takes a seat; of several with one seat the last keeps it. One that finds its like on
    its seat stands twice; those that find another are seated anew, by other bits.
    """
    found: list[Hashes] = []
    shift = 0
    while len(hashes):
        size = 1 << (2 * len(hashes) - 1).bit_length()
        seat = ((hashes >> np.uint64(shift)) & np.uint64(size - 1)).astype(np.int64)
        own = np.arange(len(hashes), dtype=np.int64)
        table = np.empty(size, dtype=np.int64)
        table[seat] = own
        keeper = table[seat]
        lost = np.flatnonzero(keeper != own)
        same = hashes[keeper[lost]] == hashes[lost]
        found.append(hashes[lost[same]])
        hashes, shift = hashes[lost[~same]], (shift + 11) % _SHIFTS
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)


def among(hashes: Hashes, known: Hashes) -> NDArray[np.bool_]:
    """Return which hashes stand in a sorted array of others."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == hashes
    return found


class Ids(Protocol):
    """What knows the ids of the rows before."""

    def before(self, ids: Sequence[str]) -> set[str]:
        """Return which of these ids stood in rows before."""

    def add(self, ids: Sequence[str]) -> None:
        """Take note of the ids of rows that were read."""

    def forget(self) -> None:
        """Forget every row."""

    def close(self) -> None:
        """Let go of what is kept."""


class Trusted:
    """Nothing is known: each id is trusted to stand once."""

    def before(self, ids: Sequence[str]) -> set[str]:  # noqa: ARG002 - as `Ids`
        """Return nothing."""
        return set()

    def add(self, ids: Sequence[str]) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class Awaited(Trusted):
    """Each id is trusted until all rows are read: then it is known which hashes stand twice."""

    def __init__(self, folder: Path) -> None:
        self.hashes = Drawers(folder)

    def forget(self) -> None:
        """Forget every row."""
        self.hashes.clear()

    def close(self) -> None:
        """Remove the scratch file."""
        self.hashes.close()

    def doubtful(self) -> Doubtful | None:
        """Return what tells apart the ids that stand twice; None when there is none."""
        twice = self.hashes.twice()
        return Doubtful(twice) if len(twice) else None


class Doubtful:
    """Only ids whose hash stands twice in the file are kept, as text."""

    def __init__(self, twice: Hashes) -> None:
        self.twice = twice
        self._seen: set[str] = set()

    def before(self, ids: Sequence[str]) -> set[str]:
        """Return which of these ids stood in rows before."""
        return self._seen.intersection(ids)

    def add(self, ids: Sequence[str]) -> None:
        """Keep the ids that stand elsewhere too."""
        if len(self.twice) and len(ids):
            mask = among(_hashed(ids), self.twice)
            self._seen.update(itertools.compress(ids, mask))

    def forget(self) -> None:
        """Forget every row."""
        self._seen.clear()

    def close(self) -> None:
        """Forget every row."""
        self._seen.clear()


class Hashed:
    """The hash of every id is kept: sorted runs, of which no two are alike in size."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def before(self, ids: Sequence[str]) -> set[str]:
        """Return which of these ids stood in rows before."""
        if not ids or not self._runs:
            return set()
        hashes = _hashed(ids)
        mask = np.any([among(hashes, run) for run in self._runs], axis=0)
        return set(itertools.compress(ids, mask))

    def add(self, ids: Sequence[str]) -> None:
        """Keep the hashes of these ids."""
        if ids:
            self.add_hashes(_hashed(ids))

    def forget(self) -> None:
        """Forget every row."""
        self._runs.clear()

    def close(self) -> None:
        """Forget every row."""
        self._runs.clear()

    def add_hashes(self, hashes: Hashes) -> None:
        """Keep hashes; runs of like size become one."""
        run = np.sort(hashes)
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)


def _hashed(ids: Sequence[str]) -> Hashes:
    import pyarrow as pa

    return hashes_of(pa.array(ids, type=pa.large_string()))
