"""Screens of the steps "Files" to "Report" while a batch is sent to the practice wiki, and dialogs."""

from __future__ import annotations


def shoot_sending(camera) -> None:
    """Sending, then what is there; the project must be open."""
    program, window = camera.program, camera.window
    window.go_to("upload")
    upload = window.page("upload")
    upload.side.accept.box.setChecked(True)
    window.top.main.click()
    for _ in range(3000):
        camera._wait(10)
        done = sum(v.state.value == "done" for v in upload.sender_.live.values())
        if done >= 4 or not upload.sender_.running:
            break
    upload._tell()
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
    _dialogs(camera, upload)
    program.session.set_target(_practice())


def _commons():
    from app.ui.wikis import named

    return named("commons")


def _practice():
    from app.ui.wikis import named

    return named("practice")


def _dialogs(camera, upload) -> None:
    from app.ui.dialogs.confirm import Question
    from app.ui.dialogs.help import HelpDialog
    from app.ui.dialogs.settings import SettingsDialog
    from app.ui.dialogs.sign_in import SignInDialog

    context, window = camera.program.context, camera.window
    made = {
        "sign-in": SignInDialog(context, upload.sender_, window),
        "settings": SettingsDialog(context, window),
        "help": HelpDialog(context, window),
        "confirm": Question(
            context.theme, window, title="Upload 12 files to Wikimedia Commons?",
            sentence="2.9 MB in all, as Havnsund Museum. Everyone can see the files and their "
            "data from that moment on.",
            yes="Upload 12 files to Wikimedia Commons", no="Not yet",
        ),
    }  # fmt: skip
    for name, dialog in made.items():
        dialog.open()
        camera.take(f"dialog-{name}", dialog)
        dialog.reject()
        dialog.deleteLater()
