"""Make the sample collection: resources/sample out of a folder with the drawings.

Usage: python installers/make_sample.py FOLDER [TARGET]

The drawings are Kabocha's own (CC0): invented objects of the invented Havnsund Coast Museum.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.core import sheet  # noqa: E402 - the checkout is put on the path first

SHEET = "Havnsund sample.xlsx"
MUSEUM = "Havnsund Coast Museum"
SCANNER = "Havn Scan 2"
LIMIT = 6_000_000
FIXED_TIME = time.struct_time((2024, 5, 6, 9, 0, 0, 0, 127, 0))

STUDIO = "Havnsund Photo Studio"
STUDIO_PD = "{{PD-anon-expired}}"
PD_100 = "{{PD-old-100-expired}}"
PD_ART_100 = "{{PD-Art|PD-old-100-expired}}"
CC_BY_SA = "{{Cc-by-sa-4.0}}"

HARBOUR, SHIP, FJORD, MOUNTAIN = "Q283202", "Q170483", "Q45776", "Q8502"
LIGHTHOUSE, MAP, TEXTILE, FLOWER = "Q39715", "Q4006", "Q28823", "Q506"
SQUARE, LETTER, SEA, HOUSE = "Q174782", "Q133492", "Q165", "Q3947"

HEADERS = (
    "path",
    "name",
    "artist",
    "description[en]",
    "description[nb]",
    "caption[en]",
    "caption[nb]",
    "date",
    "medium",
    "dimensions",
    "institution",
    "accession number",
    "depicts (P180)",
    "P1259",
    "source",
    "license",
    "categories",
    "shelf",
)

ROWS: tuple[dict[str, str], ...] = (
    {
        "path": "HKM-1895-0017.jpg",
        "name": "Herring fleet at anchor off Havnsund, circa 1895",
        "artist": STUDIO,
        "description[en]": "Three brigs wait for the herring in the outer harbour of Havnsund.",
        "description[nb]": "Tre brigger venter på silda i ytre havn i Havnsund.",
        "caption[en]": "Herring fleet at anchor off Havnsund",
        "caption[nb]": "Sildeflåten for anker utenfor Havnsund",
        "date": "circa 1895",
        "medium": "Albumen print",
        "dimensions": "{{Size|cm|16.2|21.5}}",
        "accession number": "HKM.1895.0017",
        "depicts (P180)": f"{SHIP}; {HARBOUR}",
        "license": STUDIO_PD,
        "categories": "Harbours in Norway; Sailing ships",
        "shelf": "F 12",
    },
    {
        "path": "HKM-1906-0142.tif",
        "name": "Three-master off the wooden town of Havnsund, 1906",
        "artist": STUDIO,
        "description[en]": "A three-master sails past the warehouses along the quay of Havnsund.",
        "description[nb]": "En tremaster seiler forbi sjøbodene langs kaia i Havnsund.",
        "caption[en]": "A three-master off the wooden town of Havnsund",
        "caption[nb]": "En tremaster utenfor trehusbyen Havnsund",
        "date": "1906",
        "medium": "Hand-coloured photograph",
        "dimensions": "{{Size|cm|9|14}}",
        "accession number": "HKM.1906.0142",
        "depicts (P180)": f"{SHIP}; {HOUSE}; {HARBOUR}",
        "license": STUDIO_PD,
        "categories": "Harbours in Norway; Wooden houses in Norway",
        "shelf": "F 14",
    },
    {
        "path": "HKM-1890-0003.jpg",
        "name": "Havnsund fjord and mountains seen from the south, 1890",
        "artist": STUDIO,
        "description[en]": "The fjord in summer with a brig under sail below the mountains.",
        "description[nb]": "Fjorden om sommeren med en brigg under seil nedenfor fjellene.",
        "caption[en]": "Havnsund fjord seen from the south",
        "caption[nb]": "Havnsundfjorden sett fra sør",
        "date": "5 June 1890",
        "medium": "Hand-coloured albumen print",
        "dimensions": "{{Size|cm|16|21}}",
        "accession number": "HKM.1890.0003",
        "depicts (P180)": f"{FJORD}; {MOUNTAIN}; {SHIP}",
        "license": STUDIO_PD,
        "categories": "Fjords of Norway",
        "shelf": "F 11",
    },
    {
        "path": "HKM-2024-0031.jpg",
        "name": "Lighthouse on the skerries outside Havnsund at dusk",
        "artist": MUSEUM,
        "description[en]": "The banded lighthouse on the skerries, lit at sunset in early May.",
        "description[nb]": "Det stripete fyret på skjærene, tent ved solnedgang tidlig i mai.",
        "caption[en]": "The lighthouse on the skerries outside Havnsund",
        "caption[nb]": "Fyret på skjærene utenfor Havnsund",
        "date": "2024-05-03 21:40",
        "medium": "Digital photograph",
        "accession number": "HKM.2024.0031",
        "depicts (P180)": LIGHTHOUSE,
        "P1259": "62.4105, 5.0212",
        "license": CC_BY_SA,
        "categories": "Lighthouses in Norway",
        "shelf": "D 2024",
    },
    {
        "path": "HKM-1654-0001.png",
        "name": "Sea chart of the Norwegian coast with compass rose, 1654",
        "artist": "Unknown artist",
        "description[en]": "Copper engraving with hand colouring, a compass rose and a cartouche.",
        "description[nb]": "Håndkolorert kobberstikk med kompassrose og kartusj.",
        "caption[en]": "Sea chart of the Norwegian coast from 1654",
        "caption[nb]": "Sjøkart over norskekysten fra 1654",
        "date": "1654",
        "medium": "Copper engraving, hand-coloured",
        "dimensions": "{{Size|cm|42|56}}",
        "accession number": "HKM.1654.0001",
        "depicts (P180)": f"{MAP}; {SEA}",
        "license": PD_ART_100,
        "categories": "Old maps of Norway; 1650s maps",
        "shelf": "K 1",
    },
    {
        "path": "HKM-1780-0014.png",
        "name": "Woven coverlet with rows of diamonds from Havnsund",
        "artist": "Unknown artist",
        "description[en]": "Part of a coverlet with diamonds in red, blue, green and yellow wool.",
        "description[nb]": "Del av et åkle med ruter i rød, blå, grønn og gul ull.",
        "caption[en]": "Woven coverlet with rows of diamonds",
        "caption[nb]": "Vevd åkle med rader av ruter",
        "date": "18th century",
        "medium": "Wool on linen warp",
        "dimensions": "{{Size|cm|182|128}}",
        "accession number": "HKM.1780.0014",
        "depicts (P180)": TEXTILE,
        "license": PD_ART_100,
        "categories": "Textiles of Norway",
        "shelf": "T 3",
    },
    {
        "path": "HKM-1768-0005.jpg",
        "name": "Herbarium sheet with twinflower, Linnaea borealis, July 1768",
        "artist": "Unknown artist",
        "description[en]": "Pressed twinflower (''Linnaea borealis'') with a label in brown ink.",
        "description[nb]": "Presset linnea (''Linnaea borealis'') med etikett i brunt blekk.",
        "caption[en]": "Herbarium sheet with twinflower",
        "caption[nb]": "Herbarieark med linnea",
        "date": "July 1768",
        "medium": "Pressed plant on paper",
        "dimensions": "{{Size|cm|34|22}}",
        "accession number": "HKM.1768.0005",
        "depicts (P180)": FLOWER,
        "license": PD_100,
        "categories": "Linnaea borealis; Herbarium specimens",
        "shelf": "H 5",
    },
    {
        "path": "HKM-1769-0006.webp",
        "name": "Herbarium sheet with harebell, Campanula rotundifolia, 1769",
        "artist": "Unknown artist",
        "description[en]": "Harebell (''Campanula rotundifolia''), mounted with paper strips.",
        "description[nb]": "Blåklokke (''Campanula rotundifolia''), festet med papirstrimler.",
        "caption[en]": "Herbarium sheet with harebell",
        "caption[nb]": "Herbarieark med blåklokke",
        "date": "1769",
        "medium": "Pressed plant on paper",
        "dimensions": "{{Size|cm|34|22}}",
        "accession number": "HKM.1769.0006",
        "depicts (P180)": FLOWER,
        "license": PD_100,
        "categories": "Campanula rotundifolia; Herbarium specimens",
        "shelf": "H 5",
    },
    {
        "path": "HKM-1911-0020.jpg",
        "name": "Market square of Havnsund with townspeople, 1910s",
        "artist": STUDIO,
        "description[en]": "Townspeople on the market square, with the gabled houses behind them.",
        "description[nb]": "Byfolk på torvet med gavlhusene i bakgrunnen.",
        "caption[en]": "Market square of Havnsund with townspeople",
        "caption[nb]": "Torvet i Havnsund med byfolk",
        "date": "1910s",
        "medium": "Glass negative",
        "dimensions": "{{Size|cm|13|18}}",
        "accession number": "HKM.1911.0020",
        "depicts (P180)": f"{SQUARE}; {HOUSE}",
        "license": STUDIO_PD,
        "categories": "Squares in Norway",
        "shelf": "N 7",
    },
    {
        "path": "HKM-1798-0002.pdf",
        "name": "Letter from the harbour master of Havnsund, 12 March 1798",
        "artist": "Unknown artist",
        "description[en]": "One page about the wreck of a galliot and what was saved of its load.",
        "description[nb]": "Én side om forliset av en galeas og det som ble berget av lasten.",
        "caption[en]": "Letter from the harbour master of Havnsund",
        "caption[nb]": "Brev fra havnefogden i Havnsund",
        "date": "1798-03-12",
        "medium": "Ink on paper",
        "dimensions": "{{Size|cm|31|22}}",
        "accession number": "HKM.1798.0002",
        "depicts (P180)": LETTER,
        "license": PD_100,
        "categories": "Letters of Norway; 1798 documents",
        "shelf": "A 2",
    },
    {
        "path": "HKM-2023-0058.jpg",
        "name": "Havnsund fjord with a visiting sailing ship, July 2023",
        "artist": MUSEUM,
        "description[en]": "A square-rigged ship visits the fjord during the coast days of 2023.",
        "description[nb]": "Et skværrigget skip besøker fjorden under kystdagene i 2023.",
        "caption[en]": "A sailing ship visits Havnsund fjord",
        "caption[nb]": "Et seilskip besøker Havnsundfjorden",
        "date": "2023-07-14",
        "medium": "Digital photograph",
        "accession number": "HKM.2023.0058",
        "depicts (P180)": f"{FJORD}; {SHIP}",
        "P1259": "62.3987, 5.0446",
        "license": CC_BY_SA,
        "categories": "Fjords of Norway; Tall ships",
        "shelf": "D 2023",
    },
    {
        "path": "HKM-2024-0040.svg",
        "name": "Elevation of Havnsund lighthouse, redrawn by the museum",
        "artist": MUSEUM,
        "description[en]": "Drawing to scale of the lighthouse with its lantern, after a survey.",
        "description[nb]": "Målsatt tegning av fyret med lanterne, etter oppmåling.",
        "caption[en]": "Elevation of Havnsund lighthouse",
        "caption[nb]": "Oppriss av Havnsund fyr",
        "date": "2024",
        "medium": "Digital drawing",
        "accession number": "HKM.2024.0040",
        "depicts (P180)": LIGHTHOUSE,
        "license": "{{Cc-zero}}",
        "categories": "Drawings of lighthouses",
        "shelf": "D 2024",
    },
    {
        "path": "HKM-1899-0031.jpg",
        "name": "Bark on the slip of the Havnsund shipyard, 1899",
        "artist": STUDIO,
        "description[en]": "A bark on the slip of the shipyard shortly before she was launched.",
        "description[nb]": "En bark på beddingen ved verftet kort før stabelavløpningen.",
        "caption[en]": "Bark on the slip of the Havnsund shipyard",
        "caption[nb]": "Bark på beddingen ved verftet i Havnsund",
        "date": "1899",
        "medium": "Albumen print",
        "dimensions": "{{Size|cm|16|21}}",
        "accession number": "HKM.1899.0031",
        "depicts (P180)": SHIP,
        "license": STUDIO_PD,
        "categories": "Shipyards in Norway",
        "shelf": "F 12",
    },
    {
        "path": "HKM-2022-0009.jpg",
        "name": "Market square of Havnsund on the national day, 2022",
        "artist": "Unknown photographer",
        "description[en]": "The market square with flags; the picture was lent by a visitor.",
        "description[nb]": "Torvet med flagg; bildet er utlånt av en besøkende.",
        "caption[en]": "Market square of Havnsund on the national day",
        "caption[nb]": "Torvet i Havnsund på nasjonaldagen",
        "date": "2022-05-17",
        "medium": "Digital photograph",
        "accession number": "HKM.2022.0009",
        "depicts (P180)": SQUARE,
        "license": "CC BY-NC 4.0",
        "categories": "Squares in Norway",
        "shelf": "D 2022",
    },
)
"""Twelve good rows and two with a mistake: a file that is not there (row 14), and a licence that
Commons does not take, of a picture that was never delivered (row 15).

