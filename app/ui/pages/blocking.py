"""What stops the whole sheet: Check and Upload say it in the same words and lead to one place.
And where one row is mended.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core import text
from app.core.text import t
from app.ui.pages.finder import Finder
from app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing can be sent. `place` = where that is mended: files or wiki."""

    sentence: str
    place: str

    @property
    def button(self) -> str:
        """Words of the button that leads there."""
        return t(f"stop.{self.place}")


def stop_of(session: Session) -> Stop | None:
    """What stops the whole sheet now; None when rows can be sent."""
    found = session.findings.blocker
    if found is None:
        return None
    finder = session.checker
    said = isinstance(finder, Finder) and any(found is p for p in finder.answers)
    return Stop(text.problem(found), "wiki" if said else "files")


def field_to_mend(session: Session, row_id: int, way: str) -> str | None:
    """The header of the cell where a row is mended; for `way` "rename" that of its name."""
    if way == "rename" and session.project is not None:
        column = session.project.column_for("name")
        return column.header if column is not None else None
    found = session.findings.row(row_id)
    return found[0].field if found else None
