"""Features: how they are called."""

from __future__ import annotations

import pytest
import shapely

from conflictmap.model.layer import Feature


@pytest.mark.parametrize(("properties", "name"), [
    ({"name": "A", "NAME": "B"}, "A"), ({"NAME": "B"}, "B"), ({"shapeName": "Kyiv"}, "Kyiv"),
    ({"ADM1_EN": "Kyiv", "ADM0_EN": "Ukraine"}, "Kyiv"),
    ({"NAME_0": "Ukraine", "NAME_1": "Kyiv", "NAME_2": "Bucha"}, "Bucha"),
    ({"adm2_name": "Bucha", "adm0_name": "Ukraine"}, "Bucha"), ({"nom": "Bangui"}, "Bangui"),
    ({"shapeISO": "UA-30", "NAME": " "}, "a-1"), ({"name": None, "admin": "X"}, "X"),
    ({"NAME": 3}, "a-1"), ({}, "a-1"),
])
def test_a_feature_is_called_as_its_file_calls_it(properties, name):
    feature = Feature(id="a-1", geometry=shapely.Point(0, 0), start=0, end=1,
                      properties=properties)
    assert feature.name == name
