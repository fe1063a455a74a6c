"""Text on one line, without what no document may hold."""

from __future__ import annotations

import re

#: Control characters, what XML cannot hold, and marks that turn the direction of what follows.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_GONE = re.compile("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: object) -> str:
    """Return a text on one line, without characters that no document may hold."""
    line = _CONTROL.sub(" ", str(text))
    return _SURROGATE.sub("\ufffd", _GONE.sub("", line)).strip()
