"""What a page was made from: every input with its hash, and what was asked for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from conflictmap.model.errors import printable
from conflictmap.pages.recipe import recipes
from conflictmap.places.layer_files import WORLD
from conflictmap.places.layer_files import layers as built_in_layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.model.layer import Layer, Relief
    from conflictmap.model.provenance import Provenance
    from conflictmap.pages.reading import Reading
    from conflictmap.pages.recipe import Recipe

#: Version of the rules by which inputs are read (docs/input_rules.md).
RULES = 1


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
