"""What is drawn for tests is what the package reads: nothing set aside, and nothing left out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap import testing
from conflictmap.model.edtf_dates import parse_when

FEW = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("form", testing.FORMS)
def test_every_form_of_a_date_is_read_and_holds_the_day(form):
    @FEW
    @given(st.data(), testing.windows())
    def law(data, window):
        first, _ = window
        text = data.draw(testing.dates(forms=[form], first=first, last=first))
        when = parse_when(text)
        assert when.start <= (first - type(first)(1970, 1, 1)).days < when.end, text

    law()


@FEW
@given(testing.event_rows())
def test_rows_in_a_file_are_read_strictly_and_none_is_set_aside(tmp_path_factory, rows):
    names = ["id", "date", "lat", "lon", "radius_m", "fatalities_low", "fatalities_best",
             "fatalities_high"]
    path = tmp_path_factory.mktemp("drawn") / "e.csv"
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = cm.read_events(path, strict=True, swap_check=False)
    assert found.ids == [row["id"] for row in rows]
    assert found.accounting.undated == sum(not row["date"] for row in rows)
    assert [p for p in found.problems if p.level == "error"] == []


@pytest.mark.parametrize("kind", ["area", "line"])
def test_layers_in_a_file_are_read_without_a_word(tmp_path, kind):
    @FEW
    @given(testing.feature_collections(kind=kind))
    def law(found):
        path = tmp_path / "l.geojson"
        path.write_text(json.dumps(found), encoding="utf-8")
        layer = cm.read_layer(path)
        assert layer.kind == kind
        assert [f.id for f in layer.features] == [f["id"] for f in found["features"]]
        assert layer.problems == ()

    law()


def test_what_cannot_be_drawn_is_said_at_once():
    with pytest.raises(ValueError, match=r"forms=\['fortnight'\]: not known. One of: day, month"):
        testing.dates(forms=["day", "fortnight"])
    with pytest.raises(ValueError, match="kind='point': neither 'area' nor 'line'"):
        testing.layers(kind="point")


def test_only_this_module_needs_hypothesis():
    code = ("import sys; sys.modules['hypothesis'] = None; import conflictmap as cm\n"
            "print(len(cm.read_events())); import conflictmap.testing")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert int(done.stdout) > 0
    assert done.stderr.splitlines()[-1].endswith(
        "needs the package hypothesis. Run: pip install 'conflictmap[testing]'")
