"""What people wrote into pictures: XMP, IPTC and EXIF in every container, whole, cut and hostile."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin, TiffImagePlugin

from app.core import media, sheet
from app.core.media import iptc, words, xmp_words
from app.core.media.facts import Exif, Words

NAMES = """xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:other="http://example.org/"
 xmlns:rights="http://ns.adobe.com/xap/1.0/rights/\""""


def packet(inside="", attributes=""):
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {NAMES}><rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>' + " " * 200 + '<?xpacket end="w"?>'
    )  # fmt: skip
    return text.encode()


def languages(name, **texts):
    items = "".join(
        f'<rdf:li xml:lang="{k.replace("_", "-")}">{v}</rdf:li>' for k, v in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def listed(name, *texts, kind="Seq"):
    items = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


FULL = packet(
    languages("dc:title", x_default="Boats")
    + languages("dc:description", nb="B\u00e5ter", x_default="Boats &amp; nets\r\nat Havnsund", en="Boats")
    + listed("dc:creator", "Ann Example", "Bo Example")
    + listed("dc:subject", "boats", "nets", kind="Bag")
    + languages("dc:rights", x_default="\u00a9 Havnsund Museum")
    + "<photoshop:City>Havnsund</photoshop:City><photoshop:Country>Norway</photoshop:Country>"
    + "<core:Location>Quay 3</core:Location><photoshop:DateCreated>1925-05-03</photoshop:DateCreated>"
    + '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
    + "<rights:WebStatement>https://example.org/rights</rights:WebStatement>"
)  # fmt: skip
TOLD = Words(
    title="Boats",
    description="Boats & nets\nat Havnsund",
    creators=("Ann Example", "Bo Example"),
    created="1925-05-03",
    place="Quay 3, Havnsund, Norway",
    rights="\u00a9 Havnsund Museum",
    licences=("https://creativecommons.org/licenses/by/4.0/", "https://example.org/rights"),
    keywords=("boats", "nets"),
)
UTF8 = (1, 90, b"\x1b%G")


def records(*datasets):
    made = b""
    for record, number, value in datasets:
        head = struct.pack(">BBB", 0x1C, record, number)
        long = struct.pack(">HI", 0x8004, len(value)) if len(value) > 0x7FFF else None
        made += head + (long or struct.pack(">H", len(value))) + value
    return made


def iim(encoding="utf-8", *first, **more):
    texts = {
        5: "B\u00e5ter", 25: "boats", 55: "19250503", 60: "102133+0100", 80: "Bj\u00f8rn Example",
        90: "Havnsund", 92: "Quay 3", 95: "", 101: "Norway", 116: "\u00a9 Museum", 120: "B\u00e5ter\rog garn",
    }  # fmt: skip
    return records(*first, *((2, number, text.encode(encoding)) for number, text in texts.items()))


FROM_IPTC = Words(
    title="B\u00e5ter",
    description="B\u00e5ter\nog garn",
    creators=("Bj\u00f8rn Example",),
    created="1925-05-03 10:21",
    place="Quay 3, Havnsund, Norway",
    rights="\u00a9 Museum",
    keywords=("boats",),
)


def resource(kind, data):
    return b"8BIM" + struct.pack(">H", kind) + b"\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)  # fmt: skip


def app13(data):
    return b"Photoshop 3.0\0" + resource(0x0425, b"\1" * 16) + resource(0x0404, data)


def exif(**texts):
    made = Image.Exif()
    for tag, text in {"description": 0x010E, "artist": 0x013B, "copyright": 0x8298}.items():
        if tag in texts:
            made[text] = texts[tag]
    return made


def tiff_with(tags):
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, (kind, value) in tags.items():
        info.tagtype[tag] = kind
        info[tag] = value
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, "TIFF", tiffinfo=info)
    return stream.getvalue()


def told(tmp_path, data, name="x.jpg"):
    path = tmp_path / name
    path.write_bytes(data)
    facts, found = media.described(path)
    assert facts == media.probe(path)
    return found


# -- each container --------------------------------------------------------------------------------


def test_xmp_in_a_jpeg(tmp_path, build):
    assert told(tmp_path, build.saved("JPEG", xmp=FULL)) == TOLD


@pytest.mark.parametrize("is_compressed", [False, True])
def test_xmp_in_a_png(tmp_path, build, is_compressed):
    head = b"XML:com.adobe.xmp\0" + (b"\1\0" if is_compressed else b"\0\0") + b"en\0XMP\0"
    chunk = build.chunk(b"iTXt", head + (zlib.compress(FULL) if is_compressed else FULL))
    plain = build.saved("PNG")
    assert told(tmp_path, plain[:33] + chunk + plain[33:], "x.png") == TOLD


