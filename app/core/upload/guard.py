"""The file on the disk is still the one that was checked and hashed."""

from __future__ import annotations

from app.core.errors import FileError
from app.core.model import Original, Plan
from app.core.upload import outcome


def check_unchanged(plan: Plan) -> None:
    """Raises RowEnd (file-missing, file-changed): for the file that is sent, and for the one that
    it is a copy of.
    """
    if plan.address:
        return
    for file in (plan, plan.original):
        if file is not None:
            _check(file)


def _check(file: Plan | Original) -> None:
    try:
        stat = file.path.stat()
    except OSError as error:
        gone = FileError("file-missing", str(error), name=file.path.name)
        raise outcome.of_file(gone) from error
    if (stat.st_size, stat.st_mtime_ns) != (file.size, file.mtime_ns):
        raise outcome.of_file(FileError("file-changed", name=file.path.name))
