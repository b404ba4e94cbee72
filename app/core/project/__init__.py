"""The project: one SQLite file with rows, columns, page layout, change log and upload journal."""

from app.core.project.beside import (
    chosen,
    keep_chosen,
    open_beside,
    project_path,
    read_beside,
    sheet_sha1,
)
from app.core.project.brought import ROW_GONE
from app.core.project.change import Change, Label
from app.core.project.history import Way
from app.core.project.journal import Intent, Journal, Record
from app.core.project.project import Project
from app.core.project.texts import filled

__all__ = [
    "ROW_GONE",
    "Change",
    "Intent",
    "Journal",
    "Label",
    "Project",
    "Record",
    "Way",
    "chosen",
    "filled",
    "keep_chosen",
    "open_beside",
    "project_path",
    "read_beside",
    "sheet_sha1",
]
