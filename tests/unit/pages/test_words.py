"""Words, names and shapes of figures and reports are those of the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files

import pytest

from conflictmap.figures.shapes import LARGEST, SMALLEST, radius_of, shape_points, type_styles
from conflictmap.figures.style import palette
from conflictmap.model.event_types import TYPES, type_entry
from conflictmap.pages.words import number_text, range_text, window_text, words
from conflictmap.places.naming_policy import display
from conflictmap.places.translations import translations
from conftest import ROOT

TEXTS = json.loads(files("conflictmap").joinpath("texts", "page.json").read_text("utf-8"))


def node(script: str, value: object) -> object:
    """Return what a script of the page's own modules gives."""
    if not shutil.which("node") or not (ROOT / "maps/app").is_dir():
        pytest.skip("Node or the page's sources are absent")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", f"const value = {json.dumps(value)};\n{script}"],
        cwd=ROOT / "maps", check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_the_texts_are_those_of_the_page():
    page = node("""
      const out = {};
      for (const lang of ['en', 'hy', 'az', 'ru']) {
        const all = (await import(`#app/text/i18n/${lang}`)).default;
        out[lang] = Object.fromEntries(value.filter((k) => k in all).map((k) => [k, all[k]]));
      }
      console.log(JSON.stringify(out));""", sorted(TEXTS["en"]))
    assert page == TEXTS, "run: make words"


def test_every_language_has_every_word_of_a_report():
    own = json.loads(files("conflictmap").joinpath("texts", "report.json").read_text("utf-8"))
    assert {frozenset(entries) for entries in own.values()} == {frozenset(own["en"])}


def test_dates_numbers_and_ranges_read_as_on_the_page():
    ranges = [(low, best, high) for low in (None, 1, 5) for best in (None, 5) for high in
              (None, 5, 1234567)]
    spans = [(0, 1), (19247, 19250), (18532, 18577), (6574, 20454), (-18000, -17990)]
    page = node("""
      const { rangeText, windowText, numberText } = await import('#app/text/format');
      const { translator, useWords } = await import('#app/text/i18n');
      const { readFileSync } = await import('node:fs');
      useWords(() => JSON.parse(readFileSync('words.bundle.json', 'utf8')));
      const out = [];
      for (const lang of ['en', 'hy', 'az', 'ru']) {
        const t = translator(lang);
        out.push(value.ranges.map(([low, best, high]) => rangeText({ low, best, high }, lang, t)),
          value.spans.map((span) => windowText(span, lang)),
          [0, 12, 1234, 1234567, -5].map((n) => numberText(n, lang)));
      }
      console.log(JSON.stringify(out));""", {"ranges": ranges, "spans": spans})
    ours = []
    for lang in ("en", "hy", "az", "ru"):
        ours += [[range_text(*r, lang) for r in ranges], [window_text(s, lang) for s in spans],
                 [number_text(n, lang) for n in (0, 12, 1234, 1234567, -5)]]
    assert ours == page


def test_places_are_named_as_on_the_page(data):
    places = [{key: said for key, said in f["properties"].items() if key.startswith("name")}
              for f, entry in data.features
              if entry["role"] in {"settlement", "district", "control", "land"}]
    policies = ("paired", "international", "armenian_first", "azerbaijani_first")
    letters = {
        lang: {p["name"]: said for p in places if (said := translations(lang).get(p["name"]))}
        for lang in ("hy", "az", "ru")}
    page = node("""
      const { display, useNames } = await import('#app/rules/names');
      useNames((name, lang) => value.letters[lang]?.[name]);
      console.log(JSON.stringify(value.places.map((p) => ['en', 'hy', 'az', 'ru'].map((l) =>
        value.policies.map((n) => display(p, l, n))))));""",
                {"places": places, "policies": policies, "letters": letters})
    assert page == [[[display(p, lang, n) for n in policies] for lang in ("en", "hy", "az", "ru")]
                    for p in places]


def test_marks_are_those_of_the_page():
    types = [type_entry(name) for name in [*TYPES, "air strike", "zoo"]]
    page = node("""
      const { typeStyles } = await import('#app/marks/palette');
      const { shapePoints, radiusOf, LARGEST, SMALLEST } = await import('#app/marks/shapes');
      const styles = typeStyles(value, new Set(), 'star');
      console.log(JSON.stringify({
        styles: [...styles].map(([id, { family, shape, label }]) => [id, family, shape, label]),
        points: Object.fromEntries(
          [...styles.values()].map((s) => [s.shape, shapePoints(s.shape)])),
        radii: [0, 20, 100, 5000].map((n) => radiusOf(n)),
        bounds: [LARGEST, SMALLEST] }));""", types)
    styles = type_styles(types, "star")
    assert [[i, s.family, s.shape, s.label] for i, s in styles.items()] == page["styles"]
    assert [radius_of(n) for n in (0, 20, 100, 5000)] == pytest.approx(page["radii"])
    assert page["bounds"] == pytest.approx([LARGEST, SMALLEST])
    for name, points in page["points"].items():
        ours = shape_points(name, 0, 0, 1)
        assert ours[:, 0].tolist() == pytest.approx([x for x, _ in points]), name
        assert (-ours[:, 1]).tolist() == pytest.approx([y for _, y in points]), name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_come_from_the_pages_style(theme):
    colours = palette(theme)
    for name in ("paper", "land", "water", "control-azerbaijan", "control-armenian_forces",
                 "family-fighting", "family-other", "halo", "ink"):
        assert len(colours[name]) == 7, name
    assert palette("light")["paper"] != palette("dark")["paper"]


def test_a_word_not_known_is_its_own_text():
    assert words("hy")("no.such.key") == "no.such.key"
    assert words("en")("upto", n="{killed}") == "up to {killed}"
