"""Choosing a column for each meaning: names weighed by what the cells look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflictmap.io.meaning.names import OURS, meanings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from conflictmap.io.meaning.content import Look

#: What cells must look like for a meaning: any of these kinds.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",), "date_start": ("date",), "date_end": ("date",), "year": ("year",),
    "month": ("month",), "day": ("day",), "lat": ("degrees", "metres"),
    "lon": ("degrees", "metres"), "point": ("pair",), "fatalities_best": ("count",),
    "fatalities_low": ("count",), "fatalities_high": ("count",), "radius_m": ("length",),
    "source_url": ("address",), "place": ("letters",), "title": ("letters",),
    "notes": ("letters",), "type": ("letters",), "actor1": ("letters",), "actor2": ("letters",),
    "country": ("letters",), "admin": ("letters",),
}
_AXES = {"northing": "lat", "easting": "lon"}
#: The least share of cells that look so.
_SHARE, _CLEAR, _FEW = 0.5, 0.8, 0.2
#: Meanings whose names leave little doubt, whatever stands in most cells.
_CLEAR_NAMES = frozenset({"fatalities_best", "fatalities_low", "fatalities_high", "date"})
_BY_CONTENT, _ONE_OF_SEVERAL = 0.7, 0.5
#: A note of no more letters can be a title.
_SHORT = 100
#: Letters of a sentence, at least.
_SENTENCE = 15
_LIKE_DATE = ("date", "date_start", "date_end")


class Choice(NamedTuple):
    """A column for a meaning, with a score and why."""

    meaning: str
    column: str
    score: float
    why: str


def chosen(
    looks: Mapping[str, Look], *, taken: tuple[tuple[str, str], ...] = ()
) -> list[Choice]:
    """Return the column that is chosen for each meaning.

    Parameters
    ----------
    looks
        What the cells of each column look like.
    taken
        Meanings and columns that are settled.
    """
    settled = [Choice(meaning, column, OURS, "") for meaning, column in taken]
    found = _by_name(looks, settled)
    found += _dates(looks, settled + found)
    found += _points(looks, settled + found)
    found += _losses(looks, settled + found)
    found += _texts(looks, settled + found)
    return _consistent(found, settled)


def _by_name(looks: Mapping[str, Look], settled: list[Choice]) -> list[Choice]:
    """Return choices by name, the best first; no column is chosen twice."""
    offers = [choice for column, look in looks.items() for choice in _offers(column, look)]
    offers.sort(key=lambda choice: -choice.score)
    return _first(offers, settled)


def _offers(column: str, look: Look) -> Iterable[Choice]:
    """Yield what a column can mean by its name, where its cells do not contradict."""
    for name, score in meanings_of(column).items():
        meaning = _AXES.get(name, name)
        if score >= OURS:
            yield Choice(meaning, column, score, "its name")
            continue
        fit = max((look.share(kind) for kind in _NEEDS.get(meaning, ())), default=1.0)
        if fit >= _least(meaning) and _is_possible(meaning, look):
            why = "its name and its cells" if meaning in _NEEDS else "its name"
            # An empty column has nothing to give: another one goes first.
            yield Choice(meaning, column, score * (fit if look.filled else _SHARE), why)


def _least(meaning: str) -> float:
    """Return the least share of cells that must look like a meaning which the name says."""
    return _FEW if meaning in _CLEAR_NAMES else _SHARE


def _is_possible(meaning: str, look: Look) -> bool:
    """Return whether cells allow what a name says, beyond their kind."""
    if meaning == "id":
        return look.is_unique and look.share("grid") < _SHARE
    if meaning in _LIKE_DATE:
        return look.share("pair") < _SHARE
    if meaning == "place":
        return look.share("pair") < _SHARE
    if meaning in {"lat", "lon"}:
        return look.share("clear date") < _SHARE
    return True


def _first(offers: Iterable[Choice], settled: list[Choice]) -> list[Choice]:
    """Return the offers of meanings and columns that are still free, one by one."""
    meanings = {choice.meaning for choice in settled}
    columns = {choice.column for choice in settled}
    found = []
    for offer in offers:
        if offer.meaning not in meanings and offer.column not in columns:
            meanings.add(offer.meaning)
            columns.add(offer.column)
            found.append(offer)
    return found


def _free(
    looks: Mapping[str, Look], used: list[Choice], *, over: Collection[str] = ()
) -> list[str]:
    """Return filled columns that mean nothing yet, or only one of the meanings OVER."""
    columns = {choice.column for choice in used if choice.meaning not in over}
    return [column for column, look in looks.items() if look.filled and column not in columns]


def _has(used: list[Choice], *meanings: str) -> bool:
    return bool({choice.meaning for choice in used} & set(meanings))


def _dates(looks: Mapping[str, Look], used: list[Choice]) -> list[Choice]:
    """Return the column whose cells are dates, when no name says so."""
    if _has(used, *_LIKE_DATE, "year"):
        return []
    columns = [column for column in _free(looks, used, over=("month", "day"))
               if looks[column].share("clear date") >= _CLEAR]
    if not columns:
        return []
    score = _BY_CONTENT if len(columns) == 1 else _ONE_OF_SEVERAL
    return [Choice("date", columns[0], score, "its cells are dates")]


def _points(looks: Mapping[str, Look], used: list[Choice]) -> list[Choice]:
    """Return the columns whose cells are coordinates, when no name says so."""
    if _has(used, "point", "latlon", "lonlat", "wkt", "where"):
        return []
    wanted = [axis for axis in ("lat", "lon") if not _has(used, axis)]
    # An address of a map is a point, and stays the address.
    free = [column for column in _free(looks, used, over=("source_url",))
            if looks[column].share("clear date") < _SHARE]
    pairs = _pairs(looks, free) if len(wanted) == len(_AXES) else []
    return pairs or _two_columns(_degrees(looks, free), wanted)


def _losses(looks: Mapping[str, Look], used: list[Choice]) -> list[Choice]:
    """Return the column whose cells say how many died and were hurt, when no name says so."""
    if _has(used, "fatalities_best", "fatalities_low", "fatalities_high"):
        return []
    found = [column for column in _free(looks, used) if looks[column].share("losses") >= _SHARE]
    return [Choice("fatalities_best", column, _BY_CONTENT, "its cells say how many were killed")
            for column in found[:1]]


def _degrees(looks: Mapping[str, Look], free: list[str]) -> list[str]:
    return [column for column in free if _are_degrees(looks[column])]


def _pairs(looks: Mapping[str, Look], free: list[str]) -> list[Choice]:
    """Return the first column whose cells hold both coordinates."""
    pairs = [column for column in free if looks[column].share("pair") >= _CLEAR]
    return [Choice("point", column, _BY_CONTENT, "its cells are coordinates")
            for column in pairs[:1]]


def _two_columns(numbers: list[str], wanted: list[str]) -> list[Choice]:
    """Return the columns of degrees for the axes that lack one, when there are enough."""
    if len(numbers) < len(wanted):
        return []
    return [Choice(axis, column, _ONE_OF_SEVERAL, "its cells are degrees")
            for axis, column in zip(wanted, numbers, strict=False)]


def _are_degrees(look: Look) -> bool:
    return look.share("degrees") == 1.0 and look.share("fraction") >= _SHARE


def _texts(looks: Mapping[str, Look], used: list[Choice]) -> list[Choice]:
    """Return the address and the title that no name gives."""
    free = _free(looks, used)
    links = [column for column in free if looks[column].share("address") >= _CLEAR]
    long = [column for column in free if _are_sentences(looks[column])]
    found = [] if _has(used, "source_url") else [
        Choice("source_url", column, _BY_CONTENT, "its cells are addresses")
        for column in links[:1]]
    return found + _sentences(long, used) + _short_note(looks, used)


def _sentences(long: list[str], used: list[Choice]) -> list[Choice]:
    """Return the first column of sentences as the title, when there is none, and no notes."""
    if not long or _has(used, "title", "notes"):
        return []
    return [Choice("title", long[0], _ONE_OF_SEVERAL, "its cells are sentences")]


def _are_sentences(look: Look) -> bool:
    return look.share("letters") == 1.0 and look.is_unique and look.length >= _SENTENCE


def _short_note(looks: Mapping[str, Look], used: list[Choice]) -> list[Choice]:
    """Return the notes as the title, where they are short and nothing else is one."""
    notes = next((choice for choice in used if choice.meaning == "notes"), None)
    if notes is None or notes.score >= OURS or _has(used, "title"):
        return []
    return [notes._replace(meaning="title")] if looks[notes.column].length <= _SHORT else []


def _consistent(found: list[Choice], settled: list[Choice]) -> list[Choice]:
    """Return choices of which none says what another one says better."""
    gone = _second_dates(settled + found) | _second_points(settled + found)
    titles = {choice.column for choice in found if choice.meaning == "title"}
    return [choice for choice in found if choice.meaning not in gone
            and not (choice.meaning == "notes" and choice.column in titles)]


def _second_dates(used: list[Choice]) -> set[str]:
    """Return the meanings of dates that another one makes needless."""
    if _has(used, "date"):
        return {"year", "month", "day", "date_start"}
    if _has(used, "date_start"):
        return {"year", "month", "day"}
    return set() if _has(used, "year") else {"month", "day"}


def _second_points(used: list[Choice]) -> set[str]:
    """Return the meanings of points that another one makes needless."""
    if _has(used, "lat") and _has(used, "lon"):
        return {"point"}
    return {"lat", "lon"} if _has(used, "point", "latlon", "lonlat", "wkt") else set()


