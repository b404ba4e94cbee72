"""What is wrong with one row: its name, its file, its texts."""

import pytest

from app.core import fields, resources, text
from app.core.checks import Checker, groups, mending
from app.core.model import Private, Problem, Row, Severity


def codes(problems, *, worst=Severity.WARNING):
    return {p.code for p in problems if p.severity.rank <= worst.rank}


def one(problems, code):
    found = [p for p in problems if p.code == code]
    assert len(found) == 1, [p.code for p in problems]
    return found[0]


def test_a_good_row_has_nothing_wrong(make, picture, check):
    picture("a.jpg")
    problems = check(make({}))
    assert not codes(problems), problems


def test_each_problem_stands_at_its_row_and_column(make, picture, check):
    picture("a.jpg")
    problems = check(make({}, {"path": "b.jpg", "name": "DSC_0001", "license": None}))
    assert {p.row for p in problems if p.severity is Severity.ERROR} == {3}
    assert one(problems, "camera-name").field == "name"
    assert one(problems, "file-missing").field == "path"
    missing = one(problems, "licence-missing")
    assert (missing.field, missing.row, missing.row_id) == ("license", 3, 101)


def test_every_problem_has_a_sentence(make, picture, check):
    picture("a.jpg")
    rows = [
        {"name": None}, {"path": None}, {"license": None}, {"author": None}, {"date": "32.13.1900"},
        {"categories": None}, {"name": "DSC_0001"}, {"categories": "[[File:X]]"}, {"path": "b.jpg"},
        {"path": "https://example.org/a.jpg"},
    ]  # fmt: skip
    for problem in check(make(*rows)):
        if text.has(f"problem.{problem.code}"):
            assert "{" not in text.problem(problem)


# -- the file -------------------------------------------------------------------------------------


def test_an_address_gets_only_that_problem_for_its_file(make, check):
    problems = check(make({"path": "https://example.org/a.jpg"}))
    assert {p.code for p in problems if p.field == "path"} == {"url-file"}


def test_no_path_is_said_once(make, check):
    problems = check(make({"path": None, "x": "1"}, headers=[*make.headers, "x"]))
    assert [p.code for p in problems if p.field == "path"] == ["path-missing"]
    assert not [p for p in problems if p.code.startswith("ext-")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"just some words" * 50, "content-unknown"),
        (b"\0" * 5000, "file-damaged"),
    ],
)
def test_broken_files(make, check, tmp_path, data, code):
    (tmp_path / "a.jpg").write_bytes(data)
    problems = check(make({}))
    assert one(problems, code).severity is Severity.ERROR


def test_a_truncated_picture(make, picture, check):
    whole = picture("a.jpg", size=(400, 300))
    whole.write_bytes(whole.read_bytes()[:-100])
    assert one(check(make({})), "file-truncated").params["name"] == "a.jpg"


def test_a_png_that_is_called_jpg_is_mended_by_its_name(make, picture, check, tmp_path):
    picture("a.png").rename(tmp_path / "a.jpg")
    batch = make({})
    problem = one(check(batch), "ext-mismatch")
    assert (problem.severity, problem.field) == (Severity.ERROR, "name")
    assert problem.fix.action == "set_extension_from_content"
    assert problem.fix.value == "Market hall in Example, north side.png"
    batch.put(2, "name", problem.fix.value)
    assert not codes(check(batch))


def test_types_that_commons_does_not_take_come_with_advice(make, check, tmp_path):
    (tmp_path / "a.bmp").write_bytes(b"BM" + b"\1" * 100)
    problem = one(check(make({"path": "a.bmp"})), "ext-not-allowed")
    assert problem.field == "path"
    assert problem.params["advice"] == "Convert to PNG."
    assert problem.fix.value is None


def test_a_foreign_type_inside_an_allowed_extension(make, check, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"BM" + b"\1" * 100)
    assert one(check(make({})), "content-not-allowed").params["advice"] == "Convert to PNG."


