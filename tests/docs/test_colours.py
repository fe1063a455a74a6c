"""Colours of the ground: apart for every kind of sight, as docs/colours.md says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def colours():
    spec = importlib.util.spec_from_file_location("colours", DOCS / "colours.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Of the published test data of Sharma, Wu and Dalal (2005).
PUBLISHED = (
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065), ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
)


@pytest.mark.parametrize(("one", "other", "known"), PUBLISHED)
def test_the_measure_is_the_published_one(colours, one, other, known):
    assert colours.difference(one, other) == pytest.approx(known, abs=5e-5)


def test_any_two_fills_are_apart_for_every_kind_of_sight(colours):
    near = {(pair, sight): value for pair, by in colours.differences().items()
            for sight, value in by.items() if value < colours.LEAST}
    assert near == {}
    assert len(colours.differences()) == 2 * (21 - 1)


def test_the_two_sides_are_apart_in_lightness_alone(colours):
    for theme in ("light", "dark"):
        found = colours.fills(theme)
        one, other = found["control-armenian_forces"], found["control-azerbaijan"]
        assert len(one) == len(other) == 1
        assert abs(colours.lab(one[0])[0] - colours.lab(other[0])[0]) >= 14


def test_the_fills_are_those_that_the_page_can_draw():
    from conflictmap.figures.style import INKS

    rules = (DOCS.parent / "maps/app/rules/compare.js").read_text(encoding="utf-8")
    controls = rules.partition("CONTROLS = [")[2].partition("]")[0]
    assert set(controls.replace("'", "").replace(",", "").split()) == set(INKS)


def test_stripes_are_cut_from_the_fills_they_stand_for():
    """So they are as far apart as the fills are, in grey too, on screen and on paper."""
    from conflictmap.figures.basemap import striped, stroke_of
    from conflictmap.figures.style import INKS

    page = (DOCS.parent / "maps/app/marks/patterns.js").read_text(encoding="utf-8")
    table = page.partition("const STRIPED = {")[2].partition("\n};")[0]
    marked = {name for name, inks in INKS.items() if len(inks) > 1}
    assert set(re.findall(r"^  (\w+): \[", table, re.MULTILINE)) == marked
    for control in INKS:
        fill = stroke_of({"control": control}, {"role": "control", "id": ""}, "now")
        found = striped(control)
        assert (found.fill, found.marks) == (fill.fill, fill.pattern)
        assert bool(found.marks) == (control in marked)


def test_the_document_has_the_colours_of_the_page(colours):
    assert (DOCS / "colours.md").read_text(encoding="utf-8") == colours.table()
