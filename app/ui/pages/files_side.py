"""The side of the page "Files": what is the same in every row, and how the first row will look."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.core import fields, readable, wording
from app.core.draft import Draft
from app.core.model import Meaning, MeaningKind
from app.core.project import Project
from app.core.text import t
from app.core.values import languages
from app.ui.context import Context
from app.ui.pages import meanings
from app.ui.pages.forms import clear, field
from app.ui.pages.picker import Picker
from app.ui.parts import Choice, Elided, button, card, label, rule
from app.ui.sheet.choices import Choices, words_for
from app.ui.theme import Theme

OFFERED = ("institution", "source", "license")
"""Fields that are often the same in all rows."""
LINES = 8
WORKBOOK = "workbook"


class Constant(QLineEdit):
    """A text for all rows. Saved when the field is left or Enter pressed."""

    def __init__(self, meaning: Meaning | None, text: str, hint: str) -> None:
        super().__init__(text)
        self.meaning = meaning
        """None = the categories of the batch."""
        self.setPlaceholderText(hint)


class FilesSide(QWidget):
    """Kind of page, constants, preview."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self.fields: dict[str, Constant] = {}
        self._added: list[str] = []
        column = QVBoxLayout(self)
        theme.space(column, 12, (20, 18, 20, 20))
        column.addWidget(label(t("files.all-rows"), "part"))
        column.addWidget(label(t("files.all-rows.text"), "note", "ink2", wrap=True))
        self.template = Choice(theme, t("files.kind-of-page"))
        self.template.activated.connect(self._template_chosen)
        column.addLayout(field(theme, t("files.kind-of-page"), self.template))
        self.when = label("", "note", "ink3", wrap=True)
        column.addWidget(self.when)
        self.language = Picker(theme, t("files.language"), self._languages)
        self.language.activated.connect(self._language_chosen)
        column.addLayout(field(theme, t("files.language"), self.language))
        self.assumed = label("", "note", "ink3", wrap=True)
        column.addWidget(self.assumed)
        self._constants = QVBoxLayout()
        theme.space(self._constants, 12)
        column.addLayout(self._constants)
        self.add = button(theme, t("files.add"), kind="link", icon="plus", pressed=self._add_menu)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(rule())
        self.preview_title = label("", "part", wrap=True)
        column.addWidget(self.preview_title)
        self.preview = card("page")
        self._preview = QVBoxLayout(self.preview)
        theme.space(self._preview, 6, (12, 10, 12, 10))
        column.addWidget(self.preview)
        context.session.opened.connect(self._opened)

    def _opened(self) -> None:
        self._added.clear()
        clear(self._constants)
        self.fields.clear()

    def refresh(self) -> None:
        """Show what is true now."""
        project = self.context.session.project
        if project is None:
            return
        self._show_template(project)
        self._show_language(project)
        self._show_constants(project)
        self._show_preview(project)

    # kind of page -----------------------------------------------------------------------------

    def _show_template(self, project: Project) -> None:
        self.template.clear()
        layout = project.layout
        if layout.freemarker is not None:
            name = _template_name(layout.template)
            self.template.add(t("files.as-workbook", name=name), WORKBOOK, "file-text")
        for page in fields.templates():
            self.template.add(_template_name(page.id), page.id, "file-text")
        self.template.choose(WORKBOOK if layout.freemarker is not None else layout.template)
        own = t("files.as-workbook.text")
        when = fields.template(layout.template).when_to_use
        self.when.setText(own if layout.freemarker is not None else when)

    def _template_chosen(self, _index: int) -> None:
        project = self.context.session.project
        chosen = self.template.currentData()
        if project is None or chosen == WORKBOOK:
            return
        layout = replace(project.layout, template=chosen, freemarker=None)
        label_ = t("files.change-template", name=_template_name(chosen))
        self.context.session.set_columns(meanings.moved(project, chosen), label_, layout)

    # language ---------------------------------------------------------------------------------

    def _show_language(self, project: Project) -> None:
        layout = project.layout
        self.language.clear()
        for code in meanings.spoken(project):
            self.language.add(languages.autonym(code), code, "languages")
        self.language.choose(layout.language)
        said = "said" if layout.language_said else "assumed"
        self.assumed.setText(t(f"files.language.{said}"))

    @staticmethod
    def _languages() -> list[tuple[str, str, str]]:
        every = sorted(languages.captions(), key=languages.autonym)
        return [(languages.autonym(code), code, "languages") for code in every]

    def _language_chosen(self, _index: int) -> None:
        project = self.context.session.project
        code = self.language.currentData()
        if project is not None and code:
            layout = replace(project.layout, language=code, language_said=True)
            words = t("files.change-language", language=languages.autonym(code))
            self.context.session.set_layout(layout, words)

    # constants --------------------------------------------------------------------------------

    def _wanted(self, project: Project) -> list[str]:
        page = fields.template(project.layout.template)
        offered = [str(Meaning(MeaningKind.FIELD, f)) for f in OFFERED if page.field(f)]
        columns = {str(c.meaning) for c in project.columns}
        offered = [m for m in offered if m not in columns]
        return list(dict.fromkeys([*offered, *project.constants, *self._added]))

    def _show_constants(self, project: Project) -> None:
        wanted = [*self._wanted(project), ""]
        if list(self.fields) != wanted:
            clear(self._constants)
            self.fields.clear()
            for name in wanted:
                self._make_constant(project, name)
            order = [self.template, *self.fields.values(), self.add]
            for first, second in pairwise(order):
                self.setTabOrder(first, second)
        for name, made in self.fields.items():
            text = project.constants.get(name, "") if name else "; ".join(project.layout.categories)
            if made.text() != text and not made.hasFocus():
                made.setText(text)

    def _make_constant(self, project: Project, name: str) -> None:
        meaning = Meaning.parse(name) if name else None
        title = meanings.words_of(meaning, project.layout) if meaning else t("files.batch-category")
        has_column = meaning is not None and project.column_for(meaning) is not None
        note = t("files.where-empty") if has_column else ""
        made = Constant(meaning, "", _hint(meaning, project))
        made.setAccessibleName(title)
        made.editingFinished.connect(self._edited)
        words = words_for(_kind(meaning, project))
        if words:
            made.setCompleter(Choices(words, made))
        self.fields[name] = made
        self._constants.addLayout(field(self.context.theme, title, made, note))

    def _edited(self) -> None:
        made = self.sender()
        project = self.context.session.project
        if project is None or not isinstance(made, Constant):
            return
        text = " ".join(made.text().split())
        session = self.context.session
        if made.meaning is None:
            parts = (p.strip().removeprefix("Category:").strip() for p in text.split(";"))
            wanted = tuple(dict.fromkeys(p for p in parts if p))
            if wanted != project.layout.categories:
                layout = replace(project.layout, categories=wanted)
                session.set_layout(layout, t("files.batch-category"))
        elif text != project.constants.get(str(made.meaning), ""):
            words = meanings.words_of(made.meaning, project.layout)
            session.set_constant(made.meaning, text, t("files.change-constant", what=words))

    def _add_menu(self) -> None:
        project = self.context.session.project
        if project is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = fields.template(project.layout.template)
        captions = [Meaning(MeaningKind.CAPTION, "", code) for code in meanings.spoken(project)]
        own = [Meaning(MeaningKind.FIELD, f.name) for f in page.every_field]
        data = [Meaning(MeaningKind.PROPERTY, pid) for pid in meanings.PROPERTIES[:12]]
        for group in (own, captions, data):
            for meaning in group:
                if str(meaning) not in self.fields:
                    words = wording.meaning_words(meaning, project.layout)
                    action = menu.addAction(
                        self.context.theme.icon(words.icon, 16),
                        meanings.words_of(meaning, project.layout),
                    )
                    action.setData(str(meaning))
            menu.addSeparator()
        menu.triggered.connect(self._add)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _add(self, action) -> None:  # noqa: ANN001 - QAction
        self.add_constant(action.data())

    def add_constant(self, meaning: str) -> None:
        """A field for one more text that is the same in all rows."""
        self._added.append(meaning)
        self.refresh()
        self.fields[meaning].setFocus(Qt.FocusReason.OtherFocusReason)

    # preview ----------------------------------------------------------------------------------

    def _show_preview(self, project: Project) -> None:
        drafts = self.context.session.drafts
        self.preview.setVisible(bool(drafts))
        self.preview_title.setVisible(bool(drafts))
        if not drafts:
            return
        draft = drafts[0]
        self.preview_title.setText(t("files.preview", number=draft.row.number))
        clear(self._preview)
        self._preview.addWidget(
            label(readable.title(draft) or t("panel.no-title"), "lead-strong", wrap=True)
        )
        self._preview.addLayout(_lines(self.context.theme, draft, project))


def _lines(theme: Theme, draft: Draft, project: Project) -> QGridLayout:
    grid = QGridLayout()
    theme.space(grid, 4)
    grid.setColumnStretch(1, 1)
    for place, shown in enumerate(readable.page_lines(draft, project.layout)[:LINES]):
        head = Elided(shown.label, "note", "ink2")
        theme.fix(head, width=104)
        grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
        text = shown.value if len(shown.value) <= 160 else f"{shown.value[:159]}…"
        grid.addWidget(label(text, "note", wrap=True), place, 1)
    return grid


def _template_name(template: str) -> str:
    return t(f"template.{template}")


def _hint(meaning: Meaning | None, project: Project) -> str:
    if meaning is None:
        return t("files.hint-category")
    return t("files.hint-licence") if _kind(meaning, project) == "licence" else ""


def _kind(meaning: Meaning | None, project: Project) -> str:
    page = fields.template(project.layout.template)
    entry = page.field(meaning.name) if meaning is not None else None
    return entry.kind if entry is not None else ""
