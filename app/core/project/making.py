"""Writing a read table into a new, empty project file."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from pathlib import Path

from app.core import fields, values
from app.core.model import Layout, Table
from app.core.project import kept, rows, shape
from app.core.project.store import Store


def fill(
    store: Store, table: Table, *, name: str, folders: Iterable[Path], template: str | None
) -> None:
    """Columns with their meaning, rows, layout, folders. `template` None = guessed."""
    chosen = template or fields.guess_template(table.headers, table.freemarker)
    meanings = fields.recognise(table.headers, chosen)
    named = zip(table.headers, meanings, strict=True)
    columns = [(i, h, str(m), h) for i, (h, m) in enumerate(named)]
    layout = Layout(chosen, table.freemarker, language=values.language_of_person())
    meta = {
        "name": name,
        "layout": shape.dump(layout),
        "source": table.source,
        "sheet_problems": kept.dump(table.problems),
    }
    with store.transaction() as db:
        db.executemany(
            "INSERT INTO columns (position, header, meaning, origin) VALUES (?, ?, ?, ?)", columns
        )
        ids = [i for (i,) in db.execute("SELECT id FROM columns ORDER BY position")]
        texts = [(row.number, dict(zip(ids, row.cells, strict=True))) for row in table.rows]
        rows.insert(db, texts, range(1, len(texts) + 1))
        db.executemany(
            "INSERT INTO folders (path) VALUES (?)", [(str(Path(f).absolute()),) for f in folders]
        )
        db.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))


def free_header(wanted: str, taken: Collection[str]) -> str:
    """The header itself, or with the first number that makes it different from those there are."""
    numbered = (f"{wanted} {count}" for count in itertools.count(2))
    return wanted if wanted not in taken else next(h for h in numbered if h not in taken)
