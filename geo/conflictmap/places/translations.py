"""Texts of the built-in data in Armenian, Azerbaijani and Russian, found by their English text.

A text that was changed in English is not found any more, so that no translation says what the data
no longer say. `layers/texts/<language>.csv` holds them: where a text stands (`id`, `field`), the
English text that was translated, the translation, and whether a native reader has checked it.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Languages other than English in which the built-in texts exist.
TRANSLATED = ("hy", "az", "ru")


@lru_cache(maxsize=len(TRANSLATED) + 1)
def translations(lang: str) -> Mapping[str, str]:
    """Return the texts of a language by their English text; none for another language.

    >>> translations("ru")["Places"]
    'Населённые пункты и места'
    """
    if lang not in TRANSLATED:
        return {}
    text = bundled("layers", "texts", f"{lang}.csv").read_text(encoding="utf-8")
    return {row["english"]: row["text"] for row in csv.DictReader(StringIO(text)) if row["text"]}


def translated(text: str, lang: str) -> str:
    """Return a built-in text in a language, or as it is where there is no translation.

    >>> translated("My own layer", "ru")
    'My own layer'
    """
    return translations(lang).get(text, text)


#: The greatest prime below 2**45: a number below it and a byte more are exact in JavaScript.
_PRIME = 2**45 - 55


def key_of(text: str) -> int:
    """Return the number by which a page finds a text: its UTF-8 bytes as one number, by the prime.

    The page's `maps/app/data/translations.js` answers alike, so that no page carries a text twice.

    >>> key_of("Lakes")
    328051942771
    """
    return int.from_bytes(text.encode(errors="replace"), "big") % _PRIME


def translations_of(texts: Iterable[str]) -> dict[str, list[Any]]:
    """Return those of the texts that are translated: the `key` of each, and each language.

    A text that one language lacks is empty there. Nothing when no text is translated.
    """
    tables = {lang: translations(lang) for lang in TRANSLATED}
    known = [text for text in dict.fromkeys(texts)
             if any(text in table for table in tables.values())]
    if not known:
        return {}
    return {"key": list(map(key_of, known))} | {
        lang: [table.get(text, "") for text in known] for lang, table in tables.items()}


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of plain data, in their order: of lists, and of the values of mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
