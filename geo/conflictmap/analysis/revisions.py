"""Revisions: what changed between two releases of a source, as rows and as a layer."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conflictmap.model.errors import printable
from conflictmap.model.outputs import ShortRepr

#: Kind of change: what it means.
CHANGES = {
    "added": "only in the new file",
    "withdrawn": "only in the old file",
    "moved": "the place is farther off than the tolerance, or was given or taken away",
    "re-dated": "the old and the new days share no day, or the date was given or taken away",
    "date restated": "the days differ and overlap",
    "toll revised": "low, best or high is another number, or was given or taken away",
}
COLUMNS = ("id", "change", "field", "old", "new", "by", "unit", "old_lat", "old_lon", "new_lat",
           "new_lon", "title")
#: Column of `Events`: its name here.
FATALITY_FIELDS = {"fatalities_low": "low", "fatalities": "best", "fatalities_high": "high"}

Point = tuple[float, float] | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Revision(ShortRepr):
    """One change of one event.

    `change` is a key of `CHANGES`, `field` what changed, `old` and `new` as text (empty: not
    stated), `by` the amount in `unit` (km, days, deaths), None where there is none. Points are
    longitude and latitude in degrees.
    """

    id: str
    change: str
    field: str = ""
    old: str = ""
    new: str = ""
    by: float | None = None
    unit: str = ""
    old_point: Point = None
    new_point: Point = None
    title: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """The change under the names of `COLUMNS`."""
        old, new = self.old_point or (None, None), self.new_point or (None, None)
        return {
            "id": self.id, "change": self.change, "field": self.field, "old": self.old,
            "new": self.new, "by": self.by, "unit": self.unit, "old_lat": old[1],
            "old_lon": old[0], "new_lat": new[1], "new_lon": new[0], "title": self.title,
        }

    @property
    def what(self) -> str:
        """What changed, from what to what and by how much, in words."""
        amount = "" if self.by is None else f" by {self.by:+g} {self.unit}"
        states = f": {self.old or 'none'} → {self.new or 'none'}" if self.field else ""
        return " ".join(filter(None, (self.change, self.field))) + states + amount

    def __str__(self) -> str:
        return printable(f"{self.id} {self.what}")


@dataclass(frozen=True, kw_only=True, repr=False)
class Revisions(ShortRepr):
    """The changes between two files of events.

    `shared` counts the ids in both; `not_compared` names what only one of the two states.
    """

    old_events: int
    new_events: int
    shared: int
    revisions: tuple[Revision, ...]
    not_compared: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many events changed, by kind; tolls also by field (`toll revised: best`)."""
        found = Counter(r.change for r in self.revisions)
        revised = [r for r in self.revisions if r.change == "toll revised"]
        found["toll revised"] = len({r.id for r in revised})
        found.update(f"toll revised: {r.field}" for r in revised)
        names = [*CHANGES, *(f"toll revised: {field}" for field in FATALITY_FIELDS.values())]
        return {name: found[name] for name in names}

    def only_shared(self) -> Revisions:
        """Return the changes of events that both files hold."""
        kept = tuple(r for r in self.revisions if r.change not in {"added", "withdrawn"})
        return Revisions(
            old_events=self.old_events, new_events=self.new_events, shared=self.shared,
            revisions=kept, not_compared=self.not_compared,
        )

    def lines(self, *, first: int = 20) -> list[str]:
        """Return the counts, what was not compared, and the first changes, one line each."""
        said = [f"old {self.old_events}, new {self.new_events}, shared ids {self.shared}"]
        said += [f"{name}: {number}" for name, number in self.counts.items() if number]
        if self.not_compared:
            names = ", ".join(self.not_compared)
            said.append(f"not compared, as only one file states it: {names}")
        rest = len(self.revisions) - first
        said += [str(revision) for revision in self.revisions[:first]]
        return [*said, f"… and {rest} more"] if rest > 0 else said

    def geojson(self) -> bytes:
        """Return the changes as a layer: a line from old to new for a move, else a point.

        Changes of events without a place are left out; the layer's note counts them.
        """
        features = [f for f in map(_feature, self.revisions) if f is not None]
        left = len(self.revisions) - len(features)
        head = {
            "id": "revisions", "title": "Revisions", "kind": "mixed", "role": "revisions",
            "group": "revisions",
            "note": "Lines lead from the old place to the new one; a move says how the source"
                    f" changed, not that anything moved. {left} changes without a place are not"
                    " drawn.",
        }
        lines = []
        for number, feature in enumerate(features, start=1):
            feature["id"] = f"revisions-{number}"
            lines.append(json.dumps(feature, ensure_ascii=False, allow_nan=False))
        text = f'{{"type":"FeatureCollection",\n"layer":{json.dumps(head, ensure_ascii=False)},\n'
        return (text + '"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def _feature(revision: Revision) -> dict[str, Any] | None:
    """Return a change as a GeoJSON feature; None when it has no place."""
    geometry = _geometry(revision)
    if geometry is None:
        return None
    name = f"{revision.id}: {revision.change}"
    if revision.by is not None:
        name += f" by {revision.by:g} {revision.unit}"
    properties = {k: v for k, v in revision.row.items() if "_l" not in k and k != "id"}
    return {
        "type": "Feature", "id": "",
        "properties": {"name": name, "event_id": revision.id, **properties},
        "geometry": geometry,
    }


def _geometry(revision: Revision) -> dict[str, Any] | None:
    """Return a line from old to new for a move, else a point; None without a place."""
    ends = [p for p in (revision.old_point, revision.new_point) if p is not None]
    if not ends:
        return None
    if revision.change == "moved" and len(ends) == 2 and ends[0] != ends[1]:  # noqa: PLR2004
        return {"type": "LineString", "coordinates": ends}
    return {"type": "Point", "coordinates": ends[-1]}
