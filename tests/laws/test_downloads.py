"""What a page saves, `read_events` reads back as the same events: CSV and GeoJSON."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.io.collect import events_of
from conflictmap.io.read_events import further_name
from conflictmap.io.rows import Row
from conflictmap.model.columns import DAYS, NUMBERS, STANDARD, TEXT
from conflictmap.pages.event_columns import EventTable
from conflictmap.pages.pack import packed
from conflictmap.places.sectors import KnownAreas
from conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")

SAVE = """
import { createInterface } from 'node:readline';
import { toCsv, toGeoJson } from './app/rules/export.js';
import { columnsOf, openPackedNow, placesOf } from './app/data/unpack.js';
for await (const line of createInterface({ input: process.stdin })) {
  const { events, head, blocks, rows } = JSON.parse(line);
  const big = openPackedNow(head, (name) => blocks[name]);
  const sources = { s1: { url: 'https://example.org/s1' } };
  const found = [events, columnsOf(big, placesOf(big))].flatMap((columns) => {
    const data = { spec: { events: columns, sources, attribution: ['all'] } };
    return [toCsv(data, rows), toGeoJson(data, rows)];
  });
  console.log(JSON.stringify(found));
}
"""
ODD = ["'=1", "=1+1", "''@x", "-", "-1", "+374 10", "007", '"', "a,b\nc", "\r", "\t", "null", "0",
       " blanks ", "__proto__", "Şuşa", "Շուշի", "1e5", "[2020..2021]", "\u2028", "🜁"]
TEXTS = st.one_of(st.sampled_from(["", *ODD]), st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6))
NAMES = st.one_of(st.sampled_from([
    "weapon", "injured", "photo", "Title", "Latitude", "source_title", "mark_label", "=1", "'=1",
    "credit", "a,b", "a;date;lat;lon", "id "]), TEXTS).map(str.strip).filter(
        lambda name: name and "\n" not in name and "\r" not in name)  # a read column has a name
DATES = st.sampled_from([
    "", "2020-09-27", "2022-02-24 00:00:00", "1988-11", "2022-24", "199X~", "2020-09-27/..",
    "[2020-09-27,2020-10-04]", "2022-09-12/2022-09-14", "1950S2", "0001-01-01"])
PLACES = st.one_of(
    st.just({}), st.sampled_from(["sectors-nagorno-karabakh", "road-2022 km 12-18"]).map(
        lambda where: {"where": where}),
    st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000)).map(
        lambda p: {"lat": f"{p[0] / 1e6:.6f}", "lon": f"{p[1] / 1e6:.6f}"}))
TOLLS = st.lists(st.integers(0, 10**9), max_size=3).map(sorted).map(
    lambda n: {key: str(v) for key, v in zip(
        ("fatalities_low", "fatalities_best", "fatalities_high"), n, strict=False)})
FREE = ("title", "type", "actor1", "actor2", "place", "place_hy", "place_az", "status",
        "place_precision", "coord_code", "part_of", "notes")


@st.composite
def tables(draw):
    """Draw rows: cells under the standard columns, and under columns of an author's own."""
    names = draw(st.lists(NAMES, max_size=4, unique_by=lambda name: further_name(name.strip())))
    rows = []
    for i in range(draw(st.integers(1, 4))):
        cells = {name: draw(TEXTS) for name in FREE}
        cells |= {"id": draw(TEXTS) + f"-{i}", "date": draw(DATES), "role": draw(
            st.sampled_from(["", "event", "aggregate", "toll"])), **draw(PLACES), **draw(TOLLS)}
        cells |= {"radius_m": draw(st.sampled_from(["", "0", "500"])),
                  "stands_for": draw(st.sampled_from(["", "", "12"])),
                  "sources": draw(st.sampled_from(["", "s1", "s1 s2", "constructor"])),
                  "article": draw(st.sampled_from(["", "A1", "A1 A2"])),
                  "source_url": draw(st.sampled_from(["", "https://example.org/a,b?c='1'"]))}
        rows.append((cells, {name: draw(TEXTS) for name in names}))
    return rows


def made(rows) -> cm.Events:
    found = events_of(
        [Row(place=f"line {i}", cells=cells, extra={
            further_name(name): text for name, text in extra.items()})
         for i, (cells, extra) in enumerate(rows, start=2)],
        file="mine.csv", stem="mine", areas=KnownAreas({}), swap_check=False)
    assume(len(found) == len(rows))  # a road is no place before it was built
    return found


@pytest.fixture(scope="module")
def program():
    """Return the page's program, which answers a line with a line."""
    with subprocess.Popen(["node", "--input-type=module", "-e", SAVE], cwd=ROOT / "maps",
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          encoding="utf-8") as started:
        yield started
        started.stdin.close()


def saved(program: subprocess.Popen[str], events: cm.Events) -> list[str]:
    """Return what the page's program saves: CSV and GeoJSON, of a small page and of a big one."""
    table = EventTable(events, (), {})
    big = packed(table)
    asked = {"events": dict(table), "head": big.head, "blocks": big.blocks,
             "rows": list(range(len(events)))}
    program.stdin.write(json.dumps(asked) + "\n")
    program.stdin.flush()
    answer = program.stdout.readline()
    assert answer, "the page's program failed"
    return json.loads(answer)


def further(events: cm.Events) -> dict[str, list[str]]:
    return {name: values.tolist() for name, values in events.extra.items()
            if (values != "").any() and name != "source_addresses"}


def same(read: cm.Events, events: cm.Events) -> None:
    assert read.accounting == events.accounting
    for name in TEXT:
        if name not in {"file", "line"}:
            assert read[name].tolist() == events[name].tolist(), name
    for name in DAYS:
        assert read[name].tolist() == events[name].tolist(), name
    for name in NUMBERS:
        assert all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(
            read[name], events[name], strict=True)), name
    assert further(read) == further(events)
    assert [g and g.wkb for g in read.geometry] == [g and g.wkb for g in events.geometry]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([({"id": "'=1", "date": "2020-09-27", "lat": "39.5", "lon": "46.5",
            "source_url": "https://example.org/own", "sources": "s1"},
           {"weapon": "drone", "injured": "007", "photo": "=cmd"})])
@given(tables())
def test_what_a_page_saves_reads_back_as_the_same_events(program, rows):
    events = made(rows)
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(saved(program, events)):
            path = Path(folder, f"{i}.{'geojson' if i % 2 else 'csv'}")
            path.write_bytes(text.encode())
            same(cm.read_events(path, swap_check=False), events)


def test_the_atlas_comes_back_whole(program, atlas, tmp_path):
    text = saved(program, atlas)[0]
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    back = cm.read_events(tmp_path / "events.csv", swap_check=False)
    # Rows that name UCDP among their sources get its credit on being read as a table.
    extra = {name: values for name, values in back.extra.items() if name != "credit"}
    same(replace(back, extra=extra), atlas)
    assert set(STANDARD) <= set(text.splitlines()[0].split(",")) | {"stands_for", "coord_code"}
    assert np.count_nonzero(atlas["source_url"]) > 100
