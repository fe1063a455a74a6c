"""What a figure says below the map: what is shown, who says so, whose data they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.model.interval import day_of
from conflictmap.pages.visible import visible_features, visible_layers, visible_rows
from conflictmap.pages.words import day_text, label, naming_text, number_text, words
from conflictmap.places.standing import GROUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import Filters, View

_LICENCES = {"LicenseRef-public-domain": "public domain"}


def caption_of(data: PageData, views: Sequence[View]) -> str:
    """Return the caption: how many events, filters, viewpoint, naming."""
    lang = views[0].lang
    text = words(lang)
    rows = sorted({row for view in views for row in visible_rows(data, view)})
    shown = text("shown", n=number_text(data.events_in(rows), lang),
                 all=number_text(data.events_in(range(len(data.spec["events"]["id"]))), lang))
    return _joined(f"{shown}.", _ground(data, views, lang), lasting_caption_of(data, views[0]))


def lasting_caption_of(data: PageData, view: View) -> str:
    """Return what a caption says whatever the days are: filters, viewpoint, naming."""
    text, filters = words(view.lang), filters_text(view.filters, view.lang)
    return _joined(f"{text('report.filters', text=filters)}." if filters else "",
                   _viewpoint(data, view.lang),
                   naming_text(view.names, view.lang) if data.is_paired else "")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _viewpoint(data: PageData, lang: str) -> str:
    """Return what areas of control mean, where there are any."""
    drawn = any(layer["role"] in GROUND for layer in data.spec["layers"])
    return words(lang)(f"caption.{data.spec['viewpoint']}") if drawn else ""


def _ground(data: PageData, views: Sequence[View], lang: str) -> str:
    """Return of which days the areas are, where these are not those of the events."""
    days = [day_of(view.ground[1] - 1) for view in views
            if view.window != (view.ground[1] - 1, view.ground[1])
            and visible_features(data, view, GROUND)]
    said = words(lang)("key.lastday", date="; ".join(day_text(d, lang) for d in days if d))
    # Armenian and Russian end a day with a full stop of its own.
    return f"{said[0].upper()}{said[1:].rstrip('.')}." if days else ""


def credits_of(data: PageData, views: Sequence[View]) -> str:
    """Return whose data are drawn, with the licences of the layers."""
    lang = views[0].lang
    layers = "; ".join(
        f"{'; '.join(_owners(found, licence))} ({_LICENCES.get(licence, licence)})"
        for licence, found in sorted(_by_licence(data, views).items()))
    known = [line.rstrip(". ") for line in data.spec["attribution"]]
    parts = [*known, words(lang)("figure.layers", text=layers) if layers else "",
             data.spec["generator"]]
    return ". ".join(part for part in parts if part) + "."


def _by_licence(data: PageData, views: Sequence[View]) -> dict[str, list[str]]:
    """Return the owners of the layers in view by licence."""
    found: dict[str, list[str]] = {}
    for view in views:
        for layer in visible_layers(data, view):
            owners = found.setdefault(layer["licence"], [])
            owners += (layer["attribution"] or layer["source"]).split("; ")
    return found


def _owners(found: Sequence[str], licence: str) -> list[str]:
    """Return the owners, each once, without a licence that is said anyway."""
    said = {licence, licence.replace("-", " "), licence.replace("-", " ", 2), "CC BY 4.0",
            "public domain"}
    owners = list(dict.fromkeys(_without(o, sorted(said)) for o in found if o))
    return [o for o in owners if not any(o != other and o in other for other in owners)]


def _without(owner: str, licences: Sequence[str]) -> str:
    """Return an owner without the licence in brackets behind it."""
    return next((owner.removesuffix(f" ({licence})") for licence in licences
                 if owner.endswith(f" ({licence})")), owner)


def filters_text(filters: Filters, lang: str) -> str:
    """Return the filters that are on, in words; nothing when none is."""
    text = words(lang)
    kinds = (("filter.types", "type", filters.types), ("filter.status", "status", filters.status),
             ("filter.precision", "precision", filters.precision),
             ("filter.side", "side", filters.sides))
    parts = [
        f"{text(title)}: {_labels(lang, kind, values)}"
        for title, kind, values in kinds if values
    ]
    parts += [f"{text(title)}: {'; '.join(values)}" for title, values in (
        ("filter.actor", filters.actors), ("filter.source", filters.sources)) if values]
    if filters.certain:
        parts.append(text("filter.certain"))
    if filters.toll is not None:
        parts.append(f"{text('fact.toll')} ≥ {number_text(filters.toll, lang)}")
    if filters.text:
        parts.append(f"“{filters.text}”")
    return "; ".join(parts)


def _labels(lang: str, kind: str, values: Sequence[str]) -> str:
    return ", ".join(label(lang, kind, value) for value in values)
