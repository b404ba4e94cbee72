"""meta=siteinfo: the wiki about itself, in the shape of the recorded wiki."""

from __future__ import annotations

from typing import Any

from app.core.practice.call import SITE_ID, Call
from app.core.practice.records import now
from app.core.practice.refusals import Json
from app.core.practice.titles import NAMESPACES

MARK = "kabocha-practice"
"""Key in `general` by which Kabocha knows a practice wiki."""
SITE_NAME = "Kabocha practice wiki"
GENERATOR = "MediaWiki 1.39.17"
FILE_EXTENSIONS = (
    "tiff", "tif", "png", "gif", "jpg", "jpeg", "webp", "xcf", "mid", "ogg", "ogv", "svg", "djvu",
    "oga", "flac", "opus", "wav", "webm", "mp3", "midi", "mpg", "mpeg", "stl", "pdf",
)  # fmt: skip
_VALUE_TYPES = {
    "commonsMedia": "string", "geo-shape": "string", "tabular-data": "string",
    "entity-schema": "string", "url": "string", "external-id": "string",
    "wikibase-item": "wikibase-entityid", "wikibase-property": "wikibase-entityid",
    "globe-coordinate": "globecoordinate", "monolingualtext": "monolingualtext",
    "quantity": "quantity", "string": "string", "time": "time",
}  # fmt: skip
_EXTENSIONS = ("WikibaseRepository", "WikibaseClient", "WikibaseMediaInfo", "TitleBlacklist")
KNOWN = {
    "general", "namespaces", "namespacealiases", "specialpagealiases", "magicwords", "statistics",
    "interwikimap", "dbrepllag", "usergroups", "libraries", "extensions", "fileextensions",
    "rightsinfo", "restrictions", "languages", "languagevariants", "skins", "extensiontags",
    "functionhooks", "showhooks", "variables", "protocols", "defaultoptions", "uploaddialog",
    "autopromote", "autopromoteonce", "copyuploaddomains",
}  # fmt: skip


def query(call: Call) -> Json:
    """What siprop asks for."""
    asked = call.chosen("siprop", KNOWN, "siteinfo", "general")
    return {name: _PARTS[name](call) if name in _PARTS else [] for name in asked}


def general(call: Call) -> Json:
    """siprop=general."""
    host = call.base.partition("://")[2]
    return {
        "mainpage": "Main Page",
        "base": call.address("/wiki/Main_Page"),
        "sitename": SITE_NAME,
        "mainpageisdomainroot": False,
        "logo": call.address("/logo.svg"),
        "generator": GENERATOR,
        **_software(),
        **_languages(),
        **_times(call),
        **_paths(call, host),
        **_uploads(call),
        **_appearance(call),
        **_wikibase(),
        MARK: True,
    }


def _software() -> Json:
    return {
        "phpversion": "8.2.35",
        "phpsapi": "fpm-fcgi",
        "dbtype": "mysql",
        "dbversion": "10.11.19-MariaDB",
        "imagewhitelistenabled": False,
        "misermode": False,
    }


def _languages() -> Json:
    return {
        "langconversion": True,
        "linkconversion": True,
        "titleconversion": True,
        "linkprefixcharset": "",
        "linkprefix": "",
        "linktrail": "/^([a-z]+)(.*)$/sD",
        "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+",
        "invalidusernamechars": "@:>",
        "allunicodefixes": False,
        "fixarabicunicode": True,
        "fixmalayalamunicode": True,
        "case": "first-letter",
        "lang": "en",
        "fallback": [],
        "rtl": False,
        "fallback8bitEncoding": "windows-1252",
    }


def _times(call: Call) -> Json:
    readonly = call.site.conduct.readonly
    found: Json = {
        "readonly": bool(readonly),
        "writeapi": True,
        "maxarticlesize": 2097152,
        "timezone": "UTC",
        "timeoffset": 0,
        "time": now(),
    }
    return {**found, "readonlyreason": readonly} if readonly else found


def _paths(call: Call, host: str) -> Json:
    return {
        "articlepath": "/wiki/$1",
        "scriptpath": "/w",
        "script": "/w/index.php",
        "variantarticlepath": False,
        "server": call.base,
        "servername": host.partition(":")[0],
        "wikiid": SITE_ID,
    }


