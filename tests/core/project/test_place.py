"""Project files on network drives and in synchronised folders are noticed."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app.core import text
from app.core.project import place
from app.core.project.place import Place


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\Users\kari\OneDrive\Museum\a.kabocha"),
        PureWindowsPath(r"C:\Users\kari\OneDrive - Havnsund museum\a.kabocha"),
        PureWindowsPath(r"G:\My Drive\a.kabocha"),
        PurePosixPath("/home/kari/Dropbox/a.kabocha"),
        PurePosixPath("/home/kari/Dropbox (Museum)/x/a.kabocha"),
        PurePosixPath("/home/kari/Nextcloud2/a.kabocha"),
        PurePosixPath("/Users/kari/Library/Mobile Documents/com~apple~CloudDocs/a.kabocha"),
        PurePosixPath("/Users/kari/Library/CloudStorage/GoogleDrive-kari/a.kabocha"),
    ],
)
def test_synchronised_folders_are_known_by_name(path):
    assert place.is_synced(path)


@pytest.mark.parametrize(
    "path",
    [
        PurePosixPath("/home/kari/Museum/Dropbox.kabocha"),
        PurePosixPath("/home/kari/Boxes and frames/a.kabocha"),
        PurePosixPath("/home/kari/dropbox-export-2024/a.kabocha"),
        PureWindowsPath(r"C:\Users\kari\Documents\Megaliths\a.kabocha"),
    ],
)
def test_other_folders_are_not(path):
    assert not place.is_synced(path)


MOUNTS = (
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "40 22 0:35 / /mnt/museum\\040share rw,relatime shared:9 - cifs //nas/share rw\n"
    "41 40 0:36 / /mnt/museum\\040share/scratch rw - tmpfs tmpfs rw\n"
    "42 22 0:40 / /home/kari/remote rw,nosuid - fuse.sshfs kari@host: rw\n"
)


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/kari/a.kabocha", False),
        ("/mnt/museum share/a.kabocha", True),
        ("/mnt/museum share/scratch/a.kabocha", False),
        ("/mnt/museum share 2/a.kabocha", False),
        ("/home/kari/remote/x/a.kabocha", True),
    ],
)
def test_the_innermost_mount_counts(path, network):
    mounts = place.read_mounts(MOUNTS)
    assert place.is_network_type(PurePosixPath(path), mounts) is network


def test_a_folder_on_this_computer(tmp_path):
    assert place.kind_of(tmp_path / "a.kabocha") is Place.HERE


def test_the_mark_of_a_synchronising_program(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    inside = tmp_path / "museum"
    inside.mkdir()
    assert place.kind_of(inside / "a.kabocha") is Place.SYNCED


def test_a_place_that_cannot_be_told(monkeypatch):
    def fail(self, *, strict=False):
        raise OSError

    monkeypatch.setattr(Path, "resolve", fail)
    assert place.kind_of(Path("a")) is Place.HERE


def test_what_is_said_of_a_synchronised_place(tmp_path):
    folder = tmp_path / "Dropbox" / "museum"
    folder.mkdir(parents=True)
    (problem,) = place.problems(folder / "a.kabocha")
    assert problem.code == "project-synced"
    assert "museum" in text.problem(problem)
    assert place.problems(tmp_path / "a.kabocha") == ()
    assert place.problems(None) == ()


MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//GUEST:@nas._smb._tcp.local/Photos%20(old) on /Volumes/Photos (old) (smbfs, nodev, nosuid)
server:/export on /Volumes/collection (nfs)
"""


@pytest.mark.parametrize(
    ("path", "is_network"),
    [
        ("/Volumes/Photos (old)/a.kabocha", True), ("/Volumes/collection/a.kabocha", True),
        ("/Volumes/Stick/a.kabocha", False), ("/Users/me/a.kabocha", False),
    ],
)  # fmt: skip
def test_mounts_as_macos_prints_them(path, is_network):
    mounts = place.read_mac_mounts(MAC)
    assert len(mounts) == 5
    assert place.is_network_type(PurePosixPath(path), mounts) is is_network
