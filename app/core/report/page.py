"""The report as one web page that needs nothing else: thumbnails are inside it."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import resources, text
from app.core.errors import FileError
from app.core.later import later
from app.core.model import LEFT_OUT, RowState
from app.core.report.summary import RowReport, Summary
from app.core.report.words import headline, row_words, spoken

if TYPE_CHECKING:
    import jinja2
else:
    jinja2 = later("jinja2")

Thumbnail = Callable[[Path], bytes | None]
"""PNG, JPEG or SVG bytes of a small picture, None when there is none."""
_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


def _data_address(data: bytes | None) -> str:
    if not data:
        return ""
    kind = next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), "svg+xml")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _shown(row: RowReport, thumbnail: Thumbnail | None) -> Mapping[str, object]:
    picture = thumbnail(row.file) if thumbnail and row.file else None
    return {
        "number": "" if row.gone else row.number,
        "where": row_words(row),
        "title": row.title or text.t("report.no-title"),
        "page": row.page,
        "message": row.message or text.t(f"cli.state.{row.state.value}"),
        "statements": row.record.statements,
        "note": row.record.note,
        "picture": _data_address(picture),
        "kind": Path(row.title).suffix.lstrip(".").upper(),
        "done": row.state is RowState.DONE,
        "quiet": row.reason == LEFT_OUT or row.state in (RowState.READY, RowState.QUEUED),
    }


def render(summary: Summary, thumbnail: Thumbnail | None = None) -> str:
    """The page as HTML."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder() / "report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(t=text.t, n=text.n, number=text.number)
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.finished or time.time()))
    return environment.get_template("report.html").render(
        summary=summary,
        headline=headline(summary),
        spoken=spoken(summary),
        when=when,
        language=text.language(),
        direction="rtl" if text.is_right_to_left() else "ltr",
        done=[_shown(r, thumbnail) for r in summary.done],
        not_done=[_shown(r, None) for r in summary.not_done],
    )


def write_page(summary: Summary, path: Path, thumbnail: Thumbnail | None = None) -> None:
    """Write the page, whole or not at all. Raises FileError."""
    half = path.with_name(path.name + ".part")
    try:
        half.write_text(render(summary, thumbnail), "utf-8")
        half.replace(path)
    except OSError as error:
        raise FileError("file-unwritable", str(error), name=path.name) from error
