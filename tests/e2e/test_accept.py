"""Warnings a person may accept, on the command line: asked about, then sent with --accept."""

from __future__ import annotations

import csv
import json

from PIL import Image

from tests.e2e.program import kabocha

HEADERS = ["path", "name", "description", "date", "author", "source", "license", "categories"]
ASKS = "JD Sørensen on the quay in the summer of 1906"


def album(folder):
    folder.mkdir()
    rows = [
        ["a.png", ASKS, "A man.", "1906", "A. Lindahl", "Museum", "cc0", "Harbours"],
        ["b.png", "Town seen from the fjord, 1912", "A town.", "1912", "K. Knudsen", "Museum",
         "cc0", "Towns"],
    ]  # fmt: skip
    for place, row in enumerate(rows):
        Image.new("RGB", (60 + place, 40), (40, 90, 120)).save(folder / row[0])
    sheet = folder / "album.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    return sheet


def test_an_accepted_warning_is_overridden_and_another_is_not(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    sheet = album(tmp_path / "album")
    first = kabocha("upload", sheet, "--wiki", "practice", home=home)
    assert {k: first.finished[k] for k in ("done", "asked", "left")} == {
        "done": 1, "asked": 1, "left": 0,
    }, first.messages  # fmt: skip
    said = [line for line in first.lines if line.get("state") == "asked"]
    assert [line["reason"] for line in said] == ["bad-prefix"]
    other = kabocha("upload", sheet, "--wiki", "practice", "--accept", "was-deleted", home=home)
    assert (other.finished["done"], other.finished["asked"]) == (1, 1)
    yes = kabocha("upload", sheet, "--wiki", "practice", "--accept", "bad-prefix", home=home)
    assert (yes.finished["done"], yes.finished["asked"], yes.code) == (2, 0, 0), yes.messages
    log = (home / "data" / "practice" / "log.jsonl").read_text("utf-8").splitlines()
    sent = [json.loads(line)["title"] for line in log if json.loads(line)["action"] == "upload"]
    assert sorted(t.removeprefix("File:").replace("_", " ") for t in sent) == [
        f"{ASKS}.png",
        "Town seen from the fjord, 1912.png",
    ]
