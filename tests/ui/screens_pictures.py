"""Screens of the pictures: one large, a part of it, two side by side, the light table, the file."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel as Selecting


def shoot_pictures(camera) -> None:
    """The project must be open at the page "Describe"."""
    page = camera.window.page("describe")
    page.view.go_to(2, 1)
    _taken(camera, page.pictures.show_large(), "picture-large")
    _taken(camera, page.pictures.show_large(), "picture-full", lambda window: window.full())
    _taken(camera, page.pictures.show_large(), "picture-reduced", _reduced)
    page.view.go_to(12, 1)
    _taken(camera, page.pictures.show_large(), "picture-missing")
    page.view.go_to(0, 1)
    page.view.go_to(1, 1, extend=True)
    _taken(camera, page.pictures.compare(), "picture-compare")
    page.show_pictures()
    selection, flag = page.view.selection, Selecting.SelectionFlag
    selection.setCurrentIndex(page.model.index(0, 0), flag.ClearAndSelect)
    for place in (3, 6):
        selection.select(page.model.index(place, 0), flag.Select)
    camera.take("pictures-selected")
    page.panel.facts_part.set_folded(False)
    selection.setCurrentIndex(page.model.index(3, 0), flag.ClearAndSelect)
    camera.settle(800)
    camera.take("pictures-file")
    page.panel.facts_part.set_folded(True)
    page.show_table()


def _taken(camera, window, name, first=None) -> None:
    camera.settle(600)
    if first is not None:
        first(window)
        camera.settle(600)
    camera.take(name, window)
    window.reject()
    camera.settle()


def _reduced(window) -> None:
    """As if the scan were larger than what is held."""
    from dataclasses import replace

    base = window.canvas.base()
    base.view = replace(base.view, finest=0.5)
    window._tell()
