"""Page templates and their fields, what headers mean, and rows read by it."""

from app.core.fields.entry import WIKITEXT_KINDS, read_entry, text_mode
from app.core.fields.headers import guess_template, header_for, key, recognise
from app.core.fields.templates import Derived, Field, Template, template, templates

__all__ = [
    "WIKITEXT_KINDS",
    "Derived",
    "Field",
    "Template",
    "guess_template",
    "header_for",
    "key",
    "read_entry",
    "recognise",
    "template",
    "templates",
    "text_mode",
]
