"""Commands that write a GeoPackage: what they say, and that the project is beside it."""

from __future__ import annotations

import zipfile

import pyogrio

from running import run

ROWS = "id,date,lat,lon,type\na,2022-09-13,4.36,18.56,battle\nb,2022-09-15,4.4,18.6,shelling\n"
ZONE = ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Z"},'
        '"geometry":{"type":"Polygon","coordinates":[[[18,4],[19,4],[19,5],[18,4]]]}}]}')


def test_join_and_build_write_a_project_beside_the_geopackage(write, tmp_path):
    table, zone = write("e.csv", ROWS), write("zone.geojson", ZONE)
    for verb, tables in (("join", {"joined"}), ("build", {"events", "zone"})):
        target = tmp_path / f"{verb}.gpkg"
        done = run(verb, table, "--layer", zone, "-o", target)
        assert done.returncode == 0, done.stderr
        assert f"project: {target.with_suffix('.qgz')}" in done.stdout.splitlines()
        assert tables <= {name for name, _ in pyogrio.list_layers(target)}
        assert zipfile.is_zipfile(target.with_suffix(".qgz"))
