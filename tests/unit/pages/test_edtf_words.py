"""Dates in words: a report says them as the page does."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from conflictmap.pages.edtf_words import edtf_text
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/dates.json").read_text(encoding="utf-8"))
LANGS = ("en", "hy", "az", "ru")
TEXTS = sorted({case["text"] for kind in ("read", "refused") for case in CASES[kind]} | {
    "", "[2014-02-18..2014-02-20]", "2022-24", "2022-09-12/..", "{2020,2021-05}", "[2020-01-01]"})


@pytest.mark.skipif(not shutil.which("node"), reason="Node is absent")
def test_every_date_reads_as_on_the_page():
    script = """
      const { edtfText } = await import('#app/text/edtf');
      const { translator, useWords } = await import('#app/text/i18n');
      const { readFileSync } = await import('node:fs');
      useWords(() => JSON.parse(readFileSync('words.bundle.json', 'utf8')));
      const { langs, texts } = value;
      console.log(JSON.stringify(langs.map((lang) => texts.map((text) => {
        try { return edtfText(text, lang, translator(lang)); } catch { return null; }
      }))));"""
    value = json.dumps({"langs": LANGS, "texts": TEXTS})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", f"const value = {value};\n{script}"],
        cwd=ROOT / "maps", check=True, capture_output=True, text=True)
    page = json.loads(done.stdout)
    for lang, said in zip(LANGS, page, strict=True):
        own = {text: edtf_text(text, lang) for text in TEXTS}
        assert own == dict(zip(TEXTS, said, strict=True)), lang


@pytest.mark.parametrize(("text", "said"), [
    ("2022-09", "Some day in September 2022"), ("2022-09-13", "13 September 2022"),
    ("2022-09-13~", "about 13 September 2022"), ("about then", "about then"),
    ("", "Date unknown"),
])
def test_no_raw_form_reaches_a_reader(text, said):
    assert edtf_text(text, "en") == said
