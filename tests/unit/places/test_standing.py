"""The ground in a window: filled by the last day, striped by what was before; as on the page."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from datetime import date

import pytest
import shapely

import conflictmap as cm
from conflictmap.model.interval import day_number, day_of
from conflictmap.pages.read_page import page_data
from conflictmap.places.holding import FRONT_MOVED, held
from conflictmap.places.standing import GROUND, standing, stripes, towns, uncovered
from conftest import ROOT

#: The opening view, steps 4 and 9 of the story, the wars, and days between.
WINDOWS = ("1988-01-01/2025-12-31", "2022-08-20/2022-09-04", "2023-09-19/2023-09-20",
           "2020-09-27/2020-11-09", "2020-09-27/2020-10-15", "2020-11-10/2020-11-16",
           "1992-01-01/1993-12-31", "2000-01-01/2000-01-01", "2019-01-01/2022-06-01",
           "1991-01-01/1995-01-01", "2020-09-01/2020-12-31")
ASK = """
import { readFileSync } from 'node:fs';
import { holderAt } from '#app/rules/holder';
import { overlaid, stripes, towns } from '#app/rules/standing';
const { spec, layers, windows, places } = JSON.parse(readFileSync(0, 'utf-8'));
const known = new Map(Object.entries(layers).map(([id, features]) => [id, { features }]));
const entries = spec.layers.flatMap((layer) =>
  (layers[layer.id] ?? []).map((feature) => ({ layer, feature })));
