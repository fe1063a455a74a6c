"""Fatalities by speaker: what one side, a third party, or the latest or first report says.

The rules, the same here and on the page:

- Only claims of the measure `killed` with a figure count, and no `compiled` ones.
- A claim counts the dead of one people (`whose`: armenian, azerbaijani, any name), of `all` sides
  together, or does not say. Figures of different peoples are never added, never make a range.
- What one side says of one people in one event: the figures of all its dead (`who` is `all`), and
  the sums over groups (military, civilian, peacekeepers) that it gives for one day, where it names
  several and all of them. Without any such, the sum over the groups that it names; figures whose
  group is not known only where it names none.
- Several figures of the same dead make a range from the lowest to the highest. There is a best
  figure only where all give the same one, and no upper end where one says "at least" more than it.
- `latest` and `first` take, of each people, the claims of the newest or oldest day; a word on
  civilians alone chooses no day where there is another. Only where none has a day, those of its
  sources stand for it; a claim without either is in neither.
- The fatalities of an event are what is said of `all`. Otherwise they are unknown: never zero,
  never the dead of one people or their sum, and never a figure that does not say whose dead it
  counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.ranges import lawful
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Claim, Events

#: The views that there are for any data; each side that speaks in the data is one, too.
CLAIMS = ("range", "armenian", "azerbaijani", "allied", "third_party", "latest", "first")
COLUMNS = ("fatalities_low", "fatalities", "fatalities_high")
#: What `whose` says of a claim that counts the dead of all sides together.
ALL = "all"
COMPILED = "compiled"
#: A state bound by treaty to a party: its word is not the party's, nor that of a third party.
ALLIED = "allied"
#: Sides that are no party, in the order in which they stand after the parties.
APART = (ALLIED, "third_party")

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_Ends = tuple[float | None, float | None, float | None]
_NONE: _Ends = (None, None, None)


@dataclass(frozen=True, kw_only=True, repr=False)
class Told(ShortRepr):
    """What one view of the claims says of the dead of one event.

    `toll` is low, best and high of all the dead, each None where no figure for all is given;
    `people` holds low, best and high by whose dead they are, "" where that is not said.
    """

    toll: _Ends = _NONE
    people: Mapping[str, _Ends] = field(default_factory=dict)


def views_of(events: Events) -> tuple[str, ...]:
    """Return the views of the claims of these events: `range`, each side, `latest`, `first`."""
    return "range", *sides_of(events.claims), "latest", "first"


def sides_of(claims: Iterable[Claim]) -> list[str]:
    """Return the sides that speak, in the order of the alphabet, allies and third parties last."""
    sides = {claim.side for claim in claims} - {"", COMPILED}
    return [*sorted(sides.difference(APART)), *(side for side in APART if side in sides)]


def parties_of(claims: Iterable[Claim]) -> list[str]:
    """Return the sides that are parties: no ally, no third party, nobody who compiled."""
    return [side for side in sides_of(claims) if side not in APART]


def peoples(events: Events) -> list[str]:
    """Return whose dead the claims count, in the order of the alphabet; last "", not said.

    `all` is not among them: the dead of all sides together are its toll.

    >>> import conflictmap as cm
    >>> cm.peoples(cm.read_events())
    ['armenian', 'azerbaijani', 'russian', 'syrian', '']
    """
    found = {claim.whose for own in _claims_by_event(events).values() for claim, _ in own}
    return _last_unsaid(found - {ALL})


def _last_unsaid(found: Iterable[str]) -> list[str]:
    return sorted(found, key=lambda whose: (whose == "", whose))


def told(events: Events, claims: str) -> dict[str, Told]:
    """Return what a view of the claims says of the dead, by the id of the event.

    Parameters
    ----------
    events
        The events and their claims.
    claims
        A side that speaks in the data, `allied`, `third_party`, `latest` or `first`.

    Raises
    ------
    ValueError
        When there is no such view, or it is `range`: the figures of the table say no speaker.

    Examples
    --------
    >>> import conflictmap as cm
    >>> said = cm.told(cm.read_events(), "azerbaijani")["mardakert-clash-2008"]
    >>> said.people
    {'armenian': (12, 12, 12), 'azerbaijani': (3, None, 4)}
    >>> said.toll  # no figure for all of them
    (None, None, None)
    """
    _check(events, claims)
    if claims == "range":
        raise ValueError("claims: 'range' are the figures of the table, which have no speaker")
    return {event_id: _view_of_event(own, claims)
            for event_id, own in _claims_by_event(events).items()}


def with_claims_view(
    events: Events, claims: str = "range", *, whose: str | None = None
) -> Events:
    """Return the events with the fatalities of one view of the claims.

    Parameters
    ----------
    events
        The events and their claims; they are not changed.
    claims
        `range` (the figures of the table itself), a side that speaks in the data, `third_party`,
        `latest` or `first`.
    whose
        Whose dead: one of `peoples(events)`; "" for the figures that do not say. By default `all`:
        the toll.

    Raises
    ------
    ValueError
        When there is no such view, or `whose` is asked of the figures of the table.
    """
    _check(events, claims)
    whose = ALL if whose is None else whose
    if claims == "range" and whose == ALL:
        return events
    figures = _figures_by_row(events.ids, told(events, claims), whose)
    return replace(events, columns={
        **events.columns, **{name: figures[:, i] for i, name in enumerate(COLUMNS)}})


def _figures_by_row(
    ids: Sequence[str], views: Mapping[str, Told], whose: str
) -> NDArray[np.float64]:
    """Return low, best and high for each event of IDS, NaN where unknown: shape (events, 3)."""
    unknown = Told()
    figures = np.full((len(ids), 3), np.nan)
    for row, event_id in enumerate(ids):
        view = views.get(event_id, unknown)
        ends = view.toll if whose == ALL else view.people.get(whose, _NONE)
        figures[row] = [np.nan if v is None else v for v in ends]
    return figures


def _check(events: Events, claims: str) -> None:
    """Raise ValueError when there is no such view."""
    known = views_of(events)
    if claims not in known and claims not in CLAIMS:
        raise ValueError(f"claims: '{claims}' is none of {', '.join(known)}")


_DatedClaims = list[tuple["Claim", str]]


def _claims_by_event(events: Events) -> dict[str, _DatedClaims]:
    """Return, by event, the claims that state a number of dead, each with its day."""
    dates = {key: source.date for key, source in events.sources.items()}
    found: dict[str, _DatedClaims] = defaultdict(list)
    for claim in events.claims:
        if claim.measure == "killed" and claim.side not in {"", COMPILED} and any(
                v is not None for v in (claim.low, claim.best, claim.high)):
            day = _day(claim.on) or _day(dates.get(claim.source_id, ""))
            found[claim.event_id].append((claim, day))
    return found


def _day(text: str) -> str:
    """Return a day, month or year as text that sorts by time; empty when it is none."""
    day = text.strip().rstrip("~?%")
    return day if _DAY.fullmatch(day) else ""


def _view_of_event(claims: _DatedClaims, view: str) -> Told:
    """Return what a view says of one event, of which all claims are given."""
    speakers: dict[tuple[str, str], _DatedClaims] = defaultdict(list)
    for claim, day in _in_view(claims, view):
        speakers[claim.side, claim.whose].append((claim, day))
    figures: dict[str, list[_Ends]] = defaultdict(list)
    for (_, whose), own in speakers.items():
        figures[whose].append(_figure(own))
    ranges = {whose: _range(figures[whose]) for whose in _last_unsaid(figures)}
    return Told(toll=ranges.pop(ALL, _NONE), people=ranges)


def _in_view(claims: _DatedClaims, view: str) -> _DatedClaims:
    """Return the claims of one side, or of the newest or oldest day of each people."""
    if view not in {"latest", "first"}:
        return [pair for pair in claims if pair[0].side == view]
    peoples: dict[str, _DatedClaims] = defaultdict(list)
    for claim, day in claims:
        peoples[claim.whose].append((claim, day))
    pick = max if view == "latest" else min
    return [pair for own in peoples.values() for pair in _on_day(_dated(own), pick)]


def _dated(claims: _DatedClaims) -> _DatedClaims:
    """Return the claims with a day of their own; where none has one, those with their source's."""
    return [pair for pair in claims if _day(pair[0].on)] or [pair for pair in claims if pair[1]]


