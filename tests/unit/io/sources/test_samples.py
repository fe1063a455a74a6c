"""Every reader: its sample reads whole, is recognised by its columns, and survives a conversion."""

from __future__ import annotations

import random

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.formats.sniff import head_of
from conflictmap.io.sources import importer_for, importers, is_generic
from conflictmap.io.write_events import write_events
from conflictmap.model.columns import DAYS, NUMBERS, TEXT
from conflictmap.model.source_terms import Terms
from samples import content_of, gzipped, zipped

NAMES = sorted(importers())
SOURCES = [name for name in NAMES if not is_generic(importers()[name])]


def sample(name: str) -> bytes:
    if name == "workbook":
        pytest.importorskip("python_calamine", reason="the extra 'xlsx' is not installed")
    return content_of(importers()[name])


def file_name(name: str) -> str:
    """Return a name that says nothing of the format, but for releases that only a name states."""
    return "GEDEvent_v26_0_3" if name == "ucdp-candidate" else "neutral.dat"


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_reads_with_every_row_accounted_for(name, write):
    events = cm.read_events(write(file_name(name), sample(name)), format=name)
    assert events.accounting.read == 5
    assert events.accounting.set_aside == 0, [str(p) for p in events.problems]
    assert len(set(events.ids)) == 5


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_recognised_without_being_named(name, write):
    path = write(file_name(name), sample(name))
    assert name == importer_for(head_of(path.read_bytes(), str(path))).NAME
    assert cm.read_events(path).accounting.read == 5


@pytest.mark.parametrize("name", SOURCES)
def test_at_most_one_reader_of_a_source_claims_a_sample(name):
    head = head_of(sample(name), file_name(name))
    claimed = [n for n in SOURCES if importers()[n].recognises(head)]
    assert claimed == [name]


@pytest.mark.parametrize("name", ["ucdp-ged", "acled", "crisisgroup", "timelinejs", "ucdp-aec"])
def test_columns_are_recognised_in_any_order(name, write):
    lines = [line.split(",") for line in importers()[name].SAMPLE.splitlines()]
    order = list(range(len(lines[0])))
    random.Random(7).shuffle(order)
    mixed = "\n".join(",".join(line[i] for i in order) for line in lines) + "\n"
    straight = cm.read_events(write("a.csv", importers()[name].SAMPLE.encode()))
    shuffled = cm.read_events(write("b/a.csv", mixed.encode()))
    assert shuffled.ids == straight.ids
    for column in (*DAYS, "lat", "where", "fatalities"):
        assert np.array_equal(shuffled[column], straight[column],
                              equal_nan=column in NUMBERS), column


@pytest.mark.parametrize("name", NAMES)
def test_packed_samples_read_the_same(name, write):
    plain = cm.read_events(write("a.csv", sample(name)), format=name)
    packed = cm.read_events(write("a.csv.gz", gzipped(sample(name))), format=name)
    assert packed.ids == plain.ids
    if name != "workbook":
        inner = cm.read_events(write("a.csv.zip", zipped(a__csv=sample(name))), format=name)
        assert inner.ids == plain.ids


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_states_its_terms_and_keeps_its_own_words(name, write):
    reader = importers()[name]
    terms = getattr(reader, "LICENCE", None)
    if name in {"timelinejs", "ucdp-api"}:
        return
    assert isinstance(terms, Terms)
    assert terms.licence
    assert terms.cite
    events = cm.read_events(write(file_name(name), sample(name)), format=name)
    assert set(events["sources"]) <= set(events.sources)
    assert all(events.extra["credit"])
    assert set(events.extra["source_dataset"]) <= {"ucdp-ged", "ucdp-candidate", name}
    assert all(identity.endswith(str(own)) or not own for identity, own in zip(
        [i.partition("#")[0] for i in events.ids], events.extra["source_id"], strict=True))


def assert_same(one: cm.Events, two: cm.Events) -> None:
    for column in (*TEXT, *DAYS, *NUMBERS):
        if column not in {"file", "line"}:
            assert np.array_equal(one[column], two[column], equal_nan=column in NUMBERS), column
    assert {k: list(v) for k, v in one.extra.items()} == {k: list(v) for k, v in two.extra.items()}
    places = zip(one.geometry, two.geometry, strict=True)
    assert all(a is b is None or a.equals(b) for a, b in places)


@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_converted_reads_back_the_same(name, ending, write, tmp_path):
    events = cm.read_events(write(file_name(name), sample(name)), format=name)
    saved = write_events(events, tmp_path / f"out.{ending}", private=True)
    again = cm.read_events(saved)
    assert_same(events, again)
    assert again.accounting.set_aside == 0


@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet"])
def test_hostile_text_survives_a_conversion_and_no_spreadsheet_runs_it(ending, write, tmp_path):
    texts = ["=1+1", "'=1+1", "''=x", "+4", "-x", "@a", "a\rb", "a\nb", 'q"q', "ä;,\t", "-12"]
    rows = "".join(f'"{n}{t[:0]}",2020-01-01,1,1,"{t.replace(chr(34), chr(34) * 2)}"\n'
                   for n, t in enumerate(texts))
    geo = write("in.csv", ("id,date,lat,lon,mood\n" + rows).encode())
    events = cm.read_events(geo, format="csv")
    again = cm.read_events(write_events(events, tmp_path / f"out.{ending}"))
    assert_same(events, again)
    if ending == "csv":
        for line in (tmp_path / "out.csv").read_text("utf-8").splitlines()[1:]:
            last = line.rpartition(",")[2].lstrip('"')
            assert not last.startswith(("=", "+x", "@", "-x"))
