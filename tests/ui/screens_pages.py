"""Screens of the steps "Files" to "Report" while a batch is sent to the practice wiki, and dialogs."""

from __future__ import annotations


def shoot_sending(camera) -> None:
    """Sending, then what is there; the project must be open."""
    program, window = camera.program, camera.window
    window.go_to("upload")
    upload = window.page("upload")
    _steered(camera, upload)
    upload.side.accept.box.setChecked(True)
    window.top.main.click()
    for _ in range(3000):
        camera._wait(10)
        done = sum(v.state.value == "done" for v in upload.sender_.live.values())
        if done >= 4 or not upload.sender_.running:
            break
    upload.rows._tell()
    camera.grab("upload-sending")
    for _ in range(600):
        if not upload.sender_.running:
            break
        camera._wait(50)
    camera.settle(300)
    window.go_to("report")
    camera.take("report-sent")
    window.go_to("upload")
    camera.take("upload-sent")
    program.session.set_target(_commons())
    camera.take("upload-commons")
    program.settings.set("account", "Havnsund Museum")
    camera.asked("dialog-confirm", upload._confirmed)
    program.settings.set("account", "")
    _dialogs(camera, upload)
    program.session.set_target(_practice())


def _steered(camera, upload) -> None:
    """A long upload that somebody steers: hours, limits, a file held back, one sent next."""
    from app.core import events
    from app.core.model import RowState
    from app.core.report import Forecast, Pace
    from app.ui.pages.sender_work import Live

    sender, how, clock = upload.sender_, upload.side.how, [0.0]
    how.only.box.setChecked(True)
    how.speed.choose(250_000)
    sender.state, sender._starting = "sending", True
    ready = [i.row_id for i in upload.list.rows.items if i.sendable]
    size = 180_000_000
    live = sender.live[ready[0]] = Live(RowState.SENDING, pace=Pace(lambda: clock[0]))
    sizes = dict.fromkeys(ready, size)
    sender.forecast = Forecast(sizes, {"upload": (3, 4320)}, clock=lambda: clock[0])
    sender.forecast.hear(events.Progressed(ready[0], 0, size))
    live.progress(0, size)
    clock[0] = 180.0
    live.progress(size // 4, size)
    sender.forecast.hear(events.Progressed(ready[0], size // 4, size))
    sender.steering.hold([ready[2]])
    sender.steering.first([ready[-1]])
    upload.reload()
    sender.changed.emit()
    camera.settle(800)
    upload.list.hover_row = ready[-1]
    camera.take("upload-steered")
    sender.steering.let_go([ready[2]])
    sender._starting, sender.state, sender.forecast = False, "idle", None
    sender.live.clear()
    how.only.box.setChecked(False)
    how.speed.choose(0)
    how._keep()
    sender.changed.emit()
    upload.reload()
    camera.settle(800)


def _commons():
    from app.ui.wikis import named

    return named("commons")


def _practice():
    from app.ui.wikis import named

    return named("practice")


def _proxy_settings(context, window):
    """The settings with a proxy that does not know the password."""
    from app.core.commons.line import Line
    from app.core.errors import NetworkError
    from app.ui.dialogs.settings import SettingsDialog

    dialog = SettingsDialog(context, window)
    part = dialog.connection
    part.way.choose("own")
    part.host.setText("proxy.museum.example:3128")
    part.user.setText("staff")
    part.save()
    error = NetworkError("proxy-refused", proxy="proxy.museum.example:3128")
    part.test_._done(Line(problem=error))
    return dialog


def _line_test(context, window):
    """A line that was measured (a camera reaches no wiki)."""
    from app.core.commons.line import Line
    from app.ui.dialogs.line import LineTestDialog

    dialog = LineTestDialog(context, window, context.session.target, 12, 48_000_000)
    dialog.part._done(Line(0.31, 120_000, proxy="proxy.museum.example:3128"))
    return dialog


def _dialogs(camera, upload) -> None:
    from app.ui.dialogs.help import HelpDialog
    from app.ui.dialogs.settings import SettingsDialog
    from app.ui.dialogs.sign_in import SignInDialog

    context, window = camera.program.context, camera.window
    made = {
        "sign-in": lambda: SignInDialog(context, upload.sender_, window),
        "settings": lambda: SettingsDialog(context, window),
        "settings-proxy": lambda: _proxy_settings(context, window),
        "line-test": lambda: _line_test(context, window),
        "help": lambda: HelpDialog(context, window),
    }
    for name, make in made.items():
        dialog = make()
        dialog.open()
        camera.take(f"dialog-{name}", dialog)
        dialog.reject()
        dialog.deleteLater()
    context.settings.set("proxy", "system")
