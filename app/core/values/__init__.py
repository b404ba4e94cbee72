"""Cells as values: dates, positions, people, items, numbers, texts. Pure text in, data out.

Every reader takes any text, never raises, and gives a `Result`: readings (values with their
qualifiers) and problems (what could not be read, in words). A template we do not know gives
neither.
"""

from app.core.values.cell import read
from app.core.values.coordinates import read_coordinates
from app.core.values.dates import read_date, year_span
from app.core.values.items import item_id, read_items
from app.core.values.languages import autonym
from app.core.values.languages import captions as caption_languages
from app.core.values.languages import code as language_code
from app.core.values.languages import of_person as language_of_person
from app.core.values.markup import plain_text, split_values
from app.core.values.persons import read_person
from app.core.values.quantities import Sizes, read_quantity, read_sizes
from app.core.values.result import Reading, Result
from app.core.values.tagged import Said, joined, said, tagged
from app.core.values.texts import is_url, language_texts, read_strings, read_texts, read_urls

__all__ = [
    "Reading",
    "Result",
    "Said",
    "Sizes",
    "autonym",
    "caption_languages",
    "is_url",
    "item_id",
    "joined",
    "language_code",
    "language_of_person",
    "language_texts",
    "plain_text",
    "read",
    "read_coordinates",
    "read_date",
    "read_items",
    "read_person",
    "read_quantity",
    "read_sizes",
    "read_strings",
    "read_texts",
    "read_urls",
    "said",
    "split_values",
    "tagged",
    "year_span",
]
