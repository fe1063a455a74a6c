"""*Report an error*: a reader copies a text that names the row or area and what is shown of it."""

from __future__ import annotations

EVENT = "fuel-train-2025"
#: The clipboard refuses, as in a sandboxed frame: the text is shown to be copied by hand.
REFUSE = "Object.defineProperty(navigator, 'clipboard', {value: undefined}), null"


def test_the_card_of_an_event_gives_a_report_that_leads_back_to_it(atlas_page, atlas):
    page = atlas_page.page
    atlas_page.set(select=EVENT)
    atlas_page.run(REFUSE)
    page.locator(".cm-evidence").get_by_role("button", name="Report an error").click()
    text = page.locator(".cm-evidence textarea.cm-copy")
    text.wait_for()
    said = text.input_value()
    assert f"#s={EVENT}\n" in said
    assert f"  event: {EVENT}\n" in said
    assert "  sources: " in said
    assert f"  date: {atlas['when'][list(atlas.ids).index(EVENT)]}\n" in said
    assert said.splitlines()[-1].startswith("Source (address")
    atlas_page.quiet()
