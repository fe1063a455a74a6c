"""folium plugins that the page does not draw itself: passed through as folium writes them.

A plugin is the map author's own program. It is rendered alone, on an empty map, so that no text
from events or layers comes near folium's templates. The page's policy is widened by the hash of
its script and by the addresses that it loads, and by nothing else; what needs more is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

# Bound here: a notebook may put `ConflictMap` in the place of `folium.Map`.
from folium.folium import Map as PlainMap

from conflictmap.model.errors import OutputError
from conflictmap.pages.plugin import Plugin, by_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Tried with the files that folium 0.20 names: what they do that no exact rule allows.
_NEEDS = {
    "MeasureControl": "its program makes code out of text (eval); the page can measure by itself",
    "LocateControl": "its program writes style attributes into markup",
}
#: Where a geocoder of this name asks.
_PROVIDERS = {
    "nominatim": "https://nominatim.openstreetmap.org/", "photon": "https://photon.komoot.io/",
    "arcgis": "https://geocode.arcgis.com/arcgis/rest/services/World/GeocodeServer/",
}
_ID = re.compile(r"\b[A-Za-z]\w*_[0-9a-f]{32}\b")
_ADDRESS = re.compile(r"https://[\w*-][\w.-]*(:\d+)?(/[\w.~!$&+=:@%/-]*)?", re.ASCII)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S | re.I)
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S | re.I)
_LOADED = re.compile(
    r"""<(script|link)[^>]*?\s(?:src|href)=(["'])(.*?)\2[^>]*>(?:</script>)?""", re.I)
#: What the policy cannot allow by an exact hash or address.
_INEXACT = (
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I), "style attributes in its markup"),
    (re.compile(r"<[a-z][^>]*\son\w+\s*=|javascript:", re.I), "handlers in its markup"),
    (re.compile(r"<(iframe|object|embed|base|meta|form|img|video|audio)\b", re.I),
     "a frame, form or picture in its markup"),
)
_EVAL = re.compile(r"\beval\s*\(|\bnew\s+Function\s*\(")
_ENDS = re.compile(r"</script|<!--", re.I)


def plugin_of(element: Any, number: int = 1) -> Plugin:
    """Return a folium object as a plugin of the page; NUMBER keeps the names of several apart.

    Raises
    ------
    OutputError
        When it needs what the policy cannot allow exactly, or what the page draws itself.
    """
    name = type(element).__name__
    if isinstance(element, PlainMap):
        raise refused(element, "it is a map of its own")
    if name in _NEEDS:
        raise refused(element, _NEEDS[name])
    target, header, markup, program = _rendered(element)
    styles = _STYLE.findall(header + markup)
    program = "\n".join([*_INLINE.findall(header + markup), program])
    rest = markup
    for pattern in (_STYLE, _INLINE, _LOADED):
        rest = pattern.sub("", rest)
    _check_exact(element, rest, program, target)
    scripts = _linked(header + markup, "script")
    if re.search(r"\$\(|\bjQuery\b", program):
        scripts = [*_jquery(), *scripts]
    sheets = _linked(header + markup, "link")
    renamed = _renamer(element, target, number)
    found = Plugin(
        name=name, target=renamed(target), program=renamed(program).strip(),
        markup=renamed(rest).strip(), style="\n".join(styles).strip(), scripts=_once(scripts),
        styles=_once(sheets),
        pictures=_once([*(u.rsplit("/", 1)[0] + "/" for u in sheets), *_pictures(element)]),
        asks=_once(_asks(element)),
    )
    _check_addresses(element, found)
    return found


def _linked(markup: str, kind: str) -> list[str]:
    """Return the addresses of the elements `script` or `link` in HTML."""
    return [url for name, _, url in _LOADED.findall(markup) if name.lower() == kind]


def _check_addresses(element: Any, plugin: Plugin) -> None:
    for address in (*plugin.scripts, *plugin.styles, *plugin.pictures, *plugin.asks):
        if not _ADDRESS.fullmatch(address):
            raise refused(element, f"'{address}' is no plain https address")


def refused(element: Any, reason: str) -> OutputError:
    """Return the error that names a class, what it loads, and why the page does not draw it."""
    files = by_host(url for _, url in (
        *getattr(element, "default_js", ()), *getattr(element, "default_css", ())))
    loads = ", ".join(f"{file} from {host}" for host, names in files.items() for file in names)
    what = f" As folium writes it, it loads {loads}." if loads else ""
    return OutputError(
        f"{type(element).__name__}: this page cannot draw it: {reason}.{what} Add it to a plain"
        " folium.Map, where EventOverlay and AreaOverlay draw events and layers too."
    )


