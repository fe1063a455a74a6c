"""Compare two codings of the same events: how far two people agree, and where they differ.

Usage: ``python layers/make/agreement.py SECOND.csv... [--first EVENTS.csv] [--key KEY.csv]
[--out DIFFERENCES.csv]``.

Prints a Markdown table. `--key` has the columns `code` and `id`, where the second coding was blind
and names its rows by code. A toll is read from `deaths_low`, `deaths_best`, `deaths_high`, or from
the columns of that name that begin with `fatalities`.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pyproj import Geod

from conflictmap.formats.csv_files import inert
from conflictmap.model.edtf_dates import parse_when

EVENTS = Path(__file__).resolve().parents[1] / "events" / "events.csv"
Cells = Mapping[str, str]
Span = tuple[float, float]
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Coded:
    """What one coder says of one event; None where nothing is said.

    `days` are the first and last day (since 1970) that the date can mean, `point` latitude,
    longitude and radius in metres, `toll` the lowest and highest number of dead.
    """

    type: str
    date: str
    days: Span | None
    point: tuple[float, float, float] | None
    toll: Span | None


@dataclass(frozen=True)
class Difference:
    """One value on which two codings differ; `apart` in days, kilometres or persons."""

    id: str
    field: str
    first: str
    second: str
    apart: float | None


def coded(cells: Cells) -> Coded:
    """Return what a row says.

    Raises
    ------
    ValueError
        When a cell is neither empty nor what its column holds.
    """
    date = cells.get("date", "").strip()
    when = parse_when(date) if date else None
    return Coded(
        type=cells.get("type", "").strip(), date=date,
        days=(when.start, when.end - 1) if when else None,
        point=_point(cells), toll=_toll(cells),
    )


def _point(cells: Cells) -> tuple[float, float, float] | None:
    lat, lon = (_number(cells.get(name, "")) for name in ("lat", "lon"))
    if lat is None or lon is None:
        return None
    return lat, lon, _number(cells.get("radius_m", "")) or 0.0


def _toll(cells: Cells) -> Span | None:
    """Return the range of the dead: low alone has no upper end, high alone begins at none."""
    start = "deaths" if "deaths_low" in cells else "fatalities"
    low, best, high = (_number(cells.get(f"{start}_{end}", "")) for end in ("low", "best", "high"))
    known = [value for value in (low, best, high) if value is not None]
    if not known:
        return None
    lowest = 0.0 if low is None and best is None else min(known)
    return lowest, math.inf if high is None and best is None else max(known)


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"'{text}' is no number")
    return value


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa: agreement beyond chance; None when chance alone gives all of it.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5
    """
    if not pairs:
        return None
    seen = sum(one == two for one, two in pairs) / len(pairs)
    first, second = (Counter(column) for column in zip(*pairs, strict=True))
    chance = sum(first[word] * second[word] for word in first) / len(pairs) ** 2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def gap(one: Span, two: Span) -> float:
    """Return how far two spans are apart, 0 when they share a value.

    >>> gap((1, 3), (5, 9)), gap((1, 5), (5, 9))
    (2, 0)
    """
    return max(one[0] - two[1], two[0] - one[1], 0)


