"""Recipes: what a map shows, as a person writes it in TOML. Unknown keys are refused by name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.formats.files import decoded, is_file, read_bytes
from conflictmap.formats.toml_tables import TomlTable
from conflictmap.model.errors import RecipeError, nearest
from conflictmap.model.outputs import ShortRepr
from conflictmap.model.provenance import Provenance, provenance_of
from conflictmap.model.resources import bundled
from conflictmap.model.text import is_tile_address
from conflictmap.pages.opening import Annotation, Opening, annotations_of, opening_of
from conflictmap.pages.stories import Story, stories_of

if TYPE_CHECKING:
    from conflictmap.model.interval import Interval
    from conflictmap.pages.languages import Language

LANGUAGES = ("en", "hy", "az", "ru")
THEMES = ("auto", "light", "dark")
#: Panels that a recipe may leave out; the events and what the map is about are always there.
PANELS = ("story", "totals", "unknown", "road", "layers")
NAMES = ("paired", "international", "armenian_first", "azerbaijani_first")
VIEWPOINTS = ("de_facto", "de_jure", "neutral")
BANDS = ("war", "ceasefire", "agreement", "blockade")
ICONS = ("circle", "square", "triangle", "diamond", "cross", "star")


@dataclass(frozen=True, kw_only=True)
class TypeLook:
    """The name and the colour (#rrggbb) of a type of events, where they are not the usual ones."""

    id: str
    name: str = ""
    color: str = ""


@dataclass(frozen=True, kw_only=True)
class EventSource:
    """Where events come from, and how they are called and drawn."""

    path: tuple[str, ...] = ()
    name: str = ""
    color: str = ""
    icon: str = ""
    types: tuple[TypeLook, ...] = ()
    color_by: str = ""
    size_by: str = ""
    swap_check: bool = True


@dataclass(frozen=True, kw_only=True)
class LayerUse:
    """A layer of the map: the id of a built-in one, or the path of a GeoJSON file."""

    path: str
    name: str = ""
    color: str = ""
    visible: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """A tile basemap that the author asks for; the page then names its host."""

    url: str
    attribution: str


@dataclass(frozen=True, kw_only=True)
class ReliefUse:
    """Shaded ground: `relief`, the built-in one, or an author's own picture and its bounds."""

    path: str
    bounds: tuple[float, float, float, float] | None = None
    title: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True, kw_only=True)
class Band:
    """A stretch of the time axis with a name, such as a war or a ceasefire."""

    span: Interval
    label: str
    kind: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Recipe(ShortRepr):
    """What a map shows.

    `window` is what it shows, `opening` what it opens on, `extent` how far its time axis reaches;
    `lang` is the language of the page, `content_lang` that of titles, notes and claims.
    """

    title: str = ""
    subtitle: str = ""
    lang: str = "en"
    content_lang: str = ""
    names: str = "paired"
    viewpoint: str = "de_facto"
    attribution: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    zoom: float | None = None
    center: tuple[float, float] | None = None
    window: Interval | None = None
    opening: Opening = field(default_factory=Opening)
    annotations: tuple[Annotation, ...] = ()
    extent: Interval | None = None
    events: EventSource = EventSource()
    layers: tuple[LayerUse, ...] = ()
    basemap: bool = True
    theme: str = "auto"
    logo: str = ""
    languages: tuple[Language, ...] = ()
    panels: tuple[str, ...] = PANELS
    tiles: Tiles | None = None
    relief: ReliefUse | None = None
    bands: tuple[Band, ...] = field(default=())
    stories: tuple[Story, ...] = ()
    provenance: Provenance | None = None


def read_recipe(recipe: str | Path) -> Recipe:
    """Return a built-in recipe by its name, or one from a TOML file by its path.

    Paths inside the file are relative to the file. What its `sources` say is for `update`.

    Raises
    ------
    RecipeError
        When there is no such recipe, or it holds a key or value that means nothing.
    """
    names = recipes()
    if str(recipe) in names:
        content = bundled("maps", f"{recipe}.toml").read_bytes()
        return parse_recipe(content, name=f"{recipe}.toml", folder=None)
    path = Path(recipe)
    if path.suffix != ".toml" and not is_file(path):
        raise RecipeError(
            f"No recipe '{recipe}'.{nearest(str(recipe), names)} Built in: {', '.join(names)};"
            " or give the path of a .toml file."
        )
    content = read_bytes(recipe, error=RecipeError)
    return parse_recipe(content, name=str(recipe), folder=path.parent)


def recipes() -> tuple[str, ...]:
    """Return the names of the built-in recipes."""
    found = [entry.name for entry in bundled("maps").iterdir()]
    return tuple(sorted(n.removesuffix(".toml") for n in found if n.endswith(".toml")))