const over = overlaid(entries);
const ids = (found) => found.map(({ feature }) => feature.id);
console.log(JSON.stringify({
  windows: windows.map((window) =>
    [ids(stripes(entries, window, over)), ids(towns(entries, window))]),
  places: places.map(([lon, lat, day]) => {
    const held = holderAt({ spec, layers: known }, lon, lat, day);
    return [held.control, held.certainty, held.feature?.id ?? '', held.unsure,
      held.nearest.map(({ feature, certainty, metres }) =>
        [feature.properties.name, certainty, Math.round(metres)])];
  }),
}));
"""


@pytest.fixture(scope="module")
def data():
    return page_data(cm.build())


def days(text):
    """The half-open window of a first and a last day."""
    first, last = (day_number(date.fromisoformat(day)) for day in text.split("/"))
    return first, last + 1


def windows():
    return [days(text) for text in WINDOWS]


def shown(data, window):
    """All layers that say who held ground, whatever is switched on."""
    found = []
    for feature, layer in data.features:
        how = standing(feature["properties"]["from"], feature["properties"]["to"], window)
        if how != "none":
            found.append((feature, layer, how))
    return found


def places():
    """Points over the districts and towns on days of change, the same in each run."""
    draw = random.Random(20)
    numbers = [*range(8000, 9000, 61), *range(18532, 18640, 4), 19228, 19620, 19625]
    towns = [(46.7519, 39.8153), (46.7483, 39.7583), (47.0318, 39.52), (46.0445, 40.1098)]
    known = [(lon, lat, days(f"{day}/{day}")[0]) for lon, lat in towns
             for day in ("1990-01-01", "1992-05-08", "1993-04-04", "2020-10-10", "2023-09-25")]
    return known + [(round(draw.uniform(45.7, 47.6), 4), round(draw.uniform(38.9, 40.4), 4), day)
            for day in numbers for _ in range(12)]


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_page_stripes_the_same_areas_and_gives_the_same_answers(data):
    asked = {"spec": {"layers": data.spec["layers"]}, "layers": data.layers,
             "windows": windows(), "places": places()}
    done = subprocess.run(["node", "--input-type=module", "-e", ASK], cwd=ROOT / "maps", text=True,
                          input=json.dumps(asked), capture_output=True, check=True)
    said = json.loads(done.stdout)
    for window, (striped, signs) in zip(windows(), said["windows"], strict=True):
        found = shown(data, window)
        assert striped == [f["id"] for f, _, _ in stripes(found)], window
        assert signs == [f["id"] for f, _, _ in towns(found)], window
    answers = set()
    for (lon, lat, day), answer in zip(places(), said["places"], strict=True):
        one = held(lon, lat, day_of(day))
        unsure = [(d - day_of(0)).days for d in one.unsure] if one.unsure else None
        nearest = [[n.name, n.certainty, round(n.distance_m)] for n in one.nearest]
        assert answer == [one.control, one.certainty, one.feature_id, unsure, nearest]
        answers.add((one.control, one.certainty))
    assert len(answers) >= 7  # each kind of answer was asked for


def test_the_ground_of_every_window_is_stated(data):
    """At each point of the districts some area holds on the last day: none is blank."""
    for window in windows():
        found = shown(data, window)
        now = shapely.union_all([
            shapely.geometry.shape(f["geometry"]) for f, layer, how in found
            if how == "now" and layer["role"] in GROUND and f["properties"].get("control")])
        for unit in cm.read_layer("districts-adjacent").features:
            assert unit.geometry.difference(now.buffer(0.002)).area < 1e-5, (window, unit.id)


def test_each_way_the_ground_can_change_is_striped(data):
    def of(text):
        found = shown(data, days(text))
        return {(f["properties"]["name"].split()[0], f["properties"]["control"])
                for f, layer, _ in stripes(found) if layer["role"] == "district"}

    assert ("Lachin", "russian_peacekeepers") in of("2022-08-20/2022-09-04")
    assert ("Askeran", "russian_peacekeepers") in of("2023-09-19/2023-09-20")
    assert ("Agdam", "armenian_forces") in of("2020-11-01/2020-12-31")
    assert ("Hadrut", "armenian_forces") in of("2020-09-01/2020-12-31")
    assert ("Hadrut", FRONT_MOVED) in of("2020-10-15/2020-12-31")  # not known who before
    assert of("2000-01-01/2000-01-01") == of("2000-01-01/2019-12-31") == set()


def test_the_key_explains_only_stripes_that_are_seen(data):
    found = stripes(shown(data, days("1988-01-01/2025-12-31")))
    controls = {f["properties"]["control"] for f, _, _ in uncovered(found)}
    # the last: exclaves that Azerbaijan held before
    assert controls == {"armenian_forces", "russian_peacekeepers", FRONT_MOVED, "azerbaijan"}
    assert {f["properties"]["control"] for f, _, _ in found} > controls


def test_ground_under_the_same_control_again_is_not_striped(data):
    """East of the line of contact Agdam stayed under Azerbaijan, in two states."""
    found = shown(data, days("2020-11-01/2020-12-31"))
    assert "districts-adjacent-agdam-1994-held" in {f["id"] for f, _, _ in stripes(found)}
    assert "districts-adjacent-agdam-1994-unheld" not in {f["id"] for f, _, _ in stripes(found)}


def test_towns_are_drawn_only_where_the_front_moved(data):
    def names(text):
        found = shown(data, days(text))
        return {(f["properties"]["name"].split()[0], f["properties"]["control"])
                for f, _, _ in towns(found)}

    assert names("2000-01-01/2000-01-01") == set()
    assert names("2020-10-20/2020-10-20") >= {
        ("Hadrut", "azerbaijan"), ("Stepanakert", "armenian_forces"), ("Jabrayil", "azerbaijan")}
    assert ("Kalbajar", "armenian_forces") not in names("2020-10-20/2020-10-20")
    assert {name for name, _ in names("2020-12-01/2020-12-01")} == {"Khtsaberd", "Hin"}


@pytest.mark.parametrize("lang", ["en", "hy", "az", "ru"])
def test_the_old_words_are_gone_and_the_new_ones_are_in_every_language(lang):
    words = json.loads((ROOT / "geo/conflictmap/texts/page.json").read_text("utf-8"))[lang]
    assert {"key.part", "control.divided"}.isdisjoint(words)
    for key in ("key.areas.last", "key.lastday", "key.was", "key.outline", "key.town",
                "control.front_moved"):
        assert words[key]
        assert lang == "en" or words[key] != key
