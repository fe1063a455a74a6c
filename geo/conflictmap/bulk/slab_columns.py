"""What counting, or keeping columns, asks of regular rows of Parquet and of slabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_strings, filled, one_text, texts_of, values_of
from conflictmap.io.read_events import further_name
from conflictmap.io.vector_checks import RegularColumns, count_numbers, text_column
from conflictmap.joins.write import ALL, check_kept, kept_of, resolved
from conflictmap.model.columns import FATALITIES, NUMERIC, ROLES, STANDARD, standard_name
from conflictmap.model.source_terms import terms_of
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.bulk import pieces
    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.events import Events


def fatalities_of(batch: Any, names: dict[str, str]) -> NDArray[np.float64] | None:
    """Return low, best and high of regular rows, NaN where unknown; None when no row has any."""
    found = np.full((batch.num_rows, len(FATALITIES)), np.nan)
    for i, name in enumerate(FATALITIES):
        column = batch.column(names[name]) if name in names else None
        if column is not None:
            found[:, i] = count_numbers(column)
    return None if np.isnan(found).all() else found


def stands_alone(batch: Any, names: dict[str, str]) -> NDArray[np.bool_]:
    """Return where a regular row is one event that is no part of another."""
    import pyarrow.compute as pc

    fine = np.ones(batch.num_rows, dtype=bool)
    for name, words in (("role", ["", "event"]), ("part_of", [""])):
        if name in names:
            texts = filled(as_strings(batch.column(names[name])))
            found = pc.is_in(texts, value_set=texts_of(words))
            fine &= values_of(found)
    if "stands_for" in names:
        fine &= np.isnan(count_numbers(batch.column(names["stands_for"])))
    return fine


def kept_columns(
    batch: Any, names: dict[str, str], keep: Sequence[str], found: RegularColumns,
    further: Mapping[str, str],
) -> tuple[dict[str, Any], NDArray[np.bool_]]:
    """Return the kept columns of a batch, and where they are regular."""
    regular, kept = np.ones(batch.num_rows, dtype=bool), dict[str, Any]()
    numbers = _numbers(batch, names, found) if not set(keep).isdisjoint(NUMERIC) else {}
    for name in keep:
        if name in NUMERIC:
            kept[name] = numbers[name]
        elif name in STANDARD:
            kept[name], fine = _standard(batch, name, names.get(name))
            regular &= fine
        else:
            kept |= _further(batch, name, further)
    return kept, regular


def _numbers(batch: Any, names: dict[str, str], found: RegularColumns) -> dict[str, Any]:
    """Return the columns of numbers by name, NaN where unknown."""
    fatalities = fatalities_of(batch, names)
    if fatalities is None:
        fatalities = np.full((batch.num_rows, len(FATALITIES)), np.nan)
    columns = {name: fatalities[:, i] for i, name in enumerate(FATALITIES)}
    return {"radius_m": found.radius_m, **columns}


def _further(batch: Any, name: str, further: Mapping[str, str]) -> dict[str, Any]:
    """Return a further column of the file as text, or `ALL` of them; none that is not there."""
    chosen = further if name == ALL else {name: further[name]} if name in further else {}
    return {kept_as: _as_text(batch.column(column)) for kept_as, column in chosen.items()}


def further_columns(schema: Any) -> dict[str, str]:
    """Return the file's column for each further one, by the name under which it is kept."""
    return {further_name(standard_name(n)): n for n in schema.names
            if standard_name(n) not in STANDARD}


def _standard(batch: Any, name: str, column: str | None) -> tuple[Any, NDArray[np.bool_]]:
    """Return a standard column of text, and where it stands as it is kept."""
    import pyarrow.compute as pc

    texts, fine = text_column(batch, column)
    if name == "role":
        texts = as_strings(texts)
        return pc.if_else(pc.equal(texts, one_text("")), one_text(ROLES[0]), texts), fine
    return texts, fine


def _as_text(column: Any) -> Any:
    """Return a column as the ordinary reader would give it: text as a person would type it."""
    import pyarrow.types as t

    if t.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if t.is_null(column.type):
        return texts_of([""] * len(column))
    if not t.is_floating(column.type):
        return filled(as_strings(column))
    found = column.dictionary_encode()
    words = texts_of(map(text_of, found.dictionary.to_pylist()))
    return filled(words.take(found.indices))


def kept_events(events: Events, keep: Sequence[str]) -> dict[str, Any]:
    """Return the kept columns of events as the ordinary reader has read them."""
    further = {further_name(name): name for name in events.extra}
    found: dict[str, Any] = {}
    for name in keep:
        if name in NUMERIC:
            found[name] = kept_of(events, name)
        elif name in STANDARD:
            found[name] = texts_of(kept_of(events, name))
        else:
            some = further if name == ALL else {name: further[name]} if name in further else {}
            found |= {n: texts_of(events.extra[own]) for n, own in some.items()}
    return found


def check_keep(source: pieces.Input, keep: Sequence[str]) -> None:
    """Refuse a column to keep that is not in a Parquet file, before it is read."""
    import pyarrow.parquet as pq

    if source.is_regular and not source.may_need_more:
        check_kept(keep, further_columns(pq.read_schema(source.path)), source.name)


def known_sources(texts: Iterable[str]) -> set[str]:
    """Return the known sources that texts of the column `sources` name."""
    names = {name for text in texts for name in (text or "").split()}
    return {name for name in names if terms_of(name) is not None}


def first_plan(keep: Sequence[str]) -> dict[str, Any]:
    """Return what is taken for granted of a file before it is read.

    `seen` are the further columns that rows had.
    """
    return {"credit": "", "regional": None, "duplicates": False, "lenient": False, "seen": [],
            "kept": list(resolved(keep, ()))}


def seen_of(plan: Mapping[str, Any], slab: Slab) -> dict[str, list[str]]:
    """Return the further columns that rows of a slab, or before it, had."""
    new = (name for name in slab.kept if name not in STANDARD)
    return {"seen": sorted({*plan["seen"], *new} if len(slab) else plan["seen"])}


def credit_of(one: str, other: str) -> str:
    """Return how the column `credit` is made when some rows need one way and others another."""
    return next((way for way in ("computed", "column") if way in {one, other}), "")
