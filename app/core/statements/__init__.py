"""Structured data from rows: captions, and statements from fields, property columns, licences."""

from app.core.statements.build import Built, build
from app.core.statements.properties import Property, find, label

__all__ = ["Built", "Property", "build", "find", "label"]
