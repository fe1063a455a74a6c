"""Joining a file of any size: pieces in, parts out, and one file or nothing at the end."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import DeferredIds, HashedIds, Ids, SuspectIds, ids_for
from conflictmap.bulk.layer_joins import joins_of
from conflictmap.bulk.parts import Parts
from conflictmap.bulk.problem_log import first_problems, write_rejects
from conflictmap.bulk.resume import event_ids, key_of, locked
from conflictmap.bulk.slab_columns import check_keep, credit_of, first_plan, seen_of
from conflictmap.bulk.slab_reader import SlabReader
from conflictmap.bulk.slabs import nothing
from conflictmap.bulk.tables import joined_table
from conflictmap.formats.files import check_output
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.any_table import Asked
from conflictmap.io.sources import is_generic
from conflictmap.joins.lines import REACH_M
from conflictmap.joins.write import asked, check_kept, resolved
from conflictmap.model.layer import areas_of
from conflictmap.model.region import is_regional
from conflictmap.places.layer_files import layer_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Accounting
    from conflictmap.model.layer import Layer

#: Slabs, and where each ends.
_Slabs = Iterator[tuple["Slab", Mapping[str, int]]]
#: Slabs of Parquet, and of text, that make one part.
SLABS = {"parquet": 16, "text": 25}


@dataclass(frozen=True, kw_only=True)
class Streamed:
    """What a join in pieces did: rows written, where the rows of the input went, what went wrong.

    `problems` are the first hundred; all of them are counted in `troubles`, and told of in `lines`,
    those of a kind as one. The rows that were set aside are in the table of rejects. `reading` says
    what the columns of a text were taken for that may have any.
    """

    path: Path
    rows: int
    accounting: Accounting
    problems: tuple[Problem, ...]
    troubles: int
    rejects: int
    lines: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


class _Restart(Exception):  # noqa: N818 - never leaves this module
    """What was taken for granted of the whole file is not so."""

    def __init__(self, **plan: Any) -> None:
        super().__init__()
        self.plan = plan


def join_file(
    path: str | Path, layers: Sequence[Layer | str], output: str | Path, *,
    reach_m: float = REACH_M, rejects: str | Path | None = None, trust_ids: bool = False,
    keep: str | Iterable[str] = (), strict: bool = False, found: bool = False, long: bool = False,
    columns: Mapping[str, str | tuple[str, ...]] | None = None, gazetteer: str | Path = "",
    encoding: str = "", points_as_given: bool = False,
    moved: Callable[[float], None] = lambda _: None,
) -> Streamed:
    """Join a file of any size with layers, in bounded memory, and write the table.

    The table is that of `write_joined(join(read_events(path), layers), …)`: the same columns,
    values and order. A file under other columns than ours is read twice: once to tell what they
    mean; so is one under our columns of which more can be made than they say as they stand. Parts
    lie beside the output until it is whole; a run that was cut short goes on behind its last whole
    part, as long as input and layers are the same.

    Parameters
    ----------
    path
        Parquet, or a table as text (CSV, GDELT, UCDP, ACLED), plain or `.gz`.
    layers
        Layers of areas (joined by place and days) or lines (by distance), or ids of built-in ones.
    output
        A path that ends in .csv or .parquet.
    reach_m
        How near to a line, in metres, an event counts as on it.
    rejects
        Where rows go that were set aside; by default nowhere.
    trust_ids
        Whether to take it that no id is a duplicate: saves 8 bytes a row.
    keep
        Further columns of the events to write, as `write_joined` does.
    strict, columns, gazetteer, encoding, points_as_given
        As `read_events` takes them.
    found, long
        Whether only rows with an area are written, and whether each further area has a row of its
        own, as `write_joined` does. Such parts do not hold each id once: a run that was cut short
        begins again, unless TRUST_IDS.
    moved
        Is called with the share of the input that has been read, from 0 to 1.

    Raises
    ------
    EventsError, LayerError, OutputError
        When the input cannot be read, a layer cannot be joined, or the output not be written. An
        older output is then as it was.
    """
    check_output(output, (".csv", ".parquet"))
    source = pieces.open_input(
        path, encoding=encoding, as_given=points_as_given, asked=Asked(
            strict=strict, columns=columns or {}, gazetteer=str(gazetteer)))
    chosen = layer_list(layers)
    names = asked(keep)
    check_keep(source, names)
    parts = Parts(
        target=Path(output), layers=len(chosen),
        plan=first_plan(names),
        key=key_of(source, chosen, Path(output), reach_m, trust_ids) | {
            "keep": names, "found": found, "long": long},
    )
    with locked(parts):
        parts.begin()
        if (found or long) and not trust_ids:
            parts.restart(parts.plan)
        run = _Run(source, chosen, parts, names, reach_m=reach_m, trust_ids=trust_ids, moved=moved)
        run.shown = {"found": found, "long": long}
        try:
            run.all_parts()
        finally:
            run.ids.close()
        done = _streamed(source, parts, run.notes, rejects)
        parts.assemble()
    parts.remove()
    return done


def _streamed(
    source: pieces.Input, parts: Parts, notes: Mapping[Problem, None], rejects: str | Path | None
) -> Streamed:
    """Write the rejects, if they are wanted, and return what was done."""
    written = 0 if rejects is None else write_rejects(parts.problems, Path(rejects))
    reading, own = source.said(notes, parts.count("given"))
    shown = first_problems(parts.problems(), own)
    return Streamed(
        path=parts.target, rows=parts.count("written"), problems=shown.problems,
        accounting=parts.accounting(), troubles=shown.troubles, rejects=written, lines=shown.lines,
        reading=reading,
    )


class _Run:
    """One run over the input: what is prepared once, and the parts that it makes."""

    def __init__(
        self, source: pieces.Input, layers: Sequence[Layer], parts: Parts, keep: tuple[str, ...],
        *, reach_m: float, trust_ids: bool, moved: Callable[[float], None],
    ) -> None:
        self.keep, self.shown = keep, {"found": False, "long": False}
        self.source, self.parts, self.moved, self.trust = source, parts, moved, trust_ids
        self.size = pieces.size_of(source)
        self.joins = joins_of(source, layers, reach_m=reach_m)
        self.areas: Mapping[str, Any] = areas_of(layers)
        self.ids = self._ids()
        self.notes: dict[Problem, None] = {}

    def _ids(self) -> Ids:
        return ids_for(self.source, self.parts.folder, trust=self.trust,
                       has_duplicates=self.parts.plan["duplicates"])

    def all_parts(self) -> None:
        """Make every part that is not there yet; begin again when the plan was wrong."""
        while True:
            try:
                if self.parts.plan["lenient"]:
                    self.source = self.source.lenient()
                self._go_on()
                self._check()
            except _Restart as restart:
                self.parts.restart({**self.parts.plan, **restart.plan})
            else:
                return

    def _slabs(self, at: Mapping[str, int]) -> _Slabs:
        """Yield the slabs behind the parts that are there, whose ids are known then."""
        if self.parts.plan["regional"] is None and (slabs := self._guessed()) is not None:
            return slabs
        self._remember()
        return self._reader(regional=bool(self.parts.plan["regional"])).slabs(at)

    def _guessed(self) -> _Slabs | None:
        """Say by its first slab what the file is about, and yield all slabs.

        Nothing when the first one is to be read anew, by what is known then.
        """
        reader = self._reader(regional=False)
        slabs = reader.slabs({"at": 0})
        taken = list(itertools.islice(slabs, 1))
        first = taken[0][0] if taken else nothing()
        plan = self.parts.plan
        plan |= self._columns_for(first) | {"regional": is_regional(first.points, first.inside)}
        if isinstance(self.ids, DeferredIds) and self.ids.suspects():
            plan["duplicates"] = True
            self.ids.close()
            self.ids = self._ids()
            return None
        reader.regional = plan["regional"]
        return None if reader.regional and first.swapped else itertools.chain(taken, slabs)

    def _reader(self, *, regional: bool) -> SlabReader:
        return SlabReader(source=self.source, areas=self.areas, ids=self.ids, regional=regional,
                          target=str(self.parts.target), notes=self.notes, keep=self.keep)

    def _go_on(self) -> None:
        at = self.parts.done[-1]["end"] if self.parts.done else {"at": 0}
        slabs = self._slabs(at)
        while taken := list(itertools.islice(slabs, 1)):
            self._part(itertools.islice(itertools.chain(taken, slabs), SLABS[self.source.kind]))
        if not self.parts.done:
            self._part(iter([(nothing(), at)]))

    def _part(self, slabs: _Slabs) -> None:
        """Make one part of the slabs."""
        end: Mapping[str, int] = {"at": 0}
        writer = self.parts.writer()
        try:
            for slab, end in slabs:
                self._check_reading(slab.counts)
                self._check_columns(slab)
                plan = self.parts.plan
                writer.add(slab, [
                    joined_table(slab, one, plan["credit"], plan["kept"], **self.shown)
                    for one in self.joins])
                self.moved(min(1.0, end["at"] / max(self.size, 1)))
            self.parts.finish(writer.close(end=end))
        finally:
            writer.abandon()

    def _remember(self) -> None:
        """Know the ids of the parts that are there, and no others."""
        self.ids.forget()
        for number in range(len(self.parts.done)):
            for column in event_ids(self.parts.file(number, 0), self.parts.target.suffix.lower()):
                if isinstance(self.ids, HashedIds):
                    self.ids.add_hashes(hashes_of(column))
                elif isinstance(self.ids, DeferredIds):
                    self.ids.hashes.add(hashes_of(column))
                elif isinstance(self.ids, SuspectIds):
                    self.ids.add(column.to_pylist())

    def _check_reading(self, counts: Mapping[str, int], *, whole: bool = False) -> None:
        """Begin again, leniently, when more can be made of the file than its columns say."""
        if self.source.needs_more(counts, whole=whole):
            self.notes.clear()
            self.ids.forget()
            known = {"duplicates": self.parts.plan["duplicates"], "lenient": True}
            raise _Restart(**{**first_plan(self.keep), **known})

    def _check_columns(self, slab: Slab) -> None:
        """Begin again with more columns when the first row comes that needs them."""
        plan, needed = self.parts.plan, self._columns_for(slab)
        if any(plan[name] != needed[name] for name in ("credit", "kept")):
            raise _Restart(**needed)
        plan["seen"] = needed["seen"]

    def _columns_for(self, slab: Slab) -> dict[str, Any]:
        """Return the plan of columns by which the rows of a slab can be written, too."""
        plan = self.parts.plan
        needed = {"credit": credit_of(plan["credit"], slab.needed_credit), **seen_of(plan, slab)}
        return needed | {"kept": list(resolved(self.keep, needed["seen"]))}

    def _check(self) -> None:
        """Begin again when the whole file says another thing than its first rows did."""
        suspects = self.ids.suspects() if isinstance(self.ids, DeferredIds) else None
        if suspects is not None:
            self.ids.close()
            self.ids = suspects
            raise _Restart(duplicates=True)
        counts = self.parts.counts()
        found = is_regional(counts["points"], counts["inside"])
        is_wrong = found != self.parts.plan["regional"] and is_generic(self.source.reader)
        if counts["swapped"] and is_wrong:
            raise _Restart(regional=found)
        self._check_reading(counts, whole=True)
        if self.parts.count("rows"):
            check_kept(self.keep, self.parts.plan["seen"], self.source.name)
