"""A museum's collection of any size: rows as a registrar types them, and a small scan for each.

Everything follows from the row's number: two runs make the same cells and the same bytes.
"""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path

from app.core.model import Table, TableRow

SCANS = Path(__file__).parents[1] / "data" / "scans"
HEADERS = (
    "path", "name", "artist", "title", "description[en]", "description[nb]", "caption[en]",
    "caption[nb]", "date", "medium", "dimensions", "institution", "accession number",
    "place of creation", "credit line", "depicts (P180)", "P1259", "source", "license",
    "categories",
)  # fmt: skip
ROWS = 10_000
_BLOCK = 1_000_000
SHAPE = f"{ROWS} x {len(HEADERS)}"

_FIRST = (
    "Anna", "Nils", "Johanne", "Peder", "Ingeborg", "Ole", "Karen", "Søren", "Marit", "Håkon",
    "Brita", "Lars", "Zofia", "Jürgen", "Élise", "Tomás",
)  # fmt: skip
_LAST = (
    "Havnsund", "Skjærvik", "Brekke", "Østby", "Nordahl", "Lindqvist", "Żeromska", "Müller",
    "Lefèvre", "Moe", "Aasen", "Thaulow", "Dahl", "Strand", "Vik", "Berg", "Holm", "Rønning",
    "Fjeld", "Sunde", "Haugen", "Nygård", "Solli", "Eide", "Bakke",
)  # fmt: skip
_THINGS = (
    ("Herring fleet", "Sildeflåte", "Q170483; Q283202", "Sailing ships"),
    ("Sea chart", "Sjøkart", "Q4006; Q165", "Old maps of Norway"),
    ("Woven coverlet", "Vevd åkle", "Q28823", "Textiles of Norway"),
    ("Portrait of a merchant", "Portrett av en kjøpmann", "Q134307", "Portraits of merchants"),
    ("Silver beaker", "Sølvbeger", "Q81727", "Silver beakers"),
    ("Lighthouse", "Fyr", "Q39715", "Lighthouses in Norway"),
    ("Carved chest", "Utskåret kiste", "Q8928", "Chests in Norway"),
    ("Wooden houses along the quay", "Trehus langs kaia", "Q3947", "Harbours in Norway"),
    ("Winter landscape", "Vinterlandskap", "Q191163", "Winter landscape paintings"),
    ("Botanical drawing", "Botanisk tegning", "Q2996394", "Botanical illustrations"),
)
_PLACES = ("Havnsund", "Bergen", "Trondheim", "Tromsø", "Stavanger", "Ålesund", "Røros", "Kraków")
_MEDIA = (
    "Oil on canvas", "Albumen print", "Copper engraving, hand-coloured", "Wool on linen warp",
    "Silver, chased", "Watercolour on paper", "{{technique|oil|panel}}", "Pine, painted",
)  # fmt: skip
_OLD = (
    "{{PD-Art|PD-old-100-expired}}", "PD-old-100-expired", "{{PD-old-100-expired}}", "CC0",
    "{{PD-old-auto-expired|deathyear=1912}}", "{{PD-Art|PD-old-auto-expired|deathyear=1899}}",
)  # fmt: skip
_NEW = ("CC BY-SA 4.0", "{{Cc-by-sa-4.0}}", "cc-by-4.0", "CC BY 4.0")
_MONTHS = ("January", "March", "5 June", "17 August", "2 October", "December")


def table(count: int = ROWS) -> Table:
    """The sheet: most rows good, a few with what goes wrong in real ones."""
    rows = tuple(TableRow(number, _cells(number)) for number in range(2, count + 2))
    return Table(HEADERS, rows, source="collection.xlsx")


def file_name(number: int) -> str:
    """Name of the scan of a row."""
    return f"HKM-{number:05}.jpg"


