"""Pictures of finding, filtering and tidying up, for `tests.ui.screens`.

python -m tests.ui.screens_tidy FOLDER [VARIANT ...]
"""

from __future__ import annotations

import sys

from tests.ui.camera import photograph_part


def shoot_tidy(camera) -> None:
    """All states; the page "Describe" is shown."""
    page = camera.window.page("describe")
    shoot_find(camera, page)
    shoot_filters(camera, page)
    shoot_dialogs(camera, page)


def shoot_dialogs(camera, page) -> None:
    column = page.model.column_of("author") or 2
    session = camera.program.session
    page.view.go_to(0, column)
    head = page.model.heads[column].column
    for place, text in enumerate(("Havnsund photo studio", "Photo Studio, Havnsund")):
        session.change("", {(session.rows[place].id, head.id): text})
    page.desk.values()
    camera.take("values", page.desk.opened)
    page.desk.opened.reject()
    page.desk.sort()
    camera.take("sort", page.desk.opened)
    page.desk.opened.reject()
    page.desk.columns()
    page.desk.opened.lines[5].tick.setChecked(False)
    camera.take("arrange", page.desk.opened)
    page.desk.opened.all.click()
    page.desk.opened.reject()
    page.desk.clean()
    dialog = page.desk.opened
    dialog.what.choose("upper")
    camera.take("clean", dialog)
    dialog.what.choose("split")
    dialog.separator.setText(" ")
    camera.take("split", dialog)
    dialog.what.choose("join")
    camera.take("join", dialog)
    dialog.reject()
    page.desk.number()
    dialog = page.desk.opened
    camera.take("number", dialog)
    dialog.pattern.setText("{title} #{nobody")
    camera.take("number-wrong", dialog)
    dialog.pattern.setText("{title} #{n:03}")
    camera.take("number-problems", dialog)
    dialog.reject()
    session.undo()
    session.undo()


def shoot_filters(camera, page) -> None:
    page.view.go_to(0, page.model.column_of("author") or 2)
    page.desk.filter()
    funnel = page.desk.opened
    camera.take("funnel", funnel)
    facts = funnel.list.facts
    facts.tick_all(False)
    facts.toggle(0)
    funnel.problems.choose("fine")
    column = funnel._column
    funnel.agree()
    page.model.setData(page.model.index(0, column), "Somebody else")
    camera.take("filtered")
    camera.program.session.undo()
    page.filters.show_all()


def shoot_find(camera, page) -> None:
    bar = page.find_bar
    bar.begin(replacing=True)
    bar.by.setText("shoreline")
    bar.wanted.setText("coast")
    camera.take("find-and-replace")
    bar.replace_all()
    camera.take("replace-preview", bar.preview)
    bar.preview.reject()
    bar.ticks["regular"].setChecked(True)
    bar.wanted.setText("(coast")
    camera.take("find-wrong")
    bar.ticks["regular"].setChecked(False)
    bar.leave()


if __name__ == "__main__":
    photograph_part(sys.argv[1:], shoot_tidy)
