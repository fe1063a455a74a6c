"""Fetching: terms first, only the expected file, and on where it stopped."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import conflictmap as cm
from conflictmap.io import fetch
from conflictmap.io.datasets import DATASETS
from conflictmap.model.errors import FetchError
from running import run

pytest.importorskip("pooch")

CONTENT = bytes(range(256)) * 1000
HASH = hashlib.sha256(CONTENT).hexdigest()


class Server:
    """A server on the loopback that gives out files from memory, and notes what it was asked."""

    def __init__(self, files, *, ranges=True, cut=None):
        self.asked = asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                content = files.get(self.path.lstrip("/"))
                asked.append((self.path, self.headers.get("Range")))
                if content is None:
                    self.send_error(404)
                    return
                start = 0
                if ranges and self.headers.get("Range"):
                    start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
                if start >= len(content) and start:
                    self.send_error(416)
                    return
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                broken = cut is not None and len(asked) == 1
                self.wfile.write(content[start:cut] if broken else content[start:])

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


GED = {"ged261-csv.zip": CONTENT}


def test_a_file_is_fetched_once_and_then_taken_from_the_folder(tmp_path):
    with Server(GED) as server:
        for _ in range(2):
            (path,) = cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)
    assert path.read_bytes() == CONTENT
    assert server.asked == [("/ged261-csv.zip", None)]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path):
    with Server(GED, cut=100_000) as server:
        with pytest.raises(FetchError, match="goes on where it stopped"):
            cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)
        assert [p.name for p in tmp_path.iterdir()] == ["ged261-csv.zip.part"]
        (path,) = cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)
    assert server.asked[1][1] == "bytes=100000-"
    assert path.read_bytes() == CONTENT
    assert [p.name for p in tmp_path.iterdir()] == ["ged261-csv.zip"]


@pytest.mark.parametrize(("left", "ranges"), [(CONTENT[:5000], False), (CONTENT, True)])
def test_a_part_is_used_or_begun_anew(tmp_path, left, ranges):
    (tmp_path / "ged261-csv.zip.part").write_bytes(left)
    with Server(GED, ranges=ranges) as server:
        (path,) = cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)
    assert path.read_bytes() == CONTENT


def test_a_file_with_another_hash_is_not_kept(tmp_path):
    with Server({"ged261-csv.zip": b"changed"}) as server, \
            pytest.raises(FetchError, match="not the expected file"):
        cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("options", "said"), [
    ({"name": "ucdp"}, r"no data set 'ucdp'\. Did you mean 'ucdp-ged'\?"),
    ({"name": "ucdp-ged"}, "hash not yet known"),
    ({"name": "ucdp-ged", "release": "9.9"}, r"no release '9\.9'\. Known: 26\.1, 25\.1"),
    ({"name": "ucdp-ged", "sha256": "abc"}, "not 64 hexadecimal digits"),
    ({"name": "geoboundaries-aze"}, "hash not yet known"),
    ({"name": "crisisgroup-nk", "sha256": HASH}, "several files"),
    ({"name": "ucdp-ged", "sha256": HASH, "mirror": "file:///etc"}, "not an http or https"),
])
def test_what_cannot_be_fetched_is_refused_with_the_reason(tmp_path, options, said):
    with pytest.raises(FetchError, match=said):
        cm.fetch(folder=tmp_path, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_the_server_has_not_is_a_sentence(tmp_path):
    with Server({}) as server, pytest.raises(FetchError, match="Not Found"):
        cm.fetch("ucdp-ged", folder=tmp_path, sha256=HASH, mirror=server.address)


def test_crisis_group_files_come_with_their_pinned_hashes(tmp_path, shared):
    names = {f.name: "crisisgroup_nk_" + f.name.replace("/", "_").replace("-", "_")
             for f in DATASETS["crisisgroup-nk"].releases["2023-09"]}
    names["casualties/casualties.csv"] = "crisisgroup_nk_casualties.csv"
    for name in ("all", "arm", "aze", "weapon"):
        names[f"pre-2020-casualties/{name}.csv"] = f"crisisgroup_nk_pre_2020_casualties_{name}.csv"
    names["timeline-of-events/nk-timeline.csv"] = "crisisgroup_nk_nk_timeline.csv"
    files = {name: (shared / "data/events" / file).read_bytes() for name, file in names.items()}
    with Server(files) as server:
        found = cm.fetch("crisisgroup-nk", folder=tmp_path, mirror=server.address)
    assert len(found) == 12
    assert len(cm.read_events(tmp_path / "casualties/casualties.csv")) == 239


def test_the_command_prints_the_terms_before_anything_else(tmp_path):
    done = run("fetch", "ucdp-ged", cwd=tmp_path)
    assert done.returncode == 2
    assert "licence: CC BY 4.0" in done.stdout
    assert "cite: Sundberg & Melander 2013" in done.stdout
    assert "hash not yet known" in done.stderr


def test_every_entry_says_its_terms():
    for name in DATASETS:
        assert "licence: " in fetch.terms(name)
        assert "cite: " in fetch.terms(name)


def test_a_build_never_loads_the_fetching():
    code = ("import sys, conflictmap as cm\ncm.build()\n"
            "print([m for m in sys.modules if m.startswith(('pooch', 'conflictmap.io.fetch'))])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_of_an_address_is_taken_by_its_hash_or_as_it_is(tmp_path):
    with Server({"a.csv": CONTENT}) as server:
        for _ in range(2):
            path = fetch.fetch_pinned(f"{server.address}/a.csv", tmp_path / "mine.csv", HASH)
        assert (path, path.read_bytes()) == (tmp_path / "mine.csv", CONTENT)
        assert len(server.asked) == 1
        with pytest.raises(FetchError, match="not the expected file"):
            fetch.fetch_pinned(f"{server.address}/a.csv", tmp_path / "x.csv", "0" * 64)
        assert fetch.fetch_latest(f"{server.address}/a.csv") == CONTENT
        with pytest.raises(FetchError, match="Not Found"):
            fetch.fetch_latest(f"{server.address}/b.csv")
    with pytest.raises(FetchError, match="not an http or https address"):
        fetch.fetch_latest("file:///etc/hostname")
    with Server({"a.csv": CONTENT}, cut=1000) as server, pytest.raises(FetchError):
        fetch.fetch_latest(f"{server.address}/a.csv")
