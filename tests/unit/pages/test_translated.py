"""The data of a page in the language of a figure or report."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.pages.translated import translated


@pytest.fixture(scope="module")
def atlas():
    return page_data(cm.build())


def test_titles_places_and_layers_are_in_the_language(atlas):
    found = translated(atlas, "ru").spec
    row = atlas.spec["events"]["id"].index("sumgait-pogrom-1988")
    assert found["title"] == "Нагорно-карабахский конфликт, 1988–2025"
    assert found["events"]["title"][row] == "Антиармянский погром в Сумгаите"
    assert {layer["id"]: layer["title"] for layer in found["layers"]}["lakes"] == "Озёра"


def test_the_page_itself_is_left_as_it_is(atlas):
    before = list(atlas.spec["events"]["title"])
    assert translated(atlas, "en") is atlas
    translated(atlas, "az")
    assert atlas.spec["events"]["title"] == before


def test_what_is_told_twice_stays_the_same(atlas):
    once = translated(atlas, "hy")
    assert translated(once, "hy").spec == once.spec
