"""A licence against the dates of the work."""

import pytest

from app.core import licences, text

YEAR = 2026


@pytest.mark.parametrize(
    ("cell", "earliest", "latest", "death", "expected"),
    [
        ("{{PD-old-100}}", 1990, 1990, None, "contradicts-date"),
        ("{{PD-old-100}}", 1925, 1925, None, None),
        ("{{PD-old-100}}", 1926, 1926, None, "contradicts-date"),
        ("{{PD-old-100}}", 1880, 1990, None, None),
        ("{{PD-old-70}}", 1955, 1955, None, None),
        ("{{PD-old-70}}", 1956, 1956, None, "contradicts-date"),
        ("{{PD-Art|PD-old-70}}", 1990, 1990, None, "contradicts-date"),
        ("{{PD-US-expired}}", 1930, 1930, None, None),
        ("{{PD-US-expired}}", 1931, 1931, None, "contradicts-publication"),
        ("{{PD-Art|PD-old-70-expired}}", 1940, 1940, None, "contradicts-publication"),
        ("{{PD-old-70}}", 1900, 1900, 1960, "too-young"),
        ("{{PD-old-70}}", 1900, 1900, 1955, None),
        ("{{PD-Art|PD-old-auto|deathyear=1960}}", None, None, None, "too-young"),
        ("{{PD-Art|PD-old-auto|deathyear=1906}}", 1910, 1910, None, "after-death"),
        ("{{PD-Art|PD-old-auto|deathyear=1906}}", 1900, 1900, 1907, "deathyear"),
        ("{{PD-Art|PD-old-auto-expired|deathyear=1906}}", 1900, 1900, 1906, None),
        ("{{PD-old-auto|deathyear=YYYY}}", 1900, 1900, None, None),
        ("{{Cc-by-4.0}}", 1900, 1900, 1920, "not-needed"),
        ("{{Cc-by-4.0}}", 2020, 2020, 1920, None),
        ("{{Licensed-PD-Art|PD-old-100-expired|cc-by-4.0}}", 1900, 1900, 1920, None),
        ("{{Cc-by-4.0}}", 1990, 1990, None, None),
        ("{{Foo}}", 1990, 1990, 1880, None),
        ("", None, None, None, None),
    ],
)
def test_contradictions(cell, earliest, latest, death, expected):
    reading = licences.read(cell, year=YEAR)
    problem = licences.contradicts_date(reading, latest, earliest, death, year=YEAR)
    assert (problem and problem.code) == (expected and f"licence-{expected}")
    if problem:
        assert "{" not in text.problem(problem)
        assert not text.problem(problem).startswith("problem.")
