"""Counting: events and fatalities as ranges, with no part added to its whole.

The rules, the same here and on the page:

- An event counts when all of its days lie in the window. One that only overlaps the window is
  *partly inside*: it is named, and adds to `high` alone.
- An aggregate counts when all of its days lie in the window; then its parts, at any depth, do not.
  Otherwise the parts count and the aggregate is named.
- A toll row is a report of a total so far. It is never added: within an aggregate that does not
  count, each of low, best and high is the larger of the sum of the parts and the totals reported in
  the window.
- A row counts as many events as it stands for.
- Unknown is never zero: a total says how many of its events lack a low, best or high. It has no
  best figure, and no upper end, where an event that states fatalities lacks one: low <= best
  <= high.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.analysis.claims_view import with_claims_view
from conflictmap.analysis.counter import GROUPS, TREE, Batch, Counter
from conflictmap.analysis.sums import MONTHS_IN, Members
from conflictmap.io.read_events import read_events
from conflictmap.joins.join import INSIDE, POSSIBLE, Joined
from conflictmap.model.interval import DayLike, Interval, interval_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conflictmap.analysis.counts import Counts
    from conflictmap.model.events import Events

    By = str | Sequence[str] | None
    Window = Interval | tuple[DayLike | None, DayLike | None] | None


def count(
    events: Any, *, window: Window = None, by: By = None, joined: Joined | None = None,
    claims: str = "range", whose: str | None = None,
) -> Counts:
    """Return events and fatalities as ranges, by the rules at the head of this module.

    Parameters
    ----------
    events
        The events, or anything that `read_events` takes: a file, a frame, a list of dicts; undated
        ones are not counted.
    window
        Half-open days, also as text: `("2020-09-27", "2020-11-10")`; by default all.
    by
        `type`, `actor`, `source`, one of `year`, `quarter` and `month`, `area` (with `joined`), or
        several of them. A group is a row; of several words, only the groups with events are rows.
        An event is counted once for each of its actors and of its sources, so that these rows add
        up to more than all events; one that names none is in the group with an empty name.
    joined
        What `join` returned for these events: `inside` rows belong to their area, `possible` rows
        may. Each layer is counted by itself.
    claims
        Whose figures of the dead are counted: `range` (those of the table), a side that speaks in
        the data, `third_party`, `latest` or `first`. Where they give no figure of all the dead of
        an event, its fatalities are unknown (`Toll.silent`): see `conflictmap.claims`.
    whose
        With `claims`: whose dead are counted, one of `peoples(events)`. By default those of all.

    Returns
    -------
    Counts
        A tuple with a `Count` for each group, sorted; one for all events when `by` is None.

    Raises
    ------
    ValueError
        When `by` holds another word, or `area` while `joined` is missing or of other events; when
        there is no such view of the claims, or `whose` is asked of the table, which does not say.
    """
    from conflictmap.analysis.counts import Counts

    words = words_of(by)
    events = with_claims_view(read_events(events), claims, whose=whose)
    found = [_MEMBERS[word](events) for word in words if word in _MEMBERS]
    if "area" not in words:
        counter = Counter(words, interval_of(window))
        counter.add(_batch(events), [found])
        return Counts(counter.counts())
    areas = list(_areas_by_layer(joined, len(events)))
    counter = Counter(words, interval_of(window), [layer_id for layer_id, _ in areas])
    counter.add(_batch(events), [[members, *found] for _, members in areas])
    return Counts(counter.counts())


def _actors(events: Events) -> Members:
    """Return the parties that each event names, one or two."""
    pairs = zip(events["actor_a"].tolist(), events["actor_b"].tolist(), strict=True)
    return Members.of_lists([[name for name in map(str.strip, pair) if name] for pair in pairs])


def _sources(events: Events) -> Members:
    """Return the ids of the sources of each event; without any, what a column `source` says."""
    if (events["sources"] != "").any():
        return Members.of_lists([text.split() for text in events["sources"].tolist()])
    own = next((v for name, v in events.extra.items() if name.strip().lower() == "source"), None)
    texts = [""] * len(events) if own is None else list(map(str, own))
    return Members.of_lists([[text.strip()] for text in texts])


#: How the groups of a word are found in the events.
_MEMBERS: Mapping[str, Callable[[Events], Members]] = {
    "type": lambda events: Members.of(events["type"]),
    "actor": _actors,
    "source": _sources,
}


def _areas_by_layer(joined: Joined | None, n: int) -> Iterator[tuple[str, Members]]:
    """Yield the id of each layer of a join of N events, and the areas of their rows in it."""
    if joined is None or (len(joined) % n if n else len(joined)):
        raise ValueError("count by area needs `joined`: the rows of these events in each layer")
    for start in range(0, len(joined), max(n, 1)):
        yield str(joined["layer_id"][start]), _areas(joined, slice(start, start + n))


def _batch(events: Events) -> Batch:
    """Return events as a batch to count."""
    related = (events["role"] != "event") | (events["part_of"] != "")
    tree = {name: events[name][related] for name in TREE} if related.any() else None
    return Batch(
        start=events["start"], end=events["end"], related=related, tree=tree,
        fatalities=np.column_stack([events[name] for name in MEASURES]), weight=events.weight,
    )


def words_of(by: By) -> tuple[str, ...]:
    """Return what is counted by, as words in the order of `GROUPS`."""
    words = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    wrong = [word for word in words if word not in GROUPS]
    if wrong:
        raise ValueError(f"by: '{wrong[0]}' is none of {', '.join(GROUPS)}")
    _check_units(words)
    return tuple(word for word in GROUPS if word in words)


def _check_units(words: Sequence[str]) -> None:
    """Raise ValueError when two of the words are of time."""
    units = [word for word in words if word in MONTHS_IN]
    if len(units) > 1:
        raise ValueError(f"by: '{units[0]}' and '{units[1]}' are both of time. Take one")


def _areas(joined: Joined, part: slice) -> Members:
    """Return the areas of the rows of one layer."""
    certainty = joined["certainty"][part]
    found = Members.of(joined["area_id"][part], certainty == INSIDE)
    none = np.array([not name for name in found.names], dtype=bool)
    out = none[found.codes] | ~np.isin(certainty, [INSIDE, POSSIBLE])
    return replace(found, codes=np.where(out, -1, found.codes))
