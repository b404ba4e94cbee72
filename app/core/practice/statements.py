"""Statements as they come in and as they are stored: hashes, ids, order of keys."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from typing import Any

from app.core.practice.refusals import Json, RefusalError
from app.core.practice.values import check_snak

RANKS = ("preferred", "normal", "deprecated")
_GUID = re.compile(r"[MPQ]\d+\$[0-9A-Fa-f-]{36}")


def _hashed(data: Json) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _invalid(info: str = "Invalid claim.") -> RefusalError:
    return RefusalError("invalid-claim", info, module="main")


def snak(data: Any) -> Json:
    """A checked snak with its hash, keys in the wiki's order. Raises RefusalError."""
    checked = check_snak(data)
    stored = {name: checked[name] for name in ("snaktype", "property")}
    stored["hash"] = _hashed(checked)
    if "datavalue" in checked:
        stored["datavalue"] = checked["datavalue"]
    return stored


def _snaks(data: Any, order: Any) -> tuple[dict[str, list[Json]], list[str]]:
    """Snaks by property and the order of the properties."""
    if isinstance(data, list):
        entries = data
    elif isinstance(data, dict):
        wanted = [prop for prop in order if prop in data] if isinstance(order, list) else []
        names = [*wanted, *(prop for prop in data if prop not in wanted)]
        entries = [entry for prop in names for entry in data[prop]]
    else:
        raise _invalid()
    found: dict[str, list[Json]] = {}
    for entry in entries:
        checked = snak(entry)
        found.setdefault(checked["property"], []).append(checked)
    return found, list(found)


def _reference(data: Any) -> Json:
    if not isinstance(data, dict) or "snaks" not in data:
        raise _invalid()
    snaks, order = _snaks(data["snaks"], data.get("snaks-order"))
    return {"hash": _hashed({"snaks": snaks}), "snaks": snaks, "snaks-order": order}


def statement(data: Json, mid: str) -> Json:
    """A checked statement as it is stored; without an id it gets one. Raises RefusalError."""
    if data.get("type") != "statement" or "mainsnak" not in data:
        raise _invalid()
    guid = data.get("id") or f"{mid}${str(uuid.uuid4()).upper()}"
    if not _GUID.fullmatch(guid) or guid.partition("$")[0] != mid:
        raise RefusalError("invalid-guid", f"Invalid statement id: {guid}", module="main")
    rank = data.get("rank", "normal")
    if rank not in RANKS:
        raise _invalid()
    stored: Json = {"mainsnak": snak(data["mainsnak"]), "type": "statement"}
    if data.get("qualifiers"):
        qualifiers, order = _snaks(data["qualifiers"], data.get("qualifiers-order"))
        stored |= {"qualifiers": qualifiers, "qualifiers-order": order}
    stored |= {"id": guid, "rank": rank}
    if data.get("references"):
        stored["references"] = [_reference(entry) for entry in data["references"]]
    return stored


def listed(claims: Any) -> list[Json]:
    """The claims of an edit, given as a list or by property. Raises RefusalError."""
    if isinstance(claims, dict):
        claims = [entry for entries in claims.values() for entry in _as_list(entries)]
    found = _as_list(claims)
    if any(not isinstance(entry, dict) for entry in found):
        raise _invalid()
    return found


def _as_list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise RefusalError(
            "not-recognized-array", "An array was expected, but not found.", module="main"
        )
    return data
