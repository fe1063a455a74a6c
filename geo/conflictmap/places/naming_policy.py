"""Names of places by policy, as on the page. Use of a name is not a claim."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from conflictmap.model.text import fold
from conflictmap.places.translations import translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Pair = tuple[str, str, str, bool]
_PAIRED = re.compile(r"(.+?)\s*\((.+)\)(.*)", re.DOTALL)


def display(properties: Mapping[str, Any], lang: str, policy: str) -> str:
    """Return the name of a place in a language, under a naming policy.

    >>> place = {"name": "Shusha (Shushi)", "name_hy": "Շուշի", "name_az": "Şuşa"}
    >>> display(place, "en", "armenian_first")
    'Shushi (Shusha)'
    """
    name = _text(properties, "name")
    own = "" if lang == "en" else _text(properties, f"name_{lang}")
    parts = _pair(properties)
    if parts is None:
        return own or name
    whole = translations(lang).get(name, "" if own else name)
    if whole:
        return _by_policy(whole, parts[3], policy)
    if policy == "international":
        return _international(properties, lang, parts)
    return _both(own if lang == "ru" else "", properties, policy, parts)


def _by_policy(whole: str, armenian_first: bool, policy: str) -> str:
    """Return a name whose forms are all in the letters of one language, by the policy."""
    found = _PAIRED.fullmatch(whole)
    if found is None:  # both peoples' forms are written alike
        return whole
    return _english(whole, (found[1], found[2], found[3], armenian_first), policy)


def _international(properties: Mapping[str, Any], lang: str, parts: _Pair) -> str:
    """Return the form usual in international documents, in letters that the reader reads."""
    first, _, rest, armenian_first = parts
    if lang == "ru":
        return str(properties["name_ru"])
    if not armenian_first:
        return str(properties["name_az"])
    return str(properties["name_hy"]) if lang == "hy" else first + rest


def _both(russian: str, properties: Mapping[str, Any], policy: str, parts: _Pair) -> str:
    """Return both forms, the one that the policy prefers first.

    Each people's form has its own letters; in Russian, which has one, it stands for the form usual
    in international documents.
    """
    _, second, _, armenian_first = parts
    usual, other = ("name_hy", "name_az") if armenian_first else ("name_az", "name_hy")
    one, two = (russian, second) if russian else (str(properties[usual]), str(properties[other]))
    swap = policy != "paired" and armenian_first != (policy == "armenian_first")
    return f"{two} ({one})" if swap else f"{one} ({two})"


def _text(properties: Mapping[str, Any], key: str) -> str:
    return str(properties.get(key) or "")


def short(name: str) -> str:
    """Return the main part of a name.

    >>> short("Lachin (Kashatagh) district")
    'Lachin district'
    """
    return re.sub(r"\s*\(.+?\)", "", name)


def capitals(name: str, properties: Mapping[str, Any], lang: str) -> str:
    """Return a name in capitals: i becomes İ only in Azerbaijani."""
    if lang == "az" and properties.get("name_az"):
        name = name.replace("i", "İ")
    return name.upper()


def are_paired(places: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether some place has a name of each of two peoples, so that a policy decides."""
    return any(_pair(properties) is not None for properties in places)


def _pair(properties: Mapping[str, Any]) -> _Pair | None:
    """Return first, second, what follows, and whether the first is the Armenian form."""
    found = _PAIRED.fullmatch(_text(properties, "name"))
    armenian, azerbaijani = properties.get("name_hy"), properties.get("name_az")
    if not found or not armenian or not azerbaijani:
        return None
    folded = fold(str(armenian)).replace("ու", "u")
    latin = _latin()
    hy = "".join(latin.get(letter, letter) for letter in folded)
    az = fold(str(azerbaijani)).replace("x", "kh").replace("q", "gh").replace("c", "j")
    first, second = found[1], found[2]
    straight = _near(first, hy) + _near(second, az)
    crossed = _near(first, az) + _near(second, hy)
    return first, second, found[3], straight < crossed


@lru_cache(maxsize=1)
def _latin() -> dict[str, str]:
    """Return Armenian letters in Latin ones, roughly."""
    text = files("conflictmap").joinpath("texts", "latin.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def _near(form: str, other: str) -> float:
    return _distance(fold(form), other) / max(len(form), len(other), 1)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        step = [i]
        for j, against in enumerate(other, 1):
            step.append(min(row[j] + 1, step[-1] + 1, row[j - 1] + (letter != against)))
        row = step
    return row[-1]


def _english(name: str, parts: _Pair, policy: str) -> str:
    first, second, rest, armenian_first = parts
    if policy == "paired":
        return name
    if policy == "international":
        return first + rest
    swap = armenian_first != (policy == "armenian_first")
    return f"{second} ({first}){rest}" if swap else f"{first} ({second}){rest}"
