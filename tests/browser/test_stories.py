"""The stories of the atlas, walked from the first step to the last."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import conflictmap as cm

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
    assert names.evaluate_all("all => all.map(one => one.dataset.name)") == list(STEPS)
    opened.quiet()


def test_a_link_to_a_step_stands_at_it_on_a_narrow_page(open_page, opening_file):
    opened = open_page(opening_file, hash_="#t=first-war-1988-94.5", size=(390, 844))
    expect(opened.page.locator(".cm-step[data-step='4'] h2")).to_be_in_viewport()
    assert opened.run("window.conflictmap.state().story.step") == 4
    opened.quiet()
