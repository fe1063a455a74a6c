"""A page inside another document: in a frame that may run its script and nothing else."""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictmap.pages.build import Page


def frame_html(page: Page, picture: str, *, height: int = 640) -> str:
    """Return HTML with the page in a sandboxed frame, over a static picture of it.

    Where frames are stripped (a notebook on GitHub, mail, an untrusted notebook) the picture
    stays; where scripts are off, the frame is hidden and the picture is seen.

    Parameters
    ----------
    page
        The finished page.
    picture
        An SVG text.
    height
        The height in pixels.
    """
    address = "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
    words = html.escape(f"Map: {page.spec['title']}")
    image = f'<img src="{address}" alt="{words}"'
    document = page.html.replace("</noscript>", f'{image} width="100%"></noscript>', 1)
    cover = "position:absolute;left:0;top:0;width:100%;height:100%;border:0"
    return (
        f'<div style="position:relative;height:{height}px">'
        f'{image} style="width:100%;height:100%;object-fit:contain">'
        "<noscript><style>.conflictmap-frame{display:none}</style></noscript>"
        f'<iframe sandbox="allow-scripts" class="conflictmap-frame" title="{words}"'
        f' width="100%" height="{height}"'
        f' style="{cover};background:#fff" srcdoc=\'{_quoted(document)}\'></iframe></div>'
    )


def _quoted(text: str) -> str:
    """Return TEXT for an attribute in single quotes; JSON is full of double ones."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
