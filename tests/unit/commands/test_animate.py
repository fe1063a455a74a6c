"""`conflictmap animate`: a clip from a table."""

from __future__ import annotations

from PIL import Image

from running import run


def test_animate_writes_a_clip_and_says_where_every_row_went(write, tmp_path):
    table = write("e.csv", "id,date,lat,lon,title\na,2022-09-13,39.84,45.67,x\n"
                           "b,2022-09-15,39.9,45.8,y\n")
    target = tmp_path / "x.webp"
    done = run("animate", table, "-o", target, "--size", "400x400", "--from", "2022-09-13",
               "--to", "2022-09-15", "--step", "2 days")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"clip: {target}: ")
    assert done.stderr.splitlines()[-1].startswith("read 2 = placed 2")
    with Image.open(target) as clip:
        assert (clip.size, clip.n_frames) == ((400, 400), 2)


def test_animate_refuses_other_endings_in_one_line(tmp_path):
    done = run("animate", "-o", tmp_path / "x.avi")
    assert done.returncode == 2
    assert done.stderr.startswith(f"conflictmap: {tmp_path / 'x.avi'}: unknown ending.")
    assert len(done.stderr.splitlines()) == 1