def parse_recipe(content: bytes, *, name: str, folder: Path | None) -> Recipe:
    """Return the recipe that a TOML text holds; NAME stands in messages."""
    try:
        raw = tomllib.loads(decoded(content, name, error=RecipeError))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        from conflictmap.pages.recipe_parts import broken_at

        raise RecipeError(f"{name}: broken TOML: {broken_at(content, error)}") from error
    table = TomlTable(raw, name, "", folder)
    own_keys = {f.name: None for f in fields(Recipe) if f.name != "provenance"}
    table.refuse_unknown([*own_keys, "extends", "sources"])
    languages = _languages(table)
    own = Recipe(
        title=table.text("title"), subtitle=table.text("subtitle"),
        lang=lang_of(table, languages), languages=languages,
        content_lang=_content_lang(table),
        names=table.word("names", NAMES),
        viewpoint=table.word("viewpoint", VIEWPOINTS),
        attribution=table.texts("attribution"), notes=table.texts("notes"),
        zoom=table.number("zoom", 0, 19), center=table.center(),
        window=table.interval("window"), extent=table.interval("extent"),
        events=_events(table.table("events", [f.name for f in fields(EventSource)])),
        layers=tuple(_layer(t) for t in table.tables("layers", [f.name for f in fields(LayerUse)])),
        basemap=table.flag("basemap", default=True) is not False,
        theme=table.word("theme", THEMES), logo=_logo(table),
        panels=table.words("panels", PANELS),
        tiles=_tiles(table),
        relief=_relief(table),
        bands=tuple(_band(t) for t in table.tables("bands", ["from", "to", "label", "kind"])),
        stories=stories_of(table), opening=opening_of(table), annotations=annotations_of(table),
        provenance=provenance_of(Path(name).name, content, rows=len(raw)),
    )
    return _extended(own, table)


def _languages(table: TomlTable) -> tuple[Language, ...]:
    if "languages" not in table.raw:
        return ()
    from conflictmap.pages.languages import languages_of

    return languages_of(table)


def spoken(languages: tuple[Language, ...]) -> tuple[str, ...]:
    """Return the codes of the languages of a page, the built-in ones first."""
    return (*LANGUAGES, *(one.code for one in languages))


def lang_of(table: TomlTable, languages: tuple[Language, ...]) -> str:
    """Return the language that a page opens in."""
    value, known = table.text("lang") or LANGUAGES[0], spoken(languages)
    if value not in known:
        table.fail("lang", value, f"must be one of {', '.join(known)}; a further language is a file"
                   ' of words, languages = ["FILE.toml"], which conflictmap init --words FILE.toml'
                   " writes")
    return value


def _content_lang(table: TomlTable) -> str:
    """Return the language in which titles, notes and claims are written; empty where not said."""
    tag = table.text("content_lang")
    if tag and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        table.fail("content_lang", tag, "must be the tag of a language, such as en or az-Latn")
    return tag


def _logo(table: TomlTable) -> str:
    if "logo" not in table.raw:
        return ""
    from conflictmap.pages.recipe_parts import logo_of

    return logo_of(table)


def _extended(own: Recipe, table: TomlTable) -> Recipe:
    """Return the built-in recipe that OWN extends, with what OWN says; its layers lie above."""
    base = table.text("extends")
    if not base:
        return own
    if base not in recipes():
        table.fail("extends", base, f"must be a built-in recipe: {', '.join(recipes())}")
    below = read_recipe(base)
    given = {key: getattr(own, key) for key in table.raw
             if key not in {"extends", "layers", "sources"}}
    taken = {use.path for use in own.layers}
    layers = (*(use for use in below.layers if use.path not in taken), *own.layers)
    return replace(below, **given, layers=layers, provenance=own.provenance)


def _events(table: TomlTable) -> EventSource:
    return EventSource(
        path=tuple(table.path(p) for p in table.texts("path")), name=table.text("name"),
        color=table.color(), icon=table.word("icon", ("", *ICONS)),
        color_by=table.text("color_by"), size_by=table.text("size_by"),
        types=tuple(TypeLook(id=t.text("id", needed=True), name=t.text("name"), color=t.color())
                    for t in table.tables("types", [f.name for f in fields(TypeLook)])),
        swap_check=table.flag("swap_check", default=True) is not False,
    )


def _layer(table: TomlTable) -> LayerUse:
    return LayerUse(
        path=table.path(table.text("path", needed=True)), name=table.text("name"),
        color=table.color(), visible=table.flag("visible", default=None),
    )


def _band(table: TomlTable) -> Band:
    span = table.days([table.text("from", needed=True), table.text("to", needed=True)], "from")
    return Band(
        span=span, label=table.text("label", needed=True), kind=table.word("kind", BANDS)
    )


def _relief(table: TomlTable) -> ReliefUse | None:
    if "relief" not in table.raw:
        return None
    inner = table.table("relief", [f.name for f in fields(ReliefUse)])
    return ReliefUse(
        path=inner.path(inner.text("path", needed=True)), bounds=inner.bounds("bounds"),
        title=inner.text("title"), source=inner.text("source"), licence=inner.text("licence"),
        attribution=inner.text("attribution"),
    )


def _tiles(table: TomlTable) -> Tiles | None:
    if "tiles" not in table.raw:
        return None
    inner = table.table("tiles", ["name", *(f.name for f in fields(Tiles))])
    if "name" in inner.raw:
        from conflictmap.pages.recipe_parts import known_tiles

        return Tiles(**known_tiles(inner))
    url = inner.text("url", needed=True)
    if not is_tile_address(url):
        inner.fail("url", url, "not an https address with {z}, {x} and {y}")
    return Tiles(url=url, attribution=inner.text("attribution", needed=True))
