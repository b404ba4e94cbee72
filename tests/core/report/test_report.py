"""The report: what it counts, what it says, and the sheet that goes back."""

from __future__ import annotations

import csv
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.core import report, sending, sheet
from app.core.model import ItemValue, RowState, Snak, Statement, Table, TableRow, Target
from app.core.project import Project
from app.core.sheet import child

TARGET = Target("commons", "https://commons.example/w/api.php", "commonswiki", "Wikimedia Commons")
HEADERS = ("path", "name", "description", "source", "author", "license", "kabocha_state", "Shelf")
GOOD = ("A harbour", "{{own}}", "Museum", "{{Cc-zero}}", "old", "<b>3</b>")


@pytest.fixture
def project(tmp_path, jpeg):
    for name in ("a", "b"):
        (tmp_path / f"{name}.jpg").write_bytes(jpeg(name))
    rows = (
        TableRow(2, ("a.jpg", "Harbour of Havnsund with boats in 1906", *GOOD)),
        TableRow(3, ("b.jpg", "Lighthouse of Havnsund in the evening", *GOOD)),
        TableRow(4, ("c.jpg", "Market of Havnsund <script>1</script>", *GOOD[:3], "", "", "")),
    )
    made = Project.create(
        None, Table(HEADERS, rows, source="list.csv"), name="Coast", folders=[tmp_path]
    )
    yield made
    made.close()


@pytest.fixture
def jpeg():
    from io import BytesIO

    from PIL import Image

    def make(seed):
        stream = BytesIO()
        Image.new("RGB", (40, 30), (len(seed) * 20, ord(seed[0]), 90)).save(stream, "JPEG")
        return stream.getvalue()

    return make


def summary(project):
    return sending.summarise(
        project, TARGET, sending.check(project), "https://commons.example/wiki/$1"
    )


def done(project, row_id=1, **more):
    project.journal(TARGET.key).set(
        row_id, RowState.DONE, title="Harbour of Havnsund with boats in 1906.jpg", mid="M5", sha1="ab" * 20,
        statements=7, languages=("en", "nb"), started=5.0, **more,
    )  # fmt: skip


def test_states_and_totals(project):
    done(project)
    made = summary(project)
    assert dict(made.totals) == {"done": 1, "ready": 1, "draft": 1}
    assert made.statements == 7
    assert made.languages == ("en", "nb")
    first = made.rows[0]
    assert (
        first.page == "https://commons.example/wiki/File:Harbour_of_Havnsund_with_boats_in_1906.jpg"
    )
    assert report.headline(made) == "1 of 3 files are on Wikimedia Commons"


def test_every_error_of_a_row_is_told(project):
    row = summary(project).rows[2]
    assert row.reason in ("file-missing", "licence-missing", "illegal-wikichars")
    for said in ("c.jpg", "licence"):
        assert said in row.message


def test_a_failed_row_keeps_the_wikis_reason(project):
    project.journal(TARGET.key).set(2, RowState.FAILED, reason="wiki:exists", message="Taken.")
    row = summary(project).rows[1]
    assert (row.state, row.reason, row.message) == (RowState.FAILED, "wiki:exists", "Taken.")


def test_another_target_knows_nothing(project):
    done(project)
    other = sending.summarise(
        project, Target("x", "https://x.example/w/api.php"), sending.check(project)
    )
    assert dict(other.totals) == {"ready": 2, "draft": 1}


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [v for k, v in attrs if k == "href"]

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_escapes_what_cells_say_and_needs_no_network(project, tmp_path):
    done(project)
    (tmp_path / "out").mkdir()
    report.write_page(
        summary(project), tmp_path / "out" / "report.html", lambda _path: b"\x89PNG small"
    )
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    page = Page(html)
    assert "script" not in page.tags
    assert page.links == [summary(project).rows[0].page]
    assert "data:image/png;base64," in html
    assert "1 of 3 files are on Wikimedia Commons" in page.words
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "report.html"]


@pytest.mark.parametrize("name", ["back.csv", "back.tsv"])
def test_the_sheet_goes_back_with_its_own_columns(project, tmp_path, name):
    done(project)
    report.write_sheet(project, summary(project), tmp_path / name)
    with (tmp_path / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t" if name.endswith("tsv") else ","))
    assert rows[0] == [*HEADERS[:6], "Shelf", "kabocha_page", "kabocha_file", "kabocha_mid",
                       "kabocha_state", "kabocha_reason", "kabocha_sha1"]  # fmt: skip
    assert rows[1][6] == "<b>3</b>"
    assert rows[1][8:11] == ["File:Harbour of Havnsund with boats in 1906.jpg", "M5", "done"]
    assert rows[2][7:] == ["", "", "", "ready", "", ""]


def test_only_the_open_rows(project, tmp_path):
    done(project)
    report.write_sheet(project, summary(project), tmp_path / "open.csv", only_open=True)
    with (tmp_path / "open.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [r["path"] for r in csv.DictReader(stream)] == ["b.jpg", "c.jpg"]


@pytest.mark.parametrize("ending", sheet.WORKBOOKS)
def test_a_sheet_to_mend_keeps_its_page_layout(project, tmp_path, ending):
    layout = "=={{int:filedesc}}==\n${description}"
    project.set_layout(replace(project.layout, freemarker=layout))
    report.write_sheet(project, summary(project), tmp_path / f"open.{ending}", only_open=True)
    read = child.load(str(tmp_path / f"open.{ending}"))
    assert (read.freemarker, len(read.rows)) == (layout, 3)
    assert read.headers[-6:] == report.roundtrip.COLUMNS


def test_the_page_names_languages_and_tells_quietly_what_a_person_left_out(project, tmp_path):
    done(project)
    second, third = project.rows[1].id, project.rows[2].id
    project.leave_out(TARGET.key, [second], "out", out=True)
    report.write_page(summary(project), tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "(English, norsk bokmål)" in html
    assert "(en, nb)" not in html
    told = {row.row_id: row.message for row in summary(project).rows}
    assert f'<td class="quiet">{told[second]}</td>' in html
    assert told[third]
    assert '<td class="why">' in html


def test_one_row_is_told_in_the_singular(tmp_path, jpeg):
    (tmp_path / "a.jpg").write_bytes(jpeg("a"))
    row = TableRow(2, ("a.jpg", "Harbour of Havnsund with boats in 1906", *GOOD))
    table = Table(HEADERS, (row,), source="list.csv")
    made = Project.create(None, table, name="Coast", folders=[tmp_path])
    done(made)
    assert report.headline(summary(made)) == "1 of 1 file is on Wikimedia Commons"
    made.close()


def test_items_are_named_where_we_know_them():
    known = Statement(Snak("P6216", ItemValue("Q50423863")))
    other = Statement(Snak("P180", ItemValue("Q424242424")))
    assert report.statement_line(known) == "copyright status: copyrighted (Q50423863)"
    assert report.statement_line(other) == "depicts: item Q424242424"
