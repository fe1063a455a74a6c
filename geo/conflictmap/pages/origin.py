"""What a page was made from, and what it says of that to machines.

Every input with its hash, and what was asked for; and in the words of schema.org and Open Graph its
days, bounds, licences and makers.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from conflictmap.model.errors import printable
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conflictmap.model.layer import UNKNOWN
from conflictmap.model.outputs import cut
from conflictmap.model.source_terms import TERMS
from conflictmap.model.text import clean
from conflictmap.pages.event_columns import EventTable
from conflictmap.pages.recipe import recipes
from conflictmap.places.layer_files import WORLD
from conflictmap.places.layer_files import layers as built_in_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conflictmap.model.layer import Layer, Relief
    from conflictmap.model.provenance import Provenance
    from conflictmap.model.source_terms import Terms
    from conflictmap.pages.reading import Reading
    from conflictmap.pages.recipe import Recipe

#: Version of the rules by which inputs are read (docs/input_rules.md).
RULES = 1
#: Longest texts, in characters, and how many of a kind are told: the page holds them all.
_TEXT, _NAME, _MOST = 300, 120, 8
#: Creative Commons, as sources write it.
_CC = re.compile(r"\bCC[ -](BY(?:-(?:NC|ND|SA))*)[ -](\d\.\d)\b")


def origin_of(
    recipe: Recipe, layers: Sequence[Layer], *,
    events: Sequence[tuple[str | None, Sequence[Provenance]]], own: Mapping[str, str | None],
    aggregate: bool, encoding: str, sheet: str, adjusted: bool, no_recipe: bool,
    relief: Relief | None = None, options: Mapping[str, str] | None = None,
    reading: Reading | None = None,
) -> dict[str, Any]:
    """Return what a page says of its making; no folder stands in it, so that none changes a byte.

    Parameters
    ----------
    recipe, layers
        The recipe as it was used, and every layer of the page.
    events
        For each set of events the path that was given (None for data in memory) and its files.
    own
        For each layer that was given beside the recipe its path, by id.
    aggregate, encoding, sheet, adjusted
        Whether totals were asked for, the encoding and sheet of the tables, and whether a program
        changed the recipe.
    relief
        The shaded ground of the page.
    no_recipe
        Whether events came without a recipe, so that a plain map was made.
    options
        What was said in the place of a recipe.
    reading
        How files were read, where the caller said it.
    """
    paths = [*own.values(), *(path for path, _ in events)]
    file = None if no_recipe else recipe.provenance
    return {
        "events": [_events_entry(*given) for given in events],
        "recipe": _recipe_entry(file),
        "layers": [_layer_entry(layer, own) for layer in layers],
        "relief": _relief_entry(relief),
        "aggregate": aggregate, "encoding": encoding, "sheet": sheet,
        "by_program": any((adjusted, _is_unsaid(reading), None in paths,
                           file is None and not no_recipe)),
        "config_sha256": _config(recipe),
        "rules": RULES, **_said(options), **_read(reading),
    }


def _relief_entry(relief: Relief | None) -> dict[str, Any] | None:
    return asdict(relief.provenance) if relief else None


def _said(options: Mapping[str, str] | None) -> dict[str, Any]:
    return {"options": dict(options)} if options else {}


def _is_unsaid(reading: Reading | None) -> bool:
    """Return whether files were read in a way that a page cannot say."""
    return reading is not None and not reading.is_repeatable


def _read(reading: Reading | None) -> dict[str, Any]:
    return {} if reading is None else reading.entry()


def _recipe_entry(file: Provenance | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return asdict(file) | {"built_in": file.name.removesuffix(".toml") in recipes()}


def _events_entry(path: str | None, files: Sequence[Provenance]) -> dict[str, Any]:
    return {"name": None if path is None else _name(path), "files": [f.name for f in files]}


def _layer_entry(layer: Layer, own: Mapping[str, str | None]) -> dict[str, Any]:
    path = own.get(layer.id)
    bundled = (*built_in_layers(), *WORLD)
    origin = "given" if layer.id in own else "built in" if layer.id in bundled else "file"
    name = _name(path) if path else layer.provenance.name
    return {"id": layer.id, "from": origin} | asdict(layer.provenance) | {"name": name}


def _name(path: str) -> str:
    return printable(PurePath(path).name)


def _config(recipe: Recipe) -> str:
    """Return the hash of what was asked for, whatever the folders."""
    values = asdict(recipe)
    del values["provenance"]
    values["events"]["path"] = [PurePath(p).name for p in recipe.events.path]
    for entry in [*values["layers"], *filter(None, [values["relief"]])]:
        entry["path"] = PurePath(entry["path"]).name
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def open_graph(spec: Mapping[str, Any]) -> dict[str, str]:
    """Return what a feed shows of a page: the properties of Open Graph, as plain text."""
    said = {"og:type": "website", "og:title": cut(clean(spec["title"]), _NAME),
            "og:description": _described(spec)}
    return {name: text for name, text in said.items() if text}


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
    makers = [{"@type": "Organization", "name": _maker(line)} for line in lines]
    licences = [_licence(terms.licence if terms else line) for line, terms in known]
    cited = [*(terms.cite for _, terms in known if terms), *_titles(spec["sources"])]
    return {"creator": makers, "license": _each_once(licences), "citation": _each_once(cited)}


def _maker(line: str) -> str:
    """Return who published the source that a credit names; else the credit itself."""
    terms = _terms_in(line)
    return terms.publisher if terms else cut(line, _NAME)


def _titles(sources: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the titles of sources; none of more than can be told."""
    few = list(sources.values()) if len(sources) <= _MOST else []
    return [cut(clean(source.get("title", "")), _NAME) for source in few]


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(filter(None, dict.fromkeys(texts)))


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
