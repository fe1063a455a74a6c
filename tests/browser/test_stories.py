"""The stories of the atlas, walked from the first step to the last."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import conflictmap as cm

PANE = "document.querySelector('.cm-story').closest('.cm-page')"
STEPS = {"road-2020-2023": 10, "first-war-1988-94": 12}


@pytest.mark.parametrize("name", sorted(STEPS))
def test_each_step_shows_its_events_and_ground_and_no_id_is_stale(name, open_page, opening_file):
    opened = open_page(opening_file, hash_=f"#t={name}.1")
    page = opened.page
    story = next(s for s in cm.read_recipe("karabakh").stories if s.id == name)
    known = opened.run("Object.keys(window.conflictmap.state().layers)")
    for number, step in enumerate(story.steps):
        expect(page.locator(".cm-step.cm-now h2")).to_have_text(step.title)
        shown = opened.run("window.conflictmap.state()")
        assert shown["story"] == {"id": name, "step": number}
        assert shown["select"] == (step.select or None)
        assert not step.select or step.select in opened.visible(), step.title
        assert shown["day"] == (step.day.isoformat() if step.day else None)
        assert opened.drawn(), step.title
        assert {switch[1:] for switch in step.layers} <= set(known), step.title
        rests = page.locator(f".cm-step[data-step='{number}'] .cm-details .cm-link")
        assert rests.evaluate_all("all => all.map(one => one.dataset.name)") == list(
            dict.fromkeys([*([step.select] if step.select else []), *step.events])), step.title
        page.keyboard.press("n")
    assert number == STEPS[name] - 1
    opened.quiet()


def test_the_ground_of_the_first_war_changes_with_its_steps(open_page, opening_file):
    """Who held the districts: soviet oblast, Shusha and Lachin, Kalbajar, all of the south."""
    opened = open_page(opening_file, hash_="#t=first-war-1988-94.1&y=-rivers")
    held = []
    for step in (1, 7, 9, 10, 12):
        opened.run(f"location.hash = '#t=first-war-1988-94.{step}'")
        opened.page.wait_for_function(
            f"window.conflictmap.state().story?.step === {step - 1}")
        held.append(opened.drawn())
    assert len({frozenset(ids) for ids in held}) == len(held)


def test_both_stories_are_listed_and_the_first_screen_starts_the_road(open_page, opening_file):
    opened = open_page(opening_file, size=(1440, 900))
    page = opened.page
    page.locator(".cm-doors [data-name=story]").click()
    assert opened.run("window.conflictmap.state().story.id") == "road-2020-2023"
    page.locator(".cm-story [data-name=end]").click()
    page.get_by_role("tab", name="Story").click()
    names = page.locator(".cm-story .cm-link")
    expect(names).to_have_count(len(STEPS))
    assert names.evaluate_all("all => all.map(one => one.dataset.name)") == list(STEPS)
    opened.quiet()


def test_a_link_to_a_step_stands_at_it_on_a_narrow_page(open_page, opening_file):
    opened = open_page(opening_file, hash_="#t=first-war-1988-94.5", size=(390, 844))
    expect(opened.page.locator(".cm-step[data-step='4'] h2")).to_be_in_viewport()
    assert opened.run("window.conflictmap.state().story.step") == 4
    opened.quiet()


def test_a_scroll_that_is_heard_of_late_leaves_the_step_that_was_gone_to(open_page, opening_file):
    """A slow machine tells of the page's own scrolling late, and before the next step is drawn."""
    opened = open_page(opening_file, hash_="#t=road-2020-2023.2", size=(1440, 900))
    expect(opened.page.locator(".cm-step[data-step='1']")).to_have_class(re.compile("cm-now"))
    opened.page.wait_for_timeout(1000)
    opened.run(f"""() => {{
      {PANE}.dispatchEvent(new Event('scroll'));
      document.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'n', bubbles: true }}));
    }}""")
    expect(opened.page.locator(".cm-story-head")).to_contain_text("Step 3 of 10")
    opened.page.wait_for_timeout(1000)
    opened.run(f"{PANE}.dispatchEvent(new Event('scroll'))")
    opened.page.wait_for_timeout(100)
    assert opened.run("window.conflictmap.state().story.step") == 2


def test_a_story_is_read_by_scrolling_forth_and_back(open_page, opening_file):
    opened = open_page(opening_file, hash_="#t=road-2020-2023.2", size=(1440, 900))
    expect(opened.page.locator(".cm-story-head")).to_contain_text("Step 2 of 10")
    place = f"{PANE}.scrollTop"
    rest = opened.run(place)
    for by, step in ((900, 3), (-900, 2)):
        opened.page.wait_for_timeout(1000)
        opened.run(f"{place} += {by}")
        expect(opened.page.locator(".cm-story-head")).to_contain_text(f"Step {step} of 10")
    assert opened.run(place) == rest
