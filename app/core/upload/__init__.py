"""Sending: each row once, with its data once, or a state and a sentence that says what to do."""

from app.core.upload.existing import USED, Used, let_go, use_existing
from app.core.upload.hours import Hours
from app.core.upload.plan import freeze
from app.core.upload.queue import Queue
from app.core.upload.upload import Blocked, Upload, used

__all__ = [
    "USED",
    "Blocked",
    "Hours",
    "Queue",
    "Upload",
    "Used",
    "freeze",
    "let_go",
    "use_existing",
    "used",
]
