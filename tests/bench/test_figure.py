"""What a figure calls good, and what is kept of it."""

import json

import pytest

from tests.bench.figure import Figure
from tests.bench.kept import Kept


@pytest.mark.parametrize(
    ("wanted", "value", "ratio", "kept", "ok"),
    [
        ("most", 9, None, None, True),
        ("most", 11, None, None, False),
        ("least", 9, None, None, False),
        ("most", 9, 1.2, 1.0, True),
        ("most", 9, 1.3, 1.0, False),
        ("most", 11, 0.5, 1.0, False),
        ("least", 11, 0.9, 1.0, True),
        ("least", 11, 0.7, 1.0, False),
    ],
)
def test_a_target_and_the_ratio_that_was_kept(wanted, value, ratio, kept, ok):
    figure = Figure("x", value, "s", 10, wanted, ratio, "times y", kept)
    assert figure.ok is ok
    assert json.loads(figure.line())["ok"] is ok


def test_ratios_are_kept_by_name(tmp_path):
    place = tmp_path / "kept.json"
    Kept(place).keep(Figure("x", 1, "s", 2, ratio=3.00049, yardstick="times y"))
    Kept(place).keep(Figure("no ratio", 1, "s", 2))
    assert json.loads(place.read_text()) == {"x": 3.0}
    assert Kept(place).beside(Figure("x", 1, "s", 2, ratio=4, yardstick="times y")).is_worse
    assert Kept(place).beside(Figure("z", 1, "s", 2, ratio=4, yardstick="times y")).kept is None
