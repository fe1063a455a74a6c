"""Rows that name an area are read with all others, as the rule for one row reads them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import conflictmap as cm
from conflictmap.bulk.slab_reader import SlabReader
from conflictmap.io.collect import Collected
from conflictmap.io.vector_names import named_areas, of_rows
from conflictmap.joins.write import write_joined
from conflictmap.model.layer import areas_of
from toyfiles import LAYERS

AREAS = areas_of(LAYERS)
KNOWN = next(iter(AREAS))


@pytest.mark.parametrize(("text", "fine", "named"), [
    ("", True, False), (KNOWN, True, True), ("countries-aze", False, False),
    (f"{KNOWN} {KNOWN}", False, False), (f" {KNOWN}", False, False),
    ("road-2022 km 12-18", False, False)])
def test_only_one_known_area_as_it_stands_is_regular(text, fine, named):
    found, shapes = named_areas(pa.array(["", text, KNOWN]), AREAS)
    assert found.tolist() == [True, fine, True]
    assert (1 in shapes) == named
    assert shapes[2] is AREAS[KNOWN]


def test_areas_by_row_follow_the_rows_that_are_taken():
    assert of_rows({1: "a", 4: "b", 5: "c"}, np.array([0, 1, 5]), 3) == {4: "a", 5: "c"}


def test_rows_with_an_area_are_joined_as_in_memory_and_none_goes_alone(tmp_path, monkeypatch):
    lines = [f"e{i},2020-09-{i % 28 + 1:02},{'' if i % 3 else KNOWN},,,{100 * (i % 2)}"
             for i in range(60)]
    path = tmp_path / "e.csv"
    path.write_text("\n".join(["id,date,where,lat,lon,radius_m", *lines, ""]), "utf-8")
    events = cm.read_events(path, areas=AREAS)
    whole = write_joined(cm.join(events, LAYERS), events, tmp_path / "whole.csv")
    monkeypatch.delattr(SlabReader, "_with_others")
    done = cm.join_file(path, LAYERS, tmp_path / "pieces.csv")
    assert done.path.read_bytes() == whole.read_bytes()
    assert done.accounting == events.accounting
    assert done.accounting.placed == 20


def test_a_large_table_reads_its_areas_together(tmp_path, monkeypatch):
    lines = [f"e{i},2020-09-27,{'' if i % 3 else KNOWN},,,{'x' * 400}" for i in range(3_000)]
    path = tmp_path / "e.csv"
    path.write_text("\n".join(["id,date,where,lat,lon,notes", *lines, ""]), "utf-8")
    alone = []
    each = Collected.add_each
    monkeypatch.setattr(Collected, "add_each", lambda self, rows, **more: each(
        self, (alone.append(row) or row for row in rows), **more))
    events = cm.read_events(path, areas=AREAS, strict=True)
    assert alone == []
    assert list(events.areas) == list(range(0, 3_000, 3))
    assert all(area is AREAS[KNOWN] for area in events.areas.values())
