"""What search engines and feeds read in a page: schema.org as JSON-LD, and Open Graph."""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conflictmap.model.layer import UNKNOWN
from conflictmap.model.outputs import cut
from conflictmap.model.source_terms import TERMS
from conflictmap.model.text import clean
from conflictmap.pages.event_columns import EventTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.model.source_terms import Terms

#: Longest texts, in characters, and how many of a kind are told: the page holds them all.
_TEXT, _NAME, _MOST = 300, 120, 8
#: Creative Commons, as sources write it.
_CC = re.compile(r"\bCC[ -](BY(?:-(?:NC|ND|SA))*)[ -](\d\.\d)\b")


def head_of(spec: Mapping[str, Any]) -> list[str]:
    """Return the lines of a page's head that say what it is; no address in them is asked for."""
    from conflictmap.pages.html import json_for_html

    said = {"og:type": "website", "og:title": cut(clean(spec["title"]), _NAME),
            "og:description": _described(spec)}
    metas = [f'<meta property="{name}" content="{html.escape(text)}">'
             for name, text in said.items() if text]
    return [*metas, f'<script type="application/ld+json">{json_for_html(linked_data(spec))}'
                    "</script>"]


def linked_data(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data set and the map of a page in the words of schema.org.

    Licence and makers of the events are those that its credits state; layers have their own. What
    is not stated is left out, and what is long is cut: the page itself says it whole.

    Parameters
    ----------
    spec
        What the page shows.
    """
    name = cut(clean(spec["title"]), _NAME)
    place = {"@type": "Place", "geo": {"@type": "GeoShape", "box": _box(spec["bounds"])}}
    data = {"@type": "Dataset", "@id": "#data", "name": name, "description": _described(spec),
            "inLanguage": spec["lang"], **_rights(spec), "temporalCoverage": _span(spec["extent"]),
            "spatialCoverage": place, "hasPart": _parts(spec["layers"])}
    drawn = {"@type": "Map", "@id": "#map", "name": name, "about": {"@id": "#data"}}
    return {"@context": "https://schema.org",
            "@graph": [{key: value for key, value in one.items() if value}
                       for one in (data, drawn)]}


def _described(spec: Mapping[str, Any]) -> str:
    """Return what the map is about: its subtitle, or how many events of which days it holds."""
    if spec["subtitle"]:
        return cut(clean(spec["subtitle"]), _TEXT)
    events = spec["events"]
    rows = events.rows if isinstance(events, EventTable) else len(events["start"])
    return f"Map of {rows} events and {len(spec['layers'])} layers, {_span(spec['extent'])}."


def _span(days: Sequence[int | None]) -> str:
    """Return days as schema.org writes a span: the first and the last, `..` where open.

    >>> _span([0, 31]), _span([None, 31])
    ('1970-01-01/1970-01-31', '../1970-01-31')
    """
    first = day_of(OPEN_START if days[0] is None else days[0])
    last = day_of(OPEN_END if days[1] is None else days[1] - 1)
    return f"{first or '..'}/{last or '..'}"


def _box(bounds: Sequence[float]) -> str:
    west, south, east, north = bounds
    return f"{south:g} {west:g} {north:g} {east:g}"


def _rights(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return who made the events, under which licence, and how they are cited."""
    lines = list(map(clean, spec["attribution"]))[:_MOST]
    known = [(line, _terms_in(line)) for line in lines]
    licences = [terms.licence if terms else line for line, terms in known]
    sources = list(spec["sources"].values())
    cited = [terms.cite for _, terms in known if terms]
    cited += [cut(clean(s.get("title", "")), _NAME) for s in sources if len(sources) <= _MOST]
    return {
        "creator": [{"@type": "Organization", "name": terms.publisher if terms
                     else cut(line, _NAME)} for line, terms in known],
        "license": list(dict.fromkeys(filter(None, map(_licence, licences)))),
        "citation": [text for text in dict.fromkeys(cited) if text],
    }


def _terms_in(line: str) -> Terms | None:
    """Return the terms of the source that a credit names; None of another."""
    return next((terms for terms in TERMS.values() if terms.name in line), None)


def _licence(text: str) -> str:
    """Return the address of the Creative Commons licence that a text names; empty without one.

    >>> _licence("compiled by us, CC BY 4.0")
    'https://creativecommons.org/licenses/by/4.0/'
    """
    found = _CC.search(text)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""


def _parts(layers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the layers as data sets, those of one licence together, with who is to be named."""

    def licence(layer: Mapping[str, Any]) -> str:
        return _licence(layer["licence"]) or cut(clean(layer["licence"]), _NAME)

    found = []
    for said, group in groupby(sorted(layers, key=licence), key=licence):
        together = list(group)
        part = {"@type": "Dataset", "name": _joined(together, "title"),
                "license": "" if said == UNKNOWN else said,
                "creditText": _joined(together, "attribution")}
        found.append({key: value for key, value in part.items() if value})
    return found[:_MOST]


def _joined(layers: Sequence[Mapping[str, Any]], key: str) -> str:
    """Return what layers say under a key, each part of a list once, cut."""
    texts = dict.fromkeys(part.strip() for layer in layers for part in clean(layer[key]).split(";"))
    return cut("; ".join(text for text in texts if text not in {"", UNKNOWN}), _TEXT)
