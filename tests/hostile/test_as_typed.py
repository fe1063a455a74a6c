"""Text in is text out: ids and cells pass from file to page to export byte for byte."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.formats.csv_files import as_typed, inert
from conflictmap.io.rejects import rejects_csv
from conflictmap.io.write_events import write_events

IDS = ["9007199254740993", "007", "1.10", "1e5", "0x1F", "+5", "-1", "TRUE", "null", "NaN",
       "2020-01-01", " a", "a ", "=1+1", "'=1", "\u0561\u0562", "e\u0301", "a\u200bb", "\u202ex",
       "12345678901234567890123456789012345678901234567890", "<b>", "a,b", 'a"b', "a;b"]


def spec_ids(page) -> list[str]:
    spec = json.loads(re.search(r'id="conflictmap-spec">(.*?)</script>', page.html)[1])
    return spec["events"]["id"]


def table(ids) -> bytes:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "date", "lat", "lon", "title"])
    writer.writerows([inert(i), "2022-09-13", "39.84", "45.67", inert(i)] for i in ids)
    return text.getvalue().encode()


@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet"])
def test_ids_pass_through_file_page_and_export(ending, write, tmp_path):
    events = cm.read_events(write("t.csv", table(IDS)))
    assert events.ids == IDS
    assert sorted(spec_ids(cm.build(events))) == sorted(IDS)
    back = cm.read_events(write_events(events, tmp_path / f"out.{ending}"))
    assert back.ids == IDS
    assert back["title"].tolist() == events["title"].tolist()


@pytest.mark.parametrize("number", [
    "9007199254740993", "123456789012345678901234567890", "1.10", "1e5", "-0",
    "0.10000000000000001",
])
def test_numbers_in_json_that_are_ids_stay_as_they_are_written(number, write):
    for member in (f'"id":{number},"properties":{{"date":"2020"}}',
                   f'"properties":{{"date":"2020","id":{number}}}'):
        text = '{"type":"FeatureCollection","features":[{"type":"Feature",' + member + \
            ',"geometry":null}]}'
        assert cm.read_events(write("t.geojson", text)).ids == [number]


def test_large_numbers_in_a_layer_stay_as_they_are_written(write):
    layer = cm.read_layer(write("l.geojson", '{"type":"Feature","id":9007199254740993,"properties":'
                                '{"n":9007199254740993,"m":9007199254740992},'
                                '"geometry":{"type":"Point","coordinates":[46,39]}}'))
    (feature,) = layer.features
    assert feature.id == "9007199254740993"
    assert feature.properties == {"n": "9007199254740993", "m": 9007199254740992}


def test_lists_and_objects_in_json_stay_json(write):
    text = ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":"2020",'
            '"x":[1.10,{"a":null,"b":"\u0561"}],"y":true},"geometry":null}]}')
    events = cm.read_events(write("t.geojson", text))
    assert events.extra["x"].tolist() == ['[1.10, {"a": null, "b": "\u0561"}]']
    assert events.extra["y"].tolist() == ["true"]


def test_what_the_feature_says_counts_and_what_its_properties_say_is_kept(write):
    text = ('{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","properties":'
            '{"date":"2020","id":"b","lat":"1","lon":"46"},"geometry":{"type":"Point",'
            '"coordinates":[46,39]}}]}')
    events = cm.read_events(write("t.geojson", text))
    assert (events.ids, events["lat"].tolist()) == (["a"], [39.0])
    assert events.extra["id (property)"].tolist() == ["b"]
    assert events.extra["lat (property)"].tolist() == ["1"]
    assert "lon (property)" not in events.extra


CELL = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))


@given(CELL)
@example("=1+1")
@example("+1+1")
@example("-1+1")
@example("@SUM(1)")
@example("\t=1")
@example("\r=1")
@example("'=1")
def test_no_cell_that_is_written_can_be_run_and_each_reads_back(cell):
    written = inert(cell)
    assert not written.startswith(("=", "@", "\t", "\r"))
    assert not written.startswith(("+", "-")) or re.fullmatch(r"[+-]?\d+(\.\d+)?", written, re.A)
    assert as_typed(written) == cell


@given(st.lists(st.fixed_dictionaries({"id": CELL, "title": CELL, "date": CELL}), max_size=6))
def test_whatever_is_set_aside_reads_back_as_typed(rows):
    from conflictmap.io.collect import events_of
    from conflictmap.io.rows import Row
    from conflictmap.io.sources.csv_table import rows as read_rows

    found = events_of([Row(place=f"line {i}", cells=r | {"lat": "x", "lon": "1"})
                       for i, r in enumerate(rows)], file="f", stem="f", areas={})
    assert found.accounting.set_aside == len(rows)
    back = [r.cells for r in read_rows(rejects_csv(found.problems), "r.csv")] if rows else []
    assert [{k: b[k] for k in ("id", "title", "date")} for b in back] == rows
