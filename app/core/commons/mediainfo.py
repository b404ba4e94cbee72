"""Captions and statements of a file, read and written by site and title."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.core.commons.caller import Caller
from app.core.errors import ServerError
from app.core.wiki import MediaInfo


def read(caller: Caller, wikiid: str, title: str) -> MediaInfo:
    """What the file page has; `exists` is False when there is no such page or no data yet
    (the wiki does not tell the two apart: `mid` is "" in the first case).
    """
    params = {
        "action": "wbgetentities",
        "sites": wikiid,
        "titles": f"File:{title}",
        "props": "info|labels|claims",
    }
    entities = caller.call(params, "entities")
    if not entities:
        raise ServerError("unknown-answer", "no entities")
    return _media_info(next(iter(entities.values())))


def edit(
    caller: Caller, wikiid: str, title: str, data: Mapping[str, Any], summary: str,
    baserevid: int | None,
) -> MediaInfo | None:  # fmt: skip
    """One edit with captions and statements; None when the wiki does not show the result."""
    params = {
        "action": "wbeditentity",
        "site": wikiid,
        "title": f"File:{title}",
        "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        "summary": summary,
        "baserevid": baserevid,
    }
    answer = caller.call(params, "success", write=True, whole=True)
    if answer["success"] != 1:
        raise ServerError("unknown-answer", "wbeditentity without success")
    entity = answer.get("entity")
    return _media_info(entity) if isinstance(entity, dict) else None


def _media_info(entity: Mapping[str, Any]) -> MediaInfo:
    mid = str(entity.get("id", ""))
    mid = mid if mid.startswith("M") else ""
    labels, statements = entity.get("labels") or {}, entity.get("statements") or {}
    return MediaInfo(
        mid=mid,
        pageid=int(mid[1:]) if mid[1:].isdecimal() else None,
        revision=entity.get("lastrevid"),
        labels={code: str(label.get("value", "")) for code, label in labels.items()},
        statements=dict(statements),
        exists="missing" not in entity,
    )
