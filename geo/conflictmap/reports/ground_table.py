"""Who held what, as a page of an atlas says it: on the last day, and what changed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.model.interval import day_of
from conflictmap.pages.visible import visible_features
from conflictmap.pages.words import day_text, label, words
from conflictmap.places.standing import GROUND, standing
from conflictmap.reports.document import Heading, Table, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.reports.atlas_parts import Part
    from conflictmap.reports.document import Block

#: So many changes of ground are told on a page.
_MOST = 7


def ground_blocks(data: PageData, part: Part) -> list[Block]:
    """Return who held the areas of a part on its last day, and what changed within its days.

    Nothing where no layer says who held ground.
    """
    lang, days = part.view.lang, part.view.ground
    states, last = _states(data, part), day_of(days[1] - 1)
    if last is None or not states:
        return []
    text = words(lang)
    now = [one for one in states if standing(*_days(one), days) == "now"]
    summary = _summary(now, lang, whole=part.areas is None) or text("control.not_stated")
    return [Heading(text=text("atlas.held", day=day_text(last, lang)), level=2),
            paragraph(summary, small=True), *_changes(states, days, lang)]


def _states(data: PageData, part: Part) -> list[dict[str, Any]]:
    """Return the areas that say who held them at some time within the days of a part."""
    found = part.areas if part.areas is not None else [
        feature for feature, _, _ in visible_features(data, part.view, GROUND)]
    return [one for one in found if one["properties"].get("control")
            and standing(*_days(one), part.view.ground) != "none"]


def _days(feature: dict[str, Any]) -> tuple[Any, Any]:
    return feature["properties"]["from"], feature["properties"]["to"]


def _begins_in(feature: dict[str, Any], days: tuple[int, int]) -> bool:
    start = feature["properties"]["from"]
    return start is not None and days[0] < start < days[1]


def _name(feature: dict[str, Any]) -> str:
    return str(feature["properties"].get("name") or feature.get("id", ""))


def _summary(states: Sequence[dict[str, Any]], lang: str, *, whole: bool) -> str:
    """Return who held which areas; of one district alone, who held it or its parts."""
    held: dict[str, dict[str, None]] = {}
    for one in states:
        held.setdefault(one["properties"]["control"], {})[_name(one)] = None
    said = [f"{label(lang, 'control', control)}: {', '.join(names)}" if whole
            else label(lang, "control", control) for control, names in held.items()]
    return "; ".join(said) + "." if said else ""


def _changes(
    states: Sequence[dict[str, Any]], days: tuple[int, int], lang: str
) -> list[Block]:
    """Return what is stated anew from a day on, the areas of one day, holder and source together.

    Of many the last ones, and how many more there are.
    """
    text = words(lang)
    changed = sorted((one for one in states if _begins_in(one, days)), key=lambda s: _days(s)[0])
    areas: dict[tuple[str, str, str], dict[str, None]] = {}
    for one in changed:
        start, known = day_of(_days(one)[0]), one["properties"]
        key = (day_text(start, lang) if start else "", label(lang, "control", known["control"]),
               known.get("control_source", ""))
        areas.setdefault(key, {})[_name(one)] = None
    rows = [(day, ", ".join(names), control, source)
            for (day, control, source), names in areas.items()]
    if not rows:
        return []
    gone = len(rows) - _MOST
    note = [paragraph(text("atlas.more", n=gone), small=True)] if gone > 0 else []
    return [Table(head=(text("atlas.since"), text("atlas.area"), text("atlas.stated"),
                        text("layer.source")),
                  rows=tuple(rows[-_MOST:]), widths=(2.8, 5.6, 3.6, 6.0)), *note]
