"""Text: on one line, folded for comparison, as a person types it, as a link."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

#: Control characters, what XML cannot hold, and marks that turn the direction of what follows.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_GONE = re.compile("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_HOST = re.compile(r"(\{s\}\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")
#: An address that nobody can doubt; others are taken apart.
PLAIN_LINK = r"https?://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._~/?=&%+,:;-]*)?"
_PLAIN = re.compile(PLAIN_LINK, re.ASCII)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
#: Half of a pair of UTF-16 code units: no text can hold it.
SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = str.maketrans({
    "\u0259": "e", "\u0131": "i", "\u00f8": "o", "\u00df": "ss", "\u2019": "'", "\u02bb": "'",
    "\u0587": "\u0565\u057e",
})
_ACCENTS = re.compile("[\u0300-\u036f]")
_PAIR = re.compile(r"(.+?)\s*\((.+)\)")


def clean(text: object) -> str:
    """Return a text on one line, without characters that no document may hold."""
    line = _CONTROL.sub(" ", str(text))
    return SURROGATE.sub("\ufffd", _GONE.sub("", line)).strip()


def is_link(text: str) -> bool:
    """Return whether a text is an http or https address.

    >>> is_link("https://example.org/a"), is_link("javascript:alert(1)"), is_link("https://[::1")
    (True, False, False)
    """
    if _PLAIN.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not _UNSEEN.search(text)


def is_tile_address(text: str) -> bool:
    """Return whether a text is an https address of tiles, with a plain host.

    >>> is_tile_address("https://{s}.tiles.example.org/{z}/{x}/{y}.png")
    True
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc)) and "{z}" in text


def text_of(value: Any) -> str:
    """Return a value of a workbook, a Parquet file or a JSON text as a person would type it.

    >>> text_of(371.0), text_of(None), text_of(True), text_of(0.00001)
    ('371', '', 'true', '0.00001')
    """
    match value:
        case str():
            return value
        case float():
            return _decimal(value)
        case bool():
            return "true" if value else "false"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return "" if value is None else str(value)


def _decimal(value: float) -> str:
    """Return the shortest decimal text that reads back as the same number; NaN is empty."""
    text = repr(value)
    if text == "nan":
        return ""
    if "e" in text or len(text.partition(".")[2]) > 17:  # noqa: PLR2004 - decimals that are read
        text = f"{value:.17f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fold(text: str) -> str:
    """Return lower case without accents, so that Xankəndi and XANKENDI are one word.

    >>> fold("  XANKƏNDİ  ")
    'xankendi'
    """
    letters = _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))
    return re.sub(r"\s+", " ", letters.translate(_SPECIAL)).strip()


def halves(text: str) -> list[str]:
    """Return a paired name as a whole and by each half.

    >>> halves("Shusha (Shushi)")
    ['Shusha (Shushi)', 'Shusha', 'Shushi']
    """
    found = _PAIR.fullmatch(text)
    return [text, found[1], found[2]] if found else [text]
