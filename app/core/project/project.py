"""One project: the rows of a sheet with the meaning of its columns, always saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.core import files, media
from app.core.errors import FileError, UsageError
from app.core.model import Column, Layout, Meaning, Problem, Row, Table
from app.core.project import (
    applying,
    brought,
    claims,
    columns,
    history,
    kept,
    making,
    renew,
    rows,
    shape,
    sole,
    working,
)
from app.core.project import change as changes
from app.core.project.change import Change, Label, Operation, all_same
from app.core.project.history import History, Step, Way
from app.core.project.journal import Journal
from app.core.project.pictures import Pictures
from app.core.project.renew import Known
from app.core.project.rows import ByRow, Rows
from app.core.project.store import Store

SUFFIX = ".kabocha"


class Project:
    """Rows, columns, layout, constants and folders in memory; every change committed at once.

    Not thread safe for edits (one front end edits); rows, columns, journals and facts may be read
    by other threads: each is replaced as a whole.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pictures = Pictures(store)
        self._journals: dict[str, Journal] = {}
        self._claim: claims.Claim | None = None
        self._rows = Rows(store)
        self._history = History(store)
        self._load_shape()

    # -- making and opening ------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path | None,
        table: Table,
        *,
        name: str = "",
        folders: Iterable[Path] = (),
        template: str | None = None,
    ) -> Project:
        """A new project from a read table. `path` None keeps it in memory only. `template` is an
        id of the fields catalogue; None = guessed. Raises StoreError, FileError (path taken).
        """
        if path is not None and path.exists():
            raise FileError("project-exists", name=path.name)
        half = path.with_name(f"{path.name}.part") if path else None
        if half:
            half.unlink(missing_ok=True)
        store = Store(half)
        named = name or (path.stem if path else table.source)
        making.fill(store, table, name=named, folders=folders, template=template)
        if path and half:  # it appears whole or not at all
            store.close()
            half.replace(path)
            store = Store(path)
        return cls(store)

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open a project file. Raises FileError (missing), StoreError (damaged, too new)."""
        if not path.is_file():
            raise FileError("project-missing", name=path.name)
        return cls(Store(path))

    @classmethod
    def open_to_read(cls, path: Path) -> Project:
        """A project file, or a copy in memory while another program sends it from a copy of its
        own. Raises as `open`.
        """
        return cls.open_copy(path) if working.is_used(path) else cls.open(path)

    @classmethod
    def open_copy(cls, path: Path) -> Project:
        """A project as it is now, in memory: what changes here is never written to its file.
        Raises as `open`.
        """
        if not path.is_file():
            raise FileError("project-missing", name=path.name)
        return cls(Store.copied(path, working.newest(path)))

    def close(self) -> None:
        """Close the file. Everything is saved already, but for SHA-1s that can be worked out again."""
        self._pictures.close()
        self._store.close()
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def _load(self) -> None:
        self._rows.load()
        self._history.look()
        self._load_shape()

    def _load_shape(self) -> None:
        query = self._store.query
        self._meta: dict[str, str] = dict(query("SELECT key, value FROM meta"))
        self.columns: tuple[Column, ...] = shape.columns(self._store)
        self.constants: Mapping[str, str] = dict(query("SELECT meaning, text FROM constants"))
        self.layout = shape.layout(self._meta)
        self.folders: tuple[Path, ...] = shape.folders(self._store)

    # -- what it holds -----------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The project file; None when in memory."""
        return self._store.path

    @property
    def on_disk(self) -> bool:
        """Whether changes are written to a file; not so for a copy in memory."""
        return self._store.on_disk

    @property
    def name(self) -> str:
        """Name for people."""
        return self._meta.get("name", "")

    @property
    def source(self) -> str:
        """File name of the sheet or folder it was made from."""
        return self._meta.get("source", "")

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of the sheet."""
        return self._rows.every

    @property
    def places(self) -> Mapping[int, int]:
        """The place of each row in the order of the sheet, by its id, in that order."""
        return self._rows.places

    @property
    def last_number(self) -> int:
        """The largest number of a row, 0 without any."""
        return self._rows.last_number

    def row(self, row_id: int) -> Row:
        """One row by its id, also one that was just taken away (`let_go`). Raises KeyError."""
        return self._rows.row(row_id)

    def those(self, row_ids: Iterable[int]) -> list[Row]:
        """Several rows by their ids, as `row`, all of one moment."""
        return self._rows.those(row_ids)

    def let_go(self) -> None:
        """All who show rows know which were taken away."""
        self._rows.let_go()

    def row_by_number(self, number: int) -> Row | None:
        """The row with this number in the sheet as it is now."""
        return next((r for r in self.rows if r.number == number and not self.is_gone(r.id)), None)

    def is_gone(self, row_id: int) -> bool:
        """Whether the row is no longer in the sheet the project belongs to."""
        return row_id in self._rows.gone

    def column(self, column_id: int) -> Column:
        """One column by its id. Raises KeyError."""
        return {column.id: column for column in self.columns}[column_id]

    def column_for(self, meaning: Meaning | str) -> Column | None:
        """The column with this meaning, the last one when there are several (as in Pattypan)."""
        wanted = str(meaning)
        return next((c for c in reversed(self.columns) if str(c.meaning) == wanted), None)

    def setting(self, key: str, default: str = "") -> str:
        """A small text kept in the project (which target, folded parts, …)."""
        return self._meta.get(f"setting.{key}", default)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a small text in the project; no undo."""
        self._set_meta(f"setting.{key}", value)

    def _set_meta(self, key: str, value: str) -> None:
        with self._store.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        self._meta[key] = value

    def set_name(self, name: str) -> None:
        """Rename the project (not its file)."""
        self._set_meta("name", name)

    def set_folders(self, folders: Sequence[Path], index: files.FolderIndex | None = None) -> None:
        """The folders a row may name files under. Kept relative to the project when under it.
        `index`: what lies in them, when that is known already.
        """
        shape.keep_folders(self._store, folders)
        self.folders = shape.folders(self._store)
        self._pictures.forget(index)

    # -- problems the sheet itself brought ---------------------------------------------------

    def sheet_problems(self) -> tuple[Problem, ...]:
        """Problems of reading the sheet, rows gone from it, rows changed after their upload."""
        read = kept.load(self._meta.get("sheet_problems", ""))
        sent = brought.sent(self._store)
        gone = brought.rows_gone(self._rows, sent)
        return (*read, *gone, *brought.changed_after_upload(self._rows, sent, self.fingerprint))

    def fingerprint(self, row_id: int) -> str:
        """SHA-1 over the row's texts by header: tells whether it changed since it was sent."""
        row = self.row(row_id)
        data = [(c.header, row.text(c.id)) for c in self.columns if row.text(c.id)]
        return hashlib.sha1(json.dumps(data).encode(), usedforsecurity=False).hexdigest()

    # -- the sheet it belongs to -------------------------------------------------------------

    @property
    def sheet_sha1(self) -> str:
        """SHA-1 of the sheet's bytes when they were taken over, "" when it has no sheet."""
        return self._meta.get("sheet_sha1", "")

    @sheet_sha1.setter
    def sheet_sha1(self, digest: str) -> None:
        self._set_meta("sheet_sha1", digest)

    def renew(self, table: Table, digest: str) -> None:
        """Take a changed sheet over. Edits made here to rows of the sheet are replaced by its
        texts (they stay in the undo history of the sheet's own program, not in ours).
        """
        with self._store.transaction() as db:
            renew.apply(db, self._known(), table)
            db.execute("DELETE FROM changes")
            self._set_meta("layout", shape.dump(replace(self.layout, freemarker=table.freemarker)))
            self._set_meta("sheet_problems", kept.dump(table.problems))
            self._set_meta("sheet_sha1", digest)
        self._load()

    def add_files(self, table: Table) -> None:
        """Rows for files that came into a folder, behind those there are. A file that was only
        given another name goes on in its row.
        """
        with self._store.transaction() as db:
            renew.add(db, self._known(), table)
        self._load()

    def _known(self) -> Known:
        origins = self._store.query(
            "SELECT id, origin FROM columns WHERE origin != '' ORDER BY position"
        )
        return Known(
            self.columns,
            tuple(origins),
            self.rows,
            self.layout.template,
            self.sent_sha1(),
            lambda cell: self._pictures.sha1_of_cell(cell, self.folders),
        )

    def sent_sha1(self) -> dict[int, str]:
        """SHA-1 of the user's own file behind what was sent, by row id."""
        rows = self._store.query(
            "SELECT row_id, coalesce(json_extract(fields, '$.original'),"
            " json_extract(fields, '$.sha1')) FROM records"
        )
        return {row_id: sha1 for row_id, sha1 in rows if sha1}

    # -- files -------------------------------------------------------------------------------

    @property
    def folder_index(self) -> files.FolderIndex:
        """All files under the folders, to find moved ones again."""
        return self._pictures.index(self.folders)

    def facts(self, path: Path, found: media.FileFacts | None = None) -> media.FileFacts:
        """What is known of a file, probed again when its size or time changed; `found` = what was
        seen of it elsewhere. Raises FileError.
        """
        return self._pictures.facts(path, found)

    def sha1(self, path: Path) -> str:
        """SHA-1 of a file's bytes, computed once per size and time. Raises FileError."""
        return self._pictures.sha1(path)

    def remembered(self) -> list[tuple[str, int, str]]:
        """Path, size and SHA-1 of every file that was ever read, wherever it lies now."""
        return self._pictures.remembered()

    # -- changing ----------------------------------------------------------------------------

    def change(
        self, label: Label, cells: Mapping[tuple[int, int], str],
        new_rows: Sequence[Mapping[int, str]] = (),
    ) -> Change:  # fmt: skip
        """Set texts by (row id, column id), and add rows (texts by column id) at the end: one undo step."""
        return self._do_with_rows(label, rows.by_row(cells), new_rows, None)

    def add_rows(self, label: str, texts: Sequence[Mapping[int, str]], after: int) -> Change:
        """Add rows (texts by column id) behind the row with an id: one undo step."""
        return self._do_with_rows(label, {}, texts, after)

    def _do_with_rows(
        self, label: Label, cells: ByRow, texts: Sequence[Mapping[int, str]], after: int | None
    ) -> Change:  # fmt: skip
        changed, lots = self._rows.changed(cells)
        if not isinstance(label, str):
            label = label(sum(len(lot.rows) for lot in lots) + sum(map(len, texts)))
        if not texts:
            return self._do(Change(label, lots), changed)
        numbered = list(enumerate(texts, max(self.last_number, 1) + 1))
        with self._store.transaction() as db:
            places = self._rows.make_room(db, len(texts), after)
            ids = rows.insert(db, numbered, places, own=True)
            change = Change(label, (all_same("row", "", ids, "", "row"), *lots))
            self._write(change, changed)
        self._apply(change, changed)
        return change

    def remove_rows(self, label: str, row_ids: Iterable[int]) -> Change:
        """Take rows away that are there: one undo step. Raises UsageError (row-was-sent): the report and
        the next sheet need what was sent.
        """
        wanted = tuple(i for i in dict.fromkeys(row_ids) if i in self._rows.places)
        if there := brought.sent(self._store).keys() & set(wanted):
            raise UsageError("row-was-sent", number=min(self.row(i).number for i in there))
        return self._do(Change(label, (all_same("row", "", wanted, "row", ""),) if wanted else ()))

    def set_meaning(self, column_id: int, meaning: Meaning, label: str = "") -> Change:
        """Give a column another meaning."""
        return self.set_columns({column_id: meaning}, label or "meaning")

    def add_column(self, header: str, meaning: Meaning, label: str = "") -> Change:
        """A column of our own behind the sheet's, empty; a header that is taken gets a number."""
        return self.add_columns(label or "column", {header: meaning}, {})

    def add_columns(
        self, label: str, wanted: Mapping[str, Meaning], cells: columns.NewCells
    ) -> Change:
        """Columns of our own by their headers, and texts by (row id, column id or such a header): one
        undo step.
        """
        first = self._store.query("SELECT coalesce(max(id), 0) + 1 FROM columns")[0][0]
        changed, lots = self._rows.changed(columns.by_row(cells, first, wanted))
        made = columns.added(self.columns, first, wanted)
        return self._do(Change(label, (*made, *lots)), changed)

    def rename_column(self, column_id: int, header: str, label: str = "") -> Change:
        """Give a column another header; one that is taken gets a number. Raises UsageError
        (column-name-in-layout) where the workbook's own page layout reads the column.
        """
        column = self.column(column_id)
        columns.check_name(self, column)
        free = making.free_header(header, {c.header for c in self.columns if c.id != column_id})
        return self._do_one(label, "header", (column_id,), column.header, free)

    def remove_column(self, column_id: int, label: str = "") -> Change:
        """Take a column away; a changed sheet does not bring it back, undo does. Raises UsageError
        (column-in-layout) where the workbook's own page layout reads it.
        """
        column = self.column(column_id)
        columns.check_there(self, column)
        return self._do_one(label, "column", (column_id,), column.header, "")

    def set_columns(
        self, meanings: Mapping[int, Meaning], label: str, layout: Layout | None = None
    ) -> Change:
        """Give several columns another meaning, and perhaps the pages another layout: one undo step."""
        meant = columns.meant(self.columns, meanings)
        return self._do(Change(label, (*meant, *shape.laid_out(self.layout, layout))))

    def set_mode(self, column_id: int, mode: str, label: str = "") -> Change:
        """Switch a column to wikitext, plain or auto."""
        return self._do_one(label, "mode", (column_id,), self.column(column_id).mode, mode)

    def set_layout(self, layout: Layout, label: str = "") -> Change:
        """Choose another page template or categories for the batch."""
        return self.set_columns({}, label or "layout", layout)

    def set_constant(self, meaning: Meaning | str, text: str, label: str = "") -> Change:
        """A text for all rows whose cell is empty; "" takes it away."""
        key = str(meaning)
        return self._do_one(label, "constant", (key,), self.constants.get(key, ""), text)

    def _do_one(
        self, label: str, kind: changes.Kind, key: tuple[int | str, ...], old: str, new: str
    ) -> Change:
        operations = (Operation(kind, key, old, new),) if old != new else ()
        return self._do(Change(label or kind, operations))

    def _do(self, change: Change, changed: Sequence[Row] = ()) -> Change:
        """`changed`: the rows whose texts change, as they are after it."""
        if change.operations:
            self._write(change, changed)
            self._apply(change, changed)
        return change

    def _write(self, change: Change, changed: Sequence[Row]) -> None:
        operations = changes.dump(change.operations)  # before others have to wait for the file
        with self._store.transaction() as db:
            history.keep(db, change.label, operations)
            applying.write(db, change, changed, self.journal)

    def next_step(self, way: Way) -> Step | None:
        """What `undo` or `redo` would do, None when there is nothing."""
        return self._history.next(way)

    @property
    def undo_label(self) -> str | None:
        """Words for what `undo` would take back, None when there is nothing."""
        return step.label if (step := self.next_step("undo")) else None

    @property
    def redo_label(self) -> str | None:
        """The same for `redo`."""
        return step.label if (step := self.next_step("redo")) else None

    def undo(self) -> Change | None:
        """Take the last change back; returns what was done, None when there was nothing."""
        return self._play("undo")

    def redo(self) -> Change | None:
        """Do the last undone change again."""
        return self._play("redo")

    def _play(self, way: Way) -> Change | None:
        step = self.next_step(way)
        if step is None:
            return None
        change = self._history.change(step, way)
        changed, _ = self._rows.changed(rows.after(change.lots))
        with self._store.transaction() as db:
            history.mark(db, step, way)
            applying.write(db, change, changed, self.journal)
        self._apply(change, changed)
        return change

    def _apply(self, change: Change, changed: Sequence[Row]) -> None:
        self._rows.put(changed)
        for lot in change.lots:
            if lot.kind == "row":
                self._rows.move(lot)
        if change.whole:
            self._load_shape()
        self._history.look()

    def leave_out(self, target: str, row_ids: Iterable[int], label: str, *, out: bool) -> Change:
        """Take rows out of what goes to a target (`Target.key`), or back in: one undo step."""
        ids = self.journal(target).leaving(row_ids, out=out)
        old, new = ("", "out") if out else ("out", "")
        return self._do(Change(label, (all_same("out", target, ids, old, new),) if ids else ()))

    # -- sending -----------------------------------------------------------------------------

    def journal(self, target: str) -> Journal:
        """The journal of one target, by `Target.key`."""
        if target not in self._journals:
            self._journals[target] = Journal(self._store, target, self.fingerprint)
        return self._journals[target]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the project for sending, with what others sent until now known. Raises FileError
        (project-in-use) when another program is sending it, (project-open-elsewhere) when another
        computer took it over.
        """
        with sole.alone(self.path):
            claims.check(self.path)
            for journal in self._journals.values():
                journal.refresh()
            with working.near(self._store):
                yield

    def keep(self, claim: claims.Claim) -> None:
        """Hold what claims this project until it is closed."""
        self._claim = claim

    def targets(self) -> tuple[str, ...]:
        """Keys of the targets something was sent to."""
        return tuple(t for (t,) in self._store.query("SELECT DISTINCT target FROM records"))
