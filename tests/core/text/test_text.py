"""The message catalogue: keys, parameters, plurals, fallback, pseudo-locales."""

import ast
import re
from pathlib import Path

import pytest

from app.core import resources, text
from app.core.text import catalogue, po

ROOT = Path(__file__).parents[3]
PLACE = re.compile(r"\{[a-z_0-9]+\}")


def english():
    return catalogue.load("en").sentences


def test_a_sentence_has_its_parameters_filled_in():
    assert text.t("wiki.said", text="no") == "The wiki says: no"


def test_a_missing_parameter_stays_visible():
    assert text.t("wiki.said") == "The wiki says: {text}"


def test_plural_forms():
    assert text.n("text.bytes", 1) == "1 byte"
    assert text.n("text.bytes", 3) == "3 bytes"
    assert text.n("status.rows", 1000) == "1,000 rows"


def test_an_unknown_key_shows_as_itself():
    assert text.t("no.such.key") == "no.such.key"


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (12_300, "12 kB"),
        (7_800_000, "7.8 MB"),
        (5_200_000_000, "5.2 GB"),
    ],
)
def test_sizes(count, shown):
    assert text.size(count) == shown


def test_system_locales_find_the_nearest_language():
    assert text.use("en_GB.UTF-8") == "en"
    assert text.use("xx") == "en"


def test_the_long_pseudo_locale_is_longer_and_keeps_places():
    text.use("qps-long")
    for key, forms in english().items():
        long = catalogue.load("qps-long").sentences[key]
        for short, stretched in zip(forms, long, strict=True):
            assert len(stretched) >= len(short) * 1.3
            assert PLACE.findall(short) == PLACE.findall(stretched)


def test_the_right_to_left_pseudo_locale():
    text.use("qps-rtl")
    assert text.is_right_to_left()
    assert "\u202e" in text.t("error.cancelled")


def test_po_plural_rule_multiline_and_fuzzy():
    parsed = po.parse(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : 1);\\n"\n\n'
        'msgid "a"\nmsgstr ""\n"one "\n"two"\n\n#, fuzzy\nmsgid "b"\nmsgstr "x"\n\n'
        'msgid "c"\nmsgid_plural "c"\nmsgstr[0] "1"\nmsgstr[1] "2"\n'
    )
    assert parsed.entries == {"a": ("one two",), "c": ("1", "2")}
    assert parsed.plural_rule == "(n==1 ? 0 : 1)"


@pytest.mark.parametrize(
    "broken", ['msgid "a" x', "nonsense", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"']
)
def test_a_broken_po_file_is_refused(broken):
    with pytest.raises(ValueError, match=r"line|twice"):
        po.parse(broken)


def test_no_key_is_defined_in_two_files():
    seen: dict[str, str] = {}
    for file in sorted((resources.folder() / "languages" / "en").glob("*.po")):
        for key in po.parse(file.read_text("utf-8")).entries:
            assert key not in seen, f"{key}: {seen.get(key)} and {file.name}"
            seen[key] = file.name


def literal_keys():
    """Every literal first argument of t(), n() in the program."""
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            first = node.args[0]
            if (
                name in ("t", "n")
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield file.relative_to(ROOT).as_posix(), first.value


def test_every_key_used_in_the_program_has_a_sentence():
    missing = {(place, key) for place, key in literal_keys() if key not in english()}
    assert not missing
