"""Colours by value: each category its own, numbers along a scale, and a key that says which."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.notebook.colour_by_column import colour_layer
from conflictmap.notebook.colour_scales import CATEGORIES, NO_VALUE, RAMP, colours
from toys import area, layer, square


def test_categories_have_a_colour_each_in_the_order_of_their_names():
    found = colours(["b", "a", None, "b"])
    assert found.colors == (CATEGORIES[1], CATEGORIES[0], NO_VALUE, CATEGORIES[1])
    assert found.labels == ("b", "a", "", "b")
    assert found.key == ((CATEGORIES[0], "a"), (CATEGORIES[1], "b"), (NO_VALUE, "no value"))


def test_more_categories_than_colours_begin_again_and_a_map_of_colours_spans_them():
    many = colours([f"c{i:02d}" for i in range(10)])
    assert many.colors == (*CATEGORIES, *CATEGORIES[:2])
    spanned = colours(["a", "b", "c"], cmap=["#000000", "#ffffff"])
    assert spanned.colors == ("#000000", "#808080", "#ffffff")
    assert colours(["a"], cmap=["#000000", "#ffffff"]).colors == ("#000000",)


def test_each_value_may_have_a_colour_of_its_own():
    found = colours(["b", "a", "c", None], cmap={"a": "red", "b": "#00f", "z": "lime"})
    assert found.colors == ("#0000ff", "#ff0000", NO_VALUE, NO_VALUE)
    assert found.key == (("#ff0000", "a"), ("#0000ff", "b"), (NO_VALUE, "c"),
                         (NO_VALUE, "no value"))
    numbers = colours([1.0, 2.5], cmap={2.5: "black", 1: "white"})
    assert numbers.key == (("#000000", "2.5"), ("#ffffff", "1"))
    with pytest.raises(cm.LayerError, match="'nocolour' is not a colour"):
        colours(["a"], cmap={"a": "nocolour"})


def test_numbers_run_from_the_first_colour_to_the_last():
    found = colours([10, 12.5, 20, None, float("nan")])
    assert (found.colors[0], found.colors[2]) == (RAMP[0], RAMP[-1])
    assert found.colors[1] == RAMP[1]
    assert found.colors[3:] == (NO_VALUE, NO_VALUE)
    assert found.labels == ("10", "12.5", "20", "", "")
    assert found.key == (*zip(RAMP, ("10", "12.5", "15", "17.5", "20"), strict=True),
                         (NO_VALUE, "no value"))
    assert colours([1.0, 2.0]).key[-1][1] == "2", "all have a value"


def test_ends_of_the_scale_may_be_set_and_numbers_beyond_have_the_end_colours():
    found = colours([-5, 0, 50, 500], cmap=["#000000", "#ffffff"], vmin=0, vmax=100)
    assert found.colors == ("#000000", "#000000", "#808080", "#ffffff")
    assert [label for _, label in found.key] == ["0", "25", "50", "75", "100"]


def test_one_number_alone_is_one_line_of_the_key_and_none_is_none():
    assert colours([7, 7]).key == ((RAMP[0], "7"),)
    assert colours([None, None], categorical=False).key == ((NO_VALUE, "no value"),) or colours(
        [None, None]).colors == (NO_VALUE, NO_VALUE)


@pytest.mark.parametrize("values", [[True, False], [1, "x"]])
def test_what_is_not_all_numbers_is_categories(values):
    assert set(colours(values).colors) == set(CATEGORIES[:2])
    assert colours([1, 2], categorical=True).labels == ("1", "2")


class Odd:
    """A value that cannot be compared."""

    def __ne__(self, other):
        raise TypeError

    __hash__ = None


@pytest.mark.parametrize("value", [Odd(), np.array([1, 2]), np.datetime64("NaT")])
def test_a_value_that_cannot_be_told_is_none(value):
    assert colours(["a", value]).labels == ("a", "")


def test_classes_are_those_of_the_scheme_and_a_wrong_one_is_said():
    pytest.importorskip("mapclassify")
    found = colours([1, 2, 3, 4, None], scheme="quantiles", k=2)
    assert len(found.key) == 3
    assert found.colors[0] == found.colors[1] == RAMP[0]
    assert found.colors[2] == found.colors[3] == RAMP[-1]
    assert found.labels[4] == ""
    with pytest.raises(cm.LayerError, match="scheme: 'no such'"):
        colours([1, 2, 3], scheme="no such")
    with pytest.raises(cm.LayerError, match="scheme: 'quantiles'"):
        colours([1, 2, 3], scheme="quantiles", k="x")


def test_what_is_not_installed_or_no_colour_is_named(monkeypatch):
    with pytest.raises(cm.LayerError, match=r"cmap: 'javascript:' is not a colour\. Give"):
        colours([1], cmap=["#000000", "javascript:"])
    with pytest.raises(cm.LayerError, match=r"no colour map 'virids'.*viridis"):
        colours([1], cmap="virids")
    assert colours([0, 1], cmap="viridis").colors == ("#440154", "#fde725")
    monkeypatch.setitem(sys.modules, "mapclassify", None)
    with pytest.raises(cm.LayerError, match="pip install mapclassify"):
        colours([1], scheme="quantiles")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(cm.LayerError, match="pip install matplotlib"):
        colours([1], cmap="viridis")


def test_a_layer_in_one_colour_has_it_in_its_key_and_without_one_keeps_its_own():
    plain = layer(area("a", square(0, 0), kind="x"), area("b", square(1, 0), kind="y"))
    red = colour_layer(plain, None, color="#ff0000")
    assert red.key == (("#ff0000", plain.title),)
    assert colour_layer(plain, None, weight=2).key == plain.key
    both = colour_layer(plain, "kind")
    assert [label for _, label in both.key] == ["x", "y"]
    assert [f.properties["style"]["fillColor"] for f in both.features] == list(CATEGORIES[:2])
