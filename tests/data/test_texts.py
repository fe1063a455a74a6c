"""The translations of the built-in data: none is stale, none is missing."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections import Counter

import pytest

from conftest import ROOT

LANGUAGES = ("hy", "az", "ru")
LETTERS = {"hy": "[\u0531-\u0587]", "az": "[A-Za-zƏəĞğİıÖöŞşÜüÇç]", "ru": "[А-Яа-яЁё]"}

#: By the English word that allows them where it is quoted, or said whose it is.
AVOIDED = {
    "ru": {"liberat": r"освобо(ди|жд)[а-я]* (Шуш|Лачин|Агдам|район)", "occup": "оккуп",
           "aggress": "агресс", "terror": "(?<!анти)террорист", "separat": "сепарат",
           "genocid": "геноцид"},
    "az": {"occup": "işğal", "aggress": "təcavüz", "terror": "terrorçu", "separat": "separat",
           "genocid": "soyqırım"},
    "hy": {"occup": "օկուպ", "liberat": "ազատագր", "aggress": "ագրես", "terror": "ահաբեկիչ",
           "separat": "անջատողակ", "genocid": "ցեղասպան"},
}

#: Two words that one language easily takes for each other: each stands where the English one does.
APART = {"hy": {"sabotag": "դիվերսի", "provo[ck]": "սադր"},
         "az": {"sabotag": "diversiya", "provo[ck]": "təxribat"},
         "ru": {"sabotag": "диверси", "provo[ck]": "провоци|провокац"}}


@pytest.fixture(scope="module")
def texts():
    spec = importlib.util.spec_from_file_location("texts", ROOT / "layers/make/texts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["texts"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["texts"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_translation_is_of_a_text_that_is_gone(texts, lang):
    asked = {row[2] for row in texts.wanted()}
    assert [english for english in texts.known(lang) if english not in asked] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated(texts, lang):
    known = texts.known(lang)
    assert [row for row in texts.wanted() if row[2] not in known] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_row_is_where_it_says_and_in_its_language(texts, lang):
    asked = {english: (key, field) for key, field, english in texts.wanted()}
    for english, row in texts.known(lang).items():
        assert (row["id"], row["field"]) == asked[english]
        assert row["text"] == row["text"].strip()
        assert row["checked_by_native_reader"] in {"no", "yes"}
        own = re.search(LETTERS[lang], row["text"])
        assert own or row["text"] == english, (lang, english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_and_days_are_those_of_the_english_text(texts, lang):
    """Each number of three or more digits stands in the translation, however it is grouped."""
    for english, row in texts.known(lang).items():
        assert _numbers(row["text"]) == _numbers(english), (english, row["text"])


def _numbers(text: str) -> Counter[str]:
    plain = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", text)
    plain = re.sub(r"\b\d{1,3}(?:[,. \u00a0]\d{3})+\b",
                   lambda grouped: re.sub(r"\D", "", grouped[0]), plain)
    return Counter(n for n in re.findall(r"\d+", plain) if len(n) > 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_loaded_words_are_those_of_the_glossary(texts, lang):
    """Words that the glossary rules out stand only where the English text quotes them."""
    words = AVOIDED[lang]
    said = [(word, row["text"]) for english, row in texts.known(lang).items() for word in words
            if re.search(words[word], row["text"], re.IGNORECASE)
            and not re.search(word, english, re.IGNORECASE)]
    assert said == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sabotage_and_provocation_are_kept_apart(texts, lang):
    mixed = [(word, row["text"]) for english, row in texts.known(lang).items()
             for word, own in APART[lang].items()
             if bool(re.search(word, english, re.IGNORECASE))
             != bool(re.search(own, row["text"], re.IGNORECASE))]
    assert mixed == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_second_form_of_a_name_is_the_second_in_each_text(texts, lang):
    """`Shusha (Shushi)` is Շուշա (Շուշի) wherever it stands, whatever the reader's language."""
    rows = texts.known(lang)
    pair = re.compile(r"[^()]+ \(([^()]+)\)")
    second = {name: found[1] for name, row in rows.items()
              if row["field"] == "name" and pair.fullmatch(name)
              and (found := pair.fullmatch(row["text"]))}
    assert len(second) >= 39
    known = {english: row["text"] for english, row in rows.items()}
    known |= {note["text"]["en"]: note["text"][lang] for note in _annotations()}
    assert [(name, text) for english, text in known.items() for name, form in second.items()
            if name in english and f"({form})" not in text] == []


def _annotations():
    recipe = tomllib.loads((ROOT / "maps/karabakh.toml").read_text(encoding="utf-8"))
    return recipe["annotations"]
