"""What the name of a column says that it means."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from conflictmap.io.meaning.words import column_words, header_words, modifier
from conflictmap.model.columns import STANDARD, standard_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Scores of a name: our own column; a known name; one with words around it; a part of a word.
OURS, KNOWN, LONGER, COMPOUND = 2.0, 1.0, 0.8, 0.6
#: The least score that counts.
LEAST = 0.4
_SHORTEST = 4
#: The name of a value in nested objects.
_PATH = re.compile(r"\w+(\.\w+)+")
#: Words whose place is taken by the meaning itself: `start date` is a date.
_ENDS = {"date": ("start", "end"), "fatalities": ("low", "high")}
_OPEN = str.maketrans("()[]{}", "      ")
_SPOILT = 0.3
#: Meanings of which another word of the header may make something beside them.
_SPOILABLE = frozenset({"date", "lat", "lon", "place", "type", "country", "admin", "title",
                        "year"})


@lru_cache(maxsize=4096)
def meanings_of(header: str) -> Mapping[str, float]:
    """Return what a header can mean, each with a score.

    >>> max(meanings_of("Anzahl Tote").items(), key=lambda item: item[1])[0]
    'fatalities_best'
    >>> "fatalities_best" in meanings_of("Anzahl Verletzte")
    False
    """
    ours = standard_name(header)
    if ours in STANDARD:
        return {ours: OURS}
    words = header_words(header)
    heard = header_words(header.translate(_OPEN))
    found: dict[str, float] = {}
    for meaning in column_words():
        score = _score(meaning, words)
        if score:
            name, value = _modified(meaning, heard, score)
            if value >= LEAST:
                found[name] = max(value, found.get(name, 0.0))
    return found or _lone(words) or _of_nested(header)


def _of_nested(header: str) -> Mapping[str, float]:
    """Return what the last name of a path of names says: `casualties.killed`."""
    if not _PATH.fullmatch(header):
        return {}
    found = meanings_of(header.rpartition(".")[2])
    return {meaning: min(score, LONGER) for meaning, score in found.items()}


@cache
def _phrases(meaning: str) -> tuple[dict[tuple[str, ...], int], tuple[frozenset[str], ...]]:
    """Return the names of a meaning in order of their words, and as sets of words."""
    known = column_words()[meaning]
    return ({tuple(sorted(words)): at for words, at in known.items()},
            tuple({frozenset(words) for words in known if words}))


def _score(meaning: str, words: tuple[str, ...]) -> float:
    """Return how well words fit the names of a meaning; 0 when they do not."""
    ordered, sets = _phrases(meaning)
    at = ordered.get(tuple(sorted(words)))
    if at is not None:
        return KNOWN - 0.001 * min(at, 50)
    bare = _bare(meaning, words)
    if bare and tuple(sorted(bare)) in ordered:
        return KNOWN - 0.05
    longest = max((len(phrase) for phrase in sets if phrase <= set(words)), default=0)
    if longest:
        return LONGER - 0.08 * max(len(set(bare)) - longest, 0)
    return COMPOUND if _is_compound(ordered, bare) else 0.0


def _bare(meaning: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without those that say nothing, or whose place the meaning takes."""
    gone = frozenset[tuple[str, ...]]().union(
        *map(modifier, ("filler", *_ENDS.get(meaning, ()))))
    return tuple(word for word in words if (word,) not in gone)


def _is_compound(known: Mapping[tuple[str, ...], int], words: tuple[str, ...]) -> bool:
    """Return whether a word ends like a name: Ereignisdatum."""
    ends = [name[0] for name in known if len(name) == 1 and len(name[0]) >= _SHORTEST]
    return any(word.endswith(end) and len(word) > len(end) + 2 for word in words for end in ends)


def _modified(meaning: str, words: tuple[str, ...], score: float) -> tuple[str, float]:
    """Return the meaning and score when other words of the header are heard."""
    if meaning == "fatalities":
        return _fatalities(words, score)
    spoilt = meaning in _SPOILABLE and _spoilt(meaning, words)
    if meaning == "date":
        spoilt = spoilt or _has(words, "other_date")
        meaning = _end_of_span(words)
    return meaning, score * _SPOILT if spoilt else score


def _end_of_span(words: tuple[str, ...]) -> str:
    ends = [name for name in ("start", "end") if _has(words, name)]
    return f"date_{ends[0]}" if ends else "date"


def _fatalities(words: tuple[str, ...], score: float) -> tuple[str, float]:
    if _has(words, "not_dead"):
        return "fatalities_best", 0.0
    ends = [name for name in ("low", "high") if _has(words, name)]
    name = f"fatalities_{ends[0]}" if len(ends) == 1 else "fatalities_best"
    return name, score * _SPOILT if _has(words, "part") else score


def _has(words: tuple[str, ...], name: str) -> bool:
    """Return whether one of the words, or two beside each other, modify a header."""
    pairs = itertools.pairwise(words)
    known = modifier(name)
    return any((word,) in known for word in words) or any(pair in known for pair in pairs)


def _spoilt(meaning: str, words: tuple[str, ...]) -> bool:
    """Return whether a header is about something beside the column that it names."""
    if len(words) < 2 or words in column_words()[meaning]:  # noqa: PLR2004 - a word and another
        return False
    return any((word,) in modifier("beside") and (word,) not in column_words()[meaning]
               for word in words)


def _lone(words: tuple[str, ...]) -> dict[str, float]:
    """Return what words mean that say only where a span begins or ends, or low and high."""
    if len(words) != 1:
        return {}
    for name, meaning in (("start", "date_start"), ("end", "date_end"),
                          ("low", "fatalities_low"), ("high", "fatalities_high")):
        if words in modifier(name):
            return {meaning: COMPOUND}
    return {}


def is_part(header: str) -> bool:
    """Return whether a header counts some of the dead only, such as civilians."""
    words = header_words(header.translate(_OPEN))
    return bool(_score("fatalities", words)) and _has(words, "part") \
        and not _has(words, "not_dead")




def is_losses(header: str) -> bool:
    """Return whether a header counts the dead and the hurt together.

    >>> is_losses("Casualties"), is_losses("Injured")
    (True, False)
    """
    return _has(header_words(header), "losses")


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Return what headers probably mean by their names alone: meaning to header.

    >>> guess(["Tarix", "Enlik", "Uzunluq", "Qeyd"])
    {'date': 'Tarix', 'lat': 'Enlik', 'lon': 'Uzunluq', 'notes': 'Qeyd'}
    """
    best: dict[str, tuple[float, str]] = {}
    for header in headers:
        for meaning, score in meanings_of(header).items():
            if score > best.get(meaning, (0.0, ""))[0]:
                best[meaning] = score, header
    found: dict[str, str] = {}
    for meaning, (_, header) in sorted(best.items(), key=lambda item: -item[1][0]):
        if header not in found.values():
            found[meaning] = header
    return {meaning: found[meaning] for meaning in best if meaning in found}
