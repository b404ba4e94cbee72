"""The project: one SQLite file with rows, columns, page layout, change log and upload journal."""

from app.core.project.beside import open_beside, project_path
from app.core.project.change import Change
from app.core.project.journal import Intent, Journal, Record
from app.core.project.project import Project

__all__ = ["Change", "Intent", "Journal", "Project", "Record", "open_beside", "project_path"]
