"""What a cell probably means that cannot be read, and ids that look alike."""

from __future__ import annotations

import pytest

from conflictmap.io.hints import date_hint, number_hint
from conflictmap.io.lookalike_ids import doubtful_ids
from conflictmap.io.place_precision import PLACEHOLDERS, TABLE, UNSTATED, code_of, place_cells
from conflictmap.places.layer_files import bundled_areas


@pytest.mark.parametrize(("text", "hint"), [
    ("Nan", "a word for unknown"), ("неизвестно", "a word for unknown"),
    ("-", "a word for unknown"),
    ("\u0663\u0664", "digits of another script"), ("1 200", "digit grouping"),
    ("1,200", "digit grouping"), ("1.200.000", "digit grouping"), ("1'200,5", "digit grouping"),
    ("-1\u202f200", "digit grouping"), ("39,5", "a decimal comma"), ("-39,64", "a decimal comma"),
    ("1e3", "a power of ten"), ("1.5E-4", "a power of ten"), ("5-7", "a range or an estimate"),
    ("~5", "a range or an estimate"), ("≥ 5", "a range or an estimate"),
    ("5+", "a range or an estimate"),
    ("5 / 7", "a range or an estimate"), ("5–7", "a range or an estimate"),
    ("39°30'", "degrees in another form"), ("39.5 N", "degrees in another form"),
    ("E 46:30", "degrees in another form"), ("=A1", "a formula"), ("@x", "a formula"),
    ("about five", ""), ("Nothing", ""), ("", ""), ("12x", ""), ("39.5", ""),
])
def test_what_is_no_number(text, hint):
    found = number_hint(text)
    assert found.startswith(hint) if hint else found == ""


@pytest.mark.parametrize(("text", "hint"), [
    ("unknown", "a word for unknown"), ("Yesterday", "it depends on when it is read"),
    ("٢٠٢٢-٠٩-١٣", "digits of another script"),
    ("20200927", "the hyphens or zeros of YYYY-MM-DD are missing"),
    ("2020/9/27", "the hyphens or zeros of YYYY-MM-DD are missing"),
    ("2020.09.27", "the hyphens or zeros"), ("2020-9", "the hyphens or zeros"),
    ("2020-9-27", "the hyphens or zeros"), ("1601164800", "a count of seconds"),
    ("44101", "a day number of a spreadsheet"), ("44101.5", "a day number of a spreadsheet"),
    ("27/9/20", "a year of two digits"), ("=TODAY()", "a formula"), ("21200927", ""),
    ("03/04/2020", "it may be 3 April or 4 March 2020"), ("13.4.2020", "it may be 13 April 2020"),
    ("4-13-2020", "it may be 13 April 2020"), ("4 4 2020", "it may be 4 April 2020"),
    ("13/13/2020", ""), ("30/2/2020", ""), ("31/12/2020", "it may be 31 December 2020"),
    ("12/1/2020", "it may be 12 January or 1 December 2020"), ("0/5/2020", ""), ("spring", ""),
    ("29/2/2021", ""), ("29/2/2020", "it may be 29 February 2020"),
])
def test_what_is_no_date(text, hint):
    found = date_hint(text)
    assert found.startswith(hint) if hint else found == ""


def doubts(*ids):
    places = [f"line {i}" for i in range(len(ids))]
    return [(p.place, p.value, p.reason) for p in doubtful_ids("t.csv", ids, places)]


def test_ids_that_look_like_others_or_hold_what_cannot_be_seen():
    assert doubts("a", "b-1", "c d", "E.5") == []
    assert doubts("ab", "\u0430b") == [("line 1", "\u0430b", "looks like 'ab' of line 0")]
    assert doubts("\u0430b", "x") == [("line 0", "\u0430b", "mixes Cyrillic and Latin letters")]
    assert doubts("\u0430\u0431") == []
    assert doubts("a\u200bb") == [("line 0", "a\u200bb", "holds U+200B, which cannot be seen")]
    assert doubts("a\u200bb", "ab") == [("line 0", "a\u200bb", "looks like 'ab' of line 1")]
    assert doubts(" a") == [("line 0", " a", "blanks around it")]
    assert doubts(" a", "a") == [("line 0", " a", "looks like 'a' of line 1")]
    assert doubts("a\u00a0b") == [("line 0", "a\u00a0b", "holds U+00A0, which cannot be seen")]
    assert doubts("caf\u00e9") == []
    assert doubts("\u03b1b\u0566") == [("line 0", "\u03b1b\u0566",
                                       "mixes Armenian and Greek and Latin letters")]
    twins = doubts("\u0430", "\u03b1", "a")
    assert [place for place, *_ in twins] == ["line 0", "line 1"]
    assert twins[0][2] == "looks like '\u03b1' of line 1"
    assert twins[1][2] == "looks like '\u0430' of line 0"
    found = next(iter(doubtful_ids("t.csv", ["\u0430b"], ["line 7"])))
    assert (found.file, found.field, found.level) == ("t.csv", "id", "warning")


