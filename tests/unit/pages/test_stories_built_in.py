"""The stories of the atlas: each step rests on events and layers that the atlas has."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.model.interval import day_number

RECIPE = cm.read_recipe("karabakh")
STORIES = {story.id: story for story in RECIPE.stories}
WARS = {"road-2020-2023": 10, "first-war-1988-94": 12}


def test_there_are_two_stories_and_the_road_is_the_first():
    assert {name: len(story.steps) for name, story in STORIES.items()} == WARS
    assert RECIPE.stories[0].id == "road-2020-2023"


@pytest.mark.parametrize("name", sorted(WARS))
def test_each_step_names_events_and_layers_that_exist(name, atlas):
    layers = {use.path for use in RECIPE.layers}
    for step in STORIES[name].steps:
        named = {*step.events, step.select} - {""}
        assert named, step.title
        assert named <= set(atlas.ids), step.title
        assert {switch[1:] for switch in step.layers} <= layers, step.title


@pytest.mark.parametrize("name", sorted(WARS))
def test_each_step_shows_days_of_its_events(name, atlas):
    """The event that is marked lies in the days that are shown, and so does that of the ground."""
    span = dict(zip(atlas.ids, zip(atlas["start"], atlas["end"], strict=True), strict=True))
    for step in STORIES[name].steps:
        inside = [i for i in {*step.events, step.select} - {""}
                  if span[i][0] < step.window.last and step.window.first < span[i][1]]
        assert inside, step.title
        assert not step.select or step.select in inside, step.title
        if step.day:
            assert step.window.first <= day_number(step.day) < step.window.last, step.title


def test_both_sides_dead_and_displaced_stand_in_the_first_war():
    """Nearly every step speaks of both; the displaced of either side stand in the same word."""
    texts = [step.text for step in STORIES["first-war-1988-94"].steps]
    for people in ("Armenian", "Azerbaijani"):
        assert sum(people in text for text in texts) >= 10, people
    assert sum("displaced" in text.lower() for text in texts) >= 6
