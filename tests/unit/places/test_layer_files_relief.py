"""Relief: the built-in picture is what its card says, an author's own is checked."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from conflictmap.model.errors import LayerError
from conflictmap.places.layer_files import LEVEL, MOST_BYTES, built_in_relief, read_relief

BOUNDS = (34.0, 44.0, 41.0, 52.5)


def picture(kind="PNG", size=(4, 3)):
    sink = io.BytesIO()
    Image.new("L", size, LEVEL).save(sink, kind)
    return sink.getvalue()


def test_the_built_in_one_shows_mountains_and_level_plains():
    relief = built_in_relief()
    grey = np.asarray(Image.open(io.BytesIO(relief.content)).convert("L")).astype(int)
    west, south, east, north = relief.bounds

    def around(lon, lat):
        y = [np.log(np.tan(np.pi / 4 + np.radians(v) / 2)) for v in (north, lat, south)]
        row = int((y[0] - y[1]) / (y[0] - y[2]) * grey.shape[0])
        column = int((lon - west) / (east - west) * grey.shape[1])
        return grey[row - 15:row + 15, column - 15:column + 15]

    plain, murov = around(48.0, 40.0), around(46.3, 40.32)
    assert np.abs(plain - LEVEL).max() <= 4
    assert murov.min() < 90
    assert murov.max() > 145
    # Light from the north-west: the steep southern face of the Murov lies in the shade.
    assert around(46.3, 40.29).mean() < around(46.3, 40.40).mean()


def test_it_says_where_it_is_from():
    relief = built_in_relief()
    assert "GLOBE" in relief.source
    assert relief.licence == "LicenseRef-public-domain"
    assert relief.media_type == "image/webp"
    assert len(relief.content) < 120_000


@pytest.mark.parametrize(("kind", "media"), [
    ("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_of_ones_own_needs_bounds(tmp_path, kind, media):
    path = tmp_path / "hills.bin"
    path.write_bytes(picture(kind))
    relief = read_relief(str(path), bounds=BOUNDS, source="Mine")
    assert (relief.media_type, relief.bounds, relief.source) == (media, BOUNDS, "Mine")
    assert relief.address.startswith(f"data:{media};base64,")
    with pytest.raises(LayerError, match=r"relief\.bounds is missing"):
        read_relief(str(path))


def test_what_is_no_picture_or_too_large_is_refused(tmp_path):
    path = tmp_path / "hills.webp"
    path.write_bytes(b"<svg onload=alert(1)>")
    with pytest.raises(LayerError, match="not a WebP, PNG or JPEG picture"):
        read_relief(str(path), bounds=BOUNDS)
    path.write_bytes(picture() + bytes(MOST_BYTES))
    with pytest.raises(LayerError, match="too large for a page"):
        read_relief(str(path), bounds=BOUNDS)
    with pytest.raises(LayerError):
        read_relief(str(tmp_path / "none.webp"), bounds=BOUNDS)
