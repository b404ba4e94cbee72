"""The disk of the power bench forgets what it may forget, and nothing else."""

from __future__ import annotations

import itertools
import random

from tests.faults.power import SECTOR, Disk, Step

NAME, JOURNAL = "a.kabocha", "a.kabocha-journal"


def write(name, offset, data):
    return Step(0.0, "write", name, offset, data)


def images(*steps):
    disk = Disk(NAME, b"old" + bytes(SECTOR * 2))
    for step in steps:
        disk.take(step)
    return [image for _, image in disk.images(random.Random(1))]


def test_what_was_not_synced_may_be_there_or_not():
    starts = {image[NAME][:3] for image in images(write(NAME, 0, b"new"))}
    assert starts == {b"old", b"new"}


def test_what_was_synced_is_there():
    starts = {image[NAME][:3] for image in images(write(NAME, 0, b"new"), Step(0.0, "sync", NAME))}
    assert starts == {b"new"}


def test_a_file_may_be_gone_or_come_back_until_the_folder_is_synced():
    create, remove = Step(0.0, "create", JOURNAL), Step(0.0, "remove", JOURNAL)
    folder = Step(0.0, "sync-folder")
    assert {JOURNAL in image for image in images(create)} == {True, False}
    assert {JOURNAL in image for image in images(create, folder)} == {True}
    assert {JOURNAL in image for image in images(create, folder, remove)} == {True, False}
    assert {JOURNAL in image for image in images(create, folder, remove, folder)} == {False}


def test_a_torn_write_is_torn_at_sectors_only():
    disk = Disk(NAME, bytes(SECTOR * 4))
    disk.take(write(NAME, 100, b"x" * SECTOR * 3))
    found = set()
    for seed in range(20):
        found |= {image[NAME] for how, image in disk.images(random.Random(seed)) if how == "torn"}
    borders = (0, SECTOR, SECTOR * 2, SECTOR * 3, SECTOR * 4)
    assert len(found) > 4
    for content in found:
        for start, end in itertools.pairwise(borders):
            written = set(content[max(start, 100) : min(end, 100 + SECTOR * 3)])
            assert len(written) == 1
