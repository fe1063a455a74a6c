"""Addresses that data and recipes may hold: http(s) links, and https tiles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(\{s\}\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")
#: An address that nobody can doubt; others are taken apart.
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._~/?=&%+,:;-]*)?", re.ASCII)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


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
