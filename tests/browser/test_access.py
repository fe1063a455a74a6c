"""For everyone: axe finds nothing, each event is reached by keyboard, and the page is quick."""

from __future__ import annotations

import pytest

from conftest import ROOT

AXE = ROOT / "maps" / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="run `npm ci` in maps/ first")
LARGEST_BYTES = 2_000_000

OPENINGS = {
    "rest": lambda _: None,
    "event": lambda page: page.evaluate("conflictmap.set({select: 'lachin-handover-2022'})"),
    "popup": lambda page: page.locator(".cm-map").click(position={"x": 480, "y": 200}),
    "filters": lambda page: page.get_by_text("More filters").click(),
    "dialog": lambda page: page.get_by_role("button", name="Table").click(),
    "story": lambda page: (
        page.get_by_role("tab", name="Story").click(),
        page.locator(".cm-story button").first.click(),
    ),
    "article": lambda page: (
        page.get_by_role("tab", name="About").click(),
        page.locator(".cm-about .cm-to-article").click(),
        page.get_by_text("What the verdicts mean").click(),
        page.locator("[data-code=S07] .cm-show").click(),
    ),
    "compare": lambda page: page.get_by_role("button", name="Two dates side by side").click(),
    "hexagons": lambda page: page.get_by_role("button", name="Count events in hexagons").click(),
    "measure": lambda page: page.get_by_role("button", name="Measure a distance").click(),
    "totals": lambda page: page.get_by_role("tab", name="Totals").click(),
    "claims": lambda page: (
        page.get_by_role("tab", name="Totals").click(),
        page.get_by_label("Figures of").select_option("armenian"),
    ),
    "unknown": lambda page: page.get_by_role("tab", name="Not known").click(),
    "road": lambda page: page.get_by_role("tab", name="Road").click(),
    "layers": lambda page: page.get_by_role("tab", name="Layers").click(),
    "about": lambda page: page.get_by_role("tab", name="About").click(),
}


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("what", OPENINGS)
def test_axe_finds_nothing(open_page, atlas_file, theme, what):
    # The page's own policy would keep the checker out.
    opened = open_page(atlas_file, hash_=f"#d={theme}", bypass_csp=True)
    OPENINGS[what](opened.page)
    opened.page.wait_for_timeout(250)
    if what == "popup":
        assert opened.page.locator(".cm-tip").is_visible()
    opened.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = opened.run("axe.run(document).then(r => r.violations.map(v => [v.id, v.help, "
                       "v.nodes.slice(0, 4).map(n => n.html + ' | ' + n.failureSummary)]))")
    assert found == []
    opened.quiet()


def test_every_event_is_reached_by_keyboard(atlas_page):
    page = atlas_page.page
    wanted = atlas_page.visible()
    page.get_by_role("listbox", name="Events shown, by date").focus()
    reached = []
    for _ in wanted:
        page.keyboard.press("ArrowDown")
        reached.append(page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
            ".dataset.id"))
    assert reached == wanted
    atlas_page.quiet()


def test_the_page_keeps_to_its_size(atlas_file):
    assert atlas_file.stat().st_size <= LARGEST_BYTES


@pytest.mark.serial
def test_first_paint_and_answers_are_quick(atlas_page):
    """One second to the first paint, a tenth from input to the next frame, with room for load."""
    paint = atlas_page.run(PAINT)
    assert paint < 2000
    times = sorted(atlas_page.run(ANSWERS))
    assert times[len(times) // 2] < 100
    atlas_page.quiet()


#: When the first content was on the screen, in ms after the address was opened.
PAINT = """() => new Promise(done => new PerformanceObserver(list => {
  const found = list.getEntries().find(entry => entry.name === 'first-contentful-paint');
  if (found) done(found.startTime);
}).observe({type: 'paint', buffered: true}))"""

#: From a changed window to the frame after the one that draws it, ten times.
ANSWERS = """async () => {
  const times = [];
  for (let n = 0; n < 10; n += 1) {
    const start = performance.now();
    conflictmap.set({window: [`20${10 + n}-01-01`, '2026-01-01']});
    await new Promise(done => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - start);
  }
  return times;
}"""
