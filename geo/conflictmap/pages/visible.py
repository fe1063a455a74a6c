"""Which events and features a view shows: the same rows as the page, by the same rules."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.columns import DAYS, NO_DAY, NUMBERS, TEXT
from conflictmap.model.events import Accounting, Claim, Events, Source
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.text import fold, halves
from conflictmap.pages.spec import PACKED_ABOVE
from conflictmap.pages.words import label
from conflictmap.places.standing import standing
from conflictmap.places.translations import TRANSLATED, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import Filters, View

_NAMES = ("name", "name_hy", "name_az", "name_ru")


def visible_rows(data: PageData, view: View) -> list[int]:
    """Return the numbers of the visible events, by day: the page's `window.conflictmap.visible()`.

    Undated events come last: they may have happened in any window.
    """
    return [row for row in in_window(data, view.window, certain=view.filters.certain)
            if _passes(data, view.filters, row)]


def visible_ids(data: PageData, view: View) -> list[str]:
    """Return the ids of the visible events, by day."""
    ids: list[str] = data.spec["events"]["id"]
    return [ids[row] for row in visible_rows(data, view)]


def in_window(data: PageData, window: tuple[int, int], *, certain: bool) -> list[int]:
    """Return the rows that may have happened in a window; with CERTAIN, those that must have."""
    first, last = window
    spans = enumerate(_spans(data))
    if certain:
        return [row for row, (start, end) in spans if start >= first and end <= last]
    rows = [row for row, (start, end) in spans if start < last and first < end]
    return rows + list(range(data.dated, len(data.spec["events"]["id"])))


def _spans(data: PageData) -> Iterator[tuple[int, int]]:
    """Yield the first day of each dated event, and the day after its last."""
    events, dated = data.spec["events"], data.dated
    for start, end in zip(events["start"][:dated], events["end"][:dated], strict=True):
        yield OPEN_START if start is None else start, OPEN_END if end is None else end


def visible_features(
    data: PageData, view: View, roles: Iterable[str] | None = None
) -> list[tuple[dict[str, Any], dict[str, Any], str]]:
    """Return feature, layer and `now` or `was` for what the clock and the switches show."""
    wanted = None if roles is None else set(roles)
    found: list[tuple[dict[str, Any], dict[str, Any], str]] = []
    for feature, layer in data.features:
        if not view.layers.get(layer["id"]) or (wanted is not None and layer["role"] not in wanted):
            continue
        how = standing(feature["properties"]["from"], feature["properties"]["to"], view.ground)
        if how != "none":
            found.append((feature, layer, how))
    return found


def relief_in(data: PageData, view: View) -> dict[str, Any] | None:
    """Return the entry of the shaded ground, where the page holds one and it is switched on."""
    found = (layer for layer in data.spec["layers"]
             if layer["role"] == "relief" and view.layers.get(layer["id"]))
    return next(found, None) if data.relief else None


def visible_layers(data: PageData, view: View) -> list[dict[str, Any]]:
    """Return the entry of each layer that is drawn, once, from below."""
    relief = relief_in(data, view)
    drawn = [relief] if relief else []
    drawn += [layer for _, layer, _ in visible_features(data, view)]
    return list({layer["id"]: layer for layer in drawn}.values())


def _passes(data: PageData, filters: Filters, row: int) -> bool:
    return (
        _has_kind(data, filters, row) and _has_actor(data, filters, row)
        and _has_claim(data, filters, row) and _has_source(data, filters, row)
        and _has_fatalities(data, filters, row) and _has_text(data, filters, row)
    )


def _has_kind(data: PageData, filters: Filters, row: int) -> bool:
    """Return whether type, status and place precision are wanted ones."""
    events = data.spec["events"]
    return all(
        not wanted or events[column][row] in wanted for wanted, column in (
            (filters.types, "type"), (filters.status, "status"),
            (filters.precision, "place_precision"),
        )
    )


def _has_actor(data: PageData, filters: Filters, row: int) -> bool:
    """Return whether an event names a wanted party."""
    if not filters.actors:
        return True
    events = data.spec["events"]
    both = f"{events['actor_a'][row] or ''};{events['actor_b'][row] or ''}"
    return not {name.strip() for name in both.split(";")}.isdisjoint(filters.actors)


def _has_claim(data: PageData, filters: Filters, row: int) -> bool:
    """Return whether a wanted side is quoted on an event."""
    event = data.spec["events"]["id"][row]
    return not filters.sides or any(
        c["event"] == event and c["side"] in filters.sides for c in data.spec["claims"])


def _has_source(data: PageData, filters: Filters, row: int) -> bool:
    known = data.spec["events"]["sources"][row]
    return not filters.sources or not set(filters.sources).isdisjoint(known)


def _has_fatalities(data: PageData, filters: Filters, row: int) -> bool:
    """Return whether the highest known figure, else the best, reaches the wanted one."""
    if filters.toll is None:
        return True
    events = data.spec["events"]
    known = [n for n in (events[key][row] for key in ("high", "best")) if n is not None]
    return bool(known) and bool(known[0] >= filters.toll)


def _has_text(data: PageData, filters: Filters, row: int) -> bool:
    if not filters.text:
        return True
    words = fold(filters.text).split(" ")
    return all(word in _searched_text(data, row) for word in words)


def _searched_text(data: PageData, row: int) -> str:
    """Return the folded text that a search looks through."""
    events = data.spec["events"]
    places = [events[key][row] or "" for key in ("place", "place_hy", "place_az")]
    known = _other_names(data, places)
    own = [events["title"][row], *places, events["actor_a"][row], events["actor_b"][row],
           events["id"][row], *_in_other_languages(data, events["title"][row], places[0])]
    return " | ".join([*(fold(text or "") for text in own), *known, *_type_words(data, row)])


def _type_words(data: PageData, row: int) -> list[str]:
    """Return the folded words for the type of an event, in all languages of the page."""
    known: dict[str, list[str]] = data.__dict__.setdefault("_type_words", {})
    kind = data.spec["events"]["type"][row] or ""
    if kind not in known:
        own = {one["id"]: one["label"] for one in data.spec.get("types", ())}.get(kind, "")
        words = (label(lang, "type", kind, own) for lang in ("en", *TRANSLATED))
        known[kind] = list(dict.fromkeys(map(fold, (kind.replace("_", " "), own, *words))))
    return known[kind]


def _in_other_languages(data: PageData, *texts: str) -> list[str]:
    """Return texts in the other languages; a page of many events holds none."""
    if len(data.spec["events"]["id"]) > PACKED_ABOVE:
        return []
    tables = list(map(translations, TRANSLATED))
    return [table[text] for text in texts for table in tables if text in table]


def _other_names(data: PageData, places: Sequence[str]) -> list[str]:
    """Return all folded names of the places that some texts name, each place once."""
    names = _gazetteer(data)
    forms = (form for text in places for part in re.split(r"\s*[/;]\s*", text)
             for form in halves(part))
    return list(dict.fromkeys(names.get(fold(form), "") for form in forms))


def _gazetteer(data: PageData) -> dict[str, str]:
    """Return folded names: all folded names of the same place. Kept with the data."""
    known: dict[str, str] | None = data.__dict__.get("_gazetteer")
    if known is None:
        known = {}
        for feature, layer in data.features:
            if layer["role"] in {"settlement", "town"}:
                names = [fold(name) for name in _variants(feature["properties"])]
                known.update(dict.fromkeys(names, " | ".join(names)))
        data.__dict__["_gazetteer"] = known
    return known


def _variants(properties: dict[str, Any]) -> list[str]:
    more = properties.get("names")
    texts = [properties.get(key) or "" for key in _NAMES]
    texts += more if isinstance(more, list) else []
    return [n for n in dict.fromkeys(h for text in texts for h in halves(text)) if n]


def events_of(data: PageData, rows: Sequence[int]) -> Events:
    """Return rows of a page as `Events`, for counting, with the claims; places stay in the page."""
    spec = data.spec["events"]
    size = len(rows)

    def numbers(key: str, empty: float, kind: type) -> np.ndarray[Any, Any]:
        return np.array([empty if spec[key][r] is None else spec[key][r] for r in rows], dtype=kind)

    def texts(name: str) -> np.ndarray[Any, Any]:
        key = {"event_id": "id"}.get(name, name)
        known = key in {"id", "title", "type", "role", "part_of"}
        return np.array([spec[key][r] if known else "" for r in rows], dtype=object)

    columns = {name: texts(name) for name in TEXT}
    columns |= {name: np.full(size, NO_DAY, dtype=np.int64) for name in DAYS}
    columns |= {name: np.full(size, np.nan) for name in NUMBERS}
    columns |= {
        "start": numbers("start", NO_DAY, np.int64), "end": numbers("end", OPEN_END, np.int64),
        "fatalities_low": numbers("low", np.nan, np.float64),
        "fatalities": numbers("best", np.nan, np.float64),
        "fatalities_high": numbers("high", np.nan, np.float64),
    }
    if "stands_for" in spec:
        columns["stands_for"] = numbers("stands_for", np.nan, np.float64)
    accounting = Accounting(**data.spec["accounting"])
    return Events(columns=columns, accounting=accounting, claims=_claims_of(data), sources={
                      key: _source_of(key, entry) for key, entry in data.spec["sources"].items()})


def _source_of(key: str, entry: dict[str, str]) -> Source:
    return Source(**{f.name: entry.get(f.name, "") for f in fields(Source)} | {"id": key})


def _claims_of(data: PageData) -> tuple[Claim, ...]:
    return tuple(
        Claim(event_id=c["event"], source_id=c["source"],
              **{k: v for k, v in c.items() if k not in {"event", "source"}})
        for c in data.spec["claims"]
    )
