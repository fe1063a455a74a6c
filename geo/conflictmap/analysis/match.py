"""Matching: which events of two sources may be the same one. Proposals only; nothing is merged.

Two events are proposed as one when

- both are dated, and their widest spans are at most `days` apart;
- the discs or areas in which they may lie come within `km` of each other; or the place of one is
  not given, their days overlap, and both state fatalities;
- where both state fatalities, the ranges overlap or the ratio of the best figures is at most
  `ratio`.

The score, 0 to 1, orders the proposals: it falls with days and kilometres apart, with places known
badly, and where fatalities or the words in the actors' names say nothing or differ. It is not a
probability.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.nearby import Pairs, near_pairs
from conflictmap.model.outputs import ShortRepr
from conflictmap.model.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.events import Events

DAYS, KM, RATIO = 7, 50.0, 2.0
COLUMNS = ("group", "kind", "a", "b", "score", "days", "km", "precision_a_km", "precision_b_km",
           "toll_a", "toll_b", "shared_words", "reason", "title_a", "title_b")
#: Words in names of actors that tell nobody apart.
_COMMON = frozenset({
    "armed", "army", "civilians", "forces", "from", "government", "group", "military", "ministry",
    "police", "republic", "state", "that", "with",
})
_SHORTEST = 4
#: Factor of the score for evidence that is not given, and for evidence that speaks against.
_SILENT, _AGAINST, _NO_PLACE = 0.7, 0.5, 0.3


@dataclass(frozen=True, kw_only=True, repr=False)
class Match(ShortRepr):
    """A proposal that event `a` of one source is event `b` of another.

    `days` lie between the widest spans (0: they share a day); `km` between the points or areas as
    given, None without a place; `precision_…_km` is how far off each place may be; tolls are the
    best figures of fatalities, None when not stated. `group` numbers the events that hang together,
    `kind` says whether a and b have other partners: one-to-one, one-to-many, many-to-one,
    many-to-many.
    """

    group: int
    kind: str
    a: str
    b: str
    score: float
    days: int
    km: float | None
    precision_a_km: float | None
    precision_b_km: float | None
    toll_a: int | None
    toll_b: int | None
    shared_words: tuple[str, ...]
    reason: str
    title_a: str
    title_b: str

    @property
    def row(self) -> dict[str, Any]:
        """The proposal under the names of `COLUMNS`."""
        return {name: getattr(self, name) for name in COLUMNS}


def match(
    one: Events, other: Events, *, days: int = DAYS, km: float = KM, ratio: float = RATIO
) -> tuple[Match, ...]:
    """Return pairs of events of two sources that may be the same, the likeliest first.

    Parameters
    ----------
    one, other
        Events of two sources. Aggregates and reports of totals are left out.
    days
        Most days between the widest spans.
    km
        Most kilometres between the nearest places that the two may be at.
    ratio
        Largest ratio of the best figures where both are stated; 2 allows half and double.

    Raises
    ------
    ValueError
        When `days` or `km` is negative, or `ratio` below 1.
    """
    if days < 0 or not km >= 0 or not ratio >= 1:
        raise ValueError(
            f"days is {days}, km {km}, ratio {ratio}; days and km are 0 or more, ratio 1 or more"
        )
    pairs = near_pairs(one, other, days=days, km=km)
    weigh = _Scale(
        one=one, other=other, pairs=pairs, words_a=_words(one), words_b=_words(other), days=days,
        km=max(km, 1.0), ratio=ratio,
    )
    found = [
        (int(pairs.a[i]), int(pairs.b[i]), values)
        for i in range(len(pairs.a)) if (values := weigh(i)) is not None
    ]
    found.sort(key=lambda item: (-item[2]["score"], one.ids[item[0]], other.ids[item[1]]))
    links = [(a, b) for a, b, _ in found]
    groups, kinds = _groups(links), _kinds(links)
    return tuple(
        Match(
            group=group, kind=kind, a=str(one["event_id"][a]), b=str(other["event_id"][b]),
            title_a=str(one["title"][a]), title_b=str(other["title"][b]), **values,
        )
        for (a, b, values), group, kind in zip(found, groups, kinds, strict=True)
    )


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Weighs the evidence for one pair after the other."""

    one: Events
    other: Events
    pairs: Pairs
    words_a: list[frozenset[str]]
    words_b: list[frozenset[str]]
    days: int
    km: float
    ratio: float

    def __call__(self, i: int) -> dict[str, Any] | None:
        """Return the values of a proposal; None when the evidence speaks against it."""
        a, b = int(self.pairs.a[i]), int(self.pairs.b[i])
        agreement = _fatalities_factor(self.one, a, self.other, b, self.ratio)
        placed = not np.isnan(self.pairs.km[i])
        if agreement is None or (not placed and agreement == _SILENT):
            return None
        shared = tuple(sorted(self.words_a[a] & self.words_b[b]))
        said = bool(self.words_a[a] and self.words_b[b])
        actors = 1.0 if shared else _AGAINST if said else _SILENT
        gap = int(self.pairs.days[i])
        score = (1 - gap / (self.days + 1)) * self._place(i) * agreement * actors
        values: dict[str, Any] = {
            "score": round(score, 3), "days": gap, "km": _known(self.pairs.km[i]),
            "precision_a_km": _known(self.pairs.spread_a[i]),
            "precision_b_km": _known(self.pairs.spread_b[i]),
            "toll_a": _count(self.one["fatalities"][a]),
            "toll_b": _count(self.other["fatalities"][b]), "shared_words": shared,
        }
        return values | {"reason": "; ".join(_reasons(values, said=said))}

    def _place(self, i: int) -> float:
        """Return the factor of the score for distance and precision."""
        far = float(self.pairs.km[i])
        if np.isnan(far):
            return _NO_PLACE
        spread = float(self.pairs.spread_a[i] + self.pairs.spread_b[i])
        return self.km / (self.km + far) * self.km / (self.km + spread)