def _on_day(claims: _DatedClaims, pick: Callable[..., str]) -> _DatedClaims:
    """Return the claims of the day that PICK chooses; civilians alone choose only among theirs."""
    wide = [day for claim, day in claims if claim.who != "civilian"]
    chosen = pick(wide or (day for _, day in claims), default="")
    return [pair for pair in claims if pair[1] == chosen]


def _figure(said: _DatedClaims) -> _Ends:
    """Return what one side says of the dead of one people: of all, or summed over groups."""
    named = {claim.who or "unknown" for claim, _ in said} - {ALL, "unknown"}
    of_all = list(_figures_of_all(said, named))
    if of_all:
        return _range(of_all)
    groups = _groups(said)
    rest = [_range(groups[who]) for who in groups if who in named]
    return _sum(rest) if rest else _range(groups["unknown"])


def _figures_of_all(said: _DatedClaims, named: set[str]) -> Iterator[_Ends]:
    """Yield the figures of one day that are about all: said so, or each group that is named."""
    days: dict[str, _DatedClaims] = defaultdict(list)
    for claim, day in said:
        days[day].append((claim, day))
    for own in days.values():
        groups = _groups(own)
        if ALL in groups:
            yield _range(groups[ALL])
        elif len(named) > 1 and named <= set(groups):
            yield _sum([_range(groups[who]) for who in named])


def _groups(said: _DatedClaims) -> dict[str, list[_Ends]]:
    groups: dict[str, list[_Ends]] = defaultdict(list)
    for claim, _ in said:
        groups[claim.who or "unknown"].append((claim.low, claim.best, claim.high))
    return groups


def _range(said: Sequence[_Ends]) -> _Ends:
    """Return several figures of one thing as a range; one figure is its own range."""
    lows = _known(_first_known(low, best) for low, best, _ in said)
    highs = _known(_first_known(high, best) for _, best, high in said)
    low, high = min(lows, default=None), max(highs, default=None)
    if high is not None and max(lows, default=high) > high:
        high = None
    if low is not None and min(highs, default=low) < low:
        low = None
    return lawful(low, _agreed_best(said), high)


def _agreed_best(said: Sequence[_Ends]) -> float | None:
    """Return the best figure that all give; None where they differ."""
    bests = {best for _, best, _ in said}
    return bests.pop() if len(bests) == 1 else None


def _first_known(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


def _sum(said: Sequence[_Ends]) -> _Ends:
    """Return the sum of groups, end by end; unknown where a group does not say."""
    low, best, high = (
        None if None in ends else sum(_known(ends)) for ends in zip(*said, strict=True))
    return low, best, high


def _known(values: Iterable[float | None]) -> list[float]:
    return [v for v in values if v is not None]
