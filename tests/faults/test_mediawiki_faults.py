"""A little of the fault bench on a real MediaWiki, and whether its auditor sees what is wrong there."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.e2e.conftest import SWITCH
from tests.e2e.mediawiki import MediaWiki
from tests.faults.mediawiki_audit import read_wiki
from tests.faults.stage import ROOT
from tests.faults.test_faults import ZERO

pytestmark = pytest.mark.mediawiki
NAME = "Old harbour.jpg"


@pytest.fixture(scope="module")
def installed():
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"a real MediaWiki takes part only when {SWITCH}=1")
    assert not MediaWiki.missing()


@pytest.mark.usefixtures("installed")
def test_lost_answers_and_kills_do_no_harm(tmp_path):
    chosen = ["--part", "mediawiki", "--only", "4,5,22", "--every", "60"]
    command = [sys.executable, "-m", "tests.faults", *chosen, "--folder", str(tmp_path / "bench")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert {name: told[name] for name in ZERO} == dict.fromkeys(ZERO, 0)
    assert told["resent_chunks_max"] <= 1
    assert told["mediawiki_positions"] == 3  # fault 5 where the wiki works in jobs too
    assert told["mediawiki_kills"] >= 2


@pytest.fixture(scope="module")
def kept(installed, tmp_path_factory):
    """The folder of a wiki with one file."""
    folder = tmp_path_factory.mktemp("mediawiki")
    wiki = MediaWiki(folder / "wiki")
    wiki.install()
    theirs = folder / "theirs"
    theirs.mkdir()
    scan = ROOT / "tests" / "data" / "scans" / "inv-1901.jpg"
    shutil.copy(scan, theirs / NAME)
    wiki.maintenance("importImages", str(theirs), "--user", wiki.admin)
    return folder / "wiki"


@pytest.fixture
def wiki(kept, tmp_path):
    shutil.copytree(kept, tmp_path / "wiki")
    return tmp_path / "wiki"


def change(wiki, *orders):
    with closing(sqlite3.connect(wiki / "kabocha.sqlite")) as db, db:
        for order in orders:
            db.execute(order)


def test_the_auditor_finds_nothing_on_a_good_wiki(wiki):
    state = read_wiki(wiki)
    assert (set(state.hashes), state.uploads[NAME], state.odd) == ({NAME}, 1, ())
    assert state.users[NAME] == MediaWiki.admin


@pytest.mark.parametrize(
    "order",
    [
        (
            "INSERT INTO logging SELECT 99, log_type, log_action, log_timestamp, log_actor,"
            " log_namespace, log_title, log_page, log_comment_id, log_params, log_deleted"
            " FROM logging WHERE log_type = 'upload'"
        ),
        (
            "INSERT INTO revision SELECT 99, rev_page, rev_comment_id, rev_actor, rev_timestamp,"
            " rev_minor_edit, rev_deleted, rev_len, rev_parent_id, rev_sha1 FROM revision"
            " JOIN page ON page_id = rev_page WHERE page_namespace = 6"
        ),
        (
            "INSERT INTO oldimage (oi_name, oi_description_id, oi_actor, oi_timestamp, oi_metadata)"
            " SELECT img_name, 1, img_actor, img_timestamp, '' FROM image"
        ),
    ],
    ids=["log", "revision", "old version"],
)
def test_the_auditor_sees_a_second_one(wiki, order):
    change(wiki, order)
    assert read_wiki(wiki).uploads[NAME] == 2


@pytest.mark.parametrize(
    "order",
    [
        "DELETE FROM logging WHERE log_type = 'upload'",
        "UPDATE image SET img_sha1 = 'x'",
        "UPDATE logging SET log_type = 'delete' WHERE log_type = 'upload'",
        (
            "INSERT INTO filearchive (fa_name, fa_deleted_reason_id, fa_description_id, fa_actor)"
            " VALUES ('Gone.jpg', 1, 1, 1)"
        ),
        "DELETE FROM image",
    ],
)
def test_the_auditor_says_what_does_not_fit_together(wiki, order):
    change(wiki, order)
    assert read_wiki(wiki).odd


def test_the_auditor_looks_at_the_bytes(wiki):
    before = read_wiki(wiki)
    (place,) = (path for path in (wiki / "images").rglob("*.jpg") if path.is_file())
    place.write_bytes(place.read_bytes() + b"x")
    now = read_wiki(wiki)
    assert now.hashes != before.hashes
    assert now.odd
    place.with_name("Other.jpg").write_bytes(b"x")
    place.unlink()
    assert len(read_wiki(wiki).odd) == 3  # without bytes, in log and page only, a stray one
