"""The page: one HTML file that loads nothing, and that no text from data can change.

Data goes in as JSON inside script elements that do not run, with `<` escaped; the two scripts and
the style are allowed by their hashes, and nothing else is. No template engine reads the result.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflictmap.model.resources import bundled
from conflictmap.pages.event_columns import EventTable
from conflictmap.pages.origin import linked_data, open_graph
from conflictmap.pages.spec import layer_block, relief_block
from conflictmap.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.model.layer import Layer, Relief
    from conflictmap.pages.languages import Language
    from conflictmap.pages.plugin import Plugin


#: Who said what, and where: few readers open it all.
EVIDENCE = ("claims", "sources")
#: What travels in a block of its own, deflated, where it is long.
_APART = (*EVIDENCE, "statements", "stories", "annotations")
#: Up to so many characters it is readable, within the spec; and a layer that few readers look at.
_READABLE, _READABLE_LAYER = 100_000, 38_000


def html_of(
    spec: dict[str, Any], layers: Sequence[Layer], plugins: Sequence[Plugin] = (), *,
    relief: Relief | None = None, languages: Sequence[Language] = (),
) -> str:
    """Return the page of a spec and its layers as HTML text, the same for the same input."""
    whole = bool(plugins or spec["tiles"])
    style, scripts = _style(whole=whole), _scripts(whole=whole)
    head = [*_head(spec, _policy(spec, style, scripts, plugins), style, scripts[0]),
            *chain.from_iterable(_plugin_head(plugin) for plugin in plugins)]
    body = [
        f'<div id="app">{_without_script(spec)}</div>',
        *_data(spec), *_layer_data(spec, layers, relief), _words(languages, small=_is_long(spec)),
        *_texts(spec, layers),
        *(f"<script>{script}</script>" for script in scripts[1:]),
        *chain.from_iterable(_plugin_body(plugin, i) for i, plugin in enumerate(plugins)),
    ]
    return "\n".join([
        "<!doctype html>", f'<html lang="{html.escape(spec["lang"])}">', "<head>", *head, "</head>",
        "<body>", *body, "</body>", "</html>", "",
    ])


def _head(spec: dict[str, Any], policy: str, style: str, guard: str) -> list[str]:
    """Return what stands in the head: what the page may load, what it is called, how it looks.

    The guard stands before all that may be cut off.
    """
    fault = html.escape(words(spec["lang"])("fault.start"))
    return [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{html.escape(spec["generator"])}">',
        f"<title>{html.escape(spec['title'])}</title>",
        *_published(spec),
        f'<meta name="conflictmap-fault" content="{fault}">',
        f"<script>{guard}</script>",
        f"<style>{style}</style>",
    ]


def _published(spec: dict[str, Any]) -> list[str]:
    """Return what machines read of the page; no address in it is asked for."""
    metas = [f'<meta property="{name}" content="{html.escape(text)}">'
             for name, text in open_graph(spec).items()]
    data = json_for_html(linked_data(spec))
    return [*metas, f'<script type="application/ld+json">{data}</script>']


def _without_script(spec: dict[str, Any]) -> str:
    """Return what the page says where no script runs: what runs hides it."""
    said = (("h1", spec["title"]), ("p", spec["subtitle"]),
            ("p", words(spec["lang"])("fault.scripts")))
    texts = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in said)
    # A notebook puts its picture where scripts are off, so that nobody else loads it.
    return f'<div class="cm-failed cm-no-script">{texts}<noscript></noscript></div>'


def _layer_data(
    spec: dict[str, Any], layers: Sequence[Layer], relief: Relief | None
) -> list[str]:
    """Return the shaded ground and the layers, a block each."""
    small = isinstance(spec["events"], EventTable)
    # Plugins run as soon as the page's program has: nothing may be left to inflate.
    many = _is_long(spec)
    hidden = {layer["id"] for layer in spec["layers"]
              if (many or not layer["visible"]) and not spec.get("plugins")}
    ground = [_block(relief, relief_block(relief), small=False)] if relief else []
    return [*ground, *(_block(layer, layer_block(layer), small=small, few=layer.id in hidden)
                       for layer in layers)]


def _is_long(spec: dict[str, Any]) -> bool:
    """Return whether a page has many events or claims, so that its words are deflated."""
    return isinstance(spec["events"], EventTable) or len(json_for_html(spec["claims"])) > _READABLE


def _data(spec: dict[str, Any]) -> list[str]:
    """Return the spec as blocks; many events travel packed, in blocks of their own."""
    blocks = {}
    if isinstance(spec["events"], EventTable):
        from conflictmap.pages.pack import packed

        found = packed(spec["events"])
        spec, blocks = spec | {"events": found.head}, found.blocks
    spec, evidence = (spec, []) if spec.get("plugins") else _without_evidence(spec)
    return [
        f'<script type="application/json" id="conflictmap-spec">{json_for_html(spec)}</script>',
        *evidence,
        *(f'<script type="application/json" class="conflictmap-packed" data-part="{name}">'
          f'"{text}"</script>' for name, text in blocks.items()),
    ]


def _without_evidence(spec: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the spec without its claims and sources where these are many, and their block.

    In which areas the events lie goes with them: numbers, which nobody reads there.
    """
    apart = {key: spec[key] for key in _APART}
    if len(json_for_html(apart)) <= _READABLE:
        return spec, []
    rest = {key: value for key, value in spec.items() if key not in _APART}
    events = spec["events"]
    if events.get("joins"):
        apart["events"] = {"joins": events["joins"]}
        rest["events"] = {name: column for name, column in events.items() if name != "joins"}
    content = _content(json_for_html(apart), small=True)
    return rest, [
        f'<script type="application/json" id="conflictmap-evidence">{content}</script>']


