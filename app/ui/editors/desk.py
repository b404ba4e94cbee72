"""What the editors of a sheet share: the look, what other rows hold, the way to the wiki."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.core.model import Column, Layout
from app.core.wording import ColumnWords
from app.ui.context import Context
from app.ui.editors.known import Known
from app.ui.editors.looking import Looker


@dataclass(frozen=True)
class Asked:
    """The column a cell belongs to, as its editor has to know it."""

    column: Column
    words: ColumnWords
    layout: Layout


class Desk(QObject):
    """One for a sheet; its editors come and go."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = context.theme
        self.session = context.session
        self.known = Known(context.session, self)
        self.looker = Looker(context.session, context.settings, self)
