"""What the cells of a column look like, whatever its name: shares of its distinct texts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Any

from conflictmap.io.meaning.date_texts import is_unknown, months_of
from conflictmap.io.meaning.dates import date_readings
from conflictmap.io.meaning.numbers import count_of, decimal_of, losses_of, metres_of
from conflictmap.io.meaning.points import Angle, angle_of, pair_of
from conflictmap.io.meaning.words import folded
from conflictmap.model.text import is_link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Distinct texts of a column that are looked at.
_LOOKED = 400
_BARE = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_YEAR = re.compile(r"(1[5-9]|20)\d\d(\.0)?", re.ASCII)
_FRACTION = re.compile(r".*[.,]\d{2,}.*")
_METRES = 1000.0
#: References to a square of a grid: MGRS, and plus codes.
_GRID = re.compile(r"\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(\d{2,5}) ?(\d{2,5})"
                   r"|[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}( .+)?", re.ASCII)
_LAST_DAY, _LAST_MONTH = 31, 12


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the cells of a column look like: shares of its known distinct texts, 0 to 1."""

    cells: Mapping[str, int]
    filled: int
    shares: Mapping[str, float]
    length: float
    examples: tuple[str, ...]

    def share(self, kind: str) -> float:
        """Return the share of cells that fit a kind; 1 for an empty column."""
        return self.shares[kind] if self.filled else 1.0

    @property
    def is_unique(self) -> bool:
        """Whether no text stands there twice."""
        return all(times == 1 for times in self.cells.values())


def look_at(column: Any) -> Look:
    """Return what the cells of a column (an Arrow array of strings) look like."""
    return look_of(distinct(column))


def look_of(cells: Mapping[str, int]) -> Look:
    """Return what a column looks like of which each distinct text is given with its number."""
    known = list(islice((text for text in cells if not is_unknown(text)), _LOOKED))
    shares = {kind: _share(known, fits) for kind, fits in KINDS.items()}
    return Look(
        cells=cells, filled=sum(cells.values()), shares=shares,
        length=median(map(len, known)) if known else 0.0, examples=tuple(known[:3]),
    )


def distinct(column: Any) -> dict[str, int]:
    """Return each text of a column that is not blank with how often it stands there, in order."""
    import pyarrow.compute as pc

    counts = pc.value_counts(column).to_pylist()
    found: Counter[str] = Counter()
    for pair in counts:
        if pair["values"].strip():
            found[pair["values"]] += pair["counts"]
    return dict(found)


def _share(texts: list[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _is_date(text: str) -> bool:
    return bool(date_readings(text))


def _is_clear_date(text: str) -> bool:
    """Return whether a text is a date whatever its column is called."""
    typed = text.strip()
    return not _BARE.fullmatch(typed) and not _is_pair(text) and _is_date(text)


def _is_degrees(text: str) -> bool:
    found = _angle(text)
    return found is not None and abs(found.degrees) <= 180  # noqa: PLR2004 - degrees


def _is_metric(text: str) -> bool:
    found = decimal_of(text)
    return found is not None and abs(found) > _METRES


def _angle(text: str) -> Angle | None:
    return angle_of(text) or angle_of(re.sub(r"(?i)\s*o\b|\bo\s*(?=\d)", "", text))


def _is_pair(text: str) -> bool:
    found = pair_of(text)
    return found is not None and (bool(found.crs) or max(abs(found.one), abs(found.two)) <= 180  # noqa: PLR2004
                                  or min(abs(found.one), abs(found.two)) > _METRES)


def _is_count(text: str) -> bool:
    found = count_of(text)
    return not found.lost or found.lost.startswith("many")


def _is_month(text: str) -> bool:
    typed = folded(text).removesuffix(".0").strip(".")
    return bool(months_of(typed)) or (typed.isdecimal() and int(typed) <= _LAST_MONTH)


def _is_day(text: str) -> bool:
    typed = folded(text).removesuffix(".0")
    return typed.isdecimal() and (int(typed) <= _LAST_DAY or typed == "99")


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text) and not is_link(text.strip())


#: What a cell may be, by a word.
KINDS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date, "clear date": _is_clear_date, "degrees": _is_degrees,
    "metres": _is_metric, "pair": _is_pair, "count": _is_count,
    "length": lambda text: metres_of(text) is not None,
    "year": lambda text: bool(_YEAR.fullmatch(text.strip())), "month": _is_month, "day": _is_day,
    "address": lambda text: is_link(text.strip()) or text.strip().startswith("www."),
    "letters": _has_letters,
    "losses": lambda text: losses_of(text) is not None,
    "grid": lambda text: bool(_GRID.fullmatch(text.strip())),
    "fraction": lambda text: bool(_FRACTION.fullmatch(text)) or "°" in text,
}