Row 15 cannot name one of the twelve files: each belongs to a good row, and two rows with one file
would be a mistake of its own. A thirteenth drawing would be one that is never sent."""

COMMON = {"institution": MUSEUM, "source": MUSEUM}

LIGHTHOUSE_SVG = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="600" height="900" viewBox="0 0 600 900">
  <title>Elevation of Havnsund lighthouse</title>
  <rect width="600" height="900" fill="#f4efe2"/>
  <g fill="none" stroke="#c9bfa6">
    <path d="M60 780H540M60 640H540M60 500H540M60 360H540M60 220H540"/>
  </g>
  <path d="M0 800Q120 760 240 782T430 776T600 800V900H0Z" fill="#6f6a5e"/>
  <g stroke="#3b2f28" stroke-width="3" stroke-linejoin="round">
    <path d="M240 780L262 300H338L360 780Z" fill="#f7f2e6"/>
    <path d="M245 670L250 560H350L355 670Z" fill="#a23b2c"/>
    <path d="M255 460L260 350H340L345 460Z" fill="#a23b2c"/>
    <path d="M246 300H354V284H246Z" fill="#3b2f28"/>
    <path d="M270 284V226H330V284Z" fill="#f6d98a"/>
    <path d="M262 226L300 178L338 226Z" fill="#3b2f28"/>
    <path d="M300 178V150" fill="none"/>
    <path d="M286 780V730Q300 712 314 730V780Z" fill="#3b2f28"/>
  </g>
  <g fill="#f7f2e6" stroke="#3b2f28" stroke-width="2">
    <rect x="293" y="600" width="14" height="24"/>
    <rect x="293" y="500" width="14" height="24"/>
    <rect x="293" y="390" width="14" height="24"/>
  </g>
  <g stroke="#3b2f28" fill="none">
    <path d="M440 780V178M430 780H450M430 178H450"/>
    <path d="M240 830H360M240 822V838M360 822V838" stroke="#f4efe2"/>
  </g>
  <g font-family="serif" font-size="22" fill="#3b2f28">
    <text x="456" y="486">21.4 m</text>
    <text x="300" y="868" text-anchor="middle" fill="#f4efe2">4.2 m</text>
    <text x="60" y="90" font-size="30">Havnsund fyr</text>
    <text x="60" y="122">1 : 100</text>
  </g>
</svg>
"""