def _rendered(element: Any) -> tuple[str, str, str, str]:
    """Return the map's name, and what folium writes into header, body and script of a page."""
    from branca.element import CssLink, JavascriptLink
    from jinja2 import TemplateError

    host, before = PlainMap(tiles=None), element._parent  # noqa: SLF001 - kept nowhere else
    host.add_child(element)
    figure: Any = host.get_root()
    known = set(figure.header._children)  # noqa: SLF001
    try:
        element.render()
    except (TemplateError, AttributeError, AssertionError, LookupError, ValueError,
            TypeError) as error:
        raise refused(element, f"folium cannot write it alone ({error})") from error
    finally:
        element._parent = before  # noqa: SLF001

    def text(part: Any) -> str:
        if isinstance(part, JavascriptLink):
            return f'<script src="{part.url}"></script>'
        if isinstance(part, CssLink):
            return f'<link rel="stylesheet" href="{part.url}">'
        # Rendered once: branca would read the result as a template once more.
        once = getattr(part, "_template_str", None)
        return str(part.render() if once is None else once)

    header = "".join(
        text(c) for key, c in figure.header._children.items() if key not in known)  # noqa: SLF001
    markup, program = ("\n".join(text(c) for c in slot._children.values())  # noqa: SLF001
                       for slot in (figure.html, figure.script))
    return host.get_name(), header, markup, program


def _check_exact(element: Any, markup: str, program: str, target: str) -> None:
    for pattern, what in _INEXACT:
        if pattern.search(markup):
            raise refused(element, f"the page's policy cannot allow {what} exactly")
    if _EVAL.search(program):
        raise refused(element, "its program makes code out of text (eval)")
    if _ENDS.search(program):
        raise refused(element, "its program holds the end of a script element or a comment")
    _check_targets(element, program, target)


def _check_targets(element: Any, program: str, target: str) -> None:
    """Refuse a program that works on an object which neither it makes nor the page gives it."""
    made = {match for match in _ID.findall(program) if re.search(rf"\b{match}\s*=(?!=)", program)}
    for name in dict.fromkeys(_ID.findall(program)):
        if name not in made and name != target:
            what = name.rsplit("_", 1)[0].replace("_", " ")
            raise refused(element, f"it works on a {what}, which is drawn by the page itself")


def _renamer(element: Any, target: str, number: int) -> Any:
    """Return a function that gives folium's random names the same words on every run."""
    names = [target.rsplit("_", 1)[-1], *dict.fromkeys(_ids(element, set()))]

    def renamed(text: str) -> str:
        for i, name in enumerate(names):
            text = text.replace(name, f"{number}_{i}")
        return text

    return renamed


def _parts(element: Any) -> Iterator[Any]:
    """Yield the folium objects that an object holds, as children or otherwise."""
    from branca.element import Element

    values = {k: v for k, v in vars(element).items() if k not in {"_parent", "_children"}}
    for value in (*element._children.values(), *values.values()):  # noqa: SLF001
        if isinstance(value, Element):
            yield value


def _ids(element: Any, seen: set[int]) -> Iterator[str]:
    if id(element) not in seen:
        seen.add(id(element))
        yield element._id  # noqa: SLF001
        for part in _parts(element):
            yield from _ids(part, seen)


def _pictures(element: Any) -> Iterator[str]:
    """Yield where an object's tiles or pictures come from."""
    import folium

    for part in (element, *_parts(element)):
        address = part.tiles if isinstance(part, folium.TileLayer) else getattr(part, "url", "")
        if isinstance(address, str) and address.startswith("https://"):
            whole = address.replace("{s}", "*")
            yield whole.split("{", 1)[0].rsplit("/", 1)[0] + "/" if "{" in whole else whole


def _asks(element: Any) -> Iterator[str]:
    """Yield the services that an object asks while the page is open."""
    if type(element).__name__ == "Geocoder":
        options = element.options
        own = (options.get("providerOptions") or options.get("provider_options") or {})
        provider = str(options.get("provider"))
        address = own.get("serviceUrl") or _PROVIDERS.get(provider.lower())
        if not address:
            raise refused(element, f"it is not known where the provider '{provider}' asks; give"
                          " provider_options={'serviceUrl': …}")
        yield address


def _jquery() -> list[str]:
    return [url for name, url in PlainMap.default_js if name == "jquery"]


def _once(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(addresses))