def test_xmp_in_a_webp(tmp_path, build):
    assert told(tmp_path, build.saved("WEBP", xmp=FULL), "x.webp") == TOLD


def test_xmp_and_iptc_in_a_tiff(tmp_path):
    data = tiff_with({700: (TiffImagePlugin.TiffTags.BYTE, FULL)})
    assert told(tmp_path, data, "x.tif") == TOLD
    data = tiff_with({33723: (TiffImagePlugin.TiffTags.UNDEFINED, iim())})
    assert told(tmp_path, data, "x.tif") == FROM_IPTC
    data = tiff_with({34377: (TiffImagePlugin.TiffTags.BYTE, app13(iim())[14:])})
    assert told(tmp_path, data, "x.tif") == FROM_IPTC


def test_iptc_of_a_tiff_as_numbers_that_were_turned_around(tmp_path):
    data = iim()
    data += bytes(-len(data) % 4)
    turned = b"".join(data[n : n + 4][::-1] for n in range(0, len(data), 4))
    assert iptc.read(turned) == FROM_IPTC


def test_iptc_in_a_jpeg_is_what_pillow_finds_there(tmp_path, build):
    data = build.with_segments(build.saved("JPEG"), build.segment(0xED, app13(iim())))
    assert told(tmp_path, data) == FROM_IPTC
    known = IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(data)))
    assert known[2, 120].decode().replace("\r", "\n") == FROM_IPTC.description


def test_iptc_that_goes_on_in_a_second_segment(tmp_path, build):
    block = app13(iim() + records((2, 25, b"k" * 60_000), (2, 25, b"l" * 20_000)))
    cut = 61_000
    parts = [block[:cut], b"Photoshop 3.0\0" + block[cut:]]
    data = build.with_segments(build.saved("JPEG"), *(build.segment(0xED, p) for p in parts))
    assert told(tmp_path, data).keywords == ("boats", "k" * 60_000, "l" * 20_000)


def test_exif_alone(tmp_path, build):
    made = exif(description="A boat", artist="Ann Example; Bo Example", copyright="Museum")
    found = told(tmp_path, build.saved("JPEG", exif=made))
    assert found == Words(
        description="A boat", creators=("Ann Example", "Bo Example"), rights="Museum"
    )


def test_files_that_say_nothing(tmp_path, build):
    for kind, name in (("JPEG", "x.jpg"), ("PNG", "x.png"), ("TIFF", "x.tif"), ("GIF", "x.gif")):
        assert told(tmp_path, build.saved(kind), name) == Words()
    assert told(tmp_path, b"", "x.jpg") == Words()


# -- which of the three ----------------------------------------------------------------------------


def test_xmp_goes_before_iptc_before_exif(tmp_path, build):
    xmp = packet("<dc:description>of XMP</dc:description>")
    data = build.with_segments(
        build.saved("JPEG", exif=exif(description="of EXIF", artist="EXIF", copyright="EXIF"), xmp=xmp),
        build.segment(0xED, app13(records((2, 120, b"of IPTC"), (2, 80, b"IPTC")))),
    )  # fmt: skip
    found = told(tmp_path, data)
    assert (found.description, found.creators, found.rights) == ("of XMP", ("IPTC",), "EXIF")


@pytest.mark.parametrize(
    ("xmp", "taken", "expected"),
    [
        ("1925", "2023-05-14 10:21", "1925"),
        ("2023-05-14", "2023-05-14 10:21", "2023-05-14 10:21"),
        ("2023-05-14T00:00:00Z", "2023-05-14 10:21", "2023-05-14 10:21"),
        ("2023-05-14T09:00:00+02:00", "2023-05-14 10:21", "2023-05-14 09:00"),
        ("", "2023-05-14 10:21", "2023-05-14 10:21"),
        ("", None, ""),
        ("soon", None, ""),
        ("0000-00-00", None, ""),
        ("1925-13-01", None, ""),
    ],
)
def test_when_it_was_made(xmp, taken, expected):
    written = packet(f"<photoshop:DateCreated>{xmp}</photoshop:DateCreated>")
    assert words.of(written, b"", Exif(taken=taken)).created == expected


@pytest.mark.parametrize(
    "text",
    ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA\\DJI_0042.JPG", "DSC_0001", "..."],
)
def test_what_cameras_write_is_no_description(text):
    assert words.of(b"", b"", Exif(description=text)).description == ""
    assert words.of(b"", b"", Exif(description=f"{text}, a boat")).description


# -- IPTC ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "first"),
    [("utf-8", (UTF8,)), ("utf-8", ()), ("cp1252", ()), ("latin-1", ()), ("latin-1", (UTF8,))],
)
def test_the_encoding_of_iptc(encoding, first):
    assert iptc.read(iim(encoding, *first)) == FROM_IPTC


