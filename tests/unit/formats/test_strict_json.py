"""JSON that is read strictly: numbers, keys, halves of characters, depth."""

from __future__ import annotations

import json

import pytest

from conflictmap.formats.strict_json import (
    Numeral,
    as_text,
    loads,
    other_crs,
    place_in,
    printable_json,
    structure,
)


class SaidError(Exception):
    """What a reader says."""


def fail(text):
    raise SaidError(text)


def read(text, **how):
    return loads(text, fail, **how)


@pytest.mark.parametrize(("text", "depth", "opened"), [
    ("1", 0, 0), ("[]", 1, 1), ("{}", 1, 1), ("[[],[]]", 2, 3), ('{"a":[{"b":1}]}', 3, 3),
    ('"[[["', 0, 0), (r'["\"[["]', 1, 1), (r'["\\",[]]', 2, 2), ("", 0, 0), ('["]",[]]', 2, 2),
])
def test_depth_and_number_of_lists_and_objects(text, depth, opened):
    assert structure(text.encode()) == (depth, opened)


@pytest.mark.parametrize(("text", "value"), [
    ("123", 123), ("9007199254740992", 9007199254740992), ("9007199254740993", "9007199254740993"),
    ("-9007199254740993", "-9007199254740993"), ("-9007199254740992", -9007199254740992),
    ("999999999999999", 999999999999999), ("1" * 40, "1" * 40), ("1.5", 1.5),
    ("0000000000000001"[-1], 1),
])
def test_numbers_that_not_every_reader_keeps_are_text(text, value):
    found = read(text)
    assert (found, type(found)) == (value, type(value))


def test_numerals_stay_as_they_stand():
    found = read('{"a": 1.10, "b": [1e3, 12345678901234567890]}', numerals=True)
    assert isinstance(found["a"], Numeral)
    assert (found["a"], found["b"]) == ("1.10", ["1e3", "12345678901234567890"])
    assert as_text(found) == '{"a": 1.10, "b": [1e3, 12345678901234567890]}'
    assert as_text({"ä": ["x\n", None, True, "1.10"]}) == '{"ä": ["x\\n", null, true, "1.10"]}'


@pytest.mark.parametrize(("text", "said"), [
    ('{"a": 1, "b": 2, "a": 3}', "the key 'a' stands twice in one object"),
    ('{"x": [{"k": 1, "k": 2}]}', r"x.0: the key 'k' stands twice"),
    ('{"features": [0, {"p": {"k": 1, "k": 2}}]}', r"feature 1: p: the key 'k' stands twice"),
    ('{"features": [{"k": 1, "k": 2}]}', r"feature 0: the key 'k'"),
    ("[NaN]", "NaN is not a JSON number"), ("[-Infinity]", "-Infinity is not a JSON number"),
    ("1e999", "1e999 is too large for a number"), ("-1e999", "-1e999 is too large"),
    (r'["\ud800"]', r"0: half of a pair of UTF-16 units"),
    (r'{"a\udfff": 1}', "half of a pair of UTF-16 units"),
])
def test_what_is_not_strict_is_said_with_its_place(text, said):
    with pytest.raises(SaidError, match=said):
        read(text)


def test_whole_pairs_and_allowed_halves_pass():
    assert read(r'"\ud83d\udca5"') == "💥"
    assert read(r'"\ud800"', halves=True) == "\ud800"
    assert read(r'"\u00e4"') == "ä"


def test_where_something_stands():
    value = {"a": [1, {"b": 2}], "features": [{"p": 3}, 4]}
    assert place_in(value, lambda one: one == 2) == "a.1.b: "
    assert place_in(value, lambda one: one == 3) == "feature 0: p: "
    assert place_in(value, lambda one: one == 4) == "feature 1: "
    assert place_in(value, lambda one: one is value) == ""
    assert place_in(value, lambda one: one == "b") == "a.1: "
    assert place_in(value, lambda one: one == 9) is None
    found = place_in([1, 1], lambda one: one == 1)
    assert found == "0: "


def test_what_steers_a_terminal_is_an_escape():
    assert json.loads(printable_json("a\x9b\u202e\u200bb")) == "a\x9b\u202e\u200bb"
    assert printable_json("a\x9b\u202eb") == '"a\\u009b\\u202eb"'
    assert printable_json({"ä": 1}, indent=1) == '{\n "ä": 1\n}'


@pytest.mark.parametrize(("value", "other"), [
    ({"crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, False),
    ({"crs": {"properties": {"name": "EPSG:4326"}}}, False), ({"crs": None}, False), ({}, False),
    ({"crs": {"properties": {"name": "EPSG:32638"}}}, True), ([], False),
])
def test_another_coordinate_system_is_known(value, other):
    assert other_crs(value) is other
