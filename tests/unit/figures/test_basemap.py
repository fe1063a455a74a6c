"""Areas and lines on paper: what lies over what, how it is dashed, what a state of a road is."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex
from matplotlib.path import Path

from conflictmap.figures.basemap import stroke_of
from conflictmap.figures.patterns import draw_pattern, draw_stripes
from conflictmap.figures.style import palette, px

SOUTH, NORTH = (46.0, 39.7), (47.0, 39.7)


def strokes(figure, colour):
    """Return the lines of a colour on the map, from below."""
    found = [p for p in figure.axes[1].patches
             if p.get_linewidth() and to_hex(p.get_edgecolor()) == palette()[colour]]
    return sorted(found, key=lambda patch: patch.get_zorder())


def fills(figure, colour):
    return [p for p in figure.axes[1].patches if to_hex(p.get_facecolor(), keep_alpha=True)
            == palette()[colour] + "ff"]


def dashes(patch):
    style = patch.get_linestyle()
    return () if style == "solid" else tuple(round(d / px(1), 3) for d in style[1])


def test_areas_lie_where_the_frame_has_them_in_the_colour_of_who_holds_them(world):
    figure, frame = world.area("control", 46.2, 39.7, control="azerbaijan").figure()
    (area,) = fills(figure, "control-azerbaijan")
    west, south, east, north = area.get_path().get_extents().extents
    corners = frame.points([(46.2, 39.7), (46.4, 39.9)])
    assert (west, south) == pytest.approx(corners[0], abs=2)
    assert (east, north) == pytest.approx(corners[1], abs=2)


def test_waters_lie_over_areas_and_lines_over_waters(world):
    world.line("road", SOUTH, NORTH).area("lake", 46.2, 39.7)
    world.area("control", 46.2, 39.7, control="azerbaijan").area("land", 46.0, 39.5, size=1)
    figure, _ = world.figure()
    order = [fills(figure, "control-azerbaijan")[0], fills(figure, "water")[0],
             strokes(figure, "road")[0]]
    heights = [patch.get_zorder() for patch in order]
    assert heights == sorted(set(heights))


def test_the_road_is_the_widest_line_and_has_a_casing_below_it(world):
    world.line("road", SOUTH, NORTH).line("contact-line", (46, 39.9), (47, 39.9))
    world.line("border", (46, 40), (47, 40)).line("river", (46, 40.1), (47, 40.1))
    figure, _ = world.figure()
    wide = {name: strokes(figure, name)[0].get_linewidth()
            for name in ("road", "contact", "border", "river")}
    assert max(wide, key=wide.get) == "road"
    casings = strokes(figure, "halo")
    assert len(casings) == 2
    assert min(c.get_linewidth() for c in casings) > wide["road"]
    assert casings[0].get_zorder() < strokes(figure, "road")[0].get_zorder()


def test_a_border_that_is_not_delimited_is_dashed_and_the_key_says_so(world):
    world.line("border", (46, 40), (47, 40), delimited=False)
    world.line("border", (46, 39.9), (47, 39.9), delimited=True)
    figure, _ = world.figure()
    assert sorted(bool(dashes(line)) for line in strokes(figure, "border")) == [False, True]
    key = [text.get_text() for text in figure.axes[0].texts]
    assert "Border not delimited" in key
    assert "International border" in key or len([w for w in key if "order" in w]) == 2


@pytest.mark.parametrize("value", [0, None, "", "no"])
def test_the_key_names_a_border_as_it_is_drawn_whatever_a_file_says(world, value):
    figure, _ = world.line("border", (46, 40), (47, 40), delimited=value).figure()
    (line,) = strokes(figure, "border")
    assert not dashes(line)
    assert "Border not delimited" not in [text.get_text() for text in figure.axes[0].texts]


def test_gaps_of_a_road_grow_with_its_state_and_an_open_one_has_none(world):
    layer = {"role": "road-status", "id": "x"}
    found = {state: stroke_of({"status": state}, layer, "now")
             for state in ("open", "limited", "checkpoint", "blocked", "closed")}
    assert not found["open"].width
    gaps = {state: sum(stroke.dash[::2]) / sum(stroke.dash)
            for state, stroke in found.items() if stroke.dash}
    assert gaps["closed"] > gaps["blocked"] > max(gaps["limited"], gaps["checkpoint"])
    first, _, second, _ = found["checkpoint"].dash
    assert first == second, "a checkpoint is two gaps alike"
    world.line("road", SOUTH, NORTH)
    world.line("road-status", (46.2, 39.7), (46.5, 39.7), status="closed")
    world.line("road-status", (46.5, 39.7), (46.8, 39.7), status="open")
    figure, _ = world.figure()
    lines = [line for line in strokes(figure, "halo") if dashes(line)]
    assert [dashes(line) for line in lines] == [found["closed"].dash]
    assert lines[0].get_zorder() > strokes(figure, "road")[0].get_zorder()


@pytest.mark.parametrize(("role", "colour"), [("road", "road"), ("control", "area-line"),
                                              ("strip", "strip")])
def test_what_ended_in_the_window_is_an_outline_of_dashes(world, role, colour):
    past = {"valid_from": "2020-01-01", "valid_to": "2020-11-01"}
    if role == "road":
        world.line(role, SOUTH, NORTH, **past)
    else:
        world.area(role, 46.2, 39.7, control="azerbaijan", **past)
    figure, _ = world.figure(window=("2020-10-01", "2020-12-01"))
    (line,) = strokes(figure, colour)
    assert dashes(line)
    # Round ends would fill the gaps.
    assert line.get_capstyle() == "butt"
    assert not [p for p in fills(figure, "control-azerbaijan") if p.get_zorder() < 1.35]


def test_a_line_that_holds_has_round_ends_and_no_dashes(world):
    figure, _ = world.line("road", SOUTH, NORTH).figure()
    (line,) = strokes(figure, "road")
    assert (line.get_capstyle(), dashes(line)) == ("round", ())


def test_a_layer_of_ones_own_has_its_colour_and_no_other_layer_has():
    own = {"role": "user", "id": "x", "color": "#123456"}
    assert (stroke_of({}, own, "now").fill, stroke_of({}, own, "now").stroke) == ("#123456",) * 2
    assert stroke_of({}, own | {"color": "red"}, "now").fill == "accent"
    assert stroke_of({}, own | {"role": "lake"}, "now").fill == "water"


class Axes:
    """Takes what is added."""

    def __init__(self):
        self.patches = []

    def add_patch(self, patch):
        self.patches.append(patch)


def box_path(west, south, east, north):
    return Path([(west, south), (east, south), (east, north), (west, north), (west, south)],
                closed=True)


@pytest.mark.parametrize("pattern", ["chevrons", "dots", "lines"])
def test_a_pattern_covers_its_area_evenly_and_is_cut_to_it(pattern):
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch

    axes = Figure().add_axes((0, 0, 1, 1))
    path = box_path(-13, 21, 87, 71)
    patch = axes.add_patch(PathPatch(path))
    draw_pattern(axes, path, patch, pattern, palette())
    drawn = axes.patches[-1]
    west, south, east, north = drawn.get_path().get_extents().extents
    assert west <= -13
    assert south <= 21
    assert east >= 87
    assert north >= 71
    # It reaches beyond by no more than two tiles: the same grid for every area.
    assert max(-13 - west, 21 - south, east - 87, north - 71) < 2 * px(12) + 1
    assert drawn.get_clip_path() is not None
    assert drawn.get_zorder() > patch.get_zorder()


def test_dots_cover_an_eighth_of_the_ground_and_stripes_four_tenths():
    from conflictmap.figures.patterns import _DRAWN

    axes = Axes()
    draw_stripes(axes, box_path(0, 0, 200, 100), "#000000", 1)
    clip, drawn = axes.patches
    assert clip.get_facecolor()[3] == 0
    corners = drawn.get_path().vertices.reshape(-1, 4, 2)
    wide = corners[:, 2, 0] - corners[:, 1, 0]
    apart = corners[1:, 0, 0] - corners[:-1, 0, 0]
    assert wide == pytest.approx(apart[0] * .4)
    assert apart == pytest.approx(apart[0])
    assert corners[:, 3, 0] - corners[:, 0, 0] == pytest.approx(wide)
    draw_stripes(axes, box_path(0, 0, 200, 100), "#000000", 1, pattern="dots",
                 colours={"dot": "#ffffff"})
    under, over = axes.patches[-2:]
    assert over.get_zorder() > under.get_zorder()
    middles = over.get_path().vertices.reshape(-1, 9, 2)[:, :8].mean(axis=1)
    offset = ((middles[:, 0] - middles[:, 1]) - (corners[0, 0, 0] - corners[0, 0, 1])) / apart[0]
    assert offset % 1 == pytest.approx(.2), "dots lie in the middle of the stripes"
    dots = _DRAWN["dots"][1]((0, 0, 100, 100))
    wide = max(dots[0].vertices[:, 0]) - min(dots[0].vertices[:, 0])
    step = sorted({round(float(d.vertices[:, 0].mean()), 6) for d in dots})
    assert wide < .45 * (step[1] - step[0]), "there is more ground than dots"
