"""Parts of the command line that need no process of their own."""

import json
import socket

import pytest

from app import __main__, cli
from app.core import opening, sending, text
from app.core.errors import NetworkError, UsageError
from app.core.model import Fix, Problem, RowState, Severity


def shown(capsys, *problems):
    cli._show_problems(problems, cli.Output(as_json=False))
    return capsys.readouterr().out.splitlines()


def hint(row, fix=None):
    return Problem("categories-missing", Severity.INFO, row, "categories", fix=fix)


def test_the_same_sentence_is_one_line_with_its_rows(capsys):
    (line,) = shown(capsys, *map(hint, (2, 3, 4, 7)))
    assert line.startswith("rows 2-4, 7, categories: hint: ")


def test_one_row_and_the_whole_sheet(capsys):
    sheet = Problem("no-rows", Severity.BLOCKER)
    lines = shown(capsys, sheet, hint(12))
    assert [line.split(":")[0] for line in lines] == ["sheet", "row 12, categories"]


def test_each_suggestion_keeps_its_row(capsys):
    lines = shown(capsys, hint(2, Fix("replace", "A")), hint(3, Fix("replace", "B")))
    assert [line.split(",")[0] for line in lines] == ["row 2", "row 3"]


def test_json_has_one_object_a_problem(capsys):
    cli._show_problems((hint(2), hint(3)), cli.Output(as_json=True))
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("verb", ["check", "preview", "status"])
def test_ctrl_c_is_no_crash(monkeypatch, verb):
    def stop(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", stop)
    assert __main__.main([verb]) == 3


def test_ctrl_c_within_a_verb_is_said(monkeypatch, capsys):
    def stop(_args, _out):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli._RUN, "preview", stop)
    assert cli.main(["preview", "a.csv", "--row", "2"]) == 3
    assert capsys.readouterr().err.strip() == "Stopped."


def test_a_network_that_stays_away_says_how_to_go_on(monkeypatch, capsys):
    def stop(_args, _out):
        raise NetworkError("no-answer")

    monkeypatch.setitem(cli._RUN, "status", stop)
    assert cli.main(["status", "a.csv"]) == 5
    assert "same command again" in capsys.readouterr().err


def test_the_line_to_the_practice_wiki(capsys, tmp_path):
    (tmp_path / "a.csv").write_text("path,name\n", "utf-8")
    assert cli.main(["line", str(tmp_path / "a.csv"), "--wiki", "practice"]) == 0
    assert "Your line sends" in capsys.readouterr().out
    assert cli.main(["line", "--wiki", "practice", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["event"], told["wiki"], told["problem"]) == ("line", "practice", None)
    assert told["bytes_per_second"] > 0


def test_a_proxy_of_the_environment_that_is_not_there(capsys, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # a port where nobody listens
        place = f"127.0.0.1:{held.getsockname()[1]}"
        monkeypatch.setenv("HTTPS_PROXY", f"http://staff:secret@{place}")
        assert cli.main(["line"]) == 5
    said = capsys.readouterr().err
    assert said.startswith("Wikimedia Commons cannot be reached.\n")
    assert f"does not answer at {place}" in said
    assert "HTTPS_PROXY=" in said
    assert "secret" not in said


@pytest.mark.parametrize("rows", ["x", "5-3", "0", "-2", "1-99999999999", "2,,3"])
def test_rows_that_are_none(rows):
    with pytest.raises(UsageError):
        sending.row_numbers(rows)


def test_rows_are_ranges_and_numbers():
    assert sending.row_numbers("2-4, 9") == {2, 3, 4, 9}
    assert sending.row_numbers(None) is None


@pytest.mark.parametrize(
    "arguments",
    [["upload", "a.csv", "--wiki", "practice", "--limit", "-1"], ["practice", "--port", "99999"]],
)
def test_numbers_out_of_range_are_refused(arguments, capsys):
    assert cli.main(arguments) == 2
    assert arguments[-1] in capsys.readouterr().err


def test_the_language_of_the_texts(tmp_path, capsys):
    sheet = tmp_path / "list.csv"
    sheet.write_text("path,name,description\na.jpg,Pier,En brygge\n", "utf-8")
    asked = ["preview", str(sheet), "--row", "2", "--json"]
    labels = []
    for more in ([], ["--language", "nb"], []):
        assert cli.main([*asked, *more]) == 0
        labels.append(json.loads(capsys.readouterr().out)["structured_data"]["labels"])
    assert [list(one) for one in labels] == [["en"], ["nb"], ["en"]]
    assert cli.main([*asked, "--language", "klingon"]) == 2
    assert "klingon" in capsys.readouterr().err
    made = str(tmp_path / "new.kabocha")
    assert cli.main(["new", made, "--from", str(sheet), "--language", "nb"]) == 0
    assert cli.main(["preview", made, "--row", "2", "--json"]) == 0
    assert '"nb"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "key", "said"),
    [
        (["upload"], "usage.required", "path"),
        (["check", "x", "--frob"], "usage.unknown", "--frob"),
        (["frob"], "usage.choice", "frob"),
        (["practice", "--port", "x"], "usage.value", "x"),
        (["check", "x", "--wiki"], "usage.one-value", "--wiki"),
        (["check", "--help"], "usage.help", "--sheet"),
    ],
)
def test_usage_is_in_the_language_of_the_program(monkeypatch, capsys, argv, key, said):
    monkeypatch.setenv("KABOCHA_LANG", text.LONG)
    try:
        assert cli.main(argv) == (0 if "--help" in argv else 2)
        names = ("what", "value", "choices")
        pieces = text.t(key, **dict.fromkeys(names, "|")).split("|")
    finally:
        text.use("en")
    shown = capsys.readouterr()
    told = " ".join((shown.out + shown.err).split())
    assert said in told
    assert all(" ".join(piece.split()) in told for piece in pieces)
    for english in ("usage:", "required", "error:", "invalid", "expected", "exit"):
        assert english not in told


def test_a_report_makes_no_folder(tmp_path, capsys):
    text.use("en")
    sheet = tmp_path / "list.csv"
    sheet.write_text("path,name\na.jpg,Harbour\n", "utf-8")
    for form in ("html", "csv", "xlsx", "left"):
        place = tmp_path / "missing" / f"report.{form}"
        assert cli.main(["report", str(sheet), f"--{form}", str(place)]) == 2
        assert str(place.parent) in capsys.readouterr().err
        assert not place.parent.exists()


def test_rows_that_did_not_go_become_a_sheet(tmp_path, capsys):
    text.use("en")
    sheet, place, back = (tmp_path / name for name in ("list.csv", "left.csv", "back.csv"))
    sheet.write_text("path,name\na.jpg,Harbour\nb.jpg,Pier\n", "utf-8")
    project = opening.for_sending(sheet).project
    project.journal("practice").set(project.row_by_number(3).id, RowState.DONE)
    project.close()
    assert cli.main(["report", str(sheet), "--left", str(place), "--csv", str(back)]) == 0
    assert str(place) in capsys.readouterr().out
    header, *rows = place.read_text("utf-8-sig").splitlines()
    assert header.startswith("path,name,")
    assert "kabocha_reason" in header
    assert [row.split(",")[1] for row in rows] == ["Harbour"]
    assert "a.jpg" in rows[0].removeprefix("a.jpg,")  # the reason says which file is missing
    every = back.read_text("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1] for row in every] == ["Harbour", "Pier"]
