"""The verbs of the command line, end to end: real files, the real program, the practice wiki."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import time

import openpyxl
import pytest

from tests.e2e.program import DATA, command, environment, kabocha
from tests.scans import copy_scans


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def work(tmp_path):
    """Both Pattypan workbooks and their scans, as an institution has them."""
    folder = tmp_path / "work"
    copy_scans(folder)
    for sheet in DATA.glob("pattypan-*.xls"):
        shutil.copy(sheet, folder)
    return folder


def wiki_folder(home):
    return home / "data" / "practice"


def states(result):
    return {line["row"]: line["state"] for line in result.lines if "state" in line}


def test_demo(home, tmp_path):
    result = kabocha("demo", "--out", tmp_path / "out", home=home)
    assert result.code == 0, result.messages
    finished = result.finished
    assert {k: finished[k] for k in ("done", "failed", "skipped", "left")} == {
        "done": 12, "failed": 0, "skipped": 2, "left": 0,
    }  # fmt: skip
    assert result.lines[-1] == finished
    report = (tmp_path / "out" / "kabocha-demo" / "report.html").read_text("utf-8")
    assert "12 of 14" in report


def test_check_of_a_sheet_leaves_no_file(home, work):
    before = sorted(p.name for p in work.rglob("*"))
    result = kabocha("check", work / "pattypan-information.xls", home=home, cwd=work)
    assert sorted(p.name for p in work.rglob("*")) == before
    assert result.finished["rows"] == 5
    assert result.finished["ready"] == 5
    assert result.code == 0
    assert set(result.problems()[0]) == {"row", "field", "code", "severity", "message", "fix"}


def test_moved_files_are_found_again_by_name(home, work):
    result = kabocha("check", work / "pattypan-artwork-moved.xls", home=home)
    assert result.finished["ready"] == 4, result.problems("error")
    assert {p["row"] for p in result.problems() if p["code"] == "file-moved"} == {2, 3, 4, 5}


def test_new_then_everything_on_the_project(home, work):
    project = work / "art.kabocha"
    made = kabocha(
        "new",
        project,
        "--from",
        work / "pattypan-artwork-moved.xls",
        "--files",
        work / "scans",
        home=home,
    )
    assert (made.code, made.lines[0]["rows"]) == (0, 4)
    assert (
        kabocha("new", project, "--from", work / "pattypan-artwork-moved.xls", home=home).code == 2
    )
    assert kabocha("check", project, home=home).finished["ready"] == 4


def test_preview_is_what_is_sent(home, work):
    sheet = work / "pattypan-artwork-moved.xls"
    shown = kabocha("preview", sheet, "--row", 4, home=home).lines[0]
    assert shown["title"] == "File:Still life with pattypan squash - Example Museum inv. 1903.jpg"
    kabocha("upload", sheet, "--wiki", "practice", home=home)
    pages = wiki_folder(home) / "pages"
    (page,) = [p for p in pages.iterdir() if "inv._1903" in p.name or "inv. 1903" in p.name]
    assert page.read_text("utf-8").strip() == shown["text"].strip()
    data = shown["structured_data"]
    assert data["labels"]["en"]["value"] == "Still life with pattypan squash, oil on canvas"
    assert [c["mainsnak"]["property"] for c in data["claims"]].count("P6216") == 2


@pytest.mark.parametrize(
    ("name", "rows"), [("pattypan-information", 5), ("pattypan-artwork-moved", 4)]
)
def test_upload_status_report_and_again(home, work, tmp_path, name, rows):
    sheet = work / f"{name}.xls"
    bytes_before = sheet.read_bytes()
    first = kabocha("upload", sheet, "--wiki", "practice", home=home)
    assert first.code == 0, (first.messages, first.lines)
    assert first.finished["done"] == rows
    log = [
        json.loads(line)
        for line in (wiki_folder(home) / "log.jsonl").read_text("utf-8").splitlines()
    ]
    again = kabocha("upload", sheet, "--wiki", "practice", home=home)
    after = (wiki_folder(home) / "log.jsonl").read_text("utf-8").splitlines()
    assert (again.code, again.finished["done"], again.finished["bytes_files"]) == (0, rows, 0)
    assert len(after) == len(log)
    assert sheet.read_bytes() == bytes_before

    status = kabocha("status", sheet, "--wiki", "practice", home=home)
    assert set(states(status).values()) == {"done"}
    assert status.lines[-1] == {"event": "totals", "done": rows}

    table = tmp_path / "back.csv"
    book = tmp_path / "back.xlsx"
    page = tmp_path / "report.html"
    done = kabocha(
        "report",
        sheet,
        "--wiki",
        "practice",
        "--csv",
        table,
        "--xlsx",
        book,
        "--html",
        page,
        home=home,
    )
    assert done.code == 0, done.messages
    with table.open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert [r["kabocha_state"] for r in read] == ["done"] * rows
    for row in read:
        assert row["kabocha_mid"].startswith("M")
        assert row["kabocha_page"].startswith("http://127.0.0.1:")
        assert "/wiki/File:" in row["kabocha_page"]
    sha1s = {hashlib.sha1(p.read_bytes()).hexdigest() for p in (work / "scans").iterdir()}
    assert {r["kabocha_sha1"] for r in read} <= sha1s
    on_wiki = {
        hashlib.sha1(p.read_bytes()).hexdigest() for p in (wiki_folder(home) / "files").iterdir()
    }
    assert {r["kabocha_sha1"] for r in read} == on_wiki
    header = next(openpyxl.load_workbook(book).active.iter_rows(values_only=True))
    assert header[-6:] == ("kabocha_page", "kabocha_file", "kabocha_mid", "kabocha_state", "kabocha_reason", "kabocha_sha1")  # fmt: skip
    assert f"{rows} of {rows}" in page.read_text("utf-8")


def test_rehearsing_leaves_the_rows_ready_for_other_targets(home, work):
    sheet = work / "pattypan-information.xls"
    kabocha("upload", sheet, "--wiki", "practice", home=home)
    status = kabocha("status", sheet, "--wiki", "commons", home=home)
    assert set(states(status).values()) == {"ready"}


def test_limit_and_rows(home, work):
    """What is left over by choice is no trouble; the totals are those of the whole sheet."""
    sheet = work / "pattypan-information.xls"
    limited = kabocha("upload", sheet, "--wiki", "practice", "--limit", 1, home=home)
    assert (limited.finished["done"], limited.finished["left"], limited.code) == (1, 4, 0)
    chosen = kabocha("upload", sheet, "--wiki", "practice", "--rows", "4-5", home=home)
    assert (chosen.finished["done"], chosen.finished["left"], chosen.code) == (3, 2, 0)
    assert {line["row"] for line in chosen.lines if line.get("event") == "row"} == {4, 5}
    status = states(kabocha("status", sheet, home=home))
    assert {row for row, state in status.items() if state == "done"} == {2, 4, 5}
    assert kabocha("upload", sheet, "--wiki", "practice", "--rows", "99", home=home).code == 2


def test_a_kill_in_the_middle_loses_and_doubles_nothing(home, work):
    sheet = work / "pattypan-information.xls"
    run = subprocess.Popen(
        command("upload", sheet, "--wiki", "practice", "--json"), env=environment(home), cwd=DATA.parents[1],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    for line in run.stdout:
        if json.loads(line).get("state") in ("committing", "published"):
            run.kill()
            break
    run.stdout.close()
    assert run.wait() == -9
    second = kabocha("upload", sheet, "--wiki", "practice", home=home)
    assert second.code == 0, (second.messages, second.lines)
    assert second.finished["done"] == 5
    log = [
        json.loads(line)
        for line in (wiki_folder(home) / "log.jsonl").read_text("utf-8").splitlines()
    ]
    uploads = [e["title"] for e in log if e["action"] == "upload"]
    assert len(uploads) == len(set(uploads)) == 5


def test_a_foreign_file_of_the_same_name_is_never_touched(home, work):
    sheet = work / "pattypan-information.xls"
    kabocha("upload", sheet, "--wiki", "practice", "--rows", "2", home=home)
    (theirs,) = (wiki_folder(home) / "files").iterdir()
    before = theirs.read_bytes()
    (work / "pattypan-information.xls.kabocha").unlink()
    shutil.copy(work / "scans" / "inv-1901.jpg", work / "scans" / "DSC_0001.jpg")
    second = kabocha("upload", sheet, "--wiki", "practice", "--rows", "2", home=home)
    assert second.code == 1
    row = [line for line in second.lines if line.get("row") == 2][-1]
    assert row["state"] in ("failed", "skipped")
    assert row["reason"] in ("exists", "wiki:exists")
    assert theirs.read_bytes() == before


def test_a_blocked_account_sends_nothing(home, work):
    result = kabocha(
        "upload",
        work / "pattypan-information.xls",
        "--wiki",
        "practice",
        "--user",
        "blocked",
        home=home,
    )
    assert result.code == 4
    assert not (wiki_folder(home) / "files").exists() or not list(
        (wiki_folder(home) / "files").iterdir()
    )
    assert "blocked" in result.messages.lower() or any(
        "blocked" in p["message"].lower() for p in result.problems()
    )


def test_a_wrong_password_says_why(home, work):
    result = kabocha(
        "upload",
        work / "pattypan-information.xls",
        "--wiki",
        "practice",
        "--user",
        "wrong",
        home=home,
    )
    assert result.code == 4
    assert "password" in result.messages


def test_a_public_wiki_is_never_sent_to_without_yes(home, work):
    result = kabocha("upload", work / "pattypan-information.xls", "--wiki", "commons", home=home)
    assert result.code in (2, 4)
    assert result.messages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nothing.xlsx"], "not there"),
        (["check"], "path"),
        (["upload", "x.csv"], ""),
    ],
)
def test_wrong_calls(home, arguments, said):
    result = kabocha(*arguments, home=home)
    assert result.code == 2
    assert said in result.messages


def test_texts_without_json_are_for_people(home, work):
    result = kabocha("check", work / "pattypan-information.xls", home=home, as_json=False)
    assert "rows 2-6, license: " in result.text
    assert "row 4, name: " in result.text
    assert "{" not in result.text


def test_the_practice_wiki_as_a_program(home, tmp_path, work):
    folder = tmp_path / "wiki"
    run = subprocess.Popen(
        command("practice", "--dir", folder, "--json"), env=environment(home), cwd=DATA.parents[1],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        listening = json.loads(run.stdout.readline())
        assert listening["event"] == "listening"
        api = json.loads((folder / "practice.json").read_text("utf-8"))["api"]
        assert api == listening["api"]
        sent = kabocha("upload", work / "pattypan-information.xls", "--wiki", api, "--user", "Me@app",
                       home=home, KABOCHA_PASSWORD="x")  # fmt: skip
        assert sent.code == 0, (sent.messages, sent.lines)
        assert len(list((folder / "files").iterdir())) == 5
    finally:
        run.terminate()
        run.stdout.close()
        assert run.wait(20) == 0
    deadline = time.monotonic() + 5
    while (folder / "practice.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not (folder / "practice.json").exists()


def test_help_of_every_verb(home):
    for verb in ("new", "check", "preview", "upload", "status", "report", "practice", "demo"):
        result = kabocha(verb, "--help", home=home, as_json=False)
        assert result.code == 0
        assert "--json" in result.text


def test_status_after_the_sheet_changed(home, tmp_path):
    """What was sent is not forgotten because a cell was mended in the sheet."""
    work = tmp_path / "changing"
    work.mkdir()
    copy_scans(work)
    sheet = work / "list.csv"

    def write(*rows):
        with sheet.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["path", "name", "description", "license"])
            writer.writerows(rows)

    first = ["scans/inv-1901.jpg", "First painting of the Example Museum", "One", "Cc-zero"]
    second = ["scans/inv-1902.jpg", "Second painting of the Example Museum", "Two", "Cc-zero"]
    write(first, second)
    kabocha("upload", sheet, "--wiki", "practice", "--rows", "2", home=home)
    write([*first[:2], "One, mended", first[3]])
    status = kabocha("status", sheet, home=home)
    found = [(line["row"], line["state"], line["reason"]) for line in status.lines[:-1]]
    assert found == [(2, "done", None), (None, "draft", "row-gone")]
    codes = {p["code"] for p in kabocha("check", sheet, home=home).problems()}
    assert {"changed-after-upload", "row-gone"} <= codes
    again = kabocha("upload", sheet, "--wiki", "practice", home=home)
    assert {k: again.finished[k] for k in ("done", "skipped")} == {"done": 1, "skipped": 1}
