"""Packing of small tables of every shape: what is read back is what a readable page holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.pages.event_columns import EventTable, joins_of
from conflictmap.pages.pack import packed
from conflictmap.pages.pack_text import Words, iso_days, numbered
from conflictmap.pages.unpack import unpacked_events
from toys import area, events, layer, road, square

AREAS = layer(area("a", square(0, 0, .3), positional_error_m=500), area("b|c", square(3, 3, .3)))
ROAD = layer(road("way", (0, 0), (12, 3)), name="way")
DAYS = ["2020-09-27", "2020-09-28", "2020-10", "1992", "2020-09-27/2020-11-10", "2020-11-10~"]


def table(rows, *, columns=(), layers=()):
    """Return the columns of a page from cells; COLUMNS replaces arrays."""
    found = events(rows)
    assert len(found) == len(rows), found.problems
    found = replace(found, columns={**found.columns, **dict(columns)})
    return EventTable(found, joins_of(found, layers), {})


def same(made: EventTable):
    """Assert that a table reads back as it is, and return the head."""
    found = packed(made)
    read, held = unpacked_events(found.head, found.blocks), dict(made)
    assert set(read) == set(held)
    for name, values in held.items():
        assert read[name] == values, name
    return found.head


def spread(i: int) -> dict:
    return {"x": (i * 37 % 100) / 10, "y": (i * 61 % 100) / 10}


@pytest.mark.parametrize("rows", [
    [{}], [{"date": ""}], [{"x": 1, "y": 2}], [{"x": 1, "y": 2}, {}],
    [{"x": 1, "y": 1}, {"x": 1, "y": 1}, {"x": 2, "y": 1}, {"x": 2, "y": 1}, {"x": 1, "y": 1}],
    [{"lat": "-90", "lon": "-180"}, {"lat": "90", "lon": "180"}, {"lat": "0", "lon": "0"},
     {"lat": "0.000001", "lon": "-0.000001"}, {"lat": "90", "lon": "180"}],
    [{"lat": "12.34", "lon": "56.78"}, {"lat": "12.3", "lon": "56.7"}],
    [{"lat": "12.3456", "lon": "56.789"}, {"lat": "12.3", "lon": "56"}],
])
def test_places_shared_or_not_or_none(rows):
    same(table(rows))


@pytest.mark.parametrize("dates", [
    DAYS, DAYS[::-1], ["", "", *DAYS], [*DAYS, ""], ["2020-01-01", "", "2020-01-02"],
    ["2020-01-02", "2020-01-01"], ["2020-01-01"] * 3, ["../2020-01-01", "2020-01-01/..", ""],
    ["0001-01-01", "9999-12-31", "2020"], ["2020-01-01/2020-01-01", "[2020-01-01..2020-01-05]"],
])
def test_days_in_order_or_not_or_none(dates):
    same(table([{"date": text} for text in dates]))


def test_sorted_days_are_steps():
    days = same(table([{"date": text} for text in ("", "2020-01-01", "2020-01-05", "2021-01-01")]))
    assert days["columns"]["start"]["k"] == "steps"
    days = same(table([{"date": text} for text in ("2020-01-05", "2020-01-01")]))
    assert days["columns"]["start"]["k"] == "int"


@pytest.mark.parametrize("numbers", [
    ["1", "", "300", "70000", "0"], ["", "", "", "", ""], ["5"] * 5, ["0"] * 5,
    ["255", "256", "254", "257", "1"], ["99999999", "1", "", "16777216", "65536"],
])
def test_numbers_of_any_size_known_or_not(numbers):
    rows = [{"fatalities_best": n, "fatalities_high": n and str(int(n) + i % 3),
             "fatalities_low": n and str(max(0, int(n) - i)),
             "radius_m": n if len(n) < 8 else "3.5"} for i, n in enumerate(numbers)]
    same(table(rows))
    same(table([{"stands_for": str(max(1, int(n or 1)))} for n in numbers]))


@pytest.mark.parametrize("ids", [
    ["e1", "e2", "e10"], ["e01", "e02", "e10"], ["e10", "e2", "e1"], ["a", "b", "c"],
    ["x-1", "y-1", "x-2"], ["e1", "e02", "e3"], ["1", "2", "3"], ["0", "01", "2"],
    ["e999999999999999", "e1", "e0"], ["e1000000000000000", "e1", "e2"], ["e1\n2", "e1\n3", "e2"],
    ["A7", "A7b", "A8"],
])
def test_ids_that_end_in_numbers_or_not(ids):
    same(table([{"id": one} for one in ids]))


def test_many_ids_are_numbers_and_steps():
    rows = [{"id": f"EV-{i * 7:06}"} for i in range(300)]
    head = same(table(rows))
    assert head["columns"]["id"]["k"] == "numbered"
    assert head["columns"]["id"]["number"]["steps"]
    numbers = np.random.default_rng(2).choice(65_000, 300, replace=False).tolist()
    head = same(table([{"id": f"EV-{number}"} for number in numbers]))
    assert not head["columns"]["id"]["number"]["steps"]
    assert numbered(np.array([f"{chr(97 + i % 26)}{chr(97 + i // 26)}{i}" for i in range(65)],
                             dtype=object)) is None


def test_the_place_decides_a_text_or_does_not():
    towns = [f"Town {i}" for i in range(20)]
    turn = np.random.default_rng(1).integers(0, 20, 400)
    rows = [{"x": i / 10, "y": 1, "place": towns[i]} for i in turn.tolist()]
    head = same(table(rows))
    assert "usual" in head["columns"]["place"]
    rows[7]["place"] = "Elsewhere"
    rows[8]["place"] = ""
    assert "usual" in same(table(rows))["columns"]["place"]
    mixed = [{**row, "place": towns[(i * i) % 17]} for i, row in enumerate(rows)]
    same(table(mixed))


def test_free_text_with_words_known_and_rare_and_blanks():
    rows = [{"title": " ".join([f"w{i % 7}", "", f"rare{i}", "ä 💥"])[: 20 + i], "notes": f"n {i}",
             "source_url": f"https://example.org/{i}"} for i in range(50)]
    rows[3]["title"] = rows[4]["notes"] = ""
    rows[5]["title"] = "a  b   c"
    head = same(table(rows))
    assert head["columns"]["title"]["k"] == "text"


def test_more_words_than_one_byte_holds_and_long_texts():
    words = [f"w{i:03}" for i in range(500)]
    rows = [{"title": " ".join(words[i % 500:i % 500 + 3]), "notes": " ".join(words[:270 + i])}
            for i in range(900)]
    head = same(table(rows))
    assert head["columns"]["title"]["k"] == "text"


def test_a_column_is_cut_into_pieces_of_rows():
    values = np.array([f"text {i} of {i % 9}" for i in range(Words.ROWS + 5)], dtype=object)
    words = Words()
    words.learn([values])
    assert "of" in words.known
    assert words.known[0] == "of"  # as often as "text", and before it by the alphabet
    text, lengths = words.blocks(values)
    assert (len(lengths), sum(lengths)) == (2, len(text))


def test_words_that_stand_once_get_no_number():
    words = Words()
    words.learn([np.array(["a b", "a c", "b a"], dtype=object)])
    assert words.known == ["a", "b"]


def test_joins_with_areas_roads_shares_and_borders():
    rows = [{**spread(i), **({"radius_m": 9000} if i % 3 == 0 else {})} for i in range(80)]
    rows += [{}, {"date": "", "x": 1, "y": 1}, {"x": 0, "y": 0}, {"x": 3, "y": 3},
             {"x": 5, "y": 1.25}]
    made = table(rows, layers=[AREAS, ROAD])
    head = same(made)
    entries = [entry for row in made["joins"] for entry in row]
    assert {entry["certainty"] for entry in entries} >= {"inside", "possible"}
    assert any(entry["border_uncertain"] for entry in entries)
    assert any("chainage_m" in entry for entry in entries)
    assert {"layer", "row", "what", "texts", "share"} <= set(head["joins"][0])
    assert "chainage_m" not in head["joins"][0]
    assert "chainage_m" in head["joins"][1]
    same(table([{"x": 90, "y": 0}], layers=[AREAS, ROAD]))


def test_lists_and_repeated_texts():
    rows = [{"sources": ["s1", "s1 s2", "", "s2  s3"][i % 4], "type": "battle", "status": ""}
            for i in range(40)]
    head = same(table(rows))
    assert head["columns"]["type"]["k"] == "dict"


@pytest.mark.parametrize(("day", "text"), [
    (0, "1970-01-01"), (18532, "2020-09-27"), (-719162, ""), (-719161, "0001-01-02"),
    (2932895, "9999-12-30"), (2932896, ""), (NO_DAY, ""), (OPEN_START, ""), (OPEN_END, ""),
])
def test_days_as_texts(day, text):
    assert iso_days(np.array([day, 0]), NO_DAY).tolist() == [text, "1970-01-01"]
