"""Reports: one view in four formats; text from data stays text in each of them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pytest

import conflictmap as cm
import hostile_texts as hostile
from conflictmap.pages.visible import visible_ids
from conflictmap.reports.document import (
    Heading,
    Items,
    Paragraph,
    Picture,
    Report,
    Run,
    Table,
    markdown,
    web,
    yaml,
)
from conflictmap.reports.docx import docx_bytes
from conflictmap.reports.markdown import markdown_files
from conflictmap.reports.pdf import pdf_bytes

SEPTEMBER = "#w=2022-09-12_2022-09-15"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="session")
def made(data):
    return cm.report(data, view=SEPTEMBER)


@pytest.fixture(scope="session")
def hostile_report(hostile_data):
    return cm.report(hostile_data)


def tables(report):
    return [block for block in report.blocks if isinstance(block, Table)]


def words_of(report):
    """Return every text of a report."""
    found = [report.title, report.subtitle]
    for block in report.blocks:
        match block:
            case Heading():
                found.append(block.text)
            case Paragraph():
                found += [run.text for run in block.runs]
            case Items():
                found += [run.text for line in block.lines for run in line]
            case Table():
                found += [*block.head, *(cell for row in block.rows for cell in row)]
            case Picture():
                found += [block.caption, block.alt]
    return found


def test_a_report_of_one_view_keeps_the_dead_of_each_people_apart(data):
    """No toll where none is given of all, and a table by whose dead they are, in four languages."""
    for lang, head, armenian in (
            ("en", "By whose dead", "Armenian"), ("ru", "Чьи погибшие", "армянские"),
            ("hy", "Ում զոհերն են", "հայկական"), ("az", "Kimin ölənləri", "erməni")):
        report = cm.report(data, view=f"{SEPTEMBER}&claims=first&l={lang}")
        total, people, *_ = tables(report)
        assert total.rows[0][2:] == (total.rows[0][2],) * 3, "no figure of all the dead"
        assert people.head[0] == head
        assert people.rows[0][:4] == (armenian, "49", "49", "49")
        assert people.rows[1][1:4] == ("79", "79", "79")


def test_the_claims_of_a_report_say_whose_dead_they_count(made):
    said = words_of(made)
    assert any("killed, military, Armenian: 49" in text for text in said)
    assert any("killed, all, Azerbaijani: 70" in text for text in said)
    assert any("killed, all, all sides: 284–312" in text for text in said)


def test_totals_are_ranges_by_the_counting_rules(made):
    totals = tables(made)[0]
    assert totals.head == ("Group", "Events", "Lowest", "Best", "Highest")
    assert totals.rows[0] == ("All", "25–28", "284", "unknown", "312")
    assert ("Shelling", "7", "unknown", "unknown", "unknown") in totals.rows
    assert "Unknown is never zero" in " ".join(words_of(made))


def test_the_table_holds_the_rows_that_the_page_shows(data, made):
    shown = visible_ids(data, cm.view_of(data, SEPTEMBER))
    titles = dict(zip(data.spec["events"]["id"], data.spec["events"]["title"], strict=True))
    assert [row[2] for row in tables(made)[1].rows] == [titles[i] for i in shown]


def test_every_citation_leads_to_a_source(made):
    cited = {int(n) for table in tables(made)[1:3] for row in table.rows
             for n in re.findall(r"\d+", row[-1])}
    (sources,) = (b for b in made.blocks if isinstance(b, Items) and b.numbered)
    assert cited == set(range(1, len(sources.lines) + 1))
    assert all(line[0].text for line in sources.lines)


def test_both_sides_stand_in_the_same_form(made):
    speakers = " ".join(row[1] for row in tables(made)[2].rows)
    assert "Armenian side" in speakers
    assert "Azerbaijani side" in speakers


def test_method_and_data_are_stated(data, made):
    text = " ".join(words_of(made))
    assert "Rows read 269 = placed 266 + unplaced 3 + undated 0 + set aside 0." in text
    for entry in data.spec["inputs"]:
        assert entry["sha256"] in text
    for word in ("LGPL-3.0-or-later", "Use of a name is not a claim", "say nothing about",
                 "#w=2022-09-12_2022-09-15&l=en&n=paired", "CC BY 4.0"):
        assert word in text


def test_filters_are_named(data):
    text = " ".join(words_of(cm.report(data, view="#ft=shelling&fx=1&q=ganja")))
    assert "Filters: Types of events: Shelling; Killed ≥ 1; “ganja”." in text
    empty = " ".join(words_of(cm.report(data, view="#q=nowhere-at-all")))
    assert "No event in this window fits the filters." in empty


@pytest.mark.parametrize("lang", ["hy", "az", "ru"])
def test_a_report_speaks_the_language_of_the_view(data, lang):
    report = cm.report(data, view=f"{SEPTEMBER}&l={lang}")
    heads = [b.text for b in report.blocks if isinstance(b, Heading)]
    assert not {"Killed, as ranges", "Method and data"} & set(heads)
    assert pdf_bytes(report).startswith(b"%PDF")


def test_several_days_have_totals_each(data):
    report = cm.report(data, dates=["2020-09-26", "2020-11-10"])
    heads = [b.text for b in report.blocks if isinstance(b, Heading)]
    assert heads[:2] == ["Killed, as ranges: 26 September 2020",
                         "Killed, as ranges: 10 November 2020"]


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".md", ".qmd"])
def test_the_same_report_makes_the_same_bytes(data, tmp_path, ending):
    one, two = tmp_path / "a" / f"r{ending}", tmp_path / "b" / f"r{ending}"
    for path in (one, two):
        cm.save(data, path, view=SEPTEMBER, as_report=True)
    assert one.read_bytes() == two.read_bytes()


def test_the_word_document_is_whole(made):
    file = zipfile.ZipFile(io.BytesIO(docx_bytes(made)))
    assert file.testzip() is None
    root = ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - made here
    text = "".join(t.text or "" for t in root.iter(f"{W}t"))
    for word in words_of(made):
        assert re.sub(r"\s+", "", word) in re.sub(r"\s+", "", text) or "33 of 269" in word or (
            "32 of 269" in word), word
    assert any(e.get("descr") for e in root.iter() if e.tag.endswith("docPr"))
    assert sum(1 for _ in root.iter(f"{W}tblHeader")) == len(tables(made))


def test_hostile_text_stays_text_in_word(hostile_report):
    file = zipfile.ZipFile(io.BytesIO(docx_bytes(hostile_report)))
    for name in file.namelist():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(file.read(name))  # noqa: S314 - made here
    root = ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - made here
    tags = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert not tags & {"script", "fldSimple", "instrText", "object", "img", "altChunk"}
    links = re.findall(r'Target="([^"]*)" TargetMode="External"',
                       file.read("word/_rels/document.xml.rels").decode())
    assert links
    assert all(link.startswith("https://example.org/") for link in links)


@pytest.mark.parametrize("quarto", [False, True])
def test_hostile_text_stays_text_in_markdown(hostile_report, quarto):
    name, content = markdown_files(hostile_report, "r", quarto=quarto)[-1]
    text = content.decode()
    assert name == ("r.qmd" if quarto else "r.md")
    body = text.split("---\n", 2)[2] if quarto else text
    # Nothing in the raw text can start code, a shortcode, a tag, a formula or a link.
    assert "`" not in body
    assert "{{" not in body
    assert not re.search(r"<(?!https://example\.org/)", body)
    assert not re.search(r"(?<!\\)\$", body)
    assert not re.search(r"\]\((?!r_files/|<https://example\.org/)", body.replace(r"\]", ""))
    assert "www.evil" not in body
    assert "http://evil" not in body
    assert "\n# evil" not in body


def test_hostile_markdown_is_shown_as_typed(hostile_report):
    from markdown_it import MarkdownIt

    text = markdown_files(hostile_report, "r", quarto=False)[-1][1].decode()
    page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<script" not in page
    assert "<code" not in page
    assert not re.search(r"<img (?!src=\"r_files/)", page)
    links = re.findall(r'href="([^"]*)"', page)
    assert all(link.startswith("https://example.org/") for link in links)
    for needle in ("&lt;script&gt;alert('evil-1')&lt;/script&gt;", "`r system('evil-3')`",
                   "{{&lt; include /etc/evil-4 &gt;}}", r"$\input{evil-5}$ \write18{evil-5}",
                   "**evil-10** ~~x~~ ^[note]", "&lt;evil-9&gt;".replace("&", "&amp;"),
                   "=HYPERLINK(&quot;http://evil-7.example&quot;) | evil-7 | a"):
        assert needle in page, needle


def test_every_table_row_has_as_many_cells_as_its_head(hostile_report):
    from markdown_it import MarkdownIt

    text = markdown_files(hostile_report, "r", quarto=False)[-1][1].decode()
    page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
        assert len({len(re.findall("<t[hd]", row)) for row in rows}) == 1
    assert page.count("<table>") == len(tables(hostile_report))


def test_hostile_text_stays_text_in_pdf(hostile_report):
    content = re.sub(rb"stream\r?\n.*?endstream", b"", pdf_bytes(hostile_report),
                     flags=re.DOTALL)
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|AA|OpenAction)\b", content)
    links = re.findall(rb"/URI \((.*?)\)", content)
    assert all(link.startswith(b"https://example.org/") for link in links)


def test_the_front_matter_of_quarto_runs_nothing(hostile_report):
    text = markdown_files(hostile_report, "r", quarto=True)[-1][1].decode()
    front = text.split("---\n")[1]
    assert "engine: markdown\nexecute:\n  enabled: false\n" in front
    assert front.splitlines()[0].startswith('title: "')
    assert "`" not in front
    assert len([line for line in front.splitlines() if line.startswith("title")]) == 1


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_a_text_cannot_leave_its_line(text):
    assert "\n" not in markdown(text)
    assert "\n" not in yaml(text)


@pytest.mark.parametrize(("address", "kept"), [
    ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
    ("http://example.org/<x>(y)", "http://example.org/%3Cx%3E%28y%29"),
    ("javascript:alert(1)", ""), ("data:text/html,x", ""), ("//example.org", ""),
    ("https://", ""), ("http://[bad", ""), ("file:///etc/passwd", ""), ("", ""),
])
def test_only_addresses_of_the_web_become_links(address, kept):
    assert web(address) == kept


def test_a_link_in_a_run_is_written_by_every_writer():
    runs = (Run(text="see ", bold=True), Run(text="this", url="https://example.org/x"))
    report = Report(title="T", subtitle="", lang="en", generator="g", blocks=(
        Paragraph(runs=runs), Items(lines=(runs,)), Heading(text="H", level=2)))
    text = markdown_files(report, "r", quarto=False)[-1][1].decode()
    assert "**see **[this](<https://example.org/x>)" in text or "[this](<https://example" in text
    assert b"https://example.org/x" in pdf_bytes(report)
    rels = zipfile.ZipFile(io.BytesIO(docx_bytes(report))).read("word/_rels/document.xml.rels")
    assert b"https://example.org/x" in rels


def test_the_files_of_a_report_lie_beside_it(data, tmp_path):
    cm.save(data, tmp_path / "r.qmd", view=SEPTEMBER)
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.*")) == [
        "r.qmd", "r_files/figure-1.png", "r_files/figure-2.png"]
    text = (tmp_path / "r.qmd").read_text("utf-8")
    assert "](r_files/figure-1.png){width=16.5cm" in text
    assert "Figure 2. Killed by month: 1 January – 31 December 2022." in text


def test_the_commands_draw_report_and_embed(tmp_path, capsys):
    from conflictmap.cli import application

    app = application()

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            app(list(arguments), standalone_mode=True)
        out = capsys.readouterr()
        return end.value.code, out.out, out.err

    page = cm.build().save(tmp_path / "m.html")
    code, out, err = call("figure", str(page), "--view", f"{SEPTEMBER}&x=1", "--width", "8.5",
                          "--bounds", "45,39,47,40", "-o", str(tmp_path / "f.svg"))
    assert (code, "figure: " in out) == (0, True)
    assert "view: left out: x" in err
    assert "read 269 = placed 266" in err
    code, out, _ = call("report", str(page), "--view", SEPTEMBER, "-o", str(tmp_path / "r.pdf"))
    assert (code, "report: " in out) == (0, True)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    code, out, _ = call("embed", "m.html")
    assert code == 0
    assert out.count("<iframe ") == 2


@pytest.mark.parametrize(("arguments", "message"), [
    (["figure", "m.html", "mine.csv"], "a finished page has its events, recipe and layers in it"),
    (["figure", "-o", "f.gif"], "unknown ending. Use .png, .svg, .pdf"),
    (["report", "-o", "r.svg"], "unknown ending. Use .docx, .qmd, .md, .pdf, .html"),
    (["figure", "none.html"], "there is no such file"),
    (["figure", "--bounds", "1,2,3"], "must be west,south,east,north in degrees"),
    (["figure", "--bounds", "3,2,1,4"], "west before east, south before north"),
    (["embed", "javascript:alert(1)"], "give a file beside the other page"),
    (["embed", "m.html", "--height", "5"], "a frame is 200 to 4000 pixels high"),
])
def test_what_a_command_cannot_do_it_says(arguments, message):
    from conflictmap.cli import application

    with pytest.raises(cm.ConflictMapError, match=re.escape(message)):
        application()(arguments, standalone_mode=False)


def test_rows_set_aside_are_listed_and_end_the_command_with_one(write, capsys, tmp_path):
    from conflictmap.cli import application

    events = write("mine.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.7\na,2022-09-14,39.8,45.7\n")
    with pytest.raises(SystemExit) as end:
        application()(["report", str(events), "-o", str(tmp_path / "r.md")])
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "mine.csv:3: id" in said
    assert said.rstrip().endswith("read 2 = placed 1 + unplaced 0 + undated 0 + set aside 1")


def test_rows_that_must_not_be_handed_on_are_counted_and_not_listed(data):
    from copy import deepcopy
    from dataclasses import replace

    spec = deepcopy(data.spec)
    row = spec["events"]["id"].index("sept-2022-jermuk")
    spec["events"]["sources"][row] = ["acled-2022"]
    report = cm.report(replace(data, spec=spec), view=SEPTEMBER)
    titles = [cells[2] for cells in tables(report)[1].rows]
    assert spec["events"]["title"][row] not in titles
    assert len(titles) == 31
    assert "Rows left out of this table: 1." in " ".join(words_of(report))


@pytest.mark.soak
@pytest.mark.parametrize("lang", ["en", "hy"])
def test_libreoffice_reads_the_word_document(data, tmp_path, lang):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is absent")
    path = cm.save(data, tmp_path / "r.docx", view=f"{SEPTEMBER}&l={lang}")
    subprocess.run([office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office",
                    "--convert-to", "pdf", "--outdir", tmp_path, path],
                   check=True, capture_output=True, timeout=180)
    pages = re.findall(rb"/Type ?/Page\b", (tmp_path / "r.pdf").read_bytes())
    assert 8 <= len(pages) <= 20
