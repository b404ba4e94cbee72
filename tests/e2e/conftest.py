"""The real MediaWiki: one for the session, on when KABOCHA_MEDIAWIKI=1."""

from __future__ import annotations

import os

import pytest

from tests.e2e.batch import Batch
from tests.e2e.mediawiki import MediaWiki

SWITCH = "KABOCHA_MEDIAWIKI"


@pytest.fixture(scope="session")
def mediawiki(tmp_path_factory):
    """A running `MediaWiki`. Skipped without the switch; with it, missing packages are a failure."""
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"a real MediaWiki takes part only when {SWITCH}=1")
    missing = MediaWiki.missing()
    if missing:
        pytest.fail(f"not installed: {', '.join(missing)} (sh installers/mediawiki-packages.sh)")
    with MediaWiki(tmp_path_factory.mktemp("mediawiki")) as wiki:
        yield wiki


@pytest.fixture
def batch(tmp_path, mediawiki):
    """A `Batch` of rows of its own."""
    return Batch(tmp_path, mediawiki)
