"""Ids that stand twice, found in bounded memory by a 64-bit hash of each id.

Rows of Parquet: one pass over the column of ids, hashes in scratch files (8 bytes a row on disk);
only ids whose hash stands twice are then compared as text. Rows of other files: the hash of each
id is kept, 8 bytes a row; of two ids with one hash the later is taken for a repetition (once in 37
million files of a million rows).
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_WORD = 8
_LONGEST = 512
#: Hashes that are sorted at one time.
_SORTED = 4_000_000


def hashes_of(texts: Any) -> Hashes:
    """Return a 64-bit hash of each text of an Arrow array without nulls."""
    import pyarrow as pa

    texts = texts.cast(pa.large_string())
    buffers = texts.buffers()
    at = np.frombuffer(buffers[1], dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(buffers[2] or b"", dtype=np.uint8)
    sizes = np.diff(at)
    found = np.zeros(len(texts), dtype=np.uint64)
    for size in np.unique(sizes).tolist():
        rows = np.flatnonzero(sizes == size)
        if size > _LONGEST:
            found[rows] = [_long(data[at[row] : at[row + 1]].tobytes()) for row in rows]
        elif len(rows) == len(texts):
            found = _mixed(data[at[0] : at[-1]].reshape(len(rows), size))
        else:
            found[rows] = _mixed(data[at[rows][:, None] + np.arange(size)])
    return found


def _long(text: bytes) -> int:
    from hashlib import blake2b

    return int.from_bytes(blake2b(text, digest_size=_WORD).digest(), "little")


def _mixed(block: NDArray[np.uint8]) -> Hashes:
    """Return a hash of each row of a block of bytes (SplitMix64 over its words)."""
    rows, size = block.shape
    words = -(-size // _WORD)
    padded = np.zeros((rows, words * _WORD), dtype=np.uint8)
    padded[:, :size] = block
    found = np.full(rows, size + 1, dtype=np.uint64)
    for word in padded.view(np.uint64).T:
        found ^= word
        found += np.uint64(0x9E3779B97F4A7C15)
        found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found ^= found >> np.uint64(31)
    return found


def repeated(batches: Iterable[Hashes], folder: Path, rows: int) -> Hashes:
    """Return the hashes that stand more than once, sorted; scratch files lie in FOLDER."""
    drawers = max(1, min(256, -(-rows // _SORTED)))
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile(dir=folder)) for _ in range(drawers)]
        for batch in batches:
            drawer = (batch >> np.uint64(32)) % np.uint64(drawers)
            for i, file in enumerate(files):
                (batch if drawers == 1 else batch[drawer == i]).tofile(file)
        return np.sort(np.concatenate([_twice(file) for file in files]))


def _twice(file: Any) -> Hashes:
    file.seek(0)
    found = np.sort(np.fromfile(file, dtype=np.uint64))
    return np.unique(found[1:][found[1:] == found[:-1]])


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


class Trusted:
    """Nothing is known: each id is trusted to stand once."""

    def before(self, ids: Sequence[str]) -> set[str]:  # noqa: ARG002 - as `Ids`
        """Return nothing."""
        return set()

    def add(self, ids: Sequence[str]) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""


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

    def add_hashes(self, hashes: Hashes) -> None:
        """Keep hashes; runs of like size become one."""
        run = np.sort(hashes)
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)


def _hashed(ids: Sequence[str]) -> Hashes:
    import pyarrow as pa

    return hashes_of(pa.array(ids, type=pa.large_string()))
