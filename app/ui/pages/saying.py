"""A page that says at its lower edge what was done, with a way to undo it."""

from __future__ import annotations

from app.core.text import t
from app.ui.pages.page import Page
from app.ui.pages.taking_back import OwnStep
from app.ui.parts import Notice, NoticePlace


class SayingPage(Page):
    """Subclasses make `_notices` round their content."""

    _notices: NoticePlace

    def say(self, kind: str, title: str, sentence: str = "", *, undo: bool = False) -> Notice:
        """A notice over the content; "done" ones go by themselves."""
        buttons = (("undo", t("notice.undo")),) if undo else ()
        notice = Notice(self.context.theme, kind, title, sentence, buttons=buttons)
        notice.pressed.connect(self._notice_pressed)
        if undo:
            OwnStep(self.context.session, notice)
        self._notices.show_notice(notice)
        return notice

    def _say_failure(self, sentence: str) -> None:
        self.say("error", t("failed.title"), sentence)

    def _notice_pressed(self, key: str) -> None:
        if key == "undo":
            self.context.session.undo()