def _uploads(call: Call) -> Json:
    return {
        "uploadsenabled": True,
        "maxuploadsize": call.site.conduct.max_upload_size,
        "minuploadchunksize": call.site.conduct.min_chunk_size,
    }


def _appearance(call: Call) -> Json:
    limits = ((320, 240), (640, 480), (800, 600), (1024, 768), (1280, 1024), (2560, 2048))
    return {
        "galleryoptions": {
            "imagesPerRow": 0,
            "imageWidth": 120,
            "imageHeight": 120,
            "captionLength": True,
            "showBytes": True,
            "showDimensions": True,
            "mode": "traditional",
        },
        "thumblimits": _numbered(120, 150, 180, 200, 250, 300),
        "imagelimits": _numbered(*({"width": w, "height": h} for w, h in limits)),
        "favicon": call.address("/favicon.ico"),
        "centralidlookupprovider": "local",
        "allcentralidlookupproviders": ["local"],
        "interwikimagic": True,
        "magiclinks": {"ISBN": False, "PMID": False, "RFC": False},
        "categorycollation": "uppercase",
        "nofollowlinks": True,
        "nofollownsexceptions": [],
        "nofollowdomainexceptions": ["mediawiki.org"],
        "externallinktarget": False,
        "citeresponsivereferences": True,
    }


def _numbered(*values: Any) -> Json:
    return {str(index): value for index, value in enumerate(values)}


def _wikibase() -> Json:
    return {
        "wikibase-propertytypes": {
            name: {"valuetype": value_type} for name, value_type in _VALUE_TYPES.items()
        },
        "wikibase-conceptbaseuri": "http://www.wikidata.org/entity/",
        "wikibase-geoshapestoragebaseurl": "https://commons.wikimedia.org/wiki/",
        "wikibase-tabulardatastoragebaseurl": "https://commons.wikimedia.org/wiki/",
    }


def _file_extensions(_call: Call) -> list[Json]:
    return [{"ext": extension} for extension in FILE_EXTENSIONS]


def _namespaces(_call: Call) -> Json:
    return {str(number): _namespace(number, name) for number, name in NAMESPACES.items()}


def _namespace(number: int, name: str) -> Json:
    found: Json = {
        "id": number,
        "case": "first-letter",
        "name": name,
        "subpages": number not in (0, 6, 14),
        "content": number in (0, 6, 14),
        "nonincludable": False,
    }
    if number:
        found["canonical"] = "Project" + name.removeprefix("Commons") if number in (4, 5) else name
    return found


def _aliases(_call: Call) -> list[Json]:
    return [{"id": 6, "alias": "Image"}, {"id": 7, "alias": "Image talk"}]


def _extensions(_call: Call) -> list[Json]:
    return [{"type": "wikibase", "name": name, "version": ""} for name in _EXTENSIONS]


def _statistics(call: Call) -> Json:
    files = [page for page in call.site.store.pages() if page.versions]
    pages = call.site.store.pages()
    return {
        "pages": len(pages),
        "articles": len(files),
        "edits": sum(len(page.revisions) for page in pages),
        "images": len(files),
        "users": 1,
        "activeusers": 1,
        "admins": 0,
        "jobs": 0,
    }


def _rights(_call: Call) -> Json:
    return {"url": "", "text": ""}


def _restrictions(_call: Call) -> Json:
    return {
        "types": ["create", "edit", "move", "upload"],
        "levels": ["", "autoconfirmed", "sysop"],
        "cascadinglevels": ["sysop"],
        "semiprotectedlevels": ["autoconfirmed"],
    }


def _lag(call: Call) -> list[Json]:
    return [{"host": "", "lag": call.site.conduct.lag}]


def _protocols(_call: Call) -> list[str]:
    return ["http://", "https://", "//"]


def _empty(_call: Call) -> Json:
    return {}


_PARTS = {
    "general": general,
    "fileextensions": _file_extensions,
    "namespaces": _namespaces,
    "namespacealiases": _aliases,
    "extensions": _extensions,
    "statistics": _statistics,
    "rightsinfo": _rights,
    "restrictions": _restrictions,
    "dbrepllag": _lag,
    "protocols": _protocols,
    "defaultoptions": _empty,
    "languagevariants": _empty,
    "autopromote": _empty,
    "autopromoteonce": _empty,
}
