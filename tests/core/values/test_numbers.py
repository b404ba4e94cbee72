"""Numbers, units and sizes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import resources, text, values
from app.core.model import QuantityValue

CM, MM, M, INCH, PX, DEGREE = "Q174728", "Q174789", "Q11573", "Q218593", "Q355198", "Q28390"


@pytest.mark.parametrize(
    ("cell", "amount", "unit"),
    [
        ("32 mm", "+32", MM),
        ("32mm", "+32", MM),
        ("12.5 cm", "+12.5", CM),
        ("12,5 cm.", "+12.5", CM),
        ("12,50 cm", "+12.50", CM),
        ("3 m", "+3", M),
        ("3 metres", "+3", M),
        ("5 in", "+5", INCH),
        ('5"', "+5", INCH),
        ("5''", "+5", INCH),
        ("4000 px", "+4000", PX),
        ("45°", "+45", DEGREE),
        ("2 Zoll", "+2", INCH),
        ("12 см", "+12", CM),
        ("32", "+32", "1"),
        ("-5", "-5", "1"),
        ("−5", "-5", "1"),
        ("-0", "+0", "1"),
        ("007", "+7", "1"),
        ("0,5 m", "+0.5", M),
        ("0.125", "+0.125", "1"),
        ("1 200 m", "+1200", M),
        ("1\u00a0200 m", "+1200", M),
        ("1.234,5 mm", "+1234.5", MM),
        ("1,234.5 mm", "+1234.5", MM),
        ("1,234,567", "+1234567", "1"),
        ("1.234.567", "+1234567", "1"),
        ("1:50000", "+50000", "1"),
        ("1 : 50 000", "+50000", "1"),
    ],
)
def test_quantities(cell, amount, unit):
    (reading,) = values.read_quantity(cell).readings
    assert reading.value == QuantityValue(amount, unit)


def test_about():
    (reading,) = values.read_quantity("ca. 40 cm").readings
    assert [(q.property, q.value.id) for q in reading.qualifiers] == [("P1480", "Q5727902")]


def test_several():
    assert [r.value.amount for r in values.read_quantity("40 cm; 60 cm")] == ["+40", "+60"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("5 kg", "quantity-unit"),
        ("5 furlongs", "quantity-unit"),
        ("1,200", "quantity-ambiguous"),
        ("1.200 mm", "quantity-ambiguous"),
        ("abc", "quantity-unreadable"),
        ("1e5", "quantity-unreadable"),
        ("12.34.5", "quantity-unreadable"),
        ("1/125 s", "quantity-unreadable"),
        ("12,", "quantity-unreadable"),
        ("1" * 50, "quantity-unreadable"),
    ],
)
def test_what_is_no_quantity(cell, code):
    result = values.read_quantity(cell)
    assert result.readings == ()
    assert [p.code for p in result.problems] == [code]
    assert not text.problem(result.problems[0]).startswith("problem.")


def test_only_units_of_the_catalogue():
    known = {u["q"] for u in resources.catalogue("properties")["units"]}
    for cell in ("1 cm", "1 mm", "1 m", "1 px", "1 °", "1 s", "1 byte", "1 in"):
        assert values.read_quantity(cell).readings[0].value.unit in known


@pytest.mark.parametrize(
    ("cell", "height", "width", "unit"),
    [
        ("8,8 × 13,9 cm", "+8.8", "+13.9", CM),
        ("40 x 60 cm", "+40", "+60", CM),
        ("40x60cm", "+40", "+60", CM),
        ("40 cm x 60 cm", "+40", "+60", CM),
        ("400 × 600 × 20 mm", "+400", "+600", MM),
        ("8.8 by 13.9 in", "+8.8", "+13.9", INCH),
        ("H 40 cm x W 60 cm", "+40", "+60", CM),
        ("W 60 cm x H 40 cm", "+40", "+60", CM),
        ("Höhe: 40 cm; Breite: 60 cm", "+40", "+60", CM),
        ("wys. 40 cm, szer. 60 cm", "+40", "+60", CM),
        ("H: 40, B: 60 cm", "+40", "+60", CM),
        ("{{Size|cm|40|60}}", "+40", "+60", CM),
        ("{{size|mm|400|600|20}}", "+400", "+600", MM),
        ("{{Size|unit=cm|height=40|width=60}}", "+40", "+60", CM),
    ],
)
def test_sizes(cell, height, width, unit):
    sizes = values.read_sizes(cell)
    found = {key: r.value for key, r in sizes.by_property().items()}
    assert found == {"P2048": QuantityValue(height, unit), "P2049": QuantityValue(width, unit)}
    assert sizes.problems == ()


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("40 x 60", ["size-unit"]),
        ("{{Size|furlong|40|60}}", ["size-unit"]),
        ("postcard", []),
        ("{{foo|40|60 cm}}", []),
        ("", []),
        ("1.200 x 900 mm", ["quantity-ambiguous"]),
    ],
)
def test_what_is_no_size(cell, codes):
    sizes = values.read_sizes(cell)
    assert sizes.height is None
    assert [p.code for p in sizes.problems] == codes


@given(st.text() | st.text("0123456789., ×xcmHB:;+-−eE{}|Size"))
def test_any_text(cell):
    found = [*values.read_quantity(cell), *values.read_sizes(cell).by_property().values()]
    for reading in found:
        assert re.fullmatch(r"[+-](?:0|[1-9]\d*)(?:\.\d+)?", reading.value.amount)


@given(st.decimals(-1000, 1000, places=2))
def test_decimals_read_back(number):
    (reading,) = values.read_quantity(f"{number} cm").readings
    assert float(reading.value.amount) == float(number)
    (comma,) = values.read_quantity(f"{number} cm".replace(".", ",")).readings
    assert comma == reading
