"""Writing a read table into a new, empty project file."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path

from app.core import fields, values
from app.core.model import Layout, Table
from app.core.project import kept
from app.core.project.store import Store


def fill(
    store: Store, table: Table, *, name: str, folders: Iterable[Path], template: str | None
) -> None:
    """Columns with their meaning, rows, layout, folders. `template` None = guessed."""
    chosen = template or fields.guess_template(table.headers, table.freemarker)
    meanings = fields.recognise(table.headers, chosen)
    columns = [(i, h, str(m)) for i, (h, m) in enumerate(zip(table.headers, meanings, strict=True))]
    layout = Layout(chosen, table.freemarker, language=values.language_of_person())
    meta = {
        "name": name,
        "layout": json.dumps(asdict(layout)),
        "source": table.source,
        "sheet_problems": kept.dump(table.problems),
    }
    with store.transaction() as db:
        db.executemany("INSERT INTO columns (position, header, meaning) VALUES (?, ?, ?)", columns)
        ids = [i for (i,) in db.execute("SELECT id FROM columns ORDER BY position")]
        numbered = list(enumerate(table.rows, 1))
        db.executemany(
            "INSERT INTO rows (id, position, number) VALUES (?, ?, ?)",
            [(position, position, row.number) for position, row in numbered],
        )
        db.executemany(
            "INSERT INTO cells VALUES (?, ?, ?)",
            (
                (position, column, text)
                for position, row in numbered
                for column, text in zip(ids, row.cells, strict=True)
                if text
            ),
        )
        db.executemany(
            "INSERT INTO folders (path) VALUES (?)", [(str(Path(f).absolute()),) for f in folders]
        )
        db.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))


def free_header(wanted: str, taken: Collection[str]) -> str:
    """The header itself, or with the first number that makes it different from those there are."""
    numbered = (f"{wanted} {count}" for count in itertools.count(2))
    return wanted if wanted not in taken else next(h for h in numbered if h not in taken)
