"""From the command line to the practice wiki: what was chosen about private data is what arrives."""

from __future__ import annotations

import hashlib
import json
import random

import pytest
from PIL import Image

from app import cli
from app.core import checks, opening, paths
from app.core.model import Choice, Private, Severity

HEADERS = "path,name,description,author,source,date,license,categories"
PLACE = {1: "N", 2: (62.0, 24.0, 0.0), 3: "E", 4: (5.0, 1.0, 30.0)}


@pytest.fixture
def sheet(tmp_path):
    """Three photos; the first holds place and owner, the second the place, the third neither."""
    lines = [HEADERS]
    for number in (1, 2, 3):
        exif = Image.Exif()
        exif[0x013B] = "Havnsund Coast Museum"
        if number < 3:
            exif.get_ifd(0x8825).update(PLACE)
        if number == 1:
            exif.get_ifd(0x8769)[0xA430] = "Marit Solberg"
        data = random.Random(number).randbytes(60 * 40 * 3)
        path = tmp_path / f"{number}.jpg"
        Image.frombytes("RGB", (60, 40), data).save(path, exif=exif, quality=90)
        lines.append(
            f"{number}.jpg,Boats at Havnsund quay number {number},Boats at the quay {number},Anna,"
            "own work,2020,cc-by-sa-4.0,Boats"
        )
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def codes(found):
    return [
        (e["row"], e["code"])
        for e in found
        if "code" in e and e["code"].endswith(("-file", "-out"))
    ]


def upload(sheet, *more):
    return cli.main(["upload", str(sheet), "--wiki", "practice", "--json", *more])


def arrived():
    """SHA-1 and bytes of the files in the practice wiki, by the number in their name."""
    folder = paths.practice() / "files"
    files = {p.stem[-1]: p.read_bytes() for p in folder.rglob("*.jpg")}
    return {number: (hashlib.sha1(data).hexdigest(), data) for number, data in files.items()}


def inside(path):
    with Image.open(path) as image:
        exif = image.getexif()
        return bool(exif.get_ifd(0x8825)), exif.get_ifd(0x8769).get(0xA430), image.tobytes()


def test_the_hint_offers_both_ways(sheet, capsys):
    assert cli.main(["check", str(sheet), "--json"]) == 0
    assert codes(lines(capsys)) == [
        (2, "position-inside-file"), (2, "owner-inside-file"), (3, "position-inside-file"),
    ]  # fmt: skip
    cli.main(["check", str(sheet)])
    assert capsys.readouterr().out.count("(choose with --private-data") == 3


def test_a_check_only_shows_what_would_be(sheet, capsys):
    assert cli.main(["check", str(sheet), "--json", "--private-data", "remove"]) == 0
    assert codes(lines(capsys)) == [
        (2, "position-left-out"), (2, "owner-left-out"), (3, "position-left-out"),
    ]  # fmt: skip
    assert cli.main(["check", str(sheet), "--json", "--private-data", "keep"]) == 0
    assert codes(lines(capsys)) == []
    opening.for_sending(sheet).project.close()
    cli.main(["check", str(sheet), "--json", "--private-data", "remove"])
    capsys.readouterr()
    project = opening.for_sending(sheet).project
    assert project.undo_label is None
    project.close()


def test_copies_arrive_once_and_the_report_knows_them(sheet, tmp_path, capsys):
    ours = {n: (tmp_path / f"{n}.jpg").read_bytes() for n in "123"}
    assert upload(sheet, "--private-data", "remove") == 0
    told = [e for e in lines(capsys) if e.get("state") == "done"]
    assert len(told) == 3
    there = arrived()
    for number in "12":
        got = tmp_path / f"got {number}.jpg"
        got.write_bytes(there[number][1])
        position, owner, pixels = inside(got)
        assert (position, owner) == (False, None)
        assert pixels == inside(tmp_path / f"{number}.jpg")[2]
    assert there["3"][1] == ours["3"]
    assert {n: (tmp_path / f"{n}.jpg").read_bytes() for n in "123"} == ours
    report = tmp_path / "report.csv"
    assert cli.main(["report", str(sheet), "--wiki", "practice", "--csv", str(report)]) == 0
    said = report.read_text("utf-8-sig")
    assert all(sha1 in said for sha1, _ in there.values())
    assert said.count("Sent without the place") == 2
    capsys.readouterr()
    assert upload(sheet) == 0
    finished = lines(capsys)[-1]
    assert (finished["done"], finished["bytes_files"]) == (3, 0)
    assert arrived() == there


def test_the_choice_stays_for_the_next_run_and_can_be_taken_back(sheet, capsys):
    assert upload(sheet, "--private-data", "remove", "--rows", "2") == 0
    project = opening.for_sending(sheet).project
    first, second, _ = project.rows
    assert [first.choice(what) for what in Private] == [Choice.REMOVE] * 2
    assert second.choice(Private.POSITION) is None
    assert project.undo_label == "Send copies without what is private"
    project.undo()
    assert project.rows[0].choice(Private.POSITION) is None
    project.redo()
    project.close()
    project = opening.for_sending(sheet).project
    assert project.rows[0].choice(Private.OWNER) is Choice.REMOVE
    project.close()


def test_a_kind_of_file_that_cannot_be_done_is_an_error_with_a_way_out(sheet, tmp_path, capsys):
    path = tmp_path / "2.jpg"
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"\xff\xe1\xff\xff")
    project = opening.for_sending(sheet).project
    row = project.rows[1]
    project.change("x", {(row.id, Private.POSITION.cell): "remove"})
    found = [p for p in checks.offline(project) if p.row_id == row.id]
    bad = next(p for p in found if p.code == "cannot-leave-out")
    assert bad.severity is Severity.ERROR
    assert (bad.fix.value, bad.fix.cell, bad.second) == ("keep", Private.POSITION.cell, None)
    project.close()
