"""Pages of other tools without a network: what they link to is served from local copies.

Every address in a page becomes one of this server. A library is found in the packages that
`package.json` names or in the tool's own wheel; a style of a base map is empty; anything else is
refused, tiles among it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from peers.running import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
WEB = RESULTS / "web"
MODULES = WEB / "node_modules"
#: A package and its version inside an address: name, version, the rest.
PACKAGE = re.compile(r"((?:@[\w.-]+/)?[\w.-]+)@([^/]+?)(?:\?[^/]*)?(/[^?]*)?(?:\?.*)?$")
#: A file that a page links to by a name of its own: where it is.
FILES = {
    "jquery": "jquery/dist/jquery.min.js", "jquery-ui": "jquery-ui-dist/jquery-ui.min.js",
    "moment": "moment/min/moment.min.js", "require": "requirejs/require.js",
    "leaflet.awesome-markers": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.markercluster": "leaflet.markercluster/dist/leaflet.markercluster.js",
}
STYLES = {
    "MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "MarkerCluster.Default.css": "leaflet.markercluster/dist/MarkerCluster.Default.css",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
}
#: A file that the tool's own package brings: package, file.
WHEELS = {"bokeh": ("bokeh", "server/static/js/bokeh.min.js"),
          "plotly": ("plotly", "package_data/plotly.min.js")}
DECK = ("pydeck", "nbextension/static/index.js")
NO_STYLE = b'{"version": 8, "sources": {}, "layers": []}'
KINDS = {".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
         ".json": "application/json", ".html": "text/html; charset=utf-8"}
#: The modules that the page of kepler.gl imports, as defaults of one bundle.
MODULE_NAMES = {"react": "React", "react/jsx-runtime": "ReactJSX", "react-dom": "ReactDOM",
                "react-dom/client": "ReactDOM", "redux": "Redux", "react-redux": "ReactRedux",
                "styled-components": "styled"}
BUNDLE = """import * as React from "react"; import * as ReactJSX from "react/jsx-runtime";
import * as Dom from "react-dom"; import * as Client from "react-dom/client";
import * as Redux from "redux"; import * as ReactRedux from "react-redux";
import styled, * as Styled from "styled-components";
globalThis.peerModules = {React, ReactJSX, ReactDOM: {...Dom, ...Client}, Redux, ReactRedux,
  styled: Object.assign(styled, Styled)};
"""


def install() -> None:
    """Bring the libraries with npm, once."""
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    ready = WEB / "ready"
    if ready.exists() and ready.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(WEB, ignore_errors=True)
    WEB.mkdir(parents=True)
    (WEB / "package.json").write_text(wanted, encoding="utf-8")
    quiet = ["--silent", "--no-audit", "--no-fund"]
    subprocess.run(["npm", "install", *quiet, "--no-package-lock", "--legacy-peer-deps"],
                   cwd=WEB, check=True)
    for package in json.loads(wanted)["withoutDependencies"]:
        name = package.rpartition("@")[0]
        done = subprocess.run(["npm", "pack", *quiet, package], cwd=WEB, check=True,
                              capture_output=True, text=True)
        (MODULES / name).mkdir(parents=True)
        archive = done.stdout.split()[-1]
        subprocess.run(["tar", "-xzf", archive, "-C", MODULES / name, "--strip-components=1"],
                       cwd=WEB, check=True)
        (WEB / archive).unlink()
    (WEB / "modules.mjs").write_text(BUNDLE, encoding="utf-8")
    subprocess.run([MODULES / ".bin/esbuild", "modules.mjs", "--bundle", "--minify", "--log-level=error",
                    '--define:process.env.NODE_ENV="production"', "--outfile=modules.js"],
                   cwd=WEB, check=True)
    ready.write_text(wanted, encoding="utf-8")


def wheel(package: str, file: str) -> Path | None:
    """Return a file of an installed package."""
    spec = find_spec(package)
    return Path(spec.origin).parent / file if spec and spec.origin else None


def by_name(file: str) -> Path | None:
    """Return the local copy of a file that is known by its name alone."""
    if file in STYLES:
        return MODULES / STYLES[file]
    stem = re.sub(r"(-\d+(\.\d+)+)?(\.min)?\.js$", "", file)
    if stem in WHEELS:
        return wheel(*WHEELS[stem])
    return MODULES / FILES[stem] if stem in FILES and file.endswith(".js") else None


def by_package(name: str, rest: str) -> Path | bytes | None:
    """Return the local copy of a file of a package."""
    if name == "@deck.gl/jupyter-widget":
        return wheel(*DECK)
    module = MODULE_NAMES.get(name + ("" if rest.endswith(".js") else rest))
    if module:
        return f'import "/modules.js";\nexport default globalThis.peerModules.{module};\n'.encode()
    file = MODULES / name / rest.lstrip("/")
    return file if file.is_file() else file.with_name(file.name.replace(".min.", "."))


def found(address: str) -> Path | bytes | None:
    """Return what answers an address: a file, some bytes, or nothing."""
    if address == "modules.js":
        return WEB / "modules.js"
    if address.partition("?")[0].endswith("style.json"):
        return NO_STYLE
    package = PACKAGE.search(address)
    if package:
        return by_package(package[1].split("/npm:")[-1].removeprefix("npm:"), package[3] or "")
    return by_name(address.partition("?")[0].rpartition("/")[2])


class Handler(BaseHTTPRequestHandler):
    """Answer with pages, libraries, or a refusal."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, pages: Path, refused: list[str], **kwargs: object) -> None:
        self.pages, self.refused = pages, refused
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = self.path.lstrip("/")
        if address.startswith("page/"):
            answer: Path | bytes | None = self.pages / Path(address).name
        else:
            answer = found(address)
        if answer is None or (isinstance(answer, Path) and not answer.is_file()):
            self.refused.append(address)
            self.answer(404, b"", "text/plain")
            return
        body = answer if isinstance(answer, bytes) else answer.read_bytes()
        kind = KINDS.get(answer.suffix if isinstance(answer, Path) else Path(address).suffix,
                         "text/javascript")
        if kind == "text/javascript":
            body = away(body, self.server.server_address[1])
        self.answer(200, body, kind)

    def answer(self, status: int, body: bytes, kind: str) -> None:
        """Send one answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def away(body: bytes, port: int) -> bytes:
    """Return a text in which every address is one of this server, and no script has a checksum."""
    body = re.sub(rb' integrity="[^"]*"', b"", body)
    return body.replace(b"https://", f"http://127.0.0.1:{port}/".encode())


@contextmanager
def served(pages: Path) -> Iterator[tuple[int, list[str]]]:
    """Serve a folder of pages; yield the port and the addresses refused so far."""
    refused: list[str] = []
    handler = partial(Handler, pages=pages, refused=refused)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], refused
    finally:
        server.shutdown()
        server.server_close()
