"""Files in the shape of what users have: python benchmarks/shapes.py DIR SHAPE ROWS.

SHAPE is `ucdp` (49 columns), `gdelt` (58, without a header line), `acled` (31) or `plain` (15 under
the standard names; written as Parquet too). All is made up and seeded: places repeat, notes do not,
cells hold commas, quotes and line ends as often as the sources' own, and one bound in eighty
contradicts the best estimate.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from conflictmap.io.sources._ucdp import COLUMNS as UCDP
from conflictmap.io.sources.gdelt import COLUMNS as GDELT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED, PLACES, WORDS, PIECE = 20261130, 20_000, 4_000, 50_000
#: Degrees around the region that the benchmark's districts cover; and of the world, in which one
#: place in twenty of the shapes of world-wide sources lies in that region.
WEST, SOUTH, EAST, NORTH = 44.8, 38.7, 48.2, 41.3
WORLD, NEAR = (-80.0, -35.0, 120.0, 55.0), 0.05
FIRST, DAYS = np.datetime64("1989-01-01"), 13_000
SHAPES = ("ucdp", "gdelt", "acled", "plain")


class World:
    """Made-up places, days, words and numbers for so many rows."""

    def __init__(self, rows: int, *, everywhere: bool = True) -> None:
        self.rows, self.rng = rows, np.random.default_rng(SEED + rows)
        rng = np.random.default_rng(SEED)
        lon, lat = rng.uniform(WEST, EAST, PLACES), rng.uniform(SOUTH, NORTH, PLACES)
        if everywhere:
            west, south, east, north = WORLD
            far = rng.random(PLACES) > NEAR
            lon = np.where(far, rng.uniform(west, east, PLACES), lon)
            lat = np.where(far, rng.uniform(south, north, PLACES), lat)
        self.vocabulary = np.array(["".join(rng.choice(list("aeioukrmnlst"), 6)) for _ in range(WORDS)])
        self.place = np.minimum(self.rng.pareto(0.8, rows) * 100, PLACES - 1).astype(np.int64)
        self.lon_of, self.lat_of = (_texts(np.round(v, 6)) for v in (lon, lat))
        self.day = FIRST + self.rng.integers(0, DAYS, rows)

    def lat(self) -> Any:
        """Return the latitudes as text."""
        return self.lat_of.take(pa.array(self.place))

    def lon(self) -> Any:
        """Return the longitudes as text."""
        return self.lon_of.take(pa.array(self.place))

    def names(self, count: int, word: str, at: NDArray[np.int64] | None = None) -> Any:
        """Return one of so many names for each row, by the row's place or at random."""
        chosen = self.rng.integers(0, count, self.rows) if at is None else at % count
        return pa.array([f"{word} {self.vocabulary[i % WORDS]} {i}" for i in range(count)]).take(
            pa.array(chosen))

    def numbers(self, most: int) -> NDArray[np.int64]:
        """Return small whole numbers, most of them very small."""
        return np.minimum(self.rng.pareto(1.2, self.rows), most).astype(np.int64)

    def prose(self, words: int) -> Any:
        """Return texts of so many words, with quotes and line ends in some."""
        parts = [pa.array(self.vocabulary).take(pa.array(self.rng.integers(0, WORDS, self.rows)))
                 for _ in range(words)]
        text = pc.binary_join_element_wise(*parts, " ")
        kind = self.rng.random(self.rows)
        quoted = pc.binary_join_element_wise(text, 'and "so', 'on"', " ")
        broken = pc.binary_join_element_wise(text, "more", "\n")
        text = pc.if_else(pa.array(kind < 0.08), quoted, text)
        return pc.if_else(pa.array(kind > 0.98), broken, text)

    def fatalities(self) -> tuple[Any, Any, Any]:
        """Return low, best and high; one high in eighty is below the best."""
        low = self.numbers(200)
        best = low + self.numbers(5)
        high = np.where(self.rng.random(self.rows) < 1 / 80, 0, best + self.numbers(9))
        return _texts(low), _texts(best), _texts(high)


def _texts(values: Any) -> Any:
    return pa.array(values).cast(pa.string())


def _empty(world: World) -> Any:
    return pa.array([""]).take(pa.array(np.zeros(world.rows, dtype=np.int64)))


def _joined(*parts: Any, by: str) -> Any:
    return pc.binary_join_element_wise(*parts, by)


