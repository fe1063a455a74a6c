"""`conflictmap verify`: a page says what it was made from, and can be made again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re

import pytest

import conflictmap as cm
from conflictmap.io.sources import ucdp
from conflictmap.pages.verify import verify
from running import run
from toys import area, event, square

TABLE = "id,date,lat,lon,title\na,2022-09-13,39.84,45.67,x\nb,2022-09-14,39.84,45.68,y\n"
RECIPE = 'title = "x"\n[events]\npath = "e.csv"\n[[layers]]\npath = "mine.geojson"\nname = "M"\n'


@pytest.fixture
def folder(write):
    write("e.csv", TABLE)
    write("r.toml", RECIPE)
    write("russian.csv", TABLE.replace(",x", ",Шуша").encode("cp1251"))
    write("other.csv", "Tarix,Enlik,Uzunluq\n2020-01-01,\"39,5\",46\n")
    write("other.csv.toml", '[columns]\ndate = "Tarix"\nlat = "Enlik"\nlon = "Uzunluq"\n'
          '[read]\ndecimal = ","\n')
    write("own.csv", "When,Up,Along\n2022-09-13,39.84,45.67\n")
    write("places.csv", "date,place\n2022-09-13,Xyzzy\n")
    write("mine.csv", "name,lat,lon,error\nXyzzy,39.8,45.6,500\n")
    write("ged.csv", bare_ged())
    book(write)
    return write("mine.geojson", json.dumps({
        "type": "FeatureCollection", "features": [area("a", square(0, 0))]})).parent


def bare_ged():
    """Return the sample of UCDP without its precision, whose points are then 25-km discs."""
    rows = list(csv.reader(io.StringIO(ucdp.SAMPLE)))
    kept = [i for i, name in enumerate(rows[0]) if name not in {"where_prec", "date_prec"}]
    found = io.StringIO()
    csv.writer(found).writerows([[row[i] for i in kept] for row in rows])
    return found.getvalue()


def book(write):
    """Write a workbook of two sheets."""
    import openpyxl

    made = openpyxl.Workbook()
    rows = list(csv.reader(io.StringIO(TABLE)))
    for name, first in (("First", "x"), ("Second", "second")):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([cell.replace("x", first) for cell in row])
    made.remove(made.worksheets[0])
    path = write("book.xlsx", b"")
    made.save(path)


BUILDS = [
    ("e.csv",), ("e.csv", "--layer", "mine.geojson", "--layer", "road-old"),
    ("--recipe", "r.toml"), ("e.csv", "--recipe", "r.toml"), ("e.csv", "--recipe", "karabakh"),
    (), ("karabakh",), ("other.csv",), ("other.csv", "e.csv"),
    ("russian.csv", "--encoding", "cp1251"), ("e.csv", "--strict"),
    ("own.csv", "--map", "date=When", "--map", "lat=Up", "--map", "lon=Along"),
    ("places.csv", "--gazetteer", "mine.csv"), ("ged.csv", "--points-as-given"),
    ("book.xlsx", "--sheet", "Second"), ("e.csv", "--size-by", "lat", "--write-mapping", "m.toml"),
]


@pytest.mark.parametrize("args", BUILDS, ids=" ".join)
def test_a_page_is_made_again_from_the_inputs_it_names(args, folder):
    done = run("build", *args, "-o", "out.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    verdict = verify(folder / "out.html")
    assert verdict.same, verdict
    assert all(line.endswith(": same") for line in verdict.lines)


def test_what_a_user_answered_is_repeated(folder):
    def ask(plan):
        return {use.meaning: use.column for use in plan.doubts} | {"title": "b"}

    (folder / "t.csv").write_text(
        "x1,x2,x3,b\n2022-09-13,39.84,45.67,Fire\n2022-09-14,39.85,45.68,Fog\n", encoding="utf-8")
    page = cm.build(folder / "t.csv", reading={"ask": ask})
    answers = page.spec["provenance"]["reading"]["answers"]
    assert answers[0]["title"] == "b"
    verdict = verify(page.save(folder / "out.html"))
    assert verdict.same, verdict


def test_a_mapping_that_came_later_is_named(folder):
    cm.build(folder / "e.csv").save(folder / "out.html")
    (folder / "e.csv.toml").write_text(
        '[columns]\ndate = "date"\nlat = "lat"\nlon = "lon"\n', encoding="utf-8")
    verdict = verify(folder / "out.html")
    assert not verdict.same
    assert "input e.csv.toml: the page was made without it. Move it away to compare." in (
        verdict.lines)


def test_an_option_that_a_page_cannot_say_is_a_program(folder):
    page = cm.build(folder / "other.csv", reading={"format": str(folder / "other.csv.toml")})
    assert page.spec["provenance"]["by_program"]


def test_an_own_relief_is_an_input_that_is_found_again(folder):
    from PIL import Image

    Image.new("L", (3, 3), 128).save(folder / "hills.png")
    (folder / "s.toml").write_text(
        RECIPE + '[relief]\npath = "hills.png"\nbounds = [45, 39, 47, 41]\nsource = "Mine"\n',
        encoding="utf-8")
    done = run("build", "--recipe", "s.toml", "-o", "out.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    data = cm.read_page(folder / "out.html")
    assert data.relief.content == (folder / "hills.png").read_bytes()
    assert data.relief.bounds == (45, 39, 47, 41)
    verdict = verify(folder / "out.html")
    assert verdict.same
    assert "input hills.png: same" in verdict.lines
    Image.new("L", (3, 3), 90).save(folder / "hills.png")
    assert not verify(folder / "out.html").same


def test_what_changed_is_named(folder):
    run("build", "e.csv", "--layer", "mine.geojson", "-o", "out.html", cwd=folder)
    page = folder / "out.html"
    done = run("verify", page)
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"same: {page}: SHA-256 {digest}")
    (folder / "e.csv").write_text(TABLE.replace("39.84", "39.85"), encoding="utf-8")
    done = run("verify", page)
    assert done.returncode == 1
    assert "input e.csv: another file now" in done.stdout
    assert "input mine.geojson: same" in done.stdout
    assert f"differs: {page}" in done.stdout
    (folder / "e.csv").unlink()
    done = run("verify", page)
    assert done.returncode == 2
    assert "its input 'e.csv' is not below" in done.stderr


def test_the_inputs_may_lie_elsewhere_and_deeper(folder, tmp_path):
    run("build", "e.csv", "-o", "out.html", cwd=folder)
    deep, other = tmp_path / "in" / "deep", tmp_path / "in" / "other"
    deep.mkdir(parents=True)
    other.mkdir()
    (other / "e.csv").write_text("date,lat,lon\n", encoding="utf-8")
    (folder / "e.csv").rename(deep / "e.csv")
    assert verify(folder / "out.html", inputs=tmp_path / "in").same


def test_one_changed_byte_of_the_page_is_seen(folder):
    run("build", "e.csv", "-o", "out.html", cwd=folder)
    page = folder / "out.html"
    page.write_text(page.read_text(encoding="utf-8").replace('"x"', '"z"', 1), encoding="utf-8")
    assert run("verify", page).returncode == 1


@pytest.mark.parametrize(("change", "said"), [
    (("conflictmap 0.", "conflictmap 9."), "Verify it with the same version"),
    (('"provenance":{', '"provenance2":{'), "does not say how it was made"),
    (('"by_program":false', '"by_program":true'), "built by a program"),
    (("conflictmap-spec", "x"), "this is no page of conflictmap"),
])
def test_a_page_that_cannot_be_made_again_is_refused(change, said, folder):
    run("build", "e.csv", "-o", "out.html", cwd=folder)
    page = folder / "out.html"
    page.write_text(page.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    done = run("verify", page)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_page_from_data_in_memory_says_so(tmp_path):
    page = cm.build(event(x=1, y=1)).save(tmp_path / "m.html")
    with pytest.raises(cm.ConflictMapError, match="built by a program"):
        verify(page)


def test_the_provenance_names_version_hashes_sizes_rows_and_rules(folder):
    run("build", "--recipe", "r.toml", "-o", "out.html", cwd=folder)
    text = (folder / "out.html").read_text(encoding="utf-8")
    spec = json.loads(re.search(r'id="conflictmap-spec">(.*?)</script>', text)[1])
    origin = spec["provenance"]
    for entry, name in ((spec["inputs"][0], "e.csv"), (origin["recipe"], "r.toml"),
                        (origin["layers"][-1], "mine.geojson")):
        content = (folder / name).read_bytes()
        assert (entry["name"], entry["bytes"]) == (name, len(content))
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert spec["inputs"][0]["rows"] == 2
    assert spec["generator"] == f"conflictmap {cm.__version__}"
    assert len(origin["config_sha256"]) == 64
    assert origin["rules"] == 1
    assert str(folder) not in text


def test_the_config_hash_follows_what_was_asked(folder):
    hashes = set()
    for title in ("a", "b", "a"):
        (folder / "r.toml").write_text(RECIPE.replace('"x"', f'"{title}"'), encoding="utf-8")
        hashes.add(cm.build(recipe=folder / "r.toml").spec["provenance"]["config_sha256"])
    assert len(hashes) == 2