def test_bytes_that_windows_has_no_letter_for():
    assert iptc.read(records((2, 120, b"a\x81\xe5"))).description == "a\x81\u00e5"


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        ("19250503", "102133+0100", "1925-05-03 10:21"),
        ("19250503", "000000+0000", "1925-05-03"),
        ("19250503", "", "1925-05-03"),
        ("1925-05-03", "10:21:33", "1925-05-03 10:21"),
        ("19250500", "102133+0100", "1925-05"),
        ("19250000", "", "1925"),
        ("00000000", "", ""),
        ("19251303", "", ""),
        ("1925", "", ""),
    ],
)
def test_dates_of_iptc(day, hour, expected):
    assert iptc.moment(day, hour) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x1c", b"\x1c\x02", iim()[:-3], b"\x1c\x02\x78\xff\xff" + b"x" * 9,
        b"\x1c\x02\x78\x80\x04\xff\xff\xff\xffshort", b"\x1c\x02\x78\x80\x05\0\0\0\0\1x",
        b"no records at all", b"\0" * 5000, records(*[(2, 25, b"")] * 100_000),
    ],
)  # fmt: skip
def test_records_that_are_not_as_they_should_be(data):
    assert iptc.read(data).rights == ("" if data != iim()[:-3] else FROM_IPTC.rights)
    assert words.of(b"", iim() + data, Exif()).creators == FROM_IPTC.creators


@given(st.binary(max_size=300))
def test_any_bytes_as_records(data):
    assert isinstance(iptc.read(data), Words)
    assert isinstance(iptc.read(iim()[:40] + data), Words)


def test_blocks_with_wrong_lengths(tmp_path, build):
    for length in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
        block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", length) + iim()
        data = build.with_segments(build.saved("JPEG"), build.segment(0xED, block))
        found = told(tmp_path, data)
        assert found in (Words(), FROM_IPTC)
        assert media.probe(tmp_path / "x.jpg").damage is None


# -- XMP -------------------------------------------------------------------------------------------


def test_properties_as_attributes():
    found = xmp_words.read(
        packet("", 'photoshop:City="Havnsund" photoshop:Headline="A boat" other:City="No"')
    )
    assert found == Words(title="A boat", place="Havnsund")


def test_several_descriptions_and_other_properties():
    inside = (
        "<other:history><rdf:Seq><rdf:li><rdf:Description><dc:description>old</dc:description>"
        "</rdf:Description></rdf:li></rdf:Seq></other:history>"
        '</rdf:Description><rdf:Description rdf:about="">' + listed("dc:creator", "Ann Example")
    )
    assert xmp_words.read(packet(inside)) == Words(creators=("Ann Example",))


def place(name, **parts):
    inside = "".join(f"<ext:{key}>{value}</ext:{key}>" for key, value in parts.items())
    return f'<ext:{name}><rdf:Bag><rdf:li rdf:parseType="Resource">{inside}</rdf:li></rdf:Bag></ext:{name}>'


def test_what_is_shown_goes_before_where_the_camera_was():
    shown = place("LocationShown", City="Havnsund", CountryName="Norway", CountryCode="NO")
    camera = place("LocationCreated", City="Elsewhere")
    city = "<photoshop:City>Here</photoshop:City>"
    assert xmp_words.read(packet(camera + city + shown)).place == "Havnsund, Norway"
    assert xmp_words.read(packet(camera + city)).place == "Here"
    assert xmp_words.read(packet(camera)).place == "Elsewhere"


def test_of_several_places_the_first():
    two = place("LocationShown", City="One").replace(
        "</rdf:Bag>", "<rdf:li><rdf:Description ext:City='Two'/></rdf:li></rdf:Bag>"
    )
    assert xmp_words.read(packet(two)).place == "One"
    named = f"<ext:LocationShown>{languages('ext:City', x_default='Havnsund', nb='Nei')}</ext:LocationShown>"
    assert xmp_words.read(packet(named)).place == "Havnsund"


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 110))
    + b"]>"
)


