"""Ids that look alike or hold what cannot be seen: listed, never changed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from conflictmap.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# ruff: noqa: RUF001, RUF002
#: Letters of other scripts that look like a Latin one.
_LOOKS = str.maketrans({
    other: latin
    for latin, others in {
        "A": "АΑ", "B": "ВΒ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ", "M": "МΜ",
        "N": "Ν", "O": "ОΟՕ", "P": "РΡ", "C": "С", "S": "ЅՏ", "T": "ТΤ", "X": "ХΧ", "Y": "ҮΥ",
        "Z": "ΖԶ", "U": "Ս", "a": "аα", "c": "с", "e": "е", "i": "іι", "j": "ј", "o": "оοօ",
        "p": "рρ", "s": "ѕ", "u": "υս", "v": "ν", "x": "хχ", "y": "у", "h": "հ", "n": "ո",
        "g": "ց", "q": "ԛզ", "d": "ԁ", "w": "ԝ",
    }.items()
    for other in others
})
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW")
_UNSEEN = {"Cf", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"}
_FIX = "Compare the ids; they are kept as typed."


def doubtful_ids(file: str, ids: Sequence[str], places: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each id that holds something unseen, mixes scripts, or has a lookalike.

    Two ids that differ stay two ids: nothing is merged.
    """
    odd = [i for i, text in enumerate(ids) if is_odd(text)]
    if not odd:
        return
    alike = _by_look(ids)
    for i in odd:
        reason = _unseen(ids[i]) or _mixed(ids[i])
        twin = _other(alike[_skeleton(ids[i])], i)
        if twin != i:
            reason = f"looks like '{ids[twin]}' of {places[twin]}"
        if reason:
            yield Problem(file=file, place=places[i], field="id", value=ids[i], reason=reason,
                          fix=_FIX, level="warning")


def is_odd(text: str) -> bool:
    """Return whether an id holds anything but visible ASCII, or blanks around it."""
    return not text.isascii() or not text.isprintable() or text != text.strip()


def _by_look(ids: Sequence[str]) -> dict[str, list[int]]:
    """Return the rows of ids by what their ids look like."""
    alike: dict[str, list[int]] = {}
    for row, text in enumerate(ids):
        alike.setdefault(_skeleton(text), []).append(row)
    return alike


def _other(rows: Sequence[int], row: int) -> int:
    """Return the first of some rows that is another one than ROW; ROW when there is none."""
    return next((other for other in rows[:2] if other != row), row)


def _skeleton(text: str) -> str:
    """Return what an id looks like: one script, nothing unseen.

    >>> _skeleton("аb\u200b") == _skeleton("ab")
    True
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    seen = "".join(c for c in unicodedata.normalize("NFKC", text)
                   if unicodedata.category(c) not in _UNSEEN)
    return seen.translate(_LOOKS)


def _unseen(text: str) -> str:
    if text != text.strip():
        return "blanks around it"
    for c in text:
        if unicodedata.category(c) in _UNSEEN and c != " ":
            return f"holds U+{ord(c):04X}, which cannot be seen"
    return ""


def _mixed(text: str) -> str:
    found = {
        script for c in text if c.isalpha()
        for script in _SCRIPTS if unicodedata.name(c, "").startswith(script)
    }
    return f"mixes {' and '.join(sorted(s.capitalize() for s in found))} letters" if len(
        found) > 1 else ""
