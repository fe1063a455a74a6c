"""Duplicate ids, found in bounded memory by a 64-bit hash of each id.

Rows of Parquet: the hashes are kept in a scratch file while the rows are read (8 bytes a row on
disk), and compared at the end, a drawer of them at a time. Where hashes are duplicates the rows are
read once more, and the ids with those hashes are compared as text. Rows of other files: the hash of
each id is kept, 8 bytes a row; of two ids with one hash the later is taken for a repetition (once
in 37 million files of a million rows).
"""

from __future__ import annotations

import itertools
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from conflictmap.bulk.parquet_batches import batches_of
from conflictmap.formats.arrow_text import as_strings, filled, numbers_of, one_text, texts_of
from conflictmap.formats.text_hashes import HashBuckets, hashes_of
from conflictmap.io.vector_checks import columns_of, is_dense

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from conflictmap.bulk.pieces import Input
    from conflictmap.formats.text_hashes import Hashes


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


class TrustedIds:
    """Nothing is known: no id is taken for a duplicate."""

    def before(self, ids: Sequence[str]) -> set[str]:  # noqa: ARG002 - as `Ids`
        """Return nothing."""
        return set()

    def add(self, ids: Sequence[str]) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class DeferredIds(TrustedIds):
    """No id is taken for a duplicate until all rows are read and their hashes are compared."""

    def __init__(self, folder: Path) -> None:
        self.hashes = HashBuckets(folder)

    def forget(self) -> None:
        """Forget every row."""
        self.hashes.clear()

    def close(self) -> None:
        """Remove the scratch file."""
        self.hashes.close()

    def suspects(self) -> SuspectIds | None:
        """Return what compares the ids whose hashes are duplicates; None when there is none."""
        duplicates = self.hashes.duplicates()
        return SuspectIds(duplicates) if len(duplicates) else None


class SuspectIds:
    """Only ids whose hash is a duplicate in the file are kept, as text."""

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes
        self._seen: set[str] = set()

    def before(self, ids: Sequence[str]) -> set[str]:
        """Return which of these ids stood in rows before."""
        return self._seen.intersection(ids)

    def add(self, ids: Sequence[str]) -> None:
        """Keep the ids whose hashes are duplicates."""
        if len(self.hashes) and len(ids):
            mask = among(_hashed(ids), self.hashes)
            self._seen.update(itertools.compress(ids, mask))

    def forget(self) -> None:
        """Forget every row."""
        self._seen.clear()

    def close(self) -> None:
        """Forget every row."""
        self._seen.clear()


class HashedIds:
    """The hash of every id is kept: sorted runs, of which no two are alike in size."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []
        self._last: tuple[Sequence[str], Hashes] | None = None

    def before(self, ids: Sequence[str]) -> set[str]:
        """Return which of these ids stood in rows before."""
        if not ids or not self._runs:
            return set()
        hashes = _hashed(ids)
        self._last = ids, hashes
        mask = np.any([among(hashes, run) for run in self._runs], axis=0)
        return set(itertools.compress(ids, mask))

    def add(self, ids: Sequence[str]) -> None:
        """Keep the hashes of these ids."""
        last, self._last = self._last, None
        if ids:
            self.add_hashes(last[1] if last and last[0] is ids else _hashed(ids))

    def forget(self) -> None:
        """Forget every row."""
        self._runs.clear()

    def close(self) -> None:
        """Forget every row."""
        self._runs.clear()

    def drawers(self, folder: Path) -> HashBuckets:
        """Return the hashes in a scratch file."""
        found = HashBuckets(folder)
        for run in self._runs:
            found.add(run)
        return found

    def add_hashes(self, hashes: Hashes) -> None:
        """Keep hashes; runs of like size become one."""
        run = np.sort(hashes)
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)


def ids_for(source: Input, folder: Path, *, trust: bool, has_duplicates: bool = False) -> Ids:
    """Return what finds the duplicate ids of a file.

    HAS_DUPLICATES is whether it is known that there are some: the ids are then compared first.
    """
    import pyarrow.parquet as pq

    if trust:
        return TrustedIds()
    if not source.is_regular:
        return HashedIds()
    names = columns_of(pq.read_schema(source.path))
    if names is None:
        return HashedIds()
    if "id" not in names:
        return TrustedIds()  # ids are made of the rows' numbers
    ids = DeferredIds(folder)
    if not has_duplicates:
        return ids
    with closing(ids):
        for first, batch in batches_of(source, columns=[names["id"]]):
            ids.hashes.add(id_hashes(batch.column(0), first, source.stem))
        return ids.suspects() or TrustedIds()


def id_hashes(column: Any, first: int, stem: str) -> Any:
    """Return the hashes of ids; a blank one is made of the row's number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = filled(as_strings(column))
    bare = ids if is_dense(ids) else pc.utf8_trim_whitespace(ids)
    blank = pc.equal(bare, one_text(""))
    if pc.any(blank).as_py():
        numbers = numbers_of(np.arange(first + 1, first + 1 + len(ids))).cast(pa.string())
        made = pc.binary_join_element_wise(one_text(stem), numbers, one_text("-"))
        ids = pc.if_else(blank, made, ids)
    return hashes_of(ids)


def _hashed(ids: Sequence[str]) -> Hashes:

    return hashes_of(texts_of(ids))
