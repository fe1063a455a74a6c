"""64-bit hashes of texts, and which of very many are duplicates."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_WORD = 8
_LONGEST = 512
#: Buckets that hashes are sorted into, by their highest byte.
BUCKETS = 256
#: Hashes that are compared at one time.
_FEW = 1 << 18
#: Bits of a hash by which it may be seated: all but the lowest two may come last.
_SHIFTS = 63


def hashes_of(texts: Any) -> Hashes:
    """Return a 64-bit hash of each text of an Arrow array without nulls."""
    import pyarrow as pa

    n = len(texts)
    if not n:
        return np.zeros(0, dtype=np.uint64)
    data, at = _bytes_of(texts.cast(pa.large_string()))
    sizes = np.diff(at)
    if int(sizes.min()) == int(sizes.max()) <= _LONGEST:
        return _mixed(data, int(at[0]), int(sizes[0]), n)
    found = np.zeros(n, dtype=np.uint64)
    for size in np.flatnonzero(np.bincount(np.minimum(sizes, _LONGEST + 1))).tolist():
        rows = np.flatnonzero(np.minimum(sizes, _LONGEST + 1) == size)
        if size > _LONGEST:
            found[rows] = [_long(data[at[row] : at[row + 1]].tobytes()) for row in rows]
        else:
            found[rows] = _mixed(data, at[rows], size, len(rows))
    return found


def _bytes_of(texts: Any) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of some texts, a word of zeros behind them, and where each text begins."""
    buffers, first = texts.buffers(), texts.offset
    at = np.frombuffer(buffers[1], dtype=np.int64)[first : first + len(texts) + 1]
    data = np.frombuffer(buffers[2] or b"", dtype=np.uint8)[at[0] : at[-1]]
    # Words of eight bytes may begin anywhere, and end behind the last text.
    return np.concatenate([data, np.zeros(_WORD, dtype=np.uint8)]), at - at[0]


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


class HashBuckets:
    """Hashes in a scratch file, sorted into buckets batch by batch."""

    def __init__(self, folder: Path) -> None:
        self._file: Any = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it lives as long
        self._counts: list[NDArray[np.int64]] = []

    def add(self, batch: Hashes) -> None:
        """Keep hashes."""
        bucket = (batch >> np.uint64(56)).astype(np.uint8)
        self._file.write(batch[np.argsort(bucket, kind="stable")].tobytes())
        self._counts.append(np.bincount(bucket, minlength=BUCKETS))

    def write(self, path: Path) -> list[int]:
        """Write all hashes bucket by bucket, whole or not at all; return how many each holds."""
        counts = np.array(self._counts, dtype=np.int64).reshape(-1, BUCKETS)
        self._file.flush()
        self._file.seek(0)
        hashes = np.frombuffer(self._file.read(), dtype=np.uint64)
        order = np.argsort((hashes >> np.uint64(56)).astype(np.uint8), kind="stable")
        write_whole(path, hashes[order].tobytes())
        return [int(count) for count in counts.sum(axis=0)]

    def clear(self) -> None:
        """Forget all hashes."""
        self._file.seek(0)
        self._file.truncate()
        self._counts.clear()

    def close(self) -> None:
        """Remove the scratch file."""
        self._file.close()

    def duplicates(self) -> Hashes:
        """Return the hashes that occur more than once, sorted."""
        counts = np.array(self._counts, dtype=np.int64).reshape(-1, BUCKETS)
        total = int(counts.sum())
        self._file.flush()
        if total <= _FEW:
            self._file.seek(0)
            return duplicate_hashes(np.frombuffer(self._file.read(), dtype=np.uint64))
        ends = np.cumsum(counts.ravel()).reshape(counts.shape)
        buckets = (self._bucket((ends - counts)[:, i], counts[:, i]) for i in range(BUCKETS))
        return np.concatenate(list(map(duplicate_hashes, buckets)))

    def _bucket(self, first: NDArray[np.int64], counts: NDArray[np.int64]) -> Hashes:
        parts = []
        for begin, size in zip(first.tolist(), counts.tolist(), strict=True):
            self._file.seek(begin * _WORD)
            parts.append(self._file.read(size * _WORD))
        return np.frombuffer(b"".join(parts), dtype=np.uint64)


def duplicate_hashes(hashes: Hashes) -> Hashes:
    """Return the hashes that occur more than once, sorted.

    Each hash takes a seat; of several with one seat the last keeps it. One that finds its like on
    its seat is a duplicate; those that find another are seated anew, by other bits.
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
