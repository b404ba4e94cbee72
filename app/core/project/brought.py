"""Problems that follow from what was sent and from the sheet as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.core.model import Problem, Severity
from app.core.project.rows import Rows
from app.core.project.store import Store

ROW_GONE = "row-gone"
"""Code of the problem of a row that is no longer in its sheet."""


def sent(store: Store) -> Mapping[int, str]:
    """Rows that are on a wiki, by id, each with the fingerprint of what was sent."""
    return dict(
        store.query(
            "SELECT row_id, json_extract(fields, '$.fingerprint') FROM records"
            " WHERE state IN ('done', 'published')"
        )
    )


def rows_gone(rows: Rows, known: Mapping[int, str]) -> Iterator[Problem]:
    """Rows no longer in the sheet are not sent; those that nothing was sent of are errors. Their
    number may be that of another row now.
    """
    for row in rows.every:
        if row.id in rows.gone:
            severity = Severity.WARNING if row.id in known else Severity.ERROR
            yield Problem(ROW_GONE, severity, params={"was": row.number}, row_id=row.id)


def changed_after_upload(
    rows: Rows, known: Mapping[int, str], fingerprint: Callable[[int], str]
) -> Iterator[Problem]:
    """Rows that read otherwise than when they were sent. `known` as from `sent`."""
    here = rows.places.keys() - rows.gone
    changed = {i for i, then in known.items() if i in here and then != fingerprint(i)}
    for row_id in sorted(changed):
        number = rows.row(row_id).number
        yield Problem("changed-after-upload", Severity.WARNING, number, row_id=row_id)