def test_an_svg_with_a_script(make, check, tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'
    (tmp_path / "a.svg").write_text(svg)
    assert "svg-script" in codes(check(make({"path": "a.svg"})))


def test_a_file_over_the_limit_is_named_with_its_size(make, check, tmp_path):
    with (tmp_path / "a.tif").open("wb") as file:
        file.write(b"II*\0")
        file.truncate(5 * 1024**3 + 1)
    problem = one(check(make({"path": "a.tif"})), "file-too-large")
    assert problem.params["size"] == text.size(5 * 1024**3 + 1)


def test_a_place_inside_the_file_is_a_hint(make, check, tmp_path):
    from PIL import Image

    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 15.0, 0.0)}
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    problem = one(check(make({})), "position-inside-file")
    assert problem.severity is Severity.INFO
    assert (problem.params["latitude"], problem.params["longitude"]) == (52.5, 13.25)
    ways = [(way.value, way.cell) for way in mending.ways(problem)]
    assert ways == [("remove", Private.POSITION.cell), ("keep", Private.POSITION.cell)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("", [("position-inside-file", 2), ("owner-inside-file", 2)]),
        ("keep", []),
        ("remove", [("position-left-out", 1), ("owner-left-out", 1)]),
    ],
)
def test_what_was_chosen_about_private_facts_changes_the_hint(
    make, check, tmp_path, choice, expected
):
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Havnsund Coast Museum"
    exif.get_ifd(0x8769)[0xA430] = "Marit Solberg"
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 15.0, 0.0)}
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    batch = make({})
    (row,) = batch.rows
    cells = {**row.cells, **{what.cell: choice for what in Private}}
    batch.rows = (Row(row.id, row.number, cells),)
    found = [p for p in check(batch) if p.code.endswith(("-inside-file", "-left-out"))]
    assert [(p.code, len(mending.ways(p))) for p in found] == expected
    assert all(p.severity is Severity.INFO for p in found)


def test_who_made_the_picture_is_no_private_fact(make, check, tmp_path):
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Havnsund Coast Museum"
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    assert "owner-inside-file" not in codes(check(make({})), worst=Severity.INFO)


# -- the texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["description", "source", "author"])
def test_a_missing_field_is_a_warning_with_its_label(make, picture, check, field):
    picture("a.jpg")
    problem = one(check(make({field: None})), "field-missing")
    assert problem.severity is Severity.WARNING
    assert problem.field == field
    label = fields.template("information").field(field).label
    assert problem.params["label"] == label


def test_a_missing_licence_is_an_error_without_a_column_too(make, picture, check):
    picture("a.jpg")
    headers = [h for h in make.headers if h != "license"]
    problem = one(check(make({}, headers=headers)), "licence-missing")
    assert problem.severity is Severity.ERROR
    assert problem.field is None


def test_a_constant_fills_what_is_missing(make, picture, check):
    picture("a.jpg")
    batch = make({"license": None}, constants={"field:license": "Cc-zero"})
    assert "licence-missing" not in codes(check(batch))


def test_a_property_or_caption_says_it_too(make, picture, check):
    picture("a.jpg")
    batch = make({"author": None, "description": None, "P170": "Q1", "caption[en]": "A hall"})
    assert "field-missing" not in codes(check(batch))


def test_an_artwork_wants_somebody_who_made_it(make, picture, check):
    picture("a.jpg")
    batch = make({"author": None, "artist": "Anna"}, {"author": None}, template="artwork")
    missing = [p for p in check(batch) if p.code == "field-missing"]
    assert {p.row for p in missing} == {3}


def test_a_workbook_layout_may_say_it_all_itself(make, picture, check):
    picture("a.jpg")
    layout = (
        "{{Information\n|description=${description}\n|source=Own archive\n|author=Museum\n}}\n"
        "{{Cc-by-4.0}}\n[[Category:Halls]]"
    )
    bare = {"license": None, "source": None, "author": None, "categories": None}
    problems = check(make(bare, freemarker=layout))
    wrong = {"licence-missing", "field-missing", "categories-missing"}
    assert not codes(problems, worst=Severity.INFO) & wrong


def test_a_workbook_layout_that_leaves_things_out(make, picture, check):
    picture("a.jpg")
    bare = {"license": None, "source": None, "author": None, "categories": None}
    layout = "{{Information\n|description=${description}\n|source=\n}}"
    found = codes(check(make(bare, freemarker=layout)), worst=Severity.INFO)
    assert {"licence-missing", "field-missing", "categories-missing"} <= found


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("CC BY-NC 4.0", "license", "licence-not-accepted"),
        ("Pd-something-new", "license", "licence-unknown"),
    ],
)
def test_licences(make, picture, check, cell, column, code):
    picture("a.jpg")
    assert one(check(make({column: cell})), code).field == column


def test_a_licence_against_the_date(make, picture, check):
    picture("a.jpg")
    problems = check(make({"license": "{{PD-old-100}}", "date": "1990"}))
    assert "licence-contradicts-date" in codes(problems)
    assert one(problems, "licence-contradicts-date").params["date"] == 1990


def test_a_licence_against_the_makers_death(make, picture, check):
    picture("a.jpg")
    row = {"license": "{{PD-old-100}}", "author": "Anna Example (1920–1999)", "date": None}
    assert one(check(make(row)), "licence-too-young").params["died"] == 1999


