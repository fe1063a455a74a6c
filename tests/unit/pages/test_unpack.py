"""Packed events: nothing is lost or changed on the way, in Python and in the page's program."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.pages.event_columns import EventTable, joins_of
from conflictmap.pages.pack import packed
from conflictmap.pages.read_page import page_data, read_page
from conflictmap.pages.unpack import unpacked_events
from conftest import ROOT
from many import many_events
from toys import area, layer, road, square

READ = """
import { readFileSync } from 'node:fs';
import { columnsOf, openPacked, openPackedNow, placesOf } from './app/data/unpack.js';
const { head, blocks } = JSON.parse(readFileSync(0, 'utf8'));
const block = (name) => blocks[name];
const one = columnsOf(...((p) => [p, placesOf(p)])(await openPacked(head, block)));
const two = columnsOf(...((p) => [p, placesOf(p)])(openPackedNow(head, block)));
const column = (values) => Array.from({ length: head.rows }, (_, row) => values[row]);
const lists = (events) => Object.fromEntries(Object.keys(events).map((key) => [key,
  key === 'extra' ? events.extra.map(([name, values]) => [name, column(values)])
    : column(events[key])]));
const text = JSON.stringify(lists(one));
if (text !== JSON.stringify(lists(two))) throw new Error('the two ways of inflating differ');
process.stdout.write(text);
"""


def data_of(page: str) -> str:
    """Return a page up to its programs; the guard in its head is none of them."""
    return "".join(page.split("<script>")[:2])


def by_start(events: cm.Events) -> cm.Events:
    from conflictmap.pages.spec import _by_start

    return events.take(_by_start(events))


def table(count: int, *, layers=(), hostile: bool = False) -> EventTable:
    events = by_start(with_further(many_events(count, hostile=hostile)))
    return EventTable(events, joins_of(events, layers), {})


def with_further(events: cm.Events) -> cm.Events:
    """Return events with columns of an author's own: few words, texts of their own, odd names."""
    rows = range(len(events))
    return replace(events, extra={
        "weapon": np.array([("", "drone", "tank")[i % 3] for i in rows], dtype=object),
        "__proto__": np.array([f"photo {i * 7919 % 104729}.jpg" for i in rows], dtype=object),
        "Title": events["title"], "empty": np.array([""] * len(events), dtype=object),
    })


LAYERS = [
    layer(area("a", square(0, 0, 1.2), start="2001-01-01"), area("b|c", square(3, 3, .5))),
    layer(road("way", (0, 0), (12, 3)), name="way"),
]


@pytest.mark.parametrize(("count", "hostile"), [(1, False), (9, False), (5000, False),
                                                (5000, True)])
def test_packed_events_read_back_in_python_are_the_same(count, hostile):
    events = table(count, layers=LAYERS, hostile=hostile)
    found = packed(events)
    assert unpacked_events(found.head, found.blocks) == dict(events)


def test_columns_of_the_author_are_in_a_page_under_names_that_read_back():
    assert table(9).further == ("weapon", "__proto__", "source_Title")
    names = [name for name, _ in dict(table(9))["extra"]]
    assert names == ["weapon", "__proto__", "source_Title"]
    assert "extra" not in dict(EventTable(by_start(many_events(9)), (), {}))


def test_columns_that_only_a_known_source_fills_stay_in_its_file():
    events = many_events(4)
    of_ucdp = np.array([True, True, False, False])
    columns = {**events.columns, "sources": np.where(of_ucdp, "ucdp-ged-25.1", "mine")}
    extra = {name: np.array(values, dtype=object) for name, values in {
        "source_office": ["AFP", "AFP", "", ""], "weapon": ["", "", "tank", ""],
        "both": ["a", "", "b", ""]}.items()}
    found = EventTable(replace(events, columns=columns, extra=extra), (), {})
    assert dict(found)["extra"] == [["weapon", ["", "", "tank", ""]], ["both", ["a", "", "b", ""]]]


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.parametrize("count", [1, 5000])
def test_the_page_reads_what_python_packed(count):
    events = table(count, layers=LAYERS, hostile=count > 100)
    found = packed(events)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", READ], cwd=ROOT / "maps", text=True,
        input=json.dumps({"head": found.head, "blocks": found.blocks}), capture_output=True,
        check=False)
    assert done.returncode == 0, done.stderr
    read, made = json.loads(done.stdout), json.loads(json.dumps(dict(events)))
    for key, values in made.items():
        assert read[key] == values, key


def test_the_same_events_give_the_same_bytes():
    assert packed(table(4000)) == packed(table(4000))


def test_a_small_map_is_readable_json_and_a_big_one_is_packed():
    small, big = (cm.build(many_events(count)).html for count in (2000, 4000))
    assert '"EV-000007"' in small
    assert "conflictmap-packed" not in data_of(small)
    assert "EV-000007" not in big
    assert "conflictmap-packed" in data_of(big)


def test_a_big_page_is_read_back_with_its_accounting(tmp_path):
    events = many_events(4000)
    page = cm.build(events)
    read = read_page(page.save(tmp_path / "big.html"))
    assert read.spec["events"] == page_data(page).spec["events"] == dict(page.spec["events"])
    assert sorted(read.spec["events"]["id"]) == sorted(events.ids)
    counted = read.spec["accounting"]
    assert counted["placed"] + counted["unplaced"] + counted["undated"] == 4000


@pytest.mark.parametrize("harm", [lambda t: t[:len(t) // 2 // 4 * 4], lambda t: "!" + t[1:],
                                  lambda _: ""])
def test_a_page_with_broken_blocks_is_refused(tmp_path, harm):
    text = cm.build(many_events(4000)).html
    at = text.index('data-part="core">"') + len('data-part="core">"')
    end = text.index('"', at)
    path = tmp_path / "broken.html"
    path.write_text(text[:at] + harm(text[at:end]) + text[end:], encoding="utf-8")
    with pytest.raises(cm.PageError, match=r"data in this page are broken"):
        read_page(path)


def test_hostile_texts_stand_nowhere_in_a_big_page_as_they_are():
    text = data_of(cm.build(many_events(4000, hostile=True)).html)
    assert "<img" not in text
    assert "<script>window" not in text


def test_a_page_of_many_events_takes_few_bytes_for_each():
    pages = [cm.build(many_events(count)).html for count in (5_000, 20_000)]
    each = (len(pages[1].encode()) - len(pages[0].encode())) / 15_000
    events = EventTable(many_events(2_000), (), {})
    readable = len(json.dumps(dict(events), separators=(",", ":"))) / 2_000
    assert each < 60, each
    assert each < readable / 6, readable
