"""Public data sets that can be fetched on demand: address, licence, citation, and known hashes.

A hash is pinned only where the file itself was seen. The others are None: their fetch needs a hash
from the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """One file of a data set: its name here, its address, its SHA-256 where it is known."""

    name: str
    url: str
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A public data set: what it is, under which terms, and its files for each release.

    `releases` is sorted, the default release first.
    """

    name: str
    title: str
    licence: str
    cite: str
    note: str = ""
    releases: Mapping[str, tuple[DataFile, ...]]


def _ged(release: str) -> tuple[DataFile, ...]:
    file = f"ged{release.replace('.', '')}-csv.zip"
    return (DataFile(name=file, url=f"https://ucdp.uu.se/downloads/ged/{file}"),)


def _at(base: str, files: Mapping[str, str], *, flat: bool = False) -> tuple[DataFile, ...]:
    """Return the files below an address, by path; FLAT leaves the folders out of their names."""
    return tuple(
        DataFile(name=path.rpartition("/")[2] if flat else path, url=base + path, sha256=sha256)
        for path, sha256 in files.items()
    )


_RAW = "https://raw.githubusercontent.com/"
_CRISIS_GROUP = _at(_RAW + "CrisisGroup/nk-data-repo/3d79388a52558d0a568a78f971085a443d44946c/", {
    "casualties/casualties.csv":
        "5883244c67fff66223044e593154756ec39e7afefdbb7ed9b90e2fe16249bfd6",
    "deaths-by-type/all-casualties.csv":
        "ef7181925f5ae7f431aeb0838151dcd2a99b1e55e5688cdee20ee94c1151e863",
    "deaths-by-type/arm-casualties.csv":
        "6d7952b52dd9ad6fc6d5423929375cf08874a4792482ca18502b1e943a30d603",
    "deaths-by-type/aze-casualties.csv":
        "69518fa7ca8823a56ffb9a0fc4649bdafc7d288824271370a657393932d3b83c",
    "deaths-by-type/mine-casualties.csv":
        "a2359f40e30483fbd845b66a096b847104141a284efa7f0bb6404b0757b275b9",
    "detentions/detentions.csv":
        "e7c220a5989d470bce11e4b90c8512d2cda479d3089c64b17aeaf0e784ef6c6a",
    "geodata/nagorno-karabakh-borders.geojson":
        "033a97668ea67ae037b3f7b7224d2f48dc29590d2208f184ed65c09af5e7a8e5",
    "timeline-of-events/nk-timeline.csv":
        "944c0f4c12761190281bcc3840847560829e31ae092d447be24540f68697825f",
    "pre-2020-casualties/all.csv":
        "b1987ae5ec208487ebfe1d6d2e182d6cbd9812407253ae9848431222f49572a6",
    "pre-2020-casualties/arm.csv":
        "1a7375508ef6ce91f45bdbc79aeb674882d32ace63966cddabef3829124edac9",
    "pre-2020-casualties/aze.csv":
        "ad5a9ed0d30dab85f87186808b50fdbeaf2d3809744c8ae838d897771ea1f864",
    "pre-2020-casualties/weapon.csv":
        "512b4a2270d3759e2882626b2bad76e8de452d573209c44882abaa44e887570f",
})
_NE_COUNTRIES = _at(
    _RAW + "AshKyd/geojson-regions/97536df07c8ab3613ed8b270c4e631390f062af5/", {
        "public/countries/10m/ARM.geojson":
            "c68677a451b699a56dead567a9a877bb6912173fa8e7f53ebcea85ebf1e864ac",
        "public/countries/10m/AZE.geojson":
            "a4f90d0619a2fd27556bba4fd67058aba9f775a20014ef4d7d987df2781ac2e2",
        "public/countries/10m/GEO.geojson":
            "4621d3084b0fec60620b1478d665cae6ea7b1e437f417f15aa577666cd8a5b21",
        "public/countries/10m/IRN.geojson":
            "afeecf3672dfc25b60ceb7a510fdc672b38da3dad8fa17c2469e5d19f67cdb7e",
        "public/countries/10m/TUR.geojson":
            "8e3fa9acc90439c498599d0da1e7b93682592320d45fb1ffaab5dd3b23e3a5bc",
        "public/countries/10m/RUS.geojson":
            "97686c0c93cac94ed8064d2567dbe360fd176cdd27809a8a5793a221de0e17d1",
    }, flat=True,
)
_NE_DISPUTED = _at(
    _RAW + "martynafford/natural-earth-geojson/0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e/", {
        "10m/cultural/ne_10m_admin_0_disputed_areas.json":
            "462d995d96b4b20901224b877cdb44266521d4b93a7c9259619c557e04a0d7f9",
        "10m/cultural/ne_10m_admin_0_boundary_lines_disputed_areas.json":
            "49181bdec70e62039d3576118528512f24b91e53c9afb861b99849cde2552cd4",
    }, flat=True,
)

_SETS = (
    DataSet(
        name="ucdp-ged", title="UCDP Georeferenced Event Dataset (GED) Global",
        licence="CC BY 4.0",
        cite="Sundberg & Melander 2013, Journal of Peace Research 50(4), 523-532,"
        " doi:10.1177/0022343313484347; the Journal of Peace Research article on organized violence"
        " of the release's year; and the version number.",
        releases={"26.1": _ged("26.1"), "25.1": _ged("25.1")},
    ),
    DataSet(
        name="crisisgroup-nk",
        title="International Crisis Group: casualties and timeline, Nagorno-Karabakh",
        licence="GPL-3.0",
        cite="International Crisis Group, Europe and Central Asia programme, The Nagorno-Karabakh"
        " Conflict: A Visual Explainer, data repository nk-data-repo (2023).",
        note="Keep it as a separate, attributed file.",
        releases={"2023-09": _CRISIS_GROUP},
    ),
    DataSet(
        name="natural-earth", title="Natural Earth 1:10m: countries (5.1), disputed areas (4.0)",
        licence="public domain", cite="Made with Natural Earth.",
        note="Its lines of Nagorno-Karabakh are up to 4 km off near the Lachin corridor.",
        releases={"5.1": (*_NE_COUNTRIES, *_NE_DISPUTED)},
    ),
    DataSet(
        name="geoboundaries-aze", title="geoBoundaries gbOpen, Azerbaijan, ADM1",
        licence="ODbL 1.0 (OpenStreetMap contributors)",
        cite="Runfola et al. 2020, geoBoundaries: A global database of political administrative"
        " boundaries, PLoS ONE 15(4), doi:10.1371/journal.pone.0231866.",
        note="What is derived from it stays under the ODbL.",
        releases={"main": (DataFile(
            name="geoBoundaries-AZE-ADM1.geojson",
            url="https://github.com/wmgeolab/geoBoundaries/raw/main/releaseData/gbOpen/AZE/ADM1/"
            "geoBoundaries-AZE-ADM1.geojson",
        ),)},
    ),
)
DATASETS: Mapping[str, DataSet] = {item.name: item for item in _SETS}
