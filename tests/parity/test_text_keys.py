"""Keys of translated texts: those of `text_keys.json`; the page runs them too."""

from __future__ import annotations

import json

import pytest

from conflictmap.places.translations import TRANSLATED, key_of, translations
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/text_keys.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_each_text_has_its_key(case):
    assert key_of(case["text"]) == case["key"]


def test_no_two_texts_have_one_key():
    texts = {text for lang in TRANSLATED for text in translations(lang)}
    assert len({key_of(text) for text in texts}) == len(texts)
