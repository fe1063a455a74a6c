"""What a page holds, in the language of a figure or report: its built-in texts are translated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.places.translations import translations

if TYPE_CHECKING:
    from conflictmap.pages.read_page import PageData

_LAYER = ("title", "viewpoint", "note")


def translated(data: PageData, lang: str) -> PageData:
    """Return the data of a page with its title, notes, events and layers in a language.

    What has no translation stays as it is; in English nothing changes.
    """
    known = translations(lang)
    if not known:
        return data
    spec = data.spec

    def say(text: Any) -> Any:
        return known.get(text, text) if isinstance(text, str) else text

    events = spec["events"] | {
        key: [say(text) for text in spec["events"][key]] for key in ("title", "place")}
    layers = [{key: say(value) if key in _LAYER else value for key, value in layer.items()}
              for layer in spec["layers"]]
    claims = [claim | {"statement": say(claim["statement"])} for claim in spec["claims"]]
    return replace(data, spec=spec | {
        "title": say(spec["title"]), "subtitle": say(spec["subtitle"]),
        "notes": [say(note) for note in spec["notes"]],
        "events": events, "layers": layers, "claims": claims,
    })
