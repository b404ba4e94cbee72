"""Photoshop's image resources (Adobe Photoshop File Formats, Image Resource Blocks): where each block
lies. They stand in the segments APP13 of a JPEG and in tag 34377 of a TIFF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEAD = b"Photoshop 3.0\0"
_IPTC = 0x0404


def blocks(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, begin and end of each block, as far as they are built as they should be; an end may
    lie beyond the data.
    """
    offset = 0
    while data[offset : offset + 4] == b"8BIM" and offset + 12 <= len(data):
        kind, name = struct.unpack(">HB", data[offset + 4 : offset + 7])
        start = offset + 6 + 1 + name + (1 + name) % 2
        head = data[start : start + 4]
        if len(head) < 4:
            break
        length = int.from_bytes(head, "big")
        start += 4
        yield kind, start, start + length
        offset = start + length + length % 2


def iptc(data: bytes) -> bytes:
    """The IPTC records, b"" when there are none."""
    return next((data[start:end] for kind, start, end in blocks(data) if kind == _IPTC), b"")
