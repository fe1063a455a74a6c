"""Parts of a recipe that are more than a value: tiles, a logo, and where TOML breaks."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from conflictmap.formats.files import read_bytes
from conflictmap.model.errors import RecipeError, printable
from conflictmap.model.text import is_tile_address

if TYPE_CHECKING:
    from conflictmap.formats.toml_tables import TomlTable

_PICTURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"RIFF", "webp"))
_LARGEST_LOGO = 100_000
#: Names of tiles that folium knows and their list does not.
_SHORT = {"openstreetmap": "OpenStreetMap.Mapnik"}


def known_tiles(table: TomlTable) -> dict[str, str]:
    """Return address and credit of a provider of tiles by its name, such as `OpenStreetMap`."""
    from xyzservices import providers  # comes with folium

    name = table.text("name")
    try:
        found = providers.query_name(_SHORT.get(name.lower(), name))
    except ValueError:
        table.fail("name", name, "no provider of tiles has this name; OpenStreetMap is one")
        raise
    if found.requires_token():
        table.fail("name", name, "its tiles need a key; give `url` and `attribution`")
    url = found.url.replace("{r}", "")
    for key, value in found.items():
        url = url.replace(f"{{{key}}}", str(value))
    if not is_tile_address(url):
        table.fail("name", name, f"its tiles are at {url}: no address with {{z}}, {{x}}, {{y}}")
    return {"url": url, "attribution": found.attribution}


def logo_of(table: TomlTable) -> str:
    """Return the logo that a recipe names, as a data address."""
    text = table.text("logo")
    content = read_bytes(table.path(text), error=RecipeError)
    kind = next((kind for mark, kind in _PICTURES if content.startswith(mark)), "")
    if kind == "webp" and content[8:12] != b"WEBP":
        kind = ""
    if not kind:
        table.fail("logo", text, "must be a PNG, JPEG or WebP picture")
    if len(content) > _LARGEST_LOGO:
        table.fail("logo", text, f"has {len(content):,} bytes; the most are {_LARGEST_LOGO:,}")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def broken_at(content: bytes, error: Exception) -> str:
    """Return where TOML breaks, what stands there, and what to do."""
    found = re.search(r"line (\d+)", str(error))
    lines = content.decode(errors="replace").splitlines()
    line = lines[int(found[1]) - 1].strip() if found and int(found[1]) <= len(lines) else ""
    said = f": '{printable(line)[:60]}'" if line else ""
    return (f"{error}{said}. Texts stand in quotes (title = \"My map\"), days too; a list in"
            " square brackets.")
