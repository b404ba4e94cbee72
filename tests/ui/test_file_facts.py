"""The part "The file" of the panel, and the size of several."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.core.media import Colours, Exif, FileFacts, Words
from app.core.model import Choice, Private, Row
from app.core.text import has, t
from app.ui.panel import file_facts
from app.ui.panel.file_facts import in_short, lines, verdicts
from app.ui.panel.file_words import KINDS, said
from app.ui.sheet.model import TITLE
from tests.ui.conftest import ROWS, settle, write_sheet

NOTHING_INSIDE = Exif()
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description>
<dc:title><rdf:Alt><rdf:li>Boats &lt;b&gt;</rdf:li></rdf:Alt></dc:title>
<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li><rdf:li>herring</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
PLACE = Exif(taken="2024-03-14 10:20", latitude=62.4722, longitude=6.1549, camera="Epson V850")


def draft(tmp_path, exif=NOTHING_INSIDE, *, damage=None, choice=None, without=()):
    facts = FileFacts(
        78_000_000, 1, "tif", ("tif",), width=6480, height=4210, pages=1, damage=damage, exif=exif
    )
    row = Row(1, 2, {Private.POSITION.cell: choice.value} if choice else {})
    return SimpleNamespace(row=row, file=tmp_path / "HKM-1906.tif", facts=facts, without=without)


def plain(text):
    return text.replace("\u2066", "").replace("\u2069", "")


def test_what_is_known_of_a_file(tmp_path):
    known = {
        name: plain(value)
        for name, value in lines(draft(tmp_path, PLACE), Colours(8, "rgb", "Adobe RGB"))
    }
    assert known == {
        "Name": "HKM-1906.tif", "Size": "6,480 × 4,210 px · 78 MB", "Kind": "TIFF",
        "Colours": "colour · 8 bit · Adobe RGB", "Taken or scanned": "2024-03-14 10:20",
        "Camera or scanner": "Epson V850", "Place inside": "yes: 62.4722, 6.1549",
    }  # fmt: skip
    bare = dict(lines(draft(tmp_path), Colours(16, "grey")))
    assert bare["Place inside"] == "none"
    assert len(known) <= file_facts._MOST_LINES
    assert bare["Colours"] == "grey · 16 bit · no colour profile"


def test_what_people_wrote_into_a_file():
    rights = ("CC BY 4.0", "https://museum.example/terms")
    words = Words("Boats", "Two boats", ("A", "B"), "1906-05", "Havnsund", "A", rights, ("x", "y"))
    shown = said(words, None)
    assert [text for _, text in shown] == [
        "Boats", "Two boats", "x; y", "A; B", "1906-05", "Havnsund", "A", "; ".join(rights),
    ]  # fmt: skip
    assert len({name for name, _ in shown}) == len(KINDS)
    assert "1906-05" not in dict(said(words, "1906-05")).values()
    assert said(Words(), None) == []
    ((_, cut),) = said(Words(description="word " * 2000), None)
    assert len(cut) < 600
    assert cut.endswith(" …")


def looks(found):
    return [(one.look, one.words) for one in found]


def test_before_it_leaves_the_house(tmp_path):
    well = verdicts(draft(tmp_path), frozenset())
    assert looks(well) == [
        ("good", t("facts.whole")), ("good", t("facts.nothing-private")), ("good", t("facts.once")),
    ]  # fmt: skip
    assert in_short(well) == t("facts.all-well")
    cut = verdicts(draft(tmp_path, damage="truncated"), frozenset({"same-bytes-twice"}))
    assert [one.look for one in cut] == ["error", "good", "error"]
    assert in_short(cut) == t("facts.damaged.short")
    assert verdicts(draft(tmp_path), None)[-1].look == "wait"


def test_what_is_private_and_what_was_chosen(tmp_path):
    undecided = verdicts(draft(tmp_path, PLACE), frozenset())
    assert looks(undecided)[1] == ("warn", t("facts.position-inside"))
    assert in_short(undecided) == t("facts.position-inside.short")
    kept = verdicts(draft(tmp_path, PLACE, choice=Choice.KEEP), frozenset())
    assert looks(kept)[1] == ("good", t("facts.position-kept"))
    both = replace(PLACE, owner="A. Name")
    assert len(verdicts(draft(tmp_path, both), frozenset())) <= file_facts._MOST_TESTS
    away = verdicts(draft(tmp_path, PLACE, without=(Private.POSITION,)), frozenset())
    assert looks(away)[1] == ("good", t("facts.position-left-out"))


def test_all_words_exist():
    told = ["damaged", "twice", *(f"{what}-inside" for what in Private)]
    fine = ["whole", "nothing-private", "being-checked", "once"]
    fine += [f"{what}-{end}" for what in Private for end in ("kept", "left-out")]
    assert [key for key in told + fine if not has(f"facts.{key}")] == []
    assert [key for key in told if not has(f"facts.{key}.short")] == []
    kinds = ("rgb", "grey", "palette", "cmyk", "lab")
    assert [kind for kind in kinds if not has(f"facts.colours-{kind}")] == []


@pytest.fixture
def page(program, tmp_path, qtbot):
    """Rows 2 and 5 have the same bytes; row 3 has a profile; row 4 is cut off."""
    path = write_sheet(tmp_path)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    written = PngInfo()
    written.add_itxt("XML:com.adobe.xmp", XMP)
    Image.new("RGB", (600, 400), "teal").save(
        tmp_path / "b.png", icc_profile=profile, pnginfo=written
    )
    data = (tmp_path / "c.png").read_bytes()
    (tmp_path / "c.png").write_bytes(data[:-20])
    shutil.copyfile(tmp_path / "a.png", tmp_path / "d.png")
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(path)
    settle(program, qtbot)
    page = program.window.page("describe")
    page.panel.facts_part.set_folded(False)
    return page


def words(part):
    return [plain(label.text()) for label in part.findChildren(QLabel) if label.isVisible()]


def go(page, place, program, qtbot):
    page.view.go_to(place, TITLE)
    settle(program, qtbot)
    part = page.panel.file_facts
    qtbot.waitUntil(lambda: bool(part.sha1))
    settle(program, qtbot)
    return part


def test_the_part_in_the_panel(page, program, tmp_path, qtbot):
    part = go(page, 1, program, qtbot)
    shown = words(part)
    assert "b.png" in shown
    assert "colour · 8 bit · sRGB built-in" in shown
    assert t("facts.once") in shown
    assert shown[shown.index(t("facts.said")) + 1 :][:4] == [
        t("facts.said-title"), "Boats <b>", t("facts.said-keywords"), "harbour; herring",
    ]  # fmt: skip
    assert part.sha1 == hashlib.sha1((tmp_path / "b.png").read_bytes()).hexdigest()
    part.copy_.click()
    assert QGuiApplication.clipboard().text() == part.sha1
    assert part.sha1 in part.hash_words.accessibleName()
    assert page.panel.facts_part._note.text() == t("facts.all-well")
    same = go(page, 0, program, qtbot)
    assert t("facts.twice") in words(same)
    assert t("facts.said") not in words(same)
    assert page.panel.facts_part._note.text() == t("facts.twice.short")
    cut = go(page, 2, program, qtbot)
    assert t("facts.damaged") in words(cut)
    assert "sRGB built-in" not in " ".join(words(cut))


def test_a_folded_part_reads_no_gigabytes(page, program, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(
        type(program.session.project), "sha1", lambda _self, path: asked.append(path)
    )
    page.panel.facts_part.set_folded(True)
    page.view.go_to(1, TITLE)
    settle(program, qtbot)
    part = page.panel.file_facts
    qtbot.waitUntil(lambda: not part._soon.isActive())
    settle(program, qtbot)
    assert asked == []


def test_several_rows_tell_their_size_together(page, program, tmp_path, qtbot):
    page.view.go_to(0, TITLE)
    page.view.go_to(2, TITLE, extend=True)
    settle(program, qtbot)
    total = sum((tmp_path / f"{n}.png").stat().st_size for n in "abc")
    shown = page.panel.several.total.words.text()
    assert shown.startswith("3 files, ")
    from app.core.text import size

    assert size(total) in shown


def test_a_row_without_a_file_has_no_facts(program, tmp_path, qtbot):
    rows = [["gone.png", *ROWS[0][1:]]]
    path = write_sheet(tmp_path, rows)
    (tmp_path / "gone.png").unlink()
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(path)
    settle(program, qtbot)
    part = program.window.page("describe").panel.file_facts
    assert words(part) == []
    program.session.close()
    assert part.sha1 == ""
