"""Tolls by speaker: what one side, a third party, or the latest or first report says.

The rules, the same here and on the page:

- Only claims of the measure `killed` with a figure count, and no `compiled` ones.
- What one side says of one event: where it speaks of `all` the dead, those figures; otherwise the
  sum over the groups that it names (military, civilian, peacekeepers); figures whose group is not
  known only where it names none.
- Several figures of one group make a range from the lowest to the highest. There is a best figure
  only where all give the same one, and no upper end where one says "at least" more than it.
- `latest` and `first` take the claims of the newest or oldest day; a claim without a day has that
  of its source; one without either is in neither. Sides that speak on one day make a range.
- Where the speaker states no figure, the toll is unknown. It is never zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conflictmap.model.events import Claim, Events

ClaimsView = Literal["range", "armenian", "azerbaijani", "third_party", "latest", "first"]
CLAIMS: tuple[str, ...] = get_args(ClaimsView)
COLUMNS = ("fatalities_low", "fatalities", "fatalities_high")

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_SIDES = ("armenian", "azerbaijani", "third_party")
_Ends = tuple[float | None, float | None, float | None]


def as_told(events: Events, claims: str = "range") -> Events:
    """Return the events with the tolls of one view of the claims.

    Parameters
    ----------
    events
        The events and their claims; they are not changed.
    claims
        `range` (the figures of the table itself), `armenian`, `azerbaijani`, `third_party`,
        `latest` or `first`.

    Raises
    ------
    ValueError
        When there is no such view.
    """
    if claims not in CLAIMS:
        raise ValueError(f"claims: '{claims}' is none of {', '.join(CLAIMS)}")
    if claims == "range":
        return events
    dates = {key: source.date for key, source in events.sources.items()}
    spoken: dict[str, list[Claim]] = defaultdict(list)
    for claim in events.claims:
        if claim.measure == "killed" and claim.side in _SIDES and any(
                v is not None for v in (claim.low, claim.best, claim.high)):
            spoken[claim.event_id].append(claim)
    tolls = np.full((len(events), 3), np.nan)
    for row, event_id in enumerate(events.ids):
        tolls[row] = [np.nan if v is None else v
                      for v in _toll(spoken.get(event_id, []), claims, dates)]
    return replace(events, columns={
        **events.columns, **{name: tolls[:, i] for i, name in enumerate(COLUMNS)}})


def _toll(claims: Sequence[Claim], view: str, dates: Mapping[str, str]) -> _Ends:
    """Return low, best and high of one event in one view."""
    chosen = list(claims)
    if view in {"latest", "first"}:
        days = [_day(c.on) or _day(dates.get(c.source_id, "")) for c in chosen]
        known = sorted(day for day in days if day)
        day = (known[-1] if view == "latest" else known[0]) if known else ""
        chosen = [c for c, own in zip(chosen, days, strict=True) if day and own == day]
    else:
        chosen = [c for c in chosen if c.side == view]
    sides = [[c for c in chosen if c.side == side] for side in _SIDES]
    return _range([_side(own) for own in sides if own])


def _day(text: str) -> str:
    """Return a day, month or year as text that sorts by time; empty when it is none."""
    plain = text.strip().rstrip("~?%")
    return plain if _DAY.fullmatch(plain) else ""


def _side(claims: Sequence[Claim]) -> _Ends:
    """Return what one side says: of all, or summed over the groups that it names."""
    groups: dict[str, list[_Ends]] = defaultdict(list)
    for claim in claims:
        groups[claim.who or "unknown"].append((claim.low, claim.best, claim.high))
    if "all" in groups:
        return _range(groups["all"])
    named = [_range(group) for who, group in groups.items() if who != "unknown"]
    return _sum(named) if named else _range(groups["unknown"])


def _range(said: Sequence[_Ends]) -> _Ends:
    """Return several figures of one thing as a range; one figure is its own range."""
    lows = [low if low is not None else best for low, best, _ in said]
    highs = [high if high is not None else best for _, best, high in said]
    bests = {best for _, best, _ in said}
    low, high = min(_known(lows), default=None), max(_known(highs), default=None)
    if high is not None and any(v > high for v in _known(lows)):
        high = None
    if low is not None and any(v < low for v in _known(highs)):
        low = None
    return low, next(iter(bests)) if len(bests) == 1 else None, high


def _sum(said: Sequence[_Ends]) -> _Ends:
    """Return the sum of groups, end by end; unknown where a group does not say."""
    low, best, high = (
        None if None in ends else sum(_known(ends)) for ends in zip(*said, strict=True))
    return low, best, high


def _known(values: Iterable[float | None]) -> list[float]:
    return [v for v in values if v is not None]
