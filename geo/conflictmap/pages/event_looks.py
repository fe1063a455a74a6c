"""How events look: colours of types that are not ours, and sizes fitted to the data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.model.event_types import OWN_FAMILIES, type_entry

if TYPE_CHECKING:
    from conflictmap.model.events import Events
    from conflictmap.pages.recipe import EventSource

_FATALITIES = ("fatalities", "fatalities_high", "fatalities_low")
#: Fatalities from which marks no longer grow: the least of these that no event is above.
TOPS = (10, 20, 50, 100, 200, 500, 1000)


def types_of(events: Events, source: EventSource) -> list[dict[str, str]]:
    """Return an entry for each type of the events, sorted by id.

    The most frequent types that are not in our vocabulary have colours of their own, eight at most;
    a recipe may name and colour any of them. One colour for all events leaves them that one.
    """
    counts = Counter(map(str, events["type"]))
    looks = {look.id: look for look in source.types}
    entries = {name: type_entry(name) for name in sorted(counts)}
    own = [name for name, _ in counts.most_common() if name and entries[name]["family"] == "other"]
    wanted = [name for name in own if not source.color or (name in looks and looks[name].color)]
    for name, family in zip(wanted, OWN_FAMILIES, strict=False):
        entries[name]["family"] = family
    for name, entry in entries.items():
        look = looks.get(name)
        if look:
            entry["label"] = look.name or entry["label"]
        if look and look.color:
            entry["color"] = look.color
    return list(entries.values())


def sizes_of(events: Events) -> dict[str, int]:
    """Return the fatalities from which marks no longer grow: `largest`; nothing for the usual."""
    known = np.concatenate([events[name] for name in _FATALITIES])
    stated = known[~np.isnan(known)]
    most = float(stated.max()) if len(stated) else TOPS[-1]
    top = next((value for value in TOPS if value >= most), TOPS[-1])
    return {} if top == TOPS[-1] else {"largest": top}
