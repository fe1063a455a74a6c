"""Rebuild every layer: ``python layers/make [OUT]``; without OUT, the folder layers/ itself."""

import sys
from pathlib import Path

import basemap
import border_ground
import corridor
import districts
import earth
import gazetteer
import holders
import relief
import sectors
import shapely
import territory
import ucdp
import world


def common_parts(out: Path) -> territory.Fabric:
    """Return the parts of which the areas of control, districts, strip and sectors are made."""
    country = territory.mainland(out)
    strip = corridor.strip_area(country)
    more = {
        **districts.adjacent_areas(country), **districts.raion_areas(),
        "strip": strip, "pocket": districts.pocket(),
        "gain": border_ground.gain_of_2016(territory.contact_line()),
    }
    return territory.fabric(country, more, [shapely.boundary(corridor.handed_over())])


def main(arguments: list[str]) -> None:
    """Build the layers into the folder named by the first argument."""
    out = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    basemap.build(out)
    world.build(out)
    earth.build(out)
    made = common_parts(out)
    for module in (territory, districts, corridor, border_ground, sectors):
        module.build(out, made)
    holders.build(out)
    ucdp.build(out)
    gazetteer.build(out)
    relief.build(out)


if __name__ == "__main__":
    main(sys.argv[1:])