def json_for_html(value: object) -> str:
    r"""Return VALUE as JSON that can neither end its script element nor open a comment.

    >>> json_for_html("</script>")
    '"\\u003c/script>"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


def _block(
    layer: Layer | Relief, content: dict[str, Any], *, small: bool, few: bool = False
) -> str:
    """Return one layer's data, marked with its licence and source.

    It is deflated to be SMALL, or when it is long and FEW look at it, as on a page of many claims.
    """
    text = json_for_html(content)
    attributes = {
        "data-layer": layer.id, "data-licence": layer.licence, "data-source": layer.source,
    }
    marks = " ".join(f'{key}="{html.escape(value)}"' for key, value in attributes.items())
    return (
        f'<script type="application/json" class="conflictmap-layer" {marks}>'
        f"{_content(text, small=small or (few and len(text) > _READABLE_LAYER))}</script>"
    )


def _words(languages: Sequence[Language], *, small: bool) -> str:
    """Return the page's words in the languages that its program does not hold."""
    known = json.loads(_asset("words.bundle.json")) | {one.code: one.texts for one in languages}
    content = _content(json_for_html(known), small=small)
    return f'<script type="application/json" id="conflictmap-words">{content}</script>'


def _names(layers: Sequence[Layer]) -> Iterable[str]:
    """Return the names of features, and who says what they were."""
    features = (feature for layer in layers for feature in layer.features)
    return (str(text) for f in features for text in (f.name, f.properties.get("basis") or ""))


def _texts(spec: dict[str, Any], layers: Sequence[Layer]) -> list[str]:
    """Return the block of the built-in texts that the page shows, in the other languages."""
    from conflictmap.places.translations import texts_in, translations_of

    apart = {"sources"}
    if isinstance(spec["events"], EventTable):  # many events, and none of them ours
        apart |= {"events", "claims"}
    shown = {key: value for key, value in spec.items() if key not in apart}
    found = translations_of(chain(texts_in(shown), _names(layers)))
    if not found:
        return []
    content = _content(json_for_html(found), small=_is_long(spec))
    return [f'<script type="application/json" id="conflictmap-texts">{content}</script>']


