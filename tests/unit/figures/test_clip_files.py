"""Clips as files: frames, durations, one palette; MP4 where ffmpeg is."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from PIL import Image, ImageSequence

from conflictmap.figures.clip_files import _held, clip_bytes
from conflictmap.model.errors import OutputError


def pictures():
    for i in range(3):
        picture = np.full((33, 41, 3), 250, dtype=np.uint8)
        picture[:, : 10 * (i + 1)] = (160, 40, 20)
        yield picture


@pytest.mark.parametrize("ending", [".gif", ".webp"])
def test_frames_pace_and_the_same_bytes(ending):
    content = clip_bytes(pictures(), ending, fps=4, hold=2)
    assert content == clip_bytes(pictures(), ending, fps=4, hold=2)
    with Image.open(io.BytesIO(content)) as clip:
        assert (clip.size, clip.n_frames, clip.info["loop"]) == ((41, 33), 3, 0)
        frames = [(np.asarray(f.convert("RGB")), f.info["duration"])
                  for f in ImageSequence.Iterator(clip)]
    assert [duration for _, duration in frames] == [250, 250, 2250]
    for (drawn, _), given in zip(frames, pictures(), strict=True):
        assert np.abs(drawn.astype(int) - given).mean() < 6


def test_an_odd_side_gets_a_row_and_the_last_frame_stays():
    found = list(_held(pictures(), 4))
    assert [p.shape for p in found] == [(34, 42, 3)] * 7
    assert np.array_equal(found[-1], found[2])
    assert np.array_equal(found[0][:33, :41], next(pictures()))
    assert list(_held([], 4)) == []


def test_mp4_has_the_frames():
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="the extra animate is not installed")
    content = clip_bytes(pictures(), ".mp4", fps=4, hold=1)
    assert content == clip_bytes(pictures(), ".mp4", fps=4, hold=1)
    assert content[4:8] == b"ftyp"
    assert ffmpeg


def test_without_ffmpeg_one_line_says_what_to_run(monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(OutputError, match=r"pip install 'conflictmap\[animate\]'"):
        clip_bytes(pictures(), ".mp4", fps=4, hold=1)


def test_another_ending_is_refused():
    with pytest.raises(OutputError, match=r"\.avi"):
        clip_bytes(pictures(), ".avi", fps=4, hold=1)
