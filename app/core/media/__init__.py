"""What a file is: type, size in pixels, damage, EXIF, thumbnail, SHA-1.

`probe` reads headers in process and decodes nothing. Pixels are only decoded by `Workers`:
spawned processes with a memory limit and a time-out.
"""

from app.core.media.colours import Colours, colours
from app.core.media.compact import compact
from app.core.media.facts import Exif, FileFacts, Picture, Unavailable, Words
from app.core.media.hashing import sha1
from app.core.media.known import Known
from app.core.media.pixels import Box, Size
from app.core.media.probe import described, probe
from app.core.media.view import View
from app.core.media.workers import Workers

__all__ = [
    "Box",
    "Colours",
    "Exif",
    "FileFacts",
    "Known",
    "Picture",
    "Size",
    "Unavailable",
    "View",
    "Words",
    "Workers",
    "colours",
    "compact",
    "described",
    "probe",
    "sha1",
]
