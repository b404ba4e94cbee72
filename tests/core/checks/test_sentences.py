"""Every code that this room can give has a sentence, and every headline its plural."""

import re
from pathlib import Path

import pytest

import app.core.checks
from app.core import resources, text
from app.core.checks.grouping import groups
from app.core.model import Problem, Severity
from app.core.text import po

SOURCES = Path(app.core.checks.__file__).parent.glob("*.py")
CODE = re.compile(r'"((?:[a-z]+-)+[a-z]+)"')
PLAIN = {"wikibase-item", "external-id", "globe-coordinate", "geo-shape", "tabular-data"}
OTHERS = {"category-cleaned", "category-unusable"}


def _codes():
    found = {code for source in SOURCES for code in CODE.findall(source.read_text("utf-8"))}
    return sorted(found - PLAIN - OTHERS)


@pytest.mark.parametrize("code", _codes())
def test_code_has_a_sentence(code):
    assert text.has(f"problem.{code}")


def test_headlines_count():
    file = resources.folder() / "languages" / "en" / "checks.po"
    headlines = [k for k in po.parse(file.read_text("utf-8")).entries if k.startswith("problems.")]
    assert len(headlines) >= 25
    for key in headlines:
        assert text.has(key.replace("problems.", "problem.", 1).removesuffix(".of")), key
        assert text.n(key, 2, field="Source") != text.n(key, 1, field="Source")
        assert "{" not in text.n(key, 2, field="Source")


def missing(row, field):
    params = {"label": field, "property": ""}
    return Problem("field-missing", Severity.WARNING, row, "c", params, row_id=row)


def test_a_headline_names_the_one_field_that_all_lack():
    (group,) = groups([missing(2, "Source"), missing(3, "Source")])
    assert group.headline.startswith('In 2 rows "Source" is missing.')
    (group,) = groups([missing(2, "Source"), missing(3, "Date made")])
    assert group.headline.startswith("2 rows lack something")
    (group,) = groups([missing(2, "Source")])
    assert group.headline.startswith('"Source" is missing.')
