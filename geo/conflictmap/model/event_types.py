"""The words for types of events: one label each, and the family whose colour it takes."""

from __future__ import annotations

#: type: (label, family). Families are drawn alike; see maps/app/marks/palette.js.
TYPES = {
    "battle": ("Battle", "fighting"),
    "shelling": ("Shelling", "fighting"),
    "drone_strike": ("Drone strike", "fighting"),
    "war_phase": ("War, as a whole", "fighting"),
    "attack_on_civilians": ("Attack on civilians", "civilians"),
    "killing_of_captives": ("Killing of captives", "civilians"),
    "landmine": ("Landmine", "civilians"),
    "accident": ("Accident", "civilians"),
    "displacement": ("Displacement", "movement"),
    "passage": ("Opening of a way", "movement"),
    "detention": ("Detention or release", "movement"),
    "handover": ("Handover", "control"),
    "troop_deployment": ("Troop deployment", "control"),
    "checkpoint": ("Checkpoint", "control"),
    "blockade": ("Closure of the road", "control"),
    "infrastructure": ("Infrastructure", "control"),
    "agreement": ("Agreement", "diplomacy"),
    "ceasefire": ("Ceasefire", "diplomacy"),
    "statement": ("Statement", "diplomacy"),
    "political": ("Political act", "diplomacy"),
    "allegation": ("Allegation", "diplomacy"),
}
#: Types that are not in `TYPES` have families, and so colours, of their own: `own-1` to `own-8`.
OWN_FAMILIES = tuple(f"own-{number}" for number in range(1, 9))
FAMILIES = ("fighting", "civilians", "movement", "control", "diplomacy", *OWN_FAMILIES, "other")


def type_entry(name: str) -> dict[str, str]:
    """Return id, label and family of a type; a word not known is its own label.

    >>> type_entry("air strike")
    {'id': 'air strike', 'label': 'Air strike', 'family': 'other'}
    """
    label, family = TYPES.get(name, (name[:1].upper() + name[1:] or "No type stated", "other"))
    return {"id": name, "label": label, "family": family}
