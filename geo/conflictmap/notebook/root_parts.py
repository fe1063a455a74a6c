"""What was put beside a map, into the document around it: `m.get_root().html.add_child(…)`.

Its text is taken over, and stands among the notes of the page. Markup, style sheets and scripts
are the document's own and not the page's: a warning names each that is left out.
"""

from __future__ import annotations

import warnings
from typing import Any

from branca.element import CssLink, JavascriptLink

from conflictmap.model.outputs import cut
from conflictmap.notebook.folium_texts import is_legend, text_of_html

_SLOTS = ("header", "html", "script")
Known = set[tuple[str, str]]


def parts_of(figure: Any) -> Known:
    """Return slot and name of every part that stands in the document around a map."""
    return {(slot, key) for slot in _SLOTS for key in getattr(figure, slot)._children}  # noqa: SLF001


def notes_of(figure: Any, known: Known) -> tuple[str, ...]:
    """Return the texts of parts that are not KNOWN; warn of each part that is not drawn so."""
    notes = []
    for slot, key in sorted(parts_of(figure) - known):
        part = getattr(figure, slot)._children[key]  # noqa: SLF001
        markup = _markup(part)
        if slot == "html" and is_legend(markup):
            continue
        text = text_of_html(markup) if slot == "html" else ""
        notes += [text] if text else []
        what = f"its text stands under About ('{cut(text, 60)}')" if text else "it is left out"
        _say(f"get_root().{slot}: {what}; the page takes no markup, styles or scripts from outside"
             f"{'' if text else f': {cut(markup.strip(), 60)!r}'}.")
    return tuple(notes)


def _markup(part: Any) -> str:
    if isinstance(part, (JavascriptLink, CssLink)):
        return str(part.url)
    # As it was written: branca would read it as a template.
    return str(getattr(part, "_template_str", None) or type(part).__name__)


def _say(text: str) -> None:
    warnings.warn(text, UserWarning, stacklevel=4)
