"""Texts of the built-in data in other languages, found by their English text."""

from __future__ import annotations

import pytest

from conflictmap.places.translations import (
    TRANSLATED,
    key_of,
    texts_in,
    translated,
    translations,
    translations_of,
)

TITLE = "Anti-Armenian pogrom in Sumgait"


@pytest.mark.parametrize(("lang", "text"), [
    ("ru", "Антиармянский погром в Сумгаите"), ("az", "Sumqayıtda ermənilərə qarşı poqrom"),
    ("hy", "Հակահայկական պոգրոմ Սումգայիթում"), ("en", TITLE), ("fr", TITLE),
])
def test_a_text_is_found_by_its_english_text(lang, text):
    assert translated(TITLE, lang) == text


def test_a_text_that_was_changed_in_english_stays_in_english():
    assert translated(TITLE + ".", "ru") == TITLE + "."


def test_what_is_translated_stands_in_one_order_in_all_languages():
    found = translations_of(["My own event", TITLE, "Lakes", TITLE])
    assert found["key"] == [key_of(TITLE), key_of("Lakes")]
    assert {lang: texts[1] for lang, texts in found.items() if lang != "key"} == {
        "hy": "Լճեր", "az": "Göllər", "ru": "Озёра"}


def test_a_map_without_built_in_texts_carries_none():
    assert translations_of(["My own event", ""]) == {}


def test_texts_are_found_in_lists_and_values_but_not_in_keys():
    assert list(texts_in({"a": ["b", {"c": "d"}], "e": (1, None, "f")})) == ["b", "d", "f"]


def test_other_languages_have_no_table():
    assert [len(translations(lang)) > 700 for lang in TRANSLATED] == [True] * 3
    assert translations("en") == {}