def _fatalities_factor(one: Events, a: int, other: Events, b: int, ratio: float) -> float | None:
    """Return 1 for fatalities that agree, less for those that differ, None beyond the ratio."""
    mine, theirs = _range(one, a), _range(other, b)
    if mine is None or theirs is None:
        return _SILENT
    if mine[0] <= theirs[2] and theirs[0] <= mine[2]:
        return 1.0
    small, large = sorted((mine[1], theirs[1]))
    # 0 and 1 are as near as whole numbers come; any other number is infinitely more than 0.
    times = large / small if small else (ratio if large <= 1 else float("inf"))
    return 1 / times if times <= ratio else None


def _range(events: Events, row: int) -> tuple[float, float, float] | None:
    """Return low, best and high of the fatalities, each from the nearest figure that is stated."""
    low, best, high = (
        float(events[name][row]) for name in ("fatalities_low", "fatalities", "fatalities_high")
    )
    known = [v for v in (best, low, high) if not np.isnan(v)]
    if not known:
        return None
    low, high = (known[0] if np.isnan(v) else v for v in (low, high))
    return low, known[0], high


def _reasons(values: dict[str, Any], *, said: bool) -> Iterator[str]:
    """Yield the evidence in words."""
    gap = values["days"]
    yield "the days overlap" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"
    if values["km"] is None:
        yield "the place of one is not given"
    else:
        yield (f"{values['km']:g} km apart, places known to {values['precision_a_km']:g} and"
               f" {values['precision_b_km']:g} km")
    if values["toll_a"] is None or values["toll_b"] is None:
        yield "not both state a toll"
    else:
        yield f"tolls {values['toll_a']} and {values['toll_b']}"
    if values["shared_words"]:
        yield f"both name {', '.join(values['shared_words'])}"
    else:
        yield "no word in common among the actors" if said else "not both name actors"


def _words(events: Events) -> list[frozenset[str]]:
    """Return the words of each event's actors that can tell one from another."""
    found = []
    for texts in zip(events["actor_a"], events["actor_b"], strict=True):
        words = re.findall(r"[^\W\d_]+", fold(" ".join(map(str, texts))))
        found.append(frozenset(w for w in words if len(w) >= _SHORTEST and w not in _COMMON))
    return found


def _groups(pairs: list[tuple[int, int]]) -> list[int]:
    """Return for each pair the number, from 1, of the events that hang together with it."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs:
        parent[root(("a", a))] = root(("b", b))
    numbers: dict[tuple[str, int], int] = {}
    return [numbers.setdefault(root(("a", a)), len(numbers) + 1) for a, _ in pairs]


def _kinds(pairs: list[tuple[int, int]]) -> list[str]:
    """Return for each pair whether its two events have other partners."""
    partners_a, partners_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    words = ("one", "many")
    return [f"{words[partners_b[b] > 1]}-to-{words[partners_a[a] > 1]}" for a, b in pairs]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 1)


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
