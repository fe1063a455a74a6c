"""What a page holds, in the language of a figure or report: its built-in texts are translated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.places.translations import translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.pages.read_page import PageData

_LAYER = ("title", "viewpoint", "note")


def translated(data: PageData, lang: str) -> PageData:
    """Return the data of a page with its title, notes, events and layers in a language.

    What has no translation stays as it is; in English nothing changes.
    """
    known = translations(lang)
    if not known:
        return data
    spec = _said(data.spec, ("title", "subtitle", "notes"), known)
    return replace(data, spec=spec | {
        "events": _said(spec["events"], ("title", "place"), known),
        "layers": [_said(layer, _LAYER, known) for layer in spec["layers"]],
        "claims": [_said(claim, ("statement",), known) for claim in spec["claims"]],
    })


def _said(
    entry: dict[str, Any], keys: Sequence[str], known: Mapping[str, str]
) -> dict[str, Any]:
    """Return an entry with the texts, and lists of texts, under some keys translated."""
    def say(value: Any) -> Any:
        return [known.get(text, text) for text in value] if isinstance(value, list) else (
            known.get(value, value))

    return entry | {key: say(entry[key]) for key in keys if key in entry}