def ucdp(world: World) -> dict[str, Any]:
    """Return the columns of UCDP GED."""
    rng, rows = world.rng, world.rows
    low, best, high = world.fatalities()
    start = world.day.astype("datetime64[D]")
    precise = rng.random(rows) < 0.8
    end = start + np.where(precise, 0, rng.integers(0, 20, rows))
    pair = rng.integers(0, 900, rows)
    side_a, side_b = world.names(300, "Government of", pair), world.names(700, "Group", pair)
    lat, lon = world.lat(), world.lon()
    found = dict.fromkeys(UCDP, _empty(world)) | {
        "id": _texts(np.arange(rows) + 100_000), "year": pc.utf8_slice_codeunits(_texts(start), 0, 4),
        "relid": _joined("AZE", _texts(np.arange(rows)), by="-"),
        "active_year": _texts(rng.integers(0, 2, rows)), "code_status": pa.array(["Clear"] * rows),
        "type_of_violence": _texts(rng.integers(1, 4, rows)),
        "conflict_name": world.names(400, "Conflict", pair), "side_a": side_a, "side_b": side_b,
        "dyad_name": _joined(side_a, side_b, by=" - "), "number_of_sources": _texts(world.numbers(30)),
        "source_article": world.prose(22), "source_office": world.names(3_000, "Office"),
        "source_date": _texts(start), "source_headline": world.prose(9),
        "source_original": world.names(9_000, "Source"),
        "where_prec": _texts(rng.choice([1, 1, 1, 2, 2, 3, 4, 5, 6], rows)),
        "where_coordinates": world.names(PLACES, "Town", world.place),
        "where_description": world.prose(6), "adm_1": world.names(300, "Province", world.place),
        "adm_2": world.names(2_000, "District", world.place), "latitude": lat, "longitude": lon,
        "geom_wkt": _joined(_joined("POINT (", lon, by=""), _joined(lat, ")", by=""), by=" "),
        "priogrid_gid": _texts(150_000 + world.place % 5_000),
        "country": world.names(120, "Country", world.place), "region": world.names(5, "Region"),
        "country_id": _texts(world.place % 120), "event_clarity": _texts(rng.integers(1, 3, rows)),
        "date_prec": _texts(np.where(precise, 1, rng.integers(1, 6, rows))),
        "date_start": _joined(_texts(start), "00:00:00.000", by=" "),
        "date_end": _joined(_texts(end), "00:00:00.000", by=" "),
        "best": best, "high": high, "low": low,
    }
    ids = ("conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id",
           "side_a_new_id", "side_b_dset_id", "side_b_new_id")
    found |= {name: _texts(pair + i) for i, name in enumerate(ids)}
    found |= {name: _texts(world.numbers(40)) for name in
              ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")}
    return found


def gdelt(world: World) -> dict[str, Any]:
    """Return the columns of GDELT 1.0 (58)."""
    rng, rows = world.rng, world.rows
    day = pc.replace_substring(_texts(world.day.astype("datetime64[D]")), "-", "")
    code = rng.choice(["010", "042", "051", "112", "173", "190", "193", "195"], rows)
    actors = [world.names(4_000, "ACTOR") for _ in range(2)]
    found = dict.fromkeys(GDELT[58], _empty(world)) | {
        "GLOBALEVENTID": _texts(np.arange(rows) + 500_000_000), "SQLDATE": day,
        "MonthYear": pc.utf8_slice_codeunits(day, 0, 6), "Year": pc.utf8_slice_codeunits(day, 0, 4),
        "FractionDate": _texts(np.round(1989 + rng.random(rows) * 35, 4)),
        "Actor1Code": world.names(900, "C"), "Actor1Name": actors[0], "Actor2Name": actors[1],
        "IsRootEvent": _texts(rng.integers(0, 2, rows)), "EventCode": pa.array(code),
        "EventBaseCode": pa.array(code), "EventRootCode": pc.utf8_slice_codeunits(pa.array(code), 0, 2),
        "QuadClass": _texts(rng.integers(1, 5, rows)), "GoldsteinScale": _texts(np.round(rng.uniform(-10, 10, rows), 1)),
        "NumMentions": _texts(world.numbers(90)), "NumSources": _texts(world.numbers(9)),
        "NumArticles": _texts(world.numbers(90)), "AvgTone": _texts(np.round(rng.normal(0, 4, rows), 12)),
        "DATEADDED": day, "SOURCEURL": _joined("https://example.org", _texts(rng.integers(0, 300_000, rows)), by="/"),
    }
    for who in ("Actor1", "Actor2", "Action"):
        found |= {
            f"{who}Geo_Type": _texts(rng.choice([1, 4, 4, 4, 5], rows)),
            f"{who}Geo_FullName": world.names(PLACES, "Town", world.place),
            f"{who}Geo_CountryCode": pa.array(rng.choice(["AJ", "AM", "GG", "IR"], rows)),
            f"{who}Geo_ADM1Code": world.names(300, "AJ", world.place), f"{who}Geo_Lat": world.lat(),
            f"{who}Geo_Long": world.lon(), f"{who}Geo_FeatureID": _texts(world.place),
        }
    return found


def acled(world: World) -> dict[str, Any]:
    """Return the columns of an export of ACLED (31)."""
    rng, rows = world.rng, world.rows
    number = _texts(np.arange(rows))
    kinds = pa.array(["Battles", "Explosions/Remote violence", "Protests", "Violence against civilians"])
    subs = pa.array(["Armed clash", "Shelling/artillery/missile attack", "Peaceful protest", "Attack"])
    kind = pa.array(rng.integers(0, 4, rows))
    day = world.day.astype("datetime64[D]")
    return {
        "event_id_cnty": _joined("AZE", number, by=""), "event_date": _texts(day),
        "year": pc.utf8_slice_codeunits(_texts(day), 0, 4), "time_precision": _texts(rng.choice([1, 1, 1, 2, 3], rows)),
        "disorder_type": kinds.take(kind), "event_type": kinds.take(kind), "sub_event_type": subs.take(kind),
        "actor1": world.names(800, "Forces of"), "assoc_actor_1": _empty(world), "inter1": _texts(rng.integers(1, 9, rows)),
        "actor2": world.names(800, "Group"), "assoc_actor_2": _empty(world), "inter2": _texts(rng.integers(1, 9, rows)),
        "interaction": _texts(rng.integers(10, 90, rows)), "civilian_targeting": _empty(world),
        "iso": _texts(world.place % 200), "region": world.names(8, "Region"), "country": world.names(120, "Country", world.place),
        "admin1": world.names(300, "Province", world.place), "admin2": world.names(2_000, "District", world.place),
        "admin3": _empty(world), "location": world.names(PLACES, "Town", world.place), "latitude": world.lat(),
        "longitude": world.lon(), "geo_precision": _texts(rng.choice([1, 1, 2, 3], rows)),
        "source": world.names(5_000, "Paper"), "source_scale": world.names(9, "Scale"), "notes": world.prose(30),
        "fatalities": _texts(world.numbers(90)), "tags": _empty(world), "timestamp": _texts(1_600_000_000 + rng.integers(0, 10**8, rows)),
    }


def plain(world: World) -> dict[str, Any]:
    """Return 15 columns under the standard names."""
    low, best, high = world.fatalities()
    high = pc.if_else(pc.equal(high, "0"), best, high)
    return {
        "id": _joined("EV", _texts(np.arange(world.rows)), by="-"), "date": _texts(world.day.astype("datetime64[D]")),
        "lat": world.lat(), "lon": world.lon(), "title": world.names(9_000, "Clash at"),
        "type": world.names(8, "kind"), "actor1": world.names(300, "Forces of"), "actor2": world.names(300, "Group"),
        "place": world.names(PLACES, "Town", world.place), "fatalities_low": low, "fatalities_best": best,
        "fatalities_high": high, "notes": world.prose(28), "admin1": world.names(300, "Province", world.place),
        "source_url": _joined("https://example.org", _texts(world.rng.integers(0, 300_000, world.rows)), by="/"),
    }


def _lines(batch: Any, separator: str) -> bytes:
    """Return rows as lines; cells that hold a separator, a quote or a line end are quoted."""
    cells = batch.columns
    if separator == ",":
        doubled = [pc.replace_substring(column, '"', '""') for column in cells]
        cells = [pc.if_else(pc.match_substring_regex(column, '[,"\\n]'), _joined('"', text, '"', by=""),
                            column) for column, text in zip(cells, doubled, strict=True)]
    return ("\n".join(_joined(*cells, by=separator).to_pylist()) + "\n").encode()


def make(folder: Path, shape: str, rows: int) -> Path:
    """Write a file of a shape, unless it is there, and return its path."""
    path = folder / f"{shape}-{rows}.{'tsv' if shape == 'gdelt' else 'csv'}"
    if path.exists():
        return path
    table = pa.table(globals()[shape](World(rows, everywhere=shape != "plain")))
    with path.open("wb") as out:
        if shape != "gdelt":
            out.write((",".join(table.column_names) + "\n").encode())
        for batch in table.to_batches(PIECE):
            out.write(_lines(batch, "\t" if shape == "gdelt" else ","))
    if shape == "plain":
        numbers = {name: table[name].cast(pa.float64()) for name in ("lat", "lon")}
        numbers |= {name: table[name].cast(pa.int64()) for name in table.column_names
                    if name.startswith("fatalities")}
        numbers["date"] = table["date"].cast(pa.date32())
        pq.write_table(pa.table({name: numbers.get(name, table[name]) for name in table.column_names}),
                       path.with_suffix(".parquet"), compression="zstd")
    return path


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    print(make(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
