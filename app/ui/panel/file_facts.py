"""The part "The file" of the panel: what is known of the file of a row, and what to know before it
leaves the house.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core import media
from app.core.draft import Draft
from app.core.errors import KabochaError
from app.core.findings import NOTHING
from app.core.media import Colours, Words
from app.core.model import Choice, Private
from app.core.text import has, number, size, t
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.panel.file_words import FileWords
from app.ui.panel.pair import NAMES, Pair
from app.ui.parts import button, icon_label, label
from app.ui.theme import Theme

HASH_SOON_MS = 400
"""A SHA-1 is worked out of the row one stays at."""
DAMAGED = frozenset({"file-truncated", "file-damaged", "file-empty", "file-unreadable"})
TWICE = frozenset({"same-bytes-twice", "same-file-twice"})
_BLOCK = 8
_MOST_LINES = 7
_MOST_TESTS = 4
_ISOLATE, _END = "\u2066", "\u2069"
"""Left to right inside, also in a window that reads from right to left."""


@dataclass(frozen=True)
class Tested:
    """One line of "Before it leaves the house". `look`: good, wait, warn, error; `key` of its words."""

    look: str
    key: str

    @property
    def words(self) -> str:
        """The sentence."""
        return t(f"facts.{self.key}")


LOOKS = {
    "good": ("circle-check", "accent"),
    "wait": ("clock", "ink2"),
    "warn": ("triangle-alert", "warn"),
    "error": ("octagon-x", "error"),
}


def lines(made: Draft, colours: Colours) -> list[tuple[str, str]]:
    """Name and value of what is known of a file."""
    facts, file = made.facts, made.file
    if facts is None or file is None:
        return []
    found = [(t("facts.name"), file.name)]
    measure = [size(facts.size)]
    if facts.width and facts.height:
        wide, high = number(facts.width), number(facts.height)
        measure.insert(0, t("large.pixels", width=wide, height=high))
    found.append((t("facts.size"), " · ".join(f"{_ISOLATE}{word}{_END}" for word in measure)))
    kind = (facts.detected[0] if facts.detected else facts.extension).upper()
    found.append((t("facts.kind"), _kind(kind, facts.pages)))
    if said := _colours(colours):
        found.append((t("facts.colours"), said))
    if facts.exif.taken:
        found.append((t("facts.taken"), facts.exif.taken))
    if facts.exif.camera:
        found.append((t("facts.camera"), facts.exif.camera))
    found.append((t("facts.place"), _place(made)))
    return found


def _kind(kind: str, pages: int | None) -> str:
    name = t(f"facts.kind-{kind.lower()}") if has(f"facts.kind-{kind.lower()}") else kind
    return t("facts.pages", kind=name, pages=number(pages)) if pages and pages > 1 else name


def _colours(found: Colours) -> str:
    words = [t(f"facts.colours-{found.kind}")] if found.kind else []
    if found.bits:
        words.append(t("facts.bits", bits=number(found.bits)))
    if words:
        words.append(found.profile or t("facts.no-profile"))
    return " · ".join(words)


def _place(made: Draft) -> str:
    assert made.facts is not None
    exif = made.facts.exif
    if exif.latitude is None or exif.longitude is None:
        return t("facts.none")
    where = f"{_ISOLATE}{exif.latitude:.4f}, {exif.longitude:.4f}{_END}"
    return t("facts.place-at", where=where)


def verdicts(made: Draft, codes: frozenset[str] | None) -> list[Tested]:
    """What to know before the file is sent. `codes` of the row's problems; None = not checked yet."""
    facts = made.facts
    if facts is None:
        return []
    damaged = bool(facts.damage) or bool(codes and codes & DAMAGED)
    found = [Tested("error", "damaged") if damaged else Tested("good", "whole")]
    held = media.private.holds(facts.exif)
    found += [_private(made, what) for what in Private if what in held]
    if not held:
        found.append(Tested("good", "nothing-private"))
    if codes is None:
        found.append(Tested("wait", "being-checked"))
    elif codes & TWICE:
        found.append(Tested("error", "twice"))
    else:
        found.append(Tested("good", "once"))
    return found