def _content(text: str, *, small: bool) -> str:
    """Return JSON as it is, or as a JSON string: base64 of the text deflated."""
    if not small:
        return text
    from conflictmap.pages.pack_text import deflated

    return f'"{base64.b64encode(deflated(text.encode())).decode()}"'


def _plugin_head(plugin: Plugin) -> list[str]:
    links = [f'<link rel="stylesheet" href="{html.escape(url)}">' for url in plugin.styles]
    return [*links, *([f"<style>{plugin.style}</style>"] if plugin.style else [])]


def _plugin_body(plugin: Plugin, number: int) -> list[str]:
    """Return a plugin's markup, the files that it loads, and its program."""
    markup = [f'<div class="cm-plugin">{plugin.markup}</div>'] if plugin.markup else []
    loaded = [f'<script src="{html.escape(url)}"></script>' for url in plugin.scripts]
    return [*markup, *loaded, f"<script>{_plugin_script(plugin, number)}</script>"]


def _plugin_script(plugin: Plugin, number: int) -> str:
    """Return a plugin's program as a function of the map, which the page calls."""
    return f"conflictmapPlugin({number}, function ({plugin.target}) {{\n{plugin.program}\n}});"


def _policy(
    spec: dict[str, Any], style: str, scripts: Sequence[str], plugins: Sequence[Plugin]
) -> str:
    """Return the Content-Security-Policy: hashes only, the tile host, what plugins load."""
    asked = _sources(url for p in plugins for url in p.asks)
    return "; ".join([
        "default-src 'none'",
        "script-src " + " ".join(_hash(s) for s in scripts)
        + _sources(_script_sources(plugins)),
        f"style-src {_hash(style)}" + _sources(_style_sources(plugins)),
        "style-src-attr 'none'",
        f"img-src data:{_tile_host(spec)}" + _sources(url for p in plugins for url in p.pictures),
        f"connect-src{asked}" if asked else "connect-src 'none'",
        "font-src data:", "object-src 'none'", "base-uri 'none'",
        "form-action 'none'", "frame-src 'none'", "worker-src 'none'",
    ])


def _sources(sources: Iterable[str]) -> str:
    """Return sources as the policy lists them, each once."""
    return "".join(f" {source}" for source in dict.fromkeys(sources))


def _script_sources(plugins: Sequence[Plugin]) -> list[str]:
    own = [_hash(_plugin_script(p, i)) for i, p in enumerate(plugins)]
    return [*own, *(url for p in plugins for url in p.scripts)]


def _style_sources(plugins: Sequence[Plugin]) -> list[str]:
    return [s for p in plugins for s in (*([_hash(p.style)] if p.style else []), *p.styles)]


def _tile_host(spec: dict[str, Any]) -> str:
    """Return the host of the tiles, after a blank; nothing without tiles."""
    if not spec["tiles"]:
        return ""
    host = urlsplit(str(spec["tiles"]["url"])).netloc
    return " https://" + host.replace("{s}", "*")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _scripts(*, whole: bool) -> list[str]:
    """Return the guard, Leaflet, WHOLE for others' programs and tiles, and our program."""
    leaflet = _asset("vendor", "leaflet.js") if whole else _asset("leaflet.bundle.js")
    return [_asset("guard.js"), leaflet, _asset("app.bundle.js")]


def _style(*, whole: bool) -> str:
    """Return Leaflet's style and ours; pictures that Leaflet would load by address are left out."""
    leaflet = _asset("vendor", "leaflet.css") if whole else _asset("leaflet.bundle.css")
    return re.sub(r"url\([^)#]*\)", "none", leaflet) + f"\n{_asset('app.bundle.css')}"


def _asset(*parts: str) -> str:
    """Return one of our own files that goes into the page."""
    text = bundled("maps", *parts).read_text(encoding="utf-8")
    # The page names no file beside it: a source map would be asked for by developer tools.
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).strip()
