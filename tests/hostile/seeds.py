"""What fuzzing starts from: the samples of the readers, and the bad files."""

from __future__ import annotations

import zipfile
from pathlib import Path

from conflictmap.io.sources import importers

FILES = Path(__file__).parent / "files"
#: Short inputs that long runs of `make soak` found, each of which took a path of its own.
CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
_DATES = (b"2020-09-27", b"1988-11", b"1988", b"199X", b"2020-09~", b"2020?", b"2020-21",
          b"2020-09-27/2020-11-10", b"2020-09/..", b"../2020", b"[2020-01-01..2020-02-01]",
          b"2020-09-XX", b"2020-09-27T10:00:00+04:00", b"1984?/2004-06~")
_RECIPE = b"""title = "x"
lang = "en"
center = [39.5, 46.5]
zoom = 8
window = ["2020-09-27", "2020-11-11"]
[events]
path = ["a.csv", "b.csv"]
color = "#7a5195"
icon = "star"
[tiles]
url = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
attribution = "x"
[[layers]]
path = "nkao-1923"
[[bands]]
from = "2020-09-27"
to = "2020-11-10"
label = "x"
kind = "war"
"""
_MAPPING = b'[columns]\ndate = ["Y", "M", "D"]\nlat = "x"\nlon = "y"\n[read]\ndecimal = ","\n'


def seeds(target: str) -> list[bytes]:
    """Return the texts that one target starts from."""
    if target == "columns":
        return seeds("table")
    known = importers()
    kinds = {
        "table": ("csv", "toll-", "id-"), "geojson": ("json-",), "layer": ("layer-",),
        "recipe": ("recipe-", "mapping-"), "dates": (), "anything": ("gz-", "zip-", "utf", "date-"),
    }[target]
    found = [p.read_bytes() for p in sorted(FILES.iterdir())
             if p.is_file() and p.name.startswith(kinds) and p.stat().st_size < 4000]
    own = {
        "table": [known["csv"].SAMPLE.encode()], "geojson": [known["geojson"].SAMPLE.encode()],
        "layer": [known["geojson"].SAMPLE.encode()], "recipe": [_RECIPE, _MAPPING],
        "dates": list(_DATES),
        "anything": [reader.SAMPLE.encode() for reader in known.values()],
    }[target]
    with zipfile.ZipFile(CORPUS / f"{target}.zip") as kept:
        corpus = [kept.read(name) for name in kept.namelist()]
    return own * 3 + found + corpus
