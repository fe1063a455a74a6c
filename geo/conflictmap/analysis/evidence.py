"""What the evidence rests on: one side's word or more, and what is not known.

Sides are those of the claims; a party is each side but allies, third parties and who compiled. An
event rests on one side's word only when one party is quoted and nobody else but allies, who speak
for no side of their own, says anything. Events: only
single ones count here, no aggregates and no reports of totals. Deaths: those of `count`, so that an
aggregate counts and its parts do not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.claims_view import ALLIED, parties_of
from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.analysis.count import count
from conflictmap.analysis.part_whole import Toll, Tree, fatalities_of
from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import interval_of
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.analysis.count import Window
    from conflictmap.joins.join import Joined
    from conflictmap.model.events import Claim, Events
    from conflictmap.model.interval import Interval

#: Measures of a claim that are about deaths.
_DEATHS = ("killed", "killed_or_missing")
#: Upper ends of the classes of places, in metres, and their names.
PLACE_CLASSES = (
    (1_000.0, "within 1 km"), (5_000.0, "within 5 km"), (25_000.0, "within 25 km"),
    (100_000.0, "within 100 km"), (float("inf"), "beyond 100 km"),
)
#: A place is not known well when it may be farther off than this, in metres.
WIDE_M = 5_000.0
AT_POINT, AREA, UNPLACED = "no radius stated", "an area", "unplaced"


@dataclass(frozen=True, kw_only=True, repr=False)
class Balance(ShortRepr):
    """Whose words events rest on.

    `only` counts, by party, the events on which no other party is quoted; `several` those that
    quote more than one party, `neither` those that quote none; `one_side` those that rest on one
    party's word only. `deaths` is the range of all, as `count` gives it, and `deaths_only`, by
    party, that of the events whose figures of deaths come from this party only. Shares of deaths
    are of `best_of`: the best figures of the `best_events` events that state one.
    """

    events: int
    only: Mapping[str, int]
    several: int
    neither: int
    one_side: int
    deaths: Toll
    deaths_only: Mapping[str, Toll]
    best_events: int
    best_of: int
    best_one_side: int

    @property
    def share_of_events(self) -> float | None:
        """The share of events on one side's word only, 0 to 1; None without events."""
        return self.one_side / self.events if self.events else None

    @property
    def share_of_deaths(self) -> float | None:
        """The share of the best figures of deaths on one side's word; None without any."""
        return self.best_one_side / self.best_of if self.best_of else None

    def lines(self) -> list[str]:
        """Return the balance as sentences; one that says so where no party is quoted at all."""
        if not self.only:
            return ["no claims by a party"]
        events, deaths = _percent(self.share_of_events), _percent(self.share_of_deaths)
        only = ", ".join(f"{side} only {n}" for side, n in self.only.items())
        return [
            f"events: {self.events}; quoted: {only}, several {self.several}, none {self.neither}",
            f"on one side's word only: {self.one_side} events ({events}), {self.best_one_side} of"
            f" {self.best_of} deaths in {self.best_events} events with a best figure ({deaths})",
        ]


@dataclass(frozen=True, kw_only=True, repr=False)
class Unknowns(ShortRepr):
    """What is not known of events: dates, places, fatalities.

    `dates` counts events by the precision of their date, `places` by how far off the place may be;
    `no_toll` those that state no figure of deaths at all (not the same as none killed). `kinds`
    counts events by each kind of doubt, as the page does; see `doubts`.
    """

    events: int
    undated: int
    unplaced: int
    no_certain_day: int
    no_toll: int
    dates: Mapping[str, int]
    places: Mapping[str, int]
    kinds: Mapping[str, int]

    def lines(self) -> list[str]:
        """Return the counts as sentences."""
        return [
            f"undated {self.undated}, unplaced {self.unplaced}, without a day certain"
            f" {self.no_certain_day}, without any toll {self.no_toll}, of {self.events}",
            "dates known to: " + ", ".join(f"{k} {n}" for k, n in self.dates.items()),
            "places known: " + ", ".join(f"{k} {n}" for k, n in self.places.items()),
        ]


def balance(events: Events, *, window: Window = None) -> Balance:
    """Return whose words the single events rest on, and how many deaths on one side's word.

    Parameters
    ----------
    events
        The events.
    window
        Half-open days: events that overlap them, and deaths as `count` counts them there. By
        default all events, undated ones too.
    """
    span = interval_of(window)
    if window is not None:
        inside = (events["start"] < span.last) & (events["end"] > span.first)
        events = events.take(events.dated & inside)
    parties, quoted = parties_of(events.claims), _sides(events.claims)
    single = events["role"] == "event"
    weight = events.weight * single
    seen = [quoted.get(event_id, frozenset()) & set(parties) for event_id in events.ids]
    voices = np.array([len(sides) for sides in seen], dtype=np.int64)
    words = _counted([next(iter(s)) if len(s) == 1 else "" for s in seen], weight)
    alone = np.array([bool(side) for side in one_sided(events)], dtype=bool)
    return Balance(
        events=int(weight.sum()), only={side: words[side] for side in parties},
        several=int(weight[voices > 1].sum()), neither=int(weight[voices == 0].sum()),
        one_side=int(weight[alone].sum()), deaths=count(events, window=window)[0].toll,
        **_deaths(events, span, parties),
    )


