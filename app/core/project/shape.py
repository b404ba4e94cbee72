"""What a project file says of its columns, its layout and its folders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from app.core.model import Column, Layout, Meaning
from app.core.project.change import Operation
from app.core.project.store import Store


def columns(store: Store) -> tuple[Column, ...]:
    """The columns in their order, without those that were taken away."""
    found = store.query(
        "SELECT id, header, meaning, mode, recognised, origin FROM columns"
        " WHERE removed=0 ORDER BY position"
    )
    return tuple(
        Column(i, header, Meaning.parse(meaning), mode, bool(recognised), origin)
        for i, header, meaning, mode, recognised, origin in found
    )


def layout(meta: Mapping[str, str]) -> Layout:
    """How pages are made."""
    data = json.loads(meta.get("layout", "{}"))
    data["categories"] = tuple(data.get("categories", ()))
    return Layout(**data)


def dump(wanted: Layout) -> str:
    """A layout as the project file keeps it."""
    return json.dumps(asdict(wanted))


def laid_out(old: Layout, new: Layout | None) -> tuple[Operation, ...]:
    """Another layout, unless it is the same or none."""
    if new is None or new == old:
        return ()
    return (Operation("layout", (), dump(old), dump(new)),)


def folders(store: Store) -> tuple[Path, ...]:
    """The folders, those kept relative to the project as they are on this computer."""
    base = store.path.parent if store.path else Path()
    found = store.query("SELECT path FROM folders ORDER BY position")
    return tuple(base / path for (path,) in found)


def keep_folders(store: Store, wanted: Iterable[Path]) -> None:
    """Keep other folders: relative to the project when under it, so that both can move."""
    base = store.path.absolute().parent if store.path else None
    kept = []
    for folder in wanted:
        absolute = Path(folder).absolute()
        inside = base is not None and absolute.is_relative_to(base)
        kept.append(absolute.relative_to(base).as_posix() if inside and base else str(absolute))
    with store.transaction() as db:
        db.execute("DELETE FROM folders")
        db.executemany("INSERT INTO folders (path) VALUES (?)", [(p,) for p in kept])
