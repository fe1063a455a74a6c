"""Texts: on one line, folded, as typed, as links."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from conflictmap.model.event_types import FAMILIES, OWN_FAMILIES, TYPES, type_entry
from conflictmap.model.text import clean, fold, halves, is_link, is_tile_address, text_of


@pytest.mark.parametrize(("text", "line"), [
    ("a\nb\t\tc", "a b c"), (" a ", "a"), ("a\u202eb\u2066c", "abc"), ("a\x7fb\x9fc", "a b c"),
    ("a\u2028b", "a b"), ("a\ud800b", "a\ufffdb"), ("a\ufffeb\uffff", "ab"), (7, "7"), ("", ""),
    ("\n", ""),
])
def test_a_text_on_one_line(text, line):
    assert clean(text) == line


@pytest.mark.parametrize(("text", "link"), [
    ("https://example.org", True), ("http://example.org/a?b=c#d", True), ("HTTPS://a.b", True),
    ("https://ex\u00e4mple.org/\u0161", True), ("https://user@example.org", True),
    ("ftp://example.org", False), ("javascript:alert(1)", False), ("https://", False),
    ("https:///a", False), ("https://[::1", False), ("//example.org", False), ("", False),
    ("https://example.org/a b", True), ("https://example.org/\u202ea", False),
    ("https://example.org/\u200b", False), ("https://example.org/\n", False),
    ("data:text/html,a", False),
])
def test_an_address_is_http_or_https_with_a_host_and_nothing_hidden(text, link):
    assert is_link(text) is link


@pytest.mark.parametrize(("text", "tiles"), [
    ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", True), ("https://a.b/{z}", True),
    ("https://a.b:8080/{z}", True), ("https://a.b:123456/{z}", False), ("http://a.b/{z}", False),
    ("https://a.b/", False), ("https://a b/{z}", False), ("https://x@a.b/{z}", False),
    ("https://{s}{s}.a/{z}", False), ("https://[::1/{z}", False),
])
def test_an_address_of_tiles(text, tiles):
    assert is_tile_address(text) is tiles


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (True, "true"), (False, "false"), (371.0, "371"), (-0.5, "-0.5"), (1e-5, "0.00001"),
    (float("nan"), ""), (1e16, "10000000000000000"), (0.1, "0.1"), (12, "12"), (100.0, "100"),
    (" a ", " a "), (date(2020, 9, 27), "2020-09-27"), (datetime(2020, 9, 27), "2020-09-27"),  # noqa: DTZ001
    (datetime(2020, 9, 27, 10, 5), "2020-09-27T10:05:00"), (time(10, 5), "10:05:00"),  # noqa: DTZ001
    (39.123456789012345, "39.123456789012344"), (0.0, "0"), (1.5e-7, "0.00000015"),
])
def test_a_value_as_a_person_types_it(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(("text", "folded"), [
    ("  XANKƏNDİ  ", "xankendi"), ("Şuşa", "susa"), ("Straße", "strasse"), ("Ağdam", "agdam"),
    ("Sørvágur", "sorvagur"), ("a\u2019b\u02bbc", "a'b'c"), ("a\t\n b", "a b"), ("Մարտունի",
                                                                              "մարտունի"),
    ("\u0587", "\u0565\u057e"), ("", ""),
])
def test_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "parts"), [
    ("Shusha (Shushi)", ["Shusha (Shushi)", "Shusha", "Shushi"]), ("Shusha", ["Shusha"]),
    ("(Shushi)", ["(Shushi)"]), ("A(B)", ["A(B)", "A", "B"]), ("A (B) C", ["A (B) C"]),
    ("A ()", ["A ()"]), ("", [""]),
])
def test_halves_of_a_pair(text, parts):
    assert halves(text) == parts


def test_types_have_a_label_and_a_family():
    assert type_entry("shelling") == {"id": "shelling", "label": "Shelling", "family": "fighting"}
    assert type_entry("") == {"id": "", "label": "No type stated", "family": "other"}
    assert type_entry("x") == {"id": "x", "label": "X", "family": "other"}
    assert {family for _, family in TYPES.values()} == set(FAMILIES) - {"other", *OWN_FAMILIES}
