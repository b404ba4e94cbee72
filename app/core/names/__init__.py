"""File names: as the wiki stores them, with one right extension, and what is wrong with them."""

from app.core.names import extension
from app.core.names.normal import clean, same_title_key, split, tidy, upper_first
from app.core.names.rules import catalogue_severities
from app.core.names.title import Title, check_title, target_title

__all__ = [
    "Title",
    "catalogue_severities",
    "check_title",
    "clean",
    "extension",
    "same_title_key",
    "split",
    "target_title",
    "tidy",
    "upper_first",
]