@pytest.mark.parametrize(
    ("cell", "bad"),
    [
        ("Market halls; Wrocław", False),
        ("Market halls|Hall", False),
        ("[[Category:Market halls]]", True),
        ("Category:Category:Market halls", True),
        ("File:X.jpg", True),
        ("{{Uncategorized}}", True),
        ("A#b", True),
    ],
)
def test_categories(make, picture, check, cell, bad):
    picture("a.jpg")
    found = [p for p in check(make({"categories": cell})) if p.code.startswith("category-")]
    assert bool(found) == bad
    for problem in found:
        assert problem.field == "categories"


def test_a_mended_category_cell_is_well_formed(make, picture, check):
    picture("a.jpg")
    batch = make({"categories": "[[Category:Market halls]]; Wrocław"})
    fix = next(p.fix for p in check(batch) if p.code.startswith("category-"))
    batch.put(2, "categories", fix.value)
    assert not [p for p in check(batch) if p.code.startswith("category-")]


# -- groups ---------------------------------------------------------------------------------------


def test_groups_are_sorted_and_counted(make, picture, check):
    picture("a.jpg")
    rows = [{"license": None}, {"license": None, "author": None}, {"name": None}]
    made = groups(check(make(*rows)))
    ranks = [g.severity.rank for g in made]
    assert ranks == sorted(ranks)
    licence = next(g for g in made if g.code == "licence-missing")
    assert (licence.rows, licence.severity) == (2, Severity.ERROR)
    assert licence.headline.startswith("2 rows have no licence")
    alone = next(g for g in made if g.code == "name-missing")
    assert alone.headline == text.problem(alone.problems[0])


def test_a_group_that_quotes_one_value_says_how_many_others_there_are():
    def found(row, value):
        return Problem("wiki:said-so", Severity.ERROR, row, params={"text": value}, row_id=row)

    (group,) = groups([found(2, "no"), found(3, "no"), found(4, "never"), found(5, "not today")])
    assert group.headline.startswith(text.problem(group.problems[0]))
    assert group.headline.endswith("It is the same with 2 other values.")
    (alike,) = groups([found(2, "no"), found(3, "no")])
    assert alike.headline == text.problem(alike.problems[0])


def test_groups_that_are_as_they_were_are_taken_over(make, picture):
    picture("a.jpg")
    batch = make({"license": None}, {"license": None}, {"date": "some day"})
    checker = Checker(batch)
    checker.run()
    before = groups(checker.problems)
    batch.put(2, "license", "cc0")
    checker.run({batch.rows[0].id})
    after = groups(checker.problems, before)
    assert after == groups(checker.problems)
    kept = [group for group in after if any(group is old for old in before)]
    codes = {group.code for group in kept}
    assert codes
    assert "licence-missing" not in codes


@pytest.mark.parametrize(
    ("changes", "code", "untold"),
    [
        ({"license": None}, "licence-missing", "P6216"),
        ({"license": "All rights reserved"}, "licence-not-accepted", "P6216"),
        ({"license": "{{Some local tag}}"}, "licence-unknown", "P6216"),
        ({"author": None}, "field-missing", "P170"),
        ({"author": "A" * 1600}, "text-long", "P170"),
    ],
)
def test_what_is_wrong_is_told_once(make, picture, check, changes, code, untold):
    """A licence that is missing is no news as a statement that is missing."""
    picture("a.jpg")
    found = check(make(changes))
    assert code in {p.code for p in found}
    missing = [p.params["property"] for p in found if p.code == "statement-missing"]
    assert untold not in missing


def test_a_maker_that_cannot_be_read_is_told(make, picture, check):
    picture("a.jpg")
    (problem,) = [
        p for p in check(make({"author": "{{Strange}}"})) if p.code == "statement-missing"
    ]
    assert (problem.params["property"], problem.field) == ("P170", "author")


def test_every_type_that_is_refused_has_words_without_code():
    for group in resources.catalogue("filetypes")["not_accepted"]:
        for key in (f"filetype.{group['ext'][0]}", f"filetype.{group['ext'][0]}.advice"):
            assert text.has(key)
            assert "Mp4Uploads" not in text.t(key)
            assert "MediaWiki" not in text.t(key)


def test_a_name_that_says_nothing_is_told_once(make, picture, check):
    picture("a.jpg")
    found = check(make({"name": "DSC_0001"}))
    of_name = {p.code for p in found if p.field == "name" and p.code != "underscore-is-space"}
    assert of_name == {"camera-name"}
