"""Further languages of a page: catalogues of words that an author writes."""

from __future__ import annotations

import tomllib

import pytest

import conflictmap as cm
from conflictmap.model.errors import RecipeError
from conflictmap.pages.languages import blank, english, read_language
from conflictmap.pages.verify import verify
from running import run

GERMAN = """lang = "de"
name = "Deutsch"
months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
          "Oktober", "November", "Dezember"]
thousands = "."
decimal = ","

[words]
"tab.events" = "Ereignisse"
"key.ormore" = "{n} oder mehr"
"""
RECIPE = 'title = "M"\nlang = "de"\nlanguages = ["de.toml"]\n[events]\npath = "e.csv"\n'
ROWS = "id,date,lat,lon,title,fatalities_best\na,2022-03-13,48.0,37.8,First,1500\n"


@pytest.fixture
def folder(write):
    write("e.csv", ROWS)
    write("r.toml", RECIPE)
    return write("de.toml", GERMAN).parent


def test_a_catalogue_goes_into_the_page_and_its_gaps_stay_empty(folder):
    page = cm.build(recipe=folder / "r.toml")
    assert page.spec["lang"] == "de"
    (entry,) = page.spec["languages"]
    assert (entry["code"], entry["name"], entry["months"][2], entry["marks"]) == (
        "de", "Deutsch", "März", [".", ","])
    words = dict(zip(english(), read_language(folder / "de.toml").texts, strict=True))
    assert words["tab.events"] == "Ereignisse"
    assert words["tab.totals"] is None
    assert '<html lang="de">' in page.html
    assert verify(page.save(folder / "m.html")).same


@pytest.mark.parametrize(("old", "new", "said"), [
    ('"tab.events"', '"tab.event"', r"unknown key 'words\.tab\.event'\. Did you mean 'tab"),
    ("{n} oder", "{m} oder", r"words\.key\.ormore: .*there is no \{m\} in English: '\{n\} or mo"),
    ('lang = "de"', 'lang = "ru"', "lang: 'ru': is built in"),
    ('lang = "de"', 'lang = "Deutsch"', "must be the code of a language"),
    ('name = "Deutsch"', "", "name: is missing"),
    ('"Januar", ', "", "11 months; there are 12"),
    ('"Ereignisse"', "Ereignisse", "broken TOML"),
])
def test_what_means_nothing_is_named(folder, old, new, said):
    (folder / "de.toml").write_text(GERMAN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RecipeError, match=said):
        cm.build(recipe=folder / "r.toml")


def test_a_language_is_there_once_and_lang_names_one_that_is(folder):
    recipe = folder / "r.toml"
    recipe.write_text(RECIPE.replace('"de.toml"]', '"de.toml", "de.toml"]'), encoding="utf-8")
    with pytest.raises(RecipeError, match="the language 'de' is there already"):
        cm.build(recipe=recipe)
    recipe.write_text(RECIPE.replace('lang = "de"', 'lang = "fr"'), encoding="utf-8")
    with pytest.raises(RecipeError, match="lang: 'fr': must be one of en, hy, az, ru, de"):
        cm.build(recipe=recipe)


def test_init_writes_every_word_and_replaces_no_file(tmp_path):
    done = run("init", "--words", "fr.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'languages = ["fr.toml"]' in done.stdout
    text = (tmp_path / "fr.toml").read_text(encoding="utf-8")
    assert text == blank("fr.toml")
    every = text.replace("# ", "").partition("[words]")[2]
    assert tomllib.loads(every) == english()
    assert run("init", "--words", "fr.toml", cwd=tmp_path).returncode == 2
    assert "which table?" in run("init", cwd=tmp_path).stderr