def _deaths(events: Events, span: Interval, parties: Sequence[str]) -> dict[str, Any]:
    """Return the deaths of a balance by whose figures they are, of the rows that count."""
    figures = _sides(c for c in events.claims if c.measure in _DEATHS and _has_figure(c))
    by = np.array([_alone(figures.get(i, frozenset()), parties) for i in events.ids], dtype=object)
    counts = Tree(events, span).counts
    best = events["fatalities"]
    stated = counts & ~np.isnan(best)
    return {
        "deaths_only": {side: fatalities_of(events, counts & (by == side)) for side in parties},
        "best_events": int(events.weight[stated].sum()), "best_of": int(best[stated].sum()),
        "best_one_side": int(best[stated & (by != "")].sum()),
    }


def one_sided(events: Events) -> list[str]:
    """Return for each event the side on whose word alone it rests; empty for the others."""
    quoted, parties = _sides(events.claims), parties_of(events.claims)
    return [_alone(quoted.get(event_id, frozenset()), parties) for event_id in events.ids]


def unknowns(events: Events, *, joined: Joined | None = None) -> Unknowns:
    """Return what is not known of the single events, by classes of precision and kinds of doubt.

    Parameters
    ----------
    events
        The events.
    joined
        What `join` returned for them; without it, doubts about areas are not counted.
    """
    single = events["role"] == "event"
    found = events.take(single)
    weight = found.weight
    dates = _counted(found["date_precision"].tolist(), weight * (found["date_precision"] != ""))
    fatalities = np.column_stack([found[name] for name in MEASURES])
    places = _counted(_place_classes(found), weight)
    by_id = dict(zip(events.ids, events.weight.tolist(), strict=True))
    order = [name for _, name in PLACE_CLASSES] + [AREA, AT_POINT, UNPLACED]
    return Unknowns(
        events=int(weight.sum()), undated=int(weight[~found.dated].sum()),
        unplaced=int(weight[~found.placed].sum()),
        no_certain_day=int(weight[found.dated & (found["certain_start"] == NO_DAY)].sum()),
        no_toll=int(weight[np.isnan(fatalities).all(axis=1)].sum()),
        dates=dict(sorted(dates.items())),
        places={name: places[name] for name in order if places[name]},
        kinds={kind: sum(by_id[i] for i in ids)
               for kind, ids in doubts(events, joined=joined).items()},
    )


def _counted(words: Sequence[str], weight: NDArray[np.int64]) -> Counter[str]:
    """Return how many events have each word."""
    found: Counter[str] = Counter()
    for word, events in zip(words, weight.tolist(), strict=True):
        if events:
            found[word] += events
    return found


def doubts(events: Events, *, joined: Joined | None = None) -> dict[str, list[str]]:
    """Return, for each kind of doubt, the ids of the single events that it is about.

    `undated`; `unplaced`; `wide_place`: an area, or a radius over 5 km; `no_certain_day`: dated,
    with no day certain; `wide_dates`: some days are certain and others not; `no_toll`;
    `toll_range`: the figures differ or leave an end open; `one_side`: on one party's word alone;
    with JOINED also `possible_join` and `border`: near a border that is not known so well.
    """
    wide = (events["radius_m"] > WIDE_M) | events.is_area
    known = events.dated & (events["certain_start"] != NO_DAY)
    ends = np.column_stack([events[name] for name in MEASURES])
    stated = ~np.isnan(ends).all(axis=1)
    low, best, high = ends.T
    one = (low == high) & (np.isnan(best) | (best == low))
    one |= np.isnan(low) & np.isnan(high)
    found = {
        "undated": ~events.dated, "unplaced": ~events.placed, "wide_place": events.placed & wide,
        "no_certain_day": events.dated & ~known,
        "wide_dates": known & ((events["certain_start"] != events["start"])
                               | (events["certain_end"] != events["end"])),
        "no_toll": ~stated, "toll_range": stated & ~one,
        "one_side": np.array([bool(side) for side in one_sided(events)], dtype=bool),
    }
    if joined is not None:
        for kind, rows in (("possible_join", joined["certainty"] == "possible"),
                           ("border", joined["border_uncertain"])):
            found[kind] = np.isin(events["event_id"].astype(str),
                                  joined["event_id"][rows.astype(bool)].astype(str))
    single = events["role"] == "event"
    return {kind: [str(i) for i in events["event_id"][mask & single]]
            for kind, mask in found.items()}


def _place_classes(events: Events) -> list[str]:
    """Return for each event how far off its place may be, in words."""
    names = []
    for row, radius in enumerate(events["radius_m"].tolist()):
        if not events.placed[row]:
            names.append(UNPLACED)
        elif events.is_area[row]:
            names.append(AREA)
        elif np.isnan(radius):
            names.append(AT_POINT)
        else:
            names.append(next(name for top, name in PLACE_CLASSES if radius <= top))
    return names


def _sides(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """Return the sides that say something of each event, allies apart."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.side != ALLIED:
            found[claim.event_id].add(claim.side)
    return {event_id: frozenset(sides) for event_id, sides in found.items()}


def _alone(sides: frozenset[str], parties: Sequence[str]) -> str:
    """Return the one party among sides when nobody else says anything."""
    only = next(iter(sides)) if len(sides) == 1 else ""
    return only if only in parties else ""


def _has_figure(claim: Claim) -> bool:
    return any(v is not None for v in (claim.low, claim.best, claim.high))


def _percent(share: float | None) -> str:
    return "no figure" if share is None else f"{share:.0%}"
