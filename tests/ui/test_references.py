"""PySide6 6.12 drops references to True and None on Python 3.11 (see ARCHITECTURE): never again."""

from __future__ import annotations

import sys

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QPushButton

TIMES = 1_000


class Model(QAbstractListModel):
    def rowCount(self, _parent=QModelIndex()):  # noqa: B008
        return 3

    def data(self, _index, _role=0):
        return None


class Sender(QObject):
    told = Signal(bool)


def test_emits_do_not_eat_true(qapp):
    model, sender, button = Model(), Sender(), QPushButton()
    index = model.index(0)
    before = sys.getrefcount(True)
    for _ in range(TIMES):
        model.dataChanged.emit(index, index)
        sender.told.emit(True)
        button.click()
    assert sys.getrefcount(True) > before - 100


def test_void_calls_do_not_eat_none(qapp):
    model = Model()
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        model.beginResetModel()
        model.endResetModel()
        model.beginInsertRows(QModelIndex(), 0, 0)
        model.endInsertRows()
    assert sys.getrefcount(None) > before - 100
