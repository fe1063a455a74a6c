"""A figure as bytes: PNG, SVG or PDF, the same for the same input."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context

from conflictmap import __version__
from conflictmap.figures.compose import SETTINGS
from conflictmap.model.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg", ".pdf")
_MAKER = f"conflictmap {__version__}"
#: No date in any of them: the same input makes the same bytes.
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": _MAKER},
    ".svg": {"Creator": _MAKER, "Date": None},
    ".pdf": {"Creator": _MAKER, "Producer": _MAKER, "CreationDate": None},
}


def figure_bytes(figure: Figure, ending: str, *, dpi: int = 300) -> bytes:
    """Return a figure as a file of one of the endings .png, .svg, .pdf.

    Raises
    ------
    OutputError
        When the ending is another one.
    """
    if ending not in FORMATS:
        raise OutputError(f"a figure cannot be a '{ending}' file. Use {', '.join(FORMATS)}.")
    sink = io.BytesIO()
    with rc_context(SETTINGS), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box, as browsers do.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(sink, format=ending[1:], dpi=dpi, metadata=_METADATA[ending],
                       facecolor=figure.get_facecolor())
    return sink.getvalue()
