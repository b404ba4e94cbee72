"""Pages for the browser: a gallery of what was uploaded, file pages in words, the files.

Every page says that nothing is published. What came from outside is escaped (Jinja2 autoescape),
scripts are forbidden by header, and files that could hold scripts are sandboxed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from app.core import resources, text
from app.core.later import later
from app.core.practice import dataviews, pagetext
from app.core.practice.call import Site
from app.core.practice.records import Page, entity_json
from app.core.practice.titles import FILE, BadTitleError, Title, make, parse

if TYPE_CHECKING:
    import jinja2
else:
    jinja2 = later("jinja2")

_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml"}
_INLINE = _PICTURES | {
    "application/pdf", "audio/mpeg", "audio/wav", "audio/x-flac", "application/ogg", "video/webm",
}  # fmt: skip
_ENTITY_DATA = "Special:EntityData/"
_GALLERY_LIMIT = 500


@dataclass(slots=True)
class Shown:
    """What a browser gets: a body, or the file at `path`."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    path: Path | None = None


def show(site: Site, address: str) -> Shown:
    """The page of an address (path and query)."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path in ("/", "/wiki", "/wiki/", "/wiki/Main_Page"):
        return _gallery(site)
    if path == "/style.css":
        return _style()
    if path.startswith("/files/"):
        return _file_bytes(site, path.removeprefix("/files/"))
    if path.startswith("/wiki/"):
        return _page(site, path.removeprefix("/wiki/"))
    if path == "/w/index.php":
        return _index(site, parse_qs(parts.query))
    return _missing("")


# the pages


def _gallery(site: Site) -> Shown:
    with site.store.lock:
        pages = [page for page in site.store.pages(FILE) if page.file]
    pages.sort(key=lambda page: page.revisions[0].revid, reverse=True)
    cards = [_card(page) for page in pages[:_GALLERY_LIMIT]]
    left = max(len(pages) - _GALLERY_LIMIT, 0)
    return _html(
        "gallery.html", title=text.t("practice.gallery"), cards=cards, count=len(pages), left=left
    )


def _card(page: Page) -> dict[str, Any]:
    assert page.file is not None
    captions = dataviews.captions(entity_json(page))
    return {
        "name": page.title.text,
        "address": page_address(page.title),
        "picture": _picture(page),
        "extension": page.title.text.rpartition(".")[2].upper(),
        "caption": captions[0][1] if captions else "",
        "user": page.file.user,
        "size": text.size(page.file.size),
    }


def _page(site: Site, name: str) -> Shown:
    if name.startswith(_ENTITY_DATA):
        return _entity_data(site, name.removeprefix(_ENTITY_DATA))
    try:
        title = parse(name)
    except BadTitleError:
        return _missing(name)
    with site.store.lock:
        page = site.store.page(title)
        if page is None:
            return _missing(title.full)
        return _file_page(page) if page.file else _text_page(page)


def _file_page(page: Page) -> Shown:
    assert page.file is not None
    entity = entity_json(page)
    return _html(
        "file.html",
        title=page.title.text,
        page=page,
        file=page.file,
        picture=_picture(page),
        address=file_address(page.title),
        extension=page.title.text.rpartition(".")[2].upper(),
        size=text.size(page.file.size),
        description=pagetext.read(page.text),
        captions=dataviews.captions(entity),
        statements=dataviews.views(entity),
    )


def _text_page(page: Page) -> Shown:
    return _html("text.html", title=page.title.full, page=page)


def _missing(name: str) -> Shown:
    shown = _html("missing.html", title=text.t("practice.missing"), name=name)
    shown.status = 404
    return shown


def _index(site: Site, query: dict[str, list[str]]) -> Shown:
    """/w/index.php?title=… and ?curid=… lead to the page."""
    number = query.get("curid", [""])[0]
    if number.isdigit():
        page = site.store.page_by_id(int(number))
        return _redirect(page_address(page.title)) if page else _missing("")
    name = query.get("title", [""])[0]
    return (
        _redirect(f"/wiki/{quote(name.replace(' ', '_'), safe='/:')}") if name else _gallery(site)
    )


def _redirect(address: str) -> Shown:
    return Shown(302, b"", {"Location": address})


def _entity_data(site: Site, name: str) -> Shown:
    mid = name.removesuffix(".json")
    number = mid.removeprefix("M")
    page = site.store.page_by_id(int(number)) if number.isdigit() else None
    if page is None or page.entity is None:
        return _missing(name)
    about = {
        "pageid": page.pageid,
        "ns": FILE,
        "title": page.title.full,
        "lastrevid": page.lastrevid,
        "modified": page.revisions[-1].time,
    }
    data = {"entities": {page.mid: about | entity_json(page)}}
    body = json.dumps(data, ensure_ascii=False).encode()
    return Shown(200, body, {"Content-Type": "application/json; charset=utf-8", **_guard(_SANDBOX)})


# the files


def _file_bytes(site: Site, name: str) -> Shown:
    try:
        title = make(FILE, name)
    except BadTitleError:
        return _missing(name)
    page = site.store.page(title)
    if page is None or page.file is None:
        return _missing(name)
    inline = page.file.mime in _INLINE
    kept = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(page.title.text)}"
    headers = {
        "Content-Type": page.file.mime if inline else "application/octet-stream",
        "Content-Disposition": kept,
        "Cache-Control": "no-cache",
        **_guard(_SANDBOX),
    }
    return Shown(200, b"", headers, site.store.file_path(page))


def _picture(page: Page) -> str:
    """The address of a picture that browsers can show, "" for other files."""
    return file_address(page.title) if page.file and page.file.mime in _PICTURES else ""


def file_address(title: Title) -> str:
    """Path of the bytes of a file."""
    return f"/files/{quote(title.key)}"


def page_address(title: Title) -> str:
    """Path of a page."""
    return f"/wiki/{quote(title.full.replace(' ', '_'), safe='/:')}"


# making pages


def _guard(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder() / "practice"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals |= {"t": text.t, "n": text.n}
    return environment


def _html(template: str, **values: Any) -> Shown:
    body = (
        _templates()
        .get_template(template)
        .render(
            **values,
            language=text.language(),
            direction="rtl" if text.is_right_to_left() else "ltr",
        )
    )
    headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
    return Shown(200, body.encode(), headers | _guard(_POLICY))


def _style() -> Shown:
    body = (resources.folder() / "practice" / "style.css").read_bytes()
    return Shown(200, body, {"Content-Type": "text/css; charset=utf-8", **_guard(_SANDBOX)})