NOTICE = """# Havnsund sample

Twelve files and a sheet with fourteen rows, to try Kabocha with: send them to the practice wiki.
Two rows have a mistake on purpose: the file of row 14 is not in the folder, and row 15 has a
licence that Commons does not take (and a file that was never delivered).

The Havnsund Coast Museum, its objects and the people named in the sheet are invented. The sheet
speaks of licences as a museum would; the files themselves are drawings made for Kabocha and are
dedicated to the public domain (CC0 1.0). They do not belong on Wikimedia Commons.

Made by `installers/make_sample.py`.
"""


def exif_of_a_scan() -> Image.Exif:
    """What a scanner writes: the day of the scan, not the day of the picture."""
    exif = Image.Exif()
    exif[0x0110] = SCANNER
    exif[0x0132] = "2024:04:11 10:15:00"
    return exif


def exif_of_a_camera(taken: str, north: tuple[float, ...], east: tuple[float, ...]) -> Image.Exif:
    """What a camera writes: maker, model, artist, time and position."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Havn", "Havn K1", MUSEUM
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east})
    return exif


def drawing(folder: Path, number: int, scale: int = 1) -> Image.Image:
    """One of the drawings, enlarged `scale` times."""
    image = Image.open(folder / f"{number:02}.png").convert("RGB")
    size = (image.width * scale, image.height * scale)
    return image.resize(size, Image.Resampling.LANCZOS) if scale > 1 else image


def make_pictures(art: Path, target: Path) -> None:
    """The twelve files."""
    scans = {"HKM-1895-0017.jpg": 4, "HKM-1890-0003.jpg": 3, "HKM-1768-0005.jpg": 9}
    scans["HKM-1911-0020.jpg"] = 11
    for name, number in scans.items():
        drawing(art, number, 2).save(target / name, quality=88, exif=exif_of_a_scan())
    dusk = exif_of_a_camera("2024:05:03 21:40:12", (62.0, 24.0, 37.8), (5.0, 1.0, 16.3))
    drawing(art, 5, 2).save(target / "HKM-2024-0031.jpg", quality=88, exif=dusk)
    visit = exif_of_a_camera("2023:07:14 12:05:44", (62.0, 23.0, 55.3), (5.0, 2.0, 40.6))
    drawing(art, 19, 2).save(target / "HKM-2023-0058.jpg", quality=88, exif=visit)
    drawing(art, 15, 2).save(target / "HKM-1906-0142.tif", compression="tiff_lzw", dpi=(300, 300))
    drawing(art, 6).save(target / "HKM-1654-0001.png", optimize=True)
    drawing(art, 14).save(target / "HKM-1780-0014.png", optimize=True)
    drawing(art, 10, 2).save(target / "HKM-1769-0006.webp", quality=85)
    drawing(art, 13, 2).save(
        target / "HKM-1798-0002.pdf",
        resolution=150,
        title="Letter from the harbour master",
        creationDate=FIXED_TIME,
        modDate=FIXED_TIME,
    )
    (target / "HKM-2024-0040.svg").write_text(LIGHTHOUSE_SVG, "utf-8", newline="\n")


def make_sheet(target: Path) -> None:
    """The workbook: headers in row 1, rows 2 to 15."""
    rows = [[(COMMON | row).get(header, "") for header in HEADERS] for row in ROWS]
    sheet.write(target / SHEET, HEADERS, rows, sheet_name="Havnsund")


def main(arguments: list[str]) -> int:
    """Make everything; 1 when it became too large."""
    if not arguments:
        print(__doc__)
        return 2
    target = Path(arguments[1]) if len(arguments) > 1 else ROOT / "resources" / "sample"
    target.mkdir(parents=True, exist_ok=True)
    make_pictures(Path(arguments[0]), target)
    make_sheet(target)
    (target / "NOTICE.md").write_text(NOTICE, "utf-8", newline="\n")
    total = sum(file.stat().st_size for file in target.iterdir())
    print(f"{len(list(target.iterdir()))} files, {total:,} bytes in {target}")
    return 0 if total < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