@pytest.mark.parametrize(
    "hostile",
    [
        BOMB + packet("<dc:description>&m;</dc:description>"),
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + packet("<dc:description>&a;</dc:description>"),
        packet("<dc:description>" + "<a>" * 50_000),
        packet("<dc:description>" + "<rdf:li>" * 99_000 + "x"),
        b"\0" * 100_000, b"\xff\xfe\0", b"<", packet()[:150], b"<x>" * 300_000,
        packet("<dc:description>\x01</dc:description>"), b'<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)  # fmt: skip
def test_hostile_packets_say_nothing(hostile, tmp_path, build):
    assert xmp_words.read(hostile) == Words()
    if len(hostile) < 60_000:
        assert told(tmp_path, build.saved("JPEG", xmp=hostile)) == Words()


def test_of_a_packet_that_is_cut_off_what_came_before_is_taken():
    cut = FULL[: FULL.index(b"<photoshop:Country>") + 5]
    assert xmp_words.read(cut).creators == TOLD.creators
    assert xmp_words.read(cut).place == "Havnsund"


def test_huge_values_are_cut_and_huge_packets_end():
    found = xmp_words.read(packet(f"<dc:description>{'x' * 200_000}</dc:description>"))
    assert len(found.description) == 50_000
    many = xmp_words.read(packet(listed("dc:subject", *["k"] * 20_000)))
    assert len(many.keywords) == 500
    assert xmp_words.read(packet(" " * 2_000_000 + "<dc:description>x</dc:description>")) == Words()


def test_a_packet_that_unpacks_to_too_much(tmp_path, build):
    bomb = zlib.compress(FULL[:-19] + b" " * 50_000_000)
    chunk = build.chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)
    plain = build.saved("PNG")
    assert told(tmp_path, plain[:33] + chunk + plain[33:], "x.png") == TOLD


@settings(max_examples=60)
@given(st.data())
def test_any_change_of_a_packet_raises_nothing(data):
    place = data.draw(st.integers(0, len(FULL) - 1))
    changed = FULL[:place] + data.draw(st.binary(max_size=8)) + FULL[place + 1 :]
    assert isinstance(words.of(changed, iim()[place % 60 :], Exif()), Words)


# -- as others write and read them -----------------------------------------------------------------

WRITERS = {
    "xmp": (
        "-XMP-dc:Creator=\u00c5se Example", "-XMP-dc:Creator=Bo Example", "-XMP-dc:Description=B\u00e5t",
        "-XMP-iptcExt:LocationShownCity=Havnsund", "-XMP-photoshop:City=Oslo", "-XMP-dc:Rights=\u00a9 M",
        "-XMP-photoshop:DateCreated=1925:05:03", "-XMP-xmpRights:WebStatement=https://example.org/",
    ),
    "iptc": (
        "-IPTC:By-line=\u00c5se Example", "-IPTC:By-line=Bo Example", "-IPTC:Caption-Abstract=B\u00e5t",
        "-IPTC:City=Havnsund", "-IPTC:CopyrightNotice=\u00a9 M", "-IPTC:DateCreated=1925:05:03",
    ),
    "exif": (
        "-EXIF:Artist=\u00c5se Example; Bo Example", "-EXIF:ImageDescription=B\u00e5t", "-EXIF:Copyright=\u00a9 M",
        "-EXIF:DateTimeOriginal=1925:05:03 00:00:00",
    ),
}  # fmt: skip


@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs exiftool")
@pytest.mark.parametrize("charset", ["latin1", "utf8", "said"])
@pytest.mark.parametrize(
    ("kind", "ending"),
    [("iptc", "jpg"), ("iptc", "tif")]
    + [(kind, ending) for kind in ("xmp", "exif") for ending in ("jpg", "tif", "png", "webp")],
)  # fmt: skip
def test_what_exiftool_wrote(tmp_path, build, kind, ending, charset):
    path = tmp_path / f"x.{ending}"
    path.write_bytes(build.saved({"jpg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper())))
    coded = (
        [f"iptc={charset}"] if charset != "said" else ["iptc=utf8", "-IPTC:CodedCharacterSet=UTF8"]
    )
    command = [
        "exiftool",
        "-q",
        "-overwrite_original",
        *WRITERS[kind],
        "-charset",
        *coded,
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    found = media.described(path)[1]
    assert (found.creators, found.description) == (("\u00c5se Example", "Bo Example"), "B\u00e5t")
    assert (found.rights, found.created[:10]) == ("\u00a9 M", "1925-05-03")
    assert found.place == ("" if kind == "exif" else "Havnsund")


def test_a_folder_of_real_files(tmp_path, build):
    """Without any stand-in: from the bytes to the row."""
    (tmp_path / "a.jpg").write_bytes(build.saved("JPEG", xmp=FULL, exif=build.exif()))
    table = sheet.read_folder(tmp_path)
    assert dict(zip(table.headers, table.rows[0].cells, strict=True)) == {
        "path": "a.jpg",
        "name": "a",
        "description": TOLD.description,
        "author": "Ann Example; Bo Example",
        "date": "1925-05-03",
        "camera coord": "-10.510000, -20.250000",
        "place shown": TOLD.place,
        "license": "CC BY 4.0",
        "rights note": TOLD.rights,
        "categories": "",
    }
