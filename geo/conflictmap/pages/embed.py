"""Snippets that put a finished page into another one, and what each of them allows."""

from __future__ import annotations

import base64
import html
import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from conflictmap.model.errors import PageError
from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from conflictmap.pages.page import Page

#: The header for servers: what the page's own policy cannot say from inside the file.
HEADER = ("Content-Security-Policy: sandbox allow-scripts allow-popups"
          " allow-popups-to-escape-sandbox allow-downloads; frame-ancestors 'self'")
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
#: The program of the element, as a file to put beside the page.
ELEMENT = "conflict-map.js"
_RATIO = (16, 10)
#: Width that oEmbed states; the frame is as wide as its place.
_WIDTH = 960
_LEAST, _MOST = 200, 4000


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """A piece to copy, and what it is and allows."""

    name: str
    text: str
    allows: str


def snippets(page: str, *, title: str = "", height: int = 720, view: str = "") -> list[Snippet]:
    """Return what puts a page into another one: a frame, a responsive one, the server's header.

    Parameters
    ----------
    page
        The page's address as the other page sees it: a file beside it, or https://…
    title
        What a screen reader says; by default the file's name.
    height
        Height of the plain frame in pixels.
    view
        The hash of a link: the view on which the frame opens.

    Raises
    ------
    PageError
        When the address is none of the web, or the height makes no sense.
    """
    if not _LEAST <= height <= _MOST:
        raise PageError(f"height: {height}: a frame is {_LEAST} to {_MOST} pixels high.")
    address = _address(page) + (f"?embed#{view.rpartition('#')[2]}" if view else "?embed")
    name = html.escape(title or PurePosixPath(page).stem or "map")
    start = (f'<iframe src="{html.escape(address)}" title="{name}" sandbox="{_SANDBOX}"'
             ' referrerpolicy="no-referrer" loading="lazy"')
    fluid = f"width:100%;aspect-ratio:{_RATIO[0]}/{_RATIO[1]};min-height:560px;border:0"
    return [
        Snippet(name="frame", text=f'{start} width="100%" height="{height}"'
                ' style="border:0"></iframe>', allows=_ALLOWS),
        Snippet(name="responsive frame", text=f'{start} style="{fluid}"></iframe>',
                allows=f"{_ALLOWS} It is as wide as its place and {_RATIO[0]} to {_RATIO[1]} in"
                " shape."),
        Snippet(name="element", allows=_ELEMENT_ALLOWS,
                text=f'<script src="{ELEMENT}"></script>\n<conflict-map src="'
                f'{html.escape(_address(page))}" title="{name}"{_view_attribute(view)}>'
                "</conflict-map>"),
        Snippet(name="header for servers", text=HEADER, allows=_HEADER_ALLOWS),
    ]


def _view_attribute(view: str) -> str:
    return f' view="{html.escape(view.rpartition("#")[2])}"' if view else ""


def element() -> bytes:
    """Return the program of the element `<conflict-map>`, a classic script."""
    return bundled("maps", ELEMENT).read_bytes()


def oembed(url: str, *, title: str, height: int = 720) -> bytes:
    """Return what a consumer of oEmbed 1.0 shows of a published page: its frame, as JSON.

    Parameters
    ----------
    url
        Where the page is published.
    title
        What it is called.
    height
        Height of the frame in pixels.

    Raises
    ------
    PageError
        When the address is none of the web, or the height makes no sense.
    """
    if not url.lower().startswith(("https://", "http://")):
        raise PageError(f"'{url}': oEmbed needs the address at which the page is published.")
    frame = snippets(url, title=title, height=height)[0].text
    said = {"version": "1.0", "type": "rich", "provider_name": "conflictmap", "title": title,
            "html": frame, "width": _WIDTH, "height": height}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


_ALLOWS = (
    "The page may run the scripts that are in it, open a source's link in a new tab, and save the"
    " events shown. It may not read the page around it, its cookies or storage, load anything, send"
    " forms, or navigate the page around it. '?embed' shows map and timeline only; leave it out for"
    " the whole page."
)
_ELEMENT_ALLOWS = (
    "The same frame, as high as the page asks for; it tells what is selected"
    " (conflict-map-select). --element writes the script to put beside the other page."
)
_HEADER_ALLOWS = (
    "Sent with the page by the server, it puts the page into the same sandbox when it is opened"
    " alone, and lets only pages of the same site frame it; for others write their addresses after"
    " 'self'. The page's own policy (in its head) stays in force: no network, scripts by hash only."
)


def _address(page: str) -> str:
    """Return the address, safe in a link: a relative path, or http(s)."""
    text = page.strip()
    lowered = text.lower()
    web = lowered.startswith(("https://", "http://"))
    if not text or (not web and (":" in text or text.startswith("//"))):
        raise PageError(f"'{page}': give a file beside the other page, or an address of the web.")
    return quote(text, safe="/:%" if web else "/%")


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
