"""Names by policy: the cases of `names.json`; the page runs them too (web/parity/names.test.js)."""

from __future__ import annotations

import json

import pytest

from conflictmap.places.naming_policy import display
from conflictmap.places.translations import translated
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["place"]["name"])
def test_each_policy_gives_the_name_in_each_language(case):
    for lang, names in case["names"].items():
        found = [display(case["place"], lang, policy) for policy in CASES["policies"]]
        assert found == names, lang


def test_the_names_in_letters_that_the_page_is_given_are_those_of_the_texts():
    for lang, names in CASES["letters"].items():
        assert names == {name: translated(name, lang) for name in names}


def test_where_both_peoples_have_a_name_the_policies_differ_in_each_language():
    for case in (c for c in CASES["cases"] if "(" in c["place"]["name"]):
        for lang, (paired, international, armenian, azerbaijani) in case["names"].items():
            assert armenian != azerbaijani, (case, lang)
            assert paired in {armenian, azerbaijani}, (case, lang)
            assert "(" in paired, (case, lang)
            assert international != paired, (case, lang)