def _private(made: Draft, what: Private) -> Tested:
    if what in made.without:
        return Tested("good", f"{what}-left-out")
    kept = made.row.choice(what) is Choice.KEEP
    return Tested("good" if kept else "warn", f"{what}-{'kept' if kept else 'inside'}")


def in_short(found: list[Tested]) -> str:
    """The worst of them, for the line that stays when the part is folded."""
    worst = next((one for look in ("error", "warn") for one in found if one.look == look), None)
    return t(f"facts.{worst.key}.short" if worst else "facts.all-well") if found else ""


class FileFacts(QWidget):
    """Show a draft with `show_draft`; `told` gets the words for the head of the part."""

    def __init__(self, context: Context, told: Callable[[str], None]) -> None:
        super().__init__()
        self._context, self._tell_head = context, told
        self._made: Draft | None = None
        self._colours, self._words = Colours(), Words()
        self.sha1 = ""
        self._looking = Latest(context.jobs, "colours", self)
        self._hashing = Latest(context.jobs, "sha1", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(HASH_SOON_MS)
        self._soon.timeout.connect(self._hash)
        column = QVBoxLayout(self)
        context.theme.space(column, 6)
        self._lines = [Pair(context.theme, column) for _ in range(_MOST_LINES)]
        column.addWidget(self._hash_line())
        self._said = FileWords(context.theme)
        column.addWidget(self._said)
        self._before = label(t("facts.before"), "strong-note")
        column.addWidget(self._before)
        self._tests = [_Test(context.theme, column) for _ in range(_MOST_TESTS)]
        context.session.problems_changed.connect(self._show_tests)
        context.session.closing.connect(self.forget)
        self.forget()

    def _hash_line(self) -> QWidget:
        theme = self._context.theme
        self._hash_holder = QWidget()
        row = QHBoxLayout(self._hash_holder)
        theme.space(row, 5)
        name = label(t("facts.sha1"), "note", "ink2")
        theme.fix(name, width=NAMES)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        self.hash_words = label("", "note", wrap=True)
        self.hash_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.hash_words, 1)
        self.copy_ = button(theme, t("facts.copy"), kind="small", pressed=self.copy)
        self.copy_.setAccessibleName(t("facts.copy-sha1"))
        row.addWidget(self.copy_, 0, Qt.AlignmentFlag.AlignTop)
        return self._hash_holder

    # what is shown ----------------------------------------------------------------------------

    def forget(self) -> None:
        """No file is shown."""
        self._soon.stop()
        self._looking.stop()
        self._hashing.stop()
        self._made, self._colours, self._words, self.sha1 = None, Colours(), Words(), ""
        self._show()

    def show_draft(self, made: Draft) -> None:
        """The file of another row, or of the same after a change."""
        same = self._made is not None and self._key(self._made) == self._key(made)
        self._made = made
        if not same:
            self._colours, self._words, self.sha1 = Colours(), Words(), ""
            if made.file is not None and made.facts is not None:
                self._looking.run(partial(_look, made.file), self._looked, self._not_read)
                self._soon.start()
        self._show()

    @staticmethod
    def _key(made: Draft) -> tuple[object, ...]:
        return made.file, made.facts and (made.facts.size, made.facts.mtime_ns)

    def showEvent(self, event: object) -> None:
        """Unfolded: now the SHA-1 is wanted."""
        super().showEvent(event)  # type: ignore[arg-type]  # QShowEvent
        self._soon.start()

    def _looked(self, answer: tuple[Path, Colours, Words]) -> None:
        if self._made is not None and self._made.file == answer[0]:
            _, self._colours, self._words = answer
            self._show()

    def _hash(self) -> None:
        """Only of a file that one looks at: gigabytes are read for it."""
        project, made = self._context.session.project, self._made
        if project is None or made is None or made.file is None or made.facts is None:
            return
        if not self.sha1 and self.isVisible():
            file = made.file
            self._hashing.run(
                partial(_hashed, project.sha1, file), self._hash_known, self._not_read
            )

    def _hash_known(self, answer: tuple[Path, str]) -> None:
        if self._made is not None and self._made.file == answer[0]:
            self.sha1 = answer[1]
            self._show_hash()

    def _not_read(self, error: BaseException) -> None:
        if not isinstance(error, KabochaError):
            raise error

    def copy(self) -> None:
        """The SHA-1 to the clipboard."""
        QGuiApplication.clipboard().setText(self.sha1)

    # drawing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        found = lines(self._made, self._colours) if self._made else []
        for place, line in enumerate(self._lines):
            line.show_pair(*(found[place] if place < len(found) else ("", "")))
        facts = self._made.facts if self._made else None
        self._said.show_words(self._words, facts.exif.taken if facts else None)
        self._show_hash()
        self._show_tests()

    def _show_hash(self) -> None:
        made = self._made
        self._hash_holder.setVisible(made is not None and made.facts is not None)
        blocks = (self.sha1[i : i + _BLOCK] for i in range(0, len(self.sha1), _BLOCK))
        self.hash_words.setText(" ".join(blocks) if self.sha1 else t("facts.sha1-later"))
        said = self.sha1 or t("facts.sha1-later")
        self.hash_words.setAccessibleName(f"{t('facts.sha1')}: {said}")
        self.copy_.setVisible(bool(self.sha1))

    def _show_tests(self) -> None:
        session = self._context.session
        found: list[Tested] = []
        if self._made is not None:
            known = session.findings is not NOTHING
            codes = frozenset(p.code for p in session.findings.row(self._made.row.id))
            found = verdicts(self._made, codes if known else None)
        self._before.setVisible(bool(found))
        for place, line in enumerate(self._tests):
            line.show_one(found[place] if place < len(found) else None)
        self._tell_head(in_short(found))


