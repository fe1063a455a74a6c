"""Names of places in other spellings; GeoNames, which is slow to read, stands aside."""

from __future__ import annotations

import pytest

from conflictmap.io.meaning import named
from conflictmap.io.meaning.named import asked_for, resolved
from conflictmap.places.by_name import built_in


@pytest.fixture(autouse=True)
def _no_towns(monkeypatch):
    monkeypatch.setattr(named, "geonames", lambda _names: {})


@pytest.mark.parametrize(("text", "usual"), [
    ("Chouchi", "Shusha"), ("Schuscha", "Shusha"), ("Kelbadjar", "Kalbajar"),
    ("Chankendi", "Stepanakert"), ("Choul", ""), ("Chouchi district", ""),
])
def test_a_name_is_found_as_french_and_german_spell_it(text, usual):
    (found,), _ = resolved([asked_for(text)], {})
    assert [place.name for place in found.places] == ([built_in(usual)[0].name] if usual else [])


def test_another_place_that_has_the_name_goes_before_a_spelling(monkeypatch):
    towns = built_in("Sotk")
    monkeypatch.setattr(named, "geonames", lambda _names: {"chouchi": towns})
    (found,), _ = resolved([asked_for("Chouchi")], {})
    assert found.places == towns
