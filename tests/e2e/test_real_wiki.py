"""The command line against a real MediaWiki: small files, chunks, refusals, text and bytes."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from tests.e2e.program import DATA, kabocha
from tests.scans import copy_scans

pytestmark = pytest.mark.mediawiki


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    copy_scans(folder)
    for sheet in DATA.glob("pattypan-*.xls"):
        shutil.copy(sheet, folder)
    return folder


def send(wiki, home, sheet, *more, **environment):
    password = environment.pop("KABOCHA_PASSWORD", wiki.password)
    return kabocha("upload", sheet, "--wiki", wiki.api, "--user", wiki.user, *more,
                   home=home, KABOCHA_PASSWORD=password, **environment)  # fmt: skip


def sha1(data):
    return hashlib.sha1(data).hexdigest()


def test_both_pattypan_workbooks(mediawiki, home, work):
    """Bytes and page text arrive as previewed; run again sends nothing."""
    for name, rows in (("pattypan-information", 5), ("pattypan-artwork-moved", 4)):
        sheet = work / f"{name}.xls"
        sent = send(mediawiki, home, sheet)
        assert sent.code == 0, (sent.messages, sent.lines)
        assert sent.finished["done"] == rows
        again = send(mediawiki, home, sheet)
        assert (again.code, again.finished["done"], again.finished["bytes_files"]) == (0, rows, 0)
        for row in range(2, rows + 2):
            shown = kabocha("preview", sheet, "--row", row, home=home).lines[0]
            title = shown["title"].removeprefix("File:")
            assert mediawiki.page_text(title).strip() == shown["text"].replace(
                "{{subst:unc}}", ""
            ).strip() or ("{{subst:unc}}" in shown["text"])
            assert len(mediawiki.file_versions(title)) == 1
    on_wiki = {sha1(mediawiki.file_bytes(t)) for t in mediawiki.files()}
    assert {sha1(p.read_bytes()) for p in (work / "scans").iterdir()} <= on_wiki


def sheet_of(work, *rows):
    place = work / "list.csv"
    head = "path,name,description,date,source,author,license,categories"
    place.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return place


def good_row(path, name):
    return f"{path},{name},A picture of the harbour,1906,{{{{own}}}},Havnsund Coast Museum,{{{{Cc-zero}}}},Harbours"


def test_a_file_in_chunks_that_ends_in_a_carriage_return(mediawiki, home, work):
    """21 MB of a PDF, with the byte that multipart bodies like to lose."""
    body = b"%PDF-1.4\n" + hashlib.sha256(b"seed").digest() * 656_250 + b"\nstartxref\n0\n%%EOF\r"
    (work / "From the archive.pdf").write_bytes(body)
    sheet = sheet_of(work, good_row("From the archive.pdf", "From the archive of the coast museum"))
    sent = send(mediawiki, home, sheet)
    assert sent.finished["done"] == 1, (sent.messages, sent.lines)
    assert sha1(mediawiki.file_bytes("From the archive of the coast museum.pdf")) == sha1(body)


def test_refusals_name_the_row_and_the_reason(mediawiki, home, work):
    for name in ("inv-1901", "inv-1902"):  # bytes that no other test sends
        (work / f"{name}.jpg").write_bytes((work / "scans" / f"{name}.jpg").read_bytes() + b"\0")
    sheet = sheet_of(
        work,
        good_row("inv-1901.jpg", "River landscape in the coast museum"),
        good_row("inv-1902.jpg", "A forbidden word for the harbour"),
    )
    first = send(mediawiki, home, sheet)
    states = {line["row"]: line for line in first.lines if line.get("event") == "row"}
    assert states[2]["state"] == "done"
    assert states[3]["state"] in ("failed", "skipped")
    assert "blacklist" in states[3]["reason"]


def test_a_name_that_is_taken_is_refused_and_untouched(mediawiki, home, work):
    shutil.copy(work / "scans" / "church tower.jpeg", work / "mine.jpg")
    (work / "other.jpg").write_bytes((work / "scans" / "inv-1904.jpg").read_bytes() + b"\0")
    title = "Taken name in the harbour museum"
    assert send(mediawiki, home, sheet_of(work, good_row("other.jpg", title))).finished["done"] == 1
    before = mediawiki.file_bytes(f"{title}.jpg")
    (work / "list.csv.kabocha").unlink()
    (work / "third.jpg").write_bytes((work / "scans" / "inv-1903.jpg").read_bytes() + b"\0\0")
    second = send(mediawiki, home, sheet_of(work, good_row("third.jpg", title)))
    assert second.code == 1
    assert mediawiki.file_bytes(f"{title}.jpg") == before
    assert len(mediawiki.file_versions(f"{title}.jpg")) == 1


def test_a_wrong_bot_password(mediawiki, home, work):
    result = send(mediawiki, home, work / "pattypan-information.xls", KABOCHA_PASSWORD="x" * 32)
    assert result.code == 4
    assert "password" in result.messages
