"""A TOML table: its keys are read by type, and refused by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import ConflictMapError, RecipeError, nearest
from conflictmap.model.interval import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class TomlTable:
    """One TOML table: its keys are read by type, and refused by name."""

    raw: Mapping[str, Any]
    file: str
    at: str = ""
    folder: Path | None = None
    error: type[ConflictMapError] = RecipeError

    def fail(self, key: str, value: object, reason: str) -> None:
        """Raise the error: a value under a key means nothing, for a reason."""
        quoted = f" '{value}':" if value not in (None, "") else ""
        raise self.error(f"{self.file}: {self.at}{key}:{quoted} {reason}.")

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Raise the error at a key that is not among the known ones."""
        for key in self.raw:
            if key not in known:
                raise self.error(
                    f"{self.file}: unknown key '{self.at}{key}'.{nearest(key, known)}"
                    f" Known: {', '.join(known)}."
                )

    def _typed(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        value = self.raw.get(key)
        wrong_flag = isinstance(value, bool) and kind is not bool
        if value is not None and (wrong_flag or not isinstance(value, kind)):
            self.fail(key, value, f"must be {what}")
        return value

    def text(self, key: str, *, needed: bool = False) -> str:
        """Return a text, empty when it is left out."""
        value = self._typed(key, str, "text")
        if needed and not value:
            self.fail(key, "", "is missing")
        return value or ""

    def texts(self, key: str, *, what: str = "text or a list of texts") -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one."""
        value = self.raw.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
            self.fail(key, value, f"must be {what}")
        return tuple(items)

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of the known words, by default the first."""
        value = self.text(key) or known[0]
        if value not in known:
            words = ", ".join(w for w in known if w)
            self.fail(key, value, f"must be one of {words}")
        return value

    def words(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the known words that are listed; all of them when the key is left out."""
        found = self.texts(key) if key in self.raw else known
        for value in found:
            if value not in known:
                self.fail(key, value, f"must be some of {', '.join(known)}")
        return tuple(word for word in known if word in found)

    def flag(self, key: str, *, default: bool | None) -> bool | None:
        """Return true or false, DEFAULT when it is left out."""
        value = self._typed(key, bool, "true or false")
        return default if value is None else bool(value)

    def number(self, key: str, low: float, high: float) -> float | None:
        """Return a number between two bounds; None when it is left out."""
        value = self._typed(key, (int, float), "a number")
        if value is not None and not low <= value <= high:
            self.fail(key, value, f"must lie between {low:g} and {high:g}")
        return None if value is None else float(value)

    def color(self) -> str:
        """Return a colour like #7a5195, empty when it is left out."""
        value = self.text("color")
        if value and not _COLOR.fullmatch(value):
            self.fail("color", value, "must be a colour like #7a5195")
        return value

    def center(self) -> tuple[float, float] | None:
        """Return latitude and longitude under the key `center`."""
        value = self._typed("center", list, "[latitude, longitude]")
        if value is None:
            return None
        match value:
            case [float() | int() as lat, float() | int() as lon] if abs(lat) <= 90 and abs(  # noqa: PLR2004
                lon) <= 180:  # noqa: PLR2004
                return float(lat), float(lon)
        self.fail("center", value, "must be [latitude, longitude] in degrees")
        return None

    def bounds(self, key: str) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north under a key; None when it is left out."""
        value = self._typed(key, list, "[west, south, east, north]")
        if value is None:
            return None
        match value:
            case [float() | int() as west, float() | int() as south,
                  float() | int() as east, float() | int() as north]:
                if -180 <= west < east <= 180 and -85 <= south < north <= 85:  # noqa: PLR2004
                    return float(west), float(south), float(east), float(north)
        self.fail(key, value, "must be [west, south, east, north] in degrees, north at most 85")
        return None

    def interval(self, key: str) -> Interval | None:
        """Return the days under a key; None when it is left out."""
        value = self._typed(key, list, "[first day, day after the last]")
        return None if value is None else self.days(value, key)

    def day(self, key: str) -> date | None:
        """Return the day under a key; None when it is left out."""
        value = self.raw.get(key)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise self.error(
                f"{self.file}: {self.at}{key}: '{value}': must be a day like 2020-12-01."
            ) from error

    def days(self, value: Sequence[Any], key: str) -> Interval:
        """Return an interval of two days."""
        if len(value) != 2:  # noqa: PLR2004 - first and last
            self.fail(key, self._listed(value), "must be two days, the first, and the day after the"
                      " last, such as 2022-09-12 and 2022-09-15")
        try:
            first, last = (
                item if type(item) is date else date.fromordinal(
                    parse_when(str(item)).start + date(1970, 1, 1).toordinal())
                for item in value
            )
            return Interval(start=first, end=last)
        except ValueError as error:
            raise self.error(
                f"{self.file}: {self.at}{key}: '{self._listed(value)}': must be two days, the"
                f' second later ({error}). Write ["2022-09-12", "2022-09-15"]: the first day, and'
                " the day after the last."
            ) from error

    @staticmethod
    def _listed(value: Sequence[Any]) -> str:
        """Return items as a message quotes them."""
        return ", ".join(map(str, value))

    def path(self, text: str) -> str:
        """Return a path relative to the recipe's folder, as long as a file is there."""
        if self.folder is None or Path(text).is_absolute():
            return text
        beside = self.folder / text
        return str(beside) if beside.exists() or Path(text).suffix else text

    def table(self, key: str, known: Sequence[str]) -> TomlTable:
        """Return the table under a key; it may be empty."""
        value = self._typed(key, dict, f"a table [{key}]") or {}
        inner = replace(self, raw=value, at=f"{self.at}{key}.")
        inner.refuse_unknown(known)
        return inner

    def tables(self, key: str, known: Sequence[str]) -> list[TomlTable]:
        """Return the tables under a key, in order."""
        value = self._typed(key, list, f"tables [[{key}]]") or []
        found = []
        for number, item in enumerate(value):
            if not isinstance(item, dict):
                self.fail(key, item, f"must be tables [[{key}]]")
            inner = replace(self, raw=item, at=f"{self.at}{key}[{number}].")
            inner.refuse_unknown(known)
            found.append(inner)
        return found
