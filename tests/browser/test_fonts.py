"""The page's own fonts: there before anything is written, for every alphabet, without a request."""

from __future__ import annotations

import pytest

LETTERS = {"en": "Nagorno-Karabakh – 9,680 ± 360 km²", "az": "Xankəndi, Şuşa, İğdır, Ağdərə",
           "ru": "Лачинский район", "hy": "Լեռնային Ղարաբաղ"}
#: Widths of a text in the page's fonts and in what there is without them.
WIDTHS = """text => {
  const context = document.createElement('canvas').getContext('2d');
  return ["'Conflictmap Sans', monospace", 'monospace'].flatMap((family) =>
    ['400', '600'].map((weight) => {
      context.font = `${weight} 20px ${family}`;
      return context.measureText(text).width;
    }));
}"""


@pytest.mark.parametrize("lang", LETTERS)
def test_every_letter_has_its_font(open_page, atlas_file, lang):
    opened = open_page(atlas_file, hash_=f"#l={lang}")
    assert opened.run("[...document.fonts].every(({ status }) => status === 'loaded')")
    # A letter that the fonts lack would be as wide as in the other font.
    for letter in sorted(set(LETTERS[lang]) - set(" ")):
        regular, bold, other, _ = opened.run(WIDTHS, letter * 40)
        assert regular != other, letter
    regular, bold, *_ = opened.run(WIDTHS, LETTERS[lang])
    assert bold > regular
    opened.quiet()
