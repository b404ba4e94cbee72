"""The file on the disk is still the one that was checked and hashed."""

from __future__ import annotations

from app.core.errors import FileError
from app.core.model import Plan
from app.core.upload import outcome


def check_unchanged(plan: Plan) -> None:
    """Raises RowEnd (file-missing, file-changed)."""
    try:
        stat = plan.path.stat()
    except OSError as error:
        gone = FileError("file-missing", str(error), name=plan.path.name)
        raise outcome.of_file(gone) from error
    if (stat.st_size, stat.st_mtime_ns) != (plan.size, plan.mtime_ns):
        raise outcome.of_file(FileError("file-changed", name=plan.path.name))