def _cells(number: int) -> tuple[str, ...]:
    dice = random.Random(number)
    english, local, items, category = dice.choice(_THINGS)
    maker, died = _maker(dice)
    year = dice.randint(1650, 1900) if dice.random() < 0.9 else dice.randint(1990, 2024)
    place = dice.choice(_PLACES)
    mark = f"HKM.{year}.{number:05}"
    told = f"{english} from {place}, seen from the {dice.choice(('north', 'south', 'sea'))}"
    cells = {
        "path": f"scans/{file_name(number)}",
        "name": f"{english} from {place}, {year} ({mark})",
        "artist": maker,
        "title": f"{english} at {place}",
        "description[en]": f"{told}. Inventory book {year % 97}, page {dice.randint(1, 400)}; gift of {maker}.",
        "description[nb]": f"{local} fra {place}. Protokoll {year % 97}, side {dice.randint(1, 400)}.",
        "caption[en]": f"{english} from {place}",
        "caption[nb]": f"{local} fra {place}",
        "date": _date(dice, year),
        "medium": dice.choice(_MEDIA),
        "dimensions": f"{dice.randint(50, 2000) / 10:g} x {dice.randint(50, 2000) / 10:g} cm",
        "institution": "Havnsund Coast Museum",
        "accession number": mark,
        "place of creation": place,
        "credit line": f"Gift of {maker}, {min(year + 40, 2024)}",
        "depicts (P180)": items,
        "P1259": f"{dice.uniform(58, 70):.4f}, {dice.uniform(5, 20):.4f}" if number % 3 == 0 else "",
        "source": "Havnsund Coast Museum",
        "license": dice.choice(_NEW if died is None or died > 1950 else _OLD),
        "categories": f"{category}; {year // 100 * 100}s in {place}; Collections of {place}",
    }  # fmt: skip
    _spoil(number, cells)
    return tuple(cells.values())


def _maker(dice: random.Random) -> tuple[str, int | None]:
    """One of some hundred makers, and the year of death."""
    if dice.random() < 0.15:
        return dice.choice(("Unknown artist", "{{unknown|artist}}", "{{anonymous}}")), 1900
    name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
    born = 1640 + sum(map(ord, name)) % 230
    died = born + 40 + len(name)
    return f"{name} ({born}–{died})", died


def _date(dice: random.Random, year: int) -> str:
    forms = (
        f"{year}", f"circa {year}", f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        f"{dice.choice(_MONTHS)} {year}", f"{year}–{year + 5}", f"{year // 100 + 1}th century",
        f"{{{{other date|~|{year}}}}}", f"before {year}", f"{year // 10 * 10}s",
    )  # fmt: skip
    return dice.choice(forms)


_SPOILT = frozenset({11, 23, 37, 41, 53, 67, 79})


def is_spoilt(number: int) -> bool:
    """Whether a row has a mistake."""
    return number % 100 in _SPOILT


def _spoil(number: int, cells: dict[str, str]) -> None:
    """Mistakes of real sheets, each in about one row of a hundred."""
    match number % 100:
        case 11:
            cells["path"] = f"D:\\Digitisation\\{file_name(number)}"
        case 23:
            cells["license"] = ""
        case 37:
            cells["date"] = "some time after the war"
        case 41:
            cells["path"] = f"scans/lost-{number}.jpg"
        case 53:
            cells["description[en]"] += " See [[the catalogue | and {{this."
        case 67:
            cells["name"] = f"IMG_{number:04}"
        case 79:
            cells["categories"] = "[[Category:Old things]]; File:X.jpg"


def write_scans(folder: Path, count: int = ROWS) -> None:
    """A JPEG of about 12 KB for each row: real ones, each with a comment of its own."""
    scans = [path.read_bytes() for path in sorted(SCANS.iterdir())]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(2, count + 2):
        data = scans[number % len(scans)]
        (folder / file_name(number)).write_bytes(_commented(data, number))


def _commented(jpeg: bytes, number: int) -> bytes:
    """The JPEG with a comment behind its first segment."""
    place = 4 + int.from_bytes(jpeg[4:6], "big")
    text = f"inventory {number} ".encode() + b"." * (number * 37 % 4000)
    segment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
    return jpeg[:place] + segment + jpeg[place:]


def write_tiff(path: Path, size: int, seed: int) -> None:
    """A picture of one strip of random bytes, uncompressed; never the same twice."""
    width = 10_000
    tags = (
        (256, 4, width), (257, 4, (size - 200) // width), (258, 3, 8), (259, 3, 1), (262, 3, 1),
        (273, 4, 200), (277, 3, 1), (278, 4, (size - 200) // width), (279, 4, size - 200),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    with path.open("wb") as stream:
        stream.write(head.ljust(200, b"\0"))
        left = size - 200
        while left:
            block = min(left, _BLOCK)
            left -= stream.write(os.urandom(8)[:block] + dice.randbytes(max(0, block - 8)))
