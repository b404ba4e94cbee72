"""The large view and the comparison: rows, keys, zoom, turning, very large files."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.core.media import Unavailable, decode, looking
from app.core.text import t
from app.ui.pictures.canvas import instead
from app.ui.pictures.gaze import fitting, seen, spot, turned_back, turned_box
from app.ui.sheet.model import TITLE
from app.ui.thumbnails import why_not
from tests.ui.conftest import ROWS, settle, write_sheet


class InProcess:
    """Decodes at once in this process, and remembers what it was asked."""

    def __init__(self) -> None:
        self.looks = []
        self.hold = False
        self.held = []
        self.abandoned = []

    def _answer(self, work):
        future = Future()
        if self.hold:
            self.held.append((future, work))
        elif future.set_running_or_notify_cancel():
            future.set_result(work())
        return future

    def start(self):
        pass

    def release(self):
        self.hold = False
        for future, work in self.held:
            if future.set_running_or_notify_cancel():
                future.set_result(work())
        self.held.clear()

    def thumbnail(self, path, pixels, _batch=0):
        return self._answer(lambda: decode.thumbnail(path, pixels))

    def look(self, path, box, size, batch=0):
        self.looks.append((path.name, box, size, batch))
        return self._answer(lambda: looking.look(path, box, size))

    def abandon(self, future):
        self.abandoned.append(future)

    def forget(self):
        self.looks.append("forgotten")
        looking.forget()

    def close(self):
        self.release()


@pytest.fixture
def workers(program):
    program.furnisher.all()
    made = program.thumbnails._workers = InProcess()
    return made


@pytest.fixture
def page(workers, opened, sheet):
    """Row 2 is wide and large, row 3 tall."""
    big = Image.linear_gradient("L").resize((3000, 2000)).convert("RGB")
    big.save(sheet.parent / "a.png")
    Image.new("RGB", (900, 2700), "teal").save(sheet.parent / "b.png")
    (sheet.parent / "d.png").write_bytes(b"\x89PNG\r\n\x1a\ngarbage")
    page = opened.window.page("describe")
    page.view.go_to(0, TITLE)
    return page


@pytest.fixture
def large(page, opened, qtbot):
    window = page.pictures.show_large()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.canvas.scale > 0)
    yield window
    if shiboken6.isValid(window):
        window.reject()
    settle(opened, qtbot)


def key(window, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window, code, modifier)


def settled(window, qtbot):
    qtbot.waitUntil(lambda: not window.context.jobs.busy and not window.canvas._soon.isActive())


def test_space_opens_it_and_closes_it(page, opened, qtbot, workers):
    page.view.frozen.setFocus()
    QTest.keyClick(page.view.frozen, Qt.Key.Key_Space)
    window = QApplication.activeModalWidget()
    assert window.windowTitle().startswith("Harbour seen from the hill")
    assert window.size().width() >= opened.window.width()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert not window.isVisible()
    assert workers.looks[-1] == "forgotten"
    settle(opened, qtbot)


def test_the_line_tells_title_row_pixels_and_bytes(large, sheet, qtbot):
    qtbot.waitUntil(lambda: "3,000" in large.facts.text())
    plain = large.facts.text().replace("\u2066", "").replace("\u2069", "")
    assert plain.startswith("Row 2, picture 1 of 4 · 3,000 × 2,000 px · ")
    assert f"{round(large.canvas.scale * 100)} % of its size" in plain
    assert large.title.text() == ROWS[0][1]
    assert not large.note.isVisible()
    assert large.canvas.accessibleName() == ROWS[0][1]
    named = [b.accessibleName() for b in large.findChildren(QPushButton)]
    assert all(named)
    assert len(named) == len(set(named)) == 8


def test_a_narrow_window_has_two_lines_of_words_and_buttons(large, qtbot):
    def apart():
        close = large.findChildren(QPushButton)[-1]
        return close.mapTo(large, QPoint()).y() - large.title.mapTo(large, QPoint()).y()

    large.resize(1600, 900)
    qtbot.waitUntil(lambda: apart() < large.title.height())
    large.resize(900, 600)
    qtbot.waitUntil(lambda: apart() > large.title.height())
    assert large.title.width() > 700


def test_arrows_go_to_the_next_row_and_the_sheet_follows(large, page, workers, qtbot):
    settled(large, qtbot)
    ahead = [look[0] for look in workers.looks]
    assert ahead == ["a.png", "b.png"]
    workers.looks.clear()
    key(large, Qt.Key.Key_Right)
    assert large.place == 1
    assert large.title.text() == ROWS[1][1]
    assert large.canvas.base() is not None
    settled(large, qtbot)
    assert [look[0] for look in workers.looks] == ["c.png"]
    for code in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        key(large, code)
    assert large.place == 3
    qtbot.waitUntil(lambda: page.view.place == 3)
    key(large, Qt.Key.Key_Left)
    key(large, Qt.Key.Key_Up)
    assert (large.place, page.view.place) == (1, 3)
    large.reject()
    assert page.view.place == 1


def test_only_the_rows_that_are_shown_in_their_order(page, qtbot, opened):
    page.model.sort(TITLE, Qt.SortOrder.DescendingOrder)
    page.view.go_to(0, TITLE)
    window = page.pictures.show_large()
    seen_titles = [window.title.text()]
    for _ in range(3):
        key(window, Qt.Key.Key_Right)
        seen_titles.append(window.title.text())
    assert seen_titles == sorted((row[1] for row in ROWS), reverse=True)
    window.reject()
    settle(opened, qtbot)


def test_a_broken_picture_says_why(large, qtbot):
    for _ in range(3):
        key(large, Qt.Key.Key_Right)
    settled(large, qtbot)
    assert large.canvas.base().code == "unreadable"
    image = large.canvas.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).rgb() for x in range(image.width())}
    assert len(colours) > 3  # words, not an empty ground


def test_the_table_tells_in_a_tooltip_why_there_is_no_picture(page, qtbot):
    page.context.thumbnails.forget(page.model.file_at(3))

    def tip(place):
        return page.model.data(page.model.index(place, 0), Qt.ItemDataRole.ToolTipRole)

    qtbot.waitUntil(lambda: t("media.unreadable") in (tip(3) or ""))
    assert tip(0) is None


def test_zoom_keys_and_a_part_in_full(large, workers, qtbot):
    settled(large, qtbot)
    fit = large.canvas.scale
    assert fit < 1
    workers.looks.clear()
    key(large, Qt.Key.Key_Plus)
    assert large.canvas.scale == pytest.approx(fit * 1.25)
    key(large, Qt.Key.Key_Minus)
    assert large.canvas.scale == pytest.approx(fit)
    key(large, Qt.Key.Key_Minus)
    assert large.canvas.scale == pytest.approx(fit)
    key(large, Qt.Key.Key_1)
    assert large.canvas.scale == pytest.approx(1)
    settled(large, qtbot)
    qtbot.waitUntil(lambda: large.looker.part(large.canvas.path) is not None)
    part = large.looker.part(large.canvas.path)
    assert part.scale == pytest.approx(1, abs=0.01)
    left, _, right, _ = part.view.box
    assert 0 < left < right < 1
    for _ in range(20):
        key(large, Qt.Key.Key_Plus)
    assert large.canvas.scale == pytest.approx(4)
    key(large, Qt.Key.Key_0)
    assert large.canvas.scale == pytest.approx(fit)


def test_the_part_in_full_lies_over_the_whole_picture(large, qtbot):
    """The gradient goes on without a jump where the part begins."""
    settled(large, qtbot)
    key(large, Qt.Key.Key_1)
    before = large.canvas.grab().toImage()
    qtbot.waitUntil(lambda: large.looker.part(large.canvas.path) is not None)
    after = large.canvas.grab().toImage()
    for x, y in ((10, 10), (700, 400), (1400, 700)):
        assert abs(before.pixelColor(x, y).red() - after.pixelColor(x, y).red()) <= 3


def test_the_wheel_zooms_where_the_mouse_is(large, qtbot):
    settled(large, qtbot)
    canvas = large.canvas
    at = QPointF(200, 150)

    def under():
        base = canvas.base()
        place = canvas._place(canvas._whole(base)[1], base)
        return (at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height()

    key(large, Qt.Key.Key_1)
    before = under()
    wheel = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.scale == pytest.approx(1.25**2)
    assert under() == pytest.approx(before, abs=0.002)


def test_dragging_and_double_click(large, qtbot):
    settled(large, qtbot)
    canvas = large.canvas
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert canvas.scale == pytest.approx(1)
    before = QPointF(large.gaze.middle)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(canvas, QPoint(200, 260))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 260))
    assert large.gaze.middle.x() == pytest.approx(before.x() + 100 / 3000, abs=0.002)
    assert large.gaze.middle.y() == pytest.approx(before.y() + 40 / 2000, abs=0.002)
    at = QPointF(large.gaze.middle)
    key(large, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    step = large.context.theme.u(80)
    assert large.gaze.middle.x() == pytest.approx(at.x() - step / 3000, abs=0.001)
    assert large.place == 0
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert large.gaze.factor == 1


def test_turning_is_for_looking_only_and_remembered(large, page, sheet, opened, qtbot):
    settled(large, qtbot)
    path = sheet.parent / "a.png"
    before = path.read_bytes(), path.stat().st_mtime_ns
    key(large, Qt.Key.Key_R)
    settled(large, qtbot)
    base = large.canvas.base()
    whole = large.canvas._whole(base)[1]
    assert (whole.width(), whole.height()) == (2000, 3000)
    image = large.canvas.grab().toImage()
    middle = image.height() // 2
    place = large.canvas._place(whole, base)
    left, right = int(place.left()) + 20, int(place.right()) - 20
    assert image.pixelColor(left, middle).red() > image.pixelColor(right, middle).red() + 100
    key(large, Qt.Key.Key_Right)
    key(large, Qt.Key.Key_Left)
    assert large.canvas.quarters == 1
    key(large, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    key(large, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert large.canvas.quarters == 3
    large.reject()
    assert page.context.thumbnails.turns(path) == 3
    small = page.context.thumbnails.get(path, 800)
    qtbot.waitUntil(lambda: page.context.thumbnails.get(path, 800) is not None)
    small = page.context.thumbnails.get(path, 800)
    assert small.height() > small.width()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_part_of_a_turned_picture_is_the_right_one(large, workers, qtbot):
    settled(large, qtbot)
    key(large, Qt.Key.Key_R)
    key(large, Qt.Key.Key_1)
    for _ in range(30):
        key(large, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    coarse = large.canvas.grab().toImage()
    workers.looks.clear()
    settled(large, qtbot)
    qtbot.waitUntil(lambda: bool(workers.looks))
    settled(large, qtbot)
    left, top, right, bottom = workers.looks[-1][1]
    assert left > 0.3
    assert (top, right, bottom) == (0, 1, 1)
    fine = large.canvas.grab().toImage()
    for x, y in ((300, 200), (700, 400), (1100, 600)):
        assert abs(coarse.pixelColor(x, y).red() - fine.pixelColor(x, y).red()) <= 4


def test_what_is_too_large_says_that_it_is_reduced(large, monkeypatch, qtbot):
    monkeypatch.setattr(looking, "MOST_PIXELS", 2_000_000)
    monkeypatch.setattr(large.looker, "_wholes", type(large.looker._wholes)())
    looking.forget()
    large.canvas.update()
    qtbot.waitUntil(large.note.isVisible)
    assert large.note_words.text() == t("large.reduced")
    key(large, Qt.Key.Key_1)
    settled(large, qtbot)
    key(large, Qt.Key.Key_Right)
    settled(large, qtbot)
    assert not large.note.isVisible()


def test_while_it_is_made_a_word_tells_and_the_window_answers(page, workers, opened, qtbot):
    workers.hold = True
    page.context.thumbnails.forget(page.model.file_at(0))
    window = page.pictures.show_large()
    assert window.canvas.base() is None
    window.canvas._slow.stop()
    image = window.canvas.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).rgb() for x in range(image.width())}
    assert len(colours) > 3
    key(window, Qt.Key.Key_Right)
    assert window.place == 1
    futures = [future for future, _ in workers.held]
    assert futures[0].cancelled() or futures[1].cancelled()
    workers.release()
    qtbot.waitUntil(lambda: window.canvas.scale > 0)
    assert window.canvas.path.name == "b.png"
    window.reject()
    settle(opened, qtbot)


def test_what_is_made_ahead_gives_way_to_what_is_wanted_now(large, workers, qtbot):
    settled(large, qtbot)
    workers.hold = True
    key(large, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: [look[0] for look in workers.looks][-1] == "c.png")
    ahead = workers.held[-1][0]
    assert ahead.set_running_or_notify_cancel()
    key(large, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: workers.abandoned == [ahead])
    name, box, _, urgent = workers.looks[-1]
    assert (name, urgent > 0) == ("b.png", True)
    assert box != (0, 0, 1, 1)
    workers.held.pop(-2)
    ahead.set_result(Unavailable("timed-out"))
    workers.release()
    qtbot.waitUntil(lambda: large.looker.part(large.canvas.path) is not None)
    qtbot.waitUntil(lambda: [look[0] for look in workers.looks][-1] == "c.png")  # asked for again


def test_a_drawing_is_drawn_and_turned(program, workers, tmp_path, qtbot):
    rows = [["a.svg", *ROWS[0][1:]]]
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">{}</svg>'
    (tmp_path / "a.svg").write_text(drawing.format('<rect width="200" height="200" fill="#c00"/>'))
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(write_sheet(tmp_path, rows))
    settle(program, qtbot)
    page = program.window.page("describe")
    page.view.go_to(0, TITLE)
    window = page.pictures.show_large()
    qtbot.waitUntil(lambda: window.canvas._whole(window.canvas.base())[0] is not None)

    def red(x, y):
        return window.canvas.grab().toImage().pixelColor(x, y).red() == 0xCC

    wide, high = window.canvas.width(), window.canvas.height()
    assert red(wide // 4, high // 2)
    assert not red(wide * 3 // 4, high // 2)
    key(window, Qt.Key.Key_R)
    assert red(wide // 2, high // 4)
    assert not red(wide // 2, high * 3 // 4)
    window.reject()
    settle(program, qtbot)


def test_two_pictures_zoom_and_move_together(page, opened, qtbot):
    commands = opened.context.commands
    assert not commands.action("compare").isEnabled()
    assert commands.action("compare").toolTip() == t("compare.two-rows")
    page.view.go_to(1, TITLE, extend=True)
    assert commands.action("compare").isEnabled()
    commands.action("compare").trigger()
    window = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: all(c.scale > 0 for c in window.canvases))
    assert [c.path.name for c in window.canvases] == ["a.png", "b.png"]
    before = [c.scale for c in window.canvases]
    key(window, Qt.Key.Key_Plus)
    assert [c.scale for c in window.canvases] == pytest.approx([s * 1.25 for s in before])
    window.gaze.put(6.0, QPointF(0.25, 0.75))
    places = [c._place(c._whole(c.base())[1], c.base()) for c in window.canvases]
    rooms = [QSizeF(*c.room()) for c in window.canvases]
    for place, room in zip(places, rooms, strict=True):
        assert (room.height() / 2 - place.y()) / place.height() == pytest.approx(0.75, abs=0.01)
    key(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    page.view.go_to(2, TITLE)
    assert not commands.action("compare").isEnabled()
    settle(opened, qtbot)


def test_the_menu_turns_all_chosen_pictures(page, opened, sheet):
    page.view.go_to(0, TITLE)
    page.view.go_to(2, TITLE, extend=True)
    opened.context.commands.action("turn-left").trigger()
    turns = [opened.thumbnails.turns(sheet.parent / f"{n}.png") for n in "abcd"]
    assert turns == [3, 3, 3, 0]


def test_a_row_without_its_file_says_so(program, workers, tmp_path, qtbot):
    rows = [["gone.png", *ROWS[0][1:]], ROWS[1]]
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(write_sheet(tmp_path, rows, "two.csv"))
    (tmp_path / "gone.png").unlink(missing_ok=True)
    program.session.check_all()
    settle(program, qtbot)
    page = program.window.page("describe")
    page.model.reload()
    page.view.go_to(0, TITLE)
    window = page.pictures.show_large()
    assert window.canvas.base().code == "missing"
    assert "Row 2, picture 1 of 2" in window.facts.text()
    window.reject()
    settle(program, qtbot)


@pytest.mark.parametrize("quarters", range(4))
def test_boxes_turn_there_and_back(quarters):
    box = (0.1, 0.2, 0.4, 0.9)
    assert turned_box(turned_back(box, quarters), quarters) == pytest.approx(box)
    assert turned_box((0, 0, 0.25, 0.5), 1) == pytest.approx((0.5, 0, 1, 0.25))


def test_geometry():
    whole, room = QSizeF(4000, 2000), QSizeF(1000, 1000)
    assert fitting(whole, room) == 0.25
    assert fitting(QSizeF(10, 10), room) == 1
    assert fitting(QSizeF(10, 10), room, enlarge=True) == 100
    assert spot(whole, room, 0.25, QPointF(0.5, 0.5)) == QRectF(0, 250, 1000, 500)
    corner = spot(whole, room, 1, QPointF(0, 0))
    assert (corner.x(), corner.y()) == (0, 0)
    assert seen(corner, room) == pytest.approx((0, 0, 0.25, 0.5))
    assert seen(corner, room, 0.5) == pytest.approx((0, 0, 0.375, 0.75))


def test_too_large_for_us_is_no_reason_not_to_send_it():
    assert instead(Unavailable("too-large")).endswith("It can be sent all the same.")
    assert instead(Unavailable("missing")) == why_not(Unavailable("missing"))
