"""What people wrote into a picture, from all three places that hold it: XMP before IPTC before EXIF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from app.core.media import iptc, xmp_words
from app.core.media.facts import Exif, Words

_MEANINGLESS = re.compile(
    r"OLYMPUS DIGITAL CAMERA|SONY DSC|SAMSUNG[\w ]*|MINOLTA DIGITAL CAMERA|KONICA MINOLTA[\w ]*"
    r"|(?:\w+ )?DIGITAL CAMERA|DIGITAL CAMERA PICTURE|DCIM\S*|DSC\w?\d*|IMG_?\d*|\w+\.jpe?g"
    r"|Exif_JPEG_\w+|ASCII|untitled|default|Created with \S+|screenshot|-+|\.+",
    re.IGNORECASE,
)
"""What cameras and programs write where nobody wrote a description."""


def of(packet: bytes, records: bytes, exif: Exif) -> Words:
    """The words of a file: of each kind those of the first place that has any."""
    places = [xmp_words.read(packet), iptc.read(records), _of_exif(exif)]
    kinds = [field.name for field in fields(Words)]
    values = {kind: [getattr(place, kind) for place in places] for kind in kinds}
    values["description"] = ["" if _MEANINGLESS.fullmatch(t) else t for t in values["description"]]
    best = {kind: next(filter(None, found), found[-1]) for kind, found in values.items()}
    best |= {
        kind: tuple(dict.fromkeys(best[kind])) for kind in ("creators", "licences", "keywords")
    }
    return Words(**best | {"created": _whole(best["created"], values["created"])})


def _whole(date: str, others: Iterable[str]) -> str:
    """The date, with the time when another place tells it of the same date."""
    return max((other for other in others if other.startswith(date)), key=len, default=date)


def _of_exif(exif: Exif) -> Words:
    creators = (name.strip() for name in (exif.artist or "").split(";"))
    return Words(
        description=exif.description or "",
        creators=tuple(filter(None, creators)),
        created=exif.taken or "",
        rights=exif.copyright or "",
    )