#: In kilometres; None: the point says nothing. `area`: a named area is better than the point.
RADII = {
    "ucdp": {"1": 1, "2": 25, "3": 50, "4": 150, "5": 100, "6": 500, "7": 500, "": 25},
    "acled": {"1": 5, "2": 25, "3": 150, "": 25},
    "gdelt": {"1": 500, "2": 500, "3": 10, "4": 10, "5": 150, "0": None, "": None},
    "wikidata": {"": 5}, "timemap": {"": .15}, "geoconfirmed": {"": .1}, "crisisgroup": {"": None},
    "ucdp-aec": {"": None},
}
AREAS = {"ucdp": "3456", "acled": "3", "gdelt": "15"}


def test_the_radius_of_every_code_is_the_one_that_is_published():
    assert {source: {code: one.radius_m and one.radius_m / 1000 for code, one in codes.items()}
            for source, codes in TABLE.items()} == RADII
    for source, codes in TABLE.items():
        assert "".join(code for code, one in codes.items() if one.area) == AREAS.get(source, "")


@pytest.mark.parametrize(("source", "code", "more", "cells"), [
    ("ucdp", "1", {"lat": "39.5", "lon": "46.5"},
     {"lat": "39.5", "lon": "46.5", "radius_m": "1000", "place_precision": "exact place"}),
    ("ucdp", "2.0", {"lat": "39.5", "lon": "46.5"},
     {"lat": "39.5", "lon": "46.5", "radius_m": "25000",
      "place_precision": "within about 25 km of a known point"}),
    ("ucdp", "99", {"lat": "39.5", "lon": "46.5"},
     {"lat": "39.5", "lon": "46.5", "radius_m": "25000",
      "place_precision": "not stated by this file"}),
    ("ucdp", "3", {"lat": "39.5", "lon": "46.5", "names": ("Nowhere", "Fizuli rayon", "Armenia")},
     {"where": "districts-adjacent-fuzuli-soviet", "place_precision": "second-order division"}),
    ("ucdp", "3", {"lat": "39.5", "lon": "46.5", "names": ("Nowhere",)},
     {"lat": "39.5", "lon": "46.5", "radius_m": "50000",
      "place_precision": "second-order division"}),
    ("ucdp", "1", {"lat": "39.5", "lon": "46.5", "names": ("Fizuli rayon",)},
     {"lat": "39.5", "lon": "46.5", "radius_m": "1000", "place_precision": "exact place"}),
    ("ucdp", "1", {"names": ("Fizuli rayon",)},
     {"where": "districts-adjacent-fuzuli-soviet", "place_precision": "exact place"}),
    ("ucdp", "1", {}, {"place_precision": "exact place"}),
    ("gdelt", "0", {"lat": "1", "lon": "2"}, {"place_precision": "no place"}),
    ("ucdp", "4", {"lat": "40", "lon": "47.00001"},
     {"where": "sectors-line-of-contact", "place_precision": "placeholder point: Line of Contact"}),
    ("ucdp", "1", {"lat": "40", "lon": "47"},
     {"lat": "40", "lon": "47", "radius_m": "1000", "place_precision": "exact place"}),
    ("ucdp", "2", {"lat": "38.4074", "lon": "43.7178"},
     {"lat": "38.4074", "lon": "43.7178", "radius_m": "150000",
      "place_precision": "placeholder point: Van province"}),
    ("ucdp", "6", {"lat": "38.4074", "lon": "43.7178"},
     {"lat": "38.4074", "lon": "43.7178", "radius_m": "500000",
      "place_precision": "placeholder point: Van province"}),
    ("acled", "2", {"lat": "40", "lon": "47"},
     {"lat": "40", "lon": "47", "radius_m": "25000",
      "place_precision": "near a town, or small part of a region"}),
    ("acled", "2", {"lat": "x", "lon": "47"},
     {"lat": "x", "lon": "47", "radius_m": "25000",
      "place_precision": "near a town, or small part of a region"}),
])
def test_the_place_that_a_code_gives(source, code, more, cells):
    assert place_cells(source, code, **more) == cells


def test_placeholders_stand_for_areas_that_are_there():
    named = {where for one in PLACEHOLDERS.values() for _, where in one.values() if where}
    assert named <= set(bundled_areas())
    assert code_of(" 3.0 ") == "3"
    assert UNSTATED == ""
