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
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflictmap.eventtable import EventTable
from conflictmap.packing import packed
from conflictmap.resources import bundled
from conflictmap.spec import layer_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.layer import Layer


def html_of(spec: dict[str, Any], layers: Sequence[Layer]) -> str:
    """Return the page of a spec and its layers as HTML text, the same for the same input."""
    style = _style()
    scripts = [_asset("vendor", "leaflet.js"), _asset("app.bundle.js")]
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(spec, style, scripts)}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{html.escape(spec["generator"])}">',
        f"<title>{html.escape(spec['title'])}</title>",
        f"<style>{style}</style>",
    ]
    body = [
        '<div id="app"></div>',
        f"<noscript><h1>{html.escape(spec['title'])}</h1><p>{html.escape(spec['subtitle'])}</p>"
        "<p>This map is drawn by the script inside this file. Allow scripts to see it;"
        " it loads nothing from elsewhere.</p></noscript>",
        *_data(spec),
        *(_block(layer) for layer in layers),
        *(f"<script>{script}</script>" for script in scripts),
    ]
    return "\n".join([
        "<!doctype html>", f'<html lang="{html.escape(spec["lang"])}">', "<head>", *head, "</head>",
        "<body>", *body, "</body>", "</html>", "",
    ])


def _data(spec: dict[str, Any]) -> list[str]:
    """Return the spec as blocks; many events travel packed, in blocks of their own."""
    blocks = {}
    if isinstance(spec["events"], EventTable):
        found = packed(spec["events"])
        spec, blocks = spec | {"events": found.head}, found.blocks
    return [
        f'<script type="application/json" id="conflictmap-spec">{json_for_html(spec)}</script>',
        *(f'<script type="application/json" class="conflictmap-packed" data-part="{name}">'
          f'"{text}"</script>' for name, text in blocks.items()),
    ]


def json_for_html(value: object) -> str:
    r"""Return VALUE as JSON that can neither end its script element nor open a comment.

    >>> json_for_html("</script>")
    '"\\u003c/script>"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


def _block(layer: Layer) -> str:
    """Return one layer's data, marked with its licence and source."""
    attributes = {
        "data-layer": layer.id, "data-licence": layer.licence, "data-source": layer.source,
    }
    marks = " ".join(f'{key}="{html.escape(value)}"' for key, value in attributes.items())
    return (
        f'<script type="application/json" class="conflictmap-layer" {marks}>'
        f"{json_for_html(layer_block(layer))}</script>"
    )


def _policy(spec: dict[str, Any], style: str, scripts: Sequence[str]) -> str:
    """Return the Content-Security-Policy: hashes only, and the tile host if there is one."""
    tiles = spec["tiles"]
    host = ""
    if tiles:
        host = " https://" + urlsplit(tiles["url"]).netloc.replace("{s}", "*")
    return "; ".join([
        "default-src 'none'",
        "script-src " + " ".join(_hash(s) for s in scripts),
        f"style-src {_hash(style)}",
        "style-src-attr 'none'",
        f"img-src data:{host}",
        "connect-src 'none'", "font-src 'none'", "object-src 'none'", "base-uri 'none'",
        "form-action 'none'", "frame-src 'none'", "worker-src 'none'",
    ])


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _style() -> str:
    """Return Leaflet's style and ours; pictures that Leaflet would load by address are left out."""
    leaflet = re.sub(r"url\([^)]*\)", "none", _asset("vendor", "leaflet.css"))
    return f"{leaflet}\n{_asset('app.bundle.css')}"


def _asset(*parts: str) -> str:
    """Return one of our own files that goes into the page."""
    text = bundled("maps", *parts).read_text(encoding="utf-8")
    # The page names no file beside it: a source map would be asked for by developer tools.
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).strip()
