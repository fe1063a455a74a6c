"""Days of many dates at once: single days, spans of them, and days that are some of a span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import days_as_text, numbers_of, texts_of, values_of
from conflictmap.io.cells import BadCell, days
from conflictmap.model.columns import DAYS, NO_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_ISO = r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}"
_LENGTH = len("2020-09-27")
#: Where the days of each form begin, and how the form is written.
_FORMS = {
    "day": ((0,), rf"\A{_ISO}\z"), "about": ((0,), rf"\A{_ISO}~\z"),
    "span": ((0, 11), rf"\A{_ISO}/{_ISO}\z"), "some": ((1, 13), rf"\A\[{_ISO}\.\.{_ISO}\]\z"),
}
#: The first and last day that the ordinary reader's calendar has.
_FIRST, _LAST = -719_162, 2_932_896
_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
#: The precision of some day of a span of so many days at most.
_UNITS = ((1, "day"), (7, "week"), (31, "month"))


def day_columns(words: Sequence[str]) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
    """Return the days and the precision of each of these dates, and which of them mean anything.

    What is returned is that of `cells.days`, which reads all but the commonest forms.
    """
    import pyarrow.compute as pc

    texts = texts_of(words)
    found: dict[str, NDArray[Any]] = {
        name: np.full(len(words), NO_DAY, dtype=np.int64) for name in DAYS}
    found["date_precision"] = np.full(len(words), "", dtype=object)
    fine = np.zeros(len(words), dtype=bool)
    for form, (places, pattern) in _FORMS.items():
        rows = np.flatnonzero(values_of(pc.match_substring_regex(texts, pattern)))
        if len(rows):
            columns, known = _of_form(form, texts.take(numbers_of(rows)), places)
            rows = rows[known]
            fine[rows] = True
            for name, values in columns.items():
                found[name][rows] = values[known]
    for row in np.flatnonzero(~fine).tolist():
        for name, value in _exact(words[row]).items():
            found[name][row] = value
            fine[row] = True
    return found, fine


def dated(column: Any) -> tuple[NDArray[np.int64], Any, NDArray[np.bool_]]:
    """Return the day of each row of days or moments, its text, and where it is known or empty."""
    import pyarrow as pa
    import pyarrow.types as t

    if t.is_date32(column.type):
        day = _whole(column.cast(pa.int32())).astype(np.int64)
        fine = (day >= _FIRST) & (day <= _LAST)
    else:
        unit = _DAY[column.type.unit]
        moment = _whole(column.cast(pa.int64()))
        day = np.floor_divide(moment, unit)
        fine = (day >= _FIRST) & (day <= _LAST) & (moment % unit == 0)
    if column.null_count or not fine.all():
        null = values_of(column.is_null())
        day, fine = np.where(null, NO_DAY, np.where(fine, day, 0)), fine | null
    return day, days_as_text(day), fine


def _whole(column: Any) -> NDArray[np.int64]:
    """Return whole numbers, 0 where one is not known."""
    import pyarrow as pa

    zero = numbers_of(np.zeros(1, dtype=np.int64)).cast(column.type)[0]
    known = column.fill_null(zero) if column.null_count else column
    return values_of(known.cast(pa.int64()))


def _of_form(
    form: str, texts: Any, places: tuple[int, ...]
) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
    """Return the days of texts of one form, and which of them are in the calendar, in order."""
    ends = [_days_at(texts, place) for place in places]
    first, last = ends[0][0], ends[-1][0] + 1
    known = ends[0][1] & ends[-1][1] & (first < last)
    precision = np.full(len(texts), "day", dtype=object)
    if form == "about":
        return {"start": first - 1, "end": last + 1, "date_precision": precision}, known
    columns = {"start": first, "end": last, "date_precision": precision}
    if form == "some":
        precision[:] = "year"
        for most, unit in reversed(_UNITS):
            precision[last - first <= most] = unit
        one = last - first == 1
        return columns | {"certain_start": np.where(one, first, NO_DAY),
                          "certain_end": np.where(one, last, NO_DAY)}, known
    return columns | {"certain_start": first, "certain_end": last}, known


def _days_at(texts: Any, place: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the day that stands at a place of each text, and which are in the calendar."""
    width = len(texts[0].as_py())
    start = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset]
    cells = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
    cells = cells[start : start + width * len(texts)].reshape(-1, width)
    digits = cells[:, place : place + _LENGTH].astype(np.int64) - ord("0")
    return calendar(digits[:, :4] @ _TENS, digits[:, 5:7] @ _TENS[2:], digits[:, 8:] @ _TENS[2:])


def calendar(
    year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return day numbers, and where there is such a day."""
    fine = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004 - the calendar
    months = np.where(fine, (year - 1970) * 12 + month - 1, 0)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    fine &= day <= after - first
    return np.where(fine, first + day - 1, NO_DAY), fine


_TENS = np.array([1000, 100, 10, 1])


def _exact(text: str) -> Mapping[str, Any]:
    """Return the days of a date by the rule for single cells; nothing when it cannot be used."""
    try:
        return days(text)
    except BadCell:
        return {}
