"""Paths in cells: what they may name, what is refused, and how a moved file is found again."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core import text
from app.core.files import FolderIndex, Kind, inside, locate, read_cell
from app.core.model import Severity

SEGMENTS = st.sampled_from(
    (
        *("a", "b.jpg", "..", ".", "...", ".. ", "C:", "c:x", "NUL", "nul.txt", "COM1 .jpg", "CON"),
        *("~", "ø", "%2e%2e", "x:y", " ", "\0", "dev", "LPT²", "\\?", "server", "AUX", "file:"),
    )
)
PATHS = st.one_of(
    st.text(max_size=30),
    st.builds(
        lambda start, sep, parts: start + sep.join(parts),
        st.sampled_from(
            ["", "/", "\\", "//", "\\\\", "C:\\", "d:/", "\\\\.\\", "//?/", "file:///"]
        ),
        st.sampled_from(["/", "\\", "//", "\\/"]),
        st.lists(SEGMENTS, max_size=6),
    ),
)
DEVICES = ("CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹", "CONIN$")


@given(PATHS, st.booleans())
@example("..\\..\\secret.jpg", True)
@example("a/../../x", False)
@example("%2e%2e/x", False)
def test_a_relative_path_never_leaves_its_folder(cell, windows):
    wanted = read_cell(cell, windows=windows)
    if wanted.kind is not Kind.RELATIVE:
        return
    for part in wanted.parts:
        assert part
        assert part not in {".", ".."}
        assert not set("/\\") & set(part)
    posix = PurePosixPath("/base/photos")
    assert posix.joinpath(*wanted.parts).is_relative_to(posix)
    if windows:
        base = PureWindowsPath("C:\\base\\photos")
        whole = base.joinpath(*wanted.parts)
        assert whole.is_relative_to(base)
        assert not whole.is_reserved()


@given(st.sampled_from(DEVICES), st.sampled_from(["", ".jpg", " .txt", ".tar.gz"]), st.booleans())
def test_devices_are_refused_in_any_folder_and_case(device, ending, lower):
    name = device.lower() if lower else device
    for cell in (name + ending, f"scans/{name}{ending}", f"D:\\scans\\{name}{ending}"):
        assert read_cell(cell, windows=True).kind is Kind.DEVICE
        assert read_cell(cell, windows=False).kind is Kind.DEVICE


@pytest.mark.parametrize(
    "cell", ["\\\\.\\PhysicalDrive0", "//?/C:/x.jpg", "/dev/zero", "/proc/1/mem"]
)
def test_other_devices(cell):
    assert read_cell(cell).kind is Kind.DEVICE


@pytest.mark.parametrize(
    "name", ["CONCERT.jpg", "Aux Armes.jpg", "NULL.tif", "COM10.jpg", "dev/a.jpg", "con-1.jpg"]
)
def test_names_that_only_look_like_devices(name):
    assert read_cell(name, windows=True).kind is Kind.RELATIVE


@pytest.mark.parametrize(
    ("cell", "kind", "parts"),
    [
        ("", Kind.EMPTY, ()),
        ("  ", Kind.EMPTY, ()),
        ("https://example.org/a.jpg", Kind.URL, ()),
        ("HTTP://example.org/a.jpg", Kind.URL, ()),
        ("scans\\a.jpg", Kind.RELATIVE, ("scans", "a.jpg")),
        ("./scans//a.jpg", Kind.RELATIVE, ("scans", "a.jpg")),
        ('"D:\\My scans\\a.jpg"', Kind.WINDOWS, ("My scans", "a.jpg")),
        ("D:a.jpg", Kind.WINDOWS, ("a.jpg",)),
        ("\\scans\\a.jpg", Kind.WINDOWS, ("scans", "a.jpg")),
        ("/home/x/a.jpg", Kind.POSIX, ("home", "x", "a.jpg")),
        ("\\\\nas\\photos\\a.jpg", Kind.NETWORK, ("nas", "photos", "a.jpg")),
        ("//nas/photos/a.jpg", Kind.NETWORK, ("nas", "photos", "a.jpg")),
        ("file:///home/x/a%20b.jpg", Kind.POSIX, ("home", "x", "a b.jpg")),
        ("file:///D:/a%20b.jpg", Kind.WINDOWS, ("a b.jpg",)),
        ("file://nas/photos/a.jpg", Kind.NETWORK, ("nas", "photos", "a.jpg")),
        ("a/../b.jpg", Kind.OUTSIDE, ("b.jpg",)),
        ("D:\\a\\..\\b.jpg", Kind.OUTSIDE, ("b.jpg",)),
        (".. \\b.jpg", Kind.OUTSIDE, ("b.jpg",)),
        ("a..b.jpg", Kind.RELATIVE, ("a..b.jpg",)),
        ("..a.jpg", Kind.RELATIVE, ("..a.jpg",)),
    ],
)
def test_kinds_of_cells(cell, kind, parts):
    wanted = read_cell(cell, windows=True)
    assert (wanted.kind, wanted.parts) == (kind, parts)


def test_streams_are_refused_on_windows_only():
    assert read_cell("a.jpg:hidden", windows=True).kind is Kind.DEVICE
    assert read_cell("at 12:30.jpg", windows=False).kind is Kind.RELATIVE


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        (PurePosixPath("/a/b/c.jpg"), PurePosixPath("/a/b"), True),
        (PurePosixPath("/a/bc/c.jpg"), PurePosixPath("/a/b"), False),
        (PurePosixPath("/a/b"), PurePosixPath("/a/b"), False),
        (PurePosixPath("/a/b/../c.jpg"), PurePosixPath("/a/b"), False),
        (PurePosixPath("/A/b/c.jpg"), PurePosixPath("/a/b"), False),
        (PureWindowsPath("D:\\A\\b\\c.jpg"), PureWindowsPath("d:/a"), True),
        (PureWindowsPath("E:\\A\\b\\c.jpg"), PureWindowsPath("d:/a"), False),
        (PureWindowsPath("D:c.jpg"), PureWindowsPath("D:\\"), False),
        (PureWindowsPath("\\\\nas\\p\\c.jpg"), PureWindowsPath("\\\\NAS\\p"), True),
        (PureWindowsPath("\\\\nas\\q\\c.jpg"), PureWindowsPath("\\\\NAS\\p"), False),
    ],
)
def test_inside(path, folder, expected):
    assert inside(path, folder) is expected


@given(st.lists(st.sampled_from(["a", "B", "..", "ø"]), max_size=5))
def test_what_is_inside_stays_inside_when_resolved(parts):
    for flavour, base in ((PurePosixPath, "/base"), (PureWindowsPath, "C:\\base")):
        folder = flavour(base)
        path = folder.joinpath(*parts)
        if inside(path, folder):
            depth = 0
            for part in parts:
                depth += -1 if part == ".." else 1
                assert depth > 0


@pytest.fixture
def photos(tmp_path) -> Path:
    folder = tmp_path / "photos"
    for name in ("a.jpg", "sub/b.jpg", "sub/deep/c.jpg", "one/same.jpg", "two/same.jpg"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "secret.jpg").write_bytes(b"x")
    return folder


def outcome(located):
    problem = located.problem
    if problem is not None:
        sentence = text.problem(problem)
        assert not sentence.startswith("problem."), problem.code
        assert "{" not in sentence
        assert (problem.severity is Severity.ERROR) == (located.path is None)
    return problem.code if problem else None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a.jpg", "a.jpg"),
        ("sub/b.jpg", "sub/b.jpg"),
        ("sub\\deep\\c.jpg", "sub/deep/c.jpg"),
        (" ./a.jpg ", "a.jpg"),
        ("sub%2Fb.jpg", "sub/b.jpg"),
        ("A.JPG", "a.jpg"),
        ("Sub/B.jpg", "sub/b.jpg"),
    ],
)
def test_relative_paths(photos, cell, expected):
    located = locate(cell, [photos])
    assert located.path == photos / expected
    assert (outcome(located), located.moved) == (None, False)


def test_folders_are_tried_in_order(photos, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.jpg").write_bytes(b"y")
    assert locate("a.jpg", [other, photos]).path == other / "a.jpg"
    assert locate("a.jpg", [photos, other]).path == photos / "a.jpg"
    assert locate("sub/b.jpg", [other, photos]).path == photos / "sub/b.jpg"


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_unicode_forms_are_one_name(tmp_path, written, asked):
    name = unicodedata.normalize(written, "Zażółć gęślą.jpg")
    (tmp_path / name).write_bytes(b"x")
    cell = unicodedata.normalize(asked, "Zażółć gęślą.jpg")
    located = locate(cell, [tmp_path])
    assert (located.path.name, located.problem) == (name, None)
    moved = locate(f"D:\\old\\{cell}", [tmp_path])
    assert (moved.path.name, moved.moved) == (name, True)


def test_percent_signs_are_names_first(tmp_path):
    for name in ("100%25.jpg", "100%.jpg", "a b.jpg"):
        (tmp_path / name).write_bytes(b"x")
    assert locate("100%25.jpg", [tmp_path]).path.name == "100%25.jpg"
    assert locate("100%.jpg", [tmp_path]).path.name == "100%.jpg"
    assert locate("a%20b.jpg", [tmp_path]).path.name == "a b.jpg"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "path-missing"),
        ("ftp://example.org/a.jpg", "url-path"),
        ("https://example.org", "url-path"),
        ("../secret.jpg", "path-outside"),
        ("..\\secret.jpg", "path-outside"),
        ("sub/../../secret.jpg", "path-outside"),
        ("%2e%2e/secret.jpg", "file-missing"),
        ("\\\\nas\\photos\\a.jpg", "file-moved"),
        ("\\\\nas\\photos\\nothing.jpg", "file-missing"),
        ("\\\\nas\\photos\\..\\a.jpg", "path-outside"),
        ("NUL", "path-device"),
        ("/dev/null", "path-device"),
        ("sub", "path-directory"),
        (".", "path-directory"),
        ("nothing.jpg", "file-missing"),
        ("a.jpg\0", "file-missing"),
        ("D:\\x\\nothing.jpg", "file-missing"),
        ("same.jpg", "file-ambiguous"),
        ("D:\\x\\same.jpg", "file-ambiguous"),
        ("b.jpg", "file-moved"),
        ("D:\\Photos\\B.JPG", "file-moved"),
        ("/somewhere/else/c.jpg", "file-moved"),
    ],
)
def test_problems(photos, cell, code):
    assert outcome(locate(cell, [photos])) == code


def test_a_moved_file_says_where_it_is(photos):
    located = locate("D:\\Old place\\b.jpg", [photos])
    assert (located.path, located.moved) == (photos / "sub/b.jpg", True)
    assert dict(located.problem.params) == {"name": "b.jpg", "where": "photos/sub"}
    assert located.problem.severity is Severity.INFO
    assert locate(located.problem.fix.value, [photos]).problem is None


def test_of_several_the_one_with_the_same_folders_is_taken(photos):
    located = locate("D:\\Old place\\Two\\same.jpg", [photos])
    assert (located.path, located.moved) == (photos / "two/same.jpg", True)
    problem = locate("D:\\three\\same.jpg", [photos]).problem
    assert (problem.params["count"], problem.params["where"]) == (2, "photos/one, photos/two")


def test_absolute_paths_inside_a_chosen_folder(photos, tmp_path):
    assert locate(str(photos / "sub/b.jpg"), [tmp_path / "x", photos]).problem is None
    assert outcome(locate(str(tmp_path / "secret.jpg"), [photos])) == "file-missing"
    shortcut = tmp_path / "shortcut"
    shortcut.symlink_to(photos)
    assert locate(str(photos / "a.jpg"), [shortcut]).problem is None
    assert locate(str(shortcut / "a.jpg"), [shortcut]).problem is None


def test_links(photos, tmp_path):
    (photos / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (photos / "in.jpg").symlink_to(photos / "a.jpg")
    (photos / "all").symlink_to(tmp_path)
    (photos / "gone.jpg").symlink_to(tmp_path / "nothing")
    (photos / "loop").symlink_to(photos / "loop")
    assert outcome(locate("out.jpg", [photos])) == "path-link-leaves"
    assert outcome(locate("D:\\x\\out.jpg", [photos])) == "path-link-leaves"
    assert outcome(locate("all/secret.jpg", [photos])) == "path-link-leaves"
    assert outcome(locate("gone.jpg", [photos])) == "file-missing"
    assert outcome(locate("loop", [photos])) == "file-missing"
    assert locate("in.jpg", [photos]).path == photos / "in.jpg"
    assert outcome(locate("secret.jpg", [photos])) == "file-missing"


def test_a_pipe_is_no_file(photos):
    os.mkfifo(photos / "pipe.jpg")
    assert outcome(locate("pipe.jpg", [photos])) == "path-device"


def test_a_typing_error_gets_a_suggestion_with_the_same_digits_only(tmp_path):
    for name in ("inv-1901 lighthouse.jpg", "inv-1902 herring.jpg"):
        (tmp_path / name).write_bytes(b"x")
    typed = locate("inv-1901 ligthouse.jpg", [tmp_path]).problem
    assert (typed.code, typed.fix.value) == ("file-missing", "inv-1901 lighthouse.jpg")
    assert locate("inv-1903 lighthouse.jpg", [tmp_path]).problem.fix is None


def test_overlapping_folders_do_not_make_a_file_ambiguous(photos):
    assert locate("D:\\x\\c.jpg", [photos, photos / "sub"]).path == photos / "sub/deep/c.jpg"


def test_the_index_is_bounded(photos):
    small = FolderIndex([photos], limit=3)
    assert (small.truncated, small.count) == (True, 4)
    flat = FolderIndex([photos], depth=1)
    assert flat.truncated
    assert flat.named("b.jpg")
    assert not flat.named("c.jpg")
    assert not FolderIndex([photos, photos / "not there"]).truncated


def test_the_index_leaves_out_hidden_folders_and_follows_no_folder_links(photos):
    for place in (".git", "__MACOSX", "$RECYCLE.BIN"):
        (photos / place).mkdir()
        (photos / place / "a.jpg").write_bytes(b"x")
    (photos / "sub" / "._b.jpg").write_bytes(b"x")
    (photos / "again").symlink_to(photos)
    index = FolderIndex([photos])
    assert locate("D:\\x\\a.jpg", [photos], index).path == photos / "a.jpg"
    assert not index.named("._b.jpg")


def test_a_file_that_went_away_after_the_index_was_made(photos):
    index = FolderIndex([photos])
    (photos / "sub/b.jpg").unlink()
    assert outcome(locate("b.jpg", [photos], index)) == "file-missing"
    (photos / "new.jpg").write_bytes(b"x")
    assert locate("new.jpg", [photos], index).problem is None


@given(PATHS)
def test_whatever_the_cell_the_file_lies_in_the_folder(tmp_path_factory, cell):
    folder = _playground(tmp_path_factory)
    located = locate(cell, [folder])
    errors = located.problem is not None and located.problem.severity is Severity.ERROR
    assert errors == (located.path is None)
    if located.path is not None:
        assert located.path.resolve().is_relative_to(folder.resolve())
        assert located.path.is_file()


_MADE: list[Path] = []


def _playground(factory) -> Path:
    if not _MADE:
        folder = factory.mktemp("playground") / "in"
        for name in ("a/b.jpg", "b.jpg", "a/x:y", "ø", "dev/a"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
        (folder.parent / "secret").write_bytes(b"x")
        (folder / "server").symlink_to(folder.parent)
        _MADE.append(folder)
    return _MADE[0]
