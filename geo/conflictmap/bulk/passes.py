"""A pass over a file that writes no rows: what each slab gives goes into a sink."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import DeferredIds, ids_for
from conflictmap.bulk.slab_reader import SlabReader
from conflictmap.bulk.slabs import nothing
from conflictmap.io.sources import is_generic
from conflictmap.model.events import Accounting
from conflictmap.model.region import is_regional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from conflictmap.bulk.problem_log import Kept
    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.errors import Problem
    from conflictmap.model.source_terms import Terms


class Sink(Protocol):
    """What takes the rows of a pass."""

    def add(self, slab: Slab) -> None:
        """Take the rows of a slab."""


_Sink = TypeVar("_Sink", bound=Sink)
#: Slabs, and where each ends.
_Slabs = Iterator[tuple["Slab", Mapping[str, int]]]


@dataclass(kw_only=True)
class Passed(Generic[_Sink]):
    """What a pass gave.

    `accounting` says where every row went, `notes` what was said of the file, `sources` which
    sources are known that the rows name, `withheld` the terms that forbid redistributing rows,
    `counts` what slabs count.
    """

    sink: _Sink
    accounting: Accounting = field(default_factory=Accounting)
    notes: Iterable[Problem] = ()
    sources: tuple[str, ...] = ()
    withheld: Mapping[str, Terms] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def passed(
    source: pieces.Input, make: Callable[[], _Sink], *, areas: Mapping[str, Any], kept: Kept,
    scratch: Path, trust_ids: bool = False, swap_check: bool = True,
    moved: Callable[[float], None] = lambda _: None,
) -> Passed[_Sink]:
    """Put the rows of a file into a sink; begin anew when what was taken for granted was wrong.

    Parameters
    ----------
    source
        The file.
    make
        Makes an empty sink.
    areas
        Polygons by id (WGS 84) that the column `where` may name.
    kept, scratch
        Where problems go, and a folder for what does not fit into memory.
    trust_ids
        Whether to take it that no id is a duplicate.
    swap_check
        As `read_events` takes it.
    moved
        Is called with the share of the input that has been read, from 0 to 1.
    """
    reader = SlabReader(source=source, areas=areas, for_count=True,
                        ids=ids_for(source, scratch, trust=trust_ids))
    try:
        slabs = _guessed(reader, swap_check=swap_check)
        if isinstance(reader.ids, DeferredIds) and reader.ids.suspects():
            reader.ids.close()
            reader.ids = ids_for(source, scratch, trust=trust_ids, has_duplicates=True)
            slabs = None
        while (found := _pass(
                reader, make, kept, moved, slabs=slabs, swap_check=swap_check)) is None:
            slabs = None
    finally:
        reader.ids.close()
    return found


def _guessed(reader: SlabReader, *, swap_check: bool) -> _Slabs | None:
    """Say by its first slab whether a file is about the built-in region, and return all slabs.

    Nothing when the first one is to be read anew, by what is known then.
    """
    slabs = reader.slabs({"at": 0})
    taken = list(itertools.islice(slabs, 1))
    first = taken[0][0] if taken else nothing()
    reader.regional = swap_check and is_regional(first.points, first.inside)
    return None if reader.regional and first.swapped else itertools.chain(taken, slabs)


def _pass(
    reader: SlabReader, make: Callable[[], _Sink], kept: Kept, moved: Callable[[float], None], *,
    slabs: _Slabs | None, swap_check: bool,
) -> Passed[_Sink] | None:
    """Read all rows; return nothing when what was taken for granted of them was wrong.

    SLABS are all of them, of which the first may have been read; by default they are read anew.
    """
    kept.clear()
    if slabs is None:
        reader.ids.forget()
        slabs = reader.slabs({"at": 0})
    size = max(pieces.size_of(reader.source), 1)
    found = Passed(sink=make(), notes=reader.notes)
    for slab, end in slabs:
        if _correct_reading(reader, slab.counts):
            return None
        kept.add(slab.problems)
        found.accounting += slab.accounting
        found.counts.update(slab.counts)
        found.sink.add(slab)
        moved(min(1.0, end["at"] / size))
    found.sources, found.withheld = tuple(sorted(reader.sources)), reader.withheld
    counts = found.counts
    regional = swap_check and is_regional(counts["points"], counts["inside"])
    corrected = [_correct_region(reader, regional=regional, swapped=bool(counts["swapped"])),
                 _correct_ids(reader)]
    return None if any(corrected) or _correct_reading(reader, counts, whole=True) else found


def _correct_reading(
    reader: SlabReader, counts: Mapping[str, int], *, whole: bool = False
) -> bool:
    """Read a table leniently of which more can be made; return whether it is to be read anew."""
    if not reader.source.needs_more(counts, whole=whole):
        return False
    reader.source = reader.source.lenient()
    reader.notes.clear()
    return True


def _correct_region(reader: SlabReader, *, regional: bool, swapped: bool) -> bool:
    """Say what the whole file is about; return whether rows must be read anew for it."""
    if regional == reader.regional or not swapped or not is_generic(reader.source.reader):
        return False
    reader.regional = regional
    return True


def _correct_ids(reader: SlabReader) -> bool:
    """Look out for the duplicate ids that were found; return whether there are any."""
    suspects = reader.ids.suspects() if isinstance(reader.ids, DeferredIds) else None
    if suspects is None:
        return False
    reader.ids.close()
    reader.ids = suspects
    return True