def kilometres(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """Return the distance between two points (latitude, longitude, radius) in km."""
    return float(_GEOD.inv(one[1], one[0], two[1], two[0])[2]) / 1000


def report(pairs: Sequence[tuple[Coded, Coded]]) -> Iterator[tuple[str, str, int]]:
    """Yield (measure, value, number of rows that both codings fill) of the table."""
    types = [(one.type, two.type) for one, two in pairs if one.type and two.type]
    old = {one for one, _ in types}
    for words, rows in (("type", types), ("type, of those in the first list",
                                          [pair for pair in types if pair[1] in old])):
        yield f"{words}: equal", _share(one == two for one, two in rows), len(rows)
        beyond = kappa(rows)
        yield f"{words}: Cohen's kappa", "-" if beyond is None else f"{beyond:.2f}", len(rows)
    days = [(one.days, two.days) for one, two in pairs if one.days and two.days]
    yield "days: equal", _share(one == two for one, two in days), len(days)
    yield "days: overlapping", _share(gap(one, two) == 0 for one, two in days), len(days)
    apart = sorted(found for one, two in days if (found := gap(one, two)))
    yield "days apart, where not overlapping: median", _middle(apart), len(apart)
    places = [(kilometres(one.point, two.point), one.point[2] / 1000, two.point[2] / 1000)
              for one, two in pairs if one.point and two.point]
    yield "place: one disc holds the other's point", _share(
        far <= max(one, two) for far, one, two in places), len(places)
    yield "place: discs touch", _share(far <= one + two for far, one, two in places), len(places)
    yield "place: median distance, km", _middle([far for far, _, _ in places]), len(places)
    tolls = [(one.toll, two.toll) for one, two in pairs if one.toll and two.toll]
    yield "toll: ranges equal", _share(one == two for one, two in tolls), len(tolls)
    yield "toll: ranges overlap", _share(gap(one, two) == 0 for one, two in tolls), len(tolls)


def _share(found: Iterable[bool]) -> str:
    listed = list(found)
    return f"{100 * sum(listed) / len(listed):.0f} %" if listed else "-"


def _middle(values: Sequence[float]) -> str:
    return f"{median(values):.1f}" if values else "-"


def differences(event: str, one: Coded, two: Coded) -> Iterator[Difference]:
    """Yield the values of an event that differ, also those that one coding alone states."""
    if one.type != two.type:
        yield Difference(event, "type", one.type, two.type, None)
    if one.days != two.days:
        apart = gap(one.days, two.days) if one.days and two.days else None
        yield Difference(event, "date", one.date, two.date, apart)
    far = kilometres(one.point, two.point) if one.point and two.point else None
    held = far is not None and one.point and two.point and far * 1000 <= max(
        one.point[2], two.point[2])
    if one.point != two.point and not held:
        yield Difference(event, "place", _words(one.point), _words(two.point), far)
    if one.toll != two.toll:
        apart = gap(one.toll, two.toll) if one.toll and two.toll else None
        yield Difference(event, "toll", _range(one.toll), _range(two.toll), apart)


def _words(values: Sequence[float] | None) -> str:
    return " ".join(f"{value:.10g}" for value in values or ())


def _range(toll: Span | None) -> str:
    if toll is None:
        return ""
    return f"{toll[0]:g}..{'' if math.isinf(toll[1]) else f'{toll[1]:g}'}"


def read(paths: Sequence[Path], names: Mapping[str, str]) -> dict[str, Coded]:
    """Return the rows of files by id; `names` gives the id of a code.

    Raises
    ------
    ValueError
        With file, line and reason, when a row cannot be read or stands twice.
    """
    found: dict[str, Coded] = {}
    for path in paths:
        for line, cells in enumerate(_table(path, "id"), start=2):
            event = names.get(cells["id"], cells["id"])
            if event in found:
                raise ValueError(f"{path}: row {line}: '{event}' stands twice. Delete one.")
            try:
                found[event] = coded(cells)
            except ValueError as error:
                raise ValueError(f"{path}: row {line}: '{event}': {error}.") from error
    return found


def _key(path: Path | None) -> dict[str, str]:
    return {row["code"]: row["id"] for row in _table(path, "code", "id")} if path else {}


def _table(path: Path, *needed: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: there is no column '{missing[0]}'. Check the header line.")
        return list(reader)


def write(path: Path, found: Iterable[Difference]) -> None:
    """Write differences as CSV; a cell that a spreadsheet would run is quoted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "field", "first", "second", "apart"])
        for one in found:
            apart = "" if one.apart is None else f"{one.apart:.10g}"
            cells = (one.id, one.field, one.first, one.second, apart)
            out.writerow([inert(cell) for cell in cells])


def main(arguments: list[str]) -> int:
    """Print the agreement of two codings and write what differs."""
    parser = argparse.ArgumentParser(description="Compare two codings of the same events.")
    parser.add_argument("second", nargs="+", type=Path)
    parser.add_argument("--first", type=Path, default=EVENTS)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        first, second = read([chosen.first], {}), read(chosen.second, _key(chosen.key))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    shared = [event for event in first if event in second]
    print("| measure | value | rows |\n|---|---|---|")
    for words, value, rows in report([(first[event], second[event]) for event in shared]):
        print(f"| {words} | {value} | {rows} |")
    strange = [event for event in second if event not in first]
    print(f"\n{len(shared)} of {len(first)} events are in both codings; not in the first: "
          f"{', '.join(strange) or 'none'}.")
    if chosen.out:
        write(chosen.out, (found for event in shared
                           for found in differences(event, first[event], second[event])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
