"""Sending: each row once, with its data once, or a state and a sentence that says what to do."""

from app.core.upload.plan import freeze
from app.core.upload.upload import Blocked, Upload

__all__ = ["Blocked", "Upload", "freeze"]
