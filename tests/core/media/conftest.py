"""Pictures that say where they were taken and whose camera it was, in every place we know of."""

from __future__ import annotations

import hashlib
import io
import struct
import sys
import zlib

import pytest
from PIL import Image, PngImagePlugin

SOUTH_WEST = {0: b"\2\3\0\0", 1: "S", 2: (10.0, 30.0, 36.0), 3: "W", 4: (20.0, 15.0, 0.0)}
OWNER = "Marit Solberg"
MAKER = "Havnsund Coast Museum"
SERIAL = "HK1-000417"
PRIVATE = (OWNER.encode(), SERIAL.encode(), b"GPSLatitude", b"OwnerName", b"MAKERNOTE")
"""Bytes that no copy without both holds."""

XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    ' xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    f' exif:GPSLatitude="10,30.6S" aux:OwnerName="{OWNER}" photoshop:City="Havnsund"'
    f" aux:SerialNumber='{SERIAL}' exif:GPSLongitude='20,15W'>"
    f"<dc:creator><rdf:Seq><rdf:li>{MAKER}</rdf:li></rdf:Seq></dc:creator>"
    "<exif:GPSAltitude>120/1</exif:GPSAltitude>"
    "<exif:GPSMapDatum><rdf:Alt><rdf:li>WGS-84</rdf:li></rdf:Alt></exif:GPSMapDatum>"
    "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
).encode()


def noise(size=(64, 48)) -> Image.Image:
    return Image.effect_noise(size, 80).convert("RGB")


def exif(*, gps=SOUTH_WEST, owner=OWNER) -> Image.Exif:
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x013B] = "Havn", "Havn K1", MAKER
    sub = made.get_ifd(0x8769)
    sub[0x9003] = "2024:05:03 14:20:31"
    if owner:
        sub[0xA430], sub[0xA431], sub[0x927C] = owner, SERIAL, b"MAKERNOTE" + bytes(40)
    if gps:
        made.get_ifd(0x8825).update(gps)
    return made


def saved(kind: str, image: Image.Image | None = None, **options) -> bytes:
    buffer = io.BytesIO()
    (image or noise()).save(buffer, kind, **options)
    return buffer.getvalue()


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """Segments put behind the start of a JPEG."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def exif_with_thumbnail() -> bytes:
    """An Exif block whose thumbnail is a JPEG with a position of its own."""
    inner = saved("JPEG", noise((16, 12)), exif=exif())
    main = struct.pack("<HHHII", 1, 0x0112, 3, 1, 1)
    second = 8 + len(main) + 4
    data = second + 2 + 2 * 12 + 4
    thumb = struct.pack("<HHHII", 2, 0x0201, 4, 1, data) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(inner)
    )
    head = b"II*\0" + struct.pack("<I", 8)
    return b"Exif\0\0" + head + main + struct.pack("<I", second) + thumb + bytes(4) + inner


def resources() -> bytes:
    """Photoshop's block with an Exif block, XMP, and IPTC that stays."""

    def one(kind: int, data: bytes) -> bytes:
        return (
            b"8BIM"
            + struct.pack(">H", kind)
            + b"\0\0"
            + struct.pack(">I", len(data))
            + data
            + b"\0" * (len(data) % 2)
        )

    return (
        one(0x0404, b"\x1c\x02\x5a\0\x08Havnsund")
        + one(0x0422, exif().tobytes()[6:])
        + one(0x0424, XMP)
    )


def extended() -> tuple[bytes, list[bytes]]:
    """A main packet that names an extended one, and that one in two segments."""
    more = XMP.replace(b"<dc:creator>", b"<!--" + b"." * 70_000 + b"--><dc:creator>")
    guid = hashlib.md5(more, usedforsecurity=False).hexdigest().upper().encode()
    main = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="' + guid
        + b'"/></rdf:RDF></x:xmpmeta>'
    )  # fmt: skip
    cut = more.index(b"GPSLatitude") + 4
    parts = [(0, more[:cut]), (cut, more[cut : cut + 60_000]), (cut + 60_000, more[cut + 60_000 :])]
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">I", len(more))
    return main, [head + struct.pack(">I", at) + data for at, data in parts]


def full_jpeg() -> bytes:
    """Everything at once: Exif, XMP, extended XMP, Photoshop, a second picture, a film behind it."""
    main, more = extended()
    base = with_segments(
        saved("JPEG", noise(), quality=90, progressive=True),
        segment(0xE1, exif().tobytes()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + main),
        *(segment(0xE1, part) for part in more),
        segment(0xED, b"Photoshop 3.0\0" + resources()),
    )
    second = saved("JPEG", noise((32, 24)), exif=exif())
    film = b"\0\0\0\x18ftypmp42" + b"\xa9xyz-10.5100-020.2500/"
    return base + bytes(32) + second + film


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def full_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Title", "Boats")
    plain = saved("PNG", pnginfo=info, exif=exif())
    raw = b"\nexif\n      10\n" + exif().tobytes().hex().encode() + b"\n"
    more = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw))
    more += chunk(b"tEXt", b"exif:GPSLatitude\0" + b"10/1, 30/1, 36/1")
    more += chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP))
    return plain[:33] + more + plain[33:] + b"behind GPSLatitude"


def tiff(*, big: bool = False) -> bytes:
    block = exif()
    block[700], block[34377] = XMP, resources()
    buffer = io.BytesIO()
    noise().save(buffer, "TIFF", exif=block.tobytes(), big_tiff=big)
    return buffer.getvalue()


def webp(**options) -> bytes:
    return saved("WEBP", exif=exif(), xmp=XMP, **options)


def two_pages() -> bytes:
    """A second page that shares the directories of the first, as some programs write it."""
    data = tiff()
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    following = first + 2 + 12 * count
    page = data[first:following] + bytes(4)
    return data[:following] + struct.pack("<I", len(data)) + data[following + 4 :] + page


FILES = {
    "a.jpg": full_jpeg,
    "thumbnail.jpg": lambda: with_segments(
        saved("JPEG"),
        segment(0xE1, exif_with_thumbnail()),
        segment(0xE1, exif().tobytes()),
    ),
    "pillow.jpg": lambda: saved("JPEG", exif=exif(), xmp=XMP),
    "a.png": full_png,
    "a.tif": tiff,
    "pages.tif": two_pages,
    "big.tif": lambda: tiff(big=True),
    "a.webp": webp,
    "lossless.webp": lambda: webp(lossless=True),
}


@pytest.fixture(scope="session")
def pictures() -> dict[str, bytes]:
    """The files by name."""
    return {name: make() for name, make in FILES.items()}


@pytest.fixture(scope="session")
def build():
    """This module: what the pictures are made of."""
    return sys.modules[__name__]
