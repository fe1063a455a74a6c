"""What a command line says of a map in the place of a recipe, by the rules of recipes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.toml_tables import TomlTable
from conflictmap.model.errors import RecipeError
from conflictmap.pages.recipe import Recipe, lang_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What may be said of a map in words beside its recipe, on a command line.
OPTIONS = ("title", "subtitle", "lang", "window", "zoom", "center", "color_by", "size_by")

_COLUMNS = ("color_by", "size_by")


def with_options(recipe: Recipe, options: Mapping[str, str]) -> Recipe:
    """Return a recipe with what OPTIONS say, as words: `window` is START/END, `center` LAT,LON.

    Raises
    ------
    RecipeError
        When a value means nothing, in the words of recipes.
    """
    table = TomlTable(options, "options")
    table.refuse_unknown(OPTIONS)
    try:
        return _with(recipe, table, options)
    except RecipeError as error:
        where, _, said = str(error).removeprefix("options: ").partition(":")
        raise RecipeError(f"--{where.replace('_', '-')}:{said}") from error


def _with(recipe: Recipe, table: TomlTable, options: Mapping[str, str]) -> Recipe:
    raw = {name: _typed(name, text) for name, text in options.items() if text}
    table = replace(table, raw=raw)
    found: dict[str, Any] = {
        "title": table.text("title"), "subtitle": table.text("subtitle"),
        "lang": lang_of(table, recipe.languages), "window": table.interval("window"),
        "zoom": table.number("zoom", 0, 19), "center": table.center(),
    }
    named = {name: value for name, value in found.items() if name in raw}
    columns: dict[str, Any] = {name: table.text(name) for name in _COLUMNS if name in raw}
    source = replace(recipe.events, **columns)
    return replace(recipe, events=source, **named)


def _typed(name: str, text: str) -> Any:
    """Return the value of an option as a recipe has it."""
    if name == "window":
        return [part.strip() for part in text.split("/")]
    if name in {"zoom", "center"}:
        parts = [_number(part) for part in text.split(",")]
        return parts if name == "center" else parts[0] if len(parts) == 1 else text
    return text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