class _Test:
    """One line of what to know."""

    def __init__(self, theme: Theme, column: QVBoxLayout) -> None:
        self._theme = theme
        self._holder = QWidget()
        row = QHBoxLayout(self._holder)
        theme.space(row, 8)
        self._icon = icon_label(theme, *_icon("good"))
        self._words = label("", "note", wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        column.addWidget(self._holder)

    def show_one(self, found: Tested | None) -> None:
        """Another verdict; None hides the line."""
        self._holder.setVisible(found is not None)
        if found is not None:
            self._theme.set_icon(self._icon, *_icon(found.look))
            self._words.setText(found.words)


def _icon(look: str) -> tuple[str, int, str]:
    name, token = LOOKS[look]
    return name, 16, token


def _look(file: Path, _emit: object, _cancel: object) -> tuple[Path, Colours, Words]:
    return file, media.colours(file), media.described(file)[1]


def _hashed(
    sha1: Callable[[Path], str], file: Path, _emit: object, _cancel: object
) -> tuple[Path, str]:
    return file, sha1(file)


def total(drafts: tuple[Draft, ...], row_ids: frozenset[int]) -> tuple[int, int]:
    """Files and their bytes, of so many rows."""
    sizes = [d.facts.size for d in drafts if d.row.id in row_ids and d.facts is not None]
    return len(sizes), sum(sizes)


class TotalSize(QWidget):
    """One line for several rows: how many files, how large together."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._latest = Latest(context.jobs, "total", self)
        row = QHBoxLayout(self)
        context.theme.space(row, 8)
        row.addWidget(icon_label(context.theme, "images", 16), 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "note", "ink2")
        row.addWidget(self.words, 1)
        context.session.closing.connect(self._latest.stop)

    def show_rows(self, row_ids: frozenset[int]) -> None:
        """Of these rows; counted beside the window."""
        work = partial(_total, self._context.session.drafts, row_ids)
        self._latest.run(work, self._counted)

    def _counted(self, answer: tuple[int, int]) -> None:
        count, length = answer
        self.words.setText(
            t("facts.total", count=number(count), size=size(length))
            if count
            else t("facts.no-files")
        )


def _total(
    drafts: tuple[Draft, ...], row_ids: frozenset[int], _emit: object, _cancel: object
) -> tuple[int, int]:
    return total(drafts, row_ids)
