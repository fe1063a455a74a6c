"""The atlas in Armenian, Azerbaijani and Russian: no English content where it is in scope."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LANGUAGES = ("hy", "az", "ru")
TABS = ("story", "events", "totals", "road", "unknown", "layers", "about")

#: Texts of nodes that are content of the atlas and are still the English ones. Names and addresses
#: of sources, licences and files stand as they are.
ENGLISH = """() => {
  const apart = '.cm-sources, .cm-credits, .cm-inputs, .cm-story-source, a, script, style, select';
  const known = new Set(window.english);
  const walk = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (parentElement.closest(apart) || !parentElement.checkVisibility()) continue;
    if (known.has(data.trim())) found.push(data.trim());
  }
  return found;
}"""


@pytest.fixture(scope="module")
def english() -> list[str]:
    """The English texts that are translated into all three languages, and not the same there."""
    from conflictmap.places.translations import translations

    tables = [translations(lang) for lang in LANGUAGES]
    return [text for text in tables[0]
            if all(table.get(text, text) != text for table in tables)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_tab_shows_content_in_english(open_page, atlas_file, english, lang):
    page = open_page(atlas_file, hash_=f"#l={lang}")
    page.run("(texts) => { window.english = texts; }", english)
    left = {}
    for tab in TABS:
        page.run("(id) => document.getElementById(`cm-tab-${id}`)?.click()", tab)
        page.run("() => new Promise((go) => setTimeout(go, 300))")
        left[tab] = page.run(ENGLISH)
    assert left == {tab: [] for tab in TABS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_title_note_and_claims_of_an_event_are_in_the_language_of_the_page(
    open_page, atlas_file, english, lang
):
    page = open_page(atlas_file, hash_=f"#l={lang}&s=lachin-handover-2022")
    expect(page.page.locator(".cm-claim-words").first).to_be_attached()
    spoken = page.run("""() => [...document.querySelectorAll('.cm-evidence h2, .cm-claim-words')]
        .map((node) => [node.lang, node.textContent])""")
    assert {tag for tag, _ in spoken} == {""}
    assert not {text for _, text in spoken} & set(english)


def test_a_reader_finds_an_event_by_its_title_in_each_language(open_page, atlas_file):
    page = open_page(atlas_file, hash_="#l=ru")
    for query in ("погром в сумгаите", "anti-armenian pogrom in sumgait", "Sumqayıtda ermənilərə"):
        page.page.locator(".cm-search").fill(query)
        found = page.page.locator(".cm-option")
        expect(found).to_have_count(1)
        assert found.get_attribute("data-id") == "sumgait-pogrom-1988"


def test_the_title_of_the_page_is_in_its_language(open_page, atlas_file):
    page = open_page(atlas_file, hash_="#l=az")
    expect(page.page).to_have_title("Dağlıq Qarabağ münaqişəsi, 1988–2025")
    page.set(lang="en")
    expect(page.page).to_have_title("The Nagorno-Karabakh conflict, 1988–2025")
