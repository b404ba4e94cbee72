"""What a fill handle writes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.cells.series import continued, farthest


@pytest.mark.parametrize(
    ("seeds", "after"),
    [
        (["1"], ["1", "1", "1"]),
        (["1", "2", "3"], ["4", "5", "6"]),
        (["2", "4"], ["6", "8", "10"]),
        (["10", "7"], ["4", "1", "-2"]),
        (["0.5", "1.0"], ["1.5", "2.0", "2.5"]),
        (["1,5", "2,0"], ["2,5", "3,0", "3,5"]),
        (["-0.5", "0.0"], ["0.5", "1.0", "1.5"]),
        (["1", "2", "4"], ["1", "2", "4"]),
        (["1.5", "2,5"], ["1.5", "2,5", "1.5"]),
        (["a text"], ["a text"] * 3),
        ([""], ["", "", ""]),
        (["1", ""], ["1", "", "1"]),
        (["inv. 1901"], ["inv. 1902", "inv. 1903", "inv. 1904"]),
        (["inv. 1901", "inv. 1903"], ["inv. 1905", "inv. 1907", "inv. 1909"]),
        (["HKM-0009"], ["HKM-0010", "HKM-0011", "HKM-0012"]),
        (["HKM-9999"], ["HKM-10000", "HKM-10001", "HKM-10002"]),
        (["007"], ["008", "009", "010"]),
        (["1900.4.12"], ["1900.4.13", "1900.4.14", "1900.4.15"]),
        (["12 (verso)"], ["13 (verso)", "14 (verso)", "15 (verso)"]),
        (["plate 3.mp4"], ["plate 4.mp4", "plate 5.mp4", "plate 6.mp4"]),
        (["a1", "b1"], ["a2", "b2", "a3"]),
        (["a1", "b1", "a3", "b2"], ["a5", "b3", "a7"]),
        (["1901-01"], ["1901-02", "1901-03", "1901-04"]),
        (["1901-11"], ["1901-12", "1902-01", "1902-02"]),
        (["1901-01", "1902-01"], ["1903-01", "1904-01", "1905-01"]),
        (["1901-02-27"], ["1901-02-28", "1901-03-01", "1901-03-02"]),
        (["1901-01-31", "1901-03-31"], ["1901-05-31", "1901-07-31", "1901-09-30"]),
        (["1901-05-01", "1902-05-01"], ["1903-05-01", "1904-05-01", "1905-05-01"]),
        (["1901-05-01", "1901-05-08"], ["1901-05-15", "1901-05-22", "1901-05-29"]),
        (["5.6.1890"], ["6.6.1890", "7.6.1890", "8.6.1890"]),
        (["09.06.1890"], ["10.06.1890", "11.06.1890", "12.06.1890"]),
        (["13/06/1890"], ["14/06/1890", "15/06/1890", "16/06/1890"]),
        (["06/29/1890"], ["06/30/1890"] + ["06/29/1890"] * 2),
        (["05/06/1890"], ["05/06/1890"] * 3),
        (["31.02.1890"], ["31.02.1890"] * 3),
        (["9999-12-30"], ["9999-12-30"] * 3),
    ],
)
def test_series(seeds, after):
    if seeds == ["06/29/1890"]:
        assert continued(seeds, 1) == after[:1]
        assert continued(seeds, 3) == ["06/29/1890"] * 3  # 07/01 could be two dates
        return
    assert continued(seeds, 3) == after


@pytest.mark.parametrize(
    ("seeds", "before"),
    [
        (["3", "4"], ["2", "1", "0"]),
        (["a2", "b2"], ["b1", "a1", "b0"]),
        (["inv. 1"], ["inv. 0", "inv. 1", "inv. 2"]),
        (["1901-01"], ["1900-12", "1900-11", "1900-10"]),
        (["x", "y"], ["y", "x", "y"]),
        (["0001-01-02"], ["0001-01-02"] * 3),
    ],
)
def test_series_backwards(seeds, before):
    assert continued(seeds, 3, backwards=True) == before


@pytest.mark.parametrize(
    ("seeds", "after"),
    [
        (["1"], ["2", "3", "4"]),
        (["1", "2"], ["1", "2", "1"]),
        (["inv. 1901"], ["inv. 1901"] * 3),
        (["1901-01-01"], ["1901-01-01"] * 3),
        (["a text"], ["a text"] * 3),
    ],
)
def test_ctrl_copies_and_counts_a_single_number(seeds, after):
    assert continued(seeds, 3, turned=True) == after


CELL = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[a-z .-]{0,4}[0-9]{1,5}[a-z)]{0,3}", fullmatch=True),
    st.dates().map(str),
    st.integers().map(str),
)


@given(st.lists(CELL, max_size=5), st.integers(-1, 40), st.booleans(), st.booleans())
def test_any_texts_give_so_many_texts(seeds, count, backwards, turned):
    made = continued(seeds, count, backwards=backwards, turned=turned)
    assert len(made) == (max(0, count) if seeds else 0)
    assert all(isinstance(text, str) for text in made)


@given(st.integers(-(10**9), 10**9), st.integers(-1000, 1000), st.integers(2, 6))
def test_whole_numbers_go_on_by_their_step(start, step, size):
    whole = [str(start + step * i) for i in range(size + 20)]
    assert continued(whole[:size], 20) == whole[size:]
    assert continued(whole[-size:], 20, backwards=True) == whole[:20][::-1]


@given(st.dates(dt.date(1000, 1, 1), dt.date(2900, 1, 1)), st.integers(1, 60))
def test_days_go_on_by_one(day, count):
    wanted = [(day + dt.timedelta(n)).isoformat() for n in range(1, count + 1)]
    assert continued([day.isoformat()], count) == wanted


@given(st.from_regex(r"[A-Z]{1,4}-", fullmatch=True), st.integers(0, 9000), st.integers(1, 40))
def test_names_keep_their_zeros(letters, start, count):
    whole = [f"{letters}{n:05d}" for n in range(start, start + count + 1)]
    assert continued(whole[:1], count) == whole[1:]


@given(st.lists(CELL, min_size=1, max_size=4), st.integers(1, 12), st.integers(1, 12))
def test_what_comes_first_does_not_depend_on_how_much_follows(seeds, less, more):
    dates = any(text[:1].isdigit() and text.count("-") == 2 for text in seeds)
    if not dates:  # a series of dates that leaves the calendar is copied as a whole
        assert continued(seeds, less) == continued(seeds, less + more)[:less]


@example(["", "0002-01-01", "0001-01-01", "00"], 4, False, False)
@given(st.lists(CELL, max_size=4), st.integers(-1, 30), st.booleans(), st.booleans())
def test_the_farthest_text_is_the_last_one(seeds, count, backwards, turned):
    whole = continued(seeds, count, backwards=backwards, turned=turned)
    found = farthest(seeds, count, backwards=backwards, turned=turned)
    assert found == (whole[-1] if whole else "")
